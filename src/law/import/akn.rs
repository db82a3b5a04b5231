//! Akoma Ntoso in, of any 3.0 draft: elements are known by their local names, so older namespaces read as well.

use roxmltree::{Document, Node, ParsingOptions};

use super::{About, ImportError, Report, body, headings, lines};
use crate::law::texts::{Act, Article, Division, DivisionKind, Paragraph, Point, SourceFile};

/// Read an act from Akoma Ntoso.
pub fn read(text: &str, about: &About) -> Result<(Act, Report), ImportError> {
    let options = ParsingOptions { allow_dtd: false, nodes_limit: 4_000_000, ..ParsingOptions::default() };
    let document = Document::parse_with_options(text, options).map_err(|error| ImportError::NotAkn(error.to_string()))?;
    let root = document.root_element();
    if root.tag_name().name() != "akomaNtoso" {
        return Err(ImportError::NotAkn(format!("the root element is <{}>", root.tag_name().name())));
    }
    let body = root
        .descendants()
        .find(|node| node.has_tag_name_local("body"))
        .ok_or_else(|| ImportError::NotAkn("there is no <body>".to_string()))?;
    let meta = |name: &str, attribute: &str| {
        root.descendants()
            .find(|node| node.has_tag_name_local(name))
            .and_then(|node| node.attribute(attribute))
            .map(str::to_string)
    };
    let expression_date = root
        .descendants()
        .find(|node| node.has_tag_name_local("FRBRExpression"))
        .and_then(|node| node.children().find(|child| child.has_tag_name_local("FRBRdate")))
        .filter(|node| node.attribute("name") != Some("unknown"))
        .and_then(|node| node.attribute("date"))
        .map(str::to_string);
    let mut act = Act {
        id: about.id.clone(),
        jurisdiction: about.jurisdiction.clone(),
        title: about.title.clone(),
        language: about.language.clone(),
        as_of: about.as_of.clone().or(expression_date),
        gazette: about.gazette.clone().or_else(|| {
            Some(
                format!("{} {}", meta("publication", "showAs")?, meta("publication", "number").unwrap_or_default())
                    .trim()
                    .to_string(),
            )
        }),
        official: about.official,
        source: SourceFile { name: about.file_name.clone(), sha256: about.sha256.clone(), kind: "akn".to_string() },
        divisions: Vec::new(),
        articles: Vec::new(),
        front: Vec::new(),
    };
    if let Some(preface) = root.descendants().find(|node| node.has_tag_name_local("preface")) {
        act.front = preface
            .descendants()
            .filter(|node| node.has_tag_name_local("p"))
            .map(text_of)
            .filter(|text| !text.is_empty())
            .collect();
    }
    walk(body, None, false, &mut act);
    if act.articles.is_empty() {
        return Err(ImportError::NoArticles { lines: text.lines().count() });
    }
    let mut report = report(&act, text.lines().filter(|line| !line.trim().is_empty()).count());
    // A file may hold several acts; only the first is imported, and the others are named.
    for other in root.descendants().filter(|node| node.has_tag_name_local("act")).skip(1) {
        let line = document.text_pos_at(other.range().start).row as usize;
        let articles = other.descendants().filter(|node| node.has_tag_name_local("article")).count();
        let name = other.attribute("name").unwrap_or("without a name");
        report.not_understood.push((line, format!("another act in the same file was not read: {name}, {articles} articles")));
    }
    Ok((act, report))
}

fn report(act: &Act, lines: usize) -> Report {
    let proper: Vec<headings::Candidate> = act
        .articles
        .iter()
        .filter(|article| !article.appendix)
        .filter_map(|article| {
            headings::article(&article.label).or_else(|| headings::article(&format!("Article {}", article.number)))
        })
        .collect();
    let mut seen = std::collections::HashSet::new();
    let appendix_articles = act.articles.iter().filter(|article| article.appendix).count();
    Report {
        articles: act.articles.len(),
        first: act.articles.first().map(|article| article.number.clone()),
        last: act.articles.iter().rfind(|article| !article.appendix).map(|article| article.number.clone()),
        with_heading: act.articles.iter().filter(|article| article.heading.is_some()).count(),
        headings: super::heading_check::check(act, &[]),
        without_text: act
            .articles
            .iter()
            .filter(|article| article.paragraphs.is_empty() && article.notes.is_empty())
            .map(|article| article.number.clone())
            .collect(),
        gaps: super::sequence::gaps(&proper.iter().collect::<Vec<_>>(), &[]),
        duplicates: act
            .articles
            .iter()
            .filter(|article| !article.appendix && !seen.insert(article.number.clone()))
            .map(|article| article.number.clone())
            .collect(),
        appendix_articles,
        divisions: act.divisions.len(),
        paragraphs: act.articles.iter().map(|article| article.paragraphs.len()).sum(),
        points: act.articles.iter().flat_map(|article| &article.paragraphs).map(|paragraph| paragraph.points.len()).sum(),
        lines,
        front_lines: act.front.len(),
        ..Report::default()
    }
}

