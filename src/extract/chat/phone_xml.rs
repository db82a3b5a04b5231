//! Messages and calls of a phone as plain XML: backups of Android programs (`<smses><sms …/>`, `<calls><call …/>`) and reports whose
//! entries are elements named after what they are, with their facts as attributes or as inner elements (MOBILedit among them).
//!
//! The layout of MOBILedit's export changes with its versions and is not published: facts are found by their names, and every fact of an
//! entry is kept under its own name, known or not.

use super::settled::{Dates, in_report, settle};
use super::table_dates::when;
use super::{ENGINE, Entries};
use crate::extract::formats::Format;
use crate::extract::xml_stream::{Node, XmlStream, utf8};
use crate::extract::{Entry, Failure, Gap, Input, Meta, Options, Reason, Sink};

/// The row of the table of formats.
pub(crate) static PHONE_XML: Format = Format {
    id: "phone-xml",
    name: "Phone report (XML)",
    media_type: "application/x-phone-report+xml",
    extensions: &[],
    engine: ENGINE,
    read,
    reads: "messages, calls and contacts of SMS backups and of XML reports with such elements (MOBILedit): time, sender, receivers, duration, direction, text; drafts, what waits, what failed and what was sent have receivers and no false sender; every other fact under its own name; lists that say how many entries they hold are counted (`missing_member`)",
    leaves: "files the report refers to; where dates like 02/03/2025 fit both day and month first, day first is assumed and told as a gap (`calls.toml` may say it); layouts that name their entries otherwise are read as XML",
    locator: "message",
    limits: "",
};

/// Whether XML is such a report: its root says so, or it names the program and has entries.
pub(crate) fn looks_like(head: &str) -> bool {
    let lower = head.to_lowercase();
    let entries =
        ["<sms ", "<sms>", "<call ", "<call>", "<message ", "<message>", "<mms "].iter().any(|entry| lower.contains(entry));
    entries
        && ["<smses", "<calls", "<allsms", "mobiledit", "<phone_report", "<phonereport"].iter().any(|root| lower.contains(root))
}

/// Elements that are one entry each.
fn is_entry(name: &str) -> bool {
    matches!(
        name.to_lowercase().as_str(),
        "sms" | "mms" | "call" | "message" | "contact" | "chat_message" | "chatmessage" | "call_log" | "note" | "event" | "email"
    )
}

/// Elements that hold entries by their name: "smses", "calls", "messages", "call_logs", "contacts".
fn is_list(name: &str) -> bool {
    let name = name.to_lowercase();
    !is_entry(&name)
        && ["sms", "call", "message", "contact", "chat", "note", "event", "email"].iter().any(|kind| name.contains(kind))
}

/// Compare what a list announced with what was found in it.
fn counted(list: Option<(String, usize, u64, u64)>, entries: &mut Entries<'_>) -> Result<(), Failure> {
    if let Some((name, _, announced, before)) = list
        && let found = entries.number - before
        && announced > found
    {
        let detail = format!("the list “{name}” announces {announced} entries but holds {found}");
        entries.sink.gap(Gap::new(Reason::MissingMember, detail))?;
    }
    Ok(())
}

#[derive(Default)]
struct Open {
    kind: String,
    facts: Vec<(String, String)>,
    /// Entries of the same name inside (parts of a message).
    nested: usize,
    /// The addresses of an MMS, each with its part in it.
    addresses: Vec<(Role, String)>,
}

/// What an address of an MMS is there for: the numbers of its fields (OMA MMS encapsulation), which Android writes down as `type`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    From,
    Receiver,
}

/// Facts that hold the time of an entry, the most telling first.
const TIMES: [&str; 6] = ["date", "time", "timestamp", "datetime", "sent", "received"];

