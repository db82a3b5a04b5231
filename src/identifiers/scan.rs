//! A text as its readers here see it: one plain letter for each character, and the way back.

use super::announce::{Announcers, List};

/// The text with one ASCII byte a character: marks off, Cyrillic letters as the Latin ones they look like, any digit as an ASCII digit, any dash as `-`,
/// any space as a space; everything else `\x7F`. Combining marks, soft hyphens and direction marks (which phones put around
/// numbers) are left out.
pub(super) struct Flat {
    pub look: Vec<u8>,
    /// The same with Cyrillic letters as they are spoken (В is V, not B); only if the text has any.
    spoken: Option<Vec<u8>>,
    /// The words that announce numbers.
    announcers: Announcers,
    /// Runs of letters and digits, in order.
    pub atoms: Vec<std::ops::Range<usize>>,
    /// Digits before each run, and before the end.
    digits_before: Vec<usize>,
    /// Byte offset of each character, then the length of the text.
    at: Vec<u32>,
    /// Byte length of each character.
    long: Vec<u8>,
    pub digits: usize,
}

impl Flat {
    pub fn new(text: &str) -> Flat {
        let n = text.len();
        let mut flat = Flat {
            look: Vec::with_capacity(n),
            spoken: None,
            announcers: Announcers::default(),
            atoms: Vec::new(),
            digits_before: Vec::new(),
            at: Vec::with_capacity(n),
            long: Vec::with_capacity(n),
            digits: 0,
        };
        for (i, c) in text.char_indices() {
            let (look, spoken) = if c.is_ascii() {
                let b = c as u8;
                let b = if matches!(b, b'\t' | b'\r') { b' ' } else { b };
                (b, b)
            } else {
                match plain(c) {
                    Some(pair) => pair,
                    None => continue,
                }
            };
            flat.digits += usize::from(look.is_ascii_digit());
            if look != spoken && flat.spoken.is_none() {
                flat.spoken = Some(flat.look.clone());
            }
            flat.look.push(look);
            if let Some(s) = &mut flat.spoken {
                s.push(spoken);
            }
            flat.at.push(u32::try_from(i).unwrap_or(u32::MAX));
            flat.long.push(c.len_utf8() as u8);
        }
        if flat.digits > 0 {
            flat.announcers = Announcers::of(&flat.spoken().to_ascii_lowercase());
            flat.atoms = atoms(&flat.look);
            flat.digits_before = digits_before(&flat.look, &flat.atoms);
        }
        flat
    }

    pub fn len(&self) -> usize {
        self.look.len()
    }

    /// How many digits the runs from this one on have, this many of them: most words of a text stand near no number.
    pub fn digits_in(&self, first: usize, many: usize) -> usize {
        let before = |run: usize| self.digits_before.get(run).or(self.digits_before.last()).copied().unwrap_or(0);
        before(first + many) - before(first)
    }

    /// Cyrillic letters as they are spoken.
    pub fn spoken(&self) -> &Vec<u8> {
        self.spoken.as_ref().unwrap_or(&self.look)
    }

    /// Whether the text has Cyrillic letters, so that `look` and `spoken` may differ.
    pub fn two_readings(&self) -> bool {
        self.spoken.is_some()
    }

    /// Byte offset in the text where the character at this position begins.
    pub fn offset(&self, position: usize) -> usize {
        self.at.get(position).map_or(0, |a| *a as usize)
    }

    /// Byte offset in the text where the character before this position ends.
    pub fn end_offset(&self, position: usize) -> usize {
        match position.checked_sub(1).and_then(|p| Some((self.at.get(p)?, self.long.get(p)?))) {
            Some((at, long)) => *at as usize + usize::from(*long),
            None => 0,
        }
    }

    /// The position of the character at a byte offset of the text.
    pub fn position(&self, offset: usize) -> usize {
        self.at.partition_point(|a| (*a as usize) < offset)
    }

    /// The letters and digits of a span, capitals, from `look`.
    pub fn compact(&self, span: std::ops::Range<usize>) -> String {
        compact(self.look.get(span).unwrap_or_default())
    }

    /// Whether a word of the list stands within `reach` characters before the span (or, a quarter as far, behind it).
    pub fn near(&self, span: &std::ops::Range<usize>, reach: usize, list: List) -> bool {
        self.announcers.near(span, reach, list)
    }

