//! The stamp of date and time before a message in chats exported as text, and the order of day and month in it.

/// A stamp at the beginning of a line.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Stamp {
    date: [u32; 3],
    /// The order of the three numbers, where the stamp itself tells it.
    order: Option<Order>,
    /// Whether day or month is written with a zero before it.
    padded: bool,
    hour: u32,
    minute: u32,
    second: u32,
    half: Option<(Half, Marker)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Order {
    YearMonthDay,
    DayMonthYear,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Half {
    Before,
    After,
}

/// How the half of the day is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Marker {
    /// "AM", "PM": as in the United States, and elsewhere.
    American,
    /// "am", "p.m.", "p. m.": English and Spanish of other countries, and the United States' own Spanish.
    Latin,
    /// In a language whose countries all write the day first.
    DayFirst,
}

/// Words for the halves of the day, as phones of the region write them.
const HALVES: &[(&str, Half)] = &[
    ("prije podne", Half::Before),
    ("prijepodne", Half::Before),
    ("poslije podne", Half::After),
    ("poslijepodne", Half::After),
    ("popodne", Half::After),
    ("пре подне", Half::Before),
    ("пријеподне", Half::Before),
    ("поподне", Half::After),
    ("по подне", Half::After),
    ("pre podne", Half::Before),
    ("po podne", Half::After),
    ("paradites", Half::Before),
    ("pasdites", Half::After),
    ("e paradites", Half::Before),
    ("e pasdites", Half::After),
    ("paradite", Half::Before),
    ("pasdite", Half::After),
    ("p.d.", Half::Before),
    ("m.d.", Half::After),
    ("претпладне", Half::Before),
    ("попладне", Half::After),
    ("претпл.", Half::Before),
    ("попл.", Half::After),
    ("пр.об.", Half::Before),
    ("сл.об.", Half::After),
    ("vorm.", Half::Before),
    ("nachm.", Half::After),
    ("π.μ.", Half::Before),
    ("μ.μ.", Half::After),
    ("πμ", Half::Before),
    ("μμ", Half::After),
    ("pd", Half::Before),
    ("md", Half::After),
    ("öö", Half::Before),
    ("ös", Half::After),
    ("ص", Half::Before),
    ("م", Half::After),
    ("上午", Half::Before),
    ("凌晨", Half::Before),
    ("清晨", Half::Before),
    ("早上", Half::Before),
    ("中午", Half::After),
    ("下午", Half::After),
    ("晚上", Half::After),
    ("午前", Half::Before),
    ("午後", Half::After),
    ("오전", Half::Before),
    ("오후", Half::After),
    ("a.m.", Half::Before),
    ("p.m.", Half::After),
    ("a. m.", Half::Before),
    ("p. m.", Half::After),
    ("am", Half::Before),
    ("pm", Half::After),
];

/// How the three numbers of a chat's dates stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Decision {
    pub day_first: bool,
    /// Whether the dates themselves decide it; otherwise it is an assumption.
    pub sure: bool,
    /// Whether every date can be read with the day first, with the month first.
    pub day_fits: bool,
    pub month_fits: bool,
}

