//! `calls.toml` and a table read by it: no panic; a file that is taken can be used; no row is lost. What stands before the first NUL is the
//! mapping, the rest the table.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rogatory::extract::collect::Collected;
use rogatory::extract::{Input, Options, extract, parse_mapping};

fuzz_target!(|data: &[u8]| {
    let Some(end) = data.iter().position(|byte| *byte == 0) else { return };
    let Ok(text) = std::str::from_utf8(&data[..end]) else { return };
    match parse_mapping(text) {
        Err(fault) => assert!(fault.starts_with("line "), "{fault}"),
        Ok(mapping) => {
            let mut found = Collected { member_limit: 1 << 20, ..Collected::default() };
            let options = Options { calls: mapping.tables, chats: mapping.chats, ..Options::default() };
            let _ = extract(&Input { bytes: &data[end + 1..], name: "calls.csv" }, &options, &mut found);
            assert!(found.media_type.contains('/'), "{found:?}");
        }
    }
});
