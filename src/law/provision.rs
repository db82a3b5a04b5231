//! Offences and the general part of a code, as the facts hold them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::terms::{Confidence, Gain};

/// `offences/<jurisdiction>.json`.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct OffenceFile {
    pub as_of: String,
    pub jurisdiction: String,
    pub text_copies_read: Vec<String>,
    pub text_copies_read_other_laws: Vec<String>,
    pub official_place_named_by_the_copies: Option<String>,
    pub pending_changes: Vec<PendingChange>,
    pub general_part: Option<GeneralPart>,
    /// Derived from the provisions of the concept `legal_person_liability`.
    pub company_liability: Option<CompanyLiability>,
    /// Named groups in words, with `article` and `source`.
    pub definitions_of_group: Option<BTreeMap<String, String>>,
    pub provisions: Vec<Provision>,
}

/// A change of the law that the figures do not show.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PendingChange {
    pub what: String,
    pub source: Option<String>,
    pub confidence: Confidence,
}

/// The frame of penalties and the rule on attempt.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct GeneralPart {
    pub imprisonment: Imprisonment,
    pub life_imprisonment: bool,
    pub long_term: Option<MonthRange>,
    /// Day-units and amounts differ from code to code; kept as written.
    pub fine: Option<serde_json::Value>,
    #[serde(default)]
    pub general_rule_articles: Vec<String>,
    pub source: Option<String>,
    pub confidence: Confidence,
    pub note: Option<String>,
    pub contravention: Option<serde_json::Value>,
    pub imprisonment_where_life_provided_max_months: Option<u32>,
    pub attempt: Option<AttemptRule>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Imprisonment {
    pub min_days: Option<u32>,
    pub max_months: Option<u32>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct MonthRange {
    pub min_months: Option<u32>,
    pub max_months: Option<u32>,
}

/// When attempt is punishable.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct AttemptRule {
    pub rule: AttemptReach,
    /// With `threshold`: the offence's maximum must reach it.
    pub threshold_months: Option<u32>,
    /// Which offences are serious crimes; derived from the note of the general part.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub serious_crime: Option<SeriousCrime>,
    pub article: String,
    pub text_own_words: String,
    pub confidence: Confidence,
}

/// From which range on an offence is a serious crime (Verbrechen, crime).
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SeriousCrime {
    pub min_at_least_months: Option<u32>,
    pub max_at_least_months: Option<u32>,
    pub derived_from: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum AttemptReach {
    /// The offence's maximum must reach a number of months, or the law says so at the offence.
    Threshold,
    AllOffences,
    /// Not contraventions or misdemeanours.
    AllCrimes,
    SeriousCrimesAndWhereStated,
    WhereStated,
}

/// How a company answers for an offence.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CompanyLiability {
    pub kind: CompanyLiabilityKind,
    pub reach: CompanyLiabilityReach,
    /// Concepts for which the facts hold a provision of its own.
    pub stated_for: Vec<String>,
    /// The provision whose prose says so.
    pub provision: String,
    /// The words it was read from.
    pub derived_from: String,
    pub source: Option<String>,
    pub confidence: Confidence,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum CompanyLiabilityKind {
    /// Criminal liability of the legal person itself.
    Criminal,
    /// A fine by administrative or regulatory proceedings, no criminal liability.
    RegulatoryFine,
    /// Security measures against the legal person, no penalty.
    MeasuresOnly,
    /// The entity answers; whether criminally was not read.
    NotRead,
}

impl CompanyLiabilityKind {
    /// The word of the fact files.
    pub fn word(self) -> &'static str {
        match self {
            CompanyLiabilityKind::Criminal => "criminal",
            CompanyLiabilityKind::RegulatoryFine => "regulatory_fine",
            CompanyLiabilityKind::MeasuresOnly => "measures_only",
            CompanyLiabilityKind::NotRead => "not_read",
        }
    }
}

/// For which offences a company answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum CompanyLiabilityReach {
    AnyOffence,
    /// Only those a special act lists.
    ListedOffences,
    /// Only where the offence says so.
    WhereStated,
    Unknown,
}

