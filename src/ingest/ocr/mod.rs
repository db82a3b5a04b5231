//! Text recognition in pictures, by the `tesseract` program where it is installed.
//!
//! The program runs in a process of its own with limits on time and memory and one thread; what it said is kept under the hash of the
//! picture, so that a second run costs nothing. Without the program pictures stay `not_ocred`, and the coverage says so.
//!
//! Not for: deciding which pages need it (the readers say `not_ocred`), rendering pages (`extract::pdf::render`).

mod cache;
mod tsv;

use std::collections::HashSet;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};

pub use cache::Cache;

use crate::extract::{LOW_CONFIDENCE, Reason};

/// A picture whose words have less mean confidence (percent) is looked at a second time.
const WORTH_ONE_LOOK: f32 = 80.0;

/// The models a page of unknown language is read with, as far as they are installed: measured at most 1.3 % character errors on six
/// languages of the region.
pub const DEFAULT_MIXTURE: [&str; 8] = ["hrv", "srp", "srp_latn", "mkd", "sqi", "bos", "eng", "deu"];

/// The `tesseract` program of this machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Engine {
    program: PathBuf,
    /// "tesseract 5.3.0", as it stands in the record.
    pub version: String,
    /// Installed language models, `osd` left out.
    pub languages: Vec<String>,
}

/// What one run may cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    pub wall: Duration,
    /// Address space in bytes.
    pub memory: u64,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits { wall: Duration::from_secs(120), memory: 2 << 30 }
    }
}

/// A word with the engine's confidence in percent.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OcrWord {
    pub text: String,
    pub confidence: f32,
}

/// What was recognised on one page of a picture file.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct OcrPage {
    /// From 1; only TIFF has more than one.
    pub number: u32,
    /// Lines and paragraphs as the engine saw them.
    pub text: String,
    /// Mean confidence of the words in percent; 0 where there are none.
    pub confidence: f32,
    pub words: Vec<OcrWord>,
}

impl OcrPage {
    /// Whether the page has words, but the engine does not trust them.
    pub fn is_doubtful(&self) -> bool {
        !self.words.is_empty() && self.confidence < LOW_CONFIDENCE
    }
}

/// What was recognised in one picture.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct OcrText {
    pub pages: Vec<OcrPage>,
    /// "tesseract 5.3.0 (srp+hrv)".
    pub engine: String,
}

impl OcrText {
    /// The text of all pages.
    pub fn text(&self) -> String {
        self.pages.iter().map(|page| page.text.as_str()).filter(|text| !text.is_empty()).collect::<Vec<_>>().join("\n")
    }

    /// Mean confidence of all words in percent; 0 where there are none.
    pub fn confidence(&self) -> f32 {
        let words: Vec<f32> = self.pages.iter().flat_map(|page| page.words.iter().map(|word| word.confidence)).collect();
        if words.is_empty() { 0.0 } else { words.iter().sum::<f32>() / words.len() as f32 }
    }
}

impl OcrText {
    /// How much was recognised: letters, each by how far the engine trusts it beyond a coin. Rubbish counts against itself.
    fn worth(&self) -> f32 {
        let words = self.pages.iter().flat_map(|page| &page.words);
        words.map(|word| word.text.chars().count() as f32 * (word.confidence - 50.0)).sum()
    }
}

/// Why recognition failed: the reason code for the record, and a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OcrError {
    pub reason: Reason,
    pub detail: String,
}

impl OcrError {
    fn failed(detail: impl Into<String>) -> OcrError {
        OcrError { reason: Reason::OcrFailed, detail: detail.into() }
    }
}

impl Engine {
    /// The program on the search path (or at `ROGATORY_TESSERACT`), if it runs and has at least one language.
    pub fn find() -> Option<Engine> {
        let program = std::env::var_os("ROGATORY_TESSERACT").map_or_else(|| PathBuf::from("tesseract"), PathBuf::from);
        Engine::at(&program)
    }

