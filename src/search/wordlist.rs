//! The distinct folded words of each part of the index in one list.
//!
//! A pattern that may begin with any letter (`*kamion*`, `/.+enje/`) has to see every word. In the dictionary each word drags its spellings along,
//! and walking it takes several times as long as reading the list.
//!
//! A list bears the name of its part, and parts never change. Where one is missing (the index is being written, a run was killed) or cannot be
//! believed, the dictionary is searched: slower, with the same result.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use tantivy::schema::Field;
use tantivy::{Index, SegmentReader};
use tantivy_fst::Automaton;

use super::error::Error;
use super::schema::SPELLING;

const EXTENSION: &str = "words";
/// Fewer terms than these are searched in no time.
const FEW: usize = 20_000;
/// More matches than these are not worth looking up one by one.
const MANY: usize = 2_000;

/// Write the lists of the parts that have none, and remove those whose part is gone.
pub(super) fn write_missing(index: &Index, folder: &Path, field: Field) -> Result<(), Error> {
    let searcher = index.reader_builder().num_warming_threads(1).try_into()?.searcher();
    let mut current = HashSet::new();
    for segment in searcher.segment_readers() {
        let path = path(folder, segment);
        if !path.exists()
            && let Some(list) = gather(segment, field)?
        {
            // A torn file is recognised by its checksum; under its own name it is either whole or not there.
            let unfinished = path.with_extension("words-unfinished");
            std::fs::write(&unfinished, list)
                .and_then(|()| std::fs::rename(&unfinished, &path))
                .map_err(|e| failed(&path, &e))?;
        }
        current.insert(path);
    }
    for old in lists(folder) {
        if !current.contains(&old) {
            // What cannot be removed only takes room.
            let _ = std::fs::remove_file(old);
        }
    }
    Ok(())
}

/// The lists in `folder` that are not what was written.
pub(super) fn damaged(folder: &Path) -> Vec<PathBuf> {
    lists(folder).into_iter().filter(|path| std::fs::read(path).ok().is_none_or(|file| List::of(&file).is_none())).collect()
}

/// The folded words of a part that an automaton accepts; `None` if there is no list, or too many match.
pub(super) fn matching(
    folder: &Path,
    segment: &SegmentReader,
    field: Field,
    automaton: &impl Automaton<State: Clone>,
) -> Option<Vec<String>> {
    let file = std::fs::read(path(folder, segment)).ok()?;
    let list = List::of(&file)?;
    // The list of another part, put under this name by hand, would hide words.
    if segment.inverted_index(field).ok()?.terms().num_terms() as u64 != list.terms {
        return None;
    }
    let mut found = Vec::new();
    let mut word = Vec::new();
    // Behind each letter of the word where the automaton stands, so that only the letters are looked at that the word before did not have.
    let mut states = vec![automaton.start()];
    // The letters after which nothing can match any more.
    let mut dead = usize::MAX;
    let mut entries = list.entries;
    while let Some((shared, ending)) = next(&mut entries) {
        word.truncate(shared);
        word.extend_from_slice(ending);
        if dead <= shared {
            continue;
        }
        dead = usize::MAX;
        states.truncate(shared + 1);
        for (at, byte) in ending.iter().enumerate() {
            let state = automaton.accept(states.last()?, *byte);
            if !automaton.can_match(&state) {
                dead = shared + at + 1;
                break;
            }
            states.push(state);
        }
        if dead == usize::MAX && automaton.is_match(states.last()?) {
            if found.len() >= MANY {
                return None;
            }
            found.push(String::from_utf8(word.clone()).ok()?);
        }
    }
    Some(found)
}

/// Whether a pattern goes on over any letters, so that hardly any beginning can be ruled out. Close words do not: a few wrong letters end them, and
/// the dictionary is quicker.
pub(super) fn begins_anyhow(automaton: &impl Automaton) -> bool {
    let alive = |letter: &u8| {
        let mut state = automaton.start();
        (0..4).all(|_| {
            state = automaton.accept(&state, *letter);
            automaton.can_match(&state)
        })
    };
    (b'a'..=b'z').filter(alive).count() > 6
}

fn path(folder: &Path, segment: &SegmentReader) -> PathBuf {
    folder.join(segment.segment_id().uuid_string()).with_extension(EXTENSION)
}

fn lists(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut found: Vec<PathBuf> =
        entries.map(|entry| entry.path()).filter(|p| p.extension().is_some_and(|e| e == EXTENSION)).collect();
    found.sort();
    found
}

