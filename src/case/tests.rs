use super::*;
use crate::extract::{Locator, Meta, Part, Unit};

fn unit(text: &str) -> StoredUnit {
    let unit = Unit {
        locator: Locator::Page { number: 1, printed: None },
        part: Part::Body,
        text: text.into(),
        engine: "test 1".into(),
        confidence: None,
        entry: None,
    };
    StoredUnit { ordinal: 0, unit, language: Some("sr-Latn".into()) }
}

fn document(sha256: &str, texts: &[&str]) -> NewDocument {
    let mut writer = BlockWriter::default();
    for text in texts {
        writer.push(unit(text)).unwrap();
    }
    let (unit_count, text_bytes) = (writer.count(), writer.text_bytes());
    let (blocks, units_digest) = writer.finish().unwrap();
    NewDocument {
        sha256: sha256.into(),
        size: 7,
        media_type: "text/plain".into(),
        engine: Some("test 1".into()),
        state: State::Complete,
        gaps: vec![],
        meta: Meta::default(),
        languages: vec![],
        announced: None,
        unit_count,
        text_bytes,
        blocks,
        units_digest,
        unfinished: false,
    }
}

fn source(path: &str, sha256: &str) -> NewSource {
    NewSource {
        root: b"/ev".to_vec(),
        path: path.as_bytes().to_vec(),
        stamp: Stamp { size: 7, mtime: 1_700_000_000_000_000_000, ..Stamp::default() },
        bytes: Ok(sha256.into()),
    }
}

fn scratch() -> (tempfile::TempDir, Case, Store) {
    let dir = tempfile::tempdir().unwrap();
    let case =
        Case::create(&dir.path().join("case"), Settings { number: Some("KT-1/2026".into()), ..Settings::default() }).unwrap();
    let store = Store::open(case.dir()).unwrap();
    (dir, case, store)
}

const A: &str = "aa00000000000000000000000000000000000000000000000000000000000000";
const B: &str = "ab00000000000000000000000000000000000000000000000000000000000000";

#[test]
fn a_case_is_private_is_found_from_below_and_is_never_overwritten() {
    let (_dir, case, _store) = scratch();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = |p: &Path| fs::metadata(p).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(case.dir()), 0o700);
        for file in [CASE_FILE, "store.sqlite"] {
            assert_eq!(mode(&case.dir().join(file)), 0o600, "{file}");
        }
    }
    assert_eq!(Case::find(None, &case.work_dir()).unwrap().dir(), case.dir());
    assert_eq!(Case::create(case.dir(), Settings::default()).unwrap_err().kind, Kind::BadInput);
}

#[test]
fn unknown_keys_and_comments_of_case_toml_survive_a_new_evidence_root() {
    let (_dir, mut case, _store) = scratch();
    let file = case.dir().join(CASE_FILE);
    let text = fs::read_to_string(&file).unwrap() + "\n# mine\n[protected]\npersons = [\"A. B.\"]\n";
    fs::write(&file, &text).unwrap();
    case.add_evidence_root(Path::new("/ev/докази")).unwrap();
    let after = fs::read_to_string(&file).unwrap();
    assert!(after.contains("# mine") && after.contains("/ev/докази"), "{after}");
    let again = Case::open(case.dir()).unwrap();
    assert!(again.settings().other.contains_key("protected"));
    assert_eq!(again.settings().evidence_roots, [PathBuf::from("/ev/докази")]);
}

#[test]
fn units_come_back_as_they_were_singly_and_together() {
    let (_dir, _case, store) = scratch();
    let long = "šuma ".repeat(20_000);
    store.begin().unwrap();
    let id =
        store.put_document(&document(A, &["prva", &long, "treća", &long, "пета"]), 1, "2026-01-01T00:00:00Z", "test").unwrap();
    store.commit(1).unwrap();
    let units = store.units(id).unwrap();
    assert_eq!(units.iter().map(|u| u.ordinal).collect::<Vec<_>>(), [1, 2, 3, 4, 5]);
    for unit in &units {
        assert_eq!(store.unit(id, unit.ordinal).unwrap().as_ref(), Some(unit));
    }
    assert_eq!(units[4].unit.text, "пета");
    assert_eq!(store.unit(id, 6).unwrap(), None);
    assert_eq!(store.generation().unwrap(), 1);
}

#[test]
fn a_document_is_named_by_any_unambiguous_prefix() {
    let (_dir, _case, store) = scratch();
    store.begin().unwrap();
    for sha256 in [A, B] {
        store.put_document(&document(sha256, &["x"]), 1, "", "").unwrap();
    }
    store.commit(1).unwrap();
    assert_eq!(store.document_by_prefix("AB").unwrap().sha256, B);
    assert!(matches!(store.document_by_prefix("a"), Err(Lookup::Ambiguous(ids)) if ids == [A, B]));
    assert!(matches!(store.document_by_prefix("c"), Err(Lookup::NotFound)));
    assert!(matches!(store.document_by_prefix("a%"), Err(Lookup::NotFound)));
    assert_eq!(store.short_id(A).unwrap(), A[..12]);
}

