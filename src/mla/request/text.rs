//! Free text in the languages the clerk gives. Nothing is ever translated by the program.

use std::collections::BTreeMap;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{self, Deserialize, Deserializer, MapAccess, Visitor};
use serde::{Serialize, Serializer};

/// A language tag as this program writes it: `en`, `sq`, `sr-Latn`, `sr-Cyrl`, `cnr`, `de-AT` (a subset of BCP 47:
/// language, then script, then region).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Language(String);

impl Language {
    /// Read a tag; `Err` says what to write instead.
    pub fn new(tag: &str) -> Result<Language, String> {
        let mut parts = tag.split('-');
        let language = parts.next().unwrap_or_default();
        let mut well_formed = (2..=3).contains(&language.len()) && language.bytes().all(|b| b.is_ascii_lowercase());
        let mut script_allowed = true;
        for part in parts {
            let bytes = part.as_bytes();
            let script = bytes.len() == 4 && bytes[0].is_ascii_uppercase() && bytes[1..].iter().all(u8::is_ascii_lowercase);
            let region = bytes.len() == 2 && bytes.iter().all(u8::is_ascii_uppercase);
            well_formed &= (script && script_allowed) || region;
            script_allowed = false;
        }
        if well_formed {
            Ok(Language(tag.to_string()))
        } else {
            Err(format!("\"{tag}\" is not a language tag; write it like en, sq, mk, sr-Latn, sr-Cyrl or de-AT"))
        }
    }

    /// The tag as written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The language without script and region: `sr` of `sr-Cyrl`.
    pub fn base(&self) -> &str {
        self.0.split('-').next().unwrap_or(&self.0)
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Serialize for Language {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Language {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Language, D::Error> {
        let tag = String::deserialize(deserializer)?;
        Language::new(&tag).map_err(de::Error::custom)
    }
}

impl JsonSchema for Language {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Language".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "string",
            "pattern": "^[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?$",
            "description": "Language tag: en, sq, bs, hr, sr-Latn, sr-Cyrl, cnr, mk, de, it …"
        })
    }
}

/// A text a person wrote: either one text that is the same in every language (a name, a number, a title), or one text a
/// language (`text.en = "…"`, `text.sr-Latn = "…"`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Text {
    /// The same in every language.
    Same(String),
    /// One text a language; the key is the language of the text.
    Languages(BTreeMap<Language, String>),
}

impl Default for Text {
    fn default() -> Text {
        Text::Same(String::new())
    }
}

/// Nothing, a sign, or a word that stands for what is still to be written: `-`, `…`, `x`, `TODO`.
pub fn is_placeholder(text: &str) -> bool {
    const WORDS: [&str; 9] = ["x", "xx", "xxx", "todo", "tbd", "tba", "fixme", "n/a", "nn"];
    let text = text.trim().trim_matches(['[', ']', '(', ')', '<', '>', '.', '!', '?', ':']).to_lowercase();
    !text.chars().any(char::is_alphanumeric) || WORDS.contains(&text.as_str())
}

impl Text {
    /// Words in some language, not a dash or a note to write them later.
    pub fn says_something(&self) -> bool {
        self.versions().into_iter().any(|(_, text)| !is_placeholder(text))
    }

    /// True if there is no word in any language.
    pub fn is_empty(&self) -> bool {
        match self {
            Text::Same(text) => text.trim().is_empty(),
            Text::Languages(texts) => texts.values().all(|text| text.trim().is_empty()),
        }
    }

    /// The text in exactly this language, or the text that is the same in all. Empty texts count as absent.
    pub fn exact(&self, language: &Language) -> Option<&str> {
        let text = match self {
            Text::Same(text) => Some(text.as_str()),
            Text::Languages(texts) => texts.get(language).map(String::as_str),
        };
        text.filter(|text| !text.trim().is_empty())
    }

    /// The text in this language, or else in another script or region of it, with the tag it is really written in
    /// (`None` for a text that is the same in all languages). Changing the script is the reader's business.
    pub fn nearest(&self, language: &Language) -> Option<(Option<&Language>, &str)> {
        match self {
            Text::Same(text) if text.trim().is_empty() => None,
            Text::Same(text) => Some((None, text)),
            Text::Languages(texts) => {
                let filled = || texts.iter().filter(|(_, text)| !text.trim().is_empty());
                filled()
                    .find(|(tag, _)| *tag == language)
                    .or_else(|| filled().find(|(tag, _)| tag.base() == language.base()))
                    .map(|(tag, text)| (Some(tag), text.as_str()))
            }
        }
    }

    /// Every filled version with its language (`None`: the same in all).
    pub fn versions(&self) -> Vec<(Option<&Language>, &str)> {
        match self {
            Text::Same(text) if text.trim().is_empty() => Vec::new(),
            Text::Same(text) => vec![(None, text)],
            Text::Languages(texts) => {
                texts.iter().filter(|(_, text)| !text.trim().is_empty()).map(|(tag, text)| (Some(tag), text.as_str())).collect()
            }
        }
    }
}

impl Serialize for Text {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Text::Same(text) => serializer.serialize_str(text),
            Text::Languages(texts) => texts.serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Text, D::Error> {
        struct Either;
        impl<'de> Visitor<'de> for Either {
            type Value = Text;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a text, or one text a language (text.en = \"…\", text.sr-Latn = \"…\")")
            }
            fn visit_str<E: de::Error>(self, text: &str) -> Result<Text, E> {
                Ok(Text::Same(text.to_string()))
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Text, A::Error> {
                let mut texts = BTreeMap::new();
                while let Some((language, text)) = map.next_entry::<Language, String>()? {
                    texts.insert(language, text);
                }
                Ok(Text::Languages(texts))
            }
        }
        deserializer.deserialize_any(Either)
    }
}

impl JsonSchema for Text {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Text".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "A text that is the same in every language, or one text a language",
            "anyOf": [
                { "type": "string" },
                { "type": "object", "propertyNames": { "pattern": "^[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?$" }, "additionalProperties": { "type": "string" } }
            ]
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tag(tag: &str) -> Language {
        Language::new(tag).unwrap()
    }

    #[test]
    fn tags_are_checked_and_the_error_says_what_to_write() {
        for good in ["en", "cnr", "sr-Latn", "sr-Cyrl-RS", "de-AT"] {
            assert!(Language::new(good).is_ok(), "{good}");
        }
        for bad in ["", "english", "SR", "sr-latn", "sr_Latn", "sr-RS-Latn", "e"] {
            let error = Language::new(bad).unwrap_err();
            assert!(error.contains("sr-Latn"), "{bad}: {error}");
        }
    }

    #[test]
    fn the_other_script_of_a_language_is_found_and_named() {
        let text = Text::Languages(BTreeMap::from([
            (tag("sr-Latn"), "Činjenice".into()),
            (tag("en"), "Facts".into()),
            (tag("de"), " ".into()),
        ]));
        assert_eq!(text.exact(&tag("sr-Cyrl")), None);
        assert_eq!(text.nearest(&tag("sr-Cyrl")), Some((Some(&tag("sr-Latn")), "Činjenice")));
        assert_eq!(text.nearest(&tag("de")), None, "an empty translation is a missing translation");
        assert_eq!(Text::Same("KTO 1/2026".into()).nearest(&tag("mk")), Some((None, "KTO 1/2026")));
    }
}
