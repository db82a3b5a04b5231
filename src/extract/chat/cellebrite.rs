//! Reports of phone examinations as XML: Cellebrite (the `report.xml` of a UFDR, or an XML export).
//!
//! A report is a tree of models with fields. The reader does not know every model: it hands on each entry that has content, with all its
//! fields under their own names, and takes time, parties and files out of the fields that say so.

use super::settled::{Dates, in_report, settle};
use super::{ENGINE, Entries};
use crate::extract::formats::Format;
use crate::extract::xml_stream::{Node, XmlStream, utf8};
use crate::extract::{Entry, Failure, Gap, Input, Meta, Options, Reason, Sink};

/// The row of the table of formats.
pub(crate) static REPORT: Format = Format {
    id: "cellebrite",
    name: "Cellebrite report (XML)",
    media_type: "application/x-cellebrite-report+xml",
    extensions: &[],
    engine: ENGINE,
    read,
    reads: "every message, call, contact, location and other entry as its own unit with all its fields; time with offset, parties, attachments, source application and path; device facts; a report that says how many entries (`ModelCount`) or files (`NodeCount`) it holds and holds fewer is told (`missing_member`)",
    leaves: "the list of tagged files beyond their names; whether the examiner marked an entry",
    locator: "message",
    limits: "entries nested more than 64 deep are joined to their parent",
};

/// Whether XML is such a report.
pub(crate) fn looks_like(head: &str) -> bool {
    head.contains("<project") && (head.contains("pa.cellebrite.com") || head.contains("reportVersion"))
}

#[derive(Debug, Default)]
struct Model {
    kind: String,
    deleted: bool,
    /// Where in the parent it stands: "From", "To", "Parties", "Messages".
    slot: String,
    fields: Vec<(String, String)>,
    /// The zones that displayed times name, by field.
    zones: Vec<(String, String)>,
    parties: Vec<Party>,
    media: Vec<String>,
    /// Entries inside it that were handed on by themselves.
    handed: usize,
}

#[derive(Debug, Clone, Default)]
struct Party {
    slot: String,
    role: String,
    name: String,
}

/// Models that are entries of their own wherever they stand. Others belong to the entry around them.
fn is_entry(kind: &str) -> bool {
    matches!(
        kind,
        "InstantMessage"
            | "SMS"
            | "MMS"
            | "Email"
            | "Call"
            | "Location"
            | "Contact"
            | "UserAccount"
            | "User"
            | "SearchedItem"
            | "VisitedPage"
            | "WebBookmark"
            | "CalendarEntry"
            | "Note"
            | "Notification"
            | "Password"
            | "WirelessNetwork"
            | "InstalledApplication"
            | "Journey"
            | "Voicemail"
            | "BluetoothDevice"
            | "SocialMediaActivity"
            | "DeviceEvent"
            | "FinancialTransfer"
            | "Transfer"
            | "CreditCard"
            | "SIMData"
            | "CellTower"
            | "Recording"
            | "Task"
            | "Cookie"
            | "PoweringEvent"
            | "LogEntry"
            | "DictionaryWord"
            | "FileDownload"
            | "ActivitySensorData"
            | "TransferOfFunds"
            | "MobileCard"
            | "ChatActivity"
    )
}

/// Fields that hold the time of an entry, the most telling first.
const TIMES: [&str; 11] = [
    "TimeStamp",
    "Timestamp",
    "TimeStamp (Time)",
    "DateTime",
    "StartDate",
    "StartTime",
    "Date",
    "LastVisited",
    "LastActivity",
    "TimeCreated",
    "CreationTime",
];
const DEEPEST: usize = 64;
const LONGEST_FIELD: usize = 1 << 20;

fn read(input: &Input, options: &Options, sink: &mut dyn Sink) -> Result<(), Failure> {
    sink.format(REPORT.media_type, ENGINE)?;
    report(input.bytes, input.name, options, sink)
}

