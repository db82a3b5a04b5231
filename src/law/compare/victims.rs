//! Whether victims go unpunished: clauses made for the victims of the offence compared, and, where the facts say that there
//! is none, the general rule that is left.

use super::super::provision::SparesKind;
use super::super::standard::Rule;
use super::*;

/// What the facts of a State say about sparing the victims of an offence.
pub(super) enum Spared<'l> {
    /// Clauses made for them: where, and the entry.
    Dedicated(Vec<(String, &'l Fact<Provision>)>),
    /// No clause for them was found in the texts looked through; these rules for everybody are left.
    NoneFound(Vec<&'l Fact<Provision>>),
    /// Rules for everybody; of a clause for victims the facts say nothing.
    General(Vec<&'l Fact<Provision>>),
    NotInFacts,
}

impl<'l> Matrix<'_, 'l> {
    pub(super) fn non_punishment(&self) -> Row {
        let concern = self.concern();
        self.row(
            "non_punishment",
            "non-punishment of victims",
            |side| if concern.is_empty() { Cell::blank() } else { spared_cell(&spared(side, &concern)) },
            |standard| match &standard.non_punishment {
                Some(rule) if !concern.contains(&victims_of(rule)) => {
                    Cell::text(format!("art. {}, on {}", rule.article, objects(victims_of(rule))))
                }
                rule => rule_cell(rule.as_ref().map(|rule| rule.article.as_str())),
            },
        )
    }

    /// The concepts whose victims the row is about; none where no clause of any State is about victims of this offence.
    fn concern(&self) -> Vec<&'static str> {
        match self.concept {
            "trafficking_in_persons" => vec!["trafficking_in_persons", "trafficking_in_children"],
            "trafficking_in_children" => vec!["trafficking_in_children"],
            "smuggling_of_migrants" => vec!["smuggling_of_migrants"],
            // Asked for by its own name, the rule is shown with whatever it is about.
            "non_punishment" => vec!["trafficking_in_persons", "trafficking_in_children"],
            _ => Vec::new(),
        }
    }

    /// What a State lacks against a rule on non-punishment, and what is doubtful.
    pub(super) fn victims_gap(&self, side: &Side<'l>, rule: &Rule) -> (Vec<String>, Vec<String>) {
        let about = victims_of(rule);
        let concern = self.concern();
        if !concern.contains(&about) {
            return (Vec::new(), Vec::new());
        }
        match spared(side, &concern) {
            Spared::Dedicated(_) => (Vec::new(), Vec::new()),
            Spared::NoneFound(general) if general.is_empty() => (vec!["a clause on non-punishment".into()], Vec::new()),
            Spared::NoneFound(general) => {
                let lack = format!("a clause on non-punishment (general rule only: {})", places(&general));
                (vec![lack], Vec::new())
            }
            Spared::General(general) => {
                (Vec::new(), vec![format!("non-punishment: general rule only in the facts: {}", places(&general))])
            }
            Spared::NotInFacts => (Vec::new(), vec!["non-punishment not in the facts".into()]),
        }
    }

    /// Whether a rule on non-punishment is about the victims of the offence compared.
    pub(super) fn concerns(&self, rule: &Rule) -> bool {
        self.concern().contains(&victims_of(rule))
    }
}

/// The offence whose victims a standard's rule is about: the smuggling protocol speaks of the migrants, the others of the
/// victims of trafficking.
fn victims_of(rule: &Rule) -> &'static str {
    if rule.value.as_deref() == Some("object_of_smuggling") { "smuggling_of_migrants" } else { "trafficking_in_persons" }
}

/// Who they are, in words.
pub(super) fn objects_of(rule: &Rule) -> &'static str {
    objects(victims_of(rule))
}

fn objects(concept: &str) -> &'static str {
    if concept == "smuggling_of_migrants" { "smuggled migrants" } else { "victims of trafficking" }
}

fn spared<'l>(side: &Side<'l>, concern: &[&str]) -> Spared<'l> {
    let rules = side.code.into_iter().flat_map(|code| &code.provisions).filter(|fact| fact.concept == "non_punishment");
    let (mut dedicated, mut none_found, mut general) = (Vec::new(), Vec::new(), Vec::new());
    for fact in rules {
        for rule in fact.spares.iter().filter(|rule| rule.concepts.iter().any(|about| concern.contains(&about.as_str()))) {
            match rule.kind {
                SparesKind::Dedicated => dedicated.push((rule.place.clone().unwrap_or_else(|| place(fact)), fact)),
                SparesKind::GeneralNoDedicated => none_found.push(fact),
                SparesKind::General => general.push(fact),
            }
        }
        // A rule the office added without saying for whom.
        if fact.spares.is_empty() {
            general.push(fact);
        }
    }
    if !dedicated.is_empty() {
        Spared::Dedicated(dedicated)
    } else if !none_found.is_empty() {
        none_found.append(&mut general);
        Spared::NoneFound(none_found)
    } else if !general.is_empty() {
        Spared::General(general)
    } else {
        Spared::NotInFacts
    }
}

fn spared_cell(spared: &Spared<'_>) -> Cell {
    let named = |facts: &[&Fact<Provision>]| {
        let names = facts.iter().map(|fact| match fact.heading_local.as_str() {
            "" => marked(fact, facts),
            heading => format!("{} {heading}", marked(fact, facts)),
        });
        names.collect::<Vec<_>>().join("; ")
    };
    match spared {
        Spared::Dedicated(clauses) => {
            let facts: Vec<&Fact<Provision>> = clauses.iter().map(|(_, fact)| *fact).collect();
            let mixed = !unverified(&facts);
            let places: Vec<String> = clauses
                .iter()
                .map(|(at, fact)| {
                    let doubt = mixed && !fact.confidence.counts_as_sourced();
                    format!("{at}{}", if doubt { " (unverified)" } else { "" })
                })
                .collect();
            Cell::new(CellKind::Present, places.join("; ")).resting_on(&facts)
        }
        Spared::NoneFound(general) => {
            Cell::new(CellKind::Absent, format!("no clause for victims found; general rule: {}", named(general)))
                .resting_on(general)
        }
        Spared::General(general) => {
            Cell::unknown(format!("a clause for victims is not in the facts; general rule: {}", named(general)))
                .resting_on(general)
        }
        Spared::NotInFacts => Cell::unknown("not found in the facts"),
    }
}
