//! A run that reuses what earlier runs read and rendered writes the same bytes as one that starts from nothing, after whatever was done to the
//! inbox, the decisions or the options in between. Random edits; `INCREMENTAL_SEED` and `INCREMENTAL_STEPS` try others and more.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::{
    collections::BTreeMap,
    fs::{self, File},
    path::{Path, PathBuf},
    time::{Duration, SystemTime},
};

use bangfu::{
    checks::settings::CheckSettings,
    cli::log::RunLog,
    formats::limits::Limits,
    reconcile::ReconcileSettings,
    report::render::Formats,
    run::{RunEvents, audit::audit, options::AuditOptions},
    text::catalog::Lang,
    units::assemble::FileRecord,
};
use serde_json::Value;

struct Silent(SystemTime);

impl RunEvents for Silent {
    fn phase(&self, _: &str, _: usize) {}
    fn file_done(&self, _: &FileRecord) {}
    fn unit_done(&self, _: &str, _: &str) {}
    fn stopped(&self) -> bool {
        false
    }
    fn started(&self) -> SystemTime {
        self.0
    }
}

/// A small generator: the same seed gives the same edits.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % limit
    }
    fn of<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        &list[self.below(list.len())]
    }
}

const COUNTIES: [&str; 3] = ["盐湖区", "夏县", "平陆县"];
const UNITS: [&str; 5] = ["甲小学", "乙中学", "丙医院", "丁机关", "戊幼儿园"];
const CHANNELS: [&str; 6] = ["832平台", "供销数据平台", "消费帮扶超市", "农贸市场", "", "县里安排的渠道"];
const HEADS: [&str; 3] = [
    "采购日期,食材名称,金额,供应商,采购渠道",
    "日期,品名,金额,供货商,渠道",
    // A header that only the own layouts know.
    "采购日期,食材名称,采购额度,供应商,采购渠道",
];

/// An inbox, what is given beside it, and the options.
struct World {
    root: PathBuf,
    dice: Dice,
    period: &'static str,
    policy: &'static str,
    registry: bool,
    overrides: bool,
    layouts: bool,
    lang: Lang,
    html: bool,
    own_price_factor: u32,
    serial: u32,
}

impl World {
    fn new(root: &Path, seed: u64) -> Self {
        let mut world = Self {
            root: root.to_owned(),
            dice: Dice(seed),
            period: "2024-03",
            policy: "yuncheng-2023-31-24",
            registry: false,
            overrides: false,
            layouts: false,
            lang: Lang::Zh,
            html: true,
            own_price_factor: 3,
            serial: 0,
        };
        fs::create_dir_all(world.inbox()).unwrap();
        fs::write(world.at("layouts.toml"), "[field.amount]\nnames = [\"采购额度\"]\n").unwrap();
        world.write_registry();
        world.write_overrides();
        for _ in 0..4 {
            world.add();
        }
        world
    }

    fn at(&self, name: &str) -> PathBuf {
        self.root.join(name)
    }
    fn inbox(&self) -> PathBuf {
        self.at("inbox")
    }

    fn files(&self) -> Vec<PathBuf> {
        let walk = walkdir::WalkDir::new(self.inbox()).sort_by_file_name();
        walk.into_iter()
            .map(Result::unwrap)
            .filter(|e| e.file_type().is_file())
            .map(|e| e.into_path())
            .collect()
    }
    fn some_file(&mut self) -> Option<PathBuf> {
        let files = self.files();
        (!files.is_empty()).then(|| self.dice.of(&files).clone())
    }
    fn name(&mut self) -> PathBuf {
        self.serial += 1;
        let (county, unit, n) = (*self.dice.of(&COUNTIES), *self.dice.of(&UNITS), self.serial);
        let folder = self.inbox().join(county);
        fs::create_dir_all(&folder).unwrap();
        folder.join(format!("{county}{unit}2024年3月台账{n}.csv"))
    }
    fn ledger(&mut self) -> String {
        let mut text = format!("{}\n", self.dice.of(&HEADS));
        for _ in 0..=self.dice.below(5) {
            let (month, day, fen) = (1 + self.dice.below(3), 1 + self.dice.below(28), 100 + self.dice.below(90_000));
            let (item, supplier, channel) = (
                *self.dice.of(&["小米", "面粉", "餐具", "白酒"]),
                *self.dice.of(&["甲合作社", "乙公司", "丙菜摊"]),
                *self.dice.of(&CHANNELS),
            );
            text += &format!(
                "2024-{month:02}-{day:02},{item},{}.{:02},{supplier},{channel}\n",
                fen / 100,
                fen % 100
            );
        }
        text
    }
    fn add(&mut self) {
        let (name, text) = (self.name(), self.ledger());
        fs::write(name, text).unwrap();
    }
    fn write_registry(&mut self) {
        let plan = 1000 + self.dice.below(9000);
        let text = format!(
            "单位名称,县,行业,食堂,别名,年度采购计划,预留832平台\n甲小学,盐湖区,学校,自办食堂,甲校,{plan},200\n己单位,夏县,机关,无食堂,,,\n"
        );
        fs::write(self.at("registry.csv"), text).unwrap();
    }
    fn write_overrides(&mut self) {
        let decision = *self.dice.of(&["计入", "不计入", "农贸市场", "832平台"]);
        let text = format!("渠道文字,供应商,决定,核实人,依据\n县里安排的渠道,,{decision},张某,发票\n,某供应商,计入,张某,发票\n");
        fs::write(self.at("overrides.csv"), text).unwrap();
    }

