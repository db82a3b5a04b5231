//! Counts written as word processors and page labels write them: Roman figures, repeated letters.

/// Larger counts would be rows of "M" as long as a line.
const LARGEST_ROMAN: u32 = 20_000;
/// "zzz…" longer than this is not a count anybody reads.
const MOST_REPEATS: usize = 40;

/// A count in Roman figures, capitals; empty for 0, in digits beyond 20,000.
pub(crate) fn roman(mut count: u32) -> String {
    const STEPS: [(u32, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    if count > LARGEST_ROMAN {
        return count.to_string();
    }
    let mut out = String::new();
    for (value, sign) in STEPS {
        while count >= value {
            out.push_str(sign);
            count -= value;
        }
    }
    out
}

/// A … Z, AA, BB … in the letters of `alphabet`; None for 0.
pub(crate) fn letters(count: u32, alphabet: &str) -> Option<String> {
    let letters: Vec<char> = alphabet.chars().collect();
    let zero = (count as usize).checked_sub(1)?;
    let letter = letters.get(zero % letters.len().max(1))?;
    Some(letter.to_string().repeat((zero / letters.len() + 1).min(MOST_REPEATS)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures() {
        assert_eq!((roman(4), roman(1999), roman(0), roman(20_001)), ("IV".into(), "MCMXCIX".into(), "".into(), "20001".into()));
        assert_eq!(letters(28, "ab"), Some("b".repeat(14)));
        assert_eq!(
            (letters(1, "абв").as_deref(), letters(4, "абв").as_deref(), letters(0, "абв")),
            (Some("а"), Some("аа"), None)
        );
        assert_eq!(letters(u32::MAX, "ab").map(|text| text.len()), Some(MOST_REPEATS));
        assert_eq!(letters(1, ""), None);
    }
}
