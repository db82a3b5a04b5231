//! RTF as a flat row of tokens. Never recursive, never allocating: a file of five million braces is five million tokens.
//!
//! Source: Rich Text Format Specification 1.9.1, "RTF Syntax".

#[derive(Debug, PartialEq, Eq)]
pub(super) enum Token<'a> {
    Open,
    Close,
    /// A control word with its number, if it has one.
    Word(&'a str, Option<i32>),
    /// A control symbol: a backslash and one byte that is no letter (not `'`).
    Symbol(u8),
    /// `\'hh`.
    Byte(u8),
    /// Plain text without line ends.
    Text(&'a [u8]),
    /// The bytes of `\binN`.
    Binary(&'a [u8]),
}

pub(super) struct Tokens<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Tokens<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Tokens<'a> {
        Tokens { bytes, at: 0 }
    }

    /// Bytes read so far.
    pub(super) fn position(&self) -> usize {
        self.at
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn control(&mut self) -> Option<Token<'a>> {
        let first = self.peek()?;
        if first == b'\'' {
            let digits = self.bytes.get(self.at + 1..self.at + 3);
            if let Some(byte) = digits.and_then(|d| Some(hex(*d.first()?)? << 4 | hex(*d.get(1)?)?)) {
                self.at += 3;
                return Some(Token::Byte(byte));
            }
            self.at += 1;
            return Some(Token::Byte(b'?'));
        }
        if !first.is_ascii_alphabetic() {
            self.at += 1;
            return Some(Token::Symbol(first));
        }
        let start = self.at;
        // The specification ends a word after 32 letters; broken files run on, and then the rest is text.
        while self.at - start < 32 && self.peek().is_some_and(|b| b.is_ascii_alphabetic()) {
            self.at += 1;
        }
        let word = self.bytes.get(start..self.at).and_then(|w| std::str::from_utf8(w).ok()).unwrap_or("");
        let number_start = self.at;
        if self.peek() == Some(b'-') && self.bytes.get(self.at + 1).is_some_and(u8::is_ascii_digit) {
            self.at += 1;
        }
        while self.at - number_start < 11 && self.peek().is_some_and(|b| b.is_ascii_digit()) {
            self.at += 1;
        }
        let digits = self.bytes.get(number_start..self.at).and_then(|d| std::str::from_utf8(d).ok()).unwrap_or("");
        let number = digits.parse::<i64>().ok().map(|n| n.clamp(i64::from(i32::MIN), i64::from(i32::MAX)) as i32);
        if self.peek() == Some(b' ') {
            self.at += 1;
        }
        if word == "bin" {
            let wanted = usize::try_from(number.unwrap_or(0)).unwrap_or(0);
            let end = self.at.saturating_add(wanted).min(self.bytes.len());
            let data = self.bytes.get(self.at..end).unwrap_or_default();
            self.at = end;
            return Some(Token::Binary(data));
        }
        Some(Token::Word(word, number))
    }
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        loop {
            match self.peek()? {
                b'{' => {
                    self.at += 1;
                    return Some(Token::Open);
                }
                b'}' => {
                    self.at += 1;
                    return Some(Token::Close);
                }
                b'\\' => {
                    self.at += 1;
                    return self.control();
                }
                b'\r' | b'\n' | 0 => self.at += 1,
                _ => {
                    let start = self.at;
                    while self.peek().is_some_and(|b| !matches!(b, b'{' | b'}' | b'\\' | b'\r' | b'\n' | 0)) {
                        self.at += 1;
                    }
                    return Some(Token::Text(self.bytes.get(start..self.at).unwrap_or_default()));
                }
            }
        }
    }
}

pub(super) fn hex(digit: u8) -> Option<u8> {
    match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        b'A'..=b'F' => Some(digit - b'A' + 10),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{Token, Tokens};

    #[test]
    fn words_numbers_symbols_and_bytes() {
        let tokens: Vec<_> = Tokens::new(b"{\\b0 a\\'e8\\u-4 ?\\~\\bin3 }}}x}").collect();
        assert_eq!(
            tokens,
            vec![
                Token::Open,
                Token::Word("b", Some(0)),
                Token::Text(b"a"),
                Token::Byte(0xe8),
                Token::Word("u", Some(-4)),
                Token::Text(b"?"),
                Token::Symbol(b'~'),
                Token::Binary(b"}}}"),
                Token::Text(b"x"),
                Token::Close,
            ]
        );
    }

    #[test]
    fn a_cut_file_ends_without_a_panic() {
        for cut in 0..20 {
            let text = b"{\\'e8\\bin99 ab\\u-123456789012 }";
            let _ = Tokens::new(&text[..cut.min(text.len())]).count();
        }
    }
}
