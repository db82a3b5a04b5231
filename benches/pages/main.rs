//! Size and speed on many pages: index and store against the text, indexing against raw tantivy, queries as whole processes.
//!
//! `cargo bench --bench pages -- [PAGES] [KEEP]` (100,000 if not said; ten pages a document; the case is left in the folder KEEP, if one is named). The pages are made up here: words built of syllables,
//! as often as words are in languages (Zipf), with the endings and both scripts of the region. The same number gives the same pages.

#[path = "../collections/mod.rs"]
mod collections;
mod texts;

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use collections::case::build;
use texts::Texts;

const PAGES_A_DOCUMENT: usize = 10;
const RUNS: usize = 21;

type Failure = Box<dyn std::error::Error>;

fn main() -> Result<(), Failure> {
    let mut arguments = std::env::args().skip(1).filter(|a| !a.starts_with("--"));
    let pages = arguments.next().map_or(Ok(100_000), |n| n.parse())?;
    let keep = arguments.next();
    let texts = Texts::new();
    let document = |number: usize| -> Vec<String> {
        (0..PAGES_A_DOCUMENT).map(|page| texts.page((number * PAGES_A_DOCUMENT + page) as u64)).collect()
    };
    let documents = pages / PAGES_A_DOCUMENT;

    let raw = raw_tantivy((0..documents).map(document))?;
    let built = build((0..documents).map(document))?;
    let text = built.text_bytes as f64;
    let (index, store) = built.size();
    println!("{pages} pages, {:.1} MB of text", text / 1e6);
    println!(
        "index {:.3} x text, store {:.3} x text, together {:.3} x text",
        index as f64 / text,
        store as f64 / text,
        (index + store) as f64 / text
    );
    println!("raw tantivy, default tokenizer, text stored: {:.3} x text", raw.1 as f64 / text);
    println!(
        "indexing {:.1} MB/s (index alone {:.1}); raw tantivy, one thread: {:.1} MB/s; index alone takes {:.2} x its time",
        text / 1e6 / built.seconds,
        text / 1e6 / built.index_seconds,
        text / 1e6 / raw.0,
        built.index_seconds / raw.0
    );
    println!();
    println!("whole process, {RUNS} runs each, in ms: median and slowest by the clock, median of processor time");
    for (what, query) in queries(&texts) {
        time(what, &built.case_dir(), std::slice::from_ref(&query))?;
    }
    time("two words, 21 pairs", &built.case_dir(), &pairs(&texts))?;
    if let Some(keep) = keep {
        std::fs::rename(built.folder.keep(), keep)?;
    }
    Ok(())
}

/// Processor time of all finished children so far, in ms.
fn processor_time() -> Result<f64, Failure> {
    // SAFETY: `usage` is valid for the length of the call and plain numbers.
    let usage = unsafe {
        let mut usage: libc::rusage = std::mem::zeroed();
        if libc::getrusage(libc::RUSAGE_CHILDREN, &mut usage) != 0 {
            return Err(std::io::Error::last_os_error().into());
        }
        usage
    };
    let ms = |time: libc::timeval| time.tv_sec as f64 * 1000.0 + time.tv_usec as f64 / 1000.0;
    Ok(ms(usage.ru_utime) + ms(usage.ru_stime))
}

/// Seconds and bytes of an index with tantivy's own tokenizer, its text stored.
fn raw_tantivy(documents: impl Iterator<Item = Vec<String>>) -> Result<(f64, u64), Failure> {
    use tantivy::schema::{STORED, Schema, TEXT};
    let folder = tempfile::tempdir()?;
    let mut builder = Schema::builder();
    let field = builder.add_text_field("text", TEXT | STORED);
    let index = tantivy::Index::create_in_dir(folder.path(), builder.build())?;
    let mut writer = index.writer_with_num_threads(1, 96 << 20)?;
    let mut seconds = 0.0;
    for pages in documents {
        let now = Instant::now();
        for page in pages {
            let mut document = tantivy::TantivyDocument::new();
            document.add_text(field, page);
            writer.add_document(document)?;
        }
        seconds += now.elapsed().as_secs_f64();
    }
    let now = Instant::now();
    writer.commit()?;
    writer.wait_merging_threads()?;
    seconds += now.elapsed().as_secs_f64();
    let bytes = std::fs::read_dir(folder.path())?.flatten().filter_map(|e| e.metadata().ok()).map(|m| m.len()).sum();
    Ok((seconds, bytes))
}

