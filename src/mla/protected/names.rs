//! A person's names in the words of a text: any order, script and ending; parts of double names; names inside addresses.

use super::Net;
use super::likeness::{Like, Likeness, Parts};
use super::reading::{Word, seen};
use crate::language::fold::fold;
use crate::language::script;

/// Words that stand before a name and are none: articles, prepositions of nobility, "born".
const PARTICLES: &[&str] = &[
    "al", "el", "ul", "ad", "ar", "as", "ash", "an", "az", "at", "bin", "ibn", "bint", "van", "von", "de", "da", "di", "der",
    "den", "del", "della", "la", "le", "du", "dos", "zu", "rod", "roden", "rodena", "geb", "geborene", "nee", "i", "dr", "mr",
    "prof",
];
/// The Arabic article, as it is glued to the name.
const ARTICLES: &[&str] = &["al", "el", "ul"];

/// One name of a person, cut into its parts.
#[derive(Debug)]
pub struct Name {
    /// Each part by the numbers of its spellings among the sought [`Parts`].
    parts: Vec<Part>,
    /// Its words without the last vowel, each of which may take an ending.
    stems: Vec<String>,
    /// All in one word, in either order.
    glued: Vec<String>,
    /// Written with a small letter by whoever listed it: a handle.
    small: bool,
}

#[derive(Debug)]
struct Part {
    spellings: Vec<usize>,
    /// A family name, or what may be one.
    surname: bool,
    /// Names the person without the rest; `None`: never.
    alone: Option<bool>,
}

/// How a text names a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Named {
    Certainly,
    /// This word is like a name, and may be another word.
    Perhaps(String),
}

impl Name {
    /// Cut a name; `surnames` are its family names where they are known. `None` where nothing is left of it.
    pub fn new(written: &str, surnames: &[String], parts: &mut Parts) -> Option<Name> {
        let written = seen(written);
        let mut family: Vec<String> = surnames.iter().flat_map(|surname| folded(surname)).collect();
        // A former name, or one in other letters, has other family names.
        if !folded(&written).iter().any(|word| family.contains(word)) {
            family.clear();
        }
        let raw: Vec<&str> = written.split_whitespace().filter(|raw| raw.chars().any(char::is_alphanumeric)).collect();
        let mut name =
            Name { parts: Vec::new(), stems: Vec::new(), glued: Vec::new(), small: written.starts_with(char::is_lowercase) };
        for (at, raw_part) in raw.iter().enumerate() {
            let pieces: Vec<&str> = raw_part.split(|c: char| !c.is_alphanumeric()).filter(|piece| !piece.is_empty()).collect();
            let is_name = |piece: &&str| {
                let folded = fold(&script::to_latin(piece));
                folded.chars().count() > 1 && !(raw.len() + pieces.len() > 2 && PARTICLES.contains(&folded.as_str()))
            };
            let kept: Vec<&str> = pieces.iter().copied().filter(is_name).collect();
            let article = pieces.first().map(|piece| fold(&script::to_latin(piece))).filter(|_| kept.len() < pieces.len());
            for piece in &kept {
                let mut spellings = vec![parts.add(piece)];
                if let Some(article) = article.as_deref().filter(|_| kept.len() == 1) {
                    // Alkhalidi, Elkhalidi
                    for article in ARTICLES.iter().copied().chain(Some(article)) {
                        spellings.push(parts.add(&format!("{article}{piece}")));
                    }
                }
                let surname = if family.is_empty() { at > 0 } else { folded(piece).iter().any(|word| family.contains(word)) };
                let last = at + 1 == raw.len() && raw.len() > 1;
                let alone = (piece.chars().count() >= 4 && (surname && !family.is_empty() || last)).then_some(kept.len() == 1);
                name.parts.push(Part { spellings, surname, alone });
            }
            if kept.len() > 1 && pieces.len() == kept.len() {
                // Mu'min, Mumin: put together it stands for its last part.
                let together = parts.add(&pieces.concat());
                name.parts.last_mut()?.spellings.push(together);
            }
        }
        let words = folded(&written);
        name.stems = words.iter().map(|word| stem(word).to_string()).collect();
        if words.len() > 1 && words.iter().map(|word| word.chars().count()).sum::<usize>() >= 7 {
            name.glued = vec![words.concat(), words.iter().rev().map(String::as_str).collect()];
            name.glued.dedup();
        }
        (!name.parts.is_empty()).then_some(name)
    }