#[test]
fn path_chains_lead_through_containers_and_survive_one_that_holds_itself() {
    let (_dir, _case, store) = scratch();
    store.begin().unwrap();
    let outer = store.put_document(&document(A, &[]), 1, "", "").unwrap();
    let inner = store.put_document(&document(B, &["x"]), 1, "", "").unwrap();
    store.put_member(outer, 1, "mail/17.eml", B, 7).unwrap();
    store.put_member(outer, 2, "self.zip", A, 7).unwrap();
    assert!(store.put_source(&source("/ev/a.zip", A), "2026-01-01T00:00:00Z").unwrap());
    assert!(store.put_source(&source("/ev/copy.eml", B), "2026-01-01T00:00:00Z").unwrap());
    assert!(!store.put_source(&source("/ev/copy.eml", B), "2026-01-02T00:00:00Z").unwrap(), "the same again is not news");
    store.commit(1).unwrap();
    let displays: Vec<String> = store.paths(inner).unwrap().into_iter().map(|o| o.display).collect();
    assert_eq!(displays, ["/ev/a.zip!/mail/17.eml", "/ev/copy.eml"]);
    assert_eq!(store.paths(outer).unwrap().len(), 1);
    assert_eq!(store.touch_tree(outer, 2).unwrap().len(), 2);
}

#[test]
fn a_changed_file_keeps_its_old_record() {
    let (_dir, _case, store) = scratch();
    store.begin().unwrap();
    let old = store.put_document(&document(A, &["old"]), 1, "", "").unwrap();
    store.put_document(&document(B, &["new"]), 1, "", "").unwrap();
    store.put_source(&source("/ev/a", A), "2026-01-01T00:00:00Z").unwrap();
    store.put_source(&source("/ev/a", B), "2026-01-02T00:00:00Z").unwrap();
    store.commit(1).unwrap();
    let places = store.paths(old).unwrap();
    assert_eq!((places.len(), places[0].status), (1, SourceStatus::Changed));
    assert_eq!(store.sources_under(b"/ev").unwrap().len(), 1);
    assert_eq!(store.sources_under(b"/e").unwrap().len(), 0, "a folder is not its name's beginning");
}

#[test]
fn a_container_is_unsettled_until_all_inside_is_recorded() {
    let (_dir, _case, store) = scratch();
    store.begin().unwrap();
    let outer = store.put_document(&document(A, &[]), 1, "", "").unwrap();
    store.put_member(outer, 1, "x", B, 7).unwrap();
    assert_eq!(store.unsettled().unwrap().into_iter().collect::<Vec<_>>(), [A]);
    store.put_document(&document(B, &["x"]), 1, "", "").unwrap();
    assert!(store.unsettled().unwrap().is_empty());
    store.commit(1).unwrap();
}

#[test]
fn a_tampered_journal_is_noticed() {
    let (_dir, _case, store) = scratch();
    store.journal("index", &serde_json::json!({"files": 3})).unwrap();
    store.journal("verify", &serde_json::json!({})).unwrap();
    assert_eq!(store.journal_faults().unwrap(), Vec::<String>::new());
    store.connection.execute("UPDATE journal SET detail = '{\"files\":2}' WHERE number = 2", []).unwrap();
    assert_eq!(store.journal_faults().unwrap().len(), 1);
    store.connection.execute("DELETE FROM journal WHERE number = 2", []).unwrap();
    assert!(!store.journal_faults().unwrap().is_empty());
}

#[test]
fn one_writer_at_a_time() {
    let (_dir, case, _store) = scratch();
    let lock = case.lock().unwrap();
    assert_eq!(case.lock().unwrap_err().kind, Kind::Locked);
    drop(lock);
    case.lock().unwrap();
}

#[test]
fn a_store_of_another_version_is_recognised_and_the_remedy_told() {
    let (_dir, case, store) = scratch();
    store.connection.execute("UPDATE fact SET value = '0' WHERE key = 'format_version'", []).unwrap();
    let error = Store::read_only(case.dir()).unwrap_err();
    assert_eq!(error.kind, Kind::Version);
    assert!(error.message.contains("older") && error.hint.is_some());
}

#[test]
fn names_that_are_not_utf8_are_shown_byte_by_byte() {
    assert_eq!(display_path(b"/ev/\xe6\xb5\xff.txt"), "/ev/\\xe6\\xb5\\xff.txt");
    assert_eq!(display_path("/ev/Џаферовић".as_bytes()), "/ev/Џаферовић");
}

#[test]
fn a_changed_byte_in_any_row_is_found() {
    let (_dir, _case, store) = scratch();
    store.begin().unwrap();
    let id = store.put_document(&document(A, &["jedan", "dva"]), 1, "2026-01-01T00:00:00Z", "test").unwrap();
    store.put_document(&document(B, &["x"]), 1, "2026-01-01T00:00:00Z", "test").unwrap();
    store.put_member(id, 1, "x.txt", B, 7).unwrap();
    store.put_source(&source("/ev/a", A), "2026-01-01T00:00:00Z").unwrap();
    store.commit(1).unwrap();
    assert_eq!(store.faults(|| ()).unwrap(), []);
    let tamper = [
        ("UPDATE document SET state = 'partial' WHERE id = 1", "document"),
        ("UPDATE document SET meta = '{\"title\":\"x\"}' WHERE id = 1", "document"),
        ("UPDATE block SET data = (SELECT data FROM block WHERE document = 2) WHERE document = 1", "document"),
        ("UPDATE member SET name = 'y.txt'", "member"),
        ("UPDATE source SET path = x'2f65762f62'", "source"),
        ("DELETE FROM journal", "journal"),
    ];
    for (sql, kind) in tamper {
        store.begin().unwrap();
        store.connection.execute(sql, []).unwrap();
        let faults = store.faults(|| ()).unwrap();
        assert!(faults.iter().any(|f| f.kind == kind), "{sql}: {faults:?}");
        store.rollback();
    }
}
