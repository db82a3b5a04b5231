//! The order of day and month in a table of calls or messages, decided on all of its rows.

use super::records::stamp;

/// How the dates of a table stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Order {
    pub month_first: bool,
    /// Whether the dates themselves decide it; otherwise it is an assumption.
    pub sure: bool,
    /// Whether every date can be read with the day first, with the month first.
    pub day_fits: bool,
    pub month_fits: bool,
    /// Whether any date is written so that the question arises.
    pub asked: bool,
}

impl Order {
    pub(super) fn name(month_first: bool) -> &'static str {
        if month_first { "month first" } else { "day first" }
    }
}

/// The three numbers of a date, unless the year stands first, and the sign between them.
fn numbers(written: &str) -> Option<(u32, u32, char)> {
    let date = written.trim().split(|c: char| c.is_whitespace() || c == 'T').next()?;
    let date = date.trim_end_matches([',', '.']);
    let sign = date.chars().find(|c| !c.is_ascii_digit()).filter(|c| matches!(c, '.' | '/' | '-'))?;
    let parts: Vec<u32> = date.split(sign).map(|part| part.parse().ok()).collect::<Option<_>>()?;
    match parts.as_slice() {
        [first, second, _] if *first <= 31 => Some((*first, *second, sign)),
        _ => None,
    }
}

/// Decide it on what the rows have for date and time, each as "02/03/2025 10:14" or in two cells.
///
/// Decided, in this order: by points, which are never American ("02.03.2025"); by a date that fits one order only; by time, where the rows
/// run one way in one order and to and fro in the other. Signs like "/" and "-", zeros and the clock decide nothing: databases write
/// American dates with all of them.
pub(super) fn order<S: AsRef<str>>(rows: impl Iterator<Item = (Option<S>, Option<S>)>) -> Order {
    let (mut day_fits, mut month_fits, mut asked, mut points) = (true, true, false, false);
    // For each order the last time, and how often the next one was earlier and later.
    let mut runs: [(Option<String>, u64, u64); 2] = Default::default();
    for (date, clock) in rows {
        let (date, clock) = (date.as_ref().map(S::as_ref), clock.as_ref().map(S::as_ref));
        let Some((first, second, sign)) = [clock, date].into_iter().flatten().find_map(numbers) else { continue };
        asked |= sign != '.' && first != second;
        points |= sign == '.';
        day_fits &= second <= 12;
        month_fits &= first <= 12;
        for (run, month_first) in runs.iter_mut().zip([false, true]) {
            let time = when(date, clock, month_first);
            match (&run.0, &time) {
                (Some(last), Some(time)) if time < last => run.1 += 1,
                (Some(last), Some(time)) if time > last => run.2 += 1,
                _ => {}
            }
            run.0 = time.or(run.0.take());
        }
    }
    let [day_steps, month_steps] = runs.map(|(_, back, forth)| back.min(forth));
    let (month_first, sure) = match (day_fits, month_fits) {
        _ if !asked || points => (false, true),
        (true, false) => (false, true),
        (false, true) => (true, true),
        // Some dates fit neither way as the others do.
        (false, false) => (false, false),
        (true, true) if day_steps == 0 && month_steps > 0 => (false, true),
        (true, true) if month_steps == 0 && day_steps > 0 => (true, true),
        (true, true) => (false, false),
    };
    Order { month_first, sure, day_fits, month_fits, asked }
}

/// The time of a row. Tables have the day in a column of its own, or in front of the time, or both.
pub(super) fn when(date: Option<&str>, clock: Option<&str>, month_first: bool) -> Option<String> {
    let read = |written: &str| stamp(written, month_first);
    match (date, clock) {
        (_, Some(clock)) if read(clock).is_some() => read(clock),
        (Some(date), Some(clock)) => read(&format!("{date} {clock}")).or_else(|| read(date)),
        (Some(date), None) => read(date),
        (None, _) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_decides_the_order() {
        for (rows, month_first, sure) in [
            // Points, also where the table is not in order.
            (&["02.03.2025 10:14", "01.12.2025 10:14"][..], false, true),
            ("2025-03-02 10:14|2025-12-01 10:14".split('|').collect::<Vec<_>>().as_slice(), false, true),
            // A date that fits one order only.
            (&["02/03/2025 10:14", "25/03/2025 10:14"], false, true),
            (&["02/03/2025 10:14", "03/25/2025 10:14"], true, true),
            (&["02-03-2025 10:14", "03-25-2025 10:14"], true, true),
            // Rows that run one way, forth or back.
            (&["01/02/2025", "02/01/2025", "02/03/2025", "03/01/2025"], true, true),
            (&["03/01/2025", "02/03/2025", "02/01/2025", "01/02/2025"], true, true),
            (&["11/02/2025", "12/02/2025", "01/03/2025"], false, true),
            // Nothing decides.
            (&["02/03/2025 10:14"], false, false),
            (&["02/03/2025 10:14", "02/03/2025 10:15", "03/03/2025 9:00"], false, false),
            (&["25/03/2025", "03/25/2025"], false, false),
            (&["02/02/2025 10:14"], false, true),
            (&[], false, true),
        ] {
            let found = order(rows.iter().map(|row| (None, Some(*row))));
            assert_eq!((found.month_first, found.sure), (month_first, sure), "{rows:?}");
        }
    }
}
