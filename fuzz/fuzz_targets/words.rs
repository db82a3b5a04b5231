//! The chain of words: no panic, offsets on character boundaries and in order, folding twice changes nothing.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rogatory::language::analyzer::{Analyzer, words};
use rogatory::language::detect::detect;
use rogatory::language::fold::fold;
use rogatory::language::names;

fuzz_target!(|text: &str| {
    let mut analyser = Analyzer::new();
    let mut before = 0;
    for word in words(text) {
        assert!(word.start >= before && word.end > word.start);
        before = word.end;
        let written = &text[word.start..word.end];
        let analysed = analyser.analyse(written);
        assert!(!analysed.stems.is_empty());
        assert_eq!(fold(&analysed.exact), analysed.exact);
        names::match_word(written, "Džaferi", names::Level::Wide);
    }
    names::match_full(text, "Muhamed Džaferi", names::Level::Wide);
    if let Some(guess) = detect(text) {
        assert!((0.0..=1.0).contains(&guess.confidence));
    }
});
