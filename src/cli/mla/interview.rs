//! `mla new --interactive`: one question after the other, each with its reason; back, save and resume. Plain lines in, plain lines
//! out, so that it works over any terminal and over a pipe.

use std::collections::BTreeMap;
use std::io::BufRead;
use std::path::{Path, PathBuf};

use super::{common, new};
use crate::cli::CommandError;
use crate::cli::output::{harmless, print};
use crate::law::library::Library;
use crate::mla::request::{Date, FormId, Language, MeasureKind};

/// How the interview ended.
pub enum End {
    Finished,
    /// Stopped; the answers are kept here.
    Saved(PathBuf),
}

/// One question: the field it fills, what is asked, why, and when it matters.
struct Question {
    key: &'static str,
    ask: &'static str,
    why: &'static str,
    kind: Answer,
    /// Only for requests with these measures or forms; empty: always.
    only: &'static [&'static str],
}

#[derive(Clone, Copy, PartialEq)]
enum Answer {
    State,
    Form,
    Measures,
    Concept,
    Date,
    OptionalDate,
    Language,
    Phone,
    Email,
    Text,
}

const QUESTIONS: &[Question] = &[
    Question {
        key: "from",
        ask: "Which State asks?",
        why: "Two letters. It decides, with the next answer, which treaties bind both.",
        kind: Answer::State,
        only: &[],
    },
    Question {
        key: "to",
        ask: "Which State is asked?",
        why: "Two letters. Its declarations decide channel, languages and conditions.",
        kind: Answer::State,
        only: &[],
    },
    Question {
        key: "form",
        ask: "Which form?",
        why: "classical for evidence; preservation_29 first where data may be deleted.",
        kind: Answer::Form,
        only: &[],
    },
    Question {
        key: "measures",
        ask: "Which measures?",
        why: "One or more, with commas. Each brings only its own fields.",
        kind: Answer::Measures,
        only: &["classical", "advance_notice", "supplement", "eio_mirror"],
    },
    Question {
        key: "concept",
        ask: "Which offence (concept)?",
        why: "Conventions are made for offences: smuggling_of_migrants, trafficking_in_persons … Empty if none fits.",
        kind: Answer::Concept,
        only: &[],
    },
    Question {
        key: "date",
        ask: "Which day does the request bear?",
        why: "Treaties must be in force on it, and time limits are counted from it.",
        kind: Answer::Date,
        only: &[],
    },
    Question {
        key: "language",
        ask: "Language of the original?",
        why: "A tag: sr-Latn, sr-Cyrl, sq, mk, bs … The language the other side takes is added.",
        kind: Answer::Language,
        only: &[],
    },
    Question {
        key: "hdr.own_ref",
        ask: "Your file number?",
        why: "The other side answers under it.",
        kind: Answer::Text,
        only: &[],
    },
    Question {
        key: "auth.requesting.name",
        ask: "Name of the requesting authority?",
        why: "ETS 030 Art 14(1)(a): the authority making the request.",
        kind: Answer::Text,
        only: &[],
    },
    Question {
        key: "auth.requesting.phone",
        ask: "Telephone, with country code?",
        why: "Requests come back when nobody can be called.",
        kind: Answer::Phone,
        only: &[],
    },
    Question { key: "auth.requesting.email", ask: "E-mail?", why: "The same.", kind: Answer::Email, only: &[] },
    Question {
        key: "case.subject",
        ask: "What is the case about, and what is wanted, in one paragraph?",
        why: "The reader must be able to route the file from this alone.",
        kind: Answer::Text,
        only: &[],
    },
    Question {
        key: "persons[0].surname",
        ask: "Surname of the main person?",
        why: "ETS 030 Art 14(1)(c): identity and nationality of the person concerned. Empty for nobody yet.",
        kind: Answer::Text,
        only: &[],
    },
    Question { key: "persons[0].given_names", ask: "Given names?", why: "The same.", kind: Answer::Text, only: &[] },
    Question {
        key: "persons[0].born",
        ask: "Born?",
        why: "A year is enough if no more is known: persons of the same name are common.",
        kind: Answer::OptionalDate,
        only: &[],
    },
    Question {
        key: "narrative.nexus",
        ask: "Why is the evidence or the person in that State?",
        why: "Without a link the request reads like a fishing expedition.",
        kind: Answer::Text,
        only: &[],
    },
    Question {
        key: "urgency.reason",
        ask: "Is it urgent? Then write why: what is lost on which day.",
        why: "Urgency without a reason is not believed. Empty for not urgent.",
        kind: Answer::Text,
        only: &[],
    },
    Question { key: "sign.name", ask: "Who signs?", why: "Unsigned requests come back.", kind: Answer::Text, only: &[] },
];

