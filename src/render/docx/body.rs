//! The body: blocks and runs as WordprocessingML, with header, footer and footnotes.

use std::fmt::Write;

use super::bookmark::bookmark;
use super::parts::{HEAD, list};
use super::xml::{escape, word_language};
use super::{MARGIN, PAGE_LONG, PAGE_SHORT, text_width};
use crate::render::model::{
    Align, Block, Cell, Document, Heading, Item, List, Marker, Number, Pair, Paragraph, Row, Run, Running, Signature, Style,
    Table,
};
use crate::render::numbering;

const NAMESPACES: &str = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\" xmlns:v=\"urn:schemas-microsoft-com:vml\" xmlns:o=\"urn:schemas-microsoft-com:office:office\" xmlns:w10=\"urn:schemas-microsoft-com:office:word\"";

/// Word refuses a file with a longer tag or title of a control.
const LONGEST_TAG: usize = 64;

/// The parts that depend on the blocks.
pub struct Body {
    pub document: String,
    pub header: String,
    pub footer: String,
    pub footnotes: String,
    /// For each list with its own count, the abstract list it follows.
    pub restarts: Vec<usize>,
}

/// Write all parts that depend on the blocks.
pub fn write(document: &Document) -> Body {
    // Headings outside pairs count for the left column only; where a document mixes both, the right column's numbers are written out.
    let solo = document.blocks.iter().any(|b| matches!(b, Block::Heading(h) if h.number == Number::Auto));
    let paired = document.blocks.iter().any(|b| matches!(b, Block::Pair(_)));
    let resolved;
    let blocks = if solo && paired {
        resolved = numbering::resolve(document);
        &resolved.blocks
    } else {
        &document.blocks
    };
    let mut writer = Writer {
        out: String::new(),
        language: document.meta.language.clone(),
        width: text_width(document),
        headings: list::HEADINGS,
        right_headings: list::HEADINGS_RIGHT,
        restarts: Vec::new(),
        controls: 0,
        notes: Vec::new(),
        style: "",
        paired: false,
    };
    let _ = write!(writer.out, "{HEAD}<w:document {NAMESPACES}><w:body>");
    writer.blocks(blocks);
    writer.section(document);
    writer.out.push_str("</w:body></w:document>");
    let body = std::mem::take(&mut writer.out);
    let header = writer.running(document, true);
    let footer = writer.running(document, false);
    let footnotes = writer.footnotes();
    Body { document: body, header, footer, footnotes, restarts: writer.restarts }
}

struct Writer {
    out: String,
    /// Language of the column being written.
    language: String,
    /// Width of the column being written, in twentieths of a point.
    width: u32,
    headings: usize,
    right_headings: usize,
    restarts: Vec<usize>,
    controls: u32,
    notes: Vec<Vec<Run>>,
    /// Paragraph style inside table cells; empty: body text.
    style: &'static str,
    /// Inside a row of two languages: keeping with the next paragraph would chain the row to the next one.
    paired: bool,
}

impl Writer {
    fn raw(&mut self, xml: &str) {
        self.out.push_str(xml);
    }

    fn blocks(&mut self, blocks: &[Block]) {
        let mut rest = blocks;
        while let Some((block, after)) = rest.split_first() {
            rest = after;
            match block {
                Block::Heading(heading) => self.heading(heading),
                Block::Paragraph(paragraph) => self.paragraph(paragraph),
                Block::List(list) => {
                    let number = self.list_number(list.marker);
                    self.list(list, number, 0);
                }
                Block::Table(table) => self.table(table),
                Block::Pair(pair) => {
                    let more = rest.iter().take_while(|block| matches!(block, Block::Pair(_))).count();
                    let (pairs, after) = rest.split_at(more);
                    rest = after;
                    let following =
                        pairs.iter().filter_map(|block| if let Block::Pair(pair) = block { Some(pair) } else { None });
                    self.pairs(std::iter::once(pair).chain(following));
                }
                Block::Signature(signature) => self.signature(signature),
                Block::PageBreak => self.page_break(),
                Block::Part => {
                    self.page_break();
                    self.headings = self.restart(list::HEADINGS);
                    self.right_headings = self.restart(list::HEADINGS_RIGHT);
                }
            }
        }
    }

    fn page_break(&mut self) {
        self.raw("<w:p><w:r><w:br w:type=\"page\"/></w:r></w:p>");
    }

