//! Whether the names a rule speaks of exist. A misspelt field would never be found in a request: it would be unknown for ever, and the
//! rule would be silently never applied.

use serde_json::Value;

use super::expression::{Comparison, Expression, Function};
use super::words::WordLists;
use crate::mla::request::{nearest, schema};

/// What the program works out beside the request (`known.…`) and beside the items of its lists (`p.known.…`); the list is `checks/known.rs`.
const KNOWN: &[(&str, &[&str])] = &[
    (
        "",
        &[
            "today",
            "asks_for_help",
            "form_types",
            "coercive",
            "service_only",
            "complexity",
            "basis_why",
            "better",
            "carried",
            "direct_channel_closed",
            "channel_notices",
            "both_bound_by_eio",
            "offered_languages",
            "accepted_languages",
            "language_ok",
            "dual_required",
            "dual_why",
            "requested",
            "form_block",
            "form_block_name",
            "missing_translations",
            "retention_open",
            "register",
            "never",
        ],
    ),
    ("requested", &["name", "known", "age_days", "profile_says", "copy_duty", "search_conditions", "summons_days"]),
    ("register", &["sent", "receipt", "open", "days_since_sent"]),
    ("legal", &["known", "nearest", "standing", "says", "carries", "todo", "parent", "why_not"]),
    ("persons", &["minor", "shown", "in_facts", "participation", "concerned", "namesake", "identified"]),
    (
        "measures",
        &[
            "assistance",
            "coercive",
            "block",
            "target",
            "target_fix",
            "order",
            "hears_defendant",
            "hears_vulnerable",
            "zone_missing",
            "served",
        ],
    ),
    ("offences", &["dual_statement", "dual_verdict", "dual_reason"]),
    ("retention", &["ends"]),
    ("auth", &["in_directory"]),
    ("formalities", &["refused"]),
    ("data.targets", &["zone"]),
];

/// What a name was found to be.
#[derive(Debug, Clone)]
enum Thing<'s> {
    /// A field of the request, with its path (without loop variables and places in lists).
    Field(&'s Value, String),
    /// One of the groups of [`KNOWN`].
    Known(&'static str),
    /// Something whose inside is not checked: a text by language, a value of `known`.
    Any,
}

/// The names that exist: fields from the request's own schema, what the program works out, word lists.
pub struct Names {
    schema: Value,
    lists: Vec<String>,
}

/// A name that does not exist.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unknown {
    /// The piece that is wrong, as it is written.
    pub written: String,
    pub message: String,
}

impl Names {
    /// Names of the request and of these word lists.
    pub fn new(words: &WordLists) -> Names {
        Names { schema: schema(), lists: words.names().map(str::to_string).collect() }
    }

    /// Check a condition. `each`: the loop variable and the list it walks.
    pub fn condition(&self, expression: &Expression, each: Option<(&str, &str)>) -> Result<(), Unknown> {
        self.expression(expression, &mut self.variables(each)?)
    }

    /// Check a message: names in braces.
    pub fn message(&self, text: &str, each: Option<(&str, &str)>) -> Result<(), Unknown> {
        let variables = self.variables(each)?;
        let plain = text.replace("{{", "").replace("}}", "");
        for piece in plain.split('{').skip(1) {
            let Some((name, _)) = piece.split_once('}') else { continue };
            if name != "i" {
                self.resolve(&name.split('.').map(str::to_string).collect::<Vec<_>>(), &variables)?;
            }
        }
        Ok(())
    }

    /// Check the field a finding is about: `measures[{i}].period`.
    pub fn field(&self, field: &str) -> Result<(), Unknown> {
        let mut path: Vec<String> = Vec::new();
        for step in field.split('.').filter(|step| !step.is_empty()) {
            path.push(step.split('[').next().unwrap_or(step).to_string());
        }
        let mut thing = Thing::Field(&self.schema, String::new());
        for step in &path {
            // A place in a list stands behind its name; here the list is as good as its items.
            thing = match self.item(&thing) {
                Some(item) => self.step(&item, step)?,
                None => self.step(&thing, step)?,
            };
        }
        Ok(())
    }

    fn variables(&self, each: Option<(&str, &str)>) -> Result<Vec<(String, Thing<'_>)>, Unknown> {
        let Some((variable, list)) = each else { return Ok(Vec::new()) };
        let list = self.resolve(&list.split('.').map(|step| step.trim().to_string()).collect::<Vec<_>>(), &[])?;
        Ok(vec![(variable.to_string(), self.item(&list).unwrap_or(Thing::Any))])
    }

