//! What stands behind an act's last article and is none of it: a subject index, a table of contents.
//!
//! Nothing of it belongs to the last article, and nothing of it may be lost.

use std::sync::LazyLock;

use regex::Regex;

use super::lines::Line;
use super::{body, headings};

/// How an index or a table of contents is headed.
static HEAD: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?i)^(?:treguesi?(?: (?:alfabetik|i lëndës|analitik))?|pasqyra e lëndës|përmbajtja|indeksi?|index|",
        r"(?:stvarno|abecedno|predmetno|pojmovno) kazalo|kazalo(?: pojmova)?|(?:stvarni|predmetni|abecedni) registar|registar pojmova|sadržaj|",
        r"(?:стварни|предметни|азбучни) регистар|регистар појмова|(?:азбучен|предметен) (?:регистар|показалец|указател)|индекс|садржај|содржина|съдържание|",
        r"(?:stvarno|abecedno) kazalo|vsebina|sachverzeichnis|sachregister|stichwortverzeichnis|inhaltsverzeichnis|inhaltsübersicht|",
        r"index alphabétique|table (?:alphabétique|analytique|des matières)|indice(?: (?:analitico|alfabetico|sommario))?|sommario|",
        r"subject index|alphabetical index|table of contents|contents|trefwoordenregister|inhoudsopgave|",
        r"cuprins|indice alfabetic|περιεχόμενα|ευρετήριο|tartalomjegyzék|tárgymutató|içindekiler|dizin)(?:\P{L}.*)?$"
    ))
    .ok()
});

/// "71", "110/a", "28/3", "143/a/5", "R. 131-4", "118, 119": where an entry of an index points to.
static PLACE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?:^|[\s.,;…–-])\d{1,4}(?:[/.-]?\p{L}?(?:[/.-]\d{1,3})*)?(?:\s*[,;]\s*\d{1,4}\S{0,6})*\.?$").ok()
});

/// Where the back matter begins among the lines behind the number of the last article; nothing where there is none.
pub fn start(lines: &[Line]) -> Option<usize> {
    (1..lines.len()).find(|&at| heads(&lines[at]) && lists(&lines[at + 1..]))
}

/// A line of its own that is headed as an index is, and is no sentence.
fn heads(line: &Line) -> bool {
    (line.blank_before || line.level > 0)
        && line.text.chars().count() <= 60
        && line.text.chars().next().is_some_and(char::is_uppercase)
        && !body::ends_sentence(&line.text)
        && HEAD.as_ref().is_some_and(|regex| regex.is_match(&line.text))
}

/// Whether lines list: hardly a sentence among them, and many that point to a number.
fn lists(lines: &[Line]) -> bool {
    if lines.len() < 6 {
        return false;
    }
    let sentences = lines.iter().filter(|line| line.text.chars().count() > 40 && body::ends_sentence(&line.text)).count();
    let point =
        |line: &&Line| PLACE.as_ref().is_some_and(|regex| regex.is_match(&line.text)) || headings::article(&line.text).is_some();
    let pointing = lines.iter().filter(point).count();
    sentences * 10 <= lines.len() && pointing * 4 >= lines.len()
}

#[cfg(test)]
mod tests {
    use super::super::{About, Layout, import};

    const ACT: &str = "Neni 1\nQëllimi\nKy ligj i shpikur rregullon asgjënë.\n\nNeni 2\nDënimi\nDënohet me gjobë.\n\nNeni 3\nHyrja në fuqi\nKy ligj hyn në fuqi nesër.\n";

    #[test]
    fn an_index_behind_the_last_article_is_kept_apart() {
        let index = "\nTREGUESI ALFABETIK I LIGJIT\n\n -A-\n\nAsgjë\n- kuptimi      1\n- rregullimi   1\n\n -D-\n\nDënim\n- me gjobë     2\n\nHyrje\n- në fuqi      3\n";
        let (act, report) = import(&format!("{ACT}{index}"), Layout::Text, &About::default()).expect("an act");
        assert_eq!(act.articles.len(), 3);
        assert_eq!(act.articles[2].text(), "Ky ligj hyn në fuqi nesër.");
        assert_eq!(act.back.first().map(String::as_str), Some("TREGUESI ALFABETIK I LIGJIT"));
        assert_eq!((act.back.len(), report.back_lines), (10, 10), "{:?}", act.back);
    }

    #[test]
    fn a_last_article_that_speaks_of_contents_stays_whole() {
        let text = "\nPërmbajtja e aktit\n\nAkti përmban emrin, vendin dhe kohën e asgjësë që u shpik.\n\nKy ligj botohet në fletore.\n\nAi vlen për të gjithë.\n\nAi nuk vlen për askënd tjetër.\n\nKaq.\n\nFund.\n";
        let (act, _) = import(&format!("{ACT}{text}"), Layout::Text, &About::default()).expect("an act");
        assert!(act.back.is_empty(), "{:?}", act.back);
        assert!(act.articles[2].text().contains("Përmbajtja e aktit"));
    }
}
