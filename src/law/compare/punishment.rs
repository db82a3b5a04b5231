//! Rows of what is imposed: ranges, thresholds, and what raises or lowers them.

use super::*;

impl<'l> Matrix<'_, 'l> {
    pub(super) fn penalty(&self) -> Vec<Row> {
        let base = self.row(
            "penalty",
            "penalty",
            |side| {
                let lines: Vec<String> = side
                    .own
                    .iter()
                    .filter(|fact| !fact.acts.is_empty())
                    .map(|fact| {
                        let nature = match fact.nature.as_ref().map(|nature| nature.kind) {
                            Some(kind @ (NatureKind::Misdemeanour | NatureKind::Administrative)) => format!(" ({})", kind.says()),
                            _ => String::new(),
                        };
                        format!("{}: {}{nature}", marked(fact, &side.own), months::penalty(&fact.penalty))
                    })
                    .collect();
                if lines.is_empty() {
                    Cell::unknown("none of its own")
                } else {
                    Cell::text(lines.join("\n")).resting_on(&side.own)
                }
            },
            |standard| match &standard.minimum_maximum_penalty {
                Some(rule) => {
                    let mut parts = Vec::new();
                    parts.extend(rule.max_at_least_months.map(|m| format!("maximum at least {}", months::written(m))));
                    parts.extend(
                        rule.aggravated_max_at_least_months.map(|m| format!("aggravated at least {}", months::written(m))),
                    );
                    parts.extend(rule.death_max_at_least_months.map(|m| format!("with death at least {}", months::written(m))));
                    parts.extend(rule.label.clone().map(|l| Vocabulary::plain(&l)));
                    Cell::text(if parts.is_empty() { rule.text_own_words.clone() } else { parts.join("; ") })
                }
                None => Cell::blank(),
            },
        );
        let four = self.row(
            "four_years",
            "reaches four years",
            |side| {
                let general = side.code.and_then(|code| code.general_part.as_ref()).map(|fact| &fact.value);
                let reaching: Vec<_> = side
                    .own
                    .iter()
                    .filter(|f| months::ceiling(&f.penalty, general).is_some_and(|top| top >= 48))
                    .copied()
                    .collect();
                if reaching.is_empty() {
                    Cell { unverified: unverified(&side.own), ..Cell::text("not by a base form") }
                } else {
                    listed(&reaching, "")
                }
            },
            |_| Cell::blank(),
        );
        vec![base, four]
    }

    /// Where the victim is a child: the offences a code makes of it beside the one compared. None for other circumstances.
    pub(super) fn child_offences(&self, side: &Side<'l>, trigger: &str) -> Vec<&'l Fact<Provision>> {
        if trigger != "victim_child" || self.concept != "trafficking_in_persons" {
            return Vec::new();
        }
        let others = side.family.iter().filter(|fact| fact.concept != self.concept && !fact.acts.is_empty());
        // Another age or purpose (adoption, sale) is another offence, not the one compared with a child as its victim.
        let shared = |list: &[String], of: fn(&Provision) -> &Vec<String>| {
            side.own.iter().any(|own| of(own).iter().any(|word| list.contains(word)))
        };
        others.filter(|fact| shared(&fact.acts, |p| &p.acts) && shared(&fact.purposes, |p| &p.purposes)).copied().collect()
    }

    pub(super) fn aggravations(&self, triggers: &[Term]) -> Vec<Row> {
        let used = |id: &str| {
            self.sides.iter().any(|side| side.own.iter().any(|fact| fact.aggravations.iter().any(|step| step.trigger == id)))
                || self.standards.iter().any(|fact| fact.required_aggravations.iter().any(|step| step.trigger == id))
        };
        triggers
            .iter()
            .filter(|term| used(&term.id))
            .map(|term| {
                self.row(
                    &term.id,
                    &Vocabulary::plain(&term.id),
                    |side| {
                        let mut lines: Vec<String> = Vec::new();
                        for fact in &side.own {
                            for step in fact.aggravations.iter().filter(|step| step.trigger == term.id) {
                                let also = if step.also.is_empty() {
                                    String::new()
                                } else {
                                    format!(
                                        " with {}",
                                        step.also.iter().map(|a| Vocabulary::plain(a)).collect::<Vec<_>>().join(" and ")
                                    )
                                };
                                let doubt = match !fact.confidence.counts_as_sourced() && !unverified(&side.own) {
                                    true => " (unverified)",
                                    false => "",
                                };
                                let line = format!("{}{also}: {}{doubt}", step.place(&fact.article), months::aggravation(step));
                                if !lines.contains(&line) {
                                    lines.push(line);
                                }
                            }
                        }
                        let mut resting = side.own.clone();
                        for fact in self.child_offences(side, &term.id) {
                            // Told above already where the base offence lists it as its heavier form.
                            if lines.iter().any(|line| line.starts_with(&format!("{}: ", place(fact)))) {
                                continue;
                            }
                            lines.push(format!("own offence {}: {}", marked(fact, &side.family), months::penalty(&fact.penalty)));
                            resting.push(fact);
                        }
                        if !lines.is_empty() {
                            Cell::new(CellKind::Present, lines.join("\n")).resting_on(&resting)
                        } else if !side.own.is_empty() && side.own.iter().all(|fact| fact.aggravations_complete) {
                            Cell { unverified: unverified(&side.own), ..Cell::absent() }
                        } else {
                            Cell::unknown("? (list not complete)")
                        }
                    },
                    |standard| match standard.required_aggravations.iter().find(|step| step.trigger == term.id) {
                        Some(step) => Cell::new(CellKind::Present, format!("required, {}", step.article)),
                        None => Cell::blank(),
                    },
                )
            })
            .collect()
    }
}
