//! ISO 3166-1: any State may be named, whether the facts know it or not.

/// Code and English name, from the time zone database (public domain).
const TABLE: &str = include_str!("reference/iso3166.tsv");

/// All codes with their English names, by code.
pub fn all() -> impl Iterator<Item = (&'static str, &'static str)> {
    TABLE.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once('\t'))
}

/// The English name of a two-letter code.
pub fn name(code: &str) -> Option<&'static str> {
    all().find(|(iso, _)| *iso == code).map(|(_, name)| name)
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_list_is_whole() {
        assert_eq!(super::all().count(), 249);
        assert_eq!(super::name("JP"), Some("Japan"));
        assert!(super::all().all(|(code, name)| code.len() == 2 && !name.is_empty()));
    }
}
