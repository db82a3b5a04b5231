//! A parsed query turned into clauses against one snapshot of the index.

use super::clause::{Alternative, Atom, Clause, Tree};
use super::error::Error;
use super::filters::Filter;
use super::ids;
use super::layers::{Layers, Reason};
use super::query::{Expr, Field, Form, Near, Node, Phrase, Span, Term, Value};
use super::snapshot::Snapshot;
use super::spans::Shape;
use super::words::{Target, WordBuilder};
use crate::identifiers::Hints;
use crate::language::analyzer::{Analyzer, words};
use crate::language::fold::fold;
use crate::language::glossary::Glossary;
use crate::language::names;

/// What the case knows that widens a query.
#[derive(Debug, Clone)]
pub struct Knowledge {
    pub glossary: Glossary,
    /// Names under which one person is known, the first as in `case.toml`.
    pub aliases: Vec<Vec<String>>,
    /// States whose local forms of numbers are tried.
    pub hints: Hints,
}

impl Default for Knowledge {
    fn default() -> Knowledge {
        Knowledge { glossary: Glossary::built_in().clone(), aliases: Vec::new(), hints: Hints::default() }
    }
}

/// The query as it is carried out.
pub struct Plan {
    pub tree: Tree,
    pub clauses: Vec<Clause>,
    pub filters: Vec<Filter>,
    /// Numbers of filters every hit must fulfil: they decide what is in scope.
    pub scope: Vec<usize>,
    pub notes: Vec<String>,
}

/// Why a query that parses cannot be carried out.
#[derive(Debug)]
pub enum Refused {
    /// Something in it does not exist or cannot be used; where, what, and what to do.
    Query {
        span: Span,
        message: String,
        hint: Option<String>,
    },
    Index(Error),
}

impl From<Error> for Refused {
    fn from(error: Error) -> Refused {
        Refused::Index(error)
    }
}

/// Weight of a word's own spelling against its other forms, in a query of one word.
const OWN_WEIGHT_ALONE: f32 = 2.0;

/// Turn a query into clauses.
pub fn plan(
    query: Option<&Expr>,
    more_filters: Vec<Filter>,
    snapshot: &Snapshot,
    layers: Layers,
    knowledge: &Knowledge,
) -> Result<Plan, Refused> {
    let mut analyzer = Analyzer::new();
    let own_weight = if query.is_some_and(one_word) { OWN_WEIGHT_ALONE } else { 1.0 };
    let words = WordBuilder { snapshot, layers, analyzer: &mut analyzer, own_weight };
    let mut planner = Planner { words, knowledge, clauses: Vec::new(), filters: Vec::new(), notes: Vec::new(), negated: false };
    let mut parts = Vec::new();
    for filter in more_filters {
        parts.push(Tree::Filter(planner.filters.len()));
        planner.filters.push(filter);
    }
    if let Some(query) = query {
        match planner.tree(query)? {
            Tree::And(inner) => parts.extend(inner),
            other => parts.push(other),
        }
    }
    let scope = parts.iter().filter_map(|part| if let Tree::Filter(n) = part { Some(*n) } else { None }).collect();
    let tree = if parts.len() == 1 { parts.remove(0) } else { Tree::And(parts) };
    Ok(Plan { tree, clauses: planner.clauses, filters: planner.filters, scope, notes: planner.notes })
}

fn one_word(query: &Expr) -> bool {
    match &query.node {
        Node::Term(term) => words(&term.text).count() == 1,
        Node::And(parts) => {
            let mut rest = parts.iter().filter(|p| !matches!(&p.node, Node::Field(field, _) if Filter::is_filter(*field)));
            rest.next().is_some_and(one_word) && rest.next().is_none()
        }
        _ => false,
    }
}

struct Planner<'a, 'b> {
    words: WordBuilder<'a>,
    knowledge: &'b Knowledge,
    clauses: Vec<Clause>,
    filters: Vec<Filter>,
    notes: Vec<String>,
    negated: bool,
}

/// Atoms and ways of a clause in the making.
#[derive(Default)]
struct Draft {
    atoms: Vec<Atom>,
    alternatives: Vec<Alternative>,
}

impl Draft {
    fn atom(&mut self, atom: Atom) -> Shape {
        self.atoms.push(atom);
        Shape::Atom(self.atoms.len() - 1)
    }

    fn way(&mut self, shape: Shape, label: impl Into<String>) {
        self.alternatives.push(Alternative { shape, label: label.into(), reason: None, note: None });
    }
}

