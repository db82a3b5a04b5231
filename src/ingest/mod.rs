//! From a folder of files to the record and the index: walk, identify, read in a worker process, commit.
//!
//! Not for: understanding formats (`extract`), the shape of the record (`case`), the shape of the index (`search`).
//!
//! ```text
//! walk -> hash -> known? -> worker process (one file, confined) -> units, members, gaps -> store + index (one commit)
//!                                     members are spooled, hashed and take the same way -^
//! then, behind it: pages without text -> drawn by a worker -> tesseract -> the same commit
//! ```

pub mod audit;
pub mod budget;
pub mod commit;
pub mod confine;
pub mod evidence;
mod guest;
mod indexer;
pub mod loose;
mod media;
pub mod nursery;
pub mod ocr;
pub mod pipeline;
mod protocol;
mod queue;
mod reader;
mod reading;
pub mod recognise;
mod recover;
mod supervisor;
pub mod walk;
pub mod worker;

pub use budget::{Budgets, Limits};
pub use media::{Bound, bind};
pub use pipeline::{Counters, Notice, Plan, Summary, run};
pub use recognise::{Recognised, Recognition, RecognitionNotice, recognise};
pub use recover::recover;
pub use supervisor::{Ending, Event, Readers, read};
