//! The command line in the language of the run: help (the words are `help.*` of the texts, put to its own description, of which completions and manual
//! pages are made too), and what is wrong with what was typed.

use clap::{
    Arg, ArgAction, Command, CommandFactory as _,
    error::{ContextKind, ContextValue, ErrorKind},
};

use crate::{
    cli::Cli,
    text::{Catalog, Fault},
};

/// The command line with all its words.
pub(crate) fn command(catalog: &Catalog) -> Command {
    let root = Cli::command().disable_version_flag(true);
    let version = Arg::new("version")
        .short('V')
        .long("version")
        .action(ArgAction::Version)
        .help_heading("common");
    spoken(root.arg(version), "bangfu", catalog)
}

/// `path`: the words that lead to the command, as `bangfu sample evaluate`.
fn spoken(mut command: Command, path: &str, catalog: &Catalog) -> Command {
    command = command.disable_help_flag(true).disable_help_subcommand(true).arg(
        Arg::new("help")
            .short('h')
            .long("help")
            .action(ArgAction::Help)
            .help_heading("common"),
    );
    let arguments: Vec<String> = command.get_arguments().map(|a| a.get_id().to_string()).collect();
    for id in arguments {
        command = command.mut_arg(id, |arg| explained(arg, path, catalog));
    }
    let commands: Vec<String> = command.get_subcommands().map(|c| c.get_name().to_owned()).collect();
    for name in commands {
        let path = format!("{path} {name}");
        command = command.mut_subcommand(name, |inner| spoken(inner, &path, catalog));
    }
    let text = |part: &str| catalog.find(&key(path, part)).map(|text| text.trim_end().to_owned());
    let usage = command.clone().bin_name(path).render_usage().to_string();
    let mut usage = usage.trim_start_matches("Usage: ").to_owned();
    for word in ["[OPTIONS]", "[COMMAND]", "<COMMAND>"] {
        usage = usage.replace(
            word,
            catalog.get(&format!("help.usage.{}", word.trim_matches(['[', ']', '<', '>']).to_lowercase())),
        );
    }
    if let Some(examples) = text("examples") {
        command = command.after_help(format!("{}\n{examples}", catalog.get("help.examples")));
    }
    command
        .about(text("about").unwrap_or_default())
        .override_usage(usage)
        .subcommand_help_heading(catalog.get("help.group.commands").to_owned())
        .help_template(format!(
            "{{about}}\n\n{}{{usage}}\n\n{{all-args}}{{after-help}}\n",
            catalog.get("help.usage.title")
        ))
}

fn key(path: &str, part: &str) -> String {
    format!("help.{}.{part}", path.replace(' ', "."))
}

/// An argument with its words, its group, and what may stand there.
fn explained(arg: Arg, path: &str, catalog: &Catalog) -> Arg {
    let id = arg.get_id().to_string();
    let any = || catalog.get(&format!("help.any.{id}")).to_owned();
    let mut text = catalog.find(&key(path, &id)).map_or_else(any, str::to_owned);
    let takes_value = matches!(arg.get_action(), ArgAction::Set | ArgAction::Append);
    let joined = |words: Vec<String>| words.join(catalog.get("help.joiner"));
    if takes_value {
        let possible: Vec<String> = arg.get_possible_values().iter().map(|v| v.get_name().to_owned()).collect();
        if !possible.is_empty() {
            text.push_str(&catalog.say("help.possible", &[("values", &joined(possible))]));
        }
        let default: Vec<String> = arg.get_default_values().iter().map(|v| v.to_string_lossy().into_owned()).collect();
        if !default.is_empty() {
            text.push_str(&catalog.say("help.default", &[("value", &joined(default))]));
        }
    }
    if arg.is_required_set() {
        text = format!("{} {text}", catalog.get("help.required"));
    }
    let group = arg
        .get_help_heading()
        .unwrap_or(if arg.is_positional() { "positional" } else { "options" });
    let group = catalog.get(&format!("help.group.{group}")).to_owned();
    let name = arg.get_value_names().and_then(<[_]>::first).map_or(id, ToString::to_string);
    let arg = arg.help(text).help_heading(group);
    if !takes_value {
        return arg;
    }
    arg.hide_default_value(true)
        .hide_possible_values(true)
        .value_name(value_name(&name, catalog))
}

/// `FILE` as people say it.
fn value_name(name: &str, catalog: &Catalog) -> String {
    catalog
        .find(&format!("help.value.{}", name.to_lowercase()))
        .unwrap_or(name)
        .to_owned()
}

