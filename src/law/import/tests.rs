//! Each publisher's habit on an invented act, and rubbish.

use std::path::Path;

use proptest::prelude::*;

use super::*;
use crate::law::texts::to_akn;

fn fixture(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/statutes").join(name);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn about(language: &str) -> About {
    About {
        id: "XX-CC".into(),
        jurisdiction: "XX".into(),
        title: "Invented code".into(),
        language: language.into(),
        as_of: Some("2026-01-01".into()),
        file_name: "invented.txt".into(),
        sha256: "00".repeat(32),
        ..About::default()
    }
}

fn read(name: &str, language: &str) -> (Act, Report) {
    let layout = if name.ends_with(".md") { Layout::Markdown } else { Layout::Text };
    import(&fixture(name), layout, &about(language)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

fn numbers(act: &Act) -> Vec<&str> {
    act.articles.iter().filter(|article| !article.appendix).map(|article| article.number.as_str()).collect()
}

fn headings(act: &Act) -> Vec<&str> {
    act.articles.iter().filter(|article| !article.appendix).map(|article| article.heading.as_deref().unwrap_or("-")).collect()
}

#[test]
fn albanian_slash_articles_with_amendment_notes_and_page_numbers() {
    let (act, report) = read("sq-slash.txt", "sq");
    assert_eq!(numbers(&act), ["1", "2", "110.a", "110.b", "111", "112", "113"]);
    assert_eq!(
        headings(&act),
        ["Qëllimi i kodit", "Përkufizime", "Marrja e udhëtarëve", "Fshehja e udhëtarëve", "Tentativa", "-", "Hyrja në fuqi"]
    );
    let added = act.article("110.a").unwrap();
    assert_eq!(added.notes.len(), 1);
    assert!(added.notes[0].ends_with("datë 5.6.2010)"));
    assert_eq!(added.paragraphs.len(), 2);
    assert!(added.paragraphs[1].text.ends_with("burgim të përjetshëm."));
    assert_eq!(
        act.place(added).iter().map(|division| division.label.as_str()).collect::<Vec<_>>(),
        ["PJESA E PËRGJITHSHME", "KREU II"]
    );
    assert_eq!(report.page_furniture, [("#".to_string(), 3)]);
    assert_eq!(act.article("2").unwrap().paragraphs[0].points.len(), 2);
    assert_eq!(act.article("112").unwrap().notes.len(), 1);
}

#[test]
fn serbian_titles_before_the_number_and_provisions_of_amending_acts() {
    let (act, report) = read("sr-before.txt", "sr-Latn");
    assert_eq!(numbers(&act), ["1", "2", "350", "350a", "351", "353", "354"]);
    assert_eq!(
        headings(&act),
        [
            "Izmišljenost zakonika",
            "Primena",
            "Nedozvoljeno prevođenje putnika",
            "Prevođenje dece preko izmišljene granice",
            "-",
            "Skrivanje putnika",
            "Stupanje na snagu"
        ]
    );
    assert_eq!(
        act.articles.iter().filter(|article| article.appendix).map(|article| article.number.as_str()).collect::<Vec<_>>(),
        ["1", "2"]
    );
    assert_eq!(act.article("351").unwrap().through.as_deref(), Some("352"));
    assert_eq!(act.article("350").unwrap().paragraphs.len(), 3);
    assert_eq!(act.place(act.article("353").unwrap()).last().unwrap().heading.as_deref(), Some("IZMIŠLJENA KRIVIČNA DELA"));
    // 3 to 349 are missing in this invented code, and the report says so.
    assert_eq!(report.gaps.len(), 347);
}

#[test]
fn narrow_cyrillic_columns_with_the_title_on_the_line_of_the_number() {
    let (act, _) = read("sr-narrow-cyrillic.txt", "sr-Cyrl");
    assert_eq!(numbers(&act), ["1", "2", "3", "4", "5"]);
    assert_eq!(act.article("1").unwrap().heading.as_deref(), Some("Предмет и примена закона"));
    assert_eq!(act.article("1").unwrap().text(), "Овим законом не уређује се ништа.");
    assert_eq!(act.article("2").unwrap().paragraphs[0].points.len(), 2);
    assert_eq!(act.article("4").unwrap().text(), "Суд неће поступати по члану 3. овог закона.");
}

#[test]
fn macedonian_articles_with_a_cyrillic_suffix() {
    let (act, _) = read("mk-after.txt", "mk");
    assert_eq!(numbers(&act), ["1", "418a", "418b", "419"]);
    assert_eq!(headings(&act), ["Цел на законот", "Измислена трговија", "Измислено криумчарење", "Завршна одредба"]);
}

#[test]
fn two_columns_are_read_one_after_the_other() {
    let (act, report) = read("hr-columns.txt", "hr");
    assert!(report.columns_taken_apart);
    assert_eq!(numbers(&act), ["1", "2", "3", "4", "5", "8"]);
    assert_eq!(
        headings(&act),
        ["Predmet zakona", "Značenje izraza", "Vremensko važenje", "Izmišljeno prevođenje", "-", "Stupanje na snagu"]
    );
    assert_eq!(
        act.article("4").unwrap().paragraphs[0].text,
        "Tko prevede putnika preko izmišljene granice kaznit će se kaznom zatvora od šest mjeseci do pet godina."
    );
    assert!(report.gaps.is_empty());
}

#[test]
fn numbers_that_stand_first_and_other_habits() {
    let (act, _) = read("sl-number-first.txt", "sl");
    assert_eq!(numbers(&act), ["1", "2", "113a", "114"]);
    assert_eq!(headings(&act), ["Namen", "Uporaba", "Izmišljena trgovina", "Začetek veljavnosti"]);
    let (act, _) = read("it-bis.txt", "it");
    assert_eq!(numbers(&act), ["601", "601.bis", "602.ter", "603"]);
    assert_eq!(headings(&act), ["Tratta immaginaria", "Traffico immaginario", "Circostanze", "Entrata in vigore"]);
    let (act, _) = read("el-plain.txt", "el");
    assert_eq!(numbers(&act), ["322", "323", "323a", "324"]);
    let (act, _) = read("hu-number-first.txt", "hu");
    assert_eq!(numbers(&act), ["191", "192", "193"]);
}

#[test]
fn markdown_codes() {
    let (act, report) = read("de-code.md", "de");
    assert_eq!(numbers(&act), ["1", "2", "3", "104a"]);
    assert_eq!(act.article("3").unwrap().through.as_deref(), Some("5"));
    assert_eq!(act.article("1").unwrap().paragraphs[1].text, "Nach § 1 Absatz 1 wird niemand bestraft.");
    assert!(report.not_understood.is_empty());
    let (act, _) = read("fr-code.md", "fr");
    assert_eq!(numbers(&act), ["111.1", "225.4.1", "225.4.2", "225.5", "R610.1"]);
}

#[test]
fn what_is_no_act_is_refused() {
    for text in ["", "\u{0}\u{1}\u{2}", &fixture("novel.txt"), "Član\nČlan\nČlan"] {
        assert!(matches!(import(text, Layout::Text, &about("sr")), Err(ImportError::NoArticles { .. })), "{text}");
    }
    assert!(matches!(import("<html/>", Layout::AkomaNtoso, &about("sr")), Err(ImportError::NotAkn(_))));
    assert!(matches!(import("not xml", Layout::AkomaNtoso, &about("sr")), Err(ImportError::NotAkn(_))));
}

#[test]
fn akoma_ntoso_reads_back_as_the_same_act() {
    for (name, language) in [
        ("sq-slash.txt", "sq"),
        ("sr-before.txt", "sr-Latn"),
        ("mk-after.txt", "mk"),
        ("hr-columns.txt", "hr"),
        ("de-code.md", "de"),
        ("fr-code.md", "fr"),
        ("it-bis.txt", "it"),
    ] {
        let (mut act, _) = read(name, language);
        // Concepts of our own vocabulary, of another one, and of one paragraph ride along.
        act.gazette = Some("Sl. glasnik 85/2005".into());
        act.articles[0].concepts = vec!["acts/recruitment".into(), "/akn/ontology/concept/other/thing".into()];
        if let Some(paragraph) = act.articles.iter_mut().flat_map(|article| &mut article.paragraphs).next() {
            paragraph.concepts = vec!["concept/trafficking_in_persons".into()];
        }
        let xml = to_akn(&act, None);
        conforms(&xml, name);
        let copy = About { sha256: "11".repeat(32), file_name: "copy.akn.xml".into(), ..about(language) };
        let (again, _) = import(&xml, Layout::AkomaNtoso, &copy).unwrap_or_else(|error| panic!("{name}: {error}\n{xml}"));
        // The text still comes from where it came from; the export it came through is named beside it.
        assert_eq!((&again.source.name, &again.source.sha256), (&act.source.name, &act.source.sha256));
        assert_eq!(again.source.through.as_ref().map(|export| export.sha256.clone()), Some("11".repeat(32)));
        assert_eq!(again.version(), act.version());
        assert_eq!(to_akn(&again, None), xml, "{name}");
        let strip = |act: &Act| {
            let mut act = act.clone();
            act.source.through = None;
            act.articles.iter_mut().for_each(|article| article.line = 0);
            act
        };
        assert_eq!(strip(&act), strip(&again), "{name}");
        // Of an excerpt every part keeps the name it has in the whole.
        let one = to_akn(&act, Some(&[act.articles[1].number.clone()]));
        conforms(&one, name);
        let names = |xml: &str| -> Vec<String> {
            let document = roxmltree::Document::parse(xml).unwrap();
            let body = document.descendants().find(|node| node.tag_name().name() == "body").unwrap();
            body.descendants().filter_map(|node| node.attribute("eId").map(str::to_string)).collect()
        };
        let all = names(&xml);
        assert!(names(&one).iter().all(|id| all.contains(id)), "{name}: {one}");
    }
}

/// What the schema asks of the elements that are written: children, attributes, names given once.
fn conforms(xml: &str, name: &str) {
    const HIERARCHY: &[&str] =
        &["num", "heading", "intro", "part", "book", "title", "chapter", "section", "subsection", "article"];
    let document = roxmltree::Document::parse(xml).unwrap_or_else(|error| panic!("{name}: {error}"));
    let mut names = std::collections::HashSet::new();
    let mut references = Vec::new();
    for node in document.descendants().filter(roxmltree::Node::is_element) {
        let children: Vec<&str> = node.children().filter(|node| node.is_element()).map(|node| node.tag_name().name()).collect();
        let allowed: &[&str] = match node.tag_name().name() {
            "akomaNtoso" => &["act"],
            "act" => &["meta", "preface", "body"],
            "meta" => &["identification", "publication", "lifecycle", "references", "proprietary"],
            "references" => &["original", "TLCOrganization", "TLCConcept"],
            "preface" | "intro" | "content" => &["p"],
            "p" => &["remark"],
            "body" | "book" | "part" | "title" | "chapter" | "section" | "subsection" => HIERARCHY,
            "article" => &["num", "heading", "intro", "paragraph", "content"],
            "paragraph" => &["num", "content", "list"],
            "list" => &["intro", "point"],
            "point" => &["num", "content"],
            "identification" | "FRBRWork" | "FRBRExpression" | "FRBRManifestation" | "lifecycle" | "proprietary" => continue,
            _ => &[],
        };
        for child in &children {
            assert!(allowed.contains(child), "{name}: <{child}> in <{}>", node.tag_name().name());
        }
        // The standard's order: number, heading, introduction, the rest.
        let rank = |child: &&str| allowed.iter().position(|name| name == child).unwrap_or(usize::MAX).min(3);
        if matches!(node.tag_name().name(), "meta" | "act" | "article" | "paragraph" | "list" | "chapter" | "part") {
            assert!(children.is_sorted_by_key(rank), "{name}: {children:?}");
        }
        assert!(!(children.contains(&"content") && children.contains(&"paragraph")), "{name}: a mixture");
        if matches!(
            node.tag_name().name(),
            "article" | "paragraph" | "list" | "point" | "chapter" | "part" | "TLCConcept" | "eventRef"
        ) {
            let id = node.attribute("eId").unwrap_or_else(|| panic!("{name}: <{}> without eId", node.tag_name().name()));
            assert!(!id.is_empty() && !id.contains(char::is_whitespace), "{name}: {id:?}");
            assert!(names.insert(id.to_string()), "{name}: {id} twice");
        }
        references.extend(node.attribute("refersTo").into_iter().flat_map(|list| list.split(' ')).map(str::to_string));
    }
    for reference in references {
        assert!(names.contains(reference.trim_start_matches('#')), "{name}: {reference} refers to nothing");
    }
    validates(xml, name);
}

/// Against the schema itself, where `ROGATORY_AKN_SCHEMA` names it (`akomantoso30.xsd` of OASIS) and xmllint is there.
fn validates(xml: &str, name: &str) {
    let Some(schema) = std::env::var_os("ROGATORY_AKN_SCHEMA") else {
        eprintln!("SKIPPED: ROGATORY_AKN_SCHEMA names no schema of Akoma Ntoso 3.0");
        return;
    };
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), xml).unwrap();
    match std::process::Command::new("xmllint").arg("--noout").arg("--schema").arg(schema).arg(file.path()).output() {
        Ok(run) => assert!(run.status.success(), "{name}: {}", String::from_utf8_lossy(&run.stderr)),
        Err(error) => eprintln!("SKIPPED: xmllint: {error}"),
    }
}

