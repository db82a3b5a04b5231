//! Statutes of several States side by side: elements, penalties and aggravations as a matrix, standards as columns,
//! and what a national offence lacks against them.

mod document;
mod means;
mod punishment;
mod standards;
mod victims;

pub use document::document;

use super::library::{Code, Library, State};
use super::months;
use super::provision::{AttemptReach, NatureKind, Provision};
use super::standard::Standard;
use super::terms::{Confidence, Fact};
use super::vocabulary::{Term, Vocabulary};

/// The rows a comparison can show, in their order.
pub const ROWS: &[&str] = &[
    "provisions",
    "acts",
    "means",
    "purposes",
    "child_rule",
    "consent",
    "mental_element",
    "gain",
    "cross_border",
    "territory",
    "humanitarian_exemption",
    "attempt",
    "legal_persons",
    "non_punishment",
    "penalty",
    "aggravations",
    "missing",
    "sources",
];

/// The whole table.
#[derive(Debug, Clone)]
pub struct Comparison {
    pub concept: String,
    /// What the concept means, from the vocabulary.
    pub definition: String,
    pub columns: Vec<Column>,
    pub sections: Vec<Section>,
    /// What a reader must know: pending changes, lists that are not complete.
    pub notes: Vec<String>,
}

/// A State or a standard.
#[derive(Debug, Clone)]
pub struct Column {
    /// `RS`, `UN-TIP-3`
    pub id: String,
    pub title: String,
    pub standard: bool,
    pub as_of: String,
    /// The weakest confidence of its provisions; `None` where there is none.
    pub confidence: Option<Confidence>,
    /// `built-in`, `office`, …
    pub layer: String,
}

/// Rows of one kind.
#[derive(Debug, Clone)]
pub struct Section {
    pub id: String,
    pub title: String,
    pub rows: Vec<Row>,
}

/// One line of the matrix; a cell per column.
#[derive(Debug, Clone)]
pub struct Row {
    pub id: String,
    pub label: String,
    pub cells: Vec<Cell>,
}

/// What stands in a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    pub text: String,
    pub kind: CellKind,
    /// Rests on entries that were not read, and on nothing else.
    pub unverified: bool,
    /// Of several places, those whose entries were not read; the text marks them.
    pub doubted: Vec<String>,
}

/// How a cell is to be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CellKind {
    /// There, with the place.
    Present,
    /// Not there, in a text that was looked through.
    Absent,
    /// Not in the facts; no proof of absence in law.
    Unknown,
    /// Words.
    Text,
    /// Does not apply to this column.
    Blank,
}

impl CellKind {
    /// The word in JSON.
    pub fn word(self) -> &'static str {
        match self {
            CellKind::Present => "present",
            CellKind::Absent => "absent",
            CellKind::Unknown => "unknown",
            CellKind::Text => "text",
            CellKind::Blank => "blank",
        }
    }
}

impl Cell {
    fn new(kind: CellKind, text: impl Into<String>) -> Cell {
        Cell { text: text.into(), kind, unverified: false, doubted: Vec::new() }
    }

    fn absent() -> Cell {
        Cell::new(CellKind::Absent, "–")
    }

    fn unknown(text: impl Into<String>) -> Cell {
        Cell::new(CellKind::Unknown, text)
    }

    fn text(text: impl Into<String>) -> Cell {
        Cell::new(CellKind::Text, text)
    }

    fn blank() -> Cell {
        Cell::new(CellKind::Blank, "")
    }

    /// The same cell, with what of these provisions was not read.
    fn resting_on(mut self, facts: &[&Fact<Provision>]) -> Cell {
        self.unverified = unverified(facts);
        if !self.unverified {
            let doubtful = facts.iter().filter(|fact| !fact.confidence.counts_as_sourced());
            self.doubted = doubtful.map(|fact| place(fact)).collect();
        }
        self
    }
}

/// `388(1)`, `225-4-1(I)`.
pub fn place(provision: &Provision) -> String {
    let article = provision.article.split(',').next().unwrap_or(&provision.article).trim();
    let paragraph = provision.paragraph.as_deref().map(|p| format!("({p})")).unwrap_or_default();
    format!("{article}{paragraph}")
}