fn queries(texts: &Texts) -> Vec<(&'static str, Vec<String>)> {
    let word = |rank: usize| texts.word(rank);
    let name = texts.name(7);
    let start: String = word(3_000).chars().take(4).collect();
    let middle: String = word(5_000).chars().skip(1).take(4).collect();
    let asked = |query: String| vec![query];
    vec![
        ("one word", asked(word(2_000))),
        ("two words, rare", asked(format!("{} {}", word(9_000), word(4_000)))),
        ("two words, often", asked(format!("{} {}", word(60), word(300)))),
        ("a name", asked(format!("name:{name}"))),
        ("a wide name", vec![format!("name:{name}"), "--names".into(), "wide".into()]),
        ("a wide full name", vec![format!("name:\"{name} {}\"", texts.name(11)), "--names".into(), "wide".into()]),
        ("a wildcard behind", asked(format!("{start}*"))),
        ("a wildcard on both sides", asked(format!("*{middle}*"))),
        ("edit distance 1", asked(format!("{}~1", word(2_000)))),
        ("edit distance 2", asked(format!("{}~2", word(2_000)))),
        ("a phrase", asked(format!("\"{}\"", texts.pair(123)))),
        ("NEAR", asked(format!("{} NEAR/8 {}", word(60), word(300)))),
        ("a concept", asked("concept:smuggling_of_migrants".into())),
        ("nothing", asked("qqqqwwww".into())),
    ]
}

/// Every two of seven words, from one that stands in most documents to one that stands in few.
fn pairs(texts: &Texts) -> Vec<Vec<String>> {
    const RANKS: [usize; 7] = [60, 150, 400, 1_000, 2_500, 5_000, 9_000];
    let mut pairs = Vec::new();
    for (place, first) in RANKS.iter().enumerate() {
        pairs.extend(RANKS[place + 1..].iter().map(|second| vec![format!("{} {}", texts.word(*first), texts.word(*second))]));
    }
    pairs
}

/// Ask in turn until each has been asked, and all together [`RUNS`] times at least.
fn time(what: &str, case: &Path, queries: &[Vec<String>]) -> Result<(), Failure> {
    let (mut times, mut processor) = (Vec::new(), Vec::new());
    let mut total = String::new();
    let rounds = queries.len() * RUNS.div_ceil(queries.len());
    for (run, query) in queries.iter().cycle().take(queries.len() + rounds).enumerate() {
        let (now, used) = (Instant::now(), processor_time()?);
        let output = Command::new(env!("CARGO_BIN_EXE_rogatory"))
            .arg("--case")
            .arg(case)
            .args(["search", "--json"])
            .args(query)
            .stderr(Stdio::null())
            .output()?;
        // The first round brings the files into memory.
        if run >= queries.len() {
            times.push(now.elapsed().as_secs_f64() * 1000.0);
            processor.push(processor_time()? - used);
        }
        let answer: serde_json::Value = serde_json::from_slice(&output.stdout)?;
        total = if queries.len() == 1 { answer["total"].to_string() } else { "several".into() };
    }
    times.sort_by(f64::total_cmp);
    processor.sort_by(f64::total_cmp);
    let (median, slowest, used) = (times[rounds / 2], times[rounds - 1], processor[rounds / 2]);
    let asked = queries.first().map(|query| query.join(" ")).unwrap_or_default();
    println!("{what:<26} {median:>7.1} {slowest:>7.1} {used:>7.1}   {total} documents   {asked}");
    Ok(())
}
