//! The act: whether the text names what was done, punishes it in another paragraph of the same article, or reaches it by a wider
//! word.

use super::super::provision::{Aggravation, Provision};
use super::super::vocabulary::Vocabulary;
use super::elements::{Bench, Finding, compare, finding, words};
use super::relations::{Weight, nearest};
use crate::law::months;

/// A paragraph of the same article that punishes an act the provision itself does not name; the facts hold it as a circumstance
/// that changes the range.
#[derive(Debug, Clone)]
pub struct Form<'l> {
    /// The acts of the conduct it punishes.
    pub acts: Vec<String>,
    pub step: &'l Aggravation,
    /// `Criminal Code, art. 346(3)`
    pub place: String,
}

impl Form<'_> {
    /// `art. 346(3) (member: 3 months to 3 years)`, with further circumstances it asks for.
    fn said(&self) -> String {
        let also: String = self.step.also.iter().map(|also| format!(", only with {}", Vocabulary::plain(also))).collect();
        let note = self.step.note.as_ref().map(|note| format!("; {note}")).unwrap_or_default();
        let trigger = Vocabulary::plain(&self.step.trigger);
        format!("{} by {} ({trigger}{also}: {}{note})", words(&self.acts), self.place, months::aggravation(self.step))
    }
}

/// How the text stands to the acts of the conduct.
struct Reach<'l> {
    found: Vec<String>,
    /// Acts neither named nor punished by another paragraph.
    missing: Vec<String>,
    narrower: Vec<String>,
    forms: Vec<Form<'l>>,
    near: Vec<(Weight, String, Vec<String>)>,
}