    /// One edit; says what was done.
    fn edit(&mut self) -> String {
        let kind = self.dice.below(19);
        let file = self.some_file();
        match (kind, file) {
            (0 | 1, _) | (_, None) => {
                self.add();
                "add".into()
            }
            (2, Some(f)) => {
                fs::remove_file(&f).unwrap();
                format!("remove {}", f.display())
            }
            (3, Some(f)) => {
                let to = self.name();
                fs::rename(&f, &to).unwrap();
                format!("rename {} to {}", f.display(), to.display())
            }
            (4 | 5, Some(f)) => {
                let digit = |n: usize| char::from(b"0123456789"[n]);
                let mut text = fs::read_to_string(&f).unwrap_or_default();
                let places: Vec<usize> = text.char_indices().filter(|(_, c)| c.is_ascii_digit()).map(|(i, _)| i).collect();
                if let Some(at) = (!places.is_empty()).then(|| *self.dice.of(&places)) {
                    text.replace_range(at..=at, &digit(self.dice.below(10)).to_string());
                }
                // Same size; and sometimes the same time, as a copying tool keeps it.
                let time = fs::metadata(&f).unwrap().modified().unwrap();
                fs::write(&f, text).unwrap();
                if kind == 5 {
                    File::options().write(true).open(&f).unwrap().set_modified(time).unwrap();
                }
                format!("change a digit in {}", f.display())
            }
            (6, Some(f)) => {
                let other = self.some_file().unwrap();
                let (a, b) = (fs::read(&f).unwrap(), fs::read(&other).unwrap());
                fs::write(&f, b).unwrap();
                fs::write(&other, a).unwrap();
                format!("swap {} and {}", f.display(), other.display())
            }
            (7, Some(f)) => {
                let to = self.name();
                fs::copy(&f, &to).unwrap();
                format!("copy {} to {}", f.display(), to.display())
            }
            (8, Some(f)) => {
                let junk = ["", "PK\u{3}\u{4}cut", "%PDF-1.4"][self.dice.below(3)];
                fs::write(&f, junk).unwrap();
                format!("damage {}", f.display())
            }
            (9, Some(f)) => {
                // A clock that jumps: no content changes with it.
                let hours = Duration::from_secs(3600 * u64::try_from(1 + self.dice.below(100_000)).unwrap());
                let time = if self.dice.below(2) == 0 {
                    SystemTime::now() + hours
                } else {
                    SystemTime::now() - hours
                };
                File::options().write(true).open(&f).unwrap().set_modified(time).unwrap();
                format!("touch {}", f.display())
            }
            (10, _) => {
                self.policy = *self.dice.of(&["yuncheng-2023-31-24", "national-832"]);
                format!("policy {}", self.policy)
            }
            (11, _) => {
                self.registry = !self.registry;
                self.write_registry();
                format!("registry {}", self.registry)
            }
            (12, _) => {
                self.overrides = !self.overrides;
                self.write_overrides();
                format!("overrides {}", self.overrides)
            }
            (13, _) => {
                self.layouts = !self.layouts;
                format!("layouts {}", self.layouts)
            }
            (14, _) => {
                self.period = *self.dice.of(&["2024-03", "2024-02"]);
                format!("period {}", self.period)
            }
            (15, _) => {
                (self.lang, self.html) = *self.dice.of(&[(Lang::Zh, true), (Lang::En, true), (Lang::Zh, false)]);
                format!("lang {:?}, html {}", self.lang, self.html)
            }
            (16, _) => {
                self.own_price_factor = 2 + u32::try_from(self.dice.below(3)).unwrap();
                "check settings".into()
            }
            (17, _) => self.meddle_with_out(),
            _ => self.meddle_with_store(),
        }
    }

    /// Somebody edits, adds or removes a report.
    fn meddle_with_out(&mut self) -> String {
        let reports: Vec<PathBuf> = walkdir::WalkDir::new(self.at("out"))
            .sort_by_file_name()
            .into_iter()
            .filter_map(Result::ok)
            .filter(|e| e.file_type().is_file() && e.file_name() != "run.json")
            .map(|e| e.into_path())
            .collect();
        let Some(report) = (!reports.is_empty()).then(|| self.dice.of(&reports).clone()) else {
            return "nothing".into();
        };
        match self.dice.below(3) {
            0 => fs::remove_file(&report).unwrap(),
            1 => fs::write(&report, "edited").unwrap(),
            _ => {
                // Same size, same time: only the hash tells.
                let time = fs::metadata(&report).unwrap().modified().unwrap();
                let mut bytes = fs::read(&report).unwrap();
                if let Some(first) = bytes.first_mut() {
                    *first = first.wrapping_add(1);
                }
                fs::write(&report, bytes).unwrap();
                File::options().write(true).open(&report).unwrap().set_modified(time).unwrap();
            }
        }
        format!("meddle with {}", report.display())
    }

