//! The text of HTML bodies inside other files (messages, books, chat exports), read as a stream of tags.
//!
//! Not a browser: no tree is built, so a million nested elements cost a million steps. Standalone HTML files have their own reader.

/// One piece of markup.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Piece<'a> {
    /// An opening tag: its name in lower case, and what stands between name and `>`.
    Open {
        name: String,
        attributes: &'a str,
    },
    Close {
        name: String,
    },
    /// Text, entities not yet resolved.
    Text(&'a str),
}

/// Cuts markup into pieces. Scripts, styles, comments and declarations are left out.
pub(crate) struct Pieces<'a> {
    rest: &'a str,
}

impl<'a> Pieces<'a> {
    pub(crate) fn new(markup: &'a str) -> Pieces<'a> {
        Pieces { rest: markup }
    }

    fn skip_past(&mut self, end: &str) {
        self.rest = self.rest.find(end).and_then(|at| self.rest.get(at + end.len()..)).unwrap_or("");
    }

    /// Leave out everything up to the closing tag of `name`.
    fn skip_element(&mut self, name: &str) {
        let mut from = self.rest;
        while let Some(at) = from.find("</") {
            from = from.get(at + 2..).unwrap_or("");
            if from.get(..name.len()).is_some_and(|found| found.eq_ignore_ascii_case(name)) {
                self.rest = from.find('>').and_then(|end| from.get(end + 1..)).unwrap_or("");
                return;
            }
        }
        self.rest = "";
    }
}

impl<'a> Iterator for Pieces<'a> {
    type Item = Piece<'a>;

    fn next(&mut self) -> Option<Piece<'a>> {
        loop {
            if self.rest.is_empty() {
                return None;
            }
            let Some(tail) = self.rest.strip_prefix('<') else {
                let end = self.rest.find('<').unwrap_or(self.rest.len());
                let (text, rest) = self.rest.split_at(end);
                self.rest = rest;
                return Some(Piece::Text(text));
            };
            if tail.starts_with("!--") {
                self.skip_past("-->");
                continue;
            }
            if let Some(cdata) = tail.strip_prefix("![CDATA[") {
                let end = cdata.find("]]>").unwrap_or(cdata.len());
                self.rest = cdata.get(end + 3..).unwrap_or("");
                return Some(Piece::Text(cdata.get(..end).unwrap_or("")));
            }
            if tail.starts_with(['!', '?']) {
                self.skip_past(">");
                continue;
            }
            let closing = tail.starts_with('/');
            let inner = tail.strip_prefix('/').unwrap_or(tail);
            if !inner.starts_with(|c: char| c.is_ascii_alphabetic()) {
                // A lone '<' is text.
                let end = tail.find('<').map_or(self.rest.len(), |at| at + 1);
                let (text, rest) = self.rest.split_at(end);
                self.rest = rest;
                return Some(Piece::Text(text));
            }
            let end = tag_end(inner);
            let tag = inner.get(..end).unwrap_or("");
            self.rest = inner.get(end + 1..).unwrap_or("");
            let name_end = tag.find(|c: char| c.is_whitespace() || c == '/').unwrap_or(tag.len());
            let (name, attributes) = tag.split_at(name_end);
            let name = name.to_ascii_lowercase();
            if closing {
                return Some(Piece::Close { name });
            }
            if matches!(name.as_str(), "script" | "style" | "noembed") && !attributes.ends_with('/') {
                self.skip_element(&name);
                continue;
            }
            return Some(Piece::Open { name, attributes });
        }
    }
}

/// Where a tag ends: the first `>` outside quotes, or the first `>` at all when a quote is never closed.
fn tag_end(tag: &str) -> usize {
    let mut quote = None;
    for (at, byte) in tag.bytes().enumerate().take(64 * 1024) {
        match (quote, byte) {
            (None, b'>') => return at,
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), close) if open == close => quote = None,
            _ => {}
        }
    }
    tag.find('>').unwrap_or(tag.len())
}

