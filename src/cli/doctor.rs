//! `rogatory doctor`: what is installed, what is missing, how to get it.

use std::io::IsTerminal;
use std::process::Command;

use serde_json::json;

use super::output::{self, Format};
use super::{Exit, Global, Outcome};
use crate::ingest::worker;

/// What is installed, what is missing, how to get it
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  rogatory doctor
  rogatory doctor --json

Nothing here is needed to index and search; each line says what you gain.
Exit code 0: all there. 3: something is missing.")]
pub struct Args {}

/// One thing that was looked at.
struct Finding {
    what: &'static str,
    there: bool,
    detail: String,
    /// What to do if it is not there.
    remedy: &'static str,
}

/// Tesseract's models for the languages this program is made for.
const MODELS: [&str; 8] = ["srp", "srp_latn", "mkd", "sqi", "hrv", "bos", "eng", "deu"];

pub fn run(_args: Args, global: &Global) -> Outcome {
    let mut findings = vec![Finding {
        what: "program",
        there: true,
        detail: format!("rogatory {} on {} {}", env!("CARGO_PKG_VERSION"), std::env::consts::OS, std::env::consts::ARCH),
        remedy: "",
    }];
    findings.extend(isolation());
    findings.extend(ocr());
    findings.push(terminal());
    let missing = findings.iter().any(|f| !f.there);
    match global.format() {
        Format::Json | Format::Ndjson => {
            let all: Vec<_> = findings
                .iter()
                .map(|f| json!({"what": f.what, "there": f.there, "detail": f.detail, "remedy": (!f.there).then_some(f.remedy)}))
                .collect();
            output::print_json(&json!({"schema": "rogatory.doctor/1", "version": env!("CARGO_PKG_VERSION"), "findings": all}));
        }
        Format::Table | Format::Csv => {
            let mut table = output::table(&["What", "", "Detail"]);
            for f in &findings {
                let detail = if f.there { f.detail.clone() } else { format!("{}\n{}", f.detail, f.remedy) };
                table.add_row(vec![f.what.to_string(), if f.there { "yes" } else { "no" }.to_string(), detail]);
            }
            output::print_table(&table);
        }
    }
    Ok(if missing { Exit::Gaps } else { Exit::Done })
}

/// A reader process is started and asked what holds it.
fn isolation() -> Vec<Finding> {
    let found = worker::probe();
    let cell = found.as_ref().ok().copied().unwrap_or_default();
    let finding = |what, there, yes: &str, no: &str, remedy| Finding {
        what,
        there,
        detail: if there { yes } else { no }.to_string(),
        remedy,
    };
    let mut findings = vec![finding(
        "reader processes",
        found.is_ok(),
        "every file is read in a process of its own",
        "no reader process can be started",
        "check that the program file may be executed and that processes may be started",
    )];
    findings.push(finding(
        "resource limits",
        cell.resource_limits,
        "memory, processor time, output files and open files of readers are bounded",
        "memory of readers is not bounded by this system; time and output still are",
        "index untrusted evidence on Linux",
    ));
    findings.push(finding(
        "Landlock",
        cell.landlock,
        "readers cannot open any file",
        "the kernel cannot lock the file system away from readers",
        "use a Linux kernel 5.13 or newer with Landlock switched on (lsm=landlock,…)",
    ));
    findings.push(finding(
        "seccomp",
        cell.seccomp,
        "readers have only the system calls that reading needs: no network, no other programs",
        "the kernel does not filter system calls of readers",
        "use a Linux kernel with CONFIG_SECCOMP_FILTER on x86-64, aarch64 or riscv64",
    ));
    findings
}

fn ocr() -> Vec<Finding> {
    let install = "Debian and Ubuntu: apt-get install tesseract-ocr tesseract-ocr-srp tesseract-ocr-srp-latn tesseract-ocr-mkd tesseract-ocr-sqi tesseract-ocr-hrv tesseract-ocr-bos tesseract-ocr-deu";
    let output = |argument: &str| {
        let output = Command::new("tesseract").arg(argument).output().ok().filter(|o| o.status.success())?;
        // Older versions answer on standard error.
        Some(format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr)))
    };
    let Some(version) = output("--version") else {
        return vec![Finding {
            what: "tesseract",
            there: false,
            detail: "scans and photos are listed as not read (not_ocred)".into(),
            remedy: install,
        }];
    };
    let version = version.lines().next().unwrap_or_default().to_string();
    let installed: Vec<String> = output("--list-langs").unwrap_or_default().lines().map(|line| line.trim().to_string()).collect();
    let missing: Vec<&str> = MODELS.into_iter().filter(|model| !installed.iter().any(|i| i == model)).collect();
    let models = if missing.is_empty() {
        Finding { what: "OCR languages", there: true, detail: MODELS.join(", "), remedy: "" }
    } else {
        Finding { what: "OCR languages", there: false, detail: format!("missing: {}", missing.join(", ")), remedy: install }
    };
    vec![Finding { what: "tesseract", there: true, detail: version, remedy: "" }, models]
}

fn terminal() -> Finding {
    let utf8 = ["LC_ALL", "LC_CTYPE", "LANG"]
        .iter()
        .find_map(|key| std::env::var(key).ok().filter(|v| !v.is_empty()))
        .is_some_and(|locale| locale.to_ascii_lowercase().replace('-', "").contains("utf8"));
    let kind = if std::io::stdout().is_terminal() { "a terminal" } else { "not a terminal" };
    // Without a locale most terminals of today still show UTF-8; only a terminal that says otherwise is worth a remark.
    let there = utf8 || !std::io::stdout().is_terminal();
    Finding {
        what: "terminal",
        there,
        detail: format!("{kind}, {} columns, {}", output::width(), if utf8 { "UTF-8" } else { "no UTF-8 locale set" }),
        remedy: "set a UTF-8 locale, for example LANG=C.UTF-8, so that Cyrillic and Arabic are shown",
    }
}
