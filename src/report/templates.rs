//! Template texts are data: embedded by default, and a file of the same name below `--templates DIR` takes its place.

use std::{collections::BTreeMap, path::Path, sync::Arc};

use crate::{
    report::{RenderError, docx::template, letterhead::Letterhead, paper::Papers},
    text::catalog::Lang,
    text::{fault::Fault, written},
};

/// (name, Chinese, English).
const EMBEDDED: &[(&str, &str, &str)] = &[
    (
        "docx/notice.toml",
        include_str!("../data/templates/docx/zh/notice.toml"),
        include_str!("../data/templates/docx/en/notice.toml"),
    ),
    (
        "docx/evidence.toml",
        include_str!("../data/templates/docx/zh/evidence.toml"),
        include_str!("../data/templates/docx/en/evidence.toml"),
    ),
    (
        "docx/bulletin.toml",
        include_str!("../data/templates/docx/zh/bulletin.toml"),
        include_str!("../data/templates/docx/en/bulletin.toml"),
    ),
];

/// A template larger than this is not one.
const LARGEST: u64 = 1 << 20;

/// The templates of a run, by name.
#[derive(Debug, Clone)]
pub struct Templates {
    texts: BTreeMap<&'static str, String>,
    /// The bureau's own papers.
    pub papers: Arc<Papers>,
    /// Of every document.
    pub letterhead: Letterhead,
}

impl Templates {
    /// What comes with the program.
    #[must_use]
    pub fn embedded(lang: Lang) -> Self {
        let text = |zh: &str, en: &str| match lang {
            Lang::Zh => zh.to_owned(),
            Lang::En => en.to_owned(),
        };
        Self {
            texts: EMBEDDED.iter().map(|(name, zh, en)| (*name, text(zh, en))).collect(),
            papers: Arc::default(),
            letterhead: Letterhead::default(),
        }
    }

    /// The embedded templates, with those of `dir` in their place. Every `.toml` file there must bear the name of a template: a
    /// misspelt one would be left unused in silence. The documents' templates are parsed here, so that a bad one stops the run at once.
    ///
    /// # Errors
    /// [`RenderError`] when a file cannot be read, has no such name or does not parse.
    pub fn load(dir: &Path, lang: Lang) -> Result<Self, RenderError> {
        let mut templates = Self::embedded(lang);
        if !dir.is_dir() {
            return Err(Fault::usage("report.no_folder").at(dir));
        }
        templates.papers = Arc::new(Papers::load(dir)?);
        let folder = dir.join("docx");
        if !folder.is_dir() && templates.papers.is_empty() {
            return Err(Fault::usage("paper.none").at(dir));
        }
        if folder.is_dir() {
            let entries = std::fs::read_dir(&folder).map_err(Fault::given(&folder))?;
            for entry in entries {
                let name = entry.map_err(Fault::given(&folder))?.file_name().to_string_lossy().into_owned();
                let full = format!("docx/{name}");
                if Path::new(&name).extension().is_some_and(|e| e == "toml") && !templates.texts.contains_key(full.as_str()) {
                    let known: Vec<&str> = templates.texts.keys().copied().collect();
                    let wrong = Fault::usage("report.no_template").with("name", full);
                    return Err(wrong.with("known", known.join(" ")));
                }
            }
        }
        for (name, text) in &mut templates.texts {
            let path = dir.join(name);
            if path.is_file() {
                let size = std::fs::metadata(&path).map_err(Fault::given(&path))?.len();
                if size > LARGEST {
                    return Err(Fault::usage("report.template_too_large").at(&path).with("size", size));
                }
                *text = written::read(&path).map_err(Fault::given(&path))?;
                template::check(name, text)?;
            }
        }
        Ok(templates)
    }

    /// The text of a template; empty where there is none of that name.
    #[must_use]
    pub fn get(&self, name: &str) -> &str {
        self.texts.get(name).map_or("", String::as_str)
    }
}
