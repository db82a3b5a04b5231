//! Rules against a request: which are broken, which cannot be told.

use serde_json::Value;

use super::{Finding, Inputs};
use crate::mla::rules::{Kind, Rule, Scope, Truth, evaluate};

/// Ask every rule.
pub fn run(inputs: &Inputs<'_>, root: &Value, known: &Value) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut scope = Scope { root, known, words: &inputs.rules.words, variables: Vec::new() };
    for rule in &inputs.rules.rules {
        match &rule.each {
            None => ask(rule, None, &mut scope, &mut findings),
            Some((variable, _, path)) => {
                let items: &[Value] = path
                    .split('.')
                    .try_fold(root, |value, step| value.get(step))
                    .and_then(Value::as_array)
                    .map(Vec::as_slice)
                    .unwrap_or_default();
                for (index, item) in items.iter().enumerate() {
                    scope.variables.push((variable.clone(), item));
                    ask(rule, Some(index), &mut scope, &mut findings);
                    scope.variables.pop();
                }
            }
        }
    }
    findings
}

fn ask(rule: &Rule, index: Option<usize>, scope: &mut Scope<'_>, findings: &mut Vec<Finding>) {
    let applies = rule.applies.as_ref().map_or(Truth::Yes, |condition| evaluate(condition, scope));
    if applies == Truth::No {
        return;
    }
    let broken = evaluate(&rule.broken, scope);
    let (kind, severity, message) = match (applies, broken) {
        (_, Truth::No) => return,
        (Truth::Yes, Truth::Yes) => (Kind::Finding, rule.severity, &rule.message),
        // Either it may not apply, or it cannot be told whether it is broken.
        _ => match &rule.question {
            Some(question) => (Kind::Question, rule.question_severity, question),
            None => return,
        },
    };
    let place = |text: &str| text.replace("{i}", &index.unwrap_or_default().to_string());
    findings.push(Finding {
        id: rule.id.clone(),
        kind,
        severity,
        reference: rule.reference.clone(),
        field: place(&rule.field),
        place: None,
        message: fill(message, scope),
        fix: fill(&rule.fix, scope),
        reason: rule.reason,
    });
}

/// Put values into `{path}` of a message; `{{` and `}}` stand for braces.
fn fill(template: &str, scope: &Scope<'_>) -> String {
    let mut out = String::with_capacity(template.len());
    let mut rest = template;
    while let Some(at) = rest.find(['{', '}']) {
        out.push_str(&rest[..at]);
        let from = &rest[at..];
        if from.starts_with("{{") || from.starts_with("}}") {
            out.push_str(&from[..1]);
            rest = &from[2..];
        } else if let Some(end) = from.find('}').filter(|_| from.starts_with('{')) {
            out.push_str(&said(&from[1..end], scope));
            rest = &from[end + 1..];
        } else {
            out.push_str(&from[..1]);
            rest = &from[1..];
        }
    }
    out.push_str(rest);
    out
}

fn said(path: &str, scope: &Scope<'_>) -> String {
    let mut steps = path.split('.');
    let first = steps.next().unwrap_or_default();
    let start = match scope.variables.iter().rev().find(|(name, _)| name == first) {
        Some((_, value)) => Some(*value),
        None if first == "known" => Some(scope.known),
        None => scope.root.get(first),
    };
    let value = steps.fold(start, |value, step| value.and_then(|value| value.get(step)));
    match value {
        Some(Value::String(text)) => text.clone(),
        Some(Value::Array(list)) => {
            list.iter().map(|item| item.as_str().map_or_else(|| item.to_string(), str::to_string)).collect::<Vec<_>>().join(", ")
        }
        Some(Value::Null) | None => "(not stated)".to_string(),
        Some(other) => other.to_string(),
    }
}
