//! What a file really is. The content decides; the name only chooses between kinds of plain text.
//!
//! The signature library knows hundreds of formats; the rules here are for what it does not tell apart: Outlook messages and
//! old Office files in the same container, the many formats that are ZIP inside, mail, kinds of text, and lying names.

use std::io::Cursor;

use file_format::FileFormat;

use super::formats::{self, Format};

/// What the sniffer found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sniffed {
    /// Id in the table of formats, or of a format that has no reader (yet); empty for unknown bytes.
    pub id: String,
    pub media_type: String,
    /// Name for people.
    pub name: String,
}

impl Sniffed {
    /// The reader's row, if there is one.
    pub fn format(&self) -> Option<&'static Format> {
        formats::by_id(&self.id)
    }

    fn known(id: &str, media_type: &str, name: &str) -> Sniffed {
        match formats::by_id(id) {
            Some(format) => Sniffed { id: id.to_owned(), media_type: format.media_type.to_owned(), name: format.name.to_owned() },
            None => Sniffed { id: id.to_owned(), media_type: media_type.to_owned(), name: name.to_owned() },
        }
    }
}

/// How much of a file is looked at to tell text from rubbish and one kind of text from another.
const HEAD: usize = 64 * 1024;

/// Recognise a file by its bytes, and by its name where the bytes are plain text.
pub fn sniff(bytes: &[u8], name: &str) -> Sniffed {
    if bytes.is_empty() {
        return Sniffed { id: "empty".into(), media_type: "application/x-empty".into(), name: "empty file".into() };
    }
    let head = &bytes[..bytes.len().min(HEAD)];
    let extension = extension(name);
    if super::archive::pieces::is_piece(name, head, head_as_text) {
        return Sniffed::known("archive-piece", "application/x-archive-piece", "piece of a split archive");
    }
    if let Some(found) = by_signature(bytes, head, &extension) {
        return found;
    }
    if find(&head[..head.len().min(1024)], b"%PDF-").is_some() {
        return Sniffed::known("pdf", "application/pdf", "PDF");
    }
    if extension == "zip" && super::archive::pieces::is_last(bytes) {
        return Sniffed::known("zip", "application/zip", "ZIP");
    }
    if let Some(text) = head_as_text(head) {
        return kind_of_text(&text, &extension);
    }
    if let Some(found) = mail_with_bytes(head) {
        return found;
    }
    if looks_ebcdic(head) {
        return Sniffed { id: String::new(), media_type: "text/x-ebcdic".into(), name: "EBCDIC text".into() };
    }
    if super::archive::pieces::is_last(bytes) {
        return Sniffed::known("zip", "application/zip", "ZIP");
    }
    // Some formats are recognised by the library only; text-like answers were handled above.
    let guess = FileFormat::from_reader(Cursor::new(bytes)).unwrap_or_default();
    if matches!(guess, FileFormat::ArbitraryBinaryData | FileFormat::PlainText | FileFormat::Empty) {
        return Sniffed { id: String::new(), media_type: "application/octet-stream".into(), name: "unknown binary data".into() };
    }
    by_library(guess)
}

/// The lower-case extension of a name, or "".
pub fn extension(name: &str) -> String {
    let name = name.rsplit(['/', '\\']).next().unwrap_or(name);
    match name.rsplit_once('.') {
        Some((stem, extension)) if !stem.is_empty() && extension.len() <= 12 => extension.to_ascii_lowercase(),
        _ => String::new(),
    }
}

/// Whether the name claims another format than the content is; then what it claims. Kinds of text do not count as lies.
pub fn lying_extension(name: &str, found: &Sniffed) -> Option<&'static str> {
    let extension = extension(name);
    let claimed = formats::FORMATS.iter().find(|format| format.extensions.contains(&extension.as_str()))?;
    let texts = ["text", "log", "csv", "tsv", "json", "ndjson", "xml", "html", "eml", "mbox", "chat"];
    let alike = claimed.id == found.id
        || found.id == "empty"
        || found.format().is_some_and(|format| format.extensions.contains(&extension.as_str()))
        || (texts.contains(&claimed.id) && (texts.contains(&found.id.as_str()) || found.media_type.starts_with("text/")));
    (!alike).then_some(claimed.name)
}

