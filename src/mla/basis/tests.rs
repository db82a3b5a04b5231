use super::*;

fn ask(library: &Library, from: &str, to: &str, measure: Option<&str>, concept: Option<&str>) -> Vec<Offer> {
    let (from, to) = (library.state(from).unwrap(), library.state(to).unwrap());
    advise(library, &from, &to, "2026-11-24".parse().unwrap(), measure, concept).offers
}

fn offered(offers: &[Offer]) -> Vec<&str> {
    offers.iter().filter(|offer| offer.offered).map(|offer| offer.instrument.as_str()).collect()
}

#[test]
fn the_file_of_subjects_names_instruments_and_concepts_that_exist() {
    let library = Library::load(None).unwrap();
    let subjects: BTreeMap<String, Subject> = toml::from_str(include_str!("../rules/subjects.toml")).unwrap();
    for (id, subject) in &subjects {
        assert!(library.instrument(id).is_some(), "{id}");
        for concept in &subject.concepts {
            assert!(library.vocabulary().concepts.iter().any(|term| term.id == *concept), "{concept}");
        }
    }
}

#[test]
fn serbia_to_germany_video_rests_on_the_convention_with_its_second_protocol() {
    let library = Library::load(None).unwrap();
    let offers = ask(&library, "RS", "DE", Some("videoconference"), Some("smuggling_of_migrants"));
    let order = offered(&offers);
    assert_eq!(&order[..2], ["ecma-1959", "ecma-ap2-2001"], "{order:?}");
    assert!(order.contains(&"untoc"), "{order:?}");
    assert!(!order.contains(&"eu-eio-2014"));
    let first = &offers[0];
    assert!(first.sole_basis && first.rank == Some(1) && first.channel.is_some(), "{first:?}");
}

#[test]
fn signed_only_and_displaced_instruments_are_never_offered() {
    let library = Library::load(None).unwrap();
    let states: Vec<String> = library.jurisdictions().map(|fact| fact.iso.clone()).collect();
    for from in &states {
        for to in states.iter().filter(|to| *to != from) {
            for offer in ask(&library, from, to, None, None) {
                if offer.offered {
                    assert!(
                        matches!(offer.standing, Standing::Binding | Standing::Unverified | Standing::DomesticLaw),
                        "{from} {to} {}",
                        offer.instrument
                    );
                }
                if library.instrument(&offer.instrument).unwrap().contents_unread() {
                    assert!(!offer.sole_basis, "{from} {to} {}", offer.instrument);
                }
                assert!(!offer.why.is_empty(), "{from} {to} {}", offer.instrument);
            }
        }
    }
}

#[test]
fn kosovo_is_never_offered_council_of_europe_or_un_conventions() {
    let library = Library::load(None).unwrap();
    for to in ["AL", "DE", "AT", "MK", "HR", "RS", "IT"] {
        for (from, to) in [("XK", to), (to, "XK")] {
            for offer in ask(&library, from, to, None, None).iter().filter(|offer| offer.offered) {
                assert!(offer.bilateral || offer.standing == Standing::DomesticLaw, "{from} {to}: {}", offer.instrument);
            }
        }
    }
    let austria = ask(&library, "XK", "AT", Some("hearing_witness"), None);
    assert_eq!(offered(&austria).first(), Some(&"xk-at-1982"));
    assert!(austria[0].sole_basis);
    let macedonia = ask(&library, "MK", "XK", Some("hearing_witness"), None);
    assert!(
        macedonia.iter().all(|offer| !(offer.offered && offer.sole_basis)),
        "its only basis is unread: {:?}",
        offered(&macedonia)
    );
}

#[test]
fn inside_the_union_the_order_takes_the_place_of_the_convention() {
    let library = Library::load(None).unwrap();
    let offers = ask(&library, "HR", "DE", Some("search_seizure"), None);
    assert_eq!(offered(&offers).first(), Some(&"eu-eio-2014"));
    assert!(!offered(&offers).contains(&"ecma-1959"));
    let team = ask(&library, "HR", "DE", Some("jit"), None);
    assert!(!offered(&team).contains(&"eu-eio-2014"), "{:?}", offered(&team));
}

#[test]
fn data_preservation_goes_to_the_cybercrime_convention() {
    let library = Library::load(None).unwrap();
    assert_eq!(offered(&ask(&library, "ME", "DE", Some("data_preservation"), None)).first(), Some(&"budapest"));
    let unknown = ask(&library, "ME", "US", Some("data_preservation"), None);
    assert!(offered(&unknown).is_empty(), "{:?}", offered(&unknown));
}
