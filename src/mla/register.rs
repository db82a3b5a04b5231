//! The register of requests of a case: outgoing and incoming, their state, what is due. One TOML file beside `case.toml`,
//! so that a clerk can read and version it.

use std::path::{Path, PathBuf};

use jiff::civil::Date;
use jiff::{Span, ToSpan};
use serde::{Deserialize, Serialize};

use crate::mla::request::{FormId, Request};

/// Name of the register file in a case folder.
pub const FILE: &str = "mla-register.toml";

/// One request in the register.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Entry {
    /// Our own number.
    pub number: String,
    pub direction: Direction,
    /// The other State.
    pub state: String,
    pub form: String,
    pub subject: String,
    /// The request file, as it was named.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub file: String,
    pub status: Status,
    /// Day it was sent; for an incoming request, the day it came in.
    #[serde(skip_serializing_if = "Option::is_none", with = "day")]
    pub sent: Option<Date>,
    /// Day of their receipt; of ours, for an incoming request.
    #[serde(skip_serializing_if = "Option::is_none", with = "day")]
    pub receipt: Option<Date>,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub their_number: String,
    #[serde(skip_serializing_if = "Option::is_none", with = "day")]
    pub answered: Option<Date>,
    #[serde(skip_serializing_if = "Option::is_none", with = "day")]
    pub closed: Option<Date>,
    /// Days by which something must be done.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub deadlines: Vec<Deadline>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub reminders: Vec<String>,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub note: String,
}

/// A day, and what it is the last day for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Deadline {
    #[serde(with = "day_needed")]
    pub on: Date,
    pub what: String,
    /// Where the day comes from.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reference: String,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    #[default]
    Outgoing,
    Incoming,
}

impl Direction {
    pub fn word(self) -> &'static str {
        match self {
            Direction::Outgoing => "outgoing",
            Direction::Incoming => "incoming",
        }
    }
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    #[default]
    Draft,
    Sent,
    Received,
    InExecution,
    PartlyExecuted,
    Executed,
    Refused,
    Postponed,
    Withdrawn,
}

impl Status {
    pub const ALL: [Status; 9] = [
        Status::Draft,
        Status::Sent,
        Status::Received,
        Status::InExecution,
        Status::PartlyExecuted,
        Status::Executed,
        Status::Refused,
        Status::Postponed,
        Status::Withdrawn,
    ];

    pub fn word(self) -> &'static str {
        match self {
            Status::Draft => "draft",
            Status::Sent => "sent",
            Status::Received => "received",
            Status::InExecution => "in_execution",
            Status::PartlyExecuted => "partly_executed",
            Status::Executed => "executed",
            Status::Refused => "refused",
            Status::Postponed => "postponed",
            Status::Withdrawn => "withdrawn",
        }
    }

    /// The status of this name.
    pub fn from_word(word: &str) -> Option<Status> {
        Status::ALL.into_iter().find(|status| status.word() == word)
    }
}

impl Entry {
    /// Something is still expected.
    pub fn is_open(&self) -> bool {
        self.closed.is_none() && !matches!(self.status, Status::Executed | Status::Refused | Status::Withdrawn)
    }

    /// What cannot be: something that happened before the request was sent or came in. `Err` says what.
    pub fn in_order(&self) -> Result<(), String> {
        let Some(sent) = self.sent else { return Ok(()) };
        let began = match self.direction {
            Direction::Outgoing => "it was sent",
            Direction::Incoming => "it came in",
        };
        for (what, day) in [("the receipt", self.receipt), ("the answer", self.answered), ("the closing", self.closed)] {
            if let Some(day) = day.filter(|day| *day < sent) {
                return Err(format!("{}: {what} ({day}) lies before the day {began} ({sent})", self.number));
            }
        }
        Ok(())
    }

