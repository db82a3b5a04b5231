//! RTF: no panic, no hollow unit.
#![no_main]

mod common;

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    common::read("rtf", "a.rtf", data);
});
