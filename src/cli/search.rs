//! `rogatory search`: words in, cited passages and a statement of coverage out.

use std::path::Path;

use clap::ValueEnum;
use serde_json::{Value, json};

use super::output::{Format, harmless, print, print_json, width};
use super::passage_view::{highlighted, wrapped};
use super::{CommandError, Exit, Global, Outcome, style};
use crate::case::Case;
use crate::extract::formats;
use crate::language::names::Level;
use crate::search::citation;
use crate::search::query::{self, Field, parse};
use crate::search::{Answer, Explained, Filter, Hit, HitUnit, Layers, Refused, Request, Searcher, Sort, Within};

/// Order of the hits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum SortArg {
    /// Best unit first
    Relevance,
    /// Oldest first, undated last
    Date,
    /// As the folders have them
    Path,
}

/// How far names may differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum NamesArg {
    /// The name as spelled, in either script
    Strict,
    /// Every rendering of the sounds (Xhaferi, Džaferi, Џафери), with case endings
    Normal,
    /// One letter off, and Arabic writing
    Wide,
}

/// What all words must stand in together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum WithinArg {
    Unit,
    Document,
}

/// Options shared by every command that runs queries.
#[derive(Debug, Clone, clap::Args)]
pub struct Conditions {
    /// Only this kind of document: pdf, word, mail, image, or a media type
    #[arg(long = "type", value_name = "TYPE")]
    pub kind: Option<String>,
    /// Only documents in this language: sq, mk, en, sr (with hr, bs, cnr), sr-Cyrl
    #[arg(long, value_name = "TAG")]
    pub lang: Option<String>,
    /// Only from this date on: 2025, 2025-03, 2025-03-17
    #[arg(long, value_name = "DATE")]
    pub since: Option<String>,
    /// Only up to this date
    #[arg(long, value_name = "DATE")]
    pub until: Option<String>,
    /// Only these paths: a part of the path, or a pattern with * and ?
    #[arg(long, value_name = "GLOB")]
    pub path: Option<String>,
    /// Only documents with this tag
    #[arg(long, value_name = "TAG")]
    pub tag: Option<String>,
    /// Every word as it is spelled (case aside)
    #[arg(long)]
    pub exact: bool,
    /// Do not look in the other script
    #[arg(long)]
    pub no_script: bool,
    /// Do not look for other forms of a word
    #[arg(long)]
    pub no_inflection: bool,
    /// No other spellings, renderings of names, aliases
    #[arg(long)]
    pub no_variants: bool,
    /// concept: without the words of the glossary
    #[arg(long)]
    pub no_glossary: bool,
    /// How far names may differ
    #[arg(long, value_enum, default_value_t = NamesArg::Normal)]
    pub names: NamesArg,
    /// All words in one unit (page, message), or in the document
    #[arg(long, value_enum, default_value_t = WithinArg::Document)]
    pub within: WithinArg,
    /// Words shown on either side of a match
    #[arg(long, value_name = "N", default_value_t = 12)]
    pub context: usize,
}

#[derive(Debug, clap::Args)]
#[command(after_help = "Query language:
  krijumčarenje kombi   both words somewhere in the document, in any form,
                        in either script
  kombi OR kamion       either; NOT word or -word excludes; brackets group
  \"pet delova\"          a phrase, also over a page break; =\"…\" in this
                        spelling only
  \"border driver\"~8     close together in any order; border NEAR/8 driver
                        is the same, border PRE/8 driver asks for the order
  transp* *kamion*      parts of words
  ahmed~1               one letter off (~2: two)
  =Đoković              this spelling only
  /regex/               a regular expression on whole words
  name:\"Muhamed Džaferi\"    all renderings and endings
  concept:debt_bondage  the idea in every language
  plate:\"BG-123-AB\" phone:\"+381 64 123 4567\" iban: doc: id: imei: email:
  ip: crypto:           numbers, however they are spaced
  type: lang: path: from: to: cc: subject: title: page: part: tag: source:
  hash: date:2025-03..2025-04
  part: takes body, header, footer, footnote, comment, deleted, notes, hidden,
        annotation, form_field, metadata, ocr, ocr_low_confidence

