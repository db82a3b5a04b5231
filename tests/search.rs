//! Asking a case: the grammar of queries, what is shown and said, the exit codes; `show`, `cite` and `terms`.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use insta::assert_snapshot;
use serde_json::Value;

use crate::support::{indexed_case, json, rogatory, run, scratch};

/// A small case made for the grammar: every file says one thing.
fn small() -> &'static Path {
    static CASE: OnceLock<PathBuf> = OnceLock::new();
    CASE.get_or_init(|| {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("grammar-case-{}", std::process::id()));
        let evidence = folder.join("evidence");
        fs::create_dir_all(&evidence).expect("a folder");
        let files = [
            (
                "ponuda.eml",
                "From: Milan Ilic <milan@example.org>\r\nTo: Arben Hoxha <arben@example.net>\r\nCc: Ured <ured@example.org>\r\n\
                 Subject: Re: ugovor o prevozu\r\nDate: Tue, 10 Mar 2026 12:30:00 +0100\r\nMessage-ID: <1@example.org>\r\n\
                 Content-Type: text/plain; charset=utf-8\r\n\r\nVidimo se u 12:30 kod rampe. Re: ugovor, sve je potpisano.\r\n",
            ),
            (
                "rampa.txt",
                "The border guard let the driver pass. Nothing else happened at the gate near the old mill that morning.",
            ),
            (
                "vozac.txt",
                "The driver was far from home. He spoke of his children, of the harvest, of debts and of the weather, \
                 and only at the very end of a border.",
            ),
            ("kamioni.txt", "Kamioni i kamiončići su čekali. Transportna firma nije htela da ih primi u magacin."),
            ("autokamion.txt", "Jedan autokamion stajao je na parkingu iza motela do jutra, bez tablica i bez vozača."),
            ("ahmad.txt", "Ahmad je rekao da ne zna ništa o tome i da je tog dana bio na poslu u pekari."),
            ("ahmeti.txt", "Ahmeti je rekao da ne zna ništa o tome i da je tog dana bio na poslu u pekari."),
            ("djokovic-1.txt", "Đoković je stigao kući pre ponoći i odmah je legao, kako je izjavila njegova sestra."),
            ("djokovic-2.txt", "Djokovic je stigao kuci pre ponoci i odmah je legao, kako je izjavila njegova sestra."),
        ];
        for (name, text) in files {
            fs::write(evidence.join(name), text).expect("a file");
        }
        let case = folder.join("case");
        let (code, _, error) = run(rogatory().args(["init", "--jurisdiction", "RS", "--quiet"]).arg(&case));
        assert_eq!(code, 0, "{error}");
        let (code, _, error) = run(rogatory().arg("--case").arg(&case).args(["index", "--quiet", "--ocr", "off"]).arg(&evidence));
        assert_eq!(code, 0, "{error}");
        case
    })
}

fn in_case(case: &Path, args: &[&str]) -> std::process::Command {
    let mut command = rogatory();
    command.arg("--case").arg(case).args(args);
    command
}

fn search(case: &Path, args: &[&str]) -> (i32, Value) {
    json(in_case(case, &["search", "--json", "--limit", "100"]).args(args))
}

fn names(answer: &Value) -> Vec<String> {
    answer["hits"].as_array().expect("hits").iter().map(|hit| hit["path"].as_str().expect("a path").to_owned()).collect()
}

/// Everything a person sees.
fn shown(case: &Path, args: &[&str]) -> String {
    let (_, out, error) = run(&mut in_case(case, args));
    out + &error
}

