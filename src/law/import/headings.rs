//! What a heading of an article or of a division looks like, in the languages and habits of the region and its partners.

use std::sync::LazyLock;

use regex::Regex;

use super::lookalikes;
use crate::law::texts::DivisionKind;

/// A line that may head an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// As the facts write it: `110.a`, `418a`, `225.4.1`.
    pub number: String,
    /// As printed, the word for article included.
    pub label: String,
    /// Main number and what follows it, for ordering.
    pub key: Key,
    /// What stands on the same line behind the number.
    pub rest: String,
    /// Last number of a heading that covers several ("§§ 195 bis 198", "Član 486-489").
    pub through: Option<u32>,
    /// The last part of the number is raised ("15¹"): an added article, or the mark of a footnote behind the number.
    pub superscript: bool,
}

impl Candidate {
    /// The same heading with the raised digits taken for a footnote's mark.
    pub fn without_superscript(&mut self) {
        if self.superscript {
            self.superscript = false;
            self.number.truncate(self.number.rfind('.').unwrap_or(self.number.len()));
            self.key.suffix.truncate(self.key.suffix.rfind('.').unwrap_or(self.key.suffix.len()));
        }
    }
}

/// Order of article numbers: `110 < 110/a < 111`, `225-4-1 < 225-5`, letters in the order in which the act uses them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Key {
    /// French codes: 0 none, L, R, D.
    pub series: u8,
    pub numbers: Vec<u32>,
    pub suffix: String,
}

impl Key {
    /// Whether an article with this key may stand directly or later after one with `before`.
    pub fn follows(&self, before: &Key) -> bool {
        if self.series != before.series {
            return self.series > before.series;
        }
        match self.numbers.cmp(&before.numbers) {
            std::cmp::Ordering::Greater => true,
            std::cmp::Ordering::Less => false,
            // Letters follow Cyrillic order in some Latin texts (a, b, v, g), so any new letter may follow.
            std::cmp::Ordering::Equal => !self.suffix.is_empty() && self.suffix != before.suffix,
        }
    }
}

const NUMBER: &str = r"(?P<series>[LRDA]\*?\.? ?)?(?P<number>\d{1,4}(?:-\d{1,3}){0,4})(?:\^(?P<raised>\d{1,2})|(?P<high>[¹²³⁰⁴-⁹]{1,2}))?(?:(?P<join> ?[/\-] ?|\.| ?)(?P<suffix>bis|ter|quater|quinquies|sexies|septies|octies|novies|decies|undecies|duodecies|terdecies|quaterdecies|\p{L}(?:\d{1,2})?)(?:[.\-/](?P<sub>\d{1,2}))?(?P<after>[^\p{L}\p{N}]|$))?";

/// Words that head an article, before its number.
const WORDS: &str = r"Neni|NENI|Nenit|Член|ЧЛЕН|Члан|ЧЛАН|Član|ČLAN|Čl\.|Članak|ČLANAK|Clan|CLAN|Clanak|Article|ARTICLE|Art\.?|ART\.?|Articolo|ARTICOLO|Articolul|ARTICOLUL|Artikel|ARTIKEL|Άρθρο|ΑΡΘΡΟ|Madde|MADDE|Чл\.|§";

static WORD_FIRST: LazyLock<Regex> =
    LazyLock::new(|| pattern(&format!(r"^(?P<word>{})\s*{NUMBER}\s*(?P<rest>.*)$", lookalikes::tolerant(WORDS))));

static NUMBER_FIRST: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"^(?P<number>\d{{1,4}})\.?(?:(?P<join> ?/? ?)(?P<suffix>\p{{L}}))?\.? ?(?P<word>{})(?P<after>[^\p{{L}}]|$)\s*(?P<rest>.*)$",
        lookalikes::tolerant(r"člen|ČLEN|cikk|§|madde|MADDE|чл\.")
    ))
});