/// One State with its provisions of the concept.
struct Side<'l> {
    state: State,
    code: Option<&'l Code>,
    /// Provisions of the concept.
    own: Vec<&'l Fact<Provision>>,
    /// The same and, for trafficking, those on children.
    family: Vec<&'l Fact<Provision>>,
}

/// Compare the provisions of a concept in several jurisdictions, with standards beside them.
pub fn compare(library: &Library, concept: &str, states: &[State], standards: &[&Fact<Standard>], rows: &[&str]) -> Comparison {
    let sides: Vec<Side<'_>> = states.iter().map(|state| side(library, concept, state)).collect();
    let mut columns: Vec<Column> = sides.iter().map(column).collect();
    // A rule that only names its definition is compared by that definition.
    let standards: Vec<Fact<Standard>> = standards.iter().map(|fact| library.defined(fact)).collect();
    columns.extend(standards.iter().map(|fact| Column {
        id: fact.id.clone(),
        title: match &fact.defined_by {
            Some(by) => format!("{} art. {}, elements from {}", fact.instrument, fact.article, by.standard),
            None => format!("{} art. {}", fact.instrument, fact.article),
        },
        standard: true,
        as_of: fact.as_of.clone(),
        confidence: Some(fact.confidence),
        layer: fact.layer.word().to_owned(),
    }));
    let words = library.vocabulary();
    let matrix = Matrix { library, concept, sides: &sides, standards: &standards };
    let mut sections = Vec::new();
    let mut empty = Vec::new();
    for id in ROWS.iter().filter(|id| rows.is_empty() || rows.contains(*id)) {
        let (title, lines) = match *id {
            "provisions" => ("Provisions", matrix.provisions()),
            "acts" => ("Acts", matrix.terms(&words.acts, |p| &p.acts, |s| &s.required_acts)),
            "means" => ("Means", matrix.means(&words.means)),
            "purposes" => ("Purposes", matrix.terms(&words.purposes, |p| &p.purposes, |s| &s.required_purposes)),
            "child_rule" => ("Child rule", vec![matrix.child_rule()]),
            "consent" => ("Consent of the victim", vec![matrix.consent()]),
            "mental_element" => ("Mental element", vec![matrix.mental_element()]),
            "gain" => ("Gain", vec![matrix.gain()]),
            "cross_border" => ("Cross-border element", vec![matrix.cross_border()]),
            "territory" => ("Territory", vec![matrix.territory()]),
            "humanitarian_exemption" => ("Humanitarian exemption", vec![matrix.humanitarian()]),
            "attempt" => ("Attempt", vec![matrix.attempt()]),
            "legal_persons" => ("Companies", vec![matrix.legal_persons()]),
            "non_punishment" => ("Non-punishment of victims", vec![matrix.non_punishment()]),
            "penalty" => ("Penalty", matrix.penalty()),
            "aggravations" => ("Aggravations and variants", matrix.aggravations(&words.triggers)),
            "missing" => ("Missing against the standards", matrix.missing()),
            _ => ("Sources", vec![matrix.sources()]),
        };
        let lines: Vec<Row> = lines.into_iter().filter(|row| row.cells.iter().any(|cell| cell.kind != CellKind::Blank)).collect();
        if !lines.is_empty() {
            sections.push(Section { id: (*id).to_owned(), title: title.to_owned(), rows: lines });
        } else if rows.contains(id) {
            empty.push(if *id == "missing" {
                "Missing: no standard to measure against was named (--with).".to_owned()
            } else {
                format!("{title}: none of the provisions compared has any in the facts.")
            });
        }
    }
    empty.extend(notes(&sides));
    Comparison {
        concept: concept.to_owned(),
        definition: Vocabulary::find(&words.concepts, concept).map(|t| t.definition.clone()).unwrap_or_default(),
        columns,
        sections,
        notes: empty,
    }
}

