//! Escaping, and Word's names for languages.

/// Text for an element or a quoted attribute; what XML 1.0 forbids becomes the replacement character.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' | '\n' => out.push(c),
            c if (c as u32) < 0x20 || matches!(c, '\u{fffe}' | '\u{ffff}') => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}

/// The tag under which Word knows a language, so that spelling is checked and Cyrillic takes its local forms.
/// A tag that already names a region, and one we do not know, stay as they are.
pub fn word_language(tag: &str) -> &str {
    match tag {
        "sr" | "sr-Latn" => "sr-Latn-RS",
        "sr-Cyrl" => "sr-Cyrl-RS",
        "cnr" | "cnr-Latn" => "sr-Latn-ME",
        "cnr-Cyrl" => "sr-Cyrl-ME",
        "bs" | "bs-Latn" => "bs-Latn-BA",
        "bs-Cyrl" => "bs-Cyrl-BA",
        "hr" => "hr-HR",
        "sq" => "sq-AL",
        "mk" => "mk-MK",
        "sl" => "sl-SI",
        "de" => "de-DE",
        "it" => "it-IT",
        "en" => "en-GB",
        other => other,
    }
}
