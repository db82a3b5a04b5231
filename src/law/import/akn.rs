//! Akoma Ntoso in, of any 3.0 draft: elements are known by their local names, so older namespaces read as well.

use std::collections::HashMap;

use roxmltree::{Document, Node, ParsingOptions};

use super::sequence::{self, Verdict};
use super::{About, ImportError, Report, body, headings, lines};
use crate::law::texts::{Act, Article, CONCEPTS, Division, DivisionKind, Export, OWN_NAMESPACE, Paragraph, Point, SourceFile};

/// Read an act from Akoma Ntoso: of a file with several the one that was picked.
pub fn read(text: &str, about: &About) -> Result<(Act, Report), ImportError> {
    let options = ParsingOptions { allow_dtd: false, nodes_limit: 4_000_000, ..ParsingOptions::default() };
    let document = Document::parse_with_options(text, options).map_err(|error| ImportError::NotAkn(error.to_string()))?;
    let whole = document.root_element();
    if whole.tag_name().name() != "akomaNtoso" {
        return Err(ImportError::NotAkn(format!("the root element is <{}>", whole.tag_name().name())));
    }
    let acts: Vec<Node<'_, '_>> = whole.descendants().filter(|node| node.has_tag_name_local("act")).collect();
    let root = match (acts.as_slice(), about.pick) {
        ([] | [_], None | Some(1)) => whole,
        (several, Some(number)) => match number.checked_sub(1).and_then(|at| several.get(at)) {
            Some(act) => *act,
            None => return Err(ImportError::SeveralActs(named(several))),
        },
        (several, None) => return Err(ImportError::SeveralActs(named(several))),
    };
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
        official: about.official || own_source(root).is_some() && meta("FRBRauthoritative", "value").as_deref() == Some("true"),
        source: source(root, about),
        divisions: Vec::new(),
        articles: Vec::new(),
        front: Vec::new(),
        back: Vec::new(),
    };
    let lines_of = |name: &str| -> Vec<String> {
        let part = root.descendants().find(|node| node.has_tag_name_local(name));
        let lines = part.into_iter().flat_map(|part| part.descendants()).filter(|node| node.has_tag_name_local("p"));
        lines.map(text_of).filter(|text| !text.is_empty()).collect()
    };
    act.front = lines_of("preface");
    act.back = lines_of("conclusions");
    let mut reader = Reader { act, divisions: HashMap::new(), concepts: concepts_of(root) };
    reader.walk(body, None, false);
    let act = reader.act;
    if act.articles.is_empty() {
        return Err(ImportError::NoArticles { lines: text.lines().count() });
    }
    let report = report(&act, text.lines().filter(|line| !line.trim().is_empty()).count());
    Ok((act, report))
}

/// What the acts of a file are called, and how many articles each has.
fn named(acts: &[Node<'_, '_>]) -> Vec<(String, usize)> {
    let title = |act: &Node<'_, '_>| {
        let alias = |node: &Node<'_, '_>| node.has_tag_name_local("FRBRalias") && node.attribute("name") == Some("title");
        let alias = act.descendants().find(alias).and_then(|node| node.attribute("value"));
        alias.or_else(|| act.attribute("name")).unwrap_or("without a name").to_string()
    };
    acts.iter().map(|act| (title(act), act.descendants().filter(|node| node.has_tag_name_local("article")).count())).collect()
}

/// The concepts a document refers to, by the names it gives them: ours by name, others by address.
fn concepts_of(root: Node<'_, '_>) -> HashMap<String, String> {
    let concepts = root.descendants().filter(|node| node.has_tag_name_local("TLCConcept"));
    concepts
        .filter_map(|node| {
            let name = node.attribute("eId").or_else(|| node.attribute("id"))?;
            let href = node.attribute("href")?;
            let concept = href.strip_prefix(CONCEPTS).unwrap_or(href);
            (!concept.is_empty()).then(|| (name.to_string(), concept.to_string()))
        })
        .collect()
}

/// What an export of this program says about the file it was made from.
fn own_source<'a>(root: Node<'a, 'a>) -> Option<Node<'a, 'a>> {
    root.descendants().find(|node| node.has_tag_name((OWN_NAMESPACE, "source")))
}

/// The file the text came from: of an export the one the export names, so that its hash goes on telling where the text is from.
fn source(root: Node<'_, '_>, about: &About) -> SourceFile {
    let this = Export { name: about.file_name.clone(), sha256: about.sha256.clone() };
    let named = own_source(root).and_then(|node| {
        let sha256 = node.attribute("sha256").filter(|sha| sha.len() == 64 && sha.chars().all(|c| c.is_ascii_hexdigit()))?;
        let kind = node.attribute("kind").unwrap_or("text").to_string();
        Some(SourceFile { name: node.attribute("name")?.to_string(), sha256: sha256.to_string(), kind, through: None })
    });
    match named {
        Some(source) => SourceFile { through: Some(this), ..source },
        None => SourceFile { name: this.name, sha256: this.sha256, kind: "akn".to_string(), through: None },
    }
}

