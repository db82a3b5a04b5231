//! Checksums of a store made right again after damage, so that what is behind them is reached. For tests and for the fuzz target only.
//!
//! Source: [MS-PST] 2.2.2.6 (header), 2.2.2.7.1 (page trailer), 2.2.2.8.1 (block trailer), 5.3 (CRC).

/// A sum over a stretch of bytes, kept at a place.
pub struct Sum {
    over: std::ops::Range<usize>,
    at: usize,
}

fn crc(bytes: &[u8]) -> u32 {
    bytes.iter().fold(0, |sum, byte| {
        (0..8).fold(sum ^ u32::from(*byte), |sum, _| if sum & 1 == 1 { sum >> 1 ^ 0xedb8_8320 } else { sum >> 1 })
    })
}

fn kept(store: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(store.get(at..at + 4)?.try_into().ok()?))
}

/// The sums of a store that are right: of its header, its pages of 512 bytes and its blocks, which end on multiples of 64.
pub fn sums(store: &[u8]) -> Vec<Sum> {
    let mut found = vec![Sum { over: 8..479, at: 4 }, Sum { over: 8..524, at: 524 }];
    for end in (576..=store.len()).step_by(64) {
        let length = usize::from(u16::from_le_bytes([store[end - 16], store[end - 15]]));
        let start = end.checked_sub((length + 16).next_multiple_of(64));
        found.extend(start.map(|start| Sum { over: start..start + length, at: end - 12 }));
        found.push(Sum { over: end.saturating_sub(512)..end - 16, at: end - 12 });
    }
    found.retain(|sum| {
        !sum.over.is_empty() && store.get(sum.over.clone()).is_some_and(|bytes| Some(crc(bytes)) == kept(store, sum.at))
    });
    found
}

/// Overwrite single bytes and make the sums right again.
pub fn bend(store: &mut [u8], sums: &[Sum], changes: &[(u16, u8)]) {
    for (at, byte) in changes {
        if let Some(slot) = store.get_mut(usize::from(*at)) {
            *slot = *byte;
        }
    }
    // The header is summed twice, one sum inside of the other's stretch or not: the order above is the order of the file.
    for sum in sums {
        let value = crc(&store[sum.over.clone()]);
        store[sum.at..sum.at + 4].copy_from_slice(&value.to_le_bytes());
    }
}
