//! Call and message records of telephone operators, and chats exported as tables: CSV whose header names a time and a party.
//!
//! The columns are guessed by their names in the languages of the region, and the guess is told in the document's facts ("column time").

use super::columns::{Column, columns, folded};
use super::mapping::{CallTable, Dates, Zone, proposal};
use super::table_dates::{Order, order, when};
use super::{ENGINE, Entries};
use crate::extract::formats::Format;
use crate::extract::{Entry, Failure, Gap, Input, Meta, Options, Reason, Sink};

/// The row of the table of formats.
pub(crate) static RECORDS: Format = Format {
    id: "call-records",
    name: "Call records, chats as tables (CSV)",
    media_type: "text/csv",
    extensions: &[],
    engine: ENGINE,
    read,
    reads: "every row as an entry: time, caller, called, duration, direction, cell or place, IMEI, IMSI, text; the columns are guessed by their names, the guess is shown by `rogatory show`, and `calls.toml` confirms or changes it; whether 02/03/2025 begins with the day or the month is decided on all rows",
    leaves: "the time zone, unless the column writes an offset or calls.toml tells it; where nothing decides the order of day and month, day first is assumed and told as a gap (`text_unreliable`)",
    locator: "message",
    limits: "",
};

/// Whether a direction, as operators and phones write it, means that the other party was called; `None` where it tells nothing.
pub(super) fn is_outgoing(direction: &str) -> Option<bool> {
    const OUT: [&str; 10] = ["odlaz", "izlaz", "pojdov", "izvrsen", "dales", "outgoing", "ausgehend", "abgehend", "moc", "uscit"];
    const IN: [&str; 10] =
        ["dolaz", "ulaz", "dojdov", "primljen", "hyres", "incoming", "eingehend", "ankommend", "mtc", "entrat"];
    if let Ok(kind) = direction.trim().parse::<u64>() {
        // The kinds of Android's tables; Signal keeps flags above the lowest five bits.
        return match kind & 0x1f {
            1 | 3 | 20 => Some(false),
            2 | 21..=26 => Some(true),
            _ => None,
        };
    }
    let word = folded(direction);
    let begins = |words: &[&str]| words.iter().any(|known| word.starts_with(known));
    match (begins(&OUT) || word == "out", begins(&IN) || word == "in") {
        (true, false) => Some(true),
        (false, true) => Some(false),
        _ => None,
    }
}

fn delimiter(head: &str) -> u8 {
    let line = head.lines().find(|line| !line.trim().is_empty()).unwrap_or("");
    [b';', b'\t', b'|', b',']
        .into_iter()
        .max_by_key(|delimiter| line.bytes().filter(|byte| byte == delimiter).count())
        .unwrap_or(b',')
}

/// Whether a table begins as call records do. Some lines of an operator's letterhead may stand before the header.
pub(crate) fn looks_like(head: &str) -> bool {
    header_line(head).is_some()
}

/// Lines that may stand before the headings.
const LETTERHEAD: usize = 10;

fn header_line(text: &str) -> Option<usize> {
    text.lines().take(LETTERHEAD).position(|line| {
        let cells = cells(line, delimiter(line));
        cells.len() >= 3 && columns(&cells).is_some()
    })
}

fn cells(line: &str, delimiter: u8) -> Vec<String> {
    line.split(char::from(delimiter)).map(|cell| cell.trim_matches(['"', ' ', '\u{feff}', '\r']).to_owned()).collect()
}

/// What `calls.toml` says of a file.
enum Told<'t> {
    /// It is read by this entry; its headings stand in this line.
    Table(&'t CallTable, usize),
    /// An entry is meant for it but names a column it does not have.
    Misses(String),
}

fn told<'t>(tables: &'t [CallTable], name: &str, text: &str) -> Option<Told<'t>> {
    let mut misses = None;
    for table in tables {
        let named = match table.is_for(name) {
            Some(false) => continue,
            named => named.is_some(),
        };
        if !table.header {
            return Some(Told::Table(table, 0));
        }
        let mut missing = None;
        for (number, line) in text.lines().take(LETTERHEAD).enumerate() {
            match table.assign(&cells(line, table.delimiter.map_or_else(|| delimiter(line), |d| d as u8))) {
                Ok(_) => return Some(Told::Table(table, number)),
                Err(column) => missing = missing.or(Some(column)),
            }
        }
        if named {
            misses = misses.or(missing);
        }
    }
    misses.map(Told::Misses)
}

