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
        // It lists no element, but asks for the liability of companies, which is in the facts.
        assert_eq!(cell(&table, "missing-COE-197-22", state).text, "nothing found missing", "{state}");
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

#[test]
fn each_paragraph_has_its_own_age() {
    let table = build("trafficking_in_persons", &["RS", "DE", "AL"], &[]);
    let of = |state: &str| cell(&table, "child_rule", state).text.clone();
    assert_eq!(of("RS"), "yes: 388(1); 388(2); 388(3)\nyes, under 16: 389(1)");
    assert_eq!(of("DE"), "yes, under 21: 232(1)\nyes: 232(2)");
    assert_eq!(of("AL"), "yes: 128/b(1)");
}

#[test]
fn what_heavier_forms_need_is_no_means_of_the_offence() {
    let table = build("smuggling_of_migrants", &["DE", "AT", "IT", "HR", "SI", "MK"], &[]);
    for state in ["DE", "AT", "IT", "HR", "SI"] {
        assert_eq!(cell(&table, "means_needed", state).text, "no", "{state}");
    }
    let text = &cell(&table, "means_needed", "MK").text;
    assert!(text.starts_with("one way of several: 418-б(1)"), "{text}");
    assert!(!text.contains("yes"), "{text}");
    let table = build("trafficking_in_persons", &["IT"], &[]);
    assert_eq!(cell(&table, "means_needed", "IT").text, "yes", "the shipmaster's paragraph is an aggravated form");
}

#[test]
fn only_clauses_about_victims_of_the_offence_spare_them() {
    let table = build("trafficking_in_persons", &["XK", "HR", "NL", "ME", "RS", "AL"], &["COE-197-26", "UN-SOM-5"]);
    let of = |state: &str| cell(&table, "non_punishment", state);
    assert_eq!((of("ME").text.as_str(), of("ME").kind), ("444(11)", CellKind::Present));
    // Kosovo's clause is about smuggled migrants.
    assert_eq!((of("XK").text.as_str(), of("XK").kind), ("not found in the facts", CellKind::Unknown));
    assert_eq!(of("RS").kind, CellKind::Unknown);
    assert_eq!(
        (of("HR").text.as_str(), of("HR").kind),
        ("no clause for victims found; general rule: 22 Krajnja nužda", CellKind::Absent)
    );
    assert_eq!(of("NL").kind, CellKind::Unknown);
    assert!(of("NL").text.contains("general rule: 9a"), "{}", of("NL").text);
    // And the standard is measured by that row.
    let gap = |state: &str| cell(&table, "missing-COE-197-26", state);
    assert_eq!((gap("ME").text.as_str(), gap("ME").kind), ("nothing found missing", CellKind::Present));
    assert_eq!(
        (gap("HR").text.as_str(), gap("HR").kind),
        ("a clause on non-punishment (general rule only: 22)", CellKind::Absent)
    );
    assert_eq!(gap("RS").text, "? non-punishment not in the facts");
    assert!(gap("NL").text.starts_with("? non-punishment: general rule only"), "{}", gap("NL").text);
    // Of the migrants, not of victims of trafficking: nothing is open.
    let other = cell(&table, "missing-UN-SOM-5", "ME");
    assert_eq!(
        (other.text.as_str(), other.kind),
        ("asks for non-punishment of smuggled migrants, not of this offence's", CellKind::Text)
    );

    let table = build("smuggling_of_migrants", &["XK", "AT", "ME"], &["UN-SOM-5"]);
    assert_eq!(cell(&table, "non_punishment", "XK").text, "164(9)");
    assert_eq!(cell(&table, "non_punishment", "AT").text, "FPG 114(5)");
    assert_eq!(cell(&table, "non_punishment", "ME").kind, CellKind::Unknown);
    assert_eq!(cell(&table, "missing-UN-SOM-5", "XK").text, "nothing found missing");
}

#[test]
fn a_place_not_read_among_others_is_marked() {
    let table = build("smuggling_of_migrants", &["MK", "RS"], &[]);
    for (row, state) in [("facilitate_entry", "MK"), ("penalty", "MK"), ("provisions", "MK")] {
        let cell = cell(&table, row, state);
        assert!(!cell.unverified, "{row}: most of it was read");
        assert_eq!(cell.doubted, ["148(1)"], "{row}");
        assert!(cell.text.contains("148(1) (unverified)"), "{row}: {}", cell.text);
    }
    assert!(cell(&table, "provisions", "RS").doubted.is_empty());
}

#[test]
fn an_offence_against_children_is_an_aggravation_where_it_is_heavier() {
    let table = build("trafficking_in_persons", &["AL", "MK", "TR"], &["EU-36-4"]);
    for state in ["AL", "MK", "TR"] {
        let text = &cell(&table, "missing-EU-36-4", state).text;
        assert!(!text.contains("victim child"), "{state}: {text}");
        assert!(cell(&table, "victim_child", state).text.contains("own offence"), "{state}");
    }
}

#[test]
fn a_row_that_stays_empty_is_explained() {
    let library = Library::load(None).expect("facts");
    let states: Vec<State> = ["DE", "AT"].iter().map(|s| library.state(s).expect("a State")).collect();
    let table = compare(&library, "smuggling_of_migrants", &states, &[], &["means", "missing"]);
    assert!(table.sections.is_empty());
    assert!(
        table.notes.iter().any(|note| note.starts_with("Means: none of the provisions compared has any")),
        "{:?}",
        table.notes
    );
    assert!(table.notes.iter().any(|note| note.contains("--with")), "{:?}", table.notes);
}
