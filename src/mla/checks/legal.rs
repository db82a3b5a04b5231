//! Do the law the request names and the legal facts agree: concept, provision, article, paragraph and penalty of an offence, the
//! provision of the requested State. What the facts do not hold is unverified, not wrong: it is asked.

use std::collections::BTreeSet;

use super::numbers::Numbers;
use super::{Finding, Inputs};
use crate::law::library::{Library, nearest};
use crate::law::months;
use crate::law::provision::{Provision, article_key};
use crate::law::terms::Fact;
use crate::law::vocabulary::Vocabulary;
use crate::mla::request::Offence;
use crate::mla::rules::{Kind, Severity};

const WRONG: &str = "ETS 030 Art 14(2); OAS model form: offence, text of the law and penalty must be one";
const UNVERIFIED: &str = "rule of this program: what the legal facts do not hold is unverified";

/// Every disagreement with the facts, and every place the facts cannot vouch for.
pub fn findings(inputs: &Inputs<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (i, offence) in inputs.request.offences.iter().enumerate() {
        let known = concept(inputs, offence, i, &mut findings);
        provision(inputs, offence, known, i, &mut findings);
        in_words(offence, i, &mut findings);
    }
    abroad(inputs, &mut findings);
    findings
}

fn wrong(id: &str, severity: Severity, field: String, message: String, fix: impl Into<String>) -> Finding {
    Finding {
        id: id.into(),
        kind: Kind::Finding,
        severity,
        reference: WRONG.into(),
        field,
        place: None,
        message,
        fix: fix.into(),
        reason: Some(17),
    }
}

pub(super) fn asked(id: &str, field: String, message: String) -> Finding {
    Finding {
        kind: Kind::Question,
        reference: UNVERIFIED.into(),
        ..wrong(
            id,
            Severity::Warning,
            field,
            message,
            format!("Look it up; then answer: [[answers]] rule = \"{id}\", answer = \"…\""),
        )
    }
}

fn meant(near: Vec<String>) -> String {
    near.first().map(|near| format!(" Did you mean \"{near}\"?")).unwrap_or_default()
}

/// The concept, if it is one of the vocabulary.
fn concept<'a>(inputs: &Inputs<'_>, offence: &'a Offence, i: usize, findings: &mut Vec<Finding>) -> Option<&'a str> {
    let concept = offence.concept.trim();
    let concepts = &inputs.library.vocabulary().concepts;
    if concept.is_empty() || Vocabulary::find(concepts, concept).is_some() {
        return Some(concept).filter(|concept| !concept.is_empty());
    }
    findings.push(wrong(
        "legal.concept",
        Severity::Error,
        format!("offences[{i}].concept"),
        format!(
            "\"{concept}\" is no concept the program knows, so neither basis nor dual criminality were looked at for it.{}",
            meant(nearest(concept, concepts.iter().map(|term| term.id.as_str())))
        ),
        "Write a concept as `rogatory law concepts` lists them, or leave it out.",
    ));
    None
}

fn state_of(provision: &Provision) -> &str {
    provision.jurisdiction.split('-').next().unwrap_or_default()
}

/// The article alone: "čl. 350 st. 2" is `350`.
fn article_of(written: &str) -> String {
    let from = written.find(|c: char| c.is_ascii_digit()).unwrap_or(written.len());
    let end = written[from..].find([' ', ',', '(', ';']).map_or(written.len(), |at| from + at);
    article_key(written[from..end].trim_end_matches('.'))
}

/// The provisions of a State (and its parts) that stand in this article.
fn in_article<'l>(library: &'l Library, state: &str, article: &str) -> Vec<&'l Fact<Provision>> {
    let wanted = article_of(article);
    if wanted.is_empty() {
        return Vec::new();
    }
    law_of(library, state).filter(|fact| fact.article.split(',').any(|article| article_of(article) == wanted)).collect()
}

fn related(inputs: &Inputs<'_>, a: &str, b: &str) -> bool {
    let concepts = &inputs.library.vocabulary().concepts;
    a == b || Vocabulary::covers(concepts, a, b) || Vocabulary::covers(concepts, b, a)
}

fn plain(list: impl Iterator<Item = String>) -> String {
    list.collect::<BTreeSet<String>>().into_iter().collect::<Vec<_>>().join(", ")
}

