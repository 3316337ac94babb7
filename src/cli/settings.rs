//! `bangfu.toml`: what would be typed every month. Keys are the long options' names; a relative path is relative to the file; the command line wins.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use jiff::civil::Date;
use serde::Deserialize;

use crate::{
    checks::settings::CheckSettings,
    cli::log::LogFormat,
    formats::{Limits, limits::set_memory},
    model::Month,
    reconcile::ReconcileSettings,
    report::{flat::csv::CsvEncoding, letterhead::Letterhead},
    text::{Fault, Lang, escaped, written},
};

/// Name looked for in the working directory.
pub(crate) const FILE_NAME: &str = "bangfu.toml";

/// Settings as the file gives them; whatever is absent stays with the command line and its defaults.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub(crate) struct Settings {
    /// The file itself.
    #[serde(skip)]
    pub file: Option<PathBuf>,
    /// Folders, files or zips of workbooks; one text or a list.
    #[serde(deserialize_with = "one_or_many")]
    pub inbox: Vec<PathBuf>,
    /// Month, or `last-month`.
    pub period: Option<String>,
    /// Folder for the reports.
    pub out: Option<PathBuf>,
    /// 单位名册.
    pub registry: Option<PathBuf>,
    /// Policy id, or a file (a text with a path separator or ending in `.toml`).
    pub policy: Option<String>,
    /// Refuse a period for which a change of the policy is expected and no document is known.
    pub strict_policy: Option<bool>,
    /// Decisions by auditors: files, and folders of them; one text or a list.
    #[serde(deserialize_with = "one_or_many")]
    pub overrides: Vec<PathBuf>,
    /// Market prices and contracts; one text or a list.
    #[serde(deserialize_with = "one_or_many")]
    pub prices: Vec<PathBuf>,
    /// Further header names.
    pub layouts: Option<PathBuf>,
    /// Platform exports by kind, e.g. `832 = "导出.xlsx"`; one text or a list.
    pub platform_export: BTreeMap<String, Exports>,
    /// How lines are matched with platform exports.
    pub reconcile: ReconcileSettings,
    /// Formats, e.g. `["xlsx", "html", "json"]`; one text or a list.
    #[serde(deserialize_with = "one_or_many")]
    pub format: Vec<String>,
    /// Folder of the bureau's own templates.
    pub templates: Option<PathBuf>,
    /// Letters of `lines.csv` and `findings.csv`.
    pub csv_encoding: Option<CsvEncoding>,
    /// Folder for the normalised lines as Parquet.
    pub ledger: Option<PathBuf>,
    /// A folder of earlier runs.
    pub history: Option<PathBuf>,
    /// Threads.
    pub jobs: Option<usize>,
    /// Language.
    pub lang: Option<Lang>,
    /// Shape of log lines.
    pub log_format: Option<LogFormat>,
    /// Nothing on stderr but errors.
    pub quiet: Option<bool>,
    /// Recount before publishing.
    pub verify: Option<bool>,
    /// Exit 4 when a unit fails or is undetermined.
    pub fail_on_noncompliance: Option<bool>,
    /// Who issues the documents, their number and date.
    pub document: Letterhead,
    /// Limits of one workbook.
    pub limits: LimitArgs,
    /// Thresholds of the checks.
    pub checks: CheckSettings,
}

/// The exports of one kind.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
pub(crate) struct Exports(#[serde(deserialize_with = "one_or_many")] pub Vec<PathBuf>);

/// Limits of one workbook, as options and as `[limits]` of the settings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::Args, serde::Deserialize)]
#[command(next_help_heading = "limits")]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub(crate) struct LimitArgs {
    #[arg(long, value_name = "MIB")]
    max_file_mib: Option<u64>,
    #[arg(long, value_name = "MIB")]
    max_inflated_mib: Option<u64>,
    #[arg(long, value_name = "N")]
    max_cells: Option<usize>,
    #[arg(long, value_name = "N")]
    max_sheets: Option<usize>,
    #[arg(long, value_name = "N")]
    max_xml_depth: Option<usize>,
    #[arg(long, value_name = "N")]
    max_members: Option<usize>,
    #[arg(long, value_name = "MIB")]
    max_memory: Option<u64>,
}

