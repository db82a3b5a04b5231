//! Check digits. The algorithms, their sources and test vectors are recorded in `reference/algorithms.json`.

/// What the named algorithm says of a number (capitals, no separators, no country prefix): `None` if there is no algorithm of that name.
pub fn check(algorithm: &str, number: &str) -> Option<bool> {
    Some(match algorithm {
        "jmbg_mod11" => jmbg(number) && jmbg_date(number),
        "jmbg_mod11_weights" => jmbg(number),
        "iso7064_mod11_10" => mod11_10(number),
        "iban_mod97" => iban_mod97(number),
        "it_codicefiscale" => codice_fiscale(number),
        "luhn" => luhn(number),
        "bg_egn" => weighted(number, &[2, 4, 8, 5, 10, 9, 7, 3, 6], 11, 0) && egn_date(number),
        "bg_lnch" => weighted(number, &[21, 19, 17, 13, 11, 9, 7, 3, 1], 10, 0),
        "ro_cnp" => weighted(number, &[2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9], 11, 1) && cnp_date(number),
        "tr_tckn" => tckn(number),
        "tr_vkn" => vkn(number),
        "nl_bsn" => bsn(number),
        "at_svnr" => svnr(number),
        "fr_nir" => nir(number),
        "gr_afm" => afm(number),
        "hu_anum" => digits(number, 8).is_some_and(|d| sum(&d, &[9, 7, 3, 1, 9, 7, 3, 1]).is_multiple_of(10)),
        "me_pib" => digits(number, 8).is_some_and(|d| (11 - sum(&d[..7], &[8, 7, 6, 5, 4, 3, 2]) % 11) % 11 % 10 == d[7]),
        "si_ddv" => digits(number, 8).is_some_and(|d| match 11 - sum(&d[..7], &[8, 7, 6, 5, 4, 3, 2]) % 11 {
            11 => false,
            10 => d[7] == 0,
            k => d[7] == k,
        }),
        "al_nid_structure" => al_nid(number),
        "mrz_731" => {
            number.len() > 1
                && number
                    .get(..number.len() - 1)
                    .is_some_and(|body| number.bytes().last().is_some_and(|c| mrz_digit(body.as_bytes()) == Some(c)))
        }
        _ => return None,
    })
}

/// The digits of a number of exactly this length.
fn digits(number: &str, length: usize) -> Option<Vec<u32>> {
    let d: Option<Vec<u32>> = number.chars().map(|c| c.to_digit(10)).collect();
    d.filter(|d| d.len() == length)
}

fn sum(digits: &[u32], weights: &[u32]) -> u32 {
    digits.iter().zip(weights).map(|(d, w)| d * w).sum()
}

/// Weighted sum over all digits but the last, modulo `modulus`; a result of 10 counts as `ten`.
fn weighted(number: &str, weights: &[u32], modulus: u32, ten: u32) -> bool {
    digits(number, weights.len() + 1).is_some_and(|d| {
        let k = sum(&d, weights) % modulus;
        d.last() == Some(&if k == 10 { ten } else { k })
    })
}

/// Whether day, month and year make a calendar date.
pub(super) fn is_date(day: u32, month: u32, year: u32) -> bool {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let long = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 => 28 + u32::from(leap),
        _ => return false,
    };
    (1..=long).contains(&day)
}