/// Provision, article, concept and penalty of one offence.
fn provision(inputs: &Inputs<'_>, offence: &Offence, concept: Option<&str>, i: usize, findings: &mut Vec<Finding>) {
    let request = inputs.request;
    let home = request.hdr.requesting_state.code();
    let id = offence.provision.trim();
    let field = |name: &str| format!("offences[{i}].{name}");
    if !id.is_empty() {
        let named = inputs.library.provisions_named(id);
        let Some(first) = named.first() else {
            let own = inputs.library.provisions().filter(|fact| state_of(fact) == home);
            findings.push(wrong(
                "legal.provision",
                Severity::Error,
                field("provision"),
                format!(
                    "There is no provision \"{id}\" in the legal facts.{}",
                    meant(nearest(id, own.map(|fact| fact.id.as_str())))
                ),
                format!("Write an id as `rogatory law list --jurisdiction {home}` prints it, or leave `provision` out and name the article."),
            ));
            return;
        };
        if state_of(first) != home {
            findings.push(wrong(
                "legal.provision",
                Severity::Error,
                field("provision"),
                format!("{id} is law of {}, and the requesting State is {home}.", first.jurisdiction),
                "Name the provision of the requesting State; the one of the requested State belongs in dual.provision_abroad.",
            ));
            return;
        }
        if let Some(concept) = concept
            && !named.iter().any(|fact| related(inputs, &fact.concept, concept))
        {
            findings.push(wrong(
                "legal.concept",
                Severity::Error,
                field("concept"),
                format!("{id} is \"{}\" ({}), not {concept}.", first.heading_own_words, first.concept),
                format!("Write concept = \"{}\", or the provision that is meant.", first.concept),
            ));
        }
        if !offence.article.trim().is_empty()
            && !named
                .iter()
                .any(|fact| fact.article.split(',').any(|article| article_of(article) == article_of(&offence.article)))
        {
            findings.push(wrong(
                "legal.article",
                Severity::Error,
                field("article"),
                format!("Article {} is not that of {id}, which stands in article {}.", offence.article, first.article),
                "Correct the article or the provision: both must be the law the offence is charged under.",
            ));
            return;
        }
        penalty(inputs, offence, &named, Severity::Error, i, findings);
        return;
    }
    if offence.article.trim().is_empty() || inputs.library.jurisdiction(home).is_none() {
        return;
    }
    let found = in_article(inputs.library, home, &offence.article);
    if found.is_empty() {
        findings.push(asked(
            "legal.article",
            field("article"),
            format!(
                "Article {} is not among the provisions the legal facts hold for {home}: is it the article that is meant?",
                offence.article
            ),
        ));
        return;
    }
    let meant: Vec<&Fact<Provision>> = match concept {
        Some(concept) => found.iter().copied().filter(|fact| related(inputs, &fact.concept, concept)).collect(),
        None => found.clone(),
    };
    if meant.is_empty() {
        findings.push(wrong(
            "legal.concept",
            Severity::Warning,
            field("concept"),
            format!(
                "Article {} of {home} is {} in the legal facts, not {}.",
                offence.article,
                plain(found.iter().map(|fact| fact.concept.clone())),
                concept.unwrap_or_default()
            ),
            "Correct the article or the concept; if another act is meant, name it in `code` and answer this in [[answers]].",
        ));
        return;
    }
    penalty(inputs, offence, &meant, Severity::Warning, i, findings);
}

/// A range of penalty with the place it stands in.
struct Range {
    place: String,
    min: Option<u32>,
    max: Option<u32>,
    life: bool,
}