#[test]
fn one_of_several_acts_in_a_file_must_be_picked() {
    let xml = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/statutes/two-acts.akn.xml")).unwrap();
    let read = |pick| import(&xml, Layout::AkomaNtoso, &About { pick, ..about("en") });
    let Err(error) = read(None) else { panic!("one was taken for the other") };
    assert_eq!(
        error.to_string(),
        "the file holds 2 acts: 1. Invented Traffic Act (2 articles); 2. Invented Border Act (1 articles)"
    );
    assert_eq!(read(Some(2)).unwrap().0.articles[0].heading.as_deref(), Some("Border"));
    assert_eq!(read(Some(1)).unwrap().0.articles.len(), 2);
    assert!(matches!(read(Some(3)), Err(ImportError::SeveralActs(_))));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn nothing_panics_and_no_heading_is_lost(lines in proptest::collection::vec("(Član [0-9]{1,3}|Neni [0-9]{1,2}/[a-z]|[A-Za-zčšž ]{0,30}[.]?|\\([0-9]\\) [a-z ]{3,20}\\.|GLAVA [IVX]{1,3}|[ ]{0,90}x)", 0..60)) {
        let text = lines.join("\n");
        if let Ok((act, report)) = import(&text, Layout::Text, &about("sr")) {
            prop_assert_eq!(report.articles, act.articles.len());
            // Every candidate that stands alone is an article or is named in the report.
            prop_assert!(act.articles.windows(2).all(|pair| pair[0].line < pair[1].line));
        }
    }
}

