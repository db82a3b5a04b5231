//! From bytes under any name to units, as the worker does it: no panic, and the format is always named.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rogatory::extract::collect::Collected;
use rogatory::extract::{Input, Options, extract, sniff};

const NAMES: [&str; 12] =
    ["a", "a.txt", "a.eml", "a.mbox", "a.csv", "a.log", "a.html", "a.json", "a.zip.001", "a.xml", "WhatsApp Chat.txt", "\u{202e}gpj.\0"];

fuzz_target!(|data: &[u8]| {
    let Some((choice, bytes)) = data.split_first() else { return };
    let name = NAMES[usize::from(*choice) % NAMES.len()];
    let sniffed = sniff::sniff(bytes, name);
    if matches!(sniffed.id.as_str(), "pdf" | "xlsb") {
        return;
    }
    let mut found = Collected { member_limit: 1 << 20, ..Collected::default() };
    let _ = extract(&Input { bytes, name }, &Options::default(), &mut found);
    assert!(found.media_type.contains('/'), "{found:?}");
});