/// Hand on the entries of a report; `name` is that of the file, for `calls.toml`.
pub(super) fn report(bytes: &[u8], name: &str, options: &Options, sink: &mut dyn Sink) -> Result<(), Failure> {
    let xml = utf8(bytes);
    let mut meta = Meta::default();
    let order = in_report(&xml, &|name| TIMES.contains(&name));
    let dates = settle(order, "report", name, options, &mut meta, sink)?;
    let mut timeless = 0u64;
    let mut stream = XmlStream::new(&xml);
    let mut entries = Entries::new(sink);
    let mut models: Vec<Model> = Vec::new();
    let mut surplus = 0usize;
    // Field and slot names, by element depth of the report's own grammar.
    let mut field = String::new();
    let mut slots: Vec<String> = Vec::new();
    let mut value: Option<(String, Option<String>)> = None;
    let mut in_value = false;
    let mut meta_told = false;
    let mut path: Option<String> = None;
    // What the report says it holds, and what is there: models of any depth, and files.
    let (mut announced, mut held) = ([None::<u64>; 2], [0u64; 2]);
    while let Some(node) = stream.next() {
        match node {
            Node::Start(element) => match element.name.as_str() {
                "project" => {
                    meta.title = element.get("name");
                    announced = ["ModelCount", "NodeCount"].map(|name| element.get(name).and_then(|count| count.parse().ok()));
                    for name in ["reportVersion", "extractionType", "ModelCount", "NodeCount"] {
                        meta.extra.extend(element.get(name).map(|value| (name.to_owned(), value)));
                    }
                }
                "model" => {
                    held[0] += 1;
                    if models.len() >= DEEPEST {
                        surplus += 1;
                        continue;
                    }
                    models.push(Model {
                        kind: element.get("type").unwrap_or_default(),
                        deleted: element.get("deleted_state").is_some_and(|state| state == "Deleted"),
                        slot: slots.last().cloned().unwrap_or_default(),
                        ..Model::default()
                    });
                }
                "field" | "multiField" => field = element.get("name").unwrap_or_default(),
                "modelField" | "multiModelField" => slots.push(element.get("name").unwrap_or_default()),
                "value" => {
                    value = Some((String::new(), element.get("formattedTimestamp")));
                    in_value = true;
                }
                // Case and device facts: <item name="DeviceModel">…</item>; names of files in <taggedFiles>.
                "item" if models.is_empty() => {
                    field = element.get("name").unwrap_or_default();
                    value = Some((String::new(), None));
                    in_value = true;
                }
                "file" if models.is_empty() => {
                    held[1] += 1;
                    path = element.get("path");
                }
                _ => {}
            },
            Node::Text(text) if in_value => {
                if let Some((gathered, _)) = &mut value
                    && gathered.len() < LONGEST_FIELD
                {
                    gathered.push_str(&text);
                }
            }
            Node::Text(_) => {}
            Node::End(name) => match name.as_str() {
                "item" if models.is_empty() => {
                    in_value = false;
                    if let Some((text, _)) = value.take()
                        && !text.trim().is_empty()
                        && path.is_none()
                        && meta.extra.len() < 500
                    {
                        meta.extra.push((field.clone(), text.trim().to_owned()));
                    }
                }
                "file" => path = None,
                "value" => {
                    in_value = false;
                    if let (Some((text, stamp)), Some(model)) = (value.take(), models.last_mut()) {
                        model.take(&field, text.trim(), stamp);
                    }
                }
                "modelField" | "multiModelField" => {
                    slots.pop();
                }
                "model" => {
                    if surplus > 0 {
                        surplus -= 1;
                        continue;
                    }
                    let Some(model) = models.pop() else { continue };
                    if !std::mem::replace(&mut meta_told, true) {
                        entries.sink.meta(std::mem::take(&mut meta))?;
                    }
                    timeless += u64::from(close(model, &dates, &mut models, &mut entries)?);
                }
                _ => {}
            },
        }
    }
    if let Some(damage) = stream.damage() {
        let reason = if damage.contains("ends inside") { Reason::Truncated } else { Reason::Corrupt };
        // What was open when the report broke off is worth keeping.
        while let Some(model) = models.pop() {
            timeless += u64::from(close(model, &dates, &mut models, &mut entries)?);
        }
        entries.sink.gap(Gap::new(reason, format!("the report breaks off: {damage}")))?;
    }
    if !meta_told {
        entries.sink.meta(meta)?;
    }
    super::settled::not_understood(timeless, entries.sink)?;
    for ((announced, held), what) in announced.into_iter().zip(held).zip(["entries", "files"]) {
        if let Some(announced) = announced.filter(|announced| *announced > held) {
            let detail = format!("the report announces {announced} {what} but holds {held}");
            entries.sink.gap(Gap::new(Reason::MissingMember, detail))?;
        }
    }
    Ok(())
}

impl Model {
    fn take(&mut self, field: &str, text: &str, stamp: Option<String>) {
        if let Some(zone) =
            super::zone_named(text).filter(|_| stamp.is_some() || time(text, false).or_else(|| time(text, true)).is_some())
        {
            self.zones.push((field.to_owned(), zone));
        }
        let text = match stamp {
            Some(stamp) => stamp,
            None => text.to_owned(),
        };
        if text.is_empty() {
            return;
        }
        if matches!(field, "Filename" | "Local Path" | "FilePath" | "attachment_extracted_path") {
            self.media.push(text.clone());
        }
        self.fields.push((field.to_owned(), text));
    }

    fn get(&self, names: &[&str]) -> Option<&str> {
        names.iter().find_map(|name| self.fields.iter().find(|(field, _)| field == name)).map(|(_, value)| value.as_str())
    }
}

