//! What is laid over a page: filled-in form fields, comments, stamps, links, attached files.

use std::collections::HashSet;

use hayro_interpret::{InterpreterCache, RenderContent};
use hayro_syntax::Pdf;
use hayro_syntax::object::{Array, Dict, Name, Object, Stream, String as PdfString};
use hayro_syntax::page::Page;

use super::glyphs::{Ended, Surface};
use super::{ENGINE, draw, embedded, emit, labels, strings};
use crate::extract::{Gap, Locator, Part, Reason, Sink, Stopped};

/// Annotations of one page that are looked at.
const MOST: usize = 50_000;
/// Depth of the field tree.
const DEPTH: usize = 32;

/// Read the annotations of one page: fields in one unit, the rest in another.
pub fn read<'a>(
    pdf: &'a Pdf,
    page: &Page<'a>,
    cache: &InterpreterCache<'a>,
    locator: &Locator,
    sink: &mut dyn Sink,
) -> Result<(), Stopped> {
    let Some(list) = page.raw().get::<Array<'_>>("Annots") else { return Ok(()) };
    let (mut fields, mut notes, mut files) = (Vec::new(), Vec::new(), Vec::new());
    for annotation in list.iter::<Dict<'_>>().take(MOST) {
        let kind = annotation.get::<Name<'_>>("Subtype").map(|n| n.as_str().to_owned()).unwrap_or_default();
        match kind.as_str() {
            "Widget" => fields.extend(field(&annotation)),
            "Popup" => {}
            _ => note(&kind, &annotation, &mut notes),
        }
        if let Some(file) = annotation.get::<Dict<'_>>("FS") {
            files.push(file);
        }
    }
    appearances(pdf, page, cache, locator, &fields, &mut notes, sink)?;
    emit(locator, Part::FormField, &fields.join("\n"), ENGINE, sink)?;
    emit(locator, Part::Annotation, &notes.join("\n"), ENGINE, sink)?;
    let mut seen = HashSet::new();
    for file in files {
        embedded::member(&file, "attachment", &mut seen, sink)?;
    }
    Ok(())
}

/// Text that only the drawn appearance holds (stamps, free text, fields without a value) joins the notes.
fn appearances<'a>(
    pdf: &'a Pdf,
    page: &Page<'a>,
    cache: &InterpreterCache<'a>,
    locator: &Locator,
    fields: &[String],
    notes: &mut Vec<String>,
    sink: &mut dyn Sink,
) -> Result<(), Stopped> {
    let (width, height) = page.render_dimensions();
    let mut surface = Surface::new(sink, f64::from(width), f64::from(height));
    let outcome = draw(pdf, page, cache, RenderContent::ANNOTATIONS, &mut surface);
    let drawn = surface.joiner.text();
    match outcome {
        Ok(()) => {}
        Err(Ended::Stopped(stopped)) => return Err(stopped),
        Err(Ended::TooMuch) => {
            sink.gap(Gap::at(Reason::SizeLimit, locator.clone(), "the annotations of the page draw without end"))?;
        }
        Err(Ended::Broken) => {
            sink.gap(Gap::at(Reason::Crashed, locator.clone(), "the reader broke off on the annotations of this page"))?;
        }
    }
    let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    let mut known: std::collections::HashMap<String, usize> = std::collections::HashMap::new();
    for word in fields.iter().chain(notes.iter()).flat_map(|line| words(line)) {
        *known.entry(word).or_default() += 1;
    }
    for line in drawn.lines() {
        // A line whose words are all there already, as often as needed, is the appearance of a value.
        let mut missing = 0;
        for word in words(line) {
            match known.get_mut(&word) {
                Some(left) if *left > 0 => *left -= 1,
                _ => missing += 1,
            }
        }
        if missing > 0 {
            notes.push(line.to_owned());
        }
    }
    Ok(())
}

fn string(dict: &Dict<'_>, key: &str) -> Option<String> {
    let text = match dict.get::<Object<'_>>(key)? {
        Object::String(text) => strings::text(text.as_bytes()),
        Object::Stream(stream) => strings::text(&stream.decoded_data().ok()?),
        Object::Name(name) => name.as_str().to_owned(),
        Object::Number(number) => number.as_f64().to_string(),
        _ => return None,
    };
    (!text.is_empty()).then_some(text)
}

fn note(kind: &str, annotation: &Dict<'_>, notes: &mut Vec<String>) {
    let author = string(annotation, "T").map(|author| format!("{author}: ")).unwrap_or_default();
    let contents =
        string(annotation, "Contents").or_else(|| string(annotation, "RC").map(|rich| crate::extract::html::plain(&rich)));
    if let Some(contents) = contents {
        let subject =
            string(annotation, "Subj").filter(|s| !s.eq_ignore_ascii_case(kind)).map(|s| format!("[{s}] ")).unwrap_or_default();
        notes.push(format!("{subject}{author}{contents}"));
    } else if !author.is_empty() && kind != "Link" {
        notes.push(author.trim_end_matches([':', ' ']).to_owned());
    }
    if let Some(target) =
        annotation.get::<Dict<'_>>("A").and_then(|action| string(&action, "URI").or_else(|| string(&action, "F")))
    {
        notes.push(target);
    }
}

/// "name: value" of a form field. None for fields that are empty.
fn field(widget: &Dict<'_>) -> Option<String> {
    let (mut names, mut value, mut kind, mut label) = (Vec::new(), None, None, None);
    let mut seen = HashSet::new();
    let mut node = widget.clone();
    for _ in 0..DEPTH {
        names.extend(string(&node, "T"));
        value = value.or_else(|| field_value(&node));
        label = label.or_else(|| string(&node, "TU"));
        kind = kind.or_else(|| node.get::<Name<'_>>("FT").map(|k| k.as_str().to_owned()));
        if let Some(id) = labels::reference(node.get_raw::<Object<'_>>("Parent"))
            && !seen.insert(id)
        {
            break;
        }
        match node.get::<Dict<'_>>("Parent") {
            Some(parent) => node = parent,
            None => break,
        }
    }
    names.reverse();
    let name = label.unwrap_or_else(|| names.join("."));
    let value = if kind.as_deref() == Some("Btn") {
        // A box that is ticked carries the name of its state; radio buttons only in the one that is chosen.
        widget.get::<Name<'_>>("AS").map(|state| state.as_str().to_owned()).filter(|state| state != "Off")
    } else {
        value
    }?;
    Some(if name.is_empty() { value } else { format!("{name}: {value}") })
}

fn field_value(node: &Dict<'_>) -> Option<String> {
    if let Some(choices) = node.get::<Array<'_>>("V") {
        let chosen: Vec<String> = choices
            .iter::<PdfString<'_>>()
            .take(1000)
            .map(|choice| strings::text(choice.as_bytes()))
            .filter(|c| !c.is_empty())
            .collect();
        return (!chosen.is_empty()).then(|| chosen.join(", "));
    }
    // A signature's value is a dictionary: who signed, why, where.
    if let Some(signature) = node.get::<Dict<'_>>("V").filter(|_| node.get::<Stream<'_>>("V").is_none()) {
        let facts: Vec<String> =
            ["Name", "Reason", "Location", "ContactInfo", "M"].iter().filter_map(|key| string(&signature, key)).collect();
        return (!facts.is_empty()).then(|| facts.join(", "));
    }
    string(node, "V")
}