static RANGE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"^(?:\([X ]+\) )?(?P<word>{})\s*(?P<first>\d{{1,4}})(?P<suffix>\p{{L}})?\.?\s*(?:-|–|—|bis|und|i|и|до|do|dhe|à|et|to|and)\s*(?P<last>\d{{1,4}})(?:\p{{L}})?\.?\s*(?P<rest>\(.*\)|\[.*\])?$",
        lookalikes::tolerant(
            r"§§|Neni|NENI|Nenet|Čl\.|Чл\.|Члан|Чланови|Член|Членови|Član|Članovi|Članak|Članci|Articles|Artikel|Art\."
        )
    ))
});

static DIVISION: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"(?i)^(?:(?P<word>pjesa|kreu|kapitulli|nënkapitulli|seksioni|titulli|libri|nënseksioni|",
        r"dio|deo|glava|odjeljak|odeljak|odsjek|odsek|pododjeljak|pododeljak|poglavlje|razdjel|",
        r"дел|део|глава|оддел|одељак|одсек|поглавје|поглавље|",
        r"teil|buch|kapitel|abschnitt|unterabschnitt|titel|untertitel|hauptstück|",
        r"livre|titre|chapitre|section|sous-section|paragraphe|partie|",
        r"part|book|title|chapter|subsection|",
        r"parte|libro|titolo|capo|sezione|",
        r"titlul|capitolul|sec[tțţ]iunea|partea|cartea|hoofdstuk|afdeling|boek|paragraaf|раздел|дял|част|",
        r"del|poglavje|oddelek|odsek|rész|fejezet|часть|τμήμα|τμημα|κεφάλαιο|κεφαλαιο|μέρος|μερος|kısım|bölüm|kitap)",
        r"(?:\s+|$)(?P<num>[ivxlcdm]{1,8}(?:er)?(?: (?:bis|ter|quater))?|\d{1,3}(?: (?:bis|ter|quater))?|[a-zа-яčćžšđëçѓќљњџјђћ]{1,14}(?: (?:i |e |и )?[a-zа-яčćžšđëçѓќљњџјђћ]{2,14}){0,2})?",
        r"|(?P<before>[\p{L}]{2,22}(?: [\p{L}]{2,14})?|[ivxlcdm]{1,8}\.?|\d{1,3}\.?)\s+(?P<word2>dio|deo|del|дел|део|глава|оддел|teil|buch|abschnitt|unterabschnitt|titel|untertitel|kapitel|hauptstück|livre|poglavje|oddelek|razdelek|rész|fejezet|cím|könyv|kısım|bölüm|kitap|boek|titel|hoofdstuk|afdeling))",
        r"(?P<tail>\.|[ .:–-]+\s*.*)?$"
    ))
});

static BARE_DIVISION: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)^(opšti|opći|poseban|posebni|posebna|општи|посебан|општ|посебен|allgemeiner|besonderer|partie législative|partie réglementaire)( deo| dio|део| дел|\s+teil|\s+–.*)?( –.*| -.*)?$",
    )
});

/// "2. MJESNA NADLEŽNOST", "A. IZVIĐAJ": a group of articles inside a chapter, in capitals.
static NUMBERED_CAPITALS: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^(?:\d{1,2}|[IVX]{1,5}|\p{Lu})[.)]\s+(?P<title>\p{Lu}[\p{Lu}\s,.\-–()]{3,})$"));

/// "2. Pokušaj krivičnog dela", "1) Pravo na žalbu", "v) Zabrana prilaženja": the heading of a numbered group of articles.
/// Only where it stands says whether it is one: a paragraph and a point begin alike.
static GROUP: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?:\d{1,2}(?:\.\d{1,2}){0,2}[.)]{1,2}|[IVXLC]{1,6}[.)]|\p{L}[.)]{1,2}|\p{Lu}\s[-–])\s*(?P<title>[„(]?\p{Lu}\S*\s?.*)$",
    )
});

