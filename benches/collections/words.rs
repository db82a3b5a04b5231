//! B10 to B12: one word asked in its dictionary form over the sentences of treebanks, in one index of all languages.

use super::{Collection, Query};
use rogatory::language::script::to_cyrillic;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use unicode_normalization::UnicodeNormalization;

/// Word classes asked for.
const CLASSES: [&str; 4] = ["NOUN", "VERB", "ADJ", "PROPN"];

/// A document for each sentence of `FOLDER/*.conllu` (files in the order of their names; of the Serbian ones every second sentence in Cyrillic letters),
/// and a query for each lemma that stands in 2 to 60 sentences in at least two forms. Relevant are the sentences with any form of it in the same
/// group of languages (Serbian and Croatian are one). Queries of that group are asked as written, typed without diacritics and in Cyrillic.
pub fn read(folder: &Path) -> Collection {
    let mut files: Vec<_> = std::fs::read_dir(folder).into_iter().flatten().flatten().map(|e| e.path()).collect();
    files.sort();
    let mut collection = Collection::default();
    // (group, lemma) to its sentences and forms
    let mut lemmas: BTreeMap<(String, String), (BTreeSet<usize>, BTreeSet<String>)> = BTreeMap::new();
    let mut serbian = 0;
    for path in files {
        let name = path.file_name().and_then(|n| n.to_str()).unwrap_or_default();
        if !name.ends_with(".conllu") {
            continue;
        }
        let language = name.split('_').next().unwrap_or_default();
        let group = if matches!(language, "sr" | "hr") { "hbs" } else { language };
        for line in std::fs::read_to_string(&path).unwrap_or_default().lines() {
            if let Some(text) = line.strip_prefix("# text = ") {
                serbian += usize::from(language == "sr");
                let cyrillic = language == "sr" && serbian % 2 == 0;
                collection.documents.push(if cyrillic { to_cyrillic(text) } else { text.to_owned() });
                continue;
            }
            let columns: Vec<&str> = line.split('\t').collect();
            let [id, form, lemma, class, ..] = columns[..] else { continue };
            let letters = lemma.chars().count() > 3 && lemma.chars().all(char::is_alphabetic);
            if id.bytes().all(|b| b.is_ascii_digit())
                && CLASSES.contains(&class)
                && letters
                && let Some(document) = collection.documents.len().checked_sub(1)
            {
                let entry = lemmas.entry((group.to_owned(), lemma.to_lowercase())).or_default();
                entry.0.insert(document);
                entry.1.insert(form.to_lowercase());
            }
        }
    }
    for ((group, lemma), (sentences, forms)) in lemmas {
        if !(2..=60).contains(&sentences.len()) || forms.len() < 2 {
            continue;
        }
        let relevant: BTreeMap<usize, f64> = sentences.into_iter().map(|d| (d, 1.0)).collect();
        let mut ask = |set: String, text: String| collection.queries.push(Query { set, text, relevant: relevant.clone() });
        if group == "hbs" {
            ask("hbs typed plainly".into(), plainly(&lemma));
            ask("hbs typed in Cyrillic".into(), to_cyrillic(&lemma));
        }
        ask(group, lemma);
    }
    collection
}

/// As typed on an English keyboard.
fn plainly(word: &str) -> String {
    word.replace('đ', "dj").nfd().filter(|c| !unicode_normalization::char::is_combining_mark(*c)).collect()
}
