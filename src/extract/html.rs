//! HTML as a browser parses it: visible text in blocks, titles, alternative texts, form values, link targets, embedded images.

use std::io::Cursor;

use scraper::node::Element;
use scraper::{Html, Node};

use super::formats::Format;
use super::paragraphs::{self, UNIT};
use super::{Failure, Gap, Input, Locator, Meta, Options, Part, Reason, Sink, Stopped, Unit};
use crate::language::encoding;

/// Web pages.
pub const HTML: Format = Format {
    id: "html",
    name: "HTML",
    media_type: "text/html",
    extensions: &["html", "htm", "xhtml"],
    engine: ENGINE,
    read,
    reads: "title, text, tables, alternative texts, form values, link targets, images embedded as data (as members)",
    leaves: "scripts, style sheets, comments",
    locator: "element, counted in document order, with its path",
    limits: "nested deeper than 2,000 elements: text only, without elements",
};

const ENGINE: &str = "scraper 0.29.0";
/// For trees so deep that a browser's parser takes time that grows with the square.
const FLAT_ENGINE: &str = "mail-parser 0.11.9 (html_to_text)";
const DEPTH: usize = 2000;

fn read(input: &Input, _options: &Options, sink: &mut dyn Sink) -> Result<(), Failure> {
    let decoded = encoding::decode(input.bytes, declared_charset(input.bytes).as_deref());
    let encoding = ("encoding".to_owned(), decoded.encoding.to_owned());
    if decoded.lossy {
        sink.gap(paragraphs::lossy(decoded.encoding))?;
    }
    if depth(&decoded.text) > DEPTH {
        sink.meta(Meta { extra: vec![encoding], ..Meta::default() })?;
        sink.gap(Gap::new(
            Reason::NestingLimit,
            "elements are nested deeper than 2,000; the text was read without its structure",
        ))?;
        return Ok(flat(&decoded.text, sink)?);
    }
    let document = Html::parse_document(&decoded.text);
    let mut walk = Walk::default();
    walk.document(&document, sink)?;
    walk.meta.extra.insert(0, encoding);
    sink.meta(std::mem::take(&mut walk.meta))?;
    walk.rest(sink)?;
    for (index, image) in walk.images.iter().enumerate() {
        if let Some((extension, bytes)) = data_url(image) {
            sink.member(&format!("image-{}.{extension}", index + 1), &mut Cursor::new(bytes))?;
        }
    }
    Ok(())
}

/// The visible text of a piece of HTML, paragraphs parted by line ends; for mail bodies and e-books.
pub fn plain(html: &str) -> String {
    if depth(html) > DEPTH {
        return mail_parser::decoders::html::html_to_text(html);
    }
    let mut blocks = super::collect::Collected::default();
    let mut walk = Walk::default();
    // A collecting sink never hangs up.
    let _ = walk.document(&Html::parse_document(html), &mut blocks);
    blocks.text()
}

/// The charset a page declares in its first bytes, as `<meta charset>`, `http-equiv` or an XML declaration.
fn declared_charset(bytes: &[u8]) -> Option<String> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(4096)]).to_ascii_lowercase();
    let after = |key: &str| {
        let rest = head[head.find(key)? + key.len()..].trim_start().strip_prefix('=')?.trim_start();
        let value: String = rest
            .trim_start_matches(['"', '\''])
            .chars()
            .take_while(|c| c.is_ascii_alphanumeric() || "-_:.".contains(*c))
            .collect();
        (!value.is_empty()).then_some(value)
    };
    after("charset").or_else(|| if head.trim_start().starts_with("<?xml") { after("encoding") } else { None })
}

/// How deep the tags nest, counted without a tree. Elements whose end tag is optional do not count.
fn depth(text: &str) -> usize {
    const LOOSE: [&str; 34] = [
        "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr", "p", "li",
        "dt", "dd", "td", "th", "tr", "tbody", "thead", "tfoot", "option", "optgroup", "colgroup", "rp", "rt", "html", "head",
        "body", "frame", "basefont",
    ];
    let bytes = text.as_bytes();
    let (mut depth, mut deepest, mut at) = (0usize, 0usize, 0usize);
    while let Some(found) = bytes.get(at..).and_then(|rest| rest.iter().position(|b| *b == b'<')) {
        at += found + 1;
        let closing = bytes.get(at) == Some(&b'/');
        let start = at + usize::from(closing);
        let end = start + bytes[start.min(bytes.len())..].iter().take(16).take_while(|b| b.is_ascii_alphanumeric()).count();
        let Some(name) = text.get(start..end).filter(|name| !name.is_empty()) else { continue };
        let name = name.to_ascii_lowercase();
        if LOOSE.contains(&name.as_str()) {
            continue;
        }
        if closing {
            depth = depth.saturating_sub(1);
        } else {
            depth += 1;
            deepest = deepest.max(depth);
        }
    }
    deepest
}

