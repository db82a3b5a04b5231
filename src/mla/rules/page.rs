//! The page of rules (`docs/rules.md`), written from the data so that it cannot go stale.

use std::fmt::Write as _;

use super::rule::{Rule, RuleSet};

/// How an office writes rules of its own.
pub const HOW_TO_WRITE: &str = include_str!("how-to-write.md");

/// Findings that no rule in a file makes.
const WORKED_OUT: &str = include_str!("worked-out.md");

/// The page: every rule by reason, its source, severity, condition, fix.
pub fn page(set: &RuleSet) -> String {
    let mut text = String::from(
        "# Rules of `mla check`\n\nWritten from the data in `src/mla/rules`; do not edit. Each row answers one of the reasons why requests are refused,\n\
         returned or delayed (numbers 1 to 54). A rule whose condition cannot be told from the request becomes a question to the clerk.\n\n",
    );
    let mut rules: Vec<&Rule> = set.rules.iter().collect();
    rules.sort_by_key(|rule| rule.reason.unwrap_or(u32::MAX));
    text.push_str("| Reason | Rule | Severity | What it finds | Source |\n|---|---|---|---|---|\n");
    for rule in &rules {
        let reason = rule.reason.map(|reason| reason.to_string()).unwrap_or_default();
        let _ = writeln!(
            text,
            "| {reason} | [`{}`](#{}) | {} | {} | {} |",
            rule.id,
            rule.id.replace('.', ""),
            rule.severity.word(),
            rule.title,
            rule.reference
        );
    }
    for rule in &rules {
        let _ = write!(text, "\n## {}\n\n{} ({}", rule.id, rule.title, rule.severity.word());
        if let Some(reason) = rule.reason {
            let _ = write!(text, ", reason {reason}");
        }
        let _ = writeln!(text, "). Source: {}.\n", rule.reference);
        let _ = writeln!(text, "> {}\n\nFix: {}\n", rule.message, rule.fix);
        if let Some(question) = &rule.question {
            let _ = writeln!(text, "Asks, where it cannot be told: {question}\n");
        }
        text.push_str("```text\n");
        for (label, condition) in
            [("each", &rule.written.each), ("applies", &rule.written.applies), ("broken", &Some(rule.written.broken.clone()))]
        {
            if let Some(condition) = condition {
                let _ = writeln!(text, "{label}: {condition}");
            }
        }
        text.push_str("```\n");
    }
    let _ = write!(text, "\n{WORKED_OUT}{HOW_TO_WRITE}");
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Run with `UPDATE_DOCS=1` to write the page anew.
    #[test]
    fn the_page_of_rules_is_current() {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/rules.md");
        let now = page(&RuleSet::load(None).unwrap());
        if std::env::var_os("UPDATE_DOCS").is_some() {
            std::fs::write(&path, &now).unwrap();
        }
        let kept = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(kept == now, "docs/rules.md is not what the rules say: run UPDATE_DOCS=1 cargo test page_of_rules");
        for reason in 1..=54 {
            assert!(now.contains(&format!("\n| {reason} | ")), "no rule answers reason {reason}");
        }
    }
}
