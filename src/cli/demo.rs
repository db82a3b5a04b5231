//! `rogatory demo`: copies the bundled fictional case and walks through it with the program's own commands.
//!
//! Nothing here is staged: each step starts this very program and shows what it prints.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use include_dir::{Dir, DirEntry, include_dir};

use super::{CommandError, Exit, Global, Outcome, output};

static EVIDENCE: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/fixtures/case");
/// A request whose facts are cited to pages of that evidence.
static REQUEST: &[u8] = include_bytes!("../../fixtures/requests/video-and-bank-rs-de.toml");

/// Walk through the program on a bundled fictional case
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  rogatory demo\n  rogatory demo /tmp/tour")]
pub struct Args {
    /// A folder that does not exist yet [default: rogatory-demo here, or rogatory-demo-2, …]
    dir: Option<PathBuf>,
}

/// The papers it sends that are no evidence.
static ANNEXES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/fixtures/requests/annexes");

/// One step of the tour: why, and the words after `rogatory`. `{dir}` stands for the tour's folder.
struct Step {
    why: &'static str,
    words: &'static [&'static str],
    /// The exit codes that mean the step went as it should.
    expected: &'static [i32],
}

const TOUR: &[Step] = &[
    Step {
        why: "A case is a folder of its own; evidence stays where it is and is never written to.",
        words: &[
            "init",
            "{dir}/case",
            "--number",
            "KTO-F 12/2026",
            "--title",
            "Plavi kombi (fictional)",
            "--jurisdiction",
            "RS",
            "--languages",
            "sr,sq,mk,bs,de,en",
        ],
        expected: &[0],
    },
    Step {
        why: "Read everything. What cannot be read is named, with the reason.",
        words: &["index", "{dir}/evidence"],
        expected: &[0, 3],
    },
    Step { why: "What was read, partly read, unreadable, and why.", words: &["status"], expected: &[0, 3] },
    Step {
        why: "Typed on an English keyboard; found in both scripts, in every case ending.",
        words: &["search", "krijumcarenje"],
        expected: &[0],
    },
    Step {
        why: "One name, three alphabets, several spellings.",
        words: &["search", "name:\"Muhamed Dzaferi\"", "--limit", "4"],
        expected: &[0],
    },
    Step { why: "A number plate, however it was typed.", words: &["search", "plate:BG417ZK", "--limit", "4"], expected: &[0] },
    Step {
        why: "An idea, in every language of the glossary.",
        words: &["search", "concept:debt_bondage", "--limit", "3"],
        expected: &[0],
    },
    Step { why: "Everything is still as it was recorded.", words: &["verify"], expected: &[0] },
    Step {
        why: "The law: what smuggling of migrants costs in five States.",
        words: &["law", "penalties", "smuggling_of_migrants", "--in", "RS,AL,ME,MK,DE"],
        expected: &[0],
    },
    Step {
        why: "Is it an offence there, too? Element by element, with what must still be shown.",
        words: &["law", "dual", "--offence", "RS-CC-350-2", "--in", "DE"],
        expected: &[0],
    },
    Step {
        why: "Which treaty carries a hearing by video from Serbia to Germany, and by which way.",
        words: &["mla", "basis", "RS", "DE", "--measure", "video_conference"],
        expected: &[0],
    },
    Step {
        why: "A request, held against the treaties' own lists and against the evidence it cites.",
        words: &["mla", "check", "{dir}/request.toml", "--on", "2026-03-16"],
        expected: &[0],
    },
    Step {
        why: "The same request as documents, Serbian and German side by side.",
        words: &["mla", "draft", "{dir}/request.toml", "--second-language", "de", "--to", "docx,pdf", "--out", "{dir}/drafts"],
        expected: &[0],
    },
    Step {
        why: "The folder to send: annexes out of the evidence with their hashes. What names the protected witness lies in a second one.",
        words: &["mla", "pack", "{dir}/request.toml", "--second-language", "de", "--out", "{dir}/to-send", "--on", "2026-03-16"],
        expected: &[0],
    },
];

