//! What binds two States on a day: instruments, since when, with which declarations, and what the facts do not know.
//!
//! Not for: ranking the instruments for a request; that is `mla::basis`, built on `between`.

use jiff::civil::Date;

use super::instrument::{Content, Declaration, Displacement, Instrument, Party, RefusalGround};
use super::jurisdiction::{CentralAuthority, Jurisdiction};
use super::library::{Library, State};
use super::terms::{Confidence, Fact, InstrumentKind, PartyStatus};

/// How an instrument stands between the two States on the day asked about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Standing {
    /// Both are bound, and that was read in a source.
    Binding,
    /// The facts hold both to be bound, but at least one standing was not read in a source: check before use.
    Unverified,
    /// Whether one of the two is bound is not established.
    NotEstablished,
    /// Ratified or agreed, not in force on that day.
    NotInForce,
    /// At least one has only signed.
    SignedOnly,
    /// At least one is not a party.
    NotParty,
    /// Domestic law of one of the two: what it can do without a treaty.
    DomesticLaw,
}

impl Standing {
    /// The word in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Standing::Binding => "binding",
            Standing::Unverified => "unverified",
            Standing::NotEstablished => "not_established",
            Standing::NotInForce => "not_in_force",
            Standing::SignedOnly => "signed_only",
            Standing::NotParty => "not_party",
            Standing::DomesticLaw => "domestic_law",
        }
    }

    /// In words of people.
    pub fn says(self) -> &'static str {
        match self {
            Standing::Binding => "binds both",
            Standing::Unverified => "binds both, to be checked",
            Standing::NotEstablished => "not established",
            Standing::NotInForce => "not in force",
            Standing::SignedOnly => "signed only",
            Standing::NotParty => "does not bind both",
            Standing::DomesticLaw => "domestic law",
        }
    }
}

/// Whether an instrument serves a measure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Coverage {
    /// No measure was asked about.
    NotAsked,
    /// The instrument names it.
    Named,
    /// A protocol to it, or the convention it borrows from, names it and binds both.
    Through(String),
    /// Only its general clause (letters rogatory, "any other assistance") can carry it.
    General(String),
    No,
}

impl Coverage {
    /// The word in JSON.
    pub fn word(&self) -> &'static str {
        match self {
            Coverage::NotAsked => "not_asked",
            Coverage::Named => "named",
            Coverage::Through(_) => "through",
            Coverage::General(_) => "general_clause",
            Coverage::No => "no",
        }
    }

    /// Whether the measure can be asked for under the instrument at all.
    pub fn serves(&self) -> bool {
        !matches!(self, Coverage::No)
    }
}

/// The day from which both are bound: the later of the two, and whether both days were read in a source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Since {
    pub date: Date,
    pub checked: bool,
}

/// One of the two States.
#[derive(Debug, Clone)]
pub struct Side<'l> {
    pub state: State,
    /// What the facts hold about it; `None` where they know nothing.
    pub jurisdiction: Option<&'l Fact<Jurisdiction>>,
}

impl<'l> Side<'l> {
    /// The authorities whose entry names the instrument, else all that are not tied to another one by a reference.
    pub fn authorities_for(&self, instrument: &Instrument) -> Vec<&'l CentralAuthority> {
        let Some(fact) = self.jurisdiction else { return Vec::new() };
        let all = &fact.value.central_authorities;
        let named: Vec<&CentralAuthority> = all
            .iter()
            .filter(|authority| {
                mentions(&authority.instrument, &instrument.reference) || mentions(&authority.instrument, &instrument.short)
            })
            .collect();
        if !named.is_empty() {
            return named;
        }
        all.iter().filter(|authority| authority.role == "both").collect()
    }
}

/// Whether a text names a reference as a whole word (`ETS 030` is not in `CETS 0301`).
fn mentions(text: &str, reference: &str) -> bool {
    !reference.is_empty()
        && text.match_indices(reference).any(|(at, found)| {
            let before = text[..at].chars().next_back();
            let after = text[at + found.len()..].chars().next();
            !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
        })
}

