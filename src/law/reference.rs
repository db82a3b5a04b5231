//! The embedded fact files. A new file is added here by name; a test compares this list with the folder.

/// A fact file by the name it is found under (`RS`, `ecma-1959`) and its text.
pub(super) type Embedded = (&'static str, &'static str);

pub(super) const VOCABULARY: &str = include_str!("reference/vocabulary.json");
pub(super) const STANDARDS: &str = include_str!("reference/standards.json");
pub(super) const IDENTIFIER_ALGORITHMS: &str = include_str!("reference/identifier_algorithms.json");
/// How the words of a text reach conduct beyond their own entry in the vocabulary.
pub(super) const RELATIONS: &str = include_str!("reference/relations.json");
pub(super) const READING_NOTES: &str = include_str!("reference/offences/reading_notes.json");

macro_rules! files {
    ($folder:literal: $($name:literal),* $(,)?) => {
        &[$(($name, include_str!(concat!("reference/", $folder, "/", $name, ".json")))),*]
    };
}

/// States, in the order in which tables show them.
#[rustfmt::skip]
pub(super) const JURISDICTIONS: &[Embedded] = files!("jurisdictions":
    "AL", "BA", "XK", "ME", "MK", "RS", "HR", "SI", "AT", "IT", "DE", "NL", "FR", "HU", "BG", "RO", "GR", "TR",
);

/// Codes, in the order in which tables show them.
#[rustfmt::skip]
pub(super) const OFFENCES: &[Embedded] = files!("offences":
    "AL", "BA", "BA-FBIH", "BA-RS", "BA-BRC", "XK", "ME", "MK", "RS", "HR", "SI", "AT", "IT", "DE", "NL", "FR", "HU", "BG", "RO", "GR", "TR",
);

/// Instruments, by id.
#[rustfmt::skip]
pub(super) const TREATIES: &[Embedded] = files!("treaties":
    "ba-hr-1996",
    "ba-mk-extradition",
    "budapest",
    "budapest-ap2-2022",
    "coe-anti-trafficking-2005",
    "ece-extradition-1957",
    "ecma-1959",
    "ecma-ap1-1978",
    "ecma-ap2-2001",
    "ecma-ap3-2025",
    "eu-eevidence-2023",
    "eu-eio-2014",
    "eu-mla-2000",
    "it-al-2007",
    "it-ba-2015",
    "it-me-2013",
    "it-mk-2016",
    "it-rs-2017",
    "mk-tr-1997",
    "pcc-see-2006",
    "rs-ba-2005",
    "rs-mk-extradition-2011",
    "strasbourg-1990",
    "transfer-proceedings-1972",
    "transfer-sentenced-1983",
    "uncac",
    "untoc",
    "untoc-smuggling-protocol",
    "untoc-trafficking-protocol",
    "warsaw-2005",
    "xk-al-unverified",
    "xk-at-1982",
    "xk-de-2015",
    "xk-hr-mla",
    "xk-hu-unverified",
    "xk-it-extradition-2013",
    "xk-it-mla-2013",
    "xk-it-tsp-2019",
    "xk-law-04-l-213",
    "xk-me-unverified",
    "xk-mk-2011",
    "xk-si-unverified",
    "xk-tr-unverified",
    "yu-at-1982",
);

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

    #[test]
    fn every_file_of_the_folder_is_embedded() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/law/reference");
        for (folder, embedded) in
            [("jurisdictions", super::JURISDICTIONS), ("offences", super::OFFENCES), ("treaties", super::TREATIES)]
        {
            let there: BTreeSet<String> = std::fs::read_dir(root.join(folder))
                .expect("the folder of facts")
                .filter_map(|entry| entry.ok()?.file_name().into_string().ok()?.strip_suffix(".json").map(str::to_owned))
                .filter(|name| name != "reading_notes")
                .collect();
            let here: BTreeSet<String> = embedded.iter().map(|(name, _)| (*name).to_owned()).collect();
            assert_eq!(there, here, "{folder}");
        }
    }
}
