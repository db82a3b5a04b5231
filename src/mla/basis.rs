//! Which instruments can carry a request between two States: ranked, with the reason, the way of sending, the languages,
//! the declarations that change the request, and what could not be verified.
//!
//! What binds whom comes from [`law::treaties::between`](crate::law::treaties::between); here it is weighed for the measure and
//! the offence. An instrument that was only signed is never offered; one whose list of contents was not read never stands alone.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::law::instrument::Instrument;
use crate::law::library::{Library, State};
use crate::law::terms::InstrumentKind;
use crate::law::treaties::{Between, Bond, Coverage, Standing, between};
use crate::mla::languages::{Accepted, accepted};

/// One instrument, weighed.
#[derive(Debug, Clone)]
pub struct Offer {
    pub instrument: String,
    pub title: String,
    pub short: String,
    pub reference: String,
    pub offered: bool,
    /// From 1; `None` for what is not offered.
    pub rank: Option<usize>,
    /// May it be the only basis.
    pub sole_basis: bool,
    /// The convention it belongs to.
    pub part_of: Option<String>,
    pub standing: Standing,
    pub coverage: Coverage,
    /// Both bound from, and whether both days were read in a source.
    pub since: Option<(Date, bool)>,
    pub bilateral: bool,
    /// Made for this offence or kind of evidence.
    pub specific: bool,
    /// Steps back where another treaty binds both.
    pub residual: bool,
    pub why: String,
    pub channel: Option<String>,
    pub urgent_channel: Option<String>,
    pub language_rule: Option<String>,
    pub addressees: Vec<String>,
    pub declarations: Vec<Said>,
    pub unverified: Vec<String>,
    pub dual_criminality: Option<String>,
}

/// A declaration that changes the request.
#[derive(Debug, Clone)]
pub struct Said {
    pub state: String,
    pub reference: String,
    pub topic: String,
    pub summary: String,
    pub sourced: bool,
}

/// The answer to "on what may this request rest".
#[derive(Debug)]
pub struct Advice<'l> {
    pub between: Between<'l>,
    /// Offered first, by rank; then what is not offered, with the reason.
    pub offers: Vec<Offer>,
    /// Languages the requested State accepts.
    pub languages: Vec<Accepted>,
}

/// What an instrument is made for (`rules/subjects.toml`).
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Subject {
    concepts: Vec<String>,
    condition: String,
    separate: bool,
    electronic: bool,
    police: bool,
}

fn subjects() -> BTreeMap<String, Subject> {
    // Compiled in; a test reads it.
    toml::from_str(include_str!("rules/subjects.toml")).unwrap_or_default()
}

/// Types of assistance that concern electronic evidence.
const ELECTRONIC: &[&str] = &[
    "data_preservation",
    "traffic_data_disclosure",
    "data_search_disclosure",
    "realtime_traffic",
    "content_interception",
    "network_24_7",
    "domain_registration_information",
    "subscriber_information",
    "traffic_data_order",
    "content_data_order",
    "emergency_disclosure",
];

/// Weigh every instrument between the requesting (`from`) and the requested State (`to`) on the day, for a type of assistance and
/// a concept of the vocabulary.
pub fn advise<'l>(
    library: &'l Library,
    from: &State,
    to: &State,
    on: Date,
    measure: Option<&str>,
    concept: Option<&str>,
) -> Advice<'l> {
    let between = between(library, from, to, on, measure);
    let subjects = subjects();
    let none = Subject::default();
    let general_binds = between.bonds.iter().any(|bond| {
        binds(bond) && !bond.residual && bond.sole_basis && bond.coverage.serves() && !is_electronic(bond, &subjects)
    });
    let mut offers: Vec<(u32, Offer)> = between
        .bonds
        .iter()
        .map(|bond| {
            let subject = subjects.get(&bond.instrument.id).unwrap_or(&none);
            weigh(bond, &between, subject, measure, concept, general_binds)
        })
        .collect();
    offers.sort_by(|(a_key, a), (b_key, b)| {
        b.offered.cmp(&a.offered).then(a_key.cmp(b_key)).then_with(|| a.instrument.cmp(&b.instrument))
    });
    let mut rank = 0;
    let offers = offers
        .into_iter()
        .map(|(_, mut offer)| {
            if offer.offered {
                rank += 1;
                offer.rank = Some(rank);
            }
            offer
        })
        .collect();
    let languages = accepted(&between);
    Advice { between, offers, languages }
}

