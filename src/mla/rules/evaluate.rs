//! Conditions against a request: yes, no, or unknown. What is not written is unknown, never false.

use serde_json::Value;

use super::expression::{Comparison, Expression, Function, Quantifier};
use super::words::WordLists;
use crate::mla::request::Date;

/// The outcome of a condition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Truth {
    Yes,
    No,
    Unknown,
}

impl Truth {
    fn of(value: bool) -> Truth {
        if value { Truth::Yes } else { Truth::No }
    }

    /// Neither yes nor no stays unknown.
    pub fn negated(self) -> Truth {
        match self {
            Truth::Yes => Truth::No,
            Truth::No => Truth::Yes,
            Truth::Unknown => Truth::Unknown,
        }
    }

    /// No beats unknown beats yes.
    pub fn and(self, other: Truth) -> Truth {
        match (self, other) {
            (Truth::No, _) | (_, Truth::No) => Truth::No,
            (Truth::Yes, Truth::Yes) => Truth::Yes,
            _ => Truth::Unknown,
        }
    }

    /// Yes beats unknown beats no.
    pub fn or(self, other: Truth) -> Truth {
        match (self, other) {
            (Truth::Yes, _) | (_, Truth::Yes) => Truth::Yes,
            (Truth::No, Truth::No) => Truth::No,
            _ => Truth::Unknown,
        }
    }
}

/// What names mean: the request's fields at the root, `known`, and loop variables, innermost last.
pub struct Scope<'a> {
    pub root: &'a Value,
    pub known: &'a Value,
    pub words: &'a WordLists,
    pub variables: Vec<(String, &'a Value)>,
}

/// A value on the way: found in the data, made on the spot, or not there.
enum Found<'a> {
    Data(&'a Value),
    Made(Value),
    Nothing,
}

impl Found<'_> {
    fn value(&self) -> Option<&Value> {
        match self {
            Found::Data(value) => Some(value),
            Found::Made(value) => Some(value),
            Found::Nothing => None,
        }
    }
}

/// Evaluate a condition. Never fails: nonsense (a date compared with a list) is unknown.
pub fn evaluate(expression: &Expression, scope: &mut Scope<'_>) -> Truth {
    match expression {
        Expression::Or(a, b) => {
            let a = evaluate(a, scope);
            if a == Truth::Yes { a } else { a.or(evaluate(b, scope)) }
        }
        Expression::And(a, b) => {
            let a = evaluate(a, scope);
            if a == Truth::No { a } else { a.and(evaluate(b, scope)) }
        }
        Expression::Not(inner) => evaluate(inner, scope).negated(),
        Expression::Compare(a, comparison, b) => {
            let (a, b) = (find(a, scope), find(b, scope));
            compare(a.value(), *comparison, b.value())
        }
        Expression::Each(quantifier, variable, list, condition) => each(*quantifier, variable, list, condition, scope),
        other => match find(other, scope).value() {
            Some(Value::Bool(value)) => Truth::of(*value),
            _ => Truth::Unknown,
        },
    }
}

fn each<'a>(quantifier: Quantifier, variable: &str, list: &Expression, condition: &Expression, scope: &mut Scope<'a>) -> Truth {
    // Loop variables point into the data, so only lists that stand in the data can be walked; no list is an empty list.
    let items: &'a [Value] = match find(list, scope) {
        Found::Data(Value::Array(items)) => items,
        _ => &[],
    };
    let mut outcome = match quantifier {
        Quantifier::Any => Truth::No,
        Quantifier::All | Quantifier::None => Truth::Yes,
    };
    for item in items {
        scope.variables.push((variable.to_string(), item));
        let truth = evaluate(condition, scope);
        scope.variables.pop();
        outcome = match quantifier {
            Quantifier::Any => outcome.or(truth),
            Quantifier::All => outcome.and(truth),
            Quantifier::None => outcome.and(truth.negated()),
        };
    }
    outcome
}

