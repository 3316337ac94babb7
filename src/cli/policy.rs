//! `bangfu policy list|show|check|sql`.

use crate::{
    cli::{Common, Failure, Status, print},
    policy,
    run::read_task::{LoadedView, ViewOptions},
    text::catalog::Catalog,
};

/// Options of `policy`.
#[derive(Debug, clap::Args)]
pub(crate) struct PolicyArgs {
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
    /// The policy's computation as standard SQL over a ledger (docs/ledger.md), for DuckDB and Spark
    Sql {
        /// Policy id or file
        #[arg(value_name = "ID|FILE")]
        policy: String,
        /// Month
        #[arg(long, value_name = "YYYY-MM")]
        period: crate::model::dates::Month,
        /// The registry that the ledger's facts were written with
        #[arg(long, value_name = "FILE")]
        registry: Option<std::path::PathBuf>,
        /// Refuse a period for which a change of the policy is expected and no document is known
        #[arg(long)]
        strict_policy: bool,
    },
    /// Refuse a policy without references, with unsorted dates, unknown channels … and say where
    Check {
        /// Policy id or file
        #[arg(value_name = "ID|FILE")]
        policy: String,
    },
}

/// Runs it.
pub(crate) fn run(args: &PolicyArgs) -> Status {
    let catalog = Catalog::new(args.common.lang);
    match &args.command {
        PolicyCommand::List => print(&policy::describe::list_text()),
        PolicyCommand::Show { policy } => {
            let policy = policy::pack::Policy::load(policy).map_err(Failure::usage)?;
            print(&policy::describe::show_text(&policy, &catalog));
        }
        PolicyCommand::Sql {
            policy,
            period,
            registry,
            strict_policy,
        } => {
            let view = LoadedView::load(&ViewOptions {
                policy: policy.clone(),
                period: *period,
                strict_policy: *strict_policy,
                registry: registry.clone(),
            })
            .map_err(|e| Failure {
                status: e.exit_status(),
                error: e.into(),
            })?;
            print(&view.sql().map_err(Failure::stopped)?);
        }
        PolicyCommand::Check { policy } => {
            let problems = policy::describe::check(policy).map_err(Failure::usage)?;
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