fn binds(bond: &Bond<'_>) -> bool {
    matches!(bond.standing, Standing::Binding | Standing::Unverified)
}

fn is_electronic(bond: &Bond<'_>, subjects: &BTreeMap<String, Subject>) -> bool {
    subjects.get(&bond.instrument.id).is_some_and(|subject| subject.electronic)
}

/// One instrument with its place in the order: smaller is better.
fn weigh<'l>(
    bond: &Bond<'l>,
    between: &Between<'l>,
    subject: &Subject,
    measure: Option<&str>,
    concept: Option<&str>,
    general_binds: bool,
) -> (u32, Offer) {
    let instrument: &Instrument = bond.instrument;
    let specific = concept.is_some_and(|concept| subject.concepts.iter().any(|known| known == concept));
    let electronic = measure.is_some_and(|measure| ELECTRONIC.contains(&measure));
    let refusal = refusal(bond, subject, measure, concept, electronic);
    let offered = refusal.is_none();
    let mut why: Vec<String> = Vec::new();
    match refusal {
        Some(reason) => why.push(reason),
        None => reasons(bond, subject, measure, specific, general_binds, &mut why),
    }
    let mut key = match &bond.coverage {
        Coverage::Named | Coverage::Through(_) | Coverage::NotAsked => 0,
        Coverage::General(_) => 40,
        Coverage::No => 90,
    };
    key += if instrument.kind == InstrumentKind::EuAct {
        0
    } else if bond.standing == Standing::DomesticLaw {
        900
    } else if subject.police {
        300
    } else if bond.residual || instrument.id.starts_with("untoc-") {
        200
    } else if !bond.sole_basis && bond.part_of.is_none() {
        150
    } else if instrument.bilateral {
        10
    } else {
        20
    };
    key += u32::from(!subject.concepts.is_empty() && !specific) * 30 + u32::from(bond.standing == Standing::Unverified) * 100;
    if electronic && subject.electronic {
        key = key.saturating_sub(15);
    }
    if bond.part_of.is_some() {
        key += 1;
    }
    let offer = Offer {
        instrument: instrument.id.clone(),
        title: instrument.title.clone(),
        short: instrument.short.clone(),
        reference: instrument.reference.clone(),
        offered,
        rank: None,
        sole_basis: bond.sole_basis && binds(bond) && !subject.police,
        part_of: bond.part_of.map(str::to_string),
        standing: bond.standing,
        coverage: bond.coverage.clone(),
        since: bond.since.map(|since| (since.date, since.checked)),
        bilateral: instrument.bilateral,
        specific: specific || (electronic && subject.electronic),
        residual: bond.residual,
        why: why.join(" "),
        channel: instrument.channel.clone(),
        urgent_channel: instrument.urgent_channel.clone(),
        language_rule: instrument.language_rule.clone(),
        addressees: between
            .b
            .authorities_for(instrument)
            .iter()
            .map(|authority| format!("{} ({}), {}", authority.name_en, authority.name_local, authority.city))
            .collect(),
        declarations: bond
            .declarations(between)
            .into_iter()
            .map(|(state, said)| Said {
                state,
                reference: said.reference.clone(),
                topic: said.topic.clone(),
                summary: said.summary.clone(),
                sourced: said.confidence.counts_as_sourced(),
            })
            .collect(),
        unverified: bond.unverified.clone(),
        dual_criminality: instrument.dual_criminality.text.clone(),
    };
    (key, offer)
}

/// Why an instrument is not offered; `None` if it is.
fn refusal(bond: &Bond<'_>, subject: &Subject, measure: Option<&str>, concept: Option<&str>, electronic: bool) -> Option<String> {
    let standing = match bond.standing {
        Standing::Binding | Standing::Unverified | Standing::DomesticLaw => None,
        Standing::NotEstablished => Some("It is not established that it binds both."),
        Standing::NotInForce => Some("Not in force between the two on that day."),
        Standing::SignedOnly => Some("At least one has only signed: never offered as a basis."),
        Standing::NotParty => Some("It does not bind both."),
    };
    if let Some(standing) = standing {
        return Some(format!("{standing} {}", bond.reasons.join(" ")).trim().to_string());
    }
    if let Some(displaced) = bond.displaced_by
        && measure.is_none_or(|measure| !displaced.except.iter().any(|kept| kept == measure))
    {
        return Some(format!("{} takes its place between the two ({}).", displaced.by, displaced.derived_from));
    }
    if subject.separate && !matches!(bond.coverage, Coverage::Named) {
        return Some(
            "Another product than mutual assistance (extradition, transfer of proceedings or of sentenced persons).".into(),
        );
    }
    if !bond.coverage.serves() {
        return Some("It does not provide for this measure.".into());
    }
    if let Some(concept) = concept
        && !subject.concepts.is_empty()
        && !subject.concepts.iter().any(|known| known == concept)
    {
        return Some(format!("It is not made for this offence ({concept})."));
    }
    if subject.electronic && measure.is_some() && !electronic && !matches!(bond.coverage, Coverage::Named) {
        return Some("It is made for computer offences and electronic evidence.".into());
    }
    None
}