fn read(input: &Input, options: &Options, sink: &mut dyn Sink) -> Result<(), Failure> {
    sink.format(PHONE_XML.media_type, ENGINE)?;
    let xml = utf8(input.bytes);
    let mut meta = Meta::default();
    let order = in_report(&xml, &|name| TIMES.contains(&plain(name).as_str()));
    let dates = settle(order, "report", input.name, options, &mut meta, sink)?;
    let mut stream = XmlStream::new(&xml);
    let mut entries = Entries::new(sink);
    let mut open: Option<Open> = None;
    let mut timeless = 0u64;
    // Lists that say how many entries they hold: name, depth, number, entries before them.
    let mut lists: Vec<(String, usize, u64, u64)> = Vec::new();
    let mut path: Vec<String> = Vec::new();
    let mut text = String::new();
    while let Some(node) = stream.next() {
        match node {
            Node::Start(element) => {
                text.clear();
                let facts = element.values();
                match &mut open {
                    None if is_entry(&element.name) => open = Some(Open { kind: element.name.clone(), facts, ..Open::default() }),
                    None => {
                        let count = facts.iter().find(|(name, _)| matches!(name.to_lowercase().as_str(), "count" | "total"));
                        if let Some(count) = count.and_then(|(_, count)| count.parse().ok()).filter(|_| is_list(&element.name)) {
                            lists.push((element.name.clone(), path.len(), count, entries.number));
                        }
                        if meta.extra.len() < 200 {
                            meta.extra.extend(facts.into_iter().map(|(name, value)| (format!("{} {name}", element.name), value)));
                        }
                    }
                    Some(entry) => {
                        entry.nested += usize::from(element.name == entry.kind);
                        entry.addresses.extend(address(&element.name, &facts));
                        let outer = path.last().map_or("", String::as_str);
                        let of =
                            |name: &str| if element.name == outer { name.to_owned() } else { format!("{} {name}", element.name) };
                        entry.facts.extend(facts.into_iter().map(|(name, value)| (of(&name), value)));
                    }
                }
                if path.len() < 256 {
                    path.push(element.name);
                }
            }
            Node::Text(piece) => text.push_str(&piece),
            Node::End(name) => {
                path.pop();
                if lists.last().is_some_and(|(_, depth, _, _)| *depth == path.len()) {
                    counted(lists.pop(), &mut entries)?;
                }
                let value = std::mem::take(&mut text).trim().to_owned();
                match &mut open {
                    Some(entry) if entry.kind == name && entry.nested == 0 => {
                        if !value.is_empty() {
                            entry.facts.push(("body".into(), value));
                        }
                        if let Some(entry) = open.take() {
                            timeless += u64::from(put(&entry, &dates, &mut entries)?);
                        }
                    }
                    Some(entry) => {
                        entry.nested -= usize::from(entry.kind == name && entry.nested > 0);
                        if !value.is_empty() {
                            entry.facts.push((name, value));
                        }
                    }
                    None if !value.is_empty() && meta.extra.len() < 200 => meta.extra.push((name, value)),
                    None => {}
                }
            }
        }
    }
    if let Some(entry) = open {
        timeless += u64::from(put(&entry, &dates, &mut entries)?);
    }
    // A report that breaks off leaves its lists open.
    while let Some(list) = lists.pop() {
        counted(Some(list), &mut entries)?;
    }
    entries.sink.meta(meta)?;
    super::settled::not_understood(timeless, entries.sink)?;
    if let Some(damage) = stream.damage() {
        let reason = if damage.contains("ends inside") { Reason::Truncated } else { Reason::Corrupt };
        entries.sink.gap(Gap::new(reason, format!("the report breaks off: {damage}")))?;
    }
    Ok(())
}

/// The last word of a fact's name, without capitals and signs.
fn plain(name: &str) -> String {
    name.rsplit(' ').next().unwrap_or(name).to_lowercase().replace(['_', '-'], "")
}

impl Open {
    /// The first fact whose name is, or whose last word is, one of these.
    fn get(&self, names: &[&str]) -> Option<&str> {
        names
            .iter()
            .find_map(|wanted| self.facts.iter().find(|(name, value)| plain(name) == *wanted && value != "null"))
            .map(|(_, value)| value.as_str())
    }
}