/// An instrument between the two States.
#[derive(Debug, Clone)]
pub struct Bond<'l> {
    pub instrument: &'l Fact<Instrument>,
    pub standing: Standing,
    /// `None`: not established, or not in force.
    pub since: Option<Since>,
    /// Standing of the first and of the second State; `None` where the facts have no entry.
    pub a: Option<&'l Party>,
    pub b: Option<&'l Party>,
    /// Why it stands as it does, in sentences.
    pub reasons: Vec<String>,
    /// What must be checked before relying on it, in sentences.
    pub unverified: Vec<String>,
    /// The convention this protocol is part of.
    pub part_of: Option<&'l str>,
    /// Protocols that bind both as well and form part of it.
    pub protocols: Vec<&'l str>,
    pub coverage: Coverage,
    /// Whether it may be offered as the only basis: false where the list of contents was not read, or it is a protocol.
    pub sole_basis: bool,
    /// Another instrument that binds both and takes its place (in part where `except` is not empty).
    pub displaced_by: Option<&'l Displacement>,
    /// Steps back where another assistance treaty binds both.
    pub residual: bool,
}

impl<'l> Bond<'l> {
    /// Declarations and reservations of both, with the State that made them (`a` first).
    pub fn declarations(&self, between: &Between<'l>) -> Vec<(String, &'l Declaration)> {
        let of = |party: Option<&'l Party>, side: &Side<'l>| -> Vec<(String, &'l Declaration)> {
            party.map(|p| p.declarations.iter().map(|d| (side.state.code.clone(), d)).collect()).unwrap_or_default()
        };
        let mut all = of(self.a, &between.a);
        all.extend(of(self.b, &between.b));
        all
    }

    /// What a request must or should hold under it.
    pub fn request_contents<'s>(&'s self, measure: Option<&'s str>) -> impl Iterator<Item = &'l Content> + 's
    where
        'l: 's,
    {
        let instrument: &'l Fact<Instrument> = self.instrument;
        instrument.request_contents.iter().filter(move |content| {
            content.kind != "todo" && measure.is_none_or(|m| content.applies_to.iter().any(|to| to == "all" || to == m))
        })
    }

    /// Grounds on which it may or must be refused, put off or tied to conditions.
    pub fn refusal_grounds(&self) -> &'l [RefusalGround] {
        &self.instrument.value.refusal_grounds
    }
}

/// Something that stands between the two States whatever the instrument: non-recognition, a part of a State named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    pub kind: NoticeKind,
    pub text: String,
    pub source: Option<String>,
    pub confidence: Confidence,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoticeKind {
    /// One of the two does not recognise the other: the direct channel is closed.
    NonRecognition,
    /// The way round: an authority that passes requests on.
    Transmission,
    /// A part of a State was named; requests go through the State.
    PartOfState,
    /// How the State is organised inside.
    Structure,
}

impl NoticeKind {
    /// The word in JSON.
    pub fn word(self) -> &'static str {
        match self {
            NoticeKind::NonRecognition => "non_recognition",
            NoticeKind::Transmission => "transmission",
            NoticeKind::PartOfState => "part_of_state",
            NoticeKind::Structure => "structure",
        }
    }
}

/// The answer.
#[derive(Debug, Clone)]
pub struct Between<'l> {
    pub a: Side<'l>,
    pub b: Side<'l>,
    pub on: Date,
    pub measure: Option<String>,
    /// Every instrument with a word on either State: binding first, protocols after their convention.
    pub bonds: Vec<Bond<'l>>,
    pub notices: Vec<Notice>,
    /// What the facts do not know, in sentences.
    pub unknown: Vec<String>,
}

