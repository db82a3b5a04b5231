//! PPTX, PPTM, PPSX.

use std::io::Cursor;

use office_oxide::pptx::{GraphicContent, PptxDocument, Shape, TextBody, TextContent};

use super::{ENGINE, layer, layer_by, listing, notes, own, passed_over};
use crate::extract::formats::Format;
use crate::extract::ooxml::Package;
use crate::extract::spreadsheet::xlsx::core_meta;
use crate::extract::xml_stream::utf8;
use crate::extract::{Failure, Gap, Input, Locator, Options, Part, Reason, Sink, guarded};

const MEDIA_TYPE: &str = "application/vnd.openxmlformats-officedocument.presentationml.presentation";

/// The row of the table of formats.
pub(crate) static PPTX: Format = Format {
    id: "pptx",
    name: "PowerPoint presentation",
    media_type: MEDIA_TYPE,
    extensions: &["pptx", "pptm", "ppsx", "potx"],
    engine: ENGINE,
    read,
    reads: "text of shapes (once more by our own walker: lines the library passes over are added, shows it refuses are read), tables, diagrams and charts, descriptions of pictures, link targets; speaker notes, comments; hidden slides labelled; pictures and embedded files as members",
    leaves: "text of layouts and masters",
    locator: "slide",
    limits: "",
};

/// Read a PPTX file.
pub(crate) fn read(input: &Input, _options: &Options, sink: &mut dyn Sink) -> Result<(), Failure> {
    sink.format(MEDIA_TYPE, ENGINE)?;
    let bytes = input.bytes;
    let mut outcome = parse(bytes);
    let mut relisted = None;
    if let Some(mut package) = Package::open(bytes) {
        let slides = listing::slides(&package);
        let damaged = match &outcome {
            Ok(document) => document.slides.len() < slides.len() && !listing::whole(&mut package),
            Err(_) => !slides.is_empty(),
        };
        if damaged
            && let Some(repaired) = listing::listed(bytes, &slides)
            && let Ok(document) = parse(&repaired)
        {
            outcome = Ok(document);
            relisted = Some(repaired);
        }
    }
    let document = match outcome {
        Ok(document) => document,
        Err(failure) => return fallback(bytes, failure, sink),
    };
    if relisted.is_some() {
        let detail = "the list of the slides (ppt/presentation.xml) is damaged: the slides were read in the order of the numbers in their names, which need not be that of the show";
        sink.gap(Gap::new(Reason::Corrupt, detail))?;
    }
    let bytes = relisted.as_deref().unwrap_or(bytes);
    let mut meta = core_meta(document.core_properties.as_ref());
    for property in document.package_properties.custom.iter().take(200) {
        meta.extra.push((property.name.clone(), property.value.clone()));
    }
    sink.meta(meta)?;
    sink.announce_units(document.slides.len() as u64)?;
    let mut package = Package::open(bytes);
    let parts = package.as_mut().map(notes::slides).unwrap_or_default();
    // The slides are told apart by their order; where the counts differ nothing can be said.
    let parts = if parts.len() == document.slides.len() { parts } else { Vec::new() };
    for (index, slide) in document.slides.iter().enumerate() {
        let number = index + 1;
        let mut words = Words::default();
        words.shapes(&slide.shapes);
        let shown = if slide.hidden { Part::Hidden } else { Part::Body };
        layer(number, shown, &words.text, sink)?;
        let part = parts.get(index).and_then(Option::as_deref);
        if let (Some(part), Some(package)) = (part, package.as_mut())
            && let Some(xml) = package.part(part)
        {
            let own = own::slide(&utf8(&xml)).text;
            layer_by(own::OWN, number, shown, &passed_over(&own, &words.text), sink)?;
        }
        layer(number, Part::Annotation, &words.links, sink)?;
        let mut noted = Words::default();
        if let Some(notes) = &slide.notes {
            noted.body(notes);
        }
        // The library reads the place PowerPoint keeps for notes; people also write beside it.
        let own = part.zip(package.as_mut()).and_then(|(part, package)| notes::of(package, part)).unwrap_or_default();
        layer(number, Part::Notes, if own.trim().len() > noted.text.trim().len() { &own } else { &noted.text }, sink)?;
        for comment in slide.comments() {
            let text = match comment.author.as_deref().filter(|author| !author.trim().is_empty()) {
                Some(author) => format!("{author}: {}", comment.text),
                None => comment.text.clone(),
            };
            layer(number, Part::Comment, &text, sink)?;
        }
        if let Some(error) = &slide.parse_error {
            let place = Locator::Slide { number: u32::try_from(number).unwrap_or(u32::MAX) };
            sink.gap(Gap::at(Reason::Corrupt, place, format!("slide {number} could not be read: {error}")))?;
        }
        sink.progress()?;
    }
    for (part, why) in &document.unreadable_parts {
        sink.gap(Gap::new(Reason::Corrupt, format!("{part} could not be read: {why}")))?;
    }
    if document.unreadable_parts_omitted > 0 {
        sink.gap(Gap::new(Reason::Corrupt, format!("{} more parts could not be read", document.unreadable_parts_omitted)))?;
    }
    if let Some(mut package) = package {
        package.members(&["ppt/media/", "ppt/embeddings/"], sink)?;
    }
    Ok(())
}