/// `<addr address="+38160…" type="137"/>`: 137 from, 151 to, 130 copy, 129 blind copy. The phone writes a token for its own number where it
/// does not know it.
fn address(element: &str, facts: &[(String, String)]) -> Option<(Role, String)> {
    let fact = |wanted: &str| facts.iter().find(|(name, _)| name.eq_ignore_ascii_case(wanted)).map(|(_, value)| value.trim());
    let role = match fact("type").filter(|_| element.eq_ignore_ascii_case("addr"))? {
        "137" => Role::From,
        "151" | "130" | "129" => Role::Receiver,
        _ => return None,
    };
    fact("address")
        .filter(|address| !matches!(*address, "" | "insert-address-token" | "null"))
        .map(|address| (role, address.to_owned()))
}

impl Open {
    /// The direction in words, and whether the owner of the phone is the one who sent or called; nothing where it is not told.
    ///
    /// Android counts (`Telephony.TextBasedSmsColumns`, `Telephony.BaseMmsColumns`, `CallLog.Calls`): 1 received, 2 sent; of messages 3 draft,
    /// 4 outbox, 5 failed, 6 queued; of calls 3 missed, 4 voicemail, 5 rejected, 6 blocked, 7 taken on another device.
    fn direction(&self, kind: &str) -> (Option<String>, Option<bool>) {
        let mut first = None;
        for name in ["direction", "msgbox", "type", "folder"] {
            // The types of an MMS's addresses are none of the message.
            let own = |known: &str| plain(known) == name && !known.to_lowercase().starts_with("addr ");
            let Some((_, value)) = self.facts.iter().find(|(known, value)| own(known) && value != "null") else { continue };
            let read = match (value.trim(), kind.contains("call")) {
                ("1", _) => Some(("incoming", false)),
                ("2", _) => Some(("outgoing", true)),
                ("3", true) => Some(("missed", false)),
                ("4", true) => Some(("voicemail", false)),
                ("5", true) => Some(("rejected", false)),
                ("6", true) => Some(("blocked", false)),
                ("7", true) => Some(("answered elsewhere", false)),
                ("3", false) => Some(("draft", true)),
                ("4", false) => Some(("outbox", true)),
                ("5", false) => Some(("failed", true)),
                ("6", false) => Some(("queued", true)),
                _ => None,
            };
            if let Some((word, outgoing)) = read {
                return (Some(word.to_owned()), Some(outgoing));
            }
            let outgoing = match value.trim().to_lowercase().as_str() {
                "draft" | "drafts" | "outbox" | "failed" | "queued" | "sent" | "sent items" | "sentbox" => Some(true),
                "inbox" | "received" | "missed" | "rejected" | "voicemail" | "blocked" => Some(false),
                _ => super::records::is_outgoing(value).filter(|_| !value.trim().chars().all(|c| c.is_ascii_digit())),
            };
            if outgoing.is_some() {
                return (Some(value.clone()), outgoing);
            }
            first = first.or_else(|| Some(value.clone()));
        }
        (first, None)
    }

    /// Who is at the other end, each with the name the report has for the number.
    fn others(&self) -> Vec<String> {
        let number = self.get(&["address", "number", "phonenumber", "phone"]);
        let name = self.get(&["contactname", "name", "displayname"]).filter(|name| *name != "(Unknown)");
        // A message to several has their numbers with "~" between them and their names with a comma.
        let numbers: Vec<&str> =
            number.unwrap_or_default().split('~').map(str::trim).filter(|number| !number.is_empty()).collect();
        let names: Vec<&str> = name.unwrap_or_default().split(", ").filter(|_| name.is_some()).collect();
        match (name, numbers.as_slice()) {
            (Some(name), [number]) => vec![format!("{name} ({number})")],
            (Some(name), []) => vec![name.to_owned()],
            (Some(_), numbers) if numbers.len() == names.len() => {
                names.iter().zip(numbers).map(|(name, number)| format!("{name} ({number})")).collect()
            }
            (_, numbers) => numbers.iter().map(|number| (*number).to_owned()).collect(),
        }
    }

