//! What stands around the sections: letterhead, title, banners, annex list, table of evidence, statutory texts, signature,
//! the sealed annex and the checklist.

use super::values::{annex, language_name, phrase, state, term};
use super::{Draft, dates};
use crate::mla::cyrillic;
use crate::mla::forms::{self, Set, word};
use crate::mla::request::{Authority, AuthorityRole, Classification};
use crate::render::{self, Cell, Column, Document, Heading, Item, List, Marker, Paragraph, Row, Run, Signature, Style, Table};

impl Draft<'_> {
    /// Sender, date and numbers, addressee.
    pub fn letterhead(&mut self, language: &str) -> Vec<render::Block> {
        let label = |key: &str| word(Set::Labels, key, language).unwrap_or_default();
        let mut blocks = self.authority(AuthorityRole::Requesting, &label("authority_requesting"), language);
        let request = self.request;
        let other: Vec<String> = request
            .hdr
            .other_refs
            .iter()
            .enumerate()
            .map(|(index, reference)| {
                let kept_by = self.name(&reference.kept_by, &format!("hdr.other_refs[{index}].kept_by"), language);
                format!("{kept_by} {}", reference.number).trim().to_owned()
            })
            .collect();
        let mut line = |name: String, value: String, path: &str| {
            if !value.is_empty() {
                let runs = vec![
                    Run::text(format!("{name}: ")).language(language).bold(),
                    Run::text(value).language(language).field(format!("{path}@{language}"), name),
                ];
                blocks.push(Paragraph::body(runs).into());
            }
        };
        line(label("own_ref"), request.hdr.own_ref.clone(), "hdr.own_ref");
        line(label("date"), request.hdr.date.map(|d| dates::date(&d, language)).unwrap_or_default(), "hdr.date");
        if let Some(follow_up) = &request.follow_up {
            line(label("their_ref"), follow_up.their_ref.clone(), "follow_up.their_ref");
        }
        line(label("other_refs"), other.join(", "), "hdr.other_refs");
        line(
            label("channel"),
            request.hdr.channel.map(|c| term("channel", &id(&c), language)).unwrap_or_default(),
            "hdr.channel",
        );
        let copies = forms::group("header").into_iter().find(|field| field.path == "hdr.copy_to");
        let json = self.json.clone();
        if let Some(runs) = copies.and_then(|field| self.value(field, &json, "", language)) {
            let mut line = vec![Run::text(format!("{}: ", label("copy_to"))).language(language).bold()];
            line.extend(runs);
            blocks.push(Paragraph::body(line).into());
        }
        blocks.push(Paragraph::body(vec![Run::text(phrase("addressee", language)).language(language).bold()]).with_next().into());
        // Where a request goes to the central authority alone, that is the addressee.
        let has = |role| self.request.authority(role).is_some();
        let central = !has(AuthorityRole::Requested) && has(AuthorityRole::CentralRequested);
        let (addressee, key) = match central {
            true => (AuthorityRole::CentralRequested, "authority_central_requested"),
            false => (AuthorityRole::Requested, "authority_requested"),
        };
        blocks.extend(self.authority(addressee, &label(key), language));
        for (role, key) in [
            (AuthorityRole::Conducting, "authority_conducting"),
            (AuthorityRole::CentralRequesting, "authority_central_requesting"),
            (AuthorityRole::CentralRequested, "authority_central_requested"),
            (AuthorityRole::Investigating, "authority_investigating"),
            (AuthorityRole::Court, "authority_court"),
            (AuthorityRole::Validating, "authority_validating"),
        ] {
            if role != addressee && self.request.authority(role).is_some() {
                blocks.push(
                    Paragraph::body(vec![Run::text(format!("{}:", label(key))).language(language).bold()]).with_next().into(),
                );
                blocks.extend(self.authority(role, &label(key), language));
            }
        }
        blocks
    }

    /// Name in bold, State, then address and contacts.
    fn authority(&mut self, role: AuthorityRole, label: &str, language: &str) -> Vec<render::Block> {
        let State { index, country } = self.place_of(role);
        let Some(index) = index else {
            self.note_missing_value("auth");
            let blank = Run::text("").flagged().field(format!("auth[{}].name@{language}", self.request.auth.len()), label);
            let state = country.map(|c| state(&c, language)).unwrap_or_default();
            return vec![Paragraph::body(vec![blank, Run::text(format!("\n{state}")).language(language)]).into()];
        };
        let authority: Authority = self.request.auth[index].clone();
        let base = format!("auth[{index}]");
        let mut name = self.text(&authority.name, &format!("{base}.name"), label, language);
        name.iter_mut().for_each(|run| run.bold = true);
        let mut blocks: Vec<render::Block> = vec![Paragraph::body(name).with_next().into()];
        let json = serde_json::to_value(&authority).unwrap_or_default();
        let fields: Vec<&'static forms::Field> = forms::group("authority")
            .into_iter()
            .filter(|field| field.path != "name")
            .filter(|field| {
                super::values::get(&json, &field.path).is_some_and(|v| !super::is_nothing(v)) || field.path == "street"
            })
            .collect();
        let mut details = Vec::new();
        for field in fields {
            if let forms::Kind::Rows(_) = field.kind {
                for (at, contact) in authority.contacts.iter().enumerate() {
                    let name = self.name(&contact.name, &format!("{base}.contacts[{at}].name"), language);
                    let mut parts = vec![self.own_letters(&name, country.as_deref(), language)];
                    if let super::values::Found::Here(function) =
                        super::values::text_in(&self.spellings, &contact.function, language)
                    {
                        parts.push(function);
                    }
                    parts.extend([contact.phone.clone(), contact.email.clone()]);
                    parts.retain(|part| !part.is_empty());
                    details.push(Run::text(format!("\n{}: ", field.label(language))).language(language));
                    details.push(Run::text(parts.join(", ")));
                }
            } else if let Some(runs) = self.value(field, &json, &base, language) {
                if field.path == "street" {
                    details.push(Run::text("\n"));
                    details.extend(
                        runs.into_iter()
                            .map(|run| Run { text: self.own_letters(&run.text, country.as_deref(), language), ..run }),
                    );
                } else {
                    details.push(Run::text(format!("\n{}: ", field.label(language))).language(language));
                    details.extend(runs);
                }
            }
        }
        // The first detail needs no line break before it.
        if let Some(first) = details.first_mut() {
            first.text = first.text.trim_start_matches('\n').to_owned();
        }
        if !details.is_empty() {
            blocks.push(Paragraph::body(details).into());
        }
        blocks
    }

    /// A name or address of a State that writes both scripts, in the letters of the draft; those of other States stay as they are.
    pub(super) fn own_letters(&self, text: &str, state: Option<&str>, language: &str) -> String {
        let first = state.and_then(|iso| self.library?.jurisdiction(iso)?.official_languages.first());
        let both = first.is_some_and(|tag| matches!(tag.split('-').next(), Some("sr" | "bs" | "cnr")));
        if both && cyrillic::rewrites(language) { self.spellings.cyrillic(text) } else { text.to_owned() }
    }

    fn place_of(&self, role: AuthorityRole) -> State {
        let country = match role {
            AuthorityRole::Requested | AuthorityRole::CentralRequested => self.request.hdr.requested_state,
            _ => self.request.hdr.requesting_state,
        };
        State { index: self.request.auth.iter().position(|a| a.role == role), country: Some(country.code().to_owned()) }
    }

    /// Urgency and confidentiality, said at the top.
    pub fn banner(&mut self, language: &str) -> Vec<render::Block> {
        let mut blocks = Vec::new();
        let urgency = &self.request.urgency.clone();
        if urgency.urgent {
            let mut runs = vec![Run::text(phrase("banner.urgent", language)).language(language).bold()];
            let mut parts = Vec::new();
            parts.extend(urgency.ground.map(|g| term("urgency", &id(&g), language)));
            parts.extend(urgency.date.map(|d| {
                format!("{}: {}", word(Set::Labels, "urgent_date", language).unwrap_or_default(), dates::date(&d, language))
            }));
            if !parts.is_empty() {
                runs.push(Run::text(format!(" – {}", parts.join(" – "))).language(language));
            }
            blocks.push(Paragraph::styled(Style::Notice, runs).into());
        }
        if self.request.confidentiality.requested {
            let runs = vec![Run::text(phrase("banner.confidential", language)).language(language).bold()];
            blocks.push(Paragraph::styled(Style::Notice, runs).into());
        }
        blocks
    }

    /// The annex list over the full width, labels and titles in every language of the draft.
    pub fn annexes(&mut self, languages: &[&str]) -> Vec<render::Block> {
        let request = self.request;
        if request.annexes.is_empty() {
            self.note_missing_value("annexes");
            return Vec::new();
        }
        let heading = |key: &str| both(languages, |l| word(Set::Labels, key, l).unwrap_or_default());
        let mut rows = Vec::new();
        for (index, item) in request.annexes.iter().enumerate() {
            let mut title = Vec::new();
            for language in languages {
                title.push(self.plain(&item.title, &format!("annexes[{index}].title"), language));
            }
            title.dedup_by(|one, other| said(one) == said(other));
            let of = |l: &str| -> String {
                let spoken = |tag: &crate::mla::request::Language| language_name(tag.as_str(), l);
                let to = item.translations.iter().map(|tag| format!("→ {}", spoken(tag)));
                item.language.iter().map(spoken).chain(to).collect::<Vec<_>>().join(" ")
            };
            let digest = if item.sealed { String::new() } else { item.document.clone() };
            rows.push(Row::new([
                Cell::text(item.number.to_string()),
                Cell { paragraphs: title, span: 1, strong: false },
                Cell { paragraphs: both(languages, |l| term("annex_kind", &id(&item.kind), l)), span: 1, strong: false },
                Cell::text(item.pages.map(|p| p.to_string()).unwrap_or_default()),
                Cell { paragraphs: both(languages, of), span: 1, strong: false },
                Cell::text(digest),
            ]));
        }
        let cell = |key: &str| Cell { paragraphs: heading(key), span: 1, strong: false };
        vec![
            Table {
                columns: [10, 18, 15, 11, 14, 12].map(Column::share).to_vec(),
                header: vec![Row::new([
                    cell("annex"),
                    cell("title"),
                    cell("kind"),
                    cell("pages"),
                    cell("language"),
                    cell("digest"),
                ])],
                rows,
                ..Table::default()
            }
            .into(),
        ]
    }

    /// Which statement rests on which page of which document, with the words that stand there.
    pub fn evidence(&mut self, languages: &[&str]) -> Vec<render::Block> {
        let request = self.request;
        let first = languages.first().copied().unwrap_or("en");
        let mut rows = Vec::new();
        for (index, fact) in request.facts.iter().enumerate() {
            for citation in &fact.cite {
                let place = citation
                    .page
                    .map_or(citation.locator.clone(), |p| phrase("citation.page", first).replace("{number}", &p.to_string()));
                let number = citation.annex.or_else(|| {
                    request.annexes.iter().find(|a| !a.document.is_empty() && a.document == citation.document).map(|a| a.number)
                });
                rows.push(Row::new([
                    Cell::text(format!("({})", index + 1)),
                    Cell::text(number.map_or(String::new(), |n| annex(u64::from(n), first))),
                    Cell::text(format!("{}\n{place}", super::blocks::file_name(&citation.path)).trim_end()),
                    Cell::new(vec![Run::text(citation.quote.clone()).italic()]),
                    Cell::text(citation.document.clone()),
                ]));
            }
        }
        if rows.is_empty() {
            return Vec::new();
        }
        let cell = |key: &str| Cell {
            paragraphs: both(languages, |l| word(Set::Labels, key, l).unwrap_or_default()),
            span: 1,
            strong: false,
        };
        let mut blocks = self.heading("evidence", languages);
        for language in languages {
            blocks.push(
                Paragraph::styled(Style::Small, vec![Run::text(phrase("evidence.note", language)).language(*language)])
                    .with_next()
                    .into(),
            );
        }
        blocks.push(
            Table {
                columns: [5, 4, 7, 9, 8].map(Column::share).to_vec(),
                header: vec![Row::new([cell("fact"), cell("annex"), cell("document"), cell("quote"), cell("digest")])],
                rows,
                ..Table::default()
            }
            .into(),
        );
        blocks
    }

    /// A heading without number in every language of the draft.
    pub fn heading(&self, key: &str, languages: &[&str]) -> Vec<render::Block> {
        let mut runs: Vec<Run> = Vec::new();
        for words in both(languages, |language| word(Set::Headings, key, language).unwrap_or_default()) {
            if !runs.is_empty() {
                runs.push(Run::text(" / "));
            }
            runs.extend(words);
        }
        vec![Heading::plain(1, runs).into()]
    }

    /// Closing words and the place to sign.
    pub fn signature(&mut self, languages: &[&str]) -> Vec<render::Block> {
        let mut blocks: Vec<render::Block> = Vec::new();
        for words in both(languages, |language| phrase("closing.respect", language)) {
            blocks.push(Paragraph::body(words).with_next().into());
        }
        let sign = self.request.sign.clone();
        let label = |key: &str| {
            vec![Run::text(
                both(languages, |l| word(Set::Labels, key, l).unwrap_or_default())
                    .iter()
                    .flatten()
                    .map(|r| r.text.clone())
                    .collect::<Vec<_>>()
                    .join(" / "),
            )]
        };
        let first = languages.first().copied().unwrap_or("en");
        let mut post = Vec::new();
        if !sign.post.is_empty() {
            for language in languages {
                let words = self.text(&sign.post, "sign.post", "", language);
                // Bosnian and Croatian often call a post alike: once is enough.
                if post.is_empty() {
                    post = words;
                } else if said(&post) != said(&words) {
                    post.push(Run::text(" / "));
                    post.extend(words);
                }
            }
        }
        let mut when = Vec::new();
        if !sign.place.is_empty() {
            let place = self.text(&sign.place, "sign.place", "", first);
            let state = Some(self.request.hdr.requesting_state.code());
            when.extend(place.into_iter().map(|run| Run { text: self.own_letters(&run.text, state, first), ..run }));
        }
        if let Some(date) = sign.date {
            if !when.is_empty() {
                when.push(Run::text(", "));
            }
            when.push(Run::text(dates::date(&date, first)).field(format!("sign.date@{first}"), ""));
        }
        let name = if sign.name.is_empty() {
            Vec::new()
        } else {
            let name = self.name(&sign.name, "sign.name", first);
            let written = self.own_letters(&name, Some(self.request.hdr.requesting_state.code()), first);
            vec![Run::text(written).field(format!("sign.name@{first}"), "")]
        };
        let mut place_and_date = label("place");
        place_and_date.push(Run::text(", "));
        place_and_date.extend(label("date"));
        let stamp = if sign.stamp == Some(false) { Vec::new() } else { label("stamp") };
        blocks.push(
            Signature {
                lines: vec![
                    (label("signatory"), name),
                    (label("post"), post),
                    (place_and_date, when),
                    (label("signature"), Vec::new()),
                ],
                stamp,
            }
            .into(),
        );
        if let Some(validation) = sign.validation.filter(|validation| validation.required != Some(false)) {
            let mut who = Vec::new();
            if !validation.authority.is_empty() {
                who = self.plain(&validation.authority, "sign.validation.authority", first);
            }
            let name = if validation.name.is_empty() {
                Vec::new()
            } else {
                vec![Run::text(self.name(&validation.name, "sign.validation.name", first))]
            };
            blocks.push(
                Signature {
                    lines: vec![
                        (label("authority_validating"), who),
                        (label("signatory"), name),
                        (label("signature"), Vec::new()),
                    ],
                    stamp: label("stamp"),
                }
                .into(),
            );
        }
        blocks
    }

    /// The identities of protected persons, as a document of its own.
    pub fn sealed(&mut self, languages: &[&str]) -> Option<Document> {
        let request = self.request;
        let first = languages.first().copied().unwrap_or("en");
        if !request.persons.iter().any(|p| p.is_protected()) {
            return None;
        }
        let mut document = self.empty_document(&word(Set::Headings, "identities", first).unwrap_or_default(), first);
        for language in languages {
            document.push(Paragraph::styled(
                Style::Notice,
                vec![Run::text(phrase("banner.sealed", language)).language(*language).bold()],
            ));
        }
        for block in self.heading("identities", languages) {
            document.push(block);
        }
        for (index, person) in request.persons.iter().enumerate().filter(|(_, p)| p.is_protected()) {
            document.push(Heading::plain(2, vec![Run::text(person.shown())]));
            let mut rows = vec![self.sealed_row("person_name", vec![Run::text(person.full_name())], languages)];
            let json = serde_json::to_value(person).unwrap_or_default();
            for field in forms::group("person").into_iter().filter(|f| f.identity || matches!(f.path.as_str(), "role" | "minor"))
            {
                let base = format!("persons[{index}]");
                let runs = match &field.kind {
                    forms::Kind::Rows(_) => {
                        let all: Vec<String> = person
                            .documents
                            .iter()
                            .map(|d| {
                                let issuer = self.name(&d.issued_by, &format!("{base}.documents"), first);
                                format!("{} {} {issuer}", term("document_kind", &d.kind, first), d.number).trim().to_owned()
                            })
                            .collect();
                        vec![Run::text(all.join("; "))]
                    }
                    _ if super::values::get(&json, &field.path).is_none_or(super::is_nothing) => Vec::new(),
                    forms::Kind::Object(group) => {
                        let inner = super::values::get(&json, &field.path).cloned().unwrap_or_default();
                        self.row(&forms::group(group), &inner, &format!("{base}.{}", field.path), first)
                    }
                    _ => self.value(field, &json, &base, first).unwrap_or_default(),
                };
                if runs.iter().any(|run| !run.text.is_empty()) {
                    let mut runs = runs;
                    runs.iter_mut().for_each(|run| run.field = None);
                    rows.push(self.sealed_row(&field.label, runs, languages));
                }
            }
            document.push(Table { columns: vec![Column::share(1), Column::share(2)], rows, ..Table::default() });
        }
        Some(document)
    }

    fn sealed_row(&self, label: &str, value: Vec<Run>, languages: &[&str]) -> Row {
        let label =
            Cell { paragraphs: both(languages, |l| word(Set::Labels, label, l).unwrap_or_default()), span: 1, strong: true };
        Row::new([label, Cell::new(value)])
    }

    /// What to look at once more before signing, with the open points of this draft.
    pub fn checklist(&mut self, language: &str) -> Document {
        let title = word(Set::Headings, "checklist", language).unwrap_or_default();
        let mut document = self.empty_document(&title, language);
        document.push(Paragraph::styled(Style::Title, vec![Run::text(title).language(language)]));
        let keys = [
            "parties",
            "basis",
            "facts",
            "names",
            "protected",
            "statutes",
            "orders",
            "translation",
            "annexes",
            "copies",
            "signature",
        ];
        let items =
            keys.map(|key| Item::new(vec![Run::text(phrase(&format!("check.{key}"), language)).language(language)])).to_vec();
        document.push(List { marker: Marker::Box, items });
        let mut open: Vec<Item> = Vec::new();
        for missing in &self.missing {
            let what = match &missing.language {
                Some(tag) => format!("{}: {} ({tag})", missing.path, phrase("missing.translation", language)),
                None => format!("{}: {}", missing.path, phrase("missing.value", language)),
            };
            open.push(Item::new(vec![Run::text(what)]));
        }
        if !open.is_empty() {
            document.push(Heading::plain(2, vec![Run::text(phrase("checklist.open", language)).language(language)]));
            document.push(List { marker: Marker::Box, items: open });
        }
        document
    }

    /// A document with the reference above and the page number below.
    pub fn empty_document(&self, title: &str, language: &str) -> Document {
        let request = self.request;
        let mut document = Document::new(title, language);
        document.meta.subject = Some(request.hdr.own_ref.clone()).filter(|r| !r.is_empty());
        document.meta.author = request.authority(AuthorityRole::Requesting).and_then(|a| {
            match super::values::text_in(&self.spellings, &a.name, language) {
                super::values::Found::Here(name) => Some(name),
                super::values::Found::Elsewhere(_, name) => Some(name.to_owned()),
                super::values::Found::Nothing => None,
            }
        });
        document.meta.date = request.hdr.date.map(|d| {
            let day = d.first();
            render::Date { year: day.year(), month: day.month().unsigned_abs(), day: day.day().unsigned_abs() }
        });
        document.header.left = vec![Run::text(request.hdr.own_ref.clone())];
        if request.hdr.classification != Classification::None {
            document.header.right =
                vec![Run::text(term("classification", &id(&request.hdr.classification), language)).language(language)];
        }
        // A long name would push the page number to a second line.
        let width = |text: &str| text.chars().map(|letter| if letter.is_uppercase() { 3 } else { 2 }).sum::<usize>();
        let author = document.meta.author.iter().filter(|author| width(author) <= 130);
        document.footer.left = author.map(|author| Run::text(author.clone())).collect();
        document.footer.pages = Some(phrase("page", language));
        document
    }

    /// What stands on every page, in the second language as well; the same words are not said twice.
    pub fn run_in_both(&self, document: &mut Document, first: &str, second: &str) {
        let both = |text: &dyn Fn(&str) -> String| {
            let (one, two) = (text(first), text(second));
            (one != two).then_some((one, two))
        };
        if let Some((one, two)) = both(&|language| phrase("page", language)) {
            document.footer.pages = Some(format!("{one} · {two}"));
        }
        let classification = &self.request.hdr.classification;
        if *classification != Classification::None
            && let Some((_, two)) = both(&|language| term("classification", &id(classification), language))
        {
            document.header.right.push(Run::text(" · "));
            document.header.right.push(Run::text(two).language(second));
        }
    }
}

struct State {
    index: Option<usize>,
    country: Option<String>,
}

/// One paragraph a language; the same words are not said twice.
fn both(languages: &[&str], text: impl Fn(&str) -> String) -> Vec<Vec<Run>> {
    let mut paragraphs: Vec<Vec<Run>> = Vec::new();
    for language in languages {
        let words = text(language);
        if paragraphs.iter().flatten().all(|run| run.text != words) {
            paragraphs.push(vec![Run::text(words).language(*language)]);
        }
    }
    paragraphs
}

/// The words of runs, whatever their look.
fn said(runs: &[Run]) -> String {
    runs.iter().map(|run| run.text.as_str()).collect()
}

/// The id of a value of a closed list, as the TOML writes it.
fn id(value: &impl serde::Serialize) -> String {
    serde_json::to_value(value).ok().and_then(|v| v.as_str().map(str::to_owned)).unwrap_or_default()
}
