//! What is wrong with a fact: terms that no vocabulary knows, ranges upside down, dates out of order.

use super::instrument::Instrument;
use super::library::Library;
use super::provision::Provision;
use super::standard::Standard;
use super::vocabulary::{Term, Vocabulary};

fn unknown(troubles: &mut Vec<String>, what: &str, terms: &[Term], used: &[String]) {
    for word in used {
        if Vocabulary::find(terms, word).is_none() {
            let near = super::library::nearest(word, terms.iter().map(|term| term.id.as_str()));
            let hint = if near.is_empty() { String::new() } else { format!("; nearest: {}", near.join(", ")) };
            troubles.push(format!("{what}: `{word}` is not a word of the vocabulary{hint}"));
        }
    }
}

fn one(troubles: &mut Vec<String>, what: &str, terms: &[Term], used: &str) {
    unknown(troubles, what, terms, std::slice::from_ref(&used.to_owned()));
}

impl Library {
    /// What is wrong with a provision; empty if nothing.
    pub fn provision_troubles(&self, provision: &Provision) -> Vec<String> {
        let words = self.vocabulary();
        let mut troubles = Vec::new();
        unknown(&mut troubles, "acts", &words.acts, &provision.acts);
        unknown(&mut troubles, "means", &words.means, &provision.means);
        unknown(&mut troubles, "purposes", &words.purposes, &provision.purposes);
        one(&mut troubles, "concept", &words.concepts, &provision.concept);
        one(&mut troubles, "mental_element", &words.mental_elements, &provision.mental_element);
        for set in provision.needs.iter().flat_map(|needs| &needs.any_of) {
            unknown(&mut troubles, "needs", &words.triggers, set);
        }
        for rule in &provision.spares {
            unknown(&mut troubles, "spares", &words.concepts, &rule.concepts);
        }
        for route in &provision.gain_routes {
            unknown(&mut troubles, "gain_routes", &words.acts, &route.acts);
        }
        let mut range = |place: &str, min: Option<u32>, max: Option<u32>| {
            if let (Some(min), Some(max)) = (min, max)
                && min > max
            {
                troubles.push(format!("{place}: min_months {min} is above max_months {max}"));
            }
            if min.into_iter().chain(max).any(|months| months == 0 || months > 600) {
                troubles.push(format!("{place}: months outside 1 to 600"));
            }
        };
        range("penalty", provision.penalty.min_months, provision.penalty.max_months);
        for step in &provision.aggravations {
            range(&step.trigger, step.min_months, step.max_months);
        }
        for step in &provision.aggravations {
            one(&mut troubles, "aggravations", &words.triggers, &step.trigger);
            unknown(&mut troubles, "aggravations", &words.triggers, &step.also);
            if let Some(rule) = &step.penalty_rule {
                one(&mut troubles, "penalty_rule", &words.penalty_rules, rule);
            }
        }
        troubles
    }

    /// What is wrong with an instrument; empty if nothing.
    pub fn instrument_troubles(&self, instrument: &Instrument) -> Vec<String> {
        let words = self.vocabulary();
        let mut troubles = Vec::new();
        unknown(&mut troubles, "assistance_types", &words.assistance_types, &instrument.assistance_types);
        for content in &instrument.request_contents {
            one(&mut troubles, &content.id, &words.request_content_kinds, &content.kind);
            for to in content.applies_to.iter().filter(|to| *to != "all") {
                if !instrument.assistance_types.contains(to) {
                    troubles.push(format!("{}: applies_to names `{to}`, which assistance_types does not list", content.id));
                }
            }
        }
        for ground in &instrument.refusal_grounds {
            one(&mut troubles, &ground.reference, &words.refusal_kinds, &ground.kind);
        }
        for (state, party) in &instrument.parties {
            for (earlier, later, what) in [
                (instrument.adopted, party.signed, "signed before adoption"),
                (party.signed, party.ratified, "ratified before it was signed"),
                (instrument.entry_into_force, party.in_force, "in force before the instrument itself"),
            ] {
                if let (Some(earlier), Some(later)) = (earlier, later)
                    && later < earlier
                {
                    troubles.push(format!("{state}: {what}"));
                }
            }
            for field in &party.sourced_fields {
                if !["signed", "ratified", "in_force", "status"].contains(&field.as_str()) {
                    troubles.push(format!("{state}: sourced_fields names `{field}`, which is no field of a party"));
                }
            }
        }
        troubles
    }

    /// What is wrong with a standard; empty if nothing.
    pub fn standard_troubles(&self, standard: &Standard) -> Vec<String> {
        let words = self.vocabulary();
        let mut troubles = Vec::new();
        unknown(&mut troubles, "required_acts", &words.acts, &standard.required_acts);
        unknown(&mut troubles, "required_means", &words.means, &standard.required_means);
        unknown(&mut troubles, "required_purposes", &words.purposes, &standard.required_purposes);
        unknown(&mut troubles, "concepts", &words.concepts, &standard.concepts);
        if let Some(by) = standard.defined_by.as_ref().filter(|by| self.standard(&by.standard).is_none()) {
            troubles.push(format!("defined_by names `{}`, which is no standard", by.standard));
        }
        for step in &standard.required_aggravations {
            one(&mut troubles, "required_aggravations", &words.triggers, &step.trigger);
        }
        troubles
    }
}

#[cfg(test)]
mod tests {
    use super::super::library::Library;

    #[test]
    fn no_built_in_fact_is_in_trouble() {
        let library = Library::load(None).expect("the built-in facts");
        let mut troubles: Vec<String> = Vec::new();
        for fact in library.provisions() {
            troubles.extend(library.provision_troubles(fact).into_iter().map(|t| format!("{}: {t}", fact.id)));
        }
        for fact in library.instruments() {
            troubles.extend(library.instrument_troubles(fact).into_iter().map(|t| format!("{}: {t}", fact.id)));
        }
        for fact in library.standards() {
            troubles.extend(library.standard_troubles(fact).into_iter().map(|t| format!("{}: {t}", fact.id)));
        }
        assert!(troubles.is_empty(), "{troubles:#?}");
        assert!(library.jurisdictions().count() >= 18);
        assert!(!library.identifier_algorithms().algorithms.is_empty());
        assert!(library.reading_notes().is_object());
    }
}
