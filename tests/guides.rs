//! What README and guides show is what the program prints: every `console` block is run as its reader would run it.
//!
//! A block is one shell session in a folder with the fictional evidence (`evidence/`), statutes and requests beside it; blocks of
//! one page share the folder and follow each other. A last line `…` means that the rest is left out. `UPDATE_DOCS=1 cargo test guides` writes the
//! outputs anew. Times, rates and dates of the run are not compared.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use regex::Regex;

use super::support::fixtures;

/// What the page says instead of the scratch folder; as long as its path, so that tables keep their widths.
const SHOWN: &str = "/home/ana/predmet";
const REST: &str = "…";

fn pages() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut pages = vec![root.join("README.md")];
    if let Ok(entries) = fs::read_dir(root.join("docs/guide")) {
        pages.extend(entries.flatten().map(|entry| entry.path()).filter(|path| path.extension().is_some_and(|e| e == "md")));
    }
    pages.sort();
    pages
}

/// A folder with the evidence, whose path is as long as [`SHOWN`].
fn workplace() -> tempfile::TempDir {
    let random = SHOWN.len() - "/tmp/r".len();
    let dir = tempfile::Builder::new().prefix("r").rand_bytes(random).tempdir_in("/tmp").expect("a scratch folder");
    assert_eq!(dir.path().as_os_str().len(), SHOWN.len());
    for (from, to) in [("case", "evidence"), ("statutes", "statutes"), ("requests", "requests")] {
        if fixtures().join(from).is_dir() {
            copy(&fixtures().join(from), &dir.path().join(to));
        }
    }
    dir
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("fixtures").flatten() {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).expect("a copy");
        }
    }
}

/// One command with the lines its page shows.
struct Shown {
    command: String,
    output: Vec<String>,
}

/// Run the commands of one block as one session that begins where the last one ended (`here`); returns what each printed.
fn session(commands: &[Shown], dir: &Path, here: &mut PathBuf) -> Vec<String> {
    let mark = "\u{1}\u{2}";
    let mut script = String::new();
    for shown in commands {
        script.push_str(&format!("{}\nlast=$?; printf '{mark}'; (exit $last)\n", shown.command));
    }
    let end = dir.join(".end");
    script.push_str(&format!("pwd > {}\n", end.display()));
    let binary = Path::new(env!("CARGO_BIN_EXE_rogatory")).parent().expect("a folder");
    let path = format!("{}:{}", binary.display(), std::env::var("PATH").unwrap_or_default());
    let output = Command::new("sh")
        .args(["-c", &format!("exec 2>&1\n{script}")])
        .current_dir(&*here)
        .env("PATH", path)
        .env("COLUMNS", "80")
        .env("NO_COLOR", "1")
        .env("LC_ALL", "C.UTF-8")
        .env("XDG_DATA_HOME", dir.join(".local/share"))
        .env_remove("ROGATORY_CASE")
        .env_remove("ROGATORY_LIBRARY")
        .stdin(Stdio::null())
        .output()
        .expect("a shell");
    if let Ok(there) = fs::read_to_string(&end) {
        *here = PathBuf::from(there.trim_end());
    }
    let text = String::from_utf8_lossy(&output.stdout).replace(&dir.display().to_string(), SHOWN);
    let mut parts: Vec<String> = text.split(mark).map(|part| part.trim_matches('\n').to_owned()).collect();
    parts.truncate(commands.len());
    parts.resize(commands.len(), "(the session ended early)".to_owned());
    parts
}

/// Times, rates and dates of this run, made equal.
fn steady(text: &str) -> String {
    let rules = [
        (r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z", "<time>"),
        // The day of the run, and with it every day of its year or later.
        (r"20(2[6-9]|[3-9]\d)-\d\d-\d\d", "<day>"),
        (r"\d+(\.\d+)? (ms|s|seconds?|minutes?)\b", "<duration>"),
        (r"\d+(\.\d+)? [KMG]iB/s", "<rate>"),
        (r#""took_ms": ?[\d.]+"#, "<took>"),
        (r#""snapshot": ?"[^"]*""#, "<snapshot>"),
    ];
    let mut text = text.to_owned();
    for (pattern, name) in rules {
        text = Regex::new(pattern).expect("a pattern").replace_all(&text, name).into_owned();
    }
    text.lines().map(str::trim_end).collect::<Vec<_>>().join("\n")
}

fn check(page: &Path) -> Vec<String> {
    let text = fs::read_to_string(page).unwrap_or_default();
    let update = std::env::var_os("UPDATE_DOCS").is_some();
    let dir = workplace();
    let mut here = dir.path().to_path_buf();
    let (mut written, mut wrong) = (String::new(), Vec::new());
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        written.push_str(&format!("{line}\n"));
        if line.trim() != "```console" {
            continue;
        }
        let block: Vec<&str> = lines.by_ref().take_while(|line| line.trim() != "```").collect();
        let mut commands: Vec<Shown> = Vec::new();
        for line in block {
            match (line.strip_prefix("$ "), line.strip_prefix("> "), commands.last_mut()) {
                (Some(command), _, _) => commands.push(Shown { command: command.to_owned(), output: Vec::new() }),
                (None, Some(more), Some(last)) if last.output.is_empty() => last.command.push_str(&format!("\n{more}")),
                (None, _, Some(last)) => last.output.push(line.to_owned()),
                (None, _, None) => wrong.push(format!("{}: a console block begins with `$ `", page.display())),
            }
        }
        for (shown, printed) in commands.iter().zip(session(&commands, dir.path(), &mut here)) {
            let printed: Vec<&str> = printed.lines().map(str::trim_end).collect();
            let cut = shown.output.last().is_some_and(|line| line == REST);
            let kept = if cut { shown.output.len() - 1 } else { printed.len() };
            let now = printed[..kept.min(printed.len())].join("\n");
            let then = shown.output[..shown.output.len() - usize::from(cut)].join("\n");
            if !update && steady(&now) != steady(then.trim_matches('\n')) {
                wrong.push(format!(
                    "{}: $ {}\nthe page shows:\n{then}\n\nthe program prints:\n{now}\n",
                    page.display(),
                    shown.command
                ));
            }
            written.push_str(&format!("$ {}\n", shown.command.replace('\n', "\n> ")));
            if !now.is_empty() {
                written.push_str(&format!("{now}\n"));
            }
            if cut {
                written.push_str(&format!("{REST}\n"));
            }
        }
        written.push_str("```\n");
    }
    if update && written != text {
        fs::write(page, written).expect("the page");
    }
    wrong
}

#[test]
fn pages_show_what_the_program_prints() {
    let mut wrong = Vec::new();
    for page in pages() {
        wrong.extend(check(&page));
    }
    assert!(wrong.is_empty(), "run UPDATE_DOCS=1 cargo test guides, and look at the difference\n\n{}", wrong.join("\n"));
}
