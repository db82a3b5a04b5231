//! An act as Akoma Ntoso 3.0, valid against the schema of the standard. What is written here reads back as the same act.

use std::fmt::Write;

use super::akn_ids::{Ids, concept_id, id_part};
use super::{Act, Article, Paragraph};

const NAMESPACE: &str = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0";

/// Namespace of what the standard has no element for: the file the act was read from.
pub const OWN_NAMESPACE: &str = "urn:rogatory:statute:1";

/// Where the vocabulary of the comparison lies in the ontology of a document.
pub const CONCEPTS: &str = "/akn/ontology/concept/rogatory/";

/// Three-letter code of a language as the standard's URIs want it.
fn three_letters(language: &str) -> &str {
    match language.split('-').next().unwrap_or("") {
        "sq" => "sqi",
        "bs" => "bos",
        "hr" => "hrv",
        "cnr" => "cnr",
        "mk" => "mkd",
        "sr" => "srp",
        "sl" => "slv",
        "de" => "deu",
        "it" => "ita",
        "fr" => "fra",
        "en" => "eng",
        "nl" => "nld",
        "hu" => "hun",
        "bg" => "bul",
        "ro" => "ron",
        "el" => "ell",
        "tr" => "tur",
        _ => "und",
    }
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c if c.is_control() && c != '\n' && c != '\t' => {}
            c => out.push(c),
        }
    }
    out
}

/// Write the act as one Akoma Ntoso document; of an excerpt only these articles, under the ids they have in the whole.
pub fn write(act: &Act, only: Option<&[String]>) -> String {
    let ids = Ids::of(act);
    let chosen: Vec<bool> = act
        .articles
        .iter()
        .map(|article| only.is_none_or(|only| only.iter().any(|number| number.eq_ignore_ascii_case(&article.number))))
        .collect();
    let mut out = format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<akomaNtoso xmlns=\"{NAMESPACE}\">\n");
    let _ = writeln!(out, "  <act name=\"act\" contains=\"singleVersion\">");
    meta(&mut out, act, &ids, &chosen, only.is_some());
    let lang = escaped(&act.language);
    if !act.front.is_empty() && only.is_none() {
        let _ = writeln!(out, "    <preface xml:lang=\"{lang}\">");
        for line in &act.front {
            let _ = writeln!(out, "      <p>{}</p>", escaped(line));
        }
        out.push_str("    </preface>\n");
    }
    let _ = writeln!(out, "    <body xml:lang=\"{lang}\">");
    body(&mut out, act, &ids, &chosen);
    out.push_str("    </body>\n");
    if !act.back.is_empty() && only.is_none() {
        let _ = writeln!(out, "    <conclusions xml:lang=\"{lang}\">");
        for line in &act.back {
            let _ = writeln!(out, "      <p>{}</p>", escaped(line));
        }
        out.push_str("    </conclusions>\n");
    }
    out.push_str("  </act>\n</akomaNtoso>\n");
    out
}

/// The work's address: `/akn/rs/act/2005/85` where the gazette names number and year, else the facts' name of the act.
fn work(act: &Act) -> String {
    let country = act.jurisdiction.to_lowercase();
    let published = act.gazette.as_deref().and_then(number_and_year);
    match published {
        Some((number, year)) => format!("/akn/{country}/act/{year}/{number}"),
        None => format!("/akn/{country}/act/{}", id_part(&act.id).to_lowercase()),
    }
}

/// The first "85/2005" or "85/05" of a gazette's citation: number, year.
fn number_and_year(gazette: &str) -> Option<(u32, u32)> {
    gazette.split(|c: char| !(c.is_ascii_digit() || c == '/')).find_map(|part| {
        let (number, year) = part.split_once('/')?;
        let (number, digits, year) = (number.parse::<u32>().ok()?, year.len(), year.parse::<u32>().ok()?);
        match digits {
            4 if (1800..2200).contains(&year) => Some((number, year)),
            2 => Some((number, if year < 60 { 2000 + year } else { 1900 + year })),
            _ => None,
        }
    })
}