/// The same check as of any other layout, so that an act that comes back from an export is found as it was.
fn report(act: &Act, lines: usize) -> Report {
    let candidates: Vec<headings::Candidate> = act
        .articles
        .iter()
        .filter(|article| !article.appendix)
        .filter_map(|article| {
            headings::article(&article.label).or_else(|| headings::article(&format!("Article {}", article.number)))
        })
        .collect();
    // Every article stands in an element of its own, so none is a mention.
    let verdicts = sequence::judge(&candidates, &vec![true; candidates.len()]);
    let with = |wanted: &[Verdict]| -> Vec<&headings::Candidate> {
        candidates.iter().zip(&verdicts).filter(|(_, verdict)| wanted.contains(verdict)).map(|(candidate, _)| candidate).collect()
    };
    let numbers = |wanted: Verdict| with(&[wanted]).iter().map(|candidate| candidate.number.clone()).collect();
    let proper = with(&[Verdict::Article]);
    let (gaps, not_in_copy) = sequence::holes(act, &proper, &with(&[Verdict::OutOfOrder]));
    Report {
        articles: act.articles.len(),
        first: proper.first().map(|candidate| candidate.number.clone()),
        last: proper.last().map(|candidate| candidate.number.clone()),
        with_heading: act.articles.iter().filter(|article| article.heading.is_some()).count(),
        headings: super::heading_check::check(act, &[]),
        without_text: act
            .articles
            .iter()
            .filter(|article| article.paragraphs.is_empty() && article.notes.is_empty())
            .map(|article| article.number.clone())
            .collect(),
        gaps,
        not_in_copy,
        duplicates: numbers(Verdict::Duplicate),
        out_of_order: numbers(Verdict::OutOfOrder),
        appendix_articles: act.articles.iter().filter(|article| article.appendix).count(),
        divisions: act.divisions.len(),
        paragraphs: act.articles.iter().map(|article| article.paragraphs.len()).sum(),
        points: act.articles.iter().flat_map(|article| &article.paragraphs).map(|paragraph| paragraph.points.len()).sum(),
        lines,
        front_lines: act.front.len(),
        back_lines: act.back.len(),
        ..Report::default()
    }
}

/// Articles whose numbering starts again stand in a part of this name.
fn is_appendix(id: &str) -> bool {
    id == "part_appendix" || id == "appendix"
}

/// An act while it is read.
struct Reader {
    act: Act,
    /// Divisions by their eId: one that is opened again behind a deeper one is the same.
    divisions: HashMap<String, usize>,
    concepts: HashMap<String, String>,
}

impl Reader {
    fn walk(&mut self, node: Node<'_, '_>, division: Option<usize>, appendix: bool) {
        for child in node.children().filter(Node::is_element) {
            let name = child.tag_name().name();
            let id = child.attribute("eId").unwrap_or_default();
            // Appendices are written as a part whose eId says so; see the exporter.
            let here = is_appendix(id);
            let appendix = appendix || here;
            if name == "article" {
                let article = self.article(child, division, appendix);
                self.act.articles.push(article);
            } else if let Some(kind) = DivisionKind::from_akn(name).filter(|_| !here) {
                let again = id.split_once(".again").and_then(|(id, _)| self.divisions.get(id).copied());
                let index = again.unwrap_or_else(|| {
                    self.act.divisions.push(Division {
                        kind,
                        label: own(child, "num").unwrap_or_default(),
                        heading: own(child, "heading"),
                        parent: division,
                    });
                    self.act.divisions.len() - 1
                });
                self.divisions.insert(id.to_string(), index);
                self.walk(child, Some(index), appendix);
            } else {
                self.walk(child, if here { None } else { division }, appendix);
            }
        }
    }

    fn concepts(&self, node: Node<'_, '_>) -> Vec<String> {
        let names = node.attribute("refersTo").unwrap_or_default().split_whitespace();
        names.filter_map(|name| self.concepts.get(name.trim_start_matches('#')).cloned()).collect()
    }

    fn article(&self, node: Node<'_, '_>, division: Option<usize>, appendix: bool) -> Article {
        let label = own(node, "num").unwrap_or_default();
        let candidate = headings::article(&label);
        let through = candidate.as_ref().and_then(|candidate| candidate.through).map(|last| last.to_string());
        let number = candidate.map_or_else(|| headings::normal_number(&label), |candidate| candidate.number);
        let mut out = Article {
            number,
            through,
            label,
            heading: own(node, "heading"),
            concepts: self.concepts(node),
            division,
            appendix,
            line: node.document().text_pos_at(node.range().start).row as usize,
            ..Article::default()
        };
        for child in node.children().filter(Node::is_element) {
            match child.tag_name().name() {
                "num" | "heading" | "subheading" => {}
                "authorialNote" | "remark" => out.notes.push(text_of(child)),
                "paragraph" => out.paragraphs.push(self.paragraph(child)),
                "content" | "intro" | "list" | "alinea" => {
                    for block in child.descendants().filter(|node| node.has_tag_name_local("p")) {
                        let text = text_of(block);
                        if block.children().any(|inner| inner.has_tag_name_local("remark")) || body::is_note(&text) {
                            out.notes.push(text);
                        } else if !text.is_empty() {
                            out.paragraphs.push(Paragraph { text, ..Paragraph::default() });
                        }
                    }
                }
                _ => {
                    let text = text_of(child);
                    if !text.is_empty() {
                        out.paragraphs.push(Paragraph { text, ..Paragraph::default() });
                    }
                }
            }
        }
        out
    }

    fn paragraph(&self, node: Node<'_, '_>) -> Paragraph {
        let number = own(node, "num").map(|num| num.trim_matches(['(', ')', '.', ' ']).to_string()).filter(|num| !num.is_empty());
        let mut out = Paragraph { number, concepts: self.concepts(node), ..Paragraph::default() };
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
    let mut parts = node.descendants().filter(Node::is_text);
    // One piece of text is taken as it stands; pieces of several elements were parted by markup.
    if let (Some(only), None) = (parts.next(), parts.next()) {
        return lines::clean(only.text().unwrap_or(""));
    }
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
