//! States whose criminal law stands in several codes: the State's own and those of its parts (Bosnia and Herzegovina has four).
//!
//! Which code an offence stands in is found out from the facts alone; what it means for the answer is said in `rules/dual.json`.

use super::rules::{Because, Rules, Status, fill};
use super::{Conduct, Decision, Verdict, citation, decide_code, paragraph};
use crate::law::library::{Library, State};

/// Judge conduct under the code that was asked about, and look at the other codes of the same State.
pub fn decide<'l>(library: &'l Library, rules: &Rules, conduct: &Conduct, state: &State) -> Decision<'l> {
    let mut decision = decide_code(library, rules, conduct, state);
    let part_states = library.vocabulary().sub_jurisdictions.iter().filter(|part| part.state == state.code);
    let parts = part_states.map(|part| State {
        code: part.state.clone(),
        part: Some(part.id.clone()),
        name: part.name.clone(),
        known: true,
    });
    if state.part.is_none() {
        decision.parts = parts.map(|part| decide_code(library, rules, conduct, &part)).collect();
        take_over_from_parts(rules, &mut decision);
        return decision;
    }
    if matches!(decision.verdict, Verdict::Yes | Verdict::YesWithConditions) {
        return decision;
    }
    let whole = library.state(&state.code).ok();
    decision.elsewhere = whole
        .into_iter()
        .chain(parts.filter(|part| part.part != state.part))
        .map(|other| decide_code(library, rules, conduct, &other))
        .filter(|other| other.provision.is_some())
        .collect();
    look_at_the_other_codes(rules, &mut decision);
    decision
}

/// Whether the code was read and names none of the acts: as good as silent.
fn names_no_act(decision: &Decision<'_>) -> bool {
    let read = decision.provision.is_some_and(|fact| fact.confidence.counts_as_sourced());
    read && decision.elements.iter().any(|e| e.element == "act" && e.because == Some(Because::Law))
}

/// Whether what the other code holds is an offence of another kind, on which this one is silent: an open question about trafficking does
/// not hide that help with the stay of migrants is punished.
fn another_kind(rules: &Rules, decision: &Decision<'_>, other: &Decision<'_>) -> bool {
    let kind = |of: &Decision<'_>| of.provision.map(|fact| super::choice::kind(rules, &fact.concept));
    kind(decision) != kind(other)
}

/// Where the code of a part is silent, or does not catch the conduct, the code of the State may; the code of another part is
/// pointed to and decides nothing here.
fn look_at_the_other_codes(rules: &Rules, decision: &mut Decision<'_>) {
    let silent = decision.provision.is_none();
    let caught = |other: &&Decision<'_>| matches!(other.verdict, Verdict::Yes | Verdict::YesWithConditions);
    let said = |text: &str, decision: &Decision<'_>, other: &Decision<'_>| {
        let fact = other.provision?;
        Some(fill(
            text,
            &[
                ("part", decision.state.name.clone()),
                ("other", other.state.name.clone()),
                ("citation", citation(fact)),
                ("heading", fact.heading_local.clone()),
                ("verdict", other.verdict.says().to_owned()),
            ],
        ))
    };
    let of_state = decision.elsewhere.iter().find(|other| other.state.part.is_none()).cloned();
    let taken = of_state.filter(|other| match other.verdict {
        Verdict::Yes | Verdict::YesWithConditions => {
            silent || decision.verdict == Verdict::No || names_no_act(decision) || another_kind(rules, decision, other)
        }
        // What the State's code leaves open is open in the part as well, and says more than an empty list.
        Verdict::CannotSay => silent,
        Verdict::No => false,
    });
    let mut whose = None;
    if let Some(other) = taken {
        whose = Some(other.state.name.clone());
        let text = if silent { &rules.state_code_alone } else { &rules.state_code_instead };
        let Some(sentence) = said(text, decision, &other) else { return };
        // The code that was asked about was not exhausted by the facts: what it may still hold stays to be checked.
        let mut checks = if silent { Vec::new() } else { decision.checks.clone() };
        checks.extend(other.checks.iter().cloned());
        decision.verdict = if caught(&&other) { Verdict::YesWithConditions } else { Verdict::CannotSay };
        decision.conditions = vec![sentence];
        decision.conditions.extend(other.conditions.iter().cloned());
        decision.checks = checks;
        decision.provision = other.provision;
        decision.forms = other.forms;
        decision.elements = other.elements;
        decision.thresholds = other.thresholds;
        decision.lesser = other.lesser;
        decision.others = other.others;
        decision.pending = other.pending;
    } else {
        // Nothing of it decides; but a clerk who asks the wrong code must be told where the offence stands.
        let pointers: Vec<String> =
            decision.elsewhere.iter().filter(caught).filter_map(|other| said(&rules.other_code, decision, other)).collect();
        decision.checks.extend(pointers);
    }
    // The sentence for the request says whose law it is.
    let whose = State { name: whose.unwrap_or_else(|| decision.state.name.clone()), ..decision.state.clone() };
    decision.paragraph = paragraph(rules, &Decision { state: whose, ..decision.clone() });
}

/// Where the code of the State does not catch the conduct, the codes of its parts may.
fn take_over_from_parts(rules: &Rules, decision: &mut Decision<'_>) {
    if decision.parts.is_empty() || decision.provision.is_some() && decision.verdict != Verdict::No {
        return;
    }
    // Only where nothing but the cross-border element is missing does the case belong to the parts.
    if decision.elements.iter().any(|e| e.status == Status::NotMet && e.element != "cross_border") {
        return;
    }
    let Some(best) = decision.parts.iter().min_by_key(|part| part.verdict).cloned() else { return };
    let of_state = decision.elements.iter().filter(|e| e.status == Status::NotMet).map(|e| e.reason.clone()).collect::<Vec<_>>();
    let each: Vec<String> = decision.parts.iter().map(|p| format!("{}: {}", p.state.name, p.verdict.says())).collect();
    match best.verdict {
        Verdict::No => return,
        Verdict::Yes | Verdict::YesWithConditions => {
            decision.verdict = Verdict::YesWithConditions;
            decision.conditions = vec![format!(
                "The code of the State does not apply ({}) and each part has its own: {}. The act must fall under the code \
                 of {}",
                of_state.join(" "),
                each.join("; "),
                best.state.name
            )];
            decision.conditions.extend(best.conditions.iter().cloned());
            for part in decision.parts.iter().filter(|part| part.verdict == Verdict::CannotSay) {
                decision.checks.extend(part.checks.iter().map(|check| format!("{}: {check}", part.state.name)));
            }
        }
        Verdict::CannotSay => {
            decision.verdict = Verdict::CannotSay;
            decision.checks.extend(best.checks.iter().cloned());
        }
    }
    decision.provision = best.provision;
    decision.forms = best.forms;
    decision.elements = best.elements;
    decision.thresholds = best.thresholds;
    decision.paragraph = paragraph(rules, decision);
}