/// Articles of an invented act: each head with a text of its own below it.
fn act_of(heads: &[&str]) -> String {
    heads
        .iter()
        .enumerate()
        .map(|(at, head)| format!("{head}\n\nKo izmisli putnika broj {at}, kazniće se izmišljenom kaznom.\n\n"))
        .collect()
}

#[test]
fn heads_in_mixed_letters_are_heads() {
    // Latin a inside Cyrillic, Cyrillic а inside Latin, and both scripts in one act.
    let heads = ["Члан 1", "Члaн 2", "Члан 3", "Člаn 4", "Član 5", "Члан 6", "ЧЛAH 7", "Члaн 7-а"];
    let (act, report) = import(&act_of(&heads), Layout::Text, &about("sr")).unwrap();
    assert_eq!(numbers(&act), ["1", "2", "3", "4", "5", "6", "7", "7a"]);
    assert_eq!((report.gaps.len(), report.swallowed.len()), (0, 0));
}

#[test]
fn a_head_word_that_changes_midway_is_not_swallowed_silently() {
    let heads: Vec<String> = (1..=12).map(|at| format!("{} {at}", if at < 5 { "Član" } else { "Klauzula" })).collect();
    let heads: Vec<&str> = heads.iter().map(String::as_str).collect();
    let (act, report) = import(&act_of(&heads), Layout::Text, &about("sr")).unwrap();
    assert_eq!(numbers(&act), ["1", "2", "3", "4"]);
    assert_eq!(report.swallowed.len(), 8, "{report:?}");
    assert_eq!(report.swallowed[0].1, "Klauzula 5");
    assert!(report.page_furniture.is_empty());
}

