//! `bangfu policy list|show|check|sql`.

use crate::{
    cli::{
        Status, print, print_data,
        settings::{resolve_period, today},
    },
    policy::{describe, pack::Policy},
    run::read_task::{LoadedView, ViewOptions},
    text::Catalog,
};

/// Options of `policy`.
#[derive(Debug, clap::Args)]
pub(crate) struct PolicyArgs {
    #[command(subcommand)]
    command: PolicyCommand,
}

#[derive(Debug, clap::Subcommand)]
enum PolicyCommand {
    List,
    Show {
        #[arg(value_name = "ID|FILE")]
        policy: String,
    },
    Sql {
        #[arg(value_name = "ID|FILE")]
        policy: String,
        #[arg(long, value_name = "MONTH")]
        period: String,
        #[arg(long, value_name = "FILE")]
        registry: Option<std::path::PathBuf>,
        #[arg(long)]
        strict_policy: bool,
    },
    Check {
        #[arg(value_name = "ID|FILE")]
        policy: String,
    },
}

/// Runs it.
pub(crate) fn run(args: &PolicyArgs, catalog: &Catalog) -> Status {
    match &args.command {
        PolicyCommand::List => print(&describe::list_text()?),
        PolicyCommand::Show { policy } => {
            let policy = Policy::load(policy)?;
            print(&describe::show_text(&policy, catalog));
        }
        PolicyCommand::Sql {
            policy,
            period,
            registry,
            strict_policy,
        } => {
            let view = LoadedView::load(&ViewOptions {
                policy: policy.clone(),
                period: resolve_period(period, today()?)?,
                strict_policy: *strict_policy,
                registry: registry.clone(),
            })?;
            print_data(&view.sql()?);
        }
        PolicyCommand::Check { policy } => {
            Policy::load(policy)?;
            print(&format!("{}\n", catalog.say("cli.policy.sound", &[("policy", policy)])));
        }
    }
    Ok(0)
}