/// The title of a numbered group, when a line reads like the heading of one.
pub fn group(text: &str) -> Option<String> {
    let title = GROUP.captures(text)?.name("title")?.as_str();
    let letters = title.chars().filter(|c| c.is_alphabetic()).count();
    (letters >= 3 && title.chars().count() <= 180 && !title.ends_with(['.', ';', ':'])).then(|| title.to_string())
}

fn pattern(text: &str) -> Regex {
    match Regex::new(text) {
        Ok(regex) => regex,
        // The patterns are constants and a test compiles each; a pattern that matches nothing keeps the program standing.
        Err(_) => Regex::new(r"[^\s\S]").unwrap_or_else(|_| unreachable!()),
    }
}

/// Whether a line may head an article, and which.
pub fn article(text: &str) -> Option<Candidate> {
    let first = text.chars().next()?;
    if !(first.is_uppercase() || matches!(first, '§' | '(') || first.is_ascii_digit()) {
        return None;
    }
    if let Some(several) = range(text) {
        return Some(several);
    }
    let captures = WORD_FIRST.captures(text).or_else(|| NUMBER_FIRST.captures(text))?;
    let group = |name: &str| captures.name(name).map_or("", |m| m.as_str());
    let word = group("word");
    let mut suffix = group("suffix").to_string();
    let mut rest = group("rest").trim().to_string();
    let numbers: Vec<u32> = group("number").split('-').filter_map(|part| part.parse().ok()).collect();
    if numbers.is_empty() || numbers.len() > 1 && !word.to_lowercase().starts_with("art") {
        return None;
    }
    let after = group("after");
    let joined_by_space = group("join") == " ";
    if !suffix.is_empty() && joined_by_space && suffix.chars().count() == 1 {
        // "Član 5 a" at the end of a line is an article; "Član 5 i 6" or "§ 5 A …" is a mention.
        let alone = rest.is_empty() && (after.trim().is_empty() || after == ".");
        if !alone {
            rest = format!("{suffix}{after}{rest}");
            suffix.clear();
        }
    } else if !suffix.is_empty() && !after.trim().is_empty() && after != "." {
        rest = format!("{after}{rest}");
    }
    let rest = without_mark(rest.trim_start_matches(['.', ' ', '-', '–', '—', ':'])).to_string();
    if !rest.is_empty() && !heads_a_title(&rest) {
        return None;
    }
    let slash = group("join").contains('/');
    let sub = group("sub");
    let letters = latin_suffix(&suffix);
    let mut number = numbers.iter().map(u32::to_string).collect::<Vec<_>>().join(".");
    if !letters.is_empty() {
        if slash || letters.len() > 2 {
            number.push('.');
        }
        number.push_str(&letters);
    }
    if !sub.is_empty() {
        number.push('.');
        number.push_str(sub);
    }
    // Romanian codes raise the number of an added article: "art. 367^1".
    let high: String = group("high").chars().filter_map(plain_digit).collect();
    let raised = if high.is_empty() { group("raised") } else { high.as_str() };
    if !raised.is_empty() {
        number.push('.');
        number.push_str(raised);
    }
    let series = group("series").trim().trim_end_matches(['.', '*']);
    if !series.is_empty() {
        number = format!("{series}{number}");
    }
    let rank = match series {
        "" => 0,
        "L" => 1,
        "R" => 2,
        _ => 3,
    };
    let label_end = captures.name("rest").map_or(text.len(), |m| m.start());
    let label = if rest.is_empty() { text } else { text.get(..label_end).unwrap_or(text) };
    let suffix = if sub.is_empty() && raised.is_empty() { letters } else { format!("{letters}.{sub}{raised}") };
    Some(Candidate {
        number,
        label: label.trim().trim_end_matches(['.', ':']).trim_end_matches(['–', '-']).trim().to_string(),
        key: Key { series: rank, numbers, suffix },
        rest,
        through: None,
        superscript: !high.is_empty(),
    })
}

