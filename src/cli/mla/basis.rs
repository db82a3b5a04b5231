//! `rogatory mla basis`: which instruments can carry a request, and how it travels.

use super::common;
use crate::cli::output::{self, Format};
use crate::cli::{Exit, Global, Outcome};
use crate::mla::basis::{Advice, Offer, advise};

/// Rank what binds both States for the measure and the offence on a day.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  rogatory mla basis RS DE --measure hearing --concept smuggling_of_migrants\n  \
    rogatory mla basis ME US --measure preservation_29\n  rogatory mla basis XK RS --json")]
pub struct Args {
    /// The State that asks (RS, or its name)
    #[arg(value_name = "FROM")]
    from: String,
    /// The State that is asked
    #[arg(value_name = "TO")]
    to: String,
    /// A measure or form of a request (`rogatory mla forms`), or a type of assistance (`rogatory law concepts --words assistance_types`)
    #[arg(long, value_name = "MEASURE")]
    measure: Option<String>,
    /// Concept of the offence (`rogatory law concepts`)
    #[arg(long, value_name = "CONCEPT")]
    concept: Option<String>,
    /// The day that counts [default: today]
    #[arg(long, value_name = "DATE")]
    on: Option<String>,
    /// Show also what is not offered, and why
    #[arg(long)]
    all: bool,
}

pub fn run(args: Args, global: &Global) -> Outcome {
    let library = common::library(global)?;
    let (from, to) = (common::state(&library, &args.from)?, common::state(&library, &args.to)?);
    let measure = args.measure.as_deref().map(|given| common::measure(&library, given)).transpose()?;
    let concept = args.concept.as_deref().map(|given| common::concept(&library, given)).transpose()?;
    let on = common::day(args.on.as_deref())?;
    let advice = advise(&library, &from, &to, on, measure.as_deref(), concept.as_deref());
    match global.format() {
        Format::Json => output::print_json(&advice.to_json()),
        Format::Ndjson => {
            let value = advice.to_json();
            for basis in value["bases"].as_array().into_iter().flatten() {
                output::print(&format!("{basis}\n"));
            }
        }
        Format::Csv => csv(&advice),
        Format::Table => view(&advice, args.all),
    }
    let sole = advice.offered().any(|offer| offer.sole_basis);
    Ok(if sole { Exit::Done } else { Exit::Nothing })
}

fn csv(advice: &Advice<'_>) {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let _ = writer.write_record([
        "rank",
        "instrument",
        "reference",
        "offered",
        "sole_basis",
        "standing",
        "why",
        "channel",
        "unverified",
    ]);
    for offer in &advice.offers {
        let rank = offer.rank.map(|rank| rank.to_string()).unwrap_or_default();
        let _ = writer.write_record([
            &rank,
            &offer.instrument,
            &offer.reference,
            &offer.offered.to_string(),
            &(offer.offered && offer.sole_basis).to_string(),
            offer.standing.word(),
            &offer.why,
            offer.channel.as_deref().unwrap_or(""),
            &offer.unverified.join(" "),
        ]);
    }
    output::print(&output::sheet(writer));
}

fn view(advice: &Advice<'_>, all: bool) {
    let between = &advice.between;
    let mut text = format!("{} asks {}, {}", between.a.state.name, between.b.state.name, between.on);
    if let Some(measure) = &between.measure {
        text.push_str(&format!(", for {measure}"));
    }
    text.push_str("\n\n");
    for notice in &between.notices {
        text.push_str(&wrap(&format!("! {}", notice.text), "  "));
    }
    for unknown in &between.unknown {
        text.push_str(&wrap(&format!("? {unknown}"), "  "));
    }
    let offered: Vec<&Offer> = advice.offered().collect();
    if !offered.iter().any(|offer| offer.sole_basis) {
        text.push_str(&wrap(
            "No instrument can stand alone as basis. Look it up and enter it in the request as `checked`, or rely on reciprocity.",
            "  ",
        ));
        text.push('\n');
    }
    for offer in offered {
        let rank = offer.rank.unwrap_or_default();
        let alone = if offer.sole_basis { "" } else { " · not alone" };
        text.push_str(&wrap(&format!("{rank}. {} ({}) [{}]{alone}", offer.short, offer.reference, offer.instrument), "   "));
        text.push_str(&wrap(&format!("   {}", offer.why), "   "));
        line(&mut text, "way", offer.channel.as_deref());
        line(&mut text, "urgent", offer.urgent_channel.as_deref());
        line(&mut text, "to", Some(offer.addressees.join("; ")).as_deref());
        line(&mut text, "languages", offer.language_rule.as_deref());
        for said in &offer.declarations {
            let mark = if said.sourced { "" } else { " (unverified)" };
            line(
                &mut text,
                "declared",
                Some(&format!("{} on {} ({}): {}{mark}", said.state, said.reference, said.topic, said.summary)),
            );
        }
        for note in &offer.unverified {
            line(&mut text, "check", Some(note));
        }
        text.push('\n');
    }
    if !advice.languages.is_empty() {
        let known: Vec<String> = advice
            .languages
            .iter()
            .map(|known| if known.sourced { known.tag.clone() } else { format!("{} (unverified)", known.tag) })
            .collect();
        text.push_str(&wrap(&format!("Languages {} accepts: {}", between.b.state.name, known.join(", ")), "  "));
    }
    let rest: Vec<&Offer> = advice.offers.iter().filter(|offer| !offer.offered).collect();
    if all {
        text.push_str("\nNot offered:\n");
        for offer in rest {
            text.push_str(&wrap(&format!("- {} ({}): {}", offer.short, offer.reference, offer.why), "  "));
        }
    } else if !rest.is_empty() {
        text.push_str(&format!("{} more instruments are not offered; --all says why.\n", rest.len()));
    }
    output::print(&output::harmless(&text, true));
}

fn line(text: &mut String, label: &str, content: Option<&str>) {
    if let Some(content) = content.filter(|content| !content.is_empty()) {
        text.push_str(&wrap(&format!("   {label}: {content}"), "      "));
    }
}

/// Words wrapped to the terminal, following lines indented.
pub fn wrap(text: &str, indent: &str) -> String {
    use unicode_width::UnicodeWidthStr;
    let width = usize::from(output::width()).max(40);
    let lead: String = text.chars().take_while(|c| c.is_whitespace()).collect();
    let mut out = lead.clone();
    let mut used = lead.width();
    let mut first = true;
    for word in text.split_whitespace() {
        if !first && used + 1 + word.width() > width {
            out.push('\n');
            out.push_str(indent);
            used = indent.width();
            first = true;
        }
        if !first {
            out.push(' ');
            used += 1;
        }
        out.push_str(word);
        used += word.width();
        first = false;
    }
    out.push('\n');
    out
}
