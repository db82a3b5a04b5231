//! The rules themselves: read from TOML, checked when read. An office adds its own in `mla-rules/*.toml` of its library folder.

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::expression::Expression;
use super::words::WordLists;

/// How grave a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Blocks "ready".
    Error,
    /// May cost time or the evidence.
    Warning,
    /// Good practice.
    Hint,
}

impl Severity {
    /// The word in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Hint => "hint",
        }
    }
}

/// A finding states what is wrong; a question asks what the request does not say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    Finding,
    Question,
}

/// One rule.
#[derive(Debug, Clone)]
pub struct Rule {
    pub id: String,
    /// Row of the table of reasons it answers, if any.
    pub reason: Option<u32>,
    pub title: String,
    pub reference: String,
    pub severity: Severity,
    /// Severity of the question, if the condition is unknown.
    pub question_severity: Severity,
    /// `m in measures`: the rule is asked for each.
    pub each: Option<(String, Expression, String)>,
    /// The rule is asked only where this does not answer no.
    pub applies: Option<Expression>,
    /// The rule is broken where this answers yes.
    pub broken: Expression,
    /// Field the finding is about; `{i}` is the place in the list walked.
    pub field: String,
    pub message: String,
    pub fix: String,
    pub question: Option<String>,
    /// True if only a person can answer: the rule is a question wherever it applies and nobody has answered.
    pub built_in: bool,
    /// The conditions as written, for the page of rules.
    pub written: RuleText,
}

/// A rule as it stands in the file.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RuleText {
    pub id: String,
    pub reason: Option<u32>,
    pub title: String,
    pub reference: String,
    pub severity: Severity,
    pub question_severity: Option<Severity>,
    pub each: Option<String>,
    pub applies: Option<String>,
    pub broken: String,
    #[serde(default)]
    pub field: String,
    pub message: String,
    pub fix: String,
    pub question: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RuleFile {
    #[serde(default)]
    rule: Vec<RuleText>,
    #[serde(default)]
    words: BTreeMap<String, BTreeMap<String, Vec<String>>>,
}

/// A rule file that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RulesError {
    pub file: PathBuf,
    /// Id of the rule, or line and column.
    pub place: String,
    pub message: String,
}

impl fmt::Display for RulesError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}: {}", self.file.display(), self.place, self.message)
    }
}

impl std::error::Error for RulesError {}

/// All rules and word lists, built in and the office's.
#[derive(Debug, Clone)]
pub struct RuleSet {
    pub rules: Vec<Rule>,
    pub words: WordLists,
}

/// The built-in rule files, in reading order.
pub const BUILT_IN: &[(&str, &str)] = &[
    ("basis.toml", include_str!("basis.toml")),
    ("content.toml", include_str!("content.toml")),
    ("measures.toml", include_str!("measures.toml")),
    ("forms.toml", include_str!("forms.toml")),
    ("days.toml", include_str!("days.toml")),
    ("afterwards.toml", include_str!("afterwards.toml")),
];

impl RuleSet {
    /// The built-in rules, and over them those of the office (`mla-rules/*.toml` in `library`): a rule with a known id replaces it.
    ///
    /// # Errors
    /// A file that cannot be read or parsed, a condition that cannot be read, an `each` without "x in list".
    pub fn load(library: Option<&Path>) -> Result<RuleSet, RulesError> {
        let mut set = RuleSet { rules: Vec::new(), words: WordLists::built_in() };
        for (name, text) in BUILT_IN {
            set.add(Path::new(name), text, true)?;
        }
        let Some(folder) = library.map(|library| library.join("mla-rules")).filter(|folder| folder.is_dir()) else {
            return Ok(set);
        };
        let wrong = |file: &Path, error: std::io::Error| RulesError {
            file: file.to_path_buf(),
            place: "file".into(),
            message: format!("cannot be read: {error}"),
        };
        let mut files: Vec<PathBuf> = std::fs::read_dir(&folder)
            .map_err(|error| wrong(&folder, error))?
            .filter_map(|entry| entry.ok().map(|entry| entry.path()))
            .filter(|path| path.extension().is_some_and(|extension| extension == "toml"))
            .collect();
        files.sort();
        for file in files {
            let text = std::fs::read_to_string(&file).map_err(|error| wrong(&file, error))?;
            set.add(&file, &text, false)?;
        }
        Ok(set)
    }

    fn add(&mut self, file: &Path, text: &str, built_in: bool) -> Result<(), RulesError> {
        let at = |place: String, message: String| RulesError { file: file.to_path_buf(), place, message };
        let parsed: RuleFile = toml::from_str(text).map_err(|error| {
            let offset = error.span().map_or(0, |span| span.start);
            let line = text.get(..offset).map_or(0, |before| before.matches('\n').count()) + 1;
            at(format!("line {line}"), error.message().to_string())
        })?;
        self.words.add(parsed.words);
        for text in parsed.rule {
            let id = text.id.clone();
            let rule = Rule::read(text, built_in).map_err(|(field, message)| at(format!("rule {id}, {field}"), message))?;
            match self.rules.iter_mut().find(|known| known.id == rule.id) {
                Some(known) if !built_in => *known = rule,
                Some(_) => return Err(at(format!("rule {id}"), "there are two rules with this id".into())),
                None => self.rules.push(rule),
            }
        }
        Ok(())
    }
}

impl Rule {
    fn read(text: RuleText, built_in: bool) -> Result<Rule, (&'static str, String)> {
        let read =
            |field: &'static str, condition: &str| Expression::parse(condition).map_err(|problem| (field, problem.to_string()));
        let each = match &text.each {
            None => None,
            Some(each) => {
                let (variable, list) = each.split_once(" in ").ok_or(("each", format!("\"{each}\" is written \"x in list\"")))?;
                Some((variable.trim().to_string(), read("each", list)?, list.trim().to_string()))
            }
        };
        Ok(Rule {
            id: text.id.clone(),
            reason: text.reason,
            title: text.title.clone(),
            reference: text.reference.clone(),
            severity: text.severity,
            question_severity: text.question_severity.unwrap_or(match text.severity {
                Severity::Error => Severity::Warning,
                _ => Severity::Hint,
            }),
            each,
            applies: text.applies.as_deref().map(|condition| read("applies", condition)).transpose()?,
            broken: read("broken", &text.broken)?,
            field: text.field.clone(),
            message: text.message.clone(),
            fix: text.fix.clone(),
            question: text.question.clone(),
            built_in,
            written: text,
        })
    }
}
