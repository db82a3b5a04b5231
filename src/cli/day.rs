//! A day named on the command line.

use jiff::civil::Date;

use super::CommandError;

/// A day from the command line; today where none is given.
pub fn day(given: Option<&str>) -> Result<Date, CommandError> {
    match given {
        None => Ok(today()),
        Some(text) => {
            text.parse().map_err(|_| CommandError::bad_use(format!("\"{text}\" is not a day")).hint("write it like 2026-11-24"))
        }
    }
}

/// Today in UTC.
pub fn today() -> Date {
    jiff::Timestamp::now().to_zoned_datetime(jiff::tz::TimeZone::UTC).date()
}