    /// A count of its own for a list.
    fn restart(&mut self, abstract_list: usize) -> usize {
        self.restarts.push(abstract_list);
        list::FIRST_RESTART + self.restarts.len() - 1
    }

    fn heading(&mut self, heading: &Heading) {
        let level = heading.level.clamp(1, 4);
        let _ = write!(self.out, "<w:p><w:pPr><w:pStyle w:val=\"Heading{level}\"/>");
        if self.paired {
            self.raw("<w:keepNext w:val=\"0\"/>");
        }
        if heading.number == Number::Auto {
            let _ =
                write!(self.out, "<w:numPr><w:ilvl w:val=\"{}\"/><w:numId w:val=\"{}\"/></w:numPr>", level - 1, self.headings);
        }
        self.raw("</w:pPr>");
        if let Number::Given(number) = &heading.number {
            self.run(&Run::text(format!("{number} ")));
        }
        self.runs(&heading.runs);
        self.raw("</w:p>");
    }

    fn paragraph(&mut self, paragraph: &Paragraph) {
        let style = match paragraph.style {
            Style::Body => self.style,
            Style::Title => "Title",
            Style::Subtitle => "Subtitle",
            Style::Small => "Small",
            Style::Quote => "Quote",
            Style::Notice => "Notice",
            Style::Centred => "Centred",
            Style::Right => "Right",
        };
        self.raw("<w:p><w:pPr>");
        if !style.is_empty() {
            let _ = write!(self.out, "<w:pStyle w:val=\"{style}\"/>");
        }
        if paragraph.keep_with_next && !self.paired {
            self.raw("<w:keepNext/>");
        }
        self.raw("</w:pPr>");
        self.runs(&paragraph.runs);
        self.raw("</w:p>");
    }

    /// The id of the count a list follows: counted lists start anew, each with its own.
    fn list_number(&mut self, marker: Marker) -> usize {
        let abstract_list = match marker {
            Marker::Bullet => return list::BULLET,
            Marker::Box => return list::BOX,
            Marker::Decimal => list::DECIMAL,
            Marker::Letter => list::LETTER,
        };
        self.restart(abstract_list)
    }

    fn list(&mut self, list: &List, number: usize, level: usize) {
        for Item { runs, sublist } in &list.items {
            let _ = write!(
                self.out,
                "<w:p><w:pPr><w:pStyle w:val=\"ListItem\"/><w:numPr><w:ilvl w:val=\"{}\"/><w:numId w:val=\"{number}\"/></w:numPr></w:pPr>",
                level.min(3)
            );
            self.runs(runs);
            self.raw("</w:p>");
            if let Some(sublist) = sublist {
                let number = self.list_number(sublist.marker);
                self.list(sublist, number, level + 1);
            }
        }
    }

    fn table(&mut self, table: &Table) {
        if !table.caption.is_empty() {
            self.raw("<w:p><w:pPr><w:pStyle w:val=\"Caption\"/></w:pPr>");
            self.runs(&table.caption);
            self.raw("</w:p>");
        }
        let widths = shares(&table.columns.iter().map(|c| c.share).collect::<Vec<_>>(), self.width);
        self.open_table(if table.plain { None } else { Some("Grid") }, &widths);
        for (rows, header) in [(&table.header, true), (&table.rows, false)] {
            for row in rows {
                self.row(table, row, &widths, header);
            }
        }
        // An empty table is no valid table: it needs a row.
        if table.header.is_empty() && table.rows.is_empty() {
            self.row(table, &Row::default(), &widths, false);
        }
        self.raw("</w:tbl>");
        self.gap();
    }

    fn open_table(&mut self, style: Option<&str>, widths: &[u32]) {
        self.raw("<w:tbl><w:tblPr>");
        if let Some(style) = style {
            let _ = write!(self.out, "<w:tblStyle w:val=\"{style}\"/>");
        }
        let _ = write!(
            self.out,
            "<w:tblW w:w=\"{}\" w:type=\"dxa\"/><w:tblLayout w:type=\"fixed\"/></w:tblPr><w:tblGrid>",
            widths.iter().sum::<u32>()
        );
        for width in widths {
            let _ = write!(self.out, "<w:gridCol w:w=\"{width}\"/>");
        }
        self.raw("</w:tblGrid>");
    }

