//! From a file of text to an act split into articles, with a report of everything that was found and not understood.
//!
//! Plain text is hard because every publisher breaks it in his own way; so nothing here trusts a single line: candidates for article
//! headings are weighed as a sequence, titles are placed by what the whole act does, and every line that ends up nowhere is counted.
//!
//! Not for: reading PDF, DOCX or HTML (the caller hands over the text that `extract` read), nor for storing (that is `texts`).

mod akn;
mod back;
mod body;
mod divisions;
mod front;
mod heading_check;
mod headings;
mod lines;
mod lookalikes;
mod markdown;
mod one_line;
mod sequence;
mod structure;
mod titles;

use serde::{Deserialize, Serialize};

use super::texts::Act;

pub use heading_check::{Doubt, HeadingCheck, Suspicion};
pub use headings::normal_number;

/// What the person who imports says about the act.
#[derive(Debug, Clone, Default)]
pub struct About {
    pub id: String,
    pub jurisdiction: String,
    pub title: String,
    pub language: String,
    pub as_of: Option<String>,
    pub gazette: Option<String>,
    pub official: bool,
    pub file_name: String,
    pub sha256: String,
    /// Of a file that holds several acts the one to read, from 1.
    pub pick: Option<usize>,
    /// The file is meant to hold a few articles out of an act.
    pub excerpt: bool,
}

/// How the text is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layout {
    /// Lines as they come from a text file, a PDF, a DOCX, an HTML page. `\u{c}` parts pages.
    Text,
    Markdown,
    AkomaNtoso,
}

/// What an import found, so that nothing is lost silently.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    pub articles: usize,
    pub first: Option<String>,
    pub last: Option<String>,
    pub with_heading: usize,
    /// Which articles lack a heading, and which headings read like something else.
    #[serde(default)]
    pub headings: HeadingCheck,
    pub without_text: Vec<String>,
    /// Numbers that are missing inside the sequence.
    pub gaps: Vec<String>,
    /// Numbers the copy does not hold: composite ones ("225-21") count inside their chapter, are not given again when an article
    /// is repealed, and no line of the copy begins with these.
    #[serde(default)]
    pub not_in_copy: Vec<String>,
    /// Numbers that occur twice inside the act: both are kept.
    pub duplicates: Vec<String>,
    /// Numbers that stand in the wrong place: kept where they stand.
    pub out_of_order: Vec<String>,
    pub appendix_articles: usize,
    pub divisions: usize,
    pub paragraphs: usize,
    pub points: usize,
    /// Lines of the input that carry text.
    pub lines: usize,
    /// Page headers and numbers that were left out: (line with digits as #, times).
    pub page_furniture: Vec<(String, usize)>,
    /// Lines before the first article.
    pub front_lines: usize,
    /// Lines behind the last article that are an index or a table of contents.
    #[serde(default)]
    pub back_lines: usize,
    /// Lines that look like an article heading but do not fit the sequence: (line number, text).
    pub not_understood: Vec<(usize, String)>,
    /// Lines that stand inside an article but read like the heading of one that is missing, under a word that is not known:
    /// (line number, text).
    #[serde(default)]
    pub swallowed: Vec<(usize, String)>,
    /// What of the file could not be read, in words: the act may lack articles.
    #[serde(default)]
    pub incomplete: Vec<String>,
    /// Whether two columns were taken apart.
    pub columns_taken_apart: bool,
}

impl Report {
    /// Share of the numbers between first and last that were found, in percent: the check a reader can repeat.
    pub fn numbering_percent(&self) -> f64 {
        let proper = self.articles - self.appendix_articles;
        let wanted = proper + self.gaps.len();
        if wanted == 0 { 0.0 } else { 100.0 * proper as f64 / wanted as f64 }
    }
}

/// Why a text could not be imported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ImportError {
    /// No sequence of article headings was found.
    NoArticles { lines: usize },
    /// One or two articles out of the middle of an act, in a file that was not said to be an excerpt: letters quote like that.
    Excerpt { first: String, articles: usize },
    /// Headings with nothing below them: a list of parts, a table of contents.
    NoText { articles: usize },
    /// Akoma Ntoso that does not parse, with the parser's place.
    NotAkn(String),
    /// Several acts in one file, and none of them was picked: what each is called and how many articles it has.
    SeveralActs(Vec<(String, usize)>),
}

impl std::fmt::Display for ImportError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            ImportError::NoArticles { lines } => write!(f, "no articles were found in {lines} lines of text"),
            ImportError::Excerpt { first, articles } => write!(
                f,
                "{} found, {} {first}: an excerpt, or a letter that quotes it",
                if *articles == 1 { "one article was" } else { "two articles were" },
                if *articles == 1 { "number" } else { "beginning with number" },
            ),
            ImportError::NoText { articles } => {
                write!(
                    f,
                    "{articles} numbered headings were found and hardly any text below them: a list or a table of contents, not an act"
                )
            }
            ImportError::SeveralActs(acts) => {
                let listed: Vec<String> = acts
                    .iter()
                    .enumerate()
                    .map(|(at, (name, articles))| format!("{}. {name} ({articles} articles)", at + 1))
                    .collect();
                write!(f, "the file holds {} acts: {}", acts.len(), listed.join("; "))
            }
            ImportError::NotAkn(why) => write!(f, "this is not Akoma Ntoso: {why}"),
        }
    }
}

/// Split a text into an act.
///
/// # Errors
/// [`ImportError`] when there is no act in it; nothing is stored then.
pub fn import(text: &str, layout: Layout, about: &About) -> Result<(Act, Report), ImportError> {
    match layout {
        Layout::Text => structure::build(lines::from_text(text), about, "text"),
        Layout::Markdown => structure::build(markdown::lines(text), about, "markdown"),
        Layout::AkomaNtoso => akn::read(text, about),
    }
}

#[cfg(test)]
mod habits;
#[cfg(test)]
mod tests;
