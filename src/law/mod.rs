//! What the law says, as data: jurisdictions, treaties, offences, standards; comparison and dual criminality on top.
//!
//! Every fact carries its source, its date, its confidence and the layer it comes from (built in, or an office's own).
//! The facts stand in `reference/*.json`, where a jurist can read and correct them; nothing in Rust repeats them.
//!
//! Not for: printing (that is `cli`), requests and their legal basis (that is `mla`), evidence.

/// What is wrong with a fact.
mod check;
/// Statutes of several States side by side.
pub mod compare;
/// ISO 3166 codes and names: any State may be named, known to the facts or not.
pub mod countries;
/// Is conduct an offence in another State as well?
pub mod dual_criminality;
/// From a file of text to an act split into articles.
pub mod import;
/// Treaties, agreements, EU acts: contents of a request, parties, declarations.
pub mod instrument;
/// A State as the facts know it: authorities, languages, laws, recognition.
pub mod jurisdiction;
/// The facts of all layers behind one door.
pub mod library;
/// Held against the manifest and against its own prose (tests).
mod manifest;
/// Penalties as jurists write them.
pub mod months;
/// The office's own layer: facts added or corrected in a folder.
pub mod office;
/// Ranges of imprisonment as bars.
pub mod penalties;
/// Offences and the general part of a code.
pub mod provision;
/// What an imported article says beside the curated facts.
pub mod reading;
/// The embedded fact files.
mod reference;
/// The schemas of the reference files (tests).
mod schema;
/// International rules a national offence is measured against.
pub mod standard;
/// Closed sets of words: confidence, gain, party status, layers.
pub mod terms;
/// Full texts of acts: model, store, Akoma Ntoso, differences.
pub mod texts;
/// What binds two States on a day.
pub mod treaties;
/// The one vocabulary of all fact files.
pub mod vocabulary;