    /// Whether a word of the list begins at the position.
    pub fn announces(&self, position: usize, list: List) -> bool {
        self.announcers.at(position, list)
    }

    /// As `near`, but only before the position.
    pub fn announced(&self, start: usize, reach: usize, list: List) -> bool {
        self.announcers.before(start, reach, list)
    }

    /// Whether the span stands free: no letter or digit touches it.
    pub fn stands_free(&self, span: &std::ops::Range<usize>) -> bool {
        let before = span.start.checked_sub(1).and_then(|p| self.look.get(p)).copied().unwrap_or(b' ');
        let behind = self.look.get(span.end).copied().unwrap_or(b' ');
        !is_alnum(before) && !is_alnum(behind)
    }
}

fn digits_before(look: &[u8], atoms: &[std::ops::Range<usize>]) -> Vec<usize> {
    let mut before = Vec::with_capacity(atoms.len() + 1);
    let mut total = 0;
    before.push(total);
    for atom in atoms {
        total += look[atom.clone()].iter().filter(|b| b.is_ascii_digit()).count();
        before.push(total);
    }
    before
}

fn atoms(look: &[u8]) -> Vec<std::ops::Range<usize>> {
    let mut atoms = Vec::new();
    let mut start = None;
    for (i, b) in look.iter().enumerate() {
        match (is_alnum(*b), start) {
            (true, None) => start = Some(i),
            (false, Some(s)) => {
                atoms.push(s..i);
                start = None;
            }
            _ => {}
        }
    }
    if let Some(s) = start {
        atoms.push(s..look.len());
    }
    atoms
}

/// `\x7F` stands for a letter of another script, so a number glued to one does not stand free.
fn is_alnum(b: u8) -> bool {
    b.is_ascii_alphanumeric() || b == 0x7F
}

pub(super) fn compact(bytes: &[u8]) -> String {
    bytes.iter().filter(|b| b.is_ascii_alphanumeric()).map(|b| b.to_ascii_uppercase() as char).collect()
}

