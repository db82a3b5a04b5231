//! `rogatory`: evidence search, comparative criminal law and mutual legal assistance for prosecutors, offline.
//!
//! The rooms, in reading order. A room may use the rooms below it, never one above, never in a circle.

/// A case folder on disk: documents, units, states, paths, verification.
pub mod case;
/// The only room that prints, asks or exits.
pub mod cli;
/// Bytes in, units of text out.
pub mod extract;
/// Patterns and checksums of numbers that identify people, accounts, vehicles, devices.
pub mod identifiers;
/// From a folder of files to the record and the index: walk, identify, extract in a worker, commit.
pub mod ingest;
/// Text alone: scripts, folding, stemming, names, detection.
pub mod language;
/// Jurisdictions, treaties, offences, standards, statute texts.
pub mod law;
/// Requests for mutual legal assistance: model, forms, legal basis, checks, drafts, register.
pub mod mla;
/// A neutral document written as DOCX, PDF/A, HTML, Markdown.
pub mod render;
/// The only room that knows tantivy: schema, writer, query, hits, coverage.
pub mod search;
