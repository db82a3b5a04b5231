//! Penalties in the words of the law: "zatvorom od jedne do osam godina", "me burgim nga tetë deri në pesëmbëdhjetë vjet",
//! "Freiheitsstrafe von sechs Monaten bis zu zehn Jahren", "sept ans d'emprisonnement".

use serde::{Deserialize, Serialize};

use super::numbers::Tongue;
use crate::language::fold::fold;

/// One penalty as a sentence states it. Months, 12 to the year; `None` where the sentence sets no bound.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReadPenalty {
    pub min_months: Option<u32>,
    pub max_months: Option<u32>,
    pub life: bool,
    pub long_term_imprisonment: bool,
    /// A fine stands beside imprisonment or instead of it.
    pub fine: bool,
    /// The words it was read from.
    pub quote: String,
}

struct Word {
    folded: String,
    start: usize,
    end: usize,
    /// Punctuation behind it that ends a clause.
    clause_ends: bool,
    /// A comma behind it.
    comma: bool,
}

/// All penalties a text states, in order. Empty for a language whose sentences this program cannot read.
pub fn penalties(text: &str, language: &str) -> Vec<ReadPenalty> {
    let Some(tongue) = Tongue::of(language) else { return Vec::new() };
    let words = split(text);
    let mut out: Vec<ReadPenalty> = Vec::new();
    let mut last_word = None;
    let mut at = 0;
    while at < words.len() {
        if is_imprisonment(tongue, &words[at].folded)
            && let Some((found, from, to)) = read_at(tongue, &words, at)
        {
            if is_condition(tongue, &words, from, to) {
                at = to + 1;
                continue;
            }
            // Imprisonment for life "or" a range are one penalty.
            let together = last_word.is_some_and(|last| joined_with_or(tongue, &words, last, from));
            last_word = Some(to);
            let quote = text.get(words[from].start..words[to].end).unwrap_or("").to_string();
            match out.last_mut() {
                Some(last) if together => merge(last, found, &quote),
                _ => out.push(ReadPenalty { quote, ..found }),
            }
            at = to + 1;
            continue;
        }
        at += 1;
    }
    for penalty in &mut out {
        penalty.fine |= fine_beside(tongue, text, &penalty.quote);
    }
    out
}

fn split(text: &str) -> Vec<Word> {
    let mut words = Vec::new();
    let mut start = None;
    for (index, c) in text.char_indices().chain([(text.len(), ' ')]) {
        if c.is_alphanumeric() {
            start.get_or_insert(index);
            continue;
        }
        if let Some(from) = start.take() {
            let word = &text[from..index];
            words.push(Word { folded: fold(word), start: from, end: index, clause_ends: false, comma: false });
        }
        if let Some(last) = words.last_mut() {
            last.clause_ends |= matches!(c, '.' | ';' | ':');
            last.comma |= c == ',';
        }
    }
    words
}

/// Whether the range describes another offence, for which this one is a group, a concealment or an attempt: "za koje se može
/// izreći kazna zatvora od tri godine", "für die Freiheitsstrafe von … angedroht ist".
fn is_condition(tongue: Tongue, words: &[Word], from: usize, to: usize) -> bool {
    let clause = |word: &&Word| !word.clause_ends && !word.comma;
    let back = || words[..from].iter().rev().take(12).take_while(clause).map(|word| word.folded.as_str());
    let on = || words.get(to + 1..).unwrap_or_default().iter().take(6).map(|word| word.folded.as_str());
    match tongue {
        Tongue::Bcms | Tongue::Macedonian => {
            back().any(|word| word.starts_with("izrec") || word.starts_with("zaprecen"))
                || back().any(|word| word.starts_with("propisan")) && back().any(|word| word.starts_with("koj"))
        }
        Tongue::Albanian => {
            back().any(|word| word.starts_with("parashiko")) && back().any(|word| word.starts_with("cil"))
                // "Kur dispozita përmban dënim me burgim apo …": what the other provision threatens.
                || back().any(|word| word.starts_with("permba"))
        }
        Tongue::German => on().any(|word| word == "bedroht" || word == "angedroht"),
        _ => false,
    }
}

