//! The second opinion: pdf-extract, for pages of which hayro's text is poor.
//!
//! It panics on odd files, so it runs last, when everything else is handed on, and behind a guard.

use std::panic::catch_unwind;

use super::emit;
use crate::extract::{Locator, Part, Sink, Stopped};

/// Both engines are named, so that nobody takes this text for the first reading.
const ENGINE: &str = "pdf-extract 0.12.1";
/// Larger files are not worth a second run: the crate holds the whole file and all pages in memory.
const LARGEST: usize = 64 << 20;

/// Ask for the text of these pages and hand on what looks like text. Returns whether anything came of it.
pub fn read(bytes: &[u8], pages: &[Locator], sink: &mut dyn Sink) -> Result<bool, Stopped> {
    if bytes.len() > LARGEST {
        return Ok(false);
    }
    let Some(texts) = quietly(|| pdf_extract::extract_text_from_mem_by_pages(bytes).ok()) else { return Ok(false) };
    let mut any = false;
    for locator in pages {
        let Some(text) = locator.page().and_then(|number| texts.get(number as usize - 1)) else { continue };
        if looks_like_text(text) {
            emit(locator, Part::Body, text.trim(), ENGINE, sink)?;
            any = true;
        }
    }
    Ok(any)
}

/// Run without the message a panic would print.
fn quietly<T>(work: impl FnOnce() -> Option<T> + std::panic::UnwindSafe) -> Option<T> {
    let hook = std::panic::take_hook();
    std::panic::set_hook(Box::new(|_| {}));
    let outcome = catch_unwind(work);
    std::panic::set_hook(hook);
    outcome.ok().flatten()
}

/// More letters than signs, hardly a character without meaning.
fn looks_like_text(text: &str) -> bool {
    let all = text.chars().filter(|c| !c.is_whitespace()).count();
    let letters = text.chars().filter(|c| c.is_alphanumeric()).count();
    let unknown = text.chars().filter(|c| matches!(*c as u32, 0xfffd | 0xe000..=0xf8ff | 0..=8 | 14..=31)).count();
    letters >= 10 && letters * 3 > all * 2 && unknown * 20 < all
}

#[cfg(test)]
mod tests {
    use super::looks_like_text;

    #[test]
    fn rubbish_is_not_text() {
        assert!(looks_like_text("Priznao je da je prevezao četiri osobe."));
        assert!(!looks_like_text("\u{fffd}\u{fffd}\u{fffd}abc defghijklm"));
        assert!(!looks_like_text("!!\"§$%&/()=?``*'_:;>< aaa bbb ccc dd"));
    }
}
