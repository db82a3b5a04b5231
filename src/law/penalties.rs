//! Ranges of imprisonment as bars, for a terminal and as SVG.

use super::compare::place;
use super::library::{Library, State};
use super::months;

/// One bar: the base range of a provision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bar {
    /// `RS`, `BA-FBIH`
    pub jurisdiction: String,
    pub provision: String,
    /// `388(1)`
    pub place: String,
    /// `None`: the provision sets none.
    pub min_months: Option<u32>,
    /// The provision's own maximum, or the general one where it sets none.
    pub max_months: Option<u32>,
    /// The maximum is the general one of the code.
    pub general_maximum: bool,
    pub life: bool,
    pub long_term: bool,
    /// `3 to 12 years`
    pub words: String,
    pub confidence: super::terms::Confidence,
    pub source: Option<String>,
    pub as_of: String,
    pub layer: String,
}

/// The base ranges of a concept, State by State in the order asked for. Provisions without a prison range are left out.
pub fn bars(library: &Library, concept: &str, states: &[State]) -> Vec<Bar> {
    let mut bars = Vec::new();
    for state in states {
        let Some(code) = library.code(state.jurisdiction()) else { continue };
        let general = code.general_part.as_ref().map(|fact| &fact.value);
        for fact in code.provisions.iter().filter(|fact| fact.concept == concept) {
            let penalty = &fact.penalty;
            let own = penalty.min_months.is_some() || penalty.max_months.is_some() || penalty.life;
            if !own {
                continue;
            }
            let general_maximum = penalty.max_months.is_none();
            let max_months = penalty.max_months.or_else(|| general.and_then(|g| g.imprisonment.max_months));
            bars.push(Bar {
                jurisdiction: code.jurisdiction.clone(),
                provision: fact.id.clone(),
                place: place(fact),
                min_months: penalty.min_months,
                max_months,
                general_maximum,
                life: penalty.life,
                long_term: penalty.long_term_imprisonment,
                words: months::penalty(penalty),
                confidence: fact.confidence,
                source: fact.source.clone(),
                as_of: fact.as_of.clone(),
                layer: fact.layer.word().to_owned(),
            });
        }
    }
    bars
}

/// The end of the scale: the longest maximum, in whole steps of five years, at least ten.
pub fn scale(bars: &[Bar]) -> u32 {
    let longest = bars.iter().filter_map(|bar| bar.max_months).max().unwrap_or(0);
    longest.div_ceil(60).max(2) * 60
}

/// A bar of `width` cells: `░` below a missing minimum, `█` the range, `▒` up to a maximum that is only the general one.
pub fn drawn(bar: &Bar, scale: u32, width: usize) -> String {
    let at = |months: u32| (u64::from(months.min(scale)) * width as u64).div_ceil(u64::from(scale.max(1))) as usize;
    let start = bar.min_months.map_or(0, |m| (u64::from(m.min(scale)) * width as u64 / u64::from(scale.max(1))) as usize);
    let start = start.min(width.saturating_sub(1));
    let end = bar.max_months.map_or(start + 1, at).clamp(start + 1, width.max(1));
    let fill = if bar.general_maximum { '▒' } else { '█' };
    let mut out: String = (0..width).map(|cell| if cell < start || cell >= end { ' ' } else { fill }).collect();
    if bar.general_maximum && start < width {
        // The minimum itself is the provision's own.
        out = out.chars().enumerate().map(|(cell, c)| if cell == start { '█' } else { c }).collect();
    }
    out
}

/// The chart as SVG, with a text for every bar; no script, no outside reference.
pub fn svg(title: &str, bars: &[Bar]) -> String {
    let (label, chart, line, top) = (150.0, 520.0, 22.0, 50.0);
    let scale = scale(bars);
    let height = top + line * bars.len() as f64 + 40.0;
    let width = label + chart + 220.0;
    let x = |months: u32| label + chart * f64::from(months.min(scale)) / f64::from(scale.max(1));
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width:.0} {height:.0}\" role=\"img\" font-family=\"sans-serif\" font-size=\"12\">\n<title>{0}</title>\n<text x=\"8\" y=\"20\" font-size=\"15\" font-weight=\"bold\">{0}</text>\n",
        escaped(title)
    );
    let mut years = 0;
    while years * 12 <= scale {
        let at = x(years * 12);
        out.push_str(&format!(
            "<line x1=\"{at:.1}\" y1=\"{:.1}\" x2=\"{at:.1}\" y2=\"{:.1}\" stroke=\"#ccc\"/><text x=\"{at:.1}\" y=\"{:.1}\" text-anchor=\"middle\" fill=\"#555\">{years}</text>\n",
            top - 12.0,
            height - 30.0,
            top - 16.0
        ));
        years += 5;
    }
    for (at, bar) in bars.iter().enumerate() {
        let y = top + line * at as f64;
        let (start, end) = (x(bar.min_months.unwrap_or(0)), x(bar.max_months.unwrap_or(scale)));
        let fill = if bar.general_maximum { "#8fb3d9" } else { "#2f6db0" };
        let dash = if bar.confidence.counts_as_sourced() { "" } else { " stroke=\"#b00\" stroke-dasharray=\"3 2\"" };
        let tail = match (bar.confidence.counts_as_sourced(), bar.life, bar.general_maximum) {
            (false, ..) => format!("{} (unverified)", bar.words),
            _ => bar.words.clone(),
        };
        out.push_str(&format!(
            "<text x=\"8\" y=\"{:.1}\">{}</text><rect x=\"{start:.1}\" y=\"{:.1}\" width=\"{:.1}\" height=\"14\" fill=\"{fill}\"{dash}/><text x=\"{:.1}\" y=\"{:.1}\">{}</text>\n",
            y + 11.0,
            escaped(&format!("{} {}", bar.jurisdiction, bar.place)),
            y,
            (end - start).max(2.0),
            label + chart + 8.0,
            y + 11.0,
            escaped(&tail)
        ));
    }
    out.push_str(&format!(
        "<text x=\"8\" y=\"{:.1}\" fill=\"#555\">Years of imprisonment. Light: the provision sets no maximum, the general one of the code counts.</text>\n</svg>\n",
        height - 10.0
    ));
    out
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_start_and_end_where_the_range_does() {
        let library = Library::load(None).expect("facts");
        let states: Vec<State> = ["RS", "BA"].iter().map(|s| library.state(s).expect("a State")).collect();
        let bars = bars(&library, "trafficking_in_persons", &states);
        let serbia = bars.iter().find(|bar| bar.provision == "RS-CC-388-1").expect("the bar");
        assert_eq!((serbia.min_months, serbia.max_months, serbia.general_maximum), (Some(36), Some(144), false));
        assert_eq!(drawn(serbia, 240, 20), "   █████████        ");
        let bosnia = bars.iter().find(|bar| bar.provision == "BA-CC-186-1").expect("the bar");
        assert_eq!((bosnia.max_months, bosnia.general_maximum), (Some(240), true));
        assert_eq!(drawn(bosnia, 240, 20), "     █▒▒▒▒▒▒▒▒▒▒▒▒▒▒");
        let picture = svg("A & B", &bars);
        assert!(
            roxmltree::Document::parse(&picture)
                .is_ok_and(|doc| doc.descendants().filter(|n| n.has_tag_name("rect")).count() == bars.len())
        );
        assert!(bars.iter().all(|bar| drawn(bar, scale(&bars), 30).chars().count() == 30));
    }
}