/// Whether the day or the month comes first in this text.
///
/// Decided, in this order: by a date that fits one of them only; by time, which rarely goes back in a chat; by the way of writing. Month first
/// is written with strokes and without zeros in the United States ("2/10/26, 9:45 PM"; Unicode CLDR, `en-US`), so points, local words for the
/// halves of the day, and zeros before a day or month with a clock of 24 hours or a small "pm" mean the day first.
pub(super) fn order(text: &str) -> Decision {
    let (mut day_fits, mut month_fits, mut any) = (true, true, false);
    let (mut day_back, mut month_back) = (0u32, 0u32);
    let mut last: [Option<String>; 2] = [None, None];
    let (mut padded, mut american, mut latin, mut local) = (false, false, false, false);
    for (stamp, _) in text.lines().filter_map(stamp).filter(|(stamp, _)| stamp.order.is_none()) {
        any = true;
        padded |= stamp.padded;
        american |= matches!(stamp.half, Some((_, Marker::American)));
        latin |= matches!(stamp.half, Some((_, Marker::Latin)));
        local |= matches!(stamp.half, Some((_, Marker::DayFirst)));
        let [first, second, _] = stamp.date;
        day_fits &= second <= 12;
        month_fits &= first <= 12;
        for (slot, (day_first, back)) in last.iter_mut().zip([(true, &mut day_back), (false, &mut month_back)]) {
            let time = stamp.rfc3339(day_first);
            if time.is_some() && *slot > time {
                *back += 1;
            }
            *slot = time;
        }
    }
    let (day_first, sure) = match (day_fits, month_fits) {
        _ if !any => (true, true),
        (true, false) => (true, true),
        (false, true) => (false, true),
        // Some dates fit neither way as the others do.
        (false, false) => (true, false),
        (true, true) if day_back != month_back => (day_back < month_back, true),
        (true, true) if local => (true, true),
        (true, true) if padded => (true, !american),
        (true, true) => (!american || latin, false),
    };
    Decision { day_first, sure, day_fits, month_fits }
}

impl Stamp {
    /// The time without an offset; nothing where the numbers are no date.
    pub(super) fn rfc3339(&self, day_first: bool) -> Option<String> {
        let [a, b, c] = self.date;
        let (year, month, day) = match self.order {
            Some(Order::YearMonthDay) => (a, b, c),
            Some(Order::DayMonthYear) => (c, b, a),
            None if day_first => (c, b, a),
            None => (c, a, b),
        };
        let year = if year < 100 { year + 2000 } else { year };
        let hour = match self.half {
            Some((Half::Before, _)) => self.hour % 12,
            Some((Half::After, _)) => self.hour % 12 + 12,
            // Android's clock of 1 to 24 hours writes the first hour of a day as its 24th.
            None if self.hour == 24 => 0,
            None => self.hour,
        };
        // The years of messengers; 1403 and 1446 are of other calendars (Iranian, Islamic), 2568 is Buddhist, and are not taken for ours.
        let valid = (1990..2100).contains(&year) && is_day(year, month, day) && hour < 24 && self.minute < 60 && self.second < 61;
        valid.then(|| format!("{year:04}-{month:02}-{day:02}T{hour:02}:{:02}:{:02}", self.minute, self.second))
    }
}

/// Whether there is such a day: no 30 February.
pub(super) fn is_day(year: u32, month: u32, day: u32) -> bool {
    let (Ok(year), Ok(month), Ok(day)) = (i16::try_from(year), i8::try_from(month), i8::try_from(day)) else { return false };
    jiff::civil::Date::new(year, month, day).is_ok()
}

fn is_mark(c: char) -> bool {
    matches!(c as u32, 0x061c | 0x200e | 0x200f | 0x202a..=0x202e | 0x2066..=0x2069 | 0xfeff)
}

/// The value of a digit, also of the Arabic and the Persian ones.
fn digit(c: char) -> Option<u32> {
    match c as u32 {
        code @ 0x660..=0x669 => Some(code - 0x660),
        code @ 0x6f0..=0x6f9 => Some(code - 0x6f0),
        _ => c.to_digit(10),
    }
}

/// Characters of a line in which a stamp is looked for.
const WIDTH: usize = 80;

/// The beginning of a line as stamps are read: Arabic digits and commas as ours, without marks of direction; and where in the line each byte of
/// it (and its end) comes from.
fn evened(line: &str) -> (String, Vec<usize>) {
    let (mut even, mut from) = (String::new(), Vec::new());
    let mut end = 0;
    for (at, c) in line.char_indices().take(WIDTH) {
        end = at + c.len_utf8();
        let c = match c {
            c if is_mark(c) => continue,
            '،' | '，' => ',',
            c => digit(c).and_then(|digit| char::from_digit(digit, 10)).unwrap_or(c),
        };
        even.push(c);
        from.resize(even.len(), at);
    }
    from.push(end);
    (even, from)
}

