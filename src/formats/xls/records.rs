//! Records of a BIFF stream. Never reads past what is there; allocates by bytes present.

/// `CONTINUE`: more of the record before it.
pub(crate) const CONTINUE: u16 = 0x003C;

/// A record with its continuations.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Record<'a> {
    /// Offset in the stream.
    pub(crate) at: usize,
    pub(crate) kind: u16,
    /// Its own bytes, then those of each `CONTINUE` that follows. Never empty.
    pub(crate) parts: Vec<&'a [u8]>,
}

impl<'a> Record<'a> {
    /// Its own bytes, without those that continue it.
    pub(crate) fn own(&self) -> &'a [u8] {
        self.parts.first().copied().unwrap_or_default()
    }

    fn bytes<const N: usize>(&self, at: usize) -> Option<[u8; N]> {
        self.own().get(at..)?.first_chunk::<N>().copied()
    }

    /// Two of its own bytes.
    pub(crate) fn u16(&self, at: usize) -> Option<u16> {
        self.bytes(at).map(u16::from_le_bytes)
    }

    /// Four of its own bytes.
    pub(crate) fn u32(&self, at: usize) -> Option<u32> {
        self.bytes(at).map(u32::from_le_bytes)
    }

    /// Eight of its own bytes.
    pub(crate) fn f64(&self, at: usize) -> Option<f64> {
        self.bytes(at).map(f64::from_le_bytes)
    }
}

/// Walks a stream's records.
#[derive(Debug)]
pub(crate) struct Records<'a> {
    stream: &'a [u8],
    at: usize,
    /// Where the stream breaks off within a record; what is there of that record is not handed out. Meaningful only before a substream's
    /// `EOF`: some programs pad a stream with zeros after the last one, which looks like a cut.
    pub(crate) cut: Option<usize>,
}

impl<'a> Records<'a> {
    /// From a byte offset, e.g. that of a `BOUNDSHEET`; one beyond the end gives no record.
    pub(crate) fn from(stream: &'a [u8], at: usize) -> Self {
        Self { stream, at, cut: None }
    }

    fn one(&mut self) -> Option<(u16, &'a [u8])> {
        let rest = self.stream.get(self.at..).filter(|r| !r.is_empty())?;
        let body = match rest {
            [a, b, c, d, body @ ..] => body
                .get(..usize::from(u16::from_le_bytes([*c, *d])))
                .map(|x| (u16::from_le_bytes([*a, *b]), x)),
            _ => None,
        };
        match body {
            Some((_, x)) => self.at += 4 + x.len(),
            None => {
                self.cut = Some(self.at);
                self.at = self.stream.len();
            }
        }
        body
    }

    fn continues(&self) -> bool {
        self.stream.get(self.at..).is_some_and(|r| r.starts_with(&CONTINUE.to_le_bytes()))
    }
}

impl<'a> Iterator for Records<'a> {
    type Item = Record<'a>;

    fn next(&mut self) -> Option<Record<'a>> {
        let at = self.at;
        let (kind, first) = self.one()?;
        let mut parts = vec![first];
        while self.continues() {
            match self.one() {
                Some((_, more)) => parts.push(more),
                None => break,
            }
        }
        Some(Record { at, kind, parts })
    }
}
