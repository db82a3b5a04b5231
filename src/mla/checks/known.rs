//! What the program works out before the rules are asked: standing of the instruments, languages, coercion, who is heard, clocks.
//! It becomes part of the data the conditions speak about: `known.…`, and `….known` beside persons, measures, offences, instruments.

use serde_json::{Map, Value, json};

use super::{Inputs, consistency};
use crate::law::dual_criminality::{Conduct, Rules, decide};
use crate::law::library::State;
use crate::law::treaties::{Between, Coverage, Standing, between};
use crate::mla::assistance;
use crate::mla::basis::{Advice, advise};
use crate::mla::languages::same_language;
use crate::mla::request::{AuthorityRole, Basis, FormId, Language, Measure, MeasureKind, Moment, Request, Role, nearest};

/// What was worked out.
pub struct Known {
    pub value: Value,
    pub relied_on: Vec<ReliedOn>,
    legal: Vec<Value>,
    better: Vec<String>,
    served: Vec<Option<bool>>,
}

/// An instrument whose list of contents the request is held against.
#[derive(Debug, Clone)]
pub struct ReliedOn {
    pub id: String,
    pub fallback: bool,
}

/// The request as data.
pub fn root(inputs: &Inputs<'_>) -> Value {
    inputs.request.to_json()
}

fn sides(inputs: &Inputs<'_>) -> (State, State) {
    let side = |code: &str| {
        inputs.library.state(code).unwrap_or(State { code: code.to_string(), part: None, name: code.to_string(), known: false })
    };
    (side(inputs.request.hdr.requesting_state.code()), side(inputs.request.hdr.requested_state.code()))
}

