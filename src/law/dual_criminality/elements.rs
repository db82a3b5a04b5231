//! Finding out the outcome of each element: comparing one provision with the conduct. What an outcome means stands in
//! the rules.

use super::super::library::{Code, Library};
use super::super::months;
use super::super::provision::{AttemptReach, Circumstance, CompanyLiabilityKind, CompanyLiabilityReach, NatureKind, Provision};
use super::super::terms::{Fact, Gain, PartyStatus};
use super::super::vocabulary::{Term, Vocabulary};
use super::conduct::Conduct;
use super::relations::{NearTerm, Weight, nearest};
use super::rules::Rules;

/// The outcome of one element, with the words that fill its sentence and the article it rests on.
pub(super) struct Finding {
    pub element: &'static str,
    pub outcome: &'static str,
    pub values: Vec<(&'static str, String)>,
    /// The provision or rule looked at, if it is not the offence itself.
    pub reference: Option<String>,
    /// Whether what was looked at beside the offence itself is unverified.
    pub unverified: bool,
}

pub(super) fn finding(element: &'static str, outcome: &'static str, values: Vec<(&'static str, String)>) -> Finding {
    Finding { element, outcome, values, reference: None, unverified: false }
}

/// Everything an element may look at.
pub(super) struct Bench<'l, 'c> {
    pub library: &'l Library,
    pub rules: &'c Rules,
    pub code: &'l Code,
    pub provision: &'l Fact<Provision>,
    pub conduct: &'c Conduct,
}

pub(super) fn words(terms: &[String]) -> String {
    terms.iter().map(|term| Vocabulary::plain(term)).collect::<Vec<_>>().join(", ")
}

/// How a list of the law stands to a list of the conduct.
#[derive(Default)]
pub(super) struct Match {
    /// Words of the conduct the law covers.
    pub found: Vec<String>,
    pub missing: Vec<String>,
    /// Words of the law narrower than a word of the conduct.
    pub narrower: Vec<String>,
}

pub(super) fn compare(terms: &[Term], law: &[String], conduct: &[String]) -> Match {
    let mut result = Match { found: Vec::new(), missing: Vec::new(), narrower: Vec::new() };
    for word in conduct {
        if law.iter().any(|wide| Vocabulary::covers(terms, wide, word)) {
            result.found.push(word.clone());
        } else {
            result.missing.push(word.clone());
            result.narrower.extend(law.iter().filter(|narrow| Vocabulary::covers(terms, word, narrow)).cloned());
        }
    }
    result
}

impl Match {
    /// `covered`, `partly`, `narrower` or `none`. For what was done one covered word is enough; for what may have been
    /// done (alternatives of an offence) each has to be.
    fn outcome(&self, alternatives: bool) -> &'static str {
        match (self.found.is_empty(), self.missing.is_empty(), self.narrower.is_empty()) {
            (false, true, _) => "covered",
            (false, false, _) if alternatives => "partly",
            (false, false, _) => "covered",
            (true, _, false) => "narrower",
            (true, _, true) => "none",
        }
    }

    fn values(&self, law: &[String], conduct: &[String], outcome: &str) -> Vec<(&'static str, String)> {
        let found = if outcome == "narrower" { &self.narrower } else { &self.found };
        let given = if conduct.is_empty() { "none".to_owned() } else { words(conduct) };
        vec![("found", words(found)), ("missing", words(&self.missing)), ("listed", words(law)), ("given", given)]
    }
}

impl<'l> Bench<'l, '_> {
    /// All elements that apply, in no particular order.
    pub fn findings(&self) -> Vec<Finding> {
        let mut all = vec![self.act()];
        all.extend(self.circumstance());
        all.extend(self.child_victim());
        // An offence that knows neither means nor purpose is not asked about them.
        let asks = |list: &Option<Vec<String>>| list.as_ref().is_some_and(|list| !list.is_empty());
        if !self.provision.means.is_empty()
            || self.provision.purposes.iter().any(|purpose| *purpose != self.rules.gain_purpose)
            || asks(&self.conduct.means)
        {
            all.push(self.means());
            all.push(self.purpose());
        }
        all.extend(self.gain());
        all.extend(self.cross_border());
        all.extend(self.territory());
        all.push(self.mental_element());
        all.extend(self.humanitarian());
        all.extend(self.attempt());
        all.extend(self.legal_person());
        all.push(self.criminal());
        all.extend(self.further());
        all.push(self.source());
        all
    }

