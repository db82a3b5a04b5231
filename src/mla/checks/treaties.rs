//! The instruments a request rests on against the legal facts: whether they are known to bind both States, and whether the articles are ones the
//! facts speak of. What the facts do not hold is unverified, not wrong: it is asked.

use std::collections::BTreeSet;

use super::legal::asked;
use super::{Finding, Inputs};
use crate::law::library::Library;
use crate::mla::request::Basis;

/// Every place the facts cannot vouch for.
pub fn findings(inputs: &Inputs<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (i, basis) in inputs.request.legal.iter().enumerate() {
        participation(inputs, basis, i, &mut findings);
        articles(inputs.library, basis, i, &mut findings);
    }
    findings
}

/// States of which no source says whether the instrument binds them: the draft marks it, so the check must not be silent.
fn participation(inputs: &Inputs<'_>, basis: &Basis, i: usize, findings: &mut Vec<Finding>) {
    let Some(instrument) = inputs.library.instrument(basis.instrument.trim()) else { return };
    let header = &inputs.request.hdr;
    let unsure = instrument.unsure_of(&[header.requesting_state.code(), header.requested_state.code()]);
    if unsure.is_empty() || basis.checked.is_some() {
        return;
    }
    let mut finding = asked(
        "legal.participation",
        format!("legal[{i}].checked"),
        format!(
            "Whether {} {} bound by {} ({}) is unverified in the legal facts, and the draft says so beside it.",
            unsure.join(" and "),
            if unsure.len() == 1 { "is" } else { "are" },
            instrument.short,
            instrument.reference
        ),
    );
    finding.fix =
        "Look it up (depositary, official gazette), then write checked = { on = \"…\", by = \"…\", source = \"…\" } in this [[legal]].".into();
    findings.push(finding);
}

/// Articles of an instrument the facts do not speak of.
fn articles(library: &Library, basis: &Basis, i: usize, findings: &mut Vec<Finding>) {
    let Some(instrument) = library.instrument(basis.instrument.trim()) else { return };
    let known = spoken_of(&serde_json::to_value(&instrument.value).unwrap_or_default());
    if instrument.contents_unread() {
        // `basis.unread` says so of the whole.
        return;
    }
    let (mut strange, mut first) = (Vec::new(), None);
    for (j, article) in basis.articles.iter().enumerate() {
        let digits: String = article.chars().skip_while(|c| !c.is_ascii_digit()).take_while(char::is_ascii_digit).collect();
        if digits.parse::<u32>().is_ok_and(|number| known.contains(&number)) {
            continue;
        }
        first = first.or(Some(j));
        strange.push(format!("\"{article}\""));
    }
    let Some(j) = first else { return };
    findings.push(asked(
        "legal.treaty_article",
        format!("legal[{i}].articles[{j}]"),
        format!(
            "The legal facts say nothing of {} of {} ({}): is that the place that is meant?",
            strange.join(", "),
            instrument.short,
            instrument.reference
        ),
    ));
}

/// Every article number named anywhere in the facts: "Art 18(3)", "Arts 3-5 and 7".
fn spoken_of(value: &serde_json::Value) -> BTreeSet<u32> {
    use serde_json::Value;
    match value {
        Value::String(text) => {
            let mut found = BTreeSet::new();
            for (at, _) in text.match_indices("Art") {
                let rest = text[at + 3..].trim_start_matches("icle").trim_start_matches('s').trim_start_matches(['.', ' ']);
                let mut from: Option<u32> = None;
                let mut chars = rest.chars().peekable();
                let mut ranged = false;
                while let Some(c) = chars.peek().copied() {
                    if c.is_ascii_digit() {
                        let mut digits = String::new();
                        while let Some(digit) = chars.next_if(char::is_ascii_digit) {
                            digits.push(digit);
                        }
                        let Ok(number) = digits.parse::<u32>() else { break };
                        match from.filter(|from| ranged && *from < number && number - from < 60) {
                            Some(from) => found.extend(from..=number),
                            None => {
                                found.insert(number);
                            }
                        }
                        (from, ranged) = (Some(number), false);
                    } else if c == '(' {
                        // Paragraphs and points.
                        while chars.next().is_some_and(|c| c != ')') {}
                    } else if matches!(c, '-' | '–') {
                        ranged = true;
                        chars.next();
                    } else if matches!(c, ',' | ' ' | 'a' | 'n' | 'd' | '/') {
                        chars.next();
                    } else {
                        break;
                    }
                }
            }
            found
        }
        Value::Array(list) => list.iter().flat_map(spoken_of).collect(),
        Value::Object(map) => map.values().flat_map(spoken_of).collect(),
        _ => BTreeSet::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn articles_of_prose_are_read() {
        let found = spoken_of(&serde_json::json!(["Art 14(1)(a)", "goes by Arts 3-5 and 7 (letters)", "Article 20", "2 days"]));
        assert_eq!(found.into_iter().collect::<Vec<_>>(), [3, 4, 5, 7, 14, 20]);
    }
}
