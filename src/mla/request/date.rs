//! Dates as files of a case know them: a day, a month or only a year; and moments with a clock time.

use std::fmt;

use jiff::civil;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{self, Deserialize, Deserializer};
use serde::{Serialize, Serializer};

/// A date that may be partial: `2026-11-24`, `2026-11` or `2026`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    pub year: i16,
    pub month: Option<i8>,
    pub day: Option<i8>,
}

impl Date {
    /// Read `YYYY-MM-DD`, `YYYY-MM` or `YYYY`; `Err` says what is wrong and what to write.
    pub fn parse(text: &str) -> Result<Date, String> {
        let wrong = || format!("\"{text}\" is not a date; write 2026-11-24, or 2026-11 or 2026 if the rest is not known");
        let parts: Vec<&str> = text.split('-').collect();
        let number = |part: &str, digits: usize| {
            (part.len() == digits && part.bytes().all(|b| b.is_ascii_digit())).then(|| part.parse::<i16>().ok()).flatten()
        };
        let date = match parts.as_slice() {
            [year] => Date { year: number(year, 4).ok_or_else(wrong)?, month: None, day: None },
            [year, month] => Date {
                year: number(year, 4).ok_or_else(wrong)?,
                month: Some(number(month, 2).ok_or_else(wrong)? as i8),
                day: None,
            },
            [year, month, day] => Date {
                year: number(year, 4).ok_or_else(wrong)?,
                month: Some(number(month, 2).ok_or_else(wrong)? as i8),
                day: Some(number(day, 2).ok_or_else(wrong)? as i8),
            },
            _ => return Err(wrong()),
        };
        if date.year == 0 {
            return Err(wrong());
        }
        if date.month.is_some_and(|month| !(1..=12).contains(&month)) {
            return Err(format!("\"{text}\": there is no month {:02}; months are 01 to 12", date.month.unwrap_or_default()));
        }
        if let (Some(month), Some(day)) = (date.month, date.day)
            && civil::Date::new(date.year, month, day).is_err()
        {
            let last = date.last().day();
            return Err(format!("\"{text}\": there is no such day; {}-{month:02} has {last} days", date.year));
        }
        Ok(date)
    }

    /// The first day this date may mean.
    pub fn first(&self) -> civil::Date {
        civil::Date::new(self.year, self.month.unwrap_or(1), self.day.unwrap_or(1)).unwrap_or(civil::Date::ZERO)
    }

    /// The last day this date may mean.
    pub fn last(&self) -> civil::Date {
        let month = civil::Date::new(self.year, self.month.unwrap_or(12), 1).unwrap_or(civil::Date::ZERO);
        match self.day {
            Some(day) => civil::Date::new(self.year, self.month.unwrap_or(12), day).unwrap_or_else(|_| month.last_of_month()),
            None => month.last_of_month(),
        }
    }

    /// True if day, month and year are known.
    pub fn is_full(&self) -> bool {
        self.month.is_some() && self.day.is_some()
    }
}

impl From<civil::Date> for Date {
    fn from(date: civil::Date) -> Date {
        Date { year: date.year(), month: Some(date.month()), day: Some(date.day()) }
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.year)?;
        if let Some(month) = self.month {
            write!(f, "-{month:02}")?;
        }
        if let Some(day) = self.day {
            write!(f, "-{day:02}")?;
        }
        Ok(())
    }
}

impl Serialize for Date {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// TOML writes dates with or without quotes; both are accepted, and so is a bare year.
#[derive(serde::Deserialize)]
#[serde(untagged)]
enum Written {
    Toml(toml::value::Datetime),
    Text(String),
    Year(i64),
}

impl Written {
    fn read<'de, D: Deserializer<'de>>(deserializer: D, what: &str) -> Result<String, D::Error> {
        match Written::deserialize(deserializer) {
            Ok(Written::Toml(datetime)) => Ok(datetime.to_string()),
            Ok(Written::Text(text)) => Ok(text.trim().to_string()),
            Ok(Written::Year(year)) => Ok(year.to_string()),
            Err(_) => Err(de::Error::custom(what)),
        }
    }
}

impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Date, D::Error> {
        let text = Written::read(deserializer, "a date is expected here; write \"2026-11-24\"")?;
        Date::parse(&text).map_err(de::Error::custom)
    }
}