fn meta(out: &mut String, act: &Act, ids: &Ids, chosen: &[bool], excerpt: bool) {
    let language = three_letters(&act.language);
    let country = act.jurisdiction.get(..2).unwrap_or("xx").to_lowercase();
    // The format asks for a date; where nobody knows one, its name says so, and it is not taken for one when it comes back.
    let (date, dated) = act.as_of.as_deref().map_or(("0001-01-01", "unknown"), |day| (day, "version"));
    let work = work(act);
    let expression = format!("{work}/{language}@{}", act.as_of.as_deref().unwrap_or(""));
    let portion = match chosen.iter().position(|chosen| *chosen).filter(|_| excerpt) {
        Some(first) => format!("\n          <FRBRportion from=\"#{}\"/>", ids.article(first)),
        None => String::new(),
    };
    let _ = write!(
        out,
        r##"    <meta>
      <identification source="#rogatory">
        <FRBRWork>
          <FRBRthis value="{work}/!main"/>
          <FRBRuri value="{work}"/>
          <FRBRalias value="{title}" name="title"/>
          <FRBRalias value="{id}" name="rogatory"/>
          <FRBRdate date="{date}" name="{dated}"/>
          <FRBRauthor href="#state"/>
          <FRBRcountry value="{country}"/>
        </FRBRWork>
        <FRBRExpression>
          <FRBRthis value="{expression}/!main"/>
          <FRBRuri value="{expression}"/>
          <FRBRdate date="{date}" name="{dated}"/>
          <FRBRauthor href="#state"/>
          <FRBRauthoritative value="{official}"/>
          <FRBRlanguage language="{language}"/>
        </FRBRExpression>
        <FRBRManifestation>
          <FRBRthis value="{expression}/!main.xml"/>
          <FRBRuri value="{expression}.akn"/>
          <FRBRdate date="{date}" name="{dated}"/>
          <FRBRauthor href="#rogatory"/>{portion}
          <FRBRformat value="application/akn+xml"/>
        </FRBRManifestation>
      </identification>
"##,
        title = escaped(&act.title),
        id = escaped(&act.id),
        official = act.official,
    );
    if let Some(gazette) = &act.gazette {
        let _ = writeln!(out, r#"      <publication date="{date}" name="gazette" showAs="{}"/>"#, escaped(gazette));
    }
    let _ = write!(
        out,
        r##"      <lifecycle source="#rogatory">
        <eventRef eId="version" date="{date}" source="#original" type="generation"/>
      </lifecycle>
      <references source="#rogatory">
        <original eId="original" href="{work}" showAs="{title}"/>
        <TLCOrganization eId="rogatory" href="/akn/ontology/organization/rogatory" showAs="rogatory"/>
        <TLCOrganization eId="state" href="/akn/ontology/organization/{country}" showAs="{state}"/>
"##,
        title = escaped(&act.title),
        state = escaped(&act.jurisdiction),
    );
    for concept in concepts(act, chosen) {
        let href = if is_address(concept) { concept.to_string() } else { format!("{CONCEPTS}{concept}") };
        let shown = concept.rsplit('/').next().unwrap_or(concept).replace('_', " ");
        let (id, href, shown) = (concept_id(concept), escaped(&href), escaped(&shown));
        let _ = writeln!(out, r#"        <TLCConcept eId="{id}" href="{href}" showAs="{shown}"/>"#);
    }
    let source = &act.source;
    let _ = write!(
        out,
        r##"      </references>
      <proprietary source="#rogatory">
        <source xmlns="{OWN_NAMESPACE}" name="{}" sha256="{}" kind="{}" language="{}"/>
      </proprietary>
    </meta>
"##,
        escaped(&source.name),
        escaped(&source.sha256),
        escaped(&source.kind),
        escaped(&act.language),
    );
}

/// Concepts of the articles that are written, in the order of their names.
fn concepts<'a>(act: &'a Act, chosen: &[bool]) -> std::collections::BTreeSet<&'a str> {
    let written = act.articles.iter().zip(chosen).filter(|(_, chosen)| **chosen).map(|(article, _)| article);
    written
        .flat_map(|article| article.concepts.iter().chain(article.paragraphs.iter().flat_map(|paragraph| &paragraph.concepts)))
        .map(String::as_str)
        .collect()
}

/// Whether a concept comes from another vocabulary and is named by its address.
pub fn is_address(concept: &str) -> bool {
    concept.starts_with('/') || concept.contains("://")
}

fn refers(concepts: &[String]) -> String {
    let names: Vec<String> = concepts.iter().map(|concept| format!("#{}", concept_id(concept))).collect();
    if names.is_empty() { String::new() } else { format!(" refersTo=\"{}\"", names.join(" ")) }
}