impl LimitArgs {
    /// As the readers take them: the command line first, then the settings, then the defaults. The memory is set for the whole process.
    pub fn limits(&self, settings: &Self) -> Limits {
        let default = Limits::default();
        if let Some(mib) = self.max_memory.or(settings.max_memory) {
            set_memory(mib);
        }
        let bytes = |mib: Option<u64>, or: u64| mib.map_or(or, |m| m.saturating_mul(1 << 20));
        Limits {
            file_bytes: bytes(self.max_file_mib.or(settings.max_file_mib), default.file_bytes),
            inflated_bytes: bytes(self.max_inflated_mib.or(settings.max_inflated_mib), default.inflated_bytes),
            cells: self.max_cells.or(settings.max_cells).unwrap_or(default.cells),
            sheets: self.max_sheets.or(settings.max_sheets).unwrap_or(default.sheets),
            xml_depth: self.max_xml_depth.or(settings.max_xml_depth).unwrap_or(default.xml_depth),
            members: self.max_members.or(settings.max_members).unwrap_or(default.members),
            ..default
        }
    }
}

impl Settings {
    /// The file of `--config`, else `bangfu.toml` in the working directory, else nothing set.
    ///
    /// # Errors
    /// The file of `--config` is missing, or a file cannot be read or understood.
    pub fn find(config: Option<&Path>) -> Result<Self, Fault> {
        match config {
            Some(path) => Self::load(path),
            None if Path::new(FILE_NAME).exists() => Self::load(Path::new(FILE_NAME)),
            None => Ok(Self::default()),
        }
    }

    /// Reads one file and puts its paths right.
    ///
    /// # Errors
    /// The file cannot be read or understood.
    pub fn load(path: &Path) -> Result<Self, Fault> {
        let text = written::read(path).map_err(Fault::given(path))?;
        let mut settings: Self = toml::from_str(&text).map_err(|e| Fault::usage("usage.settings").at(path).because(e))?;
        // `"D:\new"` is read as a path with a line feed in it.
        if let Some(wrong) = settings.paths().find(|p| p.to_string_lossy().contains(char::is_control)) {
            let found = escaped(&wrong.to_string_lossy()).replace('\n', "\\n").replace('\t', "\\t");
            return Err(Fault::usage("usage.settings_backslash").at(path).with("found", found));
        }
        settings.resolve(path.parent().unwrap_or(Path::new("")));
        settings.file = Some(path.to_owned());
        Ok(settings)
    }

    /// All paths but the policy, which may be an id.
    fn paths(&mut self) -> impl Iterator<Item = &mut PathBuf> {
        let single = [
            &mut self.out,
            &mut self.registry,
            &mut self.layouts,
            &mut self.ledger,
            &mut self.templates,
            &mut self.history,
        ];
        single
            .into_iter()
            .flatten()
            .chain(&mut self.inbox)
            .chain(&mut self.overrides)
            .chain(&mut self.prices)
            .chain(self.platform_export.values_mut().flat_map(|e| &mut e.0))
    }

    fn resolve(&mut self, base: &Path) {
        for path in self.paths() {
            *path = base.join(&path);
        }
        let is_file = |p: &String| p.contains(['/', '\\']) || Path::new(p).extension().is_some_and(|e| e.eq_ignore_ascii_case("toml"));
        if let Some(policy) = self.policy.as_mut().filter(|p| is_file(p)) {
            *policy = base.join(&*policy).to_string_lossy().into_owned();
        }
    }
}

fn one_or_many<'de, D, T>(deserializer: D) -> Result<Vec<T>, D::Error>
where
    D: serde::Deserializer<'de>,
    T: Deserialize<'de>,
{
    #[derive(Deserialize)]
    #[serde(untagged, expecting = "a text or a list of texts")]
    enum OneOrMany<T> {
        One(T),
        Many(Vec<T>),
    }
    Ok(match OneOrMany::deserialize(deserializer)? {
        OneOrMany::One(one) => vec![one],
        OneOrMany::Many(many) => many,
    })
}