impl JsonSchema for Date {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Date".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "A date, partial where the rest is not known: 2026-11-24, 2026-11 or 2026",
            "type": "string",
            "pattern": "^\\d{4}(-\\d{2}(-\\d{2})?)?$"
        })
    }
}

/// A point in time: a date, or a date with clock time and zone offset (`2026-03-02T10:14:00+01:00`). Traffic data and hearings need the zone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moment {
    /// The text as the clerk wrote it.
    pub written: String,
    pub date: Date,
    /// "10:14:00", where given.
    pub time: Option<civil::Time>,
    /// Seconds east of UTC, where given.
    pub offset: Option<i32>,
}

impl Moment {
    /// Read a moment; `Err` says what is wrong and what to write.
    pub fn parse(text: &str) -> Result<Moment, String> {
        let wrong = |why: &str| format!("\"{text}\" is not a point in time{why}; write 2026-11-24 or 2026-11-24T10:14:00+01:00");
        let Some(at) = text.find(['T', ' ']) else {
            return Ok(Moment { written: text.to_string(), date: Date::parse(text)?, time: None, offset: None });
        };
        let date = Date::parse(&text[..at])?;
        let rest = &text[at + 1..];
        let split = rest.find(['Z', 'z', '+', '-']).unwrap_or(rest.len());
        let time: civil::Time = rest[..split].parse().map_err(|_| wrong(" (the clock time cannot be read)"))?;
        let offset = match &rest[split..] {
            "" => None,
            "Z" | "z" => Some(0),
            zone => {
                let digits: Vec<i32> = zone[1..].split(':').filter_map(|part| part.parse().ok()).collect();
                match digits.as_slice() {
                    [hours, minutes] if *hours < 15 && *minutes < 60 && zone.len() == 6 => {
                        let seconds = hours * 3600 + minutes * 60;
                        Some(if zone.starts_with('-') { -seconds } else { seconds })
                    }
                    _ => return Err(wrong(" (the zone must read Z or +01:00)")),
                }
            }
        };
        Ok(Moment { written: text.to_string(), date, time: Some(time), offset })
    }
}

impl Serialize for Moment {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.written)
    }
}

impl<'de> Deserialize<'de> for Moment {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Moment, D::Error> {
        let text =
            Written::read(deserializer, "a date or a point in time is expected here; write \"2026-11-24T10:14:00+01:00\"")?;
        Moment::parse(&text).map_err(de::Error::custom)
    }
}

impl JsonSchema for Moment {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Moment".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "A date, or a date with clock time and zone: 2026-11-24 or 2026-11-24T10:14:00+01:00",
            "type": "string",
            "pattern": "^\\d{4}(-\\d{2}(-\\d{2})?)?([T ]\\d{2}:\\d{2}.*)?$"
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn partial_dates_span_what_they_may_mean() {
        let year = Date::parse("1987").unwrap();
        assert_eq!((year.first().to_string(), year.last().to_string()), ("1987-01-01".into(), "1987-12-31".into()));
        let month = Date::parse("2024-02").unwrap();
        assert_eq!(month.last().to_string(), "2024-02-29");
        assert_eq!(Date::parse("2026-11-24").unwrap().to_string(), "2026-11-24");
    }

    #[test]
    fn impossible_dates_are_explained() {
        assert!(Date::parse("2026-02-30").unwrap_err().contains("has 28 days"));
        assert!(Date::parse("2026-13-01").unwrap_err().contains("no month 13"));
        for bad in ["24.11.2026", "", "2026-1-2", "0000", "26-11-24", "2026-11-24-1"] {
            assert!(Date::parse(bad).unwrap_err().contains("write 2026-11-24"), "{bad}");
        }
    }

    #[test]
    fn moments_keep_their_zone() {
        let moment = Moment::parse("2026-03-02T10:14:00+01:00").unwrap();
        assert_eq!((moment.offset, moment.time.map(|t| t.hour())), (Some(3600), Some(10)));
        assert_eq!(Moment::parse("2026-03-02T10:14Z").unwrap().offset, Some(0));
        assert_eq!(Moment::parse("2026-03-02T10:14").unwrap().offset, None);
        assert!(Moment::parse("2026-03-02T25:14").is_err());
        assert!(Moment::parse("2026-03-02T10:14+1").is_err());
    }
}