fn by_signature(bytes: &[u8], head: &[u8], extension: &str) -> Option<Sniffed> {
    let known = |id, media, name| Some(Sniffed::known(id, media, name));
    match head {
        [b'P', b'K', 3, 4, ..] | [b'P', b'K', 5, 6, ..] | [b'P', b'K', 7, 8, ..] => return Some(inside_zip(bytes, extension)),
        [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, ..] => return Some(inside_cfb(bytes)),
        [0x1f, 0x8b, ..] => return known("gz", "application/gzip", "gzip"),
        [b'B', b'Z', b'h', b'1'..=b'9', 0x31, 0x41, 0x59, 0x26, 0x53, 0x59, ..]
        | [b'B', b'Z', b'h', b'1'..=b'9', 0x17, 0x72, 0x45, ..] => {
            return known("bz2", "application/x-bzip2", "bzip2");
        }
        [0xfd, b'7', b'z', b'X', b'Z', 0, ..] => return known("xz", "application/x-xz", "xz"),
        [0x28, 0xb5, 0x2f, 0xfd, ..] => return known("zst", "application/zstd", "Zstandard"),
        [b'7', b'z', 0xbc, 0xaf, 0x27, 0x1c, ..] => return known("7z", "application/x-7z-compressed", "7z"),
        [b'R', b'a', b'r', b'!', 0x1a, 0x07, ..] => return known("rar", "application/vnd.rar", "RAR"),
        [b'S', b'Q', b'L', b'i', b't', b'e', b' ', b'f', b'o', b'r', b'm', b'a', b't', b' ', b'3', 0, ..] => {
            return known("sqlite", "application/vnd.sqlite3", "SQLite database");
        }
        [b'!', b'B', b'D', b'N', ..] => return known("pst", "application/vnd.ms-outlook-pst", "Outlook PST"),
        [0x78, 0x9f, 0x3e, 0x22, ..] => return known("tnef", "application/vnd.ms-tnef", "TNEF (winmail.dat)"),
        [0xff, 0xd8, 0xff, ..] => return known("jpeg", "image/jpeg", "JPEG"),
        [0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a, ..] => return known("png", "image/png", "PNG"),
        [b'I', b'I', 0x2a, 0, ..] | [b'M', b'M', 0, 0x2a, ..] => return known("tiff", "image/tiff", "TIFF"),
        [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', ..] => return known("gif", "image/gif", "GIF"),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => return known("webp", "image/webp", "WebP"),
        [b'B', b'M', _, _, _, _, 0, 0, 0, 0, _, _, 0, 0, ..] => return known("bmp", "image/bmp", "BMP"),
        [_, _, _, _, b'f', b't', b'y', b'p', brand @ ..] => {
            let heic = [&b"heic"[..], b"heix", b"hevc", b"mif1", b"msf1", b"heim", b"heis"].iter().any(|b| brand.starts_with(b));
            return if heic { known("heic", "image/heic", "HEIC") } else { Some(by_library(library(bytes))) };
        }
        [0x30, 0x80 | 0x82 | 0x83, ..] if find(&head[..head.len().min(64)], b"\x2a\x86\x48\x86\xf7\x0d\x01\x07").is_some() => {
            return known("p7m", "application/pkcs7-mime", "PKCS #7 (signed or enveloped)");
        }
        [1, 0, 0, 0, ..] if head.get(40..44) == Some(b" EMF") => return known("emf", "image/emf", "Enhanced metafile"),
        [0xd7, 0xcd, 0xc6, 0x9a, ..] | [1 | 2, 0, 9, 0, 0, 1 | 3, ..] => return known("wmf", "image/wmf", "Windows metafile"),
        [0x30, 0x82, _, _, 0x30, 0x82, _, _, 0xa0, 3, 2, 1, ..] => {
            return known("x509", "application/pkix-cert", "certificate");
        }
        [b'{', b'\\', b'r', b't', b'f', ..] => return known("rtf", "application/rtf", "RTF"),
        [b'{', b'\\', b'r', b't', ..] => return known("rtf", "application/rtf", "RTF"),
        _ => {}
    }
    if head.len() >= 512 && head.get(257..262) == Some(b"ustar".as_slice()) || old_tar(head) {
        return known("tar", "application/x-tar", "tar");
    }
    None
}

fn library(bytes: &[u8]) -> FileFormat {
    FileFormat::from_reader(Cursor::new(bytes)).unwrap_or_default()
}

fn by_library(guess: FileFormat) -> Sniffed {
    Sniffed { id: String::new(), media_type: guess.media_type().to_owned(), name: guess.name().to_owned() }
}

/// A tar without the magic word: the checksum of its first header is right.
fn old_tar(head: &[u8]) -> bool {
    let Some(header) = head.get(..512) else { return false };
    if header[0] == 0 {
        return false;
    }
    let field = String::from_utf8_lossy(&header[148..156]);
    let Ok(wanted) = u64::from_str_radix(field.trim_matches(['\0', ' ']), 8) else { return false };
    let sum: u64 = header.iter().enumerate().map(|(i, b)| if (148..156).contains(&i) { 32 } else { u64::from(*b) }).sum();
    sum == wanted
}

/// The formats that are a ZIP archive inside, told apart by the names of their entries.
fn inside_zip(bytes: &[u8], extension: &str) -> Sniffed {
    let plain = || Sniffed::known("zip", "application/zip", "ZIP");
    let names: Vec<String>;
    let mut mimetype = String::new();
    match zip::ZipArchive::new(Cursor::new(bytes)) {
        Ok(mut archive) => {
            names = archive.file_names_raw().map(|n| String::from_utf8_lossy(n).replace('\\', "/")).collect();
            if names.iter().any(|n| n == "mimetype")
                && let Ok(entry) = archive.by_name("mimetype")
            {
                let _ = std::io::Read::read_to_string(&mut std::io::Read::take(entry, 200), &mut mimetype);
            }
        }
        // A cut-off archive still shows its first names in its local headers.
        Err(_) => {
            names = local_names(bytes);
            if let Some(at) = find(&bytes[..bytes.len().min(200)], b"mimetypeapplication/") {
                mimetype = String::from_utf8_lossy(&bytes[at + 8..(at + 80).min(bytes.len())])
                    .chars()
                    .take_while(|c| c.is_ascii_alphanumeric() || "/.-+".contains(*c))
                    .collect();
            }
        }
    }
    let has = |wanted: &str| names.iter().any(|n| n.eq_ignore_ascii_case(wanted));
    let under = |prefix: &str| names.iter().any(|n| n.get(..prefix.len()).is_some_and(|p| p.eq_ignore_ascii_case(prefix)));
    let mimetype = mimetype.trim();
    for (id, ending, name) in [
        ("odt", "opendocument.text", "OpenDocument text"),
        ("ods", "opendocument.spreadsheet", "OpenDocument spreadsheet"),
        ("odp", "opendocument.presentation", "OpenDocument presentation"),
    ] {
        if mimetype.strip_suffix("-template").unwrap_or(mimetype).ends_with(ending) {
            return Sniffed::known(id, mimetype, name);
        }
    }
    if mimetype == "application/epub+zip" {
        return Sniffed::known("epub", mimetype, "EPUB");
    }
    if mimetype.starts_with("application/vnd.etsi.asic") {
        return Sniffed::known("asic", mimetype, "ASiC (signed container)");
    }
    if has("xl/workbook.bin") {
        return Sniffed::known("xlsb", "application/vnd.ms-excel.sheet.binary.macroenabled.12", "Excel binary workbook");
    }
    if has("[Content_Types].xml") || under("_rels/") {
        if under("word/") {
            return Sniffed::known(
                "docx",
                "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
                "Word document",
            );
        }
        if under("xl/") {
            return Sniffed::known("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "Excel workbook");
        }
        if under("ppt/") {
            return Sniffed::known(
                "pptx",
                "application/vnd.openxmlformats-officedocument.presentationml.presentation",
                "PowerPoint",
            );
        }
    }
    if extension == "ufdr" || has("report.xml") && under("files/") {
        return Sniffed::known("ufdr", "application/x-ufdr", "Cellebrite UFDR");
    }
    if extension == "kmz" && names.iter().any(|n| n.ends_with(".kml")) {
        return Sniffed::known("zip", "application/vnd.google-earth.kmz", "KMZ");
    }
    plain()
}

/// Names in local headers, without the central directory.
fn local_names(bytes: &[u8]) -> Vec<String> {
    let mut names = Vec::new();
    let mut at = 0;
    while names.len() < 200
        && let Some(found) = find(&bytes[at..bytes.len().min(at + (4 << 20))], b"PK\x03\x04")
    {
        let header = at + found;
        let length = bytes.get(header + 26..header + 28).map_or(0, |l| usize::from(u16::from_le_bytes([l[0], l[1]])));
        if let Some(name) = bytes.get(header + 30..header + 30 + length) {
            names.push(String::from_utf8_lossy(name).into_owned());
        }
        at = header + 4;
    }
    names
}

/// Outlook messages and old Office files share one container; the streams in it tell which.
fn inside_cfb(bytes: &[u8]) -> Sniffed {
    let names: Vec<String> = match super::compound::Compound::open(bytes) {
        Ok(file) => file.children("/"),
        // Damaged: look for the directory entries themselves.
        Err(_) => directory_names(bytes).collect(),
    };
    let has = |wanted: &str| names.iter().any(|n| n.eq_ignore_ascii_case(wanted));
    if has("__properties_version1.0") {
        Sniffed::known("msg", "application/vnd.ms-outlook", "Outlook message")
    } else if has("EncryptedPackage") {
        Sniffed::known("encrypted-office", "application/x-tika-ooxml-protected", "password-protected Office file")
    } else if has("WordDocument") {
        Sniffed::known("doc", "application/msword", "Word 97–2003")
    } else if has("Workbook") || has("Book") {
        Sniffed::known("xls", "application/vnd.ms-excel", "Excel 97–2003")
    } else if has("PowerPoint Document") || has("PP97_DUALSTORAGE") {
        Sniffed::known("ppt", "application/vnd.ms-powerpoint", "PowerPoint 97–2003")
    } else {
        Sniffed::known("cfb", "application/x-ole-storage", "OLE compound file")
    }
}

/// The names in what looks like entries of a compound file's directory, wherever they stand.
fn directory_names(bytes: &[u8]) -> impl Iterator<Item = String> {
    const ENTRY: usize = 128;
    bytes.chunks_exact(ENTRY).filter_map(|entry| {
        // The name takes 64 bytes at most, its length with the final zero stands behind it.
        let length = usize::from(u16::from_le_bytes([*entry.get(64)?, *entry.get(65)?]));
        let name = entry.get(..length.checked_sub(2).filter(|length| *length > 0 && *length < 63)?)?;
        let units = name.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]]));
        char::decode_utf16(units).collect::<Result<String, _>>().ok()
    })
}