fn is_imprisonment(tongue: Tongue, word: &str) -> bool {
    let stems: &[&str] = match tongue {
        Tongue::Bcms => &["zatvor"],
        Tongue::Macedonian => &["zatvor"],
        Tongue::Albanian => &["burgim"],
        Tongue::German => &["freiheitsstrafe"],
        Tongue::French => &["emprisonnement", "reclusion"],
        Tongue::Italian => &["reclusione", "arresto", "ergastolo"],
        Tongue::Slovene => &["zapor"],
        Tongue::English => &["imprisonment", "imprisoned"],
        Tongue::Dutch => &["gevangenisstraf"],
    };
    // "zatvoreni prostor", "zatvorena vrata" are other words; "zatvora", "zatvorom", "zatvorska" are not all a penalty either.
    stems.iter().any(|stem| word.starts_with(stem) && word.len() <= stem.len() + 3) && !word.starts_with("zatvoren")
}

/// The penalty around the word for imprisonment at `at`, and the words it spans.
fn read_at(tongue: Tongue, words: &[Word], at: usize) -> Option<(ReadPenalty, usize, usize)> {
    let mut found = ReadPenalty::default();
    let before = |back: usize| at.checked_sub(back).and_then(|index| words.get(index)).map_or("", |word| word.folded.as_str());
    let after = |on: usize| words.get(at + on).map_or("", |word| word.folded.as_str());
    let life = |word: &str| {
        ["dozivot", "lebenslang", "perpetuite", "ergastolo", "perjetsh", "life", "dosmrt", "levenslang"]
            .iter()
            .any(|stem| word.starts_with(stem))
    };
    if before(1).starts_with("dugotrajn") || before(2).starts_with("dugotrajn") || after(1).starts_with("dugotrajn") {
        found.long_term_imprisonment = true;
        return Some((found, at.saturating_sub(1), at));
    }
    if words[at].folded.starts_with("ergastolo") {
        found.life = true;
        return Some((found, at, at));
    }
    for (index, distance) in [(at.checked_sub(1), 0), (at.checked_sub(2), 0)] {
        if let Some(index) = index.filter(|_| distance == 0)
            && life(&words[index].folded)
        {
            found.life = true;
            return Some((found, index, at));
        }
    }
    for on in 1..=4 {
        if life(after(on)) && !words.get(at..at + on).is_some_and(|span| span.iter().any(|word| word.clause_ends)) {
            found.life = true;
            return Some((found, at, at + on));
        }
    }
    match tongue {
        Tongue::French => french(words, at),
        Tongue::Albanian => albanian(words, at).or_else(|| bounds(tongue, words, at)),
        _ => bounds(tongue, words, at),
    }
}

/// "me njëzet e pesë vjet burgim": the number may stand before, and is then a fixed term. "edhe pesë vjet burgim" adds to another.
fn albanian(words: &[Word], at: usize) -> Option<(ReadPenalty, usize, usize)> {
    let tongue = Tongue::Albanian;
    let unit_at = at.checked_sub(1)?;
    let unit = tongue.unit(&words[unit_at].folded)?;
    let number_at = unit_at.checked_sub(1)?;
    let mut number = tongue.number(&words[number_at].folded)?;
    let mut from = number_at;
    if number < 10
        && let (Some(tens_at), Some("e")) =
            (number_at.checked_sub(2), number_at.checked_sub(1).map(|and| words[and].folded.as_str()))
        && let Some(tens) = tongue.number(&words[tens_at].folded).filter(|tens| *tens >= 20 && tens % 10 == 0)
    {
        number += tens;
        from = tens_at;
    }
    let before = from.checked_sub(1).map_or("", |index| words[index].folded.as_str());
    if before == "edhe" || !matches!(before, "me" | "prej") {
        return None;
    }
    let months = Some(number * unit);
    Some((ReadPenalty { min_months: months, max_months: months, ..ReadPenalty::default() }, from, at))
}