#[test]
fn raised_digits_number_an_added_article_or_mark_a_footnote() {
    let (act, _) =
        import(&act_of(&["Art. 14", "Art. 15", "Art. 15¹", "Art. 15²", "Art. 16"]), Layout::Text, &about("ro")).unwrap();
    assert_eq!(numbers(&act), ["14", "15", "15.1", "15.2", "16"]);
    let (act, _) = import(&act_of(&["Art. 14", "Art. 15³", "Art. 16"]), Layout::Text, &about("de")).unwrap();
    assert_eq!(numbers(&act), ["14", "15", "16"]);
}

#[test]
fn title_and_text_on_one_line_are_parted() {
    let text = "Art. 11. - (Scopo immaginario). - Chiunque inventa un viaggio è punito con la multa.\n\n\
        Art. 12-bis. - (Titolo inventato). - Testo inventato della norma.\nIl resto del testo.\n\n\
        Art. 13. - Viaggio (immaginario). - 1. Nessuno viaggia.\n2. Nessuno torna.\n\n\
        Art. 14. - (Un titolo che va a capo e\nfinisce qui). - Altro testo della norma.\n";
    let (act, _) = import(text, Layout::Text, &about("it")).unwrap();
    assert_eq!(
        headings(&act),
        ["Scopo immaginario", "Titolo inventato", "Viaggio (immaginario)", "Un titolo che va a capo e finisce qui"]
    );
    assert_eq!(act.article("12.bis").unwrap().paragraphs[0].text, "Testo inventato della norma.");
    assert_eq!(act.article("13").unwrap().paragraphs.len(), 2);
    assert_eq!(act.article("14").unwrap().paragraphs[0].text, "Altro testo della norma.");
}

