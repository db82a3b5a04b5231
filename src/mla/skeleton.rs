//! A new request file: the fields that matter for the form, the States and the measures, each with a comment; what is known is filled.
//!
//! Fields, labels and references come from the tables of `forms`; the basis from `basis`; addressee and languages from the legal facts.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use jiff::civil::Date;

use super::basis::{Advice, Offer, advise};
use super::forms::{self, Field, Kind, Need, Set};
use super::request::{FormId, MeasureKind};
use crate::law::library::{Library, State};
use crate::law::treaties::Standing;

/// Blocks that are lists, or that are written in a way of their own.
const BLOCKS_OF_THEIR_OWN: &[&str] =
    &["basis", "earlier", "signature", "annexes", "persons", "companies", "formalities", "dual", "offences", "measures"];

/// What is known before the file is written.
#[derive(Debug, Clone)]
pub struct Plan {
    pub form: FormId,
    pub from: State,
    pub to: State,
    pub measures: Vec<MeasureKind>,
    /// Concept of the offence, for the choice of instruments.
    pub concept: Option<String>,
    pub date: Date,
    /// Language of the original; left out, an official language of the requesting State.
    pub language: Option<String>,
    /// Write optional fields as well.
    pub full: bool,
    /// Values by field path (`hdr.own_ref`, `auth.requesting.name`, `persons[0].surname`).
    pub values: BTreeMap<String, String>,
}

/// Write the file.
pub fn write(plan: &Plan, library: &Library) -> String {
    let mut writer = Writer::new(plan, library);
    writer.head();
    writer.header();
    writer.authorities();
    writer.blocks();
    writer.text
}

/// The types of assistance the plan asks for.
fn types(plan: &Plan) -> Vec<&'static str> {
    let mut types: Vec<&'static str> =
        plan.measures.iter().map(|kind| super::assistance::of_id(kind.id()).unwrap_or(kind.id())).collect();
    if types.is_empty() {
        types.push(super::assistance::of_id(plan.form.id()).unwrap_or(plan.form.id()));
    }
    types
}

struct Writer<'p> {
    plan: &'p Plan,
    library: &'p Library,
    advices: Vec<Advice<'p>>,
    languages: Vec<String>,
    text: String,
}

