//! Telegram's own exports: `result.json` and `messages.html` (Telegram Desktop, "Export chat history").
//!
//! The JSON gives local time and seconds since 1970 side by side, so the offset is known; the HTML names it.

use serde_json::Value;

use super::{ENGINE, Entries};
use crate::extract::formats::Format;
use crate::extract::markup::{Piece, Pieces, attribute, push_collapsed, unescape};
use crate::extract::{Entry, Failure, Gap, Input, Meta, Options, Reason, Sink};

/// The row of the table of formats.
pub(crate) static JSON: Format = Format {
    id: "telegram-json",
    name: "Telegram export (JSON)",
    media_type: "application/x-telegram-export+json",
    extensions: &[],
    engine: ENGINE,
    read: read_json,
    reads: "messages, service messages and calls of one chat or of a whole account: time with offset, sender, forwarded from, answered message, time of the last change, polls with their answers, buttons, files, places, contacts",
    leaves: "reactions, formatting, session lists",
    locator: "message",
    limits: "",
};

/// The row of the table of formats.
pub(crate) static HTML: Format = Format {
    id: "telegram-html",
    name: "Telegram export (HTML)",
    media_type: "application/x-telegram-export+html",
    extensions: &[],
    engine: ENGINE,
    read: read_html,
    reads: "messages and service messages with time and offset, sender (also of joined messages), forwarded from and when, answered message, polls, names of files; a page that breaks off is told (`truncated`)",
    leaves: "reactions, formatting",
    locator: "message",
    limits: "",
};

/// Whether JSON begins as an export does.
pub(crate) fn looks_like_json(head: &str) -> bool {
    head.contains("\"messages\"")
        && head.contains("\"date_unixtime\"")
        && (head.contains("\"from_id\"") || head.contains("\"actor_id\""))
        || head.contains("\"about\"") && head.contains("Telegram") && head.contains("\"chats\"")
}

/// Whether HTML is a page of an export.
pub(crate) fn looks_like_html(head: &str) -> bool {
    head.contains("page_wrap") && (head.contains("class=\"history\"") || head.contains("class=\"message "))
}

fn read_json(input: &Input, _options: &Options, sink: &mut dyn Sink) -> Result<(), Failure> {
    sink.format(JSON.media_type, ENGINE)?;
    let root: Value = serde_json::from_slice(input.bytes).map_err(|error| {
        Failure::because(
            if error.is_eof() { Reason::Truncated } else { Reason::Corrupt },
            format!("the JSON cannot be read: {error}"),
        )
    })?;
    let chats: Vec<&Value> = match root.get("messages") {
        Some(_) => vec![&root],
        None => ["chats", "left_chats"].iter().filter_map(|name| root.get(name)?.get("list")?.as_array()).flatten().collect(),
    };
    let names: Vec<String> = chats.iter().filter_map(|chat| text_of(chat.get("name"))).collect();
    let mut meta = Meta { title: (names.len() == 1).then(|| names.first().cloned()).flatten(), ..Meta::default() };
    meta.extra.extend(names.iter().take(200).map(|name| ("chat".to_owned(), name.clone())));
    sink.meta(meta)?;
    let mut entries = Entries::new(sink);
    for chat in &chats {
        let chat_name = text_of(chat.get("name"));
        for message in chat.get("messages").and_then(Value::as_array).into_iter().flatten() {
            json_message(message, chat_name.as_deref(), &mut entries)?;
        }
    }
    for contact in root.get("contacts").and_then(|contacts| contacts.get("list")).and_then(Value::as_array).into_iter().flatten()
    {
        let words = ["first_name", "last_name", "phone_number"]
            .iter()
            .filter_map(|name| text_of(contact.get(name)))
            .collect::<Vec<_>>()
            .join(" ");
        let entry = Entry { time: time(contact), source: Some("contacts".into()), ..Entry::default() };
        entries.put(entry, &format!("contact: {words}"))?;
    }
    Ok(())
}

