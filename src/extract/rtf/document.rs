//! The reader proper: a stack of group states, and buffers for what is being collected.

use std::collections::HashSet;

use super::charset::Charsets;
use super::destination::{Date, Destination, Fact, Turn, turn};
use super::tokens::{Token, Tokens, hex};
use crate::extract::prose::Prose;
use crate::extract::{Gap, Meta, Part, Reason, Sink, Stopped, ole_package};

/// Groups nested deeper than this share the state of the last one.
const DEEPEST: usize = 10_000;

/// What a group inherits and restores.
#[derive(Debug, Clone, Copy)]
struct Group {
    destination: Destination,
    font: Option<i32>,
    /// Characters to skip after `\uN`.
    skip: u16,
    hidden: bool,
    deleted: bool,
}

pub(super) struct Document<'s> {
    sink: &'s mut dyn Sink,
    prose: Prose,
    charsets: Charsets,
    default_font: Option<i32>,
    stack: Vec<Group>,
    now: Group,
    /// Groups open beyond `DEEPEST`.
    surplus: usize,
    ignorable: bool,
    /// Undecoded bytes of the run, and the font they are in.
    run: Vec<u8>,
    surrogate: Option<u16>,
    to_skip: u32,
    paragraph: String,
    deleted: String,
    hidden: String,
    /// Text of the header, footer, note, comment or field being read.
    aside: String,
    /// Asides interrupted by an inner one, with the depth of the group that interrupted.
    interrupted: Vec<(usize, String)>,
    comment_author: String,
    in_table: bool,
    outline: bool,
    /// The font, or style, being described in its table.
    described: i32,
    heading_styles: HashSet<i32>,
    meta: Meta,
    date: [i32; 6],
    data: Data,
    pictures: u32,
    objects: u32,
}

/// Bytes of a picture or object in hexadecimal.
#[derive(Default)]
struct Data {
    bytes: Vec<u8>,
    half: Option<u8>,
    extension: &'static str,
}

impl Data {
    fn push_hex(&mut self, text: &[u8]) {
        for digit in text.iter().filter_map(|b| hex(*b)) {
            match self.half.take() {
                Some(high) => self.bytes.push(high << 4 | digit),
                None => self.half = Some(digit),
            }
        }
    }
}