/// Pages of an invented act in two columns of 44, each under a running head.
fn in_two_columns(head: &dyn Fn(usize) -> String) -> String {
    let mut column: Vec<String> = Vec::new();
    for number in 1..=90 {
        if number % 9 == 1 {
            column.extend([
                "".to_string(),
                format!("GLAVA {}", "I".repeat(number / 9 % 3 + 1)),
                "IZMIŠLJENA DELA".to_string(),
                "".to_string(),
            ]);
        }
        column.push(format!("Prevođenje izmišljenih putnika{}", if number % 3 == 0 { " preko" } else { "" }));
        if number % 3 == 0 {
            column.push("granice koje nema".to_string());
        }
        column.push(format!("Član {number}."));
        for _ in 0..number % 4 + 1 {
            column.push("(1) Ko izmisli put bez izmišljene dozvole,".to_string());
            column.push("kazniće se izmišljenom kaznom.".to_string());
        }
    }
    let mut out = String::new();
    for (page, lines) in column.chunks(80).enumerate() {
        out.push_str(&format!("{}\n\n", head(page + 1)));
        let (left, right) = lines.split_at(lines.len().min(40));
        for (at, line) in left.iter().enumerate() {
            let right = right.get(at).map_or("", String::as_str);
            out.push_str(format!("{line:<54}{right}").trim_end());
            out.push('\n');
        }
        out.push('\u{c}');
    }
    out
}

