//! How the dates of one chat or phone report are meant: by what a person wrote in `calls.toml`, else by the dates themselves; what nothing
//! decides is assumed and told as a gap.

use super::mapping::{ChatDates, Zone};
use super::table_dates::{Order, order};
use crate::extract::xml_stream::{Node, XmlStream};
use crate::extract::{Failure, Gap, Meta, Options, Reason, Sink};

/// The order of day and month, and the zone where a person gave one.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Dates<'t> {
    pub month_first: bool,
    zone: Option<(Zone, &'t str)>,
}

impl Dates<'_> {
    /// Write the offset behind a local time to the second, and name the zone; a day alone or a time with an offset stays as it is.
    pub(super) fn place(&self, time: &mut Option<String>) -> Option<String> {
        let (local, (known, name)) = (time.as_mut()?, self.zone?);
        if local.len() != "2026-02-10T20:41:07".len() {
            return None;
        }
        local.push_str(&known.offset(local)?);
        Some(name.to_owned())
    }
}

/// Decide it for the file of this name, and tell it. `what` is the thing in a sentence: "chat", "report".
pub(super) fn settle<'t>(
    found: Order,
    what: &str,
    name: &str,
    options: &'t Options,
    meta: &mut Meta,
    sink: &mut dyn Sink,
) -> Result<Dates<'t>, Failure> {
    let told: Option<&ChatDates> = options.chats.iter().find(|chat| chat.is_for(name));
    let mut month_first = found.month_first;
    let how = match told.and_then(|told| told.month_first).filter(|_| found.asked) {
        Some(said) if if said { found.month_fits } else { found.day_fits } => {
            month_first = said;
            " (as calls.toml says)"
        }
        Some(said) => {
            let detail = format!(
                "calls.toml says {} for this {what}, but some of its dates do not fit that; they were read {}",
                Order::name(said),
                Order::name(month_first)
            );
            sink.gap(Gap::new(Reason::TextUnreliable, detail))?;
            ""
        }
        None if !found.sure => {
            let detail = format!(
                "the dates can be read day first and month first, and nothing in the {what} decides it; {} was assumed. \
                 Say it in calls.toml: [[chat]] with files = and month_first = true or false",
                Order::name(month_first)
            );
            sink.gap(Gap::new(Reason::TextUnreliable, detail))?;
            " (assumed)"
        }
        None => "",
    };
    if found.asked {
        meta.extra.push(("date order".into(), format!("{}{how}", Order::name(month_first))));
    }
    let zone = told.and_then(|told| told.zone.as_deref()).and_then(|name| Zone::read(name).map(|zone| (zone, name)));
    Ok(Dates { month_first, zone })
}

/// The order of the dates that stand in the named places of a report; `dated` judges a name of an element, an attribute or a field
/// (`<field name="TimeStamp">`).
///
/// The report is walked for it only where a date like 02/03/2026 stands in it at all.
pub(super) fn in_report(xml: &[u8], dated: &dyn Fn(&str) -> bool) -> Order {
    let mut written: Vec<String> = Vec::new();
    if has_open_date(xml) {
        let mut stream = XmlStream::new(xml);
        let (mut field, mut text, mut stamped) = (String::new(), String::new(), false);
        while let Some(node) = stream.next() {
            match node {
                Node::Start(element) => {
                    text.clear();
                    stamped = false;
                    for (name, value) in element.values() {
                        if name == "formattedTimestamp" {
                            // The report's own stamp stands beside what it displays, and is the one that is read.
                            stamped = true;
                        } else if name == "name" {
                            field = value;
                        } else if dated(&name) {
                            written.push(value);
                        }
                    }
                }
                Node::Text(piece) => text.push_str(&piece),
                Node::End(name) => {
                    // Long text is no date; what is gathered stays small beside the report.
                    if !stamped && text.len() < 64 && (dated(&name) || name == "value" && dated(&field)) {
                        written.push(std::mem::take(&mut text));
                    }
                    text.clear();
                }
            }
        }
    }
    order(written.iter().map(|written| (None, Some(written))))
}

/// Whether a time is written that somebody meant: it has a digit above 0 (programs write "0", "-1" or "N/A" for none).
pub(super) fn is_written(time: &str) -> bool {
    time != "-1" && time.chars().any(|c| c.is_numeric() && c != '0')
}

/// Tell that the times of so many entries were not understood.
pub(super) fn not_understood(entries: u64, sink: &mut dyn Sink) -> Result<(), Failure> {
    if entries > 0 {
        let detail = format!("the time of {entries} entries was not understood; it stands in their text as the report writes it");
        sink.gap(Gap::new(Reason::Unsupported, detail))?;
    }
    Ok(())
}

/// Whether bytes hold two numbers of one or two digits and a third behind strokes or hyphens.
fn has_open_date(bytes: &[u8]) -> bool {
    let digits = |from: usize| bytes[from..].iter().take(3).take_while(|byte| byte.is_ascii_digit()).count();
    let mut start = true;
    for (at, byte) in bytes.iter().enumerate() {
        if start && byte.is_ascii_digit() {
            let first = digits(at);
            let sign = bytes.get(at + first).copied().unwrap_or(0);
            if first <= 2 && matches!(sign, b'/' | b'-') {
                let second = digits(at + first + 1);
                if matches!(second, 1 | 2) && bytes.get(at + first + 1 + second) == Some(&sign) {
                    return true;
                }
            }
        }
        start = !byte.is_ascii_digit();
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_dates_that_raise_the_question() {
        for (text, expected) in [
            ("<a>02/03/2025 10:14</a>", true),
            ("<a t='2-3-25'/>", true),
            ("2025-03-02T10:14:00", false),
            ("02.03.2025", false),
            ("http://example.org/1/22/", true),
            ("+381-60-000", false),
            ("1/", false),
            ("", false),
        ] {
            assert_eq!(has_open_date(text.as_bytes()), expected, "{text}");
        }
    }

    #[test]
    fn dates_count_only_where_times_stand() {
        let dated = |name: &str| matches!(name, "time" | "date" | "TimeStamp");
        let found = |xml: &str| {
            let order = in_report(xml.as_bytes(), &dated);
            (order.asked, order.month_first, order.sure)
        };
        assert_eq!(found("<r><m><time>02/03/2025 10:14</time><text>do 25/03/2025</text></m></r>"), (true, false, false));
        assert_eq!(found("<r><m date='02/03/2025'/><m date='02/28/2025'/></r>"), (true, true, true));
        let field = "<m><field name='TimeStamp'><value type='TimeStamp'>25/03/2014 11:22:12(UTC+0)</value></field></m>";
        assert_eq!(found(field), (true, false, true));
        let stamped = field.replace("'>25/03", "' formattedTimestamp='2014-03-25T11:22:12Z'>25/03");
        assert_eq!(found(&stamped), (false, false, true));
        assert_eq!(found("<r><m><text>02/03/2025</text></m></r>"), (false, false, true));
    }
}