Examples:
  rogatory search krijumcarenje
  rogatory search 'name:Dzaferi date:2026-02..2026-03' --json
  rogatory search 'border NEAR/8 driver' --type pdf --explain
  rogatory search -- -word")]
pub struct Args {
    /// The query; several words are joined by spaces
    #[arg(required = true, value_name = "QUERY")]
    pub query: Vec<String>,
    #[command(flatten)]
    pub conditions: Conditions,
    /// Documents shown
    #[arg(long, value_name = "N", default_value_t = 20)]
    pub limit: usize,
    /// Documents passed over
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub offset: usize,
    /// Order of the documents
    #[arg(long, value_enum, default_value_t = SortArg::Relevance)]
    pub sort: SortArg,
    /// Only the number of documents, and the coverage
    #[arg(long)]
    pub count: bool,
    /// Which variants of each word were asked for, and what each gave
    #[arg(long)]
    pub explain: bool,
}

impl Conditions {
    /// The filters asked for by options.
    pub fn filters(&self) -> Result<Vec<Filter>, CommandError> {
        let mut filters = Vec::new();
        for (field, value) in
            [(Field::Type, &self.kind), (Field::Lang, &self.lang), (Field::Path, &self.path), (Field::Tag, &self.tag)]
        {
            if let Some(value) = value {
                filters.push(Filter::new(field, query::Value::Plain(value.clone())));
            }
        }
        for (name, date) in [("--since", &self.since), ("--until", &self.until)] {
            if let Some(date) = date
                && crate::search::date_span(date).is_none()
            {
                return Err(CommandError::bad_use(format!(
                    "{name} {}: a date is written 2025, 2025-03 or 2025-03-17",
                    harmless(date, false)
                )));
            }
        }
        if let (Some(since), Some(until)) = (&self.since, &self.until)
            && let (Some((first, _)), Some((_, last))) = (crate::search::date_span(since), crate::search::date_span(until))
            && first > last
        {
            return Err(CommandError::bad_use(format!("--until {until} is before --since {since}")));
        }
        if self.since.is_some() || self.until.is_some() {
            filters.push(Filter::new(Field::Date, query::Value::Range(self.since.clone(), self.until.clone())));
        }
        Ok(filters)
    }

    /// What may differ.
    pub fn layers(&self) -> Layers {
        if self.exact {
            return Layers::exact();
        }
        Layers {
            script: !self.no_script,
            inflection: !self.no_inflection,
            variants: !self.no_variants,
            glossary: !self.no_glossary,
            names: match self.names {
                NamesArg::Strict => Level::Strict,
                NamesArg::Normal => Level::Normal,
                NamesArg::Wide => Level::Wide,
            },
        }
    }

    /// A request for this query under these conditions.
    pub fn request(&self, query: query::Expr) -> Result<Request, CommandError> {
        Ok(Request {
            query: Some(query),
            filters: self.filters()?,
            layers: self.layers(),
            within: match self.within {
                WithinArg::Unit => Within::Unit,
                WithinArg::Document => Within::Document,
            },
            context: self.context,
            ..Request::default()
        })
    }
}

pub fn run(args: Args, global: &Global) -> Outcome {
    let text = args.query.join(" ");
    let parsed = understood(&text)?;
    let mut request = args.conditions.request(parsed.query.clone())?;
    request.limit = if args.count { 0 } else { args.limit };
    request.offset = args.offset;
    request.sort = match args.sort {
        SortArg::Relevance => Sort::Relevance,
        SortArg::Date => Sort::Date,
        SortArg::Path => Sort::Path,
    };
    request.explain = args.explain;
    let searcher = open(global)?;
    let mut answer = searcher.search(&request).map_err(|refused| refusal(refused, &text))?;
    answer.notes.splice(0..0, parsed.notes);
    match global.format() {
        Format::Json => print_json(&answer_json(&answer, &text, &parsed.query.to_string(), args.explain)),
        Format::Ndjson => {
            for hit in &answer.hits {
                print(&format!("{}\n", hit_json(hit)));
            }
            let mut summary = answer_json(&answer, &text, &parsed.query.to_string(), args.explain);
            if let Some(map) = summary.as_object_mut() {
                map.remove("hits");
                map.insert("event".into(), "summary".into());
            }
            print(&format!("{summary}\n"));
        }
        Format::Csv => print(&csv(&answer)?),
        Format::Table => {
            print(&table(&answer, &searcher, &args, global)?);
        }
    }
    if global.format() == Format::Csv || global.format() == Format::Table {
        for note in &answer.notes {
            style::warning(&harmless(note, false));
        }
    }
    if global.format() == Format::Csv {
        eprintln!("{}", answer.coverage.statement());
    }
    let exit = exit(answer.total > 0, answer.coverage.is_full());
    // The process ends here: the system takes the mapped index back at once, faster than we can piece by piece.
    std::mem::forget(searcher);
    Ok(exit)
}

