//! Text that is no TOML: what the line looks like to the one who wrote it, and how it is written.
//!
//! The parser speaks of its grammar ("extra comma in array, expected value"); here the line itself is read again, and the remedy is
//! the line as it should stand wherever that can be told.

use super::error::line_at;

/// Place (a byte of the text), what is wrong, what to write.
type Said = (usize, String, String);

/// A mistake the parser found at this byte. A text that is not closed is found where it opens, if that is earlier.
pub(super) fn explain(message: &str, offset: usize, toml: &str) -> Said {
    let open = unclosed(toml).filter(|open| line_start(toml, open.at) <= line_start(toml, offset));
    if let Some(open) = &open
        && let Some(said) = unclosed_text(open, toml)
    {
        return said;
    }
    let at = match &open {
        Some(open) if line_start(toml, open.at) < line_start(toml, offset) => open.at,
        _ => offset,
    };
    let line = line_at(toml, at);
    let (message, hint) = of_line(message, line, at - line_start(toml, at).min(at));
    (at, message, hint)
}

fn line_start(toml: &str, offset: usize) -> usize {
    toml.as_bytes().iter().take(offset.min(toml.len())).rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1)
}

/// A quote that opens a text and is not closed.
struct Open {
    at: usize,
    /// `"`, `'`, `"""` or `'''`.
    quotes: &'static str,
}

/// The first text that is not closed, where the file is read as TOML reads it.
fn unclosed(toml: &str) -> Option<Open> {
    let mut at = 0;
    while let Some(next) = toml.get(at..)?.find(['"', '\'', '#']) {
        at += next;
        let rest = toml.get(at..)?;
        if rest.starts_with('#') {
            at += rest.find('\n')?;
            continue;
        }
        let quotes = ["\"\"\"", "'''", "\"", "'"].into_iter().find(|quotes| rest.starts_with(quotes))?;
        let inner = rest.get(quotes.len()..)?;
        let end = match quotes.len() {
            3 => inner.len(),
            _ => inner.find('\n').unwrap_or(inner.len()),
        };
        match close(inner.get(..end)?, quotes) {
            Some(length) => at += quotes.len() + length + quotes.len(),
            None => return Some(Open { at, quotes }),
        }
    }
    None
}

/// How long the text is before the quotes that close it.
fn close(inner: &str, quotes: &str) -> Option<usize> {
    let mut escaped = false;
    for (at, character) in inner.char_indices() {
        match character {
            _ if escaped => escaped = false,
            '\\' if quotes.starts_with('"') => escaped = true,
            _ if inner[at..].starts_with(quotes) => return Some(at),
            _ => {}
        }
    }
    None
}

/// A value that begins with a quote and is not closed; nothing where the quote stands further behind.
fn unclosed_text(open: &Open, toml: &str) -> Option<Said> {
    let start = line_start(toml, open.at);
    let before = toml.get(start..open.at)?;
    let rest = toml.get(open.at + open.quotes.len()..)?;
    if open.quotes.len() == 3 {
        return Some((
            open.at,
            format!("the text that begins here with {} has no end", open.quotes),
            format!("write {} behind its last word", open.quotes),
        ));
    }
    let trimmed = before.trim_end();
    if !(trimmed.is_empty() || trimmed.ends_with(['=', '[', ',', '{'])) {
        return None;
    }
    let key = before.split('=').next().unwrap_or_default().trim();
    let key = if trimmed.ends_with('=') { key } else { "" };
    let first = rest.lines().next().unwrap_or_default().trim();
    // Its end may stand in one of the next lines, as long as they are no fields of their own.
    let following: Vec<&str> = rest.lines().skip(1).take(20).take_while(|line| !is_line(line)).collect();
    if following.iter().any(|line| line.contains(open.quotes)) {
        return Some((
            open.at,
            "a text in one pair of quotes stands in one line, and this one goes over several".to_string(),
            format!("join the lines, or write three quotes on each side: {}", assign(key, "\"\"\"…\"\"\"")),
        ));
    }
    let inner = first.trim_end_matches(['„', '“', '”', '’', '\'', '"']);
    Some((open.at, "the text has no closing quote".to_string(), format!("write {}", assign(key, &text(inner)))))
}

