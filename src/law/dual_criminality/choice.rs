//! Which provisions of a code are held against the conduct, and which of them answers.

use std::cmp::Reverse;

use super::elements::Bench;
use super::rules::{Because, Family, Rules, Status};
use super::{Conduct, ElementResult, Verdict};
use crate::law::library::{Code, Library};
use crate::law::months;
use crate::law::provision::{NatureKind, Provision};
use crate::law::terms::Fact;
use crate::law::vocabulary::Vocabulary;

/// A provision with the findings about it.
pub(super) struct Weighed<'l> {
    pub verdict: Verdict,
    pub provision: &'l Fact<Provision>,
    pub elements: Vec<ElementResult>,
    /// Not of the kind of offence the conduct was recognised as; found by what it names.
    beside: bool,
}

/// Hold every provision that has to do with the conduct against it; the one that answers comes first.
pub(super) fn weigh<'l, 'c>(
    library: &'l Library,
    rules: &'c Rules,
    conduct: &'c Conduct,
    code: &'l Code,
    judge: impl Fn(&Bench<'l, 'c>) -> (Verdict, Vec<ElementResult>),
) -> Vec<Weighed<'l>> {
    let bench = |provision: &'l Fact<Provision>| Bench { library, rules, code, provision, conduct };
    let recognised = recognised(rules, conduct);
    let with_acts = || code.provisions.iter().filter(|fact| !rules.relations.own_acts(&fact.concept, &fact.acts).is_empty());
    let held = |provision: &'l Fact<Provision>, beside: bool| {
        let (verdict, elements) = judge(&bench(provision));
        Weighed { verdict, provision, elements, beside }
    };
    let of_kind = |fact: &&'l Fact<Provision>| recognised.contains(&fact.concept);
    let mut weighed: Vec<Weighed<'l>> = with_acts().filter(of_kind).map(|fact| held(fact, false)).collect();
    let caught = |one: &Weighed<'_>| matches!(one.verdict, Verdict::Yes | Verdict::YesWithConditions);
    let beside = with_acts().filter(|fact| !of_kind(fact) && serves(rules, &bench(fact)));
    if conduct.concept.is_none() {
        // One offence more never hides what another was found under: the acts look for everything that names them.
        weighed.extend(beside.map(|fact| held(fact, true)));
    } else if conduct.alternatives && by_aim(rules, conduct) && !weighed.iter().any(caught) {
        // Trafficking is looked for among its kind; where none of these catches it, an offence of another kind that knows all of
        // its aims may: trade in slaves.
        let aims_met = |one: &Weighed<'_>| {
            let aims = one.provision.purposes.iter().any(|purpose| *purpose != rules.gain_purpose);
            aims && exploits(rules, conduct) && one.elements.iter().any(|e| e.element == "purpose" && e.status == Status::Met)
        };
        weighed.extend(beside.map(|fact| held(fact, true)).filter(|one| caught(one) && aims_met(one)));
    }
    // Heavier forms with circumstances of their own count only where these are there, or where there is nothing else of the kind.
    let in_play = |one: &Weighed<'_>| !one.elements.iter().any(|e| e.element == "circumstance" && e.status != Status::Met);
    let kind = |one: &Weighed<'_>| kind(rules, &one.provision.concept);
    let played: Vec<String> = weighed.iter().filter(|one| in_play(one)).map(kind).collect();
    weighed.retain(|one| in_play(one) || !played.contains(&kind(one)));
    let general = code.general_part.as_ref().map(|fact| &fact.value);
    weighed.sort_by_key(|one| {
        let provision = one.provision;
        let bench = bench(provision);
        let count = |status| one.elements.iter().filter(|e| e.status == status).count();
        let covered = bench.covered_acts().len();
        let lesser = provision.nature.as_ref().is_some_and(|nature| nature.kind != NatureKind::Contravention);
        let further = one.elements.iter().any(|e| e.element == "further" && e.status != Status::Met);
        let aimed = rules.family(&provision.concept).is_some_and(|family| family.recognised_by_any_purpose);
        let asks_aim = provision.purposes.iter().any(|purpose| *purpose != rules.gain_purpose);
        let fit = (
            // Of provisions none of which fails, the one that names the acts its offence is known by: smuggling is helping across a
            // border, and not the abuse of asylum, which shares only a word or two with it.
            Reverse(core_acts(rules, &bench)),
            one.beside,
            // An offence known by its aim is not the first thought where no aim is told.
            asks_aim && conduct.concept.is_none() && !exploits(rules, conduct) && conduct.victim_age.is_none(),
            // Then the one of the same kind: trafficking in an adult is not answered by an offence against children or by slavery,
            // however few its elements are.
            !protects_the_victim(&bench),
            one.elements.iter().any(|e| e.element == "act" && e.because == Some(Because::Law)),
            further,
            covered == 0,
            !aimed && conduct.concept.as_ref().is_some_and(|concept| *concept != provision.concept),
            if aimed { Reverse(bench.covered_purposes()) } else { Reverse(0) },
        );
        // Of provisions that are as sure as each other the one that names more of what was done: a base offence is not passed over
        // for a lesser one that catches a part.
        let ceiling = months::ceiling(&provision.penalty, general).unwrap_or(u32::MAX);
        let sureness = (count(Status::Unclear), provision.needs.is_some(), Reverse(covered), ceiling);
        (one.verdict, lesser, count(Status::NotMet), fit, sureness)
    });
    weighed
}

