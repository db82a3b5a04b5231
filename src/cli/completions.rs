//! `rogatory completions SHELL` and `rogatory man`.

use super::{Exit, Global, Outcome, output};

#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  rogatory completions bash > ~/.local/share/bash-completion/completions/rogatory")]
pub struct CompletionsArgs {
    /// bash, zsh, fish, elvish or powershell
    shell: clap_complete::Shell,
}

#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  rogatory man | man -l -")]
pub struct ManArgs {}

pub fn run(args: CompletionsArgs, _global: &Global) -> Outcome {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut super::grammar(), "rogatory", &mut script);
    output::print(&String::from_utf8_lossy(&script));
    Ok(Exit::Done)
}

pub fn man(_args: ManArgs, _global: &Global) -> Outcome {
    let mut page = Vec::new();
    clap_mangen::Man::new(super::grammar())
        .render(&mut page)
        .map_err(|error| super::CommandError::internal(format!("cannot write the manual page: {error}")))?;
    output::print(&String::from_utf8_lossy(&page));
    Ok(Exit::Done)
}
