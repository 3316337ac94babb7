//! The program as its users meet it: a folder, arguments, what was said, what was written.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    process::Command,
    sync::LazyLock,
};

use serde_json::Value;
use tempfile::TempDir;
use walkdir::WalkDir;

/// The repository.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The program, without the settings of whoever runs the tests.
pub fn bangfu() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_bangfu"));
    command.env_remove("BANGFU_LOG").env_remove("BANGFU_TODAY");
    command
}

/// OUT of one run over the samples, in the formats that a run writes by itself, shared by the tests that only look at it.
pub fn samples() -> &'static Path {
    // In `target`, since what is static is never removed.
    static OUT: LazyLock<TempDir> = LazyLock::new(|| {
        let folder = TempDir::new_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
        let args = [
            "audit",
            "samples/inbox",
            "--period",
            "2024-03",
            "--registry",
            "samples/units.xlsx",
            "--quiet",
            "-o",
        ];
        Ran::of(bangfu().current_dir(root()).args(args).arg(folder.path().join("out"))).ok();
        folder
    });
    static PATH: LazyLock<PathBuf> = LazyLock::new(|| OUT.path().join("out"));
    &PATH
}

/// What came of a command.
pub struct Ran {
    pub status: i32,
    pub out: String,
    pub err: String,
}

impl Ran {
    pub fn of(command: &mut Command) -> Self {
        let ran = command.output().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        Self {
            status: ran.status.code().unwrap(),
            out: text(ran.stdout),
            err: text(ran.stderr),
        }
    }

    pub fn ok(self) -> Self {
        assert_eq!(self.status, 0, "{}", self.err);
        self
    }

    /// What was said, where the usage was refused.
    pub fn refused(self) -> String {
        assert_eq!(self.status, 2, "{}", self.err);
        self.err
    }
}

/// The program with these arguments, run where the tests run: in the repository.
pub fn run(args: &[&str]) -> Ran {
    Ran::of(bangfu().args(args))
}

/// A folder of its own, in which the program runs; workbooks go into its `inbox`.
pub struct Place(TempDir);

impl Place {
    pub fn new() -> Self {
        Self(TempDir::new().unwrap())
    }

    /// With a ledger of March 2024 for each unit.
    pub fn with_ledgers(ledgers: &[(&str, &str)]) -> Self {
        let place = Self::new();
        for (unit, text) in ledgers {
            place.write(&format!("inbox/{unit}/{unit}2024年3月食堂采购台账.csv"), text);
        }
        place
    }

    pub fn folder(&self) -> &Path {
        self.0.path()
    }

    pub fn at(&self, name: &str) -> PathBuf {
        self.folder().join(name)
    }

    /// Writes a file and the folders that it stands in.
    pub fn write(&self, name: &str, content: impl AsRef<[u8]>) {
        let path = self.at(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }

    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = bangfu();
        command.current_dir(self.folder()).args(args);
        command
    }

    pub fn run(&self, args: &[&str]) -> Ran {
        Ran::of(&mut self.command(args))
    }

    /// Audits `inbox` for March 2024 into `out`; what was published then verifies.
    pub fn audit(&self, out: &str, more: &[&str]) -> Ran {
        let ran = self.run(&[&["audit", "inbox", "--period", "2024-03", "-o", out], more].concat());
        if [0, 3, 4].contains(&ran.status) {
            let verified = self.run(&["verify", out]);
            assert_eq!(verified.status, 0, "{}{}", verified.out, verified.err);
        }
        ran
    }

    /// Audits `inbox` for 2024 with 名册.csv and the Yuncheng pack with a limit on single purchases of 20,000 yuan.
    pub fn audit_year_with_limit(&self) {
        let mut policy = fs::read_to_string(root().join("src/data/policies/yuncheng-2023-31-24.toml")).unwrap();
        policy.push_str(
            "\n[[limit]]\nfrom = \"2024-01\"\nfen = 2000000\nref = { doc = \"示例办法\", number = \"\", article = \"第三条\", quote = \"\" }\n",
        );
        self.write("policy.toml", policy);
        let args = ["audit", "inbox", "--period", "2024-12", "--format", "json", "--quiet", "-o", "out"];
        let ran = self.run(&[&args[..], &["--registry", "名册.csv", "--policy", "policy.toml"]].concat());
        // Most of their units have nothing in December.
        assert!(matches!(ran.status, 0 | 3), "{}", ran.err);
    }

    pub fn json(&self, name: &str) -> Value {
        json(&self.at(name))
    }

    /// The folder of a unit in `out`.
    pub fn unit_folder(&self, out: &str, unit: &str) -> PathBuf {
        let summary = self.json(&format!("{out}/summary.json"));
        self.at(out).join(find(&summary["units"], "unit", unit)["path"].as_str().unwrap())
    }

    pub fn report(&self, out: &str, unit: &str) -> Value {
        json(&self.unit_folder(out, unit).join("report.json"))
    }
}

pub fn json(path: &Path) -> Value {
    serde_json::from_slice(&fs::read(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))).unwrap()
}

/// The report of a unit that a summary lists.
pub fn report(out: &Path, unit: &Value) -> Value {
    json(&out.join(unit["path"].as_str().unwrap()).join("report.json"))
}

/// The first entry of a list that says `value` under `key`.
pub fn find<'v>(list: &'v Value, key: &str, value: &str) -> &'v Value {
    let mut entries = list.as_array().unwrap().iter();
    entries
        .find(|entry| entry[key] == value)
        .unwrap_or_else(|| panic!("no {key} {value} in {list:#}"))
}

/// Every file below a folder with its bytes, by its path below it.
pub fn tree(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    paths(folder)
        .into_iter()
        .map(|path| (path.clone(), fs::read(folder.join(path)).unwrap()))
        .collect()
}

/// The paths of all files below a folder, relative to it and sorted.
pub fn paths(folder: &Path) -> Vec<PathBuf> {
    WalkDir::new(folder)
        .sort_by_file_name()
        .into_iter()
        .map(Result::unwrap)
        .filter(|entry| entry.file_type().is_file())
        .map(|entry| entry.path().strip_prefix(folder).unwrap().to_owned())
        .collect()
}
