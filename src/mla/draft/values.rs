//! A field of the request as runs of text in one language.

use serde_json::Value;

use super::{Draft, dates};
use crate::language::script;
use crate::mla::cyrillic::{self, Spellings};
use crate::mla::forms::{Field, Kind, Need, Set, word};
use crate::mla::languages::same_language;
use crate::mla::request::{Date, Language, Moment, Person, Text};
use crate::render::Run;

/// Follow a path ("cost.ordinary") from a table of the request.
pub fn get<'a>(value: &'a Value, path: &str) -> Option<&'a Value> {
    path.split('.').try_fold(value, |at, key| at.get(key)).filter(|found| !found.is_null())
}

/// A word of the closed lists, or the value itself where the list does not have it.
pub fn term(prefix: &str, value: &str, language: &str) -> String {
    // "identity card" as people write it, `identity_card` as our lists have it.
    word(Set::Terms, &format!("{prefix}.{}", value.trim().replace(' ', "_")), language).unwrap_or_else(|| value.replace('_', " "))
}

/// A standing phrase.
pub fn phrase(key: &str, language: &str) -> String {
    word(Set::Phrases, key, language).unwrap_or_else(|| key.to_owned())
}

/// The name of a State, or its English name where our tables do not have it.
pub fn state(code: &str, language: &str) -> String {
    word(Set::Terms, &format!("state.{code}"), language)
        .or_else(|| crate::mla::request::State::new(code).ok().map(|s| s.english().to_owned()))
        .unwrap_or_else(|| code.to_owned())
}

/// The name of a language, with its script where one is given.
pub fn language_name(tag: &str, language: &str) -> String {
    let base = tag.split('-').next().unwrap_or(tag);
    let name = word(Set::Terms, &format!("language.{base}"), language).unwrap_or_else(|| tag.to_owned());
    match tag.split('-').nth(1) {
        Some(script) => {
            let script = word(Set::Terms, &format!("script.{script}"), language).unwrap_or_else(|| script.to_owned());
            format!("{name} ({script})")
        }
        None => name,
    }
}

/// Words the legal facts have in English only, inside a draft in this language: marked as English for whoever reads it (and for a voice
/// that reads it aloud), and flagged for whoever signs.
pub fn in_english(words: &str, language: &str) -> Vec<Run> {
    let mut runs = vec![Run::text(words).language("en")];
    if !same_language("en", language) {
        runs.push(Run::text(format!(" [{}]", language_name("en", language))).language(language).flagged());
    }
    runs
}

/// One text of the clerk's in the language asked for.
pub enum Found<'t> {
    /// In that language (the other script of it is rewritten by rule).
    Here(String),
    /// Only in another language.
    Elsewhere(&'t Language, &'t str),
    Nothing,
}

/// The text in a language: as given, or from the other script of the same language; never translated.
pub fn text_in<'t>(spellings: &Spellings, text: &'t Text, language: &str) -> Found<'t> {
    let Ok(wanted) = Language::new(language) else { return Found::Nothing };
    match text.nearest(&wanted) {
        Some((None, same)) => Found::Here(same.to_owned()),
        Some((Some(tag), given)) => Found::Here(rescript(spellings, given, tag.as_str(), language)),
        None => match text.versions().first() {
            Some((Some(tag), given)) => Found::Elsewhere(tag, given),
            _ => Found::Nothing,
        },
    }
}

/// Serbian, Bosnian and Montenegrin are written in both scripts; one text serves both.
fn rescript(spellings: &Spellings, text: &str, from: &str, to: &str) -> String {
    let cyrillic = |tag: &str| tag.contains("-Cyrl");
    let base = |tag: &str| tag.split('-').next().unwrap_or_default().to_owned();
    if base(from) != base(to) || !matches!(base(to).as_str(), "sr" | "bs" | "cnr") || cyrillic(from) == cyrillic(to) {
        return text.to_owned();
    }
    if cyrillic(to) { spellings.cyrillic(text) } else { script::to_latin(text) }
}