impl<'l> Between<'l> {
    /// The instruments of one standing.
    pub fn standing(&self, standing: Standing) -> impl Iterator<Item = &Bond<'l>> {
        self.bonds.iter().filter(move |bond| bond.standing == standing)
    }

    /// A bond by the id of its instrument.
    pub fn bond(&self, id: &str) -> Option<&Bond<'l>> {
        self.bonds.iter().find(|bond| bond.instrument.id == id)
    }

    /// Whether one of the two does not recognise the other.
    pub fn direct_channel_closed(&self) -> bool {
        self.notices.iter().any(|notice| notice.kind == NoticeKind::NonRecognition)
    }
}

/// What binds `a` and `b` on the day `on`; with a measure also whether each instrument serves it.
///
/// The order of the two does not matter for what binds; it decides only which declarations come first.
pub fn between<'l>(library: &'l Library, a: &State, b: &State, on: Date, measure: Option<&str>) -> Between<'l> {
    let side = |state: &State| Side { state: state.clone(), jurisdiction: library.jurisdiction(&state.code) };
    let mut answer = Between {
        a: side(a),
        b: side(b),
        on,
        measure: measure.map(str::to_owned),
        bonds: Vec::new(),
        notices: Vec::new(),
        unknown: Vec::new(),
    };
    notices(library, &mut answer);
    for state in [a, b] {
        if !library.instruments().any(|instrument| instrument.parties.contains_key(&state.code)) {
            answer.unknown.push(format!(
                "The facts know nothing of {} ({}): no party entry in any instrument. Whether a convention or a bilateral \
                 treaty binds it must be checked at the treaty offices (treaties.un.org, coe.int, the ministries).",
                state.name, state.code
            ));
        }
    }
    for instrument in library.instruments() {
        if let Some(bond) = bond(instrument, a, b, on) {
            answer.bonds.push(bond);
        }
    }
    relate(&mut answer.bonds);
    for at in 0..answer.bonds.len() {
        let coverage = coverage(&answer.bonds, at, measure);
        if let Some(bond) = answer.bonds.get_mut(at) {
            bond.coverage = coverage;
        }
    }
    order(&mut answer.bonds);
    answer
}

fn notices(library: &Library, answer: &mut Between<'_>) {
    let sides = [answer.a.clone(), answer.b.clone()];
    for (side, other) in [(&sides[0], &sides[1]), (&sides[1], &sides[0])] {
        let Some(fact) = side.jurisdiction else { continue };
        for recognition in fact.recognition.iter().filter(|r| r.of == other.state.code && !r.recognised) {
            answer.notices.push(Notice {
                kind: NoticeKind::NonRecognition,
                text: format!(
                    "{} does not recognise {}: no direct channel between the two.",
                    fact.names.en,
                    library.jurisdiction(&recognition.of).map_or(recognition.of.as_str(), |f| f.names.en.as_str())
                ),
                source: recognition.source.clone(),
                confidence: recognition.confidence,
            });
        }
        if let Some(part) = &side.state.part {
            answer.notices.push(Notice {
                kind: NoticeKind::PartOfState,
                text: format!(
                    "{} ({part}) is part of {}: treaties bind the State and requests go through its authorities.",
                    side.state.name, fact.names.en
                ),
                source: None,
                confidence: Confidence::Sourced,
            });
        }
        if side.state.part.is_some() || library.vocabulary().sub_jurisdictions.iter().any(|part| part.state == fact.iso) {
            for remark in &fact.internal_structure {
                answer.notices.push(Notice {
                    kind: NoticeKind::Structure,
                    text: remark.text.clone(),
                    source: remark.source.clone(),
                    confidence: remark.confidence,
                });
            }
        }
    }
    if answer.direct_channel_closed() {
        for fact in sides.iter().filter_map(|side| side.jurisdiction) {
            for authority in fact.central_authorities.iter().filter(|a| a.role == "transmission channel") {
                answer.notices.push(Notice {
                    kind: NoticeKind::Transmission,
                    text: format!(
                        "{}, {} ({}): {}",
                        authority.name_en,
                        authority.city,
                        authority.instrument,
                        authority.note.as_deref().unwrap_or("passes requests on")
                    ),
                    source: authority.source.clone(),
                    confidence: authority.confidence,
                });
            }
            if let Some(display) = &fact.display_note {
                answer.notices.push(Notice {
                    kind: NoticeKind::NonRecognition,
                    text: display.clone(),
                    source: None,
                    confidence: Confidence::Unverified,
                });
            }
        }
    }
}

