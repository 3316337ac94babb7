//! A web page in one file (MHTML), as spreadsheet programs and report servers save it, usually named `.xls`: the HTML parts through the HTML reader.

use std::sync::Arc;

use crate::formats::{
    cells::{Book, Format},
    html,
    limits::Limits,
    unreadable::Unreadable,
};

/// Parts looked at; a workbook of more sheets than any limit allows is cut by the sheets limit first.
const MOST_PARTS: usize = 10_000;

/// Whether the text starts as a MIME message that can hold a page.
pub(crate) fn is_mhtml(lower_head: &str) -> bool {
    let starts = ["mime-version:", "from:", "content-type:", "subject:", "date:", "message-id:"];
    starts.iter().any(|s| lower_head.starts_with(s))
        && lower_head.contains("mime-version:")
        && (lower_head.contains("multipart/related") || lower_head.contains("text/html"))
}

/// Each HTML part that holds a table as a sheet.
pub(crate) fn read(bytes: &[u8], limits: &Limits) -> Result<Book, Unreadable> {
    let (mut sheets, mut damage) = (Vec::new(), Vec::new());
    let (mut left, mut inflated) = (limits.cells, 0_u64);
    for part in parts(bytes) {
        let body = part.decoded();
        inflated = inflated.saturating_add(body.len() as u64);
        if inflated > limits.inflated_bytes {
            return Err(limits.inflates_too_far());
        }
        let text = html::decode(&body, part.parameter("content-type", "charset").as_deref())?;
        let name: Arc<str> = Arc::from(part.name());
        if let Some(sheet) = html::sheet_of(&text, name, &mut left, limits, &mut damage)? {
            sheets.push(sheet);
        }
        limits.check_sheets(sheets.len())?;
    }
    if sheets.is_empty() {
        return Err(Unreadable::NotAWorkbook("HTML without a table".to_owned()));
    }
    if let [only] = sheets.as_mut_slice() {
        only.name = Arc::from("HTML");
    }
    let mut book = Book::new(Format::Html);
    (book.sheets, book.damage) = (sheets, damage);
    Ok(book)
}

/// A MIME part: headers with lower-case names, and its body as transported.
struct Part<'a> {
    headers: Vec<(String, String)>,
    body: &'a [u8],
}

impl Part<'_> {
    fn header(&self, name: &str) -> &str {
        self.headers.iter().find(|(n, _)| n == name).map_or("", |(_, v)| v)
    }

    /// `charset` of `text/html; charset="gb2312"`.
    fn parameter(&self, header: &str, name: &str) -> Option<String> {
        self.header(header).split(';').skip(1).find_map(|p| {
            let (key, value) = p.split_once('=')?;
            key.trim()
                .eq_ignore_ascii_case(name)
                .then(|| value.trim().trim_matches('"').to_owned())
        })
    }

    fn kind(&self) -> String {
        let kind = self.header("content-type").split(';').next().unwrap_or_default();
        kind.trim().to_ascii_lowercase()
    }

    /// Stem of the part's location: `sheet001`.
    fn name(&self) -> &str {
        let file = self.header("content-location").rsplit(['/', '\\']).next().unwrap_or_default();
        let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
        if stem.is_empty() { "HTML" } else { stem }
    }

    fn decoded(&self) -> Vec<u8> {
        match self.header("content-transfer-encoding").trim().to_ascii_lowercase().as_str() {
            "quoted-printable" => quoted_printable(self.body),
            "base64" => base64(self.body),
            _ => self.body.to_vec(),
        }
    }
}

/// The HTML parts of a message, of however many levels; a message without parts is one.
fn parts(message: &[u8]) -> Vec<Part<'_>> {
    let mut out = Vec::new();
    let mut waiting = vec![part(message)];
    let mut seen = 0;
    while let Some(next) = waiting.pop() {
        seen += 1;
        if seen > MOST_PARTS {
            break;
        }
        match next.parameter("content-type", "boundary").filter(|b| !b.is_empty()) {
            Some(boundary) if next.kind().starts_with("multipart/") => {
                let mut inner = split(next.body, &boundary);
                inner.reverse();
                waiting.extend(inner.into_iter().take(MOST_PARTS).map(part));
            }
            _ if matches!(next.kind().as_str(), "text/html" | "application/xhtml+xml" | "") => out.push(next),
            _ => {}
        }
    }
    out
}

/// Headers up to the first blank line, continued lines joined; then the body.
fn part(bytes: &[u8]) -> Part<'_> {
    let mut headers: Vec<(String, String)> = Vec::new();
    let mut rest = bytes;
    while !rest.is_empty() && headers.len() < 200 {
        let end = rest.iter().position(|b| *b == b'\n').map_or(rest.len(), |i| i + 1);
        let line = String::from_utf8_lossy(&rest[..end]);
        rest = &rest[end..];
        let line = line.trim_end_matches(['\r', '\n']);
        if line.trim().is_empty() {
            if headers.is_empty() {
                continue;
            }
            break;
        }
        match (line.starts_with([' ', '\t']), headers.last_mut(), line.split_once(':')) {
            (true, Some(last), _) => last.1.push_str(line),
            (false, _, Some((name, value))) => headers.push((name.trim().to_ascii_lowercase(), value.trim().to_owned())),
            _ => {}
        }
    }
    Part { headers, body: rest }
}

/// Pieces between lines that start with `--boundary`.
fn split<'a>(body: &'a [u8], boundary: &str) -> Vec<&'a [u8]> {
    let mark = format!("--{boundary}");
    let mut out = Vec::new();
    let (mut start, mut at) = (None, 0);
    while at < body.len() {
        let end = body[at..].iter().position(|b| *b == b'\n').map_or(body.len(), |i| at + i + 1);
        if body[at..end].starts_with(mark.as_bytes()) {
            if let Some(from) = start {
                out.push(&body[from..at]);
            }
            let last = body[at..end].get(mark.len()..mark.len() + 2) == Some(b"--");
            start = (!last).then_some(end);
        }
        at = end;
    }
    if let Some(from) = start {
        out.push(&body[from..]);
    }
    out
}

fn quoted_printable(body: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(body.len());
    let mut at = 0;
    let hex = |b: Option<&u8>| b.and_then(|b| char::from(*b).to_digit(16)).and_then(|d| u8::try_from(d).ok());
    while let Some(b) = body.get(at) {
        if *b != b'=' {
            out.push(*b);
            at += 1;
        } else if let (Some(high), Some(low)) = (hex(body.get(at + 1)), hex(body.get(at + 2))) {
            out.push(high * 16 + low);
            at += 3;
        } else if body.get(at + 1) == Some(&b'\n') {
            at += 2;
        } else if body.get(at + 1) == Some(&b'\r') && body.get(at + 2) == Some(&b'\n') {
            at += 3;
        } else {
            out.push(b'=');
            at += 1;
        }
    }
    out
}

fn base64(body: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(body.len() / 4 * 3);
    let (mut bits, mut held) = (0_u32, 0_u32);
    for b in body {
        let six = match b {
            b'A'..=b'Z' => b - b'A',
            b'a'..=b'z' => b - b'a' + 26,
            b'0'..=b'9' => b - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => continue,
        };
        held = (held << 6 | u32::from(six)) & 0x00FF_FFFF;
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            out.push(((held >> bits) & 0xFF) as u8);
        }
    }
    out
}