fn flat(html: &str, sink: &mut dyn Sink) -> Result<(), Stopped> {
    let text = mail_parser::decoders::html::html_to_text(html);
    let mut rest = text.as_str();
    while !rest.is_empty() {
        let (piece, after) = paragraphs::split(rest, UNIT * 2);
        rest = after;
        if !piece.trim().is_empty() {
            let locator = Locator::Element { number: 1, path: "html".to_owned() };
            sink.unit(unit(locator, Part::Body, piece.to_owned(), FLAT_ENGINE))?;
        }
    }
    Ok(())
}

fn unit(locator: Locator, part: Part, text: String, engine: &str) -> Unit {
    Unit { locator, part, text, engine: engine.to_owned(), confidence: None, entry: None }
}

/// The walk through the tree: text gathers in a block, blocks gather in a unit.
#[derive(Default)]
struct Walk {
    meta: Meta,
    /// Elements opened so far.
    number: u32,
    block: String,
    /// The element in which the present unit began.
    at: Option<(u32, String)>,
    text: String,
    preformatted: usize,
    fields: Vec<String>,
    links: Vec<String>,
    images: Vec<String>,
    title: String,
}

impl Walk {
    fn document(&mut self, document: &Html, sink: &mut dyn Sink) -> Result<(), Stopped> {
        use ego_tree::iter::Edge;
        let mut skip: Option<ego_tree::NodeId> = None;
        let mut in_title = false;
        for edge in document.tree.root().traverse() {
            match edge {
                Edge::Open(node) if skip.is_none() => match node.value() {
                    Node::Text(text) if in_title => self.title.push_str(text),
                    Node::Text(text) => self.words(text, &node),
                    Node::Element(element) => {
                        self.number = self.number.saturating_add(1);
                        match element.name() {
                            "script" | "style" => skip = Some(node.id()),
                            "title" => {
                                in_title = !node.ancestors().any(|a| a.value().as_element().is_some_and(|e| e.name() == "svg"))
                            }
                            _ => self.open(element, &node, sink)?,
                        }
                    }
                    _ => {}
                },
                Edge::Close(node) => {
                    if skip == Some(node.id()) {
                        skip = None;
                    } else if skip.is_none()
                        && let Node::Element(element) = node.value()
                    {
                        match element.name() {
                            "title" => in_title = false,
                            name => self.close(name, sink)?,
                        }
                    }
                }
                Edge::Open(_) => {}
            }
        }
        let title = self.title.split_whitespace().collect::<Vec<_>>().join(" ");
        if !title.is_empty() {
            self.meta.title = Some(title);
        }
        self.end_block(sink)?;
        self.end_unit(sink)
    }

