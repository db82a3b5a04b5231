//! Base64 that is not clean: with a plain footer behind it, with signs that do not belong there, with padding in the middle, cut short.
//!
//! RFC 2045, section 6.8: signs outside of the alphabet are to be ignored. Lists and companies add plain lines behind the encoded text, so
//! lines of words are not taken as such signs; they are handed back as text.

/// What stood in a body that was said to be Base64.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Decoded {
    pub bytes: Vec<u8>,
    /// Lines of plain text before or behind the encoded ones.
    pub plain: String,
    /// Signs inside the encoded lines that do not belong there.
    pub foreign: usize,
    /// Whether the last group of four signs is not whole.
    pub cut: bool,
}

/// Lines as long as this are encoded again behind a line of words.
const LONG: usize = 60;

/// Decode what can be decoded.
pub fn decode(body: &[u8]) -> Decoded {
    let mut found = Decoded { bytes: Vec::with_capacity(body.len() / 4 * 3), ..Decoded::default() };
    let mut group = Group::default();
    // Behind a line of words, short lines are words too.
    let mut words = false;
    for line in body.split(|byte| *byte == b'\n') {
        let line = line.trim_ascii();
        if line.is_empty() {
            continue;
        }
        let foreign = line.iter().filter(|byte| value(**byte).is_none() && **byte != b'=').count();
        let few = foreign * 10 <= line.len() && line.len() >= 20 && !line.contains(&b' ');
        if if words { foreign == 0 && line.len() >= LONG } else { foreign == 0 || few } {
            words = false;
            found.foreign += foreign;
            line.iter().for_each(|byte| group.take(*byte, &mut found.bytes));
        } else {
            words = true;
            found.plain.push_str(&String::from_utf8_lossy(line));
            found.plain.push('\n');
        }
    }
    found.cut = group.close(&mut found.bytes);
    found
}

/// Whether a body of Base64 ends inside a group of four.
pub fn is_cut(body: &[u8]) -> bool {
    let tail = body.rsplit(|byte| *byte == b'=').next().unwrap_or_default();
    !tail.iter().filter(|byte| value(**byte).is_some()).count().is_multiple_of(4)
}

/// Up to four signs of six bits each.
#[derive(Default)]
struct Group {
    bits: u32,
    signs: u32,
}

impl Group {
    fn take(&mut self, byte: u8, bytes: &mut Vec<u8>) {
        match value(byte) {
            Some(value) => {
                self.bits = self.bits << 6 | value;
                self.signs += 1;
                if self.signs == 4 {
                    bytes.extend_from_slice(&self.bits.to_be_bytes()[1..]);
                    *self = Group::default();
                }
            }
            // Padding ends a block; another one may follow.
            None if byte == b'=' => {
                self.close(bytes);
            }
            None => {}
        }
    }

    /// Hand out the whole bytes of a group that is not full; says whether there was one.
    fn close(&mut self, bytes: &mut Vec<u8>) -> bool {
        let open = self.signs > 0;
        let whole = match self.signs {
            2 => (self.bits << 12, 1),
            3 => (self.bits << 6, 2),
            _ => (0, 0),
        };
        bytes.extend_from_slice(&whole.0.to_be_bytes()[1..1 + whole.1]);
        *self = Group::default();
        open
    }
}

fn value(byte: u8) -> Option<u32> {
    match byte {
        b'A'..=b'Z' => Some(u32::from(byte - b'A')),
        b'a'..=b'z' => Some(u32::from(byte - b'a') + 26),
        b'0'..=b'9' => Some(u32::from(byte - b'0') + 52),
        b'+' => Some(62),
        b'/' => Some(63),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_can_be_decoded_is() {
        let row = "U3V0cmEgdSBwZXQga29kIG1vc3RhLiBTdXRyYSB1IHBldCBrb2QgbW9zdGEu";
        let text = "Sutra u pet kod mosta. Sutra u pet kod mosta.";
        for (body, decoded, plain, foreign, cut) in [
            (
                format!("{row}\r\nLiA=\r\n_______\r\nMailing list\r\nlista\r\n"),
                format!("{text}. "),
                "_______\nMailing list\nlista\n",
                0,
                false,
            ),
            (format!("{}!*#{}\n", &row[..20], &row[20..]), text.to_owned(), "", 3, false),
            ("U3V0cmEgdSBwZXQ=\nIGtvZCBtb3N0YQ==\n".to_owned(), "Sutra u pet kod mosta".to_owned(), "", 0, false),
            (row[..59].to_owned(), text[..44].to_owned(), "", 0, true),
            ("Dobar dan,\nvidimo se\nAna\n".to_owned(), String::new(), "Dobar dan,\nvidimo se\nAna\n", 0, false),
        ] {
            let expected = Decoded { bytes: decoded.into_bytes(), plain: plain.to_owned(), foreign, cut };
            assert_eq!(decode(body.as_bytes()), expected, "{body}");
            assert_eq!(is_cut(body.as_bytes()) && foreign == 0 && plain.is_empty(), cut, "{body}");
        }
    }
}
