//! Counting headings: "2.1", for each side of a bilingual pair on its own.

use super::model::{Block, Document, Heading, Number};

/// Counters of one column, one a level.
#[derive(Debug, Clone, Default)]
struct Counter([u32; 4]);

impl Counter {
    /// The number of the next heading of this level (1 to 4).
    fn next(&mut self, level: u8) -> String {
        let level = usize::from(level.clamp(1, 4));
        self.0[level - 1] += 1;
        self.0[level..].fill(0);
        let parts: Vec<String> = self.0[..level].iter().map(u32::to_string).collect();
        if level == 1 { format!("{}.", parts[0]) } else { parts.join(".") }
    }
}

/// The document with every automatic number written out, for writers whose format does not count.
/// Headings outside pairs count for both sides.
pub fn resolve(document: &Document) -> Document {
    let mut document = document.clone();
    let (mut left, mut right) = (Counter::default(), Counter::default());
    for block in &mut document.blocks {
        match block {
            Block::Heading(heading) => {
                give(heading, &mut left);
                right = left.clone();
            }
            Block::Pair(pair) => {
                each(&mut pair.left, &mut left);
                each(&mut pair.right, &mut right);
            }
            Block::Part => (left, right) = (Counter::default(), Counter::default()),
            _ => {}
        }
    }
    document
}

fn each(blocks: &mut [Block], counter: &mut Counter) {
    for block in blocks {
        if let Block::Heading(heading) = block {
            give(heading, counter);
        }
    }
}

fn give(heading: &mut Heading, counter: &mut Counter) {
    if heading.number == Number::Auto {
        heading.number = Number::Given(counter.next(heading.level));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::model::{Pair, Run};

    #[test]
    fn both_sides_of_a_pair_carry_the_same_number() {
        let mut document = Document::new("t", "en");
        document.push(Heading::numbered(1, vec![Run::text("a")]));
        let heading = |text: &str| Block::from(Heading::numbered(2, vec![Run::text(text)]));
        document.push(Pair {
            left_language: "en".into(),
            right_language: "sr-Latn".into(),
            left: vec![heading("b")],
            right: vec![heading("c")],
        });
        document.push(Heading::numbered(1, vec![Run::text("d")]));
        let resolved = resolve(&document);
        let number = |block: &Block| match block {
            Block::Heading(Heading { number: Number::Given(number), .. }) => number.clone(),
            other => panic!("{other:?}"),
        };
        assert_eq!(number(&resolved.blocks[0]), "1.");
        let Block::Pair(pair) = &resolved.blocks[1] else { panic!() };
        assert_eq!((number(&pair.left[0]), number(&pair.right[0])), ("1.1".into(), "1.1".into()));
        assert_eq!(number(&resolved.blocks[2]), "2.");
    }
}
