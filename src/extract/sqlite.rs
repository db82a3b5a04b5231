//! SQLite databases, table by table. The bytes are copied into memory and opened there, read-only; nothing on disk is ever opened.
//!
//! Views, triggers and virtual tables are not run: only stored tables are read, with an untrusted schema.

use rusqlite::Connection;
use rusqlite::config::DbConfig;
use rusqlite::types::ValueRef;

use super::formats::Format;
use super::{Failure, Gap, Input, Locator, Meta, Options, Part, Reason, Sink, Unit};

const ENGINE: &str = concat!("rogatory-sqlite ", env!("CARGO_PKG_VERSION"));

/// The row of the table of formats.
pub(crate) static SQLITE: Format = Format {
    id: "sqlite",
    name: "SQLite database",
    media_type: "application/vnd.sqlite3",
    extensions: &["sqlite", "sqlite3", "db", "db3"],
    engine: ENGINE,
    read,
    reads: "every table row by row with the names of its columns; numbers in columns of time also as dates; files kept in the database as members",
    leaves: "deleted rows, views; a write-ahead log beside the file (then the document is `partial`)",
    locator: "row",
    limits: "10,000 embedded files; no cell over 1 MiB",
};

/// A unit is closed after the row that reaches this many bytes.
const UNIT_BYTES: usize = 2_000;
const LONGEST_CELL: usize = 1 << 20;
const MOST_MEMBERS: usize = 10_000;

fn read(input: &Input, _options: &Options, sink: &mut dyn Sink) -> Result<(), Failure> {
    sink.format(SQLITE.media_type, ENGINE)?;
    let mut meta = Meta::default();
    // A database that kept a write-ahead log says so in two bytes; memory has no such log, so the copy must not ask for one.
    let log = input.bytes.get(18..20) == Some(&[2, 2]);
    if log {
        let note = "kept a write-ahead log: what stands only in the file with the ending \"-wal\" beside it is not read";
        meta.extra.push(("journal".into(), note.into()));
    }
    let connection = open(input.bytes, log).map_err(|error| because(&error))?;
    let tables = tables(&connection).map_err(|error| because(&error))?;
    meta.extra.push(("tables".into(), tables.join(", ").chars().take(4000).collect()));
    sink.meta(meta)?;
    let mut members = 0usize;
    for table in &tables {
        if let Err(error) = rows(&connection, table, &mut members, sink)? {
            sink.gap(Gap::new(reason(&error), format!("the table {table} was read up to a damaged place: {error}")))?;
        }
    }
    if members > MOST_MEMBERS {
        sink.gap(Gap::new(Reason::SizeLimit, format!("{} more embedded files were not taken out", members - MOST_MEMBERS)))?;
    }
    Ok(())
}

/// The database in memory, read-only.
fn open(bytes: &[u8], log: bool) -> rusqlite::Result<Connection> {
    let mut connection = Connection::open_in_memory()?;
    let (head, rest) = bytes.split_at(bytes.len().min(100));
    let mut head = head.to_vec();
    if log && let Some(versions) = head.get_mut(18..20) {
        versions.fill(1);
    }
    connection.deserialize_read_exact("main", std::io::Read::chain(head.as_slice(), rest), bytes.len(), true)?;
    for (switch, on) in [
        (DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false),
        (DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true),
        (DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false),
        (DbConfig::SQLITE_DBCONFIG_ENABLE_VIEW, false),
    ] {
        connection.set_db_config(switch, on)?;
    }
    connection.pragma_update(None, "cell_size_check", true)?;
    Ok(connection)
}

/// Names of the stored tables, in the order they were made.
fn tables(connection: &Connection) -> rusqlite::Result<Vec<String>> {
    let mut statement = connection.prepare(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY rowid",
    )?;
    statement.query_map([], |row| row.get(0))?.collect()
}

/// Names of a table's columns. Asked of the database as values: the library's own names must be UTF-8, and a damaged file's are not.
fn column_names(connection: &Connection, table: &str, count: usize) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    if let Ok(mut statement) = connection.prepare("SELECT name FROM pragma_table_info(?1)")
        && let Ok(mut rows) = statement.query([table])
    {
        while let Ok(Some(row)) = rows.next() {
            let name = match row.get_ref(0) {
                Ok(ValueRef::Text(bytes)) => String::from_utf8_lossy(bytes).into_owned(),
                _ => String::new(),
            };
            names.push(name);
        }
    }
    names.truncate(count);
    (names.len()..count).for_each(|at| names.push(format!("column {}", at + 1)));
    names
}

