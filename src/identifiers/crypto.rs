//! Addresses of crypto assets: Bitcoin and Litecoin (base58check, bech32), Tron, Ethereum.

use super::scan::Flat;
use super::{Findings, Found, Kind};
use sha2::{Digest, Sha256};

pub(super) fn find(flat: &Flat, found: &mut Findings) {
    for span in flat.atoms.iter().cloned() {
        if !(26..=90).contains(&span.len()) || found.has(&span) {
            continue;
        }
        let Ok(word) = std::str::from_utf8(&flat.look[span.clone()]) else { continue };
        let read = ethereum(word).or_else(|| bech32(word)).or_else(|| base58(word));
        if let Some((value, scheme, valid)) = read {
            found.push(Found::at(Kind::Crypto, value, span, valid, scheme));
        }
    }
}

type Read = (String, &'static str, Option<bool>);

/// `0x` and forty hexadecimal digits. The spelling in mixed capitals is a checksum (EIP-55) we do not compute: validity stays open.
fn ethereum(word: &str) -> Option<Read> {
    let hex = word.strip_prefix("0x")?;
    (hex.len() == 40 && hex.bytes().all(|b| b.is_ascii_hexdigit()))
        .then(|| (format!("0x{}", hex.to_ascii_lowercase()), "eth", None))
}

fn base58(word: &str) -> Option<Read> {
    const ALPHABET: &[u8; 58] = b"123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
    if !(26..=35).contains(&word.len()) || !word.bytes().any(|b| b.is_ascii_digit()) {
        return None;
    }
    let mut bytes = [0u8; 25];
    for c in word.bytes() {
        let mut carry = ALPHABET.iter().position(|a| *a == c)?;
        for b in bytes.iter_mut().rev() {
            carry += usize::from(*b) * 58;
            *b = (carry & 0xFF) as u8;
            carry >>= 8;
        }
        if carry > 0 {
            return None;
        }
    }
    let sum = Sha256::digest(Sha256::digest(&bytes[..21]));
    if sum.get(..4)? != &bytes[21..] {
        return None;
    }
    let scheme = match bytes[0] {
        0x00 | 0x05 => "btc",
        0x30 | 0x32 => "ltc",
        0x41 => "trx",
        0x1E | 0x16 => "doge",
        _ => return None,
    };
    Some((word.to_owned(), scheme, Some(true)))
}

/// BIP 173 and BIP 350.
fn bech32(word: &str) -> Option<Read> {
    const CHARSET: &[u8; 32] = b"qpzry9x8gf2tvdw0s3jn54khce6mua7l";
    let lower = word.to_ascii_lowercase();
    if lower != word && word.to_ascii_uppercase() != word {
        return None;
    }
    let (prefix, data) = lower.split_once('1')?;
    let scheme = match prefix {
        "bc" => "btc",
        "ltc" => "ltc",
        _ => return None,
    };
    let values: Option<Vec<u32>> = data.bytes().map(|c| CHARSET.iter().position(|a| *a == c).map(|p| p as u32)).collect();
    let values = values.filter(|v| v.len() > 6)?;
    let mut sum: u32 = 1;
    let high = prefix.bytes().map(|b| u32::from(b >> 5));
    let low = prefix.bytes().map(|b| u32::from(b & 31));
    for v in high.chain([0]).chain(low).chain(values) {
        let top = sum >> 25;
        sum = (sum & 0x1FF_FFFF) << 5 ^ v;
        for (i, g) in [0x3B6A_57B2, 0x2650_8E6D, 0x1EA1_19FA, 0x3D42_33DD, 0x2A14_62B3].iter().enumerate() {
            if top >> i & 1 == 1 {
                sum ^= g;
            }
        }
    }
    let valid = matches!(sum, 1 | 0x2BC8_30A3);
    Some((lower.clone(), scheme, Some(valid)))
}