/// What clap refused.
pub(crate) fn refused(error: &clap::Error) -> Fault {
    let told = |kind| error.get(kind).map(words).unwrap_or_default();
    let (arg, value) = (told(ContextKind::InvalidArg), told(ContextKind::InvalidValue));
    let fault = match error.kind() {
        ErrorKind::UnknownArgument => like("usage.unknown_option", "usage.unknown_option_like", told(ContextKind::SuggestedArg)),
        ErrorKind::InvalidSubcommand => {
            let sub = told(ContextKind::InvalidSubcommand);
            let fault = like(
                "usage.unknown_command",
                "usage.unknown_command_like",
                told(ContextKind::SuggestedSubcommand),
            );
            return fault.with("command", sub);
        }
        ErrorKind::MissingRequiredArgument => Fault::usage("usage.missing"),
        ErrorKind::ArgumentConflict => Fault::usage("usage.conflict").with("other", told(ContextKind::PriorArg)),
        ErrorKind::InvalidValue if value.is_empty() => Fault::usage("usage.no_value"),
        ErrorKind::InvalidValue => Fault::usage("usage.wrong_value").with("known", told(ContextKind::ValidValue)),
        ErrorKind::ValueValidation => Fault::usage("usage.not_a_number"),
        ErrorKind::InvalidUtf8 => Fault::usage("usage.not_text"),
        ErrorKind::TooManyValues | ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues | ErrorKind::NoEquals => {
            Fault::usage("usage.number_of_values")
        }
        _ => Fault::usage("usage.wrong"),
    };
    fault.with("arg", arg).with("value", value)
}

/// With what is near, where something is.
fn like(key: &'static str, near: &'static str, suggested: String) -> Fault {
    if suggested.is_empty() {
        Fault::usage(key)
    } else {
        Fault::usage(near).with("suggested", suggested)
    }
}

fn words(value: &ContextValue) -> String {
    match value {
        ContextValue::String(text) => text.clone(),
        ContextValue::Strings(texts) => texts.join(" "),
        ContextValue::StyledStr(text) => text.to_string(),
        ContextValue::Number(n) => n.to_string(),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Lang;

    /// Each text of a command line, with the place where it is shown.
    fn texts(command: &Command, path: &str, into: &mut Vec<(String, String)>) {
        into.push((path.to_owned(), command.get_about().map(ToString::to_string).unwrap_or_default()));
        for arg in command.get_arguments() {
            let text = arg.get_help().map(ToString::to_string).unwrap_or_default();
            into.push((format!("{path} {}", arg.get_id()), text));
        }
        for sub in command.get_subcommands() {
            texts(sub, &format!("{path} {}", sub.get_name()), into);
        }
    }

    #[test]
    fn every_command_and_option_is_explained_in_both_languages() {
        for lang in [Lang::Zh, Lang::En] {
            let command = command(&Catalog::new(lang));
            command.clone().debug_assert();
            let mut all = Vec::new();
            texts(&command, "bangfu", &mut all);
            assert!(all.len() > 80, "{}", all.len());
            for (place, text) in all {
                assert!(!text.is_empty() && !text.contains("help."), "{place}: {text:?}");
                let chinese = text.chars().any(|c| ('\u{4E00}'..='\u{9FFF}').contains(&c));
                // English may name a Chinese thing; Chinese without a Chinese character is a text forgotten.
                assert!(chinese || lang == Lang::En, "{place}: {text}");
            }
        }
    }

    #[test]
    fn help_says_nothing_in_the_other_language() {
        let mut command = command(&Catalog::new(Lang::Zh));
        command.build();
        for sub in command.get_subcommands() {
            let help = sub.clone().render_help().to_string();
            for english in ["Usage", "Options", "Arguments", "[OPTIONS]", "default:", "possible values", "Print"] {
                assert!(!help.contains(english), "{}: {help}", sub.get_name());
            }
        }
    }

    #[test]
    fn what_must_be_given_is_marked() {
        let mut command = command(&Catalog::new(Lang::Zh));
        command.build();
        let help = command.find_subcommand_mut("sample").map(|c| c.render_help().to_string()).unwrap();
        let of = |option: &str| help.lines().find(|l| l.trim_start().starts_with(option)).unwrap().to_owned();
        assert!(of("--seed").contains("[必填]"), "{help}");
        assert!(!of("--tolerable").contains("[必填]"), "{help}");
    }
}
