//! What each instrument relied on wants in a request, and whether it is there.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Value, json};

use super::known::ReliedOn;
use super::{Finding, Inputs};
use crate::law::terms::Confidence;
use crate::mla::rules::{Expression, Kind, Scope, Severity, Truth, evaluate};

/// Whether a requirement is met.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    Satisfied,
    Weak,
    Missing,
    NotApplicable,
    /// Only a person can tell.
    Unjudged,
}

impl Status {
    /// The word in JSON. What only a person can tell is `weak` there, with `judged: false` beside it.
    pub fn word(self) -> &'static str {
        match self {
            Status::Satisfied => "satisfied",
            Status::Weak | Status::Unjudged => "weak",
            Status::Missing => "missing",
            Status::NotApplicable => "not_applicable",
        }
    }
}

/// One requirement of one instrument.
#[derive(Debug, Clone)]
pub struct Requirement {
    pub id: String,
    pub instrument: String,
    /// "ETS 030 Art 14(1)(a)"
    pub reference: String,
    pub requirement: String,
    pub mandatory: bool,
    pub when: Option<String>,
    pub kind: String,
    pub confidence: Confidence,
    pub status: Status,
    pub class: Option<String>,
    pub field: String,
    pub fallback: bool,
}

impl Requirement {
    pub(super) fn to_json(&self) -> Value {
        json!({
            "id": self.id, "instrument": self.instrument, "reference": self.reference, "requirement": self.requirement,
            "mandatory": self.mandatory, "when": self.when, "kind": self.kind, "status": self.status.word(),
            "judged": self.status != Status::Unjudged, "confidence": self.confidence.word(), "field": self.field,
        })
    }
}

/// How one thing that instruments ask for is recognised.
#[derive(Debug)]
pub struct Class {
    pub applies: Option<Expression>,
    pub satisfied: Expression,
    pub weak: Option<Expression>,
    pub per_measure: bool,
    pub field: String,
    pub missing: String,
    pub fix: String,
    pub ids: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ClassText {
    applies: Option<String>,
    satisfied: String,
    weak: Option<String>,
    #[serde(default)]
    per_measure: bool,
    field: String,
    missing: String,
    fix: String,
    ids: Vec<String>,
}

/// All classes, by name.
#[derive(Debug, Default)]
pub struct Classes {
    pub classes: BTreeMap<String, Class>,
}

impl Classes {
    /// The classes that come with the program. A class that cannot be read (a test forbids it) is left out, and its requirements
    /// are left to a person.
    pub fn built_in() -> Classes {
        Classes::parse(include_str!("../rules/requirements.toml")).unwrap_or_default()
    }

    /// Read classes from TOML.
    ///
    /// # Errors
    /// TOML or a condition that cannot be read.
    pub fn parse(text: &str) -> Result<Classes, String> {
        let texts: BTreeMap<String, ClassText> = toml::from_str(text).map_err(|error| error.to_string())?;
        let mut classes = BTreeMap::new();
        for (name, text) in texts {
            let read =
                |condition: &str| Expression::parse(condition).map_err(|problem| format!("{name}: {condition}: {problem}"));
            let class = Class {
                applies: text.applies.as_deref().map(read).transpose()?,
                satisfied: read(&text.satisfied)?,
                weak: text.weak.as_deref().map(read).transpose()?,
                per_measure: text.per_measure,
                field: text.field,
                missing: text.missing,
                fix: text.fix,
                ids: text.ids,
            };
            classes.insert(name, class);
        }
        Ok(Classes { classes })
    }

