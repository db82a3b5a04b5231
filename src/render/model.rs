//! The neutral document: what stands on the page, in which language, and which parts are fields a reader may edit.

use serde::Serialize;

/// A document with its metadata, running lines and blocks in reading order. A4, portrait unless `landscape`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Document {
    pub meta: Meta,
    pub landscape: bool,
    pub header: Running,
    pub footer: Running,
    pub watermark: Option<Watermark>,
    pub blocks: Vec<Block>,
}

/// What the file says about itself.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Meta {
    pub title: String,
    pub author: Option<String>,
    pub subject: Option<String>,
    /// Main language as a BCP 47 tag ("sr-Cyrl"); runs without a tag of their own are in it.
    pub language: String,
    /// The date that goes into every timestamp of the file; none is taken from the clock.
    pub date: Option<Date>,
}

/// A calendar date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Date {
    pub year: i16,
    pub month: u8,
    pub day: u8,
}

/// A line that runs on every page: three places and, at the right, the page number.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Running {
    pub left: Vec<Run>,
    pub centre: Vec<Run>,
    pub right: Vec<Run>,
    /// "Page {page} of {pages}": the two places are filled by the reader's program.
    pub pages: Option<String>,
}

/// Large pale words behind the text of every page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Watermark {
    pub text: String,
    pub language: Option<String>,
}

/// One block of the document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Block {
    Heading(Heading),
    Paragraph(Paragraph),
    List(List),
    Table(Table),
    /// The same section in two languages, side by side. Headings are counted for each side on its own, so that both read "3."
    Pair(Pair),
    Signature(Signature),
    PageBreak,
    /// A new page on which headings are counted from one again: the other language version of the same document.
    Part,
}

/// A heading of level 1 to 4.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Heading {
    pub level: u8,
    pub number: Number,
    pub runs: Vec<Run>,
}

/// How a heading is numbered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Number {
    None,
    /// Counted by the writer ("2.1").
    Auto,
    /// Counted already; see `numbering::resolve`.
    Given(String),
}

/// A paragraph of runs.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Paragraph {
    pub runs: Vec<Run>,
    pub style: Style,
    /// Stays on the page of the block that follows.
    pub keep_with_next: bool,
}

/// What kind of paragraph.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Style {
    #[default]
    Body,
    /// The document's title: large, centred. Not part of the numbered headings.
    Title,
    /// A line below the title.
    Subtitle,
    /// Smaller type: remarks, sources.
    Small,
    /// Quoted words, indented.
    Quote,
    /// A boxed remark that must not be overlooked.
    Notice,
    Centred,
    Right,
}

/// A list; items may hold a list of their own.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct List {
    pub marker: Marker,
    pub items: Vec<Item>,
}

/// What stands before an item.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Marker {
    #[default]
    Bullet,
    /// "1."
    Decimal,
    /// "a)"
    Letter,
    /// An empty box to tick.
    Box,
}

/// One item of a list.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Item {
    pub runs: Vec<Run>,
    pub sublist: Option<Box<List>>,
}

/// A table: its header rows repeat on every page; column widths are shares of the text width.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Table {
    pub caption: Vec<Run>,
    pub columns: Vec<Column>,
    pub header: Vec<Row>,
    pub rows: Vec<Row>,
    /// Without rules: a form's label and answer.
    pub plain: bool,
}

/// A column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Column {
    /// Share of the text width; the shares need not add up to anything.
    pub share: u16,
    pub align: Align,
}

/// How the text of a column stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Align {
    #[default]
    Start,
    Centre,
    End,
}

/// A row. Missing cells are empty; cells beyond the last column are not shown.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Row {
    pub cells: Vec<Cell>,
}

/// A cell: paragraphs of runs, over `span` columns.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Cell {
    pub paragraphs: Vec<Vec<Run>>,
    pub span: u16,
    /// Set off as a label (first column of a form, a group row).
    pub strong: bool,
}

/// Two language versions of one section.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Pair {
    pub left_language: String,
    pub right_language: String,
    pub left: Vec<Block>,
    pub right: Vec<Block>,
}

/// The place for name, post, date, signature and stamp.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Signature {
    /// Label and value; an empty value is a line to write on.
    pub lines: Vec<(Vec<Run>, Vec<Run>)>,
    /// What stands in the empty place for the stamp ("L.S.", "M.P.").
    pub stamp: Vec<Run>,
}

