//! Property bags: tags, values, code pages, times.

use std::collections::BTreeMap;

/// The property identifiers this program reads, by the names of [MS-OXPROPS].
pub(crate) mod tag {
    pub(crate) const MESSAGE_CLASS: u16 = 0x001a;
    pub(crate) const SUBJECT: u16 = 0x0037;
    pub(crate) const CLIENT_SUBMIT_TIME: u16 = 0x0039;
    pub(crate) const SENT_REPRESENTING_NAME: u16 = 0x0042;
    pub(crate) const SENT_REPRESENTING_ADDRESS: u16 = 0x0065;
    pub(crate) const RECIPIENT_TYPE: u16 = 0x0c15;
    pub(crate) const SENDER_NAME: u16 = 0x0c1a;
    pub(crate) const SENDER_ADDRESS: u16 = 0x0c1f;
    pub(crate) const DISPLAY_BCC: u16 = 0x0e02;
    pub(crate) const DISPLAY_CC: u16 = 0x0e03;
    pub(crate) const DISPLAY_TO: u16 = 0x0e04;
    pub(crate) const DELIVERY_TIME: u16 = 0x0e06;
    pub(crate) const BODY: u16 = 0x1000;
    pub(crate) const RTF_COMPRESSED: u16 = 0x1009;
    pub(crate) const HTML: u16 = 0x1013;
    pub(crate) const INTERNET_MESSAGE_ID: u16 = 0x1035;
    pub(crate) const IN_REPLY_TO: u16 = 0x1042;
    pub(crate) const DISPLAY_NAME: u16 = 0x3001;
    pub(crate) const ADDRESS: u16 = 0x3003;
    pub(crate) const CREATION_TIME: u16 = 0x3007;
    pub(crate) const ATTACH_EXTENSION: u16 = 0x3703;
    pub(crate) const ATTACH_FILENAME: u16 = 0x3704;
    pub(crate) const ATTACH_METHOD: u16 = 0x3705;
    pub(crate) const ATTACH_LONG_FILENAME: u16 = 0x3707;
    pub(crate) const SMTP_ADDRESS: u16 = 0x39fe;
    pub(crate) const INTERNET_CODE_PAGE: u16 = 0x3fde;
    pub(crate) const LOCALE: u16 = 0x3ff1;
    pub(crate) const MESSAGE_CODE_PAGE: u16 = 0x3ffd;
    pub(crate) const SENDER_SMTP: u16 = 0x5d01;
    pub(crate) const SENT_REPRESENTING_SMTP: u16 = 0x5d02;
}

/// One value, already decoded.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Value {
    Text(String),
    Bytes(Vec<u8>),
    Number(i64),
    /// RFC 3339, UTC.
    Time(String),
}

/// The properties of a message, a recipient or an attachment.
#[derive(Debug, Clone, Default)]
pub(crate) struct Properties {
    values: BTreeMap<u16, Value>,
    /// Properties with a name of their own, for entries that are no mail (appointments, contacts).
    pub named: Vec<(String, String)>,
}

impl Properties {
    pub(crate) fn set(&mut self, id: u16, value: Value) {
        self.values.insert(id, value);
    }

    pub(crate) fn text(&self, id: u16) -> Option<&str> {
        match self.values.get(&id)? {
            Value::Text(text) => Some(text.trim_end_matches('\0').trim()).filter(|text| !text.is_empty()),
            _ => None,
        }
    }

    pub(crate) fn bytes(&self, id: u16) -> Option<&[u8]> {
        match self.values.get(&id)? {
            Value::Bytes(bytes) => Some(bytes),
            _ => None,
        }
    }

    pub(crate) fn number(&self, id: u16) -> Option<i64> {
        match self.values.get(&id)? {
            Value::Number(number) => Some(*number),
            _ => None,
        }
    }

    pub(crate) fn time(&self, id: u16) -> Option<&str> {
        match self.values.get(&id)? {
            Value::Time(time) => Some(time),
            _ => None,
        }
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (u16, &Value)> {
        self.values.iter().map(|(id, value)| (*id, value))
    }

    /// The code page of 8-bit strings: the message's own, else the one its internet form had, else the locale's.
    pub(crate) fn code_page(&self) -> Option<u16> {
        let known = |number: i64| u16::try_from(number).ok().filter(|page| *page != 1200 && super::super::codepage::known(*page));
        self.number(tag::MESSAGE_CODE_PAGE)
            .and_then(known)
            .or_else(|| self.number(tag::INTERNET_CODE_PAGE).and_then(known))
            .or_else(|| self.number(tag::LOCALE).and_then(code_page_of_locale))
    }
}

/// The Windows ANSI code page of a locale. Source: [MS-LCID], and the default code pages of Windows.
pub(crate) fn code_page_of_locale(locale: i64) -> Option<u16> {
    let language = locale & 0x3ff;
    Some(match (language, locale) {
        // Serbo-Croatian languages share a primary number; the sub-language tells the script.
        (0x1a, 0x0c1a | 0x1c1a | 0x201a | 0x281a | 0x301a | 0x641a | 0x6c1a | 0x7c1a) => 1251,
        (0x1a | 0x05 | 0x0e | 0x15 | 0x18 | 0x1b | 0x1c | 0x24, _) => 1250,
        (0x02 | 0x19 | 0x22 | 0x23 | 0x2f | 0x3f | 0x40 | 0x44, _) => 1251,
        (0x08, _) => 1253,
        (0x1f | 0x2c, _) => 1254,
        (0x0d, _) => 1255,
        (0x01 | 0x20 | 0x29, _) => 1256,
        (0x25..=0x27, _) => 1257,
        (0x2a, _) => 1258,
        (0x1e, _) => 874,
        (0x11, _) => 932,
        (0x12, _) => 949,
        (0x04, 0x0404 | 0x0c04 | 0x1404) => 950,
        (0x04, _) => 936,
        (0, _) => return None,
        _ => 1252,
    })
}

/// A FILETIME (100 ns since 1601, UTC) as RFC 3339. `None` for zero and for what no calendar holds.
pub(crate) fn filetime(ticks: u64) -> Option<String> {
    let seconds = i64::try_from(ticks / 10_000_000).ok()? - 11_644_473_600;
    if ticks == 0 || !(-11_644_473_600..253_402_300_800).contains(&seconds) {
        return None;
    }
    jiff::Timestamp::from_second(seconds).ok().map(|time| time.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn locales_of_the_region() {
        assert_eq!(code_page_of_locale(0x0c1a), Some(1251), "Serbian, Cyrillic");
        assert_eq!(code_page_of_locale(0x081a), Some(1250), "Serbian, Latin");
        assert_eq!(code_page_of_locale(0x042f), Some(1251), "Macedonian");
        assert_eq!(code_page_of_locale(0x041c), Some(1250), "Albanian");
        assert_eq!(code_page_of_locale(0x0409), Some(1252), "English");
    }

    #[test]
    fn times() {
        assert_eq!(filetime(116_444_736_000_000_000).as_deref(), Some("1970-01-01T00:00:00Z"));
        assert_eq!(filetime(0), None);
        assert_eq!(filetime(u64::MAX), None);
    }
}
