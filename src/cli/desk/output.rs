//! What is said, in the encoding of whoever takes it: a terminal is given text, and so is another program on any system but Windows. There the shells
//! take what they are sent for text of the console's code page; what is meant for programs (JSON, scripts) is UTF-8 everywhere.

use std::{
    borrow::Cow,
    io::{self, IsTerminal, Write as _},
    sync::OnceLock,
};

use encoding_rs::GB18030;

use crate::{cli::progress, text::escaped};

/// `--encoding`: of text that does not go to a terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
pub(crate) enum Encoding {
    /// That of the console on Windows, UTF-8 elsewhere.
    #[default]
    Auto,
    #[value(name = "utf-8", alias = "utf8")]
    Utf8,
    #[value(name = "gbk", alias = "gb18030")]
    Gbk,
}

static CHOSEN: OnceLock<Encoding> = OnceLock::new();

/// Chooses the encoding, once; before that it is that of the console.
pub(crate) fn choose(encoding: Encoding) {
    let _ = CHOSEN.set(encoding);
}

/// Prints to stdout what a terminal will not obey; a closed pipe (`| head`) is no error.
pub(crate) fn print(text: &str) {
    let mut out = io::stdout().lock();
    let _ = out.write_all(&encoded(&escaped(text), &out));
    let _ = out.flush();
}

/// Prints what programs read: UTF-8, whoever takes it.
pub(crate) fn print_data(text: &str) {
    let mut out = io::stdout().lock();
    let _ = out.write_all(escaped(text).as_bytes());
    let _ = out.flush();
}

/// Prints a line to stderr in the same way, stepping around the progress bar.
pub(crate) fn print_err(line: &str) {
    print_part_err(&format!("{line}\n"));
}

/// The same for what is no whole line.
pub(crate) fn print_part_err(text: &str) {
    progress::around(|| {
        let mut to = io::stderr().lock();
        let _ = to.write_all(&encoded(&escaped(text), &to));
        let _ = to.flush();
    });
}

/// The bytes of a text for a stream.
fn encoded<'t>(text: &'t str, to: &impl IsTerminal) -> Cow<'t, [u8]> {
    // GB18030 is GBK with a place for every other character.
    if !to.is_terminal() && is_gbk() {
        GB18030.encode(text).0
    } else {
        Cow::Borrowed(text.as_bytes())
    }
}

fn is_gbk() -> bool {
    static CONSOLE: OnceLock<bool> = OnceLock::new();
    match CHOSEN.get().copied().unwrap_or_default() {
        Encoding::Utf8 => false,
        Encoding::Gbk => true,
        Encoding::Auto => *CONSOLE.get_or_init(|| console_page().is_some_and(|page| matches!(page, 936 | 54936))),
    }
}

/// The console's code page, as Windows' own program says it: a number at the end of a line in the system's language.
#[cfg(windows)]
fn console_page() -> Option<u32> {
    use std::process::{Command, Stdio};
    let root = std::env::var_os("SystemRoot")?;
    let program = std::path::Path::new(&root).join("System32").join("chcp.com");
    let said = Command::new(program).stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
    page_of(&said.stdout)
}

#[cfg(not(windows))]
fn console_page() -> Option<u32> {
    None
}

/// The last number of what `chcp` says, in any language and encoding.
#[cfg_attr(not(windows), allow(dead_code))]
fn page_of(said: &[u8]) -> Option<u32> {
    let mut numbers = said.split(|byte| !byte.is_ascii_digit()).filter(|digits| !digits.is_empty());
    std::str::from_utf8(numbers.next_back()?).ok()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_code_page_is_read_in_any_language() {
        assert_eq!(page_of(b"Active code page: 65001\r\n"), Some(65001));
        // 活动代码页: 936, in GBK.
        assert_eq!(page_of(b"\xBB\xEE\xB6\xAF\xB4\xFA\xC2\xEB\xD2\xB3: 936\r\n"), Some(936));
        assert_eq!(page_of(b"none\r\n"), None);
    }
}