/// The rows of one table. The inner error is the database's; what was read before it stays.
fn rows(connection: &Connection, table: &str, members: &mut usize, sink: &mut dyn Sink) -> Result<rusqlite::Result<()>, Failure> {
    let mut statement = match connection.prepare(&format!("SELECT * FROM \"{}\"", table.replace('"', "\"\""))) {
        Ok(statement) => statement,
        Err(error) => return Ok(Err(error)),
    };
    let columns = column_names(connection, table, statement.column_count());
    let mut unit = Gathered { table, text: String::new(), first: 1, last: 0 };
    let mut failed = Ok(());
    let mut found = match statement.query([]) {
        Ok(found) => found,
        Err(error) => return Ok(Err(error)),
    };
    loop {
        let row = match found.next() {
            Ok(Some(row)) => row,
            Ok(None) => break,
            Err(error) => {
                failed = Err(error);
                break;
            }
        };
        unit.last += 1;
        let mut line = String::new();
        for (index, column) in columns.iter().enumerate() {
            let Ok(value) = row.get_ref(index) else { continue };
            let Some(text) = shown(value, column, table, unit.last, members, sink)? else { continue };
            if !line.is_empty() {
                line.push_str("; ");
            }
            line.push_str(column);
            line.push_str(": ");
            line.push_str(&text);
        }
        unit.push(&line);
        if unit.text.len() >= UNIT_BYTES {
            unit.finish(sink)?;
        }
        if unit.last.is_multiple_of(10_000) {
            sink.progress()?;
        }
    }
    unit.finish(sink)?;
    Ok(failed)
}

/// Rows that go into one unit.
struct Gathered<'t> {
    table: &'t str,
    text: String,
    first: u64,
    last: u64,
}

impl Gathered<'_> {
    fn push(&mut self, line: &str) {
        if line.is_empty() {
            return;
        }
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        self.text.push_str(line);
    }

    fn finish(&mut self, sink: &mut dyn Sink) -> Result<(), Failure> {
        let text = std::mem::take(&mut self.text);
        let first = std::mem::replace(&mut self.first, self.last + 1);
        if text.is_empty() {
            return Ok(());
        }
        sink.unit(Unit {
            locator: Locator::Row { first, last: self.last, table: Some(self.table.to_owned()) },
            part: Part::Body,
            text,
            engine: ENGINE.to_owned(),
            confidence: None,
            entry: None,
        })?;
        Ok(())
    }
}

/// A value as it is shown; files go to the sink. Nothing for NULL and blanks.
fn shown(
    value: ValueRef<'_>,
    column: &str,
    table: &str,
    row: u64,
    members: &mut usize,
    sink: &mut dyn Sink,
) -> Result<Option<String>, Failure> {
    let text = |bytes: &[u8]| {
        let cut = bytes.get(..bytes.len().min(LONGEST_CELL)).unwrap_or_default();
        let text = String::from_utf8_lossy(cut).trim().to_owned();
        if text.is_empty() { None } else { Some(text) }
    };
    Ok(match value {
        ValueRef::Null => None,
        ValueRef::Integer(number) => Some(match moment(column, number) {
            Some(time) => format!("{number} ({time})"),
            None => number.to_string(),
        }),
        ValueRef::Real(number) => Some(number.to_string()),
        ValueRef::Text(bytes) => {
            if bytes.len() > LONGEST_CELL {
                sink.gap(Gap::new(Reason::SizeLimit, format!("{table}, row {row}, {column}: only the first MiB was read")))?;
            }
            text(bytes)
        }
        ValueRef::Blob([]) => None,
        ValueRef::Blob(bytes) => {
            let found = super::sniff::sniff(bytes, "");
            match found.format() {
                Some(format) if !format.media_type.starts_with("text/") || bytes.len() > 4096 => {
                    let extension = format.extensions.first().copied().unwrap_or("bin");
                    let name = format!("{table}-{row}-{column}.{extension}");
                    *members += 1;
                    if *members <= MOST_MEMBERS {
                        sink.member(&name, &mut &*bytes)?;
                    }
                    Some(format!("[{name}]"))
                }
                Some(_) => text(bytes),
                None => Some(format!("[{} bytes]", bytes.len())),
            }
        }
    })
}

