//! PPT (PowerPoint 95 to 2003).

use std::io::{Cursor, Read};

use office_oxide::ppt::{PptDocument, TextRun, TextType};

use super::records::{Found, walk};
use super::{ENGINE, layer};
use crate::extract::compound::Compound;
use crate::extract::formats::Format;
use crate::extract::spreadsheet::xls::summary_meta;
use crate::extract::{Failure, Gap, Input, Options, Part, Reason, Sink, guarded};

/// The row of the table of formats.
pub(crate) static PPT: Format = Format {
    id: "ppt",
    name: "PowerPoint 95–2003",
    media_type: "application/vnd.ms-powerpoint",
    extensions: &["ppt", "pps", "pot"],
    engine: ENGINE,
    read,
    reads: "text of slides and tables, speaker notes, comments with their authors, master text; hidden slides labelled; pictures and embedded files as members",
    leaves: "",
    locator: "slide",
    limits: "",
};

/// Read a PPT file.
pub(crate) fn read(input: &Input, _options: &Options, sink: &mut dyn Sink) -> Result<(), Failure> {
    sink.format("application/vnd.ms-powerpoint", ENGINE)?;
    let bytes = input.bytes;
    let document = guarded::parse(|| PptDocument::from_reader(Cursor::new(bytes)).map_err(|error| error.to_string()))?;
    sink.meta(summary_meta(document.summary_properties()))?;
    sink.announce_units(document.slides.len() as u64)?;
    let mut compound = Compound::open(bytes).ok();
    let stream = compound.as_mut().and_then(|compound| compound.bytes("/PowerPoint Document")).unwrap_or_default();
    let own = walk(&stream);
    for (index, slide) in document.slides.iter().enumerate() {
        let number = index + 1;
        let (mut body, mut notes, mut links) = (String::new(), String::new(), String::new());
        for run in &slide.text_runs {
            let into = if run.text_type == TextType::Notes { &mut notes } else { &mut body };
            push(run, into, &mut links);
        }
        for table in &slide.tables {
            for row in &table.rows {
                let mut line = String::new();
                for cell in row {
                    let mut words = String::new();
                    cell.iter().for_each(|run| push(run, &mut words, &mut links));
                    line.push_str(words.trim_end());
                    line.push('\t');
                }
                body.push_str(line.trim_end());
                body.push('\n');
            }
        }
        layer(number, if slide.hidden { Part::Hidden } else { Part::Body }, &body, sink)?;
        // The library reads the place PowerPoint keeps for notes; people also write beside it.
        for (slide, text) in own.iter().filter_map(|found| match found {
            Found::Notes { slide, text } => Some((*slide, text)),
            _ => None,
        }) {
            if slide == number && text.trim().len() > notes.trim().len() {
                notes = text.clone();
            }
        }
        layer(number, Part::Notes, &notes, sink)?;
        layer(number, Part::Annotation, &links, sink)?;
        for (slide, author, text) in own.iter().filter_map(|found| match found {
            Found::Comment { slide, author, text } => Some((slide.unwrap_or(1), author.trim(), text)),
            _ => None,
        }) {
            if slide == number {
                let text = if author.is_empty() { text.clone() } else { format!("{author}: {text}") };
                layer(number, Part::Comment, &text, sink)?;
            }
        }
        sink.progress()?;
    }
    let (mut master, mut links) = (String::new(), String::new());
    document.master_text.iter().for_each(|run| push(run, &mut master, &mut links));
    layer(1, Part::Header, &master, sink)?;
    if !document.text_complete() {
        sink.gap(Gap::new(Reason::SizeLimit, "the presentation is larger than the reader's limits or damaged; text is missing"))?;
    }
    for warning in document.warnings() {
        sink.gap(Gap::new(Reason::Corrupt, format!("damaged: {warning}")))?;
    }
    for image in document.images() {
        let name = format!("picture-{}.{}", image.index + 1, image.format.extension());
        sink.member(&name, &mut image.data.as_slice())?;
    }
    objects(&own, sink)
}

/// Embedded files. PowerPoint keeps objects inside its one big stream, usually deflated.
fn objects(own: &[Found<'_>], sink: &mut dyn Sink) -> Result<(), Failure> {
    let mut number = 0;
    for found in own {
        let Found::Object { bytes, compressed } = found else { continue };
        number += 1;
        let name = format!("object-{number}.ole");
        let object = if *compressed { inflate(bytes.get(4..).unwrap_or_default()) } else { Ok(bytes.to_vec()) };
        let object = match object {
            Ok(object) => object,
            Err(error) => {
                sink.gap(Gap {
                    member: Some(name),
                    ..Gap::new(Reason::Corrupt, format!("the embedded object cannot be unpacked: {error}"))
                })?;
                continue;
            }
        };
        // The macro project is kept the same way and is no document.
        match Compound::open(&object) {
            Ok(inner) if inner.is_storage("/VBA") => {}
            Ok(mut inner) => {
                if !inner.object("/", number, sink)? {
                    sink.member(&name, &mut object.as_slice())?;
                }
            }
            Err(_) => sink.member(&name, &mut object.as_slice())?,
        }
    }
    Ok(())
}

/// Inflate with a limit.
fn inflate(bytes: &[u8]) -> std::io::Result<Vec<u8>> {
    const LARGEST: u64 = 512 << 20;
    let mut out = Vec::new();
    flate2::read::ZlibDecoder::new(bytes).take(LARGEST).read_to_end(&mut out)?;
    Ok(out)
}

fn push(run: &TextRun, text: &mut String, links: &mut String) {
    let words = run.text.replace(['\r', '\u{b}'], "\n");
    if !words.trim().is_empty() {
        text.push_str(words.trim_end());
        text.push('\n');
    }
    for link in run.hyperlink.iter().chain(run.link_ranges.iter().map(|range| &range.url)) {
        if !links.lines().any(|known| known == link) {
            links.push_str(link);
            links.push('\n');
        }
    }
}
