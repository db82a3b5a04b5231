//! Reports of phone examinations, in XML and in their packages: no panic, no hollow unit. The first byte chooses the reader.
#![no_main]

mod common;

const READERS: [(&str, &str); 3] = [("cellebrite", "report.xml"), ("phone-xml", "phone.xml"), ("ufdr", "phone.ufdr")];

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    let Some((choice, bytes)) = data.split_first() else { return };
    let (id, name) = READERS[usize::from(*choice) % READERS.len()];
    for unit in common::read(id, name, bytes).units {
        assert!(unit.entry.is_some(), "{unit:?}");
    }
});
