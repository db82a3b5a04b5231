//! What the targets of single readers share.

use rogatory::extract::collect::Collected;
use rogatory::extract::{Failure, Input, Options, formats};

/// Read `bytes` with this reader and hold what every reader promises: no panic, every refusal has a sentence, no hollow unit.
pub fn read(id: &str, name: &str, bytes: &[u8]) -> Collected {
    let format = formats::by_id(id).unwrap_or_else(|| panic!("no format {id}"));
    let mut found = Collected { member_limit: 1 << 20, ..Collected::default() };
    let outcome = (format.read)(&Input { bytes, name }, &Options::default(), &mut found);
    if let Err(Failure::Unreadable(gap)) = &outcome {
        assert!(!gap.detail.is_empty(), "{id}");
    }
    for unit in &found.units {
        let hollow = unit.text.is_empty() && unit.entry.is_none() || unit.engine.is_empty();
        assert!(!hollow, "{id}: {unit:?}");
    }
    found
}
