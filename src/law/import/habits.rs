//! Every publisher's habit with every damage a copy takes: invented codes are printed and read back, number and heading by number
//! and heading. The words are ours and mean little; what is tested is where things stand.

mod words;

use super::*;
use words::*;

/// How an act prints an article.
#[derive(Clone, Copy)]
struct Habit {
    name: &'static str,
    /// `#` stands for the number.
    head: &'static str,
    titles: Place,
    /// Suffixes of added articles, as printed behind a number: "/a", "-а", "a", "-bis".
    suffixes: &'static [&'static str],
    /// The same as the facts write them.
    normal: &'static [&'static str],
    /// How paragraphs are numbered: `#` stands for the number; empty is not at all.
    paragraph: &'static str,
    /// A chapter; `#` stands for the numeral.
    chapter: &'static str,
    chapter_title: &'static str,
    /// What stands between heading and text of every seventh article.
    note: &'static str,
    words: Words,
}

#[derive(Clone, Copy, PartialEq)]
enum Place {
    Before,
    After,
    /// In brackets on the line below.
    Bracketed,
    /// On the line of the number, behind these characters.
    Same(&'static str),
    None,
}

#[derive(Clone, Copy)]
struct Words {
    titles: &'static [&'static str],
    sentences: &'static [&'static str],
}

/// What happened to the copy.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Damage {
    /// One paragraph a line, blank lines between.
    Clean,
    /// One paragraph a line, no blank lines.
    Dense,
    /// Wrapped lines as PDF readers give them, page by page, with running heads, page numbers and footnotes.
    Pdf,
    /// The same with words parted at line ends and titles centred by spaces.
    Layout,
    /// Columns of a few words.
    Narrow,
}