/// What our own walk finds where the library refuses the file.
fn fallback(bytes: &[u8], failure: Failure, sink: &mut dyn Sink) -> Result<(), Failure> {
    let gap = match failure {
        Failure::Unreadable(gap) if gap.reason != Reason::Encrypted => gap,
        failure => return Err(failure),
    };
    let Some(mut package) = Package::open(bytes) else { return Err(Failure::Unreadable(gap)) };
    let mut parts: Vec<String> = notes::slides(&mut package).into_iter().flatten().collect();
    if parts.is_empty() {
        parts = listing::slides(&package);
    }
    if !own::tell(&mut package, &parts, sink)? {
        return Err(Failure::Unreadable(gap));
    }
    sink.format(MEDIA_TYPE, own::OWN)?;
    sink.gap(Gap { detail: format!("{}; read by the simple reader: comments and links were not", gap.detail), ..gap })?;
    package.members(&["ppt/media/", "ppt/embeddings/"], sink)?;
    Ok(())
}

fn parse(bytes: &[u8]) -> Result<PptxDocument, Failure> {
    guarded::parse(|| PptxDocument::from_reader(Cursor::new(bytes)).map_err(|error| error.to_string()))
}

/// Words of a slide in the order of its shapes, and where its links lead.
#[derive(Default)]
struct Words {
    text: String,
    links: String,
}

/// Groups nested deeper than this are not walked by hand; `office_oxide` itself stops earlier.
const DEEPEST: usize = 300;

impl Words {
    fn shapes(&mut self, shapes: &[Shape]) {
        let mut waiting: Vec<(&Shape, usize)> = shapes.iter().rev().map(|shape| (shape, 0)).collect();
        while let Some((shape, depth)) = waiting.pop() {
            match shape {
                Shape::AutoShape(shape) => {
                    if let Some(body) = &shape.text_body {
                        self.body(body);
                    }
                    self.described(shape.alt_text.as_deref());
                    self.link(shape.hyperlink.as_ref());
                }
                Shape::Picture(picture) => {
                    self.described(picture.alt_text.as_deref());
                    self.link(picture.hyperlink.as_ref());
                }
                Shape::Group(group) if depth < DEEPEST => {
                    waiting.extend(group.children.iter().rev().map(|child| (child, depth + 1)))
                }
                Shape::GraphicFrame(frame) => match &frame.content {
                    GraphicContent::Table(table) => {
                        for row in &table.rows {
                            let mut line = Words::default();
                            for cell in &row.cells {
                                let mut cell_words = Words::default();
                                if let Some(body) = &cell.text_body {
                                    cell_words.body(body);
                                }
                                line.text.push_str(cell_words.text.trim_end());
                                line.text.push('\t');
                                line.links.push_str(&cell_words.links);
                            }
                            self.text.push_str(line.text.trim_end());
                            self.text.push('\n');
                            self.links.push_str(&line.links);
                        }
                    }
                    GraphicContent::Text(lines) => {
                        for line in lines.iter() {
                            self.text.push_str(line);
                            self.text.push('\n');
                        }
                    }
                    _ => {}
                },
                _ => {}
            }
        }
    }

    fn body(&mut self, body: &TextBody) {
        for paragraph in &body.paragraphs {
            for content in &paragraph.content {
                match content {
                    TextContent::Run(run) => {
                        self.text.push_str(&run.text);
                        self.link(run.hyperlink.as_ref());
                    }
                    TextContent::LineBreak => self.text.push('\n'),
                    TextContent::Field(field) => self.text.push_str(&field.text),
                }
            }
            self.text.push('\n');
        }
    }