    fn row(&mut self, table: &Table, row: &Row, widths: &[u32], header: bool) {
        // A long row may break over pages, a short one stays whole.
        let length: usize = row.cells.iter().flat_map(|c| &c.paragraphs).flatten().map(|r| r.text.chars().count()).sum();
        self.raw("<w:tr><w:trPr>");
        if header || length < 600 {
            self.raw("<w:cantSplit/>");
        }
        if header {
            self.raw("<w:tblHeader/>");
        }
        self.raw("</w:trPr>");
        let mut column = 0;
        for cell in &row.cells {
            if column >= widths.len() {
                break;
            }
            let span = usize::from(cell.span.max(1)).min(widths.len() - column);
            let width: u32 = widths[column..column + span].iter().sum();
            let align = table.columns.get(column).map(|c| c.align).unwrap_or_default();
            self.cell(cell, width, span, align, header, table.plain);
            column += span;
        }
        while column < widths.len() {
            self.cell(&Cell::new(Vec::new()), widths[column], 1, Align::Start, header, table.plain);
            column += 1;
        }
        self.raw("</w:tr>");
    }

    fn cell(&mut self, cell: &Cell, width: u32, span: usize, align: Align, header: bool, plain: bool) {
        let _ = write!(self.out, "<w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/>");
        if span > 1 {
            let _ = write!(self.out, "<w:gridSpan w:val=\"{span}\"/>");
        }
        if !plain && (header || cell.strong) {
            self.raw("<w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"EDEDED\"/>");
        }
        self.raw("</w:tcPr>");
        let justify = match align {
            Align::Start => "",
            Align::Centre => "<w:jc w:val=\"center\"/>",
            Align::End => "<w:jc w:val=\"right\"/>",
        };
        let none = [Vec::new()];
        let paragraphs = if cell.paragraphs.is_empty() { &none[..] } else { &cell.paragraphs[..] };
        for runs in paragraphs {
            let _ = write!(self.out, "<w:p><w:pPr><w:pStyle w:val=\"CellText\"/>{justify}</w:pPr>");
            for run in runs {
                if header || cell.strong { self.run(&run.clone().bold()) } else { self.run(run) }
            }
            self.raw("</w:p>");
        }
        self.raw("</w:tc>");
    }

