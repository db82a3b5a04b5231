//! What the comparison says of an article, tied to its text: the offence, its acts, means and purposes.

use super::Act;
use crate::law::library::Library;
use crate::law::provision::{Provision, article_key};

/// The act with the concepts of the facts about it, beside those it brought along. They stand with the paragraph a fact names, where
/// the text has that paragraph, else with the article.
pub fn tagged(act: &Act, library: &Library) -> Act {
    let mut act = act.clone();
    let prefix = format!("{}-", act.id);
    for fact in library.provisions().filter(|fact| fact.id.starts_with(&prefix)) {
        let key = article_key(&fact.article);
        let article = act.articles.iter_mut().find(|article| !article.appendix && article_key(&article.number) == key);
        let Some(article) = article else { continue };
        let paragraph = fact.paragraph.as_deref().and_then(|wanted| {
            let at = article.paragraphs.iter().enumerate().position(|(index, paragraph)| {
                paragraph.number.as_deref().map_or_else(|| (index + 1).to_string(), str::to_string) == wanted
            })?;
            article.paragraphs.get_mut(at)
        });
        let concepts = paragraph.map_or(&mut article.concepts, |paragraph| &mut paragraph.concepts);
        concepts.extend(names(fact));
        concepts.sort_unstable();
        concepts.dedup();
    }
    act
}

fn names(fact: &Provision) -> Vec<String> {
    let kind = |kind: &str, words: &[String]| words.iter().map(|word| format!("{kind}/{word}")).collect::<Vec<_>>();
    let mut names = vec![format!("concept/{}", fact.concept)];
    names.extend(kind("acts", &fact.acts));
    names.extend(kind("means", &fact.means));
    names.extend(kind("purposes", &fact.purposes));
    names
}