fn side<'l>(library: &'l Library, concept: &str, state: &State) -> Side<'l> {
    let code = library.code(state.jurisdiction());
    let of = |wanted: &dyn Fn(&str) -> bool| -> Vec<&'l Fact<Provision>> {
        code.map(|code| code.provisions.iter().filter(|fact| wanted(&fact.concept)).collect()).unwrap_or_default()
    };
    let family = |other: &str| other == concept || (concept == "trafficking_in_persons" && other == "trafficking_in_children");
    Side { state: state.clone(), code, own: of(&|other| other == concept), family: of(&family) }
}

fn column(side: &Side<'_>) -> Column {
    let weakest = side.own.iter().map(|fact| fact.confidence).min_by_key(|c| u8::from(c.counts_as_sourced()));
    let mut layers: Vec<&str> = side.own.iter().map(|fact| fact.layer.word()).collect();
    layers.sort_unstable();
    layers.dedup();
    Column {
        id: side.state.jurisdiction().to_owned(),
        title: side.state.name.clone(),
        standard: false,
        as_of: side.own.iter().map(|fact| fact.as_of.clone()).max().unwrap_or_default(),
        confidence: weakest,
        layer: layers.join(", "),
    }
}

fn notes(sides: &[Side<'_>]) -> Vec<String> {
    let mut notes = Vec::new();
    for side in sides {
        let name = &side.state.name;
        match side.code {
            None => notes.push(format!("{name}: no criminal law in the facts.")),
            Some(code) => notes.extend(code.pending_changes.iter().map(|change| {
                let doubt = if change.confidence.counts_as_sourced() { "" } else { " (unverified)" };
                format!("{name}: not in the figures: {}{doubt}.", change.what)
            })),
        }
    }
    notes
}

/// The matrix under construction.
pub(super) struct Matrix<'s, 'l> {
    library: &'l Library,
    /// What is compared.
    concept: &'s str,
    sides: &'s [Side<'l>],
    standards: &'s [Fact<Standard>],
}

