//! Damaged files of every kind in the case: whatever is flipped, doubled or cut off, a reader returns. The worker process is the second
//! line of defence, not the first.

use proptest::prelude::*;

use super::collect::Collected;
use super::{Failure, Input, Options, extract};

/// Files of the fictional case, by name.
fn samples() -> Vec<(String, Vec<u8>)> {
    let case = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/case");
    let mut found = Vec::new();
    let mut folders = vec![case];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            if entry.is_dir() {
                folders.push(entry);
            } else {
                found.push((entry.file_name().unwrap().to_string_lossy().into_owned(), std::fs::read(&entry).unwrap()));
            }
        }
    }
    found.sort();
    found
}

/// One piece of damage.
#[derive(Debug, Clone)]
enum Damage {
    Flip(prop::sample::Index, u8),
    Cut(prop::sample::Index),
    Remove(prop::sample::Index, u8),
    Double(prop::sample::Index, u8),
}

fn damage() -> impl Strategy<Value = Damage> {
    let at = any::<prop::sample::Index>;
    prop_oneof![
        4 => (at(), any::<u8>()).prop_map(|(at, bits)| Damage::Flip(at, bits)),
        1 => at().prop_map(Damage::Cut),
        1 => (at(), any::<u8>()).prop_map(|(at, length)| Damage::Remove(at, length)),
        1 => (at(), any::<u8>()).prop_map(|(at, length)| Damage::Double(at, length)),
    ]
}

fn apply(bytes: &mut Vec<u8>, damage: &Damage) {
    if bytes.is_empty() {
        return;
    }
    match damage {
        Damage::Flip(at, bits) => {
            let at = at.index(bytes.len());
            bytes[at] ^= bits;
        }
        Damage::Cut(at) => bytes.truncate(at.index(bytes.len())),
        Damage::Remove(at, length) => {
            let at = at.index(bytes.len());
            bytes.drain(at..(at + usize::from(*length)).min(bytes.len()));
        }
        Damage::Double(at, length) => {
            let at = at.index(bytes.len());
            let piece = bytes[at..(at + usize::from(*length)).min(bytes.len())].to_vec();
            bytes.splice(at..at, piece);
        }
    }
}

/// Damage one of the samples, read it, and hold what every reader promises.
fn survives(samples: &[(String, Vec<u8>)], which: prop::sample::Index, damages: &[Damage]) -> Result<(), TestCaseError> {
    let (name, mut bytes) = samples[which.index(samples.len())].clone();
    damages.iter().for_each(|damage| apply(&mut bytes, damage));
    let mut found = Collected { member_limit: 1 << 20, ..Collected::default() };
    let outcome = extract(&Input { bytes: &bytes, name: &name }, &Options::default(), &mut found);
    prop_assert!(found.media_type.contains('/'));
    let hollow = found.units.iter().find(|unit| unit.text.is_empty() && unit.entry.is_none() || unit.engine.is_empty());
    prop_assert!(hollow.is_none(), "{name} as {}: {hollow:?}", found.media_type);
    if let Err(Failure::Unreadable(gap)) = outcome {
        prop_assert!(!gap.detail.is_empty());
    }
    Ok(())
}

/// Samples whose reader is written here, by the ends of their names.
fn ending(ends: &[&str]) -> Vec<(String, Vec<u8>)> {
    let found: Vec<_> = samples().into_iter().filter(|(name, _)| ends.iter().any(|end| name.ends_with(end))).collect();
    assert!(ends.iter().all(|end| found.iter().any(|(name, _)| name.ends_with(end))), "a sample of {ends:?} is missing");
    found
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(160))]
    #[test]
    fn damaged_files_are_read_or_refused(which in any::<prop::sample::Index>(), damages in prop::collection::vec(damage(), 1..6)) {
        survives(&samples(), which, &damages)?;
    }
}

// The readers that have a fuzz target of their own (`fuzz/`), each with more cases than its share above.
proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]
    #[test]
    fn damaged_rtf(which in any::<prop::sample::Index>(), damages in prop::collection::vec(damage(), 1..6)) {
        survives(&ending(&[".rtf"]), which, &damages)?;
    }

    #[test]
    fn damaged_messages(which in any::<prop::sample::Index>(), damages in prop::collection::vec(damage(), 1..6)) {
        survives(&ending(&[".msg", "winmail.dat"]), which, &damages)?;
    }

    #[test]
    fn damaged_chats(which in any::<prop::sample::Index>(), damages in prop::collection::vec(damage(), 1..6)) {
        survives(&ending(&["Plavi Kombi.txt", "messages.txt", "result.json", "messages.html", "pozivi.csv", "viber-razgovor.csv"]), which, &damages)?;
    }

    #[test]
    fn damaged_reports(which in any::<prop::sample::Index>(), damages in prop::collection::vec(damage(), 1..6)) {
        survives(&ending(&[".ufdr", "mobiledit-arta.xml", "sms-goran.xml"]), which, &damages)?;
    }

    #[test]
    fn damaged_stores(which in any::<prop::sample::Index>(), damages in prop::collection::vec(damage(), 1..6)) {
        survives(&ending(&[".pst"]), which, &damages)?;
    }

    #[test]
    fn damaged_old_office_files(which in any::<prop::sample::Index>(), damages in prop::collection::vec(damage(), 1..6)) {
        survives(&ending(&[".xls", ".doc", ".ppt"]), which, &damages)?;
    }
}