    /// A first entry for a request, with the deadlines that follow from it.
    pub fn of_request(request: &Request, file: &str) -> Entry {
        let mut entry = Entry {
            number: request.hdr.own_ref.trim().to_string(),
            state: request.hdr.requested_state.code().to_string(),
            form: request.form.id().to_string(),
            subject: request.case.name.versions().first().map(|(_, name)| (*name).to_string()).unwrap_or_default(),
            file: file.to_string(),
            ..Entry::default()
        };
        let mut add = |on: Option<Date>, what: String, reference: &str| {
            entry.deadlines.extend(on.map(|on| Deadline { on, what, reference: reference.to_string() }));
        };
        if let Some(data) = &request.data {
            add(
                data.follow_up_by.map(|date| date.last()),
                "send the follow-up request for the preserved data".into(),
                "ETS 185 Art 29(7)",
            );
            add(
                data.preserved_until.map(|date| date.last()),
                "preservation ends: ask for an extension".into(),
                "ETS 185 Art 29(7)",
            );
            if matches!(request.form, FormId::Preservation29 | FormId::PreservationExtension) && data.preserved_until.is_none() {
                let sixty = request.hdr.date.and_then(|date| date.last().checked_add(60.days()).ok());
                add(
                    sixty,
                    "sixty days of preservation end (counted from the request; correct it when the expiry is told)".into(),
                    "ETS 185 Art 29(7)",
                );
            }
        }
        for measure in &request.measures {
            add(measure.deadline.map(|date| date.last()), format!("evidence of measure {} is needed", measure.id), "request");
        }
        add(
            request.urgency.date.filter(|_| request.urgency.urgent).map(|date| date.last()),
            "help is of no use after this day".into(),
            "request",
        );
        for person in &request.persons {
            let until = person.detained.as_ref().and_then(|held| held.until).map(|date| date.last());
            add(until, format!("custody of {} ends", if person.is_protected() { &person.code } else { &person.id }), "request");
        }
        for clock in &request.retention {
            add(clock.expires.map(|date| date.last()), format!("data of {} are no longer kept", clock.holder), "request");
        }
        for offence in &request.offences {
            add(offence.limitation.map(|date| date.first()), format!("offence {} becomes time-barred", offence.id), "request");
        }
        if let Some(jit) = &request.jit {
            add(jit.to.map(|date| date.last()), "joint team ends: extend or close".into(), "ETS 182 Art 20(1)");
        }
        entry.deadlines.sort_by_key(|deadline| deadline.on);
        entry
    }
}

/// The register of one case.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Register {
    #[serde(rename = "request", skip_serializing_if = "Vec::is_empty")]
    pub entries: Vec<Entry>,
}

/// Something that is due.
#[derive(Debug, Clone, PartialEq)]
pub struct Due {
    pub on: Date,
    /// Negative once the day has passed.
    pub days_left: i32,
    pub number: String,
    pub state: String,
    pub what: String,
    pub reference: String,
}

/// Age and outcome of the requests to one State in a year.
#[derive(Debug, Clone, PartialEq)]
pub struct YearLine {
    pub direction: Direction,
    pub state: String,
    pub total: usize,
    pub executed: usize,
    pub refused: usize,
    pub open: usize,
    /// Of outgoing requests: their receipt is missing; of incoming ones: ours.
    pub without_receipt: usize,
    /// Days from sending (or coming in) to answer, median of those answered.
    pub median_days: Option<i32>,
    /// Days the oldest open request has waited.
    pub oldest_open_days: Option<i32>,
}

