//! A neutral document, written as DOCX, PDF/A, HTML and Markdown.
//!
//! What it is for: one description of a page-bound document (`Document`: headings, paragraphs of language-tagged runs,
//! lists, tables, bilingual pairs, signature boxes) and its writers. The same document always gives the same bytes.
//! What it is NOT for: it knows no request, no law and no case. It invents no words: labels, even "page 1 of 3", come with the document.

mod docx;
mod html;
mod markdown;
pub mod model;
mod numbering;
mod pdf;
mod walk;

pub use docx::{bookmark, bookmark_of, to_docx};
pub use html::to_html;
pub use markdown::to_markdown;
pub use model::{
    Align, Block, Cell, Column, Date, Document, Field, Heading, Item, List, Marker, Meta, Number, Pair, Paragraph, Row, Run,
    Running, Signature, Style, Table, Watermark,
};
pub use pdf::{PdfError, to_pdf};
pub use walk::{each_run, each_run_mut, each_text, set_language};