/// One heading for several articles, mostly deleted ones: "§§ 195 bis 198 (weggefallen)".
fn range(text: &str) -> Option<Candidate> {
    let captures = RANGE.captures(text)?;
    let group = |name: &str| captures.name(name).map_or("", |m| m.as_str());
    let (first, last) = (group("first").parse().ok()?, group("last").parse::<u32>().ok()?);
    // "Član 5 i 6" may head a mention; a range that counts down is none.
    if last < first {
        return None;
    }
    let suffix = latin_suffix(group("suffix"));
    Some(Candidate {
        number: format!("{first}{suffix}"),
        label: text.trim_end_matches(group("rest")).trim().trim_end_matches('.').to_string(),
        key: Key { series: 0, numbers: vec![first], suffix },
        rest: group("rest").to_string(),
        through: Some(last),
        superscript: false,
    })
}

/// A footnote mark of the publisher behind the number ("[s1]") is no title.
fn without_mark(rest: &str) -> &str {
    match rest.strip_prefix('[').and_then(|inner| inner.split_once(']')) {
        Some((mark, after)) if mark.chars().count() <= 5 => after.trim_start(),
        _ => rest,
    }
}

/// A title on the line of the number begins with a capital, a bracket or a dash, and is not a mention of paragraphs.
fn heads_a_title(rest: &str) -> bool {
    let rest = rest.trim_start_matches(['.', ':', '–', '-', ' ', '—']);
    let Some(first) = rest.chars().next() else { return true };
    // "а) Поступак пред судом": a lettered group of articles begins here.
    if first.is_lowercase() && rest.chars().nth(1) == Some(')') {
        return rest.chars().skip(2).find(|c| !c.is_whitespace()).is_none_or(char::is_uppercase);
    }
    if is_body(rest) {
        return true;
    }
    if !(first.is_uppercase() || matches!(first, '(' | '[' | '„' | '"' | '«')) {
        return false;
    }
    let word = rest.split([' ', '.', ',']).next().unwrap_or("");
    !matches!(
        word,
        "Absatz"
            | "Abs"
            | "Satz"
            | "Nr"
            | "Nummer"
            | "Buchst"
            | "Buchstabe"
            | "Abschnitt"
            | "StGB"
            | "StPO"
            | "BGB"
            | "GG"
            | "KZ"
            | "ZKP"
            | "Kodit"
            | "Zakonika"
            | "Zakona"
    )
}

/// Whether what stands behind a number on its line is already text: "(1) Ko …", "3) вредност …".
pub fn is_body(rest: &str) -> bool {
    let digits = rest.trim_start_matches('(');
    let after = digits.trim_start_matches(|c: char| c.is_ascii_digit());
    let count = digits.len() - after.len();
    (1..=2).contains(&count) && (after.starts_with(')') || rest.starts_with("1. "))
}

/// The digit a raised digit stands for.
fn plain_digit(c: char) -> Option<char> {
    "⁰¹²³⁴⁵⁶⁷⁸⁹".chars().position(|raised| raised == c).and_then(|digit| char::from_digit(u32::try_from(digit).ok()?, 10))
}

/// Letters of a suffix as the facts write them: Latin, lower case.
fn latin_suffix(suffix: &str) -> String {
    suffix
        .chars()
        .flat_map(char::to_lowercase)
        .map(|c| match c {
            'а' | 'α' => 'a',
            'б' | 'β' => 'b',
            'в' => 'v',
            'г' | 'γ' => 'g',
            'д' | 'δ' => 'd',
            'ђ' | 'ѓ' => 'đ',
            'е' | 'ε' => 'e',
            'ж' => 'ž',
            'з' => 'z',
            'и' => 'i',
            'ј' => 'j',
            'к' => 'k',
            'л' => 'l',
            'м' => 'm',
            'н' => 'n',
            c => c,
        })
        .collect()
}

