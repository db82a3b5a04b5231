//! The annex of statutory texts: imported acts first, then the clerk's own words, then what the facts say of the provision.

use super::Draft;
use super::values::{in_english, phrase};
use crate::law::texts::{Act, Article, Texts};
use crate::mla::languages::same_language;
use crate::mla::request::Offence;
use crate::render::{self, Heading, Paragraph, Run, Style};

impl Draft<'_> {
    /// The text of each provision. What is no official text says so.
    pub fn statutes(&mut self, languages: &[&str]) -> Vec<render::Block> {
        let request = self.request;
        let mut blocks: Vec<render::Block> = Vec::new();
        let mut printed: Vec<String> = Vec::new();
        for (index, offence) in request.offences.iter().enumerate() {
            let imported = self.imported(offence);
            if let Some((act, article)) = &imported {
                let name = format!("{} {}", act.id, article.number);
                // Two offences of one article need its text once.
                if printed.contains(&name) {
                    continue;
                }
                printed.push(name);
            }
            let fact =
                self.library.filter(|_| !offence.provision.is_empty()).and_then(|library| library.provision(&offence.provision));
            let mut body: Vec<render::Block> = Vec::new();
            if let Some((act, article)) = &imported {
                body.extend(text_of(act, article));
                body.push(source_of(act, languages));
            }
            if !offence.text.is_empty() {
                for language in languages {
                    let words = self.plain(&offence.text, &format!("offences[{index}].text"), language);
                    body.push(Paragraph::styled(Style::Quote, words).into());
                }
            } else if let Some(fact) = fact.filter(|_| imported.is_none()) {
                for language in languages {
                    let note = Run::text(phrase("statute.facts_only", language)).language(*language).flagged();
                    body.push(Paragraph::styled(Style::Small, vec![note]).with_next().into());
                }
                if !fact.summary.is_empty() {
                    // Once for both languages, unless one of them is English.
                    let reader = languages.iter().find(|language| same_language("en", language)).or(languages.first());
                    let words = in_english(&fact.summary, reader.copied().unwrap_or("en"));
                    body.push(Paragraph::styled(Style::Quote, words).with_next().into());
                }
            }
            if let Some(fact) = fact.filter(|_| imported.is_none()) {
                let source = fact.source.clone().unwrap_or_default();
                if !source.is_empty() {
                    body.push(source_line(&source, &fact.as_of, !fact.confidence.counts_as_sourced(), languages));
                }
            }
            if body.is_empty() {
                continue;
            }
            let mut title = vec![Run::text(if fact.is_some() { offence.provision.clone() } else { offence.article.clone() })];
            if let Some((act, article)) = &imported {
                // As the clerk calls the act; the library may know it by an English name only.
                title = match languages.first().filter(|_| !offence.code.is_empty()) {
                    Some(language) => self.plain(&offence.code, &format!("offences[{index}].code"), language),
                    None => vec![Run::text(act.title.clone())],
                };
                title.push(Run::text(format!(", {}", article.label)).language(act.language.clone()));
                title.extend(article.heading.iter().map(|h| Run::text(format!(" – {h}")).language(act.language.clone())));
            } else if let Some(fact) = fact.filter(|f| !f.heading_local.is_empty()) {
                let state = offence.provision.split('-').next();
                let heading = self.own_letters(&fact.heading_local, state, languages.first().copied().unwrap_or("en"));
                title.push(Run::text(format!(" – {heading}")));
            }
            blocks.push(Heading::plain(2, title).into());
            blocks.extend(body);
        }
        if !blocks.is_empty() {
            let mut all = self.heading("statutes", languages);
            all.append(&mut blocks);
            return all;
        }
        blocks
    }

    /// The article in the acts the office has imported, as the law stood on the day of the request.
    fn imported(&self, offence: &Offence) -> Option<(Act, Article)> {
        let texts = Texts::of(self.library?.folder()?);
        let mut parts = offence.provision.splitn(4, '-');
        let (state, code, number) = (parts.next()?, parts.next()?, parts.next()?);
        let day = self.request.hdr.date.map(|date| date.last().to_string());
        // A damaged file of the library is the library's business; the draft falls back on the facts and says so.
        let act = texts.load(&format!("{state}-{code}"), day.as_deref()).ok()?.act;
        let article = act.article(number)?.clone();
        Some((act, article))
    }
}

fn text_of(act: &Act, article: &Article) -> Vec<render::Block> {
    let line = |text: &str| {
        let run = Run::text(text).language(act.language.clone());
        render::Block::from(Paragraph::styled(Style::Quote, vec![run]))
    };
    article.text().lines().map(line).collect()
}

/// Where the text comes from; a copy nobody vouches for is marked.
fn source_of(act: &Act, languages: &[&str]) -> render::Block {
    let mut source = act.title.clone();
    if let Some(gazette) = &act.gazette {
        source.push_str(&format!(", {gazette}"));
    }
    source_line(&source, act.as_of.as_deref().unwrap_or("?"), !act.official, languages)
}

/// One line for both languages: the address is not said twice.
fn source_line(source: &str, as_of: &str, doubtful: bool, languages: &[&str]) -> render::Block {
    let mut before: Vec<String> = Vec::new();
    let mut between: Vec<String> = Vec::new();
    for language in languages {
        let line = phrase("statute.source", language);
        let (first, rest) = line.split_once("{source}").unwrap_or((&line, ""));
        let second = rest.split_once("{date}").map_or(rest, |(second, _)| second);
        let bare = |words: &str| words.trim_matches([' ', ':', ';']).to_string();
        for (list, words) in [(&mut before, bare(first)), (&mut between, bare(second))] {
            if !list.contains(&words) {
                list.push(words);
            }
        }
    }
    let line = format!("{}: {source}; {}: {as_of}", before.join(" / "), between.join(" / "));
    let mut runs = vec![Run::text(line)];
    if let (true, Some(language)) = (doubtful, languages.first()) {
        runs.push(Run::text(format!(" [{}]", phrase("unverified", language))).language(*language).flagged());
    }
    Paragraph::styled(Style::Small, runs).into()
}
