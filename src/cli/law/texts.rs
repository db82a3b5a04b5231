//! `rogatory law texts`: which acts have been imported; and what the other views of full texts share.

use serde_json::json;

use super::super::{CommandError, Global, Outcome};
use super::view;
use crate::law::library::Library;
use crate::law::texts::{Stored, TextError, Texts};

/// The acts whose full text has been imported
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  rogatory law texts\n  rogatory law texts --json")]
pub struct Args {}

pub fn run(_args: Args, global: &Global) -> Outcome {
    let texts = texts(global)?;
    let mut items = Vec::new();
    let mut rows = Vec::new();
    for version in texts.versions().map_err(CommandError::from)? {
        let Stored { act, report, .. } = load(&texts, &version, None)?;
        items.push(json!({"version": version, "id": act.id, "jurisdiction": act.jurisdiction, "title": act.title, "language": act.language, "as_of": act.as_of, "gazette": act.gazette, "official": act.official, "articles": report.articles, "sha256": act.source.sha256}));
        rows.push(vec![
            version,
            act.title,
            act.language,
            report.articles.to_string(),
            if act.official { "official" } else { "unofficial" }.to_string(),
            act.gazette.unwrap_or_default(),
        ]);
    }
    let header = ["version", "title", "language", "articles", "text", "gazette"];
    view::listing(global, "rogatory.texts/1", "texts", items, &header, &rows, || {
        if rows.is_empty() {
            format!("No full text has been imported into {}.\n", texts.folder().display())
        } else {
            // Few offices note the gazette of every text: an empty column only takes room.
            let shown = header.len() - usize::from(rows.iter().all(|row| row.last().is_none_or(String::is_empty)));
            let rows: Vec<Vec<String>> = rows.iter().map(|row| row[..shown].to_vec()).collect();
            format!("{}\n", view::grid(&header[..shown], &rows))
        }
    })
}

/// The office's folder of imported acts.
pub fn texts(global: &Global) -> Result<Texts, CommandError> {
    let folder = global
        .library
        .clone()
        .or_else(view::default_folder)
        .ok_or_else(|| CommandError::bad_use("there is no folder for the library").hint("name one with --library"))?;
    Ok(Texts::of(&folder))
}

/// A version by name, or the latest of an act.
pub fn load(texts: &Texts, name: &str, on: Option<&str>) -> Result<Stored, CommandError> {
    texts.load(name, on).map_err(CommandError::from)
}

/// As [`load`] of the latest version; an act the facts know by another name is pointed to.
pub fn load_known(texts: &Texts, name: &str, library: &Library) -> Result<Stored, CommandError> {
    texts.load(name, None).map_err(|error| {
        let acts = matches!(error, TextError::Unknown { .. }).then(|| view::other_acts(library, name)).flatten();
        let error = CommandError::from(error);
        match acts {
            Some(acts) => error.hint(acts),
            None => error,
        }
    })
}

impl From<TextError> for CommandError {
    fn from(error: TextError) -> CommandError {
        match &error {
            TextError::Unknown { .. } => {
                CommandError::bad_use(error.to_string()).hint("rogatory law import FILE --jurisdiction … --act …")
            }
            _ => CommandError::internal(error.to_string()).hint("import the act again"),
        }
    }
}