#[test]
fn a_running_head_over_two_columns_stays_out_of_titles() {
    let across = |page: usize| format!("{:>75}", format!("SLUŽBENE NOVINE IZMIŠLJENE ZEMLJE – Strana {page}"));
    let halves = |page: usize| format!("{:<54}Broj 36 – Strana {page}", "SLUŽBENE NOVINE");
    for head in [&across as &dyn Fn(usize) -> String, &halves] {
        let (act, report) = import(&in_two_columns(head), Layout::Text, &About::default()).expect("an act");
        assert!(report.columns_taken_apart);
        assert_eq!((act.articles.len(), report.gaps.len()), (90, 0), "{:?}", report.gaps);
        for article in &act.articles {
            let heading = article.heading.as_deref().unwrap_or_default();
            let wrapped = article.number.parse::<u32>().is_ok_and(|number| number % 3 == 0);
            let rest = if wrapped { " preko granice koje nema" } else { "" };
            assert_eq!(heading, format!("Prevođenje izmišljenih putnika{rest}"), "{}", article.number);
            assert!(!article.text().contains("Strana") && !article.text().contains("NOVINE"), "{}", article.text());
        }
        assert!(
            act.divisions.iter().all(|division| division.heading.as_deref() == Some("IZMIŠLJENA DELA")),
            "{:?}",
            act.divisions
        );
    }
}

#[test]
fn numbered_groups_that_come_again_are_no_running_heads() {
    let mut text = String::new();
    for chapter in 1..=8 {
        text.push_str(&format!("GLAVA {}\nIZMIŠLJENA DELA\n\n{chapter}. Zajedničke odredbe\n\n", ["I", "V", "X"][chapter % 3]));
        for article in 0..5 {
            let number = (chapter - 1) * 5 + article + 1;
            text.push_str(&format!("Izmišljeni put\nČlan {number}.\n"));
            text.push_str(&"(1) Ko izmisli put, kazniće se izmišljenom kaznom.\n".repeat(6));
            text.push('\n');
        }
        text.push_str(&format!("{chapter}\n"));
    }
    let (act, report) = import(&text, Layout::Text, &About::default()).expect("an act");
    assert_eq!(act.articles.len(), 40);
    let groups = act.divisions.iter().filter(|division| division.heading.as_deref() == Some("Zajedničke odredbe")).count();
    assert_eq!(groups, 8, "{:?}", report.page_furniture);
}

/// Numbers of composite articles count inside their chapter, and a regulation has the number of the article it carries out.
#[test]
fn composite_numbers_have_holes_of_their_own() {
    let article = |number: &str, text: &str| format!("##### Article {number}\n\n{text}\n\n");
    let text = ["111-1", "111-2", "111-3", "112-1", "112-2", "112-5", "112-6", "112-7", "R111-1", "R111-3", "R112-2", "R112-5"]
        .map(|number| article(number, "Nul n'invente une frontière sans permission."))
        .concat();
    let code = format!("# Code inventé\n\n## Livre Ier\n\n{text}");
    let (_, report) = import(&code, Layout::Markdown, &about("fr")).expect("an act");
    // 112-3 and 112-4 are nowhere; R111-2 stands as 111-2; R112-3 and R112-4 are nowhere.
    assert_eq!(report.not_in_copy, ["112.3", "112.4", "R112.3", "R112.4"]);
    assert!(report.gaps.is_empty(), "{:?}", report.gaps);
    assert!((report.numbering_percent() - 100.0).abs() < f64::EPSILON);
    // A line that begins with the number may be the article that was missed.
    let lost = code.replace("##### Article 112-5\n", "Art. 112-3 - Nul ne perd un article.\n\n##### Article 112-5\n");
    let (_, report) = import(&lost, Layout::Markdown, &about("fr")).expect("an act");
    assert_eq!((report.gaps, report.not_in_copy.len()), (vec!["112.3".to_string(), "R112.3".to_string()], 2));
}

/// Plain numbers count on without holes: there a missing one is always told.
#[test]
fn a_plain_number_that_is_missing_is_a_gap() {
    let (_, report) =
        import(&act_of(&["Član 1", "Član 2", "Član 3", "Član 5"]), Layout::Text, &about("sr-Latn")).expect("an act");
    assert_eq!((report.gaps, report.not_in_copy), (vec!["4".to_string()], Vec::<String>::new()));
}

