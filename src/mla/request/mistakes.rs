//! All the mistakes of a request file, not only the one the reader stopped at.
//!
//! A line that is wrong is set aside and the rest read again, as long as it is one field on one line: what stands behind a bracket or
//! quote left open belongs to that mistake, and nothing further is said of it.

use super::malformed::is_line;
use super::{Mistake, Request};

/// More are not told: whoever has so many begins with these.
const MOST: usize = 20;

/// Every mistake that can be told apart, in the order of the lines; none for a request that can be read.
pub fn all(toml: &str) -> Vec<Mistake> {
    let mut text = toml.to_string();
    let mut found: Vec<Mistake> = Vec::new();
    while let Err(mistake) = Request::parse(&text) {
        let line = mistake.line;
        if found.len() == MOST || found.iter().any(|known| known.line == line) {
            break;
        }
        found.push(mistake);
        match without(&text, line) {
            Some(rest) => text = rest,
            None => break,
        }
    }
    found.sort_by_key(|mistake| (mistake.line, mistake.column));
    found
}

/// The text with this line set aside: empty, or with a value that can stand where the field cannot be left out.
fn without(toml: &str, line: usize) -> Option<String> {
    let lines: Vec<&str> = toml.split('\n').collect();
    let at = line.checked_sub(1)?;
    let wrong = lines.get(at)?.trim();
    if !is_line(wrong) || wrong.is_empty() || wrong.starts_with(['[', '#']) {
        return None;
    }
    // The value must end on its line: the next words are a line of their own.
    if !lines.get(at + 1).is_none_or(|next| is_line(next)) {
        return None;
    }
    let key = wrong.split('=').next()?.trim();
    let block = lines[..at].iter().rev().map(|line| line.trim()).find(|line| line.starts_with('['));
    let once =
        |lines: &[&str]| lines.iter().filter(|line| line.split('=').next().is_some_and(|other| other.trim() == key)).count() == 1;
    let stands = match (key, block) {
        ("form", None) if once(&lines) => "form = \"classical\"",
        ("requesting_state", Some("[hdr]")) if once(&lines) => "requesting_state = \"RS\"",
        ("requested_state", Some("[hdr]")) if once(&lines) => "requested_state = \"DE\"",
        ("kind", Some("[[measures]]")) => "kind = \"hearing\"",
        _ => "",
    };
    let mut rest: Vec<&str> = lines.clone();
    *rest.get_mut(at)? = stands;
    Some(rest.join("\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "form = \"classical\"\n[hdr]\nrequesting_state = \"RS\"\nrequested_state = \"DE\"\n";

    fn lines(toml: &str) -> Vec<usize> {
        all(toml).iter().map(|mistake| mistake.line).collect()
    }

    #[test]
    fn every_wrong_line_is_told() {
        assert_eq!(lines(HEAD), Vec::<usize>::new());
        let many = format!(
            "{HEAD}date = \"2026-02-30\"\nown_fer = \"1\"\nown_ref = 12\n\n[[measures]]\nkind = \"vidio_conference\"\nsurprise = 1\n\n[urgency]\nurgent = \"yes\"\n"
        );
        assert_eq!(lines(&many), [5, 6, 7, 10, 11, 14]);
        // Mistakes in what cannot be left out hide nothing behind them.
        let head = "form = \"clasical\"\n[hdr]\nrequesting_state = \"RSS\"\nrequested_state = \"Germny\"\ndat = \"2026-03-02\"\n";
        assert_eq!(lines(head), [1, 3, 4, 5]);
        // No TOML, in two places.
        assert_eq!(lines(&format!("{HEAD}own_ref = KTO 1\ndate = 24.11.2026\n")), [5, 6]);
    }

    #[test]
    fn what_follows_from_a_mistake_is_none_of_its_own() {
        // A bracket left open takes the next lines with it.
        assert_eq!(lines(&format!("{HEAD}copy_to = [\n\"a\" \"b\"\n]\nown_ref = \"1\"\n")).len(), 1);
        assert_eq!(lines(&format!("{HEAD}[hdr.own_ref]\nx = 1\n")).len(), 1);
        assert_eq!(lines("").len(), 1);
        assert!(lines(&format!("{HEAD}{}", "no_such = 1\n".repeat(50))).len() <= MOST);
    }
}