/// An article number as a person types it (`110/a`, `418-а`, `225-4-1`), written as the facts write it.
pub fn normal_number(text: &str) -> String {
    let text = text.trim();
    article(&format!("Article {text}"))
        .map_or_else(|| text.to_lowercase().replace(['/', '-', ' '], "."), |candidate| candidate.number)
}

/// Whether a line heads a part, title, chapter or section: its kind, and the title that stands on the same line.
pub fn division(text: &str) -> Option<(DivisionKind, String)> {
    // French sections are called by whole sentences.
    if text.chars().count() > 260 || text.ends_with([';', ',']) {
        return None;
    }
    if BARE_DIVISION.is_match(text) {
        return Some((DivisionKind::Part, String::new()));
    }
    // "I. FEJEZET" is the number of a chapter and not a group called "Fejezet".
    let worded = |captures: &regex::Captures<'_>| {
        captures["title"].split(' ').next().is_some_and(|word| kind(&word.replace('İ', "i").to_lowercase()).is_some())
    };
    if let Some(captures) = NUMBERED_CAPITALS.captures(text).filter(|captures| !worded(captures)) {
        let letters = captures["title"].chars().filter(|c| c.is_alphabetic()).count();
        return (letters >= 4).then(|| (DivisionKind::Section, captures["title"].to_string()));
    }
    let captures = DIVISION.captures(text)?;
    let group = |name: &str| captures.name(name).map_or("", |m| m.as_str());
    let (word, numeral) =
        if group("word").is_empty() { (group("word2"), group("before")) } else { (group("word"), group("num")) };
    let first = text.chars().next()?;
    if !(first.is_uppercase() || first.is_ascii_digit()) {
        return None;
    }
    if !numeral.split(' ').next().is_some_and(|word| !word.is_empty() && is_numeral(word)) {
        return None;
    }
    let tail = group("tail").trim().trim_start_matches(['.', ':', '–', '-', ' ']).to_string();
    // "Titel 3 des …" inside a sentence: a tail begins with a capital.
    if tail.chars().next().is_some_and(char::is_lowercase) || tail.ends_with('.') && tail.chars().count() > 60 {
        return None;
    }
    Some((kind(&word.replace('İ', "i").to_lowercase())?, tail))
}

