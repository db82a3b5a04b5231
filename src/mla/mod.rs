//! A request for mutual legal assistance: what it says, which treaty carries it, whether it is ready, where it is kept.
//!
//! In reading order: `request` (the TOML model of a request), `basis` (which instruments bind both States for the measure),
//! `checks` (required contents and the reasons requests come back, as rules in data), `cite`, `register`, `pack`.
//!
//! Not for: legal facts (`law`), the look of a draft (`render`), reading evidence. Evidence is reached only through a citation:
//! document hash, locator, quote.

pub mod annexes;
pub mod assistance;
pub mod basis;
pub mod checks;
pub mod cite;
pub mod cyrillic;
pub mod draft;
pub mod earlier;
pub mod files;
pub mod forms;
pub mod languages;
mod numerals;
pub mod outside;
pub mod pack;
pub mod protected;
pub mod read_back;
pub mod register;
pub mod request;
pub mod rules;
pub mod skeleton;
mod spelling;
