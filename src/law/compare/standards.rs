//! What the provisions of a State lack against a standard.

use super::super::months;
use super::super::provision::{CompanyLiabilityKind, GeneralPart, Provision};
use super::super::standard::Standard;
use super::super::terms::Fact;
use super::super::vocabulary::{Term, Vocabulary};
use super::victims::objects_of;
use super::{Cell, CellKind, Matrix, Row, Side, places};

impl<'l> Matrix<'_, 'l> {
    /// A row per standard: what each State does not show. The standards' own columns stay empty.
    pub(super) fn missing(&self) -> Vec<Row> {
        self.standards
            .iter()
            .map(|standard| {
                self.row(
                    &format!("missing-{}", standard.id),
                    &format!("missing against {}", standard.id),
                    |side| self.gap(side, standard),
                    |_| Cell::blank(),
                )
            })
            .collect()
    }

    fn gap(&self, side: &Side<'l>, standard: &Fact<Standard>) -> Cell {
        let words = self.library.vocabulary();
        let mut lacks: Vec<String> = Vec::new();
        let mut doubts: Vec<String> = Vec::new();
        // What a standard asks for must be in the offence itself; separate offences on children count for the child rule.
        let (facts, family) = (&side.own, &side.family);
        lacks.extend(absent("acts", &words.acts, &standard.required_acts, facts, |p| &p.acts));
        // A State that asks for no means needs none of them.
        let no_means =
            facts.iter().any(|p| !p.acts.is_empty() && p.means.is_empty() && p.concept == standard.concept && p.needs.is_none());
        if !no_means {
            lacks.extend(absent("means", &words.means, &standard.required_means, facts, |p| &p.means));
        }
        lacks.extend(absent("purposes", &words.purposes, &standard.required_purposes, facts, |p| &p.purposes));
        let later: Vec<String> = standard
            .purposes_added_2024
            .iter()
            .filter(|purpose| !standard.required_purposes.contains(purpose))
            .cloned()
            .collect();
        lacks.extend(absent("purposes of 2024", &words.purposes, &later, facts, |p| &p.purposes));
        if standard.child_rule.as_ref().is_some_and(|rule| rule.means_required == Some(false))
            && !family.iter().any(|p| p.means_required_for_child == Some(false))
        {
            doubts.push("child rule not in the facts".into());
        }
        if standard.consent_rule.is_some() && !family.iter().any(|p| p.consent_irrelevant == Some(true)) {
            doubts.push("text silent on consent".into());
        }
        let general = side.code.and_then(|code| code.general_part.as_ref()).map(|fact| &fact.value);
        for step in &standard.required_aggravations {
            let has = facts.iter().any(|p| {
                p.aggravations.iter().any(|own| {
                    Vocabulary::covers(&words.triggers, &step.trigger, &own.trigger)
                        || Vocabulary::covers(&words.triggers, &own.trigger, &step.trigger)
                })
            });
            // A code may make an offence of its own of what others call an aggravation; it counts where it is the heavier one.
            let own = self.child_offences(side, &step.trigger);
            let heavier = own.iter().any(|child| heavier(child, facts, standard, general));
            if !has && !heavier {
                let name = Vocabulary::plain(&step.trigger);
                if !own.is_empty() {
                    doubts.push(format!("aggravation {name}: own offence {}, not shown to be heavier", places(&own)));
                } else if facts.iter().all(|p| p.aggravations_complete) {
                    lacks.push(format!("aggravation: {name}"));
                } else {
                    doubts.push(format!("aggravation {name}: list not complete"));
                }
            }
        }
        let mut words_only: Vec<String> = Vec::new();
        if let Some(rule) = &standard.non_punishment {
            if self.concerns(rule) {
                let (lack, doubt) = self.victims_gap(side, rule);
                lacks.extend(lack);
                doubts.extend(doubt);
            } else {
                words_only.push(format!("asks for non-punishment of {}, not of this offence's", objects_of(rule)));
            }
        }
        if standard.legal_person_liability.is_some() {
            match side.code.and_then(|code| code.company_liability.as_ref()).map(|liability| liability.kind) {
                // "Criminal or other": a regulatory fine is enough; measures alone are no sanction of a person liable.
                Some(CompanyLiabilityKind::Criminal | CompanyLiabilityKind::RegulatoryFine) => {}
                Some(kind) => doubts.push(format!("liability of companies: {}", Vocabulary::plain(kind.word()))),
                None => doubts.push("liability of companies not in the facts".into()),
            }
        }
        // What is shown beside the texts and not weighed here is said, so that silence is no "fulfilled".
        if standard.attempt_and_participation.is_some() {
            words_only.push("attempt and participation: compare the row attempt".into());
        }
        let asks = [&standard.required_acts, &standard.required_means, &standard.required_purposes, &later];
        let nothing_weighed = asks.iter().all(|list| list.is_empty())
            && standard.required_aggravations.is_empty()
            && standard.minimum_maximum_penalty.is_none()
            && standard.child_rule.is_none()
            && standard.consent_rule.is_none()
            && standard.legal_person_liability.is_none()
            && !standard.non_punishment.as_ref().is_some_and(|rule| self.concerns(rule));
        if nothing_weighed {
            // A rule that asks for no element is no rule a text can be found to fulfil, and no open question either.
            if words_only.is_empty() {
                words_only.push("asks for no element, penalty or rule that is compared here".into());
            }
            return Cell::text(words_only.join("\n"));
        }
        let penalty = standard.minimum_maximum_penalty.as_ref().and_then(|rule| rule.max_at_least_months);
        if let Some(wanted) = penalty {
            let best = side.own.iter().filter_map(|p| months::ceiling(&p.penalty, general)).max();
            match best {
                Some(best) if best >= wanted => {}
                Some(best) => lacks.push(format!("maximum of {} (has {})", months::written(wanted), months::written(best))),
                None => doubts.push("maximum not in the facts".into()),
            }
        }
        let mut lines = lacks.clone();
        lines.extend(doubts.iter().map(|doubt| format!("? {doubt}")));
        let kind = match (lacks.is_empty(), doubts.is_empty()) {
            (true, true) => CellKind::Present,
            (true, false) => CellKind::Unknown,
            (false, _) => CellKind::Absent,
        };
        if lines.is_empty() {
            lines.push("nothing found missing".into());
        }
        lines.extend(words_only);
        Cell::new(kind, lines.join("\n")).resting_on(facts)
    }
}

