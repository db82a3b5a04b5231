//! Files written into a message in yEnc: bytes shifted by 42, without any transfer encoding, between "=ybegin" and "=yend".
//!
//! Source: yEnc draft 1.3 (Jürgen Helbing, 2002).

use super::uuencode::Found;
use crate::extract::{Gap, Reason};

/// The message without its yEnc blocks, the files in them, and what is wrong with them; `None` where there is none.
pub fn split(raw: &[u8]) -> Option<(Vec<u8>, Vec<Found>, Vec<Gap>)> {
    let mut blocks = Blocks { left: Vec::new(), files: Vec::new(), gaps: Vec::new() };
    let mut open: Option<Block> = None;
    let mut any = false;
    for line in raw.split_inclusive(|byte| *byte == b'\n') {
        let bare = line.strip_suffix(b"\n").unwrap_or(line);
        let bare = bare.strip_suffix(b"\r").unwrap_or(bare);
        match &mut open {
            None => match Block::begin(bare) {
                Some(block) => {
                    any = true;
                    open = Some(block);
                }
                None => blocks.left.extend(line),
            },
            Some(_) if bare.starts_with(b"=yend") => blocks.close(open.take(), true),
            Some(_) if bare.starts_with(b"=ypart ") => {}
            Some(block) => block.decode(bare),
        }
    }
    blocks.close(open, false);
    any.then_some((blocks.left, blocks.files, blocks.gaps))
}

struct Blocks {
    left: Vec<u8>,
    files: Vec<Found>,
    gaps: Vec<Gap>,
}

impl Blocks {
    fn close(&mut self, block: Option<Block>, ended: bool) {
        let Some(block) = block else { return };
        let name = block.name;
        if let Some(part) = block.part {
            let detail = format!("the message holds piece {part} of this file; the others are elsewhere");
            self.gaps.push(Gap::new(Reason::MissingMember, detail).member(&name));
        } else if !ended || block.bytes.len() as u64 != block.size {
            let detail = format!("the file is announced with {} bytes, {} are there", block.size, block.bytes.len());
            self.gaps.push(Gap::new(Reason::Truncated, detail).member(&name));
        }
        self.files.push(Found { name, bytes: block.bytes });
    }
}

struct Block {
    name: String,
    size: u64,
    part: Option<String>,
    bytes: Vec<u8>,
}

impl Block {
    /// "=ybegin line=128 size=584 name=testfile.txt"; the name is the last field and may hold blanks.
    fn begin(line: &[u8]) -> Option<Block> {
        let line = String::from_utf8_lossy(line.strip_prefix(b"=ybegin ")?).into_owned();
        let (fields, name) = line.split_once("name=")?;
        let field = |wanted: &str| {
            fields.split_whitespace().find_map(|field| field.strip_prefix(wanted)?.strip_prefix('=').map(str::to_owned))
        };
        let size = field("size")?.parse().ok()?;
        field("line")?;
        let name = name.trim().trim_matches('"');
        (!name.is_empty()).then(|| Block { name: name.to_owned(), size, part: field("part"), bytes: Vec::new() })
    }

    fn decode(&mut self, line: &[u8]) {
        // News and mail double a dot at the beginning of a line.
        let line = if line.starts_with(b"..") { line.get(1..).unwrap_or_default() } else { line };
        let mut escaped = false;
        for byte in line {
            match byte {
                b'=' if !escaped => escaped = true,
                _ => {
                    let shift = if escaped { 64 + 42 } else { 42 };
                    self.bytes.push(byte.wrapping_sub(shift));
                    escaped = false;
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::testing::Collected;

    fn encoded(content: &[u8]) -> Vec<u8> {
        let mut out = Vec::new();
        for (at, byte) in content.iter().enumerate() {
            match byte.wrapping_add(42) {
                code @ (0 | b'\n' | b'\r' | b'=' | b'.') => out.extend([b'=', code.wrapping_add(64)]),
                code => out.push(code),
            }
            if at % 100 == 99 {
                out.extend(b"\r\n");
            }
        }
        out
    }

    fn mail(size: usize, content: &[u8], end: &str) -> Vec<u8> {
        let head = format!(
            "From: ana@example.invalid\r\nNewsgroups: x\r\nSubject: slika\r\nMessage-ID: <1@example.invalid>\r\nDate: 2 Mar 2025 10:14:00 +0100\r\n\r\nPozdrav\r\n=ybegin line=128 size={size} name=popis ljudi.txt\r\n"
        );
        [head.as_bytes(), &encoded(content), end.as_bytes()].concat()
    }

    #[test]
    fn a_file_between_text_comes_out_as_it_was() {
        let content: Vec<u8> = (0..1000u32).map(|n| (n * 7 % 256) as u8).collect();
        let whole = mail(content.len(), &content, "\r\n=yend size=1000\r\nKraj\r\n");
        let (found, outcome) = Collected::from(crate::extract::extract, "news", &whole);
        outcome.unwrap();
        assert_eq!(found.format.as_ref().unwrap().0, "message/rfc822");
        assert_eq!(found.members, [("popis ljudi.txt".to_owned(), content.clone())]);
        let body = found.text(crate::extract::Part::Body);
        assert!(body.contains("Pozdrav") && body.contains("Kraj") && !body.contains("=y"), "{body:?}");
        assert!(found.gaps.is_empty(), "{:?}", found.gaps);
        for cut in [mail(1000, &content[..500], "\r\n"), mail(1000, &content[..999], "\r\n=yend size=1000\r\n")] {
            let (found, _) = Collected::from(crate::extract::extract, "news", &cut);
            assert!(found.has_gap(Reason::Truncated) && found.members.len() == 1);
        }
        assert!(split(b"=ybegin of a text\r\n=yend\r\n").is_none());
    }
}