fn find<'a>(expression: &Expression, scope: &mut Scope<'a>) -> Found<'a> {
    match expression {
        Expression::Text(text) => Found::Made(Value::String(text.clone())),
        Expression::Number(number) => Found::Made(serde_json::json!(number)),
        Expression::Truth(truth) => Found::Made(Value::Bool(*truth)),
        Expression::List(items) => {
            Found::Made(Value::Array(items.iter().filter_map(|item| find(item, scope).value().cloned()).collect()))
        }
        Expression::Path(path) => lookup(path, scope).map_or(Found::Nothing, Found::Data),
        Expression::Call(function, arguments) => call(*function, arguments, scope),
        other => match evaluate(other, scope) {
            Truth::Yes => Found::Made(Value::Bool(true)),
            Truth::No => Found::Made(Value::Bool(false)),
            Truth::Unknown => Found::Nothing,
        },
    }
}

fn lookup<'a>(path: &[String], scope: &Scope<'a>) -> Option<&'a Value> {
    let (first, rest) = path.split_first()?;
    let mut value: &'a Value = match scope.variables.iter().rev().find(|(name, _)| name == first) {
        Some((_, value)) => value,
        None if first == "known" => scope.known,
        None => scope.root.get(first)?,
    };
    for step in rest {
        value = value.get(step)?;
    }
    Some(value)
}

fn call<'a>(function: Function, arguments: &[Expression], scope: &mut Scope<'a>) -> Found<'a> {
    let values: Vec<Found<'a>> = arguments.iter().map(|argument| find(argument, scope)).collect();
    let first = values.first().and_then(Found::value);
    let second = values.get(1).and_then(Found::value);
    let answer = match function {
        Function::Present => Some(Value::Bool(first.is_some_and(is_something))),
        Function::Empty => Some(Value::Bool(!first.is_some_and(is_something))),
        Function::Known => Some(Value::Bool(first.is_some())),
        Function::Count => Some(serde_json::json!(match first {
            Some(Value::Array(list)) => list.len(),
            Some(Value::Object(map)) => map.len(),
            Some(value) if is_something(value) => 1,
            _ => 0,
        })),
        Function::Words => Some(serde_json::json!(first.map_or(0, longest))),
        Function::Mentions => match second {
            Some(Value::String(list)) => Some(Value::Bool(first.is_some_and(|value| scope.words.found_in(list, value)))),
            _ => None,
        },
        Function::Days => match (first.and_then(date), second.and_then(date)) {
            (Some(from), Some(to)) => (to.first() - from.first()).get_days().into_json(),
            _ => None,
        },
        Function::Passed => match (first.and_then(date), scope.known.get("today").and_then(date)) {
            (Some(day), Some(today)) => Some(Value::Bool(day.last() < today.first())),
            _ => None,
        },
        Function::Speaks => match (first, second) {
            (Some(Value::Array(list)), Some(Value::String(tag))) => {
                Some(Value::Bool(list.iter().filter_map(Value::as_str).any(|known| base(known) == base(tag))))
            }
            _ => None,
        },
        Function::Phone => first.and_then(Value::as_str).map(|text| Value::Bool(is_phone(text))),
        Function::Email => first.and_then(Value::as_str).map(|text| Value::Bool(is_email(text))),
    };
    answer.map_or(Found::Nothing, Found::Made)
}

trait IntoJson {
    fn into_json(self) -> Option<Value>;
}

impl IntoJson for i32 {
    fn into_json(self) -> Option<Value> {
        Some(serde_json::json!(self))
    }
}

fn base(tag: &str) -> &str {
    tag.split('-').next().unwrap_or(tag)
}

fn date(value: &Value) -> Option<Date> {
    let text = value.as_str()?;
    Date::parse(text.split(['T', ' ']).next().unwrap_or(text)).ok()
}

fn is_something(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::String(text) => !text.trim().is_empty(),
        Value::Array(list) => list.iter().any(is_something),
        Value::Object(map) => map.values().any(is_something),
        _ => true,
    }
}

fn longest(value: &Value) -> usize {
    match value {
        Value::String(text) => text.split_whitespace().count(),
        Value::Array(list) => list.iter().map(longest).sum(),
        Value::Object(map) => map.values().map(longest).max().unwrap_or(0),
        _ => 0,
    }
}

/// A plus sign or two zeros, then 8 to 15 digits.
fn is_phone(text: &str) -> bool {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let start = text.trim_start();
    let rest_is_plain = text.chars().all(|c| c.is_ascii_digit() || " +()/-.".contains(c));
    (start.starts_with('+') || start.starts_with("00")) && (8..=17).contains(&digits) && rest_is_plain
}

