//! Numbers: no panic, spans slice the text, values are not empty, a value read again is itself.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rogatory::identifiers::{Hints, Kind, canonical, find};

fuzz_target!(|text: &str| {
    for hints in [Hints::default(), Hints::of(&["RS", "ME", "BA"]), Hints::of(&["AL", "XK", "MK"])] {
        for found in find(text, &hints) {
            assert!(found.start < found.end && text.get(found.start..found.end).is_some(), "{found:?}");
            assert!(!found.value.is_empty(), "{found:?}");
        }
        for kind in [Kind::Phone, Kind::Plate, Kind::Document, Kind::Iban] {
            canonical(kind, text, &hints);
        }
    }
});
