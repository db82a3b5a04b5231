//! OpenDocument presentations and drawings.

use crate::extract::formats::Format;
use crate::extract::odf::{self, ENGINE};
use crate::extract::xml_stream::{Node, XmlStream};
use crate::extract::{Failure, Input, Locator, Options, Part, Sink, Stopped, Unit};

/// The row of the table of formats.
pub(crate) static ODP: Format = Format {
    id: "odp",
    name: "OpenDocument presentation",
    media_type: "application/vnd.oasis.opendocument.presentation",
    extensions: &["odp", "otp"],
    engine: ENGINE,
    read,
    reads: "text of shapes, tables and charts, descriptions of pictures; speaker notes, comments; hidden slides labelled; pictures as members",
    leaves: "text of masters (the format keeps no tracked changes)",
    locator: "slide",
    limits: "",
};

/// The slide that is open.
#[derive(Default)]
struct Slide {
    hidden: bool,
    body: String,
    notes: String,
    comment: String,
    objects: Vec<String>,
}

fn read(input: &Input, _options: &Options, sink: &mut dyn Sink) -> Result<(), Failure> {
    sink.format(ODP.media_type, ENGINE)?;
    let mut odf = odf::open(input.bytes)?;
    sink.meta(odf::meta(&mut odf.package))?;
    let hiding = odf::styles_with(&odf.content, "drawing-page-properties", "visibility", "hidden");
    let content = std::mem::take(&mut odf.content);
    let mut stream = XmlStream::new(&content);
    let mut number = 0u32;
    let mut slide: Option<Slide> = None;
    let (mut notes, mut comment, mut inside) = (0usize, false, 0usize);
    while let Some(node) = stream.next() {
        match node {
            Node::Start(element) => match element.name.as_str() {
                "page" => {
                    if let Some(open) = slide.take() {
                        put(open, number, &mut odf, sink)?;
                    }
                    number = number.saturating_add(1);
                    let hidden = element.get("style-name").is_some_and(|style| hiding.contains(&style));
                    slide = Some(Slide { hidden, ..Slide::default() });
                    (notes, comment, inside) = (0, false, 0);
                }
                "notes" => notes += 1,
                "annotation" => comment = true,
                "p" | "h" | "title" | "desc" | "creator" => inside += 1,
                "object" => {
                    if let Some(slide) = slide.as_mut().filter(|slide| slide.objects.len() < 100) {
                        slide.objects.extend(element.get("href"));
                    }
                }
                _ => {
                    if let (Some(text), Some(slide)) = (odf::inline(&element), &mut slide)
                        && inside > 0
                    {
                        slide.layer(notes > 0, comment).push_str(&text);
                    }
                }
            },
            Node::Text(text) => {
                if let Some(slide) = slide.as_mut().filter(|_| inside > 0) {
                    odf::push(slide.layer(notes > 0, comment), &text);
                }
            }
            Node::End(name) => match name.as_str() {
                "notes" => notes = notes.saturating_sub(1),
                "annotation" => comment = false,
                "p" | "h" | "title" | "desc" | "creator" => {
                    inside = inside.saturating_sub(1);
                    if let Some(slide) = &mut slide {
                        slide.layer(notes > 0, comment).push_str(if name == "creator" { ": " } else { "\n" });
                    }
                }
                "page" => {
                    if let Some(open) = slide.take() {
                        put(open, number, &mut odf, sink)?;
                    }
                }
                _ => {}
            },
        }
    }
    if let Some(open) = slide.take() {
        put(open, number, &mut odf, sink)?;
    }
    odf::finish(&mut odf, stream.damage(), sink)
}

impl Slide {
    fn layer(&mut self, notes: bool, comment: bool) -> &mut String {
        match (comment, notes) {
            (true, _) => &mut self.comment,
            (false, true) => &mut self.notes,
            (false, false) => &mut self.body,
        }
    }
}

fn put(mut slide: Slide, number: u32, odf: &mut odf::Odf<'_>, sink: &mut dyn Sink) -> Result<(), Stopped> {
    for href in &slide.objects {
        if let Some(words) = odf::object(&mut odf.package, href) {
            slide.body.push('\n');
            slide.body.push_str(&words);
        }
    }
    let body = if slide.hidden { Part::Hidden } else { Part::Body };
    for (part, text) in [(body, slide.body), (Part::Notes, slide.notes), (Part::Comment, slide.comment)] {
        let text = text.trim();
        if !text.is_empty() {
            sink.unit(Unit {
                locator: Locator::Slide { number },
                part,
                text: text.to_owned(),
                engine: ENGINE.to_owned(),
                confidence: None,
                entry: None,
            })?;
        }
    }
    sink.progress()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::testing::{Collected, package};

    #[test]
    fn slides_notes_comments_and_hidden_ones() {
        let content = "<c><automatic-styles><style name='dp2'><drawing-page-properties visibility='hidden'/></style></automatic-styles><body><presentation>\
            <page name='1'><frame><text-box><p>Рута преко <span>Шида</span></p></text-box></frame><annotation><creator>Ана</creator><p>провери</p></annotation>\
            <notes><frame><text-box><p>само усмено</p></text-box></frame></notes></page>\
            <page style-name='dp2'><p>skriveni slajd</p></page></presentation></body></c>";
        let bytes = package(&[
            ("mimetype", b"application/vnd.oasis.opendocument.presentation".as_slice()),
            ("content.xml", content.as_bytes()),
        ]);
        let (found, outcome) = Collected::from(crate::extract::extract, "a.odp", &bytes);
        assert!(outcome.is_ok(), "{outcome:?}");
        assert_eq!(found.text(Part::Body), "Рута преко Шида");
        assert_eq!(found.text(Part::Notes), "само усмено");
        assert_eq!(found.text(Part::Comment), "Ана: провери");
        assert_eq!(found.text(Part::Hidden), "skriveni slajd");
        assert_eq!(found.units.last().unwrap().locator, Locator::Slide { number: 2 });
    }
}