    /// The sender and the receivers. What the owner of the phone wrote is never anybody else's: the other end is a receiver of what goes out,
    /// and a sender only of what comes in; where the report tells no direction of a message it can read, nobody is its sender.
    fn ends(&self, kind: &str, outgoing: Option<bool>) -> (Option<String>, Vec<String>) {
        let others = self.others();
        let named = |number: &String| {
            let end = format!(" ({number})");
            others.iter().find(|other| other.ends_with(&end)).unwrap_or(number).clone()
        };
        let of = |wanted: Role| self.addresses.iter().filter(move |(role, _)| *role == wanted).map(|(_, number)| named(number));
        let one = |names: &[&str]| self.get(names).map(str::to_owned);
        let sender = one(&["from", "sender", "caller"]).or_else(|| of(Role::From).next()).or_else(|| match others.as_slice() {
            [other] if outgoing == Some(false) && kind != "contact" => Some(other.clone()),
            _ => None,
        });
        let mut receivers: Vec<String> = one(&["to", "recipient", "receiver", "called"]).into_iter().collect();
        if receivers.is_empty() {
            receivers.extend(of(Role::Receiver));
        }
        if receivers.is_empty() && outgoing == Some(true) {
            receivers = others;
        }
        (sender, receivers)
    }
}

/// Put one entry; says whether its time was written and not understood.
fn put(open: &Open, dates: &Dates<'_>, entries: &mut Entries<'_>) -> Result<bool, Failure> {
    let kind = open.kind.to_lowercase();
    let direction = open.direction(&kind);
    let (sender, receivers) = open.ends(&kind, direction.1);
    let direction = direction.0;
    let dated = open.get(&TIMES);
    let mut at = dated.and_then(|dated| time(dated, dates.month_first));
    // A day alone: the hour may be a fact of its own.
    if at.as_deref().is_some_and(|at| !at.contains('T'))
        && let Some(clock) = open.get(&["time", "timeofday", "hour"]).filter(|clock| Some(*clock) != dated)
    {
        at = when(dated, Some(clock), dates.month_first);
    }
    let lost = at.is_none() && dated.is_some_and(super::settled::is_written);
    let placed = dates.place(&mut at);
    let entry = Entry {
        time: at,
        zone: (open.get(&["timezone", "zone"]).map(str::to_owned)).or_else(|| dated.and_then(super::zone_named)).or(placed),
        sender,
        receivers,
        direction,
        duration_seconds: open.get(&["duration"]).and_then(super::records::seconds),
        place: open.get(&["location", "place", "cell"]).map(str::to_owned),
        source: open.get(&["source", "application", "app", "path"]).map(str::to_owned),
        media: open
            .facts
            .iter()
            .filter(|(name, _)| name.ends_with("filename") || name.ends_with("file"))
            .map(|(_, value)| value.clone())
            .collect(),
        imei: None,
        imsi: None,
    };
    let body = open.get(&["body", "text", "content", "message"]).filter(|body| !body.is_empty());
    let mut lines = vec![format!("[{}]", open.kind)];
    lines.extend(body.map(str::to_owned));
    for (name, value) in &open.facts {
        // Long Base64 is a picture of a message, not text.
        if Some(value.as_str()) != body && value != "null" && value.len() < 100_000 && !name.ends_with(" data") {
            lines.push(format!("{name}: {value}"));
        }
    }
    entries.put(entry, &lines.join("\n"))?;
    Ok(lost)
}