impl<'s> Document<'s> {
    pub(super) fn new(sink: &'s mut dyn Sink) -> Document<'s> {
        Document {
            sink,
            prose: Prose::new(super::ENGINE),
            charsets: Charsets::new(),
            default_font: None,
            stack: Vec::new(),
            now: Group { destination: Destination::Body, font: None, skip: 1, hidden: false, deleted: false },
            surplus: 0,
            ignorable: false,
            run: Vec::new(),
            surrogate: None,
            to_skip: 0,
            paragraph: String::new(),
            deleted: String::new(),
            hidden: String::new(),
            aside: String::new(),
            interrupted: Vec::new(),
            comment_author: String::new(),
            in_table: false,
            outline: false,
            described: 0,
            heading_styles: HashSet::new(),
            meta: Meta::default(),
            date: [0; 6],
            data: Data::default(),
            pictures: 0,
            objects: 0,
        }
    }

    /// Read it all; returns how many groups were still open at the end.
    pub(super) fn read(mut self, bytes: &[u8]) -> Result<usize, Stopped> {
        let mut tokens = Tokens::new(bytes);
        let mut steps = 0u32;
        let mut deep_told = false;
        let mut outside = false;
        for token in tokens.by_ref() {
            steps = steps.wrapping_add(1);
            if steps.is_multiple_of(65_536) {
                self.sink.progress()?;
            }
            match token {
                Token::Open => {
                    self.end_run();
                    self.to_skip = 0;
                    self.ignorable = false;
                    if self.stack.len() < DEEPEST {
                        self.stack.push(self.now);
                    } else {
                        self.surplus += 1;
                        if !std::mem::replace(&mut deep_told, true) {
                            self.sink.gap(Gap::new(
                                Reason::NestingLimit,
                                format!(
                                    "groups are nested more than {DEEPEST} deep; formatting and layers inside are not told apart"
                                ),
                            ))?;
                        }
                    }
                }
                Token::Close => {
                    self.end_run();
                    self.to_skip = 0;
                    self.ignorable = false;
                    if self.surplus > 0 {
                        self.surplus -= 1;
                    } else if let Some(outer) = self.stack.pop() {
                        let inner = std::mem::replace(&mut self.now, outer);
                        if inner.destination != outer.destination {
                            self.close(inner.destination)?;
                        }
                        if self.stack.is_empty() {
                            outside = true;
                            break;
                        }
                    }
                }
                Token::Word(word, number) => self.word(word, number)?,
                Token::Symbol(symbol) => self.symbol(symbol)?,
                Token::Byte(byte) => self.bytes(&[byte]),
                Token::Text(text) => self.bytes(text),
                Token::Binary(data) => {
                    if self.to_skip > 0 {
                        self.to_skip -= 1;
                    } else if matches!(self.now.destination, Destination::Picture | Destination::ObjectData) {
                        self.data.bytes.extend_from_slice(data);
                    }
                }
            }
        }
        self.end_run();
        let open = self.stack.len() + self.surplus;
        if open > 0 {
            self.close(self.now.destination)?;
        }
        self.end_paragraph()?;
        self.prose.flush(self.sink)?;
        if self.meta != Meta::default() {
            let meta = std::mem::take(&mut self.meta);
            self.sink.meta(meta)?;
        }
        let rest = bytes.get(tokens.position()..).unwrap_or_default();
        if outside && rest.iter().filter(|b| !b.is_ascii_whitespace() && **b != 0).count() > 16 {
            self.sink.gap(Gap::new(
                Reason::Corrupt,
                format!("{} bytes follow after the end of the document and were not read", rest.len()),
            ))?;
        }
        Ok(open)
    }

    fn bytes(&mut self, mut text: &[u8]) {
        self.ignorable = false;
        if self.to_skip > 0 {
            let skipped = text.len().min(self.to_skip as usize);
            self.to_skip -= skipped as u32;
            text = text.get(skipped..).unwrap_or_default();
        }
        match self.now.destination {
            Destination::Skip | Destination::FontTable | Destination::StyleSheet | Destination::Info | Destination::Date(_) => {}
            Destination::Picture | Destination::ObjectData => self.data.push_hex(text),
            _ => self.run.extend_from_slice(text),
        }
    }

    /// Decode what has gathered and put it where it belongs.
    fn end_run(&mut self) {
        if self.surrogate.take().is_some() {
            self.push('\u{fffd}');
        }
        if self.run.is_empty() {
            return;
        }
        let run = std::mem::take(&mut self.run);
        let text = self.charsets.decode(&run, self.now.font.or(self.default_font));
        self.push_str(&text);
        self.run = run;
        self.run.clear();
    }

    fn push(&mut self, c: char) {
        let mut buffer = [0; 4];
        self.push_str(c.encode_utf8(&mut buffer));
    }

    fn push_str(&mut self, text: &str) {
        match self.now.destination {
            Destination::Body if self.now.deleted => self.deleted.push_str(text),
            Destination::Body if self.now.hidden => self.hidden.push_str(text),
            Destination::Body => self.paragraph.push_str(text),
            Destination::CommentAuthor => self.comment_author.push_str(text),
            Destination::Header
            | Destination::Footer
            | Destination::Footnote
            | Destination::Comment
            | Destination::FieldCode
            | Destination::Fact(_) => self.aside.push_str(text),
            _ => {}
        }
    }

    /// A character written as a control word or symbol.
    fn special(&mut self, c: char) {
        if self.to_skip > 0 {
            self.to_skip -= 1;
            return;
        }
        self.end_run();
        self.push(c);
    }

    fn symbol(&mut self, symbol: u8) -> Result<(), Stopped> {
        match symbol {
            b'*' => self.ignorable = true,
            b'~' => self.special('\u{a0}'),
            b'_' => self.special('\u{2011}'),
            b'\\' | b'{' | b'}' => self.bytes(&[symbol]),
            b'\n' | b'\r' => {
                self.end_run();
                self.paragraph_end()?;
            }
            // `\-` is a place where a word may break, not a character; `\|`, `\:` are index marks.
            _ => self.to_skip = self.to_skip.saturating_sub(1),
        }
        Ok(())
    }

    fn unicode(&mut self, number: i32) {
        // Written as a signed 16-bit number; some writers use the plain code point.
        let value = if number < 0 { (number + 0x1_0000) as u32 } else { number as u32 };
        let flushed = std::mem::take(&mut self.surrogate);
        self.end_run();
        match (flushed, value) {
            (Some(high), 0xdc00..=0xdfff) => {
                let combined = 0x1_0000 + ((u32::from(high) - 0xd800) << 10) + (value - 0xdc00);
                self.push(char::from_u32(combined).unwrap_or('\u{fffd}'));
            }
            (_, 0xd800..=0xdbff) => self.surrogate = u16::try_from(value).ok(),
            // Symbol fonts live in the private area; the byte below is what the writer meant.
            _ => self.push(char::from_u32(value).unwrap_or('\u{fffd}')),
        }
        self.to_skip = u32::from(self.now.skip);
    }

    fn word(&mut self, word: &str, number: Option<i32>) -> Result<(), Stopped> {
        if word == "u" {
            if !matches!(self.now.destination, Destination::Skip | Destination::Picture | Destination::ObjectData) {
                self.unicode(number.unwrap_or(0));
            }
            return Ok(());
        }
        if self.to_skip > 0 {
            self.to_skip -= 1;
            return Ok(());
        }
        self.end_run();
        let ignorable = std::mem::take(&mut self.ignorable);
        match turn(word, ignorable) {
            Turn::To(destination) => {
                // What is skipped stays skipped, and only the info group has facts and dates.
                let allowed = match destination {
                    Destination::Fact(_) | Destination::Date(_) => self.now.destination == Destination::Info,
                    _ => self.now.destination != Destination::Skip,
                };
                if allowed {
                    self.open(destination);
                }
                return Ok(());
            }
            Turn::Transparent => return Ok(()),
            Turn::UnicodeHalf => {
                if let Some(around) = self.stack.len().checked_sub(2).and_then(|at| self.stack.get(at)) {
                    self.now.destination = around.destination;
                }
                return Ok(());
            }
            Turn::None => {}
        }
        let on = number != Some(0);
        let value = number.unwrap_or(0);
        match word {
            "ansicpg" if super::super::codepage::known(u16::try_from(value).unwrap_or(0)) => {
                self.charsets.page = u16::try_from(value).unwrap_or(1252)
            }
            "mac" => self.charsets.page = 10000,
            "pc" => self.charsets.page = 437,
            "pca" => self.charsets.page = 850,
            "deff" => self.default_font = number,
            "uc" => self.now.skip = u16::try_from(value).unwrap_or(1),
            _ => {}
        }
        match self.now.destination {
            Destination::Skip | Destination::Info => {}
            Destination::FontTable => match word {
                "f" => self.described = value,
                "fcharset" => self.charsets.font_charset(self.described, value),
                "cpg" if super::super::codepage::known(u16::try_from(value).unwrap_or(0)) => {
                    self.charsets.font_page(self.described, u16::try_from(value).unwrap_or(1252));
                }
                _ => {}
            },
            Destination::StyleSheet => match word {
                "s" => self.described = value,
                "cs" | "ds" | "ts" => self.described = -1,
                "outlinelevel" if value < 9 && self.heading_styles.len() < 1000 => {
                    self.heading_styles.insert(self.described);
                }
                _ => {}
            },
            Destination::Date(_) => {
                let fields = ["yr", "mo", "dy", "hr", "min", "sec"];
                if let Some(slot) = fields.iter().position(|field| *field == word).and_then(|at| self.date.get_mut(at)) {
                    *slot = value;
                }
            }
            Destination::Picture => {
                self.data.extension = match word {
                    "pngblip" => "png",
                    "jpegblip" => "jpg",
                    "emfblip" => "emf",
                    "wmetafile" | "pmmetafile" => "wmf",
                    "macpict" => "pict",
                    "dibitmap" | "wbitmap" => "dib",
                    _ => return Ok(()),
                }
            }
            Destination::ObjectData => {}
            _ => self.text_word(word, number, on)?,
        }
        Ok(())
    }

    /// Control words inside running text.
    fn text_word(&mut self, word: &str, number: Option<i32>, on: bool) -> Result<(), Stopped> {
        match word {
            "par" | "sect" => self.paragraph_end()?,
            "row" => {
                if self.now.destination == Destination::Body {
                    self.end_paragraph()?;
                } else {
                    self.push('\n');
                }
            }
            "line" | "softline" | "page" | "column" | "nestrow" | "softpage" => self.push('\n'),
            "cell" | "nestcell" | "tab" => self.push('\t'),
            "intbl" => self.in_table = true,
            "pard" => {
                self.in_table = false;
                self.outline = false;
            }
            "s" => self.outline = number.is_some_and(|style| self.heading_styles.contains(&style)),
            "outlinelevel" => self.outline = number.is_some_and(|level| level < 9),
            "plain" => {
                self.now.font = None;
                self.now.hidden = false;
                self.now.deleted = false;
            }
            "f" => self.now.font = number,
            "v" => self.now.hidden = on,
            "deleted" => self.now.deleted = on,
            "emdash" => self.push('—'),
            "endash" => self.push('–'),
            "bullet" => self.push('•'),
            "lquote" => self.push('‘'),
            "rquote" => self.push('’'),
            "ldblquote" => self.push('“'),
            "rdblquote" => self.push('”'),
            "emspace" => self.push('\u{2003}'),
            "enspace" => self.push('\u{2002}'),
            "qmspace" => self.push('\u{2005}'),
            "zwj" => self.push('\u{200d}'),
            "zwnj" => self.push('\u{200c}'),
            "ltrmark" => self.push('\u{200e}'),
            "rtlmark" => self.push('\u{200f}'),
            _ => {}
        }
        Ok(())
    }

    fn open(&mut self, destination: Destination) {
        if self.now.destination == destination {
            return;
        }
        self.now.destination = destination;
        match destination {
            Destination::Picture | Destination::ObjectData => self.data = Data::default(),
            Destination::Date(_) => self.date = [0; 6],
            Destination::CommentAuthor => self.comment_author.clear(),
            Destination::Fact(_)
            | Destination::FieldCode
            | Destination::Header
            | Destination::Footer
            | Destination::Footnote
            | Destination::Comment => {
                self.now.hidden = false;
                self.now.deleted = false;
                let depth = self.stack.len();
                if self.interrupted.last().is_none_or(|(at, _)| *at < depth) {
                    self.interrupted.push((depth, std::mem::take(&mut self.aside)));
                }
            }
            _ => {}
        }
    }

    /// The text of the aside that ends; the one it interrupted goes on.
    fn take_aside(&mut self) -> String {
        let text = std::mem::take(&mut self.aside);
        while self.interrupted.last().is_some_and(|(at, _)| *at > self.stack.len()) {
            if let Some((_, outer)) = self.interrupted.pop() {
                self.aside = outer;
            }
        }
        text
    }

    /// A group with its own destination has ended.
    fn close(&mut self, destination: Destination) -> Result<(), Stopped> {
        let (part, text) = match destination {
            Destination::Header => (Part::Header, self.take_aside()),
            Destination::Footer => (Part::Footer, self.take_aside()),
            Destination::Footnote => (Part::Footnote, self.take_aside()),
            Destination::Comment => {
                let (author, text) = (std::mem::take(&mut self.comment_author), self.take_aside());
                if author.trim().is_empty() || text.trim().is_empty() {
                    (Part::Comment, text)
                } else {
                    (Part::Comment, format!("{}: {}", author.trim(), text.trim_start()))
                }
            }
            Destination::FieldCode => {
                let code = self.take_aside();
                if let Some(target) = link_target(&code) {
                    self.prose.aside(Part::Annotation, target, self.sink)?;
                }
                return Ok(());
            }
            Destination::Fact(fact) => {
                let text = self.take_aside();
                self.fact(fact, text.trim());
                return Ok(());
            }
            Destination::Date(date) => {
                self.dated(date);
                return Ok(());
            }
            Destination::Picture => return self.picture(),
            Destination::ObjectData => return self.object(),
            _ => return Ok(()),
        };
        self.prose.aside(part, &text, self.sink)
    }

    fn fact(&mut self, fact: Fact, text: &str) {
        if text.is_empty() {
            return;
        }
        let name = match fact {
            Fact::Title => return self.meta.title = Some(text.into()),
            Fact::Author => return self.meta.author = Some(text.into()),
            Fact::Subject => return self.meta.subject = Some(text.into()),
            Fact::Keywords => "keywords",
            Fact::Remarks => "doccomm",
            Fact::Company => "company",
            Fact::Operator => "operator",
            Fact::Manager => "manager",
            Fact::Category => "category",
        };
        if self.meta.extra.len() < 200 {
            self.meta.extra.push((name.into(), text.into()));
        }
    }

    fn dated(&mut self, date: Date) {
        let [year, month, day, hour, minute, second] = self.date;
        if !(1601..=9999).contains(&year) || !(1..=12).contains(&month) || !(1..=31).contains(&day) {
            return;
        }
        let time = format!(
            "{year:04}-{month:02}-{day:02}T{:02}:{:02}:{:02}",
            hour.clamp(0, 23),
            minute.clamp(0, 59),
            second.clamp(0, 59)
        );
        match date {
            Date::Created => self.meta.date = Some(time),
            Date::Revised => self.meta.extra.push(("revtim".into(), time)),
            Date::Printed => self.meta.extra.push(("printim".into(), time)),
        }
    }

    fn picture(&mut self) -> Result<(), Stopped> {
        let data = std::mem::take(&mut self.data);
        if data.bytes.is_empty() {
            return Ok(());
        }
        self.pictures += 1;
        let extension = if data.extension.is_empty() { "bin" } else { data.extension };
        self.sink.member(&format!("picture-{}.{extension}", self.pictures), &mut data.bytes.as_slice())
    }

    fn object(&mut self) -> Result<(), Stopped> {
        let data = std::mem::take(&mut self.data);
        if data.bytes.is_empty() {
            return Ok(());
        }
        self.objects += 1;
        match ole_package::object(&data.bytes) {
            Some(embedded) => {
                let extension = ole_package::extension(&embedded.class, embedded.bytes);
                let name = embedded.name.unwrap_or_else(|| format!("object-{}.{extension}", self.objects));
                self.sink.member(&name, &mut &*embedded.bytes)
            }
            None => self.sink.member(&format!("object-{}.ole", self.objects), &mut data.bytes.as_slice()),
        }
    }

    /// `\par`: in the body it ends a paragraph, inside a table cell only a line.
    fn paragraph_end(&mut self) -> Result<(), Stopped> {
        if self.now.destination == Destination::Body && !self.in_table {
            return self.end_paragraph();
        }
        self.push('\n');
        Ok(())
    }

    fn end_paragraph(&mut self) -> Result<(), Stopped> {
        let text = std::mem::take(&mut self.paragraph);
        if self.outline {
            self.prose.heading(&text, self.sink)?;
        } else {
            self.prose.paragraph(&text, self.sink)?;
        }
        for part in [Part::Deleted, Part::Hidden] {
            let buffer = if part == Part::Deleted { &mut self.deleted } else { &mut self.hidden };
            let text = std::mem::take(buffer);
            self.prose.aside(part, &text, self.sink)?;
        }
        Ok(())
    }
}

/// The address of a HYPERLINK field, which the visible text may hide.
fn link_target(code: &str) -> Option<&str> {
    let rest = code.trim_start().strip_prefix("HYPERLINK")?;
    let target = match rest.split_once('"') {
        Some((_, quoted)) => quoted.split('"').next().unwrap_or(quoted),
        None => rest.split_whitespace().next()?,
    };
    (!target.is_empty() && !target.starts_with('\\')).then_some(target)
}
