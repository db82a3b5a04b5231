//! Is everything still as it was recorded? The evidence on disk, the store, the journal, the index.

use crate::case::{Case, Error, Fault, Store, display_path};
use crate::search::Index;

use super::evidence;
use super::walk::path_of;

/// What was looked at, and what differs.
#[derive(Debug, Clone, Default)]
pub struct Report {
    pub files: u64,
    pub documents: u64,
    pub journal_entries: u64,
    pub generation: u64,
    pub index_generation: Option<u64>,
    pub faults: Vec<Fault>,
}

/// Check a case. `quick` compares the evidence by size and modification time instead of reading it. `progress` hears how many files are done, of how many.
pub fn verify(case: &Case, quick: bool, progress: &mut dyn FnMut(u64, u64)) -> Result<Report, Error> {
    let store = Store::read_only(case.dir())?;
    let mut report = Report { generation: store.generation()?, faults: store.faults(|| ())?, ..Report::default() };
    report.documents = store.totals().map(|t| t.documents).unwrap_or_default();
    report.journal_entries = store.journal_entries().map(|j| j.len() as u64).unwrap_or_default();
    index(case, &mut report);
    match store.sources_present() {
        Ok(sources) => {
            let all = sources.len() as u64;
            for source in sources {
                report.files += 1;
                if let Some(recorded) = &source.sha256
                    && let Some(detail) = drift(&source.path, &source.stamp, recorded, quick)
                {
                    report.faults.push(Fault::new("evidence", display_path(&source.path), detail));
                }
                progress(report.files, all);
            }
        }
        Err(error) => report.faults.push(Fault::new("store", "sources", error.message)),
    }
    Ok(report)
}

/// How a file of evidence differs from its record.
fn drift(path: &[u8], stamp: &crate::case::Stamp, recorded: &str, quick: bool) -> Option<String> {
    let path = path_of(path);
    let mut opened = match evidence::open(&path) {
        Ok(opened) => opened,
        Err(gap) => return Some(gap.detail),
    };
    if quick {
        if opened.stamp.size != stamp.size {
            return Some(format!("its size is {} bytes, recorded are {}", opened.stamp.size, stamp.size));
        }
        return (opened.stamp.mtime != stamp.mtime).then(|| "its modification time is not the recorded one".to_string());
    }
    match evidence::hash(&mut opened.file, |_| true) {
        Ok((found, _)) if found == recorded => None,
        Ok((found, _)) => Some(format!("its SHA-256 is {found}, recorded is {recorded}")),
        Err(error) => Some(format!("it cannot be read to its end: {}", evidence::plain(&error))),
    }
}

fn index(case: &Case, report: &mut Report) {
    let dir = case.index_dir();
    let index = match Index::open(&dir) {
        Ok(index) => index,
        // A case into which nothing was indexed yet has no index.
        Err(crate::search::Error::Missing(_)) if report.generation == 0 => return,
        Err(error) => {
            report.faults.push(Fault::new("index", dir.display().to_string(), format!("{error}; {}", error.remedy())));
            return;
        }
    };
    report.index_generation = Some(index.generation());
    if index.generation() != report.generation {
        let detail = format!(
            "it stands at commit {}, the store at {}; run rogatory index once and it is brought up",
            index.generation(),
            report.generation
        );
        report.faults.push(Fault::new("index", dir.display().to_string(), detail));
    }
    match index.damaged_files() {
        Ok(files) => {
            for file in files {
                report.faults.push(Fault::new(
                    "index",
                    file.display().to_string(),
                    "its checksum is wrong; delete the folder index and run rogatory index: it is built again from the store",
                ));
            }
        }
        Err(error) => report.faults.push(Fault::new("index", dir.display().to_string(), error.to_string())),
    }
}
