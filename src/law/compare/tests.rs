use super::*;

fn build(concept: &str, states: &[&str], standards: &[&str]) -> Comparison {
    let library = Library::load(None).expect("facts");
    let states: Vec<State> = states.iter().map(|s| library.state(s).expect("a State")).collect();
    let standards: Vec<&Fact<Standard>> = standards.iter().map(|s| library.standard(s).expect("a standard")).collect();
    compare(&library, concept, &states, &standards, &[])
}

fn cell<'c>(comparison: &'c Comparison, row: &str, column: &str) -> &'c Cell {
    let at = comparison.columns.iter().position(|c| c.id == column).expect("the column");
    let row = comparison.sections.iter().flat_map(|s| &s.rows).find(|r| r.id == row).unwrap_or_else(|| panic!("no row {row}"));
    &row.cells[at]
}

#[test]
fn elements_of_trafficking_in_three_states_and_a_standard() {
    let table = build("trafficking_in_persons", &["RS", "SI", "DE"], &["UN-TIP-3"]);
    assert_eq!(cell(&table, "recruit", "RS").text, "388(1)");
    assert_eq!(cell(&table, "recruit", "UN-TIP-3").text, "required");
    assert_eq!(cell(&table, "means_needed", "RS").text, "yes");
    assert!(cell(&table, "means_needed", "SI").text.starts_with("no"), "{}", cell(&table, "means_needed", "SI").text);
    assert!(cell(&table, "child_rule", "DE").text.contains("under 21"));
    assert!(cell(&table, "penalty", "RS").text.contains("388(1): 3 to 12 years"));
    assert!(cell(&table, "attempt", "RS").text.contains("from 5 years"));
    assert!(cell(&table, "legal_persons", "DE").text.contains("regulatory fine"));
    // Serbia's text says "hide", which is narrower than harbouring.
    assert!(
        cell(&table, "missing-UN-TIP-3", "RS").text.contains("harbour (only hide)"),
        "{}",
        cell(&table, "missing-UN-TIP-3", "RS").text
    );
}

#[test]
fn a_rule_that_names_its_definition_is_compared_by_it() {
    let table = build("trafficking_in_persons", &["RS", "DE"], &["COE-197-18", "COE-197-4", "COE-197-22"]);
    // Article 18 lists nothing; article 4, which it names, does.
    for row in ["recruit", "force", "forced_labour"] {
        assert_eq!(cell(&table, row, "COE-197-18").text, "required", "{row}");
    }
    for state in ["RS", "DE"] {
        assert_eq!(cell(&table, "missing-COE-197-18", state), cell(&table, "missing-COE-197-4", state));
        // Nothing is listed and nothing is named: no answer.
        assert_eq!(cell(&table, "missing-COE-197-22", state).kind, CellKind::Unknown);
    }
    assert!(cell(&table, "provisions", "COE-197-18").text.contains("elements from COE-197-4"));
}

#[test]
fn what_is_not_known_is_never_shown_as_none() {
    let table = build("trafficking_in_persons", &["BA-RS", "RS", "JP"], &[]);
    assert!(cell(&table, "recruit", "BA-RS").unverified);
    assert_eq!(cell(&table, "recruit", "JP").kind, CellKind::Unknown);
    let at = table.columns.iter().position(|c| c.id == "BA-RS").expect("the column");
    for row in &table.sections.iter().find(|s| s.id == "aggravations").expect("aggravations").rows {
        assert_ne!(row.cells[at].kind, CellKind::Absent, "{}: an incomplete list is unknown", row.id);
    }
    assert!(table.notes.iter().any(|n| n.starts_with("Japan")));
}

#[test]
fn every_concept_can_be_compared_everywhere() {
    let library = Library::load(None).expect("facts");
    let states: Vec<State> = library.code_names().map(|n| library.state(n).expect("a State")).collect();
    for concept in &library.vocabulary().concepts {
        let standards: Vec<&Fact<Standard>> = library.standards().iter().filter(|s| s.concepts.contains(&concept.id)).collect();
        let table = compare(&library, &concept.id, &states, &standards, &[]);
        for row in table.sections.iter().flat_map(|s| &s.rows) {
            assert_eq!(row.cells.len(), table.columns.len(), "{} {}", concept.id, row.id);
        }
    }
}