/// Ask what is not answered yet; answers given before are offered as defaults.
pub fn ask(answers: &mut BTreeMap<String, String>, library: &Library, file: &Path) -> Result<End, CommandError> {
    let kept = new::answers_path(file);
    let mut at = 0;
    if let Ok(text) = std::fs::read_to_string(&kept) {
        let saved: BTreeMap<String, String> = toml::from_str(&text).map_err(|error| {
            CommandError::bad_use(format!("{} cannot be read: {}", kept.display(), error.message()))
                .hint("delete it to begin anew")
        })?;
        at = saved.get("step").and_then(|step| step.parse().ok()).unwrap_or(0);
        answers.extend(saved.into_iter().filter(|(key, _)| key != "step"));
        print(&format!("Going on from {}.\n", kept.display()));
    }
    print("Enter keeps the answer in brackets, < goes back, - empties, . saves and stops.\n\n");
    let stdin = std::io::stdin();
    let mut lines = stdin.lock().lines();
    let mut path: Vec<usize> = Vec::new();
    while let Some(question) = QUESTIONS.get(at) {
        if !matters(question, answers) {
            at += 1;
            continue;
        }
        let default = answers.get(question.key).cloned().or_else(|| default(question));
        let shown = default.as_deref().map(|text| format!(" [{}]", harmless(text, false))).unwrap_or_default();
        let why = super::basis::wrap(&format!("    {}", question.why), "    ");
        print(&format!("{}/{} {}\n{why}{shown}> ", at + 1, QUESTIONS.len(), question.ask));
        let Some(line) = lines.next() else {
            return save(answers, at, &kept);
        };
        let line = line.map_err(|error| CommandError::internal(format!("cannot read the answer: {error}")))?;
        print("\n");
        let given = line.trim();
        match given {
            "<" => {
                at = path.pop().unwrap_or(0);
                continue;
            }
            "." => return save(answers, at, &kept),
            "-" => {
                answers.remove(question.key);
            }
            _ => {
                let value = if given.is_empty() { default.unwrap_or_default() } else { given.to_string() };
                match checked(question.kind, &value, library) {
                    Ok(value) if value.is_empty() => {
                        answers.remove(question.key);
                    }
                    Ok(value) => {
                        answers.insert(question.key.to_string(), value);
                    }
                    Err(error) => {
                        print(&format!(
                            "  {}\n\n",
                            error.hint.map_or(error.message.clone(), |hint| format!("{}; {hint}", error.message))
                        ));
                        continue;
                    }
                }
            }
        }
        path.push(at);
        at += 1;
    }
    Ok(End::Finished)
}

/// The file of answers, once the request is written.
pub fn forget(file: &Path) {
    let _ = std::fs::remove_file(new::answers_path(file));
}

fn save(answers: &BTreeMap<String, String>, at: usize, kept: &Path) -> Result<End, CommandError> {
    let mut saved = answers.clone();
    saved.insert("step".into(), at.to_string());
    let text = toml::to_string(&saved).map_err(|error| CommandError::internal(error.to_string()))?;
    common::write(kept, text.as_bytes())?;
    Ok(End::Saved(kept.to_path_buf()))
}

fn matters(question: &Question, answers: &BTreeMap<String, String>) -> bool {
    let form = answers.get("form").map_or("classical", String::as_str);
    question.only.is_empty() || question.only.contains(&form)
}

fn default(question: &Question) -> Option<String> {
    match question.kind {
        Answer::Form => Some("classical".into()),
        Answer::Date => Some(common::today().to_string()),
        _ => None,
    }
}

/// The answer as it is kept; or what is wrong with it.
fn checked(kind: Answer, given: &str, library: &Library) -> Result<String, CommandError> {
    let given = given.trim();
    match kind {
        Answer::State => Ok(common::state(library, given)?.code),
        Answer::Form => match FormId::from_id(given) {
            Some(form) => Ok(form.id().into()),
            None => Err(common::unknown("form", given, FormId::ALL.iter().map(|form| form.id()))),
        },
        Answer::Measures => {
            for one in given.split([',', ' ']).filter(|one| !one.is_empty()) {
                if MeasureKind::from_id(one).is_none() {
                    return Err(common::unknown("measure", one, MeasureKind::ALL.iter().map(|kind| kind.id())));
                }
            }
            Ok(given.into())
        }
        Answer::Concept if given.is_empty() => Ok(String::new()),
        Answer::Concept => common::concept(library, given),
        Answer::OptionalDate if given.is_empty() => Ok(String::new()),
        Answer::Date | Answer::OptionalDate => Date::parse(given).map(|date| date.to_string()).map_err(CommandError::bad_use),
        Answer::Language if given.is_empty() => Ok(String::new()),
        Answer::Language => Language::new(given).map(|tag| tag.to_string()).map_err(CommandError::bad_use),
        Answer::Phone if !["+", "00"].iter().any(|start| given.starts_with(start)) && !given.is_empty() => {
            Err(CommandError::bad_use("the country code is missing").hint("write it like +381 11 000 0000"))
        }
        Answer::Email if !given.is_empty() && !given.contains('@') => Err(CommandError::bad_use("this is no e-mail address")),
        Answer::Phone | Answer::Email | Answer::Text => Ok(given.into()),
    }
}