/// One provision: an offence, a rule of the general part, an exemption.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Provision {
    pub id: String,
    /// Taken from the file it stands in.
    #[serde(skip)]
    pub jurisdiction: String,
    /// The act in words.
    pub code: String,
    /// As printed: `110/a`, `418-а`, `225-4-1`.
    pub article: String,
    pub paragraph: Option<String>,
    pub heading_own_words: String,
    pub heading_local: String,
    pub concept: String,
    /// Where it is no crime; derived from the penalty and summary.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nature: Option<Nature>,
    /// Circumstances without which it does not apply at all (heavier forms with an entry of their own); derived from
    /// the summary.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub needs: Option<Needs>,
    /// Of a rule on non-punishment: whose acts it spares, and whether it was made for them; derived from the summary.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub spares: Vec<Spares>,
    pub acts: Vec<String>,
    pub means: Vec<String>,
    pub purposes: Vec<String>,
    /// `Some(false)`: no method needed for a child; `None`: does not apply or silent.
    pub means_required_for_child: Option<bool>,
    /// Where the age differs from 18 (Germany 21).
    pub age_threshold_without_means: Option<u32>,
    /// `Some(true)`: the text says so.
    pub consent_irrelevant: Option<bool>,
    pub gain: Option<Gain>,
    pub gain_note: Option<String>,
    /// The routes by act, where gain is one of several; derived from `gain_note` and `summary`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub gain_routes: Vec<GainRoute>,
    pub humanitarian_exemption: Option<bool>,
    pub corroboration: Option<String>,
    pub territorial_scope: Option<String>,
    /// Where the conduct must take place or aim; derived from `territorial_scope`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reach: Option<Reach>,
    pub mental_element: String,
    /// Whether the text of the offence itself says that attempt is punishable; derived from the summary.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attempt_stated: Option<AttemptStated>,
    pub penalty: Penalty,
    pub aggravations: Vec<Aggravation>,
    /// `false`: unknown, never "none".
    pub aggravations_complete: bool,
    pub summary: String,
    pub in_force_note: Option<String>,
    pub source: Option<String>,
    pub source_read: bool,
    pub confidence: Confidence,
}

/// For these acts, one of these circumstances is needed.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct GainRoute {
    pub acts: Vec<String>,
    pub any_of: Vec<Circumstance>,
    /// The words of `gain_note` it was read from.
    pub derived_from: String,
}

/// What makes help punishable beside, or instead of, gain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Circumstance {
    /// Nothing more is needed.
    None,
    Gain,
    Repetition,
    SeveralPersons,
    /// "Engaging in it": whether a single act is enough must be asked.
    EngagedInIt,
    /// One of the means the provision lists.
    ListedMeans,
    WithinSmugglingActivity,
    AimOfHinderingRemoval,
}

impl Circumstance {
    /// In words of people.
    pub fn says(self) -> &'static str {
        match self {
            Circumstance::None => "nothing more",
            Circumstance::Gain => "gain",
            Circumstance::Repetition => "repeated action",
            Circumstance::SeveralPersons => "help to several persons",
            Circumstance::EngagedInIt => "being engaged in it",
            Circumstance::ListedMeans => "one of the listed means",
            Circumstance::WithinSmugglingActivity => "help within a smuggling activity",
            Circumstance::AimOfHinderingRemoval => "the aim of hindering removal",
        }
    }
}

/// Triggers of which one set must be there in full.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Needs {
    pub any_of: Vec<Vec<String>>,
    pub derived_from: String,
}

/// Whom a rule on non-punishment spares.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Spares {
    pub kind: SparesKind,
    /// The offences whose victims (or, in smuggling, whose objects) it is about.
    pub concepts: Vec<String>,
    /// Where it stands, if not in the article of the entry.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    pub derived_from: String,
}

/// Whether the rule was made for victims.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum SparesKind {
    /// Made for the victims of these offences.
    Dedicated,
    /// A rule for everybody; that no clause for victims was found is said by the facts.
    GeneralNoDedicated,
    /// A rule for everybody; whether there is a clause for victims is not in the facts.
    General,
}

/// A provision that is no crime in the full sense.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Nature {
    pub kind: NatureKind,
    pub derived_from: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum NatureKind {
    /// Lesser criminal offence (Albania).
    Contravention,
    /// Prekršaj: below the criminal code.
    Misdemeanour,
    /// Punished by an administrative authority.
    Administrative,
}

impl NatureKind {
    /// In words of people.
    pub fn says(self) -> &'static str {
        match self {
            NatureKind::Contravention => "contravention",
            NatureKind::Misdemeanour => "misdemeanour below the criminal code",
            NatureKind::Administrative => "administrative offence",
        }
    }
}