const HABITS: &[Habit] = &[
    Habit {
        name: "AL: Neni 110/a, title below, (Shtuar me …)",
        head: "Neni #",
        titles: Place::After,
        suffixes: &["/a", "/b", "/c"],
        normal: &[".a", ".b", ".c"],
        paragraph: "",
        chapter: "KREU #",
        chapter_title: "VEPRA TË TRILLUARA",
        note: "(Shtuar me ligjin nr. 1234, datë 24.1.2001, neni 1)",
        words: SQ,
    },
    Habit {
        name: "XK: NENI 5, title below, 1. 1.1.",
        head: "NENI #",
        titles: Place::After,
        suffixes: &["A"],
        normal: &["a"],
        paragraph: "#.",
        chapter: "KAPITULLI #",
        chapter_title: "DISPOZITA TË TRILLUARA",
        note: "[Shfuqizuar me ligjin nr. 04/L-000]",
        words: SQ,
    },
    Habit {
        name: "RS: Član 388, title above, (1)",
        head: "Član #",
        titles: Place::Before,
        suffixes: &["a", "b", "v"],
        normal: &["a", "b", "v"],
        paragraph: "(#)",
        chapter: "GLAVA #",
        chapter_title: "IZMIŠLJENA KRIVIČNA DELA",
        note: "*Službeni glasnik RS, broj 85/2005",
        words: HBS,
    },
    Habit {
        name: "RS: Члан 388., title above, unnumbered",
        head: "Члан #.",
        titles: Place::Before,
        suffixes: &["а", "б", "в"],
        normal: &["a", "b", "v"],
        paragraph: "",
        chapter: "Глава #",
        chapter_title: "ИЗМИШЉЕНА КРИВИЧНА ДЕЛА",
        note: "*Службени гласник РС, број 85/2005",
        words: CYR,
    },
    Habit {
        name: "RS: title on the line of the number",
        head: "Члан #.",
        titles: Place::Same(" "),
        suffixes: &["а"],
        normal: &["a"],
        paragraph: "",
        chapter: "ГЛАВА #",
        chapter_title: "ИЗМИШЉЕНЕ ОДРЕДБЕ",
        note: "*Службени гласник РС, број 85/2005",
        words: CYR,
    },
    Habit {
        name: "HR: Članak 106., title above, (1)",
        head: "Članak #.",
        titles: Place::Before,
        suffixes: &[".a", "a"],
        normal: &["a", "a"],
        paragraph: "(#)",
        chapter: "GLAVA # – IZMIŠLJENA KAZNENA DJELA",
        chapter_title: "",
        note: "(NN 56/15, 61/15)",
        words: HBS,
    },
    Habit {
        name: "FBiH: Članak 106., title below, (1)",
        head: "Članak #.",
        titles: Place::After,
        suffixes: &["a"],
        normal: &["a"],
        paragraph: "(#)",
        chapter: "GLAVA #",
        chapter_title: "IZMIŠLJENA KAZNENA DJELA",
        note: "(brisano)",
        words: HBS,
    },
    Habit {
        name: "BA: Član 186., title in brackets below",
        head: "Član #.",
        titles: Place::Bracketed,
        suffixes: &["a", "b"],
        normal: &["a", "b"],
        paragraph: "(#)",
        chapter: "GLAVA #",
        chapter_title: "IZMIŠLJENA KRIVIČNA DJELA",
        note: "(izmijenjen Zakonom o izmjenama, \"Sl. glasnik BiH\" br. 8/10)",
        words: HBS,
    },
    Habit {
        name: "ME: Član 5a, title above, centred sections",
        head: "Član #",
        titles: Place::Before,
        suffixes: &["a", "b"],
        normal: &["a", "b"],
        paragraph: "(#)",
        chapter: "Glava #",
        chapter_title: "IZMIŠLJENA KRIVIČNA DJELA",
        note: "(\"Sl. list CG\", br. 58/15)",
        words: HBS,
    },
    Habit {
        name: "MK: Член 418-а, title below, (1)",
        head: "Член #",
        titles: Place::After,
        suffixes: &["-а", "-б", "-в"],
        normal: &["a", "b", "v"],
        paragraph: "(#)",
        chapter: "ГЛАВА #",
        chapter_title: "ИЗМИСЛЕНИ КРИВИЧНИ ДЕЛА",
        note: "(Избришан)",
        words: MK,
    },
    Habit {
        name: "MK: title above, Член 418-а",
        head: "Член #",
        titles: Place::Before,
        suffixes: &["-а", "-б"],
        normal: &["a", "b"],
        paragraph: "(#)",
        chapter: "Глава #",
        chapter_title: "ИЗМИСЛЕНИ КРИВИЧНИ ДЕЛА",
        note: "(Службен весник, вендимин бр. 1)",
        words: MK,
    },
    Habit {
        name: "SI: title above, 113.a člen",
        head: "#. člen",
        titles: Place::Before,
        suffixes: &[".a", ".b"],
        normal: &["a", "b"],
        paragraph: "(#)",
        chapter: "# poglavje",
        chapter_title: "IZMIŠLJENA KAZNIVA DEJANJA",
        note: "(črtan)",
        words: SL,
    },
    Habit {
        name: "SI: 113. člen, title in brackets below",
        head: "#. člen",
        titles: Place::Bracketed,
        suffixes: &[".a"],
        normal: &["a"],
        paragraph: "(#)",
        chapter: "# poglavje",
        chapter_title: "IZMIŠLJENA KAZNIVA DEJANJA",
        note: "(spremenjen z ZX-1A)",
        words: SL,
    },
    Habit {
        name: "DE: § 232a title on the line, (1)",
        head: "§ #",
        titles: Place::Same(" "),
        suffixes: &["a", "b"],
        normal: &["a", "b"],
        paragraph: "(#)",
        chapter: "# Abschnitt",
        chapter_title: "Erfundene Straftaten",
        note: "Fußnote: gilt nirgends",
        words: DE,
    },
    Habit {
        name: "DE: § 232a, title below",
        head: "§ #",
        titles: Place::After,
        suffixes: &["a", "b"],
        normal: &["a", "b"],
        paragraph: "(#)",
        chapter: "# Abschnitt",
        chapter_title: "Erfundene Straftaten",
        note: "(eingefügt durch Gesetz vom 1.1.2000)",
        words: DE,
    },
    Habit {
        name: "AT: title above, § 104a. and the text on its line",
        head: "§ #.",
        titles: Place::Before,
        suffixes: &["a", "b"],
        normal: &["a", "b"],
        paragraph: "+(#)",
        chapter: "# Abschnitt",
        chapter_title: "Erfundene Straftaten",
        note: "",
        words: DE,
    },
    Habit {
        name: "CH: Art. 182 and its title on one line",
        head: "Art. #",
        titles: Place::Same(" "),
        suffixes: &["a", "bis"],
        normal: &["a", ".bis"],
        paragraph: "#.",
        chapter: "# Kapitel",
        chapter_title: "Erfundene Straftaten",
        note: "",
        words: DE,
    },
    Habit {
        name: "IT: Art. 601-bis, title in brackets with a stop",
        head: "Art. #.",
        titles: Place::Bracketed,
        suffixes: &["-bis", "-ter", "-quater"],
        normal: &[".bis", ".ter", ".quater"],
        paragraph: "",
        chapter: "CAPO #",
        chapter_title: "DEI DELITTI IMMAGINARI",
        note: "(articolo aggiunto dall'art. 2 della legge 1/2000)",
        words: IT,
    },
    Habit {
        name: "IT: Articolo 12-bis. Title on the line",
        head: "Articolo #",
        titles: Place::Same(". "),
        suffixes: &["-bis", "-ter"],
        normal: &[".bis", ".ter"],
        paragraph: "#.",
        chapter: "TITOLO #",
        chapter_title: "DEI DELITTI IMMAGINARI",
        note: "",
        words: IT,
    },
    Habit {
        name: "IT: title below without brackets, 1.",
        head: "Art. #",
        titles: Place::After,
        suffixes: &["-bis", " bis"],
        normal: &[".bis", ".bis"],
        paragraph: "#.",
        chapter: "Capo #",
        chapter_title: "Dei delitti immaginari",
        note: "((articolo abrogato dal d.lgs. 1/2000))",
        words: IT,
    },
    Habit {
        name: "FR: Article 225-4-1, no titles",
        head: "Article 225-#",
        titles: Place::None,
        suffixes: &["-1", "-2"],
        normal: &[".1", ".2"],
        paragraph: "",
        chapter: "Chapitre # : Des atteintes imaginaires",
        chapter_title: "",
        note: "Modifié par LOI n°2013-711 du 5 août 2013 - art. 1",
        words: FR,
    },
    Habit {
        name: "EN: Article 418-a, title below, (1)",
        head: "Article #",
        titles: Place::After,
        suffixes: &["-a", "-b"],
        normal: &["a", "b"],
        paragraph: "(#)",
        chapter: "CHAPTER #",
        chapter_title: "IMAGINARY OFFENCES",
        note: "(Amended by Law No. 1/2000)",
        words: EN,
    },
    Habit {
        name: "EN: Article 5 – Title on the line",
        head: "Article #",
        titles: Place::Same(" – "),
        suffixes: &["a"],
        normal: &["a"],
        paragraph: "#.",
        chapter: "Chapter # – Imaginary offences",
        chapter_title: "",
        note: "",
        words: EN,
    },
    Habit {
        name: "HU: title above, 192. § (1) on one line",
        head: "#. §",
        titles: Place::Before,
        suffixes: &["/A"],
        normal: &[".a"],
        paragraph: "+(#)",
        chapter: "# FEJEZET",
        chapter_title: "KITALÁLT BŰNCSELEKMÉNYEK",
        note: "",
        words: HU,
    },
    Habit {
        name: "TR: title above, MADDE 80- (1)",
        head: "MADDE #-",
        titles: Place::Before,
        suffixes: &["/A"],
        normal: &[".a"],
        paragraph: "+(#)",
        chapter: "# BÖLÜM",
        chapter_title: "HAYALİ SUÇLAR",
        note: "",
        words: TR,
    },
    Habit {
        name: "EL: Άρθρο 323Α, title below, 1.",
        head: "Άρθρο #",
        titles: Place::After,
        suffixes: &["Α", "Β"],
        normal: &["a", "b"],
        paragraph: "#.",
        chapter: "ΚΕΦΑΛΑΙΟ #",
        chapter_title: "ΦΑΝΤΑΣΤΙΚΑ ΕΓΚΛΗΜΑΤΑ",
        note: "",
        words: EL,
    },
    Habit {
        name: "RO: ART. 210, title below, (1)",
        head: "ART. #",
        titles: Place::After,
        suffixes: &["^1", "^2"],
        normal: &[".1", ".2"],
        paragraph: "(#)",
        chapter: "CAPITOLUL #",
        chapter_title: "Infracțiuni imaginare",
        note: "(la 12-05-2017, Articolul a fost modificat de Punctul 1)",
        words: RO,
    },
    Habit {
        name: "NL: Artikel 273f, no stop behind paragraph numbers",
        head: "Artikel #",
        titles: Place::After,
        suffixes: &["a", "f"],
        normal: &["a", "f"],
        paragraph: "#",
        chapter: "Hoofdstuk #",
        chapter_title: "Verzonnen misdrijven",
        note: "[Vervallen per 01-01-2004]",
        words: NL,
    },
];