/// Why an instrument is offered, in sentences.
fn reasons(
    bond: &Bond<'_>,
    subject: &Subject,
    measure: Option<&str>,
    specific: bool,
    general_binds: bool,
    why: &mut Vec<String>,
) {
    match (bond.standing, bond.since) {
        (Standing::DomesticLaw, _) => {}
        (_, Some(since)) if since.checked => why.push(format!("Binds both since {}.", since.date)),
        (_, Some(since)) => why.push(format!("Binds both since {} (day to be checked).", since.date)),
        (_, None) => why.push("Binds both; since when is not established.".into()),
    }
    match (&bond.coverage, measure) {
        (Coverage::Named, Some(measure)) => why.push(format!("Provides for {measure}.")),
        (Coverage::Through(by), Some(measure)) => why.push(format!("Provides for {measure} through {by}.")),
        (Coverage::General(clause), Some(measure)) => {
            why.push(format!("Carries {measure} under its general clause ({clause})."));
        }
        _ => {}
    }
    if specific {
        why.push("Made for this offence.".into());
    }
    why.extend(bond.reasons.iter().cloned());
    if bond.residual && general_binds {
        why.push("Stands beside the general treaty; its own procedure steps back.".into());
    } else if bond.residual {
        why.push("No other assistance treaty binds the two: its own rules are the full procedure.".into());
    }
    if !subject.condition.is_empty() {
        why.push(format!("Condition: {}.", subject.condition));
    }
    if !bond.sole_basis && bond.part_of.is_none() && bond.standing != Standing::DomesticLaw {
        why.push("Never the only basis: what a request under it must hold was not read.".into());
    }
}

impl Advice<'_> {
    /// The answer as JSON, `rogatory.basis/1`.
    pub fn to_json(&self) -> Value {
        let side = |state: &State| json!({ "code": state.code, "name": state.name, "known": state.known });
        let accepted: Vec<Value> = self.languages.iter().map(Accepted::to_json).collect();
        json!({
            "schema": "rogatory.basis/1",
            "requesting": side(&self.between.a.state),
            "requested": side(&self.between.b.state),
            "on": self.between.on.to_string(),
            "measure": self.between.measure,
            "bases": self.offers.iter().map(|offer| offer.to_json(&self.languages)).collect::<Vec<_>>(),
            "languages_accepted": accepted,
            "notices": self.between.notices.iter().map(|notice| json!({
                "kind": notice.kind.word(), "text": notice.text, "source": notice.source, "confidence": notice.confidence.word(),
            })).collect::<Vec<_>>(),
            "unknown": self.between.unknown,
        })
    }

    /// The offered instruments, best first.
    pub fn offered(&self) -> impl Iterator<Item = &Offer> {
        self.offers.iter().filter(|offer| offer.offered)
    }
}

impl Offer {
    fn to_json(&self, accepted: &[Accepted]) -> Value {
        json!({
            "instrument": self.instrument,
            "title": self.title,
            "reference": self.reference,
            "offered": self.offered,
            "rank": self.rank,
            "sole_basis": self.offered && self.sole_basis,
            "part_of": self.part_of,
            "standing": self.standing.word(),
            "coverage": self.coverage.word(),
            "since": self.since.map(|(date, _)| date.to_string()),
            "since_checked": self.since.map(|(_, checked)| checked),
            "why": self.why,
            "channel": self.channel,
            "urgent_channel": self.urgent_channel,
            "language_rule": self.language_rule,
            "languages": accepted.iter().map(|known| known.tag.clone()).collect::<Vec<_>>(),
            "addressees": self.addressees,
            "dual_criminality": self.dual_criminality,
            "declarations": self.declarations.iter().map(|said| json!({
                "state": said.state, "reference": said.reference, "topic": said.topic, "summary": said.summary, "sourced": said.sourced,
            })).collect::<Vec<_>>(),
            "unverified": self.unverified,
        })
    }
}

#[cfg(test)]
mod tests;
