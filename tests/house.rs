//! The order of the rooms (docs/architecture.md): a room uses the rooms below it, never one above, never in a circle.

use std::fs;
use std::path::{Path, PathBuf};

use regex::Regex;

/// From top to bottom.
const ROOMS: [&str; 10] = ["cli", "mla", "law", "ingest", "search", "case", "render", "extract", "language", "identifiers"];
/// Rooms that know no other room, and the one exception.
const GROUND: [&str; 4] = ["render", "extract", "language", "identifiers"];
const EXCEPTION: (&str, &str) = ("extract", "language");

fn sources(dir: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(dir).expect("a folder of the house").flatten() {
        let path = entry.path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

fn room_of<'a>(path: &'a Path, src: &Path) -> Option<&'a str> {
    let first = path.strip_prefix(src).ok()?.components().next()?.as_os_str().to_str()?;
    Some(first.trim_end_matches(".rs"))
}

#[test]
fn no_room_knows_a_room_above_it() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    sources(&src, &mut files);
    let mention = Regex::new(r"\bcrate::(\w+)").expect("a pattern");
    let mut wrong = Vec::new();
    for file in &files {
        let Some(room) = room_of(file, &src) else { continue };
        let Some(height) = ROOMS.iter().position(|name| *name == room) else { continue };
        let text = fs::read_to_string(file).expect("a source file");
        for (number, line) in text.lines().enumerate().filter(|(_, line)| !line.trim_start().starts_with("//")) {
            for captures in mention.captures_iter(line) {
                let other = &captures[1];
                let Some(at) = ROOMS.iter().position(|name| name == &other) else { continue };
                let ground = GROUND.contains(&room) && other != room && (room, other) != EXCEPTION;
                if at < height || ground {
                    wrong.push(format!("{}:{}: {room} uses {other}", file.display(), number + 1));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn only_one_room_knows_tantivy_and_only_one_prints() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    sources(&src, &mut files);
    let engine = Regex::new(r"\btantivy::").expect("a pattern");
    let speech = Regex::new(r"\be?print(ln)?!|process::exit").expect("a pattern");
    let mut wrong = Vec::new();
    for file in &files {
        let room = room_of(file, &src).unwrap_or_default();
        let text = fs::read_to_string(file).expect("a source file");
        // What tests say to whoever runs them does not count.
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        let is_test = file.file_name().is_some_and(|name| name == "tests.rs" || name == "testing.rs");
        for (number, line) in code.lines().enumerate().filter(|(_, line)| !line.trim_start().starts_with("//")) {
            if room != "search" && engine.is_match(line) {
                wrong.push(format!("{}:{}: tantivy", file.display(), number + 1));
            }
            if !matches!(room, "cli" | "main") && !is_test && speech.is_match(line) {
                wrong.push(format!("{}:{}: prints or exits", file.display(), number + 1));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn files_stay_small_enough_to_hold_in_the_head() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    sources(&root.join("src"), &mut files);
    sources(&root.join("tests"), &mut files);
    let long: Vec<String> = files
        .iter()
        .filter_map(|file| {
            let lines = fs::read_to_string(file).expect("a source file").lines().count();
            (lines > 800).then(|| format!("{}: {lines} lines", file.display()))
        })
        .collect();
    assert!(long.is_empty(), "split by noun: {}", long.join("\n"));
}