/// What an export holds is found again as it was, the check of the numbers included.
#[test]
fn an_export_that_comes_back_is_reported_as_the_source_was() {
    for (name, language) in [("sr-before.txt", "sr-Latn"), ("sq-slash.txt", "sq"), ("de-code.md", "de"), ("mk-after.txt", "mk")] {
        let (act, first) = read(name, language);
        let (_, again) = import(&to_akn(&act, None), Layout::AkomaNtoso, &about(language)).expect("an act");
        let told = |report: &Report| Report {
            lines: 0,
            page_furniture: Vec::new(),
            not_understood: Vec::new(),
            swallowed: Vec::new(),
            columns_taken_apart: false,
            ..report.clone()
        };
        assert_eq!(told(&first), told(&again), "{name}");
    }
}

/// Titles that are all wrapped over two lines are titles, and those glued to the end of a sentence or of a group are parted from it.
#[test]
fn wrapped_and_glued_titles_are_not_lost() {
    let wrapped: String = (1..=8)
        .map(|n| {
            format!(
                "Izmišljeni naslov koji je predug za red i zato\nse nastavlja u novom redu {n}\nČlan {n}\n(1) Ko izmišlja putnike koji ne \
                 postoje na putu\nkoji ne vodi nikuda, kazniće se kaznom koja\nne postoji ni u jednom zakonu.\n\n"
            )
        })
        .collect();
    let (act, _) = import(&wrapped, Layout::Text, &about("sr-Latn")).expect("an act");
    for (at, article) in act.articles.iter().enumerate() {
        let wanted = format!("Izmišljeni naslov koji je predug za red i zato se nastavlja u novom redu {}", at + 1);
        assert_eq!(article.heading.as_deref(), Some(wanted.as_str()));
    }
    let glued: String = (1..=6)
        .map(|n| {
            format!(
                "Član {n}\n\nPoziv se mora dostaviti tako da između dana dostavljanja i dana održavanja ostane najmanje\n\n\
                 osam dana. Tok ročišta {}\n\n\n",
                n + 1
            )
        })
        .collect();
    let (act, _) = import(&format!("Uvod\n\n{glued}"), Layout::Text, &about("sr-Latn")).expect("an act");
    assert_eq!(act.articles[1].heading.as_deref(), Some("Tok ročišta 2"));
    assert!(act.articles[0].text().ends_with("ostane najmanje osam dana."), "{}", act.articles[0].text());
}

#[test]
fn a_division_without_a_heading_has_no_dash() {
    let text = "# Erfundenes Gesetz\n\n## Erster Abschnitt -\n\n### § 1 Zweck\n\nEs gibt keinen.\n\n### § 2 Strafe\n\nKeine.\n\n### § 3 Ende\n\nHier.\n";
    let (act, _) = import(text, Layout::Markdown, &about("de")).expect("an act");
    assert_eq!(
        act.divisions.last().map(|division| (division.label.as_str(), &division.heading)),
        Some(("Erster Abschnitt", &None))
    );
}

/// Long titles of divisions, on the line of their number or below it, head no article.
#[test]
fn a_long_title_of_a_division_is_none_of_an_article() {
    let article = |n: usize| format!("Article 11-{n}\n\nNul n'invente une frontière le jour numéro {n}.\n\n");
    let long = "De la violation des dispositions inventées réglementant le commerce de certains objets qui n'existent pas, et de leur \
                vente par des personnes qui n'existent pas non plus";
    let below = "De la violation des dispositions inventées réglementant le commerce de certains objets sans nom";
    let text = (1..=4).map(article).collect::<String>()
        + &format!("Section 2 : {long}\n\n")
        + &(5..=8).map(article).collect::<String>()
        + &format!("Chapitre II\n{below}\n\n")
        + &(9..=14).map(article).collect::<String>();
    let (act, _) = import(&text, Layout::Text, &about("fr")).expect("an act");
    assert_eq!(act.articles.len(), 14);
    assert_eq!(headings(&act).iter().filter(|heading| **heading != "-").count(), 0, "{:?}", headings(&act));
    let titles: Vec<Option<&str>> = act.divisions.iter().map(|division| division.heading.as_deref()).collect();
    assert_eq!(titles, [Some(long), Some(below)]);
}
