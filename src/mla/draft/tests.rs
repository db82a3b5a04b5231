use super::*;
use crate::mla::request::{FormId, Text};
use crate::render::{each_text, to_docx, to_html, to_pdf};

/// Our fictional requests, with the two languages each is written in.
const FIXTURES: [(&str, [&str; 2], &str); 6] = [
    ("video-and-bank-rs-de", ["sr-Latn", "de"], include_str!("../../../fixtures/requests/video-and-bank-rs-de.toml")),
    ("search-al-it", ["sq", "it"], include_str!("../../../fixtures/drafts/search-al-it.toml")),
    ("hearing-xk-at", ["sq", "de"], include_str!("../../../fixtures/drafts/hearing-xk-at.toml")),
    ("preservation-me-us", ["cnr", "en"], include_str!("../../../fixtures/drafts/preservation-me-us.toml")),
    ("joint-team-ba-hr", ["bs", "hr"], include_str!("../../../fixtures/drafts/joint-team-ba-hr.toml")),
    ("hearing-mk-xk", ["mk", "sq"], include_str!("../../../fixtures/drafts/hearing-mk-xk.toml")),
];

fn fixture(name: &str) -> Request {
    let (_, _, text) = FIXTURES.iter().find(|(known, ..)| *known == name).expect("a fixture of that name");
    Request::parse(text).expect("the fixture parses")
}

fn options(languages: &[&str]) -> DraftOptions {
    DraftOptions {
        language: languages[0].to_owned(),
        second_language: languages.get(1).map(|language| (*language).to_owned()),
        ..DraftOptions::default()
    }
}

fn library() -> Library {
    Library::load(None).expect("the built-in facts load")
}

fn texts(document: &Document) -> String {
    let mut all = String::new();
    each_text(document, &mut |text| {
        all.push_str(text);
        all.push('\n');
    });
    all
}

#[test]
fn every_fixture_is_complete_in_both_its_languages_and_both_layouts() {
    let library = library();
    for (name, languages, _) in FIXTURES {
        let request = fixture(name);
        for layout in [Layout::TwoColumn, Layout::Sequential] {
            let drafted = build(&request, Some(&library), &DraftOptions { layout, ..options(&languages) }).expect(name);
            let missing: Vec<&str> = drafted.missing.iter().map(|missing| missing.path.as_str()).collect();
            // Nobody has read the only agreement of this pair: its articles cannot be named.
            let expected: &[&str] = if name == "hearing-mk-xk" { &["legal[0].articles"] } else { &[] };
            assert_eq!(missing, expected, "{name} {layout:?}");
            assert_eq!(drafted.sealed.is_some(), request.persons.iter().any(|p| p.is_protected()), "{name}");
            let all = texts(&drafted.request);
            assert!(all.contains(&request.hdr.own_ref), "{name}");
            for annex in request.annexes.iter().filter(|annex| annex.document.len() == 64) {
                assert!(all.contains(&annex.document), "{name}: annex {} without its digest", annex.number);
            }
            let html = to_html(&drafted.request);
            for language in languages {
                assert!(html.contains(&format!("lang=\"{language}\"")), "{name} {language}");
            }
        }
    }
}

#[test]
fn an_identity_stands_in_the_sealed_annex_and_nowhere_else() {
    let library = library();
    for name in ["video-and-bank-rs-de", "hearing-xk-at"] {
        let request = fixture(name);
        let languages = FIXTURES.iter().find(|f| f.0 == name).map(|f| f.1).expect("known");
        let drafted = build(&request, Some(&library), &options(&languages)).expect(name);
        for secret in ["Khalidi", "Halidi", "الخالدي", "Beispielweg 3", "Beispielstraße 9"] {
            assert!(!texts(&drafted.request).contains(secret), "{name}: {secret}");
            assert!(!texts(&drafted.checklist).contains(secret), "{name}: {secret}");
        }
        let sealed = texts(&drafted.sealed.expect("a sealed annex"));
        assert!(sealed.contains("Al-Khalidi") && sealed.contains("Beispiel"), "{name}: {sealed}");
    }
}