fn json_message(message: &Value, chat: Option<&str>, entries: &mut Entries<'_>) -> Result<(), Failure> {
    let text = |name: &str| text_of(message.get(name));
    let mut lines = Vec::new();
    lines.extend(text("action").map(|action| action.replace('_', " ")));
    lines.extend(text("forwarded_from").map(|from| format!("forwarded from {from}")));
    lines.extend(text("reply_to_message_id").map(|id| format!("in reply to message {id}")));
    let body = rich(message.get("text"));
    if !body.trim().is_empty() {
        lines.push(body);
    }
    let absent = |path: &String| path.starts_with("(File not included");
    let media: Vec<String> =
        ["file", "photo", "thumbnail"].iter().filter(|name| **name != "thumbnail").filter_map(|name| text(name)).collect();
    lines.extend(text("file_name").or_else(|| media.first().cloned()).map(|name| format!("[{name}]")));
    lines.extend(text("title").filter(|_| message.get("action").is_some()));
    let place = message.get("location_information").map(|place| {
        format!("{}, {}", place.get("latitude").unwrap_or(&Value::Null), place.get("longitude").unwrap_or(&Value::Null))
    });
    lines.extend(place.iter().map(|place| format!("place: {place}")));
    lines.extend(text("place_name"));
    lines.extend(text("address"));
    if let Some(contact) = message.get("contact_information") {
        let words = ["first_name", "last_name", "phone_number"]
            .iter()
            .filter_map(|name| text_of(contact.get(name)))
            .collect::<Vec<_>>()
            .join(" ");
        lines.push(format!("contact: {words}"));
    }
    if let Some(poll) = message.get("poll") {
        lines.push(format!("poll: {}", rich(poll.get("question"))));
        for answer in poll.get("answers").and_then(Value::as_array).into_iter().flatten() {
            let chosen = if answer.get("chosen").and_then(Value::as_bool) == Some(true) { ", chosen" } else { "" };
            let voters = text_of(answer.get("voters")).map(|voters| format!(" (voters: {voters}{chosen})")).unwrap_or_default();
            lines.push(format!("- {}{voters}", rich(answer.get("text"))));
        }
    }
    let buttons = message.get("inline_bot_buttons").and_then(Value::as_array).into_iter().flatten();
    for button in buttons.filter_map(Value::as_array).flatten() {
        let target = text_of(button.get("data")).map(|target| format!(" <{target}>")).unwrap_or_default();
        lines.extend(text_of(button.get("text")).map(|label| format!("button: {label}{target}")));
    }
    for (name, label) in [("game_title", "game"), ("sticker_emoji", "sticker"), ("via_bot", "via"), ("discard_reason", "ended")] {
        lines.extend(text(name).map(|value| format!("{label}: {value}")));
    }
    lines.extend(time_in(message, "edited").map(|time| format!("edited: {time}")));
    if let Some(members) = message.get("members").and_then(Value::as_array) {
        lines.push(members.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(", "));
    }
    let entry = Entry {
        time: time(message),
        zone: None,
        sender: text("from").or_else(|| text("actor")).or_else(|| text("from_id")),
        receivers: chat.map(str::to_owned).into_iter().collect(),
        duration_seconds: message.get("duration_seconds").and_then(Value::as_u64),
        place,
        source: text("id").map(|id| format!("message {id}")),
        media: media.into_iter().filter(|path| !absent(path)).collect(),
        ..Entry::default()
    };
    entries.put(entry, &lines.join("\n"))?;
    Ok(())
}

/// A text that may be in pieces of several looks.
fn rich(value: Option<&Value>) -> String {
    let mut body = String::new();
    match value {
        Some(Value::Array(parts)) => {
            for part in parts {
                body.push_str(part.as_str().or_else(|| part.get("text")?.as_str()).unwrap_or(""));
                // A link may hide behind other words.
                if let Some(link) = part.get("href").and_then(Value::as_str) {
                    body.push_str(&format!(" <{link}>"));
                }
            }
        }
        Some(Value::String(text)) => body.push_str(text),
        _ => {}
    }
    body
}

