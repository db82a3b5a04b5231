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
        let (act, _) = read(name, language);
        let xml = to_akn(&act);
        let (again, _) =
            import(&xml, Layout::AkomaNtoso, &about(language)).unwrap_or_else(|error| panic!("{name}: {error}\n{xml}"));
        let strip = |act: &Act| {
            let mut act = act.clone();
            act.source.kind.clear();
            act.articles.iter_mut().for_each(|article| article.line = 0);
            act
        };
        assert_eq!(strip(&act), strip(&again), "{name}");
    }
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
