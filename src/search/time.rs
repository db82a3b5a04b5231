//! Dates of documents and of queries, as seconds since 1970 in UTC.

use jiff::civil::Date;
use jiff::tz::TimeZone;

/// The instant of an RFC 3339 time; a time without offset, or a date alone, is read as UTC.
pub fn seconds(text: &str) -> Option<i64> {
    let text = text.trim();
    if let Ok(instant) = text.parse::<jiff::Timestamp>() {
        return Some(instant.as_second());
    }
    if let Ok(local) = text.parse::<jiff::civil::DateTime>() {
        return local.to_zoned_datetime(TimeZone::UTC).ok().map(|z| z.timestamp().as_second());
    }
    text.parse::<Date>().ok().and_then(|d| d.to_zoned_datetime(TimeZone::UTC).ok()).map(|z| z.timestamp().as_second())
}

/// First and last second of a year, a month or a day: `2025`, `2025-03`, `2025-03-17`.
pub fn span(text: &str) -> Option<(i64, i64)> {
    let parts: Vec<&str> = text.split('-').collect();
    let number =
        |s: &str, digits: usize| (s.len() == digits && s.bytes().all(|b| b.is_ascii_digit())).then(|| s.parse::<i16>().ok())?;
    let year = number(parts.first()?, 4)?;
    let (first, next) = match parts.as_slice() {
        [_] => (Date::new(year, 1, 1).ok()?, Date::new(year, 12, 31).ok()?),
        [_, month] => {
            let first = Date::new(year, number(month, 2)? as i8, 1).ok()?;
            (first, first.last_of_month())
        }
        [_, month, day] => {
            let day = Date::new(year, number(month, 2)? as i8, number(day, 2)? as i8).ok()?;
            (day, day)
        }
        _ => return None,
    };
    let start = first.to_zoned_datetime(TimeZone::UTC).ok()?.timestamp().as_second();
    let end = next.to_zoned_datetime(TimeZone::UTC).ok()?.timestamp().as_second();
    Some((start, end + 86_399))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_is_all_its_seconds_and_nonsense_is_nothing() {
        assert_eq!(seconds("1970-01-02"), Some(86_400));
        assert_eq!(seconds("1970-01-01T01:00:00+01:00"), Some(0));
        assert_eq!(span("1970"), Some((0, 365 * 86_400 - 1)));
        assert_eq!(span("2024-02").map(|(a, b)| (b - a + 1) / 86_400), Some(29));
        for bad in ["2025-13", "25-03", "2025-3", "", "2025-02-30", "2025-03-01-02"] {
            assert_eq!(span(bad), None, "{bad}");
        }
    }
}
