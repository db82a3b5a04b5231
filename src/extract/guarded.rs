//! Other people's parsers, run with a stack we chose and with their panics caught: a panic is a reason code, not the end of the file.

use super::{Failure, Reason};

/// The parsers' own nesting limits are calibrated for 16 MiB.
const STACK: usize = 32 << 20;

/// Run `parse`. Its error is judged by its wording, because the libraries do not tell "needs a password" apart by type.
pub(crate) fn parse<T: Send>(parse: impl FnOnce() -> Result<T, String> + Send) -> Result<T, Failure> {
    let outcome = std::thread::scope(|scope| match std::thread::Builder::new().stack_size(STACK).spawn_scoped(scope, parse) {
        Ok(handle) => {
            handle.join().map_err(|_| Failure::because(Reason::Crashed, "the reader of this format crashed on the file"))
        }
        Err(error) => Err(Failure::because(Reason::MemoryLimit, format!("no memory for the reader's stack: {error}"))),
    });
    outcome?.map_err(|message| Failure::because(reason(&message), message))
}

/// The reason behind a library's message.
fn reason(message: &str) -> Reason {
    let lower = message.to_ascii_lowercase();
    let has = |words: &[&str]| words.iter().any(|word| lower.contains(word));
    match () {
        () if has(&["password", "encrypt"]) => Reason::Encrypted,
        () if has(&["panick"]) => Reason::Crashed,
        () if has(&["too large", "limit", "exceed", "bomb"]) => Reason::SizeLimit,
        () if has(&["unsupported"]) => Reason::Unsupported,
        () if has(&["unexpected end", "unexpected eof", "truncated", "too short"]) => Reason::Truncated,
        () => Reason::Corrupt,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_and_a_password_are_reasons() {
        let reason_of = |outcome: Result<(), Failure>| match outcome {
            Err(Failure::Unreadable(gap)) => Some(gap.reason),
            _ => None,
        };
        assert_eq!(reason_of(parse(|| -> Result<(), String> { panic!("index out of bounds") })), Some(Reason::Crashed));
        assert_eq!(reason_of(parse(|| Err("document is password protected".into()))), Some(Reason::Encrypted));
        assert_eq!(reason_of(parse(|| Err("unexpected end of file".into()))), Some(Reason::Truncated));
        assert_eq!(reason_of(parse(|| Ok(()))), None);
    }
}
