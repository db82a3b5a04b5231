//! Pieces of archives that were cut into several files, told by their names and by the end record of a ZIP.

use super::OWN;
use crate::extract::formats::Format;
use crate::extract::{Failure, Reason};

/// A piece of an archive that was cut into several files.
pub const PIECE: Format = Format {
    id: "archive-piece",
    name: "Piece of a split archive",
    media_type: "application/x-archive-piece",
    extensions: &["001", "002", "z01", "z02"],
    engine: OWN,
    read: |input, _, _| {
        Err(Failure::because(
            Reason::MissingMember,
            format!(
                "{} is one piece of an archive cut into several files; ask for all of them, join them ({}) and index the whole",
                input.name,
                how_to_join(input.name)
            ),
        ))
    },
    reads: "nothing; the piece is named as incomplete (`missing_member`): x.zip.001, x.7z.002, x.z01, x.part2.rar, x.r00, x.tar.gz.aa, and the last x.zip beside x.z01",
    leaves: "pieces are not joined",
    locator: "none",
    limits: "",
};

fn how_to_join(name: &str) -> &'static str {
    match Piece::of(&name.to_ascii_lowercase()) {
        Some(Piece::Volume { rar: true, .. }) => "open the first with the program that made them",
        Some(Piece::Volume { rar: false, .. }) => "zip -s 0 x.zip --out whole.zip",
        Some(Piece::Cut { .. }) | None => "cat x.* > whole",
    }
}

/// What a name says of a piece.
enum Piece {
    /// Cut anywhere: "a.zip.002", "a.tar.gz.aa". Only the first one begins as an archive does.
    Cut { first: bool },
    /// Written in volumes: "a.z01", "a.part2.rar", "a.r00".
    Volume { first: bool, rar: bool },
}

impl Piece {
    /// Of a name in small letters.
    fn of(name: &str) -> Option<Piece> {
        const ARCHIVES: [&str; 12] =
            [".zip", ".7z", ".rar", ".tar", ".gz", ".tgz", ".bz2", ".tbz2", ".xz", ".txz", ".zst", ".tzst"];
        let (stem, last) = name.rsplit_once('.')?;
        let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        let of_archive = ARCHIVES.iter().any(|end| stem.ends_with(end));
        if of_archive && matches!(last.len(), 2 | 3) && digits(last) {
            return Some(Piece::Cut { first: matches!(last, "00" | "000" | "001") });
        }
        // What the program `split` writes: aa, ab … or aaa, aab …; other endings of letters ("asc", "sig", "bak") are no pieces.
        let letters = last.bytes().all(|b| b.is_ascii_lowercase());
        if of_archive && letters && (last.len() == 2 && last.as_bytes()[0] <= b'f' || last.len() == 3 && last.starts_with("aa")) {
            return Some(Piece::Cut { first: matches!(last, "aa" | "aaa") });
        }
        if last == "rar" {
            let number = stem.rsplit_once(".part").map(|(_, number)| number).filter(|number| digits(number))?;
            return Some(Piece::Volume { first: number.parse() == Ok(1), rar: true });
        }
        let (letter, number) = last.split_at_checked(1)?;
        let volume = matches!(letter, "z" | "r") && matches!(number.len(), 2 | 3) && digits(number);
        volume.then_some(Piece::Volume { first: number == "01", rar: letter == "r" })
    }
}

/// Whether a file of this name is a piece of an archive. `as_text` tells whether its beginning is text: stored files in an archive may look
/// like it in every piece but the first; volumes of RAR all have a mark of their own.
pub fn is_piece(name: &str, head: &[u8], as_text: impl Fn(&[u8]) -> Option<String>) -> bool {
    let is_text = || as_text(&head[..head.len().min(4096)]).is_some();
    match Piece::of(&name.to_ascii_lowercase()) {
        None => false,
        Some(Piece::Volume { rar: true, .. }) => head.starts_with(b"Rar!") || !is_text(),
        Some(Piece::Cut { first } | Piece::Volume { first, .. }) => !first || !is_text(),
    }
}

/// Whether the end record of a ZIP counts disks: the last piece of an archive that was cut (APPNOTE 4.4.19).
pub fn is_last(bytes: &[u8]) -> bool {
    let tail = bytes.get(bytes.len().saturating_sub(66_000)..).unwrap_or(bytes);
    let Some(end) = tail.windows(4).rposition(|mark| mark == b"PK\x05\x06") else { return false };
    let field = |at: usize| tail.get(end + at..end + at + 2).map(|field| u16::from_le_bytes([field[0], field[1]]));
    let (Some(disk), Some(comment)) = (field(4), field(20)) else { return false };
    // 0xffff means that a ZIP64 record tells; the record with its comment ends the file.
    !matches!(disk, 0 | 0xffff) && end + 22 + usize::from(comment) == tail.len()
}

#[cfg(test)]
mod tests {
    use crate::extract::sniff::sniff;

    #[test]
    fn pieces_are_told_by_their_names() {
        let text = "Zapis o prelasku granice, izmišljen, kako stoji u arhivi.\n".repeat(80);
        let binary: Vec<u8> = (0..4000u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
        for (name, bytes, expected) in [
            ("a.zip.001", &b"PK\x03\x04rest of it"[..], true),
            ("a.zip.002", text.as_bytes(), true),
            ("a.zip.001", text.as_bytes(), false),
            ("a.z02", text.as_bytes(), true),
            ("a.z01", b"PK\x07\x08PK\x03\x04", true),
            ("a.7z.003", &binary, true),
            ("t.tar.gz.aa", b"\x1f\x8b\x08\0\0\0\0\0\0\x03abc", true),
            ("t.tar.gz.ab", &binary, true),
            ("t.tar.xz.aab", text.as_bytes(), true),
            ("t.tar.gz.01", &binary, true),
            ("t.tar.gz.asc", text.as_bytes(), false),
            ("t.zip.bak", b"PK\x03\x04rest of it", false),
            ("a.part2.rar", &binary, true),
            ("a.r00", b"Rar!\x1a\x07\0", true),
            ("a.r01", text.as_bytes(), false),
            ("zapisnik.001", text.as_bytes(), false),
            ("zapisnik.2026", text.as_bytes(), false),
        ] {
            assert_eq!(sniff(bytes, name).id == "archive-piece", expected, "{name}: {:?}", sniff(bytes, name));
        }
    }

    #[test]
    fn the_last_piece_of_a_zip_is_known_by_its_end_record() {
        let end = |disk: u8| [b"PK\x05\x06", &[disk, 0, 0, 0, 0, 0, 1, 0, 46, 0, 0, 0, 9, 0, 0, 0, 0, 0][..]].concat();
        let binary: Vec<u8> = (0..4000u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
        let last = [&binary[..], &end(2)].concat();
        assert_eq!(sniff(&last, "x.zip").id, "zip");
        assert_eq!(sniff(&last, "x").id, "zip");
        let stored = [&b"tekst koji stoji u arhivi, izmi\xc5\xa1ljen ".repeat(200)[..], &end(2)].concat();
        assert_eq!(sniff(&stored, "x.zip").id, "zip");
        assert_ne!(sniff(&[&binary[..], &end(0)].concat(), "x.bin").id, "zip");
    }
}