#[test]
fn the_grammar_of_queries() {
    // Query with its options, what is found (in any order, without folder and ending).
    const TABLE: &[(&[&str], &[&str])] = &[
        (&["border driver"], &["rampa", "vozac"]),
        (&["border", "driver"], &["rampa", "vozac"]),
        (&["border NEAR/5 driver"], &["rampa"]),
        (&["driver NEAR/5 border"], &["rampa"]),
        (&["border PRE/5 driver"], &["rampa"]),
        (&["driver PRE/5 border"], &[]),
        (&["\"driver border\"~5"], &["rampa"]),
        (&["\"border guard\""], &["rampa"]),
        (&["\"guard border\""], &[]),
        (&["border -guard"], &["vozac"]),
        (&["border NOT \"border guard\""], &["vozac"]),
        (&["(kamioni OR driver) -border"], &["kamioni"]),
        (&["kamion*"], &["kamioni"]),
        (&["*kamion"], &["autokamion"]),
        (&["*kamion*"], &["kamioni", "autokamion"]),
        (&["камион*"], &["kamioni"]),
        (&["ahmed~1"], &["ahmad"]),
        (&["ahmed~2"], &["ahmad", "ahmeti"]),
        (&["/ahm(ad|et)i?/"], &["ahmad", "ahmeti"]),
        (&["/ahm/"], &[]),
        (&["камион*", "--no-script"], &[]),
        (&["kamion*", "--exact"], &["kamioni"]),
        (&["Đoković"], &["djokovic-1", "djokovic-2"]),
        (&["Ђоковић"], &["djokovic-1", "djokovic-2"]),
        (&["=Đoković"], &["djokovic-1"]),
        (&["=đoković"], &["djokovic-1"]),
        (&["Đoković", "--exact"], &["djokovic-1"]),
        (&["Đoković", "--no-variants", "--no-inflection"], &["djokovic-1"]),
        (&["Ђоковић", "--no-script", "--no-inflection"], &[]),
        // A colon is a field only behind a field's name
        (&["Re: ugovor"], &["ponuda"]),
        (&["12:30"], &["ponuda"]),
        (&["from:milan"], &["ponuda"]),
        (&["from:hoxha"], &[]),
        (&["to:Hodža"], &["ponuda"]),
        (&["cc:ured"], &["ponuda"]),
        (&["subject:ugovori"], &["ponuda"]),
        (&["subject:\"o prevozu\""], &["ponuda"]),
        (&["subject:rampa"], &[]),
        (&["type:mail"], &["ponuda"]),
        (&["ugovor", "--type", "mail"], &["ponuda"]),
        (&["ugovor", "--type", "pdf"], &[]),
        (&["date:2026-03"], &["ponuda"]),
        (&["date:2026-03-10"], &["ponuda"]),
        (&["date:2026-03-11.."], &[]),
        (&["date:..2026-03-10"], &["ponuda"]),
        (&["ugovor", "--since", "2026-03-10", "--until", "2026-03-10"], &["ponuda"]),
        (&["ugovor", "--until", "2026-03-09"], &[]),
        (&["path:*/djokovic-?.txt"], &["djokovic-1", "djokovic-2"]),
        (&["sestra", "--path", "djokovic-2"], &["djokovic-2"]),
        (&["lang:en -type:mail"], &["rampa", "vozac"]),
        (&["type:mail OR path:rampa"], &["ponuda", "rampa"]),
        (&["email:ARBEN@example.net"], &["ponuda"]),
        (&["name:\"A. Hodža\""], &["ponuda"]),
        (&["name:\"Hoxha A\""], &["ponuda"]),
        (&["name:\"B. Hodža\""], &[]),
        // A name in capitals as a plain word
        (&["Gjokoviq"], &["djokovic-1", "djokovic-2"]),
        (&["Gjokoviq", "--names", "strict"], &[]),
        (&["Gjokoviq", "--no-script"], &[]),
        (&["gjokoviq"], &[]),
        (&["name:Đoković"], &["djokovic-1", "djokovic-2"]),
        (&["name:Đoković", "--exact"], &["djokovic-1"]),
        (&["name:Ђоковић"], &["djokovic-1", "djokovic-2"]),
        (&["name:Ђоковић", "--exact"], &[]),
        (&["name:Ђоковић", "--no-script", "--no-variants"], &[]),
    ];
    let mut wrong = Vec::new();
    for (query, expected) in TABLE {
        let (code, answer) = search(small(), query);
        let mut found: Vec<String> = names(&answer)
            .iter()
            .map(|name| name.split('/').next_back().unwrap_or_default().split('.').next().unwrap_or_default().to_owned())
            .collect();
        found.sort();
        let mut expected: Vec<&str> = expected.to_vec();
        expected.sort_unstable();
        if found != expected {
            wrong.push(format!("{query:?} finds {found:?}, not {expected:?}"));
        }
        if code != i32::from(expected.is_empty()) {
            wrong.push(format!("{query:?}: exit {code}"));
        }
        // What was understood is itself a query that means the same.
        let understood = answer["understood_as"].as_str().expect("understood_as").to_owned();
        let options: Vec<&str> = query.iter().copied().skip_while(|word| !word.starts_with("--")).collect();
        let (_, second) = search(small(), &[&[understood.as_str()], &options[..]].concat());
        if names(&second) != names(&answer) || second["understood_as"] != understood.as_str() {
            wrong.push(format!("{query:?} was understood as {understood}, which is not the same"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Every mark lies on the word it is about and says why.
#[test]
fn marks_lie_on_characters_and_carry_their_reason() {
    for (query, reason, words) in [
        ("krijumčarenje", "exact", "krijumčarenje"),
        ("krijumčarenje", "other_script", "Кријумчарење"),
        ("krijumcarenje", "variant", "krijumčarenje"),
        ("krijumčarenje", "inflected", "Кријумчарењем"),
        ("krimčarenje~2", "fuzzy", "krijumčarenje"),
        ("krijum*", "wildcard", "krijumčare"),
        ("concept:smuggling_of_migrants", "glossary", "Schleusung"),
        ("phone:0640001234", "identifier", "+381 64 000 12 34"),
        ("name:Xhaferi", "variant", "Džaferi"),
    ] {
        let (code, answer) = search(indexed_case(), &[query, "--context", "40"]);
        assert_eq!(code, 0, "{query}");
        let mut marked = Vec::new();
        for hit in answer["hits"].as_array().unwrap() {
            for passage in hit["units"].as_array().unwrap().iter().flat_map(|unit| unit["passages"].as_array().unwrap()) {
                let text: Vec<char> = passage["text"].as_str().unwrap().chars().collect();
                for mark in passage["marks"].as_array().unwrap() {
                    let (start, end) = (mark[0].as_u64().unwrap() as usize, mark[1].as_u64().unwrap() as usize);
                    assert!(start < end && end <= text.len(), "{query}: {mark} in {passage}");
                    marked.push((mark[2].as_str().unwrap().to_owned(), text[start..end].iter().collect::<String>()));
                }
            }
        }
        let expected = (reason.to_owned(), words.to_owned());
        assert!(marked.contains(&expected), "{query}: {expected:?} is not in {marked:?}");
    }
}

#[test]
fn all_words_in_the_document_or_in_one_unit() {
    let report = "01-policija/izvestaj-01.pdf".to_owned();
    assert!(names(&search(indexed_case(), &["дете IMEI"]).1).contains(&report));
    assert!(!names(&search(indexed_case(), &["дете IMEI", "--within", "unit"]).1).contains(&report));
}

#[test]
fn order_and_pages_of_hits() {
    let case = indexed_case();
    let (_, all) = search(case, &["type:pdf", "--sort", "path"]);
    let all = names(&all);
    let mut sorted = all.clone();
    sorted.sort();
    assert_eq!(all, sorted);
    assert!(all.len() > 6);
    let (_, answer) =
        json(&mut in_case(case, &["search", "type:pdf", "--sort", "path", "--limit", "2", "--offset", "3", "--json"]));
    assert_eq!(names(&answer), all[3..5]);
    assert_eq!(answer["total"], all.len());
    let (_, answer) = search(case, &["type:mail", "--sort", "date"]);
    let dates: Vec<&str> = answer["hits"].as_array().unwrap().iter().filter_map(|hit| hit["date"].as_str()).collect();
    assert!(dates.len() > 3 && dates.is_sorted(), "{dates:?}");
    let (code, out, _) = run(&mut in_case(case, &["search", "type:pdf", "--count"]));
    assert_eq!(code, 0);
    assert!(out.starts_with(&format!("{} documents found.\n", all.len())), "{out}");
    let (_, out, _) = run(&mut in_case(case, &["search", "type:pdf", "--offset", "500"]));
    assert!(out.starts_with(&format!("{} documents found, none shown.\n", all.len())), "{out}");
    let (code, _, error) = run(&mut in_case(case, &["search", "kombi", "--since", "2026-03", "--until", "2026-02"]));
    assert_eq!((code, error.as_str()), (2, "error: --until 2026-02 is before --since 2026-03\n"));
}

#[test]
fn what_people_see_at_80_and_at_120_columns() {
    let query = ["search", "krijumčarenje Džaferi", "--path", "01-policija"];
    assert_snapshot!(shown(indexed_case(), &query));
    let (_, wide, _) = run(in_case(indexed_case(), &query).env("COLUMNS", "120"));
    assert_snapshot!(wide);
    assert!(shown(indexed_case(), &query).lines().all(|line| unicode_width::UnicodeWidthStr::width(line) <= 80));
}

#[test]
fn explain_tells_what_each_word_gave() {
    assert_snapshot!(shown(small(), &["search", "Đoković kući", "--explain", "--limit", "1"]));
}

#[test]
fn errors_point_at_the_place() {
    let mut all = String::new();
    for query in [
        "kombi (crni OR",
        "ahmed~3",
        "\"otvoren navod",
        "date:2026-13",
        "concept:debt",
        "phone:12",
        "кријумчарење AND )",
        "/ahm(/",
        "*",
        "page:nula",
        "date:2026-03..2026-02",
        "name:Đok*",
        "kr?jumcarenje",
        "!kombi",
        "plate:BG*",
        "email:gmail.com",
    ] {
        let (code, out, error) = run(&mut in_case(small(), &["search", query]));
        assert_eq!((code, out.as_str()), (2, ""), "{query}");
        all.push_str(&error);
    }
    assert_snapshot!(all);
}

/// 0 hits; 1 no hit and all was read; 3 no hit, but something could not be read; each with the sentence that says so.
#[test]
fn no_hit_is_not_the_same_as_not_there() {
    let case = indexed_case();
    let (code, out, _) = run(&mut in_case(case, &["search", "kombi", "--path", "01-policija"]));
    assert_eq!(code, 0);
    assert!(out.contains("documents in scope were read in full."), "{out}");
    let (code, out, _) = run(&mut in_case(case, &["search", "nemaovereči", "--path", "01-policija"]));
    assert_eq!(code, 1);
    assert!(out.starts_with("No document found.\n") && out.contains("were read in full."), "{out}");
    let (code, out, _) = run(&mut in_case(case, &["search", "nemaovereči", "--path", "zakljucano"]));
    assert_eq!(code, 3);
    assert_snapshot!(out, @r"
    No document found.
    Of 1 document in scope 1 could not be searched in full: 1 not read at all
    (encrypted 1).
    ");
    let (_, answer) = search(case, &["kombi"]);
    let coverage = &answer["coverage"];
    let count = |key: &str| coverage[key].as_u64().expect("a number");
    assert_eq!(count("documents"), count("complete") + count("partial") + count("unreadable"));
    assert!(count("unreadable") > 0 && coverage["reasons"]["encrypted"] == 1, "{coverage}");
}

#[test]
fn near_words_are_proposed_where_nothing_is_found() {
    let (code, answer) = search(indexed_case(), &["krimcarenje"]);
    assert_eq!(code, 3);
    let near = answer["near_words"][0]["near"].as_array().unwrap();
    assert!(near.contains(&"krijumčarenje".into()), "{near:?}");
}

#[test]
fn lines_and_tables_for_programs() {
    let (_, out, _) = run(&mut in_case(indexed_case(), &["search", "kombi", "--format", "ndjson"]));
    let lines: Vec<Value> = out.lines().map(|line| serde_json::from_str(line).expect("a line of JSON")).collect();
    let (last, hits) = lines.split_last().unwrap();
    assert_eq!((&last["event"], last["total"].as_u64()), (&"summary".into(), Some(hits.len() as u64)));
    let (_, out, error) = run(&mut in_case(indexed_case(), &["search", "kombi", "--format", "csv"]));
    let mut reader = csv::Reader::from_reader(out.as_bytes());
    let rows: Vec<BTreeMap<String, String>> = reader.deserialize().map(|row| row.expect("a row")).collect();
    assert!(rows.len() >= hits.len() && rows.iter().all(|row| row["document"].len() == 64), "{rows:?}");
    assert!(error.contains("in scope"), "the coverage is said beside a CSV: {error}");
}

const REPORT: &str = "izvestaj-01.pdf";

/// What depends on the day and the place of the run, made equal.
fn steady(text: &str) -> String {
    let root = format!("{}/", crate::support::fixtures().display());
    let text = text.replace(&root, "…/");
    let time = regex::Regex::new(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ( by)?").expect("a pattern");
    time.replace_all(&text, |found: &regex::Captures| {
        // The date of the document itself stays.
        if found[0].starts_with("2026-05-04") {
            found[0].to_owned()
        } else {
            format!("<time>{}", found.get(1).map_or("", |m| m.as_str()))
        }
    })
    .into_owned()
}

#[test]
fn show_tells_where_a_text_comes_from() {
    let case = indexed_case();
    let out = steady(&shown(case, &["show", REPORT, "--page", "3"]));
    assert_snapshot!(out);
    let (code, answer) = json(&mut in_case(case, &["show", REPORT, "--page", "3", "--json"]));
    assert_eq!(code, 0);
    let document = answer["document"].as_str().unwrap();
    assert_eq!(document.len(), 64);
    assert_eq!(answer["units"][0]["locator"]["number"], 3);
    assert!(answer["units"][0]["text"].as_str().unwrap().contains("делова"));
    assert!(answer["engine"].as_str().unwrap().contains(' '), "name and version: {}", answer["engine"]);
    let places: Vec<&str> = answer["places"].as_array().unwrap().iter().map(|p| p["path"].as_str().unwrap()).collect();
    assert_eq!(places, ["01-policija/izvestaj-01.pdf", "08-teskoce/kopija-izvestaja.pdf"]);
    // By any unique beginning of the digest; the text alone for pipes.
    let (_, by_digest) = json(&mut in_case(case, &["show", &document[..8], "--json"]));
    assert_eq!(by_digest["document"], document);
    let (code, out, _) = run(&mut in_case(case, &["show", &document[..8], "--page", "3", "--text"]));
    assert_eq!((code, out.trim_end()), (0, answer["units"][0]["text"].as_str().unwrap().trim_end()));
}

#[test]
fn a_member_is_saved_byte_for_byte_and_nothing_is_overwritten() {
    let case = indexed_case();
    let folder = scratch();
    let target = folder.path().join("priznanica.txt");
    let name = "priznanica.txt";
    let (code, out, error) = run(in_case(case, &["show", name, "--save"]).arg(&target));
    assert_eq!((code, out.as_str()), (0, ""), "{error}");
    let bytes = fs::read(&target).unwrap();
    let (_, answer) = json(&mut in_case(case, &["show", name, "--json"]));
    use sha2::Digest;
    let digest: String = sha2::Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(answer["document"], digest);
    assert!(error.contains(&digest), "{error}");
    let (code, _, error) = run(in_case(case, &["show", name, "--save"]).arg(&target));
    assert_eq!(code, 2);
    assert!(error.contains("is not overwritten") && error.contains("try:"), "{error}");
    assert_eq!(fs::read(&target).unwrap(), bytes);
}

#[test]
fn members_of_compressed_files_are_saved_too_and_never_into_the_evidence() {
    let folder = scratch();
    let (files, case) = (folder.path().join("evidence"), folder.path().join("case"));
    fs::create_dir(&files).unwrap();
    let text = "Spisak lica (izmišljen).\n".repeat(50);
    // Without a name in the header: the member is called after the file.
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    std::io::Write::write_all(&mut packed, text.as_bytes()).unwrap();
    let packed = packed.finish().unwrap();
    fs::write(files.join("spisak.txt.gz"), &packed).unwrap();
    fs::write(files.join("kopija.txt.gz"), &packed).unwrap();
    run(rogatory().args(["init", "-q"]).arg(&case));
    run(rogatory().arg("--case").arg(&case).args(["index", "-q", "--ocr", "off"]).arg(&files));
    let (_, found) = json(&mut in_case(&case, &["search", "lica", "--json"]));
    let document = found["hits"][0]["document"].as_str().unwrap();
    let target = folder.path().join("out.txt");
    let (code, _, error) = run(in_case(&case, &["show", document, "--save"]).arg(&target));
    assert_eq!(code, 0, "{error}");
    assert_eq!(fs::read_to_string(&target).unwrap(), text);
    let inside = files.join("out.txt");
    let (code, _, error) = run(in_case(&case, &["show", document, "--save"]).arg(&inside));
    assert!(code == 2 && error.contains("nothing is ever written") && !inside.exists(), "{code} {error}");
}

#[test]
fn what_does_not_exist_is_said_with_a_remedy() {
    let case = indexed_case();
    for (args, expected) in [
        (&["show", "ffffffffffff"][..], "no document ffffffffffff in this case"),
        (&["show", REPORT, "--page", "9"], "has no page 9"),
        (&["show", REPORT, "--unit", "99"], "has no unit 99; it has 3"),
        (&["show", "sluzbena-beleska.txt", "--page", "1"], "no pages of its own"),
        (&["cite", "prazno-nema.pdf"], "no document prazno-nema.pdf"),
    ] {
        let (code, out, error) = run(&mut in_case(case, args));
        assert_eq!((code, out.as_str()), (2, ""), "{args:?}: {error}");
        assert!(error.contains(expected) && error.contains("\n  try: "), "{args:?}: {error}");
    }
}

#[test]
fn citations_as_footnote_inline_and_json() {
    let case = indexed_case();
    let quote = ["--page", "2", "--quote", "у пет"];
    let (code, footnote, _) = run(in_case(case, &["cite", REPORT]).args(quote));
    assert_eq!(code, 0);
    assert_snapshot!(footnote.trim_end(), @"“Извештај о надзору (измишљен)”, 2026-05-04, 01-policija/izvestaj-01.pdf, p. 2, SHA-256 d79c9607d66de2f0761170f64a3b46256e02a8c9f8773f1e71dbe5c9511d67d1: “у пет”.");
    let (_, inline, _) = run(&mut in_case(case, &["cite", REPORT, "--page", "2", "--style", "inline"]));
    assert_snapshot!(inline.trim_end(), @"01-policija/izvestaj-01.pdf, p. 2 (SHA-256 d79c9607d66de2f0761170f64a3b46256e02a8c9f8773f1e71dbe5c9511d67d1)");
    let (_, citation) = json(in_case(case, &["cite", REPORT, "--style", "json"]).args(quote));
    assert_eq!(citation["footnote"].as_str(), Some(footnote.trim_end()));
    assert_eq!((&citation["quote"], &citation["locator"]["number"]), (&"у пет".into(), &2.into()));
    // A quotation that does not stand there is refused, and the right place named.
    let (code, out, error) = run(&mut in_case(case, &["cite", REPORT, "--page", "1", "--quote", "у пет"]));
    assert_eq!((code, out.as_str()), (4, ""));
    assert!(error.contains("they stand at p. 2"), "{error}");
    let (code, _, _) = run(&mut in_case(case, &["cite", REPORT, "--quote", "у шест делова"]));
    assert_eq!(code, 4);
    // Without a page the place is found.
    let (_, found) = json(&mut in_case(case, &["cite", REPORT, "--quote", "у пет", "--json"]));
    assert_eq!(found["locator"]["number"], 2);
}

#[test]
fn a_list_of_terms_with_those_that_give_nothing() {
    let folder = scratch();
    let list = folder.path().join("pojmovi.csv");
    fs::write(&list, "id,query,note\nA1,krijumčarenje,delo\nA2,name:Džaferi,vođa\nA3,nemaovereči,\n").unwrap();
    let args = ["terms", "--path", "01-policija"];
    let (code, answer) = json(in_case(indexed_case(), &args).arg("--json").arg(&list));
    assert_eq!(code, 0);
    let terms = answer["terms"].as_array().unwrap();
    let facts: Vec<(&str, u64)> = terms.iter().map(|t| (t["id"].as_str().unwrap(), t["documents"].as_u64().unwrap())).collect();
    assert_eq!(facts, [("A1", 3), ("A2", 3), ("A3", 0)]);
    assert!(terms[0]["first"][0]["citation"].as_str().unwrap().contains("SHA-256"));
    assert!(terms[0]["unique_documents"].as_u64() <= terms[0]["documents"].as_u64());
    assert_snapshot!(run(in_case(indexed_case(), &args).arg(&list)).1);
    let (_, csv, _) = run(in_case(indexed_case(), &args).args(["--format", "csv"]).arg(&list));
    assert_eq!(csv::Reader::from_reader(csv.as_bytes()).records().filter(Result::is_ok).count(), 3);
    // One mistake in the list names its line.
    fs::write(&list, "id,query,note\nA1,kombi,\nA2,kombi (,\n").unwrap();
    let (code, _, error) = run(in_case(indexed_case(), &args).arg(&list));
    assert_eq!(code, 2);
    assert!(error.contains("term A2") && error.contains('^'), "{error}");
    // Nothing found at all.
    fs::write(&list, "id,query\n1,nemaovereči\n").unwrap();
    assert_eq!(run(in_case(indexed_case(), &args).arg(&list)).0, 1);
    let (code, _, error) = run(in_case(indexed_case(), &args).arg(folder.path().join("nema.txt")));
    assert_eq!(code, 2);
    assert!(error.contains("nema.txt"), "{error}");
}

#[test]
fn a_case_without_an_index_says_what_to_do() {
    let folder = scratch();
    let case = folder.path().join("prazan");
    run(rogatory().args(["init", "-q"]).arg(&case));
    let (code, out, error) = run(&mut in_case(&case, &["search", "kombi"]));
    assert!(code != 0 && out.is_empty());
    assert!(error.contains("nothing has been indexed yet") && error.contains("rogatory index"), "{error}");
}