impl Planner<'_, '_> {
    fn tree(&mut self, expr: &Expr) -> Result<Tree, Refused> {
        match &expr.node {
            Node::And(parts) => Ok(Tree::And(parts.iter().map(|p| self.tree(p)).collect::<Result<_, _>>()?)),
            Node::Or(parts) => Ok(Tree::Or(parts.iter().map(|p| self.tree(p)).collect::<Result<_, _>>()?)),
            Node::Not(inner) => {
                self.negated = !self.negated;
                let tree = self.tree(inner);
                self.negated = !self.negated;
                Ok(Tree::Not(Box::new(tree?)))
            }
            Node::Field(field, value) if Filter::is_filter(*field) => {
                self.filters.push(Filter::new(*field, value.clone()));
                Ok(Tree::Filter(self.filters.len() - 1))
            }
            Node::Field(field, value) => self.field(*field, value, expr),
            Node::Term(_) | Node::Phrase(_) | Node::Near(_) => {
                let mut draft = Draft::default();
                let shape = self.shape(expr, Target::Text, &mut draft)?;
                draft.way(shape, expr.to_string());
                if let Node::Term(term) = &expr.node {
                    self.identifier_in_words(term, &mut draft)?;
                }
                Ok(self.clause(expr, draft))
            }
        }
    }

    fn clause(&mut self, expr: &Expr, draft: Draft) -> Tree {
        self.clauses.push(Clause {
            label: expr.to_string(),
            atoms: draft.atoms,
            alternatives: draft.alternatives,
            negated: self.negated,
        });
        Tree::Clause(self.clauses.len() - 1)
    }

    /// A number typed as a bare word is also looked for as what it is, however the text spaces it.
    fn identifier_in_words(&mut self, term: &Term, draft: &mut Draft) -> Result<(), Refused> {
        let digits = term.text.chars().filter(char::is_ascii_digit).count();
        if term.form != Form::Word || (digits < 3 && !term.text.contains('@')) || !self.words.layers.variants {
            return Ok(());
        }
        let asked = ids::terms(&term.text, &self.knowledge.hints);
        let asked: Vec<String> = asked.into_iter().filter(|t| !t.starts_with("phone_end")).collect();
        if !asked.is_empty() {
            let atom = self.words.identifiers(&term.text, &asked)?;
            let shape = draft.atom(atom);
            draft.way(shape, term.text.clone());
        }
        Ok(())
    }

    fn shape(&mut self, expr: &Expr, target: Target, draft: &mut Draft) -> Result<Shape, Refused> {
        match &expr.node {
            Node::Term(term) => self.term(term, target, expr.span, draft),
            Node::Phrase(phrase) => self.phrase(phrase, target, expr.span, draft),
            Node::Near(Near { left, right, distance, ordered }) => Ok(Shape::Near {
                left: Box::new(self.shape(left, target, draft)?),
                right: Box::new(self.shape(right, target, draft)?),
                distance: *distance,
                ordered: *ordered,
            }),
            Node::Or(parts) => Ok(Shape::Any(parts.iter().map(|p| self.shape(p, target, draft)).collect::<Result<_, _>>()?)),
            Node::Field(Field::Name, Value::Plain(name)) => {
                let mut shapes = Vec::new();
                for known in self.known_as(name) {
                    shapes.push(self.full_name(&known, target, draft)?);
                }
                Ok(if shapes.len() == 1 { shapes.remove(0) } else { Shape::Any(shapes) })
            }
            Node::And(_) | Node::Not(_) | Node::Field(..) => {
                Err(Refused::Query { span: expr.span, message: "this cannot stand beside NEAR".into(), hint: None })
            }
        }
    }

    fn term(&mut self, term: &Term, target: Target, span: Span, draft: &mut Draft) -> Result<Shape, Refused> {
        let pattern = |result: Result<Atom, Error>| at(result, span);
        Ok(match term.form {
            Form::Wildcard => draft.atom(pattern(self.words.wildcard(&term.text, target))?),
            Form::Fuzzy(distance) => draft.atom(pattern(self.words.fuzzy(&term.text, distance, target))?),
            Form::Regex => draft.atom(pattern(self.words.regex(&term.text, target))?),
            Form::Word | Form::Spelling => self.row(&term.text, term.form == Form::Spelling, target, span, draft)?,
        })
    }

    /// The words of a text one behind the other.
    fn row(&mut self, text: &str, spelling: bool, target: Target, span: Span, draft: &mut Draft) -> Result<Shape, Refused> {
        let mut shapes = self.pieces(text, spelling, target, span, draft)?;
        Ok(if shapes.len() == 1 { shapes.remove(0) } else { Shape::Row(shapes) })
    }

