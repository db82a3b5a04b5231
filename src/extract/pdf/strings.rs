//! Text strings and dates outside of page content (ISO 32000-2, 7.9.2 and 7.9.4).

use hayro_syntax::object::DateTime;

use crate::language::encoding;

/// PDFDocEncoding where it differs from Latin-1 (ISO 32000-2, annex D.2): 0x18–0x1F and 0x80–0x9F.
const LOW: &str = "˘ˇˆ˙˝˛˚˜";
const HIGH: &str = "•†‡…—–ƒ⁄‹›−‰„“”‘’‚™ﬁﬂŁŒŠŸŽıłœšž\u{fffd}";

/// A text string: UTF-16 or UTF-8 with a mark, otherwise PDFDocEncoding. Programs that wrote their own code page are guessed at.
pub fn text(bytes: &[u8]) -> String {
    if bytes.starts_with(&[0xfe, 0xff]) || bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xef, 0xbb, 0xbf]) {
        return clean(&encoding::decode(bytes, None).text);
    }
    let plain: String = bytes.iter().map(|b| character(*b)).collect();
    if bytes.is_ascii() {
        return clean(&plain);
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return clean(text);
    }
    let guess = encoding::decode(bytes, Some("iso-8859-1"));
    let plain_is_right = bytes.len() < 12 || guess.encoding == "windows-1252" || guess.lossy;
    clean(if plain_is_right { &plain } else { &guess.text })
}

fn character(byte: u8) -> char {
    match byte {
        0x18..=0x1f if byte != 0x1b => LOW.chars().nth(usize::from(byte - 0x18)).unwrap_or(' '),
        0x80..=0x9f => HIGH.chars().nth(usize::from(byte - 0x80)).unwrap_or('\u{fffd}'),
        0xa0 => '€',
        other => char::from(other),
    }
}

/// Line ends of all kinds become '\n'; other control characters go (language marks of UTF-16 strings among them).
fn clean(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let mut out = String::with_capacity(text.len());
    let mut in_language = false;
    for c in text.chars() {
        match c {
            '\u{1b}' => in_language = !in_language,
            _ if in_language => {}
            '\n' | '\t' => out.push(c),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out.trim().to_owned()
}

/// A date as RFC 3339. None when it is no possible date.
pub fn date(date: &DateTime) -> Option<String> {
    if !(1..=12).contains(&date.month) || !(1..=31).contains(&date.day) {
        return None;
    }
    let zone = match (date.utc_offset_hour, date.utc_offset_minute) {
        (0, 0) => "Z".to_owned(),
        (hour, minute) => format!("{}{:02}:{minute:02}", if hour < 0 { '-' } else { '+' }, hour.unsigned_abs()),
    };
    let DateTime { year, month, day, hour, minute, second, .. } = date;
    Some(format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}{zone}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_in_their_three_encodings() {
        assert_eq!((LOW.chars().count(), HIGH.chars().count()), (8, 32));
        assert_eq!(text(b"Za\x9ea\x80"), "Zaža•");
        assert_eq!(text(b"\xfe\xff\x04\x16\x04\x30"), "Жа");
        assert_eq!(text(b"\xfe\xff\x00\x1b\x00s\x00r\x00\x1b\x04\x16"), "Ж");
        assert_eq!(text(b"\xef\xbb\xbf\xc4\x8d"), "č");
    }

    #[test]
    fn dates_with_zone() {
        let at = |utc_offset_hour| DateTime {
            year: 2026,
            month: 3,
            day: 2,
            hour: 10,
            minute: 4,
            second: 5,
            utc_offset_hour,
            utc_offset_minute: 0,
        };
        assert_eq!(date(&at(1)).as_deref(), Some("2026-03-02T10:04:05+01:00"));
        assert_eq!(date(&at(0)).as_deref(), Some("2026-03-02T10:04:05Z"));
    }
}
