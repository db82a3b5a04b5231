//! What the columns of a table of calls or messages mean, guessed from their headings in the languages of the region.

use crate::language::script::to_latin;

use super::headings::{END, PARTIES, RULES};

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Column {
    Time,
    Date,
    Clock,
    From,
    To,
    Duration,
    Direction,
    Place,
    Text,
    Media,
    /// Whoever is at the other end; the direction says whether it sent or received.
    Party,
    /// Whoever the listing is about, beside the other party.
    Subscriber,
    Imei,
    Imsi,
}

impl Column {
    pub(super) fn name(self) -> &'static str {
        match self {
            Column::Time => "time",
            Column::Date => "date",
            Column::Clock => "time of day",
            Column::From => "sender",
            Column::To => "receiver",
            Column::Duration => "duration",
            Column::Direction => "direction",
            Column::Place => "place",
            Column::Text => "text",
            Column::Media => "media",
            Column::Party => "other party",
            Column::Subscriber => "subscriber",
            Column::Imei => "imei",
            Column::Imsi => "imsi",
        }
    }

    /// Its name in `calls.toml`.
    pub(super) fn key(self) -> &'static str {
        match self {
            Column::Clock => "time_of_day",
            Column::Party => "other_party",
            _ => self.name(),
        }
    }
}

/// A heading as it is compared: small letters and digits of the Latin script without accents, so that "Početak", "POCETAK" and "Почетак" are one.
pub(super) fn folded(heading: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    let plain = |c: char| if c == 'đ' { 'd' } else { c };
    to_latin(&heading.to_lowercase()).nfd().filter(|c| c.is_alphanumeric()).map(plain).collect()
}

/// What a heading means by its words.
fn meaning(heading: &str) -> Option<Column> {
    let word = folded(heading);
    let words: Vec<String> = heading.split(|c: char| !c.is_alphanumeric()).map(folded).filter(|word| !word.is_empty()).collect();
    let has = |wanted: &str| words.iter().any(|word| word == wanted);
    for (sign, column) in [("imei", Column::Imei), ("imsi", Column::Imsi)] {
        if word.contains(sign) {
            return Some(column);
        }
    }
    // Short words must be the whole name, or "to" would be found in "total".
    let begins = |known: &&str| if known.len() <= 4 { word == **known } else { word.starts_with(*known) };
    if END.iter().any(begins) {
        return None;
    }
    // "A-Rufnummer", "Број Б", "Numri (A)": of two parties, the one who calls is A.
    if words.iter().any(|word| PARTIES.contains(&word.as_str())) || words.len() == 1 {
        match (has("a"), has("b")) {
            (true, false) => return Some(Column::From),
            (false, true) => return Some(Column::To),
            _ => {}
        }
    }
    RULES.iter().find(|(_, words)| words.iter().any(begins)).map(|(column, _)| *column)
}

/// The columns of a header row, each meaning once, or nothing if it is no record of calls or messages.
pub(super) fn columns(header: &[String]) -> Option<Vec<Option<Column>>> {
    if let Some(found) = android(header) {
        return Some(found);
    }
    let mut found: Vec<Option<Column>> = header.iter().map(|name| meaning(name)).collect();
    // Italian "da" and "a": from and to.
    let at = |wanted: &str| header.iter().position(|name| folded(name) == wanted);
    if let (Some(from), Some(to)) = (at("da"), at("a")) {
        found[from] = Some(Column::From);
        found[to] = Some(Column::To);
    }
    // Of several columns with one meaning the first counts; of places the one that says most.
    let place = (0..found.len()).filter(|at| found[*at] == Some(Column::Place)).min_by_key(|at| vague(&header[*at]));
    let mut seen = std::collections::HashSet::new();
    for (at, slot) in found.iter_mut().enumerate() {
        *slot = slot.filter(|column| if *column == Column::Place { place == Some(at) } else { true } && seen.insert(*column));
    }
    let has = |column| seen.contains(&column);
    // A listing of one subscriber without a column for the direction: whoever it is about is taken for the caller.
    let both = has(Column::Subscriber) && has(Column::Party);
    let from = has(Column::From) || has(Column::Subscriber);
    let to = has(Column::To) || both;
    let timed = has(Column::Time) || has(Column::Date) || (has(Column::Clock) && from && to);
    let told = (from && (to || has(Column::Text))) || (to && (has(Column::Duration) || has(Column::Text)));
    // With the day in a column of its own, "start" is the time of day.
    let clock = has(Column::Date) && has(Column::Time) && !has(Column::Clock);
    let directed = both && has(Column::Direction);
    let plain = |column: Column| match column {
        Column::Time if clock => Column::Clock,
        Column::Subscriber if !directed => Column::From,
        Column::Party if both && !directed => Column::To,
        _ => column,
    };
    let once = |column: &Column| !(*column == Column::Subscriber && !directed && has(Column::From));
    (timed && told).then(|| found.into_iter().map(|column| column.filter(once).map(plain)).collect())
}

/// How little a heading of places says: an address, a name or cell, the number of an area.
fn vague(heading: &str) -> u8 {
    let word = folded(heading);
    match word.as_str() {
        _ if ["adres", "indirizz", "address"].iter().any(|part| word.contains(part)) => 0,
        "lac" | "tac" | "ci" | "mcc" | "mnc" => 2,
        _ => 1,
    }
}

/// Tables of messages as Android programs keep them, which the program signal-back writes out of a backup of Signal as they are
/// (<https://github.com/xeals/signal-back>, `types/message.go`): the address is the other party, the type tells the direction.
fn android(header: &[String]) -> Option<Vec<Option<Column>>> {
    let names: Vec<String> = header.iter().map(|name| folded(name)).collect();
    let has = |wanted: &str| names.iter().any(|name| name == wanted);
    if !(has("address") && has("datesent") && has("body") && has("threadid")) {
        return None;
    }
    let meaning = |name: &String| match name.as_str() {
        "address" => Some(Column::Party),
        "datesent" => Some(Column::Time),
        "body" => Some(Column::Text),
        "type" | "messagebox" => Some(Column::Direction),
        _ => None,
    };
    Some(names.iter().map(meaning).collect())
}
