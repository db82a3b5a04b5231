//! Outlook messages and what lies in a compound file: no panic, no hollow unit. The first byte chooses the reader.
#![no_main]

mod common;

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    let Some((choice, bytes)) = data.split_first() else { return };
    let (id, name) = [("msg", "a.msg"), ("msg", "a.msg"), ("tnef", "winmail.dat"), ("cfb", "a.bin")][usize::from(*choice) % 4];
    common::read(id, name, bytes);
});