/// The beginning as text, or None when it is not text: more than a few control characters, or zeros outside of UTF-16/32.
fn head_as_text(head: &[u8]) -> Option<String> {
    let text = crate::language::encoding::decode(head, None).text;
    let (mut all, mut bad) = (0usize, 0usize);
    for c in text.chars() {
        all += 1;
        let control = c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{c}' | '\u{1b}' | '\u{8}' | '\u{85}' | '\u{1a}');
        bad += usize::from(control || c == '\u{fffd}' || matches!(c as u32, 0xe000..=0xf8ff | 0xfdd0..=0xfdef));
    }
    if bad * 50 > all {
        return None;
    }
    // Rubbish in an 8-bit encoding has hardly a word in it: require blanks, or mostly letters and digits.
    let ascii = head.iter().filter(|b| matches!(b, 0x20..=0x7e | b'\n' | b'\r' | b'\t')).count();
    let dense = text.chars().filter(|c| c.is_alphanumeric() || c.is_whitespace() || c.is_ascii_punctuation()).count();
    (ascii * 4 > head.len() || dense * 10 >= all * 8).then_some(text).filter(|_| !looks_ebcdic(head))
}

/// A mail message whose headers are text and whose body is not: 8-bit attachments as news programs wrote them (yEnc).
fn mail_with_bytes(head: &[u8]) -> Option<Sniffed> {
    let end = find(head, b"\r\n\r\n").or_else(|| find(head, b"\n\n"))?;
    let headers = std::str::from_utf8(head.get(..end)?).ok()?;
    (headers.is_ascii() && is_mail(headers)).then(|| Sniffed::known("eml", "message/rfc822", "Mail message"))
}