/// Text of one language and look. A line feed in `text` is a line break.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Run {
    pub text: String,
    /// BCP 47; none: the language of the column or document.
    pub language: Option<String>,
    pub bold: bool,
    pub italic: bool,
    /// Set off because something is missing or doubtful.
    pub flagged: bool,
    pub field: Option<Field>,
    /// A footnote hung behind the run.
    pub note: Vec<Run>,
    pub link: Option<String>,
}

/// A value that can be edited and read back: a content control in DOCX.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Field {
    /// Machine name, unique in the document ("facts.2.text.en").
    pub tag: String,
    /// What a person sees on the control.
    pub label: String,
}

impl Document {
    /// An empty document in `language`.
    pub fn new(title: impl Into<String>, language: impl Into<String>) -> Document {
        Document {
            meta: Meta { title: title.into(), language: language.into(), ..Meta::default() },
            landscape: false,
            header: Running::default(),
            footer: Running::default(),
            watermark: None,
            blocks: Vec::new(),
        }
    }

    /// Add a block at the end.
    pub fn push(&mut self, block: impl Into<Block>) {
        self.blocks.push(block.into());
    }
}

impl Run {
    /// Plain text.
    pub fn text(text: impl Into<String>) -> Run {
        Run { text: text.into(), ..Run::default() }
    }

    /// Mark the language (BCP 47).
    pub fn language(mut self, language: impl Into<String>) -> Run {
        self.language = Some(language.into());
        self
    }

    /// In bold.
    pub fn bold(mut self) -> Run {
        self.bold = true;
        self
    }

    /// In italics.
    pub fn italic(mut self) -> Run {
        self.italic = true;
        self
    }

    /// Set off as missing or doubtful.
    pub fn flagged(mut self) -> Run {
        self.flagged = true;
        self
    }

    /// Make it a field.
    pub fn field(mut self, tag: impl Into<String>, label: impl Into<String>) -> Run {
        self.field = Some(Field { tag: tag.into(), label: label.into() });
        self
    }

    /// Hang a footnote behind it.
    pub fn note(mut self, note: Vec<Run>) -> Run {
        self.note = note;
        self
    }

    /// Make it a link.
    pub fn link(mut self, address: impl Into<String>) -> Run {
        self.link = Some(address.into());
        self
    }
}

impl From<&str> for Run {
    fn from(text: &str) -> Run {
        Run::text(text)
    }
}

impl From<String> for Run {
    fn from(text: String) -> Run {
        Run::text(text)
    }
}

impl Heading {
    /// A counted heading.
    pub fn numbered(level: u8, runs: Vec<Run>) -> Heading {
        Heading { level, number: Number::Auto, runs }
    }

    /// A heading without number.
    pub fn plain(level: u8, runs: Vec<Run>) -> Heading {
        Heading { level, number: Number::None, runs }
    }
}

impl Paragraph {
    /// A paragraph of ordinary text.
    pub fn body(runs: Vec<Run>) -> Paragraph {
        Paragraph { runs, ..Paragraph::default() }
    }

    /// A paragraph of a given style.
    pub fn styled(style: Style, runs: Vec<Run>) -> Paragraph {
        Paragraph { runs, style, keep_with_next: false }
    }

    /// Keep it on the page of what follows.
    pub fn with_next(mut self) -> Paragraph {
        self.keep_with_next = true;
        self
    }
}

impl Item {
    /// An item without a list of its own.
    pub fn new(runs: Vec<Run>) -> Item {
        Item { runs, sublist: None }
    }
}

impl Column {
    /// A column with left-aligned text.
    pub fn share(share: u16) -> Column {
        Column { share, align: Align::Start }
    }
}

impl Row {
    /// A row of cells.
    pub fn new(cells: impl IntoIterator<Item = Cell>) -> Row {
        Row { cells: cells.into_iter().collect() }
    }
}

impl Cell {
    /// A cell of one paragraph.
    pub fn new(runs: Vec<Run>) -> Cell {
        Cell { paragraphs: vec![runs], span: 1, strong: false }
    }

    /// A cell of one run of plain text.
    pub fn text(text: impl Into<String>) -> Cell {
        Cell::new(vec![Run::text(text)])
    }

    /// Over several columns.
    pub fn span(mut self, columns: u16) -> Cell {
        self.span = columns.max(1);
        self
    }

    /// Set off as a label.
    pub fn strong(mut self) -> Cell {
        self.strong = true;
        self
    }
}

macro_rules! block_from {
    ($($kind:ident),*) => {$(
        impl From<$kind> for Block {
            fn from(value: $kind) -> Block { Block::$kind(value) }
        }
    )*};
}
block_from!(Heading, Paragraph, List, Table, Pair, Signature);