    /// Two languages: one table, a row for each section or line, so that paragraphs stay side by side however they are edited.
    fn pairs<'p>(&mut self, pairs: impl Iterator<Item = &'p Pair>) {
        let left = self.width / 2;
        let widths = [left, self.width - left];
        self.open_table(None, &widths);
        for pair in pairs {
            self.pair(pair, widths);
        }
        self.raw("</w:tbl>");
        self.gap();
    }

    fn pair(&mut self, pair: &Pair, widths: [u32; 2]) {
        // A long row may break over pages, a short one stays whole, so that a heading keeps its first lines.
        let lines = |blocks: &[Block]| blocks.len() < 10 && !blocks.iter().any(|block| matches!(block, Block::Table(_)));
        let whole = lines(&pair.left) && lines(&pair.right);
        self.paired = true;
        self.raw(if whole { "<w:tr><w:trPr><w:cantSplit/></w:trPr>" } else { "<w:tr>" });
        let (language, width, headings) = (self.language.clone(), self.width, self.headings);
        for (index, (tag, side)) in
            [(&pair.left_language, &pair.left), (&pair.right_language, &pair.right)].into_iter().enumerate()
        {
            let _ = write!(self.out, "<w:tc><w:tcPr><w:tcW w:w=\"{}\" w:type=\"dxa\"/>", widths[index]);
            if index == 1 {
                self.raw("<w:tcBorders><w:left w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"BFBFBF\"/></w:tcBorders>");
            }
            self.raw("</w:tcPr>");
            self.language = tag.clone();
            self.width = widths[index].saturating_sub(170);
            self.headings = if index == 0 { headings } else { self.right_headings };
            self.blocks(side);
            // A cell must end with a paragraph.
            if !matches!(side.last(), Some(Block::Heading(_) | Block::Paragraph(_) | Block::List(_))) {
                self.gap();
            }
            self.raw("</w:tc>");
        }
        (self.language, self.width, self.headings) = (language, width, headings);
        self.paired = false;
        self.raw("</w:tr>");
    }

    fn signature(&mut self, signature: &Signature) {
        let widths = shares(&[62, 38], self.width);
        self.open_table(None, &widths);
        let _ = write!(
            self.out,
            "<w:tr><w:trPr><w:cantSplit/></w:trPr><w:tc><w:tcPr><w:tcW w:w=\"{}\" w:type=\"dxa\"/></w:tcPr>",
            widths[0]
        );
        for (label, value) in &signature.lines {
            self.raw("<w:p><w:pPr><w:keepNext/><w:spacing w:before=\"120\" w:after=\"0\"/></w:pPr>");
            self.runs(label);
            self.raw("</w:p><w:p><w:pPr><w:keepNext/>");
            if value.is_empty() {
                self.raw("<w:pBdr><w:bottom w:val=\"single\" w:sz=\"4\" w:space=\"1\" w:color=\"000000\"/></w:pBdr>");
            }
            self.raw("</w:pPr>");
            self.runs(value);
            self.raw("</w:p>");
        }
        if signature.lines.is_empty() {
            self.gap();
        }
        let _ = write!(self.out, "</w:tc><w:tc><w:tcPr><w:tcW w:w=\"{}\" w:type=\"dxa\"/><w:tcBorders>", widths[1]);
        for side in ["top", "left", "bottom", "right"] {
            let _ = write!(self.out, "<w:{side} w:val=\"dashed\" w:sz=\"4\" w:space=\"0\" w:color=\"7F7F7F\"/>");
        }
        self.raw("</w:tcBorders><w:vAlign w:val=\"center\"/></w:tcPr><w:p><w:pPr><w:spacing w:before=\"900\" w:after=\"900\"/><w:jc w:val=\"center\"/></w:pPr>");
        self.runs(&signature.stamp);
        self.raw("</w:p></w:tc></w:tr></w:tbl>");
        self.gap();
    }

    /// A low empty paragraph: tables that touch would melt into one.
    fn gap(&mut self) {
        self.raw("<w:p><w:pPr><w:spacing w:after=\"0\" w:line=\"120\" w:lineRule=\"exact\"/></w:pPr></w:p>");
    }

    fn runs(&mut self, runs: &[Run]) {
        for run in runs {
            self.run(run);
        }
    }

    fn run(&mut self, run: &Run) {
        let control = run.field.as_ref().filter(|f| f.tag.chars().count() <= LONGEST_TAG);
        if let Some(field) = control {
            self.controls += 1;
            let label: String = field.label.chars().take(LONGEST_TAG).collect();
            // What is typed into the control later looks as what stood there.
            let look = look(run);
            let look = if look.is_empty() { look } else { format!("<w:rPr>{look}</w:rPr>") };
            // LibreOffice drops the tag of a control when it saves; it keeps a bookmark without length, and moves it into the control.
            // A bookmark around the control would double its text there.
            let _ = write!(
                self.out,
                "<w:bookmarkStart w:id=\"{0}\" w:name=\"{1}_{0}\"/><w:bookmarkEnd w:id=\"{0}\"/>",
                self.controls,
                bookmark(&field.tag)
            );
            let _ = write!(
                self.out,
                "<w:sdt><w:sdtPr>{look}<w:alias w:val=\"{}\"/><w:tag w:val=\"{}\"/><w:id w:val=\"{}\"/><w:lock w:val=\"sdtLocked\"/>",
                escape(&label),
                escape(&field.tag),
                self.controls
            );
            if run.text.is_empty() {
                self.raw("<w:showingPlcHdr/>");
            }
            // A control of plain text has one look for all its text; LibreOffice shows it in that of the paragraph, so that bold words
            // would not be bold. Without a type it is one of rich text.
            self.raw(if look.is_empty() {
                "<w:text w:multiLine=\"1\"/></w:sdtPr><w:sdtContent>"
            } else {
                "</w:sdtPr><w:sdtContent>"
            });
        }
        let link = run.link.as_deref().filter(|l| l.starts_with("https://") || l.starts_with("http://"));
        if let Some(link) = link {
            let _ =
                write!(self.out, "<w:fldSimple w:instr=\" HYPERLINK &quot;{}&quot; \">", escape(&link.replace(['"', '\n'], "")));
        }
        self.raw("<w:r><w:rPr>");
        if control.is_some() && run.text.is_empty() {
            self.raw("<w:rStyle w:val=\"Placeholder\"/>");
        }
        self.raw(&look(run));
        let language = run.language.clone().unwrap_or_else(|| self.language.clone());
        let _ = write!(self.out, "<w:lang w:val=\"{}\"/></w:rPr>", escape(word_language(&language)));
        let text = if control.is_some() && run.text.is_empty() { "…………" } else { &run.text };
        for (index, line) in text.split('\n').enumerate() {
            if index > 0 {
                self.raw("<w:br/>");
            }
            let _ = write!(self.out, "<w:t xml:space=\"preserve\">{}</w:t>", escape(line));
        }
        self.raw("</w:r>");
        if link.is_some() {
            self.raw("</w:fldSimple>");
        }
        if control.is_some() {
            self.raw("</w:sdtContent></w:sdt>");
        }
        if !run.note.is_empty() {
            self.notes.push(run.note.clone());
            let _ = write!(
                self.out,
                "<w:r><w:rPr><w:rStyle w:val=\"FootnoteReference\"/></w:rPr><w:footnoteReference w:id=\"{}\"/></w:r>",
                self.notes.len()
            );
        }
    }

    fn section(&mut self, document: &Document) {
        let (width, height, orient) =
            if document.landscape { (PAGE_LONG, PAGE_SHORT, " w:orient=\"landscape\"") } else { (PAGE_SHORT, PAGE_LONG, "") };
        let _ = write!(
            self.out,
            "<w:sectPr><w:headerReference w:type=\"default\" r:id=\"rId6\"/><w:footerReference w:type=\"default\" r:id=\"rId7\"/><w:pgSz w:w=\"{width}\" w:h=\"{height}\"{orient}/><w:pgMar w:top=\"1247\" w:right=\"{MARGIN}\" w:bottom=\"1247\" w:left=\"{MARGIN}\" w:header=\"624\" w:footer=\"624\" w:gutter=\"0\"/></w:sectPr>"
        );
    }

    /// Header or footer: left, centre and right at tab stops, the page number at the right of the footer.
    fn running(&mut self, document: &Document, top: bool) -> String {
        let running: &Running = if top { &document.header } else { &document.footer };
        let element = if top { "hdr" } else { "ftr" };
        let (side, width) = (if top { "bottom" } else { "top" }, self.width);
        // What stands left may reach over the middle: a tab stop there would then send the page number to a second line.
        let centre = match running.centre.is_empty() {
            true => String::new(),
            false => format!("<w:tab w:val=\"center\" w:pos=\"{}\"/>", width / 2),
        };
        let _ = write!(self.out, "{HEAD}<w:{element} {NAMESPACES}><w:p><w:pPr><w:pStyle w:val=\"Running\"/>");
        let empty = running.left.is_empty() && running.centre.is_empty() && running.right.is_empty() && running.pages.is_none();
        if !empty {
            let _ = write!(self.out, "<w:pBdr><w:{side} w:val=\"single\" w:sz=\"4\" w:space=\"4\" w:color=\"7F7F7F\"/></w:pBdr>");
        }
        let _ = write!(self.out, "<w:tabs>{centre}<w:tab w:val=\"right\" w:pos=\"{width}\"/></w:tabs></w:pPr>");
        self.runs(&running.left);
        self.raw("<w:r><w:tab/></w:r>");
        if !running.centre.is_empty() {
            self.runs(&running.centre);
            self.raw("<w:r><w:tab/></w:r>");
        }
        self.runs(&running.right);
        if let Some(pattern) = &running.pages {
            self.page_number(pattern);
        }
        if let (true, Some(watermark)) = (top, &document.watermark) {
            self.watermark(&watermark.text);
        }
        let _ = write!(self.out, "</w:p></w:{element}>");
        std::mem::take(&mut self.out)
    }

    fn page_number(&mut self, pattern: &str) {
        let mut rest = pattern;
        while let Some(at) = rest.find('{') {
            let (before, after) = rest.split_at(at);
            if !before.is_empty() {
                self.run(&Run::text(before));
            }
            let (instruction, length) = if after.starts_with("{page}") {
                ("PAGE", "{page}".len())
            } else if after.starts_with("{pages}") {
                ("NUMPAGES", "{pages}".len())
            } else {
                self.run(&Run::text("{"));
                rest = &after[1..];
                continue;
            };
            let _ = write!(self.out, "<w:fldSimple w:instr=\" {instruction} \"><w:r><w:t>1</w:t></w:r></w:fldSimple>");
            rest = &after[length..];
        }
        if !rest.is_empty() {
            self.run(&Run::text(rest));
        }
    }

    /// A WordArt shape behind the text, as Word's own "Watermark" command writes it.
    fn watermark(&mut self, text: &str) {
        let length = u32::try_from(text.chars().count()).unwrap_or(u32::MAX);
        let (width, height) = (440, (440 / length.clamp(4, 20) * 3 / 2).clamp(50, 160));
        let _ = write!(
            self.out,
            "<w:r><w:pict><v:shapetype id=\"_x0000_t136\" coordsize=\"21600,21600\" o:spt=\"136\" adj=\"10800\" path=\"m@7,l@8,m@5,21600l@6,21600e\"><v:formulas><v:f eqn=\"sum #0 0 10800\"/><v:f eqn=\"prod #0 2 1\"/><v:f eqn=\"sum 21600 0 @1\"/><v:f eqn=\"sum 0 0 @2\"/><v:f eqn=\"sum 21600 0 @3\"/><v:f eqn=\"if @0 @3 0\"/><v:f eqn=\"if @0 21600 @1\"/><v:f eqn=\"if @0 0 @2\"/><v:f eqn=\"if @0 @4 21600\"/><v:f eqn=\"mid @5 @6\"/><v:f eqn=\"mid @8 @5\"/><v:f eqn=\"mid @7 @8\"/><v:f eqn=\"mid @6 @7\"/><v:f eqn=\"sum @6 0 @5\"/></v:formulas><v:path textpathok=\"t\" o:connecttype=\"custom\" o:connectlocs=\"@9,0;@10,10800;@11,21600;@12,10800\" o:connectangles=\"270,180,90,0\"/><v:textpath on=\"t\" fitshape=\"t\"/></v:shapetype><v:shape id=\"PowerPlusWaterMarkObject1\" o:spid=\"_x0000_s2049\" type=\"#_x0000_t136\" style=\"position:absolute;margin-left:0;margin-top:0;width:{width}pt;height:{height}pt;rotation:315;z-index:-251658752;mso-position-horizontal:center;mso-position-horizontal-relative:margin;mso-position-vertical:center;mso-position-vertical-relative:margin\" o:allowincell=\"f\" fillcolor=\"#d9d9d9\" stroked=\"f\"><v:fill opacity=\".6\"/><v:textpath style=\"font-family:&quot;Times New Roman&quot;;font-size:1pt\" string=\"{}\"/><w10:wrap anchorx=\"margin\" anchory=\"margin\"/></v:shape></w:pict></w:r>",
            escape(text)
        );
    }

    fn footnotes(&mut self) -> String {
        let _ = write!(
            self.out,
            "{HEAD}<w:footnotes {NAMESPACES}><w:footnote w:type=\"separator\" w:id=\"-1\"><w:p><w:pPr><w:spacing w:after=\"0\"/></w:pPr><w:r><w:separator/></w:r></w:p></w:footnote><w:footnote w:type=\"continuationSeparator\" w:id=\"0\"><w:p><w:pPr><w:spacing w:after=\"0\"/></w:pPr><w:r><w:continuationSeparator/></w:r></w:p></w:footnote>"
        );
        // A note inside a note would be counted here as well; Word has none, so its text is left where it hangs.
        let notes = std::mem::take(&mut self.notes);
        for (index, note) in notes.iter().enumerate() {
            let _ = write!(
                self.out,
                "<w:footnote w:id=\"{}\"><w:p><w:pPr><w:pStyle w:val=\"FootnoteText\"/></w:pPr><w:r><w:rPr><w:rStyle w:val=\"FootnoteReference\"/></w:rPr><w:footnoteRef/></w:r><w:r><w:t xml:space=\"preserve\"> </w:t></w:r>",
                index + 1
            );
            for run in note {
                self.run(&Run { note: Vec::new(), ..run.clone() });
            }
            self.raw("</w:p></w:footnote>");
        }
        self.raw("</w:footnotes>");
        std::mem::take(&mut self.out)
    }
}

/// Weight, slope and mark of a run.
fn look(run: &Run) -> String {
    let mut look = String::new();
    for (set, element) in
        [(run.bold, "<w:b/><w:bCs/>"), (run.italic, "<w:i/><w:iCs/>"), (run.flagged, "<w:highlight w:val=\"yellow\"/>")]
    {
        if set {
            look.push_str(element);
        }
    }
    look
}

/// Divide a width by shares; rounding goes to the last column.
fn shares(shares: &[u16], width: u32) -> Vec<u32> {
    let total: u32 = shares.iter().map(|s| u32::from(*s)).sum::<u32>().max(1);
    let mut widths: Vec<u32> = shares.iter().map(|s| width * u32::from(*s) / total).collect();
    let rest = width.saturating_sub(widths.iter().sum());
    if let Some(last) = widths.last_mut() {
        *last += rest;
    }
    widths
}
