//! Conduct to be judged: described in a small file, or taken from an offence.

use serde::Deserialize;

use super::super::library::{Library, nearest};
use super::super::provision::Provision;
use super::super::terms::Gain;
use super::super::vocabulary::{Term, Vocabulary};
use super::rules::Rules;

/// What somebody did, as a `conduct.toml` describes it. What is absent is unknown, not "no".
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Conduct {
    /// A line for people.
    #[serde(default)]
    pub title: Option<String>,
    /// Only provisions of this concept; absent: recognised from acts and purposes.
    #[serde(default)]
    pub concept: Option<String>,
    pub acts: Vec<String>,
    /// Absent: unknown. Empty: none used.
    #[serde(default)]
    pub means: Option<Vec<String>>,
    #[serde(default)]
    pub purposes: Option<Vec<String>>,
    #[serde(default)]
    pub gain: Option<bool>,
    /// In years.
    #[serde(default)]
    pub victim_age: Option<u32>,
    #[serde(default)]
    pub cross_border: Option<bool>,
    /// Two-letter codes of States.
    #[serde(default)]
    pub from: Option<String>,
    #[serde(default)]
    pub through: Places,
    #[serde(default)]
    pub to: Option<String>,
    /// The suspect is a company.
    #[serde(default)]
    pub legal_person: Option<bool>,
    #[serde(default)]
    pub attempt: Option<bool>,
    /// Help out of humanity alone.
    #[serde(default)]
    pub humanitarian: Option<bool>,
    #[serde(default)]
    pub intent: Option<bool>,
    /// Aggravating and other circumstances that are there (triggers of the vocabulary).
    #[serde(default)]
    pub circumstances: Vec<String>,
    /// Circumstances that are known not to be there.
    #[serde(default)]
    pub absent_circumstances: Vec<String>,
    /// The lists hold what may have been done, not all that was done: conduct taken from an offence.
    #[serde(skip)]
    pub alternatives: bool,
}

/// One place or several.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(from = "OneOrMany")]
pub struct Places(pub Vec<String>);

#[derive(Deserialize)]
#[serde(untagged)]
enum OneOrMany {
    One(String),
    Many(Vec<String>),
}

impl From<OneOrMany> for Places {
    fn from(places: OneOrMany) -> Places {
        match places {
            OneOrMany::One(place) => Places(vec![place]),
            OneOrMany::Many(places) => Places(places),
        }
    }
}

/// A conduct file that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConductError {
    pub what: String,
    pub remedy: String,
}

impl Conduct {
    /// Read a conduct file and hold every word against the vocabulary and every place against the States.
    ///
    /// # Errors
    /// Not TOML, an unknown key or word, no act, an unknown State.
    pub fn read(text: &str, library: &Library) -> Result<Conduct, ConductError> {
        let mut conduct: Conduct = toml::from_str(text).map_err(|error| {
            let place = error
                .span()
                .map(|span| format!("line {}: ", text.get(..span.start).map_or(1, |before| before.matches('\n').count() + 1)));
            ConductError {
                what: format!("{}{}", place.unwrap_or_default(), error.message()),
                remedy: "title, concept, acts, means, purposes, gain, victim_age, cross_border, from, through, to, \
                         legal_person, attempt, humanitarian, intent, circumstances, absent_circumstances are understood; see \
                         docs/guide/comparing-law.md"
                    .into(),
            }
        })?;
        if conduct.acts.is_empty() {
            return Err(ConductError {
                what: "acts is empty: dual criminality needs at least one act".into(),
                remedy: "acts = [\"facilitate_entry\"]".into(),
            });
        }
        let words = library.vocabulary();
        check("acts", &words.acts, &conduct.acts)?;
        check("means", &words.means, conduct.means.as_deref().unwrap_or_default())?;
        check("purposes", &words.purposes, conduct.purposes.as_deref().unwrap_or_default())?;
        check("circumstances", &words.triggers, &conduct.circumstances)?;
        check("absent_circumstances", &words.triggers, &conduct.absent_circumstances)?;
        if let Some(concept) = &conduct.concept {
            check("concept", &words.concepts, std::slice::from_ref(concept))?;
        }
        let place = |given: &mut String| -> Result<(), ConductError> {
            match library.state(given) {
                Ok(state) => {
                    *given = state.code;
                    Ok(())
                }
                Err(unknown) => Err(ConductError {
                    what: format!("`{given}` is no State"),
                    remedy: if unknown.nearest.is_empty() {
                        "give the two letters of ISO 3166".into()
                    } else {
                        format!("nearest: {}", unknown.nearest.join(", "))
                    },
                }),
            }
        };
        for given in conduct.from.iter_mut().chain(conduct.through.0.iter_mut()).chain(conduct.to.iter_mut()) {
            place(given)?;
        }
        Ok(conduct)
    }