    fn expression<'s>(&'s self, expression: &Expression, variables: &mut Vec<(String, Thing<'s>)>) -> Result<(), Unknown> {
        match expression {
            Expression::Text(_) | Expression::Number(_) | Expression::Truth(_) => Ok(()),
            Expression::List(items) => items.iter().try_for_each(|item| self.expression(item, variables)),
            Expression::Path(path) => self.resolve(path, variables).map(|_| ()),
            Expression::Or(a, b) | Expression::And(a, b) => {
                self.expression(a, variables)?;
                self.expression(b, variables)
            }
            Expression::Not(inner) => self.expression(inner, variables),
            Expression::Compare(a, comparison, b) => {
                self.expression(a, variables)?;
                self.expression(b, variables)?;
                if matches!(comparison, Comparison::Equal | Comparison::Unequal | Comparison::In) {
                    self.values(a, b, variables)?;
                    self.values(b, a, variables)?;
                }
                Ok(())
            }
            Expression::Call(function, arguments) => {
                if let (Function::Mentions, Some(Expression::Text(list))) = (function, arguments.get(1))
                    && !self.lists.contains(list)
                {
                    return Err(unknown("word list", list, self.lists.iter().map(String::as_str)));
                }
                arguments.iter().try_for_each(|argument| self.expression(argument, variables))
            }
            Expression::Each(_, variable, list, condition) => {
                let item = match list.as_ref() {
                    Expression::Path(path) => self.item(&self.resolve(path, variables)?).unwrap_or(Thing::Any),
                    other => {
                        self.expression(other, variables)?;
                        Thing::Any
                    }
                };
                variables.push((variable.clone(), item));
                let outcome = self.expression(condition, variables);
                variables.pop();
                outcome
            }
        }
    }