    /// The program at this path.
    pub fn at(program: &Path) -> Option<Engine> {
        let said = |argument: &str| {
            let output = prepared(program).arg(argument).stdin(Stdio::null()).output().ok()?;
            // Older versions print to standard error.
            let mut text = String::from_utf8_lossy(&output.stdout).into_owned();
            text.push_str(&String::from_utf8_lossy(&output.stderr));
            output.status.success().then_some(text)
        };
        let version = said("--version")?.lines().next()?.trim().to_owned();
        let mut languages: Vec<String> = said("--list-langs")?
            .lines()
            .skip(1)
            .map(str::trim)
            .filter(|name| !name.is_empty() && *name != "osd" && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_'))
            .map(str::to_owned)
            .collect();
        languages.sort();
        (!languages.is_empty() && version.starts_with("tesseract")).then(|| Engine {
            program: program.to_owned(),
            version,
            languages,
        })
    }

    /// The models to read with: those of the wanted languages (tags like "sr-Cyrl" or model names like "srp_latn") that are installed;
    /// the default mixture where none is wanted or none of the wanted is there.
    pub fn models(&self, wanted: &[String]) -> Vec<String> {
        let installed = |name: &str| self.languages.iter().any(|language| language == name);
        let mut seen = HashSet::new();
        let mut models: Vec<String> = wanted
            .iter()
            .flat_map(|tag| if installed(tag) { vec![tag.as_str()] } else { models_of(tag).to_vec() })
            .filter(|name| installed(name) && seen.insert((*name).to_owned()))
            .map(str::to_owned)
            .collect();
        if models.is_empty() {
            models = DEFAULT_MIXTURE.into_iter().filter(|name| installed(name)).map(str::to_owned).collect();
        }
        if models.is_empty() {
            models = self.languages.iter().take(4).cloned().collect();
        }
        models
    }

    /// Recognise the text of a picture (PNG, JPEG, TIFF, BMP, WebP, GIF). `dpi`: known resolution, for pages rendered by us.
    ///
    /// Where nothing or little is recognised, the picture is looked at once more with a threshold between ink and paper that follows
    /// the brightness around (Sauvola's): one threshold for the page sees nothing on a grey, noisy or shaded copy. The better answer counts.
    ///
    /// Errors: `ocr_failed` if the program refuses the picture or crashes, `time_limit` if it takes too long.
    pub fn recognise(&self, picture: &[u8], models: &[String], dpi: Option<u32>, limits: Limits) -> Result<OcrText, OcrError> {
        let first = self.look(picture, models, dpi, limits, &[])?;
        if first.confidence() >= WORTH_ONE_LOOK {
            return Ok(first);
        }
        match self.look(picture, models, dpi, limits, &["-c", "thresholding_method=2"]) {
            Ok(second) if second.worth() > first.worth() => Ok(second),
            // The first answer stands, whatever became of the second.
            _ => Ok(first),
        }
    }

    fn look(
        &self,
        picture: &[u8],
        models: &[String],
        dpi: Option<u32>,
        limits: Limits,
        more: &[&str],
    ) -> Result<OcrText, OcrError> {
        let mut command = prepared(&self.program);
        command.args(["stdin", "stdout", "-l", &models.join("+")]).args(more);
        if let Some(dpi) = dpi {
            command.args(["--dpi", &dpi.to_string()]);
        }
        command.arg("tsv").stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        confine(&mut command, limits);
        let child = command.spawn().map_err(|error| OcrError::failed(format!("tesseract does not start: {error}")))?;
        let (ok, stdout, stderr) = converse(child, picture, limits.wall)?;
        if !ok {
            let complaint = stderr
                .lines()
                .map(str::trim)
                .find(|line| !line.is_empty() && !line.starts_with("Estimating"))
                .unwrap_or("no reason given");
            return Err(OcrError::failed(format!("tesseract refused the picture: {complaint}")));
        }
        Ok(OcrText { pages: tsv::pages(&stdout), engine: format!("{} ({})", self.version, models.join("+")) })
    }

    /// As [`Engine::recognise`], but what is in the cache is not recognised again.
    pub fn recognise_once(
        &self,
        cache: &Cache,
        picture: &[u8],
        models: &[String],
        dpi: Option<u32>,
        limits: Limits,
    ) -> Result<OcrText, OcrError> {
        let key = cache::key(picture, &self.version, models, dpi);
        if let Some(known) = cache.get(&key) {
            return Ok(known);
        }
        let text = self.recognise(picture, models, dpi, limits)?;
        cache.put(&key, &text);
        Ok(text)
    }
}

/// The models for a language tag, best first.
fn models_of(tag: &str) -> &'static [&'static str] {
    match tag.to_ascii_lowercase().as_str() {
        "sr-latn" => &["srp_latn"],
        "sr-cyrl" => &["srp"],
        "cnr" | "sh" => &["srp_latn", "srp"],
        "cnr-cyrl" => &["srp"],
        "cnr-latn" => &["srp_latn"],
        lower => match lower.split('-').next().unwrap_or("") {
            "sr" => &["srp", "srp_latn"],
            "hr" => &["hrv"],
            "bs" => &["bos", "hrv"],
            "mk" => &["mkd"],
            "sq" => &["sqi"],
            "en" => &["eng"],
            "de" => &["deu"],
            "fr" => &["fra"],
            "it" => &["ita"],
            "es" => &["spa"],
            "sl" => &["slv"],
            "hu" => &["hun"],
            "ro" => &["ron"],
            "bg" => &["bul"],
            "el" => &["ell"],
            "tr" => &["tur"],
            "ar" => &["ara"],
            "fa" => &["fas"],
            "ru" => &["rus"],
            "uk" => &["ukr"],
            "nl" => &["nld"],
            "pl" => &["pol"],
            _ => &[],
        },
    }
}

