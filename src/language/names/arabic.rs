//! Names in Arabic letters: one spelling with and without the article, and the consonants to meet a romanisation by.

/// Keys of a word in Arabic letters: its fold (marked `=`), the fold without the article, the skeletons of both.
pub(super) fn keys(lower: &str) -> Vec<String> {
    let folded = crate::language::fold::fold(lower);
    let bare = folded.strip_prefix("ال").filter(|rest| rest.chars().count() >= 2);
    let mut keys = Vec::with_capacity(3);
    for form in [Some(folded.as_str()), bare].into_iter().flatten() {
        for key in [format!("={form}"), format!("#{}", skeleton(form))] {
            if key.chars().count() > 2 && !keys.contains(&key) {
                keys.push(key);
            }
        }
    }
    keys
}

/// Consonant classes as in `key::skeleton`.
fn skeleton(folded: &str) -> String {
    let mut out = String::new();
    for (i, c) in folded.chars().enumerate() {
        let class = match c {
            'ب' => 'B',
            'پ' => 'P',
            'ت' | 'ط' | 'ث' => 'T',
            'ج' => 'J',
            'چ' => 'C',
            'ح' | 'خ' | 'ه' => 'H',
            'د' | 'ض' => 'D',
            'ذ' | 'ز' | 'ظ' | 'ژ' => 'Z',
            'ر' => 'R',
            'س' | 'ش' | 'ص' => 'S',
            'غ' | 'گ' => 'G',
            'ف' => 'F',
            'ق' | 'ك' => 'K',
            'ل' => 'L',
            'م' => 'M',
            'ن' => 'N',
            'و' if i == 0 => 'V',
            'ي' if i == 0 => 'I',
            _ => continue,
        };
        if !out.ends_with(class) {
            out.push(class);
        }
    }
    if out.len() > 2 && out.ends_with('H') {
        out.pop();
    }
    out
}
