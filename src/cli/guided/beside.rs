//! What lies beside the program, or beside what was dropped on it: ledgers, the registry, decisions, exports of platforms.

use std::{
    ffi::OsString,
    fs,
    path::{Path, PathBuf},
};

use crate::{
    cli::{
        guided::console::{line, say},
        settings::{self, Settings},
    },
    formats::Limits,
    inbox::file_kinds::{is_workbook_name, passed_over},
    policy::at::PolicyAt,
    reconcile::recognise::{channels_of, recognise},
    run::load::vocabulary,
    text::{Catalog, Fault, shown_path},
};

/// A platform's export, as `--platform-export` takes it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Export {
    pub path: PathBuf,
    pub kind: Option<&'static str>,
    title: String,
}

/// What was found, by paths from the folder in which it was looked for.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Beside {
    pub inboxes: Vec<PathBuf>,
    pub exports: Vec<Export>,
    registry: Option<PathBuf>,
    decisions: Vec<PathBuf>,
    /// Workbooks for which there is no use; several registries, too, for nobody can tell which one counts.
    unused: Vec<PathBuf>,
    settings: Option<PathBuf>,
}

/// The folder that the run is at home in: the program's own where something for it lies there, else that in which it was started, else that of
/// what was dropped.
pub(super) fn base(dropped: &[PathBuf], catalog: &Catalog) -> PathBuf {
    let own = std::env::current_exe().ok();
    let here = std::env::current_dir().ok();
    let of_dropped = dropped.first().and_then(|path| path.parent());
    let candidates = [own.as_deref().and_then(Path::parent), here.as_deref(), of_dropped];
    let holds = |folder: &&Path| {
        folder.join(settings::FILE_NAME).exists() || inbox(folder, catalog).is_some() || registry(folder, catalog).is_some()
    };
    let home = candidates.into_iter().flatten().find(holds).or(of_dropped).or(here.as_deref());
    home.unwrap_or(Path::new(".")).to_owned()
}

/// Names by which things are found, without their extensions.
fn names(what: &str, catalog: &Catalog) -> Vec<String> {
    let key = format!("cli.guided.names.{what}");
    catalog.get(&key).split('、').map(str::to_owned).collect()
}

/// The folder or archive of ledgers.
fn inbox(folder: &Path, catalog: &Catalog) -> Option<PathBuf> {
    let names = names("inbox", catalog);
    let archives = names.iter().map(|name| format!("{name}.zip"));
    let wanted: Vec<String> = names.iter().cloned().chain(archives).collect();
    wanted.into_iter().map(PathBuf::from).find(|name| folder.join(name).exists())
}

fn stem(path: &Path) -> String {
    path.file_stem().unwrap_or_default().to_string_lossy().to_lowercase()
}

/// Names of the workbooks that lie in a folder, sorted.
fn workbooks(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok);
    let files = entries.filter(|e| e.file_type().is_ok_and(|kind| kind.is_file()));
    let named = files.map(|e| e.file_name().to_string_lossy().into_owned());
    let mut found: Vec<PathBuf> = named
        .filter(|n| is_workbook_name(n) && !passed_over(n))
        .map(PathBuf::from)
        .collect();
    found.sort_unstable();
    found
}

/// The registry: the workbook of that very name, else the only one with the word in its name.
pub(super) fn registry(folder: &Path, catalog: &Catalog) -> Option<PathBuf> {
    let names = names("registry", catalog);
    let mut like: Vec<PathBuf> = workbooks(folder).into_iter().filter(|path| is_like(path, &names)).collect();
    match like.iter().position(|path| names.contains(&stem(path))) {
        Some(exact) => Some(like.swap_remove(exact)),
        None if like.len() == 1 => like.pop(),
        None => None,
    }
}

fn is_like(path: &Path, names: &[String]) -> bool {
    names.iter().any(|name| stem(path).contains(name))
}

/// Texts and pages are workbooks too where they lie among ledgers; beside the program they are its manual.
fn is_spreadsheet(path: &Path) -> bool {
    let extension = path.extension().unwrap_or_default().to_string_lossy().to_lowercase();
    !matches!(&*extension, "txt" | "htm" | "html" | "mht" | "mhtml")
}

impl Beside {
    /// Looks through `base`. What the settings name already is not looked for.
    pub fn look(base: &Path, dropped: &[PathBuf], settings: &Settings, policy: &PolicyAt, catalog: &Catalog) -> Result<Self, Fault> {
        let mut found = Self {
            settings: settings.file.clone(),
            inboxes: dropped
                .iter()
                .map(|path| path.strip_prefix(base).unwrap_or(path).to_owned())
                .collect(),
            ..Self::default()
        };
        if dropped.is_empty() && settings.inbox.is_empty() {
            found.inboxes.extend(inbox(base, catalog));
        }
        let (registries, decisions) = (names("registry", catalog), names("decisions", catalog));
        if settings.registry.is_none() {
            found.registry = registry(base, catalog);
        }
        let layouts = vocabulary(settings.layouts.as_deref())?;
        let rest = workbooks(base).into_iter();
        for path in rest.filter(|path| found.registry.as_ref() != Some(path) && !found.inboxes.contains(path)) {
            let given = [&settings.registry, &settings.layouts]
                .into_iter()
                .flatten()
                .chain(&settings.overrides);
            let exports = settings.platform_export.values().flat_map(|e| &e.0);
            if given.chain(exports).any(|given| given.file_name() == path.file_name()) {
                continue;
            }
            if settings.overrides.is_empty() && decisions.iter().any(|name| stem(&path).starts_with(name.as_str())) {
                found.decisions.push(path);
                continue;
            }
            let recognised = match settings.platform_export.is_empty() && !is_like(&path, &registries) {
                true => recognise(&base.join(&path), policy, &Limits::default(), &layouts),
                false => None,
            };
            match recognised {
                Some(export) => found.exports.push(Export {
                    title: export.kind.map(|kind| kind_title(kind, policy)).unwrap_or_default(),
                    kind: export.kind,
                    path,
                }),
                None if is_spreadsheet(&path) => found.unused.push(path),
                None => {}
            }
        }
        Ok(found)
    }

