//! OpenDocument text: body, notes, comments, tracked deletions, hidden text, headers and footers.

use std::collections::HashSet;

use super::formats::Format;
use super::odf::{self, ENGINE};
use super::odf_lists::Lists;
use super::prose::Prose;
use super::xml_stream::{Element, Node, XmlStream};
use super::{Failure, Input, Options, Part, Sink};

/// The row of the table of formats.
pub(crate) static ODT: Format = Format {
    id: "odt",
    name: "OpenDocument text",
    media_type: "application/vnd.oasis.opendocument.text",
    extensions: &["odt", "ott"],
    engine: ENGINE,
    read,
    reads: "headings, paragraphs and lists with the numbers that are printed before them, tables row by row, footnotes and endnotes, comments with author and date, tracked deletions, hidden text, text boxes, descriptions of pictures, form fields, headers and footers, embedded charts and objects; pictures as members",
    leaves: "bullets, macros, who inserted what; flat files (.fodt, .fods, .fodp) are read as XML, without labels; ticks and choices of legacy form fields; link targets; a repeated table row is read once; hidden sections are read without their label",
    locator: "paragraph",
    limits: "no part over 512 MiB",
};

fn read(input: &Input, _options: &Options, sink: &mut dyn Sink) -> Result<(), Failure> {
    sink.format(ODT.media_type, ENGINE)?;
    let mut odf = odf::open(input.bytes)?;
    sink.meta(odf::meta(&mut odf.package))?;
    let hiding = |xml: &[u8]| odf::styles_with(xml, "text-properties", "display", "none");
    let mut hidden = hiding(&odf.content);
    hidden.extend(hiding(&odf.styles));
    let mut prose = Prose::new(ENGINE);
    let mut lists = Lists::default();
    lists.learn(&odf.styles);
    lists.learn(&odf.content);
    let mut walk = Walk { hidden: &hidden, lists, ..Walk::default() };
    let mut stream = XmlStream::new(&odf.content);
    walk.run(&mut stream, &mut prose, sink)?;
    let damage = stream.damage().map(str::to_owned);
    let objects = std::mem::take(&mut walk.objects);
    let mut styles = Walk { hidden: &hidden, base: None, ..Walk::default() };
    styles.run(&mut XmlStream::new(&odf.styles), &mut prose, sink)?;
    for href in objects {
        if let Some(words) = odf::object(&mut odf.package, &href) {
            prose.aside(Part::Body, &words, sink)?;
        }
    }
    prose.flush(sink)?;
    odf::finish(&mut odf, damage.as_deref(), sink)
}

/// Where a stretch of the document belongs.
#[derive(Debug, Default)]
struct Layer {
    /// Name of the element that opened it.
    element: String,
    part: Option<Part>,
    text: String,
    /// Elements of the same name inside it.
    nested: usize,
    author: String,
    date: String,
}

struct Walk<'h> {
    hidden: &'h HashSet<String>,
    /// The layer of text that stands in no special element; `None` drops it (styles.xml holds samples).
    base: Option<Part>,
    layers: Vec<Layer>,
    /// Text of the open body paragraph.
    text: String,
    heading: bool,
    /// Depth of open paragraphs.
    paragraphs: usize,
    /// Cells of the open table row, and how deep tables are nested.
    row: Vec<String>,
    tables: usize,
    /// Names of the open spans and whether each hides.
    spans: Vec<bool>,
    objects: Vec<String>,
    lists: Lists,
    /// The number before the open paragraph, which counts as text only where there is more.
    number: Option<String>,
    steps: u64,
}

impl Default for Walk<'_> {
    fn default() -> Self {
        static NONE: std::sync::LazyLock<HashSet<String>> = std::sync::LazyLock::new(HashSet::new);
        Walk {
            hidden: &NONE,
            base: Some(Part::Body),
            layers: Vec::new(),
            text: String::new(),
            heading: false,
            paragraphs: 0,
            row: Vec::new(),
            tables: 0,
            spans: Vec::new(),
            objects: Vec::new(),
            lists: Lists::default(),
            number: None,
            steps: 0,
        }
    }
}

/// The layer an element opens, if it opens one.
fn layer_of(element: &Element<'_>) -> Option<Option<Part>> {
    Some(match element.name.as_str() {
        "note" => Some(Part::Footnote),
        "annotation" => Some(Part::Comment),
        "deletion" => Some(Part::Deleted),
        "hidden-text" | "hidden-paragraph" => Some(Part::Hidden),
        "header" | "header-left" | "header-first" => Some(Part::Header),
        "footer" | "footer-left" | "footer-first" => Some(Part::Footer),
        "tracked-changes" | "annotation-end" | "note-citation" => None,
        _ => return None,
    })
}