    /// The description of a picture or shape, which PowerPoint shows nowhere and searches do not miss.
    fn described(&mut self, text: Option<&str>) {
        if let Some(text) = text.map(str::trim).filter(|text| !text.is_empty()) {
            self.text.push_str(text);
            self.text.push('\n');
        }
    }

    fn link(&mut self, link: Option<&office_oxide::pptx::HyperlinkInfo>) {
        if let Some(office_oxide::pptx::HyperlinkTarget::External(target)) = link.map(|link| &link.target) {
            self.links.push_str(target);
            self.links.push('\n');
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::testing::Collected;

    /// A show of eleven slides with this for its list.
    fn show(list: &str) -> Vec<u8> {
        let mut parts: Vec<(String, String)> = vec![
            ("[Content_Types].xml".into(), "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/><Override PartName=\"/ppt/presentation.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml\"/></Types>".into()),
            ("_rels/.rels".into(), "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"ppt/presentation.xml\"/></Relationships>".into()),
            ("ppt/presentation.xml".into(), list.into()),
        ];
        let mut relations = String::new();
        for number in [11, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10] {
            relations.push_str(&format!("<Relationship Id=\"rId{number}\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/slide\" Target=\"slides/slide{number}.xml\"/>"));
            parts.push((format!("ppt/slides/slide{number}.xml"), format!("<p:sld xmlns:p=\"http://schemas.openxmlformats.org/presentationml/2006/main\" xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\"><p:cSld><p:spTree><p:sp><p:nvSpPr><p:cNvPr id=\"2\" name=\"x\"/><p:cNvSpPr/><p:nvPr/></p:nvSpPr><p:spPr/><p:txBody><a:bodyPr/><a:p><a:r><a:t>prikaz {number}</a:t></a:r></a:p></p:txBody></p:sp></p:spTree></p:cSld></p:sld>")));
        }
        parts.push(("ppt/_rels/presentation.xml.rels".into(), format!("<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{relations}</Relationships>")));
        let parts: Vec<(&str, &[u8])> = parts.iter().map(|(name, text)| (name.as_str(), text.as_bytes())).collect();
        crate::extract::testing::package(&parts)
    }

    #[test]
    fn shows_the_library_refuses_are_read_by_our_own_walk() {
        let list = "<p:presentation xmlns:p=\"p\" xmlns:r=\"r\"><p:sldIdLst><p:sldId id=\"256\" r:id=\"rId3\"/><p:sldId id=\"257\" r:id=\"rId1\"/></p:sldIdLst></p:presentation>";
        let bytes = show(list);
        let mut found = Collected::default();
        fallback(&bytes, Failure::because(Reason::Corrupt, "refused"), &mut found).unwrap();
        assert_eq!(found.text(Part::Body), "prikaz 3\nprikaz 1");
        assert!(found.has_gap(Reason::Corrupt) && found.units.iter().all(|unit| unit.engine == own::OWN));
        let outcome = fallback(&bytes, Failure::because(Reason::Encrypted, "locked"), &mut found);
        assert!(matches!(outcome, Err(Failure::Unreadable(_))));
        assert_eq!(passed_over("Рута преко Шида\nplaćeno 500\n", "Рута преко\nШида"), "plaćeno 500");
    }

    #[test]
    fn slides_are_read_by_number_where_their_list_is_damaged() {
        let open = "<p:presentation xmlns:p=\"http://schemas.openxmlformats.org/presentationml/2006/main\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><p:sldIdLst><p:sldId id=\"256\" r:id=\"rId3\"/>";
        let by_number: Vec<String> = (1..=11).map(|number| format!("prikaz {number}")).collect();
        for list in ["", "\u{0}\u{1}garbage <<<", open, &open[..open.len() - 9]] {
            let (found, outcome) = Collected::from(read, "prikaz.pptx", &show(list));
            assert!(outcome.is_ok(), "{list:?}: {outcome:?}");
            assert_eq!(found.text(Part::Body), by_number.join("\n"), "{list:?}");
            assert!(found.has_gap(Reason::Corrupt), "{list:?}");
        }
        // A whole list is believed, also where it leaves slides out.
        let (found, outcome) = Collected::from(read, "prikaz.pptx", &show(&format!("{open}</p:sldIdLst></p:presentation>")));
        assert!(outcome.is_ok(), "{outcome:?}");
        assert_eq!((found.text(Part::Body).as_str(), found.gaps.len()), ("prikaz 3", 0));
    }
}
