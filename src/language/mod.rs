//! Text alone: scripts, folding, word boundaries, stems, names, language, the glossary's words.
//!
//! Everything a search needs to know about a word, and nothing about where words are kept: this room does not know
//! the index, the case or the query grammar. It knows no other room.
//!
//! The way of a word: `analyzer::words` finds it in the text (offsets into the original), `fold` makes one spelling of
//! its scripts and diacritics, `stem` takes its endings off in six languages at once, `names` gives the keys under
//! which differently spelled names meet. `analyzer::Analyzer` does all of it, once for each distinct word.

pub mod analyzer;
pub mod detect;
pub mod encoding;
pub mod fold;
pub mod glossary;
pub mod names;
pub mod script;
pub mod stem;
mod words;