fn jmbg(number: &str) -> bool {
    digits(number, 13).is_some_and(|d| {
        let k = 11 - sum(&d, &[7, 6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11;
        d[12] == if k >= 10 { 0 } else { k }
    })
}

/// DDMMYYY: 800 and above is the last millennium.
pub(super) fn jmbg_date(number: &str) -> bool {
    digits(number, 13).is_some_and(|d| {
        let year = d[4] * 100 + d[5] * 10 + d[6];
        is_date(d[0] * 10 + d[1], d[2] * 10 + d[3], if year >= 800 { 1000 + year } else { 2000 + year })
    })
}

fn mod11_10(number: &str) -> bool {
    let d: Option<Vec<u32>> = number.chars().map(|c| c.to_digit(10)).collect();
    let Some((last, body)) = d.as_deref().and_then(<[u32]>::split_last) else { return false };
    if body.is_empty() {
        return false;
    }
    let mut p = 10;
    for digit in body {
        let v = (p + digit) % 10;
        p = 2 * (if v == 0 { 10 } else { v }) % 11;
    }
    (11 - p) % 10 == *last
}

/// ISO 7064 mod 97-10 over an IBAN in capitals without separators.
pub fn iban_mod97(iban: &str) -> bool {
    iban.len() >= 8 && iban.is_ascii() && mod97(iban[4..].bytes().chain(iban[..4].bytes())) == Some(1)
}

/// The remainder by 97 of a number whose letters count 10 to 35.
pub(super) fn mod97(characters: impl Iterator<Item = u8>) -> Option<u32> {
    let mut rest = 0;
    for b in characters {
        rest = match b {
            b'0'..=b'9' => rest * 10 + u32::from(b - b'0'),
            b'A'..=b'Z' => rest * 100 + u32::from(b - b'A') + 10,
            _ => return None,
        } % 97;
    }
    Some(rest)
}

fn codice_fiscale(number: &str) -> bool {
    const ODD: [u32; 36] = [
        1, 0, 5, 7, 9, 13, 15, 17, 19, 21, // digits
        1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23, // letters
    ];
    let b = number.as_bytes();
    if b.len() != 16 || !b.iter().all(u8::is_ascii_alphanumeric) {
        return false;
    }
    let ordinal = |c: u8| if c.is_ascii_digit() { usize::from(c - b'0') } else { usize::from(c.to_ascii_uppercase() - b'A') };
    let odd = |c: u8| ODD[if c.is_ascii_digit() { ordinal(c) } else { 10 + ordinal(c) }];
    let total: u32 = b[..15].iter().enumerate().map(|(i, c)| if i % 2 == 0 { odd(*c) } else { ordinal(*c) as u32 }).sum();
    b[15].to_ascii_uppercase() == b'A' + (total % 26) as u8
}

/// From the right, every second digit doubled.
pub fn luhn(number: &str) -> bool {
    let d: Option<Vec<u32>> = number.chars().map(|c| c.to_digit(10)).collect();
    d.is_some_and(|d| {
        let total: u32 = d
            .iter()
            .rev()
            .enumerate()
            .map(|(i, n)| {
                if i % 2 == 0 {
                    *n
                } else if *n > 4 {
                    2 * n - 9
                } else {
                    2 * n
                }
            })
            .sum();
        d.len() > 1 && total.is_multiple_of(10)
    })
}

fn egn_date(number: &str) -> bool {
    digits(number, 10).is_some_and(|d| {
        let (year, month, day) = (d[0] * 10 + d[1], d[2] * 10 + d[3], d[4] * 10 + d[5]);
        match month {
            1..=12 => is_date(day, month, 1900 + year),
            21..=32 => is_date(day, month - 20, 1800 + year),
            41..=52 => is_date(day, month - 40, 2000 + year),
            _ => false,
        }
    })
}

fn cnp_date(number: &str) -> bool {
    digits(number, 13).is_some_and(|d| {
        let century = match d[0] {
            3 | 4 => 1800,
            5 | 6 => 2000,
            0 => return false,
            _ => 1900,
        };
        is_date(d[5] * 10 + d[6], d[3] * 10 + d[4], century + d[1] * 10 + d[2])
    })
}

fn tckn(number: &str) -> bool {
    digits(number, 11).is_some_and(|d| {
        let odd = d[0] + d[2] + d[4] + d[6] + d[8];
        let even = d[1] + d[3] + d[5] + d[7];
        d[0] != 0 && d[9] == (7 * odd + 10 * 9 - even) % 10 && d[10] == d[..10].iter().sum::<u32>() % 10
    })
}

fn vkn(number: &str) -> bool {
    digits(number, 10).is_some_and(|d| {
        let total: u32 = (1..=9u32)
            .map(|i| match (d[9 - i as usize] + i) % 10 {
                0 => 0,
                c => match c * 2u32.pow(i) % 9 {
                    0 => 9,
                    r => r,
                },
            })
            .sum();
        (10 - total % 10) % 10 == d[9]
    })
}

fn bsn(number: &str) -> bool {
    digits(&format!("{number:0>9}"), 9).is_some_and(|d| {
        let total = sum(&d[..8], &[9, 8, 7, 6, 5, 4, 3, 2]) as i64 - i64::from(d[8]);
        total != 0 && total % 11 == 0
    })
}

fn svnr(number: &str) -> bool {
    digits(number, 10).is_some_and(|d| sum(&d, &[3, 7, 9, 0, 5, 8, 4, 2, 1, 6]) % 11 == d[3])
}

fn nir(number: &str) -> bool {
    let n = number.replace("2A", "19").replace("2B", "18");
    if n.len() != 15 || !n.bytes().all(|b| b.is_ascii_digit()) {
        return false;
    }
    let body = mod97(n.bytes().take(13)).unwrap_or(0);
    n[13..].parse::<u32>().is_ok_and(|key| key == 97 - body)
}

fn afm(number: &str) -> bool {
    digits(number, 9)
        .is_some_and(|d| d.iter().any(|n| *n > 0) && sum(&d[..8], &[256, 128, 64, 32, 16, 8, 4, 2]) % 11 % 10 == d[8])
}

/// Decade, year, month (women 50 more), day make a date. The check letter's table is not public.
fn al_nid(number: &str) -> bool {
    let b = number.as_bytes();
    if b.len() != 10 || !b[1..9].iter().all(u8::is_ascii_digit) || !b[9].is_ascii_uppercase() {
        return false;
    }
    let decade = match b[0] {
        c @ b'0'..=b'9' => 1800 + 10 * u32::from(c - b'0'),
        c @ b'A'..=b'T' => 1900 + 10 * u32::from(c - b'A'),
        _ => return false,
    };
    let two = |i: usize| u32::from(b[i] - b'0') * 10 + u32::from(b[i + 1] - b'0');
    let month = if two(2) > 50 { two(2) - 50 } else { two(2) };
    is_date(two(4), month, decade + u32::from(b[1] - b'0'))
}

/// The check digit (as a character) of a field of a machine-readable zone; `None` for a character that cannot stand there.
pub(super) fn mrz_digit(field: &[u8]) -> Option<u8> {
    let mut total = 0u32;
    for (i, c) in field.iter().enumerate() {
        let value = match c {
            b'0'..=b'9' => u32::from(c - b'0'),
            b'A'..=b'Z' => u32::from(c - b'A') + 10,
            b'<' => 0,
            _ => return None,
        };
        total += value * [7, 3, 1][i % 3];
    }
    Some(b'0' + (total % 10) as u8)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_recorded_vector_holds() {
        let file: serde_json::Value = serde_json::from_str(include_str!("reference/algorithms.json")).unwrap_or_default();
        let mut checked = 0;
        for a in file["algorithms"].as_array().into_iter().flatten() {
            let id = a["id"].as_str().unwrap_or_default();
            for v in a["test_vectors"].as_array().into_iter().flatten() {
                if let Some(good) = v["valid"].as_str() {
                    assert_eq!(check(id, good), Some(true), "{id} {good}");
                    checked += 1;
                }
                if let Some(bad) = v["invalid"].as_str() {
                    assert_eq!(check(id, bad), Some(false), "{id} {bad}");
                    checked += 1;
                }
                if let (Some(field), Some(digit)) = (v["field"].as_str(), v["check"].as_u64()) {
                    assert_eq!(mrz_digit(field.as_bytes()), Some(b'0' + digit as u8), "{id} {field}");
                    checked += 1;
                }
            }
        }
        assert!(checked > 25, "{checked}");
        assert_eq!(check("al_nid_structure", "G80218157A"), Some(true));
        assert_eq!(check("al_nid_structure", "G81318157A"), Some(false));
    }
}