/// Mainframe text: the blank is 0x40 and is the commonest byte; ASCII blanks and line ends are missing.
fn looks_ebcdic(head: &[u8]) -> bool {
    let count = |wanted: u8| head.iter().filter(|b| **b == wanted).count();
    let letters = head.iter().filter(|b| matches!(b, 0x81..=0x89 | 0x91..=0x99 | 0xa2..=0xa9)).count();
    head.len() > 32 && count(0x40) * 20 > head.len() && letters * 2 > head.len() && count(0x20) * 100 < head.len()
}

fn kind_of_text(text: &str, extension: &str) -> Sniffed {
    let plain = |id: &str| Sniffed::known(id, "text/plain", "Plain text");
    let start = text.trim_start_matches(['\u{feff}', ' ', '\t', '\r', '\n']);
    if start.starts_with("From ") && is_mbox(start) {
        return Sniffed::known("mbox", "application/mbox", "MBOX mailbox");
    }
    if is_mail(start) {
        return Sniffed::known("eml", "message/rfc822", "Mail message");
    }
    if starts_with_ignoring_case(start, "BEGIN:VCALENDAR") {
        return Sniffed::known("ics", "text/calendar", "Calendar");
    }
    if starts_with_ignoring_case(start, "BEGIN:VCARD") {
        return Sniffed::known("vcf", "text/vcard", "Contact card");
    }
    if super::signed::armour::looks_like(start, extension) {
        return Sniffed::known("p7m", "application/pkcs7-mime", "PKCS #7 (signed or enveloped)");
    }
    if let Some(id) = super::chat::kind_of_text(start, extension) {
        return Sniffed::known(id, "text/plain", "Chat export");
    }
    if let Some(found) = markup(start, extension) {
        return found;
    }
    let by_extension = match extension {
        "csv" => Some("csv"),
        "tsv" | "tab" => Some("tsv"),
        "log" => Some("log"),
        "json" | "geojson" => Some("json"),
        "ndjson" | "jsonl" => Some("ndjson"),
        "eml" if start.contains(':') => Some("eml"),
        _ => None,
    };
    if let Some(id) = by_extension.filter(|id| formats::by_id(id).is_some()) {
        return plain(id);
    }
    if (start.starts_with('{') || start.starts_with('[')) && looks_json(start) {
        return plain(if start.starts_with('{') && several_lines_of_json(start) { "ndjson" } else { "json" });
    }
    plain("text")
}