/// Found; nothing though everything was read; nothing, but something could not be read.
pub fn exit(found: bool, full: bool) -> Exit {
    match (found, full) {
        (true, _) => Exit::Done,
        (false, true) => Exit::Nothing,
        (false, false) => Exit::Gaps,
    }
}

/// The query, understood; or an error with a caret under the place.
pub fn understood(text: &str) -> Result<query::Parsed, CommandError> {
    parse(text).map_err(|error| {
        let explained = harmless(&error.explain(text), true);
        let out = CommandError::bad_use(explained);
        match error.hint {
            Some(hint) => out.hint(harmless(&hint, false)),
            None => out,
        }
    })
}

/// The case, opened for searching.
pub fn open(global: &Global) -> Result<Searcher, CommandError> {
    let case = Case::find(global.case.as_deref(), Path::new("."))?;
    Searcher::open(&case).map_err(|error| trouble(&error))
}

/// Trouble with the index, in words.
pub fn trouble(error: &crate::search::Error) -> CommandError {
    let exit = if matches!(error, crate::search::Error::Missing(_)) { Exit::BadUse } else { Exit::Internal };
    CommandError::new(exit, error.to_string()).hint(error.remedy())
}

/// Why a query that parses was not carried out.
pub fn refusal(refused: Refused, text: &str) -> CommandError {
    match refused {
        Refused::Index(error) => trouble(&error),
        Refused::Query { span, message, hint } => {
            let error = query::QueryError { span, message, hint: None };
            let out = CommandError::bad_use(harmless(&error.explain(text), true));
            match hint {
                Some(hint) => out.hint(harmless(&hint, false)),
                None => out,
            }
        }
    }
}

/// The whole answer as `rogatory.search/1`.
pub fn answer_json(answer: &Answer, query: &str, understood: &str, explain: bool) -> Value {
    let mut value = json!({
        "schema": "rogatory.search/1",
        "query": query,
        "understood_as": understood,
        "total": answer.total,
        "took_ms": (answer.took_ms * 10.0).round() / 10.0,
        "snapshot": answer.snapshot,
        "hits": answer.hits.iter().map(hit_json).collect::<Vec<_>>(),
        "coverage": answer.coverage.to_json(),
        "notes": answer.notes,
    });
    if let Some(map) = value.as_object_mut() {
        if !answer.near_words.is_empty() {
            let near = answer.near_words.iter().map(|(word, near)| json!({"word": word, "near": near})).collect();
            map.insert("near_words".into(), Value::Array(near));
        }
        if explain {
            map.insert("explain".into(), answer.explained.iter().map(explained_json).collect());
        }
    }
    value
}

fn explained_json(explained: &Explained) -> Value {
    json!({
        "clause": explained.clause,
        "documents": explained.documents,
        "negated": explained.negated,
        "variants": explained.variants.iter().map(|v| json!({
            "word": v.word, "layer": v.layer, "term": v.term, "reason": v.reason.code(), "documents": v.documents,
        })).collect::<Vec<_>>(),
        "more_variants": explained.more,
        "alternatives": explained.alternatives.iter().map(|(term, note)| json!({"term": term, "note": note})).collect::<Vec<_>>(),
    })
}

fn hit_json(hit: &Hit) -> Value {
    json!({
        "document": hit.document.sha256,
        "path": hit.path,
        "source": hit.source,
        "title": hit.title,
        "type": hit.document.media_type,
        "date": hit.document.meta.date,
        "languages": hit.document.languages,
        "state": hit.document.state.code(),
        "score": (f64::from(hit.score) * 1000.0).round() / 1000.0,
        "units": hit.units.iter().map(unit_json).collect::<Vec<_>>(),
        "units_found": hit.units_found,
        "citation": hit.citation,
        "tags": [],
        "duplicates": hit.duplicates,
        "gone": hit.gone,
    })
}

