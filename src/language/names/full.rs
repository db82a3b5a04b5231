//! Full names against full names: any order, initials, each match with the rule it rests on.

use super::key::distance;
use super::{class_keys, keys, skeleton_key};
use crate::language::analyzer::words;
use crate::language::fold::fold;

/// How far a spelling may be from the name asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Level {
    /// Same letters after folding: other script, no diacritics.
    Strict,
    /// Also spellings of the same sounds, case endings, initials.
    #[default]
    Normal,
    /// Also one letter wrong, and romanisations of Arabic letters.
    Wide,
}

/// Why two names were taken for one; the later, the weaker.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rule {
    /// The same letters.
    Same,
    /// The same after folding: other script or diacritics.
    OtherScript,
    /// Another spelling of the same sounds (class key).
    Spelling,
    /// A case form (base key).
    Inflected,
    /// An initial for the whole name.
    Initial,
    /// Arabic letters against a romanisation (skeleton key).
    Romanised,
    /// A letter or two wrong.
    Distance,
}

/// A match of two full names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Match {
    /// The weakest rule any part of the name needed.
    pub rule: Rule,
    /// Parts of the shorter name that found their partner (all of them).
    pub parts: usize,
}

/// One word of a name against another. `None`: not the same by any rule of this level.
pub fn match_word(asked: &str, found: &str, level: Level) -> Option<Rule> {
    if asked == found {
        return Some(Rule::Same);
    }
    let (a, f) = (fold(asked), fold(found));
    if a.is_empty() || f.is_empty() {
        return None;
    }
    if a == f {
        return Some(Rule::OtherScript);
    }
    if level == Level::Strict {
        return None;
    }
    let (ka, kf) = (keys(asked), keys(found));
    let mut shared = ka.iter().filter(|k| kf.contains(k)).peekable();
    if shared.peek().is_some() {
        let class = shared.any(|k| k.starts_with(|c: char| c.is_ascii_uppercase() || c == '='));
        return Some(if class { Rule::Spelling } else { Rule::Inflected });
    }
    if level == Level::Normal {
        return None;
    }
    let romanised = |x: &str, keys: &[String]| skeleton_key(x).is_some_and(|s| s.len() > 2 && keys.contains(&s));
    if romanised(asked, &kf) || romanised(found, &ka) {
        return Some(Rule::Romanised);
    }
    let cf = class_keys(found);
    let close =
        class_keys(asked).iter().filter(|k| k.len() >= 5).any(|k| cf.iter().any(|c| c.len() >= 4 && distance(k, c, 1).is_some()));
    close.then_some(Rule::Distance)
}

/// A full name against another: every part of the shorter one needs a partner of its own in the longer one, in any order. An initial
/// stands for any part that begins with it, but at least one part must match in full. In `Wide`, folded parts may differ by
/// one letter (up to five letters) or two.
pub fn match_full(asked: &str, found: &str, level: Level) -> Option<Match> {
    let cut = |name: &str| -> Vec<String> { words(name).map(|w| w.of(name).to_owned()).collect() };
    let (a, f) = (cut(asked), cut(found));
    if a.is_empty() || f.is_empty() {
        return None;
    }
    let (short, long) = if a.len() <= f.len() { (a, f) } else { (f, a) };
    if long.len() > 12 {
        return None;
    }
    let rules: Vec<Vec<Option<Rule>>> = short.iter().map(|s| long.iter().map(|l| match_part(s, l, level)).collect()).collect();
    let mut taken = vec![false; long.len()];
    let rule = pair_up(&rules, 0, &mut taken)?;
    // Initials alone identify nobody.
    (rule.1 > 0).then_some(Match { rule: rule.0, parts: short.len() })
}

fn match_part(a: &str, b: &str, level: Level) -> Option<Rule> {
    if let Some(rule) = match_word(a, b, level) {
        // Two initials agree, but say no more than an initial.
        return Some(if a.chars().count() == 1 { rule.max(Rule::Initial) } else { rule });
    }
    if level == Level::Strict {
        return None;
    }
    let (fa, fb) = (fold(a), fold(b));
    let initial = |short: &str, long: &str| short.len() <= 2 && short.chars().count() == 1 && long.starts_with(short);
    if initial(&fa, &fb) || initial(&fb, &fa) || initial_class(a, b) || initial_class(b, a) {
        return Some(Rule::Initial);
    }
    if level == Level::Wide {
        let limit = if fa.chars().count().min(fb.chars().count()) <= 5 { 1 } else { 2 };
        if fa.len() > 2 && fb.len() > 2 && distance(&fa, &fb, limit).is_some() {
            return Some(Rule::Distance);
        }
    }
    None
}

/// `Dž.` or `Xh.` for `Xhavit`: an initial written with two letters.
fn initial_class(initial: &str, name: &str) -> bool {
    if initial.chars().count() > 3 {
        return false;
    }
    let Some(key) = class_keys(initial).into_iter().next() else { return false };
    key.len() == 1 && class_keys(name).iter().any(|k| k.starts_with(&key)) && !"AIU".contains(&key)
}

/// The best assignment: (weakest rule, parts matched by more than an initial).
fn pair_up(rules: &[Vec<Option<Rule>>], part: usize, taken: &mut Vec<bool>) -> Option<(Rule, usize)> {
    let Some(row) = rules.get(part) else { return Some((Rule::Same, 0)) };
    let mut best: Option<(Rule, usize)> = None;
    for (i, rule) in row.iter().enumerate() {
        let (Some(rule), false) = (*rule, taken[i]) else { continue };
        taken[i] = true;
        if let Some((rest, full)) = pair_up(rules, part + 1, taken) {
            let this = (rule.max(rest), full + usize::from(rule != Rule::Initial));
            if best.is_none_or(|b| (b.1, std::cmp::Reverse(b.0)) < (this.1, std::cmp::Reverse(this.0))) {
                best = Some(this);
            }
        }
        taken[i] = false;
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn full_names_in_any_order_with_initials() {
        for (asked, found, rule) in [
            ("Muhamed Džaferi", "Muhamed Džaferi", Rule::Same),
            ("Muhamed Džaferi", "ЏАФЕРИ Мухамед", Rule::OtherScript),
            ("Muhamed Džaferi", "Xhaferi Muhamed", Rule::Spelling),
            ("Muhamed Džaferi", "Muhamedu Xhaferit", Rule::Inflected),
            ("Muhamed Džaferi", "M. Xhaferi", Rule::Initial),
            ("Xhavit Hoxha", "Dž. Hodža", Rule::Initial),
            ("Hoxha", "Enver Hoxha", Rule::Same),
        ] {
            assert_eq!(match_full(asked, found, Level::Normal).map(|m| m.rule), Some(rule), "{asked} / {found}");
        }
        for (asked, found) in [("Muhamed Džaferi", "M. D."), ("Muhamed Džaferi", "Muhamed Hoxha"), ("A B", "A"), ("", "x")] {
            assert_eq!(match_full(asked, found, Level::Normal), None, "{asked} / {found}");
        }
        assert_eq!(match_full("Muhamed Dzaferi", "Muhamet Xhaferi", Level::Normal), None);
        assert_eq!(match_full("Muhamed Dzaferi", "Muhamet Xhaferi", Level::Wide).map(|m| m.rule), Some(Rule::Distance));
        assert_eq!(match_full("Muhammad Hassan", "محمد حسن", Level::Wide).map(|m| m.rule), Some(Rule::Romanised));
        assert_eq!(match_full("Muhamed Džaferi", "Xhaferi Muhamed", Level::Strict), None);
    }
}