impl Register {
    /// Read a register; an absent file is an empty register.
    ///
    /// # Errors
    /// A file that cannot be read or is no register: line and what is wrong.
    pub fn load(path: &Path) -> Result<Register, String> {
        match std::fs::read_to_string(path) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Register::default()),
            Err(error) => Err(format!("cannot read {}: {error}", path.display())),
            Ok(text) => toml::from_str(&text).map_err(|error| {
                let offset = error.span().map_or(0, |span| span.start);
                let line = text.get(..offset).map_or(1, |before| before.matches('\n').count() + 1);
                format!("{}: line {line}: {}", path.display(), error.message())
            }),
        }
    }

    /// Write the register in one step.
    ///
    /// # Errors
    /// The folder cannot be written.
    pub fn save(&self, path: &Path) -> Result<(), String> {
        let wrong = |error: std::io::Error| format!("cannot write {}: {error}", path.display());
        let text = toml::to_string_pretty(self).map_err(|error| error.to_string())?;
        let head = "# Register of requests for assistance. Edit freely, or use `rogatory mla register`.\n\n";
        let folder = path.parent().map_or_else(|| PathBuf::from("."), Path::to_path_buf);
        let folder = if folder.as_os_str().is_empty() { PathBuf::from(".") } else { folder };
        let mut file = tempfile::NamedTempFile::new_in(&folder).map_err(wrong)?;
        std::io::Write::write_all(&mut file, format!("{head}{text}").as_bytes()).map_err(wrong)?;
        file.persist(path).map_err(|error| wrong(error.error))?;
        Ok(())
    }

    /// The outgoing request with this number of ours.
    pub fn outgoing(&self, number: &str) -> Option<&Entry> {
        let number = number.trim();
        self.entries.iter().find(|entry| entry.direction == Direction::Outgoing && !number.is_empty() && entry.number == number)
    }

    /// The entry with this number (ours or theirs).
    pub fn find(&self, number: &str) -> Option<usize> {
        self.entries.iter().position(|entry| entry.number == number || (!number.is_empty() && entry.their_number == number))
    }

    /// What is due up to `days` after `on`, overdue first. A request sent without receipt is due for a reminder after `receipt_days`
    /// where the office has said how long receipts take; one that came in is due for our receipt after them.
    pub fn due(&self, on: Date, days: i32, receipt_days: Option<u32>) -> Vec<Due> {
        let mut due = Vec::new();
        for entry in self.entries.iter().filter(|entry| entry.is_open()) {
            for deadline in &entry.deadlines {
                let left = (deadline.on - on).get_days();
                if left <= days {
                    due.push(Due {
                        on: deadline.on,
                        days_left: left,
                        number: entry.number.clone(),
                        state: entry.state.clone(),
                        what: deadline.what.clone(),
                        reference: deadline.reference.clone(),
                    });
                }
            }
            if let (Some(sent), None, Some(wait)) = (entry.sent, entry.receipt, receipt_days)
                && let Ok(day) = sent.checked_add(Span::new().days(i64::from(wait)))
                && (day - on).get_days() <= days
            {
                due.push(Due {
                    on: day,
                    days_left: (day - on).get_days(),
                    number: entry.number.clone(),
                    state: entry.state.clone(),
                    what: match entry.direction {
                        Direction::Outgoing => "no receipt: send a reminder".into(),
                        Direction::Incoming => "not yet confirmed: send them a receipt".into(),
                    },
                    reference: "Eurojust casework".into(),
                });
            }
        }
        due.sort_by(|a, b| a.on.cmp(&b.on).then_with(|| a.number.cmp(&b.number)));
        due
    }

    /// The year's requests by direction and State; all years where none is given.
    pub fn report(&self, year: Option<i16>, on: Date) -> Vec<YearLine> {
        let mut lines: Vec<YearLine> = Vec::new();
        let mut spans: Vec<Vec<i32>> = Vec::new();
        let mut entries: Vec<&Entry> =
            self.entries.iter().filter(|entry| year.is_none() || entry.sent.map(|sent| sent.year()) == year).collect();
        entries.sort_by(|a, b| (a.direction.word(), &a.state).cmp(&(b.direction.word(), &b.state)));
        for entry in entries {
            let same = |line: &YearLine| line.direction == entry.direction && line.state == entry.state;
            if !lines.last().is_some_and(same) {
                lines.push(YearLine {
                    direction: entry.direction,
                    state: entry.state.clone(),
                    total: 0,
                    executed: 0,
                    refused: 0,
                    open: 0,
                    without_receipt: 0,
                    median_days: None,
                    oldest_open_days: None,
                });
                spans.push(Vec::new());
            }
            let (Some(line), Some(span)) = (lines.last_mut(), spans.last_mut()) else { continue };
            line.total += 1;
            line.executed += usize::from(entry.status == Status::Executed);
            line.refused += usize::from(entry.status == Status::Refused);
            line.open += usize::from(entry.is_open());
            line.without_receipt += usize::from(entry.sent.is_some() && entry.receipt.is_none());
            // A day that cannot be gives no figure.
            if let (Some(sent), Some(answered)) = (entry.sent, entry.answered.filter(|answered| Some(*answered) >= entry.sent)) {
                span.push((answered - sent).get_days());
                span.sort_unstable();
                line.median_days = span.get(span.len() / 2).copied();
            }
            if let Some(sent) = entry.sent.filter(|sent| entry.is_open() && *sent <= on) {
                let age = (on - sent).get_days();
                line.oldest_open_days = line.oldest_open_days.max(Some(age));
            }
        }
        lines
    }
}

