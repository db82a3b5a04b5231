//! What stands before an act's first division or article: its own title, the gazette that printed it, who adopted it and on what basis.
//!
//! Nothing of it belongs to the first article, and nothing of it may be lost.

use std::sync::LazyLock;

use regex::Regex;

use super::divisions;
use super::lines::Line;
use super::titles::{self, Measure, Titles};

/// How acts call themselves at the head of their own title.
static ACT: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?i)^(?:(?:kazneni|krivični|казнени|кривични|кривичен|наказателен|penal|criminal|federal|uredba sa) )?(?:",
        r"zakon|zakonik|закон|законик|кодекс|kodeks|kod|kodi|ligj|ligji|gesetz|bundesgesetz|verordnung|law|act|code|decree|loi|décret|ordonnance|",
        r"legge|decreto|codice|lege|legea|ordonanța|codul|törvény|kanun|kanunu|νόμος|wet|wetboek|uredba|уредба|dekret|strafgesetzbuch|strafprozeßordnung",
        r")(?:\P{L}.*)?$"
    ))
    .ok()
});

/// Where an act was printed: "Службен весник на РМ, бр. 150 од 18.11.2010 година", "Vom 15. Mai 1871", "Nr. 7895, datë 27.1.1995".
static GAZETTE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?i)^\W*(?:služben\p{L}*|sl\.|службен\p{L}*|сл\.|narodne novine|uradni list|gazeta zyrtare|fletorja zyrtare|държавен вестник|дв\b|bundesgesetzblatt|bgbl|",
        r"gazzetta|monitorul|official|journal officiel|jorf|staatsblad|stb\.|resmî|resmi gazete|φεκ|magyar közlöny|vom|nr\.|br\.|бр\.|no\.|dated?|datë)\W.*\d"
    ))
    .ok()
});

fn is_gazette(line: &Line) -> bool {
    GAZETTE.as_ref().is_some_and(|regex| regex.is_match(&line.text))
}

fn names_an_act(line: &Line) -> bool {
    titles::is_capitals(&line.text) || ACT.as_ref().is_some_and(|regex| regex.is_match(&line.text))
}

/// How many of the lines before the first article are front matter; behind them stand divisions and the first article's title.
/// `capitals`: whether this act prints the titles of its articles in capitals.
pub fn end(lines: &[Line], titles: Titles, capitals: bool, measure: &Measure) -> usize {
    // The first article's title may be wrapped: small letters directly above the number go on with it.
    let small = lines.iter().rev().take(3).take_while(|line| line.text.starts_with(char::is_lowercase)).count();
    let above = &lines[..lines.len() - small];
    let from = above.iter().rposition(|line| !titles::belongs_to_heading(line) || is_gazette(line)).map_or(0, |index| index + 1);
    let rest = &lines[from..];
    // Markdown heads the whole file with the act's title, once and above all others.
    let once = |line: &&Line| line.level == 1 && rest.iter().filter(|other| other.level == 1).count() == 1;
    let name = rest.first().filter(once).filter(|_| rest.len() > 1).map_or(0, |_| 1);
    if let Some(division) = rest[name..].iter().position(|line| divisions::heads(line).is_some()) {
        return from + name + division;
    }
    if titles != Titles::Before {
        return lines.len();
    }
    // The act's own title, and the lines that go on with it: "ZAKON" above "o strancima".
    let goes_on = |at: usize| at > 0 && !rest[at].blank_before && rest[at].text.starts_with(char::is_lowercase);
    let own = (0..rest.len()).take_while(|&at| names_an_act(&rest[at]) || goes_on(at)).count();
    if own < rest.len() {
        return from + own + titles::title_before(&rest[own..], measure).unwrap_or(rest.len() - own);
    }
    // Where titles are in capitals, the last block is that of the article, unless it is the only one.
    let last = rest.iter().rposition(|line| line.blank_before).filter(|&last| capitals && last > 0);
    from + last.unwrap_or(rest.len())
}

#[cfg(test)]
mod tests {
    use super::super::{About, Layout, import};