/// The value of an attribute, entities resolved.
pub(crate) fn attribute(attributes: &str, wanted: &str) -> Option<String> {
    let mut rest = attributes;
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
        let end = rest.find(|c: char| c.is_whitespace() || c == '=' || c == '/').unwrap_or(rest.len());
        if rest.is_empty() {
            return None;
        }
        let (name, after) = rest.split_at(end.max(rest.chars().next().map_or(1, char::len_utf8)).min(rest.len()));
        let after = after.trim_start();
        let (value, next) = match after.strip_prefix('=').map(str::trim_start) {
            None => ("", after),
            Some(value) => match value.chars().next() {
                Some(quote @ ('"' | '\'')) => {
                    let inner = value.get(1..).unwrap_or("");
                    let close = inner.find(quote).unwrap_or(inner.len());
                    (inner.get(..close).unwrap_or(""), inner.get(close + 1..).unwrap_or(""))
                }
                _ => value.split_at(value.find(char::is_whitespace).unwrap_or(value.len())),
            },
        };
        if name.eq_ignore_ascii_case(wanted) {
            return Some(unescape(value));
        }
        rest = next;
    }
}

/// Whether an element starts on a new line.
pub(crate) fn is_block(name: &str) -> bool {
    matches!(
        name,
        "p" | "div"
            | "br"
            | "li"
            | "ul"
            | "ol"
            | "dl"
            | "dt"
            | "dd"
            | "tr"
            | "table"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "blockquote"
            | "pre"
            | "hr"
            | "section"
            | "article"
            | "header"
            | "footer"
            | "address"
            | "figure"
            | "figcaption"
            | "form"
            | "fieldset"
            | "title"
            | "body"
            | "caption"
            | "center"
            | "nav"
            | "aside"
            | "main"
            | "option"
    )
}

/// The visible text: blocks on lines of their own, cells parted by tabs, blanks collapsed.
pub(crate) fn text(markup: &str) -> String {
    let mut out = String::new();
    let mut preformatted = 0u32;
    for piece in Pieces::new(markup) {
        match piece {
            Piece::Open { name, attributes } => {
                if name == "pre" {
                    preformatted += 1;
                }
                if name == "img"
                    && let Some(alternative) = attribute(attributes, "alt").filter(|alt| !alt.trim().is_empty())
                {
                    out.push_str(alternative.trim());
                }
                boundary(&name, &mut out);
            }
            Piece::Close { name } => {
                if name == "pre" {
                    preformatted = preformatted.saturating_sub(1);
                }
                if matches!(name.as_str(), "td" | "th") {
                    end_with(&mut out, '\t');
                } else if is_block(&name) {
                    end_with(&mut out, '\n');
                }
            }
            Piece::Text(text) if preformatted > 0 => out.push_str(&unescape(text)),
            Piece::Text(text) => push_collapsed(&mut out, &unescape(text)),
        }
    }
    let lines: Vec<&str> = out.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    lines.join("\n")
}

fn boundary(name: &str, out: &mut String) {
    if name == "br" {
        out.push('\n');
    } else if is_block(name) {
        end_with(out, '\n');
    }
}

/// End the text with this separator, replacing blanks.
fn end_with(out: &mut String, separator: char) {
    out.truncate(out.trim_end_matches(' ').len());
    if !out.is_empty() && !out.ends_with('\n') {
        out.push(separator);
    }
}

/// Append with runs of white space made one blank. A no-break space is a character, not a blank.
pub(crate) fn push_collapsed(out: &mut String, text: &str) {
    for c in text.chars() {
        if matches!(c, ' ' | '\t' | '\r' | '\n' | '\u{c}') {
            if !out.is_empty() && !out.ends_with([' ', '\n', '\t']) {
                out.push(' ');
            }
        } else {
            out.push(c);
        }
    }
}

/// Resolve `&…;`. What is unknown stays as it is written.
pub(crate) fn unescape(text: &str) -> String {
    if !text.contains('&') {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        let (before, after) = rest.split_at(at);
        out.push_str(before);
        let body = after.get(1..).unwrap_or("");
        let end = body.find(|c: char| !c.is_ascii_alphanumeric() && c != '#').unwrap_or(body.len()).min(32);
        let name = body.get(..end).unwrap_or("");
        match entity(name) {
            Some(c) => {
                out.push(c);
                rest = body.get(end..).unwrap_or("");
                rest = rest.strip_prefix(';').unwrap_or(rest);
            }
            None => {
                out.push('&');
                rest = body;
            }
        }
    }
    out.push_str(rest);
    out
}

fn entity(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(digits) => u32::from_str_radix(digits, 16).ok()?,
            None => number.parse().ok()?,
        };
        // Numbers 128–159 are windows-1252 in practice (WHATWG HTML, "numeric character reference end state").
        if let Ok(byte @ 0x80..=0x9f) = u8::try_from(code) {
            return encoding_rs::WINDOWS_1252.decode(&[byte]).0.chars().next();
        }
        return Some(char::from_u32(code).filter(|c| *c != '\0').unwrap_or('\u{fffd}'));
    }
    ENTITIES.binary_search_by(|(known, _)| known.cmp(&name)).ok().and_then(|at| ENTITIES.get(at)).map(|(_, c)| *c)
}