impl<'l> Matrix<'_, 'l> {
    fn row(
        &self,
        id: &str,
        label: &str,
        of_side: impl Fn(&Side<'l>) -> Cell,
        of_standard: impl Fn(&Fact<Standard>) -> Cell,
    ) -> Row {
        let mut cells: Vec<Cell> = self
            .sides
            .iter()
            .map(|side| if side.family.is_empty() { Cell::unknown("no provision in the facts") } else { of_side(side) })
            .collect();
        cells.extend(self.standards.iter().map(&of_standard));
        Row { id: id.to_owned(), label: label.to_owned(), cells }
    }

    fn provisions(&self) -> Vec<Row> {
        vec![self.row(
            "provisions",
            "provisions",
            |side| Cell::text(places(&side.own)).resting_on(&side.own),
            |standard| {
                Cell::text(match &standard.defined_by {
                    Some(by) => format!("art. {}; elements from {}", standard.article, by.standard),
                    None => format!("art. {}", standard.article),
                })
            },
        )]
    }

    /// A row per term that any column has; the cell names the paragraphs that have it.
    fn terms(
        &self,
        terms: &[Term],
        of: impl Fn(&Provision) -> &Vec<String>,
        required: impl Fn(&Standard) -> &Vec<String>,
    ) -> Vec<Row> {
        let used = |id: &str| {
            self.sides.iter().any(|side| side.own.iter().any(|fact| of(fact).iter().any(|t| t == id)))
                || self.standards.iter().any(|fact| required(fact).iter().any(|t| t == id))
        };
        terms
            .iter()
            .filter(|term| used(&term.id))
            .map(|term| {
                self.row(
                    &term.id,
                    &Vocabulary::plain(&term.id),
                    |side| self.term_cell(side, terms, &term.id, &of),
                    |standard| match required(standard).contains(&term.id) {
                        true => Cell::new(CellKind::Present, "required"),
                        false => Cell::blank(),
                    },
                )
            })
            .collect()
    }

    fn term_cell(&self, side: &Side<'l>, terms: &[Term], id: &str, of: impl Fn(&Provision) -> &Vec<String>) -> Cell {
        let having = |wanted: &dyn Fn(&str) -> bool| -> Vec<&'l Fact<Provision>> {
            side.own.iter().filter(|fact| of(fact).iter().any(|t| wanted(t))).copied().collect()
        };
        let exact = having(&|t| t == id);
        if !exact.is_empty() {
            return listed(&exact, "");
        }
        let wider = having(&|t| Vocabulary::covers(terms, t, id));
        if !wider.is_empty() {
            return listed(&wider, " (in a wider word)");
        }
        let narrower = having(&|t| Vocabulary::covers(terms, id, t));
        if !narrower.is_empty() {
            return listed(&narrower, " (in part)");
        }
        if side.own.is_empty() { Cell::unknown("?") } else { Cell { unverified: unverified(&side.own), ..Cell::absent() } }
    }

    fn mental_element(&self) -> Row {
        self.row(
            "mental_element",
            "mental element",
            |side| grouped(&side.own, |fact| Some(Vocabulary::plain(&fact.mental_element))),
            |standard| match standard.mental_element.as_ref().and_then(|rule| rule.value.as_ref()) {
                Some(value) => Cell::text(Vocabulary::plain(value)),
                None => Cell::blank(),
            },
        )
    }

    fn gain(&self) -> Row {
        self.row(
            "gain",
            "gain",
            |side| {
                grouped(&side.own, |fact| {
                    let gain = fact.gain?;
                    Some(match &fact.gain_note {
                        Some(note) => format!("{} ({note})", Vocabulary::plain(gain.word())),
                        None => Vocabulary::plain(gain.word()),
                    })
                })
            },
            |standard| match standard.financial_benefit_requirement.as_ref().and_then(|rule| rule.gain) {
                Some(gain) => Cell::text(Vocabulary::plain(gain.word())),
                None => Cell::blank(),
            },
        )
    }

    fn cross_border(&self) -> Row {
        self.row(
            "cross_border",
            "cross-border element",
            |side| {
                let needing: Vec<_> =
                    side.own.iter().filter(|f| f.reach.as_ref().is_some_and(|reach| reach.cross_border)).copied().collect();
                if needing.is_empty() {
                    Cell { unverified: unverified(&side.own), ..Cell::text("none") }
                } else {
                    listed(&needing, " needs it")
                }
            },
            |_| Cell::blank(),
        )
    }

    fn territory(&self) -> Row {
        self.row("territory", "territory", |side| grouped(&side.own, |fact| fact.territorial_scope.clone()), |_| Cell::blank())
    }

    fn humanitarian(&self) -> Row {
        self.row(
            "humanitarian_exemption",
            "humanitarian help spared",
            |side| {
                grouped(&side.own, |fact| fact.humanitarian_exemption.map(|spared| if spared { "yes" } else { "no" }.to_owned()))
            },
            |standard| match standard.humanitarian_exemption.as_ref() {
                Some(rule) => Cell::text(rule.value.clone().unwrap_or_else(|| "yes".into())),
                None => Cell::blank(),
            },
        )
    }

    fn attempt(&self) -> Row {
        self.row(
            "attempt",
            "attempt",
            |side| {
                let general = side.code.and_then(|code| code.general_part.as_ref());
                let Some(rule) = general.and_then(|general| general.attempt.as_ref()) else {
                    return Cell::unknown("not in the facts");
                };
                let words = match rule.rule {
                    AttemptReach::Threshold => match rule.threshold_months {
                        Some(months) => format!("from {} (or where stated)", months::written(months)),
                        None => "from a threshold".to_owned(),
                    },
                    AttemptReach::AllOffences => "every offence".to_owned(),
                    AttemptReach::AllCrimes => "every crime".to_owned(),
                    AttemptReach::SeriousCrimesAndWhereStated => "serious crimes; others where stated".to_owned(),
                    AttemptReach::WhereStated => "where stated".to_owned(),
                };
                let stated: Vec<String> =
                    side.own.iter().filter(|f| f.attempt_stated.as_ref().is_some_and(|a| a.stated)).map(|f| place(f)).collect();
                let stated = if stated.is_empty() { String::new() } else { format!("; stated in {}", stated.join(", ")) };
                Cell {
                    unverified: !rule.confidence.counts_as_sourced(),
                    ..Cell::text(format!("{words}, art. {}{stated}", rule.article))
                }
            },
            |standard| rule_cell(standard.attempt_and_participation.as_ref().map(|rule| rule.article.as_str())),
        )
    }

    fn legal_persons(&self) -> Row {
        self.row(
            "legal_persons",
            "companies",
            |side| match side.code.and_then(|code| code.company_liability.as_ref()) {
                Some(liability) => {
                    let article = self.library.provision(&liability.provision).map(|fact| place(fact)).unwrap_or_default();
                    Cell {
                        unverified: !liability.confidence.counts_as_sourced(),
                        ..Cell::text(format!("{} ({article})", Vocabulary::plain(liability.kind.word())))
                    }
                }
                None => Cell::unknown("not in the facts"),
            },
            |standard| rule_cell(standard.legal_person_liability.as_ref().map(|rule| rule.article.as_str())),
        )
    }

    fn sources(&self) -> Row {
        self.row(
            "sources",
            "source and confidence",
            |side| {
                let mut sources: Vec<&str> = side.own.iter().filter_map(|fact| fact.source.as_deref()).collect();
                sources.sort_unstable();
                sources.dedup();
                let doubtful: Vec<String> =
                    side.own.iter().filter(|f| !f.confidence.counts_as_sourced()).map(|f| place(f)).collect();
                let doubt =
                    if doubtful.is_empty() { "sourced".to_owned() } else { format!("unverified: {}", doubtful.join("; ")) };
                Cell { unverified: !doubtful.is_empty(), ..Cell::text(format!("{doubt}\n{}", sources.join("\n"))) }
            },
            |standard| Cell::text(format!("{}\n{}", standard.confidence, standard.source.as_deref().unwrap_or(&standard.url))),
        )
    }
}