fn is_numeral(text: &str) -> bool {
    let text = text.trim_end_matches('.').replace('İ', "i").to_lowercase();
    if text.chars().all(|c| c.is_ascii_digit()) || text.chars().all(|c| "ivxlcdm".contains(c)) {
        return true;
    }
    if text.chars().count() == 1 {
        return true;
    }
    const ORDINALS: &[&str] = &[
        "prv",
        "drug",
        "treć",
        "trec",
        "četvrt",
        "cetvrt",
        "pet",
        "šest",
        "sest",
        "sedm",
        "osm",
        "devet",
        "deset",
        "jedanaest",
        "dvanaest",
        "trinaest",
        "četrnaest",
        "petnaest",
        "šesnaest",
        "sedamnaest",
        "osamnaest",
        "devetnaest",
        "dvadeset",
        "trideset",
        "првa",
        "прв",
        "втор",
        "друг",
        "трет",
        "трећ",
        "четврт",
        "пет",
        "шест",
        "седм",
        "осм",
        "деветт",
        "девет",
        "десет",
        "един",
        "дван",
        "трин",
        "dvade",
        "tride",
        "e parë",
        "parë",
        "dytë",
        "tretë",
        "katërt",
        "pestë",
        "gjashtë",
        "shtatë",
        "tetë",
        "nëntë",
        "dhjetë",
        "erst",
        "zweit",
        "dritt",
        "viert",
        "fünft",
        "sechst",
        "siebent",
        "siebt",
        "acht",
        "neunt",
        "zehnt",
        "elft",
        "zwölft",
        "dreizehnt",
        "vierzehnt",
        "fünfzehnt",
        "sechzehnt",
        "siebzehnt",
        "achtzehnt",
        "neunzehnt",
        "zwanzigst",
        "einund",
        "zweiund",
        "dreiund",
        "vierund",
        "fünfund",
        "sechsund",
        "siebenund",
        "achtund",
        "neunund",
        "dreißigst",
        "premi",
        "second",
        "trois",
        "quatri",
        "cinqui",
        "sixi",
        "sept",
        "huit",
        "neuvi",
        "ier",
        "prelimin",
        "préliminaire",
        "unique",
        "first",
        "third",
        "fourth",
        "fifth",
        "sixth",
        "seventh",
        "eighth",
        "ninth",
        "tenth",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "prim",
        "terz",
        "quart",
        "quint",
        "sest",
        "settim",
        "ottav",
        "nona",
        "nono",
        "decim",
        "opšt",
        "opć",
        "opci",
        "poseb",
        "posebn",
        "општ",
        "посеб",
        "allgemein",
        "besonder",
        "splošn",
        "završn",
        "prelaz",
        "prijelaz",
        "tretj",
        "četrt",
        "enajst",
        "dvanajst",
        "trinajst",
        "štirinajst",
        "petnajst",
        "šestnajst",
        "sedemnajst",
        "osemnajst",
        "dvajset",
        "първ",
        "трета",
        "четвърт",
        "осма",
        "eerst",
        "tweed",
        "derd",
        "vierd",
        "vijfd",
        "első",
        "második",
        "harmadik",
        "negyedik",
        "ötödik",
        "birinci",
        "ikinci",
        "üçüncü",
        "dördüncü",
        "beşinci",
        "altıncı",
        "yedinci",
        "sekizinci",
        "dokuzuncu",
        "onuncu",
        "πρώτ",
        "πρωτ",
        "δεύτερ",
        "δευτερ",
        "τρίτ",
        "τριτ",
        "τέταρτ",
        "τεταρτ",
        "πέμπτ",
        "πεμπτ",
        "întâi",
        "intai",
        "завршн",
        "преодн",
    ];
    ORDINALS.iter().any(|ordinal| text.starts_with(ordinal))
}