/// One @ with something on both sides, a dot in the domain, no blanks.
fn is_email(text: &str) -> bool {
    let text = text.trim();
    let Some((name, domain)) = text.split_once('@') else { return false };
    let labels: Vec<&str> = domain.split('.').collect();
    !name.is_empty()
        && labels.len() >= 2
        && labels.iter().all(|label| !label.is_empty())
        && !text.chars().any(char::is_whitespace)
        && !domain.contains('@')
}

fn compare(a: Option<&Value>, comparison: Comparison, b: Option<&Value>) -> Truth {
    let (Some(a), Some(b)) = (a, b) else { return Truth::Unknown };
    match comparison {
        Comparison::In => match b {
            Value::Array(list) => Truth::of(list.iter().any(|item| equal(a, item))),
            Value::Object(map) => a.as_str().map_or(Truth::Unknown, |key| Truth::of(map.contains_key(key))),
            _ => Truth::Unknown,
        },
        Comparison::Equal => Truth::of(equal(a, b)),
        Comparison::Unequal => Truth::of(!equal(a, b)),
        _ => {
            let order = match (a, b) {
                (Value::Number(a), Value::Number(b)) => a.as_f64().partial_cmp(&b.as_f64()),
                (Value::String(_), Value::String(_)) => match (date(a), date(b)) {
                    (Some(a), Some(b)) => Some(a.first().cmp(&b.first())),
                    _ => None,
                },
                _ => None,
            };
            let Some(order) = order else { return Truth::Unknown };
            Truth::of(match comparison {
                Comparison::Less => order.is_lt(),
                Comparison::AtMost => order.is_le(),
                Comparison::More => order.is_gt(),
                _ => order.is_ge(),
            })
        }
    }
}

fn equal(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => a.as_f64() == b.as_f64(),
        _ => a == b,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn ask(condition: &str) -> Truth {
        let root = json!({
            "hdr": {"date": "2026-11-24", "requested_state": "DE"},
            "persons": [{"id": "P1", "role": "suspect", "born": "1987"}, {"id": "P2", "role": "witness"}],
            "urgency": {"urgent": true, "reason": {"en": "The suspect is about to leave", "de": "x"}},
            "measures": [{"persons": ["P1"]}]
        });
        let known = json!({"today": "2026-11-24", "languages": ["de", "sr-Latn"]});
        let words = WordLists::built_in();
        let mut scope = Scope { root: &root, known: &known, words: &words, variables: Vec::new() };
        evaluate(&Expression::parse(condition).unwrap_or_else(|problem| panic!("{condition}: {problem}")), &mut scope)
    }

    #[test]
    fn three_answers() {
        for yes in [
            "present(hdr.date) and empty(hdr.channel)",
            "any(p in persons, p.role = 'suspect')",
            "none(p in persons, p.role = 'victim')",
            "all(m in measures, any(p in persons, p.id in m.persons))",
            "count(persons) = 2",
            "words(urgency.reason) >= 6",
            "days(known.today, '2026-12-01') = 7",
            "passed('2026-11-23') and passed('2026-10') and passed('2025') and passed('2026-11-23T23:59:00+02:00')",
            "not passed('2026-11-24') and not passed('2026-11') and not passed('2026')",
            "hdr.date < '2026-12'",
            "speaks(known.languages, 'sr-Cyrl')",
            "hdr.requested_state in ['DE', 'AT']",
            "urgency.urgent",
            "phone('+381 11 123 4567') and not phone('011 123')",
            "email('a@b.rs') and not email('a@b')",
            "any(p in nothing, true) = false",
        ] {
            assert_eq!(ask(yes), Truth::Yes, "{yes}");
        }
        for unknown in ["hdr.channel = 'diplomatic'", "passed(hdr.channel)", "passed(urgency.date)", "hdr < 3", "case.arrests"] {
            assert_eq!(ask(unknown), Truth::Unknown, "{unknown}");
        }
        assert_eq!(ask("any(p in persons, p.born < '1990')"), Truth::Yes, "one yes is enough beside an unknown");
        assert_eq!(ask("all(p in persons, p.born < '1980')"), Truth::No, "one no is enough beside an unknown");
    }
}
