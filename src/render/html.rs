//! HTML: one self-contained page, language-tagged, no script, no outside reference.

use std::fmt::Write;

use super::model::{
    Align, Block, Cell, Document, Item, List, Marker, Number, Paragraph, Row, Run, Running, Signature, Style, Table,
};
use super::numbering;

const STYLE: &str = "body{font-family:'Libertinus Serif','Times New Roman',serif;max-width:48rem;margin:2rem auto;padding:0 1rem;line-height:1.4;color:#111}\
body.landscape{max-width:72rem}h1,h2,h3,h4{line-height:1.2;margin:1.4em 0 .4em}.title{font-size:1.6rem;font-weight:bold;text-align:center}\
.subtitle,.centred{text-align:center}.right{text-align:right}.small{font-size:.85rem}.quote{margin:0 2rem}.notice{border:1px solid #111;padding:.5rem .8rem}\
table{border-collapse:collapse;width:100%;margin:.6rem 0}th,td{border:1px solid #777;padding:.3rem .5rem;vertical-align:top;text-align:left}\
th{background:#eee}table.plain th,table.plain td,table.pair td{border:0;background:none}table.pair td{width:50%;padding:0 .8rem 0 0}\
td p,th p{margin:0 0 .3rem}caption{text-align:left;font-weight:bold}.flag{background:#ffe9a8}.running{display:flex;justify-content:space-between;font-size:.85rem;color:#444}\
.watermark{color:#a00;font-weight:bold;text-align:center;letter-spacing:.2em}.stamp{border:1px dashed #777;width:9rem;height:9rem;display:flex;align-items:center;justify-content:center;color:#777}\
.line{display:inline-block;min-width:16rem;border-bottom:1px solid #111}.notes{font-size:.85rem;border-top:1px solid #777;margin-top:2rem}\
@media print{body{margin:0;max-width:none}thead{display:table-header-group}tr{break-inside:avoid}.break{break-before:page}}";

/// The document as one HTML page. All text is escaped.
pub fn to_html(document: &Document) -> String {
    let document = numbering::resolve(document);
    let mut writer = Writer { out: String::new(), notes: Vec::new() };
    writer.document(&document);
    writer.out
}

struct Writer {
    out: String,
    notes: Vec<Vec<Run>>,
}

impl Writer {
    fn raw(&mut self, markup: &str) {
        self.out.push_str(markup);
    }

    fn document(&mut self, document: &Document) {
        let language = escape(&document.meta.language);
        let _ = write!(
            self.out,
            "<!DOCTYPE html>\n<html lang=\"{language}\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n<title>{}</title>\n",
            escape(&document.meta.title)
        );
        if let Some(author) = &document.meta.author {
            let _ = writeln!(self.out, "<meta name=\"author\" content=\"{}\">", escape(author));
        }
        let class = if document.landscape { " class=\"landscape\"" } else { "" };
        let _ = write!(self.out, "<style>{STYLE}</style>\n</head>\n<body{class}>\n");
        self.running("header", &document.header);
        if let Some(watermark) = &document.watermark {
            let _ = writeln!(
                self.out,
                "<p class=\"watermark\"{}>{}</p>",
                lang(watermark.language.as_deref()),
                escape(&watermark.text)
            );
        }
        self.raw("<main>\n");
        self.blocks(&document.blocks);
        self.raw("</main>\n");
        self.footnotes();
        self.running("footer", &document.footer);
        self.raw("</body>\n</html>\n");
    }

    /// A page of HTML has no page number; the three places are shown once.
    fn running(&mut self, element: &str, running: &Running) {
        if running.left.is_empty() && running.centre.is_empty() && running.right.is_empty() {
            return;
        }
        let _ = write!(self.out, "<{element} class=\"running\">");
        for place in [&running.left, &running.centre, &running.right] {
            self.raw("<span>");
            self.runs(place);
            self.raw("</span>");
        }
        let _ = writeln!(self.out, "</{element}>");
    }

    fn footnotes(&mut self) {
        if self.notes.is_empty() {
            return;
        }
        self.raw("<section class=\"notes\"><ol>\n");
        let notes = std::mem::take(&mut self.notes);
        for (index, note) in notes.iter().enumerate() {
            let number = index + 1;
            let _ = write!(self.out, "<li id=\"note{number}\">");
            self.runs(note);
            let _ = writeln!(self.out, " <a href=\"#ref{number}\">↩</a></li>");
        }
        self.raw("</ol></section>\n");
    }

    fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            self.block(block);
        }
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Heading(heading) => {
                let level = heading.level.clamp(1, 4) + 1;
                let _ = write!(self.out, "<h{level}>");
                if let Number::Given(number) = &heading.number {
                    let _ = write!(self.out, "{number} ");
                }
                self.runs(&heading.runs);
                let _ = writeln!(self.out, "</h{level}>");
            }
            Block::Paragraph(paragraph) => self.paragraph(paragraph),
            Block::List(list) => self.list(list),
            Block::Table(table) => self.table(table),
            Block::Pair(pair) => {
                self.raw("<table class=\"pair\"><tbody><tr>\n");
                for (language, side) in [(&pair.left_language, &pair.left), (&pair.right_language, &pair.right)] {
                    let _ = writeln!(self.out, "<td{}>", lang(Some(language)));
                    self.blocks(side);
                    self.raw("</td>\n");
                }
                self.raw("</tr></tbody></table>\n");
            }
            Block::Signature(signature) => self.signature(signature),
            Block::PageBreak | Block::Part => self.raw("<div class=\"break\"></div>\n"),
        }
    }

    fn paragraph(&mut self, paragraph: &Paragraph) {
        let (open, close) = match paragraph.style {
            Style::Body => ("<p>", "</p>\n"),
            Style::Title => ("<h1 class=\"title\">", "</h1>\n"),
            Style::Subtitle => ("<p class=\"subtitle\">", "</p>\n"),
            Style::Small => ("<p class=\"small\">", "</p>\n"),
            Style::Quote => ("<blockquote class=\"quote\">", "</blockquote>\n"),
            Style::Notice => ("<p class=\"notice\">", "</p>\n"),
            Style::Centred => ("<p class=\"centred\">", "</p>\n"),
            Style::Right => ("<p class=\"right\">", "</p>\n"),
        };
        self.raw(open);
        self.runs(&paragraph.runs);
        self.raw(close);
    }

    fn list(&mut self, list: &List) {
        let (open, close) = match list.marker {
            Marker::Bullet => ("<ul>\n", "</ul>\n"),
            Marker::Box => ("<ul style=\"list-style-type:'☐ '\">\n", "</ul>\n"),
            Marker::Decimal => ("<ol>\n", "</ol>\n"),
            Marker::Letter => ("<ol type=\"a\">\n", "</ol>\n"),
        };
        self.raw(open);
        for Item { runs, sublist } in &list.items {
            self.raw("<li>");
            self.runs(runs);
            if let Some(sublist) = sublist {
                self.list(sublist);
            }
            self.raw("</li>\n");
        }
        self.raw(close);
    }

    fn table(&mut self, table: &Table) {
        self.raw(if table.plain { "<table class=\"plain\">\n" } else { "<table>\n" });
        if !table.caption.is_empty() {
            self.raw("<caption>");
            self.runs(&table.caption);
            self.raw("</caption>\n");
        }
        let total: u32 = table.columns.iter().map(|c| u32::from(c.share)).sum::<u32>().max(1);
        self.raw("<colgroup>");
        for column in &table.columns {
            let _ = write!(self.out, "<col style=\"width:{}%\">", (u32::from(column.share) * 1000 / total) as f32 / 10.0);
        }
        self.raw("</colgroup>\n");
        if !table.header.is_empty() {
            self.raw("<thead>\n");
            self.rows(table, &table.header, true);
            self.raw("</thead>\n");
        }
        self.raw("<tbody>\n");
        self.rows(table, &table.rows, false);
        self.raw("</tbody>\n</table>\n");
    }

    fn rows(&mut self, table: &Table, rows: &[Row], header: bool) {
        for row in rows {
            self.raw("<tr>");
            for (index, cell) in row.cells.iter().enumerate() {
                let align = table.columns.get(index).map(|c| c.align).unwrap_or_default();
                self.cell(cell, header || cell.strong, align);
            }
            self.raw("</tr>\n");
        }
    }

    fn cell(&mut self, cell: &Cell, label: bool, align: Align) {
        let element = if label { "th" } else { "td" };
        let _ = write!(self.out, "<{element}");
        if cell.span > 1 {
            let _ = write!(self.out, " colspan=\"{}\"", cell.span);
        }
        match align {
            Align::Start => {}
            Align::Centre => self.raw(" style=\"text-align:center\""),
            Align::End => self.raw(" style=\"text-align:right\""),
        }
        self.raw(">");
        if let [only] = cell.paragraphs.as_slice() {
            self.runs(only);
        } else {
            for paragraph in &cell.paragraphs {
                self.raw("<p>");
                self.runs(paragraph);
                self.raw("</p>");
            }
        }
        let _ = write!(self.out, "</{element}>");
    }

    fn signature(&mut self, signature: &Signature) {
        self.raw("<table class=\"plain\"><tbody>\n");
        for (label, value) in &signature.lines {
            self.raw("<tr><td>");
            self.runs(label);
            self.raw("</td><td>");
            if value.is_empty() {
                self.raw("<span class=\"line\">&nbsp;</span>");
            } else {
                self.runs(value);
            }
            self.raw("</td></tr>\n");
        }
        self.raw("</tbody></table>\n<div class=\"stamp\">");
        self.runs(&signature.stamp);
        self.raw("</div>\n");
    }

    fn runs(&mut self, runs: &[Run]) {
        for run in runs {
            self.run(run);
        }
    }

    fn run(&mut self, run: &Run) {
        let mut close = Vec::new();
        let mut open = |out: &mut String, tag: String, end: &'static str| {
            out.push_str(&tag);
            close.push(end);
        };
        // Only addresses that lead to a page may become links; anything else stays text.
        if let Some(link) =
            run.link.as_deref().filter(|l| l.starts_with("https://") || l.starts_with("http://") || l.starts_with('#'))
        {
            open(&mut self.out, format!("<a href=\"{}\">", escape(link)), "</a>");
        }
        if run.language.is_some() || run.field.is_some() || run.flagged {
            let class = if run.flagged { " class=\"flag\"" } else { "" };
            let field = run
                .field
                .as_ref()
                .map_or(String::new(), |f| format!(" data-field=\"{}\" title=\"{}\"", escape(&f.tag), escape(&f.label)));
            open(&mut self.out, format!("<span{}{class}{field}>", lang(run.language.as_deref())), "</span>");
        }
        if run.bold {
            open(&mut self.out, "<b>".into(), "</b>");
        }
        if run.italic {
            open(&mut self.out, "<i>".into(), "</i>");
        }
        let text = escape(&run.text).replace('\n', "<br>");
        self.raw(&text);
        for end in close.into_iter().rev() {
            self.raw(end);
        }
        if !run.note.is_empty() {
            self.notes.push(run.note.clone());
            let number = self.notes.len();
            let _ = write!(self.out, "<sup id=\"ref{number}\"><a href=\"#note{number}\">{number}</a></sup>");
        }
    }
}

