//! Shell completions and the man page, both from the command line's own description.

use std::io;

/// Completions for one shell, as its script.
pub(crate) fn completions(shell: clap_complete::Shell, mut command: clap::Command) -> Vec<u8> {
    let name = command.get_name().to_owned();
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut command, name, &mut script);
    script
}

/// Man pages as `(file name, roff)`: one for the program and one a subcommand, without a date.
///
/// # Errors
/// None in practice: pages are written to memory.
pub(crate) fn man_pages(command: &clap::Command) -> io::Result<Vec<(String, Vec<u8>)>> {
    let mut command = command.clone();
    // Gives subcommands their display names, `bangfu-audit`.
    command.build();
    let mut pages = Vec::new();
    collect(&command, &mut pages)?;
    Ok(pages)
}

fn collect(command: &clap::Command, pages: &mut Vec<(String, Vec<u8>)>) -> io::Result<()> {
    for sub in command.get_subcommands().filter(|s| !s.is_hide_set() && s.get_name() != "help") {
        collect(sub, pages)?;
    }
    let mut page = Vec::new();
    let name = command.get_display_name().unwrap_or_else(|| command.get_name());
    // Two quotes are an empty argument; without them the source would stand where the date belongs.
    clap_mangen::Man::new(command.clone())
        .date("\"\"")
        .source(concat!("bangfu ", env!("CARGO_PKG_VERSION")))
        .render(&mut page)?;
    pages.push((format!("{name}.1"), page));
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn command() -> clap::Command {
        clap::Command::new("bangfu").about("about").subcommand(
            clap::Command::new("audit")
                .about("audits")
                .arg(clap::Arg::new("period").long("period").help("Month to audit")),
        )
    }

    #[test]
    fn every_shell_completes_the_options() {
        for shell in [
            clap_complete::Shell::Bash,
            clap_complete::Shell::Zsh,
            clap_complete::Shell::Fish,
            clap_complete::Shell::PowerShell,
        ] {
            let script = String::from_utf8(completions(shell, command())).unwrap();
            assert!(script.contains("audit") && script.contains("period"), "{shell}");
        }
    }

    #[test]
    fn each_command_has_a_page() {
        let pages = man_pages(&command()).unwrap();
        let names: Vec<_> = pages.iter().map(|(n, _)| n.as_str()).collect();
        assert_eq!(names, ["bangfu-audit.1", "bangfu.1"]);
        assert!(String::from_utf8_lossy(&pages[0].1).contains("Month to audit"));
    }
}