fn markup(start: &str, extension: &str) -> Option<Sniffed> {
    let lower = start[..start.floor_char_boundary(16 * 1024)].to_ascii_lowercase();
    let xml_declared = lower.starts_with("<?xml");
    let root = root_element(&lower);
    let html_named = matches!(extension, "html" | "htm" | "xhtml" | "shtml");
    let html_tags = ["<!doctype html", "<html", "<head>", "<head ", "<body", "<title>", "<table", "<frameset"];
    if root == "html" || lower.starts_with("<!doctype html") {
        return Some(Sniffed::known("html", "text/html", "HTML"));
    }
    if xml_declared
        || extension == "xml" && start.starts_with('<')
        || lower.starts_with("<!--") && !html_named && !lower.contains("<html")
    {
        let (id, media, name) = match root.rsplit(':').next().unwrap_or("") {
            "gpx" => ("gpx", "application/gpx+xml", "GPX track"),
            "kml" => ("kml", "application/vnd.google-earth.kml+xml", "KML"),
            "svg" => ("xml", "image/svg+xml", "SVG"),
            _ => ("xml", "application/xml", "XML"),
        };
        let id = if formats::by_id(id).is_some() { id } else { "xml" };
        return Some(Sniffed::known(id, media, name));
    }
    for (wanted, id, media, name) in
        [("gpx", "gpx", "application/gpx+xml", "GPX track"), ("kml", "kml", "application/vnd.google-earth.kml+xml", "KML")]
    {
        if root == wanted {
            let id = if formats::by_id(id).is_some() { id } else { "xml" };
            return Some(Sniffed::known(id, media, name));
        }
    }
    let html = html_tags.iter().any(|tag| lower.contains(tag))
        || html_named && lower.contains('<')
        || start.starts_with('<')
            && ["<p>", "<div", "<br", "<a href", "<h1", "<b>", "<span"].iter().any(|tag| lower.contains(tag));
    // A source file or a log may quote a tag somewhere: without the extension the markup must begin early.
    let early = html_named || start.starts_with('<') || lower.find("<html").is_some_and(|at| at < 4096);
    if html && early {
        return Some(Sniffed::known("html", "text/html", "HTML"));
    }
    // A well-formed beginning without declaration.
    (start.starts_with('<') && lower.contains("</") && !root.is_empty() && !lower.contains("<?php"))
        .then(|| Sniffed::known("xml", "application/xml", "XML"))
}