/// One non-ASCII character as (what it looks like, what it is spoken like); `None`: it is left out.
fn plain(c: char) -> Option<(u8, u8)> {
    let same = |b: u8| Some((b, b));
    match c {
        '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}' => None,
        '\u{300}'..='\u{36F}' => None,
        '\u{A0}' | '\u{1680}' | '\u{2000}'..='\u{200A}' | '\u{202F}' | '\u{205F}' | '\u{3000}' => same(b' '),
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{FE58}' | '\u{FE63}' | '\u{FF0D}' => same(b'-'),
        '·' | '•' | '∙' => same(b'.'),
        '⁄' | '∕' => same(b'/'),
        '\u{FF01}'..='\u{FF5E}' => same((c as u32 - 0xFF01 + 0x21) as u8),
        '\u{660}'..='\u{669}' => same((c as u32 - 0x660) as u8 + b'0'),
        '\u{6F0}'..='\u{6F9}' => same((c as u32 - 0x6F0) as u8 + b'0'),
        'À'..='Å' | 'Ă' | 'Ą' => same(b'A'),
        'à'..='å' | 'ă' | 'ą' => same(b'a'),
        'Ç' | 'Ć' | 'Č' => same(b'C'),
        'ç' | 'ć' | 'č' => same(b'c'),
        'Đ' | 'Ď' => same(b'D'),
        'đ' | 'ď' => same(b'd'),
        'È'..='Ë' | 'Ę' => same(b'E'),
        'è'..='ë' | 'ę' => same(b'e'),
        'Ğ' => same(b'G'),
        'ğ' => same(b'g'),
        'Ì'..='Ï' | 'İ' => same(b'I'),
        'ì'..='ï' | 'ı' => same(b'i'),
        'Ł' => same(b'L'),
        'ł' => same(b'l'),
        'Ñ' | 'Ń' => same(b'N'),
        'ñ' | 'ń' => same(b'n'),
        'Ò'..='Ö' | 'Ő' | 'Ø' => same(b'O'),
        'ò'..='ö' | 'ő' | 'ø' => same(b'o'),
        'Ś' | 'Š' | 'Ş' | 'Ș' => same(b'S'),
        'ś' | 'š' | 'ş' | 'ș' | 'ß' => same(b's'),
        'Ţ' | 'Ț' => same(b'T'),
        'ţ' | 'ț' => same(b't'),
        'Ù'..='Ü' | 'Ű' => same(b'U'),
        'ù'..='ü' | 'ű' => same(b'u'),
        'Ý' => same(b'Y'),
        'ý' => same(b'y'),
        'Ź' | 'Ż' | 'Ž' => same(b'Z'),
        'ź' | 'ż' | 'ž' => same(b'z'),
        // Cyrillic with a Latin twin: look, then sound
        'А' => same(b'A'),
        'а' => same(b'a'),
        'В' => Some((b'B', b'V')),
        'в' => same(b'v'),
        'Е' | 'Ё' => same(b'E'),
        'е' | 'ё' => same(b'e'),
        'Ѕ' => Some((b'S', b'D')),
        'ѕ' => Some((b's', b'd')),
        'І' | 'Ї' => same(b'I'),
        'і' | 'ї' => same(b'i'),
        'Ј' => same(b'J'),
        'ј' => same(b'j'),
        'К' => same(b'K'),
        'к' => same(b'k'),
        'М' => same(b'M'),
        'м' => same(b'm'),
        'Н' => Some((b'H', b'N')),
        'н' => same(b'n'),
        'О' => same(b'O'),
        'о' => same(b'o'),
        'Р' => Some((b'P', b'R')),
        'р' => Some((b'p', b'r')),
        'С' => Some((b'C', b'S')),
        'с' => Some((b'c', b's')),
        'Т' => same(b'T'),
        'т' => same(b't'),
        'У' | 'Ў' => Some((b'Y', b'U')),
        'у' | 'ў' => Some((b'y', b'u')),
        'Х' => Some((b'X', b'H')),
        'х' => Some((b'x', b'h')),
        // Cyrillic without one: only the sound is a reading
        'Б' | 'Г' | 'Д' | 'Ђ' | 'Ж' | 'З' | 'И' | 'Й' | 'Л' | 'Љ' | 'Њ' | 'П' | 'Ћ' | 'Ф' | 'Ц' | 'Ч' | 'Џ' | 'Ш' | 'Ѓ' | 'Ќ'
        | 'Щ' | 'Ю' | 'Я' | 'Э' | 'Ы' => Some((0x7F, sound(c))),
        'б' | 'г' | 'д' | 'ђ' | 'ж' | 'з' | 'и' | 'й' | 'л' | 'љ' | 'њ' | 'п' | 'ћ' | 'ф' | 'ц' | 'ч' | 'џ' | 'ш' | 'ѓ' | 'ќ'
        | 'щ' | 'ю' | 'я' | 'э' | 'ы' => {
            let upper = c.to_uppercase().next().unwrap_or(c);
            Some((0x7F, sound(upper).to_ascii_lowercase()))
        }
        // Greek capitals on plates
        'Α' => same(b'A'),
        'Β' => same(b'B'),
        'Ε' => same(b'E'),
        'Ζ' => same(b'Z'),
        'Η' => same(b'H'),
        'Ι' => same(b'I'),
        'Κ' => same(b'K'),
        'Μ' => same(b'M'),
        'Ν' => same(b'N'),
        'Ο' => same(b'O'),
        'Ρ' => same(b'P'),
        'Τ' => same(b'T'),
        'Υ' => same(b'Y'),
        'Χ' => same(b'X'),
        c if c.is_alphanumeric() => same(0x7F),
        _ => same(b'|'),
    }
}

fn sound(capital: char) -> u8 {
    match capital {
        'Б' => b'B',
        'Г' | 'Ѓ' => b'G',
        'Д' | 'Ђ' | 'Џ' => b'D',
        'Ж' | 'З' => b'Z',
        'И' | 'Ы' => b'I',
        'Й' | 'Ю' | 'Я' => b'J',
        'Л' | 'Љ' => b'L',
        'Њ' => b'N',
        'П' => b'P',
        'Ћ' | 'Ц' | 'Ч' => b'C',
        'Ф' => b'F',
        'Ш' | 'Щ' => b'S',
        'Ќ' => b'K',
        'Э' => b'E',
        _ => 0x7F,
    }
}
