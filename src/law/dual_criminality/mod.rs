//! Dual criminality: is conduct an offence in another State as well? Element by element, with reasons, and never a bare
//! yes on a fact that was not read.
//!
//! The rules are data (`rules/dual.json`); `elements` finds out outcomes, this file weighs them.

mod acts;
mod choice;
mod conduct;
mod elements;
mod parts;
mod relations;
mod rules;

pub use acts::Form;
pub use conduct::{Conduct, ConductError, Places};
pub use rules::{Because, Rules, Status};

use super::library::{Library, State};
use super::months;
use super::provision::{PendingChange, Provision};
use super::terms::{Confidence, Fact, Layer};
use elements::Bench;
use rules::fill;

/// The answer for one State.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    Yes,
    /// Yes, if the facts of the case show what is listed.
    YesWithConditions,
    /// What decides is not in the facts, or was not read.
    CannotSay,
    No,
}

impl Verdict {
    /// The word in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Verdict::Yes => "yes",
            Verdict::YesWithConditions => "yes_with_conditions",
            Verdict::CannotSay => "cannot_say",
            Verdict::No => "no",
        }
    }

    /// In words of people.
    pub fn says(self) -> &'static str {
        match self {
            Verdict::Yes => "yes",
            Verdict::YesWithConditions => "yes, with conditions",
            Verdict::CannotSay => "cannot say",
            Verdict::No => "no",
        }
    }
}

/// One element of the offence held against the conduct.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ElementResult {
    /// `act`, `gain`, … as in the rules.
    pub element: String,
    pub title: String,
    pub status: Status,
    /// Where it is unclear: whether the case or the law must clear it up.
    pub because: Option<Because>,
    pub reason: String,
    /// The article it rests on.
    pub reference: String,
    pub confidence: Confidence,
}

/// Whether the offence reaches a term that decides something elsewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ThresholdResult {
    pub id: String,
    pub title: String,
    pub reference: String,
    pub months: u32,
    /// `reached`, `reached_here`, `aggravated_only`, `not_reached`, `unknown`
    pub outcome: String,
    pub text: String,
}

/// The answer for one State, with everything it rests on.
#[derive(Debug, Clone)]
pub struct Decision<'l> {
    pub state: State,
    pub verdict: Verdict,
    /// The provision that fits best, or comes nearest.
    pub provision: Option<&'l Fact<Provision>>,
    /// The paragraphs of its article that punish the conduct, where it is not the paragraph of the provision itself.
    pub forms: Vec<Form<'l>>,
    pub elements: Vec<ElementResult>,
    pub thresholds: Vec<ThresholdResult>,
    /// What the facts of the case must show.
    pub conditions: Vec<String>,
    /// What must be looked up in the law.
    pub checks: Vec<String>,
    /// Provisions that catch the conduct below the criminal law.
    pub lesser: Vec<&'l Fact<Provision>>,
    /// Other provisions that were weighed, with their verdicts.
    pub others: Vec<(&'l Fact<Provision>, Verdict)>,
    /// Changes of the law that the figures do not show.
    pub pending: Vec<&'l PendingChange>,
    /// Codes of the parts of the State (Bosnia and Herzegovina).
    pub parts: Vec<Decision<'l>>,
    /// Where a part of a State was asked about: what the other codes of the same State say, the State's own first, as far as
    /// they hold the offence.
    pub elsewhere: Vec<Decision<'l>>,
    /// One paragraph for a request.
    pub paragraph: String,
}

/// `RS Criminal Code, art. 350(2)`.
pub fn citation(provision: &Provision) -> String {
    let paragraph = provision.paragraph.as_deref().map(|p| format!("({p})")).unwrap_or_default();
    format!("{} {}, art. {}{paragraph}", provision.jurisdiction, provision.code, provision.article)
}

/// Judge conduct under the law of one State, or of a part of a State that has a code of its own: the codes of the same State are
/// looked at together, because where one of them is silent another may hold the offence.
pub fn decide<'l>(library: &'l Library, rules: &Rules, conduct: &Conduct, state: &State) -> Decision<'l> {
    parts::decide(library, rules, conduct, state)
}

