//! Compressed RTF bodies. Source: [MS-OXRTFCP] 2.1 and 3.1.

/// The text every dictionary starts with.
const START: &[u8] = b"{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx";
/// No honest mail body is larger.
const LARGEST: usize = 64 << 20;

/// The RTF, and whether it is whole. `None` if the bytes are not compressed RTF.
pub(crate) fn decompress(bytes: &[u8]) -> Option<(Vec<u8>, bool)> {
    let word = |at: usize| bytes.get(at..at + 4)?.try_into().ok().map(u32::from_le_bytes);
    let raw_size = (word(4)? as usize).min(LARGEST);
    let content = bytes.get(16..)?;
    match bytes.get(8..12)? {
        b"MELA" => {
            let size = raw_size.min(content.len());
            Some((content.get(..size)?.to_vec(), size == raw_size))
        }
        b"LZFu" => Some(expand(content, raw_size)),
        _ => None,
    }
}

fn expand(content: &[u8], raw_size: usize) -> (Vec<u8>, bool) {
    let mut dictionary = [b' '; 4096];
    for (slot, byte) in dictionary.iter_mut().zip(START) {
        *slot = *byte;
    }
    let mut write = START.len();
    let mut out = Vec::new();
    let mut bytes = content.iter().copied();
    let mut put = |byte: u8, out: &mut Vec<u8>, dictionary: &mut [u8; 4096]| {
        if let Some(slot) = dictionary.get_mut(write) {
            *slot = byte;
        }
        write = (write + 1) % 4096;
        out.push(byte);
        write
    };
    let mut next_write = START.len();
    'all: while out.len() < raw_size {
        let Some(control) = bytes.next() else { break };
        for bit in 0..8 {
            if control & (1 << bit) == 0 {
                let Some(byte) = bytes.next() else { break 'all };
                next_write = put(byte, &mut out, &mut dictionary);
            } else {
                let (Some(high), Some(low)) = (bytes.next(), bytes.next()) else { break 'all };
                let reference = usize::from(high) << 8 | usize::from(low);
                let (offset, length) = (reference >> 4, (reference & 0xf) + 2);
                if offset == next_write {
                    break 'all;
                }
                for step in 0..length {
                    let byte = dictionary.get((offset + step) % 4096).copied().unwrap_or(b' ');
                    next_write = put(byte, &mut out, &mut dictionary);
                }
            }
            if out.len() >= raw_size {
                break 'all;
            }
        }
    }
    let whole = out.len() >= raw_size;
    out.truncate(raw_size);
    (out, whole)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_dictionary_is_the_one_of_the_specification() {
        assert_eq!(START.len(), 207);
    }

    /// Example of [MS-OXRTFCP] 4.1.1, written out by hand: "{\rtf1\ansi\ansicpg1252\pard hello world}".
    #[test]
    fn the_example_of_the_specification() {
        let bytes = [
            0x2d, 0, 0, 0, 0x2b, 0, 0, 0, 0x4c, 0x5a, 0x46, 0x75, 0xf1, 0xc5, 0xc7, 0xa7, 0x03, 0x00, 0x0a, 0x00, 0x72, 0x63,
            0x70, 0x67, 0x31, 0x32, 0x35, 0x42, 0x32, 0x0a, 0xf3, 0x20, 0x68, 0x65, 0x6c, 0x09, 0x00, 0x20, 0x62, 0x77, 0x05,
            0xb0, 0x6c, 0x64, 0x7d, 0x0a, 0x80, 0x0f, 0xa0,
        ];
        let (rtf, whole) = decompress(&bytes).unwrap();
        assert_eq!(String::from_utf8_lossy(&rtf), "{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n");
        assert!(whole);
    }

    #[test]
    fn every_cut_is_survived() {
        let bytes: Vec<u8> = b"\x2d\0\0\0\xff\xff\xff\xffLZFu\0\0\0\0\x03\x00\x0a\x00rcpg".to_vec();
        for cut in 0..bytes.len() {
            if let Some((_, whole)) = decompress(&bytes[..cut]) {
                assert!(!whole);
            }
        }
    }
}