/// What stands behind something that is shaped like a stamp but is none that is known: `[3 mars 2025, 10:14] Ana: …`. A number, a clock, and the
/// bracket's end or a dash, then a name with a colon.
pub(super) fn shaped(line: &str) -> Option<&str> {
    let (even, from) = evened(line);
    let bracket = even.starts_with('[');
    let head = even.trim_start_matches(['[', ' ']);
    let ends = if bracket { &["] "][..] } else { &[" - ", " – "][..] };
    let (at, sign) = ends.iter().find_map(|sign| Some((even.find(sign)?, sign.len())))?;
    let stamp = even.get(..at)?;
    let digits = stamp.chars().filter(char::is_ascii_digit).count();
    let bytes = stamp.as_bytes();
    let clock = bytes.windows(4).any(|four| match four {
        [a, b':' | b'.', c, d] => a.is_ascii_digit() && c.is_ascii_digit() && d.is_ascii_digit(),
        _ => false,
    });
    let rest = line.get(*from.get(at + sign)?..)?;
    let named = rest.find(": ").is_some_and(|colon| colon > 0 && colon <= 160);
    (head.starts_with(|c: char| c.is_ascii_digit()) && clock && (5..=18).contains(&digits) && named).then_some(rest)
}

fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\u{a0}' | '\u{202f}')
}

/// The stamp at the beginning of a line, and what follows it.
pub(super) fn stamp(line: &str) -> Option<(Stamp, &str)> {
    // Most lines that are no stamp tell it by their first letter.
    if line.chars().find(|c| !(is_mark(*c) || is_blank(*c) || *c == '[')).is_none_or(|c| digit(c).is_none()) {
        return None;
    }
    let (even, from) = evened(line);
    let bracket = even.starts_with('[');
    let head = if bracket { even.get(1..)?.trim_start_matches(is_blank) } else { &even };
    let (stamp, rest) = date_and_time(head)?;
    let rest = rest.trim_start_matches(is_blank);
    let rest = if bracket { rest.strip_prefix(']')? } else { rest.strip_prefix(['-', '–'])?.strip_prefix(' ')? };
    let text = line.get(*from.get(even.len() - rest.len())?..)?;
    Some((stamp, text.trim_start_matches(|c| is_mark(c) || bracket && is_blank(c))))
}

/// Words between date and time in some languages: "u 10:14", "at 10:14", "à 10:14", "klo 10.14"; Bulgarian writes "г." for the year.
const BETWEEN: &[&str] = &[
    "u ", "at ", "um ", "у ", "në ", "во ", "в ", "о ", "à ", "às ", "a las ", "alle ", "klo ", "kl. ", "kl ", "om ", "la ", "T",
];

/// The half of the day at the beginning, and what follows.
fn half_of_day(text: &str) -> Option<((Half, Marker), &str)> {
    let (word, half, after) = HALVES.iter().find_map(|(word, half)| Some((word, half, begins(text, word)?)))?;
    let marker = match *word {
        "am" | "pm" if text.starts_with(|c: char| c.is_ascii_uppercase()) => Marker::American,
        "am" | "pm" | "a.m." | "p.m." | "a. m." | "p. m." => Marker::Latin,
        _ => Marker::DayFirst,
    };
    Some(((*half, marker), after))
}

/// "10.02.26, 21:45", "2/10/26, 9:45 PM", "11-Feb-26 9:12 AM", and what follows.
pub(super) fn date_and_time(text: &str) -> Option<(Stamp, &str)> {
    let (date, order, padded, mut rest) = date(text)?;
    let behind = rest.trim_start_matches(['.', ',']).trim_start_matches(is_blank);
    // Bulgarian: "2.03.25 г., 14:05 ч."
    rest = behind.strip_prefix("г.").map_or(behind, |rest| rest.trim_start_matches(',').trim_start_matches(is_blank));
    rest = BETWEEN.iter().find_map(|word| rest.strip_prefix(word)).unwrap_or(rest);
    // Turkish, Chinese and Korean write the half of the day first.
    let mut found = half_of_day(rest).map(|(half, after)| {
        rest = after.trim_start_matches(is_blank);
        half
    });
    let end = rest.find(|c: char| !(c.is_ascii_digit() || c == ':' || c == '.')).unwrap_or(rest.len());
    let (clock, after) = rest.split_at(end);
    rest = after;
    let clock: Vec<u32> = clock
        .trim_end_matches('.')
        .split([':', '.'])
        .map(|part| part.parse().ok().filter(|_| part.len() <= 2))
        .collect::<Option<_>>()?;
    let (hour, minute, second) = match clock.as_slice() {
        [hour, minute] => (*hour, *minute, 0),
        [hour, minute, second] => (*hour, *minute, *second),
        _ => return None,
    };
    let after_clock = rest.trim_start_matches(is_blank);
    if let Some((half, after)) = half_of_day(after_clock).filter(|_| found.is_none()) {
        (found, rest) = (Some(half), after);
    } else if let Some(after) = after_clock.strip_prefix("ч.") {
        rest = after;
    }
    Some((Stamp { date, order, padded, hour, minute, second, half: found }, rest))
}

