//! What is wrong with a command line, in the language of the run: what clap found, without its sentences.

use clap::error::{ContextKind, ContextValue, ErrorKind};

use crate::text::fault::Fault;

/// What clap refused.
pub(crate) fn fault(error: &clap::Error) -> Fault {
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
