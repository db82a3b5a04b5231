//! Dates, numbers and amounts as each language writes them.

use crate::mla::forms::{Set, word};
use crate::mla::request::{Date, Moment};

/// "2 March 2026", "2. ožujka 2026.", "2 март 2026 г."; a month alone stands in its basic form ("ožujak 2026.").
pub fn date(date: &Date, language: &str) -> String {
    let year = date.year.to_string();
    let Some(month) = date.month else { return year };
    let name = |form: &str| word(Set::Terms, &format!("{form}.{month}"), language).unwrap_or_else(|| month.to_string());
    let pattern = |key: &str| word(Set::Phrases, key, language).unwrap_or_else(|| "{day} {month} {year}".into());
    match date.day {
        Some(day) => {
            pattern("date.day").replace("{day}", &day.to_string()).replace("{month}", &name("month_of")).replace("{year}", &year)
        }
        None => pattern("date.month").replace("{month}", &name("month")).replace("{year}", &year),
    }
}

/// A date with its clock time and zone, where given.
pub fn moment(moment: &Moment, language: &str) -> String {
    let mut out = date(&moment.date, language);
    if let Some(time) = moment.time {
        out.push_str(&format!(", {:02}:{:02}", time.hour(), time.minute()));
        if time.second() != 0 {
            out.push_str(&format!(":{:02}", time.second()));
        }
    }
    if let Some(offset) = moment.offset {
        let (sign, offset) = if offset < 0 { ('−', -offset) } else { ('+', offset) };
        let zone = if offset == 0 { "UTC".into() } else { format!("UTC{sign}{:02}:{:02}", offset / 3600, offset % 3600 / 60) };
        out.push_str(&format!(" ({zone})"));
    }
    out
}

/// An amount with its currency: "EUR 1,500.00", "1.500,00 EUR", "1 500,00 EUR". Whole amounts have no decimals.
pub fn money(amount: f64, currency: &str, language: &str) -> String {
    let number = number(amount, language);
    match (currency, language.split('-').next()) {
        ("", _) => number,
        (currency, Some("en")) => format!("{currency}\u{a0}{number}"),
        (currency, _) => format!("{number}\u{a0}{currency}"),
    }
}

/// Digits grouped by three.
fn number(amount: f64, language: &str) -> String {
    let (group, decimal) = match language.split('-').next() {
        Some("en") => (",", "."),
        Some("sq") => ("\u{a0}", ","),
        _ => (".", ","),
    };
    let cents = (amount.abs() * 100.0).round();
    let text = format!("{cents:03.0}");
    let (whole, fraction) = text.split_at(text.len() - 2);
    let mut out = String::new();
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            out.push_str(group);
        }
        out.push(digit);
    }
    if fraction != "00" {
        out.push_str(decimal);
        out.push_str(fraction);
    }
    if amount < 0.0 { format!("−{out}") } else { out }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_language_writes_a_date_its_own_way() {
        let day = Date::parse("2026-03-02").expect("a date");
        let written =
            ["en", "sq", "bs", "hr", "sr-Latn", "sr-Cyrl", "cnr", "mk", "de", "it"].map(|language| date(&day, language));
        assert_eq!(
            written,
            [
                "2 March 2026",
                "2 mars 2026",
                "2. marta 2026.",
                "2. ožujka 2026.",
                "2. marta 2026.",
                "2. марта 2026.",
                "2. marta 2026.",
                "2 март 2026 г.",
                "2. März 2026",
                "2 marzo 2026"
            ]
        );
        assert_eq!(date(&Date::parse("2026-03").expect("a month"), "hr"), "ožujak 2026.");
        assert_eq!(date(&Date::parse("1990").expect("a year"), "mk"), "1990");
    }

    #[test]
    fn amounts_are_grouped_and_keep_their_cents() {
        assert_eq!(money(1500.0, "EUR", "en"), "EUR\u{a0}1,500");
        assert_eq!(money(1234567.5, "EUR", "sr-Latn"), "1.234.567,50\u{a0}EUR");
        assert_eq!(money(0.05, "", "de"), "0,05");
        assert_eq!(money(-12000.0, "ALL", "sq"), "−12\u{a0}000\u{a0}ALL");
    }

    #[test]
    fn a_moment_names_its_zone() {
        let start = Moment::parse("2026-04-14T10:00:00+02:00").expect("a moment");
        assert_eq!(moment(&start, "en"), "14 April 2026, 10:00 (UTC+02:00)");
    }
}
