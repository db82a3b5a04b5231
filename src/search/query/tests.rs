//! The grammar as people meet it, and its law: what is written back parses to the same tree.

use proptest::prelude::*;

use super::*;

fn understood(query: &str) -> String {
    match parse(query) {
        Ok(parsed) => parsed.query.to_string(),
        Err(error) => panic!("{}", error.explain(query)),
    }
}

#[test]
fn queries_are_understood_as_people_mean_them() {
    for (query, expected) in [
        ("krijumčarenje kombi", "krijumčarenje AND kombi"),
        ("a OR b c", "a OR b AND c"),
        ("(a OR b) -c", "(a OR b) AND NOT c"),
        ("„exact phrase“~8", "\"exact phrase\"~8"),
        ("border NEAR/8 driver", "border NEAR/8 driver"),
        ("(border OR granica) PRE/3 \"crni kombi\" x", "(border OR granica) PRE/3 \"crni kombi\" AND x"),
        ("transp* *kamion* ahmed~1 =Đoković", "transp* AND *kamion* AND ahmed~1 AND =Đoković"),
        ("/a(b|c)\\/d/", "/a(b|c)\\/d/"),
        ("Re: ugovor", "Re: AND ugovor"),
        ("u 12:30 http://example.com/x", "u AND 12:30 AND http://example.com/x"),
        ("type:pdf date:2025-03..2025-04", "type:pdf AND date:2025-03..2025-04"),
        ("phone:\"+381 64 123 4567\"", "phone:\"+381 64 123 4567\""),
        ("name:\"Muhamed Džaferi\"", "name:\"Muhamed Džaferi\""),
        ("subject:naba* from:ahmed@example.com", "subject:naba* AND from:ahmed@example.com"),
        ("NOT a", "NOT a"),
        ("and or not", "and AND or AND not"),
    ] {
        assert_eq!(understood(query), expected);
        assert_eq!(understood(expected), expected);
    }
}

#[test]
fn what_does_not_parse_is_shown_with_a_caret() {
    let explained: String = [
        "",
        "a (b OR",
        "kombi (crni",
        "kombi) crni",
        "a OR OR b",
        "AND b",
        "\"otvoren navod",
        "ahmed~3",
        "„a b“~",
        "a NEAR b",
        "a NEAR/8 (b c)",
        "date:2025-3",
        "date:",
        "page:0",
        "& b",
        "*",
        "/nikad",
        "hash:xyz",
        "кријумчарење AND )",
    ]
    .iter()
    .map(|query| match parse(query) {
        Ok(parsed) => panic!("{query} was understood as {}", parsed.query),
        Err(error) => error.explain(query) + "\n",
    })
    .collect();
    insta::assert_snapshot!(explained);
}

#[test]
fn a_layer_that_does_not_exist_is_named_with_those_that_do() {
    for part in PARTS {
        assert!(parse(&format!("kombi part:{part}")).is_ok(), "{part}");
    }
    assert!(parse("part:OCR").is_ok() && parse("part:\"deleted\"").is_ok());
    let error = parse("kombi part:delted").unwrap_err().explain("kombi part:delted");
    assert_eq!(
        error,
        "the query was not understood: `part:` takes one of body, header, footer, footnote, comment, deleted, notes, hidden, annotation, form_field, metadata, ocr, ocr_low_confidence\n  kombi part:delted\n             ^^^^^^"
    );
}

#[test]
fn an_unknown_field_is_searched_as_words_and_the_person_is_told() {
    let parsed = parse("typ:pdf").unwrap();
    assert_eq!(parsed.query.node, Node::Term(Term { text: "typ:pdf".into(), form: Form::Word }));
    assert!(parsed.notes[0].contains("`type:`"), "{:?}", parsed.notes);
    assert!(parse("Re: ugovor").unwrap().notes.is_empty());
}