/// The program with an environment that says nothing about the person, and one thread.
fn prepared(program: &Path) -> Command {
    let mut command = Command::new(program);
    command.env_clear().env("OMP_THREAD_LIMIT", "1").env("LC_ALL", "C");
    for name in ["PATH", "TESSDATA_PREFIX", "SYSTEMROOT"] {
        if let Some(value) = std::env::var_os(name) {
            command.env(name, value);
        }
    }
    command
}

#[cfg(unix)]
fn confine(command: &mut Command, limits: Limits) {
    use std::os::unix::process::CommandExt;
    let seconds = limits.wall.as_secs().saturating_add(1);
    // SAFETY: the closure calls only prctl and setrlimit, which are safe between fork and exec.
    unsafe {
        command.process_group(0).pre_exec(move || {
            // Killed with the program that asked: nothing is left behind.
            #[cfg(target_os = "linux")]
            libc::prctl(libc::PR_SET_PDEATHSIG, libc::SIGKILL);
            for (resource, value) in
                [(libc::RLIMIT_AS, limits.memory), (libc::RLIMIT_CPU, seconds), (libc::RLIMIT_CORE, 0), (libc::RLIMIT_FSIZE, 0)]
            {
                let limit = libc::rlimit { rlim_cur: value as libc::rlim_t, rlim_max: value as libc::rlim_t };
                libc::setrlimit(resource, &limit);
            }
            Ok(())
        });
    }
}

#[cfg(not(unix))]
fn confine(_command: &mut Command, _limits: Limits) {}

/// Largest output of one run: a page is a few hundred kilobytes.
const LARGEST_OUTPUT: u64 = 64 << 20;