/// Named character references of HTML 4 for Latin text and typography, and the Central European letters of HTML 5. Sorted.
const ENTITIES: &[(&str, char)] = &[
    ("AElig", 'Æ'),
    ("Aacute", 'Á'),
    ("Abreve", 'Ă'),
    ("Acirc", 'Â'),
    ("Agrave", 'À'),
    ("Aogon", 'Ą'),
    ("Aring", 'Å'),
    ("Atilde", 'Ã'),
    ("Auml", 'Ä'),
    ("Cacute", 'Ć'),
    ("Ccaron", 'Č'),
    ("Ccedil", 'Ç'),
    ("Dagger", '‡'),
    ("Dcaron", 'Ď'),
    ("Dstrok", 'Đ'),
    ("ETH", 'Ð'),
    ("Eacute", 'É'),
    ("Ecaron", 'Ě'),
    ("Ecirc", 'Ê'),
    ("Egrave", 'È'),
    ("Eogon", 'Ę'),
    ("Euml", 'Ë'),
    ("Gbreve", 'Ğ'),
    ("Iacute", 'Í'),
    ("Icirc", 'Î'),
    ("Idot", 'İ'),
    ("Igrave", 'Ì'),
    ("Iuml", 'Ï'),
    ("Lstrok", 'Ł'),
    ("Nacute", 'Ń'),
    ("Ncaron", 'Ň'),
    ("Ntilde", 'Ñ'),
    ("OElig", 'Œ'),
    ("Oacute", 'Ó'),
    ("Ocirc", 'Ô'),
    ("Odblac", 'Ő'),
    ("Ograve", 'Ò'),
    ("Oslash", 'Ø'),
    ("Otilde", 'Õ'),
    ("Ouml", 'Ö'),
    ("Rcaron", 'Ř'),
    ("Sacute", 'Ś'),
    ("Scaron", 'Š'),
    ("Scedil", 'Ş'),
    ("THORN", 'Þ'),
    ("Tcaron", 'Ť'),
    ("Tcedil", 'Ţ'),
    ("Uacute", 'Ú'),
    ("Ucirc", 'Û'),
    ("Udblac", 'Ű'),
    ("Ugrave", 'Ù'),
    ("Uring", 'Ů'),
    ("Uuml", 'Ü'),
    ("Yacute", 'Ý'),
    ("Yuml", 'Ÿ'),
    ("Zacute", 'Ź'),
    ("Zcaron", 'Ž'),
    ("Zdot", 'Ż'),
    ("aacute", 'á'),
    ("abreve", 'ă'),
    ("acirc", 'â'),
    ("acute", '´'),
    ("aelig", 'æ'),
    ("agrave", 'à'),
    ("amp", '&'),
    ("aogon", 'ą'),
    ("apos", '\u{27}'),
    ("aring", 'å'),
    ("atilde", 'ã'),
    ("auml", 'ä'),
    ("bdquo", '„'),
    ("brvbar", '¦'),
    ("bull", '•'),
    ("cacute", 'ć'),
    ("ccaron", 'č'),
    ("ccedil", 'ç'),
    ("cedil", '¸'),
    ("cent", '¢'),
    ("check", '✓'),
    ("copy", '©'),
    ("curren", '¤'),
    ("dagger", '†'),
    ("darr", '↓'),
    ("dcaron", 'ď'),
    ("deg", '°'),
    ("divide", '÷'),
    ("dstrok", 'đ'),
    ("eacute", 'é'),
    ("ecaron", 'ě'),
    ("ecirc", 'ê'),
    ("egrave", 'è'),
    ("emsp", '\u{2003}'),
    ("ensp", '\u{2002}'),
    ("eogon", 'ę'),
    ("eth", 'ð'),
    ("euml", 'ë'),
    ("euro", '€'),
    ("frac12", '½'),
    ("frac14", '¼'),
    ("frac34", '¾'),
    ("gbreve", 'ğ'),
    ("ge", '≥'),
    ("gt", '>'),
    ("hellip", '…'),
    ("iacute", 'í'),
    ("icirc", 'î'),
    ("iexcl", '¡'),
    ("igrave", 'ì'),
    ("infin", '∞'),
    ("inodot", 'ı'),
    ("iquest", '¿'),
    ("iuml", 'ï'),
    ("laquo", '«'),
    ("larr", '←'),
    ("ldquo", '“'),
    ("le", '≤'),
    ("lrm", '\u{200e}'),
    ("lsaquo", '‹'),
    ("lsquo", '‘'),
    ("lstrok", 'ł'),
    ("lt", '<'),
    ("macr", '¯'),
    ("mdash", '—'),
    ("micro", 'µ'),
    ("middot", '·'),
    ("minus", '−'),
    ("nacute", 'ń'),
    ("nbsp", '\u{a0}'),
    ("ncaron", 'ň'),
    ("ndash", '–'),
    ("ne", '≠'),
    ("not", '¬'),
    ("ntilde", 'ñ'),
    ("oacute", 'ó'),
    ("ocirc", 'ô'),
    ("odblac", 'ő'),
    ("oelig", 'œ'),
    ("ograve", 'ò'),
    ("ordf", 'ª'),
    ("ordm", 'º'),
    ("oslash", 'ø'),
    ("otilde", 'õ'),
    ("ouml", 'ö'),
    ("para", '¶'),
    ("permil", '‰'),
    ("plusmn", '±'),
    ("pound", '£'),
    ("quot", '"'),
    ("raquo", '»'),
    ("rarr", '→'),
    ("rcaron", 'ř'),
    ("rdquo", '”'),
    ("reg", '®'),
    ("rlm", '\u{200f}'),
    ("rsaquo", '›'),
    ("rsquo", '’'),
    ("sacute", 'ś'),
    ("sbquo", '‚'),
    ("scaron", 'š'),
    ("scedil", 'ş'),
    ("sect", '§'),
    ("shy", '\u{ad}'),
    ("sup1", '¹'),
    ("sup2", '²'),
    ("sup3", '³'),
    ("szlig", 'ß'),
    ("tcaron", 'ť'),
    ("tcedil", 'ţ'),
    ("thinsp", '\u{2009}'),
    ("thorn", 'þ'),
    ("times", '×'),
    ("trade", '™'),
    ("uacute", 'ú'),
    ("uarr", '↑'),
    ("ucirc", 'û'),
    ("udblac", 'ű'),
    ("ugrave", 'ù'),
    ("uml", '¨'),
    ("uring", 'ů'),
    ("uuml", 'ü'),
    ("yacute", 'ý'),
    ("yen", '¥'),
    ("yuml", 'ÿ'),
    ("zacute", 'ź'),
    ("zcaron", 'ž'),
    ("zdot", 'ż'),
    ("zwj", '\u{200d}'),
    ("zwnj", '\u{200c}'),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_cells_entities_and_hidden_parts() {
        let html = "<html><head><style>p{}</style><title>T</title></head><body><p>Put&scaron;&#269;i &amp; <b>žena</b><br>x &lt; y</p><!-- no --><table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table><script>if (a<b) {}</script>a < b &unknown; end";
        assert_eq!(text(html), "T\nPutšči & žena\nx < y\na\tb\nc\na < b &unknown; end");
    }

    #[test]
    fn attributes_with_and_without_quotes() {
        let attributes = " title=\"02.03.2025 10:14:00 UTC+01:00\" class='a b' id=m1 hidden";
        assert_eq!(attribute(attributes, "title").as_deref(), Some("02.03.2025 10:14:00 UTC+01:00"));
        assert_eq!(attribute(attributes, "class").as_deref(), Some("a b"));
        assert_eq!(attribute(attributes, "id").as_deref(), Some("m1"));
        assert_eq!(attribute(attributes, "hidden").as_deref(), Some(""));
        assert_eq!(attribute(attributes, "href"), None);
    }

    #[test]
    fn the_entity_table_is_sorted() {
        assert!(ENTITIES.windows(2).all(|pair| pair[0].0 < pair[1].0));
    }

    #[test]
    fn twenty_thousand_nested_tables_are_read_in_one_pass() {
        let bomb = format!("{}core{}", "<table><tr><td>".repeat(20_000), "</td></tr></table>".repeat(20_000));
        assert_eq!(text(&bomb), "core");
    }

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig::with_cases(128))]
        #[test]
        fn no_text_makes_it_panic(markup in "[<>/!a-c&#;x0-9\"'= ж-]{0,80}") {
            let _ = text(&markup);
            let _ = attribute(&markup, "a");
        }
    }
}