/// Whether an offence against a child is punished more heavily than the offence against adults, or reaches what the standard
/// asks of its aggravated form.
fn heavier(child: &Provision, adults: &[&Fact<Provision>], standard: &Standard, general: Option<&GeneralPart>) -> bool {
    let top = months::ceiling(&child.penalty, general);
    let asked = standard.minimum_maximum_penalty.as_ref().and_then(|rule| rule.aggravated_max_at_least_months);
    if asked.is_some_and(|asked| top.is_some_and(|top| top >= asked)) {
        return true;
    }
    let base = adults.iter().filter(|fact| !fact.acts.is_empty() && fact.needs.is_none());
    base.clone().next().is_some()
        && base.clone().all(|adult| {
            let more = child.penalty.min_months.unwrap_or(0) > adult.penalty.min_months.unwrap_or(0);
            more || top > months::ceiling(&adult.penalty, general)
        })
}

/// Required words no provision has, not even in a wider word or by an open list; narrower words are named.
fn absent(
    what: &str,
    terms: &[Term],
    required: &[String],
    facts: &[&Fact<Provision>],
    of: impl Fn(&Provision) -> &Vec<String>,
) -> Option<String> {
    let open = facts.iter().any(|p| of(p).iter().any(|t| t == "other_exploitation" || t == "other_means"));
    let missing: Vec<String> = required
        .iter()
        .filter(|word| !facts.iter().any(|p| of(p).iter().any(|own| Vocabulary::covers(terms, own, word))))
        .filter(|_| !open)
        .map(|word| {
            let narrower: Vec<String> = facts
                .iter()
                .flat_map(|p| of(p).iter())
                .filter(|own| Vocabulary::covers(terms, word, own))
                .map(|own| Vocabulary::plain(own))
                .collect();
            match narrower.first() {
                Some(first) => format!("{} (only {first})", Vocabulary::plain(word)),
                None => Vocabulary::plain(word),
            }
        })
        .collect();
    if missing.is_empty() { None } else { Some(format!("{what}: {}", missing.join(", "))) }
}