    fn front_and_first_heading(text: &str, layout: Layout) -> (Vec<String>, Option<String>, usize) {
        let (act, report) = import(text, layout, &About::default()).expect("an act");
        assert_eq!(report.front_lines, act.front.len());
        (act.front, act.articles[0].heading.clone(), act.divisions.len())
    }

    const BEFORE: &str = "Predmet\n\nČlan 1.\n\nOvaj zakon uređuje izmišljeno.\n\nPojmovi\n\nČlan 2.\n\nIzmišljeno je ono čega nema.\n\nKazna\n\nČlan 3.\n\nKazna je novčana.\n";
    const BARE: &str =
        "Član 1.\n\nOvaj zakon uređuje izmišljeno.\n\nČlan 2.\n\nIzmišljeno je ono čega nema.\n\nČlan 3.\n\nKazna je novčana.\n";

    #[test]
    fn the_title_of_the_act_is_none_of_the_first_article() {
        for (front, expected) in [
            ("ZAKON O IZMIŠLJENOM PUTU\n\n", vec!["ZAKON O IZMIŠLJENOM PUTU"]),
            ("ZAKON\nO IZMIŠLJENOM PUTU\n", vec!["ZAKON", "O IZMIŠLJENOM PUTU"]),
            ("Zakon\no izmišljenom putu\n\n", vec!["Zakon", "o izmišljenom putu"]),
            (
                "ZAKON O PUTU\n\nSlužbeni glasnik izmišljene države, broj 7 od 1. januara 1999. godine\n\n",
                vec!["ZAKON O PUTU", "Službeni glasnik izmišljene države, broj 7 od 1. januara 1999. godine"],
            ),
            ("", vec![]),
        ] {
            let (kept, heading, _) = front_and_first_heading(&format!("{front}{BEFORE}"), Layout::Text);
            assert_eq!(kept, expected, "{front}");
            assert_eq!(heading.as_deref(), Some("Predmet"), "{front}");
            let (kept, heading, _) = front_and_first_heading(&format!("{front}{BARE}"), Layout::Text);
            assert_eq!((kept, heading), (expected.iter().map(|line| (*line).to_string()).collect(), None), "{front}");
        }
    }

    #[test]
    fn what_stands_above_the_first_division_is_kept() {
        let front =
            "ЗАКОН ЗА ИЗМИСЛЕНОТО\nСлужбен весник на измислената земја, бр. 5 од 1.1.1999 година\n\nПРВ ДЕЛ\n\nОПШТИ ОДРЕДБИ\n\n";
        let (kept, heading, divisions) = front_and_first_heading(&format!("{front}{BEFORE}"), Layout::Text);
        assert_eq!(kept.len(), 2, "{kept:?}");
        assert_eq!((heading.as_deref(), divisions), (Some("Predmet"), 1));
    }

    #[test]
    fn a_wrapped_title_above_the_first_number_is_no_front_matter() {
        let front = "GLAVA I\nOPŠTE ODREDBE\n\nPredmet izmišljenog zakona i njegova\nprimena\nČlan 1.\n\nZakon je izmišljen.\n\n";
        let (kept, heading, divisions) =
            front_and_first_heading(&format!("{front}{}", &BEFORE[BEFORE.find("Pojmovi").unwrap_or(0)..]), Layout::Text);
        assert_eq!((kept.len(), divisions), (0, 1), "{kept:?}");
        assert_eq!(heading.as_deref(), Some("Predmet izmišljenog zakona i njegova primena"));
    }

    #[test]
    fn a_markdown_file_names_its_act_once() {
        let text = "---\ntitle: \"Code inventé\"\nlast_updated: \"2026-01-01\"\n---\n# Code inventé\n\n## Livre Ier : Des inventions\n\n### Article 1\n\nNul n'invente.\n\n### Article 2\n\nTout s'invente.\n\n### Article 3\n\nRien.\n";
        let (kept, _, divisions) = front_and_first_heading(text, Layout::Markdown);
        assert_eq!(kept, ["title: \"Code inventé\"", "last_updated: \"2026-01-01\"", "Code inventé"]);
        assert_eq!(divisions, 1);
    }
}
