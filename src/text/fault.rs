//! Why something is refused or cannot go on, for a person. What is known where it happens is a key of `data/text/*/fault.toml` and what the text speaks
//! of; the sentence and what to do about it (提示) are put to it at the end, in the language of the run, so that no sentence stands in code.

use std::{
    fmt::{self, Debug, Display},
    io,
    path::{Path, PathBuf},
};

use crate::text::{
    catalog::{Catalog, Lang},
    visible::{one_line, shown_path},
};

/// Problems of one kind that are told one by one; of a region there may be thousands.
pub(crate) const SHOWN_OF_A_KIND: usize = 10;

/// Key of a run that a person or the system stopped.
pub(crate) const INTERRUPTED: &str = "interrupted";

/// What stands behind a fault: the system's, a parser's or a reader's own words.
pub trait Cause: Debug + Send + Sync {
    /// In words, without a full stop.
    fn words(&self, catalog: &Catalog) -> String;

    /// What to do about it, where the cause alone tells.
    fn fix(&self, _catalog: &Catalog) -> Option<String> {
        None
    }
}

/// A refusal, a failure, or one problem of many.
#[derive(Debug)]
pub struct Fault {
    key: &'static str,
    args: Vec<(&'static str, String)>,
    status: u8,
    cause: Option<Box<dyn Cause>>,
    problems: Vec<Fault>,
}

impl Fault {
    fn new(key: &'static str, status: u8) -> Self {
        Self {
            key,
            args: Vec::new(),
            status,
            cause: None,
            problems: Vec::new(),
        }
    }

    /// What the caller can mend before the command is run again: exit status 2.
    #[must_use]
    pub fn usage(key: &'static str) -> Self {
        Self::new(key, 2)
    }

    /// What stopped a command: exit status 1.
    #[must_use]
    pub fn stopped(key: &'static str) -> Self {
        Self::new(key, 1)
    }

    /// A command that did its work on an input that cannot be used: exit status 3.
    #[must_use]
    pub fn unusable(key: &'static str) -> Self {
        Self::new(key, 3)
    }

    /// Fills `{name}` of the text.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Display) -> Self {
        self.args.push((name, value.to_string()));
        self
    }

    /// Fills `{path}` of the text.
    #[must_use]
    pub fn at(self, path: &Path) -> Self {
        self.with("path", shown_path(path))
    }

    /// Names the cause.
    #[must_use]
    pub fn because(mut self, cause: impl Cause + 'static) -> Self {
        self.cause = Some(Box::new(cause));
        self
    }

    /// The file system refused; `key` says what was being done with `path`.
    pub(crate) fn io(key: &'static str, path: &Path) -> impl Fn(io::Error) -> Self + use<> {
        let path: PathBuf = path.to_owned();
        move |error| Self::stopped(key).at(&path).because(error)
    }

    /// As [`Self::io`], of a file that the caller names: exit status 2.
    pub(crate) fn given(path: &Path) -> impl Fn(io::Error) -> Self + use<> {
        let path: PathBuf = path.to_owned();
        move |error| Self::usage("file.read").at(&path).because(error)
    }

    /// Names all that is wrong.
    #[must_use]
    pub fn each(mut self, problems: Vec<Fault>) -> Self {
        self.problems = problems;
        self
    }

    /// The key of its text, below `fault`.
    #[must_use]
    pub fn key(&self) -> &'static str {
        self.key
    }

    /// What it says, without words: two of one identity say the same.
    pub(crate) fn identity(&self) -> String {
        format!("{} {:?}", self.key, self.args)
    }

    /// Exit status (docs/outputs.md).
    #[must_use]
    pub fn exit_status(&self) -> u8 {
        self.status
    }

    fn part(&self, part: &str, catalog: &Catalog) -> String {
        let args: Vec<_> = self.args.iter().map(|(n, v)| (*n, one_line(v))).collect();
        let args: Vec<(&str, &str)> = args.iter().map(|(n, v)| (*n, v.as_ref())).collect();
        catalog.say(&format!("fault.{}.{part}", self.key), &args)
    }

    /// All of it: the sentence, each problem in a line of its own, what to do.
    #[must_use]
    pub fn text(&self, catalog: &Catalog) -> String {
        let mut lines = vec![self.words(catalog)];
        let mut kinds: Vec<&str> = Vec::new();
        for problem in &self.problems {
            if !kinds.contains(&problem.key) {
                kinds.push(problem.key);
            }
        }
        for kind in kinds {
            let of_kind: Vec<&Fault> = self.problems.iter().filter(|p| p.key == kind).collect();
            lines.extend(of_kind.iter().take(SHOWN_OF_A_KIND).map(|p| format!("  {}", p.words(catalog))));
            if let Some(more) = of_kind.len().checked_sub(SHOWN_OF_A_KIND).filter(|n| *n > 0) {
                let said = [("all", of_kind.len().to_string()), ("more", more.to_string())];
                lines.push(format!(
                    "  {}",
                    catalog.say("fault.more", &said.each_ref().map(|(n, v)| (*n, v.as_str())))
                ));
            }
            lines.extend(of_kind.first().and_then(|p| p.hint(catalog)).map(|hint| format!("  {hint}")));
        }
        lines.extend(self.hint(catalog));
        lines.join("\n")
    }

    fn hint(&self, catalog: &Catalog) -> Option<String> {
        self.fix(catalog).map(|fix| catalog.say("fault.hint", &[("fix", &fix)]))
    }
}