fn body(out: &mut String, act: &Act, ids: &Ids, chosen: &[bool]) {
    let whole = chosen.iter().all(|chosen| *chosen);
    let mut open: Vec<usize> = Vec::new();
    let mut written = vec![0; act.divisions.len()];
    let mut next_division = 0;
    for (index, article) in act.articles.iter().enumerate().filter(|(index, article)| !article.appendix && chosen[*index]) {
        let path = act.path(article.division);
        // Divisions without articles of their own are written where they stand.
        if let Some(&last) = path.last().filter(|_| whole) {
            while next_division <= last {
                enter(out, act, ids, &act.path(Some(next_division)), &mut open, &mut written);
                next_division += 1;
            }
        }
        enter(out, act, ids, &path, &mut open, &mut written);
        write_article(out, article, index, ids, open.len());
    }
    while whole && next_division < act.divisions.len() {
        enter(out, act, ids, &act.path(Some(next_division)), &mut open, &mut written);
        next_division += 1;
    }
    enter(out, act, ids, &[], &mut open, &mut written);
    let appendix: Vec<usize> = (0..act.articles.len()).filter(|&index| act.articles[index].appendix && chosen[index]).collect();
    if !appendix.is_empty() {
        out.push_str("      <part eId=\"part_appendix\">\n");
        for index in appendix {
            write_article(out, &act.articles[index], index, ids, 1);
        }
        out.push_str("      </part>\n");
    }
}

/// Close and open division elements until `path` is what is open.
fn enter(out: &mut String, act: &Act, ids: &Ids, path: &[usize], open: &mut Vec<usize>, written: &mut [usize]) {
    let common = open.iter().zip(path).take_while(|(a, b)| a == b).count();
    while open.len() > common {
        if let Some(index) = open.pop() {
            let _ = writeln!(out, "{}</{}>", "  ".repeat(open.len() + 3), act.divisions[index].kind.akn());
        }
    }
    for &index in &path[common..] {
        let division = &act.divisions[index];
        let indent = "  ".repeat(open.len() + 3);
        open.push(index);
        // An article that stands behind a deeper division opens this one again: the same division, under an id of its own.
        let again = if written[index] > 0 { format!(".again{}", written[index]) } else { String::new() };
        let _ = writeln!(out, "{indent}<{} eId=\"{}{again}\">", division.kind.akn(), ids.division(index));
        if written[index] == 0 {
            let _ = writeln!(out, "{indent}  <num>{}</num>", escaped(&division.label));
            if let Some(heading) = &division.heading {
                let _ = writeln!(out, "{indent}  <heading>{}</heading>", escaped(heading));
            }
        }
        written[index] += 1;
    }
}

fn write_article(out: &mut String, article: &Article, index: usize, ids: &Ids, depth: usize) {
    let indent = "  ".repeat(depth + 3);
    let id = ids.article(index);
    let refers_to = refers(&article.concepts);
    let _ = writeln!(out, "{indent}<article eId=\"{id}\"{refers_to}>\n{indent}  <num>{}</num>", escaped(&article.label));
    if let Some(heading) = &article.heading {
        let _ = writeln!(out, "{indent}  <heading>{}</heading>", escaped(heading));
    }
    // A heading, then either an introduction and paragraphs or plain content: the standard knows no mixture.
    let notes: String =
        article.notes.iter().map(|note| format!("<p><remark status=\"editorial\">{}</remark></p>", escaped(note))).collect();
    if article.paragraphs.is_empty() {
        let _ = writeln!(out, "{indent}  <content>{}</content>", if notes.is_empty() { "<p/>" } else { &notes });
    } else if !notes.is_empty() {
        let _ = writeln!(out, "{indent}  <intro>{notes}</intro>");
    }
    for (paragraph, id) in article.paragraphs.iter().zip(ids.paragraphs(index)) {
        write_paragraph(out, paragraph, id, &indent);
    }
    let _ = writeln!(out, "{indent}</article>");
}

fn write_paragraph(out: &mut String, paragraph: &Paragraph, id: &str, indent: &str) {
    let _ = writeln!(out, "{indent}  <paragraph eId=\"{id}\"{}>", refers(&paragraph.concepts));
    if let Some(number) = &paragraph.number {
        let _ = writeln!(out, "{indent}    <num>({})</num>", escaped(number));
    }
    if paragraph.points.is_empty() {
        let _ = writeln!(out, "{indent}    <content><p>{}</p></content>", escaped(&paragraph.text));
    } else {
        let _ = writeln!(out, "{indent}    <list eId=\"{id}__list\">");
        if !paragraph.text.is_empty() {
            let _ = writeln!(out, "{indent}      <intro><p>{}</p></intro>", escaped(&paragraph.text));
        }
        for (point, id) in paragraph.points.iter().zip(Ids::points(id, &paragraph.points)) {
            let _ = writeln!(
                out,
                "{indent}      <point eId=\"{id}\"><num>{}</num><content><p>{}</p></content></point>",
                escaped(&point.number),
                escaped(&point.text)
            );
        }
        let _ = writeln!(out, "{indent}    </list>");
    }
    let _ = writeln!(out, "{indent}  </paragraph>");
}