    /// Whether the words hold the name.
    ///
    /// `others` are people who are not protected, as folded words: a family name they share is theirs beside their given name, and
    /// doubtful without it.
    pub fn named(&self, words: &[Word], like: &[Like], others: &[Vec<String>], net: Net) -> Option<Named> {
        if words.iter().any(|word| self.glued.iter().any(|glued| is_stem(&word.folded, glued))) {
            return Some(Named::Certainly);
        }
        let met = |at: usize, part: &Part| {
            let like = like.get(at)?;
            like.iter().filter(|(known, _)| part.spellings.contains(known)).map(|(_, rule)| *rule).min()
        };
        if let [single] = self.parts.as_slice() {
            let best = (0..words.len()).filter_map(|at| Some((met(at, single)?, at))).min()?;
            // `među` is Medo in no text but a careless one.
            let name = |(rule, at): (Likeness, usize)| {
                let fits = self.small || words.get(at).is_some_and(Word::may_be_name);
                fits && (rule == Likeness::Letters || rule == Likeness::Sounds && net == Net::Wide)
            };
            let mut hits = (0..words.len()).filter_map(|at| Some((met(at, single)?, at)));
            if hits.any(name) {
                return Some(Named::Certainly);
            }
            let asked = net == Net::Wide && (best.0 < Likeness::Faint || words[best.1].may_be_name());
            return asked.then(|| Named::Perhaps(words[best.1].text.clone()));
        }
        if self.stands_in(words) {
            return Some(Named::Certainly);
        }
        if self.together(words, &met) {
            return Some(Named::Certainly);
        }
        if net == Net::Whole {
            return None;
        }
        let mut perhaps = None;
        for part in &self.parts {
            let Some(sure) = part.alone else { continue };
            for (at, word) in words.iter().enumerate().filter(|(_, word)| word.may_be_name()) {
                let theirs = of_others(words, at, others);
                match met(at, part) {
                    Some(_) if theirs == Some(true) => {}
                    Some(Likeness::Letters | Likeness::Sounds) if sure && theirs.is_none() => return Some(Named::Certainly),
                    Some(_) if perhaps.is_none() => perhaps = Some(Named::Perhaps(word.text.clone())),
                    _ => {}
                }
            }
        }
        perhaps
    }

    /// Two parts close together, one of them a family name, and one of them more than faintly alike: all of a name of two, enough of
    /// a longer one (`Mira Gruevska` of `Mira Gruevska-Ilić`).
    fn together(&self, words: &[Word], met: &impl Fn(usize, &Part) -> Option<Likeness>) -> bool {
        // Articles and initials between the parts take no room.
        let counts = |word: &Word| word.folded.chars().count() > 1 && !PARTICLES.contains(&word.folded.as_str());
        let hits: Vec<(usize, usize, Likeness)> = words
            .iter()
            .enumerate()
            .filter(|(_, word)| counts(word))
            .map(|(at, _)| at)
            .enumerate()
            .flat_map(|(place, at)| {
                self.parts.iter().enumerate().filter_map(move |(part, sought)| Some((place, part, met(at, sought)?)))
            })
            .collect();
        hits.iter().enumerate().any(|(i, one)| {
            hits[i + 1..].iter().take_while(|two| two.0 - one.0 <= 2).any(|two| {
                let surname = |part: usize| self.parts.get(part).is_some_and(|part| part.surname);
                two.0 > one.0
                    && two.1 != one.1
                    && (surname(one.1) || surname(two.1) || self.parts.len() == 2)
                    && one.2.min(two.2) < Likeness::Faint
            })
        })
    }

    /// All words side by side, in any order, each with an ending of its own.
    fn stands_in(&self, words: &[Word]) -> bool {
        self.stems.len() > 1 && side_by_side(words, &self.stems)
    }
}

