//! Full texts of acts: the model every importer fills and every view reads.
//!
//! Not for: the curated facts about provisions (that is `library`), nor for reading files (that is `extract` and `import`).

mod akn;
mod akn_ids;
mod concepts;
mod diff;
mod shelf;
mod store;

use serde::{Deserialize, Serialize};

pub use akn::{CONCEPTS, OWN_NAMESPACE, is_address, write as to_akn};
pub use concepts::tagged;
pub use diff::{Change, Piece, PieceKind, diff, words};
pub use shelf::{LawFound, LawHit, LawPlace, LawSearchError, refresh, search};
pub use store::{Stored, TextError, Texts};

/// One version of one act, split into articles.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Act {
    /// `JUR-CODE`, as the facts name it: `RS-CC`, `BAFBIH-CC`, `FR-CP`.
    pub id: String,
    /// Two-letter State or the facts' own name of a sub-jurisdiction.
    pub jurisdiction: String,
    pub title: String,
    /// BCP 47 with script where a language has two: `sr-Cyrl`.
    pub language: String,
    /// The day whose law this text states, `YYYY-MM-DD`; absent when nobody said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub as_of: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gazette: Option<String>,
    /// Whether the importer was told that this is the official text.
    pub official: bool,
    pub source: SourceFile,
    /// Parts, titles, chapters in reading order; articles point into this list.
    pub divisions: Vec<Division>,
    pub articles: Vec<Article>,
    /// What stands before the first article: title page, promulgation, table of contents.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub front: Vec<String>,
    /// What stands behind the last article and is none of it: subject index, table of contents.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub back: Vec<String>,
}

/// The file a text was imported from.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceFile {
    pub name: String,
    pub sha256: String,
    /// `text`, `pdf`, `docx`, `html`, `markdown`, `akn`.
    pub kind: String,
    /// The Akoma Ntoso file it came through, where that was an export which names the file above.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub through: Option<Export>,
}

/// An export that was imported again.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Export {
    pub name: String,
    pub sha256: String,
}

/// A part, title, chapter or section.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Division {
    pub kind: DivisionKind,
    /// As printed: "GLAVA XIV", "Erster Abschnitt".
    pub label: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub heading: Option<String>,
    /// Index of the division this one lies in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<usize>,
}

/// Kinds of divisions from the widest to the narrowest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DivisionKind {
    Book,
    Part,
    Title,
    Chapter,
    Section,
    Subsection,
}

impl DivisionKind {
    /// The element that stands for it in Akoma Ntoso 3.0.
    pub fn akn(self) -> &'static str {
        match self {
            DivisionKind::Book => "book",
            DivisionKind::Part => "part",
            DivisionKind::Title => "title",
            DivisionKind::Chapter => "chapter",
            DivisionKind::Section => "section",
            DivisionKind::Subsection => "subsection",
        }
    }

    /// The kind an Akoma Ntoso element stands for.
    pub fn from_akn(name: &str) -> Option<DivisionKind> {
        [
            DivisionKind::Book,
            DivisionKind::Part,
            DivisionKind::Title,
            DivisionKind::Chapter,
            DivisionKind::Section,
            DivisionKind::Subsection,
        ]
        .into_iter()
        .find(|kind| kind.akn() == name)
    }
}

/// One article.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Article {
    /// The number as the facts write it: `388`, `110.a`, `225.4.1`, `418a`.
    pub number: String,
    /// Last number where one heading covers several deleted articles ("§§ 195 bis 198").
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub through: Option<String>,
    /// As printed: "Neni 110/a", "§ 96".
    pub label: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub heading: Option<String>,
    /// "Added by law no. …", "(deleted)": what stands between heading and text about the text.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub division: Option<usize>,
    pub paragraphs: Vec<Paragraph>,
    /// What the comparison says of the article: `concept/trafficking_in_persons`, `acts/recruitment`; an address where another
    /// vocabulary is meant. Kept from Akoma Ntoso and written there.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub concepts: Vec<String>,
    /// Numbering starts again after the last article of the act proper: transitional provisions of amending acts, annexes.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub appendix: bool,
    /// Line of the heading in the imported text, from 1.
    pub line: usize,
}

/// One paragraph of an article.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paragraph {
    /// `1`, `2a`; absent where the act does not number its paragraphs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    pub text: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub points: Vec<Point>,
    /// As of the article, where it is the paragraph that is meant.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub concepts: Vec<String>,
}

/// One point of a paragraph.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Point {
    /// `1)`, `a)`, `–` as printed.
    pub number: String,
    pub text: String,
}

impl Article {
    /// The text of the article, paragraph by paragraph, points indented.
    pub fn text(&self) -> String {
        let mut out = String::new();
        for paragraph in &self.paragraphs {
            if !out.is_empty() {
                out.push('\n');
            }
            if let Some(number) = &paragraph.number {
                out.push_str(&format!("({number}) "));
            }
            out.push_str(&paragraph.text);
            for point in &paragraph.points {
                out.push_str(&format!("\n  {} {}", point.number, point.text));
            }
        }
        out
    }
}

impl Act {
    /// The article with this number, in the act proper first, then in its appendices.
    pub fn article(&self, number: &str) -> Option<&Article> {
        self.articles
            .iter()
            .find(|article| !article.appendix && article.number.eq_ignore_ascii_case(number))
            .or_else(|| self.articles.iter().find(|article| article.number.eq_ignore_ascii_case(number)))
    }

    /// The divisions an article lies in, widest first.
    pub fn place(&self, article: &Article) -> Vec<&Division> {
        self.path(article.division).into_iter().filter_map(|index| self.divisions.get(index)).collect()
    }

    /// Indices of a division and those around it, widest first.
    pub fn path(&self, division: Option<usize>) -> Vec<usize> {
        let mut path = Vec::new();
        let mut next = division;
        while let Some(index) = next.filter(|index| *index < self.divisions.len() && path.len() < 16) {
            path.push(index);
            next = self.divisions[index].parent;
        }
        path.reverse();
        path
    }

    /// `RS-CC@2024-12-01`, or `RS-CC@undated-1f2e3d4c` where no day is known.
    pub fn version(&self) -> String {
        match &self.as_of {
            Some(day) => format!("{}@{day}", self.id),
            None => format!("{}@undated-{}", self.id, self.source.sha256.get(..8).unwrap_or("")),
        }
    }
}