    fn phrase(&mut self, phrase: &Phrase, target: Target, span: Span, draft: &mut Draft) -> Result<Shape, Refused> {
        let Some(within) = phrase.within else { return self.row(&phrase.text, phrase.spelling, target, span, draft) };
        let parts = self.pieces(&phrase.text, phrase.spelling, target, span, draft)?;
        let distance = within.max(parts.len().saturating_sub(1) as u32);
        Ok(Shape::Window { parts, distance })
    }

    /// The words of a phrase; `*` and `~1` keep their meaning inside quotation marks.
    fn pieces(
        &mut self,
        text: &str,
        spelling: bool,
        target: Target,
        span: Span,
        draft: &mut Draft,
    ) -> Result<Vec<Shape>, Refused> {
        let signs = !spelling && text.contains(['*', '~']);
        let mut shapes = Vec::new();
        for piece in if signs { text.split_whitespace().collect() } else { vec![text] } {
            let single = words(piece).count() == 1 && piece.split('*').all(|part| words(part).count() <= 1);
            if signs && piece.contains('*') && single {
                let trimmed = piece.trim_matches(|c: char| !c.is_alphanumeric() && c != '*');
                shapes.push(draft.atom(at(self.words.wildcard(trimmed, target), span)?));
                continue;
            }
            if signs
                && let Some((word, distance @ ("1" | "2"))) = piece.rsplit_once('~')
                && words(word).count() == 1
            {
                let distance = if distance == "1" { 1 } else { 2 };
                shapes.push(draft.atom(at(self.words.fuzzy(word, distance, target), span)?));
                continue;
            }
            for word in words(piece) {
                let Some(raw) = piece.get(word.start..word.end) else { continue };
                let atom = if spelling { self.words.spelled(raw, target)? } else { self.words.word(raw, target)? };
                shapes.push(draft.atom(atom));
            }
        }
        Ok(shapes)
    }

    fn field(&mut self, field: Field, value: &Value, expr: &Expr) -> Result<Tree, Refused> {
        let mut draft = Draft::default();
        let fields = self.words.snapshot.fields;
        let stacked = match field {
            Field::From => Some(fields.from),
            Field::To => Some(fields.to),
            Field::Cc => Some(fields.cc),
            Field::Subject => Some(fields.subject),
            Field::Title => Some(fields.title),
            _ => None,
        };
        match (stacked, field, value) {
            (Some(index), _, Value::Term(term)) => {
                let shape = self.term(term, Target::Stacked(index), expr.span, &mut draft)?;
                draft.way(shape, expr.to_string());
                // A person's name in an address line: its other renderings, too.
                if matches!(field, Field::From | Field::To | Field::Cc)
                    && term.form == Form::Word
                    && words(&term.text).count() == 1
                {
                    let atom = self.words.name(&term.text, Target::Stacked(index))?;
                    let shape = draft.atom(atom);
                    draft.way(shape, expr.to_string());
                }
            }
            (Some(index), _, Value::Phrase(phrase)) => {
                let shape = self.phrase(phrase, Target::Stacked(index), expr.span, &mut draft)?;
                draft.way(shape, expr.to_string());
            }
            (_, Field::Name, Value::Plain(name)) if name.contains(['*', '~']) => {
                return Err(Refused::Query {
                    span: expr.span,
                    message: "a name takes no `*` and no `~`".into(),
                    hint: Some("--names wide allows one letter more; a pattern stands without name:, as in Dza*".into()),
                });
            }
            (_, Field::Name, Value::Plain(name)) => {
                for known in self.known_as(name) {
                    let shape = self.full_name(&known, Target::Text, &mut draft)?;
                    let note = (known != *name).then(|| "alias of the case".to_owned());
                    // The words asked for are not in the text: another name of the same person is.
                    let reason = note.is_some().then_some(Reason::Variant);
                    draft.alternatives.push(Alternative { shape, label: known, reason, note });
                }
            }
            (_, Field::Concept, Value::Plain(id)) => self.concept(id, expr, &mut draft)?,
            (_, _, Value::Plain(text)) => {
                let asked = ids::asked(field.name(), text, &self.knowledge.hints);
                if asked.is_empty() {
                    return Err(Refused::Query {
                        span: expr.span,
                        message: format!("`{text}` cannot be read as {}", described(field)),
                        hint: Some("write the number in full, or search for its digits as a word".into()),
                    });
                }
                let atom = self.words.identifiers(text, &asked)?;
                let shape = draft.atom(atom);
                draft.way(shape, asked.join(", "));
            }
            _ => {
                return Err(Refused::Query {
                    span: expr.span,
                    message: "this field does not take such a value".into(),
                    hint: None,
                });
            }
        }
        Ok(self.clause(expr, draft))
    }