    /// Says it.
    pub fn tell(&self, base: &Path, catalog: &Catalog) {
        say("found", &[("folder", &shown_path(base))], catalog);
        let tell = |key: &str, path: &Path| say(key, &[("path", &shown_path(path))], catalog);
        self.settings.iter().for_each(|path| tell("found_settings", path));
        self.inboxes.iter().for_each(|path| tell("found_inbox", path));
        self.registry.iter().for_each(|path| tell("found_registry", path));
        self.decisions.iter().for_each(|path| tell("found_decisions", path));
        for export in self.exports.iter().filter(|e| e.kind.is_some()) {
            let path = shown_path(&export.path);
            say("found_export", &[("path", &path), ("platform", &export.title)], catalog);
        }
        self.unused.iter().for_each(|path| tell("found_unused", path));
        if self.registry.is_none() && self.settings.is_none() {
            say("no_registry", &[], catalog);
        }
        line("");
    }

    /// The words of `bangfu audit`, without the month.
    pub fn arguments(&self, settings: &Settings, catalog: &Catalog) -> Vec<OsString> {
        let program = std::env::current_exe().unwrap_or_else(|_| PathBuf::from("bangfu"));
        let mut words: Vec<OsString> = vec![program.into(), "audit".into()];
        words.extend(self.inboxes.iter().map(OsString::from));
        let mut option = |name: &str, value: OsString| words.extend([name.into(), value]);
        self.registry.iter().for_each(|path| option("--registry", path.into()));
        self.decisions.iter().for_each(|path| option("--overrides", path.into()));
        for export in &self.exports {
            let mut value = OsString::from(export.kind.unwrap_or_default());
            value.push("=");
            value.push(&export.path);
            option("--platform-export", value);
        }
        if settings.out.is_none() {
            option("-o", catalog.get("cli.guided.names.out").into());
        }
        words
    }
}

/// The name of a kind of export, for people.
fn kind_title(kind: &str, policy: &PolicyAt) -> String {
    let ids = channels_of(kind);
    ids.iter()
        .map(|id| policy.channel_title(id))
        .next()
        .unwrap_or_else(|| kind.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        policy::pack::{DEFAULT_POLICY, Policy},
        text::Lang,
    };

    fn look(files: &[&str], settings: &Settings) -> (Beside, Vec<String>) {
        let dir = tempfile::TempDir::new().unwrap();
        for file in files {
            let path = dir.path().join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            let orders = "订单编号,下单时间,采购单位,商品名称,订单金额,订单状态\nDD2024030100001,2024-03-01,甲小学,小米,300.00,已完成\n";
            fs::write(&path, if file.contains("订单") { orders } else { "x" }).unwrap();
        }
        let catalog = Catalog::new(Lang::Zh);
        let policy = Policy::load(DEFAULT_POLICY).unwrap().at("2024-03".parse().unwrap(), false).unwrap();
        let found = Beside::look(dir.path(), &[], settings, &policy, &catalog).unwrap();
        let words = found.arguments(settings, &catalog);
        let words = words.iter().skip(1).map(|w| w.to_string_lossy().into_owned()).collect();
        (found, words)
    }

    #[test]
    fn each_thing_is_found_by_its_name_and_exports_by_what_they_say() {
        let files = [
            "台账/甲.csv",
            "名册.csv",
            "旧名册.csv",
            "核实决定.xlsx",
            "待核实-张三.xlsx",
            "832订单.csv",
            "订单.csv",
            "汇总.xlsx",
            "使用说明.txt",
            "~$名册.xlsx",
            "报告/summary.csv",
        ];
        let (found, words) = look(&files, &Settings::default());
        let expected = [
            "audit",
            "台账",
            "--registry",
            "名册.csv",
            "--overrides",
            "待核实-张三.xlsx",
            "--overrides",
            "核实决定.xlsx",
            "--platform-export",
            "832=832订单.csv",
            "--platform-export",
            "=订单.csv",
            "-o",
            "报告",
        ];
        assert_eq!(words, expected);
        assert_eq!(found.exports[1].kind, None);
        assert_eq!(found.unused, ["旧名册.csv", "汇总.xlsx"].map(PathBuf::from));
    }

    #[test]
    fn of_several_registries_none_is_taken_and_what_the_settings_say_goes_first() {
        let (found, words) = look(&["台账.zip", "甲县名册.csv", "乙县名册.csv"], &Settings::default());
        assert_eq!(words, ["audit", "台账.zip", "-o", "报告"]);
        assert_eq!(found.unused.len(), 2);
        let (_, words) = look(&["台账/甲.csv", "单位名册2024.csv"], &Settings::default());
        assert_eq!(words, ["audit", "台账", "--registry", "单位名册2024.csv", "-o", "报告"]);
        let settings = Settings {
            inbox: vec!["收".into()],
            out: Some("出".into()),
            registry: Some("名册.csv".into()),
            ..Settings::default()
        };
        let (found, words) = look(&["台账/甲.csv", "名册.csv"], &settings);
        assert_eq!(words, ["audit"]);
        assert!(found.unused.is_empty());
    }
}