/// Give the picture, take the answer, and end the program when its time is up.
fn converse(mut child: Child, picture: &[u8], wall: Duration) -> Result<(bool, String, String), OcrError> {
    let (stdin, stdout, stderr) = (child.stdin.take(), child.stdout.take(), child.stderr.take());
    std::thread::scope(|scope| {
        scope.spawn(move || {
            // A program that does not want the picture closes the pipe; its answer tells why.
            if let Some(mut stdin) = stdin {
                let _ = stdin.write_all(picture);
            }
        });
        let out = scope.spawn(move || drain(stdout));
        let complaints = scope.spawn(move || drain(stderr));
        let deadline = Instant::now() + wall;
        let mut pause = Duration::from_millis(5);
        let status = loop {
            match child.try_wait() {
                Ok(Some(status)) => break Ok(status),
                Ok(None) if Instant::now() >= deadline => {
                    let _ = child.kill();
                    let _ = child.wait();
                    break Err(OcrError {
                        reason: Reason::TimeLimit,
                        detail: format!("text recognition took longer than {} s", wall.as_secs()),
                    });
                }
                Ok(None) => {
                    std::thread::sleep(pause);
                    pause = (pause * 2).min(Duration::from_millis(50));
                }
                Err(error) => {
                    let _ = child.kill();
                    break Err(OcrError::failed(format!("tesseract cannot be watched: {error}")));
                }
            }
        };
        let (out, complaints) = (out.join().unwrap_or_default(), complaints.join().unwrap_or_default());
        status.map(|status| (status.success(), out, complaints))
    })
}

fn drain(stream: Option<impl Read>) -> String {
    let mut bytes = Vec::new();
    if let Some(stream) = stream {
        let _ = stream.take(LARGEST_OUTPUT).read_to_end(&mut bytes);
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn engine(languages: &[&str]) -> Engine {
        Engine {
            program: "tesseract".into(),
            version: "tesseract 5".into(),
            languages: languages.iter().map(|l| (*l).to_owned()).collect(),
        }
    }

    fn models(engine: &Engine, wanted: &[&str]) -> Vec<String> {
        engine.models(&wanted.iter().map(|w| (*w).to_owned()).collect::<Vec<_>>())
    }

    #[test]
    fn models_follow_the_languages_of_the_case() {
        let all = engine(&["bos", "deu", "eng", "hrv", "mkd", "sqi", "srp", "srp_latn"]);
        assert_eq!(models(&all, &["sr", "sq"]), ["srp", "srp_latn", "sqi"]);
        assert_eq!(models(&all, &["sr-Cyrl"]), ["srp"]);
        assert_eq!(models(&all, &["srp_latn"]), ["srp_latn"]);
        assert_eq!(models(&all, &["bs", "hr"]), ["bos", "hrv"]);
        assert_eq!(models(&all, &[]), DEFAULT_MIXTURE);
        assert_eq!(models(&all, &["xx"]), DEFAULT_MIXTURE);
        assert_eq!(models(&engine(&["eng"]), &["sr"]), ["eng"]);
        assert_eq!(models(&engine(&["jpn"]), &[]), ["jpn"]);
    }

    #[test]
    fn a_missing_program_is_no_engine() {
        assert_eq!(Engine::at(Path::new("/nonexistent/tesseract")), None);
    }

    #[test]
    fn rubbish_is_worth_less_than_nothing() {
        let text = |words: &[(&str, f32)]| {
            let words =
                words.iter().map(|(text, confidence)| OcrWord { text: (*text).into(), confidence: *confidence }).collect();
            OcrText { pages: vec![OcrPage { words, ..OcrPage::default() }], ..OcrText::default() }
        };
        assert!(text(&[("rrr", 20.0), ("—“", 9.0)]).worth() < text(&[]).worth());
        assert!(text(&[("Report", 95.0), ("oo", 30.0)]).worth() > text(&[("Rep", 95.0)]).worth());
    }

    #[test]
    fn doubt_needs_words() {
        assert!(!OcrPage::default().is_doubtful());
        assert!(
            OcrPage { confidence: 40.0, words: vec![OcrWord { text: "x".into(), confidence: 40.0 }], ..OcrPage::default() }
                .is_doubtful()
        );
    }
}
