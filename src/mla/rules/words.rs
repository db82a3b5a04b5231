//! Word lists the rules look for in texts, in all languages of requests. Read from data; an office can add its own.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::language::script::to_latin;

/// Named lists of phrases, ready for comparison: lower case, Latin script.
#[derive(Debug, Clone, Default)]
pub struct WordLists {
    lists: BTreeMap<String, Vec<String>>,
}

/// A text as the lists are compared: lower case, Serbian and Macedonian Cyrillic in Latin, blanks made one.
fn plain(text: &str) -> String {
    let latin = to_latin(text);
    format!(
        " {} ",
        latin
            .to_lowercase()
            .split(|c: char| !c.is_alphanumeric() && c != '-')
            .filter(|w| !w.is_empty())
            .collect::<Vec<_>>()
            .join(" ")
    )
}

impl WordLists {
    /// The lists that come with the program (`words.toml`).
    pub fn built_in() -> WordLists {
        let mut lists = WordLists::default();
        // The file is compiled in and parsed by a test; a damaged one leaves the lists empty rather than stop the program.
        if let Ok(table) = toml::from_str(include_str!("words.toml")) {
            lists.add(table);
        }
        lists
    }

    /// Add lists of the form `name.language = ["phrase", …]`. A phrase may end in `*` for any ending.
    pub fn add(&mut self, lists: BTreeMap<String, BTreeMap<String, Vec<String>>>) {
        for (name, languages) in lists {
            let phrases = self.lists.entry(name).or_default();
            for phrase in languages.into_values().flatten() {
                let open = phrase.ends_with('*');
                let mut phrase = plain(phrase.trim_end_matches('*'));
                if open {
                    phrase.pop();
                }
                phrases.push(phrase);
            }
        }
    }

    /// The names of the lists.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.lists.keys().map(String::as_str)
    }

    /// Whether a phrase of the list stands anywhere in the texts of a value.
    pub fn found_in(&self, list: &str, value: &Value) -> bool {
        let Some(phrases) = self.lists.get(list) else { return false };
        match value {
            Value::String(text) => {
                let text = plain(text);
                phrases.iter().any(|phrase| text.contains(phrase))
            }
            Value::Array(items) => items.iter().any(|item| self.found_in(list, item)),
            Value::Object(map) => map.values().any(|item| self.found_in(list, item)),
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_are_found_in_either_script_and_with_endings() {
        let words = WordLists::built_in();
        assert!(words.names().any(|name| name == "urgency"));
        for text in [
            "The matter is URGENT.",
            "Молимо хитно поступање",
            "Molimo hitno postupanje",
            "die Sache ist eilbedürftig",
            "urgjente",
        ] {
            assert!(words.found_in("urgency", &Value::String(text.into())), "{text}");
        }
        assert!(!words.found_in("urgency", &Value::String("Insurgents crossed".into())));
        assert!(!words.found_in("no such list", &Value::String("urgent".into())));
    }
}