impl Walk<'_> {
    fn run(&mut self, stream: &mut XmlStream<'_>, prose: &mut Prose, sink: &mut dyn Sink) -> Result<(), Failure> {
        while let Some(node) = stream.next() {
            match node {
                Node::Start(element) => self.open(&element, prose, sink)?,
                Node::Text(text) => self.words(&text),
                Node::End(name) => self.close(&name, prose, sink)?,
            }
            self.steps += 1;
            if self.steps.is_multiple_of(100_000) {
                sink.progress()?;
            }
        }
        // A damaged document may break off anywhere.
        while let Some(layer) = self.layers.pop() {
            self.emit(layer, prose, sink)?;
        }
        self.paragraph(prose, sink)?;
        self.end_row(prose, sink)
    }

    fn open(&mut self, element: &Element<'_>, prose: &mut Prose, sink: &mut dyn Sink) -> Result<(), Failure> {
        if let Some(part) = layer_of(element) {
            match self.layers.last_mut().filter(|layer| layer.element == element.name) {
                Some(layer) => layer.nested += 1,
                None => {
                    let text = element.get("string-value").unwrap_or_default();
                    self.layers.push(Layer { element: element.name.clone(), part, text, ..Layer::default() });
                }
            }
            return Ok(());
        }
        if let Some(text) = odf::inline(element) {
            if self.paragraphs > 0 || !self.layers.is_empty() {
                self.target().push_str(&text);
            }
            return Ok(());
        }
        match element.name.as_str() {
            "p" | "h" => {
                // A paragraph inside a paragraph: a text box. What stands before it is its own paragraph.
                if self.layers.is_empty() && self.paragraphs > 0 {
                    self.paragraph(prose, sink)?;
                }
                self.paragraphs += 1;
                if self.layers.is_empty() {
                    self.heading = element.name == "h";
                    self.number = self.lists.number(element).map(|number| format!("{number} "));
                    self.text.push_str(self.number.as_deref().unwrap_or_default());
                }
                let hides = element.get("style-name").is_some_and(|style| self.hidden.contains(&style));
                self.span(hides);
            }
            "span" => {
                let hides = element.get("style-name").is_some_and(|style| self.hidden.contains(&style));
                self.span(hides);
            }
            "list" | "list-item" if self.layers.is_empty() => self.lists.open(element),
            "table" => self.tables += 1,
            "object" => self.objects.extend(element.get("href").filter(|_| self.objects.len() < 1000)),
            "text-input" | "drop-down" => {}
            // Controls of a form: what stands in them.
            "text" | "textarea" | "formatted-text" | "combobox" => {
                if let Some(value) = element.get("current-value").or_else(|| element.get("value")) {
                    let label = element.get("name").unwrap_or_default();
                    prose.aside(Part::FormField, format!("{label}: {value}").trim_start_matches(": "), sink)?;
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// A span that hides opens a layer of its own.
    fn span(&mut self, hides: bool) {
        let opens = hides && self.layers.is_empty() && self.base.is_some();
        self.spans.push(opens);
        if opens {
            self.layers.push(Layer { element: "hidden".into(), part: Some(Part::Hidden), ..Layer::default() });
        }
    }

    fn end_span(&mut self, prose: &mut Prose, sink: &mut dyn Sink) -> Result<(), Failure> {
        if self.spans.pop() == Some(true)
            && let Some(at) = self.layers.iter().rposition(|layer| layer.element == "hidden")
        {
            let layer = self.layers.remove(at);
            self.emit(layer, prose, sink)?;
        }
        Ok(())
    }

    fn target(&mut self) -> &mut String {
        match self.layers.last_mut() {
            Some(layer) => &mut layer.text,
            None => &mut self.text,
        }
    }

    fn words(&mut self, text: &str) {
        if self.paragraphs > 0 || !self.layers.is_empty() {
            odf::push(self.target(), text);
        }
    }

    fn close(&mut self, name: &str, prose: &mut Prose, sink: &mut dyn Sink) -> Result<(), Failure> {
        match name {
            "p" | "h" => {
                self.end_span(prose, sink)?;
                self.paragraphs = self.paragraphs.saturating_sub(1);
                match self.layers.last_mut() {
                    Some(layer) => layer.text.push('\n'),
                    None => self.paragraph(prose, sink)?,
                }
            }
            "span" => self.end_span(prose, sink)?,
            "list" | "list-item" if self.layers.is_empty() => self.lists.close(name),
            "creator" | "date" | "creator-initials" if !self.layers.is_empty() && self.paragraphs_in_layer() => {
                // Author and time stand before the text of a comment or deletion.
                if let Some(layer) = self.layers.last_mut() {
                    let value = std::mem::take(&mut layer.text).trim().to_owned();
                    match name {
                        "creator" => layer.author = value,
                        "date" => layer.date = value,
                        _ => {}
                    }
                }
            }
            "title" | "desc" if self.paragraphs == 0 => self.paragraph(prose, sink)?,
            "title" | "desc" => self.target().push(' '),
            "table-cell" | "covered-table-cell" if self.tables == 1 && self.layers.is_empty() => {
                self.row.push(std::mem::take(&mut self.text).trim().to_owned());
            }
            "table-row" if self.tables == 1 => self.end_row(prose, sink)?,
            "table" => {
                self.tables = self.tables.saturating_sub(1);
                if self.tables == 0 {
                    self.end_row(prose, sink)?;
                }
            }
            _ => {}
        }
        if let Some(layer) = self.layers.last_mut().filter(|layer| layer.element == name) {
            if layer.nested > 0 {
                layer.nested -= 1;
            } else if let Some(layer) = self.layers.pop() {
                self.emit(layer, prose, sink)?;
            }
        }
        Ok(())
    }

    /// Whether the open layer still has no paragraph of its own: `dc:creator` also stands in other places.
    fn paragraphs_in_layer(&self) -> bool {
        self.layers.last().is_some_and(|layer| !layer.text.contains('\n'))
    }

    fn paragraph(&mut self, prose: &mut Prose, sink: &mut dyn Sink) -> Result<(), Failure> {
        if let Some(number) = self.number.take()
            && let Some(before) = self.text.strip_suffix(&number)
        {
            self.text.truncate(before.len());
        }
        if self.tables > 0 {
            // Paragraphs of a cell stay together until the row ends.
            if !self.text.trim().is_empty() {
                self.text.push('\n');
            }
            return Ok(());
        }
        let text = std::mem::take(&mut self.text);
        if self.base.is_none() {
            return Ok(());
        }
        if std::mem::take(&mut self.heading) {
            prose.heading(&text, sink)?
        } else {
            prose.paragraph(&text, sink)?
        }
        Ok(())
    }

    fn end_row(&mut self, prose: &mut Prose, sink: &mut dyn Sink) -> Result<(), Failure> {
        let rest = std::mem::take(&mut self.text);
        if !rest.trim().is_empty() {
            self.row.push(rest.trim().to_owned());
        }
        let line = self.row.drain(..).filter(|cell| !cell.is_empty()).collect::<Vec<_>>().join("\t");
        if self.base.is_some() && !line.is_empty() {
            prose.paragraph(&line, sink)?;
        }
        Ok(())
    }

    fn emit(&mut self, layer: Layer, prose: &mut Prose, sink: &mut dyn Sink) -> Result<(), Failure> {
        let Some(part) = layer.part else { return Ok(()) };
        let text = layer.text.trim();
        if text.is_empty() {
            return Ok(());
        }
        let by =
            [layer.author.as_str(), layer.date.as_str()].into_iter().filter(|v| !v.is_empty()).collect::<Vec<_>>().join(", ");
        match by.is_empty() {
            true => prose.aside(part, text, sink)?,
            false => prose.aside(part, &format!("{by}: {text}"), sink)?,
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::Reason;
    use crate::extract::testing::{Collected, package};

    fn odt(body: &str) -> Collected {
        let content = format!(
            "<office:document-content xmlns:office='o' xmlns:text='t' xmlns:style='s' xmlns:dc='d' xmlns:table='b' xmlns:draw='w'>\
             <office:automatic-styles><style:style style:name='H'><style:text-properties text:display='none'/></style:style></office:automatic-styles>\
             <office:body><office:text>{body}</office:text></office:body></office:document-content>"
        );
        let styles =
            "<s xmlns:style='s' xmlns:text='t'><style:header><text:p>Заглавље</text:p></style:header><text:p>sample</text:p></s>";
        let meta = "<m xmlns:dc='d' xmlns:meta='m'><dc:title>Изјава</dc:title><meta:initial-creator>Измишљени аутор</meta:initial-creator></m>";
        let bytes = package(&[
            ("mimetype", b"application/vnd.oasis.opendocument.text".as_slice()),
            ("content.xml", content.as_bytes()),
            ("styles.xml", styles.as_bytes()),
            ("meta.xml", meta.as_bytes()),
            ("Pictures/a.png", b"picture"),
        ]);
        let (found, outcome) = Collected::from(crate::extract::extract, "a.odt", &bytes);
        assert!(outcome.is_ok(), "{outcome:?}");
        found
    }

    #[test]
    fn every_layer_under_its_label() {
        let found = odt(
            "<text:tracked-changes><text:changed-region><text:deletion><dc:creator>Ana</dc:creator><dc:date>2025-03-02T10:00:00</dc:date>\
             <text:p>избрисано</text:p></text:deletion></text:changed-region></text:tracked-changes>\
             <text:h>I. Чињенице</text:h><text:p>Први<text:s text:c='2'/>пасус<text:tab/>даље<text:note><text:note-citation>1</text:note-citation>\
             <text:note-body><text:p>фуснота</text:p></text:note-body></text:note> и <text:span text:style-name='H'>скривено</text:span> крај\
             <office:annotation><dc:creator>Марко</dc:creator><dc:date>2025-03-03</dc:date><text:p>коментар</text:p></office:annotation></text:p>",
        );
        assert_eq!(found.text(Part::Body), "I. Чињенице\nПрви  пасус\tдаље и крај");
        assert_eq!(found.text(Part::Deleted), "Ana, 2025-03-02T10:00:00: избрисано");
        assert_eq!(found.text(Part::Footnote), "фуснота");
        assert_eq!(found.text(Part::Hidden), "скривено");
        assert_eq!(found.text(Part::Comment), "Марко, 2025-03-03: коментар");
        assert_eq!(found.text(Part::Header), "Заглавље");
        assert_eq!((found.meta.title.as_deref(), found.meta.author.as_deref()), (Some("Изјава"), Some("Измишљени аутор")));
        assert_eq!(found.members, [("a.png".to_owned(), b"picture".to_vec())]);
        assert!(found.gaps.is_empty());
    }

    #[test]
    fn lists_and_headings_are_numbered_as_printed() {
        let level = |level: u32, more: &str| format!("<text:list-level-style-number text:level='{level}' {more}/>");
        let style = format!(
            "<text:list-style style:name='L'>{}{}</text:list-style>",
            level(1, "style:num-prefix='Члан ' style:num-suffix='.' style:num-format='1'"),
            level(2, "style:num-suffix=')' style:num-format='а, б, .., аа, аб, ... (sr)' text:display-levels='2'")
        );
        let item = |text: &str| format!("<text:list-item>{text}</text:list-item>");
        let p = |text: &str| format!("<text:p>{text}</text:p>");
        let inner = format!("<text:list>{}{}</text:list>", item(&p("а")), item(&p("б")));
        let body = format!(
            "{style}<text:list text:style-name='L'>{}{}{}</text:list>{}<text:list text:style-name='L' text:continue-numbering='true'>{}</text:list>\
             <text:list text:style-name='L'><text:list-item text:start-value='9'>{}</text:list-item></text:list>",
            item(&format!("{}{}{inner}", p("први"), p("други став"))),
            item(&p("")),
            item(&p("трећи")),
            p("међутекст"),
            item(&p("четврти")),
            p("девети"),
        );
        // The styles stand before the body.
        let (style, body) = body.split_at(style.len());
        let content = format!("<d><automatic-styles>{style}</automatic-styles><body><text>{body}</text></body></d>");
        let bytes =
            package(&[("mimetype", b"application/vnd.oasis.opendocument.text".as_slice()), ("content.xml", content.as_bytes())]);
        let (found, _) = Collected::from(read, "a.odt", &bytes);
        let expected = "Члан 1. први\nдруги став\n1.а) а\n1.б) б\nЧлан 3. трећи\nмеђутекст\nЧлан 4. четврти\nЧлан 9. девети";
        assert_eq!(found.text(Part::Body), expected);
    }

    #[test]
    fn a_table_is_a_line_a_row() {
        let found = odt("<table:table><table:table-row><table:table-cell><text:p>Plate</text:p></table:table-cell>\
             <table:table-cell><text:p>BG-000-AA</text:p></table:table-cell></table:table-row></table:table><text:p>after</text:p>");
        assert_eq!(found.text(Part::Body), "Plate\tBG-000-AA\nafter");
    }

    #[test]
    fn twenty_thousand_nested_tables_and_a_broken_end() {
        let deep = 20_000;
        let open = "<table:table><table:table-row><table:table-cell>".repeat(deep);
        let close = "</table:table-cell></table:table-row></table:table>".repeat(deep);
        let found = odt(&format!("{open}<text:p>duboko</text:p>{close}"));
        assert_eq!(found.text(Part::Body), "duboko");
        let bytes = package(&[
            ("mimetype", b"application/vnd.oasis.opendocument.text".as_slice()),
            ("content.xml", b"<d><p>cela recenica</p><p>pola"),
        ]);
        let (found, _) = Collected::from(read, "a.odt", &bytes);
        assert_eq!(found.text(Part::Body), "cela recenica\npola");
        assert!(found.has_gap(Reason::Corrupt));
    }

    #[test]
    fn a_password_is_told() {
        let bytes = package(&[
            ("mimetype", b"application/vnd.oasis.opendocument.text".as_slice()),
            ("META-INF/manifest.xml", b"<m><manifest:encryption-data/></m>"),
            ("content.xml", b"\x00\x01"),
        ]);
        let (_, outcome) = Collected::from(read, "a.odt", &bytes);
        assert!(matches!(outcome, Err(Failure::Unreadable(gap)) if gap.reason == Reason::Encrypted));
    }
}
