//! References to cells: `F17`, `A3:B5`.

/// `F17` → zero-based row and column.
pub(super) fn position(reference: &[u8]) -> Option<(u32, u32)> {
    let (mut col, mut row, mut letters) = (0_u32, 0_u32, 0);
    for b in reference {
        match b {
            b'A'..=b'Z' | b'a'..=b'z' if row == 0 => {
                letters += 1;
                col = col.saturating_mul(26).saturating_add(u32::from(b.to_ascii_uppercase() - b'A') + 1);
            }
            b'0'..=b'9' => row = row.saturating_mul(10).saturating_add(u32::from(b - b'0')),
            b'$' => {}
            _ => return None,
        }
    }
    (letters > 0 && row > 0).then(|| (row - 1, col - 1))
}

/// `A3:B5` → its corners.
pub(super) fn corners(reference: &str) -> Option<((u32, u32), (u32, u32))> {
    let (a, b) = reference.split_once(':')?;
    Some((position(a.as_bytes())?, position(b.as_bytes())?))
}
