//! Values that cannot be what they say: time zones nobody knows, ids used twice, days before birth or after the request.

use super::consistency::found;
use super::{Finding, Inputs};
use crate::mla::request::{Date, Moment, Request, nearest};
use crate::mla::rules::Severity;

/// The names of the IANA time zone database (public domain), one a line.
const ZONES: &str = include_str!("zones.txt");

/// Every such value.
pub fn findings(inputs: &Inputs<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    zones(inputs.request, &mut findings);
    twice(inputs.request, &mut findings);
    people(inputs, &mut findings);
    past(inputs, &mut findings);
    backwards(inputs.request, &mut findings);
    findings
}

fn zones(request: &Request, findings: &mut Vec<Finding>) {
    let authorities = request.auth.iter().enumerate().map(|(i, auth)| (format!("auth[{i}].time_zone"), auth.time_zone.as_str()));
    let periods = request.measures.iter().enumerate().filter_map(|(i, measure)| {
        measure.period.as_ref().map(|period| (format!("measures[{i}].period.zone"), period.zone.as_str()))
    });
    let data = request
        .data
        .iter()
        .filter_map(|data| data.period.as_ref().map(|period| ("data.period.zone".to_string(), period.zone.as_str())));
    for (field, zone) in authorities.chain(periods).chain(data) {
        let zone = zone.trim();
        if zone.is_empty() || is_zone(zone) {
            continue;
        }
        let near = nearest::nearest(zone, ZONES.lines()).map(|near| format!("; did you mean \"{near}\"?")).unwrap_or_default();
        findings.push(found(
            "consistency.zone",
            Severity::Error,
            field,
            format!("There is no time zone \"{zone}\"{near}"),
            "Write a name of the time zone database, \"Europe/Belgrade\", or the offset, \"UTC+1\".",
            Some(17),
        ));
    }
}

/// A name of the database, `UTC`, or an offset: `UTC+1`, `GMT-03:30`, `+01:00`.
fn is_zone(zone: &str) -> bool {
    if ZONES.lines().any(|known| known.eq_ignore_ascii_case(zone)) {
        return true;
    }
    let offset = ["UTC", "GMT"].iter().find_map(|name| zone.strip_prefix(name)).unwrap_or(zone).trim();
    let Some(digits) = offset.strip_prefix(['+', '-', '−']) else { return false };
    let (hours, minutes) = digits.split_once(':').unwrap_or((digits, "00"));
    let number = |text: &str| text.parse::<u32>().ok().filter(|_| text.len() <= 2 && text.bytes().all(|b| b.is_ascii_digit()));
    number(hours).is_some_and(|hours| hours <= 14) && number(minutes).is_some_and(|minutes| minutes < 60)
}

/// Ids of facts, offences, measures and decisions name one thing each.
fn twice(request: &Request, findings: &mut Vec<Finding>) {
    let lists: [(&str, Vec<&str>); 4] = [
        ("facts", request.facts.iter().map(|fact| fact.id.as_str()).collect()),
        ("offences", request.offences.iter().map(|offence| offence.id.as_str()).collect()),
        ("measures", request.measures.iter().map(|measure| measure.id.as_str()).collect()),
        ("case.decisions", request.case.decisions.iter().map(|decision| decision.id.as_str()).collect()),
    ];
    for (list, ids) in lists {
        for (i, id) in ids.iter().enumerate() {
            if !id.trim().is_empty() && ids[..i].contains(id) {
                findings.push(found(
                    "consistency.ids",
                    Severity::Error,
                    format!("{list}[{i}].id"),
                    format!("The id {id} is used twice in {list}: whoever cites it cannot tell which is meant."),
                    "Give each block an id of its own, and look at what names the old one.",
                    Some(17),
                ));
            }
        }
    }
}

/// The day the request is judged by: its own, else that of the check.
fn day(inputs: &Inputs<'_>) -> Date {
    inputs.request.hdr.date.unwrap_or_else(|| inputs.on.into())
}