fn walk(node: Node<'_, '_>, division: Option<usize>, appendix: bool, act: &mut Act) {
    for child in node.children().filter(Node::is_element) {
        let name = child.tag_name().name();
        // Appendices are written as a part whose eId says so; see the exporter.
        let appendix = appendix || child.attribute("eId").is_some_and(|id| id.starts_with("appendix"));
        if name == "article" {
            act.articles.push(article(child, division, appendix));
        } else if let Some(kind) = DivisionKind::from_akn(name) {
            if appendix && child.attribute("eId").is_some_and(|id| id.starts_with("appendix")) {
                walk(child, None, true, act);
                continue;
            }
            act.divisions.push(Division {
                kind,
                label: own(child, "num").unwrap_or_default(),
                heading: own(child, "heading"),
                parent: division,
            });
            let index = act.divisions.len() - 1;
            walk(child, Some(index), appendix, act);
        } else {
            walk(child, division, appendix, act);
        }
    }
}

fn article(node: Node<'_, '_>, division: Option<usize>, appendix: bool) -> Article {
    let label = own(node, "num").unwrap_or_default();
    let candidate = headings::article(&label);
    let through = candidate.as_ref().and_then(|candidate| candidate.through).map(|last| last.to_string());
    let number = candidate.map_or_else(|| headings::normal_number(&label), |candidate| candidate.number);
    let mut out = Article {
        number,
        through,
        label,
        heading: own(node, "heading"),
        division,
        appendix,
        line: node.document().text_pos_at(node.range().start).row as usize,
        ..Article::default()
    };
    for child in node.children().filter(Node::is_element) {
        match child.tag_name().name() {
            "num" | "heading" | "subheading" => {}
            "authorialNote" | "remark" => out.notes.push(text_of(child)),
            "paragraph" => out.paragraphs.push(paragraph(child)),
            "content" | "intro" | "list" | "alinea" => {
                for block in child.descendants().filter(|node| node.has_tag_name_local("p")) {
                    let text = text_of(block);
                    if block.children().any(|inner| inner.has_tag_name_local("remark")) || body::is_note(&text) {
                        out.notes.push(text);
                    } else if !text.is_empty() {
                        out.paragraphs.push(Paragraph { number: None, text, points: Vec::new() });
                    }
                }
            }
            _ => {
                let text = text_of(child);
                if !text.is_empty() {
                    out.paragraphs.push(Paragraph { number: None, text, points: Vec::new() });
                }
            }
        }
    }
    out
}

fn paragraph(node: Node<'_, '_>) -> Paragraph {
    let number = own(node, "num").map(|num| num.trim_matches(['(', ')', '.', ' ']).to_string()).filter(|num| !num.is_empty());
    let mut out = Paragraph { number, ..Paragraph::default() };
    for child in node.children().filter(Node::is_element) {
        match child.tag_name().name() {
            "num" | "heading" => {}
            "point" | "indent" | "item" => out.points.push(point(child)),
            "list" => {
                for part in child.children().filter(Node::is_element) {
                    match part.tag_name().name() {
                        "point" | "indent" | "item" => out.points.push(point(part)),
                        "num" => {}
                        _ => append(&mut out.text, &text_of(part)),
                    }
                }
            }
            _ => append(&mut out.text, &text_of(child)),
        }
    }
    out
}

fn point(node: Node<'_, '_>) -> Point {
    let number = own(node, "num").unwrap_or_default();
    let text = node
        .children()
        .filter(|child| child.is_element() && !child.has_tag_name_local("num"))
        .map(text_of)
        .collect::<Vec<_>>()
        .join(" ");
    Point { number, text: lines::clean(&text) }
}

fn append(text: &mut String, more: &str) {
    if !text.is_empty() && !more.is_empty() {
        text.push(' ');
    }
    text.push_str(more);
}

/// The text of a direct child.
fn own(node: Node<'_, '_>, name: &str) -> Option<String> {
    node.children().find(|child| child.has_tag_name_local(name)).map(text_of).filter(|text| !text.is_empty())
}

fn text_of(node: Node<'_, '_>) -> String {
    let mut text = String::new();
    for inner in node.descendants().filter(Node::is_text) {
        text.push_str(inner.text().unwrap_or(""));
        text.push(' ');
    }
    lines::clean(&text).replace(" .", ".").replace(" ,", ",")
}

trait Local {
    fn has_tag_name_local(&self, name: &str) -> bool;
}

impl Local for Node<'_, '_> {
    fn has_tag_name_local(&self, name: &str) -> bool {
        self.is_element() && self.tag_name().name() == name
    }
}