/// Whether `calls.toml` has something to say of this text.
pub(crate) fn is_told(input: &Input, tables: &[CallTable]) -> bool {
    let possible = tables.iter().any(|table| table.is_for(input.name) != Some(false));
    let head = input.bytes.get(..input.bytes.len().min(64 * 1024)).unwrap_or_default();
    possible && told(tables, input.name, &crate::language::encoding::decode(head, None).text).is_some()
}

fn read(input: &Input, options: &Options, sink: &mut dyn Sink) -> Result<(), Failure> {
    sink.format(RECORDS.media_type, ENGINE)?;
    let decoded = crate::language::encoding::decode(input.bytes, None);
    if decoded.lossy {
        sink.gap(crate::extract::paragraphs::lossy(decoded.encoding))?;
    }
    let (table, skipped) = match told(&options.calls, input.name, &decoded.text) {
        Some(Told::Table(table, line)) => (Some(table), line),
        Some(Told::Misses(column)) => {
            let detail =
                format!("calls.toml names the column {column}, which this table does not have; the columns were guessed");
            sink.gap(Gap::new(Reason::Unsupported, detail))?;
            let Some(line) = header_line(&decoded.text) else {
                // Nothing to guess either: a table like any other.
                let plain = &crate::extract::csv::CSV;
                sink.format(plain.media_type, plain.engine)?;
                return (plain.read)(input, options, sink);
            };
            (None, line)
        }
        None => (None, header_line(&decoded.text).unwrap_or(0)),
    };
    let start: usize = decoded.text.split_inclusive('\n').take(skipped).map(str::len).sum();
    let (before, rows) = decoded.text.split_at(start);
    let sign = table.and_then(|table| table.delimiter).map_or_else(|| delimiter(rows), |sign| sign as u8);
    let reader = || csv::ReaderBuilder::new().delimiter(sign).has_headers(false).flexible(true).from_reader(rows.as_bytes());
    let (mut rows, mut again) = (reader().into_records().peekable(), reader().into_records());
    let header: Vec<String> = match rows.peek() {
        Some(Ok(row)) if table.is_some_and(|table| !table.header) => row.iter().map(|_| String::new()).collect(),
        Some(Ok(row)) => row.iter().map(|cell| cell.trim().trim_start_matches('\u{feff}').to_owned()).collect(),
        _ => return Err(Failure::because(Reason::Corrupt, "the table has no header")),
    };
    if table.is_none_or(|table| table.header) {
        rows.next();
        again.next();
    }
    let columns = match table {
        Some(table) => table.assign(&header).unwrap_or_else(|_| vec![None; header.len()]),
        None => columns(&header).unwrap_or_default(),
    };
    let mut meta = Meta::default();
    meta.extra.push(("encoding".into(), decoded.encoding.into()));
    meta.extra.push(("columns".into(), if table.is_some() { "as calls.toml says" } else { "guessed from the headings" }.into()));
    for (number, (name, column)) in header.iter().zip(&columns).enumerate() {
        let name = if name.is_empty() { format!("number {}", number + 1) } else { name.clone() };
        meta.extra.push((format!("column {}", column.map_or("(other)", Column::name)), name));
    }
    let found = dates(again.flatten(), &columns);
    let told = table.and_then(|table| table.dates);
    let month_first = match told {
        Some(dates) if if dates == Dates::MonthFirst { found.month_fits } else { found.day_fits } => dates == Dates::MonthFirst,
        Some(dates) => {
            let detail = format!(
                "calls.toml says {} for this table, but some of its dates do not fit that; they were read {}",
                Order::name(dates == Dates::MonthFirst),
                Order::name(found.month_first)
            );
            sink.gap(Gap::new(Reason::TextUnreliable, detail))?;
            found.month_first
        }
        None if !found.sure => {
            let detail = "the dates can be read day first and month first, and nothing in the table decides it; day first was \
                          assumed. Say it in calls.toml: dates = \"day_first\" or \"month_first\"";
            sink.gap(Gap::new(Reason::TextUnreliable, detail))?;
            found.month_first
        }
        None => found.month_first,
    };
    if found.asked {
        let how = match (told, found.sure) {
            (Some(_), _) if month_first != found.month_first || found.day_fits && found.month_fits => " (as calls.toml says)",
            (None, false) => " (assumed)",
            _ => "",
        };
        meta.extra.push(("date order".into(), format!("{}{how}", Order::name(month_first))));
    }
    if table.is_none() {
        meta.extra.push((super::mapping::CALLS_FILE.into(), proposal(input.name, &header, &columns, !found.sure)));
    }
    sink.meta(meta)?;
    let mut entries = Entries::new(sink);
    if !before.trim().is_empty() {
        entries.put(Entry::default(), before)?;
    }
    let times = Times {
        zone: table.and_then(|table| table.zone.as_deref()).and_then(|name| Zone::read(name).map(|zone| (zone, name))),
        month_first,
    };
    let (mut bad, mut timeless) = (0u64, 0u64);
    for row in rows {
        match row {
            Ok(row) => timeless += u64::from(record(&row, &header, &columns, &times, &mut entries)?),
            Err(_) => bad += 1,
        }
    }
    if bad > 0 {
        sink.gap(Gap::new(Reason::Corrupt, format!("{bad} rows do not follow the table and were not read")))?;
    }
    if timeless > 0 {
        let detail = format!(
            "the time of {timeless} rows was not understood; say in calls.toml which column holds it and how it is written"
        );
        sink.gap(Gap::new(Reason::Unsupported, detail))?;
    }
    Ok(())
}

