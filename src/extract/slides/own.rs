//! Our own walk over the slides of a PPTX: the cross-check of `office_oxide`, and the reader of shows it refuses.

use super::{Part, Sink, Stopped, layer_by, notes};
use crate::extract::ooxml::Package;
use crate::extract::xml_stream::{Node, XmlStream, utf8};

/// Name and version as units carry it.
pub(super) const OWN: &str = concat!("rogatory-pptx ", env!("CARGO_PKG_VERSION"));

/// A slide by our own walk.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Slide {
    pub hidden: bool,
    /// Its paragraphs, one a line.
    pub text: String,
}

/// The text of a slide: every run of every paragraph. Where a part is there in two versions, the newer one is read.
pub(super) fn slide(xml: &[u8]) -> Slide {
    let mut stream = XmlStream::new(xml);
    let mut slide = Slide::default();
    let (mut taking, mut older) = (false, 0usize);
    while let Some(node) = stream.next() {
        match node {
            Node::Start(element) => match element.name.as_str() {
                "sld" => slide.hidden = element.get("show").is_some_and(|show| matches!(show.as_str(), "0" | "false")),
                "Fallback" => older += 1,
                "t" => taking = older == 0,
                "br" if older == 0 => slide.text.push('\n'),
                _ => {}
            },
            Node::Text(text) if taking => slide.text.push_str(&text),
            Node::Text(_) => {}
            Node::End(name) => match name.as_str() {
                "t" => taking = false,
                "Fallback" => older = older.saturating_sub(1),
                "p" if !slide.text.is_empty() && !slide.text.ends_with('\n') => slide.text.push('\n'),
                _ => {}
            },
        }
    }
    slide
}

/// Hand on what is in these slides and notes, where nothing else reads them.
pub(super) fn tell(package: &mut Package<'_>, parts: &[String], sink: &mut dyn Sink) -> Result<bool, Stopped> {
    let mut any = false;
    for (index, part) in parts.iter().enumerate() {
        let Some(xml) = package.part(part) else { continue };
        let slide = slide(&utf8(&xml));
        any |= !slide.text.trim().is_empty();
        layer_by(OWN, index + 1, if slide.hidden { Part::Hidden } else { Part::Body }, &slide.text, sink)?;
        let notes = notes::of(package, part).unwrap_or_default();
        layer_by(OWN, index + 1, Part::Notes, &notes, sink)?;
        sink.progress()?;
    }
    Ok(any)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_paragraph_once() {
        let xml = "<p:sld show='0'><sp><p><r><t>Рута </t></r><r><t>преко Шида</t></r></p><p><r><t>drugi</t><br/><t>red</t></r></p></sp>\
            <AlternateContent><Choice><p><t>novo</t></p></Choice><Fallback><p><t>staro</t></p></Fallback></AlternateContent></p:sld>";
        assert_eq!(slide(xml.as_bytes()), Slide { hidden: true, text: "Рута преко Шида\ndrugi\nred\nnovo\n".into() });
    }
}