/// The name of the first element, after declarations, comments and a doctype.
fn root_element(lower: &str) -> &str {
    let mut rest = lower;
    loop {
        rest = rest.trim_start();
        let end = if rest.starts_with("<?") {
            rest.find("?>").map(|at| at + 2)
        } else if rest.starts_with("<!--") {
            rest.find("-->").map(|at| at + 3)
        } else if rest.starts_with("<!") {
            // An internal subset has its own brackets.
            match (rest.find('['), rest.find('>')) {
                (Some(open), Some(close)) if open < close => rest.find("]>").map(|at| at + 2),
                (_, close) => close.map(|at| at + 1),
            }
        } else {
            break;
        };
        match end {
            Some(end) => rest = &rest[end..],
            None => return "",
        }
    }
    let Some(name) = rest.strip_prefix('<') else { return "" };
    let end = name.find(|c: char| !(c.is_alphanumeric() || "_:-.".contains(c))).unwrap_or(name.len());
    &name[..end]
}

fn looks_json(start: &str) -> bool {
    let second = start[1..].trim_start().chars().next();
    // A line of a chat or a log: "[02/03/2025 14:05:06] Ana: …".
    let line = start.lines().next().unwrap_or_default();
    if let Some((_, behind)) = line.split_once(']').filter(|(inside, _)| !inside.contains(['"', '{']))
        && !behind.trim_start().is_empty()
        && !behind.trim_start().starts_with([',', ']', '}'])
    {
        return false;
    }
    match start.as_bytes().first() {
        Some(b'{') => matches!(second, Some('"' | '}')),
        _ => matches!(second, Some('{' | '[' | '"' | ']' | '0'..='9' | '-' | 't' | 'f' | 'n')),
    }
}

/// Whether the first two lines are an object each.
fn several_lines_of_json(start: &str) -> bool {
    let mut lines = start.lines().filter(|line| !line.trim().is_empty());
    let object = |line: Option<&str>| line.is_some_and(|line| line.trim().starts_with('{') && line.trim().ends_with('}'));
    object(lines.next()) && object(lines.next())
}

fn starts_with_ignoring_case(text: &str, prefix: &str) -> bool {
    text.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix))
}

/// Headers that begin real messages; one of the strong ones, or two of any, must stand in a block of header lines.
const STRONG: [&str; 9] = [
    "message-id",
    "received",
    "mime-version",
    "return-path",
    "delivered-to",
    "x-mailer",
    "reply-to",
    "dkim-signature",
    "x-originating-ip",
];
const WEAK: [&str; 11] = [
    "from",
    "to",
    "subject",
    "date",
    "cc",
    "bcc",
    "content-type",
    "content-transfer-encoding",
    "sender",
    "in-reply-to",
    "references",
];

/// The grammar of a header block (RFC 5322): lines "Name: value", folded lines, up to the first blank line.
fn is_mail(text: &str) -> bool {
    let (mut strong, mut weak, mut lines, mut first) = (0, 0, 0, true);
    for line in text.lines().take(200) {
        if line.trim().is_empty() {
            break;
        }
        if line.starts_with([' ', '\t']) && !first {
            continue;
        }
        if first && line.starts_with("From ") {
            first = false;
            continue;
        }
        let Some((name, value)) = line.split_once(':') else { break };
        if name.is_empty() || !name.bytes().all(|b| b.is_ascii_graphic()) || name.len() > 76 {
            break;
        }
        first = false;
        lines += 1;
        let name = name.to_ascii_lowercase();
        if STRONG.contains(&name.as_str()) || name.starts_with("x-") || name.starts_with("arc-") || name.starts_with("list-") {
            strong += 1;
        } else if WEAK.contains(&name.as_str()) && !value.trim().is_empty() {
            weak += 1;
        }
    }
    lines >= 2 && (strong >= 1 && weak >= 1 || strong >= 2 || weak >= 3)
}