/// The month that `--period` means, counted from `today`: `2024-03`, `2024-3`, `202403`, `2024年3月`, `last-month` or `this-month`.
///
/// # Errors
/// It is none of them.
pub(crate) fn resolve_period(text: &str, today: Date) -> Result<Month, Fault> {
    match text.trim() {
        "last-month" => Ok(Month::of(today).previous()),
        "this-month" => Ok(Month::of(today)),
        written => Month::written(written).ok_or_else(|| Fault::usage("usage.not_a_period").with("found", text)),
    }
}

/// Name of the variable that stands in for today's date: to try on any day what a job will do on another, or to catch up a month that was missed.
const TODAY: &str = "BANGFU_TODAY";

/// Today where this machine stands (`TZ`, else the system's zone, else UTC): in China a job on the first at 02:00 still has the day before in UTC.
///
/// # Errors
/// [`TODAY`] is set and holds no date.
pub(crate) fn today() -> Result<Date, Fault> {
    std::env::var(TODAY).map_or_else(|_| Ok(jiff::ZonedDateTime::now().date()), |set| day(&set))
}

fn day(text: &str) -> Result<Date, Fault> {
    let wrong = |_| Fault::usage("usage.not_a_day").with("name", TODAY).with("found", text);
    text.trim().parse().map_err(wrong)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use jiff::civil::date;

    use super::*;
    use crate::text::Catalog;

    fn load(text: &str) -> Result<Settings, Fault> {
        let dir = tempfile::TempDir::new().unwrap();
        let path = dir.path().join("bangfu.toml");
        fs::write(&path, text).unwrap();
        let mut settings = Settings::load(&path)?;
        assert_eq!(settings.file.take(), Some(path));
        // Temporary folders have random names: show paths relative to the file.
        let strip = |p: &mut PathBuf| {
            if let Ok(rest) = p.strip_prefix(dir.path()) {
                *p = Path::new("<here>").join(rest);
            }
        };
        settings
            .out
            .iter_mut()
            .chain(&mut settings.inbox)
            .chain(&mut settings.registry)
            .for_each(strip);
        if let Some(policy) = &mut settings.policy {
            *policy = policy.replace(&*dir.path().to_string_lossy(), "<here>");
        }
        Ok(settings)
    }

    #[test]
    fn a_full_file_is_read_and_its_paths_start_at_the_file() {
        let out = if cfg!(windows) { "D:/srv/报告" } else { "/srv/报告" };
        let s = load(&format!(
            "\u{FEFF}inbox = '收件'\nperiod = 'last-month'\nout = '{out}'\nregistry = '../名册.xlsx'\npolicy = 'p/own.toml'\n\
             format = ['xlsx', 'json']\njobs = 2\nlang = 'en'\nlog-format = 'json'\nfail-on-noncompliance = true\n\
             [limits]\nmax-cells = 9\n[checks]\nown-price-factor = 4\n[platform-export]\n832 = 'x.xlsx'\n",
        ))
        .unwrap();
        assert_eq!(s.inbox, [Path::new("<here>/收件")]);
        assert_eq!(s.out.as_deref(), Some(Path::new(out)));
        assert_eq!(s.registry.as_deref(), Some(Path::new("<here>/../名册.xlsx")));
        assert_eq!(s.policy.as_deref().map(Path::new), Some(Path::new("<here>/p/own.toml")));
        assert_eq!(s.format, ["xlsx", "json"]);
        assert_eq!(
            (s.jobs, s.lang, s.log_format, s.fail_on_noncompliance),
            (Some(2), Some(Lang::En), Some(LogFormat::Json), Some(true))
        );
        assert_eq!(s.limits.max_cells, Some(9));
        let checks = CheckSettings {
            own_price_factor: 4,
            ..CheckSettings::default()
        };
        assert_eq!(s.checks, checks);
        assert!(s.platform_export["832"].0[0].ends_with("x.xlsx"));
        assert_eq!(
            load("inbox = ['a', 'b']\npolicy = 'yuncheng-2023-31-24'")
                .unwrap()
                .policy
                .as_deref(),
            Some("yuncheng-2023-31-24")
        );
        assert_eq!(load("").unwrap(), Settings::default());
    }

    #[test]
    fn unknown_keys_are_refused_with_line_and_excerpt() {
        let refused = |text: &str| load(text).unwrap_err().text(&Catalog::new(Lang::En));
        let message = refused("out = 'x'\nregistery = 'y'\n");
        assert!(
            message.contains("line 2") && message.contains("registery = 'y'") && message.contains("registry"),
            "{message}"
        );
        let message = refused("[limits]\nmax-cell = 1\n");
        assert!(message.contains("line 2") && message.contains("max-cells"), "{message}");
        let message = refused("[checks]\none-day-min-lines = 3\nown-price-faktor = 3\n");
        assert!(message.contains("line 3") && message.contains("own-price-factor"), "{message}");
        assert!(load("jobs = 'two'").is_err());
        assert!(refused("inbox = 3").contains("a text or a list of texts"));
    }

    #[test]
    fn a_backslash_in_double_quotes_is_told_with_the_mend_also_where_it_means_something_else() {
        // The first is no escape; the others are a line feed, a tab, a backspace, an escape.
        for path in [r"D:\台账", r"D:\new", r"D:\t", r"D:\bangfu", r"D:\e", r"\\server\share"] {
            let message = load(&format!("inbox = \"{path}\"\n")).unwrap_err().text(&Catalog::new(Lang::Zh));
            assert!(message.contains("单引号"), "{path}: {message}");
            assert!(load(&format!("inbox = '{path}'\n")).is_ok(), "{path}");
        }
        assert!(load("inbox = \"D:/new\"\nout = \"D:\\\\new\"\n").is_ok());
    }

    #[test]
    fn the_documented_file_is_understood() {
        let page = include_str!("../../docs/unattended.md");
        let (_, rest) = page.split_once("```toml\n").unwrap();
        let settings = load(rest.split_once("```").unwrap().0).unwrap();
        assert_eq!(settings.inbox, [Path::new("<here>/收件夹")]);
        assert_eq!(settings.period.as_deref(), Some("last-month"));
    }

    #[test]
    fn last_month_crosses_the_year() {
        for (text, today, month) in [
            ("last-month", date(2024, 4, 1), "2024-03"),
            ("last-month", date(2024, 3, 31), "2024-02"),
            ("last-month", date(2024, 1, 31), "2023-12"),
            ("this-month", date(2024, 2, 29), "2024-02"),
            ("2024-03", date(2030, 1, 1), "2024-03"),
            ("2024-3", date(2030, 1, 1), "2024-03"),
            ("202403", date(2030, 1, 1), "2024-03"),
            ("2024年3月", date(2030, 1, 1), "2024-03"),
            ("2024年03月", date(2030, 1, 1), "2024-03"),
            (" 2024 年 3 月 ", date(2030, 1, 1), "2024-03"),
            ("2024.3", date(2030, 1, 1), "2024-03"),
            ("2024/03", date(2030, 1, 1), "2024-03"),
            ("２０２４年３月", date(2030, 1, 1), "2024-03"),
        ] {
            assert_eq!(resolve_period(text, today).unwrap().to_string(), month, "{text}");
        }
        assert_eq!(day(" 2024-02-29 ").unwrap(), date(2024, 2, 29));
        assert_eq!(day("2023-02-29").unwrap_err().key(), "usage.not_a_day");
        for wrong in [
            "",
            "2024-13",
            "2024-0",
            "20243",
            "2024",
            "3月",
            "24-03",
            "lastmonth",
            "2024-03-01",
            "2024年3月1日",
            "202413",
            "2024--3",
        ] {
            assert!(resolve_period(wrong, date(2024, 1, 1)).is_err(), "{wrong}");
        }
    }
}