/// "sept ans d'emprisonnement", "vingt ans de réclusion criminelle": the number stands before.
fn french(words: &[Word], at: usize) -> Option<(ReadPenalty, usize, usize)> {
    let unit_at = (at.saturating_sub(4)..at).rev().find(|&index| Tongue::French.unit(&words[index].folded).is_some())?;
    let number_at = unit_at.checked_sub(1)?;
    let number = Tongue::French.number(&words[number_at].folded)?;
    let months = number * Tongue::French.unit(&words[unit_at].folded)?;
    Some((ReadPenalty { max_months: Some(months), ..ReadPenalty::default() }, number_at, at))
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Next {
    From,
    UpTo,
    AtLeast,
}

/// "… od A do B godina", "… bis zu B Jahren", "… najmanje A godina".
fn bounds(tongue: Tongue, words: &[Word], at: usize) -> Option<(ReadPenalty, usize, usize)> {
    let mut next = None;
    let mut first: Option<(u32, Option<u32>)> = None;
    let mut second: Option<(u32, Option<u32>)> = None;
    let mut first_is_at_least = false;
    let mut end = at;
    // A clause that ends at the noun itself ("kaznom zatvora.") has no bounds behind it.
    if words[at].clause_ends {
        return None;
    }
    let mut last_number_at = None;
    let mut silent = 0;
    for index in at + 1..words.len().min(at + 24) {
        let word = words[index].folded.as_str();
        if let Some(number) = tongue.number(word) {
            // "dy (2)" says the number twice; "njëzet e pesë", "dvadeset pet" and "vier und zwanzig" add up.
            let previous = last_number_at.filter(|&last| index - last <= 2);
            let slot = if second.is_some() { second.as_mut() } else { first.as_mut() };
            let open = slot.as_ref().is_some_and(|slot| slot.1.is_none());
            match (previous, slot) {
                (Some(_), Some(slot)) if open && slot.0 == number => {}
                (Some(last), Some(slot))
                    if open
                        && slot.0 >= 20
                        && slot.0 % 10 == 0
                        && number < 10
                        && next.is_none()
                        && (index - last == 1 || matches!(words[index - 1].folded.as_str(), "e" | "i" | "und")) =>
                {
                    slot.0 += number
                }
                _ => match next.take() {
                    Some(Next::UpTo) => second = Some((number, None)),
                    Some(Next::AtLeast) => {
                        first = Some((number, None));
                        first_is_at_least = true;
                    }
                    Some(Next::From) => first = Some((number, None)),
                    None if first.is_none()
                        && matches!(tongue, Tongue::Italian | Tongue::Albanian | Tongue::English | Tongue::Dutch) =>
                    {
                        first = Some((number, None))
                    }
                    None => break,
                },
            }
            last_number_at = Some(index);
            silent = 0;
            end = index;
        } else if let Some(unit) = tongue.unit(word) {
            if let Some(slot) = second.as_mut().or(first.as_mut()) {
                slot.1 = Some(unit);
                end = index;
            }
            silent = 0;
            if second.is_some() || first_is_at_least && !goes_on(tongue, words, index) {
                break;
            }
        } else if let Some((signal, skip)) = signal(tongue, words, index, first.is_some()) {
            next = Some(signal);
            silent = 0;
            let _ = skip;
        } else {
            silent += 1;
            if silent > 4 {
                break;
            }
        }
        if words[index].clause_ends && !abbreviation_like(&words[index]) {
            break;
        }
    }
    let unit_of_second = second.and_then(|(_, unit)| unit);
    let months = |value: Option<(u32, Option<u32>)>, other: Option<u32>| {
        value.and_then(|(number, unit)| unit.or(other).map(|unit| number * unit))
    };
    let min = months(first, unit_of_second);
    let max = months(second, None);
    if min.is_none() && max.is_none() {
        return None;
    }
    // Where only one number stands without a sign of which bound it is ("burgim 3 vjet"), the sentence is fixed.
    let fixed = second.is_none() && !first_is_at_least && first.is_some();
    let penalty = ReadPenalty { min_months: min, max_months: if fixed { min } else { max }, ..ReadPenalty::default() };
    Some((penalty, at, end))
}

/// After "at least A years" an upper bound may still come: "najmanje tri, a najviše deset godina".
fn goes_on(tongue: Tongue, words: &[Word], index: usize) -> bool {
    !words[index].clause_ends
        && (index + 1..(index + 4).min(words.len()))
            .any(|next| matches!(signal(tongue, words, next, true), Some((Next::UpTo, _))))
}

fn abbreviation_like(word: &Word) -> bool {
    word.folded.len() <= 2 && word.folded.chars().all(|c| c.is_ascii_digit())
}

/// The small words that say which bound comes next.
fn signal(tongue: Tongue, words: &[Word], index: usize, has_first: bool) -> Option<(Next, usize)> {
    let word = words[index].folded.as_str();
    let following = words.get(index + 1).map_or("", |word| word.folded.as_str());
    let at_least = match tongue {
        Tongue::Bcms => matches!(word, "najmanje" | "manje" | "kraca" | "kraci" | "minimalno"),
        Tongue::Macedonian => matches!(word, "najmalku" | "pomalku"),
        Tongue::Albanian => word == "pak" && following == "se" || word == "minimumi",
        Tongue::German => word == "unter" || word == "mindestens",
        Tongue::Italian => matches!(word, "inferiore" | "almeno"),
        Tongue::Slovene => matches!(word, "najmanj" | "manj"),
        Tongue::English => word == "least" || word == "less" && following == "than" || word == "minimum",
        Tongue::Dutch => word == "minste",
        Tongue::French => false,
    };
    if at_least {
        return Some((Next::AtLeast, 1));
    }
    let up_to = match tongue {
        Tongue::Bcms | Tongue::Slovene => matches!(word, "do" | "najvise" | "duze" | "najvec"),
        Tongue::Macedonian => matches!(word, "do" | "najmnogu"),
        Tongue::Albanian => word == "deri" || word == "gjer",
        Tongue::German => word == "bis",
        Tongue::Italian => word == "fino" || word == "a" && has_first || word == "ad" && has_first || word == "superiore",
        Tongue::English => {
            word == "to" && has_first || word == "up" || word == "exceeding" || word == "and" && has_first || word == "maximum"
        }
        Tongue::Dutch => word == "hoogste" || word == "tot" && has_first,
        Tongue::French => false,
    };
    if up_to {
        return Some((Next::UpTo, 1));
    }
    let from = match tongue {
        Tongue::Bcms | Tongue::Slovene | Tongue::Macedonian => word == "od",
        Tongue::Albanian => word == "nga" || word == "prej",
        Tongue::German => word == "von",
        Tongue::Italian => matches!(word, "da" | "dai"),
        Tongue::English => matches!(word, "from" | "between" | "of"),
        Tongue::Dutch => word == "van",
        Tongue::French => false,
    };
    from.then_some((Next::From, 1))
}

/// "… ili doživotnim zatvorom", "… oder …": the two stand in one clause.
fn joined_with_or(tongue: Tongue, words: &[Word], last: usize, from: usize) -> bool {
    let or: &[&str] = match tongue {
        Tongue::Bcms => &["ili", "odnosno"],
        Tongue::Macedonian => &["ili"],
        Tongue::Albanian => &["ose"],
        Tongue::German => &["oder"],
        Tongue::French => &["ou"],
        Tongue::Italian | Tongue::Slovene => &["o", "ali"],
        Tongue::English => &["or"],
        Tongue::Dutch => &["of"],
    };
    let between = last + 1..from;
    (last..from).all(|index| !words[index].clause_ends && !words[index].comma)
        && between.len() <= 4
        && between.into_iter().any(|index| or.contains(&words[index].folded.as_str()))
}

fn merge(last: &mut ReadPenalty, found: ReadPenalty, quote: &str) {
    last.life |= found.life;
    last.long_term_imprisonment |= found.long_term_imprisonment;
    last.min_months = last.min_months.or(found.min_months);
    last.max_months = last.max_months.or(found.max_months);
    last.quote = format!("{} … {quote}", last.quote);
}

/// Whether the sentence around the quote names a fine.
fn fine_beside(tongue: Tongue, text: &str, quote: &str) -> bool {
    let stems: &[&[&str]] = match tongue {
        Tongue::Bcms => &[&["novcan", "kazn"]],
        Tongue::Macedonian => &[&["paricn", "kazn"]],
        Tongue::Albanian => &[&["gjob"]],
        Tongue::German => &[&["geldstrafe"]],
        Tongue::French => &[&["amende"]],
        Tongue::Italian => &[&["multa"], &["ammenda"]],
        Tongue::Slovene => &[&["denarn", "kazn"]],
        Tongue::English => &[&["fine"]],
        Tongue::Dutch => &[&["geldboete"]],
    };
    let first = quote.split(" … ").next().unwrap_or(quote);
    let Some(at) = text.find(first) else { return false };
    let from = text[..at].rfind(['.', ';']).map_or(0, |index| index + 1);
    let to = text[at..].find(". ").or_else(|| text[at..].find(';')).map_or(text.len(), |index| at + index);
    let words: Vec<String> = split(text.get(from..to).unwrap_or("")).into_iter().map(|word| word.folded).collect();
    stems.iter().any(|group| match group {
        [one] => words.iter().any(|word| word.starts_with(one)),
        [first, second] => words.windows(2).any(|pair| {
            pair[0].starts_with(first) && pair[1].starts_with(second) || pair[1].starts_with(first) && pair[0].starts_with(second)
        }),
        _ => false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, language: &str) -> (Option<u32>, Option<u32>, bool, bool) {
        let all = penalties(text, language);
        assert_eq!(all.len(), 1, "{text}: {all:?}");
        (all[0].min_months, all[0].max_months, all[0].life, all[0].fine)
    }

    #[test]
    fn ranges_in_the_words_of_each_law() {
        for (text, language, min, max, life, fine) in [
            ("kazniće se zatvorom od jedne do osam godina.", "sr-Latn", Some(12), Some(96), false, false),
            ("казниће се затвором од шест месеци до пет година.", "sr-Cyrl", Some(6), Some(60), false, false),
            ("kazniće se zatvorom najmanje tri godine.", "sr-Latn", Some(36), None, false, false),
            ("kazniće se novčanom kaznom ili zatvorom do jedne godine.", "cnr", None, Some(12), false, true),
            ("kaznit će se kaznom zatvora od šest mjeseci do pet godina.", "hr", Some(6), Some(60), false, false),
            ("kazniće se zatvorom najmanje deset godina ili doživotnim zatvorom.", "sr-Latn", Some(120), None, true, false),
            ("ќе се казни со затвор од најмалку четири години.", "mk", Some(48), None, false, false),
            ("ќе се казни со затвор од една до десет години.", "mk", Some(12), Some(120), false, false),
            ("dënohet me burgim nga tetë deri në pesëmbëdhjetë vjet.", "sq", Some(96), Some(180), false, false),
            ("dënohet me gjobë ose me burgim deri në tre vjet.", "sq", None, Some(36), false, true),
            ("dënohet me njëzet e pesë vjet burgim ose me burgim të përjetshëm.", "sq", Some(300), Some(300), true, false),
            (
                "dënohet me burgim jo më pak se pesëmbëdhjetë vjet ose me burgim të përjetshëm.",
                "sq",
                Some(180),
                None,
                true,
                false,
            ),
            ("dënohet me burgim prej dy (2) deri në dhjetë (10) vjet.", "sq", Some(24), Some(120), false, false),
            ("dënohet me burgim nga pesëmbëdhjetë deri në njëzet e pesë vjet.", "sq", Some(180), Some(300), false, false),
            ("wird mit Freiheitsstrafe von sechs Monaten bis zu zehn Jahren bestraft.", "de", Some(6), Some(120), false, false),
            ("wird mit Freiheitsstrafe bis zu fünf Jahren oder mit Geldstrafe bestraft.", "de", None, Some(60), false, true),
            ("wird mit Freiheitsstrafe nicht unter einem Jahr bestraft.", "de", Some(12), None, false, false),
            ("La traite est punie de sept ans d'emprisonnement et de 150 000 euros d'amende.", "fr", None, Some(84), false, true),
            ("est punie de vingt ans de réclusion criminelle", "fr", None, Some(240), false, false),
            ("è punito con la reclusione da otto a venti anni.", "it", Some(96), Some(240), false, false),
            ("se kaznuje z zaporom od enega do desetih let in denarno kaznijo.", "sl", Some(12), Some(120), false, true),
            (
                "shall be punished by imprisonment of two (2) to ten (10) years and a fine.",
                "en",
                Some(24),
                Some(120),
                false,
                true,
            ),
        ] {
            assert_eq!(read(text, language), (min, max, life, fine), "{text}");
        }
    }

    #[test]
    fn words_that_only_look_like_penalties() {
        assert!(penalties("U zatvorenom prostoru bilo je deset osoba.", "sr-Latn").is_empty());
        assert!(penalties("Kazna zatvora izriče se u skladu sa zakonom.", "sr-Latn").is_empty());
        assert!(penalties("anything", "xx").is_empty());
    }

    #[test]
    fn the_penalty_of_another_offence_is_a_condition() {
        let all = penalties(
            "Ako se delo odnosi na grupu koja ima za cilj vršenje krivičnih dela za koje se može izreći kazna zatvora od dvadeset godina \
             ili doživotni zatvor, organizator će se kazniti zatvorom najmanje deset godina ili doživotnim zatvorom, a pripadnik \
             zatvorom od šest meseci do pet godina.",
            "sr-Latn",
        );
        assert_eq!(
            all.iter().map(|p| (p.min_months, p.max_months, p.life)).collect::<Vec<_>>(),
            [(Some(120), None, true), (Some(6), Some(60), false)]
        );
        assert!(
            penalties("Wer eine Tat begeht, die mit Freiheitsstrafe von einem Jahr bis zu fünf Jahren bedroht ist", "de")
                .is_empty()
        );
    }

    #[test]
    fn what_another_provision_threatens_is_no_penalty_of_this_one() {
        let all = penalties(
            "Kur dispozita përkatëse përmban vetëm dënim me burgim të përjetshëm, dënohet me njëzet vjet burgim.",
            "sq",
        );
        assert_eq!(all.iter().map(|p| (p.min_months, p.max_months, p.life)).collect::<Vec<_>>(), [(Some(240), Some(240), false)]);
        assert!(penalties("duke i shtuar dënimit edhe pesë vjet burgim.", "sq").is_empty());
    }

    #[test]
    fn two_sentences_are_two_penalties() {
        let all = penalties(
            "kazniće se zatvorom do jedne godine. Ako je delo učinjeno iz koristoljublja, učinilac će se kazniti zatvorom od dve do dvanaest godina.",
            "sr-Latn",
        );
        assert_eq!(
            all.iter().map(|p| (p.min_months, p.max_months)).collect::<Vec<_>>(),
            [(None, Some(12)), (Some(24), Some(144))]
        );
    }
}
