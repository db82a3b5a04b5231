//! Writes the pages on which text recognition is measured, as PDF: one a language, from the texts in `benches/reading/pages`.
//!
//! `cargo bench --bench ocr_pages -- FOLDER`; `ocr_error_rate.py` does the measuring.

use std::path::Path;

use rogatory::render::{Document, Paragraph, Run, Style, to_pdf};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let Some(folder) = std::env::args().skip(1).find(|argument| !argument.starts_with("--")) else {
        println!("ocr_pages: no folder given, nothing written (see the head of this file)");
        return Ok(());
    };
    std::fs::create_dir_all(&folder)?;
    for entry in std::fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/reading/pages"))? {
        let path = entry?.path();
        let language = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let text = std::fs::read_to_string(&path)?;
        let mut lines = text.lines();
        let title = lines.next().unwrap_or_default();
        let mut document = Document::new(title, &language);
        document.push(Paragraph { runs: vec![Run::text(title)], style: Style::Title, keep_with_next: true });
        for line in lines {
            document.push(Paragraph { runs: vec![Run::text(line)], ..Paragraph::default() });
        }
        std::fs::write(Path::new(&folder).join(format!("{language}.pdf")), to_pdf(&document)?)?;
    }
    Ok(())
}