/// How one instrument stands between the two; `None` where it says nothing of either (or only of one, bilaterally).
fn bond<'l>(instrument: &'l Fact<Instrument>, a: &State, b: &State, on: Date) -> Option<Bond<'l>> {
    let (pa, pb) = (instrument.parties.get(&a.code), instrument.parties.get(&b.code));
    let mut bond = Bond {
        instrument,
        standing: Standing::NotEstablished,
        since: None,
        a: pa,
        b: pb,
        reasons: Vec::new(),
        unverified: Vec::new(),
        part_of: instrument.relations.part_of.as_deref(),
        protocols: Vec::new(),
        coverage: Coverage::NotAsked,
        sole_basis: instrument.relations.part_of.is_none() && !instrument.contents_unread(),
        displaced_by: None,
        residual: instrument.relations.residual,
    };
    if instrument.kind == InstrumentKind::DomesticLaw {
        let (owner, party) = match (pa, pb) {
            (Some(party), _) => (a, party),
            (_, Some(party)) => (b, party),
            (None, None) => return None,
        };
        let made = instrument.entry_into_force.or(instrument.adopted).or(party.in_force);
        if let Some(made) = made.filter(|made| *made > on) {
            bond.standing = Standing::NotInForce;
            bond.reasons.push(format!("Domestic law of {}, not made before {made}.", owner.name));
            return Some(bond);
        }
        bond.standing = Standing::DomesticLaw;
        bond.sole_basis = false;
        bond.reasons.push(format!("Domestic law of {}: what it can do without a treaty.", owner.name));
        check_entry(&mut bond.unverified, &owner.name, party);
        unread(&mut bond);
        return Some(bond);
    }
    let (pa, pb) = match (pa, pb) {
        (Some(pa), Some(pb)) => (pa, pb),
        // A bilateral treaty with somebody else, or an instrument that is silent on both.
        (None, None) => return None,
        (Some(_), None) | (None, Some(_)) if instrument.bilateral || instrument.parties.len() < 8 => return None,
        _ if a.code == b.code => return None,
        (_, None) | (None, _) => {
            let missing = if pa.is_none() { a } else { b };
            bond.reasons.push(format!("The facts do not say where {} stands.", missing.name));
            return Some(bond);
        }
    };
    bond.standing = weigh(instrument, [(a, pa), (b, pb)], on, &mut bond.reasons, &mut bond.unverified);
    // Who is bound today without a known day was perhaps not bound on a day before the facts were gathered.
    let undated = pa.in_force.is_none() || pb.in_force.is_none();
    if bond.standing == Standing::Binding && undated && before_month(on, &instrument.as_of) {
        bond.standing = Standing::Unverified;
        bond.unverified
            .push(format!("That it bound both on {on} already is not established: the facts are of {}.", instrument.as_of));
    }
    if matches!(bond.standing, Standing::Binding | Standing::Unverified) {
        bond.since = match (pa.in_force, pb.in_force) {
            (Some(da), Some(db)) => Some(Since { date: da.max(db), checked: pa.sourced("in_force") && pb.sourced("in_force") }),
            _ => None,
        };
        match bond.since {
            None => bond.unverified.push("Since when it binds both is not established.".into()),
            Some(Since { checked: false, .. }) => {
                let names: Vec<&str> = [(a, pa), (b, pb)]
                    .into_iter()
                    .filter(|(_, party)| !party.sourced("in_force"))
                    .map(|(state, _)| state.name.as_str())
                    .collect();
                bond.unverified
                    .push(format!("The day of entry into force for {} was not read in a source.", names.join(" and ")));
            }
            Some(_) => {}
        }
        unread(&mut bond);
        if bond.instrument.relations.part_of.is_some() {
            bond.reasons.push("A protocol: never a basis alone, only with its convention.".into());
        }
    }
    Some(bond)
}

