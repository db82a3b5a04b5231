//! PPT (PowerPoint 95 to 2003).

use std::io::{Cursor, Read};

use office_oxide::ppt::{PptDocument, TextRun, TextType};

use super::records::{Found, walk};
use super::{ENGINE, layer, layer_by, passed_over};
use crate::extract::compound::Compound;
use crate::extract::formats::Format;
use crate::extract::spreadsheet::xls::summary_meta;
use crate::extract::{Failure, Gap, Input, Options, Part, Reason, Sink, guarded};

const OWN: &str = concat!("rogatory-ppt ", env!("CARGO_PKG_VERSION"));

/// The row of the table of formats.
pub(crate) static PPT: Format = Format {
    id: "ppt",
    name: "PowerPoint 95–2003",
    media_type: "application/vnd.ms-powerpoint",
    extensions: &["ppt", "pps", "pot"],
    engine: ENGINE,
    read,
    reads: "text of slides and tables (once more by our own walker: lines the library passes over are added, shows it refuses are read), speaker notes, comments with their authors, master text; hidden slides labelled; pictures and embedded files as members",
    leaves: "",
    locator: "slide",
    limits: "",
};

/// Read a PPT file.
pub(crate) fn read(input: &Input, _options: &Options, sink: &mut dyn Sink) -> Result<(), Failure> {
    sink.format("application/vnd.ms-powerpoint", ENGINE)?;
    let bytes = input.bytes;
    let parsed = guarded::parse(|| PptDocument::from_reader(Cursor::new(bytes)).map_err(|error| error.to_string()));
    let mut compound = Compound::open(bytes).ok();
    let stream = compound.as_mut().and_then(|compound| compound.bytes("/PowerPoint Document")).unwrap_or_default();
    let own = walk(&stream);
    let document = match parsed {
        Ok(document) => document,
        Err(failure) => return fallback(&own, failure, sink),
    };
    sink.meta(summary_meta(document.summary_properties()))?;
    sink.announce_units(document.slides.len() as u64)?;
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
        let shown = if slide.hidden { Part::Hidden } else { Part::Body };
        layer(number, shown, &body, sink)?;
        layer_by(OWN, number, shown, &passed_over(&texts(&own, number), &format!("{body}\n{notes}")), sink)?;
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

/// What our own walk read on a slide.
fn texts(own: &[Found<'_>], number: usize) -> String {
    let texts = own.iter().filter_map(|found| match found {
        Found::Text { slide, text } if *slide == number => Some(text.trim_end()),
        _ => None,
    });
    texts.collect::<Vec<_>>().join("\n")
}

/// What our own walk finds where the library refuses the file.
fn fallback(own: &[Found<'_>], failure: Failure, sink: &mut dyn Sink) -> Result<(), Failure> {
    let last = own.iter().filter_map(|found| match found {
        Found::Text { slide, .. } | Found::Notes { slide, .. } => Some(*slide),
        _ => None,
    });
    let (gap, last) = match (failure, last.max()) {
        (Failure::Unreadable(gap), Some(last)) if gap.reason != Reason::Encrypted => (gap, last),
        (failure, _) => return Err(failure),
    };
    sink.format(PPT.media_type, OWN)?;
    for number in 1..=last {
        layer_by(OWN, number, Part::Body, &texts(own, number), sink)?;
        for found in own {
            match found {
                Found::Notes { slide, text } if *slide == number => layer_by(OWN, number, Part::Notes, text, sink)?,
                Found::Comment { slide, author, text } if slide.unwrap_or(1) == number => {
                    layer_by(OWN, number, Part::Comment, &format!("{author}: {text}"), sink)?;
                }
                _ => {}
            }
        }
    }
    sink.gap(Gap {
        detail: format!(
            "{}; read by the simple reader: which slides are hidden is not known, pictures were not read",
            gap.detail
        ),
        ..gap
    })?;
    objects(own, sink)
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::testing::Collected;

    /// The show of the fictional case.
    fn fixture() -> Vec<u8> {
        let case = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/case");
        let mut folders = vec![case];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
                if entry.is_dir() {
                    folders.push(entry);
                } else if entry.extension().is_some_and(|extension| extension == "ppt") {
                    return std::fs::read(entry).unwrap();
                }
            }
        }
        panic!("the case has no PPT file");
    }

    #[test]
    fn our_own_walk_reads_what_the_library_reads() {
        let bytes = fixture();
        let (theirs, outcome) = Collected::from(read, "a.ppt", &bytes);
        assert!(outcome.is_ok(), "{outcome:?}");
        let by_own: Vec<_> = theirs.units.iter().filter(|unit| unit.engine == OWN).collect();
        assert!(by_own.is_empty(), "{by_own:?}");
        let stream = Compound::open(&bytes).unwrap().bytes("/PowerPoint Document").unwrap();
        let mut found = Collected::default();
        fallback(&walk(&stream), Failure::because(Reason::Corrupt, "refused"), &mut found).unwrap();
        let body = theirs.text(Part::Body);
        assert!(!body.trim().is_empty());
        assert_eq!(passed_over(&body, &found.text(Part::Body)), "");
        assert!(found.has_gap(Reason::Corrupt));
    }
}