    fn meddle_with_store(&mut self) -> String {
        let store = self.at(".out.bangfu/readings.redb");
        if let Ok(mut bytes) = fs::read(&store) {
            match self.dice.below(3) {
                0 => drop(fs::remove_file(&store)),
                1 => fs::write(&store, &bytes[..bytes.len() / 2]).unwrap(),
                _ => {
                    let at = self.dice.below(bytes.len());
                    bytes[at] ^= 0x55;
                    fs::write(&store, bytes).unwrap();
                }
            }
        }
        "meddle with the store".into()
    }

    fn options(&self, out: &str, keep_readings: bool) -> AuditOptions {
        AuditOptions {
            inboxes: vec![self.inbox()],
            period: self.period.parse().unwrap(),
            out: self.at(out),
            registry: self.registry.then(|| self.at("registry.csv")),
            policy: self.policy.into(),
            extend_policy: false,
            overrides: self.overrides.then(|| self.at("overrides.csv")),
            layouts: self.layouts.then(|| self.at("layouts.toml")),
            formats: Formats {
                xlsx: false,
                html: self.html,
                docx: false,
                json: true,
            },
            lang: self.lang,
            templates: None,
            limits: Limits::default(),
            ledger: None,
            log: RunLog::default(),
            keep_readings,
            checks: CheckSettings {
                own_price_factor: self.own_price_factor,
                ..CheckSettings::default()
            },
            settings: None,
            from_ledger: None,
            classified: false,
            platform_exports: Vec::new(),
            reconcile: ReconcileSettings::default(),
        }
    }
}

/// Every file of an OUT; of the manifest what does not tell when and how the run went.
fn published(out: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    for entry in walkdir::WalkDir::new(out) {
        let entry = entry.unwrap();
        let below = entry.path().strip_prefix(out).unwrap().to_owned();
        if !entry.file_type().is_file() || below == Path::new("run.log") {
            continue;
        }
        let mut bytes = fs::read(entry.path()).unwrap();
        if below == Path::new("run.json") {
            let mut run: Value = serde_json::from_slice(&bytes).unwrap();
            for clock in ["started", "finished"] {
                assert!(run.as_object_mut().unwrap().remove(clock).is_some());
            }
            for input in run["inputs"].as_array_mut().unwrap() {
                input.as_object_mut().unwrap().remove("reused");
            }
            bytes = serde_json::to_vec_pretty(&run).unwrap();
        }
        found.insert(below, bytes);
    }
    found
}

fn compare(seed: u64, steps: u64) {
    // A run waits for its disk: in memory, where there is such a place, the test takes seconds.
    let memory = Path::new("/dev/shm");
    let dir = if memory.is_dir() {
        tempfile::tempdir_in(memory)
    } else {
        tempfile::tempdir()
    }
    .unwrap();
    let mut world = World::new(dir.path(), seed);
    let mut done = Vec::new();
    let (mut reused, mut differed) = (0, 0);
    let mut last = BTreeMap::new();
    for step in 0..steps {
        let events = Silent(SystemTime::now());
        audit(&world.options("out", true), &events).unwrap_or_else(|e| panic!("seed {seed}, {done:#?}: {e}"));
        let fresh = format!("fresh-{step}");
        audit(&world.options(&fresh, false), &events).unwrap();
        let (kept, whole) = (published(&world.at("out")), published(&world.at(&fresh)));
        let different: Vec<_> = whole.keys().chain(kept.keys()).filter(|k| whole.get(*k) != kept.get(*k)).collect();
        assert!(different.is_empty(), "seed {seed}, step {step}, {done:#?}: {different:?}");
        let manifest: Value = serde_json::from_slice(&fs::read(world.at("out/run.json")).unwrap()).unwrap();
        reused += manifest["inputs"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|i| i["reused"] == true)
            .count();
        differed += usize::from(last != kept);
        last = kept;
        fs::remove_dir_all(world.at(&fresh)).unwrap();
        for _ in 0..=world.dice.below(2) {
            done.push(world.edit());
        }
    }
    // The test tests something: much was reused, and most edits changed a report.
    let expected = usize::try_from(steps).unwrap();
    assert!(reused > expected, "{reused} readings reused in {steps} runs");
    assert!(differed > expected / 2, "{differed} of {steps} runs wrote something new");
}

fn setting(name: &str, default: u64) -> u64 {
    std::env::var(name).ok().and_then(|v| v.parse().ok()).unwrap_or(default)
}

#[test]
fn an_incremental_run_writes_what_a_full_run_writes() {
    let (seed, steps) = (setting("INCREMENTAL_SEED", 1), setting("INCREMENTAL_STEPS", 25));
    std::thread::scope(|scope| {
        for s in seed..seed + 2 {
            scope.spawn(move || compare(s, steps));
        }
    });
}
