//! What is kept between runs carries a checksum, so that a damaged value is made anew, never believed.

use xxhash_rust::xxh3::{xxh3_64, xxh3_64_with_seed};

/// Of a checksum against damage; nobody has to be kept from forging one who can write the file.
const CHECKSUM_BYTES: usize = 8;

/// Content with its checksum behind it.
pub(crate) fn sealed(key: &[u8; 32], mut content: Vec<u8>) -> Vec<u8> {
    let sum = checksum(key, &content);
    content.extend_from_slice(&sum);
    content
}

/// The content, where its checksum fits key and content.
pub(crate) fn unsealed<'v>(key: &[u8; 32], value: &'v [u8]) -> Option<&'v [u8]> {
    let (content, sum) = value.split_at_checked(value.len().checked_sub(CHECKSUM_BYTES)?)?;
    (checksum(key, content) == sum).then_some(content)
}

fn checksum(key: &[u8; 32], content: &[u8]) -> [u8; CHECKSUM_BYTES] {
    xxh3_64_with_seed(content, xxh3_64(key)).to_le_bytes()
}