impl Draft<'_> {
    /// What a person or company is called in a language; an id nobody bears stays as it is.
    fn called(&self, id: &str, language: &str) -> String {
        match self.request.person(id) {
            Some(person) => cyrillic::name_in(person, language),
            None => self.request.shown_name(id).unwrap_or_else(|| id.to_owned()),
        }
    }

    /// The text in the language of the original: where a translation is missing, that is what it must be made of.
    fn in_original<'t>(&self, text: &'t Text) -> Option<(&'t Language, &'t str)> {
        let (tag, words) = text.nearest(self.request.hdr.languages.original.as_ref()?)?;
        Some((tag?, words))
    }

    /// A text of the clerk's as runs; a missing translation is flagged and noted. The tag names field and language.
    pub fn text(&mut self, text: &Text, path: &str, label: &str, language: &str) -> Vec<Run> {
        match text_in(&self.spellings, text, language) {
            Found::Here(words) => vec![Run::text(words).language(language).field(format!("{path}@{language}"), label)],
            Found::Elsewhere(tag, words) => {
                self.note_missing_translation(path, language);
                let (tag, words) = self.in_original(text).unwrap_or((tag, words));
                let mut runs = vec![Run::text(phrase("missing.translation", language)).flagged()];
                // Beside the other language the words would stand twice.
                if !self.is_second_column {
                    runs.push(Run::text(format!(" {words}")).language(tag.as_str()).italic());
                }
                runs
            }
            Found::Nothing => vec![Run::text("").flagged().field(format!("{path}@{language}"), label)],
        }
    }

    /// The value of a field as runs; none where the request does not have it. `base` is the path of `item` in the request
    /// ("persons[0]"), empty for the request itself.
    pub fn value(&mut self, field: &Field, item: &Value, base: &str, language: &str) -> Option<Vec<Run>> {
        let path = join(base, &field.path);
        let label = field.label(language);
        let tag = format!("{path}@{language}");
        let value = match &field.kind {
            Kind::Provision => return self.provision(item, &join(base, "article"), language),
            Kind::Address => return self.address(item, base, language),
            _ => get(item, &field.path)?,
        };
        let plain = |text: String| Some(vec![Run::text(text).field(tag.clone(), &label)]);
        let list = |texts: Vec<String>| (!texts.is_empty()).then(|| vec![Run::text(texts.join(", ")).field(tag.clone(), &label)]);
        let strings =
            || -> Vec<String> { value.as_array().into_iter().flatten().filter_map(|v| v.as_str().map(str::to_owned)).collect() };
        match &field.kind {
            Kind::Text => {
                let text: Text = serde_json::from_value(value.clone()).ok()?;
                Some(self.text(&text, &path, &label, language))
            }
            Kind::Name => {
                let text: Text = serde_json::from_value(value.clone()).ok()?;
                // A person is known by the name, not by the key of the file.
                if let Text::Same(id) = &text
                    && self.request.person(id.trim()).is_some()
                {
                    return plain(self.called(id.trim(), language));
                }
                let country = get(item, "country").and_then(Value::as_str);
                let runs = self.text(&text, &path, &label, language);
                Some(runs.into_iter().map(|run| Run { text: self.own_letters(&run.text, country, language), ..run }).collect())
            }
            Kind::Texts => {
                let texts: Vec<Text> = serde_json::from_value(value.clone()).ok()?;
                let mut runs = Vec::new();
                for (index, text) in texts.iter().enumerate() {
                    runs.push(Run::text(format!("\n{}) ", index + 1)));
                    runs.extend(self.text(text, &format!("{path}[{index}]"), &label, language));
                }
                Some(runs)
            }
            Kind::Names => {
                let texts: Vec<Text> = serde_json::from_value(value.clone()).ok()?;
                let mut runs = Vec::new();
                for (index, text) in texts.iter().enumerate().filter(|(_, text)| !text.is_empty()) {
                    if !runs.is_empty() {
                        runs.push(Run::text(", "));
                    }
                    // Those of the State that asks: the ministry that gets a copy, the judge who hears.
                    let state = Some(self.request.hdr.requesting_state.code());
                    let words = self.text(text, &format!("{path}[{index}]"), &label, language);
                    runs.extend(words.into_iter().map(|run| Run { text: self.own_letters(&run.text, state, language), ..run }));
                }
                (!runs.is_empty()).then_some(runs)
            }
            Kind::Line | Kind::Digest => plain(value.as_str()?.to_owned()),
            Kind::Lines => list(strings()),
            Kind::Articles => list(strings().iter().map(|written| article(written, language)).collect()),
            Kind::Date => plain(dates::date(&Date::parse(value.as_str()?).ok()?, language)),
            Kind::Moment => plain(moment(value.as_str()?, language)),
            Kind::Moments => list(strings().iter().map(|m| moment(m, language)).collect()),
            Kind::Period => {
                let end = |key: &str| value.get(key).and_then(Value::as_str).map_or("…".into(), |m| moment(m, language));
                let zone = value.get("zone").and_then(Value::as_str).map_or(String::new(), |zone| format!(" ({zone})"));
                plain(format!("{} – {}{zone}", end("from"), end("to")))
            }
            Kind::Number => plain(value.to_string()),
            Kind::Money(currency) => {
                // A currency stands beside its amount, or under its own path of the request.
                let beside = get(item, currency).or_else(|| get(item, "currency")).and_then(Value::as_str).unwrap_or_default();
                plain(dates::money(value.as_f64()?, beside, language))
            }
            Kind::Flag if field.only_if_set && value.as_bool() == Some(false) => None,
            Kind::Flag => plain(term("bool", &value.as_bool()?.to_string(), language)),
            Kind::Term(prefix) => plain(term(prefix, value.as_str()?, language)),
            Kind::Terms(prefix) => list(strings().iter().map(|v| term(prefix, v, language)).collect()),
            Kind::State => plain(state(value.as_str()?, language)),
            Kind::States => list(strings().iter().map(|code| state(code, language)).collect()),
            Kind::Language => plain(language_name(value.as_str()?, language)),
            Kind::Languages => list(strings().iter().map(|tag| language_name(tag, language)).collect()),
            Kind::Persons => list(strings().iter().map(|id| self.called(id, language)).collect()),
            Kind::Person => plain(self.called(value.as_str()?, language)),
            Kind::Annex => plain(annex(value.as_u64()?, language)),
            Kind::Annexes => list(value.as_array()?.iter().filter_map(Value::as_u64).map(|n| annex(n, language)).collect()),
            Kind::Decision => {
                let id = value.as_str()?;
                let Some(decision) = self.request.decision(id).cloned() else { return plain(id.to_owned()) };
                let mut runs = self.text(&decision.kind, &path, &label, language);
                // Only the words of the kind come from the field; editing them here would edit the decision.
                runs.iter_mut().for_each(|run| run.field = None);
                let when = decision.date.map_or(String::new(), |d| format!(", {}", dates::date(&d, language)));
                let where_ = decision.annex.map_or(String::new(), |n| format!(", {}", annex(u64::from(n), language)));
                runs.push(Run::text(format!(" {}{when}{where_}", decision.number)));
                Some(runs)
            }
            Kind::Offence => {
                let id = value.as_str()?;
                let name = self.request.offences.iter().find(|o| o.id == id).map(|o| o.name.clone());
                match name.as_ref().map(|name| text_in(&self.spellings, name, language)) {
                    Some(Found::Here(name)) => Some(vec![Run::text(name).language(language)]),
                    _ => plain(id.to_owned()),
                }
            }
            Kind::Instrument => self.instrument(value.as_str()?, item, base, language),
            Kind::Scripts => {
                let names = value.as_object()?;
                let mut runs: Vec<Run> = Vec::new();
                // The spelling that stands in the draft as the name is no other one.
                let own: Option<Person> = serde_json::from_value(item.clone()).ok();
                let own = own.map(|person| cyrillic::name_in(&person, language));
                for (script, name) in names.iter().filter(|(_, name)| name.as_str() != own.as_deref()) {
                    // Serbian and Macedonian often write a name alike: once is enough.
                    if runs.iter().any(|run| Some(run.text.as_str()) == name.as_str()) {
                        continue;
                    }
                    if !runs.is_empty() {
                        runs.push(Run::text(", "));
                    }
                    runs.push(
                        Run::text(name.as_str().unwrap_or_default())
                            .language(script)
                            .field(format!("{path}.{script}@{language}"), &label),
                    );
                }
                (!runs.is_empty()).then_some(runs)
            }
            Kind::Rows(_) | Kind::Object(_) | Kind::Provision | Kind::Address => None,
        }
    }

    /// A required field that the request does not have: a place to write, set off.
    pub fn blank(&mut self, field: &Field, base: &str, language: &str) -> Vec<Run> {
        let path = join(base, &field.path);
        if field.need == Need::Required {
            self.note_missing_value(&path);
        }
        vec![Run::text("").flagged().field(format!("{path}@{language}"), field.label(language))]
    }

    /// A name or place as it is written in the language; without a version in it, as it was given, and noted as missing.
    pub fn name(&mut self, text: &Text, path: &str, language: &str) -> String {
        match text_in(&self.spellings, text, language) {
            Found::Here(words) => words,
            Found::Elsewhere(tag, words) => {
                self.note_missing_translation(path, language);
                self.in_original(text).unwrap_or((tag, words)).1.to_owned()
            }
            Found::Nothing => String::new(),
        }
    }

    /// Street, post code and town, country.
    fn address(&mut self, item: &Value, base: &str, language: &str) -> Option<Vec<Run>> {
        let mut part = |key: &str| {
            let text: Text = get(item, key).and_then(|text| serde_json::from_value(text.clone()).ok()).unwrap_or_default();
            self.name(&text, &join(base, key), language)
        };
        let (street, code, town, country) = (part("street"), part("post_code"), part("town"), part("country"));
        let country = if country.is_empty() { country } else { state(&country, language) };
        let lines: Vec<String> =
            [street, format!("{code} {town}").trim().to_owned(), country].into_iter().filter(|line| !line.is_empty()).collect();
        (!lines.is_empty()).then(|| vec![Run::text(lines.join(", "))])
    }

    /// "article 350., paragraph 2., Criminal Code".
    fn provision(&mut self, offence: &Value, path: &str, language: &str) -> Option<Vec<Run>> {
        let part = |key: &str, pattern: &str| {
            let written = get(offence, key)?.as_str()?;
            let given = written.starts_with(['§', 'A', 'a', 'č', 'n', 'ч']) && written.chars().any(char::is_whitespace);
            Some(if given { written.to_owned() } else { phrase(pattern, language).replace("{number}", written) })
        };
        let parts: Vec<String> = [("article", "cite.article"), ("paragraph", "cite.paragraph"), ("point", "cite.point")]
            .into_iter()
            .filter_map(|(key, pattern)| part(key, pattern))
            .collect();
        if parts.is_empty() {
            return None;
        }
        let mut runs = vec![Run::text(parts.join(", "))];
        if let Some(code) = get(offence, "code").and_then(|c| serde_json::from_value::<Text>(c.clone()).ok()) {
            runs.push(Run::text(", "));
            let mut words = self.text(&code, path, "", language);
            words.iter_mut().for_each(|run| run.field = None);
            runs.extend(words);
        }
        Some(runs)
    }

    /// Title and reference of an instrument; what the facts cannot vouch for says so.
    fn instrument(&mut self, id: &str, item: &Value, base: &str, language: &str) -> Option<Vec<Run>> {
        if id == "reciprocity" {
            return Some(vec![Run::text(phrase("reciprocity", language)).language(language)]);
        }
        let title: Option<Text> = get(item, "title").and_then(|t| serde_json::from_value(t.clone()).ok());
        let fact = self.library.and_then(|library| library.instrument(id));
        let Some(fact) = fact else {
            let title = title.unwrap_or_else(|| Text::Same(id.to_owned()));
            let mut runs = self.text(&title, &join(base, "title"), "", language);
            runs.push(Run::text(format!(" ({})", phrase("unverified", language))).flagged());
            return Some(runs);
        };
        let ours = word(Set::Terms, &format!("instrument.{id}"), language);
        let mut runs = match ours {
            Some(title) => vec![Run::text(title).language(language)],
            None => in_english(&fact.title, language),
        };
        runs.push(Run::text(format!(" ({})", fact.reference)));
        let checked = get(item, "checked").is_some();
        let header = &self.request.hdr;
        let unsure = fact.unsure_of(&[header.requesting_state.code(), header.requested_state.code()]);
        if !unsure.is_empty() && !checked {
            runs.push(Run::text(format!(" [{}]", phrase("unverified", language))).flagged());
        }
        Some(runs)
    }
}