pub fn run(args: Args, global: &Global) -> Outcome {
    let dir = match args.dir {
        Some(dir) => dir,
        None => free_name(Path::new("rogatory-demo")),
    };
    if dir.exists() {
        return Err(
            CommandError::bad_use(format!("{} exists already", dir.display())).hint("name a folder that does not exist yet")
        );
    }
    let program = std::env::current_exe()
        .map_err(|error| CommandError::internal(format!("cannot find the program's own file: {error}")))?;
    unpack(&EVIDENCE, &dir.join("evidence"))
        .and_then(|()| unpack(&ANNEXES, &dir.join("annexes")))
        .and_then(|()| fs::write(dir.join("request.toml"), REQUEST))
        .map_err(|error| CommandError::internal(format!("cannot write {}: {error}", dir.display())))?;
    output::print(&format!(
        "A fictional case of {} files lies in {}. Nobody in it exists.\n",
        count(&EVIDENCE),
        dir.join("evidence").display()
    ));
    let mut unexpected = 0;
    for step in TOUR {
        let words: Vec<String> = step.words.iter().map(|word| word.replace("{dir}", &dir.display().to_string())).collect();
        output::print(&format!(
            "\n# {}\n$ rogatory {}\n",
            step.why,
            words.iter().map(|word| quoted(word)).collect::<Vec<_>>().join(" ")
        ));
        let status = Command::new(&program)
            .args(&words)
            .args(global.quiet.then_some("--quiet"))
            .env("ROGATORY_CASE", dir.join("case"))
            .stdin(Stdio::null())
            .status()
            .map_err(|error| CommandError::internal(format!("cannot start {}: {error}", program.display())))?;
        let code = status.code().unwrap_or(-1);
        if !step.expected.contains(&code) {
            unexpected += 1;
            super::style::warning(&format!("that step ended with exit code {code}; expected {:?}", step.expected));
        }
    }
    output::print(&format!(
        "\nThe tour is over. Go on by yourself:\n  cd {}\n  rogatory search 'Bihać kombi' --json\n  rogatory --help\n",
        dir.join("case").display()
    ));
    if unexpected > 0 {
        return Err(CommandError::internal(format!("{unexpected} step(s) of the tour did not end as expected")));
    }
    Ok(Exit::Done)
}

/// `name`, or `name-2`, `name-3` … if it is taken.
fn free_name(name: &Path) -> PathBuf {
    let numbered = (2..).map(|n| PathBuf::from(format!("{}-{n}", name.display())));
    std::iter::once(name.to_path_buf()).chain(numbered).find(|path| !path.exists()).unwrap_or_else(|| name.to_path_buf())
}

/// Write the bundled files, private to the user.
fn unpack(dir: &Dir<'_>, target: &Path) -> std::io::Result<()> {
    fs::create_dir_all(target)?;
    for entry in dir.entries() {
        let Some(name) = entry.path().file_name() else { continue };
        match entry {
            DirEntry::Dir(inner) => unpack(inner, &target.join(name))?,
            DirEntry::File(file) => fs::write(target.join(name), file.contents())?,
        }
    }
    Ok(())
}

fn count(dir: &Dir<'_>) -> usize {
    dir.entries()
        .iter()
        .map(|entry| match entry {
            DirEntry::Dir(inner) => count(inner),
            DirEntry::File(_) => 1,
        })
        .sum()
}

/// A word as a person would type it into a shell.
fn quoted(word: &str) -> String {
    if word.chars().all(|c| c.is_alphanumeric() || "-_./:,=+".contains(c)) {
        word.to_string()
    } else {
        format!("'{}'", word.replace('\'', "'\\''"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_quoted_as_a_shell_needs_them() {
        assert_eq!(quoted("krijumcarenje"), "krijumcarenje");
        assert_eq!(quoted("name:\"A B\""), "'name:\"A B\"'");
        assert_eq!(quoted("it's"), "'it'\\''s'");
    }

    #[test]
    fn the_bundled_case_says_that_it_is_fictional() {
        let readme = EVIDENCE.get_file("README.md").and_then(|file| file.contents_utf8()).unwrap_or_default();
        assert!(readme.contains("invented"));
        assert!(count(&EVIDENCE) > 30);
    }
}