fn text_of(value: Option<&Value>) -> Option<String> {
    match value? {
        Value::String(text) if !text.trim().is_empty() => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

fn time(message: &Value) -> Option<String> {
    time_in(message, "date")
}

/// Local time of this name, with the offset that the seconds since 1970 beside it imply.
fn time_in(message: &Value, name: &str) -> Option<String> {
    let local = message.get(name)?.as_str()?;
    let seconds: Option<i64> = match message.get(format!("{name}_unixtime")) {
        Some(Value::String(text)) => text.parse().ok(),
        Some(Value::Number(number)) => number.as_i64(),
        _ => None,
    };
    let shown: jiff::civil::DateTime = local.parse().ok()?;
    let Some(instant) = seconds.and_then(|seconds| jiff::Timestamp::from_second(seconds).ok()) else {
        return Some(local.to_owned());
    };
    let as_if_utc = jiff::tz::TimeZone::UTC.to_timestamp(shown).ok()?;
    let minutes = (as_if_utc.as_second() - instant.as_second()) / 60;
    if minutes.abs() > 14 * 60 {
        return Some(local.to_owned());
    }
    Some(format!("{shown}{}{:02}:{:02}", if minutes < 0 { '-' } else { '+' }, minutes.abs() / 60, minutes.abs() % 60))
}

#[derive(Default)]
struct Open {
    service: bool,
    time: Option<String>,
    zone: Option<String>,
    sender: String,
    text: String,
    forwarded: String,
    /// When the forwarded message was written, as the page shows it.
    forwarded_at: Option<String>,
    /// The id of the message that is answered; empty where the page does not tell it.
    answers: Option<String>,
    media: Vec<String>,
    id: Option<String>,
}

fn read_html(input: &Input, _options: &Options, sink: &mut dyn Sink) -> Result<(), Failure> {
    sink.format(HTML.media_type, ENGINE)?;
    let html = crate::language::encoding::decode(input.bytes, Some("utf-8")).text;
    let mut entries = Entries::new(sink);
    let mut open: Option<Open> = None;
    let mut sender = String::new();
    // Classes of the open elements, so that text knows where it stands.
    let mut classes: Vec<String> = Vec::new();
    for piece in Pieces::new(&html) {
        match piece {
            Piece::Open { name, attributes } => {
                let class = attribute(attributes, "class").unwrap_or_default();
                let words: Vec<&str> = class.split_whitespace().collect();
                if name == "div" && words.first() == Some(&"message") {
                    flush(open.take(), &mut sender, &mut entries)?;
                    open = Some(Open { service: words.contains(&"service"), id: attribute(attributes, "id"), ..Open::default() });
                    classes.clear();
                }
                if let Some(message) = &mut open {
                    if words.contains(&"date")
                        && words.contains(&"details")
                        && let Some(title) = attribute(attributes, "title")
                    {
                        // The date inside a forwarded message is the original's, not this one's.
                        if stands_in(&classes, "forwarded") {
                            message.forwarded_at = Some(title);
                        } else if message.time.is_none() {
                            (message.time, message.zone) = stamp(&title);
                        }
                    }
                    if words.contains(&"reply_to") {
                        message.answers = Some(String::new());
                    }
                    if name == "a"
                        && stands_in(&classes, "reply_to")
                        && let Some(target) = attribute(attributes, "href")
                    {
                        message.answers = target.rsplit_once("go_to_").map(|(_, id)| id.to_owned()).or(Some(String::new()));
                    }
                    if words.iter().any(|word| matches!(*word, "question" | "answer")) {
                        message.text.push('\n');
                    }
                    if name == "a"
                        && let Some(target) = attribute(attributes, "href").filter(|target| !target.starts_with('#'))
                    {
                        let inside = target.split('/').next().is_some_and(|folder| {
                            matches!(
                                folder,
                                "photos"
                                    | "files"
                                    | "video_files"
                                    | "voice_messages"
                                    | "round_video_messages"
                                    | "stickers"
                                    | "contacts"
                            )
                        });
                        if inside {
                            message.media.push(target);
                        } else if classes.iter().any(|class| class == "text") {
                            message.text.push_str(&format!("<{target}> "));
                        }
                    }
                    if name == "br" {
                        message.text.push('\n');
                    }
                }
                if !matches!(name.as_str(), "br" | "img" | "input" | "meta" | "link" | "hr" | "source") && classes.len() < 1000 {
                    classes.push(words.last().map_or(name, |_| class.clone()));
                }
            }
            Piece::Close { .. } => {
                classes.pop();
            }
            Piece::Text(text) => {
                let Some(message) = &mut open else { continue };
                let text = unescape(text);
                let within = |wanted: &str| stands_in(&classes, wanted);
                if within("date") {
                    continue;
                } else if within("from_name") {
                    push_collapsed(if within("forwarded") { &mut message.forwarded } else { &mut message.sender }, &text);
                } else if within("userpic") || within("initials") || within("reply_to") {
                    continue;
                } else if within("text")
                    || within("title")
                    || within("status")
                    || within("description")
                    || within("question")
                    || within("answer")
                    || message.service && within("body")
                {
                    push_collapsed(&mut message.text, &text);
                }
            }
        }
    }
    flush(open, &mut sender, &mut entries)?;
    let end = html.floor_char_boundary(html.len().saturating_sub(200));
    if !html[end..].to_ascii_lowercase().contains("</html") {
        entries.sink.gap(Gap::new(Reason::Truncated, "the page breaks off: its end is missing, and messages with it"))?;
    }
    Ok(())
}

/// Whether one of the open elements is of this class.
fn stands_in(classes: &[String], wanted: &str) -> bool {
    classes.iter().any(|class| class.split_whitespace().any(|word| word == wanted))
}

fn flush(message: Option<Open>, sender: &mut String, entries: &mut Entries<'_>) -> Result<(), Failure> {
    let Some(message) = message else { return Ok(()) };
    if !message.sender.trim().is_empty() {
        *sender = message.sender.trim().to_owned();
    }
    let mut text = String::new();
    if !message.forwarded.trim().is_empty() {
        let at = message.forwarded_at.map(|at| format!(" ({at})")).unwrap_or_default();
        text.push_str(&format!("forwarded from {}{at}\n", message.forwarded.trim()));
    }
    match message.answers.as_deref() {
        Some("") => text.push_str("in reply to another message\n"),
        Some(id) => text.push_str(&format!("in reply to {id}\n")),
        None => {}
    }
    text.push_str(message.text.trim());
    for path in &message.media {
        text.push_str(&format!("\n[{path}]"));
    }
    let entry = Entry {
        time: message.time,
        zone: message.zone,
        sender: (!message.service && !sender.is_empty()).then(|| sender.clone()),
        source: message.id,
        media: message.media,
        ..Entry::default()
    };
    entries.put(entry, &text)?;
    Ok(())
}

/// "02.03.2025 10:14:00 UTC+01:00" as RFC 3339 and zone.
fn stamp(title: &str) -> (Option<String>, Option<String>) {
    let mut words = title.split_whitespace();
    let date: Vec<&str> = words.next().unwrap_or("").split('.').collect();
    let (clock, zone) = (words.next().unwrap_or(""), words.next());
    let [day, month, year] = date.as_slice() else { return (None, None) };
    let offset = zone.and_then(|zone| zone.strip_prefix("UTC")).filter(|offset| offset.len() == 6).unwrap_or("");
    let time = format!("{year}-{month}-{day}T{clock}");
    let valid = time.parse::<jiff::civil::DateTime>().is_ok();
    (valid.then(|| format!("{time}{offset}")), zone.map(str::to_owned))
}