/// The cell of a row that has this meaning, if it is filled.
fn cell_of<'r>(row: &'r csv::StringRecord, columns: &[Option<Column>], wanted: Column) -> Option<&'r str> {
    let at = columns.iter().position(|column| *column == Some(wanted))?;
    row.get(at).map(str::trim).filter(|text| !text.is_empty())
}

/// In which order day and month stand in these rows.
fn dates(rows: impl Iterator<Item = csv::StringRecord>, columns: &[Option<Column>]) -> Order {
    let rows = rows.map(|row| {
        let cell = |wanted| cell_of(&row, columns, wanted).map(str::to_owned);
        (cell(Column::Date), cell(Column::Time).or(cell(Column::Clock)))
    });
    order(rows)
}

/// How the times of a table are meant.
struct Times<'t> {
    zone: Option<(Zone, &'t str)>,
    month_first: bool,
}

/// Put one row; says whether its time was written and not understood.
fn record(
    row: &csv::StringRecord,
    header: &[String],
    columns: &[Option<Column>],
    times: &Times<'_>,
    entries: &mut Entries<'_>,
) -> Result<bool, Failure> {
    let cell = |wanted: Column| cell_of(row, columns, wanted);
    if row.iter().all(|cell| cell.trim().is_empty()) {
        return Ok(false);
    }
    let (date, clock) = (cell(Column::Date), cell(Column::Time).or(cell(Column::Clock)));
    let mut time = when(date, clock, times.month_first);
    // A row whose day or hour was written and not understood.
    let lost = (date.is_some() || clock.is_some())
        && time.as_ref().is_none_or(|time| clock.is_some_and(|clock| clock.contains(':')) && !time.contains('T'));
    let mut zone = [clock, date].into_iter().flatten().find_map(super::zone_named);
    // A local time to the minute has a zone; a day alone has none.
    if let (Some(local), Some((known, name))) = (&mut time, times.zone)
        && local.len() == "2026-02-10T20:41:07".len()
        && let Some(offset) = known.offset(local)
    {
        local.push_str(&offset);
        zone = Some(name.to_owned());
    }
    let outgoing = cell(Column::Direction).and_then(is_outgoing);
    // Who is at which end of a listing of one subscriber, the direction tells.
    let party = |wanted: bool| {
        let column = if outgoing == Some(wanted) { Column::Party } else { Column::Subscriber };
        cell(column).filter(|_| outgoing.is_some())
    };
    let entry = Entry {
        time,
        zone,
        sender: cell(Column::From).or_else(|| party(false)).map(str::to_owned),
        receivers: cell(Column::To).or_else(|| party(true)).map(str::to_owned).into_iter().collect(),
        direction: cell(Column::Direction).map(str::to_owned),
        duration_seconds: cell(Column::Duration).and_then(seconds),
        place: cell(Column::Place).map(str::to_owned),
        media: cell(Column::Media).map(str::to_owned).into_iter().collect(),
        imei: cell(Column::Imei).map(str::to_owned),
        imsi: cell(Column::Imsi).map(str::to_owned),
        ..Entry::default()
    };
    // Every cell stays searchable under its own heading, whatever the guess was.
    let mut text = String::new();
    for (at, value) in row.iter().enumerate().filter(|(_, value)| !value.trim().is_empty()) {
        if !text.is_empty() {
            text.push_str("; ");
        }
        match header.get(at).filter(|name| !name.is_empty()) {
            Some(name) => text.push_str(&format!("{name}: {}", value.trim())),
            None => text.push_str(value.trim()),
        }
    }
    // The sender already stands in the row.
    entries.put_as_is(entry, &text)?;
    Ok(lost)
}

