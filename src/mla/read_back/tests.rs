use super::*;
use crate::mla::draft::build;
use crate::render::{each_run_mut, to_docx};

fn request() -> (String, Request) {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/requests/video-and-bank-rs-de.toml");
    let toml = std::fs::read_to_string(path).unwrap();
    let request = Request::parse(&toml).unwrap();
    (toml, request)
}

fn drafted(request: &Request, library: &Library, language: &str, edit: impl Fn(&str, &mut String)) -> Vec<u8> {
    let options = DraftOptions { language: language.into(), ..DraftOptions::default() };
    let mut document = build(request, Some(library), &options).unwrap().request;
    each_run_mut(&mut document, &mut |run| {
        if let Some(field) = run.field.clone() {
            edit(&field.tag, &mut run.text);
        }
    });
    to_docx(&document).unwrap()
}

#[test]
fn an_unedited_draft_changes_nothing() {
    let (toml, request) = request();
    let library = Library::load(None).unwrap();
    for language in ["sr-Latn", "sr-Cyrl", "de"] {
        let docx = drafted(&request, &library, language, |_, _| {});
        let back = read_back(&docx, &toml, &request, &library, Vec::new()).unwrap();
        assert_eq!(back.changes, [], "{language}");
        assert_eq!(back.vanished, Vec::<String>::new(), "{language}");
        assert!(back.outside.is_empty(), "{language}: {:?}", back.outside);
        assert_eq!(back.toml, toml, "{language}");
        assert!(back.controls > 50, "{}", back.controls);
    }
}

#[test]
fn edited_words_go_back_in_the_script_of_the_file_and_dates_only_as_dates() {
    let (toml, request) = request();
    let library = Library::load(None).unwrap();
    let docx = drafted(&request, &library, "sr-Cyrl", |tag, text| match tag {
        "narrative.nexus@sr-Cyrl" => *text = "Рачун је у банци & чува се љубоморно.".into(),
        "case.opened@sr-Cyrl" => *text = "21. новембар 2025.".into(),
        _ => {}
    });
    let back = read_back(&docx, &toml, &request, &library, Vec::new()).unwrap();
    let edited = Request::parse(&back.toml).unwrap();
    let latin = edited.narrative.nexus.exact(&Language::new("sr-Latn").unwrap()).unwrap().to_string();
    assert_eq!(latin, "Račun je u banci & čuva se ljubomorno.");
    let by_hand: Vec<&Change> = back.changes.iter().filter(|change| change.taken.is_err()).collect();
    assert_eq!(by_hand.len(), 1, "{:?}", back.changes);
    assert_eq!(by_hand[0].field, "case.opened");
    assert!(back.toml.contains("# Fictional request"), "comments stay");
}

/// What LibreOffice does when it saves: tags dropped, other ids, the bookmark moved into the control.
fn saved_elsewhere(docx: &[u8], bookmarks: bool) -> Vec<u8> {
    let mut archive = zip::ZipArchive::new(Cursor::new(docx)).unwrap();
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for at in 0..archive.len() {
        let mut part = archive.by_index(at).unwrap();
        let name = part.name().unwrap().into_owned();
        let mut text = String::new();
        part.read_to_string(&mut text).unwrap();
        if name == "word/document.xml" {
            let re = |pattern: &str| regex::Regex::new(pattern).unwrap();
            text = re("<w:tag [^>]*/>").replace_all(&text, "").into_owned();
            text = re("<w:sdtPr>(.*?)<w:id w:val=\"\\d+\"/>").replace_all(&text, "<w:sdtPr>$1").into_owned();
            let moved = "$2$1";
            let pair = re("(<w:bookmarkStart [^>]*/><w:bookmarkEnd [^>]*/>)(<w:sdt><w:sdtPr>.*?</w:sdtPr><w:sdtContent>)");
            text = pair.replace_all(&text, moved).into_owned();
            if !bookmarks {
                text = re("<w:bookmark(Start|End) [^>]*/>").replace_all(&text, "").into_owned();
            }
        }
        out.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        std::io::Write::write_all(&mut out, text.as_bytes()).unwrap();
    }
    out.finish().unwrap().into_inner()
}