    fn open(&mut self, element: &Element, node: &ego_tree::NodeRef<'_, Node>, sink: &mut dyn Sink) -> Result<(), Stopped> {
        let name = element.name();
        if is_block(name) {
            self.end_block(sink)?;
        }
        match name {
            "br" => self.block.push('\n'),
            "pre" | "textarea" => self.preformatted += 1,
            "td" | "th" if !self.block.is_empty() => self.block.push('\t'),
            "meta" => self.meta_tag(element),
            "input" | "button" => {
                let hidden = matches!(element.attr("type"), Some("submit" | "button" | "reset" | "image"));
                if let Some(value) = element.attr("value").filter(|v| !hidden && !v.trim().is_empty()) {
                    self.fields.push(match element.attr("name") {
                        Some(name) => format!("{name}: {value}"),
                        None => value.to_owned(),
                    });
                }
            }
            "a" | "area" => {
                if let Some(target) = element.attr("href").map(str::trim)
                    && ["http:", "https:", "mailto:", "tel:", "sms:", "geo:", "ftp:", "whatsapp:", "tg:", "viber:"]
                        .iter()
                        .any(|scheme| target.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme)))
                    && self.links.last().is_none_or(|last| last != target)
                {
                    self.links.push(target.to_owned());
                }
            }
            _ => {}
        }
        if let Some(alternative) = element.attr("alt").filter(|alt| !alt.trim().is_empty()) {
            self.blank();
            self.mark(node);
            self.block.push_str(alternative.trim());
            self.block.push(' ');
        }
        if name == "img"
            && let Some(source) = element.attr("src").filter(|source| source.trim_start().starts_with("data:"))
        {
            self.images.push(source.to_owned());
        }
        Ok(())
    }

    fn close(&mut self, name: &str, sink: &mut dyn Sink) -> Result<(), Stopped> {
        if matches!(name, "pre" | "textarea") {
            self.preformatted = self.preformatted.saturating_sub(1);
        }
        if is_block(name) { self.end_block(sink) } else { Ok(()) }
    }

    fn meta_tag(&mut self, element: &Element) {
        let Some(content) = element.attr("content").map(str::trim).filter(|c| !c.is_empty()) else { return };
        match element.attr("name").unwrap_or("").to_ascii_lowercase().as_str() {
            "author" | "dc.creator" => self.meta.author = Some(content.to_owned()),
            "description" | "keywords" | "generator" | "date" | "dc.date" => {
                self.meta.extra.push((element.attr("name").unwrap_or("").to_ascii_lowercase(), content.to_owned()));
            }
            _ => {}
        }
    }

    fn words(&mut self, text: &str, node: &ego_tree::NodeRef<'_, Node>) {
        if self.preformatted > 0 {
            self.mark(node);
            self.block.push_str(text);
            return;
        }
        if text.starts_with(|c: char| c.is_ascii_whitespace()) {
            self.blank();
        }
        // Only the blanks of HTML collapse; a no-break space is text.
        let mut words = text.split(|c: char| c.is_ascii_whitespace()).filter(|word| !word.is_empty()).peekable();
        if words.peek().is_none() {
            return;
        }
        self.mark(node);
        while let Some(word) = words.next() {
            self.block.push_str(word);
            if words.peek().is_some() {
                self.block.push(' ');
            }
        }
        if text.ends_with(|c: char| c.is_ascii_whitespace()) {
            self.block.push(' ');
        }
    }

    fn blank(&mut self) {
        if !self.block.is_empty() && !self.block.ends_with([' ', '\n', '\t']) {
            self.block.push(' ');
        }
    }

    /// Remember where the unit begins, at its first text.
    fn mark(&mut self, node: &ego_tree::NodeRef<'_, Node>) {
        if self.at.is_none() {
            self.at = Some((self.number, path_of(node)));
        }
    }

    fn end_block(&mut self, sink: &mut dyn Sink) -> Result<(), Stopped> {
        let block = std::mem::take(&mut self.block);
        let block = block.trim();
        if block.is_empty() {
            return Ok(());
        }
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        self.text.push_str(block);
        if self.text.len() > UNIT { self.end_unit(sink) } else { Ok(()) }
    }

    fn end_unit(&mut self, sink: &mut dyn Sink) -> Result<(), Stopped> {
        let text = std::mem::take(&mut self.text);
        let Some((number, path)) = self.at.take() else { return Ok(()) };
        let mut rest = text.as_str();
        while !rest.is_empty() {
            let (piece, after) = paragraphs::split(rest, UNIT * 4);
            rest = after;
            sink.unit(unit(Locator::Element { number, path: path.clone() }, Part::Body, piece.to_owned(), ENGINE))?;
        }
        Ok(())
    }

    /// What the eye does not see in the running text: field values and where links lead.
    fn rest(&mut self, sink: &mut dyn Sink) -> Result<(), Stopped> {
        for (part, lines) in [(Part::FormField, &self.fields), (Part::Metadata, &self.links)] {
            for lines in lines.chunks(100) {
                let locator = Locator::Element { number: 1, path: "html".to_owned() };
                sink.unit(unit(locator, part, lines.join("\n"), ENGINE))?;
            }
        }
        Ok(())
    }
}

/// The kind of image and the bytes of a `data:` address in base64.
fn data_url(url: &str) -> Option<(&str, Vec<u8>)> {
    let (kind, data) = url.trim().strip_prefix("data:")?.split_once(',')?;
    let media = kind.strip_suffix(";base64")?;
    let dense: Vec<u8> = data.bytes().filter(|b| !b.is_ascii_whitespace()).collect();
    let bytes = mail_parser::decoders::base64::base64_decode(&dense)?;
    let extension = media.split(';').next()?.strip_prefix("image/").unwrap_or("bin").split('+').next()?;
    let known = extension.len() <= 8 && !extension.is_empty() && extension.bytes().all(|b| b.is_ascii_alphanumeric());
    Some((if known { extension } else { "bin" }, bytes))
}