/// For programs and logs, in English; people are told by [`Fault::text`].
impl Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text(&Catalog::new(Lang::En)))
    }
}

impl std::error::Error for Fault {}

impl Cause for Fault {
    fn words(&self, catalog: &Catalog) -> String {
        let said = self.part("message", catalog);
        match &self.cause {
            None => said,
            Some(cause) => catalog.say("fault.because", &[("said", &said), ("cause", &cause.words(catalog))]),
        }
    }

    fn fix(&self, catalog: &Catalog) -> Option<String> {
        let own = catalog.has(&format!("fault.{}.fix", self.key)).then(|| self.part("fix", catalog));
        own.or_else(|| self.cause.as_ref()?.fix(catalog))
    }
}

/// The words of a parser or a library, as they are.
#[derive(Debug)]
pub struct Foreign(pub String);

impl Foreign {
    /// Of an error.
    pub fn of(error: impl Display) -> Self {
        Self(error.to_string())
    }
}

impl Cause for Foreign {
    fn words(&self, _catalog: &Catalog) -> String {
        let text = self.0.trim_end();
        // A parser shows the line with a mark below it.
        if text.contains('\n') {
            format!("\n{text}")
        } else {
            text.to_owned()
        }
    }
}

impl Cause for io::Error {
    fn words(&self, catalog: &Catalog) -> String {
        match kind(self) {
            "other" => self.to_string(),
            kind => {
                let (key, system) = (format!("fault.io.{kind}.message"), self.to_string());
                catalog.say("fault.with_foreign", &[("said", catalog.get(&key)), ("foreign", &system)])
            }
        }
    }

    fn fix(&self, catalog: &Catalog) -> Option<String> {
        Some(catalog.get(&format!("fault.io.{}.fix", kind(self))).to_owned())
    }
}

impl Cause for toml::de::Error {
    fn words(&self, catalog: &Catalog) -> String {
        const KINDS: [(&str, &str); 6] = [
            ("unknown field", "unknown_key"),
            ("missing field", "missing_key"),
            ("invalid type", "wrong_type"),
            ("duplicate key", "key_twice"),
            ("missing escaped value", "backslash"),
            ("too few unicode value digits", "backslash"),
        ];
        let known = KINDS.iter().find(|(start, _)| self.message().starts_with(start));
        let said = catalog
            .get(&format!("fault.toml.{}", known.map_or("syntax", |(_, kind)| *kind)))
            .to_owned();
        format!("{said}{}", Foreign::of(self).words(catalog))
    }
}

/// What Windows says of a file that another program has open, or has locked a part of.
#[cfg(windows)]
const SHARING_VIOLATION: [i32; 2] = [32, 33];

/// What Windows says of a name that no file can have, as one with a wildcard that nothing matches.
#[cfg(windows)]
const NO_SUCH_NAME: i32 = 123;

/// The kinds that people meet.
fn kind(error: &io::Error) -> &'static str {
    #[cfg(windows)]
    if error.raw_os_error().is_some_and(|code| SHARING_VIOLATION.contains(&code)) {
        return "in_use";
    }
    #[cfg(windows)]
    if error.raw_os_error() == Some(NO_SUCH_NAME) {
        return "not_found";
    }
    match error.kind() {
        io::ErrorKind::NotFound => "not_found",
        io::ErrorKind::PermissionDenied => "no_permission",
        io::ErrorKind::ReadOnlyFilesystem => "read_only",
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::FileTooLarge => "disk_full",
        io::ErrorKind::IsADirectory => "is_folder",
        io::ErrorKind::NotADirectory => "not_folder",
        io::ErrorKind::AlreadyExists => "exists",
        io::ErrorKind::ResourceBusy | io::ErrorKind::ExecutableFileBusy => "in_use",
        io::ErrorKind::InvalidData if error.to_string().contains("UTF-8") => "not_text",
        _ => "other",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_its_cause_and_what_to_do_in_either_language() {
        let missing = || {
            Fault::usage("file.read")
                .at(Path::new("名册.xlsx"))
                .because(io::Error::from(io::ErrorKind::NotFound))
        };
        let text = missing().text(&Catalog::new(Lang::Zh));
        assert_eq!(text.lines().count(), 2, "{text}");
        assert!(
            text.contains("名册.xlsx") && text.contains("不存在") && text.contains("\n提示："),
            "{text}"
        );
        let text = missing().text(&Catalog::new(Lang::En));
        assert!(
            text.contains("名册.xlsx") && text.contains("does not exist") && text.contains("\nHint: "),
            "{text}"
        );
        assert_eq!(missing().exit_status(), 2);
    }

    #[test]
    fn of_each_kind_ten_are_told_and_the_rest_are_counted() {
        let problem = |n: usize| Fault::usage("policy.requirement_twice").with("id", n);
        let told = |count: usize| {
            let mut problems: Vec<Fault> = (0..count).map(problem).collect();
            problems.push(Fault::usage("policy.no_requirement"));
            Fault::usage("policy.unsound")
                .with("name", "p")
                .each(problems)
                .text(&Catalog::new(Lang::Zh))
        };
        let shown = |text: &str| text.lines().filter(|l| l.contains("重复")).count();
        assert_eq!(shown(&told(10)), 10);
        assert!(!told(10).contains("另有"));
        assert_eq!(shown(&told(36)), 10);
        assert!(told(36).contains("36") && told(36).contains("26"), "{}", told(36));
        // The other kind is told all the same.
        assert!(told(36).lines().any(|l| l.contains("[[requirement]]")));
    }
}