/// A family is one kind of offence; a concept outside the families is a kind of its own.
pub(super) fn kind(rules: &Rules, concept: &str) -> String {
    rules.family(concept).map_or_else(|| concept.to_owned(), |family| family.id.clone())
}

/// Whether the provision is the one for such a victim: a child, or a person of whom that is not said.
fn protects_the_victim(bench: &Bench<'_, '_>) -> bool {
    let of_children = bench.protects_under().is_some();
    let child = bench.conduct.victim_age.is_some_and(|age| age < bench.rules.child_age);
    of_children == child || child && bench.lifts_means_itself()
}

/// How many of the acts that were done, and that the family of the offence is known by, the provision names.
fn core_acts(rules: &Rules, bench: &Bench<'_, '_>) -> usize {
    let Some(family) = rules.family(&bench.provision.concept) else { return 0 };
    bench.covered_acts().iter().filter(|act| family.recognised_by_any_act.contains(act)).count()
}

/// The concepts the conduct is recognised as.
fn recognised(rules: &Rules, conduct: &Conduct) -> Vec<String> {
    if let Some(concept) = &conduct.concept {
        return rules.family(concept).map_or_else(|| vec![concept.clone()], |family| family.concepts.clone());
    }
    let is_known = |family: &&Family| {
        conduct.acts.iter().any(|act| family.recognised_by_any_act.contains(act))
            || (family.recognised_by_any_purpose && (exploits(rules, conduct) || conduct.victim_age.is_some()))
    };
    rules.families.iter().filter(is_known).flat_map(|family| family.concepts.iter().cloned()).collect()
}

/// Whether the offence the conduct was taken from is known by its aim.
fn by_aim(rules: &Rules, conduct: &Conduct) -> bool {
    conduct.concept.as_ref().and_then(|concept| rules.family(concept)).is_some_and(|family| family.recognised_by_any_purpose)
}

fn exploits(rules: &Rules, conduct: &Conduct) -> bool {
    conduct.purposes.iter().flatten().any(|purpose| *purpose != rules.gain_purpose)
}

/// Whether an offence of another kind than the conduct was recognised as has to do with it: it reaches an act, and its aim is one of
/// those given; where it knows no aim, only by an act that is not one of trafficking in persons anyway.
fn serves(rules: &Rules, bench: &Bench<'_, '_>) -> bool {
    let provision = bench.provision;
    let aims: Vec<&String> = provision.purposes.iter().filter(|purpose| **purpose != rules.gain_purpose).collect();
    let same_aim = || {
        let terms = &bench.library.vocabulary().purposes;
        let given = bench.conduct.purposes.as_deref().unwrap_or_default();
        given.iter().any(|own| aims.iter().any(|aim| Vocabulary::covers(terms, aim, own) || Vocabulary::covers(terms, own, aim)))
    };
    let by_purpose = exploits(rules, bench.conduct);
    let usual = |act: &String| rules.families.iter().any(|family| family.usual_acts.contains(act));
    let known = |act: &String| rules.families.iter().any(|family| family.recognised_by_any_act.contains(act));
    bench.conduct.acts.iter().any(|act| {
        let fits = if !by_purpose {
            !rules.relations.has_other_object(&provision.concept, act)
        } else if aims.is_empty() {
            !usual(act)
        } else {
            same_aim()
        };
        fits && !known(act) && bench.touches(act)
    })
}
