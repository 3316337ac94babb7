//! `bangfu policy list|show|check`.

use super::{Common, Failure, Status, print};
use crate::{policy, text::Catalog};

/// Options of `policy`.
#[derive(Debug, clap::Args)]
pub struct PolicyArgs {
    #[command(subcommand)]
    command: PolicyCommand,
    #[command(flatten)]
    common: Common,
}

#[derive(Debug, clap::Subcommand)]
enum PolicyCommand {
    /// Policies that come with the program
    List,
    /// Requirements, dated values, channels and aliases, each with its document
    Show {
        /// Policy id or file
        #[arg(value_name = "ID|FILE")]
        policy: String,
    },
    /// Refuse a policy without references, with unsorted dates, unknown channels … and say where
    Check {
        /// Policy id or file
        #[arg(value_name = "ID|FILE")]
        policy: String,
    },
}

/// Runs it.
pub fn run(args: &PolicyArgs) -> Status {
    let catalog = Catalog::new(args.common.lang);
    match &args.command {
        PolicyCommand::List => print(&policy::list_text(&catalog)),
        PolicyCommand::Show { policy } => {
            let policy = policy::Policy::load(policy).map_err(Failure::usage)?;
            print(&policy::show_text(&policy, &catalog));
        }
        PolicyCommand::Check { policy } => {
            let problems = policy::check(policy).map_err(Failure::usage)?;
            for problem in &problems {
                eprintln!("{problem}");
            }
            if !problems.is_empty() {
                return Ok(2);
            }
            print(&format!("{}\n", catalog.say("cli.policy.sound", &[("policy", policy)])));
        }
    }
    Ok(0)
}