/// The list of a part; `None` for a small one.
fn gather(segment: &SegmentReader, field: Field) -> Result<Option<Vec<u8>>, Error> {
    let inverted = segment.inverted_index(field)?;
    let terms = inverted.terms();
    if terms.num_terms() < FEW {
        return Ok(None);
    }
    let mut list = Builder::new(terms.num_terms() as u64);
    let mut stream = terms.stream()?;
    while stream.advance() {
        let word = stream.key().split(|byte| *byte == SPELLING as u8).next().unwrap_or_default();
        // Other control characters introduce what patterns do not look at.
        if word.iter().all(|byte| *byte >= b' ') {
            list.push(word);
        }
    }
    Ok(Some(list.finish()))
}

const MAGIC: &[u8; 4] = b"rgw1";
/// Magic, checksum (CRC-32 of all that follows it), number of terms.
const HEAD: usize = 4 + 4 + 8;

/// A list as it lies in its file: the head, then for each word, in order, how many bytes it shares with the word before, how many follow, and
/// these. Both numbers in groups of seven bits, the lowest first, the top bit set where another group follows.
struct List<'a> {
    terms: u64,
    entries: &'a [u8],
}

impl List<'_> {
    /// `None` where the bytes are not what was written.
    fn of(file: &[u8]) -> Option<List<'_>> {
        let (head, entries) = file.split_at_checked(HEAD)?;
        let checksum = u32::from_le_bytes(head.get(4..8)?.try_into().ok()?);
        let whole = head.starts_with(MAGIC) && crc32fast::hash(&file[8..]) == checksum;
        whole.then_some(List { terms: u64::from_le_bytes(head.get(8..16)?.try_into().ok()?), entries })
    }
}

/// Takes the next word off: how much it shares with the one before, and its ending. `None` at the end.
fn next<'a>(entries: &mut &'a [u8]) -> Option<(usize, &'a [u8])> {
    let shared = number(entries)?;
    let length = number(entries)?;
    let (ending, rest) = entries.split_at_checked(length)?;
    *entries = rest;
    Some((shared, ending))
}

fn number(from: &mut &[u8]) -> Option<usize> {
    let mut value = 0;
    for shift in (0..28).step_by(7) {
        let (byte, rest) = from.split_first()?;
        *from = rest;
        value |= usize::from(byte & 0x7f) << shift;
        if *byte < 0x80 {
            return Some(value);
        }
    }
    None
}

struct Builder {
    file: Vec<u8>,
    last: Vec<u8>,
}

impl Builder {
    fn new(terms: u64) -> Builder {
        let mut file = MAGIC.to_vec();
        file.extend_from_slice(&[0; 4]);
        file.extend_from_slice(&terms.to_le_bytes());
        Builder { file, last: Vec::new() }
    }

    /// A word, in order; the same one again is passed over.
    fn push(&mut self, word: &[u8]) {
        if word == self.last {
            return;
        }
        let shared = self.last.iter().zip(word).take_while(|(a, b)| a == b).count();
        for mut value in [shared, word.len() - shared] {
            while value >= 0x80 {
                self.file.push((value & 0x7f) as u8 | 0x80);
                value >>= 7;
            }
            self.file.push(value as u8);
        }
        self.file.extend_from_slice(&word[shared..]);
        self.last.truncate(shared);
        self.last.extend_from_slice(&word[shared..]);
    }

    fn finish(mut self) -> Vec<u8> {
        let checksum = crc32fast::hash(&self.file[8..]);
        self.file[4..8].copy_from_slice(&checksum.to_le_bytes());
        self.file
    }
}

