//! An act as Akoma Ntoso 3.0. What is written here reads back as the same act.

use std::fmt::Write;

use super::{Act, Article, Paragraph};

const NAMESPACE: &str = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0";

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

/// Text of a number as it may stand in an eId: inner punctuation becomes a hyphen.
fn id_part(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        if c.is_alphanumeric() {
            out.push(c);
        } else if !out.ends_with('-') && !out.is_empty() {
            out.push('-');
        }
    }
    out.trim_end_matches('-').to_string()
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

/// Write the act as one Akoma Ntoso document.
pub fn write(act: &Act) -> String {
    let language = three_letters(&act.language);
    let country = act.jurisdiction.get(..2).unwrap_or("xx").to_lowercase();
    let name = id_part(&act.id).to_lowercase();
    // The format asks for a date; where nobody knows one, its name says so, and it is not taken for one when it comes back.
    let (date, dated) = act.as_of.as_deref().map_or(("0001-01-01", "unknown"), |day| (day, "version"));
    let work = format!("/akn/{country}/act/{name}");
    let expression = format!("{work}/{language}@{}", act.as_of.as_deref().unwrap_or(""));
    let mut out = String::new();
    let _ = write!(
        out,
        r##"<?xml version="1.0" encoding="UTF-8"?>
<akomaNtoso xmlns="{NAMESPACE}">
  <act name="{name}" xml:lang="{lang}">
    <meta>
      <identification source="#rogatory">
        <FRBRWork>
          <FRBRthis value="{work}/!main"/>
          <FRBRuri value="{work}"/>
          <FRBRalias value="{title}" name="title"/>
          <FRBRdate date="{date}" name="{dated}"/>
          <FRBRauthor href="#state"/>
          <FRBRcountry value="{country}"/>
        </FRBRWork>
        <FRBRExpression>
          <FRBRthis value="{expression}/!main"/>
          <FRBRuri value="{expression}"/>
          <FRBRdate date="{date}" name="{dated}"/>
          <FRBRauthor href="#state"/>
          <FRBRlanguage language="{language}"/>
        </FRBRExpression>
        <FRBRManifestation>
          <FRBRthis value="{expression}/!main.xml"/>
          <FRBRuri value="{expression}.akn"/>
          <FRBRdate date="{date}" name="{dated}"/>
          <FRBRauthor href="#rogatory"/>
        </FRBRManifestation>
      </identification>
"##,
        lang = escaped(&act.language),
        title = escaped(&act.title),
    );
    if let Some(gazette) = &act.gazette {
        let _ = writeln!(out, r#"      <publication date="{date}" name="gazette" showAs="{}"/>"#, escaped(gazette));
    }
    let _ = write!(
        out,
        r##"      <references source="#rogatory">
        <TLCOrganization eId="rogatory" href="/ontology/organization/rogatory" showAs="rogatory"/>
        <TLCOrganization eId="state" href="/ontology/organization/{country}" showAs="{}"/>
      </references>
      <notes source="#rogatory">
        <note eId="source"><p>{} (SHA-256 {}), {}</p></note>
      </notes>
    </meta>
"##,
        escaped(&act.jurisdiction),
        escaped(&act.source.name),
        escaped(&act.source.sha256),
        if act.official { "official text" } else { "not an official text" },
    );
    if !act.front.is_empty() {
        out.push_str("    <preface>\n");
        for line in &act.front {
            let _ = writeln!(out, "      <p>{}</p>", escaped(line));
        }
        out.push_str("    </preface>\n");
    }
    out.push_str("    <body>\n");
    body(&mut out, act);
    out.push_str("    </body>\n  </act>\n</akomaNtoso>\n");
    out
}

fn body(out: &mut String, act: &Act) {
    let mut open: Vec<usize> = Vec::new();
    let mut written = vec![false; act.divisions.len()];
    let mut next_division = 0;
    for article in act.articles.iter().filter(|article| !article.appendix) {
        let path = path(act, article.division);
        // Divisions without articles of their own are written where they stand.
        if let Some(&last) = path.last() {
            while next_division <= last {
                enter(out, act, &self::path(act, Some(next_division)), &mut open, &mut written);
                next_division += 1;
            }
        }
        enter(out, act, &path, &mut open, &mut written);
        write_article(out, article, &prefix(act, &open), open.len());
    }
    while next_division < act.divisions.len() {
        let path = path(act, Some(next_division));
        enter(out, act, &path, &mut open, &mut written);
        next_division += 1;
    }
    enter(out, act, &[], &mut open, &mut written);
    if act.articles.iter().any(|article| article.appendix) {
        out.push_str("      <part eId=\"appendix\">\n");
        for (index, article) in act.articles.iter().filter(|article| article.appendix).enumerate() {
            write_article(out, article, &format!("appendix-{}__", index + 1), 1);
        }
        out.push_str("      </part>\n");
    }
}

fn path(act: &Act, division: Option<usize>) -> Vec<usize> {
    let mut path = Vec::new();
    let mut next = division;
    while let Some(index) = next.filter(|index| *index < act.divisions.len() && path.len() < 16) {
        path.push(index);
        next = act.divisions[index].parent;
    }
    path.reverse();
    path
}

/// Close and open division elements until `path` is what is open.
fn enter(out: &mut String, act: &Act, path: &[usize], open: &mut Vec<usize>, written: &mut [bool]) {
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
        let id = format!("{}{}", prefix(act, &open[..open.len() - 1]), own_id(act, index));
        let _ = writeln!(out, "{indent}<{} eId=\"{id}\">", division.kind.akn());
        if !written[index] {
            let _ = writeln!(out, "{indent}  <num>{}</num>", escaped(&division.label));
            if let Some(heading) = &division.heading {
                let _ = writeln!(out, "{indent}  <heading>{}</heading>", escaped(heading));
            }
            written[index] = true;
        }
    }
}

