//! OUT as one thing: written beside its place and exchanged in one step, so that a reader never sees half a run.
//!
//! In: the bytes of the reports and the facts of the run. Out: OUT with `run.json`; beside it, the files that people had put into the previous one.
//!
//! ```text
//! <parent>/OUT                      what readers see
//! <parent>/OUT.kept-N               files that people put into OUT or edited there, once it was replaced
//! <parent>/OUT (2)                  what a run could not put in OUT's place, since somebody held it open; the next run takes it away
//! <parent>/.OUT.bangfu/             only while a run is on, or something of one has still to be mended
//! <parent>/.OUT.bangfu/lock         one run at a time
//! <parent>/.OUT.bangfu/build        the next OUT, while it is written
//! <parent>/.OUT.bangfu/exchanged    the next OUT, complete; after the exchange the previous one
//! <parent>/.OUT.bangfu/previous     the previous OUT, where the system needs two renames to replace a folder
//! <parent>/.OUT.bangfu/beside       which folders `OUT (2)` are such
//! <parent>/.OUT.bangfu/discarded    the previous OUT without people's files, while it is removed
//! ```
//!
//! A process that is killed at any point leaves OUT as it was or the new one whole. What it leaves in the hidden folder is mended by the next
//! run, which alone holds the lock: an OUT that was set aside and not replaced goes back, people's files are moved out of one that was replaced, the rest goes.

pub(crate) mod beside;
pub mod build;
pub(crate) mod exchange;
pub mod foreign_files;
pub(crate) mod hash;
pub(crate) mod held;
pub(crate) mod lock;
pub mod manifest;
pub(crate) mod replaceable;
mod reserved_paths;
pub mod work_folder;
