//! A pinpoint citation: document, place, and the digest that says which bytes are meant.

use crate::case::{Document, Occurrence, SourceStatus};
use crate::extract::Locator;

/// Where a document is said to stand: the chain below its evidence root, and the root.
pub fn chain(occurrence: &Occurrence) -> String {
    let root = occurrence.root.trim_end_matches('/');
    let below = occurrence.display.strip_prefix(root).unwrap_or(&occurrence.display);
    if below.is_empty() || below.starts_with("!/") {
        // The root is the file itself.
        let name = root.rsplit('/').next().unwrap_or(root);
        return format!("{name}{below}");
    }
    below.trim_start_matches('/').to_owned()
}

/// The same as it is cited: with a word where these bytes stand there no more.
pub fn standing(occurrence: &Occurrence) -> String {
    let path = chain(occurrence);
    match occurrence.status {
        SourceStatus::Present => path,
        SourceStatus::Changed => format!("{path} (an earlier version; the file has changed since)"),
        SourceStatus::Vanished => format!("{path} (the file has vanished since)"),
    }
}

/// The place narrowed to the paragraph in which words at this byte of the unit's text stand, where each paragraph is one line of it.
pub fn narrowed(locator: &Locator, text: &str, at: usize) -> Locator {
    match locator {
        Locator::Paragraph { number, last: Some(last), heading } if text.lines().count() as u32 == last - number + 1 => {
            let before = text.get(..at).unwrap_or_default().matches('\n').count() as u32;
            Locator::Paragraph { number: number + before, last: None, heading: heading.clone() }
        }
        whole => whole.clone(),
    }
}

/// What a person calls the document: its own title or subject, else nothing.
pub fn title(document: &Document) -> Option<String> {
    let clean = |text: &String| {
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        (!text.is_empty()).then_some(text)
    };
    document.meta.title.as_ref().and_then(clean).or_else(|| document.meta.subject.as_ref().and_then(clean))
}

/// In running text: `izvestaj-01.pdf, p. 3 (SHA-256 0123…)`.
pub fn inline(document: &Document, path: &str, locator: Option<&Locator>) -> String {
    let place = locator.map_or_else(String::new, |locator| format!(", {}", locator.label()));
    format!("{path}{place} (SHA-256 {})", document.sha256)
}

/// As a footnote, with title and date where the document states them, and the quotation.
pub fn footnote(document: &Document, path: &str, locator: Option<&Locator>, quote: Option<&str>) -> String {
    let mut parts = Vec::new();
    if let Some(title) = title(document) {
        parts.push(format!("“{title}”"));
    }
    if let Some(date) = &document.meta.date {
        parts.push(date.get(..10).unwrap_or(date).to_owned());
    }
    parts.push(path.to_owned());
    if let Some(locator) = locator {
        parts.push(locator.label());
    }
    parts.push(format!("SHA-256 {}", document.sha256));
    let quote = quote.map_or_else(String::new, |quote| format!(": “{}”", quote.split_whitespace().collect::<Vec<_>>().join(" ")));
    format!("{}{quote}.", parts.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chain_begins_below_the_evidence_root() {
        let occurrence = |display: &str, root: &str| Occurrence {
            display: display.into(),
            root: root.into(),
            file: Vec::new(),
            members: Vec::new(),
            mtime: String::new(),
            status: SourceStatus::Present,
        };
        assert_eq!(chain(&occurrence("/e/case/a.zip!/b.eml", "/e/case")), "a.zip!/b.eml");
        assert_eq!(chain(&occurrence("/e/a.zip!/b.eml", "/e/a.zip")), "a.zip!/b.eml");
        assert_eq!(chain(&occurrence("/e/a.pdf", "/e/a.pdf")), "a.pdf");
        assert_eq!(chain(&occurrence("/e/a.pdf", "/e/")), "a.pdf");
    }
}
