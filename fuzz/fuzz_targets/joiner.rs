//! Glyphs into lines: no panic, and every letter that was drawn once stands in the text.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rogatory::extract::pdf::joiner::{Joiner, Placed};

fuzz_target!(|glyphs: Vec<(char, i16, i16, u8, u8)>| {
    let mut joiner = Joiner::default();
    let mut drawn: Vec<char> = Vec::new();
    for (index, (c, x, y, turn, size)) in glyphs.iter().enumerate() {
        let angle = f64::from(*turn) / 40.0;
        let placed = Placed {
            text: c.to_string(),
            x: f64::from(*x),
            y: f64::from(*y),
            direction: (angle.cos(), angle.sin()),
            advance: f64::from(*size) / 2.0,
            size: f64::from(*size),
        };
        // A glyph drawn again at its place is a shadow and dropped on purpose.
        if c.is_alphanumeric() && glyphs[..index].iter().all(|(other, ..)| other != c) {
            drawn.push(*c);
        }
        joiner.run(vec![placed]);
    }
    let text = joiner.text();
    assert!(drawn.iter().all(|c| text.contains(*c)), "{drawn:?} {text:?}");
});