/// Custody, counsel, citizenship: whoever knows the place finds the person.
#[test]
fn every_field_of_a_protected_person_but_the_open_ones_is_sealed() {
    for field in forms::group("person") {
        let open = crate::mla::request::Person::OPEN_WHEN_PROTECTED.contains(&field.path.as_str());
        assert_eq!(field.identity, !open, "{}", field.path);
    }
    let mut request = fixture("video-and-bank-rs-de");
    let person = request.persons.iter_mut().find(|person| person.is_protected()).expect("a protected person");
    person.counsel = Text::Same("advokat Branislavljević".into());
    person.detained = Some(crate::mla::request::Detention {
        place: Text::Same("Zatvor Kalinovac".into()),
        since: Some(jiff::civil::date(2025, 7, 19).into()),
        until: Some(jiff::civil::date(2027, 6, 21).into()),
    });
    person.citizenships = vec![serde_json::from_str("\"AR\"").expect("a State")];
    let drafted = build(&request, Some(&library()), &options(&["sr-Latn", "de"])).expect("drafted");
    let (open, sealed) = (texts(&drafted.request), texts(&drafted.sealed.expect("a sealed annex")));
    for secret in ["Branislavljević", "Kalinovac", "19. jula 2025", "21. juna 2027", "Argentin"] {
        assert!(!open.contains(secret) && !texts(&drafted.checklist).contains(secret), "{secret}");
        assert!(sealed.contains(secret), "{secret}: {sealed}");
    }
}

#[test]
fn a_protected_name_in_any_script_or_case_stops_the_draft() {
    for text in ["Svedok je Ahmad Al-Khalidi.", "Razgovarano je sa Ahmadom al-Khalidijem.", "Сведок је Ахмад ал-Халиди."]
    {
        let mut request = fixture("video-and-bank-rs-de");
        request.facts[0].text = Text::Same(text.to_owned());
        let refused = build(&request, None, &options(&["sr-Latn"])).err();
        assert_eq!(refused, Some(DraftError::ProtectedName(vec!["S-07".into()])), "{text}");
    }
    // And one the case protects, of whom the request says nothing.
    let protected = vec![Protected { code: "K-1".into(), names: vec!["Miroslava Nepostojeća".into()], ..Protected::default() }];
    let mut request = fixture("video-and-bank-rs-de");
    request.facts[0].text = Text::Same("Videla je to Nepostojeća, Miroslava.".to_owned());
    let refused = build(&request, None, &DraftOptions { protected, ..options(&["sr-Latn"]) }).err();
    assert_eq!(refused, Some(DraftError::ProtectedName(vec!["K-1".into()])));
}

#[test]
fn a_missing_translation_is_flagged_and_never_made_up() {
    let request = fixture("video-and-bank-rs-de");
    let drafted = build(&request, Some(&library()), &options(&["sr-Latn", "it"])).expect("drafted");
    assert!(
        drafted.missing.iter().any(|m| m.path == "facts[1].text" && m.language.as_deref() == Some("it")),
        "{:?}",
        drafted.missing
    );
    assert!(drafted.missing.iter().all(|m| m.language.as_deref() == Some("it")), "{:?}", drafted.missing);
    let all = texts(&drafted.request);
    assert!(all.contains(&phrase("missing.translation", "it")));
}

/// One text serves both scripts of a language, and a name keeps the spelling the clerk gave it.
#[test]
fn serbian_is_drafted_in_cyrillic_from_the_latin_text() {
    let drafted = build(&fixture("video-and-bank-rs-de"), Some(&library()), &options(&["sr-Cyrl"])).expect("drafted");
    assert_eq!(drafted.missing, []);
    let all = texts(&drafted.request);
    for wanted in ["Уплате је извршио Карим Зијад", "Тужилаштво за организовани криминал", "27.500", "Драган Петровић"]
    {
        assert!(all.contains(wanted), "{wanted}");
    }
    // Codes stay as the papers have them, and persons are called the same everywhere.
    for wanted in [
        "DE89 3704",
        "BG-417-ZK",
        "KTO 12/2026",
        "Kpp 7/2026",
        "H.323",
        "Мухамед Џафери, Драган Петровић",
        "Устаничка 29, 11000 Београд",
        "Тест Тужилац",
        "Beispielallee 1, 53000 Bonn",
        "пасош",
    ] {
        assert!(all.contains(wanted), "{wanted}");
    }
    for wrong in ["ДЕ89", "БГ-417", "КТО 12", "Кпп", "СИП", "Muhamed Džaferi, ", "Test Tužilac, заменик", "passport"]
    {
        assert!(!all.contains(wrong), "{wrong}");
    }
}

