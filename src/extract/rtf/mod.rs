//! RTF, read by our own reader: the crates at hand lose Cyrillic almost completely.
//!
//! Text of body, headers, footers, notes and comments; deleted (tracked) and hidden text labelled as such; code pages by `\ansicpg`
//! and by font charset; pictures and embedded objects as members. Not read: formatting, field codes other than links.
//!
//! Source: Rich Text Format Specification 1.9.1 (Microsoft, 2008).

mod charset;
mod destination;
mod document;
mod tokens;

use super::formats::Format;
use super::{Failure, Gap, Input, Options, Reason, Sink};

/// Name and version as units carry it.
pub(crate) const ENGINE: &str = concat!("rogatory-rtf ", env!("CARGO_PKG_VERSION"));

/// The row of the table of formats.
pub(crate) static RTF: Format = Format {
    id: "rtf",
    name: "RTF",
    media_type: "application/rtf",
    extensions: &["rtf"],
    engine: ENGINE,
    read,
    reads: "body, headers, footers, notes, comments with author; deleted and hidden text labelled; link targets; pictures and embedded files as members; code pages by \\ansicpg and font",
    leaves: "formatting, field codes other than links, the text of drawings that are only drawn; deleted and hidden text inside footnotes is read without its label",
    locator: "paragraph",
    limits: "groups nested more than 10,000 deep share one state (nesting_limit)",
};

/// Read an RTF file.
pub(crate) fn read(input: &Input, _options: &Options, sink: &mut dyn Sink) -> Result<(), Failure> {
    sink.format("application/rtf", ENGINE)?;
    let head = input.bytes.get(..input.bytes.len().min(1024)).unwrap_or_default();
    let Some(start) = head.windows(5).position(|w| w == b"{\\rtf") else {
        return Err(Failure::because(Reason::Corrupt, "the file does not begin as RTF does ({\\rtf)"));
    };
    let bytes = input.bytes.get(start..).unwrap_or_default();
    let open_groups = document::Document::new(sink).read(bytes)?;
    if open_groups > 0 {
        sink.gap(Gap::new(
            Reason::Truncated,
            format!("the file ends inside {open_groups} open groups; its end is probably missing"),
        ))?;
    }
    Ok(())
}

