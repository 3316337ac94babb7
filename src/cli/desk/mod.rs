//! What the shells and consoles of Windows leave to a program: wildcards and quotes of its arguments, the encoding of what it says, a line for progress.

pub(super) mod arguments;
pub(super) mod one_line;
pub(crate) mod output;
