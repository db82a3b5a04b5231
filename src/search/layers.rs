//! Which differences between the word asked for and the word in the text are bridged, and why a passage was marked.

use crate::language::names::Level;

/// Why a word of the text was marked, the strongest reason first. The codes are part of the contract with scripts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Reason {
    /// The same spelling, case aside.
    Exact,
    /// The same word in the other script.
    OtherScript,
    /// Another spelling: without diacritics, another rendering of a name, an alias.
    Variant,
    /// Another form of the word.
    Inflected,
    /// Within the edit distance asked for.
    Fuzzy,
    /// By a wildcard or a regular expression.
    Wildcard,
    /// A word of the glossary for the concept asked for.
    Glossary,
    /// A word of the glossary that is slang: it means something else, too (`igra`, a game or a crossing).
    Slang,
    /// An identifier, however it is spaced.
    Identifier,
}

impl Reason {
    /// The code as scripts see it.
    pub fn code(self) -> &'static str {
        match self {
            Reason::Exact => "exact",
            Reason::OtherScript => "other_script",
            Reason::Inflected => "inflected",
            Reason::Variant => "variant",
            Reason::Fuzzy => "fuzzy",
            Reason::Wildcard => "wildcard",
            Reason::Glossary => "glossary",
            Reason::Slang => "slang",
            Reason::Identifier => "identifier",
        }
    }
}

/// What may be different and still match. All on by default.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Layers {
    /// Cyrillic for Latin and the other way round.
    pub script: bool,
    /// Other forms of a word.
    pub inflection: bool,
    /// Missing or other diacritics; other renderings of names; aliases of the case.
    pub variants: bool,
    /// `concept:` in the words of the glossary; without it only in the words of its id.
    pub glossary: bool,
    /// How far names may differ.
    pub names: Level,
}

impl Default for Layers {
    fn default() -> Layers {
        Layers { script: true, inflection: true, variants: true, glossary: true, names: Level::Normal }
    }
}

impl Layers {
    /// `--exact`: every word as it is spelled, case aside.
    pub fn exact() -> Layers {
        Layers { script: false, inflection: false, variants: false, glossary: false, names: Level::Strict }
    }
}