/// The text of an RTF body found inside another file (a message): body layer only, paragraphs parted by line ends.
pub(crate) fn body_text(bytes: &[u8]) -> String {
    #[derive(Default)]
    struct Body(String);
    impl Sink for Body {
        fn format(&mut self, _: &str, _: &str) -> Result<(), super::Stopped> {
            Ok(())
        }
        fn meta(&mut self, _: super::Meta) -> Result<(), super::Stopped> {
            Ok(())
        }
        fn announce_units(&mut self, _: u64) -> Result<(), super::Stopped> {
            Ok(())
        }
        fn unit(&mut self, unit: super::Unit) -> Result<(), super::Stopped> {
            if !self.0.is_empty() {
                self.0.push('\n');
            }
            self.0.push_str(&unit.text);
            Ok(())
        }
        fn member(&mut self, _: &str, _: &mut dyn std::io::Read) -> Result<(), super::Stopped> {
            Ok(())
        }
        fn gap(&mut self, _: Gap) -> Result<(), super::Stopped> {
            Ok(())
        }
        fn progress(&mut self) -> Result<(), super::Stopped> {
            Ok(())
        }
    }
    let mut body = Body::default();
    let _ = document::Document::new(&mut body).read(bytes);
    body.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::Part;
    use crate::extract::testing::Collected;

    fn rtf(text: &[u8]) -> Collected {
        let (collected, outcome) = Collected::from(read, "a.rtf", text);
        outcome.unwrap();
        collected
    }

    #[test]
    fn serbian_and_macedonian_by_code_page_font_and_unicode() {
        let by_page =
            rtf(b"{\\rtf1\\ansi\\ansicpg1251\\deff0{\\fonttbl{\\f0 Arial;}}\\f0 \\'cf\\'ee\\'eb\\'e8\\'f6\\'e8\\'bc\\'e0\\par}");
        assert_eq!(by_page.text(Part::Body), "Полиција");
        let by_font = rtf(b"{\\rtf1\\ansi\\ansicpg1252{\\fonttbl{\\f0\\fcharset0 A;}{\\f1\\fcharset204 A;}{\\f2\\fcharset238 A;}}\\f1 \\'9c\\'f3\\'e4\\'e8 \\f2 \\'9ae\\'e6er\\par}");
        assert_eq!(by_font.text(Part::Body), "њуди šećer");
        let by_number = rtf(b"{\\rtf1\\ansi\\uc1 \\u1033?\\u1091?\\u1107?e\\uc2\\u1030 ab\\uc0\\u1105 \\par}");
        assert_eq!(by_number.text(Part::Body), "ЉуѓeІё");
        let raw = rtf(b"{\\rtf1\\ansi\\ansicpg1250 \x9ae\xe6er i \xf0a\xe8ki\\par}");
        assert_eq!(raw.text(Part::Body), "šećer i đački");
    }

    #[test]
    fn a_latin_font_table_does_not_spoil_a_cyrillic_page() {
        let text = rtf(b"{\\rtf1\\ansi\\ansicpg1251{\\fonttbl{\\f0\\fcharset0 Arial;}}\\f0 \\'d1\\'f0\\'e1\\'e8\\'bc\\'e0\\par}");
        assert_eq!(text.text(Part::Body), "Србија");
    }

    #[test]
    fn layers_are_told_apart() {
        let text = rtf(
            b"{\\rtf1{\\header Court\\par}{\\footer p. 1\\par}One{\\footnote Note\\par} two {\\deleted gone }{\\v secret }three{\\*\\annotation Check this\\par}\\par\
              {\\field{\\*\\fldinst HYPERLINK \"http://example.org\"}{\\fldrslt link}}\\par}",
        );
        assert_eq!(text.text(Part::Body), "One two three\nlink");
        assert_eq!(text.text(Part::Header), "Court");
        assert_eq!(text.text(Part::Footer), "p. 1");
        assert_eq!(text.text(Part::Footnote), "Note");
        assert_eq!(text.text(Part::Deleted), "gone");
        assert_eq!(text.text(Part::Hidden), "secret");
        assert_eq!(text.text(Part::Comment), "Check this");
        assert_eq!(text.text(Part::Annotation), "http://example.org");
    }

    #[test]
    fn table_rows_stay_on_their_lines() {
        let text = rtf(b"{\\rtf1\\trowd\\intbl a\\cell b\\cell\\row\\trowd\\intbl c\\cell d\\cell\\row\\pard end\\par}");
        assert_eq!(text.text(Part::Body), "a\tb\nc\td\nend");
    }

    #[test]
    fn pictures_and_objects_become_members() {
        let text = rtf(b"{\\rtf1 a{\\pict\\pngblip 89504e47\n0d0a}{\\object\\objemb{\\*\\objdata 01050000020000000800000050427275736800000000000000000000040000006162636400}{\\result b}}\\par}");
        assert_eq!(text.members.len(), 2);
        assert_eq!(text.members[0], ("picture-1.png".to_owned(), vec![0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a]));
        assert_eq!(text.members[1], ("object-1.bmp".to_owned(), b"abcd".to_vec()));
        assert_eq!(text.text(Part::Body), "ab");
    }

    #[test]
    fn facts_about_the_document() {
        let text = rtf(b"{\\rtf1\\ansicpg1251{\\info{\\title \\'cf\\'f0\\'e8\\'e7\\'ed\\'e0}{\\author N. N.}{\\creatim\\yr2025\\mo3\\dy2\\hr10\\min5}}x}");
        assert_eq!(text.meta.title.as_deref(), Some("Призна"));
        assert_eq!(text.meta.author.as_deref(), Some("N. N."));
        assert_eq!(text.meta.date.as_deref(), Some("2025-03-02T10:05:00"));
        assert_eq!(text.text(Part::Body), "x");
    }

    #[test]
    fn five_million_groups_are_a_gap_not_a_crash() {
        let mut bomb = b"{\\rtf1 before ".to_vec();
        bomb.resize(bomb.len() + 5_000_000, b'{');
        bomb.extend(b"deep");
        let (nested, outcome) = Collected::from(read, "bomb.rtf", &bomb);
        outcome.unwrap();
        assert!(nested.has_gap(Reason::Truncated) && nested.has_gap(Reason::NestingLimit));
        assert_eq!(nested.text(Part::Body), "before deep");
        let mut row = b"{\\rtf1 ".to_vec();
        for _ in 0..1_000_000 {
            row.extend(b"{}");
        }
        row.extend(b"end}");
        assert_eq!(rtf(&row).text(Part::Body), "end");
    }

    #[test]
    fn a_cut_file_is_truncated_but_read() {
        let (cut, outcome) = Collected::from(read, "a.rtf", b"{\\rtf1 {\\b half a sen");
        outcome.unwrap();
        assert_eq!(cut.text(Part::Body), "half a sen");
        assert!(cut.has_gap(Reason::Truncated));
    }

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig::with_cases(64))]
        #[test]
        fn no_bytes_make_it_panic(tail in proptest::collection::vec(proptest::sample::select(b"{}\\'*u1b-binpicta \n\xe8".to_vec()), 0..200)) {
            let mut bytes = b"{\\rtf1".to_vec();
            bytes.extend(tail);
            let (_, outcome) = Collected::from(read, "a.rtf", &bytes);
            proptest::prop_assert!(outcome.is_ok());
        }
    }
}