/// The ranges of the provisions, their aggravated forms among them; `false` if they are not all known.
fn ranges(inputs: &Inputs<'_>, named: &[&Fact<Provision>], paragraphs: &[String]) -> (Vec<Range>, bool) {
    let mut ranges = Vec::new();
    let mut complete = true;
    for fact in named {
        let general = inputs.library.code(&fact.jurisdiction).and_then(|code| code.general_part.as_ref()).map(|fact| &fact.value);
        let wanted = |paragraph: Option<&str>| {
            paragraphs.is_empty() || paragraph.is_none_or(|own| paragraphs.iter().any(|one| one == own))
        };
        complete &= fact.confidence.counts_as_sourced() && fact.aggravations_complete;
        if wanted(fact.paragraph.as_deref()) {
            let penalty = &fact.penalty;
            complete &= penalty.min_months.is_some() || penalty.max_months.is_some() || penalty.life;
            ranges.push(Range {
                place: months::penalty(penalty),
                min: penalty.min_months,
                max: penalty.max_months.or_else(|| months::ceiling(penalty, general)).filter(|max| *max != u32::MAX),
                life: penalty.life,
            });
        }
        for step in &fact.aggravations {
            complete &= step.penalty_rule.is_none();
            // A form without a paragraph of its own stands in that of the provision.
            if wanted(step.paragraph.as_deref().or(fact.paragraph.as_deref())) {
                ranges.push(Range {
                    place: match &step.paragraph {
                        Some(paragraph) => format!("({paragraph}) {}", months::aggravation(step)),
                        None => months::aggravation(step),
                    },
                    min: step.min_months,
                    max: step.max_months.or_else(|| months::aggravated_ceiling(step, general)).filter(|max| *max != u32::MAX),
                    life: step.life,
                });
            }
        }
    }
    (ranges, complete)
}

/// The penalty the request states against that of the law.
fn penalty(
    inputs: &Inputs<'_>,
    offence: &Offence,
    named: &[&Fact<Provision>],
    severity: Severity,
    i: usize,
    findings: &mut Vec<Finding>,
) {
    let paragraphs: Vec<String> = offence
        .paragraph
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|part| part.starts_with(|c: char| c.is_ascii_digit()))
        .map(str::to_string)
        .collect();
    let article = named.first().map(|fact| fact.article.clone()).unwrap_or_default();
    let id = named.first().map(|fact| fact.id.clone()).unwrap_or_default();
    let (mut ranges, mut complete) = ranges(inputs, named, &paragraphs);
    if ranges.is_empty() {
        // Another paragraph of the same article may hold the range.
        let whole = in_article(inputs.library, inputs.request.hdr.requesting_state.code(), &article);
        (ranges, complete) = self::ranges(inputs, &whole, &paragraphs);
        if ranges.is_empty() {
            findings.push(asked(
                "legal.article",
                format!("offences[{i}].paragraph"),
                format!(
                    "Paragraph {} of article {article} is not in the legal facts: is it the one that is meant?",
                    offence.paragraph
                ),
            ));
            return;
        }
    }
    let said = plain(ranges.iter().map(|range| range.place.clone()));
    let mut differs = |name: &str, stated: String, field: &str| {
        let message = format!("{name} is stated as {stated}; the legal facts have for {id}: {said}.");
        let field = format!("offences[{i}].{field}");
        let fix = "Correct the figure, article or paragraph. If the act was changed since, leave `provision` out or put the new text into \
                   the folder of --library.";
        findings.push(if complete {
            wrong("legal.penalty", severity, field, message, fix)
        } else {
            asked("legal.penalty", field, format!("{message} They are not complete there: which is right?"))
        });
    };
    if let Some(max) = offence.penalty_max_months
        && !ranges.iter().any(|range| range.max == Some(max))
    {
        differs("The highest penalty", months::written(max), "penalty_max_months");
    }
    if let Some(min) = offence.penalty_min_months
        && !ranges.iter().any(|range| range.min.unwrap_or(0) == min)
    {
        differs("The lowest penalty", months::written(min), "penalty_min_months");
    }
    if offence.life && !ranges.iter().any(|range| range.life) {
        differs("The penalty", "life imprisonment".into(), "life");
    }
}

/// The penalty in words and in figures.
fn in_words(offence: &Offence, i: usize, findings: &mut Vec<Finding>) {
    for (field, months) in
        [("penalty_min_months", offence.penalty_min_months), ("penalty_max_months", offence.penalty_max_months)]
    {
        let Some(months) = months.filter(|months| *months > 0) else { continue };
        for (language, text) in offence.penalty.versions() {
            let numbers = Numbers::read(text, language.map_or("", |tag| tag.as_str()));
            let years = months % 12 == 0 && numbers.holds(months / 12);
            // Without a number the words do not speak of a range: "life", "as in paragraph (2)".
            if !numbers.is_empty() && !years && !numbers.holds(months) && (months % 12 == 0 || !numbers.holds(months / 12)) {
                findings.push(wrong(
                    "legal.penalty_words",
                    Severity::Warning,
                    format!("offences[{i}].penalty"),
                    format!("{field} is {months} ({}), and \"{text}\" does not say so.", months::written(months)),
                    "Make the figure and the words one.",
                ));
                break;
            }
        }
    }
}

