//! Queries against a small case of a few documents, through the real store, index and query path.

use super::query::parse;
use super::*;
use crate::case::{BlockWriter, Case, NewDocument, NewSource, Settings, Stamp, State, Store, StoredUnit};
use crate::extract::{Gap, Locator, Meta, Part, Reason as GapReason, Unit};
use crate::language::names::Level;

/// A document of the small case: path, media type, state, pages.
struct Paper<'a> {
    path: &'a str,
    media_type: &'a str,
    state: State,
    reason: Option<GapReason>,
    meta: Meta,
    pages: &'a [&'a str],
}

fn paper<'a>(path: &'a str, pages: &'a [&'a str]) -> Paper<'a> {
    Paper { path, media_type: "application/pdf", state: State::Complete, reason: None, meta: Meta::default(), pages }
}

fn build(papers: &[Paper<'_>]) -> (tempfile::TempDir, Searcher) {
    let folder = tempfile::tempdir().unwrap();
    let settings = Settings {
        jurisdiction: Some("RS".into()),
        aliases: [("Muhamed Džaferi".to_owned(), vec!["Braco".to_owned()])].into(),
        ..Default::default()
    };
    let case = Case::create(&folder.path().join("case"), settings).unwrap();
    let store = Store::open(case.dir()).unwrap();
    let index = Index::create(&case.index_dir()).unwrap();
    let mut writer = index.writer(16).unwrap();
    store.begin().unwrap();
    for (number, paper) in papers.iter().enumerate() {
        let sha256 = format!("{:064x}", number + 1);
        let mut blocks = BlockWriter::default();
        for (page, text) in paper.pages.iter().enumerate() {
            let unit = Unit {
                locator: Locator::Page { number: page as u32 + 1, printed: None },
                part: Part::Body,
                text: (*text).to_owned(),
                engine: "test".into(),
                confidence: None,
                entry: None,
            };
            blocks.push(StoredUnit { ordinal: 0, unit, language: None }).unwrap();
        }
        let (unit_count, text_bytes) = (blocks.count(), blocks.text_bytes());
        let (blocks, units_digest) = blocks.finish().unwrap();
        let document = NewDocument {
            sha256: sha256.clone(),
            size: 1,
            media_type: paper.media_type.into(),
            engine: None,
            state: paper.state,
            gaps: paper.reason.map(|r| Gap::new(r, "test")).into_iter().collect(),
            meta: paper.meta.clone(),
            languages: Vec::new(),
            announced: None,
            unit_count,
            text_bytes,
            blocks,
            units_digest,
            unfinished: false,
        };
        let id = store.put_document(&document, 1, "2026-01-01T00:00:00Z", "test").unwrap();
        let path = format!("/e/{}", paper.path);
        let source = NewSource {
            root: b"/e".to_vec(),
            path: path.clone().into_bytes(),
            stamp: Stamp::default(),
            bytes: Ok(sha256.clone()),
        };
        store.put_source(&source, "2026-01-01T00:00:00Z").unwrap();
        let locators: Vec<Locator> =
            (0..paper.pages.len()).map(|n| Locator::Page { number: n as u32 + 1, printed: None }).collect();
        let units: Vec<IndexUnit<'_>> = paper
            .pages
            .iter()
            .zip(&locators)
            .enumerate()
            .map(|(n, (text, locator))| IndexUnit {
                ordinal: n as u32 + 1,
                locator,
                part: Part::Body,
                text,
                language: None,
                confidence: None,
                time: None,
            })
            .collect();
        writer
            .put(&IndexDocument {
                document: id,
                sha256: &sha256,
                media_type: paper.media_type,
                paths: &[path],
                sources: &["/e".to_owned()],
                title: paper.meta.title.as_deref(),
                date: paper.meta.date.as_deref(),
                from: &paper.meta.from,
                to: &paper.meta.to,
                cc: &paper.meta.cc,
                subject: paper.meta.subject.as_deref(),
                countries: &["RS".to_owned()],
                units: &units,
                ..Default::default()
            })
            .unwrap();
    }
    store.commit(1).unwrap();
    writer.commit(1).unwrap();
    let searcher = Searcher::open(&case).unwrap();
    (folder, searcher)
}

fn request(query: &str) -> Request {
    Request { query: Some(parse(query).unwrap_or_else(|e| panic!("{}", e.explain(query))).query), ..Default::default() }
}

fn paths(searcher: &Searcher, request: &Request) -> Vec<String> {
    match searcher.search(request) {
        Ok(answer) => {
            let mut paths: Vec<String> = answer.hits.into_iter().map(|hit| hit.path).collect();
            paths.sort();
            paths
        }
        Err(Refused::Query { message, .. }) => panic!("{message}"),
        Err(Refused::Index(error)) => panic!("{error}"),
    }
}

fn small_case() -> (tempfile::TempDir, Searcher) {
    build(&[
        paper(
            "sr.pdf",
            &[
                "Осумњичени Мухамед Џафери вршио је кријумчарење људи.",
                "Возило БГ-417-ЗК. Цена је била 2.500 евра у пет",
                "делова, рекао је сведок.",
            ],
        ),
        paper("hr.pdf", &["Sud je odlučio o krijumčarenju. Dogovor s Džaferijem bio je tajan."]),
        paper("sq.pdf", &["I pandehuri M. Xhaferi, kontrabandë me njerëz. Viktima pa pasaportë."]),
        paper("en.pdf", &["The border guard saw the old driver.", "Contact +381 64 123 4567 or krijumcarenje@example.com."]),
        Paper {
            media_type: "message/rfc822",
            meta: Meta {
                date: Some("2025-03-10T10:00:00Z".into()),
                subject: Some("Nabavka robe".into()),
                from: vec!["Džaferi <dz@example.com>".into()],
                ..Default::default()
            },
            ..paper("mail.eml", &["Braco šalje robu u ponedeljak."])
        },
        Paper { state: State::Unreadable, reason: Some(GapReason::Encrypted), ..paper("locked.pdf", &[]) },
    ])
}

#[test]
fn every_kind_of_query_finds_what_it_means_and_nothing_else() {
    let (_folder, searcher) = small_case();
    for (query, expected) in [
        ("krijumcarenje", &["en.pdf", "hr.pdf", "sr.pdf"][..]),
        ("кријумчарење", &["en.pdf", "hr.pdf", "sr.pdf"]),
        ("=krijumčarenju", &["hr.pdf"]),
        ("=krijumcarenju", &[]),
        ("krijumčarenje sud", &["hr.pdf"]),
        ("krijumčarenje NOT sud", &["en.pdf", "sr.pdf"]),
        ("osumnjičeni svedok", &["sr.pdf"]),
        ("sud OR border", &["en.pdf", "hr.pdf"]),
        ("\"евра у пет делова\"", &["sr.pdf"]),
        ("\"пет евра\"", &[]),
        ("border NEAR/5 driver", &["en.pdf"]),
        ("driver PRE/5 border", &[]),
        ("\"driver border\"~5", &["en.pdf"]),
        ("border NEAR/2 driver", &[]),
        ("krijum*", &["en.pdf", "hr.pdf", "sr.pdf"]),
        ("*andehur*", &["sq.pdf"]),
        ("drivr~1", &["en.pdf"]),
        ("/dr[aeiou]v.r/", &["en.pdf"]),
        ("name:Dzaferi", &["hr.pdf", "mail.eml", "sq.pdf", "sr.pdf"]),
        ("name:\"Muhamed Džaferi\"", &["mail.eml", "sq.pdf", "sr.pdf"]),
        ("name:Hoxha", &[]),
        ("plate:\"BG 417 ZK\"", &["sr.pdf"]),
        ("phone:\"064/123-4567\"", &["en.pdf"]),
        ("phone:+381641234567", &["en.pdf"]),
        ("type:mail", &["mail.eml"]),
        ("path:sr.pdf", &["sr.pdf"]),
        ("path:*.pdf -type:pdf", &[]),
        ("from:xhaferi", &["mail.eml"]),
        ("subject:nabavku", &["mail.eml"]),
        ("date:2025-03", &["mail.eml"]),
        ("date:..2025-02", &[]),
        ("page:2 driver", &[]),
        ("page:1 driver", &["en.pdf"]),
        ("concept:smuggling_of_migrants", &["sq.pdf", "sr.pdf"]),
        ("hash:000000", &["en.pdf", "hr.pdf", "locked.pdf", "mail.eml", "sq.pdf", "sr.pdf"]),
    ] {
        let mut request = request(query);
        if query == "name:Dzaferi" {
            // The alias of the case leads to the mail.
            request.query = parse("name:\"Muhamed Dzaferi\" OR name:Dzaferi").map(|p| p.query).ok();
        }
        assert_eq!(paths(&searcher, &request), expected, "{query}");
    }
}

#[test]
fn layers_can_be_switched_off_one_by_one() {
    let (_folder, searcher) = small_case();
    let with = |query: &str, layers: Layers| paths(&searcher, &Request { layers, ..request(query) });
    let all = Layers::default();
    assert_eq!(with("krijumčarenju", Layers { script: false, ..all }), ["en.pdf", "hr.pdf"]);
    assert_eq!(with("krijumčarenju", Layers { inflection: false, ..all }), ["hr.pdf"]);
    assert_eq!(with("krijumcarenju", Layers { inflection: false, variants: false, ..all }), [""; 0]);
    assert_eq!(with("krijumčarenju", Layers::exact()), ["hr.pdf"]);
    assert_eq!(with("name:Xhaferi", Layers { names: Level::Strict, ..all }), ["sq.pdf"]);
}

#[test]
fn within_unit_asks_for_all_words_on_one_page() {
    let (_folder, searcher) = small_case();
    let unit = |query: &str| paths(&searcher, &Request { within: Within::Unit, ..request(query) });
    assert_eq!(unit("osumnjičeni svedok"), [""; 0]);
    assert_eq!(unit("border driver"), ["en.pdf"]);
    // NOT speaks about the unit: page 2 has no border.
    assert_eq!(unit("contact NOT border"), ["en.pdf"]);
    assert_eq!(unit("type:mail roba"), ["mail.eml"]);
}

#[test]
fn marks_say_where_and_why() {
    let (_folder, searcher) = small_case();
    let marks = |query: &str| -> Vec<(String, String, &'static str)> {
        let Ok(answer) = searcher.search(&request(query)) else { panic!("{query}") };
        let mut all = Vec::new();
        for hit in &answer.hits {
            for passage in hit.units.iter().flat_map(|u| &u.passages) {
                for (start, end, reason) in &passage.marks {
                    let word: String = passage.text.chars().skip(*start).take(end - start).collect();
                    all.push((hit.path.clone(), word, reason.code()));
                }
            }
        }
        all.sort();
        all
    };
    let owned = |list: &[(&str, &str, &'static str)]| -> Vec<(String, String, &'static str)> {
        list.iter().map(|(p, w, r)| ((*p).to_owned(), (*w).to_owned(), *r)).collect()
    };
    assert_eq!(
        marks("krijumčarenje"),
        owned(&[
            ("en.pdf", "krijumcarenje", "variant"),
            ("hr.pdf", "krijumčarenju", "inflected"),
            ("sr.pdf", "кријумчарење", "other_script")
        ])
    );
    assert_eq!(
        marks("\"евра у пет делова\""),
        owned(&[
            ("sr.pdf", "делова", "exact"),
            ("sr.pdf", "евра", "exact"),
            ("sr.pdf", "пет", "exact"),
            ("sr.pdf", "у", "exact")
        ])
    );
    assert_eq!(marks("phone:+381641234567"), owned(&[("en.pdf", "+381 64 123 4567", "identifier")]));
    assert_eq!(marks("bord* NEAR/5 drivr~1"), owned(&[("en.pdf", "border", "wildcard"), ("en.pdf", "driver", "fuzzy")]));
    assert_eq!(
        marks("name:\"Muhamed Xhaferi\""),
        // Found under the person's other names: none of them is the name that was asked for.
        owned(&[
            ("mail.eml", "Braco", "variant"),
            ("sq.pdf", "M", "variant"),
            ("sq.pdf", "Xhaferi", "exact"),
            ("sr.pdf", "Џафери", "variant"),
            ("sr.pdf", "Мухамед", "other_script"),
        ])
    );
    assert_eq!(marks("concept:smuggling_of_migrants")[0].2, "glossary");
}

#[test]
fn coverage_counts_what_the_filters_leave_in_scope() {
    let (_folder, searcher) = small_case();
    let coverage = |query: &str| match searcher.search(&request(query)) {
        Ok(answer) => (answer.coverage.documents, answer.coverage.complete, answer.coverage.unreadable),
        Err(_) => panic!("{query}"),
    };
    assert_eq!(coverage("xyz"), (6, 5, 1));
    assert_eq!(coverage("xyz type:mail"), (1, 1, 0));
    assert_eq!(coverage("xyz type:pdf"), (5, 4, 1));
    // Nobody knows the date of what could not be read.
    assert_eq!(coverage("xyz date:2025-03"), (2, 1, 1));
    // A filter under OR decides nothing about the scope.
    assert_eq!(coverage("xyz OR type:mail"), (6, 5, 1));
}

#[test]
fn a_word_that_gives_nothing_is_met_with_words_that_exist() {
    let (_folder, searcher) = small_case();
    let Ok(answer) = searcher.search(&request("pandehuni")) else { panic!() };
    assert_eq!(answer.total, 0);
    assert_eq!(answer.near_words, [("pandehuni".to_owned(), vec!["pandehuri".to_owned()])]);
}

#[test]
fn explain_lists_every_variant_with_its_documents() {
    let (_folder, searcher) = small_case();
    let Ok(answer) = searcher.search(&Request { explain: true, ..request("krijumčarenje") }) else { panic!() };
    let explained = &answer.explained[0];
    assert_eq!(explained.documents, 3);
    let spelled: Vec<(&str, &str, usize)> = explained
        .variants
        .iter()
        .filter(|v| v.layer == "spelling")
        .map(|v| (v.term.as_str(), v.reason.code(), v.documents))
        .collect();
    assert!(spelled.contains(&("кријумчарење", "other_script", 1)), "{spelled:?}");
    assert!(explained.variants.iter().any(|v| v.reason == Reason::Inflected && v.documents > 0));
}
