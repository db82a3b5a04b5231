//! `calls.toml`: what the columns of an operator's tables of calls mean, written down by a person where the guess is wrong or is to be
//! confirmed. A table it fits is read as it says; every other one by the guess. Beside them, how the dates of chats are meant.

use serde::{Deserialize, Serialize};

use super::columns::{Column, folded};

/// Name of the file in the case folder.
pub const CALLS_FILE: &str = "calls.toml";

/// What one kind of table looks like: an entry `[[table]]` of `calls.toml`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CallTable {
    /// File names it is for, with `*` and `?`. Without it: every table that has all these columns.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub files: Option<String>,
    /// Whether the table has a row of headings; without one columns are given by number.
    #[serde(default = "yes")]
    pub header: bool,
    /// The sign between the cells; found by itself where it is not given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delimiter: Option<char>,
    /// Zone of the times: an offset ("+01:00") or "CET" for Central European Time with summer time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zone: Option<String>,
    /// Whether dates like 02/03/2026 begin with the day or with the month; where it is left out, the dates themselves decide.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dates: Option<Dates>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time: Option<At>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<At>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time_of_day: Option<At>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sender: Option<At>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub receiver: Option<At>,
    /// Whoever is at the other end of the line, where the table tells the direction ("odlazni", "dolazni") instead of two numbers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub other_party: Option<At>,
    /// Whoever the listing is about, beside the other party: the caller of outgoing calls, the called of incoming ones.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subscriber: Option<At>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub duration: Option<At>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub direction: Option<At>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<At>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<At>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub media: Option<At>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub imei: Option<At>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub imsi: Option<At>,
}

fn yes() -> bool {
    true
}

/// A column, by its heading or by its number from 1.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum At {
    Number(u16),
    Heading(String),
}

/// Which number of a date comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Dates {
    DayFirst,
    MonthFirst,
}

/// How the dates of a chat are meant where its export does not tell: an entry `[[chat]]` of `calls.toml`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChatDates {
    /// File names it is for, with `*` and `?`. Without it: every chat.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub files: Option<String>,
    /// Whether dates like 1/2/26 begin with the month; where it is left out, the dates themselves decide.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub month_first: Option<bool>,
    /// Zone of the times: an offset ("+01:00") or "CET" for Central European Time with summer time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zone: Option<String>,
}

impl ChatDates {
    fn fault(&self) -> Option<String> {
        if self.month_first.is_none() && self.zone.is_none() {
            return Some("says neither month_first nor zone".into());
        }
        zone_fault(self.zone.as_deref())
    }

    /// Whether it is for files of this name.
    pub fn is_for(&self, name: &str) -> bool {
        self.files.as_deref().is_none_or(|pattern| fits_name(pattern, name))
    }
}

/// What a `calls.toml` says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Mapping {
    pub tables: Vec<CallTable>,
    pub chats: Vec<ChatDates>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    table: Vec<toml::Spanned<CallTable>>,
    #[serde(default)]
    chat: Vec<toml::Spanned<ChatDates>>,
}

/// Read `calls.toml`.
///
/// # Errors
/// What is wrong in one sentence, with line and column.
pub fn parse(text: &str) -> Result<Mapping, String> {
    let place = |at: usize| {
        let before = text.get(..at).unwrap_or(text);
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or("").chars().count() + 1;
        format!("line {line}, column {column}")
    };
    let file: File = toml::from_str(text)
        .map_err(|error| format!("{}: {}", place(error.span().map_or(0, |span| span.start)), error.message()))?;
    let mut mapping = Mapping::default();
    for table in file.table {
        let start = table.span().start;
        let table = table.into_inner();
        if let Some(fault) = table.fault() {
            return Err(format!("{}: this [[table]] {fault}", place(start)));
        }
        mapping.tables.push(table);
    }
    for chat in file.chat {
        let start = chat.span().start;
        let chat = chat.into_inner();
        if let Some(fault) = chat.fault() {
            return Err(format!("{}: this [[chat]] {fault}", place(start)));
        }
        mapping.chats.push(chat);
    }
    Ok(mapping)
}

impl CallTable {
    fn fault(&self) -> Option<String> {
        let named: Vec<&At> = self.columns().into_iter().map(|(_, at)| at).collect();
        if named.is_empty() {
            return Some("names no column".into());
        }
        if self.time.is_none() && self.date.is_none() {
            return Some("names no column with the time (time, or date and time_of_day)".into());
        }
        if named.iter().any(|at| matches!(at, At::Number(0))) {
            return Some("counts a column as 0; the first one is 1".into());
        }
        if !self.header && named.iter().any(|at| matches!(at, At::Heading(_))) {
            return Some("names columns by headings but says header = false; give their numbers".into());
        }
        if self.files.is_none() && named.iter().all(|at| matches!(at, At::Number(_))) {
            return Some("names columns by number only, so it must say for which files".into());
        }
        if let Some(delimiter) = self.delimiter.filter(|d| !d.is_ascii() || d.is_ascii_alphanumeric() || *d == '"') {
            return Some(format!("has the delimiter {delimiter:?}; one sign like ; , | or a tab is meant"));
        }
        zone_fault(self.zone.as_deref())
    }