/// A line that begins a field or a block, or is empty.
pub(super) fn is_line(line: &str) -> bool {
    let line = line.trim();
    let name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | ' ');
    line.is_empty() || line.starts_with(['[', '#']) || line.split_once('=').is_some_and(|(key, _)| key.chars().all(name))
}

/// What is wrong with a line. `column`: the byte in it the parser stopped at.
fn of_line(message: &str, line: &str, column: usize) -> (String, String) {
    let said = |message: &str, hint: String| (message.to_string(), hint);
    let bare = line.trim();
    if message.starts_with("key with no value") && bare.starts_with(['"', '\'']) {
        return said("a text stands here without the name of its field", format!("write name = {bare}"));
    }
    if bare.starts_with(']') {
        return said("a bracket is closed that was not opened", "write as many closing brackets as opening ones".to_string());
    }
    if message.starts_with("duplicate key") || message.contains("cannot extend") || message.contains("dotted key") {
        let key = bare.split('=').next().unwrap_or_default().trim();
        return match bare.starts_with('[') {
            true => said(&format!("the block {bare} stands here twice"), "put its fields into one block".to_string()),
            false => said(&format!("the field `{key}` stands here twice"), "keep one of the two".to_string()),
        };
    }
    if bare.starts_with('[') && !bare.contains('=') && !bare.contains(['"', ',']) {
        return of_header(bare);
    }
    let (key, value) = match bare.split_once('=') {
        Some((key, _)) if key.trim().is_empty() => {
            return said(
                "there is no name before the equals sign",
                "a line is a name, an equals sign and a value, as in own_ref = \"…\"".to_string(),
            );
        }
        // An item of a list over several lines.
        _ if bare.starts_with(['"', '\''])
            && !bare.split(['"', '\'']).nth(2).is_some_and(|rest| rest.trim().starts_with('=')) =>
        {
            ("", bare)
        }
        Some((key, value)) => (key.trim(), value.trim()),
        None => return without_equals(bare),
    };
    if bare.starts_with('{') {
        return said("this is no line of a TOML file", "`rogatory mla new` writes a request to start from".to_string());
    }
    if let Some(said) = of_key(key, value) {
        return said;
    }
    if value.starts_with('=') {
        let value = value.trim_start_matches('=').trim();
        let value = if value.starts_with(['"', '\'', '[', '{']) { value.to_string() } else { text(value) };
        return said("one equals sign stands between name and value", format!("write {}", assign(key, &value)));
    }
    if value.starts_with(['[', '{']) {
        return of_list(message, key, value, line, column);
    }
    of_value(message, key, value)
}

/// `[name` or `name]]`.
fn of_header(header: &str) -> (String, String) {
    let name = header.split('#').next().unwrap_or_default().trim().trim_matches(['[', ']']).trim();
    if name.is_empty() {
        return (
            "the block has no name".to_string(),
            "write one between the brackets, as in [hdr], or take the line out".to_string(),
        );
    }
    if let Some(said) = of_key(name, "") {
        return said;
    }
    let two = header.starts_with("[[");
    let written = if two { format!("[[{name}]]") } else { format!("[{name}]") };
    let opening = header.chars().take_while(|c| *c == '[').count();
    let closing = header.chars().filter(|c| *c == ']').count();
    match closing < opening {
        true => ("a bracket is not closed".to_string(), format!("write {written}")),
        false => {
            ("the name of a block stands alone in its line".to_string(), format!("write {written}, and what belongs to it below"))
        }
    }
}

/// A line without an equals sign.
fn without_equals(line: &str) -> (String, String) {
    if line.starts_with('{') {
        return ("this is no line of a TOML file".to_string(), "`rogatory mla new` writes a request to start from".to_string());
    }
    let (key, value) = line.split_once(':').unwrap_or((line.split_whitespace().next().unwrap_or(line), "…"));
    let name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
    if !key.trim().is_empty() && key.trim().chars().all(name) {
        let value = value.trim().trim_matches('"');
        return ("a field is written with an equals sign".to_string(), format!("write {}", assign(key.trim(), &text(value))));
    }
    (
        "this is no line of a TOML file".to_string(),
        "a line is `name = value`, a block begins with [name] or [[name]], a comment with #".to_string(),
    )
}