fn own_id(act: &Act, index: usize) -> String {
    let short = match act.divisions[index].kind.akn() {
        "chapter" => "chp",
        "section" => "sec",
        "subsection" => "subsec",
        name => name,
    };
    format!("{short}_{}-{}", id_part(&act.divisions[index].label), index + 1)
}

fn prefix(act: &Act, open: &[usize]) -> String {
    open.iter().map(|&index| format!("{}__", own_id(act, index))).collect()
}

fn write_article(out: &mut String, article: &Article, prefix: &str, depth: usize) {
    let indent = "  ".repeat(depth + 3);
    let id = format!("{prefix}art_{}", id_part(&article.number));
    let _ = writeln!(out, "{indent}<article eId=\"{id}\">\n{indent}  <num>{}</num>", escaped(&article.label));
    if let Some(heading) = &article.heading {
        let _ = writeln!(out, "{indent}  <heading>{}</heading>", escaped(heading));
    }
    // A heading, then either an introduction and paragraphs or plain content: the standard knows no mixture.
    let notes: String = article
        .notes
        .iter()
        .map(|note| format!("<p><remark type=\"amendment\" status=\"editorial\">{}</remark></p>", escaped(note)))
        .collect();
    if article.paragraphs.is_empty() {
        let _ = writeln!(out, "{indent}  <content>{}</content>", if notes.is_empty() { "<p/>" } else { &notes });
    } else if !notes.is_empty() {
        let _ = writeln!(out, "{indent}  <intro>{notes}</intro>");
    }
    let mut used = std::collections::HashMap::new();
    for (index, paragraph) in article.paragraphs.iter().enumerate() {
        let name = paragraph.number.as_deref().map_or_else(|| format!("u{}", index + 1), id_part);
        let times = used.entry(name.clone()).and_modify(|times| *times += 1).or_insert(1);
        let name = if *times == 1 { name } else { format!("{name}-{times}") };
        write_paragraph(out, paragraph, &format!("{id}__para_{name}"), &indent);
    }
    let _ = writeln!(out, "{indent}</article>");
}

fn write_paragraph(out: &mut String, paragraph: &Paragraph, id: &str, indent: &str) {
    let _ = writeln!(out, "{indent}  <paragraph eId=\"{id}\">");
    if let Some(number) = &paragraph.number {
        let _ = writeln!(out, "{indent}    <num>({})</num>", escaped(number));
    }
    if paragraph.points.is_empty() {
        let _ = writeln!(out, "{indent}    <content><p>{}</p></content>", escaped(&paragraph.text));
    } else {
        let _ = writeln!(out, "{indent}    <list eId=\"{id}__list_1\">");
        if !paragraph.text.is_empty() {
            let _ = writeln!(out, "{indent}      <intro><p>{}</p></intro>", escaped(&paragraph.text));
        }
        for (index, point) in paragraph.points.iter().enumerate() {
            let own = id_part(&point.number);
            let own = if own.is_empty() { format!("{}", index + 1) } else { format!("{}-{own}", index + 1) };
            let _ = writeln!(
                out,
                "{indent}      <point eId=\"{id}__list_1__point_{own}\"><num>{}</num><content><p>{}</p></content></point>",
                escaped(&point.number),
                escaped(&point.text)
            );
        }
        let _ = writeln!(out, "{indent}    </list>");
    }
    let _ = writeln!(out, "{indent}  </paragraph>");
}
