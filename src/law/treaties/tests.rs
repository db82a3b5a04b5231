//! What binds two States, on which day: from the built-in facts.

use super::*;

fn day(text: &str) -> Date {
    text.parse().expect("a day")
}

fn ask<'l>(library: &'l Library, a: &str, b: &str, on: &str, measure: Option<&str>) -> Between<'l> {
    let (a, b) = (library.state(a).expect("a State"), library.state(b).expect("a State"));
    between(library, &a, &b, day(on), measure)
}

#[test]
fn serbia_and_germany_on_a_day() {
    let library = Library::load(None).expect("facts");
    let today = ask(&library, "RS", "DE", "2026-11-25", Some("videoconference"));
    let ecma = today.bond("ecma-1959").expect("the 1959 convention");
    assert_eq!(ecma.standing, Standing::Binding, "{:?}", ecma.unverified);
    assert_eq!(ecma.since, Some(Since { date: day("2002-12-29"), checked: true }));
    assert_eq!(ecma.coverage, Coverage::Through("ecma-ap2-2001".into()));
    assert!(ecma.protocols.contains(&"ecma-ap2-2001"), "{:?}", ecma.protocols);
    assert!(ecma.sole_basis);
    assert!(!ecma.declarations(&today).is_empty());
    assert!(!today.bond("ecma-ap2-2001").expect("the second protocol").sole_basis);
    assert!(today.bond("untoc").expect("UNTOC").residual);
    assert_eq!(today.bond("eu-eio-2014").map(|b| b.standing), Some(Standing::NotParty));
    let earlier = ask(&library, "RS", "DE", "2001-01-01", None);
    assert_eq!(earlier.bond("ecma-1959").map(|b| b.standing), Some(Standing::NotInForce));
}

#[test]
fn kosovo_is_handled_from_the_facts() {
    let library = Library::load(None).expect("facts");
    let serbia = ask(&library, "XK", "RS", "2026-11-25", None);
    assert!(serbia.direct_channel_closed());
    assert!(serbia.notices.iter().any(|n| n.kind == NoticeKind::Transmission));
    assert_eq!(serbia.standing(Standing::Binding).count(), 0);
    let germany = ask(&library, "XK", "DE", "2026-11-25", None);
    assert!(!germany.direct_channel_closed());
    let treaty = germany.bond("xk-de-2015").expect("the agreement of 2015");
    assert_eq!((treaty.standing, treaty.since, treaty.sole_basis), (Standing::Binding, None, false));
    assert!(!treaty.unverified.is_empty());
    assert!(germany.bond("xk-law-04-l-213").is_some_and(|b| b.standing == Standing::DomesticLaw));
}

#[test]
fn eu_pairs_signed_only_and_unknown_states() {
    let library = Library::load(None).expect("facts");
    let inside = ask(&library, "HR", "SI", "2026-11-25", None);
    let order = inside.bond("eu-eio-2014").expect("the directive");
    assert_eq!(order.since.map(|s| s.date), Some(day("2017-05-22")));
    let ecma = inside.bond("ecma-1959").expect("the convention");
    assert_eq!(ecma.displaced_by.map(|d| d.by.as_str()), Some("eu-eio-2014"));
    assert!(matches!(
        inside.bond("ecma-ap3-2025").map(|b| b.standing),
        Some(Standing::SignedOnly | Standing::NotInForce | Standing::NotEstablished)
    ));
    let before = ask(&library, "HR", "SI", "2016-01-01", None);
    assert_eq!(before.bond("eu-eio-2014").map(|b| b.standing), Some(Standing::NotInForce));
    assert!(before.bond("ecma-1959").is_some_and(|b| b.displaced_by.is_none()));
    let far = ask(&library, "RS", "JP", "2026-11-25", None);
    assert_eq!(far.standing(Standing::Binding).count(), 0);
    assert!(far.unknown.iter().any(|text| text.contains("Japan")));
    assert!(library.state("ZZ").is_err());
}

#[test]
fn a_part_of_bosnia_asks_through_the_state() {
    let library = Library::load(None).expect("facts");
    let part = ask(&library, "BAFBIH", "DE", "2026-11-25", None);
    let state = ask(&library, "BA", "DE", "2026-11-25", None);
    assert!(part.notices.iter().any(|n| n.kind == NoticeKind::PartOfState));
    let ids = |x: &Between<'_>| x.bonds.iter().map(|b| (b.instrument.id.clone(), b.standing)).collect::<Vec<_>>();
    assert_eq!(ids(&part), ids(&state));
}

#[test]
fn the_order_of_the_two_changes_nothing_that_binds() {
    let library = Library::load(None).expect("facts");
    let states: Vec<State> = library.jurisdictions().filter_map(|f| library.state(&f.iso).ok()).collect();
    for a in &states {
        for b in states.iter().filter(|b| b.code > a.code) {
            let one = between(&library, a, b, day("2026-11-25"), None);
            let two = between(&library, b, a, day("2026-11-25"), None);
            let ids =
                |x: &Between<'_>| x.bonds.iter().map(|b| (b.instrument.id.clone(), b.standing, b.since)).collect::<Vec<_>>();
            assert_eq!(ids(&one), ids(&two), "{} {}", a.code, b.code);
            for bond in one.bonds.iter().filter(|bond| bond.instrument.contents_unread()) {
                assert!(!bond.sole_basis, "{}", bond.instrument.id);
            }
        }
    }
}

/// The structured relations say what the prose says: a protocol is called one and names its convention.
#[test]
fn relations_agree_with_titles_and_precedence() {
    let library = Library::load(None).expect("facts");
    for instrument in library.instruments() {
        let called = instrument.title.contains("Protocol");
        assert_eq!(called, instrument.relations.part_of.is_some(), "{}", instrument.id);
        if let Some(parent) = &instrument.relations.part_of {
            assert!(library.instrument(parent).is_some(), "{parent}");
        }
        for displaced in &instrument.relations.displaced_by {
            assert!(library.instrument(&displaced.by).is_some(), "{}", displaced.by);
            assert!(displaced.except.iter().all(|kind| instrument.assistance_types.contains(kind)
                || library.vocabulary().assistance_types.iter().any(|term| term.id == *kind)));
        }
        let residual = instrument
            .precedence
            .text
            .as_deref()
            .is_some_and(|text| text.contains("that treaty governs") || text.contains("residual"));
        assert_eq!(residual, instrument.relations.residual, "{}", instrument.id);
    }
}
