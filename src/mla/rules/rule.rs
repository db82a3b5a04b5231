//! The rules themselves: read from TOML, checked when read. An office adds its own in `mla-rules/*.toml` of its library folder.

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::expression::Expression;
use super::names::{Names, Unknown};
use super::words::WordLists;
use crate::mla::request::Mistake;
use crate::mla::request::nearest::distance;

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
            let mistake = Mistake::of(&error, text);
            let hint = mistake.hint.map(|hint| format!("; {hint}")).unwrap_or_default();
            at(format!("line {}, column {}", mistake.line, mistake.column), format!("{}{hint}", mistake.message))
        })?;
        self.words.add(parsed.words);
        // Those that come with the program are held to this by a test.
        let names = (!built_in).then(|| Names::new(&self.words));
        for written in parsed.rule {
            let id = written.id.clone();
            let placed = |field: &str, message: String| {
                let line = line_of(text, &id, field).map_or(String::new(), |line| format!("line {line}, "));
                at(format!("{line}rule {id}, {field}"), message)
            };
            let rule = Rule::read(written, built_in).map_err(|(field, message)| placed(field, message))?;
            if let Some(names) = &names {
                rule.check(names).map_err(|(field, message)| placed(field, message))?;
                self.is_no_slip(&rule).map_err(|message| placed("id", message))?;
            }
            match self.rules.iter_mut().find(|known| known.id == rule.id) {
                Some(known) if !built_in => *known = rule,
                Some(_) => return Err(at(format!("rule {id}"), "there are two rules with this id".into())),
                None => self.rules.push(rule),
            }
        }
        Ok(())
    }
}

impl RuleSet {
    /// A name that is almost that of a rule which comes with the program was meant to replace it.
    fn is_no_slip(&self, rule: &Rule) -> Result<(), String> {
        let built_in = || self.rules.iter().filter(|known| known.built_in).map(|known| known.id.as_str());
        // Those replaced by an earlier rule of the office are no longer built in, and known all the same.
        if self.rules.iter().any(|known| known.id == rule.id) {
            return Ok(());
        }
        match built_in().find(|known| distance(known, &rule.id) <= 2) {
            Some(near) => Err(format!(
                "there is no rule `{}` to replace; did you mean `{near}`? A new rule needs a name less like it, for example office.{}",
                rule.id,
                rule.id.rsplit('.').next().unwrap_or("own")
            )),
            None => Ok(()),
        }
    }
}

/// The line a field of a rule stands on, or the rule itself.
fn line_of(text: &str, id: &str, field: &str) -> Option<usize> {
    let key = |line: &str| line.split_once('=').map(|(key, value)| (key.trim().to_string(), value.trim().to_string()));
    let own = text.lines().position(|line| {
        key(line).is_some_and(|(key, value)| key == "id" && value.trim_start_matches(['"', '\'']).starts_with(id))
    })?;
    // The fields of a rule stand between its own [[rule]] and the next; `id` need not be the first.
    let lines: Vec<&str> = text.lines().collect();
    let begins = (0..=own).rev().find(|at| lines[*at].trim_start().starts_with('['))?;
    let ends = (own..lines.len()).find(|at| lines[*at].trim_start().starts_with('[')).unwrap_or(lines.len());
    let found = (begins..ends).find(|at| key(lines[*at]).is_some_and(|(key, _)| key == field));
    Some(found.unwrap_or(own) + 1)
}

impl Rule {
    /// Whether every name the rule speaks of exists; otherwise the field of the rule and what is wrong in it.
    pub(super) fn check(&self, names: &Names) -> Result<(), (&'static str, String)> {
        let each = self.each.as_ref().map(|(variable, _, list)| (variable.as_str(), list.as_str()));
        // The list is asked for first: without it the loop variable is nothing.
        names.condition(&Expression::Truth(true), each).map_err(|unknown| ("each", unknown.message))?;
        let column = |written: &Option<String>, unknown: Unknown| {
            let at = written.as_deref().and_then(|text| text.find(&unknown.written).map(|at| text[..at].chars().count() + 1));
            at.map_or(unknown.message.clone(), |at| format!("column {at}: {}", unknown.message))
        };
        if let Some(condition) = &self.applies {
            names.condition(condition, each).map_err(|unknown| ("applies", column(&self.written.applies, unknown)))?;
        }
        let broken = Some(self.written.broken.clone());
        names.condition(&self.broken, each).map_err(|unknown| ("broken", column(&broken, unknown)))?;
        names.field(&self.field).map_err(|unknown| ("field", unknown.message))?;
        for (field, text) in [("message", Some(&self.message)), ("fix", Some(&self.fix)), ("question", self.question.as_ref())] {
            if let Some(text) = text {
                names.message(text, each).map_err(|unknown| (field, unknown.message))?;
            }
        }
        Ok(())
    }

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

#[cfg(test)]
mod tests {
    use super::*;

    const SOUND: &str = "[[rule]]\nid = \"office.two_contacts\"\ntitle = \"Only one contact\"\nreference = \"circular 4/2026\"\nseverity = \"warning\"\neach = \"a in auth\"\napplies = \"a.role = 'requesting'\"\nbroken = \"count(a.contacts) < 2\"\nfield = \"auth[{i}].contacts\"\nmessage = \"The office wants two contacts, {a.name}.\"\nfix = \"Add one.\"\n";

    fn loaded(text: &str) -> Result<RuleSet, String> {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("mla-rules")).unwrap();
        std::fs::write(folder.path().join("mla-rules/own.toml"), text).unwrap();
        RuleSet::load(Some(folder.path())).map_err(|error| error.to_string())
    }

    /// A slip in an office's rule is an error when the rules are read, with its line and the word that was meant; never a rule that is
    /// silently not applied.
    #[test]
    fn slips_in_the_rules_of_an_office_are_told_with_their_line() {
        assert!(loaded(SOUND).unwrap().rules.iter().any(|rule| rule.id == "office.two_contacts"));
        for (right, wrong, line, meant) in [
            ("severity", "sverity", "line 5", "did you mean `severity`"),
            ("\"warning\"", "\"waring\"", "line 5", "\"warning\""),
            ("a in auth", "a in authority", "line 6", "there is no field `authority`"),
            ("a in auth", "a auth", "line 6", "x in list"),
            ("a.role", "a.rol", "line 7", "column 3: there is no field `rol`; did you mean `role`"),
            ("'requesting'", "'requestin'", "line 7", "did you mean `requesting`"),
            ("a.contacts)", "a.contact)", "line 8", "did you mean `contacts`"),
            ("count(", "cuont(", "line 8", "there is no function `cuont`"),
            ("auth[{i}]", "aut[{i}]", "line 9", "did you mean `auth`"),
            ("{a.name}", "{a.nmae}", "line 10", "did you mean `name`"),
            ("office.two_contacts", "contact.mising", "line 2", "did you mean `contact.missing`"),
            ("title = \"Only one contact\"\n", "", "line 1", "`title` is missing"),
        ] {
            assert!(SOUND.contains(right), "{right}");
            let said = loaded(&SOUND.replacen(right, wrong, 1)).unwrap_err();
            assert!(said.contains("own.toml") && said.contains(line) && said.contains(meant), "{wrong}: {said}");
        }
        // A rule by the name of a built-in one replaces it.
        let replaced = loaded(&SOUND.replace("office.two_contacts", "contact.missing")).unwrap();
        assert_eq!(replaced.rules.iter().filter(|rule| rule.id == "contact.missing").count(), 1);
    }
}
