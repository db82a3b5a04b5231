//! Rules as data: a small language of conditions, and the rules written in it.
//!
//! A rule never throws: what a request does not say is *unknown*, and an unknown condition becomes a question to the clerk.
//!
//! Not for: deciding anything in Rust that a jurist would have to correct; legal facts (`law`).

mod evaluate;
mod expression;
mod names;
mod page;
mod rule;
mod words;

pub use evaluate::{Scope, Truth, evaluate};
pub use expression::{Expression, Problem};
pub use page::{HOW_TO_WRITE, page};
pub use rule::{Kind, Rule, RuleSet, RulesError, Severity};
pub use words::WordLists;