/// Births that lie after the request or after what the person is said to have done, and ages nobody reaches.
fn people(inputs: &Inputs<'_>, findings: &mut Vec<Finding>) {
    let day = day(inputs);
    for (i, person) in inputs.request.persons.iter().enumerate() {
        let Some(born) = person.born else { continue };
        let shown = if person.shown().is_empty() { person.id.clone() } else { person.shown() };
        let field = format!("persons[{i}].born");
        let fact = inputs.request.facts.iter().find(|fact| {
            fact.actors.contains(&person.id) && fact.until.or(fact.date).is_some_and(|last| last.last() < born.first())
        });
        // The day of birth of a protected person stays in the sealed annex.
        let said = if person.is_protected() { "The day of birth".to_string() } else { format!("The day of birth {born}") };
        let told = if born.first() > day.last() || born.first() > inputs.on {
            (Severity::Error, format!("{said} of {shown} lies in the future."))
        } else if let Some(fact) = fact {
            (Severity::Error, format!("{said} of {shown} lies after fact {}, in which {shown} acts.", fact.id))
        } else if i32::from(day.year) - i32::from(born.year) > 115 {
            (Severity::Warning, format!("{said} makes {shown} older than 115 years."))
        } else {
            continue;
        };
        findings.push(found(
            "consistency.dates",
            told.0,
            field,
            told.1,
            "Write the day of birth as the document has it.",
            Some(25),
        ));
    }
}

/// What the request speaks of as done cannot lie after it.
fn past(inputs: &Inputs<'_>, findings: &mut Vec<Finding>) {
    let request = inputs.request;
    let day = day(inputs);
    let mut done: Vec<(String, String, Date)> = Vec::new();
    for (i, decision) in request.case.decisions.iter().enumerate() {
        if let Some(date) = decision.date {
            let name = [decision.id.as_str(), decision.number.as_str()]
                .into_iter()
                .find(|name| !name.is_empty())
                .unwrap_or("of the case");
            done.push((format!("case.decisions[{i}].date"), format!("The decision {name}"), date));
        }
    }
    if let Some(opened) = request.case.opened {
        done.push(("case.opened".into(), "The opening of the case".into(), opened));
    }
    for (i, person) in request.persons.iter().enumerate() {
        if let Some(since) = person.detained.as_ref().and_then(|held| held.since) {
            done.push((format!("persons[{i}].detained.since"), format!("The arrest of {}", person.shown()), since));
        }
    }
    for (i, offence) in request.offences.iter().enumerate() {
        if let Some(date) = offence.limitation_interrupted {
            done.push((
                format!("offences[{i}].limitation_interrupted"),
                format!("The act that interrupted the limitation of {}", offence.id),
                date,
            ));
        }
    }
    for (field, what, date) in done.into_iter().filter(|(_, _, date)| date.first() > day.last()) {
        findings.push(found(
            "consistency.dates",
            Severity::Error,
            field,
            format!("{what} is dated {date}, after the request ({day})."),
            "Correct this day, or the date of the request.",
            Some(17),
        ));
    }
}

/// Periods that end before they begin.
fn backwards(request: &Request, findings: &mut Vec<Finding>) {
    let moments = |from: &Option<Moment>, to: &Option<Moment>| {
        from.as_ref().zip(to.as_ref()).is_some_and(|(from, to)| to.date.last() < from.date.first())
    };
    let mut fields: Vec<String> = Vec::new();
    for (i, measure) in request.measures.iter().enumerate() {
        if measure.period.as_ref().is_some_and(|period| moments(&period.from, &period.to)) {
            fields.push(format!("measures[{i}].period.to"));
        }
    }
    if request.data.as_ref().and_then(|data| data.period.as_ref()).is_some_and(|period| moments(&period.from, &period.to)) {
        fields.push("data.period.to".into());
    }
    for (i, person) in request.persons.iter().enumerate() {
        if let Some(held) = &person.detained
            && held.since.zip(held.until).is_some_and(|(since, until)| until.last() < since.first())
        {
            fields.push(format!("persons[{i}].detained.until"));
        }
    }
    if request.jit.as_ref().is_some_and(|jit| jit.from.zip(jit.to).is_some_and(|(from, to)| to.last() < from.first())) {
        fields.push("jit.to".into());
    }
    for field in fields {
        findings.push(found(
            "consistency.dates",
            Severity::Error,
            field,
            "The period ends before it begins.".into(),
            "Put the earlier day first.",
            Some(17),
        ));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zones_are_known_by_name_or_offset() {
        for good in ["Europe/Belgrade", "UTC", "CET", "UTC+1", "UTC+01:00", "+02:00", "GMT-3", "europe/tirane"] {
            assert!(is_zone(good), "{good}");
        }
        for bad in ["Europe/Beograd", "UTC+25", "Belgrade time", "+1:99", "1"] {
            assert!(!is_zone(bad), "{bad}");
        }
    }
}
