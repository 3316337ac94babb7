//! Talk on the terminal: all of it on stderr, answers a line each.

use std::io;

use crate::{
    cli::{desk::output::print_part_err, print_err},
    text::Catalog,
};

/// Says a text of `cli.guided`.
pub(super) fn say(key: &str, args: &[(&str, &str)], catalog: &Catalog) {
    line(&catalog.say(&format!("cli.guided.{key}"), args));
}

/// A line as it is.
pub(super) fn line(text: &str) {
    print_err(text);
}

/// A line with a blank one before it.
pub(super) fn heading(key: &str, catalog: &Catalog) {
    print_err("");
    say(key, &[], catalog);
}

/// Asks and takes a line; `None` where the terminal is closed (Ctrl-Z, Ctrl-D) or cannot be read.
pub(super) fn ask(key: &str, args: &[(&str, &str)], catalog: &Catalog) -> Option<String> {
    let question = catalog.say(&format!("cli.guided.{key}"), args);
    print_part_err(&question);
    let mut answer = String::new();
    match io::stdin().read_line(&mut answer) {
        Ok(0) | Err(_) => None,
        Ok(_) => Some(answer.trim().to_owned()),
    }
}

/// Waits for the key that ends it.
pub(super) fn wait(catalog: &Catalog) {
    print_err("");
    let _ = ask("end_prompt", &[], catalog);
}