    /// Every column it names.
    pub(super) fn columns(&self) -> Vec<(Column, &At)> {
        [
            (Column::Time, &self.time),
            (Column::Date, &self.date),
            (Column::Clock, &self.time_of_day),
            (Column::From, &self.sender),
            (Column::To, &self.receiver),
            (Column::Party, &self.other_party),
            (Column::Subscriber, &self.subscriber),
            (Column::Duration, &self.duration),
            (Column::Direction, &self.direction),
            (Column::Place, &self.place),
            (Column::Text, &self.text),
            (Column::Media, &self.media),
            (Column::Imei, &self.imei),
            (Column::Imsi, &self.imsi),
        ]
        .into_iter()
        .filter_map(|(column, at)| at.as_ref().map(|at| (column, at)))
        .collect()
    }

    /// Whether it is for files of this name; `None` if it does not say.
    pub fn is_for(&self, name: &str) -> Option<bool> {
        self.files.as_deref().map(|pattern| fits_name(pattern, name))
    }

    /// What the columns of this row of headings mean, or the first one that is not there.
    pub(super) fn assign(&self, header: &[String]) -> Result<Vec<Option<Column>>, String> {
        let mut found = vec![None; header.len()];
        for (column, at) in self.columns() {
            let place = match at {
                At::Number(number) => usize::from(*number).checked_sub(1).filter(|at| *at < header.len()),
                At::Heading(heading) => header.iter().position(|cell| folded(cell) == folded(heading)),
            };
            match place.and_then(|at| found.get_mut(at)) {
                Some(slot) => *slot = Some(column),
                None => {
                    return Err(match at {
                        At::Number(number) => format!("number {number}"),
                        At::Heading(heading) => format!("“{heading}”"),
                    });
                }
            }
        }
        Ok(found)
    }
}

fn zone_fault(zone: Option<&str>) -> Option<String> {
    let wrong = matches!(zone.map(Zone::read), Some(None));
    wrong.then(|| "has a zone that is neither an offset like \"+01:00\" nor \"CET\"".into())
}

/// Whether the last part of a path fits a pattern; capitals do not matter.
fn fits_name(pattern: &str, name: &str) -> bool {
    let name = name.rsplit(['/', '\\']).next().unwrap_or(name).to_lowercase();
    fits(&pattern.to_lowercase(), &name)
}

/// `*` for any signs, `?` for one.
fn fits(pattern: &str, name: &str) -> bool {
    let (pattern, name): (Vec<char>, Vec<char>) = (pattern.chars().collect(), name.chars().collect());
    let (mut p, mut n, mut star) = (0, 0, None);
    while n < name.len() {
        match pattern.get(p) {
            Some('*') => {
                star = Some((p, n));
                p += 1;
            }
            Some(c) if *c == '?' || Some(c) == name.get(n) => (p, n) = (p + 1, n + 1),
            _ => match star {
                // The last star takes one sign more.
                Some((at, taken)) => {
                    star = Some((at, taken + 1));
                    (p, n) = (at + 1, taken + 1);
                }
                None => return false,
            },
        }
    }
    pattern.get(p..).unwrap_or_default().iter().all(|c| *c == '*')
}

/// The zone of a table's times.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Zone {
    /// Minutes east of UTC.
    Fixed(i32),
    /// Central European Time; summer time from the last Sunday of March, 2:00, to the last Sunday of October, 3:00 (Directive 2000/84/EC).
    Central,
}

impl Zone {
    pub(super) fn read(text: &str) -> Option<Zone> {
        if text == "CET" {
            return Some(Zone::Central);
        }
        if matches!(text, "Z" | "UTC") {
            return Some(Zone::Fixed(0));
        }
        let (sign, rest) = text.split_at_checked(1)?;
        let (hours, minutes) = rest.split_once(':')?;
        let (hours, minutes): (i32, i32) = (hours.parse().ok()?, minutes.parse().ok()?);
        let minutes = (hours * 60 + minutes).checked_mul(if sign == "-" { -1 } else { 1 })?;
        (matches!(sign, "+" | "-") && rest.len() == 5 && minutes.abs() <= 14 * 60).then_some(Zone::Fixed(minutes))
    }

    /// The offset at a local time "2026-03-29T02:30:00"; the hour that is there twice is taken as summer time, its first passing.
    pub(super) fn offset(self, local: &str) -> Option<String> {
        let minutes = match self {
            Zone::Fixed(minutes) => minutes,
            Zone::Central => {
                let time: jiff::civil::DateTime = local.parse().ok()?;
                let last_sunday = |month: i8| {
                    let last = jiff::civil::Date::new(time.year(), month, 31).ok()?;
                    last.checked_sub(jiff::Span::new().days(i64::from(last.weekday().to_sunday_zero_offset()))).ok()
                };
                let begins = last_sunday(3)?.at(2, 0, 0, 0);
                let ends = last_sunday(10)?.at(3, 0, 0, 0);
                if time >= begins && time < ends { 120 } else { 60 }
            }
        };
        let sign = if minutes < 0 { '-' } else { '+' };
        Some(format!("{sign}{:02}:{:02}", minutes.abs() / 60, minutes.abs() % 60))
    }
}

