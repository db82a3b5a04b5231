//! Every reader, chosen by the first byte: no panic, no overflow, and what is handed on is well formed. For readers of our own foremost:
//! mail, archives, XML, JSON, calendars, signatures, metafiles, RTF, messages, chats.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rogatory::extract::collect::Collected;
use rogatory::extract::{Failure, Input, Options, formats};

fuzz_target!(|data: &[u8]| {
    let Some((choice, bytes)) = data.split_first() else { return };
    // Libraries that are known to break off are behind the worker process, not here.
    let own: Vec<_> = formats::FORMATS.iter().filter(|format| !matches!(format.id, "pdf" | "xlsb")).collect();
    let format = own[usize::from(*choice) % own.len()];
    let name = format!("a.{}", format.extensions.first().unwrap_or(&"bin"));
    let mut found = Collected { member_limit: 1 << 20, ..Collected::default() };
    let outcome = (format.read)(&Input { bytes, name: &name }, &Options::default(), &mut found);
    if let Err(Failure::Unreadable(gap)) = &outcome {
        assert!(!gap.detail.is_empty(), "{}", format.id);
    }
    for unit in &found.units {
        let hollow = unit.text.is_empty() && unit.entry.is_none() || unit.engine.is_empty();
        assert!(!hollow, "{}: {unit:?}", format.id);
    }
});