/// What follows a word at the beginning, whatever its capitals and kinds of blanks are.
fn begins<'t>(text: &'t str, word: &str) -> Option<&'t str> {
    let mut rest = text.chars();
    for wanted in word.chars() {
        let found = rest.next()?;
        let same = if wanted == ' ' { is_blank(found) } else { found.to_lowercase().eq([wanted]) };
        if !same {
            return None;
        }
    }
    Some(rest.as_str())
}

/// A date of three numbers, or with the month's English name in short: the numbers, their order where it is told, whether one is padded with a
/// zero, and what follows.
fn date(text: &str) -> Option<([u32; 3], Option<Order>, bool, &str)> {
    let mut rest = text;
    let mut date = [0u32; 3];
    let mut widths = [0usize; 3];
    let (mut separator, mut named, mut padded) = (None, false, false);
    for (place, (slot, width)) in date.iter_mut().zip(widths.iter_mut()).enumerate() {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        if let (1, 0, Some((number, after))) = (place, digits, month(rest)) {
            (*slot, *width, named, rest) = (number, 2, true, after);
        } else {
            if !(1..=4).contains(&digits) {
                return None;
            }
            *width = digits;
            let number = rest.get(..digits)?;
            padded |= place < 2 && digits == 2 && number.starts_with('0');
            *slot = number.parse().ok()?;
            rest = rest.get(digits..)?;
        }
        if place < 2 {
            let next = rest.chars().next().filter(|c| matches!(c, '.' | '/' | '-'))?;
            if separator.is_some_and(|known| known != next) {
                return None;
            }
            separator = Some(next);
            rest = rest.get(1..)?.trim_start_matches(is_blank);
        }
    }
    let order = match (widths, separator) {
        ([4, _, _], _) => Some(Order::YearMonthDay),
        ([_, _, 2 | 4], Some('.')) => Some(Order::DayMonthYear),
        ([_, _, 2 | 4], _) if named => Some(Order::DayMonthYear),
        ([_, _, 2 | 4], _) => None,
        _ => return None,
    };
    Some((date, order, padded, rest))
}