/// An entry for `calls.toml` that says what these headings were taken for, ready to be pasted and changed.
/// `undecided`: nothing in the table says whether its dates begin with the day or with the month.
pub(super) fn proposal(name: &str, header: &[String], columns: &[Option<Column>], undecided: bool) -> String {
    let quoted = |text: &str| toml::Value::String(text.to_owned()).to_string();
    let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let mut out = format!("[[table]]\nfiles = {}\n# zone = \"CET\"\n", quoted(file));
    if undecided {
        out.push_str("# dates = \"day_first\"    # or \"month_first\"; nothing in the table decides it\n");
    }
    for (heading, column) in header.iter().zip(columns) {
        match column {
            Some(column) => out.push_str(&format!("{} = {}\n", column.key(), quoted(heading))),
            None if heading.is_empty() => {}
            None => out.push_str(&format!("# not used: {}\n", quoted(heading))),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mistakes_are_told_with_their_place() {
        for (text, told) in [
            ("[[table]]\nfiles = \"a*\"\nzeit = \"b\"\n", "line 3, column 1: unknown field `zeit`"),
            (
                "[[table]]\ntime = \"a\"\n[[table]]\nsender = \"b\"\n",
                "line 3, column 1: this [[table]] names no column with the time",
            ),
            ("[[table]]\ntime = 0\nfiles = \"a\"\n", "counts a column as 0"),
            ("[[table]]\ntime = 1\n", "must say for which files"),
            ("[[table]]\ntime = \"a\"\nheader = false\n", "give their numbers"),
            ("[[table]]\ntime = \"a\"\nzone = \"Belgrade\"\n", "neither an offset"),
            ("[[table]]\ntime = \"a\"\ndelimiter = \";;\"\n", "line 3, column 13"),
            ("[[table]\n", "line 1, column"),
            ("[[table]]\n", "names no column"),
            ("[[chat]]\nfiles = \"a*\"\n", "line 1, column 1: this [[chat]] says neither month_first nor zone"),
            ("[[chat]]\nzone = \"Belgrade\"\n", "neither an offset"),
        ] {
            let error = parse(text).expect_err(text);
            assert!(error.contains(told), "{text}: {error}");
        }
        assert_eq!(parse("").unwrap(), Mapping::default());
        let mapping = parse("[[chat]]\nfiles = \"WhatsApp*\"\nmonth_first = false\n").unwrap();
        assert!(mapping.chats[0].is_for("a/whatsapp Chat.txt") && !mapping.chats[0].is_for("b.txt"));
    }

    #[test]
    fn names_of_files() {
        for (pattern, name, expected) in [
            ("pozivi*.csv", "POZIVI-1.CSV", true),
            ("*", "x", true),
            ("a?c", "abc", true),
            ("a?c", "ac", false),
            ("*b*b", "abcb", true),
            ("a*", "ba", false),
        ] {
            let table = CallTable { files: Some(pattern.into()), ..CallTable::default() };
            assert_eq!(table.is_for(name), Some(expected), "{pattern} {name}");
        }
    }

    #[test]
    fn summer_and_winter() {
        for (local, offset) in [
            ("2026-02-10T20:41:07", "+01:00"),
            ("2026-03-29T01:59:59", "+01:00"),
            ("2026-03-29T03:00:00", "+02:00"),
            ("2026-10-25T01:00:00", "+02:00"),
            ("2026-10-25T03:00:00", "+01:00"),
        ] {
            assert_eq!(Zone::Central.offset(local).as_deref(), Some(offset), "{local}");
        }
        assert_eq!(Zone::read("-03:30").unwrap().offset("x").as_deref(), Some("-03:30"));
        for wrong in ["+1", "01:00", "+15:00", "+01:0", ""] {
            assert_eq!(Zone::read(wrong), None, "{wrong}");
        }
    }

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig::with_cases(64))]
        /// What is proposed can be pasted as it is, and means the same columns.
        #[test]
        fn a_proposal_reads_back(headings in proptest::collection::vec("[a-zšЖ\"\\\\ ]{1,8}", 1..6)) {
            let mut header: Vec<String> = vec!["Datum".into()];
            for heading in headings {
                if !folded(&heading).is_empty() && header.iter().all(|known| folded(known) != folded(&heading)) {
                    header.push(heading);
                }
            }
            let all = [Column::Date, Column::From, Column::To, Column::Place, Column::Text, Column::Media];
            let columns: Vec<Option<Column>> = header.iter().enumerate().map(|(at, _)| all.get(at).copied()).collect();
            let read = parse(&proposal("a/b.csv", &header, &columns, true)).unwrap().tables;
            proptest::prop_assert_eq!(read[0].is_for("b.csv"), Some(true));
            proptest::prop_assert_eq!(read[0].assign(&header).unwrap(), columns);
        }
    }
}