/// Whether a day lies before a month written `YYYY-MM`.
fn before_month(day: Date, month: &str) -> bool {
    day.strftime("%Y-%m").to_string().as_str() < month
}

/// What must be said of an instrument whose text was not (wholly) read.
fn unread(bond: &mut Bond<'_>) {
    if bond.instrument.contents_unread() {
        bond.unverified.push(format!(
            "What a request under it must hold was not read ({}): not to be used as the only basis.",
            bond.instrument.text_basis
        ));
    }
    let unverified = bond.instrument.request_contents.iter().filter(|c| !c.confidence.counts_as_sourced() && c.kind != "todo");
    let count = unverified.count();
    if count > 0 {
        bond.unverified.push(format!("{count} of its request contents are from general knowledge."));
    }
}

fn check_entry(unverified: &mut Vec<String>, name: &str, party: &Party) {
    if !party.confidence.counts_as_sourced() && !party.sourced("status") {
        unverified.push(format!("The standing of {name} ({}) is from general knowledge.", party.status.says()));
    } else if !party.sourced("status") && !party.sourced("in_force") {
        unverified.push(format!("That {name} is {} was not read in a source.", party.status.says()));
    }
}

/// The worse of the two standings, with the reasons.
fn weigh(
    instrument: &Instrument,
    sides: [(&State, &Party); 2],
    on: Date,
    reasons: &mut Vec<String>,
    unverified: &mut Vec<String>,
) -> Standing {
    let mut worst = Standing::Binding;
    let note = |party: &Party| party.note.as_deref().map(|note| format!(" {note}")).unwrap_or_default();
    for (state, party) in sides {
        let standing = match party.status {
            PartyStatus::NotParty => {
                reasons.push(format!("{} is not a party.{}", state.name, note(party)));
                if !party.sourced("status") {
                    unverified.push(format!("That {} is not a party was not read in a source.", state.name));
                }
                Standing::NotParty
            }
            PartyStatus::Signatory => {
                reasons.push(format!("{} has signed but not ratified.{}", state.name, note(party)));
                Standing::SignedOnly
            }
            PartyStatus::SignatoryRatifiedNotInForce => {
                reasons.push(format!("{} has ratified; it is not yet in force.{}", state.name, note(party)));
                Standing::NotInForce
            }
            PartyStatus::Unknown => {
                reasons.push(format!("Whether it binds {} is not established.{}", state.name, note(party)));
                Standing::NotEstablished
            }
            PartyStatus::DomesticLaw => Standing::DomesticLaw,
            PartyStatus::Party | PartyStatus::Bound => {
                let before = unverified.len();
                check_entry(unverified, &state.name, party);
                match party.in_force.or(instrument.entry_into_force) {
                    Some(date) if date > on => {
                        reasons.push(match party.in_force {
                            Some(date) if party.sourced("in_force") => format!("For {} in force only from {date}.", state.name),
                            Some(date) => format!("For {} in force only from {date} (to be checked).", state.name),
                            None => format!("In force only from {date}."),
                        });
                        Standing::NotInForce
                    }
                    _ if party.signed.is_some_and(|signed| signed > on) => {
                        reasons.push(format!("{} had not signed it on {on}.", state.name));
                        Standing::NotInForce
                    }
                    None if !instrument.bilateral => {
                        reasons.push("No entry into force of the instrument is known.".into());
                        Standing::NotInForce
                    }
                    _ if unverified.len() > before => Standing::Unverified,
                    _ => Standing::Binding,
                }
            }
        };
        worst = worst.max(standing);
    }
    if let Some(entry) = instrument.entry_into_force
        && entry > on
        && worst < Standing::NotInForce
    {
        reasons.push(format!("The instrument entered into force on {entry}."));
        worst = Standing::NotInForce;
    }
    worst
}

