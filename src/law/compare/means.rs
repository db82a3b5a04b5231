//! Rows on the means: which are named, where none is needed, when a victim's age takes the need away, consent.

use super::super::provision::{Circumstance, Provision};
use super::super::terms::Fact;
use super::super::vocabulary::Term;
use super::*;

/// Whether means are only one of several ways to commit it (`force, …, or for gain`).
fn one_way_of_several(fact: &Provision) -> bool {
    let routes = &fact.gain_routes;
    routes.iter().any(|route| route.any_of.len() > 1 && route.any_of.contains(&Circumstance::ListedMeans))
}

impl<'l> Matrix<'_, 'l> {
    pub(super) fn means(&self, terms: &[Term]) -> Vec<Row> {
        let mut rows = self.terms(terms, |p| &p.means, |s| &s.required_means);
        if !rows.is_empty() {
            let of_standard =
                |standard: &Fact<Standard>| if standard.required_means.is_empty() { Cell::blank() } else { Cell::text("yes") };
            rows.insert(0, self.row("means_needed", "means needed for adults", |side| needed(&side.own), of_standard));
        }
        rows
    }

    pub(super) fn child_rule(&self) -> Row {
        self.row(
            "child_rule",
            "child: means fall away",
            |side| {
                let without: Vec<_> = side
                    .family
                    .iter()
                    .filter(|f| f.means_required_for_child == Some(false) && !f.acts.is_empty())
                    .copied()
                    .collect();
                if without.is_empty() {
                    return match side.family.iter().any(|fact| !fact.means.is_empty()) {
                        true => Cell::unknown("not in the facts"),
                        false => Cell::blank(),
                    };
                }
                // Each paragraph has its own age: what one says of persons under 16 or 21 is not said of the others.
                let mut ages: Vec<(u32, Vec<&Fact<Provision>>)> = Vec::new();
                for fact in &without {
                    let age = fact.age_threshold_without_means.unwrap_or(MAJORITY);
                    match ages.iter_mut().find(|(known, _)| *known == age) {
                        Some((_, facts)) => facts.push(fact),
                        None => ages.push((age, vec![fact])),
                    }
                }
                let lines: Vec<String> = ages
                    .iter()
                    .map(|(age, facts)| {
                        let limit = if *age == MAJORITY { String::new() } else { format!(", under {age}") };
                        let of: Vec<String> = facts.iter().map(|fact| marked(fact, &without)).collect();
                        format!("yes{limit}: {}", of.join("; "))
                    })
                    .collect();
                Cell::new(CellKind::Present, lines.join("\n")).resting_on(&without)
            },
            |standard| match &standard.child_rule {
                Some(rule) => Cell::new(
                    CellKind::Present,
                    format!(
                        "under {}: {}",
                        rule.age.unwrap_or(MAJORITY),
                        if rule.means_required == Some(false) { "no means" } else { "means" }
                    ),
                ),
                None => Cell::blank(),
            },
        )
    }

    pub(super) fn consent(&self) -> Row {
        self.row(
            "consent",
            "consent has no weight",
            |side| {
                let said: Vec<_> = side.family.iter().filter(|fact| fact.consent_irrelevant == Some(true)).copied().collect();
                if !said.is_empty() {
                    return listed(&said, "");
                }
                if side.family.iter().any(|fact| !fact.means.is_empty()) { Cell::text("text silent") } else { Cell::blank() }
            },
            |standard| rule_cell(standard.consent_rule.as_ref().map(|rule| rule.article.as_str())),
        )
    }
}

/// The age below which a victim is a child where a text names no other.
const MAJORITY: u32 = 18;

/// Whether the offence itself asks for means. Heavier forms with an entry of their own take the elements of the offence they
/// build on; the circumstances they need are no means of it.
fn needed(own: &[&Fact<Provision>]) -> Cell {
    let base: Vec<_> = own.iter().filter(|fact| !fact.acts.is_empty() && fact.needs.is_none()).copied().collect();
    let (without, with): (Vec<_>, Vec<_>) = base.iter().copied().partition(|fact| fact.means.is_empty());
    let (ways, always): (Vec<_>, Vec<_>) = with.into_iter().partition(|fact| one_way_of_several(fact));
    let of = |facts: &[&Fact<Provision>]| facts.iter().map(|fact| marked(fact, &base)).collect::<Vec<_>>().join(", ");
    let text = if base.is_empty() {
        return Cell::unknown("?");
    } else if ways.is_empty() {
        match (always.is_empty(), without.is_empty()) {
            (true, _) => "no".to_owned(),
            (false, true) => "yes".to_owned(),
            (false, false) => format!("yes; not in {}", of(&without)),
        }
    } else {
        let parts = [("yes", &always), ("one way of several", &ways), ("no", &without)];
        let told = parts.iter().filter(|(_, facts)| !facts.is_empty());
        told.map(|(word, facts)| format!("{word}: {}", of(facts))).collect::<Vec<_>>().join("\n")
    };
    Cell::text(text).resting_on(&base)
}