/// A unit with its passages, as in every answer.
pub fn unit_json(unit: &HitUnit) -> Value {
    json!({
        "unit": unit.ordinal,
        "locator": unit.locator.to_json(),
        "part": unit.part,
        "language": unit.language,
        "ocr_confidence": unit.confidence,
        "matches": unit.matches,
        "passages": unit.passages.iter().map(|passage| json!({
            "text": passage.text,
            "marks": passage.marks.iter().map(|(start, end, reason)| json!([start, end, reason.code()])).collect::<Vec<_>>(),
        })).collect::<Vec<_>>(),
    })
}

fn csv(answer: &Answer) -> Result<String, CommandError> {
    let mut out = csv::Writer::from_writer(Vec::new());
    let failed = |e: &dyn std::fmt::Display| CommandError::internal(format!("cannot write CSV: {e}"));
    out.write_record(["document", "path", "type", "date", "score", "locator", "matches", "passage", "citation"])
        .map_err(|e| failed(&e))?;
    for hit in &answer.hits {
        let score = format!("{:.3}", hit.score);
        let date = hit.document.meta.date.clone().unwrap_or_default();
        let mut row = |locator: &str, matches: &str, passage: &str, citation: &str| {
            out.write_record([
                hit.document.sha256.as_str(),
                &hit.path,
                &hit.document.media_type,
                &date,
                &score,
                locator,
                matches,
                passage,
                citation,
            ])
        };
        if hit.units.is_empty() {
            row("", "", "", &hit.citation).map_err(|e| failed(&e))?;
        }
        for unit in &hit.units {
            let passage = unit.passages.iter().map(|p| p.text.as_str()).collect::<Vec<_>>().join(" … ");
            let citation = citation::inline(&hit.document, &hit.path, Some(&unit.locator));
            row(&unit.locator.label(), &unit.matches.to_string(), &passage, &citation).map_err(|e| failed(&e))?;
        }
    }
    Ok(super::output::sheet(out))
}

/// Further places of one document that are listed; the rest is counted.
const SAME_BYTES: usize = 10;