impl<'l> Bench<'l, '_> {
    pub(super) fn act(&self) -> Finding {
        let reach = self.reach();
        let outcome = self.act_outcome(&reach);
        let law = &self.provision.acts;
        let weight = if outcome == "likely" { Weight::Law } else { Weight::Case };
        let of_weight = || reach.near.iter().filter(move |(own, ..)| *own == weight);
        let given = words(&of_weight().map(|(_, word, _)| word.clone()).collect::<Vec<_>>());
        let counted = words(&unique(of_weight().flat_map(|(.., counted)| counted.clone()).collect()));
        let mut found = reach.found.clone();
        found.extend(reach.forms.iter().flat_map(|form| form.acts.clone()));
        let found = match outcome {
            "narrower" => words(&reach.narrower),
            "partly" => words(&found),
            _ => words(&reach.found),
        };
        let forms = reach.forms.iter().map(Form::said).collect::<Vec<_>>().join("; ");
        let object = self.rules.family(&self.provision.concept).and_then(|family| family.object.clone()).unwrap_or_default();
        finding(
            "act",
            outcome,
            vec![
                ("found", found),
                ("missing", words(&reach.missing)),
                ("listed", words(law)),
                ("forms", forms),
                ("given", given),
                ("counted", counted),
                ("object", object),
            ],
        )
    }

    fn act_outcome(&self, reach: &Reach<'l>) -> &'static str {
        let relations = &self.rules.relations;
        let concept = &self.provision.concept;
        if !reach.found.is_empty() {
            return match (reach.missing.is_empty(), self.conduct.alternatives) {
                (true, true) if !reach.forms.is_empty() => "forms_too",
                (false, true) => "partly",
                _ if self.other_persons() => "object",
                _ => "covered",
            };
        }
        let has = |weight: Weight| reach.near.iter().any(|(own, ..)| *own == weight);
        if has(Weight::Case) && reach.narrower.is_empty() {
            "near"
        } else if !reach.forms.is_empty() {
            "form"
        } else if !reach.narrower.is_empty() {
            "narrower"
        } else if has(Weight::Law) {
            "likely"
        } else if self.conduct.acts.iter().all(|act| relations.is_decisive(concept, act)) {
            "none"
        } else {
            "unnamed"
        }
    }

    /// The acts say nothing of the persons the offence is about: to carry someone is not yet to smuggle a migrant.
    fn other_persons(&self) -> bool {
        let acts = &self.library.vocabulary().acts;
        self.conduct.concept.is_none()
            && self.rules.family(&self.provision.concept).is_some_and(|family| {
                family.object.is_some()
                    && !family
                        .recognised_by_any_act
                        .iter()
                        .any(|known| self.conduct.acts.iter().any(|act| Vocabulary::covers(acts, known, act)))
            })
    }

    fn reach(&self) -> Reach<'l> {
        let acts = &self.library.vocabulary().acts;
        let relations = &self.rules.relations;
        let provision: &'l Provision = self.provision;
        let matched = compare(acts, &provision.acts, &self.conduct.acts);
        let forms = self.forms();
        let by_form = |act: &&String| forms.iter().any(|form| form.acts.contains(act));
        let missing: Vec<String> = matched.missing.iter().filter(|act| !by_form(act)).cloned().collect();
        let wider = relations.wider_texts.iter().find(|text| text.provision == provision.id);
        let near = missing
            .iter()
            .filter_map(|act| {
                if wider.is_some_and(|text| text.acts.iter().any(|wide| Vocabulary::covers(acts, wide, act))) {
                    return Some((Weight::Case, act.clone(), vec![format!("“{}”", wider?.derived_from)]));
                }
                let (weight, counted) = nearest(&relations.near.acts, acts, &provision.acts, act, &provision.concept)?;
                Some((weight, act.clone(), counted))
            })
            .collect();
        Reach { found: matched.found, missing, narrower: matched.narrower, forms, near }
    }

    /// The acts of the law that count: those that cover the conduct, or, where none does, those it may be shown to be.
    pub(super) fn acts_in_play(&self) -> Vec<String> {
        let reach = self.reach();
        if !reach.found.is_empty() {
            return reach.found;
        }
        let named = &self.provision.acts;
        unique(reach.near.into_iter().flat_map(|(.., counted)| counted).filter(|act| named.contains(act)).collect())
    }

    /// The paragraphs of the article that answer instead of the provision itself; empty where that one does.
    pub(super) fn applied_forms(&self) -> Vec<Form<'l>> {
        let reach = self.reach();
        if self.act_outcome(&reach) == "form" { reach.forms } else { Vec::new() }
    }

    /// The paragraphs of the same article that punish an act of the conduct the provision does not name.
    fn forms(&self) -> Vec<Form<'l>> {
        let acts = &self.library.vocabulary().acts;
        let provision: &'l Provision = self.provision;
        let matched = compare(acts, &provision.acts, &self.conduct.acts);
        let mut forms: Vec<Form<'l>> = Vec::new();
        for act in &matched.missing {
            let steps = provision.aggravations.iter().filter(|step| self.rules.relations.is_form(acts, &step.trigger, act));
            // The one that asks for least beside the act.
            let Some(step) = steps.min_by_key(|step| step.also.len()) else { continue };
            match forms.iter_mut().find(|form| std::ptr::eq(form.step, step)) {
                Some(form) => form.acts.push(act.clone()),
                None => {
                    let place = format!("{}, art. {}", provision.code, step.place(&provision.article));
                    forms.push(Form { acts: vec![act.clone()], step, place });
                }
            }
        }
        forms
    }

    /// Whether the provision has to do with an act of the conduct at all: names it, a narrower or wider word, or punishes it in
    /// another paragraph.
    pub(super) fn touches(&self, act: &str) -> bool {
        let of = Bench { conduct: &super::Conduct { acts: vec![act.to_owned()], ..super::Conduct::default() }, ..*self };
        let reach = of.reach();
        !reach.found.is_empty() || !reach.narrower.is_empty() || !reach.forms.is_empty() || !reach.near.is_empty()
    }
}

fn unique(mut list: Vec<String>) -> Vec<String> {
    let mut seen: Vec<String> = Vec::new();
    list.retain(|word| {
        let fresh = !seen.contains(word);
        seen.push(word.clone());
        fresh
    });
    list
}
