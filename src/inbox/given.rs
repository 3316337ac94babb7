//! Files that a run was given for what they are (registry, decisions, exports) and that lie in an inbox too: none of them is a ledger.

use std::{collections::HashMap, fs, path::PathBuf};

use sha2::{Digest as _, Sha256};

use crate::{
    formats::limits::Limits,
    inbox::{
        discover::{Discovery, Ignored},
        input_file::Origin,
    },
    text::hex::hex,
};

impl Discovery {
    /// Takes the given files, each with the reason code of its kind, out of the workbooks that were found.
    pub fn set_aside_given(&mut self, given: impl IntoIterator<Item = (PathBuf, &'static str)>, limits: &Limits) {
        let real = |(path, reason): (PathBuf, &'static str)| Some((fs::canonicalize(path).ok()?, reason));
        let given: HashMap<PathBuf, &'static str> = given.into_iter().filter_map(real).collect();
        if given.is_empty() {
            return;
        }
        let ignored = &mut self.ignored;
        self.files.retain(|file| {
            let Origin::Disk(path) = &file.origin else { return true };
            let reason = fs::canonicalize(path).ok().and_then(|path| given.get(&path));
            ignored.extend(reason.map(|reason| Ignored {
                path: file.path.clone(),
                reason: (*reason).to_owned(),
                sha256: file.bytes(limits).map(|b| hex(&Sha256::digest(&b))).unwrap_or_default(),
            }));
            reason.is_none()
        });
        self.ignored.sort_by(|a, b| a.path.cmp(&b.path));
    }
}