fn kind(word: &str) -> Option<DivisionKind> {
    Some(match word {
        "cartea" | "boek" | "könyv" | "kitap" => DivisionKind::Book,
        "partea" | "част" | "часть" | "μέρος" | "μερος" => DivisionKind::Part,
        "titlul" | "дял" | "cím" => DivisionKind::Title,
        "capitolul" | "hoofdstuk" | "κεφαλαιο" => DivisionKind::Chapter,
        "secțiunea" | "secţiunea" | "sectiunea" | "afdeling" | "раздел" | "τμημα" | "razdelek" => {
            DivisionKind::Section
        }
        "paragraaf" => DivisionKind::Subsection,
        "libri" | "buch" | "livre" | "book" | "libro" | "hauptstück" => DivisionKind::Book,
        "pjesa" | "dio" | "deo" | "дел" | "део" | "teil" | "partie" | "part" | "parte" | "del" | "rész" | "kısım" => {
            DivisionKind::Part
        }
        "titulli" | "titre" | "title" | "titolo" => DivisionKind::Title,
        "kreu" | "kapitulli" | "glava" | "глава" | "poglavlje" | "поглавје" | "поглавље" | "poglavje" | "kapitel"
        | "chapitre" | "chapter" | "capo" | "razdjel" | "fejezet" | "bölüm" | "κεφάλαιο" => DivisionKind::Chapter,
        "seksioni" | "odjeljak" | "odeljak" | "odsjek" | "odsek" | "оддел" | "одељак" | "одсек" | "abschnitt" | "section"
        | "sezione" | "oddelek" | "nënkapitulli" | "τμήμα" => DivisionKind::Section,
        "titel" | "unterabschnitt" | "untertitel" | "sous-section" | "paragraphe" | "subsection" | "nënseksioni"
        | "pododjeljak" | "pododeljak" => DivisionKind::Subsection,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str) -> Option<String> {
        article(text).map(|candidate| candidate.number)
    }

    #[test]
    fn headings_in_the_wild() {
        for (text, want) in [
            ("Neni 110/a", "110.a"),
            ("Neni 1/ç", "1.ç"),
            ("Član 388", "388"),
            ("Члан 388.", "388"),
            ("Član 295a", "295a"),
            ("Член 418-а", "418a"),
            ("Članak 106.", "106"),
            ("106. člen", "106"),
            ("113.a člen", "113a"),
            ("Art. 601-bis", "601.bis"),
            ("§ 104a", "104a"),
            ("§ 114", "114"),
            ("Article 225-4-1", "225.4.1"),
            ("Artikel 273f", "273f"),
            ("Άρθρο 323Α", "323a"),
            ("192. §", "192"),
            ("Члан 5. Предмет и примена закона", "5"),
            ("§ 232 Menschenhandel", "232"),
            ("Article R610-1", "R610.1"),
            ("Neni 143/a/1", "143.a.1"),
            ("Član 189[s1]", "189"),
            ("Члан 18. а)", "18"),
            ("(XXXX) §§ 195 bis 198 (weggefallen)", "195"),
            ("Član 486-489", "486"),
            ("Članak 79. – 109.", "79"),
            // Letters of the other script inside the word.
            ("Члaн 12", "12"),
            ("ЧЛAH 12.", "12"),
            ("Члeн 418-а", "418a"),
            ("Člаn 7", "7"),
            ("Nеni 110/a", "110.a"),
            ("Аrt. 15", "15"),
            ("Art. 15¹", "15.1"),
            ("Art. 15¹²", "15.12"),
            ("Art. 367^1", "367.1"),
        ] {
            assert_eq!(number(text).as_deref(), Some(want), "{text}");
        }
    }

    #[test]
    fn mentions_are_not_headings() {
        for text in [
            "člana 114. stav 1.",
            "Član 5 stav 2 ovog zakona",
            "§ 30 Absatz 1 Nummer 2",
            "neni 110/a",
            "Član 5 i 6 ovog zakona",
            "Article 5 of the Convention",
            "Član",
        ] {
            assert_eq!(number(text), None, "{text}");
        }
    }

    #[test]
    fn divisions_in_the_wild() {
        for (text, kind) in [
            ("GLAVA XIV", DivisionKind::Chapter),
            ("Glava prva", DivisionKind::Chapter),
            ("KREU II", DivisionKind::Chapter),
            ("PJESA E PËRGJITHSHME", DivisionKind::Part),
            ("ПРВ ДЕЛ", DivisionKind::Part),
            ("Dio prvi", DivisionKind::Part),
            ("Erster Abschnitt - Das Strafgesetz", DivisionKind::Section),
            ("Chapitre Ier : Des principes généraux", DivisionKind::Chapter),
            ("SEKSIONI III", DivisionKind::Section),
            ("Глава I", DivisionKind::Chapter),
            ("I. FEJEZET", DivisionKind::Chapter),
            ("II. ODDELEK", DivisionKind::Section),
            ("OPŠTI DEO", DivisionKind::Part),
            ("2. MJESNA NADLEŽNOST", DivisionKind::Section),
            ("Glava dvadeset prva", DivisionKind::Chapter),
        ] {
            assert_eq!(division(text).map(|(kind, _)| kind), Some(kind), "{text}");
        }
        for text in [
            "kazniće se zatvorom do jedne godine.",
            "Krađa",
            "Deo imovine koji je stečen krivičnim delom",
            "Titel 3 des Gesetzes",
        ] {
            assert_eq!(division(text), None, "{text}");
        }
    }

    #[test]
    fn numbers_as_people_type_them() {
        assert_eq!(normal_number("110/a"), "110.a");
        assert_eq!(normal_number("225-4-1"), "225.4.1");
        assert_eq!(normal_number("418-а"), "418a");
        assert_eq!(normal_number("601 bis"), "601.bis");
    }
}
