//! Pictures: what they are, how large, and what they say about themselves (time, place, device, captions). Their pixels are not decoded
//! here: recognising text is the parent's work, and the gap `not_ocred` asks for it.

mod captions;
mod exif_facts;
mod size;

use super::formats::Format;
use super::{Entry, Failure, Gap, Input, Locator, Meta, Options, Part, Reason, Sink, Unit};
use exif_facts::Facts;
use size::{Kind, Shape};

const ENGINE: &str = concat!("rogatory-picture ", env!("CARGO_PKG_VERSION"));
const READS: &str =
    "size, number of pages; EXIF time, place, device, owner, captions and comments; text in it by recognition (OCR)";
const READS_OF_HEIC: &str = "size, number of pages; EXIF time, place, device, owner, captions and comments";
const LIMITS: &str = "pictures that claim more than 300 megapixels or a side over 100,000 are not recognised (size_limit)";

/// More pixels are not given to a recogniser.
const MOST_PIXELS: u64 = 300_000_000;
const LONGEST_SIDE: u64 = 100_000;

macro_rules! picture {
    ($row:ident, $kind:ident, $id:literal, $name:literal, $media:literal, $extensions:expr, $leaves:literal) => {
        picture!($row, $kind, $id, $name, $media, $extensions, $leaves, READS);
    };
    ($row:ident, $kind:ident, $id:literal, $name:literal, $media:literal, $extensions:expr, $leaves:literal, $reads:expr) => {
        /// The row of the table of formats.
        pub(crate) static $row: Format = Format {
            id: $id,
            name: $name,
            media_type: $media,
            extensions: $extensions,
            engine: ENGINE,
            read: |input, options, sink| read(Kind::$kind, input, options, sink),
            reads: $reads,
            leaves: $leaves,
            locator: "image",
            limits: LIMITS,
        };
    };
}

picture!(
    JPEG,
    Jpeg,
    "jpeg",
    "JPEG picture",
    "image/jpeg",
    &["jpg", "jpeg", "jpe", "jfif"],
    "embedded thumbnails, films of motion photos"
);
picture!(PNG, Png, "png", "PNG picture", "image/png", &["png"], "");
picture!(TIFF, Tiff, "tiff", "TIFF picture", "image/tiff", &["tif", "tiff"], "");
picture!(WEBP, Webp, "webp", "WebP picture", "image/webp", &["webp"], "");
picture!(BMP, Bmp, "bmp", "BMP picture", "image/bmp", &["bmp", "dib"], "");
picture!(GIF, Gif, "gif", "GIF picture", "image/gif", &["gif"], "frames after the first");
picture!(
    HEIC,
    Heic,
    "heic",
    "HEIC picture",
    "image/heic",
    &["heic", "heif"],
    "text in the picture, which needs a decoder, and none with a fitting licence exists: `not_ocred`",
    READS_OF_HEIC
);

fn read(kind: Kind, input: &Input, _options: &Options, sink: &mut dyn Sink) -> Result<(), Failure> {
    sink.format(kind.media_type(), ENGINE)?;
    let facts = exif_facts::read(kind, input.bytes);
    let captions = captions::read(kind, input.bytes);
    let shape = size::shape(kind, input.bytes);
    sink.meta(meta(&facts, &captions, shape.as_ref()))?;
    let text = description(kind, shape.as_ref(), &facts, &captions);
    let entry = Entry { time: facts.time.clone(), place: facts.place.clone(), ..Entry::default() };
    sink.unit(Unit {
        locator: Locator::Image { number: 1 },
        part: Part::Metadata,
        text,
        engine: ENGINE.to_owned(),
        confidence: None,
        entry: (entry != Entry::default()).then(|| Box::new(entry)),
    })?;
    let Some(shape) = shape else {
        return Err(Failure::because(Reason::Corrupt, format!("the {} has no readable header", kind.name())));
    };
    if shape.cut {
        sink.gap(Gap::new(Reason::Truncated, "the picture ends too early; its lower part is missing"))?;
    }
    sink.announce_units(shape.pages.len() as u64)?;
    for (index, (width, height)) in shape.pages.iter().copied().enumerate() {
        let number = u32::try_from(index + 1).unwrap_or(u32::MAX);
        let place = if kind == Kind::Tiff && shape.pages.len() > 1 {
            Locator::Page { number, printed: None }
        } else {
            Locator::Image { number }
        };
        sink.gap(asks_for_ocr(kind, width, height, place))?;
    }
    Ok(())
}

/// The gap that asks the parent for recognition, or says why it would be no use.
fn asks_for_ocr(kind: Kind, width: u64, height: u64, place: Locator) -> Gap {
    match () {
        () if width == 0 || height == 0 => {
            Gap::at(Reason::Corrupt, place, format!("the picture claims a size of {width} × {height}"))
        }
        () if width.saturating_mul(height) > MOST_PIXELS || width.max(height) > LONGEST_SIDE => Gap::at(
            Reason::SizeLimit,
            place,
            format!("the picture claims {width} × {height} pixels; its text was not recognised"),
        ),
        () if kind == Kind::Heic => {
            Gap::at(Reason::NotOcred, place, "text in HEIC pictures is not recognised; convert it to JPEG")
        }
        () => Gap::at(Reason::NotOcred, place, "a picture; text in it has not been recognised"),
    }
}

fn meta(facts: &Facts, captions: &[(String, String)], shape: Option<&Shape>) -> Meta {
    let mut meta = Meta { date: facts.time.clone(), author: facts.author.clone(), ..Meta::default() };
    if let Some((width, height)) = shape.and_then(|shape| shape.pages.first()) {
        meta.extra.push(("pixels".into(), format!("{width} × {height}")));
    }
    meta.extra.extend(facts.place.iter().map(|place| ("place".to_owned(), place.clone())));
    meta.extra.extend(facts.others.iter().cloned());
    meta.extra.extend(captions.iter().take(100).cloned());
    meta
}

/// What the picture says about itself, in words that can be searched.
fn description(kind: Kind, shape: Option<&Shape>, facts: &Facts, captions: &[(String, String)]) -> String {
    let mut lines = vec![match shape.map(|shape| shape.pages.as_slice()) {
        Some([(width, height)]) => format!("{}, {width} × {height} pixels", kind.name()),
        Some(pages) => format!("{}, {} pages", kind.name(), pages.len()),
        None => kind.name().to_owned(),
    }];
    lines.extend(facts.time.iter().map(|time| format!("taken: {time}")));
    lines.extend(facts.place.iter().map(|place| format!("place: {place}")));
    lines.extend(facts.author.iter().map(|author| format!("author: {author}")));
    lines.extend(facts.others.iter().chain(captions).map(|(name, value)| format!("{name}: {value}")));
    lines.join("\n")
}

#[cfg(test)]
mod tests;