fn word() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-zčćžšđ]{1,6}",
        "[а-шђјљњћџ]{1,6}",
        Just("12:30".to_owned()),
        Just("BG-417-ZK".to_owned()),
        Just("l'Aquila".to_owned())
    ]
}

fn plain_text() -> impl Strategy<Value = String> {
    proptest::collection::vec(word(), 1..4).prop_map(|words| words.join(" "))
}

fn phrase() -> impl Strategy<Value = Phrase> {
    (plain_text(), any::<bool>(), proptest::option::of(1u32..20), any::<bool>()).prop_map(|(text, spelling, within, odd)| {
        let within = within.filter(|_| text.contains(' '));
        let text = if odd { format!("{text} \\ \" „ » x") } else { text };
        Phrase { text, spelling, within }
    })
}

fn term() -> impl Strategy<Value = Term> {
    prop_oneof![
        word().prop_map(|text| Term { text, form: Form::Word }),
        word().prop_map(|text| Term { text, form: Form::Spelling }),
        "[a-zč]{1,5}".prop_map(|w| Term { text: format!("{w}*"), form: Form::Wildcard }),
        ("[a-zč]{1,5}", 1u8..=2).prop_map(|(text, d)| Term { text, form: Form::Fuzzy(d) }),
        "[a-z/.(\\[)\\]]{1,6}".prop_map(|text| Term { text, form: Form::Regex }),
    ]
}

fn node(node: Node) -> Expr {
    Expr::new(node, Span::default())
}

fn field() -> impl Strategy<Value = Expr> {
    prop_oneof![
        plain_text().prop_map(|t| node(Node::Field(Field::Name, Value::Plain(t)))),
        plain_text().prop_map(|t| node(Node::Field(Field::Path, Value::Plain(t)))),
        term()
            .prop_filter("fields take no regular expressions", |t| t.form != Form::Regex)
            .prop_map(|t| node(Node::Field(Field::Subject, Value::Term(t)))),
        phrase().prop_map(|p| node(Node::Field(Field::From, Value::Phrase(p)))),
        (1u32..50, proptest::option::of(50u32..99))
            .prop_map(|(a, b)| node(Node::Field(Field::Page, Value::Range(Some(a.to_string()), b.map(|b| b.to_string()))))),
    ]
}

/// What may stand beside NEAR.
fn positional() -> impl Strategy<Value = Expr> {
    let leaf = prop_oneof![term().prop_map(|t| node(Node::Term(t))), phrase().prop_map(|p| node(Node::Phrase(p)))];
    leaf.prop_recursive(2, 6, 2, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 2..3).prop_map(Expr::or),
            (inner.clone(), inner, 1u32..9, any::<bool>()).prop_map(|(left, right, distance, ordered)| node(Node::Near(Near {
                left: Box::new(left),
                right: Box::new(right),
                distance,
                ordered
            }))),
        ]
    })
}

fn tree() -> impl Strategy<Value = Expr> {
    prop_oneof![positional(), field()].prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 2..4).prop_map(Expr::and),
            proptest::collection::vec(inner.clone(), 2..4).prop_map(Expr::or),
            inner.prop_map(|e| node(Node::Not(Box::new(e)))),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn what_is_written_back_parses_to_the_same_tree(tree in tree()) {
        let written = tree.to_string();
        let parsed = parse(&written);
        prop_assert!(parsed.is_ok(), "{written}: {parsed:?}");
        prop_assert_eq!(parsed.unwrap().query, tree, "{}", written);
    }

    #[test]
    fn no_input_makes_the_parser_fall_over(query in "(\\PC|[()\"=*~/:\\- ]|NEAR/|OR |type:|date:){0,24}") {
        match parse(&query) {
            Ok(parsed) => {
                let written = parsed.query.to_string();
                let again = parse(&written);
                prop_assert!(again.is_ok(), "{query} -> {written}: {again:?}");
                prop_assert_eq!(again.unwrap().query, parsed.query);
            }
            Err(error) => { error.explain(&query); }
        }
    }
}
