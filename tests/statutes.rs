//! Full texts: whole acts in, article by article, searched, shown beside the facts, compared and out again.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::support::{fixtures, json, rogatory, run, scratch};

fn habit(name: &str) -> PathBuf {
    fixtures().join("statutes").join(name)
}

/// An office's library in a scratch folder.
struct Office(tempfile::TempDir);

impl Office {
    fn new() -> Office {
        Office(scratch())
    }

    fn folder(&self) -> PathBuf {
        self.0.path().join("library")
    }

    fn file(&self, name: &str, text: &str) -> PathBuf {
        let path = self.0.path().join(name);
        std::fs::write(&path, text).expect("a file");
        path
    }

    fn law(&self, arguments: &[&str]) -> Command {
        let mut command = rogatory();
        command.arg("--library").arg(self.folder()).arg("law").args(arguments);
        command
    }

    /// Import and give back the report; the call must go well.
    fn import(&self, file: &Path, about: &[&str]) -> Value {
        let (code, answer) = json(self.law(&["import", "--json"]).arg(file).args(about));
        assert_eq!((code, &answer["schema"]), (0, &"rogatory.import/1".into()), "{answer}");
        answer["acts"][0].clone()
    }

    fn stored(&self) -> usize {
        let texts = self.folder().join("statutes");
        std::fs::read_dir(texts).map_or(0, |all| all.flatten().filter(|e| e.path().extension().is_some()).count())
    }
}

