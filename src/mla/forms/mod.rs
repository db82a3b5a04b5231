//! The forms of mutual assistance as data: which blocks a form holds, which fields a block holds, what each field is called in
//! every language, which treaty asks for it and under which condition.
//!
//! The tables under `data/` are written for jurists: they open in a spreadsheet, and nothing of them stands in Rust.
//! Not for: judging a request (`checks`) or setting it (`draft`).

mod page;
mod words;

use std::sync::LazyLock;

use serde::Deserialize;

pub use page::page;
pub use words::{LANGUAGES, Set, column, keys, word};

/// How much something is needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub enum Need {
    /// Required by the treaty or form.
    #[serde(rename = "R")]
    Required,
    /// Required under the condition named.
    #[serde(rename = "C")]
    Conditional,
    /// Optional but advised.
    #[serde(rename = "O")]
    Optional,
}

impl Need {
    /// The letter of the tables.
    pub fn letter(self) -> &'static str {
        match self {
            Need::Required => "R",
            Need::Conditional => "C",
            Need::Optional => "O",
        }
    }
}

/// What a field holds and how a draft writes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// Free text in the languages the clerk gives.
    Text,
    Texts,
    /// A name or a place: as a rule the same in every language, else one a language.
    Name,
    Names,
    /// One line that is the same in every language.
    Line,
    Lines,
    Date,
    Moment,
    Moments,
    Period,
    Number,
    /// An amount, with the path of its currency.
    Money(String),
    Flag,
    /// A value of a closed list of `terms.csv`.
    Term(String),
    Terms(String),
    State,
    States,
    Language,
    Languages,
    /// Ids of persons and companies.
    Persons,
    /// Id of a person or company, or a name.
    Person,
    Annex,
    Annexes,
    /// Id of a decision of the case.
    Decision,
    /// Id of an offence.
    Offence,
    Instrument,
    /// Articles of an instrument, written "Art 18(15)(b)" in the request.
    Articles,
    /// The article of an offence as it is cited.
    Provision,
    Address,
    /// Names by script.
    Scripts,
    Digest,
    /// A table; its columns are the fields of the named group.
    Rows(String),
    /// A block of fields of the named group.
    Object(String),
}

/// One field.
#[derive(Debug, Clone)]
pub struct Field {
    /// Group the field belongs to: a block, or the rows of a table.
    pub group: String,
    /// Path in the request, from its root ("hdr.date"), or from the item of a list.
    pub path: String,
    pub kind: Kind,
    /// Identifies a person: never shown of a protected one outside the sealed annex.
    pub identity: bool,
    /// A flag that is said only where it is set: "no" would be noise.
    pub only_if_set: bool,
    /// Key in `labels.csv`.
    pub label: String,
    pub need: Need,
    /// Treaty or form that asks for it.
    pub reference: String,
    /// Condition, for a conditional field.
    pub when: String,
}

impl Field {
    /// What the field is called in a language.
    pub fn label(&self, language: &str) -> String {
        word(Set::Labels, &self.label, language).unwrap_or_else(|| self.label.clone())
    }
}

/// A block of a form.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Block {
    pub id: String,
    /// Key in `headings.csv`.
    pub heading: String,
    /// List of the request the block repeats over.
    pub each: Option<String>,
    /// The block is shown only where this flag of the request is set.
    #[serde(rename = "if")]
    pub condition: Option<String>,
    /// Group of its fields, if not its id.
    fields: Option<String>,
}

impl Block {
    /// Its fields, in order.
    pub fn fields(&self) -> Vec<&'static Field> {
        group(self.fields.as_deref().unwrap_or(&self.id))
    }
}

/// A block in its place in a form.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Place {
    #[serde(rename = "id")]
    pub block: String,
    pub need: Need,
    #[serde(default)]
    pub reference: String,
    #[serde(default)]
    pub when: String,
}

impl Place {
    /// The block that stands here.
    pub fn block(&self) -> Option<&'static Block> {
        FORMS.blocks.iter().find(|block| block.id == self.block)
    }
}

/// A form.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Form {
    /// As in the request's `form`.
    pub id: String,
    pub references: Vec<String>,
    /// What nobody has verified yet.
    #[serde(default)]
    pub unverified: Vec<String>,
    /// Name of a hard stop: `persons_inside_without_plan`.
    pub stop: Option<String>,
    pub blocks: Vec<Place>,
}

impl Form {
    /// Its title in a language.
    pub fn title(&self, language: &str) -> String {
        word(Set::Terms, &format!("form.{}", self.id), language).unwrap_or_else(|| self.id.clone())
    }
}

/// Whether the words of a set were confirmed in a language.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Review {
    set: String,
    /// `unreviewed` or `reviewed`.
    pub status: String,
    languages: Vec<String>,
    pub by: Option<String>,
    /// Day of the review, YYYY-MM-DD.
    pub on: Option<String>,
}

