//! Parse, dispatch, exit code; nothing else.

fn main() -> std::process::ExitCode {
    rogatory::cli::run()
}