    /// The name, and every other name of the same person the case knows.
    fn known_as(&self, name: &str) -> Vec<String> {
        let mut known = vec![name.to_owned()];
        if self.words.layers.variants {
            for person in &self.knowledge.aliases {
                let same = person.iter().any(|alias| {
                    names::match_full(name, alias, names::Level::Normal).is_some_and(|m| {
                        m.parts == words(alias).count().min(words(name).count()) && words(name).count() == words(alias).count()
                    })
                });
                if same {
                    known.extend(person.iter().filter(|alias| *alias != name).cloned());
                }
            }
        }
        known
    }

    /// Every part of a full name, in any order, close together; all but one may be initials.
    fn full_name(&mut self, name: &str, target: Target, draft: &mut Draft) -> Result<Shape, Refused> {
        let parts: Vec<&str> = words(name).filter_map(|w| name.get(w.start..w.end)).collect();
        let mut full = Vec::new();
        for part in &parts {
            let initial = parts.len() > 1 && is_initial(part);
            let atom = if initial { self.words.beginning(part, target)? } else { self.words.name(part, target)? };
            full.push(draft.atom(atom));
        }
        if full.len() == 1 {
            return Ok(full.remove(0));
        }
        let distance = parts.len() as u32;
        if self.words.layers.names == names::Level::Strict {
            return Ok(Shape::Window { parts: full, distance });
        }
        let mut short = Vec::new();
        for (part, shape) in parts.iter().zip(&full) {
            if is_initial(part) {
                short.push(shape.clone());
                continue;
            }
            let mut ways = vec![shape.clone()];
            let initial = self.words.initial(part, target)?;
            ways.push(draft.atom(initial));
            if self.words.layers.variants && self.words.layers.names == names::Level::Normal {
                let loosely = self.words.loosely(part, target)?;
                if loosely.count() > 0 {
                    ways.push(draft.atom(loosely));
                }
            }
            short.push(Shape::Any(ways));
        }
        let ways = (0..parts.len())
            .filter(|kept| !is_initial(parts[*kept]))
            .map(|kept| {
                let parts = (0..parts.len()).map(|i| if i == kept { full[i].clone() } else { short[i].clone() }).collect();
                Shape::Window { parts, distance }
            })
            .collect::<Vec<_>>();
        Ok(if ways.is_empty() { Shape::Window { parts: full, distance } } else { Shape::Any(ways) })
    }

    fn concept(&mut self, id: &str, expr: &Expr, draft: &mut Draft) -> Result<(), Refused> {
        let terms = self.knowledge.glossary.terms(id);
        if terms.is_empty() {
            let near = self.knowledge.glossary.near(id);
            let hint = if near.is_empty() {
                "`rogatory law concepts --words glossary` lists them".to_owned()
            } else {
                format!("the nearest are {}; `rogatory law concepts --words glossary` lists all", near.join(", "))
            };
            return Err(Refused::Query { span: expr.span, message: format!("there is no concept `{id}`"), hint: Some(hint) });
        }
        if !self.words.layers.glossary {
            let words = id.replace('_', " ");
            let shape = self.row(&words, false, Target::Text, expr.span, draft)?;
            draft.way(shape, words);
            return Ok(());
        }
        for term in terms {
            let shape = self.row(&term.text, false, Target::Text, expr.span, draft)?;
            let mut notes = vec![term.language.clone()];
            if term.slang {
                notes.push("slang".into());
            }
            if term.confidence == "unverified" {
                notes.push("unverified".into());
            }
            draft.alternatives.push(Alternative {
                shape,
                label: term.text,
                reason: Some(if term.slang { Reason::Slang } else { Reason::Glossary }),
                note: Some(notes.join(", ")),
            });
        }
        Ok(())
    }
}

/// One letter, or one of the sounds written with two.
fn is_initial(part: &str) -> bool {
    let letters = part.chars().count();
    letters == 1 || letters == 2 && matches!(fold(part).as_str(), "dz" | "xh" | "gj" | "lj" | "nj" | "sh" | "zh" | "ch")
}

fn described(field: Field) -> &'static str {
    match field {
        Field::Phone => "a telephone number (seven digits at least)",
        Field::Iban => "an IBAN",
        Field::Plate => "a plate",
        Field::Doc => "the number of a document",
        Field::Imei => "an IMEI",
        Field::Email => "an e-mail address",
        _ => "such an identifier",
    }
}

/// A pattern that cannot be used is a fault of the query, at its place.
fn at(result: Result<Atom, Error>, span: Span) -> Result<Atom, Refused> {
    result.map_err(|error| match error {
        Error::Pattern(message) => Refused::Query { span, message, hint: None },
        other => Refused::Index(other),
    })
}
