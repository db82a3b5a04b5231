//! The query grammar: no panic; errors point into the query; what was understood reads back as the same query.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rogatory::search::query::parse;

fuzz_target!(|text: &str| match parse(text) {
    Ok(parsed) => {
        let shown = parsed.query.to_string();
        let again = parse(&shown).unwrap_or_else(|e| panic!("{shown:?}: {}", e.explain(&shown)));
        assert_eq!(again.query.to_string(), shown);
    }
    Err(error) => {
        error.explain(text);
    }
});
