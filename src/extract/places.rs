//! Tracks and places: GPX and KML. Named places one by one, tracks in stretches with their first and last time.

use super::formats::{Format, OWN};
use super::xml_stream::{Node, XmlStream, utf8};
use super::{Entry, Failure, Gap, Input, Locator, Meta, Options, Part, Reason, Sink, Stopped, Unit};

/// The row of the table of formats.
pub(crate) static GPX: Format = Format {
    id: "gpx",
    name: "GPX",
    media_type: "application/gpx+xml",
    extensions: &["gpx"],
    engine: OWN,
    read,
    reads: "named places and routes with coordinates, time, name and description; tracks in stretches of 50 points",
    leaves: "extensions of makers beyond their text",
    locator: "element, counted in points; with time and place",
    limits: "",
};

/// The row of the table of formats.
pub(crate) static KML: Format = Format {
    id: "kml",
    name: "KML",
    media_type: "application/vnd.google-earth.kml+xml",
    extensions: &["kml"],
    engine: OWN,
    read,
    reads: "placemarks with name, description, time, coordinates and further data; lines in stretches of 50 points",
    leaves: "what is linked on the network: nothing is fetched",
    locator: "element, counted in points; with time and place",
    limits: "",
};

/// Points of a track in one unit.
const STRETCH: usize = 50;

#[derive(Debug, Clone, Default)]
struct Point {
    place: String,
    time: Option<String>,
    words: Vec<String>,
}

#[derive(Default)]
struct Walk {
    number: u32,
    /// Points of the track that is open, with the number of the first.
    stretch: Vec<Point>,
    name: Option<String>,
}

fn read(input: &Input, _options: &Options, sink: &mut dyn Sink) -> Result<(), Failure> {
    let xml = utf8(input.bytes);
    let mut stream = XmlStream::new(&xml);
    let mut meta = Meta::default();
    let mut walk = Walk::default();
    let mut point: Option<Point> = None;
    let mut text = String::new();
    let mut whens: std::collections::VecDeque<String> = std::collections::VecDeque::new();
    while let Some(node) = stream.next() {
        match node {
            Node::Start(element) => {
                text.clear();
                match element.name.as_str() {
                    "wpt" | "rtept" | "trkpt" => {
                        let at = |name: &str| element.get(name).unwrap_or_default();
                        point = Some(Point { place: format!("{}, {}", at("lat"), at("lon")), ..Point::default() });
                    }
                    "Placemark" => point = Some(Point::default()),
                    "gpx" => meta.extra.extend(element.get("creator").map(|creator| ("creator".to_owned(), creator))),
                    "Data" | "SimpleData" => {
                        if let (Some(point), Some(name)) = (&mut point, element.get("name")) {
                            point.words.push(format!("{name}:"));
                        }
                    }
                    _ => {}
                }
            }
            Node::Text(piece) => text.push_str(&piece),
            Node::End(name) => {
                let value = std::mem::take(&mut text).split_whitespace().collect::<Vec<_>>().join(" ");
                match name.as_str() {
                    "trkpt" | "rtept" => {
                        if let Some(point) = point.take() {
                            walk.track(point, sink)?;
                        }
                    }
                    "wpt" | "Placemark" => {
                        walk.close(sink)?;
                        if let Some(point) = point.take() {
                            walk.single(&point, sink)?;
                        }
                    }
                    "trk" | "rte" | "trkseg" | "LineString" | "Track" | "LinearRing" => {
                        walk.close(sink)?;
                        walk.name = None;
                    }
                    "coordinates" => walk.coordinates(&value, &mut point, sink)?,
                    "coord" => {
                        let mut numbers = value.split(' ');
                        if let (Some(longitude), Some(latitude)) = (numbers.next(), numbers.next()) {
                            let place = format!("{latitude}, {longitude}");
                            walk.track(Point { place, time: whens.pop_front(), words: Vec::new() }, sink)?;
                        }
                    }
                    "when" | "begin" | "time" if !value.is_empty() => match &mut point {
                        Some(point) if point.time.is_none() => point.time = Some(value),
                        Some(_) | None if name == "when" && whens.len() < 1_000_000 => whens.push_back(value),
                        Some(_) => {}
                        None if meta.date.is_none() => meta.date = Some(value),
                        None => {}
                    },
                    _ if value.is_empty() => {}
                    "name" | "desc" | "description" | "cmt" | "value" | "SimpleData" | "address" | "phoneNumber" | "sym"
                    | "type" => {
                        let value = if value.contains('<') { super::markup::text(&value) } else { value };
                        match &mut point {
                            Some(point) => point.words.push(value),
                            None if name == "name" && meta.title.is_none() => {
                                meta.title = Some(value.clone());
                                walk.name = Some(value);
                            }
                            None => walk.name = Some(value),
                        }
                    }
                    _ => {}
                }
            }
        }
    }
    walk.close(sink)?;
    if let Some(point) = point {
        walk.single(&point, sink)?;
    }
    sink.meta(meta)?;
    if let Some(damage) = stream.damage() {
        sink.gap(Gap::new(Reason::Corrupt, format!("the file is damaged; it was read up to there: {damage}")))?;
    }
    Ok(())
}

