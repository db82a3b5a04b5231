//! The fields of the index: one record for each document, one entry for each of its units.
//!
//! A document's record has ordinal 0 and holds what belongs to the document as a whole (paths, people, type, hash); its
//! units have the ordinals of the case's store, from 1, and hold the words. Text itself is not kept here: the store has it.

use tantivy::schema::{FAST, Field, INDEXED, IndexRecordOption, NumericOptions, Schema, TextFieldIndexing, TextOptions};

use super::pieces;

/// The layout of the index; raised whenever a field changes its meaning.
pub const FORMAT: u32 = 1;

/// The ordinal of a document's record; units count from 1.
pub const RECORD: u64 = 0;

/// Parts the folded form of a word from its spelling in the text, in the terms of `exact`.
pub const SPELLING: char = '\u{1}';
/// Marks a stem that comes from a word in Cyrillic script.
pub const CYRILLIC: &str = "\u{1}c";
/// Before a stem in the fields that hold everything stacked (people, subject, title).
pub const STACKED_STEM: char = '\u{2}';
/// Before a name key in the fields that hold everything stacked.
pub const STACKED_NAME: char = '\u{3}';

/// Every field, by its meaning.
#[derive(Debug, Clone, Copy)]
pub struct Fields {
    /// The document's id in the store.
    pub document: Field,
    /// Which unit of the document; [`RECORD`] for the document's record.
    pub ordinal: Field,
    /// Page, slide or picture number, where the unit has one.
    pub page: Field,
    /// Seconds since 1970 in UTC: of the unit where it has its own time, else of the document.
    pub date: Field,
    /// How many word positions the unit has.
    pub words: Field,
    /// How many entries further the text of this unit goes on, 0 where it ends here.
    pub continues: Field,
    /// Folded words, with their spelling where it differs: `krijumcarenje␁крјумчарење`.
    pub exact: Field,
    /// All distinct stems of a word stacked on its position.
    pub stem: Field,
    /// Class keys of words that may be names, at the words' positions.
    pub name: Field,
    /// Canonical identifiers: `phone:+38164…`, `plate:BG123AB`.
    pub ids: Field,
    /// Media type.
    pub kind: Field,
    /// Language group and script: `sq`, `hbs-Cyrl`.
    pub language: Field,
    /// Path chain under the evidence root.
    pub path: Field,
    /// Evidence root.
    pub source: Field,
    pub tag: Field,
    /// SHA-256 in hexadecimal.
    pub hash: Field,
    /// Layer of the document (body, footnote, deleted…).
    pub part: Field,
    pub from: Field,
    pub to: Field,
    pub cc: Field,
    pub subject: Field,
    pub title: Field,
}

/// The schema and its fields.
pub fn schema() -> (Schema, Fields) {
    let mut builder = Schema::builder();
    let number: NumericOptions = NumericOptions::default().set_fast();
    let words = |norms: bool, record| {
        TextOptions::default().set_indexing_options(
            TextFieldIndexing::default().set_tokenizer(pieces::NAME).set_fieldnorms(norms).set_index_option(record),
        )
    };
    let positions = IndexRecordOption::WithFreqsAndPositions;
    let raw = TextOptions::default().set_indexing_options(
        TextFieldIndexing::default().set_tokenizer("raw").set_fieldnorms(false).set_index_option(IndexRecordOption::Basic),
    );
    let fields = Fields {
        document: builder.add_u64_field("document", INDEXED | FAST),
        ordinal: builder.add_u64_field("ordinal", number.clone()),
        page: builder.add_u64_field("page", number.clone()),
        date: builder.add_i64_field("date", number.clone()),
        words: builder.add_u64_field("words", number.clone()),
        continues: builder.add_u64_field("continues", number),
        exact: builder.add_text_field("exact", words(true, positions)),
        stem: builder.add_text_field("stem", words(true, positions)),
        name: builder.add_text_field("name", words(false, positions)),
        ids: builder.add_text_field("ids", words(false, IndexRecordOption::Basic)),
        kind: builder.add_text_field("type", raw.clone()),
        language: builder.add_text_field("lang", raw.clone()),
        path: builder.add_text_field("path", raw.clone()),
        source: builder.add_text_field("source", raw.clone()),
        tag: builder.add_text_field("tag", raw.clone()),
        hash: builder.add_text_field("hash", raw.clone()),
        part: builder.add_text_field("part", raw),
        from: builder.add_text_field("from", words(false, positions)),
        to: builder.add_text_field("to", words(false, positions)),
        cc: builder.add_text_field("cc", words(false, positions)),
        subject: builder.add_text_field("subject", words(false, positions)),
        title: builder.add_text_field("title", words(false, positions)),
    };
    (builder.build(), fields)
}
