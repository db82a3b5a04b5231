//! What somebody wrote into a draft outside its fields: it belongs to no place of the request, so it is not taken; but it is told.

use std::collections::BTreeMap;

use super::draft::{self, DraftOptions, Layout};
use super::protected::Protected;
use super::read_back;
use super::request::Request;
use crate::law::library::Library;
use crate::render::to_docx;

/// Paragraphs outside the fields that a fresh draft of the request does not have, and those it has that are gone.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outside {
    pub added: Vec<String>,
    pub removed: Vec<String>,
}

impl Outside {
    /// Nothing was changed outside the fields.
    pub fn is_empty(&self) -> bool {
        self.added.is_empty() && self.removed.is_empty()
    }
}

/// Hold the paragraphs outside the fields against fresh drafts in these languages; the layout and part that are nearest count.
pub fn changes(
    paragraphs: &[String],
    languages: &[&str],
    request: &Request,
    library: &Library,
    protected: &[Protected],
) -> Outside {
    let Some((first, rest)) = languages.split_first() else { return Outside::default() };
    let layouts: &[Layout] = if rest.is_empty() { &[Layout::TwoColumn] } else { &[Layout::TwoColumn, Layout::Sequential] };
    let mut nearest: Option<Outside> = None;
    for layout in layouts {
        let options = DraftOptions {
            language: (*first).to_string(),
            second_language: rest.first().map(|tag| (*tag).to_string()),
            layout: *layout,
            protected: protected.to_vec(),
            ..DraftOptions::default()
        };
        let Ok(drafted) = draft::build(request, Some(library), &options) else { continue };
        for document in [Some(&drafted.request), drafted.sealed.as_ref(), Some(&drafted.checklist)].into_iter().flatten() {
            let Some(body) = to_docx(document).ok().and_then(|docx| read_back::body(&docx).ok()) else { continue };
            let found = compare(paragraphs, &body.outside);
            let size = |outside: &Outside| outside.added.len() + outside.removed.len();
            if nearest.as_ref().is_none_or(|known| size(&found) < size(known)) {
                nearest = Some(found);
            }
        }
    }
    nearest.unwrap_or_default()
}

/// The paragraphs as sets with counts; blanks do not count.
fn compare(found: &[String], fresh: &[String]) -> Outside {
    let mut counts: BTreeMap<String, i64> = BTreeMap::new();
    let plain = |text: &String| text.split_whitespace().collect::<Vec<_>>().join(" ");
    for text in fresh {
        *counts.entry(plain(text)).or_default() += 1;
    }
    let mut outside = Outside::default();
    for text in found {
        let text = plain(text);
        match counts.get_mut(&text).filter(|count| **count > 0) {
            Some(count) => *count -= 1,
            None if !text.is_empty() => outside.added.push(text),
            None => {}
        }
    }
    outside.removed = counts
        .into_iter()
        .filter(|(text, _)| !text.is_empty())
        .flat_map(|(text, count)| vec![text; count.max(0) as usize])
        .collect();
    outside
}