#[test]
fn the_same_request_gives_the_same_bytes() {
    let library = library();
    let request = fixture("preservation-me-us");
    let twice: Vec<(Vec<u8>, Vec<u8>)> = (0..2)
        .map(|_| {
            let drafted = build(&request, Some(&library), &options(&["cnr", "en"])).expect("drafted");
            (to_docx(&drafted.request).expect("docx"), to_pdf(&drafted.request).expect("pdf"))
        })
        .collect();
    assert!(twice[0] == twice[1]);
}

/// A tag twice would be two values for one field when the draft is read back.
#[test]
fn a_control_stands_once_or_says_the_same_everywhere() {
    let library = library();
    for (name, languages, _) in FIXTURES {
        let drafted = build(&fixture(name), Some(&library), &options(&languages)).expect(name);
        let mut seen: BTreeMap<String, String> = BTreeMap::new();
        render::each_run(&drafted.request, &mut |run| {
            let Some(field) = &run.field else { return };
            let known = seen.entry(field.tag.clone()).or_insert_with(|| run.text.clone());
            assert_eq!(*known, run.text, "{name}: {}", field.tag);
            assert!(languages.iter().any(|language| field.tag.ends_with(&format!("@{language}"))), "{name}: {}", field.tag);
        });
        assert!(seen.len() > 60, "{name}: {}", seen.len());
    }
}

/// Every form, nearly empty, in every language: it is drafted with its headings, and says what is missing.
#[test]
fn every_form_is_drafted_in_every_language() {
    let library = library();
    for form in FormId::ALL {
        let text = format!("form = \"{}\"\n[hdr]\nrequesting_state = \"ME\"\nrequested_state = \"US\"\n", form.id());
        let mut request = Request::parse(&text).expect("the head parses");
        if form == FormId::ControlledDelivery {
            let refused = build(&request, Some(&library), &options(&["en"])).err();
            assert_eq!(refused, Some(DraftError::PersonsInside));
            request.controlled_delivery =
                Some(crate::mla::request::ControlledDelivery { persons_inside: Some(false), ..Default::default() });
        }
        for language in LANGUAGES {
            let drafted = build(&request, Some(&library), &options(&[language])).expect("drafted");
            let all = texts(&drafted.request);
            let title = forms::form(form.id()).expect("known").title(language);
            assert!(all.contains(&title), "{} {language}: {title}", form.id());
            assert!(!drafted.missing.is_empty(), "{} {language}", form.id());
            assert!(!all.contains('{'), "{} {language}: a place was not filled in", form.id());
        }
    }
}

/// What the facts have in English only is marked as English in a draft of other languages: for the reader, for the signature, for a voice.
#[test]
fn english_inside_other_languages_is_marked() {
    let library = library();
    let mut marked = 0;
    for (name, languages) in [
        ("hearing-mk-xk", ["mk", "sq"]),
        ("hearing-xk-at", ["sq", "de"]),
        ("joint-team-ba-hr", ["bs", "hr"]),
        ("preservation-me-us", ["cnr", "en"]),
    ] {
        let mut drafted = build(&fixture(name), Some(&library), &options(&languages)).expect("drafted");
        let mut runs = Vec::new();
        render::each_run_mut(&mut drafted.request, &mut |run| runs.push(run.clone()));
        for pair in runs.windows(2).filter(|pair| pair[0].language.as_deref() == Some("en") && !languages.contains(&"en")) {
            let name = values::language_name("en", pair[1].language.as_deref().unwrap_or_default());
            assert!(pair[1].flagged && pair[1].text == format!(" [{name}]"), "{name}: {pair:?}");
            marked += 1;
        }
    }
    assert!(marked >= 5, "{marked}");
}

#[test]
fn languages_we_do_not_have_are_refused() {
    let request = fixture("search-al-it");
    assert_eq!(build(&request, None, &options(&["fi"])).err(), Some(DraftError::UnknownLanguage("fi".into())));
    assert_eq!(build(&request, None, &options(&["sq", "sq"])).err(), Some(DraftError::SameLanguageTwice("sq".into())));
}

#[test]
fn a_draft_with_errors_says_so_on_every_page() {
    let request = fixture("hearing-mk-xk");
    let drafted = build(&request, None, &DraftOptions { watermark: true, ..options(&["mk"]) }).expect("drafted");
    assert_eq!(drafted.request.watermark.as_ref().map(|w| w.text.clone()), Some(phrase("watermark.draft", "mk")));
    let all = texts(&drafted.request);
    // Without the law library nobody can vouch for the instrument.
    assert!(all.contains(&phrase("unverified", "mk")));
}