/// "65", "00:01:05", "1:05", "65 s" as seconds.
pub(super) fn seconds(text: &str) -> Option<u64> {
    let text = text.trim().trim_end_matches(|c: char| c.is_alphabetic() || c == '.' || c == ' ');
    let parts: Vec<u64> =
        text.split(':').map(|part| part.trim().split(['.', ',']).next().unwrap_or("").parse().ok()).collect::<Option<_>>()?;
    match parts.as_slice() {
        [seconds] => Some(*seconds),
        [minutes, seconds] => Some(minutes.checked_mul(60)?.checked_add(*seconds)?),
        [hours, minutes, seconds] => Some(hours.checked_mul(3600)?.checked_add(minutes.checked_mul(60)?)?.checked_add(*seconds)?),
        _ => None,
    }
}

/// "02.03.2025 10:14:00", "2025-03-02T10:14:00+01:00", "02/03/2025 10:14" as RFC 3339; anything else is none. The day stands before the month
/// unless `month_first` says otherwise, and neither matters where the year is first.
pub(super) fn stamp(text: &str, month_first: bool) -> Option<String> {
    let text = text.trim();
    // Seconds or milliseconds since 1970, from 2001 on.
    if let (10 | 13, Ok(number)) = (text.len(), text.parse::<i64>()) {
        let seconds = if text.len() == 13 { number / 1000 } else { number };
        return jiff::Timestamp::from_second(seconds).ok().map(|time| time.to_string());
    }
    let split = text.find(|c: char| c.is_whitespace() || c == 'T').unwrap_or(text.len());
    let (date, rest) = text.split_at(split);
    let parts: Vec<u32> =
        date.trim_end_matches('.').split(['.', '/', '-']).map(|part| part.parse().ok()).collect::<Option<_>>()?;
    let [a, b, c] = parts.as_slice() else { return None };
    let (year, month, day) = match (*a > 31, month_first) {
        (true, _) => (*a, *b, *c),
        (false, false) => (*c, *b, *a),
        (false, true) => (*c, *a, *b),
    };
    let year = if year < 100 { year + 2000 } else { year };
    if year > 9999 || !super::stamps::is_day(year, month, day) {
        return None;
    }
    let rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == 'T');
    // "10:14:05.250" has parts of a second; "10.14.05" is written with points.
    let point = if rest.contains(':') { ':' } else { '.' };
    let end = rest.find(|c: char| !(c.is_ascii_digit() || c == point)).unwrap_or(rest.len());
    let (clock, zone) = rest.split_at(end);
    let clock: Vec<u32> = clock.split(point).map(|part| part.parse().ok()).collect::<Option<Vec<_>>>().unwrap_or_default();
    let (half, zone) = half_of_day(zone);
    let hour = |hour: u32| match half {
        None => Some(hour).filter(|hour| *hour < 24),
        Some(after_noon) => Some(hour % 12 + 12 * u32::from(after_noon)).filter(|_| (1..=12).contains(&hour)),
    };
    let time = match clock.as_slice() {
        [h, minute] if *minute < 60 => hour(*h).map(|hour| format!("T{hour:02}:{minute:02}:00")),
        [h, minute, second] if *minute < 60 && *second < 61 => hour(*h).map(|hour| format!("T{hour:02}:{minute:02}:{second:02}")),
        _ => None,
    };
    let Some(clock) = time else { return Some(format!("{year:04}-{month:02}-{day:02}")) };
    let zone = zone.trim_start_matches(|c: char| c == '.' || c.is_ascii_digit()).trim();
    let zone = zone.strip_prefix("UTC").or_else(|| zone.strip_prefix("(UTC")).unwrap_or(zone).trim_end_matches(')');
    let offset = match zone {
        "Z" | "z" | "+0" => "Z".to_owned(),
        zone if zone.len() == 6 && zone.starts_with(['+', '-']) && zone.as_bytes().get(3) == Some(&b':') => zone.to_owned(),
        zone => match zone.split_at_checked(1) {
            Some((sign @ ("+" | "-"), hours)) if hours.parse::<u32>().is_ok_and(|h| h <= 14) => format!("{sign}{hours:0>2}:00"),
            _ => String::new(),
        },
    };
    Some(format!("{year:04}-{month:02}-{day:02}{clock}{offset}"))
}

/// "AM" or "PM" behind a clock: whether it is after noon, and what follows.
fn half_of_day(text: &str) -> (Option<bool>, &str) {
    let text = text.trim_start();
    let Some((half, rest)) = text.split_at_checked(2) else { return (None, text) };
    match half.to_ascii_lowercase().as_str() {
        "am" => (Some(false), rest),
        "pm" => (Some(true), rest),
        _ => (None, text),
    }
}