    /// Where a field takes one of a few words, a text it is compared with must be one of them.
    fn values(&self, field: &Expression, with: &Expression, variables: &[(String, Thing<'_>)]) -> Result<(), Unknown> {
        let Expression::Path(path) = field else { return Ok(()) };
        let thing = self.resolve(path, variables)?;
        let Thing::Field(schema, _) = self.item(&thing).unwrap_or(thing) else { return Ok(()) };
        let mut words = Vec::new();
        self.words(schema, &mut words);
        let texts: &[Expression] = match with {
            Expression::List(items) => items,
            text => std::slice::from_ref(text),
        };
        for text in texts {
            if let Expression::Text(text) = text
                && !words.is_empty()
                && !words.contains(&text.as_str())
            {
                return Err(unknown(&format!("{} named", path.join(".")), text, words.iter().copied()));
            }
        }
        Ok(())
    }

    /// The words a closed list holds; none for anything else.
    fn words<'s>(&'s self, schema: &'s Value, words: &mut Vec<&'s str>) {
        let schema = self.target(schema);
        words.extend(schema["const"].as_str());
        words.extend(schema["enum"].as_array().into_iter().flatten().filter_map(Value::as_str));
        for option in ["anyOf", "oneOf"].iter().filter_map(|key| schema[*key].as_array()).flatten() {
            self.words(option, words);
        }
    }

    fn resolve<'s>(&'s self, path: &[String], variables: &[(String, Thing<'s>)]) -> Result<Thing<'s>, Unknown> {
        let Some((first, rest)) = path.split_first() else { return Ok(Thing::Any) };
        let mut thing = match variables.iter().rev().find(|(name, _)| name == first) {
            Some((_, thing)) => thing.clone(),
            None if first == "known" => Thing::Known(""),
            None => {
                let root = Thing::Field(&self.schema, String::new());
                self.step(&root, first).map_err(|mut unknown| {
                    let near = variables.iter().map(|(name, _)| name.as_str()).chain(["known"]);
                    if let Some(near) = nearest::nearest(first, near).filter(|_| !unknown.message.contains("did you mean")) {
                        unknown.message.push_str(&format!("; did you mean `{near}`?"));
                    }
                    unknown
                })?
            }
        };
        for step in rest {
            thing = self.step(&thing, step)?;
        }
        Ok(thing)
    }

    fn step<'s>(&'s self, thing: &Thing<'s>, step: &str) -> Result<Thing<'s>, Unknown> {
        match thing {
            Thing::Any => Ok(Thing::Any),
            Thing::Known(group) => {
                let known = KNOWN.iter().find(|(name, _)| name == group).map_or(&[][..], |(_, known)| known);
                match known.iter().find(|name| **name == step) {
                    None => Err(unknown("name", step, known.iter().copied())),
                    Some(name) => Ok(match KNOWN.iter().find(|(group, _)| group == name) {
                        Some((inner, _)) if group.is_empty() => Thing::Known(inner),
                        _ => Thing::Any,
                    }),
                }
            }
            Thing::Field(schema, path) => {
                let item_of = path.strip_suffix("[]");
                if step == "known"
                    && let Some((group, _)) = KNOWN.iter().find(|(group, _)| Some(*group) == item_of)
                {
                    return Ok(Thing::Known(group));
                }
                let Some(object) = self.object(schema) else {
                    return Err(Unknown { written: step.into(), message: format!("`{path}` has no fields, so no `{step}`") });
                };
                let Some(fields) = object["properties"].as_object() else { return Ok(Thing::Any) };
                match fields.get(step) {
                    Some(field) => {
                        Ok(Thing::Field(field, if path.is_empty() { step.to_string() } else { format!("{path}.{step}") }))
                    }
                    None => Err(unknown("field", step, fields.keys().map(String::as_str))),
                }
            }
        }
    }

    /// What a list is a list of.
    fn item<'s>(&'s self, thing: &Thing<'s>) -> Option<Thing<'s>> {
        let Thing::Field(schema, path) = thing else { return None };
        let list = self.options(schema).into_iter().find(|schema| schema["items"].is_object())?;
        Some(Thing::Field(&list["items"], format!("{path}[]")))
    }

    /// The table a schema allows, if it allows one.
    fn object<'s>(&'s self, schema: &'s Value) -> Option<&'s Value> {
        self.options(schema).into_iter().find(|schema| schema["type"] == "object" || schema["properties"].is_object())
    }

    /// A schema, or what it leaves the choice of.
    fn options<'s>(&'s self, schema: &'s Value) -> Vec<&'s Value> {
        let schema = self.target(schema);
        let choice = ["anyOf", "oneOf"].iter().find_map(|key| schema[*key].as_array());
        choice.map_or(vec![schema], |options| options.iter().map(|option| self.target(option)).collect())
    }

    /// Behind a reference.
    fn target<'s>(&'s self, schema: &'s Value) -> &'s Value {
        let name = schema["$ref"].as_str().and_then(|reference| reference.strip_prefix("#/$defs/"));
        name.and_then(|name| self.schema["$defs"].get(name)).unwrap_or(schema)
    }
}

fn unknown<'a>(what: &str, written: &str, known: impl Iterator<Item = &'a str>) -> Unknown {
    let known: Vec<&str> = known.collect();
    let hint = match nearest::nearest(written, known.iter().copied()) {
        Some(near) => format!("; did you mean `{near}`?"),
        None if known.len() <= 24 => format!("; there are: {}", known.join(", ")),
        None => String::new(),
    };
    Unknown { written: written.to_string(), message: format!("there is no {what} `{written}`{hint}") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mla::rules::RuleSet;

    /// Every name of the rules that come with the program exists, so that the office's can be held to the same.
    #[test]
    fn the_built_in_rules_speak_of_what_exists() {
        let set = RuleSet::load(None).unwrap();
        let names = Names::new(&set.words);
        for rule in &set.rules {
            assert_eq!(rule.check(&names).err(), None, "{}", rule.id);
        }
    }

    #[test]
    fn slips_are_found_in_fields_loops_values_and_lists() {
        let names = Names::new(&WordLists::built_in());
        let wrong = |condition: &str, each: Option<(&str, &str)>| {
            names.condition(&Expression::parse(condition).unwrap(), each).map_err(|unknown| unknown.message).unwrap_err()
        };
        for (condition, each, said) in [
            ("empty(urgency.resaon)", None, "did you mean `reason`"),
            ("empty(urgncy.reason)", None, "did you mean `urgency`"),
            ("a.rol = 'requesting'", Some(("a", "auth")), "did you mean `role`"),
            ("a.role = 'requestin'", Some(("a", "auth")), "did you mean `requesting`"),
            ("any(p in persons, p.role in ['suspect', 'acused'])", None, "did you mean `accused`"),
            ("any(p in person, true)", None, "did you mean `persons`"),
            ("known.tody = '2026'", None, "did you mean `today`"),
            ("p.known.shwn = 'x'", Some(("p", "persons")), "did you mean `shown`"),
            ("known.register.snt", None, "did you mean `sent`"),
            ("mentions(facts, 'urgncy')", None, "did you mean `urgency`"),
            ("form = 'clasical'", None, "did you mean `classical`"),
            ("m.period.form = 'x'", Some(("m", "measures")), "did you mean `from`"),
            ("hdr.date.year = 2026", None, "has no fields"),
            ("present(x)", Some(("m", "measure")), "did you mean `measures`"),
        ] {
            let found = wrong(condition, each);
            assert!(found.contains(said), "{condition}: {found}");
        }
        let right = |condition: &str, each| names.condition(&Expression::parse(condition).unwrap(), each);
        assert_eq!(right("any(c in a.contacts, present(c.phone)) and present(a.name.de)", Some(("a", "auth"))), Ok(()));
        assert_eq!(right("'political' in o.nature", Some(("o", "offences"))), Ok(()));
        assert!(names.field("measures[{i}].video_conference.start").is_ok() && names.field("").is_ok());
        assert!(names.field("measures[{i}].vidio_conference").is_err());
        assert!(names.message("{m.kind} {{x}} {i} {known.today}", Some(("m", "measures"))).is_ok());
        assert!(names.message("{m.knd}", Some(("m", "measures"))).is_err());
    }
}
