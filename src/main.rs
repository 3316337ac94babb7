//! The `bangfu` program: parse, run, turn the result into an exit status (contract.md).

use std::process::ExitCode;

fn main() -> ExitCode {
    bangfu::cli::main()
}