fn decide_code<'l>(library: &'l Library, rules: &Rules, conduct: &Conduct, state: &State) -> Decision<'l> {
    let mut decision = Decision {
        state: state.clone(),
        verdict: Verdict::CannotSay,
        provision: None,
        forms: Vec::new(),
        elements: Vec::new(),
        thresholds: Vec::new(),
        conditions: Vec::new(),
        checks: Vec::new(),
        lesser: Vec::new(),
        others: Vec::new(),
        pending: Vec::new(),
        parts: Vec::new(),
        elsewhere: Vec::new(),
        paragraph: String::new(),
    };
    let name = vec![("state", state.name.clone())];
    let Some(code) = library.code(state.jurisdiction()) else {
        decision.checks.push(fill(&rules.unknown_state, &name));
        decision.paragraph = paragraph(rules, &decision);
        return decision;
    };
    decision.pending = code.pending_changes.iter().collect();
    let weighed = choice::weigh(library, rules, conduct, code, |bench| {
        let elements = results(bench);
        (verdict(&elements), elements)
    });
    if weighed.is_empty() {
        decision.checks.push(fill(&rules.no_provision, &name));
        decision.paragraph = paragraph(rules, &decision);
        return decision;
    }
    decision.lesser = weighed
        .iter()
        .filter(|one| {
            let not_met = one.elements.iter().filter(|e| e.status == Status::NotMet).map(|e| e.element.as_str());
            not_met.eq(["criminal"])
        })
        .map(|one| one.provision)
        .collect();
    decision.others = weighed.iter().skip(1).map(|one| (one.provision, one.verdict)).collect();
    let any_read = weighed.iter().any(|one| one.provision.confidence.counts_as_sourced());
    let Some(choice::Weighed { verdict, provision, elements, .. }) = weighed.into_iter().next() else { return decision };
    decision.verdict = verdict;
    decision.provision = Some(provision);
    let because = |because: Because| {
        elements
            .iter()
            .filter(move |e| e.status == Status::Unclear && e.because == Some(because))
            .map(|e| format!("{}: {}", e.title, e.reason))
            .collect::<Vec<String>>()
    };
    decision.conditions = because(Because::Case);
    decision.checks = because(Because::Law);
    if verdict == Verdict::No && !any_read {
        // A "no" that rests on entries nobody read is no answer.
        decision.verdict = Verdict::CannotSay;
    }
    let bench = Bench { library, rules, code, provision, conduct };
    decision.forms = bench.applied_forms();
    decision.thresholds = thresholds(&bench, &decision.forms);
    decision.elements = elements;
    decision.paragraph = paragraph(rules, &decision);
    decision
}

/// The findings of one provision with their meaning, in the order of the rules.
fn results(bench: &Bench<'_, '_>) -> Vec<ElementResult> {
    let own = citation(bench.provision);
    let order = |id: &str| bench.rules.elements.iter().position(|e| e.id == id).unwrap_or(usize::MAX);
    let mut results: Vec<ElementResult> = bench
        .findings()
        .into_iter()
        .filter_map(|found| {
            let (element, outcome) = bench.rules.outcome(found.element, found.outcome)?;
            let mut result = ElementResult {
                element: element.id.clone(),
                title: element.title.clone(),
                status: outcome.status,
                because: outcome.because,
                reason: fill(&outcome.text, &found.values),
                reference: found.reference.clone().unwrap_or_else(|| own.clone()),
                confidence: if found.unverified { Confidence::Unverified } else { bench.provision.confidence },
            };
            if found.unverified && result.status != Status::Unclear {
                // What was not read decides nothing.
                result.status = Status::Unclear;
                result.because = Some(Because::Law);
                result.reason.push_str(" From general knowledge: read the text before relying on it.");
            }
            Some(result)
        })
        .collect();
    results.sort_by_key(|result| order(&result.element));
    results
}

fn verdict(elements: &[ElementResult]) -> Verdict {
    let unclear = |because| elements.iter().any(|e| e.status == Status::Unclear && e.because == Some(because));
    if elements.iter().any(|e| e.status == Status::NotMet) {
        Verdict::No
    } else if unclear(Because::Law) {
        Verdict::CannotSay
    } else if unclear(Because::Case) {
        Verdict::YesWithConditions
    } else {
        Verdict::Yes
    }
}