fn failed(path: &Path, error: &std::io::Error) -> Error {
    Error::Io(format!("{}: {error}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::{Locator, Part};
    use crate::search::automata::{Close, OnFolded, Pattern, regex};
    use crate::search::snapshot::Snapshot;
    use crate::search::{Index, IndexDocument, IndexUnit};

    /// Words enough for a list: syllables, every third with a letter that is folded.
    fn text() -> String {
        let syllables = ["ka", "mi", "on", "gra", "ni", "ca", "ša", "đe", "ru", "pi"];
        let mut out = String::new();
        for number in 0..22_000_usize {
            let mut rest = number;
            for _ in 0..5 {
                out.push_str(syllables[rest % 10]);
                rest /= 10;
            }
            out.push(' ');
        }
        out
    }

    fn filled(folder: &Path, text: &str) -> Index {
        let index = Index::create(folder).unwrap();
        let mut writer = index.writer(16).unwrap();
        let locator = Locator::Page { number: 1, printed: None };
        let unit =
            IndexUnit { ordinal: 1, locator: &locator, part: Part::Body, text, language: None, confidence: None, time: None };
        let units = [unit];
        let document = IndexDocument { document: 1, sha256: "ab", media_type: "text/plain", units: &units, ..Default::default() };
        writer.put(&document).unwrap();
        writer.commit(1).unwrap();
        writer.finish().unwrap();
        Index::open(folder).unwrap()
    }

    #[test]
    fn the_list_and_the_dictionary_find_the_same_words() {
        let folder = tempfile::tempdir().unwrap();
        let index = filled(folder.path(), &text());
        let kept = lists(folder.path());
        assert_eq!(kept.len(), 1);
        let field = index.fields.exact;
        let with = Snapshot::open(&index).unwrap();
        let segment = &with.segments[0].reader;
        let pattern = OnFolded(Pattern::new("*onsaru*").unwrap());
        assert!(begins_anyhow(&pattern) && !begins_anyhow(&OnFolded(Pattern::new("kamion*").unwrap())));
        let words = matching(folder.path(), segment, field, &pattern).unwrap();
        assert!(!words.is_empty() && words.iter().all(|word| word.contains("onsaru")), "{words:?}");
        let expression = OnFolded(regex(".*sarupi.*").unwrap());
        let close = OnFolded(Close::new("kamionsakaa", 2));
        assert!(begins_anyhow(&expression) && !begins_anyhow(&close));
        let found = |snapshot: &Snapshot| {
            [
                snapshot.matching(field, &pattern).unwrap(),
                snapshot.matching(field, &expression).unwrap(),
                snapshot.matching(field, &close).unwrap(),
            ]
        };
        let listed = found(&with);
        assert!(listed.iter().all(|terms| !terms.is_empty()), "{:?}", listed.each_ref().map(|terms| terms.len()));
        std::fs::remove_file(&kept[0]).unwrap();
        assert!(matching(folder.path(), segment, field, &pattern).is_none());
        assert_eq!(found(&with), listed);
    }

    #[test]
    fn a_damaged_list_is_named_and_not_believed_and_a_foreign_one_neither() {
        let folder = tempfile::tempdir().unwrap();
        let index = filled(folder.path(), &text());
        let snapshot = Snapshot::open(&index).unwrap();
        let segment = &snapshot.segments[0].reader;
        let pattern = Pattern::new("*onsaru*").unwrap();
        let list = lists(folder.path()).remove(0);
        let good = std::fs::read(&list).unwrap();
        assert!(index.damaged_files().unwrap().is_empty());
        for at in [5, good.len() / 2, good.len() - 1] {
            let mut bad = good.clone();
            bad[at] ^= 1;
            std::fs::write(&list, bad).unwrap();
            assert!(matching(folder.path(), segment, index.fields.exact, &pattern).is_none(), "byte {at}");
            assert_eq!(index.damaged_files().unwrap(), std::slice::from_ref(&list), "byte {at}");
        }
        let mut foreign = Builder::new(7);
        foreign.push(b"kamion");
        std::fs::write(&list, foreign.finish()).unwrap();
        assert!(matching(folder.path(), segment, index.fields.exact, &pattern).is_none());
    }

    proptest::proptest! {
        #![proptest_config(proptest::test_runner::Config::with_cases(64))]
        #[test]
        fn what_is_put_in_comes_out(mut words in proptest::collection::vec("[a-cž]{0,6}|x{120,300}", 0..40)) {
            words.sort();
            words.dedup();
            words.retain(|word| !word.is_empty());
            let mut builder = Builder::new(words.len() as u64);
            words.iter().for_each(|word| builder.push(word.as_bytes()));
            let file = builder.finish();
            let list = List::of(&file).unwrap();
            proptest::prop_assert_eq!(list.terms, words.len() as u64);
            let (mut entries, mut word, mut out) = (list.entries, Vec::new(), Vec::new());
            while let Some((shared, ending)) = next(&mut entries) {
                word.truncate(shared);
                word.extend_from_slice(ending);
                out.push(String::from_utf8(word.clone()).unwrap());
            }
            proptest::prop_assert!(entries.is_empty());
            proptest::prop_assert_eq!(out, words);
        }
    }

    #[test]
    fn the_list_of_a_part_that_is_gone_goes_too() {
        let folder = tempfile::tempdir().unwrap();
        let index = filled(folder.path(), &text());
        let old = lists(folder.path());
        let mut writer = index.writer(16).unwrap();
        writer.remove(1).unwrap();
        writer.commit(2).unwrap();
        writer.finish().unwrap();
        assert!(lists(folder.path()).is_empty(), "{old:?}");
    }
}