/// "persons[0]" and "born" to "persons[0].born".
pub fn join(base: &str, path: &str) -> String {
    if base.is_empty() { path.to_owned() } else { format!("{base}.{path}") }
}

/// "Art 18(15)(b)" as the language cites it; anything else as it is written.
fn article(written: &str, language: &str) -> String {
    let number = |text: &str| {
        !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric()) && text.starts_with(|c: char| c.is_ascii_digit())
    };
    let cite = |pattern: &str, number: &str| phrase(pattern, language).replace("{number}", number);
    let read = || {
        let rest = ["Article ", "Art. ", "Art "].iter().find_map(|word| written.trim().strip_prefix(word))?;
        let mut parts = rest.trim().split('(').map(str::trim);
        let mut cited = vec![cite("cite.article", parts.next().filter(|first| number(first))?)];
        for part in parts {
            let part = part.strip_suffix(')')?;
            let pattern = if number(part) { "cite.paragraph" } else { "cite.point" };
            cited.push(cite(pattern, Some(part).filter(|part| !part.is_empty() && part.chars().all(char::is_alphanumeric))?));
        }
        Some(cited.join(" "))
    };
    read().unwrap_or_else(|| written.to_owned())
}

/// "Annex 3".
pub fn annex(number: u64, language: &str) -> String {
    phrase("citation.annex", language).replace("{number}", &number.to_string())
}

fn moment(written: &str, language: &str) -> String {
    Moment::parse(written).map_or_else(|_| written.to_owned(), |m| dates::moment(&m, language))
}

#[cfg(test)]
mod tests {
    use super::article;

    #[test]
    fn articles_are_cited_as_the_language_does() {
        for (written, language, cited) in [
            ("Art 3", "sr-Latn", "član 3."),
            ("Art 3", "sr-Cyrl", "члан 3."),
            ("Art 3", "sq", "neni 3"),
            ("Art. 14(1)(c)", "mk", "член 14 став 1 точка c"),
            ("Article 18(15)", "en", "Article 18 paragraph 15"),
            ("Art 4bis", "de", "Art. 4bis"),
            // What is no such reference stays as the clerk wrote it.
            ("Annex I", "sq", "Annex I"),
            ("Art 3 and 4", "sq", "Art 3 and 4"),
        ] {
            assert_eq!(article(written, language), cited, "{written} {language}");
        }
    }
}
