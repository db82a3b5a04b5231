//! Colour and messages to people, on standard error.

use std::io::IsTerminal;

use clap::ValueEnum;

/// When to colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ColorChoice {
    Auto,
    Always,
    Never,
}

impl ColorChoice {
    /// Whether standard output gets colour: only on a terminal, unless asked, and never with `NO_COLOR`.
    pub fn stdout(self) -> bool {
        match self {
            ColorChoice::Always => true,
            ColorChoice::Never => false,
            ColorChoice::Auto => std::env::var_os("NO_COLOR").is_none() && std::io::stdout().is_terminal(),
        }
    }
}

/// An error for a person: what happened, and what to do next.
pub fn error(message: &str, hint: Option<&str>) {
    eprintln!("error: {message}");
    if let Some(hint) = hint {
        eprintln!("  try: {hint}");
    }
}

/// A warning for a person.
pub fn warning(message: &str) {
    eprintln!("warning: {message}");
}

/// What a person can do next.
pub fn hint(message: &str) {
    eprintln!("hint: {message}");
}