    /// The acts of the conduct that the provision covers.
    pub fn covered_acts(&self) -> Vec<String> {
        compare(&self.library.vocabulary().acts, &self.provision.acts, &self.conduct.acts).found
    }

    fn circumstance(&self) -> Option<Finding> {
        let needs = self.provision.needs.as_ref()?;
        let triggers = &self.library.vocabulary().triggers;
        let needed = needs.any_of.iter().map(|set| set.iter().map(|t| Vocabulary::plain(t)).collect::<Vec<_>>().join(" with "));
        let needed = needed.collect::<Vec<_>>().join(" or ");
        let state = |set: &Vec<String>| -> Option<bool> {
            let each: Vec<Option<bool>> = set
                .iter()
                .map(|trigger| if trigger == "gain" { self.conduct.gain } else { self.conduct.has(triggers, trigger) })
                .collect();
            if each.contains(&Some(false)) {
                Some(false)
            } else if each.iter().all(|one| *one == Some(true)) {
                Some(true)
            } else {
                None
            }
        };
        let states: Vec<Option<bool>> = needs.any_of.iter().map(state).collect();
        let (outcome, found) = if let Some(at) = states.iter().position(|state| *state == Some(true)) {
            ("present", needs.any_of.get(at).map(|set| words(set)).unwrap_or_default())
        } else if states.iter().all(|state| *state == Some(false)) {
            ("absent", String::new())
        } else {
            ("unknown", String::new())
        };
        Some(finding("circumstance", outcome, vec![("needed", needed), ("found", found)]))
    }

    fn child_limit(&self) -> u32 {
        self.provision.age_threshold_without_means.unwrap_or(self.rules.child_age)
    }

    /// The age under which the provision protects a person; `None`: it protects everybody.
    pub fn protects_under(&self) -> Option<u32> {
        if self.provision.concept == self.rules.child_concept {
            return Some(self.child_limit().min(self.rules.child_age));
        }
        self.rules.relations.protects_under(&self.provision.id)
    }

    fn child_victim(&self) -> Option<Finding> {
        let limit = self.protects_under()?;
        let outcome = match self.conduct.victim_age {
            Some(age) if age < limit => "child",
            Some(_) => "adult",
            None => "unknown",
        };
        let age = self.conduct.victim_age.map(|age| age.to_string()).unwrap_or_default();
        Some(finding("child_victim", outcome, vec![("age", age), ("limit", limit.to_string())]))
    }

    fn means(&self) -> Finding {
        let law = &self.provision.means;
        if law.is_empty() {
            return finding("means", "none_needed", Vec::new());
        }
        let limit = self.child_limit();
        let child = self.conduct.victim_age.is_some_and(|age| age < limit);
        let age = self.conduct.victim_age.map(|age| age.to_string()).unwrap_or_default();
        let dropped = self.provision.means_required_for_child == Some(false);
        let given = self.conduct.means.as_deref().unwrap_or_default();
        let matched = compare(&self.library.vocabulary().means, law, given);
        let mut outcome = matched.outcome(self.conduct.alternatives);
        if outcome != "covered" && !given.is_empty() && law.contains(&self.rules.open_terms.means) {
            outcome = "open";
        }
        if child && dropped && !matches!(outcome, "covered" | "open") {
            let mut found = finding("means", "child", vec![("age", age), ("limit", limit.to_string())]);
            // What lifts the means is often a provision of its own: that one is cited, and has to have been read.
            if let Some(lifting) = self.lifting() {
                found.reference = Some(super::citation(lifting));
                found.unverified = !lifting.confidence.counts_as_sourced();
            }
            return found;
        }
        let near = self.near(&self.rules.relations.near.means, &self.library.vocabulary().means, law, &matched, &mut outcome);
        if outcome == "none" && !given.is_empty() && !self.whole_selection() {
            outcome = "unnamed";
        }
        if matches!(outcome, "none" | "narrower") {
            // A method nobody asked about, or a child about whom the text is silent, is not an absent method.
            if child && self.provision.means_required_for_child.is_none() && self.conduct.means.is_some() {
                outcome = "child_silent";
            } else if self.conduct.means.is_none() || (self.conduct.victim_age.is_none() && dropped && outcome == "none") {
                outcome = "unknown";
            }
        }
        let mut values = matched.values(law, given, outcome);
        values.push(("counted", near));
        let note = if dropped { format!(", unless the victim is under {limit}") } else { String::new() };
        values.extend([("child_note", note), ("age", age), ("limit", limit.to_string())]);
        finding("means", outcome, values)
    }