/// Milliseconds or seconds since 1970, a standard stamp, or a display with the day or the month first.
fn time(text: &str, month_first: bool) -> Option<String> {
    if let Ok(number) = text.parse::<i64>() {
        let seconds = if number.abs() > 100_000_000_000 { number / 1000 } else { number };
        return jiff::Timestamp::from_second(seconds).ok().filter(|_| seconds > 0).map(|time| time.to_string());
    }
    if text.parse::<jiff::Timestamp>().is_ok() {
        return Some(text.to_owned());
    }
    super::records::stamp(text, month_first)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::testing::Collected;

    #[test]
    fn backups_of_messages_and_calls() {
        let xml = "<?xml version='1.0'?><smses count='3'><sms address='+381600000002' date='1740906840000' type='1' body='Чекај код моста' contact_name='Муха'/>\
            <sms address='+381600000002' date='1740906900000' type='2' body='важи' contact_name='(Unknown)'/></smses>";
        let (found, outcome) = Collected::from(crate::extract::extract, "sms.xml", xml.as_bytes());
        assert!(outcome.is_ok(), "{outcome:?}");
        assert_eq!(found.format.as_ref().unwrap().0, PHONE_XML.media_type);
        let entry = found.units[0].entry.as_ref().unwrap();
        assert_eq!(entry.time.as_deref(), Some("2025-03-02T09:14:00Z"));
        assert_eq!((entry.sender.as_deref(), entry.direction.as_deref()), (Some("Муха (+381600000002)"), Some("incoming")));
        assert!(found.units[0].text.contains("Чекај код моста"));
        assert_eq!(found.units[1].entry.as_ref().unwrap().receivers, ["+381600000002"]);
        assert!(found.has_gap(Reason::MissingMember));
        let calls = "<?xml version='1.0'?><calls count='1'><call number='+355600000001' duration='61' date='1740906840000' type='3'/></calls>";
        let (found, _) = Collected::from(PHONE_XML.read, "c.xml", calls.as_bytes());
        let entry = found.units[0].entry.as_ref().unwrap();
        assert_eq!((entry.duration_seconds, entry.direction.as_deref()), (Some(61), Some("missed")));
    }

    /// The owner's own words: drafts, what waits, what failed, and pictures sent to two people.
    #[test]
    fn what_the_owner_wrote_is_nobody_elses() {
        let xml = "<?xml version='1.0'?><smses>\
            <sms address='+381600000002' date='1740906840000' type='3' body='nacrt' contact_name='Ana'/>\
            <sms address='+381600000002' date='1740906840000' type='4' body='odlazno' contact_name='Ana'/>\
            <sms address='+381600000002' date='1740906840000' type='5' body='neuspelo' contact_name='Ana'/>\
            <sms address='+381600000002' date='1740906840000' type='6' body='na redu' contact_name='Ana'/>\
            <sms address='+381600000002' date='1740906840000' type='9' body='nepoznato' contact_name='Ana'/>\
            <mms date='1740906840000' msg_box='2' address='+381600000002~+381600000003' contact_name='Ana, Bo' m_type='128'><parts>\
            <part ct='text/plain' text='slika'/></parts><addrs><addr address='+381600000001' type='137'/>\
            <addr address='+381600000002' type='151'/><addr address='+381600000003' type='130'/></addrs></mms>\
            <mms date='1740906840000' msg_box='4' address='+381600000002' contact_name='Ana'><addrs>\
            <addr type='137' address='insert-address-token'/><addr type='151' address='+381600000002'/></addrs></mms>\
            <mms date='1740906840000' msg_box='1' address='+381600000002~+381600000003' contact_name='Ana, Bo'><addrs>\
            <addr address='+381600000003' type='137'/><addr address='+381600000001' type='151'/>\
            <addr address='+381600000002' type='151'/></addrs></mms></smses>";
        let (found, outcome) = Collected::from(crate::extract::extract, "sms.xml", xml.as_bytes());
        assert!(outcome.is_ok(), "{outcome:?}");
        let told: Vec<_> = (found.units.iter().map(|unit| unit.entry.as_ref().unwrap()))
            .map(|entry| (entry.direction.as_deref().unwrap(), entry.sender.as_deref(), entry.receivers.join("; ")))
            .collect();
        let (ana, bo) = ("Ana (+381600000002)", "Bo (+381600000003)");
        assert_eq!(
            told,
            [
                ("draft", None, ana.to_owned()),
                ("outbox", None, ana.to_owned()),
                ("failed", None, ana.to_owned()),
                ("queued", None, ana.to_owned()),
                ("9", None, String::new()),
                ("outgoing", Some("+381600000001"), format!("{ana}; {bo}")),
                ("outbox", None, ana.to_owned()),
                ("incoming", Some(bo), format!("+381600000001; {ana}")),
            ]
        );
        assert!(found.units[5].text.contains("slika"), "{}", found.units[5].text);
    }

    #[test]
    fn a_report_with_inner_elements() {
        let xml = "<report program='MOBILedit'><device><model>Test Phone</model></device><messages><message><time>2025-03-02T10:14:00+01:00</time>\
            <from>+381600000001</from><to>+381600000002</to><text>Dođi na pumpu</text><folder>Inbox</folder></message></messages></report>";
        assert!(looks_like(xml));
        let counted = xml.replace("<messages>", "<messages count='3'>");
        let (found, _) = Collected::from(crate::extract::extract, "r.xml", counted.as_bytes());
        assert_eq!(found.gaps.len(), 1, "{:?}", found.gaps);
        assert!(found.has_gap(Reason::MissingMember) && found.gaps[0].detail.contains("announces 3 entries but holds 1"));
        let cut = &counted[..counted.find("<folder>").unwrap()];
        let (found, _) = Collected::from(crate::extract::extract, "r.xml", cut.as_bytes());
        assert!(found.has_gap(Reason::MissingMember) && found.has_gap(Reason::Truncated), "{:?}", found.gaps);
        let (found, outcome) = Collected::from(crate::extract::extract, "r.xml", xml.as_bytes());
        assert!(outcome.is_ok());
        let entry = found.units[0].entry.as_ref().unwrap();
        assert_eq!(entry.time.as_deref(), Some("2025-03-02T10:14:00+01:00"));
        assert_eq!(
            (entry.sender.as_deref(), entry.receivers.as_slice()),
            (Some("+381600000001"), ["+381600000002".to_owned()].as_slice())
        );
        assert!(found.meta.extra.contains(&("model".into(), "Test Phone".into())));
    }

    #[test]
    fn the_order_of_day_and_month() {
        use crate::extract::ChatDates;
        let told = |month_first| Options {
            chats: vec![ChatDates { month_first: Some(month_first), zone: Some("CET".into()), ..ChatDates::default() }],
            ..Options::default()
        };
        let report = |first: &str, second: &str| {
            format!(
                "<report program='MOBILedit'><message><date>{first}</date><time>10:14</time><text>a</text></message>\
                 <call date='{second}'/></report>"
            )
        };
        let open = report("02/03/2025", "04/03/2025 9:05 PM");
        for (xml, options, times, gap, zone) in [
            (&open, Options::default(), ["2025-03-02T10:14:00", "2025-03-04T21:05:00"], "day first was assumed", None),
            (&open, told(true), ["2025-02-03T10:14:00+01:00", "2025-04-03T21:05:00+02:00"], "", Some("CET")),
            (&open, told(false), ["2025-03-02T10:14:00+01:00", "2025-03-04T21:05:00+01:00"], "", Some("CET")),
            (&report("02/28/2025", "03/04/2025"), Options::default(), ["2025-02-28T10:14:00", "2025-03-04"], "", None),
            (&report("02.03.2025", "04.03.2025"), Options::default(), ["2025-03-02T10:14:00", "2025-03-04"], "", None),
            (
                &report("2025-03-02", "on Tuesday 4"),
                Options::default(),
                ["2025-03-02T10:14:00", ""],
                "the time of 1 entries was not understood",
                None,
            ),
        ] {
            let mut found = Collected::default();
            (PHONE_XML.read)(&Input { bytes: xml.as_bytes(), name: "r.xml" }, &options, &mut found).unwrap();
            let entries: Vec<_> = found.units.iter().map(|unit| unit.entry.as_ref().unwrap()).collect();
            assert_eq!(entries.iter().map(|entry| entry.time.as_deref().unwrap_or("")).collect::<Vec<_>>(), times, "{xml}");
            assert_eq!(entries[0].zone.as_deref(), zone);
            assert_eq!(
                found.gaps.iter().filter(|found| gap.is_empty() || found.detail.contains(gap)).count(),
                usize::from(!gap.is_empty()),
                "{xml}: {:?}",
                found.gaps
            );
        }
    }
}
