//! Just enough of ASN.1 BER (ITU-T X.690) to walk signatures and certificates: tags, lengths of both kinds, strings in pieces.

/// Deeper than this no honest signature nests.
const DEPTH: usize = 48;

/// One value with its tag.
#[derive(Debug, Clone, Copy)]
pub struct Value<'a> {
    pub tag: u8,
    /// Its content, without tag, length and end mark.
    pub content: &'a [u8],
}

pub const SEQUENCE: u8 = 0x30;
pub const SET: u8 = 0x31;
pub const OBJECT: u8 = 0x06;
pub const INTEGER: u8 = 0x02;
const OCTETS: u8 = 0x04;
const OCTETS_IN_PIECES: u8 = 0x24;

/// The context tag `[number]`, constructed.
pub const fn context(number: u8) -> u8 {
    0xa0 | number
}

/// The value at the front, and what follows it.
pub fn first(bytes: &[u8]) -> Option<(Value<'_>, &[u8])> {
    value(bytes, 0)
}

fn value(bytes: &[u8], depth: usize) -> Option<(Value<'_>, &[u8])> {
    let (&tag, rest) = bytes.split_first()?;
    // Tags of several bytes do not occur in these formats.
    if tag & 0x1f == 0x1f || depth > DEPTH {
        return None;
    }
    let (&length, rest) = rest.split_first()?;
    if length == 0x80 {
        // Until the end mark, which is found by walking over everything before it.
        let mut inner = rest;
        while !inner.starts_with(&[0, 0]) {
            inner = value(inner, depth + 1)?.1;
        }
        let content = rest.get(..rest.len() - inner.len())?;
        return Some((Value { tag, content }, inner.get(2..)?));
    }
    let (length, rest) = if length < 0x80 {
        (usize::from(length), rest)
    } else {
        let count = usize::from(length & 0x7f);
        let digits = rest.get(..count).filter(|_| count <= 8)?;
        (digits.iter().try_fold(0usize, |sum, byte| sum.checked_mul(256)?.checked_add(usize::from(*byte)))?, rest.get(count..)?)
    };
    // A file that was cut off still shows what there is of it.
    let end = length.min(rest.len());
    Some((Value { tag, content: rest.get(..end)? }, rest.get(end..)?))
}

impl<'a> Value<'a> {
    /// The values inside, one after the other.
    pub fn values(self) -> impl Iterator<Item = Value<'a>> {
        let mut rest = self.content;
        std::iter::from_fn(move || {
            let (value, after) = first(rest)?;
            rest = after;
            Some(value)
        })
    }

    /// The inner value with this tag.
    pub fn get(self, tag: u8) -> Option<Value<'a>> {
        self.values().find(|value| value.tag == tag)
    }

    /// Whether this is the object identifier with these bytes.
    pub fn is(self, object: &[u8]) -> bool {
        self.tag == OBJECT && self.content == object
    }

    /// An octet string, put together where it comes in pieces.
    pub fn octets(self) -> Vec<u8> {
        fn gather(value: Value<'_>, depth: usize, out: &mut Vec<u8>) {
            match value.tag {
                OCTETS => out.extend_from_slice(value.content),
                OCTETS_IN_PIECES if depth < DEPTH => value.values().for_each(|piece| gather(piece, depth + 1, out)),
                _ => {}
            }
        }
        let mut out = Vec::new();
        gather(self, 0, &mut out);
        out
    }

    /// A string of any of ASN.1's kinds as text.
    pub fn text(self) -> String {
        match self.tag {
            // BMPString and UniversalString.
            0x1e => encoding_rs::UTF_16BE.decode_without_bom_handling(self.content).0.into_owned(),
            0x1c => self
                .content
                .chunks_exact(4)
                .filter_map(|unit| char::from_u32(unit.iter().fold(0, |sum, byte| sum << 8 | u32::from(*byte))))
                .collect(),
            _ => crate::language::encoding::decode(self.content, None).text,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn lengths_of_both_kinds_and_strings_in_pieces() {
        let definite = [0x30, 0x81, 0x03, 0x02, 0x01, 0x05];
        assert_eq!(first(&definite).unwrap().0.get(INTEGER).unwrap().content, [5]);
        let pieces = [0x24, 0x80, 0x04, 0x02, b'a', b'b', 0x24, 0x80, 0x04, 0x01, b'c', 0, 0, 0, 0, 0x02, 0x00];
        let (value, rest) = first(&pieces).unwrap();
        assert_eq!((value.octets(), rest), (b"abc".to_vec(), &[0x02, 0x00][..]));
        assert!(first(&[0x30, 0x80].repeat(100_000)).is_none(), "depth ends the walk");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(128))]
        #[test]
        fn any_bytes_are_walked(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            if let Some((value, _)) = first(&bytes) {
                prop_assert!(value.values().count() <= bytes.len());
                prop_assert!(value.octets().len() <= bytes.len());
            }
        }
    }
}
