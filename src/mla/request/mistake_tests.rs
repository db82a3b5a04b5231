//! What is said of request files that are no TOML, or TOML of another shape: place, plain words, a remedy.

use super::*;

/// A line in the block [hdr] → line and column, what is said of it, what to write.
const LINES: &[(&str, (usize, usize), &str, &str)] = &[
    (
        r#"own_ref = "KTO "31"/2026""#,
        (6, 17),
        "quotes inside the quotes",
        r#"own_ref = "KTO \"31\"/2026", or single quotes around all: own_ref = 'KTO "31"/2026'"#,
    ),
    (r#"own_ref = KTO 31""#, (6, 11), "a text stands in quotes", r#"write own_ref = "KTO 31""#),
    (r#"own_ref = "a" ""#, (6, 15), "a quote too many", r#"write own_ref = "a""#),
    (r#"own_ref = "a" b"#, (6, 15), "behind the closing quote", r#"write own_ref = "a b""#),
    (r#"own_ref = "a", "b""#, (6, 14), "several texts are a list", r#"write own_ref = ["a", "b"]"#),
    (r#"other_refs = ["a",,"b"]"#, (6, 19), "a comma too many", r#"other_refs = ["a", "b"]"#),
    ("other_refs = [..,,]", (6, 18), "a comma too many", r#"other_refs = ["…", "…"]"#),
    ("urgent = True", (6, 10), "yes and no are written true and false", "write urgent = true or urgent = false"),
    ("urgent = yes", (6, 10), "yes and no are written true and false", "write urgent = true or urgent = false"),
    ("urgent = да", (6, 10), "yes and no are written true and false", "write urgent = true or urgent = false"),
    ("size_mib = 1.000.000", (6, 17), "between the thousands", "write size_mib = 1000000"),
    ("size_mib = 12,5", (6, 14), "behind a point", "write size_mib = 12.5"),
    ("size_mib = 1.", (6, 14), "no point stands behind a number", "write size_mib = 1"),
    ("days = 007", (6, 8), "does not begin with 0", "write days = 7"),
    ("penalty_max_months = 96 months", (6, 22), "a number stands without a unit", "write penalty_max_months = 96"),
    ("own_ref = 96 months", (6, 11), "a text stands in quotes", r#"write own_ref = "96 months""#),
    ("date = 24.11.2026", (6, 13), "year, month, day", r#"write date = "2026-11-24""#),
    (r#"own_ref = "C:\d""#, (6, 15), "a backslash", r#"own_ref = "C:\\d", or in single quotes: own_ref = 'C:\d'"#),
    (r#"own_ref = """abc"#, (6, 11), "has no end", r#"write """ behind its last word"#),
    ("own_ref = '''abc", (6, 11), "has no end", "write ''' behind its last word"),
    (r#"own_ref = "abc"#, (6, 11), "no closing quote", r#"write own_ref = "abc""#),
    ("own_ref = 'abc", (6, 11), "no closing quote", r#"write own_ref = "abc""#),
    ("own_ref = \"abc\ndef\"", (6, 11), "goes over several", r#"own_ref = """…""""#),
    ("own_ref = 'abc\ndef'", (6, 11), "goes over several", r#"own_ref = """…""""#),
    ("own_ref = „abc“", (6, 11), "these quotes are not", r#"own_ref = "abc""#),
    ("== x", (6, 2), "no name before the equals sign", "as in own_ref ="),
    (r#"own_ref == "x""#, (6, 10), "one equals sign", r#"write own_ref = "x""#),
    ("own_ref =", (6, 10), "no value behind the equals sign", "take the line out"),
    (r#"own ref = "x""#, (6, 5), "one word", r#"write own_ref = "x""#),
    (r#"број = "x""#, (6, 1), "no letter from a to z", "`rogatory mla schema`"),
    (r#""x""#, (6, 4), "without the name of its field", r#"write name = "x""#),
    ("languages = { original = yes }", (6, 26), "true and false", "original = true"),
];

/// Blocks behind the block [hdr].
const BLOCKS: &[(&str, (usize, usize), &str, &str)] = &[
    ("[[urgency]]\nurgent = true", (6, 1), "`urgency` stands once", "write [urgency] once"),
    ("[[case]]\nnumber = \"1\"", (6, 1), "`case` stands once", "write [case] once"),
    (
        "[persons.x]\nsurname = \"a\"",
        (6, 1),
        "`persons` is a list",
        "write [[persons]] with two brackets, and below it id = \"x\"",
    ),
    ("[facts]\nid = \"F1\"", (6, 1), "`facts` is a list", "write [[facts]]"),
    ("[[measures.bank_data]]\nfreeze = true", (6, 1), "`measures` is a list", "write [[measures]] with two brackets above"),
    ("[[persons]\nid = \"P1\"", (6, 11), "a bracket is not closed", "write [[persons]]"),
    ("[[legal]]\narticles = [3, \"4\"]", (7, 13), "a text in quotes is expected", "write articles = [\"3\", \"4\"]"),
    ("[[annexes]]\nnumber = -5", (7, 10), "a whole number is expected", "not below 0"),
    ("[[annexes]]\nnumber = 99999999999", (7, 10), "a whole number is expected", "not more than 4294967295"),
    ("[[annexes]]\nnumber = 99999999999999999999999", (7, 10), "a whole number is expected", "not more than 4294967295"),
    ("[[annexes]]\nnumber = 1.000", (7, 10), "a whole number is expected", "write number = 1000"),
    ("[[persons]]\nid = 2026-01-01", (7, 6), "a date is written here", "write id = \"2026-01-01\""),
];

/// Words of the parser or of the language the program is written in.
const FOREIGN: &[&str] = &[
    "i128",
    "u128",
    "u32",
    "struct",
    "sequence",
    "boolean",
    "newline",
    "expected nothing",
    "unexpected",
    "literal",
    "float",
    "array",
];

#[test]
fn what_is_no_request_is_placed_explained_and_remedied() {
    const HEAD: &str = "form = \"classical\"\n\n[hdr]\nrequesting_state = \"RS\"\nrequested_state = \"DE\"\n";
    const TAIL: &str = "\n\n[cost]\nordinary = \"none\"\n";
    let mut wrong = Vec::new();
    for (written, place, message, hint) in LINES.iter().chain(BLOCKS) {
        let Err(mistake) = Request::parse(&format!("{HEAD}{written}{TAIL}")) else {
            wrong.push(format!("{written}: is read"));
            continue;
        };
        let remedy = mistake.hint.clone().unwrap_or_default();
        let said = format!("{written}\n  {mistake}\n  {remedy}");
        if (mistake.line, mistake.column) != *place || !mistake.message.contains(message) || !remedy.contains(hint) {
            wrong.push(said.clone());
        }
        wrong.extend(FOREIGN.iter().filter(|word| mistake.message.contains(**word)).map(|word| format!("{said}\n  says {word}")));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn remedies_for_one_line_are_lines_of_toml() {
    for (written, ..) in LINES {
        let text = format!("{written}\n");
        let Err(error) = toml::de::DeTable::parse(&text) else { continue };
        let (_, _, hint) = malformed::explain(error.message(), error.span().map_or(0, |span| span.start), &text);
        // What is to be written begins with a name and ends where an alternative begins.
        let Some((name, rest)) = hint.split_once(" = ") else { continue };
        let name = name.rsplit(' ').next().unwrap_or_default();
        let line =
            format!("{name} = {}", ["; or", ", or", " or "].iter().fold(rest, |rest, or| rest.split(or).next().unwrap_or(rest)));
        assert!(toml::de::DeTable::parse(&line).is_ok(), "{written}\n  {hint}\n  {line}");
    }
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(256))]
    #[test]
    fn no_text_is_too_strange_to_be_explained(text in "[a-z\"'=\\[\\]{},.#\\\\\n 0-9žш]{0,60}") {
        if let Err(mistake) = Request::parse(&text) {
            proptest::prop_assert!(!mistake.message.is_empty());
        }
    }
}