const ROMAN: &[&str] = &["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X"];
const ARTICLES: usize = 56;

/// One article as it should come back.
struct Wanted {
    number: String,
    heading: Option<String>,
}

/// Blocks of a printed act, before any damage.
enum Block {
    Chapter(String),
    Heading(String),
    Title(String),
    Text(String),
}

fn printed(habit: &Habit) -> (Vec<Block>, Vec<Wanted>) {
    let mut blocks = Vec::new();
    let mut wanted = Vec::new();
    let mut main = 0;
    for index in 0..ARTICLES {
        // Every ninth article was added later and carries a suffix.
        let added = index % 9 == 8;
        let suffix = if added { (index / 9) % habit.suffixes.len() } else { usize::MAX };
        main += usize::from(!added);
        let bare = main.to_string();
        let number = format!("{bare}{}", habit.suffixes.get(suffix).copied().unwrap_or(""));
        let normal = format!("{bare}{}", habit.normal.get(suffix).copied().unwrap_or(""));
        let normal = if habit.head.contains("225-") { format!("225.{normal}") } else { normal };
        // "106.a." and "113.a člen": the stop stands before the letter only.
        let head =
            if number.contains('.') { habit.head.replace("#.", "#") } else { habit.head.to_string() }.replace('#', &number);
        let title = varied(habit.words.titles[index % habit.words.titles.len()], index);
        let title = title.as_str();
        if index % 10 == 0 {
            blocks.push(Block::Chapter(habit.chapter.replace('#', ROMAN[index / 10])));
            if !habit.chapter_title.is_empty() {
                blocks.push(Block::Chapter(format!("{} {}", habit.chapter_title, capitals(habit.chapter_title, index))));
            }
        }
        let mut sentences = (0..1 + index % 3)
            .map(|at| varied(habit.words.sentences[(index + at) % habit.words.sentences.len()], index * 3 + at));
        let on_line = habit.paragraph.strip_prefix('+');
        let mut line = head;
        if let Some(mark) = on_line {
            line = format!("{line} {} {}", mark.replace('#', "1"), sentences.next().unwrap_or_default());
        }
        match habit.titles {
            Place::Before => {
                blocks.push(Block::Title(title.to_string()));
                blocks.push(if on_line.is_some() { Block::Text(line) } else { Block::Heading(line) });
            }
            Place::After => blocks.extend([Block::Heading(line), Block::Title(title.to_string())]),
            Place::Bracketed => {
                // Slovene acts write titles in brackets small.
                let small = habit.words.titles[0].starts_with("Namen");
                let title = if small { title[..1].to_lowercase() + &title[1..] } else { title.to_string() };
                let stop = if habit.head.starts_with("Art.") { "." } else { "" };
                blocks.extend([Block::Heading(line), Block::Title(format!("({title}){stop}"))]);
            }
            Place::Same(join) => blocks.push(Block::Title(format!("{line}{join}{title}"))),
            Place::None => blocks.push(Block::Heading(line)),
        }
        let small = habit.titles == Place::Bracketed && habit.words.titles[0].starts_with("Namen");
        let heading = match habit.titles {
            Place::None => None,
            _ if small => Some(title[..1].to_lowercase() + &title[1..]),
            _ => Some(title.to_string()),
        };
        wanted.push(Wanted { number: normal, heading });
        if index % 7 == 3 && !habit.note.is_empty() {
            blocks.push(Block::Text(habit.note.to_string()));
        }
        for (at, sentence) in sentences.enumerate() {
            let number = (at + 1 + usize::from(on_line.is_some())).to_string();
            let mark = on_line.unwrap_or(habit.paragraph).replace('#', &number);
            blocks.push(Block::Text(format!("{mark} {sentence}").trim().to_string()));
        }
    }
    (blocks, wanted)
}