#[test]
fn a_draft_saved_by_a_program_that_drops_tags_is_read_by_its_bookmarks() {
    let (toml, request) = request();
    let library = Library::load(None).unwrap();
    // Serbian in Cyrillic is no language of the file: the bookmarks must lead there.
    for language in ["sr-Latn", "sr-Cyrl", "de"] {
        let docx = saved_elsewhere(&drafted(&request, &library, language, |_, _| {}), true);
        let back = read_back(&docx, &toml, &request, &library, Vec::new()).unwrap();
        assert_eq!((back.changes.len(), back.unknown, back.by_bookmark), (0, 0, back.controls), "{language}: {:?}", back.changes);
        assert!(back.outside.is_empty(), "{language}: {:?}", back.outside);
        assert!(back.controls > 50, "{}", back.controls);
        let edited = drafted(&request, &library, language, |tag, text| {
            if tag.starts_with("narrative.nexus@") {
                *text = "Drugo. 99.".into();
            }
        });
        let back = read_back(&saved_elsewhere(&edited, true), &toml, &request, &library, Vec::new()).unwrap();
        let changed: Vec<&str> = back.changes.iter().map(|change| change.field.as_str()).collect();
        assert_eq!(changed, ["narrative.nexus"], "{language}");
        assert!(back.changes[0].taken.is_ok());
    }
    let bare = saved_elsewhere(&drafted(&request, &library, "de", |_, _| {}), false);
    assert!(read_back(&bare, &toml, &request, &library, Vec::new()).unwrap_err().contains("neither tags nor bookmarks"));
}

#[test]
fn a_field_edited_in_two_ways_is_taken_in_neither() {
    let (toml, request) = request();
    let library = Library::load(None).unwrap();
    let both = |first: &str, second: &str| {
        let mut document = build(
            &request,
            Some(&library),
            &DraftOptions { language: "sr-Latn".into(), second_language: Some("de".into()), ..DraftOptions::default() },
        )
        .unwrap()
        .request;
        each_run_mut(&mut document, &mut |run| match run.field.as_ref().map(|field| field.tag.as_str()) {
            Some("hdr.own_ref@sr-Latn") => run.text = first.into(),
            Some("hdr.own_ref@de") => run.text = second.into(),
            _ => {}
        });
        read_back(&to_docx(&document).unwrap(), &toml, &request, &library, Vec::new()).unwrap()
    };
    let back = both("KTO 77/2026", "KTO 88/2026");
    assert!(back.changes.iter().all(|change| change.taken.is_err()), "{:?}", back.changes);
    assert_eq!(back.toml, toml);
    let back = both("KTO 77/2026", "KTO 77/2026");
    assert_eq!(back.vanished, Vec::<String>::new());
    assert!(back.toml.contains("KTO 77/2026"), "{:?}", back.changes);
}

#[test]
fn a_field_that_is_gone_is_told() {
    let (toml, request) = request();
    let library = Library::load(None).unwrap();
    let options = DraftOptions { language: "de".into(), ..DraftOptions::default() };
    let mut document = build(&request, Some(&library), &options).unwrap().request;
    each_run_mut(&mut document, &mut |run| {
        if run.field.as_ref().is_some_and(|field| field.tag == "narrative.nexus@de") {
            run.field = None;
        }
    });
    let back = read_back(&to_docx(&document).unwrap(), &toml, &request, &library, Vec::new()).unwrap();
    assert!(back.vanished.contains(&"narrative.nexus@de".to_string()), "{:?}", back.vanished);
}

#[test]
fn the_draft_of_another_request_is_known() {
    let (_, request) = request();
    let library = Library::load(None).unwrap();
    let docx = drafted(&request, &library, "de", |_, _| {});
    let toml = include_str!("../../../fixtures/requests/rs-de.toml");
    let other = Request::parse(toml).unwrap();
    let back = read_back(&docx, toml, &other, &library, Vec::new()).unwrap();
    assert!(back.of_another_request(), "{} of {}", back.changes.len(), back.controls);
}

#[test]
fn other_files_are_refused() {
    let (toml, request) = request();
    let library = Library::load(None).unwrap();
    assert!(read_back(b"no zip", &toml, &request, &library, Vec::new()).unwrap_err().contains("no DOCX"));
}