/// A name that cannot be one.
fn of_key(key: &str, value: &str) -> Option<(String, String)> {
    if key.starts_with('"') {
        return None;
    }
    if let Some(letter) = key.chars().find(|c| c.is_alphabetic() && !c.is_ascii()) {
        return Some((
            format!("`{key}` cannot be the name of a field: `{letter}` is no letter from a to z"),
            "names are in Latin letters without marks, as `rogatory mla schema` lists them; texts may be in any script"
                .to_string(),
        ));
    }
    if key.contains(char::is_whitespace) && !key.contains(['"', '\'', '{', '[']) {
        let joined = key.split_whitespace().collect::<Vec<_>>().join("_");
        let shown = if value.is_empty() { joined } else { assign(&joined, value) };
        return Some((format!("`{key}`: the name of a field is one word"), format!("write {shown}")));
    }
    None
}

/// A list or a table in braces: the item the parser stopped at.
fn of_list(message: &str, key: &str, value: &str, line: &str, column: usize) -> (String, String) {
    let said = |message: &str, hint: String| (message.to_string(), hint);
    if message.contains("extra comma") {
        let inner = value.trim_start_matches('[').trim_end_matches(']');
        let items: Vec<&str> = inner.split(',').map(str::trim).filter(|item| !item.is_empty()).collect();
        let whole = value.starts_with('[')
            && value.ends_with(']')
            && items.iter().all(|item| item.starts_with('"') && item.ends_with('"'));
        let hint = match whole && !items.is_empty() {
            true => assign(key, &format!("[{}]", items.join(", "))),
            false => assign(key, "[\"…\", \"…\"]"),
        };
        return said("there is a comma too many in the list", format!("one comma stands between two items: {hint}"));
    }
    if message.contains("missing comma") {
        return said("a comma is missing between two items of a list", format!("write {}", assign(key, "[\"…\", \"…\"]")));
    }
    if message.starts_with("unclosed") {
        return said("a bracket is not closed", "write as many closing brackets as opening ones".to_string());
    }
    // The item around the place, without what stands around it.
    let mut at = column.min(line.len());
    while !line.is_char_boundary(at) {
        at -= 1;
    }
    let (before, behind) = line.split_at(at);
    let from = before.rfind(['[', ',', '{']).map_or(0, |at| at + 1);
    let item = format!("{}{}", &before[from..], behind.split([',', ']', '}']).next().unwrap_or_default());
    match item.split_once('=') {
        Some((key, value)) => of_value(message, key.trim(), value.trim()),
        None => of_value(message, "", item.trim()),
    }
}

/// A value that is none.
fn of_value(message: &str, key: &str, value: &str) -> (String, String) {
    let said = |message: &str, hint: String| (message.to_string(), hint);
    let write = |value: &str| format!("write {}", assign(key, value));
    if value.is_empty() || value.starts_with('#') {
        return said(
            "there is no value behind the equals sign",
            format!("write one, or take the line out: {}", assign(key, "\"…\"")),
        );
    }
    if value.starts_with('"') || value.starts_with('\'') {
        return of_text(message, key, value);
    }
    let value = value.split(" #").next().unwrap_or(value).trim();
    let straight = value.trim_matches(['„', '“', '”', '«', '»', '‚', '‘', '’', '"']);
    if value.starts_with(['„', '“', '”', '«', '»', '‚', '‘', '’']) {
        return said(
            "these quotes are not those of a TOML file",
            format!("write straight ones: {}", assign(key, &text(straight))),
        );
    }
    if value.starts_with([']', '}']) {
        return said("a bracket is closed that was not opened", "write as many closing brackets as opening ones".to_string());
    }
    if let Some(date) = date_of(value) {
        return said("a date is written year, month, day, and in quotes", write(&format!("\"{date}\"")));
    }
    if message.starts_with("invalid date") || message.starts_with("invalid time") {
        let between = message.rsplit_once("between ").map(|(_, range)| format!(" (it lies between {range})")).unwrap_or_default();
        return said(
            &format!("there is no such day or time{between}"),
            format!("write {}, or \"2026-11\" or \"2026\" if the rest is not known", assign(key, "\"2026-11-24\"")),
        );
    }
    if value.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '-' | '+' | '.'))
        && value.contains(|c: char| c.is_ascii_digit())
    {
        return of_number(key, value);
    }
    if is_yes_or_no(value) {
        return match kind(key) {
            Kind::Text => said("a text stands in quotes", write(&text(value))),
            _ => said(
                "yes and no are written true and false",
                format!("{} or {}, in small letters and without quotes", write("true"), assign(key, "false")),
            ),
        };
    }
    said("a text stands in quotes", write(&text(straight)))
}

