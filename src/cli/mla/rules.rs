//! `rogatory mla rules`: what the check asks, and why.

use serde_json::json;

use super::basis::wrap;
use super::common;
use crate::cli::output::{self, Format, print, print_json};
use crate::cli::{Exit, Global, Outcome};
use crate::mla::rules::{HOW_TO_WRITE, Rule};

/// The rules of the check: reasons why requests are refused, returned or delayed, each with its source, severity and fix.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  rogatory mla rules\n  rogatory mla rules basis.unverified_only\n  rogatory mla rules --reason 21\n  \
    rogatory mla rules --how"
)]
pub struct Args {
    /// Only this rule, in full
    #[arg(value_name = "RULE")]
    id: Option<String>,
    /// Only the rules for this row of the table of reasons (1 to 54)
    #[arg(long, value_name = "N")]
    reason: Option<u32>,
    /// How an office writes rules of its own
    #[arg(long)]
    how: bool,
}

pub fn run(args: Args, global: &Global) -> Outcome {
    if args.how {
        print(HOW_TO_WRITE);
        return Ok(Exit::Done);
    }
    let set = common::rules(global)?;
    if let Some(id) = &args.id
        && !set.rules.iter().any(|rule| rule.id == *id)
    {
        return Err(common::or_list(
            common::unknown("rule", id, set.rules.iter().map(|rule| rule.id.as_str())),
            "`rogatory mla rules` lists them",
        ));
    }
    let wanted: Vec<&Rule> = set
        .rules
        .iter()
        .filter(|rule| args.id.as_ref().is_none_or(|id| rule.id == *id))
        .filter(|rule| args.reason.is_none_or(|reason| rule.reason == Some(reason)))
        .collect();
    match global.format() {
        Format::Json | Format::Ndjson => print_json(&json!({
            "schema": "rogatory.mla_rules/1",
            "rules": wanted.iter().map(|rule| json!({
                "id": rule.id, "reason": rule.reason, "title": rule.title, "severity": rule.severity.word(),
                "reference": rule.reference, "each": rule.written.each, "applies": rule.written.applies, "broken": rule.written.broken,
                "field": rule.field, "message": rule.message, "fix": rule.fix, "question": rule.question,
                "built_in": rule.built_in,
            })).collect::<Vec<_>>(),
        })),
        Format::Csv => {
            let mut writer = csv::Writer::from_writer(Vec::new());
            let _ = writer.write_record(["id", "reason", "severity", "title", "reference", "fix"]);
            for rule in wanted {
                let reason = rule.reason.map(|reason| reason.to_string()).unwrap_or_default();
                let _ = writer.write_record([&rule.id, &reason, rule.severity.word(), &rule.title, &rule.reference, &rule.fix]);
            }
            print(&output::sheet(writer));
        }
        Format::Table if args.id.is_some() => {
            for rule in wanted {
                print(&full(rule));
            }
        }
        Format::Table => {
            let mut table = output::table(&["rule", "reason", "severity", "what it finds"]);
            for rule in wanted {
                let reason = rule.reason.map(|reason| reason.to_string()).unwrap_or_default();
                table.add_row([rule.id.clone(), reason, rule.severity.word().to_string(), rule.title.clone()]);
            }
            output::print_table(&table);
        }
    }
    Ok(Exit::Done)
}

fn full(rule: &Rule) -> String {
    let mut text = format!("{}\n", rule.id);
    let mut line = |label: &str, content: Option<&str>| {
        if let Some(content) = content.filter(|content| !content.is_empty()) {
            text.push_str(&wrap(&format!("  {label}: {content}"), "    "));
        }
    };
    line("finds", Some(&rule.title));
    line("severity", Some(rule.severity.word()));
    line("reason", rule.reason.map(|reason| reason.to_string()).as_deref());
    line("source", Some(&rule.reference));
    line("asked for each", rule.written.each.as_deref());
    line("applies if", rule.written.applies.as_deref());
    line("broken if", Some(&rule.written.broken));
    line("says", Some(&rule.message));
    line("fix", Some(&rule.fix));
    line("asks, where unknown", rule.question.as_deref());
    line("from", Some(if rule.built_in { "this program" } else { "the office's library" }));
    text
}