/// Protocols to their conventions; instruments that take another's place.
fn relate(bonds: &mut [Bond<'_>]) {
    // A protocol lives and ends with its convention.
    let standings: Vec<(String, Standing)> = bonds.iter().map(|bond| (bond.instrument.id.clone(), bond.standing)).collect();
    for bond in bonds.iter_mut().filter(|bond| matches!(bond.standing, Standing::Binding | Standing::Unverified)) {
        let Some(parent) = bond.part_of else { continue };
        let convention = standings.iter().find(|(id, _)| id == parent).map(|(_, standing)| *standing);
        if let Some(standing @ (Standing::NotParty | Standing::SignedOnly | Standing::NotInForce)) = convention {
            bond.standing = standing;
            bond.since = None;
            bond.reasons.push(format!("Its convention ({parent}) does not bind both: {}.", standing.says()));
        }
    }
    let binding: Vec<(String, Option<String>)> = bonds
        .iter()
        .filter(|bond| matches!(bond.standing, Standing::Binding | Standing::Unverified))
        .map(|bond| (bond.instrument.id.clone(), bond.part_of.map(str::to_owned)))
        .collect();
    let binds = |id: &str| binding.iter().any(|(known, _)| known == id);
    let ids: Vec<(&str, Option<&str>)> = bonds
        .iter()
        .filter(|bond| matches!(bond.standing, Standing::Binding | Standing::Unverified))
        .map(|bond| (bond.instrument.value.id.as_str(), bond.part_of))
        .collect();
    for bond in bonds.iter_mut() {
        let own = bond.instrument.value.id.as_str();
        bond.protocols = ids.iter().filter(|(_, parent)| *parent == Some(own)).map(|(id, _)| *id).collect();
        bond.displaced_by = bond.instrument.value.relations.displaced_by.iter().find(|displaced| binds(&displaced.by));
        if let Some(parent) = bond.part_of
            && binds(own)
            && !binds(parent)
        {
            bond.unverified.push(format!("Its convention ({parent}) is not shown to bind both."));
        }
    }
}

/// Whether the bond at `at` serves the measure, alone, through a protocol, or through its general clause.
fn coverage(bonds: &[Bond<'_>], at: usize, measure: Option<&str>) -> Coverage {
    let Some(measure) = measure else { return Coverage::NotAsked };
    let Some(bond) = bonds.get(at) else { return Coverage::No };
    let names = |instrument: &Instrument| instrument.assistance_types.iter().any(|kind| kind == measure);
    if names(bond.instrument) {
        return Coverage::Named;
    }
    let other = |id: &str| bonds.iter().find(|other| other.instrument.id == id);
    if let Some(protocol) = bond.protocols.iter().find(|id| other(id).is_some_and(|other| names(other.instrument))) {
        return Coverage::Through((*protocol).to_owned());
    }
    if let Some(through) = &bond.instrument.relations.measures_through
        && other(through).is_some_and(|other| names(other.instrument) || other.instrument.relations.general_clause.is_some())
    {
        return Coverage::Through(through.clone());
    }
    match &bond.instrument.relations.general_clause {
        Some(clause) => Coverage::General(clause.clone()),
        None => Coverage::No,
    }
}

/// Binding first, each convention followed by its protocols; otherwise by standing and id.
fn order(bonds: &mut [Bond<'_>]) {
    let rank = |bond: &Bond<'_>| match bond.standing {
        Standing::Binding => 0,
        Standing::Unverified => 1,
        Standing::DomesticLaw => 2,
        Standing::NotEstablished => 3,
        Standing::NotInForce => 4,
        Standing::SignedOnly => 5,
        Standing::NotParty => 6,
    };
    bonds.sort_by(|x, y| {
        let group = |bond: &Bond<'_>| bond.part_of.unwrap_or(&bond.instrument.id).to_owned();
        (rank(x), group(x), x.part_of.is_some(), &x.instrument.id).cmp(&(
            rank(y),
            group(y),
            y.part_of.is_some(),
            &y.instrument.id,
        ))
    });
}

#[cfg(test)]
mod tests;