mod day {
    use super::Date;
    use serde::{Deserialize, Deserializer, Serializer};

    pub fn serialize<S: Serializer>(date: &Option<Date>, serializer: S) -> Result<S::Ok, S::Error> {
        match date {
            Some(date) => serializer.collect_str(date),
            None => serializer.serialize_none(),
        }
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Date>, D::Error> {
        crate::mla::request::Date::deserialize(deserializer).map(|date| Some(date.last()))
    }
}

mod day_needed {
    use super::Date;
    use serde::{Deserialize, Deserializer, Serializer};

    pub fn serialize<S: Serializer>(date: &Date, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(date)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Date, D::Error> {
        crate::mla::request::Date::deserialize(deserializer).map(|date| date.last())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    #[test]
    fn the_register_reads_back_and_knows_what_is_due() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join(FILE);
        assert_eq!(Register::load(&path).unwrap(), Register::default());
        let entry = Entry {
            number: "KTO 12/2026".into(),
            state: "DE".into(),
            status: Status::Sent,
            sent: Some(day("2026-10-01")),
            deadlines: vec![Deadline { on: day("2026-11-30"), what: "preservation ends".into(), reference: String::new() }],
            ..Entry::default()
        };
        let register = Register { entries: vec![entry] };
        register.save(&path).unwrap();
        let back = Register::load(&path).unwrap();
        assert_eq!(back, register);
        let due = back.due(day("2026-11-24"), 14, Some(30));
        assert_eq!(due.iter().map(|due| due.days_left).collect::<Vec<_>>(), [-24, 6]);
        assert!(back.due(day("2026-11-24"), 3, None).is_empty());
        let line = &back.report(Some(2026), day("2026-11-24"))[0];
        assert_eq!((line.total, line.open, line.without_receipt, line.oldest_open_days), (1, 1, 1, Some(54)));
        assert!(back.report(Some(2025), day("2026-11-24")).is_empty());
    }

    #[test]
    fn a_request_that_came_in_waits_for_our_receipt_and_no_figure_is_negative() {
        let incoming = Entry {
            number: "7 AR 3/26".into(),
            direction: Direction::Incoming,
            status: Status::Received,
            sent: Some(day("2026-02-01")),
            ..Entry::default()
        };
        let register = Register { entries: vec![incoming.clone()] };
        let due = register.due(day("2026-03-01"), 14, Some(10));
        assert!(due.len() == 1 && due[0].what.contains("send them a receipt"), "{due:?}");
        assert!(register.outgoing("7 AR 3/26").is_none(), "their number is not one of ours");
        let early = Entry { answered: Some(day("2026-01-01")), ..incoming };
        assert!(early.in_order().unwrap_err().contains("before the day it came in (2026-02-01)"));
        // Written by hand all the same, it gives no figure; nor does a day before the sending.
        let line = &Register { entries: vec![early] }.report(None, day("2026-01-15"))[0];
        assert_eq!((line.median_days, line.oldest_open_days, line.open), (None, None, 1));
    }

    #[test]
    fn a_broken_register_is_explained() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join(FILE);
        std::fs::write(&path, "[[request]]\nnumber = \"1\"\nstatus = \"lost\"\n").unwrap();
        let error = Register::load(&path).unwrap_err();
        assert!(error.contains("line 3") && error.contains("lost"), "{error}");
    }
}