fn table(answer: &Answer, searcher: &Searcher, args: &Args, global: &Global) -> Result<String, CommandError> {
    let color = global.color.stdout();
    let columns = usize::from(width()).saturating_sub(2).max(40);
    let mut out = String::new();
    let bold = |text: &str| if color { format!("\u{1b}[1m{text}\u{1b}[0m") } else { text.to_owned() };
    for (number, hit) in answer.hits.iter().enumerate() {
        let short = searcher.store().short_id(&hit.document.sha256)?;
        let path = harmless(&hit.path, false);
        out.push_str(&format!("{}. {}\n", args.offset + number + 1, bold(&path)));
        let mut facts = vec![short, harmless(formats::name_of(&hit.document.media_type), false)];
        facts.extend(hit.document.meta.date.as_ref().map(|d| harmless(d.get(..10).unwrap_or(d), false)));
        facts.extend(hit.document.languages.iter().take(3).map(|l| harmless(l, false)));
        facts.extend(hit.gone.map(|status| match status {
            crate::case::SourceStatus::Changed => "an earlier version: the file has changed since".to_owned(),
            _ => "the file has vanished since".to_owned(),
        }));
        if hit.document.state != crate::case::State::Complete {
            facts.push(format!("read in part: {}", reasons(hit)));
        }
        out.push_str(&wrapped(&facts.join(" · "), columns, "   "));
        if let Some(title) = &hit.title {
            out.push_str(&wrapped(&format!("“{}”", harmless(title, false)), columns, "   "));
        }
        for unit in &hit.units {
            let mut label = harmless(&unit.locator.label(), false);
            if !matches!(unit.part, crate::extract::Part::Body) {
                label.push_str(&format!(
                    " [{}]",
                    serde_json::to_value(unit.part).ok().and_then(|v| v.as_str().map(str::to_owned)).unwrap_or_default()
                ));
            }
            if let Some(confidence) = unit.confidence.filter(|c| *c < 75.0) {
                label.push_str(&format!(" (OCR {confidence:.0} %)"));
            }
            if unit.matches > 1 {
                label.push_str(&format!(", {} matches", unit.matches));
            }
            if unit
                .passages
                .iter()
                .flat_map(|passage| &passage.marks)
                .any(|(_, _, reason)| *reason == crate::search::Reason::Slang)
            {
                label.push_str(" (slang)");
            }
            out.push_str(&format!("   {label}\n"));
            for passage in &unit.passages {
                out.push_str(&highlighted(passage, columns, "     ", color));
            }
        }
        if hit.units_found > hit.units.len() {
            out.push_str(&format!("   and {} more places with matches\n", hit.units_found - hit.units.len()));
        }
        for duplicate in hit.duplicates.iter().take(SAME_BYTES) {
            out.push_str(&wrapped(&format!("same bytes: {}", harmless(duplicate, false)), columns, "   "));
        }
        if let Some(more) = hit.duplicates.len().checked_sub(SAME_BYTES).filter(|more| *more > 0) {
            let least = if hit.duplicates.len() + 1 >= crate::case::MOST_PLACES { "at least " } else { "" };
            out.push_str(&format!("   same bytes: {least}{more} more places (rogatory show)\n"));
        }
        out.push('\n');
    }
    let shown = match (answer.total, answer.hits.len()) {
        (0, _) => "No document found.".to_owned(),
        (1, _) => "1 document found.".to_owned(),
        (total, 0) if !args.count => format!("{total} documents found, none shown."),
        (total, shown) if shown < total && !args.count => {
            format!("{total} documents found, {}–{} shown.", args.offset + 1, args.offset + shown)
        }
        (total, _) => format!("{total} documents found."),
    };
    out.push_str(&wrapped(&shown, columns, ""));
    for (word, near) in &answer.near_words {
        out.push_str(&wrapped(
            &format!("Nothing has “{}”; near it: {}", harmless(word, false), harmless(&near.join(", "), false)),
            columns,
            "",
        ));
    }
    for explained in &answer.explained {
        out.push('\n');
        out.push_str(&explained_table(explained, columns));
    }
    out.push_str(&wrapped(&answer.coverage.statement(), columns, ""));
    Ok(out)
}

fn reasons(hit: &Hit) -> String {
    let mut codes: Vec<&str> = hit.document.gaps.iter().map(|gap| gap.reason.code()).collect();
    codes.sort_unstable();
    codes.dedup();
    codes.join(", ")
}

fn explained_table(explained: &Explained, columns: usize) -> String {
    let sign = if explained.negated { "excluded: " } else { "" };
    let mut out = wrapped(
        &format!(
            "{sign}{}: {} document{}",
            harmless(&explained.clause, false),
            explained.documents,
            if explained.documents == 1 { "" } else { "s" }
        ),
        columns,
        "",
    );
    for variant in explained.variants.iter().filter(|v| v.documents > 0) {
        // "krijumcr [stem krijumcr, …]" says the same twice.
        let bare = variant.term.trim_end_matches(" (Cyrillic)");
        let layer = variant.layer.strip_suffix(bare).map_or(variant.layer.as_str(), str::trim_end);
        let line = format!(
            "{:>6}  {} [{}, {}]",
            variant.documents,
            harmless(&variant.term, false),
            harmless(layer, false),
            variant.reason.code()
        );
        out.push_str(&format!("  {line}\n"));
    }
    let nothing: Vec<String> = explained.variants.iter().filter(|v| v.documents == 0).map(|v| harmless(&v.term, false)).collect();
    if !nothing.is_empty() {
        out.push_str(&wrapped(&format!("without any: {}", nothing.join(", ")), columns, "  "));
    }
    if explained.more > 0 {
        out.push_str(&format!("  and {} rarer variants\n", explained.more));
    }
    if !explained.alternatives.is_empty() {
        let asked: Vec<String> =
            explained.alternatives.iter().map(|(term, note)| harmless(&format!("{term} ({note})"), false)).collect();
        out.push_str(&wrapped(&format!("asked: {}", asked.join("; ")), columns, "  "));
    }
    out
}