/// Work out `known`.
pub fn known(inputs: &Inputs<'_>, root: &Value) -> Known {
    let request = inputs.request;
    let (from, to) = sides(inputs);
    let bonds = between(inputs.library, &from, &to, inputs.on, None);
    let requested_known = bonds.b.jurisdiction.is_some();
    let primary: Vec<Option<String>> =
        request.measures.iter().map(|measure| assistance::of_measure(measure, request).into_iter().next()).collect();
    let concept = request.offences.iter().map(|offence| offence.concept.as_str()).find(|concept| !concept.is_empty());
    let mut types: Vec<String> = primary.iter().flatten().cloned().collect();
    types.extend(assistance::of_form(request).first().map(|kind| (*kind).to_string()));
    types.dedup();
    let advices: Vec<(String, Advice<'_>)> =
        types.iter().map(|kind| (kind.clone(), advise(inputs.library, &from, &to, inputs.on, Some(kind), concept))).collect();
    let mut relied_on = Vec::new();
    let legal: Vec<Value> =
        request.legal.iter().map(|basis| weigh_basis(inputs, basis, &bonds, requested_known, &mut relied_on)).collect();
    let named = |id: &str| request.legal.iter().any(|basis| basis.instrument == id);
    let served: Vec<Option<bool>> = primary
        .iter()
        .map(|kind| {
            let (_, advice) = advices.iter().find(|(known, _)| Some(known) == kind.as_ref())?;
            if !requested_known || request.legal.iter().any(|basis| advice.between.bond(&basis.instrument).is_none()) {
                return None;
            }
            Some(request.legal.iter().any(|basis| {
                advice
                    .between
                    .bond(&basis.instrument)
                    .is_some_and(|bond| bond.coverage.serves() || bond.standing == Standing::DomesticLaw)
            }))
        })
        .collect();
    let better = better(request, &advices, named);
    let carries = |value: &Value| value["carries"] == Value::Bool(true);
    let basis_why: Vec<&str> = legal.iter().filter_map(|value| value["why_not"].as_str()).collect();
    let mut known = Map::new();
    let mut put = |key: &str, value: Value| {
        if !value.is_null() {
            known.insert(key.into(), value);
        }
    };
    put("today", json!(inputs.on.to_string()));
    put("asks_for_help", json!(request.form.asks_for_help()));
    put("form_types", json!(assistance::of_form(request)));
    put("coercive", json!(request.measures.iter().any(assistance::is_coercive) || coercive_form(request.form)));
    put("service_only", json!(!request.measures.is_empty() && request.measures.iter().all(|m| m.kind == MeasureKind::Service)));
    put("complexity", json!(complexity(request)));
    put("basis_why", json!(basis_why.join(" ")));
    put("better", json!(better.join("; ")));
    put("carried", json!(legal.iter().any(carries)));
    put("direct_channel_closed", json!(bonds.direct_channel_closed()));
    put("channel_notices", json!(bonds.notices.iter().map(|notice| notice.text.as_str()).collect::<Vec<_>>().join(" ")));
    let eio = bonds.bond("eu-eio-2014").is_some_and(|bond| bond.standing == Standing::Binding);
    put("both_bound_by_eio", json!(eio));
    languages(request, &bonds, &advices, inputs, &mut put);
    dual(request, &bonds, &mut put);
    put("requested", requested(&bonds, inputs, request));
    let (block, name) = form_block(root, request.form);
    put("form_block", json!(block));
    put("form_block_name", json!(name));
    put("missing_translations", json!(missing_translations(request).join(", ")));
    put("retention_open", retention_open(request, inputs));
    put("register", register(inputs));
    Known { value: Value::Object(known), relied_on, legal, better, served }
}

fn coercive_form(form: FormId) -> bool {
    matches!(form, FormId::Covert | FormId::ControlledDelivery)
}

/// Measures, persons to be reached, offences, property: a rough count of what can go wrong.
fn complexity(request: &Request) -> usize {
    let property: usize = request
        .measures
        .iter()
        .filter_map(|measure| measure.restitution_freezing_confiscation.as_ref())
        .map(|assets| assets.property.len())
        .sum();
    request.measures.len()
        + request.offences.len().saturating_sub(1)
        + request.companies.len()
        + property
        + request.persons.iter().filter(|person| person.role.is_defendant()).count().saturating_sub(1)
        + usize::from(matches!(request.form, FormId::Jit | FormId::ControlledDelivery | FormId::Covert)) * 5
}

fn weigh_basis(
    inputs: &Inputs<'_>,
    basis: &Basis,
    bonds: &Between<'_>,
    requested_known: bool,
    relied_on: &mut Vec<ReliedOn>,
) -> Value {
    let id = basis.instrument.trim();
    let clerk = basis.checked.as_ref().is_some_and(|check| check.on.is_some() && !check.source.trim().is_empty());
    let own = id == "reciprocity" || id == "other";
    let Some(instrument) = inputs.library.instrument(id) else {
        let reciprocal = !basis.reciprocity.is_empty();
        let near = nearest::nearest(id, inputs.library.instruments().map(|known| known.value.id.as_str()));
        return json!({
            "known": own,
            "nearest": near.map(|near| format!("; did you mean \"{near}\"?")).unwrap_or_default(),
            "carries": (own && reciprocal) || (id == "other" && clerk),
            "why_not": if own && !reciprocal { format!("{id}: no assurance of reciprocity is written.") } else { String::new() },
        });
    };
    let bond = bonds.bond(id);
    let standing = bond.map_or(Standing::NotEstablished, |bond| bond.standing);
    let todo = instrument.contents_unread();
    let bound = matches!(standing, Standing::Binding) && bond.is_some_and(|bond| bond.sole_basis);
    let by_clerk = clerk
        && !todo
        && matches!(standing, Standing::NotEstablished | Standing::Unverified)
        && instrument.relations.part_of.is_none();
    let domestic = standing == Standing::DomesticLaw && !basis.reciprocity.is_empty();
    let why_not = if bound || by_clerk {
        String::new()
    } else if todo {
        format!("{id}: what a request under it must hold was not read.")
    } else if instrument.relations.part_of.is_some() {
        format!("{id}: a protocol, never a basis alone.")
    } else {
        let reasons = bond.map(|bond| [bond.reasons.clone(), bond.unverified.clone()].concat().join(" ")).unwrap_or_default();
        format!("{id}: {}. {reasons}", standing.says()).trim().to_string()
    };
    if matches!(standing, Standing::Binding | Standing::Unverified | Standing::DomesticLaw) || by_clerk || clerk {
        relied_on.push(ReliedOn { id: id.to_string(), fallback: basis.fallback });
    }
    let mut value = json!({
        "known": true,
        "standing": standing.word(),
        "says": standing.says(),
        "carries": bound || by_clerk || domestic,
        "todo": todo,
        "parent": instrument.relations.part_of,
        "why_not": why_not,
    });
    // With a State the facts know nothing of, "not established" is no reproach.
    if !requested_known && standing == Standing::NotEstablished && clerk {
        value["says"] = json!("looked up by the clerk");
    }
    value
}

/// Instruments in force that serve a measure better than anything named.
fn better(request: &Request, advices: &[(String, Advice<'_>)], named: impl Fn(&str) -> bool) -> Vec<String> {
    if request.legal.is_empty() {
        return Vec::new();
    }
    let mut better: Vec<String> = Vec::new();
    for (_, advice) in advices {
        let served = advice.offered().any(|offer| named(&offer.instrument) && matches!(offer.coverage, Coverage::Named));
        for offer in advice.offered() {
            let closer = (offer.bilateral && offer.standing == Standing::Binding)
                || (!served
                    && matches!(offer.coverage, Coverage::Named)
                    && (offer.sole_basis || offer.part_of.as_deref().is_some_and(&named)));
            let residual = offer.residual && request.legal.iter().any(|basis| !basis.fallback);
            let line = format!("{} ({})", offer.instrument, offer.reference);
            if closer
                && !residual
                && offer.standing != Standing::DomesticLaw
                && !named(&offer.instrument)
                && !better.contains(&line)
            {
                better.push(line);
            }
        }
    }
    better
}

fn languages(
    request: &Request,
    bonds: &Between<'_>,
    _advices: &[(String, Advice<'_>)],
    inputs: &Inputs<'_>,
    put: &mut impl FnMut(&str, Value),
) {
    let own: Vec<&Language> = request.languages();
    put("offered_languages", json!(own.iter().map(|tag| tag.as_str()).collect::<Vec<_>>().join(", ")));
    let accepted = crate::mla::languages::accepted(bonds);
    let office: Vec<&str> = if request.counterpart.source.trim().is_empty() {
        Vec::new()
    } else {
        request.counterpart.languages.iter().map(Language::as_str).collect()
    };
    let mut said: Vec<String> = office.iter().map(|tag| format!("{tag} (office)")).collect();
    said.extend(
        accepted.iter().map(|known| if known.sourced { known.tag.clone() } else { format!("{} (unverified)", known.tag) }),
    );
    put("accepted_languages", json!(if said.is_empty() { "nothing is known".to_string() } else { said.join(", ") }));
    let matches = |tag: &str| own.iter().any(|own| same_language(own.as_str(), tag));
    let sure = office.iter().any(|tag| matches(tag)) || accepted.iter().any(|known| matches(&known.tag));
    let closed = !office.is_empty() || accepted.iter().any(|known| known.sourced);
    // An official language of the requested State is always understood there.
    let official = bonds.b.jurisdiction.is_some_and(|fact| fact.official_languages.iter().any(|tag| matches(tag)));
    let _ = inputs;
    if sure || official {
        put("language_ok", json!(true));
    } else if closed {
        put("language_ok", json!(false));
    }
}

/// Whether dual criminality must be shown: declared for all assistance, or for search and seizure.
fn dual(request: &Request, bonds: &Between<'_>, put: &mut impl FnMut(&str, Value)) {
    let coercive = request.measures.iter().any(assistance::is_coercive);
    let mut why: Vec<String> = Vec::new();
    let mut unknown = false;
    for basis in &request.legal {
        let Some(bond) = bonds.bond(&basis.instrument) else {
            unknown |= coercive;
            continue;
        };
        for said in bond.b.map(|party| party.declarations.as_slice()).unwrap_or_default() {
            let topic = said.topic.to_lowercase();
            if topic.contains("dual criminality") && !topic.contains("preservation") {
                why.push(format!("{} {}: {}", bond.instrument.reference, said.reference, said.summary));
            }
            if topic.contains("search") && request.measures.iter().any(|m| m.kind == MeasureKind::SearchSeizure) {
                why.push(format!("{} {}: {}", bond.instrument.reference, said.reference, said.summary));
            }
        }
        let text = bond.instrument.dual_criminality.text.as_deref().unwrap_or_default().to_lowercase();
        if text.starts_with("required") && matches!(bond.standing, Standing::Binding | Standing::Unverified) {
            why.push(format!(
                "{}: {}",
                bond.instrument.reference,
                bond.instrument.dual_criminality.text.as_deref().unwrap_or_default()
            ));
        }
    }
    if !why.is_empty() {
        put("dual_required", json!(true));
        put("dual_why", json!(why.join(" ")));
    } else if !unknown {
        put("dual_required", json!(false));
    }
}

/// What the facts know of the requested State.
fn requested(bonds: &Between<'_>, inputs: &Inputs<'_>, request: &Request) -> Value {
    let name = &bonds.b.state.name;
    let mut value = Map::new();
    value.insert("name".into(), json!(name));
    let Some(fact) = bonds.b.jurisdiction else {
        value.insert("known".into(), json!(false));
        value.insert("profile_says".into(), json!(format!("The legal facts know nothing of {name}.")));
        return Value::Object(value);
    };
    value.insert("known".into(), json!(true));
    let age = format!("{}-01", fact.as_of).parse::<jiff::civil::Date>().ok().map(|as_of| (inputs.on - as_of).get_days());
    value.insert("age_days".into(), json!(age));
    value.insert(
        "profile_says".into(),
        json!(format!("What the legal facts know of {name} was last looked through in {}, more than a year ago.", fact.as_of)),
    );
    let relied = |id: &str| request.legal.iter().any(|basis| basis.instrument == id);
    let mut copy = Vec::new();
    let mut search = Vec::new();
    let mut days: Option<i64> = None;
    for bond in bonds.bonds.iter().filter(|bond| relied(&bond.instrument.id) && bond.standing == Standing::Binding) {
        for said in bond.b.map(|party| party.declarations.as_slice()).unwrap_or_default() {
            let topic = said.topic.to_lowercase();
            if topic.contains("channel") && said.summary.to_lowercase().contains("copy") {
                copy.push(format!("{} {}: {}", bond.instrument.reference, said.reference, said.summary));
            }
            if topic.contains("search") {
                search.push(format!("{} {}: {}", bond.instrument.reference, said.reference, said.summary));
            }
            if topic.contains("summons") {
                days = days.max(lead_days(&said.summary));
            }
        }
        for content in bond.instrument.request_contents.iter().filter(|content| content.kind == "time_limit") {
            if content.requirement.contains("Summons to an accused") {
                days = days.max(lead_days(&content.requirement));
            }
        }
    }
    value.insert("copy_duty".into(), json!(copy.join(" ")));
    value.insert("search_conditions".into(), json!(search.join(" ")));
    if let Some(days) = days {
        value.insert("summons_days".into(), json!(days));
    }
    Value::Object(value)
}

/// The number of days a declaration names: "30 days", "one month".
fn lead_days(text: &str) -> Option<i64> {
    let words: Vec<&str> = text.split(|c: char| !c.is_alphanumeric()).collect();
    words.windows(2).find_map(|pair| match pair {
        [number, "days" | "day"] => number.parse().ok(),
        ["one", "month"] => Some(31),
        _ => None,
    })
}

fn form_block(root: &Value, form: FormId) -> (bool, &'static str) {
    let name = match form {
        FormId::Preservation29 | FormId::Subscriber31 | FormId::PreservationExtension => "data",
        FormId::Jit | FormId::JitAgreement => "jit",
        FormId::Spontaneous => "spontaneous",
        FormId::TransferOfProceedings => "transfer_of_proceedings",
        FormId::ControlledDelivery => "controlled_delivery",
        FormId::Covert => "covert",
        FormId::Receipt
        | FormId::Reminder
        | FormId::Supplement
        | FormId::Postponement
        | FormId::RefusalNotice
        | FormId::TransmissionOfEvidence
        | FormId::Withdrawal => "follow_up",
        FormId::Classical | FormId::EioMirror | FormId::AdvanceNotice | FormId::Intake => return (true, ""),
    };
    (root.get(name).is_some(), name)
}

/// Texts that lack a version in a language of the request (the other script of the same language counts).
fn missing_translations(request: &Request) -> Vec<String> {
    // What the office keeps for itself stands in no draft.
    const OWN: [&str; 4] = ["preparation", "counterpart", "answers", "retention"];
    let languages = request.languages();
    let mut missing = Vec::new();
    for (field, text) in consistency::every_text(request) {
        if OWN.iter().any(|own| field.starts_with(own)) || text.is_empty() {
            continue;
        }
        for language in languages.iter().filter(|language| text.nearest(language).is_none()) {
            missing.push(format!("{field} ({language})"));
        }
    }
    missing
}

/// Whether a retention clock is known to be too short (`true`), long enough (`false`), or unknown.
fn retention_open(request: &Request, inputs: &Inputs<'_>) -> Value {
    let ends: Vec<jiff::civil::Date> = request.retention.iter().filter_map(ends).collect();
    if ends.is_empty() {
        return Value::Null;
    }
    let need = request.counterpart.execution_days.unwrap_or(0);
    json!(ends.iter().any(|end| i64::from((*end - inputs.on).get_days()) < i64::from(need)))
}

/// The day a clock ends: as written, or the oldest data plus the days they are kept.
pub fn ends(clock: &crate::mla::request::Retention) -> Option<jiff::civil::Date> {
    if let Some(date) = clock.expires {
        return Some(date.last());
    }
    let (from, days) = (clock.data_from?, clock.days?);
    from.first().checked_add(jiff::Span::new().days(i64::from(days))).ok()
}

fn register(inputs: &Inputs<'_>) -> Value {
    // Not in the register: not sent, as far as anybody knows.
    let Some(entry) = inputs.register else { return json!({ "sent": false, "open": false }) };
    let Some(sent) = entry.sent else { return json!({ "sent": false }) };
    json!({
        "sent": true,
        "receipt": entry.receipt.is_some(),
        "open": entry.is_open(),
        "days_since_sent": (inputs.on - sent).get_days(),
    })
}

/// The request with `known` beside its persons, measures, offences, instruments, clocks, authorities and targets.
pub fn with_lists(inputs: &Inputs<'_>, mut root: Value, known: &Known) -> Value {
    let request = inputs.request;
    let day = request.hdr.date.map_or(inputs.on, |date| date.last());
    let mut beside = |list: &str, values: Vec<Value>| {
        if let Some(items) = root.get_mut(list).and_then(Value::as_array_mut) {
            for (item, value) in items.iter_mut().zip(values) {
                item["known"] = value;
            }
        }
    };
    beside("legal", known.legal.clone());
    beside("persons", request.persons.iter().map(|person| person_known(request, person, day)).collect());
    beside(
        "measures",
        request
            .measures
            .iter()
            .enumerate()
            .map(|(i, measure)| measure_known(request, measure, known.served.get(i).copied().flatten(), day))
            .collect(),
    );
    beside("offences", offences_known(inputs));
    beside(
        "retention",
        request.retention.iter().map(|clock| json!({ "ends": ends(clock).map(|date| date.to_string()) })).collect(),
    );
    beside("auth", authorities_known(inputs));
    let refused = |formality: &crate::mla::request::Formality| {
        let texts: Vec<String> = formality.what.versions().into_iter().map(|(_, text)| text.to_lowercase()).collect();
        request
            .counterpart
            .refused_formalities
            .iter()
            .any(|refused| texts.iter().any(|text| text.contains(&refused.to_lowercase())))
    };
    beside("formalities", request.formalities.iter().map(|formality| json!({ "refused": refused(formality) })).collect());
    if let Some(targets) = root.pointer_mut("/data/targets").and_then(Value::as_array_mut) {
        for (item, target) in targets.iter_mut().zip(request.data.iter().flat_map(|data| &data.targets)) {
            item["known"] = json!({ "zone": target.at.as_ref().is_some_and(|at| at.offset.is_some()) });
        }
    }
    let _ = &known.better;
    root
}

/// Younger than 18 on the day of the request, as far as the birth is known: whoever may still be a child is.
fn is_minor(person: &crate::mla::request::Person, day: jiff::civil::Date) -> bool {
    let of_age = |born: jiff::civil::Date| born.checked_add(jiff::Span::new().years(18)).is_ok_and(|day18| day18 <= day);
    person.minor == Some(true) || person.born.is_some_and(|born| born.first() <= day && !of_age(born.last()))
}

fn person_known(request: &Request, person: &crate::mla::request::Person, day: jiff::civil::Date) -> Value {
    let in_facts = request.facts.iter().any(|fact| fact.actors.contains(&person.id));
    let participation =
        request.offences.iter().any(|offence| offence.persons.contains(&person.id) && offence.participation.is_some());
    let concerned = person.role.is_defendant() || request.measures.iter().any(|measure| measure.persons.contains(&person.id));
    let name = person.full_name();
    let namesake = request
        .persons
        .iter()
        .filter(|other| !std::ptr::eq(*other, person) && !name.is_empty())
        .find(|other| crate::language::fold::fold(&other.full_name()) == crate::language::fold::fold(&name))
        .map(|other| other.id.clone());
    let named = person.is_protected() || !name.is_empty();
    json!({
        "minor": is_minor(person, day),
        "shown": if person.shown().is_empty() { person.id.clone() } else { person.shown() },
        "in_facts": in_facts,
        "participation": participation,
        "concerned": concerned,
        "namesake": namesake.unwrap_or_default(),
        "identified": named && (person.is_protected() || person.born.is_some() || !person.personal_number.is_empty() || !person.documents.is_empty()),
    })
}

fn measure_known(request: &Request, measure: &Measure, served: Option<bool>, day: jiff::civil::Date) -> Value {
    let persons: Vec<&crate::mla::request::Person> = measure.persons.iter().filter_map(|id| request.person(id)).collect();
    let has_person =
        persons.iter().any(|person| person.is_protected() || !person.address.is_empty() || person.detained.is_some());
    let (block, target, fix) = match measure.kind {
        MeasureKind::Service => (measure.service.is_some(), has_person, "Name the addressee in `persons` and fill the address."),
        MeasureKind::Hearing => {
            (measure.hearing.is_some(), has_person, "Name the person in `persons` and fill the address or place of custody.")
        }
        MeasureKind::VideoConference => (
            measure.video_conference.is_some(),
            has_person,
            "Name the person in `persons` and fill the address or place of custody.",
        ),
        MeasureKind::Telephone => {
            let number = measure.telephone.as_ref().is_some_and(|block| !block.number.trim().is_empty());
            (measure.telephone.is_some(), number, "Fill telephone.number.")
        }
        MeasureKind::TemporaryTransfer => {
            let held = persons.iter().any(|person| person.detained.as_ref().is_some_and(|held| !held.place.is_empty()));
            (measure.temporary_transfer.is_some(), held, "Name the detained person and the place of custody.")
        }
        MeasureKind::SearchSeizure => {
            let place = measure.search_seizure.as_ref().is_some_and(|block| block.premises.iter().any(|p| !p.address.is_empty()));
            (measure.search_seizure.is_some(), place, "Fill search_seizure.premises with an address.")
        }
        MeasureKind::BankData => {
            let account = measure.bank_data.as_ref().is_some_and(|block| {
                block
                    .accounts
                    .iter()
                    .any(|a| !(a.bank.is_empty() && a.iban.is_empty() && a.number.is_empty() && a.holder.is_empty()))
            });
            (measure.bank_data.is_some(), account, "Fill bank_data.accounts with bank, account or holder.")
        }
        MeasureKind::TelecomData => {
            let target =
                measure.telecom_data.as_ref().is_some_and(|block| block.targets.iter().any(|t| !t.value.trim().is_empty()));
            (measure.telecom_data.is_some(), target, "Fill telecom_data.targets with kind and value.")
        }
        MeasureKind::Interception => {
            let target =
                measure.interception.as_ref().is_some_and(|block| block.targets.iter().any(|t| !t.value.trim().is_empty()));
            (measure.interception.is_some(), target, "Fill interception.targets with kind and value.")
        }
        MeasureKind::ExpertRecords => {
            let object = measure.expert_records.as_ref().is_some_and(|block| !block.object.is_empty());
            (measure.expert_records.is_some(), object, "Fill expert_records.object: what is examined, or who keeps the record.")
        }
        MeasureKind::RestitutionFreezingConfiscation => {
            let found = measure
                .restitution_freezing_confiscation
                .as_ref()
                .is_some_and(|block| block.amount.is_some() || block.property.iter().any(|p| !p.description.is_empty()));
            (measure.restitution_freezing_confiscation.is_some(), found, "Describe the property or name the amount.")
        }
    };
    let order = request.decision(&measure.order).is_some_and(|decision| {
        (!decision.number.is_empty() || decision.date.is_some())
            && decision.annex.is_some_and(|number| request.annex(number).is_some())
    });
    let mut value = json!({
        "assistance": assistance::of_measure(measure, request),
        "coercive": assistance::is_coercive(measure),
        "block": block,
        "target": target,
        "target_fix": fix,
        "order": order,
        "hears_defendant": persons.iter().any(|person| person.role.is_defendant()),
        "hears_vulnerable": persons.iter().any(|person| person.role == Role::Victim || is_minor(person, day)),
        "zone_missing": zone_missing(measure),
    });
    if let Some(served) = served {
        value["served"] = json!(served);
    }
    value
}

fn zone_missing(measure: &Measure) -> bool {
    let zone = measure.period.as_ref().is_some_and(|period| !period.zone.trim().is_empty());
    let bare = |moment: &Option<Moment>| moment.as_ref().is_some_and(|m| m.time.is_some() && m.offset.is_none());
    let period = measure.period.as_ref().is_some_and(|period| bare(&period.from) || bare(&period.to)) && !zone;
    let video = measure.video_conference.as_ref().is_some_and(|video| bare(&video.start));
    let telephone = measure.telephone.as_ref().is_some_and(|block| bare(&block.start));
    let targets = measure.telecom_data.iter().flat_map(|block| &block.targets).any(|target| bare(&target.at)) && !zone;
    period || video || telephone || targets
}

fn offences_known(inputs: &Inputs<'_>) -> Vec<Value> {
    let request = inputs.request;
    let to = sides(inputs).1;
    let rules = Rules::built_in();
    request
        .offences
        .iter()
        .map(|offence| {
            let statement = request.dual.iter().any(|dual| {
                dual.offence == offence.id
                    && (!dual.statement.is_empty() || !dual.elements.is_empty())
                    && !dual.provision_abroad.is_empty()
            });
            let mut value = json!({ "dual_statement": statement });
            if let Some(provision) = inputs.library.provision(&offence.provision)
                && to.known
            {
                let decision = decide(inputs.library, &rules, &Conduct::of_offence(provision, &rules), &to);
                value["dual_verdict"] = json!(decision.verdict.word());
                value["dual_reason"] = json!(decision.paragraph);
            }
            value
        })
        .collect()
}

fn authorities_known(inputs: &Inputs<'_>) -> Vec<Value> {
    let to = sides(inputs).1;
    let jurisdiction = inputs.library.jurisdiction(&to.code);
    inputs
        .request
        .auth
        .iter()
        .map(|authority| {
            let mut value = Map::new();
            let central = matches!(authority.role, AuthorityRole::Requested | AuthorityRole::CentralRequested);
            if let Some(fact) = jurisdiction.filter(|_| central) {
                let names: Vec<String> = authority.name.versions().into_iter().map(|(_, name)| fold_all(name)).collect();
                let listed = fact.central_authorities.iter().any(|known| {
                    let known = [fold_all(&known.name_en), fold_all(&known.name_local)];
                    names
                        .iter()
                        .any(|name| known.iter().any(|known| known.contains(name.as_str()) || name.contains(known.as_str())))
                });
                value.insert("in_directory".into(), json!(listed));
            }
            Value::Object(value)
        })
        .collect()
}

fn fold_all(text: &str) -> String {
    text.split_whitespace().map(crate::language::fold::fold).collect::<Vec<_>>().join(" ")
}