fn is_mbox(text: &str) -> bool {
    let mut lines = text.lines();
    // "From sender date", then headers at once.
    let words = lines.next().map_or(0, |line| line.split_whitespace().count());
    let next = lines.next().unwrap_or("");
    words >= 3 && next.split_once(':').is_some_and(|(name, _)| !name.is_empty() && name.bytes().all(|b| b.is_ascii_graphic()))
}

/// Position of a byte string in another.
pub(super) fn find(haystack: &[u8], needle: &[u8]) -> Option<usize> {
    let first = *needle.first()?;
    let mut at = 0;
    while let Some(found) = haystack.get(at..)?.iter().position(|b| *b == first) {
        let start = at + found;
        if haystack.get(start..start + needle.len())? == needle {
            return Some(start);
        }
        at = start + 1;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn id(bytes: &[u8], name: &str) -> String {
        sniff(bytes, name).id
    }

    #[test]
    fn content_beats_the_name() {
        assert_eq!(id(b"\n\n  %PDF-1.4\n%\xe2\xe3", "scan.txt"), "pdf");
        assert_eq!(id(b"{\\rtf1\\ansi x}", "a.doc"), "rtf");
        assert_eq!(id(b"PK\x05\x06\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", "a.pdf"), "zip");
        assert_eq!(lying_extension("a.csv", &sniff(b"PK\x05\x06\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", "a.csv")), Some("CSV"));
        assert_eq!(lying_extension("a.csv", &sniff(b"just text", "a.csv")), None);
    }

    #[test]
    fn kinds_of_text() {
        assert_eq!(id("a;b\nč;d".as_bytes(), "x.csv"), "csv");
        assert_eq!(id(b"2026 start", "x.log"), "log");
        assert_eq!(id(b"just words", "README"), "text");
        assert_eq!(id(b"<!-- saved --><HTML><body>x</body></HTML>", "x"), "html");
        assert_eq!(id(b"some preamble\n<html><body>x", "x.txt"), "html");
        assert_eq!(id(b"", "x.pdf"), "empty");
    }

    #[test]
    fn mail_is_known_by_its_header_lines() {
        let mail = b"Received: from a\r\n by b\r\nFrom: ana@example.org\r\nSubject: x\r\n\r\nbody";
        assert_eq!(id(mail, "17"), "eml");
        assert_eq!(id(b"From ana@example.org Mon Jan  2 10:00:00 2026\nFrom: ana@example.org\n\nx", "in"), "mbox");
        assert_eq!(id(b"From: the beginning it was clear\nthat he lied.", "note.txt"), "text");
        assert_eq!(id(b"Note: one\nBut: two\n\nText", "note.txt"), "text");
    }

    #[test]
    fn rubbish_is_not_text() {
        let rubbish: Vec<u8> = (0..4000u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
        let found = sniff(&rubbish, "x.txt");
        assert!(found.format().is_none(), "{found:?}");
        assert_eq!(sniff(&[0u8; 100], "zeros").media_type, "application/octet-stream");
    }

    #[test]
    fn compound_files_are_told_apart() {
        let make = |stream: &str| {
            let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
            file.create_stream(format!("/{stream}")).unwrap();
            file.flush().unwrap();
            file.into_inner().into_inner()
        };
        assert_eq!(id(&make("__properties_version1.0"), "x"), "msg");
        assert_eq!(id(&make("WordDocument"), "x"), "doc");
        assert_eq!(id(&make("Workbook"), "x"), "xls");
        assert_eq!(id(&make("EncryptedPackage"), "x"), "encrypted-office");
    }

    const STARTS: &[&[u8]] = &[b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"<?xml", b"<!", b"From ", b"[", b"{"];

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(96))]
        #[test]
        fn any_bytes_are_something(start in proptest::sample::select(STARTS),
                                   rest in proptest::collection::vec(any::<u8>(), 0..600), name in ".{0,12}") {
            let found = sniff(&[start, &rest].concat(), &name);
            prop_assert!(found.media_type.contains('/'));
            let _ = lying_extension(&name, &found);
        }
    }
}
