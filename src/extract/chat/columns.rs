//! What the columns of a table of calls or messages mean, guessed from their headings in the languages of the region.

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

/// Beginnings of header words (lower case, without blanks and signs), most telling first. Scripts are those operators of the region write.
const WORDS: &[(Column, &[&str])] = &[
    (
        Column::Duration,
        &[
            "trajanje",
            "трајање",
            "времетраење",
            "траење",
            "kohezgjatja",
            "kohëzgjatja",
            "duration",
            "dauer",
            "durata",
            "sekund",
            "seconds",
        ],
    ),
    (
        Column::Time,
        &[
            "datumivreme",
            "datumivrijeme",
            "датумивреме",
            "датумичас",
            "datetime",
            "timestamp",
            "vremepocetka",
            "vrijemepocetka",
            "времепочетка",
            "startpoziva",
            "pocetak",
            "почетак",
            "starttime",
            "calldate",
            "dataora",
            "dataeora",
            "datadheora",
            "datadhekoha",
            "datuminura",
            "datakoha",
            "zeitpunkt",
            "datumuhrzeit",
            "datumzeit",
            "beginn",
        ],
    ),
    (Column::Date, &["datum", "датум", "data", "date", "dita", "datachiamata", "dataethirrjes"]),
    (
        Column::Clock,
        &[
            "vreme",
            "vrijeme",
            "време",
            "sat",
            "час",
            "ora",
            "koha",
            "time",
            "uhrzeit",
            "zeit",
            "ura",
            "orachiamata",
            "oraethirrjes",
            "oraefillimit",
        ],
    ),
    (
        Column::Direction,
        &[
            "smer",
            "smjer",
            "смер",
            "насока",
            "drejtimi",
            "direction",
            "richtung",
            "tip",
            "vrsta",
            "врста",
            "тип",
            "type",
            "lloji",
            "status",
        ],
    ),
    (
        Column::Place,
        &[
            "bazna",
            "базна",
            "celija",
            "ćelija",
            "ћелија",
            "cell",
            "lokacija",
            "локација",
            "location",
            "vendndodhja",
            "standort",
            "zelle",
            "lac",
            "ci",
            "stanica",
            "antena",
        ],
    ),
    (
        Column::Text,
        &[
            "poruka",
            "порука",
            "text",
            "tekst",
            "текст",
            "message",
            "body",
            "sadrzaj",
            "sadržaj",
            "садржај",
            "mesazh",
            "nachricht",
            "content",
        ],
    ),
    (Column::Media, &["attachment", "prilog", "прилог", "media", "fajl", "file"]),
    (
        Column::From,
        &[
            "pozivalac",
            "pozivajuci",
            "pozivajući",
            "позивалац",
            "anumber",
            "abroj",
            "аброј",
            "msisdna",
            "caller",
            "calling",
            "from",
            "sender",
            "posiljalac",
            "pošiljalac",
            "posiljatelj",
            "pošiljatelj",
            "пошиљалац",
            "испраќач",
            "telefonuesi",
            "thirresi",
            "thirrësi",
            "derguesi",
            "dërguesi",
            "nga",
            "anrufer",
            "absender",
            "izlaznibroj",
            "odbroja",
            "pretplatnik",
            "претплатник",
            "msisdn",
            "numria",
            "numrithirres",
            "повикувач",
            "бројповикувач",
            "бројнаповикувач",
            "бројштоповикува",
            "pozivnibroj",
            "rufnummera",
            "arufnummer",
            "nummera",
            "teilnehmera",
            "ateilnehmer",
            "anrufende",
            "chiamante",
            "numerochiamante",
            "klicoc",
        ],
    ),
    (
        Column::To,
        &[
            "pozvani",
            "позвани",
            "bnumber",
            "bbroj",
            "бброј",
            "msisdnb",
            "called",
            "callee",
            "to",
            "receiver",
            "recipient",
            "primalac",
            "primatelj",
            "прималац",
            "примач",
            "marresi",
            "marrësi",
            "ithirruri",
            "angerufen",
            "empfanger",
            "empfänger",
            "drugastrana",
            "brojb",
            "numrib",
            "dialed",
            "biranibroj",
            "numriithirrur",
            "ithirrur",
            "повикан",
            "бројштоеповикан",
            "бројнаповикан",
            "rufnummerb",
            "brufnummer",
            "nummerb",
            "teilnehmerb",
            "bteilnehmer",
            "chiamato",
            "numerochiamato",
            "klican",
            "birani",
        ],
    ),
];

/// A heading as it is compared: small letters and digits without accents, so that "Početak" and "POCETAK" are one.
pub(super) fn folded(heading: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    let plain = |c: char| if c == 'đ' { 'd' } else { c };
    heading.to_lowercase().nfd().filter(|c| c.is_alphanumeric()).map(plain).collect()
}

fn meaning(heading: &str) -> Option<Column> {
    static FOLDED: std::sync::LazyLock<Vec<(Column, Vec<String>)>> = std::sync::LazyLock::new(|| {
        WORDS.iter().map(|(column, words)| (*column, words.iter().map(|w| folded(w)).collect())).collect()
    });
    let word = folded(heading);
    // Short words must be the whole name, or "to" would be found in "total".
    let matches = |known: &String| if known.chars().count() <= 4 { word == *known } else { word.starts_with(known.as_str()) };
    if matches!(word.as_str(), "a" | "broja" | "abroj") {
        return Some(Column::From);
    }
    if matches!(word.as_str(), "b" | "brojb" | "bbroj") {
        return Some(Column::To);
    }
    FOLDED.iter().find(|(_, words)| words.iter().any(matches)).map(|(column, _)| *column)
}

/// The columns of a header row, each meaning once, or nothing if it is no record of calls or messages.
pub(super) fn columns(header: &[String]) -> Option<Vec<Option<Column>>> {
    if let Some(found) = android(header) {
        return Some(found);
    }
    let mut seen = std::collections::HashSet::new();
    let found: Vec<Option<Column>> = header.iter().map(|name| meaning(name).filter(|column| seen.insert(*column))).collect();
    let has = |column| seen.contains(&column);
    let timed = has(Column::Time) || has(Column::Date);
    let told = (has(Column::From) && (has(Column::To) || has(Column::Text)))
        || (has(Column::To) && (has(Column::Duration) || has(Column::Text)));
    // With the day in a column of its own, "start" is the time of day.
    let clock = has(Column::Date) && has(Column::Time) && !has(Column::Clock);
    let plain = |column: Option<Column>| if clock && column == Some(Column::Time) { Some(Column::Clock) } else { column };
    (timed && told).then(|| found.into_iter().map(plain).collect())
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
