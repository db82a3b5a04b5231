//! Words whose forms no ending explains (`went`, `braća`, `erdhi`): the form is given the stem of its lemma (`data/irregular.txt`).

use super::Language;
use super::table::sections;
use crate::language::fold::fold;
use rustc_hash::FxHashMap;
use std::borrow::Cow;
use std::sync::LazyLock;

const DATA: &str = include_str!("../data/irregular.txt");

/// A lemma, folded and in small letters as written.
#[derive(Debug, Clone)]
pub(super) struct Lemma {
    pub folded: Text,
    pub lower: &'static str,
}

/// Every query reads the tables, so what is its own fold is borrowed.
type Text = Cow<'static, str>;
type Table = FxHashMap<Text, Lemma>;

static TABLES: LazyLock<[Table; 6]> = LazyLock::new(read);

fn folded(word: &'static str) -> Text {
    // `dj` is ASCII and folded all the same.
    if word.bytes().all(|b| b.is_ascii_lowercase() && b != b'j') { Cow::Borrowed(word) } else { Cow::Owned(fold(word)) }
}

/// All tables in one pass over the file.
fn read() -> [Table; 6] {
    let mut tables = super::LANGUAGES.map(|_| Table::with_capacity_and_hasher(512, Default::default()));
    for (section, line) in sections(DATA) {
        let language = match section {
            "serbian" => Language::Serbian,
            "macedonian" => Language::Macedonian,
            "albanian" => Language::Albanian,
            "english" => Language::English,
            "german" => Language::German,
            "italian" => Language::Italian,
            _ => continue,
        };
        let Some((lemma, forms)) = line.split_once(':') else { continue };
        let lemma = Lemma { folded: folded(lemma), lower: lemma };
        for form in forms.split_whitespace() {
            // A form of two lemmas belongs to the first: the more frequent word stands earlier.
            tables[language as usize].entry(folded(form)).or_insert_with(|| lemma.clone());
        }
    }
    tables
}

/// Visit the first byte of every form that begins otherwise than its lemma, and that of the lemma.
pub(super) fn other_beginnings(mut visit: impl FnMut(u8, u8)) {
    for (form, lemma) in TABLES.iter().flatten() {
        if let (Some(form), Some(lemma)) = (form.bytes().next(), lemma.folded.bytes().next())
            && form != lemma
        {
            visit(form, lemma);
        }
    }
}

/// The lemma of an irregular form of this language.
pub(super) fn lemma(language: Language, folded: &str) -> Option<&'static Lemma> {
    TABLES[language as usize].get(folded)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_has_its_table() {
        for (language, table) in crate::language::stem::LANGUAGES.iter().zip(read()) {
            assert!(table.len() > 30, "{language:?}");
            for (form, lemma) in table {
                assert!(matches!(form, Cow::Owned(_)) || fold(&form) == form, "{form}");
                assert_eq!(fold(lemma.lower), lemma.folded);
            }
        }
        assert_eq!(lemma(Language::English, "went").map(|l| l.lower), Some("go"));
        assert_eq!(lemma(Language::Serbian, "braca").map(|l| l.folded.as_ref()), Some("brat"));
    }
}
