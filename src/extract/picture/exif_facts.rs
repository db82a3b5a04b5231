//! EXIF: when, where and with what a picture was taken.
//!
//! Source: CIPA DC-008 (Exif 2.32). Times without an offset stay without one: the camera's clock is not the world's.

use std::io::Cursor;

use exif::{Exif, Field, In, Tag, Value};

use super::size::Kind;

#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Facts {
    /// RFC 3339; without offset where the camera does not tell.
    pub time: Option<String>,
    /// Decimal degrees, "44.787197, 20.457273".
    pub place: Option<String>,
    pub author: Option<String>,
    pub others: Vec<(String, String)>,
}

/// The facts a picture states; a broken block states none.
pub(super) fn read(kind: Kind, bytes: &[u8]) -> Facts {
    if matches!(kind, Kind::Bmp | Kind::Gif) {
        return Facts::default();
    }
    let mut reader = exif::Reader::new();
    reader.continue_on_error(true);
    let outcome = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| reader.read_from_container(&mut Cursor::new(bytes))));
    match outcome {
        Ok(Ok(exif)) => facts(&exif),
        Ok(Err(error)) => match error.distill_partial_result(|_| {}) {
            Ok(exif) => facts(&exif),
            Err(_) => Facts::default(),
        },
        Err(_) => Facts::default(),
    }
}

fn facts(exif: &Exif) -> Facts {
    let text = |tag| exif.get_field(tag, In::PRIMARY).and_then(plain);
    let time = [
        (Tag::DateTimeOriginal, Tag::OffsetTimeOriginal),
        (Tag::DateTimeDigitized, Tag::OffsetTimeDigitized),
        (Tag::DateTime, Tag::OffsetTime),
    ]
    .into_iter()
    .find_map(|(time, offset)| rfc3339(&text(time)?, text(offset).as_deref()));
    let mut facts = Facts { time, place: place(exif), author: text(Tag::Artist), others: Vec::new() };
    let device = [text(Tag::Make), text(Tag::Model)].into_iter().flatten().collect::<Vec<_>>().join(" ");
    if !device.is_empty() {
        facts.others.push(("device".into(), device));
    }
    for (name, tag) in [
        ("device serial number", Tag::BodySerialNumber),
        ("device owner", Tag::CameraOwnerName),
        ("lens", Tag::LensModel),
        ("software", Tag::Software),
        ("description", Tag::ImageDescription),
        ("comment", Tag::UserComment),
        ("copyright", Tag::Copyright),
        ("picture id", Tag::ImageUniqueID),
    ] {
        if let Some(value) = text(tag) {
            facts.others.push((name.into(), value));
        }
    }
    let day = text(Tag::GPSDateStamp).map(|day| day.replace(':', "-"));
    let clock = exif.get_field(Tag::GPSTimeStamp, In::PRIMARY).and_then(|field| triple(&field.value));
    if let (Some(day), Some([hour, minute, second])) = (day, clock) {
        facts.others.push(("satellite time".into(), format!("{day}T{hour:02.0}:{minute:02.0}:{second:02.0}Z")));
    }
    for (name, tag) in [("altitude", Tag::GPSAltitude), ("direction", Tag::GPSImgDirection)] {
        if let Some(value) = exif.get_field(tag, In::PRIMARY) {
            facts.others.push((name.into(), value.display_value().with_unit(exif).to_string()));
        }
    }
    facts
}

/// A text field, without padding and without what is only the camera's placeholder.
fn plain(field: &Field) -> Option<String> {
    let text = match &field.value {
        Value::Ascii(parts) => {
            let bytes = parts.iter().map(|part| part.as_slice()).collect::<Vec<_>>().join(&b' ');
            decode(&bytes)
        }
        // The first eight bytes of a user comment name its character code.
        Value::Undefined(bytes, _) if field.tag == Tag::UserComment => match bytes.split_at_checked(8)? {
            (b"UNICODE\0", rest) => wide(rest),
            (_, rest) => decode(rest),
        },
        _ => return None,
    };
    let text = text.trim_matches(['\0', ' ', '\n', '\r', '\t']).to_owned();
    (!text.is_empty()).then_some(text)
}

