//! The language of a passage, for display, filters and the choice of an OCR model; search itself does not need it.

use super::script::{self, Script};
use super::words::words;

/// A guess at the language of a text.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Guess {
    /// `sq mk hbs-Latn hbs-Cyrl en de it tr ar fa …`. Bosnian, Croatian, Montenegrin and Serbian are one group (`hbs`), with the script: no
    /// method tells them apart in a short passage, and a wrong label is an affront.
    pub tag: &'static str,
    /// 0 to 1.
    pub confidence: f32,
}

/// The most likely language; `None` without words, or where nothing speaks for one.
pub fn detect(text: &str) -> Option<Guess> {
    let script = script::of(text)?;
    let _ = words(text).next()?;
    match script {
        Script::Arabic => {
            Some(Guess { tag: if text.contains(['پ', 'چ', 'ژ', 'گ', 'ی', 'ک']) { "fa" } else { "ar" }, confidence: 0.8 })
        }
        Script::Greek => Some(Guess { tag: "el", confidence: 0.95 }),
        _ => None,
    }
}
