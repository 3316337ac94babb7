//! What the shells of Windows leave to a program: wildcards and quotes of its arguments, the encoding of what it says.

pub(super) mod arguments;
pub(crate) mod output;