/// File, what is said about it, articles, first and last number, some numbers that must be there with their headings.
type Habit = (&'static str, &'static [&'static str], usize, &'static [(&'static str, Option<&'static str>)]);

const HABITS: &[Habit] = &[
    (
        "sr-before.txt",
        &["--jurisdiction", "RS", "--act", "Izmišljeni"],
        9,
        &[("350", Some("Nedozvoljeno prevođenje putnika")), ("350a", Some("Prevođenje dece preko izmišljene granice"))],
    ),
    ("sr-narrow-cyrillic.txt", &["--jurisdiction", "RS", "--act", "Pomoć"], 5, &[("1", Some("Предмет и примена закона"))]),
    ("hr-columns.txt", &["--jurisdiction", "HR", "--act", "Stupci"], 6, &[("4", Some("Izmišljeno prevođenje"))]),
    (
        "mk-after.txt",
        &["--jurisdiction", "MK", "--act", "Измислен"],
        4,
        &[("418a", Some("Измислена трговија")), ("419", Some("Завршна одредба"))],
    ),
    ("sq-slash.txt", &["--jurisdiction", "AL", "--act", "Trilluar"], 7, &[("110.a", Some("Marrja e udhëtarëve")), ("112", None)]),
    ("sl-number-first.txt", &["--jurisdiction", "SI", "--act", "Izmišljeni"], 4, &[("113a", Some("Izmišljena trgovina"))]),
    ("hu-number-first.txt", &["--jurisdiction", "HU", "--act", "Kitalált"], 3, &[("192", None)]),
    ("el-plain.txt", &["--jurisdiction", "GR", "--act", "Κώδικας"], 4, &[("322", Some("Φανταστική αρπαγή"))]),
    ("it-bis.txt", &["--jurisdiction", "IT", "--act", "Codice"], 4, &[("601.bis", Some("Traffico immaginario"))]),
    (
        "de-code.md",
        &["--jurisdiction", "DE", "--act", "ErdGB"],
        4,
        &[("1", Some("Zweck")), ("104a", Some("Einschleusen Erdachter"))],
    ),
    ("fr-code.md", &["--jurisdiction", "FR", "--act", "Imaginaire"], 5, &[("225.4.1", None)]),
];

#[test]
fn every_publishers_habit_is_read() {
    for (file, about, articles, some) in HABITS {
        let office = Office::new();
        let act = office.import(&habit(file), about);
        assert_eq!(act["report"]["articles"], *articles, "{file}: {}", act["report"]);
        let version = act["version"].as_str().expect("a version");
        let (code, whole) = json(&mut office.law(&["export", version, "--to", "json"]));
        assert_eq!(code, 0, "{file}");
        let articles = whole["act"]["articles"].as_array().or(whole["articles"].as_array()).expect("articles");
        for (number, heading) in *some {
            let article = articles.iter().find(|a| a["number"] == *number).unwrap_or_else(|| panic!("{file}: no {number}"));
            assert_eq!(article["heading"].as_str(), *heading, "{file} {number}");
        }
    }
}

#[test]
fn an_import_says_what_it_found_and_keeps_where_it_came_from() {
    let office = Office::new();
    let about =
        ["--jurisdiction", "RS", "--act", "Izmišljeni", "--as-of", "2024-01-01", "--gazette", "Sl. list 3/2019", "--official"];
    let (code, table, error) = run(office.law(&["import"]).arg(habit("sr-before.txt")).args(about));
    assert_eq!(code, 0, "{error}");
    for part in [
        "RS-IZMISLJENI@2024-01-01",
        "sr-Latn",
        "articles       9, 11 paragraphs",
        "6 of 7 articles, 0 doubted (0.0 %); 100.0 % sound",
        "no heading     none",
        "1 to 354",
        "missing",
        "SHA-256",
        "stored",
    ] {
        assert!(table.contains(part), "{part}: {table}");
    }
    let (_, listed) = json(&mut office.law(&["texts", "--json"]));
    let text = &listed["texts"][0];
    assert_eq!(
        (&text["official"], &text["gazette"], &text["as_of"]),
        (&true.into(), &"Sl. list 3/2019".into(), &"2024-01-01".into())
    );
    assert_eq!(text["sha256"].as_str().map(str::len), Some(64));
}

#[test]
fn an_excerpt_is_stored_where_it_is_said_to_be_one() {
    let office = Office::new();
    let excerpt = office.file("excerpt.txt", "Član 889\nKo delo iz ovog člana učini, kazniće se novčanom kaznom.\n");
    let (code, _, error) = run(office.law(&["import", "--jurisdiction", "RS", "--act", "X"]).arg(&excerpt));
    assert!(code == 2 && error.contains("--excerpt") && office.stored() == 0, "{error}");
    let (code, out, error) = run(office.law(&["import", "--jurisdiction", "RS", "--act", "X", "--excerpt"]).arg(&excerpt));
    assert!(code == 0 && out.contains("889") && office.stored() >= 1, "{out}{error}");
}

#[test]
fn rubbish_is_refused_and_nothing_is_stored() {
    let office = Office::new();
    let binary: Vec<u8> = (0u32..4000).map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
    let noise = office.0.path().join("noise.txt");
    std::fs::write(&noise, binary).expect("a file");
    let letter = "Dear Sir or Madam,\n\nplease find enclosed the documents that you asked for in your last letter.\n\
                  We remain at your disposal for any further question about them.\n\nYours faithfully\n";
    let quoting = "Poštovani,\n\nu vezi sa Vašim dopisom navodimo:\n\nČlan 889\nDelo je razmatrano na sednici i o njemu ćemo Vas izvestiti.\n\n\
                   S poštovanjem\n";
    for (file, says) in [
        (office.file("quoting.txt", quoting), "one article was found, number 889: an excerpt, or a letter that quotes it"),
        (noise, "binary data"),
        (office.file("empty.txt", ""), "no text"),
        (office.file("blank.txt", "\n\n \n\u{c}\n"), "no text"),
        (office.file("letter.txt", letter), "nothing was stored"),
        (habit("novel.txt"), "no articles"),
        (habit("el-plain.txt"), "another language"),
        (habit("de-code.md"), "another language"),
        (office.file("broken.xml", "<akomaNtoso><act><body><article>"), "nothing was stored"),
        (office.0.path().join("missing.txt"), "cannot read"),
    ] {
        let (code, out, error) = run(office.law(&["import", "--jurisdiction", "RS", "--act", "X"]).arg(&file));
        assert_eq!((code, out.as_str()), (2, ""), "{}: {error}", file.display());
        assert!(error.contains(says) && error.contains("try:"), "{}: {error}", file.display());
        assert!(!error.contains("Error {") && error.lines().count() <= 4, "{error}");
    }
    assert_eq!(office.stored(), 0);
    // One bad file among good ones: nothing of the call is kept.
    let (code, _, _) =
        run(office.law(&["import", "--jurisdiction", "RS", "--act", "X"]).args([habit("sr-before.txt"), habit("novel.txt")]));
    assert_eq!((code, office.stored()), (2, 0));
    for arguments in [
        ["--jurisdiction", "QQ", "--act", "X"],
        ["--jurisdiction", "RS", "--as-of", "yesterday"],
        ["--jurisdiction", "RS", "--kind", "paper"],
    ] {
        let (code, _, error) = run(office.law(&["import", "--act", "Y"]).args(arguments).arg(habit("sr-before.txt")));
        assert_eq!(code, 2, "{arguments:?}: {error}");
    }
    assert_eq!(office.stored(), 0);
}

#[test]
fn a_translation_is_taken_when_it_is_called_one() {
    let office = Office::new();
    let text = "FICTITIOUS CODE\nArticle 1\nPurpose\nThis code exists only so that the program can be tested with it.\n\
                Article 2\nPunishment\nWhoever carries a traveller who does not exist shall be punished by imprisonment of two to ten years.\n\
                Article 3\nEntry into force\nThis code will never enter into force and nobody has to obey it.\n";
    let file = office.file("translation.txt", text);
    let (code, _, error) = run(office.law(&["import", "--jurisdiction", "RS", "--act", "X"]).arg(&file));
    assert_eq!(code, 2);
    assert!(error.contains("--language en"), "{error}");
    let act = office.import(&file, &["--jurisdiction", "RS", "--act", "X", "--language", "en"]);
    assert_eq!((&act["language"], &act["report"]["articles"]), (&"en".into(), &3.into()));
}

/// A code as Serbia's facts know one, with invented sentences: article 388 agrees with the facts in its first paragraph and not in
/// its second.
fn invented_388(second: &str) -> String {
    format!(
        "IZMIŠLJENI ZAKONIK\nDržanje putnika\nČlan 387\nKo drži putnika koji ne postoji, kazniće se zatvorom do tri godine.\n\
         Izmišljena trgovina\nČlan 388\n(1) Ko silom ili pretnjom vrbuje ili prevozi izmišljeno lice, u cilju prinudnog rada, \
         kazniće se zatvorom od tri do dvanaest godina.\n(2) Za delo iz stava 1. ovog člana učinjeno prema detetu, učinilac će se kazniti \
         i kad nije upotrebio silu.\n(3) Ako je delo učinjeno prema maloletnom licu, učinilac će se kazniti {second}.\n\
         Završetak\nČlan 389\nOvaj zakonik ne važi ni za koga.\n"
    )
}

#[test]
fn an_article_is_shown_with_its_text_beside_the_facts() {
    let office = Office::new();
    let file = office.file("kz.txt", &invented_388("zatvorom najmanje šest godina"));
    office.import(&file, &["--jurisdiction", "RS", "--act", "CC", "--as-of", "2030-01-01"]);
    let (code, table, error) = run(&mut office.law(&["show", "RS-CC-388"]));
    assert_eq!(code, 0, "{error}");
    for part in ["RS-CC-388-1", "Text of Član 388, RS-CC@2030-01-01, unofficial text", "Izmišljena trgovina", "agree", "differ"]
    {
        assert!(table.contains(part), "{part}: {table}");
    }
    let (_, shown) = json(&mut office.law(&["show", "RS-CC-388", "--json"]));
    let text = &shown["texts"][0];
    assert_eq!(text["article"], "388");
    let verdict = |fact: &str| {
        let rows = text["penalties"].as_array().expect("rows");
        rows.iter().find(|row| row["fact"] == fact).map(|row| row["verdict"].clone()).unwrap_or_default()
    };
    assert_eq!(verdict("RS-CC-388-1"), "agree");
    assert_eq!(verdict("RS-CC-388-1 victim_child"), "differ", "{}", text["penalties"]);
    // The amendment is noticed over the whole act, and where the text says what the facts say, it is not.
    let (_, read) = json(&mut office.law(&["read", "RS-CC", "--json"]));
    assert!(read["differ"].as_u64().is_some_and(|differ| differ >= 1), "{read}");
    // The acts, means and purposes the wording shows stand beside the facts as well.
    assert!(text["elements"].to_string().contains("recruit"), "{}", text["elements"]);
    // A text that was not imported changes nothing.
    let (_, other) = json(&mut office.law(&["show", "AL-CC-110/a", "--json"]));
    assert_eq!(other["texts"], serde_json::json!([]));
}

#[test]
fn words_are_found_in_every_form_and_script() {
    let office = Office::new();
    office.import(&habit("sr-before.txt"), &["--jurisdiction", "RS", "--act", "Prvi"]);
    office.import(&habit("sl-number-first.txt"), &["--jurisdiction", "SI", "--act", "Drugi"]);
    let places = |arguments: &[&str]| -> (i32, Vec<String>) {
        let (code, found) = json(office.law(&["search", "--json"]).args(arguments));
        let list = found["articles"].as_array().expect("articles").iter();
        (
            code,
            list.map(|hit| {
                format!(
                    "{} {}",
                    hit["act"].as_str().unwrap_or("?").split('@').next().unwrap_or(""),
                    hit["article"].as_str().unwrap_or("?")
                )
            })
            .collect(),
        )
    };
    for query in ["putnika", "putnik", "путници", "\"prevede putnika\"", "putnik AND granica", "prev* putnik"] {
        let (code, found) = places(&[query, "--in", "RS"]);
        assert_eq!(code, 0, "{query}");
        assert!(found.contains(&"RS-PRVI 350".to_owned()), "{query}: {found:?}");
        assert!(found.iter().all(|place| place.starts_with("RS-")), "{query}: {found:?}");
    }
    assert!(places(&["putnik NOT granica", "--in", "RS"]).1.iter().all(|place| place != "RS-PRVI 350"));
    // The built-in provisions answer beside the texts.
    let (code, facts) = json(&mut office.law(&["search", "smuggling", "--json", "--in", "RS"]));
    assert_eq!(code, 0);
    assert!(facts["provisions"].to_string().contains("RS-CC-350"), "{facts}");
    let (code, _, _) = run(&mut office.law(&["search", "zzyzx", "--in", "RS"]));
    assert_eq!(code, 1, "nothing found");
    let (code, _, error) = run(&mut office.law(&["search", "(putnik"]));
    assert_eq!(code, 2);
    assert!(error.contains('^'), "the place is pointed at: {error}");
}

#[test]
fn in_and_out_again_nothing_is_lost() {
    let office = Office::new();
    for (file, about, ..) in HABITS {
        let version = office.import(&habit(file), about)["version"].as_str().expect("a version").to_owned();
        let (code, akn, error) = run(&mut office.law(&["export", &version, "--to", "akn"]));
        assert_eq!(code, 0, "{error}");
        let second = Office::new();
        let path = second.file("act.akn.xml", &akn);
        let language = akn.split("xml:lang=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("a language");
        let again = second.import(&path, &[about, &["--language", language][..]].concat());
        let exported = |office: &Office, version: &str| {
            let (_, whole) = json(&mut office.law(&["export", version, "--to", "json"]));
            let act = if whole["act"].is_object() { whole["act"].clone() } else { whole };
            let mut articles = act["articles"].clone();
            for article in articles.as_array_mut().expect("articles") {
                let article = article.as_object_mut().expect("an article");
                article.remove("line");
                // The export adds what the facts say of an article; see the story of concepts.
                article.remove("concepts");
                for paragraph in article["paragraphs"].as_array_mut().into_iter().flatten() {
                    paragraph.as_object_mut().expect("a paragraph").remove("concepts");
                }
            }
            (articles, act["divisions"].clone())
        };
        let again = again["version"].as_str().expect("a version");
        assert_eq!(exported(&office, &version), exported(&second, again), "{file}");
        let (_, once_more, _) = run(&mut second.law(&["export", again, "--to", "text"]));
        let (_, first, _) = run(&mut office.law(&["export", &version, "--to", "text"]));
        assert_eq!(first, once_more, "{file}");
    }
}

#[test]
fn an_export_carries_the_concepts_of_the_facts_and_its_source_through_another_office() {
    let office = Office::new();
    let version =
        office.import(&habit("sr-before.txt"), &["--jurisdiction", "RS", "--act", "CC", "--as-of", "2024-01-01"])["version"]
            .clone();
    let version = version.as_str().expect("a version");
    let (_, akn, _) = run(&mut office.law(&["export", version]));
    for part in [
        "eId=\"part_1__chp_2__art_350__para_2\" refersTo=\"#concept_acts.",
        "<TLCConcept eId=\"concept_concept.smuggling-of-migrants\" href=\"/akn/ontology/concept/rogatory/concept/smuggling_of_migrants\"",
    ] {
        assert!(akn.contains(part), "{part}\n{akn}");
    }
    // Into a second library and out again: the same document, the same source.
    let second = Office::new();
    let path = second.file("act.akn.xml", &akn);
    let again = second.import(&path, &["--jurisdiction", "RS", "--act", "CC", "--language", "sr-Latn"]);
    let (_, once_more, _) = run(&mut second.law(&["export", again["version"].as_str().expect("a version")]));
    assert_eq!(akn, once_more);
    let (_, listed) = json(&mut second.law(&["texts", "--json"]));
    let (_, first) = json(&mut office.law(&["texts", "--json"]));
    assert_eq!(listed["texts"][0]["sha256"], first["texts"][0]["sha256"]);
    // An excerpt holds the article, its division and nothing else, under the same names.
    let (_, excerpt, _) = run(&mut office.law(&["export", version, "--article", "350"]));
    assert_eq!(excerpt.matches("<article ").count(), 1);
    assert!(excerpt.contains("eId=\"part_1__chp_2__art_350\"") && !excerpt.contains("Glava prva"), "{excerpt}");
    let (code, _, error) = run(&mut office.law(&["export", version, "--article", "999"]));
    assert!(code == 2 && error.contains("no article 999"), "{error}");
}

#[test]
fn a_file_of_several_acts_wants_one_picked() {
    let office = Office::new();
    let about = ["--jurisdiction", "RS", "--act", "Border", "--language", "en"];
    let file = habit("two-acts.akn.xml");
    let (code, _, error) = run(office.law(&["import"]).arg(&file).args(about));
    assert_eq!(code, 2);
    assert!(error.contains("2. Invented Border Act (1 articles)") && error.contains("--pick 2"), "{error}");
    let act = office.import(&file, &[&about[..], &["--pick", "2"]].concat());
    assert_eq!(act["report"]["articles"], 1);
}

#[test]
fn two_versions_word_by_word() {
    let office = Office::new();
    let about = ["--jurisdiction", "RS", "--act", "CC", "--as-of"];
    let old = office.file("old.txt", &invented_388("zatvorom najmanje pet godina"));
    let newer = invented_388("zatvorom najmanje šest godina").replace(
        "Završetak\nČlan 389\n",
        "Umetnuto\nČlan 388a\nOvaj član je umetnut i kaže nešto sasvim novo.\nZavršetak\nČlan 389\n",
    );
    let new = office.file("new.txt", &newer);
    office.import(&old, &[&about[..], &["2020-01-01"]].concat());
    office.import(&new, &[&about[..], &["2030-01-01"]].concat());
    let (code, diff) = json(&mut office.law(&["diff", "RS-CC@2020-01-01", "RS-CC@2030-01-01", "--json"]));
    assert_eq!((code, &diff["schema"]), (0, &"rogatory.law_diff/1".into()));
    assert_eq!(diff["changes"].as_array().map(Vec::len), Some(2), "{diff}");
    let (_, table, _) = run(&mut office.law(&["diff", "RS-CC@2020-01-01", "RS-CC@2030-01-01"]));
    assert!(table.contains("1 added, 0 gone, 0 renumbered, 0 moved, 1 changed"), "{table}");
    assert!(table.contains("[-pet-] {+šest+}") && table.contains("388a (Umetnuto)"), "{table}");
    assert!(table.lines().all(|line| line.chars().count() <= 80), "{table}");
    let (_, one, _) = run(&mut office.law(&["diff", "RS-CC@2020-01-01", "RS-CC@2030-01-01", "--article", "388a"]));
    assert!(one.contains("388a") && !one.contains("[-pet-]"), "{one}");
    // The latest version answers where none is named.
    let (_, shown) = json(&mut office.law(&["show", "RS-CC-388", "--json"]));
    assert_eq!(shown["texts"][0]["act"], "RS-CC@2030-01-01");
    let (code, _, error) = run(&mut office.law(&["diff", "RS-CC@1999-01-01", "RS-CC@2030-01-01"]));
    assert_eq!(code, 2);
    assert!(error.contains("RS-CC@2020-01-01"), "what there is instead: {error}");
    let (code, _, error) = run(&mut office.law(&["diff", "RS-KZ@2020-01-01", "RS-CC@2030-01-01"]));
    assert_eq!(code, 2);
    assert!(error.contains("the facts know no RS-KZ; of RS they have RS-CC"), "{error}");
    let (code, _, error) = run(&mut office.law(&["diff", "RS-CC@2020-01-01", "RS-CC@2030-01-01", "--article", "9999"]));
    assert!(code == 2 && error.contains("try:"), "{error}");
}

#[test]
fn an_act_is_read_from_docx_and_html_as_well() {
    let office = Office::new();
    let html = "<!DOCTYPE html><html lang=\"sr\"><body><h1>Izmišljeni zakonik</h1><h2>Svrha</h2><p>Član 1</p><p>Ovaj zakonik postoji samo \
                radi provere programa.</p><h2>Kazna</h2><p>Član 2</p><p>Ko prevozi putnika koji ne postoji, kazniće se zatvorom od jedne \
                do osam godina.</p><h2>Kraj</h2><p>Član 3</p><p>Ovaj zakonik nikada ne stupa na snagu.</p></body></html>";
    // The script is found in a text of a few lines as well.
    let few = "ЗАКОН\nЧлан 1\nОвај закон је измишљен.\nЧлан 2\nКо превози путнике којих нема, казниће се новчано.\nЧлан 3\nНе ступа на снагу.\n";
    let act = office.import(&office.file("few.txt", few), &["--jurisdiction", "RS", "--act", "Few"]);
    assert_eq!(act["language"], "sr-Cyrl", "{act}");
    let act = office.import(&office.file("act.html", html), &["--jurisdiction", "RS", "--act", "Html"]);
    assert_eq!(act["report"]["articles"], 3, "{act}");
    assert!(act["no_facts"].as_str().is_some_and(|hint| hint.contains("RS-CC (Criminal Code)")), "{act}");
    let (_, read) = json(&mut office.law(&["read", "RS-HTML", "--all", "--json"]));
    assert!(read.to_string().contains("96"), "eight years were read: {read}");
}

fn library(dir: &Path) -> std::process::Command {
    let mut command = rogatory();
    command.arg("--library").arg(dir);
    command
}

fn import(dir: &Path, file: &str, more: &[&str]) -> (i32, Value) {
    json(library(dir).args(["--json", "law", "import"]).arg(fixtures().join("statutes").join(file)).args(more))
}

#[test]
fn articles_are_found_in_either_script_and_shown_beside_the_facts() {
    let dir = scratch();
    import(dir.path(), "sr-before.txt", &["--jurisdiction", "RS", "--act", "CC", "--as-of", "2020-01-01"]);
    let (code, found) = json(library(dir.path()).args(["--json", "law", "search", "превођење путника", "--in", "RS"]));
    assert_eq!(code, 0, "{found}");
    assert_eq!(found["articles"][0]["article"], "350", "{found}");
    assert!(found["articles"][0]["passages"][0]["marks"].as_array().is_some_and(|marks| !marks.is_empty()));
    assert_eq!(found["acts"][0], "RS-CC@2020-01-01");
    // The index follows what is imported.
    import(dir.path(), "sq-slash.txt", &["--jurisdiction", "AL", "--act", "CC"]);
    let (_, found) = json(library(dir.path()).args(["--json", "law", "search", "dënohet"]));
    assert!(
        found["articles"].as_array().is_some_and(|hits| hits.iter().any(|hit| hit["act"].to_string().contains("AL-CC"))),
        "{found}"
    );
    let (code, shown) = json(library(dir.path()).args(["--json", "law", "show", "RS-CC-350-2"]));
    assert_eq!(code, 0);
    let text = &shown["texts"][0];
    assert!(text["text"].as_str().is_some_and(|text| text.contains("prevede putnika")), "{shown}");
    assert!(text["penalties"].as_array().is_some_and(|rows| rows.iter().any(|row| row["verdict"] == "agree")), "{text}");
    let (code, _, stderr) = run(library(dir.path()).args(["law", "search", "\"otvoreno"]));
    assert_eq!(code, 2);
    assert!(stderr.contains('^'), "{stderr}");
}

#[test]
fn an_amended_code_is_noticed() {
    let dir = scratch();
    let old = fs::read_to_string(fixtures().join("statutes/sr-before.txt")).expect("the act");
    import(dir.path(), "sr-before.txt", &["--jurisdiction", "RS", "--act", "CC", "--as-of", "2020-01-01"]);
    let new = old.replace("kazniće se zatvorom od jedne do osam godina", "kazniće se zatvorom od dve do deset godina");
    assert_ne!(old, new);
    let file = dir.path().join("new.txt");
    fs::write(&file, new).expect("the amended act");
    let (code, answer) = json(
        library(dir.path())
            .args(["--json", "law", "import", "--jurisdiction", "RS", "--act", "CC", "--as-of", "2026-01-01"])
            .arg(&file),
    );
    assert_eq!(code, 0, "{answer}");
    let (code, read) = json(library(dir.path()).args(["--json", "law", "read", "RS-CC", "--article", "350"]));
    assert_eq!(code, 0);
    let rows = read["comparisons"][0]["rows"].as_array().expect("rows");
    let changed = rows.iter().find(|row| row["fact"] == "RS-CC-350-2").expect("the fact");
    assert_eq!((&changed["verdict"], &changed["text"]["max_months"]), (&"differ".into(), &120.into()), "{read}");
    let (code, stdout, stderr) = run(library(dir.path()).args(["law", "diff", "RS-CC@2020-01-01", "RS-CC@2026-01-01"]));
    assert!(matches!(code, 0 | 1), "{stderr}");
    assert!(stdout.contains("350") && stdout.contains("deset"), "{stdout}");
}

#[test]
fn an_article_without_facts_shows_its_text_alone() {
    let dir = scratch();
    let (code, _, _) = run(library(dir.path()).args(["law", "show", "RS-CC-354"]));
    assert_eq!(code, 2, "nothing is imported yet");
    import(dir.path(), "sr-before.txt", &["--jurisdiction", "RS", "--act", "CC", "--as-of", "2020-01-01"]);
    import(dir.path(), "sq-slash.txt", &["--jurisdiction", "AL", "--act", "CC"]);
    for (id, word) in [("RS-CC-354", "Text of Član 354"), ("AL-CC-111", "Tentativa")] {
        let (code, stdout, stderr) = run(library(dir.path()).args(["law", "show", id]));
        assert_eq!(code, 0, "{stderr}");
        assert!(stdout.contains(&format!("{id}: no facts about this article")) && stdout.contains(word), "{stdout}");
        let (code, shown) = json(library(dir.path()).args(["--json", "law", "show", id]));
        assert_eq!((code, shown["without_facts"][0].as_str()), (0, Some(id)), "{shown}");
        assert!(shown["texts"][0]["text"].as_str().is_some_and(|text| !text.is_empty()), "{shown}");
        assert_eq!(shown["provisions"].as_array().map(Vec::len), Some(0));
    }
    let (code, _, stderr) = run(library(dir.path()).args(["law", "show", "RS-CC-999"]));
    assert_eq!(code, 2, "{stderr}");
}

#[test]
fn a_list_of_parts_is_no_act() {
    let dir = scratch();
    let parts: String = (1..200).map(|at| format!("Art. {at}  Vijak M{at}  {} kom\n", at % 7 + 1)).collect();
    let file = dir.path().join("parts.txt");
    fs::write(&file, parts).expect("a file");
    let words = ["law", "import", "--jurisdiction", "HR", "--act", "Vijci"];
    let (code, _, stderr) = run(library(dir.path()).args(words).arg(&file));
    assert_eq!(code, 2, "{stderr}");
    assert!(stderr.contains("nothing was stored") && stderr.contains("list"), "{stderr}");
    assert!(!dir.path().join("statutes").exists());
}

/// A page of PDF with these lines; objects are found without a table.
fn page_of(lines: &[&str]) -> Vec<u8> {
    let shown: String = lines.iter().map(|line| format!("({line}) Tj 0 -20 Td ")).collect();
    let content = format!("BT /F 12 Tf 50 700 Td {shown}ET");
    format!(
        "%PDF-1.7\n1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj\n2 0 obj <</Type/Pages/Count 1/Kids[4 0 R]>> endobj\n\
         3 0 obj <</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>> endobj\n\
         4 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Resources<</Font<</F 3 0 R>>>>/Contents 5 0 R>> endobj\n\
         5 0 obj <</Length {}>> stream\n{content}\nendstream endobj\ntrailer <</Root 1 0 R>>\n%%EOF\n",
        content.len()
    )
    .into_bytes()
}

#[test]
fn a_file_cut_short_says_so_in_its_report() {
    let dir = scratch();
    let text = ["Article 1", "Whoever invents a journey shall be fined.", "Article 2", "Nobody is fined twice."];
    let whole = page_of(&text);
    let file = dir.path().join("act.pdf");
    let words = ["law", "import", "--jurisdiction", "HR", "--act", "Journeys", "--language", "en"];
    fs::write(&file, &whole).expect("a file");
    let (code, stdout, stderr) = run(library(dir.path()).args(words).arg(&file));
    assert_eq!(code, 0, "{stderr}");
    assert!(!stdout.contains("INCOMPLETE"), "{stdout}");
    fs::write(&file, &whole[..whole.len() - 30]).expect("a file");
    let (code, stdout, stderr) = run(library(dir.path()).args(words).arg(&file));
    assert_eq!(code, 3, "{stderr}");
    assert!(stdout.contains("INCOMPLETE") && stdout.contains("the end of the file is missing"), "{stdout}");
    assert!(stdout.contains("stored"), "{stdout}");
}

#[test]
fn an_act_the_facts_call_otherwise_is_pointed_to() {
    let office = Office::new();
    let text = "Code inventé\n\nArticle 1\nLe présent code est inventé.\n\nArticle 2\nIl est puni de deux ans d'emprisonnement.\n\n\
                Article 3\nIl ne sera jamais en vigueur.\n";
    let file = office.file("code.txt", text);
    let about = ["--jurisdiction", "FR", "--language", "fr", "--as-of", "2024-01-01"];
    let (code, report, error) = run(office.law(&["import", "--act", "CC"]).arg(&file).args(about));
    assert_eq!(code, 0, "{error}");
    assert!(report.contains("no facts       the facts know no FR-CC; of FR they have FR-C"), "{report}");
    let (code, report, _) = run(office.law(&["import", "--act", "CP"]).arg(&file).args(about));
    assert_eq!(code, 0);
    assert!(report.starts_with("FR-CP@2024-01-01") && !report.contains("no facts"), "{report}");
    let empty = Office::new();
    std::fs::create_dir_all(empty.folder()).expect("a folder");
    for (command, says) in [
        (["show", "FR-CC-225-4-1"], "did you mean FR-CP-225-4-1? the facts know no FR-CC; of FR they have "),
        (["show", "DE-StGB-232"], "did you mean DE-CC-232? the facts know no DE-STGB"),
        (["read", "FR-CC"], "FR-CP (Criminal Code (code pénal))"),
        (["export", "FR-CC@2024-01-01"], "FR-CP (Criminal Code (code pénal))"),
        (["read", "FR-CP"], "rogatory law import FILE"),
    ] {
        let (code, _, error) = run(&mut empty.law(&command));
        assert_eq!(code, 2, "{error}");
        assert!(error.contains(says), "{command:?}: {error}");
    }
}

#[test]
fn exported_as_text_and_read_again_an_act_keeps_its_divisions_and_what_stands_before_it() {
    let text = "IZMIŠLJENI ZAKONIK O PREVOZU\n(izmišljeni glasnik, br. 1)\nOvaj tekst je izmišljen i ne važi.\n\n\
                DEO PRVI\nOPŠTE ODREDBE\n\nGLAVA PRVA\n(brisana)\n\nGLAVA DRUGA\nZNAČENJE IZRAZA\n\nČlan 1\nPredmet\n\
                Ovaj zakonik uređuje izmišljeni prevoz.\n\nČlan 2\nIzrazi\n(1) Prevoz je svako kretanje.\n(2) Putnik je svako lice.\n\n\
                DEO DRUGI\nPOSEBNE ODREDBE\n\nGLAVA TREĆA\nKRIVIČNA DELA\n\nČlan 3\nZabranjeni prevoz\n\
                Ko preveze putnika bez dozvole, kazniće se zatvorom do jedne godine.\n";
    let about = ["--jurisdiction", "RS", "--act", "Izmišljeni", "--as-of", "2020-01-01"];
    let office = Office::new();
    let act = |office: &Office, version: &str| {
        let (code, mut whole) = json(&mut office.law(&["export", version, "--to", "json"]));
        assert_eq!(code, 0);
        whole["act"].as_object_mut().expect("an act").remove("source");
        for article in whole["act"]["articles"].as_array_mut().expect("articles") {
            article.as_object_mut().expect("an article").remove("line");
        }
        whole["act"].clone()
    };
    let version = office.import(&office.file("act.txt", text), &about)["version"].as_str().expect("a version").to_owned();
    let (_, first, _) = run(&mut office.law(&["export", &version, "--to", "text"]));
    for line in text.lines().filter(|line| !line.is_empty()) {
        assert_eq!(first.lines().filter(|found| *found == line).count(), 1, "“{line}” once in:\n{first}");
    }
    let second = Office::new();
    second.import(&second.file("act.txt", &first), &about);
    assert_eq!(act(&office, &version), act(&second, &version));
    let (_, again, _) = run(&mut second.law(&["export", &version, "--to", "text"]));
    assert_eq!(first, again);
    let (_, excerpt, _) = run(&mut office.law(&["export", &version, "--article", "3", "--to", "text"]));
    assert!(excerpt.contains("DEO DRUGI") && excerpt.contains("GLAVA TREĆA"), "{excerpt}");
    assert!(!excerpt.contains("DEO PRVI") && !excerpt.contains("izmišljeni glasnik"), "{excerpt}");
}

/// An act of our own with these articles, its first chapter under this heading.
fn own_act(chapter: &str, numbers: &[u32], rest: &str) -> String {
    let mut text = format!("KRIVIČNI ZAKONIK (izmišljen)\n\nGLAVA PRVA\n{chapter}\n");
    for number in numbers {
        text.push_str(&format!(
            "\nIzmišljeno delo {number}\nČlan {number}\n(1) Ko izmisli delo pod brojem {number}, kazniće se zatvorom do jedne godine.\n"
        ));
    }
    text + rest
}

#[test]
fn an_article_that_is_gone_is_noticed() {
    let office = Office::new();
    let about = |day: &'static str| ["--jurisdiction", "RS", "--act", "CC", "--as-of", day];
    let all: Vec<u32> = (344..=356).collect();
    let without: Vec<u32> = all.iter().copied().filter(|number| *number != 350 && *number != 352).collect();
    let old = office.file("old.txt", &own_act("DELA PROTIV MAŠTE", &all, ""));
    let new = office.file("new.txt", &own_act("DELA PROTIV MAŠTE I SNA", &without, ""));
    office.import(&old, &about("2020-01-01"));
    office.import(&new, &about("2024-01-01"));

    let (code, read) = json(&mut office.law(&["read", "RS-CC", "--json"]));
    assert_eq!(code, 0);
    let gone: Vec<&str> = read["comparisons"]
        .as_array()
        .expect("comparisons")
        .iter()
        .flat_map(|comparison| comparison["rows"].as_array().expect("rows"))
        .filter(|row| row["verdict"] == "missing")
        .filter_map(|row| row["fact"].as_str())
        .collect();
    assert!(gone.contains(&"RS-CC-350-2"), "{gone:?}");
    // Article 388 lies outside of what this text is about: not compared, and counted.
    assert!(!gone.iter().any(|fact| fact.starts_with("RS-CC-388")), "{gone:?}");
    assert!(read["facts_outside_the_text"].as_u64().is_some_and(|count| count > 0), "{read}");
    let (_, table, _) = run(&mut office.law(&["read", "RS-CC"]));
    assert!(table.contains("missing: article 350:"), "{table}");

    let (_, shown, _) = run(&mut office.law(&["show", "RS-CC-350-2"]));
    assert!(shown.contains("RS-CC@2024-01-01 holds no article 350"), "{shown}");
    // An article no fact speaks of, in the earlier version only.
    let (code, shown, error) = run(&mut office.law(&["show", "RS-CC-352"]));
    assert_eq!(code, 0, "{error}");
    assert!(shown.contains("RS-CC@2024-01-01, the latest version, holds no such article"), "{shown}");
    assert!(shown.contains("RS-CC@2020-01-01") && shown.contains("pod brojem 352"), "{shown}");

    let (_, changes, _) = run(&mut office.law(&["diff", "RS-CC@2020-01-01", "RS-CC@2024-01-01"]));
    assert!(changes.contains("1 headings of divisions"), "{changes}");
    assert!(changes.contains("DELA PROTIV MAŠTE is now DELA PROTIV MAŠTE I SNA"), "{changes}");
}

#[test]
fn another_text_of_the_same_day_does_not_take_its_place_in_silence() {
    let office = Office::new();
    let about = ["--jurisdiction", "RS", "--act", "CC", "--as-of", "2020-01-01"];
    let numbers: Vec<u32> = (1..=9).collect();
    let first = office.file("first.txt", &own_act("DELA", &numbers, ""));
    let second = office.file("second.txt", &own_act("DELA", &numbers[..8], ""));
    office.import(&first, &about);
    let (code, _, error) = run(office.law(&["import"]).arg(&second).args(about));
    assert_eq!(code, 2, "{error}");
    assert!(error.contains("first.txt") && error.contains("--replace"), "{error}");
    office.import(&first, &about);
    let mut replacing = about.to_vec();
    replacing.push("--replace");
    assert_eq!(office.import(&second, &replacing)["report"]["articles"], 8);
    let (_, texts) = json(&mut office.law(&["texts", "--json"]));
    assert_eq!(texts["texts"].as_array().map(Vec::len), Some(1), "{texts}");
}