    fn purpose(&self) -> Finding {
        let gain = &self.rules.gain_purpose;
        let law: Vec<String> = self.provision.purposes.iter().filter(|p| *p != gain).cloned().collect();
        if law.is_empty() {
            return finding("purpose", "none_needed", Vec::new());
        }
        let given: Vec<String> =
            self.conduct.purposes.as_deref().unwrap_or_default().iter().filter(|p| *p != gain).cloned().collect();
        let matched = compare(&self.library.vocabulary().purposes, &law, &given);
        let mut outcome = matched.outcome(self.conduct.alternatives);
        if outcome != "covered" && !given.is_empty() && law.contains(&self.rules.open_terms.purposes) {
            outcome = "open";
        }
        let terms = &self.library.vocabulary().purposes;
        // A code that names the aim in another article of the kind does not reach it by a neighbouring word as well.
        let concept = &self.provision.concept;
        let kind = self.rules.family(concept).map_or(std::slice::from_ref(concept), |family| family.concepts.as_slice());
        let named = |word: &String| {
            let of_kind = self.code.provisions.iter().filter(|fact| kind.contains(&fact.concept));
            of_kind.flat_map(|fact| &fact.purposes).any(|wide| Vocabulary::covers(terms, wide, word))
        };
        let left = Match { missing: matched.missing.iter().filter(|word| !named(word)).cloned().collect(), ..Match::default() };
        let near = self.near(&self.rules.relations.near.purposes, terms, &law, &left, &mut outcome);
        if outcome == "none" && self.conduct.purposes.is_none() {
            outcome = "unknown";
        }
        let undecided = || given.iter().any(|word| self.rules.relations.is_undecided(word));
        if outcome == "none" && !given.is_empty() && (!self.whole_selection() || undecided()) {
            outcome = "unnamed";
        }
        let mut values = matched.values(&law, &given, outcome);
        values.push(("counted", near));
        finding("purpose", outcome, values)
    }

    /// Whether the facts hold all of the criminal code on this kind of offence. Of other kinds they hold some articles, and what
    /// these do not name another may.
    fn whole_selection(&self) -> bool {
        self.rules.family(&self.provision.concept).is_some()
    }

    /// Where a list names nothing of the conduct: whether one of its words may stand for it. Changes `none` to `near` or `likely`
    /// and names the words of the law.
    fn near(&self, near: &[NearTerm], terms: &[Term], law: &[String], matched: &Match, outcome: &mut &'static str) -> String {
        if *outcome != "none" {
            return String::new();
        }
        let reached = matched.missing.iter().filter_map(|word| nearest(near, terms, law, word, &self.provision.concept));
        let Some((weight, counted)) = reached.min_by_key(|(weight, _)| *weight) else { return String::new() };
        *outcome = if weight == Weight::Case { "near" } else { "likely" };
        words(&counted)
    }

