//! `rogatory mla forms`: the forms, their fields, and which words were reviewed.

use serde_json::{Value, json};

use super::basis::wrap;
use super::common;
use crate::cli::output::{self, Format, print, print_json};
use crate::cli::{Exit, Global, Outcome};
use crate::mla::forms::{self, Field, Form, LANGUAGES, Set};
use crate::mla::request::{FormId, MeasureKind};

/// Every form with its fields, or one form field by field.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  rogatory mla forms\n  rogatory mla forms classical\n  rogatory mla forms preservation_29 --language sq\n  \
    rogatory mla forms video_conference"
)]
pub struct Args {
    /// A form, or the sub-form of a measure
    #[arg(value_name = "FORM")]
    form: Option<String>,
    /// Labels in this language
    #[arg(long, value_name = "TAG", default_value = "en")]
    language: String,
}

pub fn run(args: Args, global: &Global) -> Outcome {
    let language = args.language.as_str();
    if forms::word(Set::Phrases, "page", language).is_none() {
        return Err(common::unknown("language of forms", language, LANGUAGES.iter().copied()));
    }
    match &args.form {
        None => list(language, global),
        Some(id) => match (FormId::from_id(id).and_then(|form| forms::form(form.id())), MeasureKind::from_id(id)) {
            (Some(form), _) => one(form, language, global),
            (None, Some(kind)) => sub_form(kind, language, global),
            (None, None) => {
                let known = forms::all().iter().map(|form| form.id.as_str()).chain(MeasureKind::ALL.iter().map(|kind| kind.id()));
                Err(common::or_list(common::unknown("form", id, known), "`rogatory mla forms` lists them"))
            }
        },
    }
}

fn list(language: &str, global: &Global) -> Outcome {
    let review = |tag: &str| if forms::reviewed(tag) { "reviewed" } else { "unreviewed" };
    if matches!(global.format(), Format::Json | Format::Ndjson) {
        print_json(&json!({
            "schema": "rogatory.mla_forms/1",
            "forms": forms::all().iter().map(|form| form_json(form, language)).collect::<Vec<_>>(),
            "sub_forms": MeasureKind::ALL.iter().map(|kind| kind.id()).collect::<Vec<_>>(),
            "languages": LANGUAGES.iter().map(|tag| json!({ "language": tag, "status": review(tag) })).collect::<Vec<_>>(),
        }));
        return Ok(Exit::Done);
    }
    let mut table = output::table(&["form", "title", "rests on"]);
    for form in forms::all() {
        table.add_row([form.id.clone(), form.title(language), form.references.join("; ")]);
    }
    output::print_table(&table);
    let kinds: Vec<&str> = MeasureKind::ALL.iter().map(|kind| kind.id()).collect();
    print(&wrap(&format!("Measures of a classical request: {}", kinds.join(", ")), "  "));
    let unreviewed: Vec<&str> = LANGUAGES.iter().copied().filter(|tag| !forms::reviewed(tag)).collect();
    if !unreviewed.is_empty() {
        print(&wrap(
            &format!(
                "Words not yet confirmed by a jurist who speaks the language: {}. Have a draft read before it is signed.",
                unreviewed.join(", ")
            ),
            "  ",
        ));
    }
    Ok(Exit::Done)
}

fn form_json(form: &Form, language: &str) -> Value {
    json!({
        "id": form.id, "title": form.title(language), "references": form.references, "unverified": form.unverified,
        "blocks": form.blocks.iter().map(|place| json!({
            "id": place.block, "need": place.need.letter(), "reference": place.reference, "when": place.when,
            "fields": place.block().map(|block| block.fields().into_iter().map(|field| field_json(field, language)).collect::<Vec<_>>()),
        })).collect::<Vec<_>>(),
    })
}

fn field_json(field: &Field, language: &str) -> Value {
    json!({
        "path": field.path, "label": field.label(language), "need": field.need.letter(), "reference": field.reference, "when": field.when,
    })
}

fn one(form: &'static Form, language: &str, global: &Global) -> Outcome {
    if matches!(global.format(), Format::Json | Format::Ndjson) {
        print_json(&json!({ "schema": "rogatory.mla_form/1", "form": form_json(form, language) }));
        return Ok(Exit::Done);
    }
    print(&wrap(&format!("{} [{}] · {}", form.title(language), form.id, form.references.join("; ")), "  "));
    for note in &form.unverified {
        print(&wrap(&format!("unverified: {note}"), "  "));
    }
    let header = forms::group("header");
    print(&format!("\nheader\n{}", rows(&header, language)));
    for place in &form.blocks {
        let when = if place.when.is_empty() { String::new() } else { format!(", if {}", place.when) };
        let reference = if place.reference.is_empty() { String::new() } else { format!(" ({})", place.reference) };
        print(&wrap(&format!("\n{} {}{when}{reference}", place.need.letter(), place.block), "  "));
        if let Some(block) = place.block() {
            print(&rows(&block.fields(), language));
        }
    }
    print("\nR required, C required under the condition, O advised\n");
    Ok(Exit::Done)
}

fn sub_form(kind: MeasureKind, language: &str, global: &Global) -> Outcome {
    let fields = forms::group(&format!("measure.{}", kind.id()));
    if matches!(global.format(), Format::Json | Format::Ndjson) {
        print_json(&json!({
            "schema": "rogatory.mla_form/1",
            "form": { "id": kind.id(), "fields": fields.iter().map(|field| field_json(field, language)).collect::<Vec<_>>() },
        }));
        return Ok(Exit::Done);
    }
    print(&format!("[measures.{}]\n{}", kind.id(), rows(&fields, language)));
    Ok(Exit::Done)
}

fn rows(fields: &[&Field], language: &str) -> String {
    fields
        .iter()
        .map(|field| {
            let when = if field.when.is_empty() { String::new() } else { format!(" if {}", field.when) };
            let reference = if field.reference.is_empty() { String::new() } else { format!(" [{}]", field.reference) };
            wrap(&format!("  {} {}: {}{when}{reference}", field.need.letter(), field.path, field.label(language)), "      ")
        })
        .collect()
}