/// Whether the provision reaches one year and four years, by its base form or an aggravated one; where other paragraphs of the
/// article punish the conduct, by the lightest of these.
fn thresholds(bench: &Bench<'_, '_>, forms: &[Form<'_>]) -> Vec<ThresholdResult> {
    let Bench { library, rules, code, provision, conduct } = bench;
    let general = code.general_part.as_ref().map(|fact| &fact.value);
    let of_forms = forms.iter().map(|form| months::aggravated_ceiling(form.step, general)).min();
    let base = of_forms.unwrap_or_else(|| months::ceiling(&provision.penalty, general));
    let triggers = &library.vocabulary().triggers;
    let written = match base {
        Some(u32::MAX) => "life".to_owned(),
        Some(base) => format!("up to {}", months::written(base)),
        None => "no range of its own".to_owned(),
    };
    rules
        .thresholds
        .iter()
        .map(|threshold| {
            // What raises the base paragraph does not raise the others.
            let reaching: Vec<_> = provision
                .aggravations
                .iter()
                .filter(|_| forms.is_empty())
                .filter(|step| months::aggravated_ceiling(step, general).is_some_and(|top| top >= threshold.months))
                .collect();
            let form = |step: &&super::provision::Aggravation| {
                let place = step.paragraph.as_deref().map(|p| format!(" ({p})")).unwrap_or_default();
                format!("{}{place}", super::vocabulary::Vocabulary::plain(&step.trigger))
            };
            let here: Vec<_> = reaching
                .iter()
                .filter(|step| {
                    conduct.has(triggers, &step.trigger) == Some(true)
                        && step.also.iter().all(|also| conduct.has(triggers, also) == Some(true))
                })
                .copied()
                .collect();
            let (outcome, forms) = if base.is_some_and(|base| base >= threshold.months) {
                ("reached", Vec::new())
            } else if !here.is_empty() {
                ("reached_here", here)
            } else if !reaching.is_empty() {
                ("aggravated_only", reaching)
            } else if !provision.aggravations_complete || base.is_none() {
                ("unknown", Vec::new())
            } else {
                ("not_reached", Vec::new())
            };
            let template = rules.threshold_texts.get(outcome).map(String::as_str).unwrap_or("{ceiling}");
            let forms = forms.iter().map(form).collect::<Vec<_>>().join(", ");
            ThresholdResult {
                id: threshold.id.clone(),
                title: threshold.title.clone(),
                reference: threshold.reference.clone(),
                months: threshold.months,
                outcome: outcome.to_owned(),
                text: fill(template, &[("ceiling", written.clone()), ("forms", forms)]),
            }
        })
        .collect()
}

/// One paragraph a clerk can put into a request.
fn paragraph(rules: &Rules, decision: &Decision<'_>) -> String {
    let numbered = |items: &[String]| {
        items
            .iter()
            .enumerate()
            .map(|(at, item)| format!("({}) {}", at + 1, item.trim_end_matches('.')))
            .collect::<Vec<_>>()
            .join("; ")
            + "."
    };
    let missing: Vec<String> =
        decision.elements.iter().filter(|e| e.status == Status::NotMet).map(|e| format!("{}: {}", e.title, e.reason)).collect();
    let key = match decision.provision {
        None => "cannot_say_nothing",
        Some(_) => decision.verdict.word(),
    };
    let mut checks = decision.checks.clone();
    if checks.is_empty() {
        checks = missing.clone();
    }
    let mut values = vec![
        ("state", decision.state.name.clone()),
        ("conditions", numbered(&decision.conditions)),
        ("missing", numbered(&missing)),
        ("checks", numbered(&checks)),
    ];
    if let Some(fact) = decision.provision {
        let of_forms = |said: fn(&Form<'_>) -> String| decision.forms.iter().map(said).collect::<Vec<_>>().join("; ");
        let (place, penalty) = if decision.forms.is_empty() {
            (citation(fact).split_once(' ').map(|(_, rest)| rest.to_owned()).unwrap_or_default(), months::penalty(&fact.penalty))
        } else {
            (of_forms(|form| form.place.clone()), of_forms(|form| months::aggravation(form.step)))
        };
        values.extend([("citation", place), ("heading", fact.heading_local.clone()), ("penalty", penalty)]);
    }
    let mut text = fill(rules.paragraph.get(key).map(String::as_str).unwrap_or_default(), &values);
    if let Some(fact) = decision.provision {
        if decision.verdict != Verdict::No && !decision.thresholds.is_empty() {
            let thresholds: Vec<String> = decision.thresholds.iter().map(|t| format!("{} {}", t.title, t.text)).collect();
            text.push(' ');
            text.push_str(&fill(&rules.paragraph_thresholds, &[("thresholds", thresholds.join("; "))]));
        }
        let layer = match fact.layer {
            Layer::BuiltIn => String::new(),
            _ => format!(", {}", fact.layer.word()),
        };
        text.push(' ');
        text.push_str(&fill(
            &rules.paragraph_source,
            &[("source", fact.source.clone().unwrap_or_else(|| "none".into())), ("as_of", fact.as_of.clone()), ("layer", layer)],
        ));
    }
    text
}

#[cfg(test)]
mod tests;
