//! What nearly every check names.

pub(super) use crate::{
    checks::{
        check::{CheckContext, Flag, NotApplicableReason, Outcome},
        figures::{share_bp, sources, sum},
    },
    model::{Fen, Line, Month, percent},
};