    /// The provision on children that lifts the means of this one: of those of the code that ask for none, the one whose acts and
    /// purposes are most alike. `None` where the text itself lifts them.
    fn lifting(&self) -> Option<&'l Fact<Provision>> {
        if self.provision.concept == self.rules.child_concept {
            return None;
        }
        let shared = |a: &[String], b: &[String]| a.iter().filter(|word| b.contains(word)).count();
        let alike =
            |fact: &Fact<Provision>| (shared(&fact.purposes, &self.provision.purposes), shared(&fact.acts, &self.provision.acts));
        self.code
            .provisions
            .iter()
            .filter(|fact| fact.concept == self.rules.child_concept && !fact.acts.is_empty() && alike(fact).0 > 0)
            .filter(|fact| fact.means.is_empty() || fact.means_required_for_child == Some(false))
            .rev()
            .max_by_key(|fact| alike(fact))
    }

    /// Whether the text on adults and children alike lifts its means for a child without another provision.
    pub fn lifts_means_itself(&self) -> bool {
        self.provision.means_required_for_child == Some(false) && self.lifting().is_none()
    }

    /// How many aims of the conduct the provision names.
    pub fn covered_purposes(&self) -> usize {
        let given = self.conduct.purposes.as_deref().unwrap_or_default();
        compare(&self.library.vocabulary().purposes, &self.provision.purposes, given).found.len()
    }

    /// What the text asks for beside the elements that have a field; met by an offence that asks for it too.
    fn further(&self) -> Option<Finding> {
        let entries = &self.rules.relations.further_elements;
        let of = |id: &String| entries.iter().find(|entry| entry.provisions.contains(id));
        let entry = of(&self.provision.id)?;
        let own = self.conduct.title.as_ref().filter(|_| self.conduct.alternatives);
        let asked =
            own.is_some_and(|own| entry.also_met_by.contains(own) || of(own).is_some_and(|other| other.text == entry.text));
        Some(finding("further", if asked { "asked_too" } else { "unknown" }, vec![("text", entry.text.clone())]))
    }

    fn gain(&self) -> Option<Finding> {
        let kind = self.provision.gain?;
        if !self.provision.gain_routes.is_empty() {
            return Some(self.gain_routes());
        }
        let asked = |present, absent, unknown| match self.conduct.gain {
            Some(true) => present,
            Some(false) => absent,
            None => unknown,
        };
        let outcome = match kind {
            Gain::NotRequired => "not_needed",
            Gain::Aggravation => "aggravation",
            Gain::Required => asked("present", "absent", "unknown"),
            Gain::StayOnly if self.acts_in_play().iter().any(|act| act != "facilitate_stay") => "not_needed",
            Gain::StayOnly => asked("stay_present", "stay_absent", "stay_unknown"),
            Gain::Alternative if self.conduct.gain == Some(true) => "present",
            Gain::Alternative => "alternative_unread",
        };
        Some(finding("gain", outcome, Vec::new()))
    }

    /// The best route among those for the acts that are covered.
    fn gain_routes(&self) -> Finding {
        let covered = self.acts_in_play();
        let mut best: Option<(u8, Finding)> = None;
        for route in &self.provision.gain_routes {
            let acts: Vec<String> = route.acts.iter().filter(|act| covered.contains(act)).cloned().collect();
            if acts.is_empty() {
                continue;
            }
            let states: Vec<(Circumstance, Option<bool>)> =
                route.any_of.iter().map(|c| (*c, self.circumstance_state(*c))).collect();
            let (rank, outcome, found) = if let Some((c, _)) = states.iter().find(|(_, state)| *state == Some(true)) {
                (0, if *c == Circumstance::None { "route_free" } else { "route_open" }, c.says())
            } else if states.iter().any(|(_, state)| state.is_none()) {
                (1, "route_unknown", "")
            } else {
                (2, "route_closed", "")
            };
            let routes = route.any_of.iter().map(|c| c.says()).collect::<Vec<_>>().join(" or ");
            let values = vec![("acts", words(&acts)), ("routes", routes), ("found", found.to_owned())];
            if best.as_ref().is_none_or(|(known, _)| rank < *known) {
                best = Some((rank, finding("gain", outcome, values)));
            }
        }
        best.map_or_else(|| finding("gain", "alternative_unread", Vec::new()), |(_, finding)| finding)
    }

    fn circumstance_state(&self, circumstance: Circumstance) -> Option<bool> {
        let triggers = &self.library.vocabulary().triggers;
        let any = |wanted: &[String]| -> Option<bool> {
            let states: Vec<Option<bool>> = wanted.iter().map(|trigger| self.conduct.has(triggers, trigger)).collect();
            if states.contains(&Some(true)) {
                Some(true)
            } else if !states.is_empty() && states.iter().all(|state| *state == Some(false)) {
                Some(false)
            } else {
                None
            }
        };
        match circumstance {
            Circumstance::None => Some(true),
            Circumstance::Gain => self.conduct.gain,
            Circumstance::Repetition | Circumstance::EngagedInIt => any(&self.rules.repetition_triggers),
            Circumstance::SeveralPersons => any(&self.rules.several_persons_triggers),
            Circumstance::ListedMeans => {
                let given = self.conduct.means.as_deref()?;
                let matched = compare(&self.library.vocabulary().means, &self.provision.means, given);
                Some(!matched.found.is_empty())
            }
            Circumstance::WithinSmugglingActivity | Circumstance::AimOfHinderingRemoval => None,
        }
    }

    fn scope(&self) -> String {
        self.provision.territorial_scope.clone().unwrap_or_else(|| self.provision.summary.clone())
    }

    fn cross_border(&self) -> Option<Finding> {
        if !self.provision.reach.as_ref()?.cross_border {
            return None;
        }
        let outcome = match self.conduct.crosses_border() {
            Some(true) => "present",
            Some(false) => "absent",
            None => "unknown",
        };
        Some(finding("cross_border", outcome, vec![("scope", self.scope())]))
    }

    fn territory(&self) -> Option<Finding> {
        let reach = self.provision.reach.as_ref()?;
        if reach.cross_border {
            return None;
        }
        if let Some(condition) = &reach.condition {
            return Some(finding("territory", "condition", vec![("condition", condition.clone())]));
        }
        if reach.territories.iter().any(|territory| territory == "any") {
            return Some(finding("territory", "any", Vec::new()));
        }
        let places = self.places();
        let mut best: Option<(u8, &'static str, &str)> = None;
        for place in &places {
            let inside = self.in_any(&reach.territories, place);
            let partly = self.in_any(&reach.partly, place);
            let (rank, outcome) = match (inside, partly) {
                (Some(true), _) => (0, "inside"),
                (_, Some(true)) => (1, "partly"),
                // Unknown on either list is unknown: nothing says that the place is outside.
                (None, _) | (_, None) => (2, "unknown_membership"),
                (Some(false), Some(false)) => (3, "outside"),
            };
            if best.is_none_or(|(known, ..)| rank < known) {
                best = Some((rank, outcome, place));
            }
        }
        let (outcome, place) = best.map_or(("unknown_place", ""), |(_, outcome, place)| (outcome, place));
        let name = self.library.state(place).map_or_else(|_| place.to_owned(), |state| state.name);
        let condition = reach.partly_when.clone().unwrap_or_default();
        Some(finding("territory", outcome, vec![("place", name), ("scope", self.scope()), ("condition", condition)]))
    }

    /// The places that count for the acts covered: entry and stay look to the destination, exit to the start.
    fn places(&self) -> Vec<String> {
        let mut places: Vec<String> = Vec::new();
        for act in self.acts_in_play() {
            match act.as_str() {
                "facilitate_exit" => places.extend(self.conduct.from.clone()),
                "facilitate_transit" => places.extend(self.conduct.through.0.iter().cloned()),
                "facilitate_entry" | "facilitate_stay" => places.extend(self.conduct.to.clone()),
                _ => places.extend(self.conduct.to.clone().into_iter().chain(self.conduct.from.clone())),
            }
        }
        places.dedup();
        places
    }

    /// Whether a State is in one of the territories; `None` where the facts cannot tell.
    fn in_any(&self, territories: &[String], place: &str) -> Option<bool> {
        let state = self.code.jurisdiction.split('-').next().unwrap_or_default();
        let mut unknown = false;
        for territory in territories {
            let known = match territory.as_str() {
                "any" => Some(true),
                "own" => Some(place == state),
                "EU" => self.library.jurisdiction(place).map(|fact| fact.status.eu_member),
                // Schengen membership is not in the facts; it matters only outside the EU.
                "Schengen" => match self.library.jurisdiction(place).map(|fact| fact.status.eu_member) {
                    Some(true) => None,
                    Some(false) => Some(false),
                    None => None,
                },
                "UN_smuggling_protocol_parties" => self
                    .library
                    .instrument(&self.rules.smuggling_protocol)
                    .and_then(|protocol| protocol.parties.get(place))
                    .and_then(|party| match party.status {
                        PartyStatus::Party => Some(true),
                        PartyStatus::NotParty => Some(false),
                        _ => None,
                    }),
                code => Some(code == place),
            };
            match known {
                Some(true) => return Some(true),
                None => unknown = true,
                Some(false) => {}
            }
        }
        if unknown { None } else { Some(false) }
    }

    fn mental_element(&self) -> Finding {
        let outcome = match (self.provision.mental_element.as_str(), self.conduct.intent) {
            ("intent", Some(false)) => "absent",
            ("intent", _) => "intent",
            (_, Some(false)) => "less_open",
            _ => "less",
        };
        finding("mental_element", outcome, vec![("listed", Vocabulary::plain(&self.provision.mental_element))])
    }

    fn humanitarian(&self) -> Option<Finding> {
        if self.provision.humanitarian_exemption != Some(true) {
            return None;
        }
        let (outcome, why) = match (self.conduct.humanitarian, self.conduct.gain) {
            (Some(true), _) => ("applies", ""),
            (Some(false), _) => ("excluded", "it is said to be excluded"),
            (None, Some(true)) => ("excluded", "there was gain"),
            (None, _) => ("unknown", ""),
        };
        Some(finding("humanitarian_exemption", outcome, vec![("why", why.to_owned())]))
    }

    fn attempt(&self) -> Option<Finding> {
        if self.conduct.attempt != Some(true) {
            return None;
        }
        if let Some(stated) = &self.provision.attempt_stated {
            let mut found = finding("attempt", if stated.stated { "stated" } else { "not_punishable" }, Vec::new());
            if stated.provision != self.provision.id {
                found.reference = self.library.provision(&stated.provision).map(|fact| super::citation(fact));
            }
            return Some(found);
        }
        let general = self.code.general_part.as_ref();
        let Some(rule) = general.and_then(|general| general.attempt.as_ref()) else {
            return Some(finding("attempt", "unknown", Vec::new()));
        };
        let penalty = &self.provision.penalty;
        let ceiling = months::ceiling(penalty, general.map(|fact| &fact.value));
        let written = |count: Option<u32>| match count {
            Some(u32::MAX) => "life".to_owned(),
            Some(count) => months::written(count),
            None => "unknown".to_owned(),
        };
        let contravention = self.provision.nature.as_ref().is_some_and(|nature| nature.kind == NatureKind::Contravention);
        let outcome = match rule.rule {
            AttemptReach::AllOffences => "all",
            AttemptReach::AllCrimes if contravention => "contravention",
            AttemptReach::AllCrimes => "all",
            AttemptReach::Threshold => match (ceiling, rule.threshold_months) {
                (Some(ceiling), Some(threshold)) if ceiling >= threshold => "threshold",
                (Some(_), Some(_)) => "below",
                _ => "unknown",
            },
            AttemptReach::SeriousCrimesAndWhereStated => {
                let serious = rule.serious_crime.as_ref().is_some_and(|serious| {
                    let floor = serious.min_at_least_months.is_none_or(|min| penalty.min_months.is_some_and(|own| own >= min));
                    let top = serious.max_at_least_months.is_none_or(|max| ceiling.is_some_and(|own| own >= max));
                    floor && top
                });
                if serious { "serious" } else { "not_stated" }
            }
            AttemptReach::WhereStated => "not_stated",
        };
        let mut found = finding(
            "attempt",
            outcome,
            vec![
                ("rule", rule.text_own_words.trim_end_matches('.').to_owned()),
                ("ceiling", written(ceiling)),
                ("threshold", written(rule.threshold_months)),
            ],
        );
        found.reference = Some(format!("{} general part, art. {}", self.code.jurisdiction, rule.article));
        found.unverified = !rule.confidence.counts_as_sourced();
        Some(found)
    }

    fn legal_person(&self) -> Option<Finding> {
        if self.conduct.legal_person != Some(true) {
            return None;
        }
        let Some(liability) = &self.code.company_liability else {
            return Some(finding("legal_person", "unknown", Vec::new()));
        };
        let stated = liability.stated_for.contains(&self.provision.concept);
        let outcome = match (liability.kind, liability.reach) {
            (CompanyLiabilityKind::RegulatoryFine, _) => "regulatory_fine",
            (CompanyLiabilityKind::MeasuresOnly, _) => "measures_only",
            (CompanyLiabilityKind::NotRead, _) => "not_read",
            (CompanyLiabilityKind::Criminal, _) if stated => "criminal_stated",
            (CompanyLiabilityKind::Criminal, CompanyLiabilityReach::AnyOffence) => "criminal",
            (CompanyLiabilityKind::Criminal, _) => "criminal_listed",
        };
        let mut found = finding("legal_person", outcome, Vec::new());
        found.reference = self.library.provision(&liability.provision).map(|fact| super::citation(fact));
        found.unverified = !liability.confidence.counts_as_sourced();
        Some(found)
    }

    fn criminal(&self) -> Finding {
        let outcome = match self.provision.nature.as_ref().map(|nature| nature.kind) {
            None => "crime",
            Some(NatureKind::Contravention) => "contravention",
            Some(NatureKind::Misdemeanour) => "misdemeanour",
            Some(NatureKind::Administrative) => "administrative",
        };
        finding("criminal", outcome, Vec::new())
    }

    fn source(&self) -> Finding {
        let outcome = if self.provision.confidence.counts_as_sourced() { "sourced" } else { "unverified" };
        finding("source", outcome, vec![("file", self.provision.file.clone()), ("citation", super::citation(self.provision))])
    }
}