impl<'p> Writer<'p> {
    fn new(plan: &'p Plan, library: &'p Library) -> Writer<'p> {
        let known = &library.vocabulary().assistance_types;
        let advices: Vec<Advice<'p>> = types(plan)
            .into_iter()
            .map(|kind| {
                let measure = known.iter().any(|term| term.id == kind).then_some(kind);
                advise(library, &plan.from, &plan.to, plan.date, measure, plan.concept.as_deref())
            })
            .collect();
        let languages = languages(plan, library, advices.first());
        Writer { plan, library, advices, languages, text: String::new() }
    }

    fn line(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
    }

    fn comment(&mut self, comment: &str) {
        let mut width = 1;
        self.text.push('#');
        for word in comment.split_whitespace() {
            if width + 1 + word.chars().count() > 118 {
                self.text.push_str("\n#");
                width = 1;
            }
            self.text.push(' ');
            self.text.push_str(word);
            width += 1 + word.chars().count();
        }
        self.text.push('\n');
    }

    fn given(&self, path: &str) -> Option<&'p str> {
        self.plan.values.get(path).map(String::as_str).filter(|value| !value.trim().is_empty())
    }

    /// `{ sr-Latn = "", de = "" }`, the given text in the language of the original.
    fn texts(&self, given: Option<&str>) -> String {
        let versions: Vec<String> = self
            .languages
            .iter()
            .enumerate()
            .map(|(at, tag)| format!("{tag} = {}", quoted(if at == 0 { given.unwrap_or_default() } else { "" })))
            .collect();
        format!("{{ {} }}", versions.join(", "))
    }

    /// A name or place: one for all languages where they share their letters, else one a language.
    fn name(&self, given: Option<&str>) -> String {
        let cyrillic = |tag: &String| tag == "mk" || tag.ends_with("-Cyrl");
        let mixed = self.languages.iter().any(cyrillic) && !self.languages.iter().all(cyrillic);
        if mixed { self.texts(given) } else { quoted(given.unwrap_or_default()) }
    }

    fn head(&mut self) {
        let form = forms::form(self.plan.form.id());
        let title = form.map(|form| form.title("en")).unwrap_or_default();
        self.comment(&format!("{title}: {} asks {}.", self.plan.from.name, self.plan.to.name));
        self.comment("Fill what stands empty; lines that begin with # are not read: take the # away to use them. Dates may be partial (2026-03). `rogatory mla check` says what is missing, `rogatory mla cite` takes evidence in with page and hash.");
        let mut notices: Vec<String> = Vec::new();
        for advice in &self.advices {
            for notice in &advice.between.notices {
                if !notices.contains(&notice.text) {
                    notices.push(notice.text.clone());
                }
            }
            for unknown in &advice.between.unknown {
                if !notices.contains(unknown) {
                    notices.push(unknown.clone());
                }
            }
        }
        for notice in notices {
            self.comment(&format!("NOTE: {notice}"));
        }
        self.line(&format!("form = {}", quoted(self.plan.form.id())));
        self.line("");
    }

    fn header(&mut self) {
        self.line("[hdr]");
        self.comment("The day the request bears; time limits are counted from it.");
        self.line(&format!("date = \"{}\"", self.plan.date));
        self.comment("Your file number.");
        self.line(&format!("own_ref = {}", quoted(self.given("hdr.own_ref").unwrap_or_default())));
        self.line(&format!("requesting_state = {}", quoted(&self.plan.from.code)));
        self.line(&format!("requested_state = {}", quoted(&self.plan.to.code)));
        let ways: Vec<String> = self.offers().iter().filter_map(|offer| offer.channel.clone()).collect();
        self.comment(&format!("The way it is sent, one of: {}.", choices("channel").join(", ")));
        if let Some(way) = ways.first() {
            self.comment(&format!("The first instrument below says: {}", way.trim_end_matches('.')));
        }
        match self.given("hdr.channel") {
            Some(channel) => self.line(&format!("channel = {}", quoted(channel))),
            None => self.line("# channel = \"central_authority\""),
        }
        let duties: Vec<String> = self
            .offers()
            .iter()
            .flat_map(|offer| &offer.declarations)
            .filter(|said| said.topic.contains("channel"))
            .map(|said| format!("{} declared ({}): {}", said.state, said.reference, said.summary))
            .collect();
        for duty in duties {
            self.comment(&duty);
        }
        self.line("copy_to = []");
        let accepted: Vec<String> = self
            .advices
            .first()
            .map(|advice| {
                let mark = |sourced: bool| if sourced { "" } else { " (unverified)" };
                advice.languages.iter().map(|known| format!("{}{}", known.tag, mark(known.sourced))).collect()
            })
            .unwrap_or_default();
        if !accepted.is_empty() {
            self.comment(&format!("{} accepts: {}.", self.plan.to.name, accepted.join(", ")));
        }
        let (original, rest) = self.languages.split_first().map(|(a, b)| (a.clone(), b.to_vec())).unwrap_or_default();
        let rest: Vec<String> = rest.iter().map(|tag| quoted(tag)).collect();
        self.line(&format!(
            "languages = {{ original = {}, translations = [{}], translated_by = {} }}",
            quoted(&original),
            rest.join(", "),
            self.name(None)
        ));
        self.comment("An earlier request, preservation or information this one builds on:");
        self.line("# earlier = [{ kind = \"preservation\", number = \"\", date = \"2026-01-31\" }]");
        self.line("");
    }

    fn authorities(&mut self) {
        self.comment("Who asks. kind: court, investigating_judge, prosecutor, ministry, police, other.");
        self.line("[[auth]]");
        self.line("role = \"requesting\"");
        self.line(&format!("kind = {}", quoted(self.given("auth.requesting.kind").unwrap_or("prosecutor"))));
        let name = self.texts(self.given("auth.requesting.name"));
        self.line(&format!("name = {name}"));
        self.comment("A name or place that the languages write differently is given by language: town = { de = \"Belgrad\", sr-Latn = \"Beograd\" }.");
        let place = self.name(None);
        self.line(&format!("street = {place}"));
        self.line("post_code = \"\"");
        self.line(&format!("town = {place}"));
        self.line(&format!("country = {}", quoted(&self.plan.from.code)));
        self.comment("Telephone with country code: +381 11 000 0000.");
        for key in ["phone", "email"] {
            let given = self.given(&format!("auth.requesting.{key}")).unwrap_or_default();
            self.line(&format!("{key} = {}", quoted(given)));
        }
        self.comment("Who answers questions about the request.");
        let contact = self.given("auth.requesting.contact").unwrap_or_default();
        let function = self.texts(None);
        let contact = self.name(Some(contact));
        self.line(&format!("contacts = [{{ name = {contact}, function = {function}, phone = \"\", email = \"\" }}]"));
        self.line("");
        let addressee = self.addressee();
        self.comment("Who is asked. Write where the address was looked up, and when.");
        self.line("[[auth]]");
        self.line(&format!("role = \"{}\"", if addressee.is_some() { "central_requested" } else { "requested" }));
        self.line(&format!("kind = \"{}\"", if addressee.is_some() { "ministry" } else { "unknown" }));
        match &addressee {
            Some((name, city, source)) => {
                self.comment(&format!(
                    "From the legal facts: {source}. For direct sending write the court or prosecutor, role = \"requested\"."
                ));
                self.line(&format!("name = {}", quoted(name)));
                self.line(&format!("town = {}", quoted(city)));
            }
            None => {
                self.line("name = \"\"");
                self.line("town = \"\"");
            }
        }
        self.line(&format!("country = {}", quoted(&self.plan.to.code)));
        self.line("source = \"\"");
        self.line(&format!("# checked = \"{}\"", self.plan.date));
        self.line("");
    }

    /// The central authority the facts name: name, town, where from.
    fn addressee(&self) -> Option<(String, String, String)> {
        let fact = self.library.jurisdiction(&self.plan.to.code)?;
        let known = fact.central_authorities.first()?;
        let name = if known.name_local.trim().is_empty() { &known.name_en } else { &known.name_local };
        let mark = if known.confidence.counts_as_sourced() { "" } else { ", unverified" };
        Some((name.clone(), known.city.clone(), format!("{}, {}{mark}", known.name_en, known.as_of)))
    }

    /// Offered instruments over all measures, the best first, without repetition.
    fn offers(&self) -> Vec<Offer> {
        let mut offers: Vec<Offer> = Vec::new();
        for advice in &self.advices {
            let offered: Vec<&Offer> = advice.offered().collect();
            let Some(best) = offered.iter().find(|offer| offer.sole_basis) else { continue };
            let parts = offered.iter().filter(|offer| {
                offer.part_of.as_deref() == Some(&best.instrument)
                    && matches!(offer.coverage, crate::law::treaties::Coverage::Named)
            });
            let second = offered
                .iter()
                .filter(|offer| {
                    offer.sole_basis
                        && offer.instrument != best.instrument
                        && offer.specific
                        && offer.standing == Standing::Binding
                })
                .take(1);
            // Where the best one does not name the measure, one that does stands beside it.
            let named = |offer: &Offer| matches!(offer.coverage, crate::law::treaties::Coverage::Named);
            let served = named(best) || offered.iter().any(|o| o.part_of.as_deref() == Some(&best.instrument) && named(o));
            let closer = offered.iter().filter(|offer| !served && offer.sole_basis && named(offer)).take(1);
            for offer in std::iter::once(best).chain(parts).chain(closer).chain(second) {
                if !offers.iter().any(|known| known.instrument == offer.instrument) {
                    offers.push((*offer).clone());
                }
            }
        }
        offers
    }

    fn legal(&mut self) {
        let offers = self.offers();
        if offers.is_empty() {
            self.comment("No instrument can stand alone as basis between the two by the legal facts. Look one up and say so in `checked`, or rely on reciprocity (instrument = \"reciprocity\"). `rogatory mla basis … --all` says why the others are not offered.");
            let unverified: Vec<String> = self
                .advices
                .iter()
                .flat_map(|advice| &advice.offers)
                .filter(|offer| offer.standing == Standing::Unverified)
                .map(|offer| offer.instrument.clone())
                .collect();
            self.line("[[legal]]");
            self.line(&format!("instrument = {}", quoted(unverified.first().map_or("other", String::as_str))));
            let title = self.texts(None);
            self.line(&format!("title = {title}"));
            self.line("articles = []");
            self.line("# checked = { on = \"2026-01-31\", by = \"\", source = \"\" }");
            self.line("");
            return;
        }
        for offer in offers {
            self.comment(&format!("{} ({}). {}", offer.short, offer.reference, offer.why));
            for note in &offer.unverified {
                self.comment(&format!("to be checked: {note}"));
            }
            self.line("[[legal]]");
            self.line(&format!("instrument = {}", quoted(&offer.instrument)));
            self.line("articles = []");
            self.line("");
        }
    }

    fn blocks(&mut self) {
        let Some(form) = forms::form(self.plan.form.id()) else { return };
        // Fields with a path from the root, gathered by the table they stand in.
        let mut tables: Vec<(String, Vec<&'static Field>)> = Vec::new();
        for place in form.blocks.iter().filter(|place| !BLOCKS_OF_THEIR_OWN.contains(&place.block.as_str())) {
            for field in place.block().map(forms::Block::fields).unwrap_or_default() {
                let table = field.path.split('.').next().unwrap_or_default().to_string();
                match tables.iter_mut().find(|(known, _)| *known == table) {
                    Some((_, fields)) => fields.push(field),
                    None => tables.push((table, vec![field])),
                }
            }
        }
        // What the reader must know first stands first.
        let (first, mut rest): (Vec<_>, Vec<_>) =
            tables.into_iter().partition(|(table, _)| matches!(table.as_str(), "urgency" | "confidentiality" | "case"));
        for (table, fields) in first {
            self.table(&table, &fields);
        }
        for place in &form.blocks {
            match place.block.as_str() {
                "basis" => self.legal(),
                "persons" => self.persons(),
                "companies" | "formalities" | "dual" => self.optional_list(&place.block, place.need, &place.when),
                "offences" => self.offences(),
                "measures" => self.measures(),
                "facts" => {
                    self.facts();
                    if let Some(at) = rest.iter().position(|(table, _)| table == "narrative") {
                        let (table, fields) = rest.remove(at);
                        self.table(&table, &fields);
                    }
                }
                _ => {}
            }
        }
        for (table, fields) in rest {
            if table == "intake" {
                let texts = self.texts(None);
                self.line(&format!("[[intake]]\nquestion = {texts}\nanswer = {texts}\n"));
                continue;
            }
            self.table(&table, &fields);
        }
        let later: Vec<&str> = form.blocks.iter().map(|place| place.block.as_str()).collect();
        if later.contains(&"annexes") {
            self.comment("Papers that go with it. `mla cite` adds the evidence; orders, statutes and consents are added by hand. kind: evidence, statute, domestic_decision, consent, papers_to_serve, translation, other.");
            let title = self.texts(None).replace('\n', " ");
            self.line(&format!("# [[annexes]]\n# number = 1\n# title = {title}\n# kind = \"domestic_decision\"\n# pages = 1\n"));
        }
        if later.contains(&"signature") {
            self.line("[sign]");
            let name = self.name(self.given("sign.name"));
            self.line(&format!("name = {name}"));
            let post = self.texts(self.given("sign.post"));
            self.line(&format!("post = {post}"));
            let place = self.name(self.given("sign.place"));
            self.line(&format!("place = {place}"));
            self.line("stamp = true");
        }
    }

    fn table(&mut self, table: &str, fields: &[&'static Field]) {
        let shown = |field: &&&Field| field.need != Need::Optional || self.plan.full;
        let switches = matches!(table, "urgency" | "confidentiality" | "close");
        if !switches && !fields.iter().any(|field| shown(&field)) {
            return;
        }
        self.line(&format!("[{table}]"));
        match table {
            "close" => self.line("receipt_asked = true\nconsult_before_refusal = true"),
            "urgency" => {
                let urgent = self.given("urgency.reason").is_some();
                self.line(&format!("urgent = {urgent}"));
            }
            "confidentiality" => self.line("requested = false"),
            _ => {}
        }
        let prefix = format!("{table}.");
        // Secrecy and urgency: their fields matter only once the switch is on.
        let switched_off = table == "confidentiality" || (table == "urgency" && self.given("urgency.reason").is_none());
        for field in fields {
            let Some(key) = field.path.strip_prefix(&prefix) else { continue };
            if field.need == Need::Optional && !self.plan.full {
                continue;
            }
            self.field(field, key, &field.path, switched_off);
        }
        self.line("");
    }

    /// One field with its comment; `off`: as a comment, to be switched on.
    fn field(&mut self, field: &Field, key: &str, path: &str, off: bool) {
        let need = match field.need {
            Need::Required => String::new(),
            Need::Conditional if field.when.is_empty() => " (if it applies)".to_string(),
            Need::Conditional => format!(" (if {})", field.when),
            Need::Optional => " (advised)".to_string(),
        };
        let reference = if field.reference.is_empty() { String::new() } else { format!(" [{}]", field.reference) };
        let (value, live) = self.value(field, path);
        let choices = match &field.kind {
            Kind::Term(set) | Kind::Terms(set) => format!(": {}", choices(set).join(", ")),
            _ => String::new(),
        };
        self.comment(&format!("{}{choices}{need}{reference}", field.label("en")));
        let live = live && !off && (field.need == Need::Required || self.given(path).is_some());
        self.line(&format!("{}{key} = {value}", if live { "" } else { "# " }));
    }

    /// How a field is written, and whether an empty one may stand.
    fn value(&self, field: &Field, path: &str) -> (String, bool) {
        let given = self.given(path);
        match &field.kind {
            Kind::Text => (self.texts(given), true),
            Kind::Name => (self.name(given), true),
            Kind::Texts
            | Kind::Names
            | Kind::Lines
            | Kind::Articles
            | Kind::Persons
            | Kind::States
            | Kind::Languages
            | Kind::Terms(_)
            | Kind::Annexes => ("[]".to_string(), true),
            Kind::Line | Kind::Address | Kind::Person | Kind::Decision | Kind::Offence | Kind::Instrument | Kind::Digest => {
                (quoted(given.unwrap_or_default()), true)
            }
            Kind::Term(set) => match given {
                Some(given) => (quoted(given), true),
                None => (quoted(choices(set).first().map_or("", String::as_str)), false),
            },
            Kind::Date => (format!("\"{}\"", given.unwrap_or("2026-01-31")), given.is_some()),
            Kind::Moment => ("\"2026-01-31T10:00:00+01:00\"".to_string(), false),
            Kind::Moments => ("[\"2026-01-31T10:00:00+01:00\"]".to_string(), false),
            Kind::Period => ("{ from = \"2026-01-01\", to = \"2026-01-31\", zone = \"Europe/Belgrade\" }".to_string(), false),
            Kind::Number | Kind::Money(_) | Kind::Annex => ("1".to_string(), false),
            Kind::Flag => ("false".to_string(), false),
            Kind::State => (quoted(&self.plan.from.code), false),
            Kind::Language => (quoted(self.languages.first().map_or("en", String::as_str)), false),
            Kind::Scripts => ("{ sr-Cyrl = \"\" }".to_string(), false),
            Kind::Provision => (quoted(""), false),
            Kind::Rows(group) => (format!("[{}]", self.row(group)), false),
            Kind::Object(group) => (self.row(group), false),
        }
    }

    /// One row of a table, with its required fields.
    fn row(&self, group: &str) -> String {
        let fields = forms::group(group);
        let wanted = |field: &&&Field| field.need == Need::Required || (group == "account" && field.path == "iban");
        let cells: Vec<String> =
            fields.iter().filter(wanted).map(|field| format!("{} = {}", field.path, self.value(field, "").0)).collect();
        format!("{{ {} }}", cells.join(", "))
    }

    fn persons(&mut self) {
        self.comment("Natural persons. Facts, offences and measures name them by id. A protected person gets a code, and drafts show the code only.");
        self.line("[[persons]]");
        self.line("id = \"P1\"");
        self.comment(&format!("role: {}", choices("role").join(", ")));
        self.line(&format!("role = {}", quoted(self.given("persons[0].role").unwrap_or("suspect"))));
        self.line("# code = \"V1\"");
        for key in ["surname", "given_names"] {
            self.line(&format!("{key} = {}", quoted(self.given(&format!("persons[0].{key}")).unwrap_or_default())));
        }
        self.rest("person", "persons[0].", &["role"]);
        self.line("");
    }

    fn rest(&mut self, group: &str, prefix: &str, done: &[&str]) {
        for field in forms::group(group) {
            let special = done.contains(&field.path.as_str()) || matches!(field.kind, Kind::Provision);
            if special || (field.need == Need::Optional && !self.plan.full && field.path != "scripts") {
                continue;
            }
            self.field(field, &field.path, &format!("{prefix}{}", field.path), false);
        }
    }

    fn optional_list(&mut self, block: &str, need: Need, when: &str) {
        let (table, group) = match block {
            "companies" => ("companies", "company"),
            "formalities" => ("formalities", "formality"),
            _ => ("dual", "dual"),
        };
        if need == Need::Optional && !self.plan.full {
            return;
        }
        if !when.is_empty() {
            self.comment(&format!("If {when}:"));
        }
        self.line(&format!("# [[{table}]]"));
        if table == "companies" {
            self.line("# id = \"C1\"\n# name = \"\"");
        }
        for field in forms::group(group).into_iter().filter(|field| field.need == Need::Required) {
            let value = if table == "dual" && field.path == "offence" { quoted("O1") } else { self.value(field, "").0 };
            self.line(&format!("# {} = {value}", field.path));
        }
        if table == "dual" {
            self.comment("`rogatory law dual --offence … --in …` proposes the elements.");
        }
        self.line("");
    }

    fn facts(&mut self) {
        self.comment("What happened, one statement a block, in order of time: when, where, who (ids), and the evidence. `rogatory mla cite FILE --document DOC --page N --quote \"…\"` adds a block with citation and annex.");
        let texts = self.texts(None);
        self.line(&format!(
            "# [[facts]]\n# id = \"F1\"\n# date = \"2026-01-31\"\n# place = {texts}\n# actors = [\"P1\"]\n# text = {texts}\n"
        ));
    }

    fn offences(&mut self) {
        self.comment("Offences. provision: id as `rogatory law list` prints it; concept: as `rogatory law concepts` prints it.");
        self.line("[[offences]]");
        self.line("id = \"O1\"");
        self.line(&format!("provision = {}", quoted(self.given("offences[0].provision").unwrap_or_default())));
        self.line(&format!("concept = {}", quoted(self.plan.concept.as_deref().unwrap_or_default())));
        let texts = self.texts(None);
        self.line(&format!("name = {texts}\ncode = {texts}\narticle = \"\"\nparagraph = \"\""));
        self.line("# penalty_max_months = 96");
        self.rest("offence", "offences[0].", &["provision_shown"]);
        self.line("");
    }

    fn measures(&mut self) {
        let kinds = if self.plan.measures.is_empty() && self.plan.form == FormId::Classical {
            self.comment(&format!(
                "Which measure: {}.",
                MeasureKind::ALL.iter().map(|kind| kind.id()).collect::<Vec<_>>().join(", ")
            ));
            vec![MeasureKind::Hearing]
        } else {
            self.plan.measures.clone()
        };
        for (at, kind) in kinds.into_iter().enumerate() {
            self.line("[[measures]]");
            self.line(&format!("id = \"M{}\"\nkind = {}", at + 1, quoted(kind.id())));
            self.rest("measure", &format!("measures[{at}]."), &[]);
            self.line("");
            self.line(&format!("[measures.{}]", kind.id()));
            self.rest(&format!("measure.{}", kind.id()), &format!("measures[{at}].{}.", kind.id()), &[]);
            self.line("");
        }
    }
}

/// Original first, then a language the requested State takes, if the original is none.
fn languages(plan: &Plan, library: &Library, advice: Option<&Advice<'_>>) -> Vec<String> {
    let tag = |language: &str| if language == "sr" { "sr-Latn".to_string() } else { language.to_string() };
    let official = |state: &State| {
        library.jurisdiction(&state.code).and_then(|fact| fact.official_languages.first().map(|language| tag(language)))
    };
    let original = plan.language.clone().or_else(|| official(&plan.from)).unwrap_or_else(|| "en".into());
    let accepted: Vec<String> = advice.map(|a| a.languages.iter().map(|known| tag(&known.tag)).collect()).unwrap_or_default();
    let same = |a: &str, b: &str| super::languages::same_language(a, b);
    let theirs = official(&plan.to);
    if theirs.iter().chain(&accepted).any(|known| same(known, &original)) {
        return vec![original];
    }
    let second = theirs.or_else(|| accepted.first().cloned()).unwrap_or_else(|| "en".into());
    if second == original { vec![original] } else { vec![original, second] }
}

/// The values of a closed list.
fn choices(set: &str) -> Vec<String> {
    let prefix = format!("{set}.");
    let mut known: Vec<String> =
        forms::keys(Set::Terms).into_iter().filter_map(|key| key.strip_prefix(&prefix).map(str::to_string)).collect();
    known.sort();
    known
}

/// A TOML string.
fn quoted(text: &str) -> String {
    toml_edit::Value::from(text).to_string().trim().to_string()
}

/// A line that says which block comes, for `--interactive`.
pub fn describe(plan: &Plan) -> String {
    let mut text = String::new();
    let measures: Vec<&str> = plan.measures.iter().map(|kind| kind.id()).collect();
    let _ = write!(text, "{} asks {}: {}", plan.from.name, plan.to.name, plan.form.id());
    if !measures.is_empty() {
        let _ = write!(text, " ({})", measures.join(", "));
    }
    text
}