fn month(text: &str) -> Option<(u32, &str)> {
    const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    MONTHS.iter().zip(1..).find_map(|(name, number)| Some((number, begins(text, name)?)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decided(text: &str) -> (bool, bool) {
        let found = order(text);
        (found.day_first, found.sure)
    }

    #[test]
    fn what_decides_the_order_of_day_and_month() {
        for (text, expected) in [
            // Points are never American, whatever the clock.
            ("10.02.26, 9:45 PM - Ana: a", (true, true)),
            ("[2.1.26, 9:45:01 PM] Ana: a", (true, true)),
            // Zeros before the day.
            ("10/02/26, 9:45 pm - Ana: a", (true, true)),
            ("10/02/2026, 21:45 - Ana: a", (true, true)),
            ("10/02/26, 9:45 PM - Ana: a", (true, false)),
            // Only one order fits; time does not go back.
            ("2/23/26, 9:45 PM - Ana: a", (false, true)),
            ("1/2/25, 9:00 AM - Ana: a\n1/3/25, 9:00 AM - Ana: b\n2/1/25, 9:00 AM - Ana: c", (false, true)),
            // Words of a language that writes the day first.
            ("10/2/26, 9:45 по подне - Ана: a", (true, true)),
            ("10/2/26, 9:45 μ.μ. - Άννα: a", (true, true)),
            // Nothing decides.
            ("2/10/26, 9:45\u{202f}PM - Ana: a", (false, false)),
            ("10/2/26, 9:45 p.\u{a0}m. - Ana: a", (true, false)),
            ("10/2/26, 21:45 - Ana: a", (true, false)),
            ("13/1/26, 21:45 - Ana: a\n1/13/26, 21:46 - Ana: b", (true, false)),
        ] {
            assert_eq!(decided(text), expected, "{text}");
        }
    }

    #[test]
    fn halves_of_the_day_in_the_languages_of_the_region() {
        for (text, time) in [
            ("10.02.26, 9:45 μ.μ. - Ά: a", "2026-02-10T21:45:00"),
            ("10/2/26, 9:45 π.μ. - Ά: a", "2026-02-10T09:45:00"),
            ("10/2/26, 9:45 ΜΜ - Ά: a", "2026-02-10T21:45:00"),
            ("10/2/26, 9:45\u{202f}p.\u{a0}m. - A: a", "2026-02-10T21:45:00"),
            ("10/2/26 9:45 a. m. - A: a", "2026-02-10T09:45:00"),
            ("10.2.2026 9:45 м.д. - A: a", "-"),
            ("10.2.26, 9:45 m.d. - A: a", "2026-02-10T21:45:00"),
            ("10.2.26, 9:45 попл. - А: a", "2026-02-10T21:45:00"),
            ("[11-Feb-26 9:12 AM] A: a", "2026-02-11T09:12:00"),
            ("\u{200f}٢\u{200f}/٣\u{200f}/٢٠٢٥، ١٢:٠٥ ص - أحمد: a", "2025-03-02T00:05:00"),
            ("[٢\u{200f}/٣\u{200f}/٢٠٢٥، ٢:١٤:٢٢ م] أحمد: a", "2025-03-02T14:14:22"),
            ("2/3/2025، 2:14 م - أحمد: a", "2025-03-02T14:14:00"),
            ("2.03.25 г., 14:05 ч. - Ана: a", "2025-03-02T14:05:00"),
            ("2.03.2025 ÖS 2:14 - A: a", "2025-03-02T14:14:00"),
            ("2.03.2025 ÖÖ 12:14 - A: a", "2025-03-02T00:14:00"),
            ("2025/3/2 下午2:14 - 安娜: a", "2025-03-02T14:14:00"),
            ("2025/3/2 上午12:00 - 安娜: a", "2025-03-02T00:00:00"),
            ("[2025. 3. 2. 오후 12:05:06] 안나: a", "2025-03-02T12:05:06"),
            ("02/03/2025 à 14:05 - A: a", "2025-03-02T14:05:00"),
            ("[02/03/2025 à 14:05:06] A: a", "2025-03-02T14:05:06"),
            ("[2.3.2025 klo 0.05.06] A: a", "2025-03-02T00:05:06"),
            ("2.3.25, 2:14 MD - A: a", "2025-03-02T14:14:00"),
            ("2.3.25, 12:14 PD - A: a", "2025-03-02T00:14:00"),
            ("[2.3.25, 2:14:05 e pasdites] A: a", "2025-03-02T14:14:05"),
            ("02/03/25, 24:05 - A: a", "2025-03-02T00:05:00"),
            ("30/02/25, 14:05 - A: a", "-"),
            ("۱۴۰۳/۱۲/۱۲،‏ ۱۴:۰۵ - A: a", "-"),
            ("29/02/2028, 14:05 - A: a", "2028-02-29T14:05:00"),
        ] {
            let (stamp, rest) = stamp(text).map_or((None, ": a"), |(stamp, rest)| (stamp.rfc3339(true), rest));
            assert_eq!(stamp.as_deref().unwrap_or("-"), time, "{text}");
            assert!(rest.ends_with(": a") && rest.chars().count() < 9, "{text}: {rest}");
        }
    }
}