/// A value that begins with a quote and is closed: quotes inside, something behind, a backslash.
fn of_text(message: &str, key: &str, value: &str) -> (String, String) {
    let said = |message: &str, hint: String| (message.to_string(), hint);
    let quote = if value.starts_with('\'') { '\'' } else { '"' };
    let inner = value.get(1..).unwrap_or_default();
    let closed = close(inner, if quote == '"' { "\"" } else { "'" });
    let behind = closed.and_then(|at| inner.get(at + 1..)).unwrap_or_default().trim();
    let content = closed.and_then(|at| inner.get(..at)).unwrap_or(inner);
    if !behind.is_empty() && !behind.starts_with('#') {
        if behind.chars().all(|c| matches!(c, '"' | '\'') || c.is_whitespace()) {
            return said("there is a quote too many behind the text", format!("write {}", assign(key, &text(content))));
        }
        if behind.starts_with(',') {
            return said("several texts are a list, in brackets", format!("write {}", assign(key, &format!("[{value}]"))));
        }
        if let Some(at) =
            inner.rfind(quote).filter(|at| behind.contains(quote) && inner.get(at + 1..).unwrap_or_default().trim().is_empty())
        {
            return said("there are quotes inside the quotes", quotes_inside(key, inner.get(..at).unwrap_or(inner)));
        }
        return said(
            "something stands behind the closing quote",
            format!(
                "write {}, or begin a remark with #",
                assign(key, &text(&format!("{content} {}", behind.trim_matches(quote).trim())))
            ),
        );
    }
    if message.contains("escape") || content.contains('\\') {
        let doubled = double_backslashes(content);
        let single = if content.contains('\'') {
            String::new()
        } else {
            format!(", or in single quotes: {}", assign(key, &format!("'{content}'")))
        };
        return said(
            "a backslash in a text stands for a special character, and this one is none",
            format!("write it twice: {}{single}", assign(key, &format!("\"{doubled}\""))),
        );
    }
    said(
        "there is a character that cannot stand in a text",
        format!("take it out and write {}", assign(key, &text(&content.replace(|c: char| c.is_control() && c != '\t', "")))),
    )
}

/// A text with straight quotes in it: with a backslash before each, or in single quotes.
fn quotes_inside(key: &str, inner: &str) -> String {
    let escaped = assign(key, &text(inner));
    match inner.contains('\'') {
        true => format!("write a backslash before each: {escaped}"),
        false => format!(
            "write a backslash before each: {escaped}, or single quotes around all: {}",
            assign(key, &format!("'{inner}'"))
        ),
    }
}

/// Digits that are no number.
fn of_number(key: &str, value: &str) -> (String, String) {
    let said = |message: &str, hint: String| (message.to_string(), hint);
    let write = |value: &str| format!("write {}", assign(key, value));
    let unit = value.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | '+' | '-' | '_' | ' ' | '\''));
    if kind(key) == Kind::Text {
        return said("a text stands in quotes", write(&text(value)));
    }
    if !unit.is_empty() {
        let digits = value.strip_suffix(unit).unwrap_or(value).trim();
        let alone = digits.chars().all(|c| c.is_ascii_digit());
        return match (kind(key), alone) {
            (Kind::Number, true) => said("a number stands without a unit", write(digits)),
            (Kind::Number, false) => said("a number stands in digits alone", write(&digits.replace([' ', ','], ""))),
            (_, true) => said(
                "a number with a word behind it is neither number nor text",
                format!("write the number alone: {}; or the whole as a text: {}", assign(key, digits), assign(key, &text(value))),
            ),
            _ => said("a text stands in quotes", write(&text(value))),
        };
    }
    let digits: String = value.chars().filter(|c| c.is_ascii_digit()).collect();
    if in_thousands(value) {
        return said("a number is written without points, commas or blanks between the thousands", write(&digits));
    }
    if let Some((whole, part)) = value.split_once(',')
        && !whole.is_empty()
        && [whole, part].iter().all(|half| half.chars().all(|c| c.is_ascii_digit()))
        && !part.is_empty()
    {
        return said("the decimals of a number stand behind a point", write(&format!("{whole}.{part}")));
    }
    let whole = value.trim_end_matches(['.', ',']);
    if whole != value && !whole.is_empty() && whole.chars().all(|c| c.is_ascii_digit()) {
        return said("no point stands behind a number", write(whole));
    }
    if value.chars().all(|c| c.is_ascii_digit()) && value.starts_with('0') {
        let bare = value.trim_start_matches('0');
        let bare = if bare.is_empty() { "0" } else { bare };
        return said("a number does not begin with 0", format!("{}; or as a text: {}", write(bare), assign(key, &text(value))));
    }
    said("this is no number", format!("write it in digits alone; or as a text: {}", assign(key, &text(value))))
}

