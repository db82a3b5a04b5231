//! No protected name leaves the office in the wrong envelope: the finished draft is searched for the names of protected persons.

use crate::language::{fold, script};
use crate::mla::request::Person;
use crate::render::{Document, each_text};

/// A person whose names may stand only in the sealed annex.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Protected {
    pub code: String,
    /// Every name and variant, in any script and order.
    pub names: Vec<String>,
}

impl Protected {
    /// A protected person of the request.
    pub fn of(person: &Person) -> Protected {
        let mut names = vec![person.full_name()];
        names.extend(person.other_names.iter().cloned());
        names.extend(person.aliases.iter().cloned());
        names.extend(person.scripts.values().cloned());
        names.extend([person.personal_number.clone()]);
        names.extend(person.phones.iter().chain(&person.emails).chain(&person.accounts).cloned());
        names.extend(person.documents.iter().map(|d| d.number.clone()));
        names.retain(|name| name.chars().filter(|c| c.is_alphanumeric()).count() >= 3);
        Protected { code: person.code.trim().to_owned(), names }
    }
}

/// The codes of protected persons whose names stand in a document, whatever the script, the case ending or the order of the names.
pub fn found_in(document: &Document, protected: &[Protected]) -> Vec<String> {
    let mut texts: Vec<Vec<String>> = Vec::new();
    each_text(document, &mut |text| texts.push(words(text)));
    let names = |person: &Protected| -> Vec<Vec<String>> {
        person.names.iter().map(|name| words(name)).filter(|n| !n.is_empty()).collect()
    };
    protected
        .iter()
        .filter(|person| names(person).iter().any(|name| texts.iter().any(|text| stands_in(text, name))))
        .map(|person| person.code.clone())
        .collect()
}

/// Folded words: lower case, Latin letters, no marks.
fn words(text: &str) -> Vec<String> {
    script::to_latin(text).split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(fold::fold).collect()
}

/// Whether all words of a name stand side by side, in any order, each with its own ending.
fn stands_in(text: &[String], name: &[String]) -> bool {
    let stems: Vec<&str> = name.iter().map(|word| stem(word)).collect();
    text.windows(name.len()).any(|window| {
        let mut left: Vec<&str> = stems.clone();
        window.iter().all(|word| {
            // At most four letters of ending: "Ana" finds "Anom", not "Anatolija".
            let place = left.iter().position(|stem| word.starts_with(stem) && word.len() <= stem.len() + 4);
            place.map(|at| left.remove(at)).is_some()
        })
    })
}

/// The word without its last vowel, which the cases change; short words and numbers stay whole.
fn stem(word: &str) -> &str {
    let vowel = word.ends_with(['a', 'e', 'i', 'o', 'u']);
    if vowel && word.len() >= 3 { &word[..word.len() - 1] } else { word }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::{Paragraph, Run};

    fn document(text: &str) -> Document {
        let mut document = Document::new("t", "sr-Latn");
        document.push(Paragraph::body(vec![Run::text(text)]));
        document
    }

    #[test]
    fn a_name_is_found_in_any_script_case_and_order() {
        let protected = [Protected { code: "SVEDOK 1".into(), names: vec!["Ana Izmišljena".into()] }];
        for text in ["Izjava Ane Izmišljene od 2. marta", "ИЗМИШЉЕНА Ана", "sa Anom Izmišljenom", "Ana\nIzmisljena"]
        {
            assert_eq!(found_in(&document(text), &protected), ["SVEDOK 1"], "{text}");
        }
        for text in ["SVEDOK 1", "Ana", "Anatolija Izmišljena", "Izmišljena"] {
            assert!(found_in(&document(text), &protected).is_empty(), "{text}");
        }
    }
}