fn is_block(name: &str) -> bool {
    matches!(
        name,
        "address"
            | "article"
            | "aside"
            | "blockquote"
            | "body"
            | "caption"
            | "center"
            | "dd"
            | "details"
            | "dialog"
            | "dir"
            | "div"
            | "dl"
            | "dt"
            | "fieldset"
            | "figcaption"
            | "figure"
            | "footer"
            | "form"
            | "frame"
            | "frameset"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "head"
            | "header"
            | "hr"
            | "html"
            | "iframe"
            | "legend"
            | "li"
            | "main"
            | "menu"
            | "nav"
            | "noscript"
            | "ol"
            | "option"
            | "p"
            | "pre"
            | "section"
            | "select"
            | "summary"
            | "table"
            | "tbody"
            | "textarea"
            | "tfoot"
            | "thead"
            | "title"
            | "tr"
            | "ul"
    )
}

/// "html/body/table[2]/…", from the nearest six block elements around a text.
fn path_of(node: &ego_tree::NodeRef<'_, Node>) -> String {
    let mut steps = Vec::new();
    for ancestor in node.ancestors() {
        let Some(element) = ancestor.value().as_element() else { continue };
        let same = |other: &ego_tree::NodeRef<'_, Node>| other.value().as_element().is_some_and(|e| e.name() == element.name());
        let before = ancestor.prev_siblings().take(5000).filter(same).count();
        steps.push(if before == 0 { element.name().to_owned() } else { format!("{}[{}]", element.name(), before + 1) });
    }
    steps.reverse();
    let deep = steps.len() > 8;
    let kept = steps.split_off(steps.len().saturating_sub(if deep { 6 } else { 8 }));
    if deep { format!("{}/…/{}", steps.first().map_or("html", |s| s.as_str()), kept.join("/")) } else { kept.join("/") }
}

#[cfg(test)]
mod tests {
    use super::super::collect::Collected;
    use super::*;

    fn collect(html: &[u8]) -> Collected {
        let mut sink = Collected::default();
        read(&Input { bytes: html, name: "a.html" }, &Options::default(), &mut sink).unwrap();
        sink
    }

    #[test]
    fn blocks_part_lines_and_inline_elements_do_not_part_words() {
        let sink = collect(
            "<html><head><title>Zap\u{17e}isnik</title><style>p{}</style></head><body><script>var x</script>\
             <p>Prevo<b>zio</b> je <i>ljude</i></p><table><tr><td>Ime<td>Iznos<tr><td>Ana<td>500&nbsp;EUR</table>\
             <img alt='pečat suda' src=x></body></html>"
                .as_bytes(),
        );
        assert_eq!(sink.meta.title.as_deref(), Some("Zapžisnik"));
        assert_eq!(sink.text(), "Prevozio je ljude\nIme\tIznos\nAna\t500\u{a0}EUR\npečat suda");
        assert_eq!(sink.units[0].locator, Locator::Element { number: 7, path: "html/body/p".into() });
    }

    #[test]
    fn the_declared_charset_counts() {
        let sink = collect(b"<meta charset=iso-8859-2><p>\xe8aj</p>");
        assert_eq!(sink.text(), "čaj");
    }

    #[test]
    fn deep_nesting_keeps_its_text_and_says_so() {
        let html = format!("{}duboko{}", "<div>".repeat(200_000), "</div>".repeat(200_000));
        let sink = collect(html.as_bytes());
        assert_eq!(sink.text().trim(), "duboko");
        assert_eq!(sink.gaps[0].reason, Reason::NestingLimit);
    }

    #[test]
    fn fields_links_and_embedded_images_are_kept() {
        let sink = collect(
            b"<form><input name=plate value='BG 123'></form><a href='tel:+38164'>call</a><img src='data:image/png;base64,iVBO'>",
        );
        let parts: Vec<_> = sink.units.iter().map(|u| (u.part, u.text.as_str())).collect();
        assert_eq!(parts, [(Part::Body, "call"), (Part::FormField, "plate: BG 123"), (Part::Metadata, "tel:+38164")]);
        assert_eq!(sink.members[0], ("image-1.png".to_owned(), vec![0x89, b'P', b'N']));
    }
}