    fn of(&self, id: &str) -> Option<(&str, &Class)> {
        self.classes
            .iter()
            .find(|(_, class)| class.ids.iter().any(|known| known == id))
            .map(|(name, class)| (name.as_str(), class))
    }
}

/// Kinds of contents that are not part of a request: steps after it, remarks, lists not read.
const BESIDE: &[&str] = &["follow_up", "note", "todo", "channel"];

/// Hold the request against every instrument relied on.
pub fn check(inputs: &Inputs<'_>, classes: &Classes, root: &Value, known: &Value, relied_on: &[ReliedOn]) -> Vec<Requirement> {
    let mut scope = Scope { root, known, words: &inputs.rules.words, variables: Vec::new() };
    let measures = root.get("measures").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let form_types: Vec<&str> = strings(known.get("form_types"));
    let mut checked = Vec::new();
    for relied in relied_on {
        let Some(instrument) = inputs.library.instrument(&relied.id) else { continue };
        for content in instrument.request_contents.iter().filter(|content| !BESIDE.contains(&content.kind.as_str())) {
            let for_all = content.applies_to.iter().any(|to| to == "all");
            let wanted = |types: &[&str]| for_all || content.applies_to.iter().any(|to| types.contains(&to.as_str()));
            let matching: Vec<(usize, &Value)> = measures
                .iter()
                .enumerate()
                .filter(|(_, measure)| wanted(&strings(measure.pointer("/known/assistance"))))
                .collect();
            let concerned = for_all || !matching.is_empty() || wanted(&form_types);
            let class = classes.of(&content.id);
            let mut field = class.map(|(_, class)| class.field.clone()).unwrap_or_default();
            let status = match class {
                _ if !concerned => Status::NotApplicable,
                None => Status::Unjudged,
                Some((_, class)) if class.per_measure => {
                    let mut worst = Status::NotApplicable;
                    for (index, measure) in &matching {
                        scope.variables.push(("m".into(), measure));
                        let status = judge(class, &mut scope);
                        scope.variables.pop();
                        if rank(status) > rank(worst) {
                            worst = status;
                            field = field.replacen("measures", &format!("measures[{index}]"), 1);
                        }
                    }
                    worst
                }
                Some((_, class)) => judge(class, &mut scope),
            };
            checked.push(Requirement {
                id: content.id.clone(),
                instrument: instrument.id.clone(),
                reference: format!("{} {}", instrument.reference, content.reference),
                requirement: content.requirement.clone(),
                mandatory: content.mandatory,
                when: content.when.clone(),
                kind: content.kind.clone(),
                confidence: content.confidence,
                status,
                class: class.map(|(name, _)| name.to_string()),
                field,
                fallback: relied.fallback,
            });
        }
    }
    let answered: Vec<&str> = inputs
        .request
        .answers
        .iter()
        .filter(|answer| !answer.answer.trim().is_empty())
        .map(|answer| answer.rule.as_str())
        .collect();
    for requirement in &mut checked {
        if requirement.status == Status::Unjudged && answered.contains(&requirement.id.as_str()) {
            requirement.status = Status::Satisfied;
        }
    }
    checked
}

fn strings(value: Option<&Value>) -> Vec<&str> {
    value.and_then(Value::as_array).map(|list| list.iter().filter_map(Value::as_str).collect()).unwrap_or_default()
}

fn rank(status: Status) -> u8 {
    match status {
        Status::NotApplicable => 0,
        Status::Satisfied => 1,
        Status::Unjudged => 2,
        Status::Weak => 3,
        Status::Missing => 4,
    }
}

fn judge(class: &Class, scope: &mut Scope<'_>) -> Status {
    if let Some(applies) = &class.applies
        && evaluate(applies, scope) != Truth::Yes
    {
        return Status::NotApplicable;
    }
    match evaluate(&class.satisfied, scope) {
        Truth::Yes => Status::Satisfied,
        satisfied => match class.weak.as_ref().map(|weak| evaluate(weak, scope)) {
            Some(Truth::Yes) => Status::Weak,
            _ if satisfied == Truth::Unknown && class.weak.is_none() => Status::Missing,
            _ => Status::Missing,
        },
    }
}

/// One finding a class, whatever the number of instruments that ask for it.
pub fn findings(requirements: &[Requirement], classes: &Classes) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (name, class) in &classes.classes {
        let open: Vec<&Requirement> = requirements
            .iter()
            .filter(|requirement| {
                requirement.class.as_deref() == Some(name) && matches!(requirement.status, Status::Missing | Status::Weak)
            })
            .collect();
        let Some(first) = open.first() else { continue };
        let missing = open.iter().any(|requirement| requirement.status == Status::Missing);
        let binding = |requirement: &&&Requirement| {
            requirement.mandatory && !requirement.fallback && requirement.confidence.counts_as_sourced()
        };
        let severity = match (missing, open.iter().any(|requirement| requirement.mandatory)) {
            (true, true) if open.iter().any(|requirement| binding(&requirement)) => Severity::Error,
            (true, true) | (false, true) => Severity::Warning,
            _ => Severity::Hint,
        };
        let references: Vec<&str> = open.iter().map(|requirement| requirement.reference.as_str()).collect();
        findings.push(Finding {
            id: format!("content.{name}"),
            kind: Kind::Finding,
            severity,
            reference: references.join("; "),
            field: first.field.clone(),
            place: None,
            message: if missing { class.missing.clone() } else { format!("Thin: {}", first.requirement) },
            fix: class.fix.clone(),
            reason: Some(15),
        });
    }
    for requirement in requirements.iter().filter(|requirement| requirement.status == Status::Unjudged && requirement.mandatory) {
        findings.push(Finding {
            id: requirement.id.clone(),
            kind: Kind::Question,
            severity: Severity::Hint,
            reference: requirement.reference.clone(),
            field: "answers".into(),
            place: None,
            message: format!("Only a person can judge this: {}", requirement.requirement),
            fix: format!("Answer it: [[answers]] rule = \"{}\", answer = \"…\"", requirement.id),
            reason: Some(15),
        });
    }
    findings
}