/// Seconds, milliseconds or microseconds since 1970 in a column that is named after time. Years 2000 to 2100 only: nothing is guessed beyond.
fn moment(column: &str, number: i64) -> Option<String> {
    let lower = column.to_lowercase();
    let names = ["time", "date", "stamp", "datum", "vreme", "created", "modified", "sent", "received", "seen"];
    if !names.iter().any(|name| lower.contains(name)) {
        return None;
    }
    let seconds =
        [1, 1_000, 1_000_000].into_iter().map(|unit| number / unit).find(|s| (946_684_800..4_102_444_800).contains(s))?;
    jiff::Timestamp::from_second(seconds).ok().map(|time| time.to_string())
}

fn reason(error: &rusqlite::Error) -> Reason {
    use rusqlite::ErrorCode;
    match error.sqlite_error_code() {
        Some(ErrorCode::NotADatabase) => Reason::Encrypted,
        Some(ErrorCode::OutOfMemory) => Reason::MemoryLimit,
        Some(ErrorCode::TooBig) => Reason::SizeLimit,
        _ => Reason::Corrupt,
    }
}

fn because(error: &rusqlite::Error) -> Failure {
    Failure::because(reason(error), format!("the database cannot be read: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::testing::Collected;

    fn database(sql: &str) -> Vec<u8> {
        let mut connection = Connection::open_in_memory().unwrap();
        connection.execute_batch(sql).unwrap();
        connection.serialize("main").unwrap().to_vec()
    }

    const SQL: &str = "CREATE TABLE poruke (id INTEGER PRIMARY KEY, sent_time INTEGER, tekst TEXT, slika BLOB);
        INSERT INTO poruke VALUES (1, 1740906840, 'Чекај код моста', NULL), (2, NULL, 'drugo', x'89504e470d0a1a0a0000000d');
        CREATE VIEW v AS SELECT * FROM poruke; CREATE TABLE \"čudno \"\"ime\" (a); INSERT INTO \"čudno \"\"ime\" VALUES (7);";

    #[test]
    fn every_table_with_its_columns_and_files() {
        let (found, outcome) = Collected::from(crate::extract::extract, "msgstore.db", &database(SQL));
        assert!(outcome.is_ok(), "{outcome:?}");
        assert_eq!(
            found.text(Part::Body),
            "id: 1; sent_time: 1740906840 (2025-03-02T09:14:00Z); tekst: Чекај код моста\nid: 2; tekst: drugo; slika: [poruke-2-slika.png]\na: 7"
        );
        assert_eq!(found.units[0].locator, Locator::Row { first: 1, last: 2, table: Some("poruke".into()) });
        assert_eq!(found.members[0].0, "poruke-2-slika.png");
    }

    #[test]
    fn a_database_with_a_write_ahead_log_and_a_cut_one() {
        let mut bytes = database(SQL);
        bytes[18..20].copy_from_slice(&[2, 2]);
        let (found, outcome) = Collected::from(read, "a.db", &bytes);
        assert!(outcome.is_ok() && found.text(Part::Body).contains("Чекај"));
        assert!(found.meta.extra.iter().any(|(name, _)| name == "journal"));
        for cut in [16, 99, 512, 4096, 5000, bytes.len() - 1] {
            let (found, outcome) = Collected::from(read, "a.db", &bytes[..cut]);
            assert!(outcome.is_err() || !found.gaps.is_empty() || found.units.is_empty() || cut > 8192, "{cut}");
        }
    }

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig::with_cases(32))]
        #[test]
        fn damage_never_breaks_the_reader(changes in proptest::collection::vec((16usize..12_000, 0u8..=255), 1..40)) {
            let mut bytes = database(SQL);
            for (at, byte) in changes {
                if let Some(slot) = bytes.get_mut(at) {
                    *slot = byte;
                }
            }
            let _ = Collected::from(read, "a.db", &bytes);
        }
    }
}