impl Walk {
    /// KML writes longitude first, and may hold a whole line in one element.
    fn coordinates(&mut self, value: &str, point: &mut Option<Point>, sink: &mut dyn Sink) -> Result<(), Stopped> {
        let places: Vec<String> = value
            .split(' ')
            .filter_map(|triple| {
                let mut numbers = triple.split(',');
                let (longitude, latitude) = (numbers.next()?, numbers.next()?);
                Some(format!("{latitude}, {longitude}"))
            })
            .collect();
        match (point, places.as_slice()) {
            (Some(point), [only]) => point.place.clone_from(only),
            _ => {
                for place in places {
                    self.track(Point { place, ..Point::default() }, sink)?;
                }
            }
        }
        Ok(())
    }

    fn track(&mut self, point: Point, sink: &mut dyn Sink) -> Result<(), Stopped> {
        self.number = self.number.saturating_add(1);
        self.stretch.push(point);
        if self.stretch.len() >= STRETCH { self.close(sink) } else { Ok(()) }
    }

    /// Hand on the stretch that is open.
    fn close(&mut self, sink: &mut dyn Sink) -> Result<(), Stopped> {
        let points = std::mem::take(&mut self.stretch);
        let Some(first) = points.first() else { return Ok(()) };
        let number = self.number.saturating_sub(points.len() as u32) + 1;
        let mut lines: Vec<String> = self.name.iter().cloned().collect();
        lines.extend(points.iter().map(|point| {
            let time = point.time.as_deref().unwrap_or("");
            format!("{time} {} {}", point.place, point.words.join(" ")).trim().to_owned()
        }));
        self.emit(number, "track", &lines.join("\n"), first, sink)?;
        sink.progress()
    }

    fn single(&mut self, point: &Point, sink: &mut dyn Sink) -> Result<(), Stopped> {
        self.number = self.number.saturating_add(1);
        let mut lines = point.words.clone();
        lines.extend(point.time.clone());
        lines.extend(Some(point.place.clone()).filter(|place| !place.is_empty()));
        self.emit(self.number, "place", &lines.join("\n"), point, sink)
    }

    fn emit(&self, number: u32, path: &str, text: &str, at: &Point, sink: &mut dyn Sink) -> Result<(), Stopped> {
        if text.trim().is_empty() {
            return Ok(());
        }
        sink.unit(Unit {
            locator: Locator::Element { number, path: path.to_owned() },
            part: Part::Body,
            text: text.to_owned(),
            engine: OWN.to_owned(),
            confidence: None,
            entry: Some(Box::new(Entry {
                time: at.time.clone(),
                place: Some(at.place.clone()).filter(|place| !place.is_empty()),
                ..Entry::default()
            })),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::testing::Collected;

    #[test]
    fn places_and_tracks_of_gpx() {
        let mut track = String::new();
        for minute in 0..60 {
            track.push_str(&format!("<trkpt lat='44.{minute:02}' lon='20.1'><time>2025-03-02T10:{minute:02}:00Z</time></trkpt>"));
        }
        let xml = format!(
            "<?xml version='1.0'?><gpx creator='test'><wpt lat='42.31' lon='21.65'><time>2025-03-02T09:00:00Z</time><name>Њива код границе</name></wpt>\
             <trk><name>vožnja</name><trkseg>{track}</trkseg></trk></gpx>"
        );
        let (found, outcome) = Collected::from(crate::extract::extract, "a.gpx", xml.as_bytes());
        assert!(outcome.is_ok(), "{outcome:?}");
        assert_eq!(found.format.unwrap().0, "application/gpx+xml");
        assert_eq!(found.units.len(), 3);
        assert_eq!(found.units[0].text, "Њива код границе\n2025-03-02T09:00:00Z\n42.31, 21.65");
        assert_eq!(found.units[0].entry.as_ref().unwrap().place.as_deref(), Some("42.31, 21.65"));
        assert!(found.units[1].text.starts_with("vožnja\n2025-03-02T10:00:00Z 44.00, 20.1"));
        assert_eq!(found.units[2].locator, Locator::Element { number: 52, path: "track".into() });
    }

    #[test]
    fn placemarks_of_kml() {
        let xml = "<kml><Document><name>Put</name><Placemark><name>Šid</name><description>skretanje</description>\
            <TimeStamp><when>2025-03-02T10:00:00+01:00</when></TimeStamp><Point><coordinates>19.22,45.12,0</coordinates></Point></Placemark></Document></kml>";
        let (found, outcome) = Collected::from(KML.read, "a.kml", xml.as_bytes());
        assert!(outcome.is_ok());
        assert_eq!(found.units[0].text, "Šid\nskretanje\n2025-03-02T10:00:00+01:00\n45.12, 19.22");
        assert_eq!(found.meta.title.as_deref(), Some("Put"));
        let (cut, _) = Collected::from(KML.read, "a.kml", &xml.as_bytes()[..90]);
        assert!(cut.has_gap(Reason::Corrupt) && cut.text(Part::Body).contains("Šid"));
    }
}
