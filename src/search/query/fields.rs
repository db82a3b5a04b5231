//! The fields a query may name.

/// A known field name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Field {
    Type,
    Lang,
    Path,
    From,
    To,
    Cc,
    Subject,
    Title,
    Date,
    Page,
    Part,
    Tag,
    Source,
    Hash,
    Phone,
    Iban,
    Plate,
    Doc,
    PersonalNumber,
    Imei,
    Email,
    Ip,
    Crypto,
    Name,
    Concept,
}

/// What kind of value a field takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Takes {
    /// Compared as it stands.
    Plain,
    /// Words, phrases and wildcards.
    Words,
    /// Dates, `2025-03..2025-04`.
    Dates,
    /// Numbers, `3..7`.
    Numbers,
}

const NAMES: [(&str, Field, Takes); 25] = [
    ("type", Field::Type, Takes::Plain),
    ("lang", Field::Lang, Takes::Plain),
    ("path", Field::Path, Takes::Plain),
    ("from", Field::From, Takes::Words),
    ("to", Field::To, Takes::Words),
    ("cc", Field::Cc, Takes::Words),
    ("subject", Field::Subject, Takes::Words),
    ("title", Field::Title, Takes::Words),
    ("date", Field::Date, Takes::Dates),
    ("page", Field::Page, Takes::Numbers),
    ("part", Field::Part, Takes::Plain),
    ("tag", Field::Tag, Takes::Plain),
    ("source", Field::Source, Takes::Plain),
    ("hash", Field::Hash, Takes::Plain),
    ("phone", Field::Phone, Takes::Plain),
    ("iban", Field::Iban, Takes::Plain),
    ("plate", Field::Plate, Takes::Plain),
    ("doc", Field::Doc, Takes::Plain),
    ("id", Field::PersonalNumber, Takes::Plain),
    ("imei", Field::Imei, Takes::Plain),
    ("email", Field::Email, Takes::Plain),
    ("ip", Field::Ip, Takes::Plain),
    ("crypto", Field::Crypto, Takes::Plain),
    ("name", Field::Name, Takes::Plain),
    ("concept", Field::Concept, Takes::Plain),
];

/// What `part:` may name: the layers a unit of text can be, and `ocr_low_confidence`, pages recognised with little certainty.
pub const PARTS: [&str; 13] = [
    "body",
    "header",
    "footer",
    "footnote",
    "comment",
    "deleted",
    "notes",
    "hidden",
    "annotation",
    "form_field",
    "metadata",
    "ocr",
    "ocr_low_confidence",
];

impl Field {
    /// Every field, in the order of the documentation.
    pub fn all() -> impl Iterator<Item = Field> {
        NAMES.iter().map(|(_, field, _)| *field)
    }

    /// The field of this name, exactly as written in small letters.
    pub fn from_name(name: &str) -> Option<Field> {
        NAMES.iter().find(|(known, ..)| *known == name).map(|(_, field, _)| *field)
    }

    pub fn name(self) -> &'static str {
        NAMES.iter().find(|(_, field, _)| *field == self).map_or("", |(name, ..)| name)
    }

    pub fn takes(self) -> Takes {
        NAMES.iter().find(|(_, field, _)| *field == self).map_or(Takes::Plain, |(.., takes)| *takes)
    }

    /// A known name one slip away from this one (`typ`, `form`), for an explanation; it is never taken for it.
    pub fn nearest(name: &str) -> Option<&'static str> {
        let name = name.to_lowercase();
        NAMES.iter().map(|(known, ..)| *known).find(|known| *known == name || (known.len() > 2 && one_slip(known, &name)))
    }
}

/// One letter changed, added, left out, or two neighbours swapped.
fn one_slip(a: &str, b: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let same = a.iter().zip(&b).take_while(|(x, y)| x == y).count();
    let (ra, rb) = (&a[same..], &b[same..]);
    match (ra, rb) {
        ([], []) => true,
        ([x, y, rest @ ..], [v, w, tail @ ..]) if x == w && y == v && rest == tail => true,
        _ => {
            (ra.len() == rb.len() && ra.get(1..) == rb.get(1..))
                || (!ra.is_empty() && &ra[1..] == rb)
                || (!rb.is_empty() && &rb[1..] == ra)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_near_field_name_is_named_and_a_far_one_is_not() {
        assert_eq!(Field::nearest("typ"), Some("type"));
        assert_eq!(Field::nearest("form"), Some("from"));
        assert_eq!(Field::nearest("Subject"), Some("subject"));
        assert_eq!(Field::nearest("Re"), None);
        assert_eq!(Field::nearest("12"), None);
        assert_eq!(Field::nearest("http"), None);
    }
}
