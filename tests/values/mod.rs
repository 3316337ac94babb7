//! Values as people write them, each with what it says and the look-alikes that say nothing.

mod amounts;
mod dates;