/// Whether every provision looked at is from general knowledge.
fn unverified(facts: &[&Fact<Provision>]) -> bool {
    !facts.is_empty() && facts.iter().all(|fact| !fact.confidence.counts_as_sourced())
}

/// The place of a provision; among others that were read, one that was not says so.
fn marked(fact: &Fact<Provision>, among: &[&Fact<Provision>]) -> String {
    let doubt = !fact.confidence.counts_as_sourced() && !unverified(among);
    format!("{}{}", place(fact), if doubt { " (unverified)" } else { "" })
}

/// The places of provisions in one line.
fn places(facts: &[&Fact<Provision>]) -> String {
    facts.iter().map(|fact| marked(fact, facts)).collect::<Vec<_>>().join("; ")
}

/// The places of provisions as a cell.
fn listed(facts: &[&Fact<Provision>], after: &str) -> Cell {
    Cell::new(CellKind::Present, format!("{}{after}", places(facts))).resting_on(facts)
}

/// The values provisions have, each with its places; one value for all without places.
fn grouped(facts: &[&Fact<Provision>], value: impl Fn(&Provision) -> Option<String>) -> Cell {
    let mut groups: Vec<(String, Vec<&Fact<Provision>>)> = Vec::new();
    let relevant: Vec<&Fact<Provision>> = facts.iter().filter(|fact| !fact.acts.is_empty()).copied().collect();
    let mut saying: Vec<&Fact<Provision>> = Vec::new();
    for fact in &relevant {
        let Some(value) = value(fact) else { continue };
        saying.push(fact);
        match groups.iter_mut().find(|(known, _)| *known == value) {
            Some((_, places)) => places.push(fact),
            None => groups.push((value, vec![fact])),
        }
    }
    let mixed = saying.iter().any(|fact| !fact.confidence.counts_as_sourced()) && !unverified(&saying);
    let text = match groups.as_slice() {
        [] => return Cell::blank(),
        [(value, places)] if places.len() == relevant.len() && !mixed => value.clone(),
        groups => groups
            .iter()
            .map(|(value, of)| {
                let of: Vec<String> = of.iter().map(|fact| marked(fact, &saying)).collect();
                format!("{}: {value}", of.join(", "))
            })
            .collect::<Vec<_>>()
            .join("\n"),
    };
    Cell::text(text).resting_on(&saying)
}

fn rule_cell(article: Option<&str>) -> Cell {
    match article {
        Some(article) => Cell::new(CellKind::Present, format!("required, art. {article}")),
        None => Cell::blank(),
    }
}

#[cfg(test)]
mod tests;