/// A model has ended: it becomes an entry, or part of the one around it. Says whether a time was written and not understood.
fn close(model: Model, dates: &Dates<'_>, around: &mut [Model], entries: &mut Entries<'_>) -> Result<bool, Failure> {
    let top = around.is_empty();
    let party = model.kind == "Party";
    if let Some(parent) = around.last_mut() {
        if party {
            let name = [model.get(&["Name"]), model.get(&["Identifier"])].into_iter().flatten().collect::<Vec<_>>();
            let name = if name.len() == 2 && name.first() != name.last() {
                format!("{} ({})", name[0], name[1])
            } else {
                name.first().copied().unwrap_or("").to_owned()
            };
            let role = model.get_owned("Role");
            parent.parties.push(Party { slot: model.slot, role, name });
            return Ok(false);
        }
        if !is_entry(&model.kind) {
            let prefix = if model.slot.is_empty() { model.kind.clone() } else { model.slot.clone() };
            parent.media.extend(model.media);
            parent.parties.extend(model.parties);
            parent.handed += model.handed;
            parent.fields.extend(model.fields.into_iter().map(|(name, value)| (format!("{prefix} {name}"), value)));
            return Ok(false);
        }
        parent.handed += 1;
    }
    // A chat whose messages were all handed on leaves its own facts (name, participants) as one entry more.
    if top && !is_entry(&model.kind) && model.fields.is_empty() && model.parties.is_empty() {
        return Ok(false);
    }
    emit(&model, dates, around, entries)
}

impl Model {
    fn get_owned(&self, name: &str) -> String {
        self.get(&[name]).unwrap_or("").to_owned()
    }
}

fn emit(model: &Model, dates: &Dates<'_>, around: &[Model], entries: &mut Entries<'_>) -> Result<bool, Failure> {
    let person = |wanted: &str| -> Vec<String> {
        let named = model.parties.iter().filter(|party| party.slot == wanted || party.role == wanted);
        named.map(|party| party.name.clone()).filter(|name| !name.is_empty()).collect()
    };
    let sender = person("From").into_iter().next();
    let mut receivers: Vec<String> = person("To");
    if receivers.is_empty() {
        receivers = model
            .parties
            .iter()
            .map(|party| party.name.clone())
            .filter(|name| !name.is_empty() && Some(name) != sender.as_ref())
            .collect();
    }
    receivers.dedup();
    let coordinate = match (model.get(&["Position Latitude", "Latitude"]), model.get(&["Position Longitude", "Longitude"])) {
        (Some(latitude), Some(longitude)) => Some(format!("{latitude}, {longitude}")),
        _ => None,
    };
    let application = model.get(&["Source"]).or_else(|| around.iter().rev().find_map(|outer| outer.get(&["Source"])));
    let dated = TIMES.iter().find(|name| model.get(&[name]).is_some());
    let written = dated.and_then(|name| model.get(&[name]));
    let mut at = written.and_then(|written| time(written, dates.month_first));
    let lost = at.is_none() && written.is_some_and(super::settled::is_written);
    let placed = dates.place(&mut at);
    let entry = Entry {
        time: at,
        zone: (dated.and_then(|name| model.zones.iter().find(|(field, _)| field == name)).map(|(_, zone)| zone.clone()))
            .or(placed),
        sender,
        receivers,
        direction: model.get(&["Direction", "Type", "Folder", "Status"]).map(str::to_owned),
        duration_seconds: model.get(&["Duration"]).and_then(super::records::seconds),
        place: coordinate
            .or_else(|| model.get(&["Position Name", "Name", "Address"]).filter(|_| model.kind == "Location").map(str::to_owned)),
        source: application.map(str::to_owned),
        media: model.media.clone(),
        imei: None,
        imsi: None,
    };
    let body = model.get(&["Body", "Subject"]);
    let mut lines: Vec<String> = vec![format!("[{}{}]", model.kind, if model.deleted { ", deleted" } else { "" })];
    lines.extend(model.get(&["Subject"]).filter(|_| model.get(&["Body"]).is_some()).map(str::to_owned));
    lines.extend(body.map(str::to_owned));
    for (name, value) in
        model.fields.iter().filter(|(name, _)| !matches!(name.as_str(), "Body" | "Subject" | "Id" | "UserMapping"))
    {
        lines.push(format!("{name}: {value}"));
    }
    for party in &model.parties {
        if Some(&party.name) != entry.sender.as_ref() && !party.name.is_empty() {
            lines.push(format!("{}: {}", if party.role.is_empty() { &party.slot } else { &party.role }, party.name));
        }
    }
    if lines.len() > 1 || entry.sender.is_some() {
        entries.put(entry, &lines.join("\n"))?;
    }
    Ok(lost)
}

/// The report's own stamp, or its display ("25/03/2014 11:22:12(UTC+0)").
fn time(text: &str, month_first: bool) -> Option<String> {
    if text.parse::<jiff::Timestamp>().is_ok() {
        return Some(text.to_owned());
    }
    super::records::stamp(&text.replace("(UTC", " UTC"), month_first)
}
