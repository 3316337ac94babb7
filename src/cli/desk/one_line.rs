//! One line of a terminal that is written again and again, by carriage return and blanks alone: consoles before Windows 10 obey no escape sequence,
//! and turn to the next line as soon as a line is full.

use std::{
    io::{self, Write as _},
    sync::{Mutex, PoisonError},
};

use indicatif::TermLike;

/// Columns that are used. Less than the narrowest console has.
const WIDTH: u16 = 72;

/// What is written to it comes to stderr when it is flushed.
#[derive(Debug, Default)]
pub(crate) struct OneLine(Mutex<String>);

impl OneLine {
    fn push(&self, text: &str) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push_str(text);
    }
}

impl TermLike for OneLine {
    fn width(&self) -> u16 {
        WIDTH
    }
    fn move_cursor_up(&self, _lines: usize) -> io::Result<()> {
        Ok(())
    }
    fn move_cursor_down(&self, _lines: usize) -> io::Result<()> {
        Ok(())
    }
    fn move_cursor_right(&self, _columns: usize) -> io::Result<()> {
        Ok(())
    }
    fn move_cursor_left(&self, _columns: usize) -> io::Result<()> {
        Ok(())
    }
    fn write_line(&self, text: &str) -> io::Result<()> {
        self.push(text);
        self.push("\n");
        Ok(())
    }
    fn write_str(&self, text: &str) -> io::Result<()> {
        self.push(text);
        Ok(())
    }
    fn clear_line(&self) -> io::Result<()> {
        self.push(&format!("\r{}\r", " ".repeat(usize::from(WIDTH))));
        Ok(())
    }
    fn flush(&self) -> io::Result<()> {
        let text = std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner));
        let mut to = io::stderr().lock();
        to.write_all(text.as_bytes())?;
        to.flush()
    }
}