/// A word in the letters of the title before it.
fn capitals(title: &str, index: usize) -> String {
    let word = ["ABA", "EZE", "IMI", "ORO", "UTU", "ALA"][index / 10 % 6];
    if title.chars().any(char::is_lowercase) { word.to_lowercase() } else { word.to_string() }
}

/// No two texts of a code are alike: an invented word goes in behind the second.
fn varied(text: &str, index: usize) -> String {
    const SYLLABLES: &[&str] = &["ba", "ze", "mi", "ro", "tu", "la", "ne", "vi"];
    let mut words: Vec<&str> = text.split(' ').collect();
    let invented = format!("{}{}{}", SYLLABLES[index % 8], SYLLABLES[index / 8 % 8], SYLLABLES[index / 64 % 8]);
    if words.len() > 2 {
        words.insert(2, &invented);
    }
    words.join(" ")
}

/// The copy a damage makes of the printed act.
fn copy(blocks: &[Block], damage: Damage) -> String {
    let width = match damage {
        Damage::Clean | Damage::Dense => usize::MAX,
        Damage::Pdf => 88,
        Damage::Layout => 64,
        Damage::Narrow => 26,
    };
    let mut lines: Vec<String> = Vec::new();
    for block in blocks {
        let (text, centred, apart) = match block {
            Block::Chapter(text) | Block::Heading(text) => (text, true, true),
            Block::Title(text) => (text, true, true),
            Block::Text(text) => (text, false, damage == Damage::Clean),
        };
        if apart && matches!(damage, Damage::Clean | Damage::Layout | Damage::Narrow) {
            lines.push(String::new());
        }
        let width = if centred { width - width.min(1000) / 5 } else { width };
        for line in wrapped(text, width, damage == Damage::Layout && !centred) {
            let indent =
                if damage == Damage::Layout && centred { (70_usize.saturating_sub(line.chars().count())) / 2 } else { 0 };
            lines.push(format!("{}{line}", " ".repeat(indent)));
        }
    }
    if !matches!(damage, Damage::Pdf | Damage::Layout) {
        return lines.join("\n");
    }
    let mut out = String::new();
    for (page, lines) in lines.chunks(34).enumerate() {
        if page > 0 {
            out.push('\u{c}');
        }
        out.push_str("Invented Gazette of Nowhere, no. 7/2020\n");
        out.push_str(&lines.join("\n"));
        out.push_str(&format!("\n{}\n", page + 1));
    }
    out
}