    /// Conduct that fulfils an offence and nothing more: what its text leaves open stays unknown.
    pub fn of_offence(provision: &Provision, rules: &Rules) -> Conduct {
        let purposes: Vec<String> = provision.purposes.iter().filter(|p| **p != rules.gain_purpose).cloned().collect();
        let own_border = provision.reach.as_ref().is_some_and(|reach| reach.territories == ["own"]);
        let state = provision.jurisdiction.split('-').next().unwrap_or(&provision.jurisdiction).to_owned();
        let some = |list: &[String]| if list.is_empty() { None } else { Some(list.to_vec()) };
        let needs = provision.needs.as_ref().map(|needs| needs.any_of.as_slice()).unwrap_or_default();
        Conduct {
            title: Some(provision.id.clone()),
            concept: Some(provision.concept.clone()),
            acts: provision.acts.clone(),
            means: some(&provision.means),
            purposes: some(&purposes),
            gain: matches!(provision.gain, Some(Gain::Required)).then_some(true),
            victim_age: (provision.concept == rules.child_concept)
                .then(|| provision.age_threshold_without_means.unwrap_or(rules.child_age))
                .or_else(|| rules.relations.protects_under(&provision.id))
                .map(|under| under.saturating_sub(1)),
            cross_border: provision.reach.as_ref().and_then(|reach| reach.cross_border.then_some(true)),
            from: own_border.then(|| state.clone()),
            through: Places(if own_border { vec![state.clone()] } else { Vec::new() }),
            to: own_border.then_some(state),
            circumstances: match needs {
                [only] => only.clone(),
                _ => Vec::new(),
            },
            alternatives: true,
            ..Conduct::default()
        }
    }

    /// Whether a circumstance (or a narrower one) is there: `None` where nothing is said.
    pub fn has(&self, triggers: &[Term], wanted: &str) -> Option<bool> {
        if self.circumstances.iter().any(|own| Vocabulary::covers(triggers, wanted, own)) {
            return Some(true);
        }
        if self.absent_circumstances.iter().any(|own| Vocabulary::covers(triggers, own, wanted)) {
            return Some(false);
        }
        None
    }

    /// Whether the case crosses a border: said so, or seen from the places.
    pub fn crosses_border(&self) -> Option<bool> {
        self.cross_border.or_else(|| {
            let places: Vec<&String> = self.from.iter().chain(&self.through.0).chain(&self.to).collect();
            let first = places.first()?;
            (places.len() > 1).then(|| places.iter().any(|place| place != first))
        })
    }
}

fn check(field: &str, terms: &[Term], used: &[String]) -> Result<(), ConductError> {
    for word in used {
        if Vocabulary::find(terms, word).is_none() {
            let near = nearest(word, terms.iter().map(|term| term.id.as_str()));
            return Err(ConductError {
                what: format!("{field}: `{word}` is not a word of the vocabulary"),
                remedy: if near.is_empty() {
                    "docs/reference-data.md lists the words".into()
                } else {
                    format!("nearest: {}", near.join(", "))
                },
            });
        }
    }
    Ok(())
}
