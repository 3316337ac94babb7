//! Reports that could not take OUT's place, since somebody held it open: an hour's run is not thrown away, it is published as `OUT (2)` beside it. The
//! hidden folder notes it, and the next run that replaces OUT takes it away again.

use std::{
    fs,
    path::{Path, PathBuf},
};

use crate::{
    publish::{
        exchange::free,
        foreign_files::{KeptFiles, retire},
        hash::hash_file,
        held::patiently,
        manifest,
    },
    text::{Fault, shown_path},
};

/// Name of the list in the hidden folder: SHA-256 of a `run.json` and its folder's name a line.
pub(crate) const FILE_NAME: &str = "beside";
/// Folders beside OUT that are tried, from `OUT (2)`.
const MOST: u32 = 1000;

/// Publishes `new`, a complete OUT in the hidden folder `work`, beside `out`.
pub(crate) fn publish_beside(new: &Path, out: &Path, work: &Path) -> Result<PathBuf, Fault> {
    let failed = || Fault::io("out.publish", out);
    let sha256 = hash_file(&new.join(manifest::FILE_NAME)).map_err(failed())?;
    let name = out.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let mut numbers = (2..MOST).map(|n| format!("{name} ({n})"));
    let name = numbers.find(|name| fs::symlink_metadata(out.with_file_name(name)).is_err());
    let name = name.ok_or_else(|| Fault::stopped("out.too_many_beside").at(out))?;
    // Noted before: without its note it would stay for ever.
    let list = work.join(FILE_NAME);
    let noted = fs::read_to_string(&list).unwrap_or_default();
    fs::write(&list, format!("{noted}{sha256} {name}\n")).map_err(failed())?;
    let beside = out.with_file_name(name);
    patiently(|| fs::rename(new, &beside)).map_err(failed())?;
    tracing::warn!(event = "published_beside", folder = %shown_path(&beside));
    Ok(beside)
}

/// Takes away what earlier runs published beside `out`, but for `latest`: people's files in it are kept as those of OUT are. What somebody holds open
/// stays noted; what is no longer what a run wrote there is somebody's, and left alone.
pub(crate) fn retire_beside(work: &Path, out: &Path, latest: Option<&Path>, kept: &mut Vec<KeptFiles>) {
    let list = work.join(FILE_NAME);
    let Ok(noted) = fs::read_to_string(&list) else { return };
    let stays = |line: &&str| {
        let Some((sha256, name)) = line.split_once(' ') else { return false };
        let beside = out.with_file_name(name);
        if latest == Some(&*beside) {
            return true;
        }
        let is_ours = hash_file(&beside.join(manifest::FILE_NAME)).is_ok_and(|now| now == sha256);
        let aside = free(work, "previous");
        is_ours && (fs::rename(&beside, &aside).is_err() || retire(&aside, out, kept).is_err() && fs::rename(&aside, &beside).is_ok())
    };
    let rest: Vec<&str> = noted.lines().filter(stays).collect();
    let _ = if rest.is_empty() {
        fs::remove_file(&list)
    } else {
        fs::write(&list, rest.join("\n") + "\n")
    };
}

#[cfg(test)]
mod tests {
    use tempfile::TempDir;

    use super::*;
    use crate::{
        inbox::outputs::work_folder,
        publish::{build::Build, manifest::Manifest, work_folder::WorkFolder},
    };

    fn built(work: &WorkFolder, text: &str) -> Build {
        let build = work.build().unwrap();
        build.write("a", text.as_bytes()).unwrap();
        build.write_manifest(Manifest::least()).unwrap();
        build
    }

    fn publish(out: &Path, text: &str) -> Vec<KeptFiles> {
        let work = WorkFolder::open(out).unwrap();
        built(&work, text).publish(|| true).unwrap().kept
    }

    /// As a run does that finds OUT held open; returns the folder's name.
    fn beside(out: &Path, text: &str) -> String {
        let work = WorkFolder::open(out).unwrap();
        let (build, hidden) = (built(&work, text), work_folder(work.out()).unwrap());
        let folder = publish_beside(build.path(), work.out(), &hidden).unwrap();
        retire_beside(&hidden, work.out(), Some(&folder), &mut Vec::new());
        folder.file_name().unwrap().to_string_lossy().into_owned()
    }

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(folder)
            .unwrap()
            .map(|e| e.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn reports_beside_out_go_when_it_is_replaced_and_what_people_put_there_is_kept() {
        let dir = TempDir::new().unwrap();
        let out = dir.path().join("报告");
        publish(&out, "one");
        assert_eq!(beside(&out, "two"), "报告 (2)");
        fs::write(dir.path().join("报告 (2)/笔记.txt"), "mine").unwrap();
        assert_eq!(names(dir.path()), [".报告.bangfu", "报告", "报告 (2)"]);
        assert_eq!(names(&dir.path().join(".报告.bangfu")), ["beside"]);
        // Held open once more: the later one is whole before the earlier goes.
        assert_eq!(beside(&out, "three"), "报告 (3)");
        assert_eq!(names(dir.path()), [".报告.bangfu", "报告", "报告 (3)", "报告.kept-1"]);
        assert_eq!(publish(&out, "four"), []);
        assert_eq!(names(dir.path()), ["报告", "报告.kept-1"]);
        assert_eq!(fs::read_to_string(dir.path().join("报告.kept-1/笔记.txt")).unwrap(), "mine");
        assert_eq!(fs::read_to_string(out.join("a")).unwrap(), "four");
    }

    #[test]
    fn a_folder_of_that_name_that_no_run_noted_stays() {
        let dir = TempDir::new().unwrap();
        let out = dir.path().join("报告");
        publish(&out, "one");
        // A copy that somebody keeps: it has the run's own list.
        let copy = dir.path().join("报告 (2)");
        fs::create_dir(&copy).unwrap();
        for name in ["a", manifest::FILE_NAME] {
            fs::copy(out.join(name), copy.join(name)).unwrap();
        }
        assert_eq!(beside(&out, "two"), "报告 (3)");
        // Somebody's run has taken the noted folder for its own OUT since.
        fs::remove_dir_all(dir.path().join("报告 (3)")).unwrap();
        publish(&dir.path().join("报告 (3)"), "another run");
        fs::write(dir.path().join("报告 (3)/run.json"), "{}").unwrap();
        publish(&out, "three");
        assert_eq!(names(dir.path()), ["报告", "报告 (2)", "报告 (3)"]);
    }
}