/// Whether a word is a name of somebody else: `Some(true)` with another name of theirs, or its initial, beside it; `Some(false)` alone.
fn of_others(words: &[Word], at: usize, others: &[Vec<String>]) -> Option<bool> {
    let word = words.get(at)?;
    let mut theirs = None;
    for other in others {
        let Some(own) = other.iter().position(|name| name.chars().count() >= 3 && is_stem(&word.folded, stem(name))) else {
            continue;
        };
        let beside = [at.checked_sub(2), at.checked_sub(1), Some(at + 1), Some(at + 2)];
        let mut beside = beside.into_iter().flatten().filter_map(|near| words.get(near));
        let known = beside.any(|near| {
            other.iter().enumerate().any(|(place, name)| {
                let initial = near.folded.chars().count() == 1 && near.may_be_name() && name.starts_with(&near.folded);
                place != own
                    && (initial
                        || name.chars().count() > 1 && (is_stem(&near.folded, stem(name)) || same_consonants(&near.folded, name)))
            })
        });
        theirs = Some(known || theirs == Some(true));
    }
    theirs
}

/// Petar, Petra: a vowel comes and goes.
fn same_consonants(word: &str, name: &str) -> bool {
    let bare = |text: &str| text.chars().filter(|c| !"aeiou".contains(*c)).collect::<String>();
    let (word_bare, name_bare) = (bare(word), bare(name));
    name_bare.len() >= 3 && word_bare == name_bare && word.chars().next() == name.chars().next()
}

/// Whether all stems stand side by side, in any order, each with its own ending.
pub fn side_by_side(words: &[Word], stems: &[String]) -> bool {
    words.windows(stems.len().max(1)).any(|window| {
        // Most windows end at their first word.
        if !stems.iter().any(|stem| window.first().is_some_and(|word| is_stem(&word.folded, stem))) {
            return false;
        }
        let mut left: Vec<&str> = stems.iter().map(String::as_str).collect();
        window.iter().all(|word| left.iter().position(|stem| is_stem(&word.folded, stem)).map(|at| left.remove(at)).is_some())
    })
}

/// At most four letters of ending: "Ana" finds "Anom", not "Anatolija".
fn is_stem(word: &str, stem: &str) -> bool {
    word.starts_with(stem) && word.len() <= stem.len() + 4
}

/// The word without its last vowel, which the cases change; short words and numbers stay whole.
pub fn stem(word: &str) -> &str {
    let vowel = word.ends_with(['a', 'e', 'i', 'o', 'u']);
    if vowel && word.len() >= 3 { &word[..word.len() - 1] } else { word }
}

/// Folded words: lower case, Latin letters, no marks.
pub fn folded(text: &str) -> Vec<String> {
    script::to_latin(&seen(text)).split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(fold).collect()
}

/// An address of mail or of a network, or a handle.
pub fn is_online(word: &str) -> bool {
    word.contains(['@', '_']) || word.contains("://") || word.starts_with("www.")
}

/// Whether an address is made of a name: `petrovic.ana`, `apetrovic`, `anapetrovic`; for the wide net the surname is enough.
pub fn stands_in_address(address: &[String], name: &[String], net: Net) -> bool {
    let Some((surname, given)) = name.split_last().filter(|(surname, _)| surname.chars().count() >= 4) else { return false };
    address.iter().enumerate().any(|(at, word)| {
        let Some((before, after)) = word.split_once(surname.as_str()) else { return false };
        // Short surnames stand inside other words: `rado` in `beograd`; they must be a word of their own, or beside a given name.
        let alone = before.is_empty() && after.chars().all(|c| c.is_ascii_digit());
        let initial = |text: &str| {
            given.iter().any(|given| !text.is_empty() && (given.starts_with(text) || text.starts_with(given.as_str())))
        };
        let neighbour = |at: Option<usize>| at.and_then(|at| address.get(at)).is_some_and(|word| initial(word));
        let with_given = initial(before) || initial(after) || alone && (neighbour(at.checked_sub(1)) || neighbour(Some(at + 1)));
        with_given || net == Net::Wide && (alone || surname.chars().count() >= 6)
    })
}
