//! Penalties as jurists write them: the facts count in months, people in years.

use super::provision::{Aggravation, Fine, GeneralPart, Penalty};

/// `6 months`, `3 years`, `1 year 6 months`.
pub fn written(months: u32) -> String {
    let (years, rest) = (months / 12, months % 12);
    let part = |count: u32, one: &str, many: &str| if count == 1 { format!("1 {one}") } else { format!("{count} {many}") };
    match (years, rest) {
        (0, rest) => part(rest, "month", "months"),
        (years, 0) => part(years, "year", "years"),
        (years, rest) => format!("{} {}", part(years, "year", "years"), part(rest, "month", "months")),
    }
}

/// `3 to 12 years`, `6 months to 5 years`, `at least 5 years`, `up to 2 years`; `None` where neither end is set.
pub fn range(min: Option<u32>, max: Option<u32>) -> Option<String> {
    match (min, max) {
        (Some(min), Some(max)) if min == max => Some(written(min)),
        (Some(min), Some(max)) if min % 12 == 0 && max % 12 == 0 && max > 12 => Some(format!("{} to {}", min / 12, written(max))),
        (Some(min), Some(max)) if min < 12 && max < 12 => Some(format!("{min} to {}", written(max))),
        (Some(min), Some(max)) => Some(format!("{} to {}", written(min), written(max))),
        (Some(min), None) => Some(format!("at least {}", written(min))),
        (None, Some(max)) => Some(format!("up to {}", written(max))),
        (None, None) => None,
    }
}

fn with_lasting(text: Option<String>, life: bool, long_term: bool) -> Option<String> {
    let mut parts: Vec<String> = text.into_iter().collect();
    if long_term {
        parts.push("long-term imprisonment".into());
    }
    if life {
        parts.push("life".into());
    }
    if parts.is_empty() { None } else { Some(parts.join(", or ")) }
}

/// A penalty in one phrase; where the provision sets no range, its own words.
pub fn penalty(penalty: &Penalty) -> String {
    let prison = with_lasting(range(penalty.min_months, penalty.max_months), penalty.life, penalty.long_term_imprisonment);
    match (prison, fine(&penalty.fine)) {
        (Some(prison), Some(fine)) => format!("{prison}{fine}"),
        (Some(prison), None) => prison,
        (None, _) => penalty.text_own_words.clone(),
    }
}

/// How a fine goes with prison: `, and a fine of 50000 to 150000 RSD`.
fn fine(fine: &Fine) -> Option<String> {
    if !fine.is_set() {
        return None;
    }
    let joint = if fine.cumulative == Some(false) { ", or a fine" } else { ", and a fine" };
    let currency = fine.currency.as_deref().map(|c| format!(" {c}")).unwrap_or_default();
    let amount = match (fine.min, fine.max) {
        (Some(min), Some(max)) if min == max => format!(" of {min}{currency}"),
        (Some(min), Some(max)) => format!(" of {min} to {max}{currency}"),
        (Some(min), None) => format!(" of at least {min}{currency}"),
        (None, Some(max)) => format!(" up to {max}{currency}"),
        (None, None) => String::new(),
    };
    Some(format!("{joint}{amount}"))
}

/// The range of an aggravation in one phrase: months, or the rule by which the sentence changes.
pub fn aggravation(step: &Aggravation) -> String {
    let prison = with_lasting(range(step.min_months, step.max_months), step.life, step.long_term_imprisonment);
    match (prison, step.penalty_rule.as_deref().map(|rule| rule.replace('_', " "))) {
        (Some(prison), Some(rule)) => format!("{prison}; {rule}"),
        (Some(prison), None) => prison,
        (None, Some(rule)) => rule,
        (None, None) => "changes the sentence".into(),
    }
}

/// The highest term that may be imposed: the provision's own maximum, else the general one; `None` unknown.
/// Life counts as the highest (`u32::MAX`).
pub fn ceiling(penalty: &Penalty, general: Option<&GeneralPart>) -> Option<u32> {
    ceiling_of(penalty.min_months, penalty.max_months, penalty.life, penalty.long_term_imprisonment, general)
}

/// The same for an aggravated form.
pub fn aggravated_ceiling(step: &Aggravation, general: Option<&GeneralPart>) -> Option<u32> {
    ceiling_of(step.min_months, step.max_months, step.life, step.long_term_imprisonment, general)
}

fn ceiling_of(min: Option<u32>, max: Option<u32>, life: bool, long_term: bool, general: Option<&GeneralPart>) -> Option<u32> {
    if life {
        return Some(u32::MAX);
    }
    let long = if long_term { general.and_then(|g| g.long_term.as_ref()).and_then(|l| l.max_months) } else { None };
    match (long, max, min) {
        (Some(long), _, _) => Some(long),
        (None, Some(max), _) => Some(max),
        // A range without a stated end runs to the general maximum.
        (None, None, Some(_)) => general.and_then(|g| g.imprisonment.max_months),
        (None, None, None) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_and_years_as_jurists_write_them() {
        assert_eq!(written(1), "1 month");
        assert_eq!(written(12), "1 year");
        assert_eq!(written(18), "1 year 6 months");
        assert_eq!(range(Some(36), Some(144)).as_deref(), Some("3 to 12 years"));
        assert_eq!(range(Some(6), Some(60)).as_deref(), Some("6 months to 5 years"));
        assert_eq!(range(Some(3), Some(6)).as_deref(), Some("3 to 6 months"));
        assert_eq!(range(Some(6), Some(12)).as_deref(), Some("6 months to 1 year"));
        assert_eq!(range(Some(60), None).as_deref(), Some("at least 5 years"));
        assert_eq!(range(None, Some(24)).as_deref(), Some("up to 2 years"));
        assert_eq!(range(None, None), None);
    }
}
