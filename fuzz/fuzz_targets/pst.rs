//! Outlook stores: no panic that leaves the reader, no hollow unit. The first byte chooses between the bytes as they are and a whole store
//! with single bytes changed and its checksums made right again, which reaches what lies behind them.
#![no_main]

mod common;
#[path = "../../src/extract/pst/mending.rs"]
mod mending;

const STORE: &[u8] = include_bytes!("../../fixtures/reading/outlook/whole.pst");

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    // The reader catches the library's panics and tells them; only one that leaves it is a finding.
    static QUIET: std::sync::Once = std::sync::Once::new();
    QUIET.call_once(|| std::panic::set_hook(Box::new(|_| {})));
    let Some((choice, bytes)) = data.split_first() else { return };
    if choice & 1 == 0 {
        common::read("pst", "a.pst", bytes);
        return;
    }
    let changes: Vec<(u16, u8)> = bytes.chunks_exact(3).map(|c| (u16::from_le_bytes([c[0], c[1]]), c[2])).collect();
    let mut store = STORE.to_vec();
    mending::bend(&mut store, &mending::sums(STORE), &changes);
    common::read("pst", "a.pst", &store);
});
