//! The text of a case put into a bare tantivy index (its default words, positions, nothing stored but the row number), one thread and 96 MiB as `index` uses: what
//! the engine alone takes for the same text.
//!
//! usage: cargo bench --bench raw_tantivy -- CASE-FOLDER

use std::path::Path;
use std::time::Instant;

use rogatory::case::Store;
use tantivy::schema::{NumericOptions, Schema, TEXT};
use tantivy::{Index, TantivyDocument};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let Some(case) = std::env::args().skip(1).find(|argument| !argument.starts_with("--")) else {
        eprintln!("usage: cargo bench --bench raw_tantivy -- CASE-FOLDER");
        return Ok(());
    };
    let store = Store::read_only(Path::new(&case)).map_err(|error| error.message)?;
    let mut texts = Vec::new();
    for document in store.documents().map_err(|error| error.message)? {
        for unit in store.units(document.id).map_err(|error| error.message)? {
            texts.push((document.id, unit.unit.text));
        }
    }
    let bytes: usize = texts.iter().map(|(_, text)| text.len()).sum();
    let mut builder = Schema::builder();
    let row = builder.add_i64_field("document", NumericOptions::default().set_fast());
    let body = builder.add_text_field("body", TEXT);
    let schema = builder.build();
    let mut best = f64::MAX;
    for _ in 0..3 {
        let folder = tempfile::tempdir()?;
        let started = Instant::now();
        let index = Index::create_in_dir(folder.path(), schema.clone())?;
        let mut writer = index.writer_with_num_threads::<TantivyDocument>(1, 96 << 20)?;
        for (document, text) in &texts {
            let mut unit = TantivyDocument::new();
            unit.add_i64(row, *document);
            unit.add_text(body, text);
            writer.add_document(unit)?;
        }
        writer.commit()?;
        best = best.min(started.elapsed().as_secs_f64());
    }
    println!("{} units, {:.1} MB of text: {best:.2} s, the best of three", texts.len(), bytes as f64 / 1e6);
    Ok(())
}