#[derive(Deserialize)]
struct Forms {
    #[serde(rename = "form")]
    forms: Vec<Form>,
    #[serde(rename = "block")]
    blocks: Vec<Block>,
}

#[derive(Deserialize)]
struct Reviews {
    review: Vec<Review>,
}

// The tables are compiled in; that they parse is tested, not hoped for.
static FORMS: LazyLock<Forms> =
    LazyLock::new(|| toml::from_str(include_str!("data/forms.toml")).unwrap_or_else(|error| unreachable!("forms.toml: {error}")));
static REVIEWS: LazyLock<Reviews> = LazyLock::new(|| {
    toml::from_str(include_str!("data/review.toml")).unwrap_or_else(|error| unreachable!("review.toml: {error}"))
});
static FIELDS: LazyLock<Vec<Field>> = LazyLock::new(|| {
    let mut reader = csv::ReaderBuilder::new().delimiter(b';').from_reader(include_str!("data/fields.csv").as_bytes());
    reader.records().flatten().filter_map(|record| field(&record)).collect()
});

/// All forms, in the order of the notes.
pub fn all() -> &'static [Form] {
    &FORMS.forms
}

/// The form with this id.
pub fn form(id: &str) -> Option<&'static Form> {
    FORMS.forms.iter().find(|form| form.id == id)
}

/// The fields of a group (a block, a sub-form "measure.hearing", the rows of a table), in order.
pub fn group(name: &str) -> Vec<&'static Field> {
    FIELDS.iter().filter(|field| field.group == name).collect()
}

/// The names of all groups of fields.
pub fn groups() -> Vec<&'static str> {
    let mut groups: Vec<&str> = FIELDS.iter().map(|field| field.group.as_str()).collect();
    groups.dedup();
    groups
}

/// Whether the words of a set were confirmed in a language. Headings are reviewed with the labels.
pub fn review(set: Set, language: &str) -> Option<&'static Review> {
    let name = match set {
        Set::Labels | Set::Headings => "labels",
        Set::Terms => "terms",
        Set::Phrases => "phrases",
    };
    REVIEWS.review.iter().find(|review| review.set == name && review.languages.iter().any(|l| l == language))
}

/// True if every word a draft in this language may use was confirmed by a jurist.
pub fn reviewed(language: &str) -> bool {
    [Set::Labels, Set::Terms, Set::Phrases]
        .into_iter()
        .all(|set| review(set, language).is_some_and(|review| review.status == "reviewed"))
}

fn field(record: &csv::StringRecord) -> Option<Field> {
    let cell = |at: usize| record.get(at).unwrap_or_default().to_owned();
    let written = cell(2);
    let (written, identity) = written.strip_suffix(":identity").map_or((written.as_str(), false), |kind| (kind, true));
    let (written, only_if_set) = if written == "mark" { ("flag", true) } else { (written, false) };
    Some(Field {
        group: cell(0),
        path: cell(1),
        kind: kind(written)?,
        identity,
        only_if_set,
        label: cell(3),
        need: match cell(4).as_str() {
            "R" => Need::Required,
            "C" => Need::Conditional,
            "O" => Need::Optional,
            _ => return None,
        },
        reference: cell(5),
        when: cell(6),
    })
}

fn kind(written: &str) -> Option<Kind> {
    let (name, of) = written.split_once(':').map_or((written, String::new()), |(name, of)| (name, of.to_owned()));
    Some(match name {
        "text" => Kind::Text,
        "texts" => Kind::Texts,
        "name" => Kind::Name,
        "names" => Kind::Names,
        "line" => Kind::Line,
        "lines" => Kind::Lines,
        "date" => Kind::Date,
        "moment" => Kind::Moment,
        "moments" => Kind::Moments,
        "period" => Kind::Period,
        "number" => Kind::Number,
        "money" => Kind::Money(of),
        "flag" => Kind::Flag,
        "term" => Kind::Term(of),
        "terms" => Kind::Terms(of),
        "state" => Kind::State,
        "states" => Kind::States,
        "language" => Kind::Language,
        "languages" => Kind::Languages,
        "persons" => Kind::Persons,
        "person" => Kind::Person,
        "annex" => Kind::Annex,
        "annexes" => Kind::Annexes,
        "decision" => Kind::Decision,
        "offence" => Kind::Offence,
        "instrument" => Kind::Instrument,
        "articles" => Kind::Articles,
        "provision" => Kind::Provision,
        "address" => Kind::Address,
        "scripts" => Kind::Scripts,
        "digest" => Kind::Digest,
        "rows" => Kind::Rows(of),
        "object" => Kind::Object(of),
        _ => return None,
    })
}

#[cfg(test)]
mod tests;