fn wrapped(text: &str, width: usize, hyphens: bool) -> Vec<String> {
    let mut lines = vec![String::new()];
    for (at, word) in text.split(' ').enumerate() {
        let line = lines.last_mut().unwrap();
        let long = word.chars().count();
        let used = line.chars().count();
        if used == 0 || used + 1 + long <= width {
            if used > 0 {
                line.push(' ');
            }
            line.push_str(word);
        } else if hyphens && at % 3 == 0 && long > 8 && word.chars().all(char::is_alphabetic) && used + 6 < width {
            line.push_str(&format!(" {}-", word.chars().take(4).collect::<String>()));
            lines.push(word.chars().skip(4).collect());
        } else {
            lines.push(word.to_string());
        }
    }
    lines
}

/// Numbers and headings that came back right, and what came back wrong.
fn measured(habit: &Habit, damage: Damage) -> (usize, usize, Vec<String>) {
    let (blocks, wanted) = printed(habit);
    let text = copy(&blocks, damage);
    let about = About { id: "XX-CC".into(), jurisdiction: "XX".into(), language: "und".into(), ..About::default() };
    let (act, _) = match import(&text, Layout::Text, &about) {
        Ok(found) => found,
        Err(error) => return (0, wanted.len(), vec![error.to_string()]),
    };
    let mut right = 0;
    let mut wrong = Vec::new();
    for want in &wanted {
        let found: Vec<&crate::law::texts::Article> =
            act.articles.iter().filter(|article| article.number == want.number && !article.appendix).collect();
        match found.as_slice() {
            [article] if article.heading == want.heading => right += 1,
            [article] => wrong.push(format!("{}: {:?} for {:?}", want.number, article.heading, want.heading)),
            other => wrong.push(format!("{}: found {} times", want.number, other.len())),
        }
    }
    if act.articles.len() > wanted.len() {
        wrong.push(format!("{} articles too many", act.articles.len() - wanted.len()));
    }
    (right, wanted.len(), wrong)
}

#[test]
fn every_habit_survives_every_damage() {
    let mut failures = Vec::new();
    for habit in HABITS {
        for damage in [Damage::Clean, Damage::Dense, Damage::Pdf, Damage::Layout, Damage::Narrow] {
            let (right, of, wrong) = measured(habit, damage);
            let wanted = if matches!(damage, Damage::Clean | Damage::Dense) { 99 } else { 97 };
            if right * 100 < of * wanted || wrong.iter().any(|line| line.ends_with("too many")) {
                failures.push(format!(
                    "{} / {damage:?}: {right} of {of}\n    {}",
                    habit.name,
                    wrong.iter().take(3).cloned().collect::<Vec<_>>().join("\n    ")
                ));
            }
        }
    }
    assert!(failures.is_empty(), "{}\n{} of {} fail", failures.join("\n"), failures.len(), HABITS.len() * 5);
}
