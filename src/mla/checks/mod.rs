//! Is the request ready? Required contents of the instruments relied on, the reasons why requests come back, agreement between
//! language versions, names and citations.
//!
//! Not for: the rules themselves (`rules/*.toml`), printing. A check never fails on a request: what it cannot know it asks.

mod citations;
mod consistency;
mod known;
mod legal;
mod numbers;
mod protected;
mod required;
mod requirements;
mod run_rules;
mod said;
mod treaties;
mod values;

use std::path::Path;

use jiff::civil::Date;
use serde_json::{Value, json};

use crate::case::Store;
use crate::law::library::Library;
use crate::mla::annexes::Paper;
use crate::mla::protected::Protected;
use crate::mla::register::Entry;
use crate::mla::request::{Request, Source};
use crate::mla::rules::{Kind, RuleSet, Severity};

pub use citations::{Checked as CheckedCitation, CitationState, Evidence};
pub use requirements::{Classes, Requirement, Status};

/// What a check works with.
pub struct Inputs<'a> {
    pub request: &'a Request,
    pub source: Option<&'a Source>,
    /// The file the request is written in.
    pub file: Option<&'a Path>,
    pub library: &'a Library,
    pub rules: &'a RuleSet,
    /// The case the citations point into, if there is one.
    pub store: Option<&'a Store>,
    /// Protected persons of the case.
    pub protected: &'a [Protected],
    /// What stands in the annexes that are sent openly.
    pub papers: &'a [Paper],
    /// What the register knows of this request.
    pub register: Option<&'a Entry>,
    /// The day the request is judged on.
    pub on: Date,
}

/// Something wrong, doubtful, or asked.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// Id of the rule, or `content.<class>`, `consistency.<what>`, `legal.<what>`, `citation.<what>`.
    pub id: String,
    pub kind: Kind,
    pub severity: Severity,
    pub reference: String,
    pub field: String,
    /// Line and column in the file, where known.
    pub place: Option<(usize, usize)>,
    pub message: String,
    pub fix: String,
    /// Row of the table of reasons.
    pub reason: Option<u32>,
}

/// The outcome.
#[derive(Debug, Clone)]
pub struct Report {
    pub findings: Vec<Finding>,
    pub requirements: Vec<Requirement>,
    pub citations: Vec<citations::Checked>,
    /// Instruments checked against.
    pub instruments: Vec<String>,
    pub on: Date,
}

impl Report {
    /// No error is left. Strictly: no warning and no open question either.
    pub fn ready(&self, strict: bool) -> bool {
        self.findings.iter().all(|finding| {
            if strict {
                finding.severity == Severity::Hint && finding.kind == Kind::Finding
            } else {
                finding.severity != Severity::Error
            }
        })
    }

    /// A citation no longer matches its evidence.
    pub fn integrity_broken(&self) -> bool {
        self.citations.iter().any(|checked| checked.state.breaks_integrity())
    }

    /// The report as JSON, `rogatory.mla_check/1`.
    pub fn to_json(&self, strict: bool) -> Value {
        json!({
            "schema": "rogatory.mla_check/1",
            "ready": self.ready(strict) && !self.integrity_broken(),
            "strict": strict,
            "on": self.on.to_string(),
            "instruments": self.instruments,
            "findings": self.findings.iter().map(|finding| json!({
                "id": finding.id, "kind": finding.kind, "severity": finding.severity, "reason": finding.reason,
                "reference": finding.reference, "field": finding.field,
                "line": finding.place.map(|(line, _)| line), "column": finding.place.map(|(_, column)| column),
                "message": finding.message, "fix": finding.fix,
            })).collect::<Vec<_>>(),
            "requirements": self.requirements.iter().map(Requirement::to_json).collect::<Vec<_>>(),
            "citations": self.citations.iter().map(citations::Checked::to_json).collect::<Vec<_>>(),
        })
    }
}

/// Check a request.
pub fn check(inputs: &Inputs<'_>) -> Report {
    let citations = citations::check_all(inputs);
    let root = known::root(inputs);
    let known = known::known(inputs, &root);
    let root = known::with_lists(inputs, root, &known);
    let mut findings = run_rules::run(inputs, &root, &known.value);
    let classes = Classes::built_in();
    let requirements = requirements::check(inputs, &classes, &root, &known.value, &known.relied_on);
    findings.extend(requirements::findings(&requirements, &classes));
    findings.extend(consistency::findings(inputs));
    findings.extend(values::findings(inputs));
    findings.extend(legal::findings(inputs));
    findings.extend(treaties::findings(inputs));
    findings.extend(citations::findings(&citations, inputs.store.is_some()));
    findings.extend(protected::findings(inputs));
    let required = required::findings(inputs, &findings);
    findings.extend(required);
    // What a field was told of already is not told again.
    let told = findings
        .iter()
        .filter(|finding| finding.severity == Severity::Error || finding.id.starts_with("form.required"))
        .map(|finding| finding.field.clone())
        .collect();
    findings.extend(said::findings(inputs, &told));
    let answered = |id: &str| inputs.request.answers.iter().any(|answer| answer.rule == id && !answer.answer.trim().is_empty());
    // An answer settles a question or a warning; it cannot talk an error away.
    findings.retain(|finding| finding.severity == Severity::Error && finding.kind == Kind::Finding || !answered(&finding.id));
    for finding in &mut findings {
        finding.place = inputs.source.and_then(|source| source.locate(&finding.field));
    }
    findings.sort_by(|a, b| {
        (a.severity, a.kind != Kind::Finding, a.place.unwrap_or((usize::MAX, 0)), &a.id).cmp(&(
            b.severity,
            b.kind != Kind::Finding,
            b.place.unwrap_or((usize::MAX, 0)),
            &b.id,
        ))
    });
    findings.dedup();
    Report {
        findings,
        requirements,
        citations,
        instruments: known.relied_on.iter().map(|relied| relied.id.clone()).collect(),
        on: inputs.on,
    }
}

#[cfg(test)]
mod tests;
