//! What every story needs: the binary, a scratch folder, the fixtures.
#![allow(dead_code)]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;

/// The folder with the bundled fictional case and other fixtures.
pub fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures")
}

/// The program under test, in a clean environment, 80 columns wide.
pub fn rogatory() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_rogatory"));
    command.env_remove("ROGATORY_CASE").env_remove("ROGATORY_LIBRARY").env("COLUMNS", "80").env("NO_COLOR", "1");
    command
}

/// Run and return (exit code, stdout, stderr).
pub fn run(command: &mut Command) -> (i32, String, String) {
    let Output { status, stdout, stderr } = command.output().expect("the program starts");
    (status.code().unwrap_or(-1), String::from_utf8_lossy(&stdout).into_owned(), String::from_utf8_lossy(&stderr).into_owned())
}

/// Run with these arguments and parse standard output as JSON.
pub fn json(command: &mut Command) -> (i32, serde_json::Value) {
    let (code, stdout, stderr) = run(command);
    match serde_json::from_str(&stdout) {
        Ok(value) => (code, value),
        Err(error) => panic!("not JSON ({error}): {stdout}\n{stderr}"),
    }
}

/// Rewrite the body of a DOCX.
pub fn edit_docx(file: &Path, edit: impl Fn(&str) -> String) {
    use std::io::{Read, Write};
    let mut archive = zip::ZipArchive::new(std::fs::File::open(file).expect("the DOCX")).expect("a ZIP archive");
    let mut out = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for at in 0..archive.len() {
        let mut part = archive.by_index(at).expect("a part");
        let name = part.name().expect("a name").into_owned();
        let mut bytes = Vec::new();
        part.read_to_end(&mut bytes).expect("read");
        if name == "word/document.xml" {
            let body = String::from_utf8(bytes).expect("UTF-8");
            let edited = edit(&body);
            assert_ne!(edited, body, "nothing was edited");
            bytes = edited.into_bytes();
        }
        out.start_file(name, zip::write::SimpleFileOptions::default()).expect("begun");
        out.write_all(&bytes).expect("written");
    }
    let bytes = out.finish().expect("closed").into_inner();
    std::fs::write(file, bytes).expect("written");
}

/// An empty scratch folder, removed when dropped.
pub fn scratch() -> tempfile::TempDir {
    tempfile::tempdir().expect("a scratch folder")
}

/// The bundled case, indexed once for all stories of one run. Nobody may change it.
pub fn indexed_case() -> &'static Path {
    static CASE: OnceLock<PathBuf> = OnceLock::new();
    CASE.get_or_init(|| {
        // Below the build's folder, since nothing removes what a static holds; every process its own.
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("indexed-case-{}", std::process::id()));
        // Numbers of processes come again: what an earlier run left under this one is not ours.
        let _ = std::fs::remove_dir_all(&folder);
        let (code, _, error) = run(rogatory().args(["init", "--jurisdiction", "RS", "--quiet"]).arg(&folder));
        assert_eq!(code, 0, "{error}");
        run(rogatory().arg("--case").arg(&folder).args(["index", "--quiet", "--ocr", "off"]).arg(fixtures().join("case")));
        folder
    })
}
