//! The files of the data folder.

use serde_json::Value;
use std::collections::BTreeMap;
use std::path::Path;

/// One word of a treebank.
pub struct Token {
    pub form: String,
    pub lemma: String,
    pub class: String,
}

/// One sentence of a treebank.
pub struct Sentence {
    pub text: String,
    pub tokens: Vec<Token>,
}

#[derive(Default)]
pub struct Data {
    /// By language code.
    pub treebanks: BTreeMap<String, Vec<Sentence>>,
    /// (Cyrillic, Latin) display names.
    pub cldr: Vec<(String, String)>,
    /// (form, lemma, part of speech)
    pub unimorph_sq: Vec<(String, String, String)>,
    pub lexicon_mk: Vec<(String, String, String)>,
    /// By file stem: paragraphs.
    pub udhr: BTreeMap<String, Vec<String>>,
    /// Spellings of one name.
    pub name_groups: Vec<Vec<String>>,
}

impl Data {
    pub fn read(folder: &Path) -> Data {
        let mut data = Data::default();
        let mut files: Vec<_> = std::fs::read_dir(folder).into_iter().flatten().flatten().map(|e| e.path()).collect();
        files.sort();
        for path in &files {
            let name = path.file_name().and_then(|n| n.to_str()).unwrap_or_default().to_owned();
            if name.ends_with(".conllu") {
                let language = name.split('_').next().unwrap_or_default().to_owned();
                data.treebanks.entry(language).or_default().extend(conllu(&read(path)));
            }
        }
        for kind in ["languages", "territories"] {
            let (c, l) =
                (cldr(&folder.join(format!("cldr-sr-{kind}.json"))), cldr(&folder.join(format!("cldr-sr-Latn-{kind}.json"))));
            data.cldr.extend(c.iter().filter_map(|(k, v)| l.get(k).map(|w| (v.clone(), w.clone()))));
        }
        let columns = |file: &str, order: [usize; 3]| -> Vec<(String, String, String)> {
            read(&folder.join(file))
                .lines()
                .filter_map(|line| {
                    let c: Vec<&str> = line.split('\t').collect();
                    Some((
                        c.get(order[0])?.to_string(),
                        c.get(order[1])?.to_string(),
                        c.get(order[2])?.split(';').next()?.to_string(),
                    ))
                })
                .collect()
        };
        data.unimorph_sq = columns("sqi.unimorph.tsv", [1, 0, 2]);
        data.lexicon_mk = columns("mk-lexicon.tsv", [0, 1, 2]);
        for entry in std::fs::read_dir(folder.join("udhr")).into_iter().flatten().flatten() {
            let path = entry.path();
            if let Some(stem) = path.file_stem().and_then(|s| s.to_str()) {
                data.udhr.insert(stem.to_owned(), paragraphs(&read(&path)));
            }
        }
        data.name_groups = read(&folder.join("persons.txt"))
            .lines()
            .filter_map(|l| l.split_once(" => "))
            .map(|(names, _)| names.split(", ").map(str::to_owned).collect())
            .collect();
        data
    }
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_default()
}

fn conllu(text: &str) -> Vec<Sentence> {
    let mut sentences = Vec::new();
    for block in text.split("\n\n") {
        let mut sentence = Sentence { text: String::new(), tokens: Vec::new() };
        for line in block.lines() {
            if let Some(t) = line.strip_prefix("# text = ") {
                sentence.text = t.to_owned();
            } else if !line.starts_with('#') {
                let c: Vec<&str> = line.split('\t').collect();
                if let [id, form, lemma, class, ..] = c[..]
                    && id.bytes().all(|b| b.is_ascii_digit())
                {
                    sentence.tokens.push(Token { form: form.to_owned(), lemma: lemma.to_owned(), class: class.to_owned() });
                }
            }
        }
        if !sentence.text.is_empty() {
            sentences.push(sentence);
        }
    }
    sentences
}

fn cldr(path: &Path) -> BTreeMap<String, String> {
    let Ok(json) = serde_json::from_str::<Value>(&read(path)) else { return BTreeMap::new() };
    fn leaves(v: &Value, out: &mut BTreeMap<String, String>) {
        if let Value::Object(map) = v {
            for (k, v) in map {
                match v {
                    Value::String(s) => {
                        out.insert(k.clone(), s.clone());
                    }
                    v => leaves(v, out),
                }
            }
        }
    }
    let mut out = BTreeMap::new();
    if let Some(main) = json.get("main").and_then(Value::as_object) {
        for locale in main.values() {
            if let Some(names) = locale.get("localeDisplayNames") {
                leaves(names, &mut out);
            }
        }
    }
    out
}

/// The text of each `<p>`.
fn paragraphs(html: &str) -> Vec<String> {
    html.split("<p>")
        .skip(1)
        .filter_map(|p| p.split("</p>").next())
        .map(|p| p.replace("&#x27;", "'").replace("&quot;", "\"").replace("&amp;", "&"))
        .filter(|p| !p.contains('<') && p.split_whitespace().count() > 2)
        .collect()
}