fn lang(language: Option<&str>) -> String {
    language.map_or(String::new(), |language| format!(" lang=\"{}\"", escape(language)))
}

/// Text in an element or a quoted attribute; characters HTML forbids become the replacement character.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\n' | '\t' => out.push(c),
            c if c.is_control() => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::model::{Column, Heading};
    use proptest::prelude::*;

    #[test]
    fn a_page_with_heading_table_and_note() {
        let mut document = Document::new("Nalog & odluka", "sr-Latn");
        document.push(Heading::numbered(1, vec![Run::text("Činjenice")]));
        document.push(Paragraph::body(vec![
            Run::text("Izjava").note(vec![Run::text("Prilog 1")]),
            Run::text(" џак").language("sr-Cyrl").italic(),
        ]));
        document.push(Table {
            columns: vec![Column::share(1), Column::share(3)],
            header: vec![Row::new([Cell::text("#"), Cell::text("a")])],
            rows: vec![Row::new([Cell::text("1"), Cell::text("<b>")])],
            ..Table::default()
        });
        let html = to_html(&document);
        assert!(html.contains("<title>Nalog &amp; odluka</title>"));
        assert!(html.contains("<h2>1. Činjenice</h2>"));
        assert!(html.contains("<span lang=\"sr-Cyrl\"><i> џак</i></span>"));
        assert!(html.contains("<td>&lt;b&gt;</td>"));
        assert!(html.contains("<li id=\"note1\">Prilog 1"));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]
        /// Whatever a clerk types is read back as itself, never as markup.
        #[test]
        fn text_comes_out_as_itself(text in "[^\\p{C}]{0,40}") {
            let mut document = Document::new("t", "en");
            document.push(Paragraph::body(vec![Run::text(text.clone()).field("a.b", "l")]));
            let html = scraper::Html::parse_document(&to_html(&document));
            let selector = scraper::Selector::parse("main p span").map_err(|e| TestCaseError::fail(e.to_string()))?;
            let found: String = html.select(&selector).flat_map(|e| e.text()).collect();
            prop_assert_eq!(found, text);
        }

        #[test]
        fn a_link_is_never_a_script(link in "(javascript|data|vbscript):[a-z()]{0,10}") {
            let mut document = Document::new("t", "en");
            document.push(Paragraph::body(vec![Run::text("x").link(link)]));
            prop_assert!(!to_html(&document).contains("href"));
        }
    }
}