/// The States whose acts go by one of these words, as it stands in parentheses in their titles: "Residence Act (AufenthG)".
fn acts_named<'l>(provisions: impl Iterator<Item = &'l Fact<Provision>>, words: &[&str]) -> BTreeSet<&'l str> {
    provisions
        .filter(|fact| {
            let inner = fact.code.split_once('(').and_then(|(_, rest)| rest.split(')').next()).unwrap_or_default();
            inner.len() > 2 && words.contains(&inner)
        })
        .map(|fact| state_of(fact))
        .collect()
}

fn law_of<'l>(library: &'l Library, state: &str) -> impl Iterator<Item = &'l Fact<Provision>> {
    let names: Vec<&str> = library.code_names().filter(|name| name.split('-').next() == Some(state)).collect();
    names.into_iter().filter_map(|name| library.code(name)).flat_map(|code| &code.provisions)
}

/// The provisions abroad: law of the requested State, and of the same offence.
fn abroad(inputs: &Inputs<'_>, findings: &mut Vec<Finding>) {
    let request = inputs.request;
    let to = request.hdr.requested_state.code();
    for (i, dual) in request.dual.iter().enumerate() {
        let written = dual.provision_abroad.trim();
        if written.is_empty() {
            continue;
        }
        let field = format!("dual[{i}].provision_abroad");
        let offence = request.offences.iter().find(|offence| offence.id == dual.offence);
        let mut foreign = |of: &str| {
            findings.push(wrong(
                "legal.abroad",
                Severity::Error,
                field.clone(),
                format!("{written} is law of {of}, and the requested State is {to}."),
                "Name the provision of the requested State that punishes the conduct (`rogatory law dual` proposes one).",
            ));
        };
        let mut found = inputs.library.provisions_named(written);
        if let Some(first) = found.first().filter(|fact| state_of(fact) != to) {
            foreign(&first.jurisdiction);
            continue;
        }
        if found.is_empty() {
            let words: Vec<&str> = written.split(|c: char| !(c.is_alphanumeric() || c == '-')).collect();
            // The codes of other States are opened only for a title the requested State does not have.
            if acts_named(law_of(inputs.library, to), &words).is_empty()
                && words.iter().any(|word| word.chars().filter(|c| c.is_uppercase()).count() > 1)
                && let Some(of) = acts_named(inputs.library.provisions(), &words).first()
            {
                foreign(of);
                continue;
            }
            found = in_article(inputs.library, to, written);
        }
        if inputs.library.jurisdiction(to).is_none() {
            continue;
        }
        let concept = offence.map(|offence| offence.concept.trim()).filter(|concept| !concept.is_empty());
        if found.is_empty() {
            let from = request.hdr.requesting_state.code();
            let at_home = in_article(inputs.library, from, written);
            let own = at_home.iter().find(|fact| concept.is_none_or(|concept| related(inputs, &fact.concept, concept)));
            let home = own.map(|fact| format!(" {} of {from} bears that number.", fact.id)).unwrap_or_default();
            findings.push(asked(
                "legal.abroad",
                field,
                format!("\"{written}\" is not among the provisions the legal facts hold for {to}: does it punish the conduct there?{home}"),
            ));
        } else if let Some(concept) =
            concept.filter(|concept| Vocabulary::find(&inputs.library.vocabulary().concepts, concept).is_some())
            && !found.iter().any(|fact| related(inputs, &fact.concept, concept))
        {
            findings.push(wrong(
                "legal.abroad",
                Severity::Warning,
                field,
                format!(
                    "\"{written}\" is {} in the legal facts, and the offence is {concept}.",
                    plain(found.iter().map(|fact| fact.concept.clone()))
                ),
                "Name the provision that punishes the same conduct, or say in dual.statement why this one does.",
            ));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn articles_are_read_as_they_are_written() {
        assert_eq!([article_of("čl. 350 st. 2"), article_of("§ 96 AufenthG"), article_of("Art 601 c.p.")], ["350", "96", "601"]);
    }
}