fn wide(bytes: &[u8]) -> String {
    // The byte order of the comment is not told; letters have a zero high byte on one side.
    let zero_first = bytes.as_chunks::<2>().0.iter().filter(|[high, low]| *high == 0 && *low != 0).count();
    let zero_last = bytes.as_chunks::<2>().0.iter().filter(|[high, low]| *low == 0 && *high != 0).count();
    crate::extract::codepage::decode(bytes, if zero_first > zero_last { 1201 } else { 1200 }).0
}

fn decode(bytes: &[u8]) -> String {
    let bytes = bytes.split(|byte| *byte == 0).next().unwrap_or_default();
    crate::extract::codepage::guess(bytes)
}

/// "2025:03:02 10:14:00" and "+01:00" as RFC 3339. Empty and zero times are none.
fn rfc3339(time: &str, offset: Option<&str>) -> Option<String> {
    let (day, clock) = time.trim().split_once([' ', 'T'])?;
    let parts: Vec<u32> = day
        .split([':', '-'])
        .chain(clock.split(':'))
        .map(|part| part.trim().get(..part.trim().len().min(4)).unwrap_or("").parse().ok())
        .collect::<Option<_>>()?;
    let [year, month, day, hour, minute, second] = parts.as_slice() else { return None };
    if *year < 1826 || !(1..=12).contains(month) || !(1..=31).contains(day) || *hour > 23 || *minute > 59 || *second > 60 {
        return None;
    }
    let offset = offset
        .map(str::trim)
        .filter(|o| o.len() == 6 && o.starts_with(['+', '-']) && o.as_bytes().get(3) == Some(&b':'))
        .unwrap_or("");
    Some(format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}{offset}"))
}

fn triple(value: &Value) -> Option<[f64; 3]> {
    let Value::Rational(parts) = value else { return None };
    let number = |at: usize| parts.get(at).map_or(0.0, exif::Rational::to_f64);
    let all = [number(0), number(1), number(2)];
    (!parts.is_empty() && all.iter().all(|part| part.is_finite())).then_some(all)
}

fn place(exif: &Exif) -> Option<String> {
    let degrees = |tag, reference, negative: char, most: f64| {
        let [degrees, minutes, seconds] = triple(&exif.get_field(tag, In::PRIMARY)?.value)?;
        let size = degrees + minutes / 60.0 + seconds / 3600.0;
        let sign = exif
            .get_field(reference, In::PRIMARY)
            .and_then(plain)
            .is_some_and(|side| side.to_ascii_uppercase().starts_with(negative));
        (size <= most).then_some(if sign { -size } else { size })
    };
    let latitude = degrees(Tag::GPSLatitude, Tag::GPSLatitudeRef, 'S', 90.0)?;
    let longitude = degrees(Tag::GPSLongitude, Tag::GPSLongitudeRef, 'W', 180.0)?;
    (latitude != 0.0 || longitude != 0.0).then(|| format!("{latitude:.6}, {longitude:.6}"))
}

#[cfg(test)]
mod tests {
    use super::rfc3339;

    #[test]
    fn camera_times() {
        assert_eq!(rfc3339("2025:03:02 10:14:00", Some("+01:00")).as_deref(), Some("2025-03-02T10:14:00+01:00"));
        assert_eq!(rfc3339("2025:03:02 10:14:00", None).as_deref(), Some("2025-03-02T10:14:00"));
        for nothing in ["0000:00:00 00:00:00", "    :  :     :  :  ", "", "2025:13:02 10:14:00"] {
            assert_eq!(rfc3339(nothing, None), None);
        }
    }
}