/// `1.000.000`, `12 500`, `1.000`: groups of three behind the first.
pub(super) fn in_thousands(value: &str) -> bool {
    let mut groups = value.split(['.', ',', ' ', '\'']);
    let digits = |group: &str| !group.is_empty() && group.chars().all(|c| c.is_ascii_digit());
    let first = groups.next().is_some_and(|first| digits(first) && first.len() <= 3 && first != "0");
    let rest: Vec<&str> = groups.collect();
    first && !rest.is_empty() && rest.iter().all(|group| digits(group) && group.len() == 3)
}

/// `24.11.2026` as `2026-11-24`.
fn date_of(value: &str) -> Option<String> {
    let parts: Vec<&str> = value.trim_end_matches('.').split(['.', '/']).map(str::trim).collect();
    let [day, month, year] = parts.as_slice() else { return None };
    let (day, month, year): (u32, u32, u32) = (day.parse().ok()?, month.parse().ok()?, year.parse().ok()?);
    ((1..=31).contains(&day) && (1..=12).contains(&month) && (1000..=9999).contains(&year))
        .then(|| format!("{year}-{month:02}-{day:02}"))
}

/// Yes and no as people write them in the languages of a request.
fn is_yes_or_no(value: &str) -> bool {
    const WORDS: &[&str] =
        &["true", "false", "yes", "no", "da", "ne", "да", "не", "po", "jo", "ja", "nein", "si", "sì", "oui", "non", "on", "off"];
    WORDS.contains(&value.trim_matches(['"', '\'', '.']).to_lowercase().as_str())
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Number,
    Text,
    YesOrNo,
    /// Of several kinds in several blocks, or not known.
    Any,
}

/// What fields of this name hold.
fn kind(key: &str) -> Kind {
    let name = key.rsplit('.').next().unwrap_or(key).trim();
    let mut kinds = Vec::new();
    collect(&super::schema(), name, &mut kinds);
    kinds.dedup();
    match kinds.as_slice() {
        [kind] => *kind,
        _ => Kind::Any,
    }
}

fn collect(schema: &serde_json::Value, name: &str, kinds: &mut Vec<Kind>) {
    use serde_json::Value;
    match schema {
        Value::Object(map) => {
            if let Some(field) = map.get("properties").and_then(|fields| fields.get(name)) {
                let is = |word: &str| {
                    field["type"] == word || field["type"].as_array().is_some_and(|types| types.contains(&word.into()))
                };
                kinds.push(match () {
                    _ if is("boolean") => Kind::YesOrNo,
                    _ if is("integer") || is("number") => Kind::Number,
                    _ => Kind::Text,
                });
            }
            map.values().for_each(|inner| collect(inner, name, kinds));
        }
        Value::Array(list) => list.iter().for_each(|inner| collect(inner, name, kinds)),
        _ => {}
    }
}

/// A text as TOML writes it.
fn text(content: &str) -> String {
    format!("\"{}\"", double_backslashes(content).replace("\\\"", "\"").replace('"', "\\\""))
}

/// Backslashes that begin no escape, doubled.
fn double_backslashes(content: &str) -> String {
    let mut out = String::new();
    let mut characters = content.chars().peekable();
    while let Some(character) = characters.next() {
        out.push(character);
        if character == '\\' {
            match characters.peek() {
                Some('"' | '\\') => out.extend(characters.next()),
                _ => out.push('\\'),
            }
        }
    }
    out
}

/// `key = value`; the value alone where there is no key.
fn assign(key: &str, value: &str) -> String {
    if key.is_empty() { value.to_string() } else { format!("{key} = {value}") }
}