/// Whether the law says at the offence that attempt is punishable.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct AttemptStated {
    pub stated: bool,
    /// The provision whose summary says so.
    pub provision: String,
    pub derived_from: String,
}

/// Where the conduct must take place or aim.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Reach {
    /// The territory that must be entered, crossed or stayed in: ISO codes, `own`, `any`, `EU`, `Schengen`,
    /// `UN_smuggling_protocol_parties`.
    pub territories: Vec<String>,
    /// Territories that count under a condition (`partly_when`).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub partly: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub partly_when: Option<String>,
    /// Only where the exploitation or movement crosses a border.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub cross_border: bool,
    /// Further conditions that cannot be reckoned from places, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub condition: Option<String>,
    pub derived_from: String,
}

/// A penalty in months (12 a year).
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Penalty {
    /// `None`: the provision sets none; see the general part.
    pub min_months: Option<u32>,
    pub max_months: Option<u32>,
    pub life: bool,
    pub long_term_imprisonment: bool,
    pub fine: Fine,
    pub text_own_words: String,
    pub note: Option<String>,
}

/// Whole units of the currency, or day-units.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Fine {
    pub min: Option<u64>,
    pub max: Option<u64>,
    pub currency: Option<String>,
    /// `Some(true)`: with prison; `Some(false)`: instead of it or optional.
    pub cumulative: Option<bool>,
}

impl Fine {
    /// Whether the provision names a fine at all.
    pub fn is_set(&self) -> bool {
        self.min.is_some() || self.max.is_some() || self.cumulative.is_some()
    }
}

/// A circumstance that changes the range.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Aggravation {
    pub trigger: String,
    /// Further circumstances needed at the same time.
    pub also: Vec<String>,
    pub threshold: Option<Threshold>,
    pub min_months: Option<u32>,
    pub max_months: Option<u32>,
    pub life: bool,
    pub long_term_imprisonment: bool,
    /// Where the sentence is raised by a fraction.
    pub penalty_rule: Option<String>,
    pub paragraph: Option<String>,
    pub note: Option<String>,
}

impl Aggravation {
    /// The place of the circumstance beside the provision it changes: `350(3)`, or the other article it stands in
    /// (`602-ter(1)(a)`, `97(2)`, `225-4-3`).
    pub fn place(&self, article: &str) -> String {
        let article = article.split(',').next().unwrap_or_default().trim();
        match self.paragraph.as_deref() {
            None => article.to_owned(),
            Some(place) if names_an_article(place) => place.to_owned(),
            Some(paragraph) => format!("{article}({paragraph})"),
        }
    }
}

/// Three digits are an article, and so are two with a paragraph behind them: no article here has a hundred paragraphs.
pub fn names_an_article(place: &str) -> bool {
    let digits = place.bytes().take_while(u8::is_ascii_digit).count();
    digits >= 3 || digits == 2 && place.as_bytes().get(digits) == Some(&b'(')
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Threshold {
    pub value: u64,
    /// `months`, `metres` or a currency.
    pub unit: String,
}

/// An article number or id reduced to what ids are made of: case, dots, slashes and hyphens set aside, Cyrillic and
/// Greek letter suffixes in Latin (`418-а` is `418A`, `110/a` is `110.A`).
pub fn article_key(article: &str) -> String {
    let plain = article.split(" (").next().unwrap_or(article).trim();
    let latin: Vec<char> = plain
        .chars()
        .map(|c| match c {
            'а' | 'А' | 'Α' | 'α' => 'A',
            'б' | 'Б' => 'B',
            'в' | 'В' => 'V',
            'г' | 'Г' => 'G',
            'д' | 'Д' => 'D',
            c => c.to_ascii_uppercase(),
        })
        .collect();
    let mut out = String::with_capacity(latin.len());
    for (at, c) in latin.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|b| latin.get(b)).copied();
        let after = latin.get(at + 1).copied();
        match c {
            // A hyphen before a letter goes; between digits it becomes a dot.
            '-' if before.is_some_and(|c| c.is_ascii_digit()) && after.is_some_and(|c| c.is_alphabetic()) => {}
            '-' | '/' | ' ' | '.' => out.push('.'),
            c => out.push(*c),
        }
    }
    out
}
