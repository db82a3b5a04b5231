//! Where things stand to each other: words in a row, words close together, in either order.
//!
//! The same rules run twice: over the positions of the index to find, and over the words of a text to mark.

/// The shape of what is asked, over the atoms of a clause.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shape {
    /// One word: the number of its atom.
    Atom(usize),
    /// Any of these.
    Any(Vec<Shape>),
    /// One right behind the other.
    Row(Vec<Shape>),
    /// Both, at most `distance` words apart.
    Near { left: Box<Shape>, right: Box<Shape>, distance: u32, ordered: bool },
    /// All of them, in any order, the outermost at most `distance` words apart, each at a place of its own.
    Window { parts: Vec<Shape>, distance: u32 },
}

/// A stretch of words that fits, and the words in it that carry it: (position, atom).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stretch {
    pub start: u32,
    pub end: u32,
    pub marks: Vec<(u32, usize)>,
}

/// Combinations tried in one window before the rest of a pathological text is left (they would add marks, not find more).
const MOST_COMBINATIONS: usize = 20_000;

impl Shape {
    /// Whether it is one word alone.
    pub fn is_single(&self) -> bool {
        matches!(self, Shape::Atom(_))
    }

    /// The longest stretch, in words, that could fit.
    pub fn longest(&self) -> u32 {
        match self {
            Shape::Atom(_) => 1,
            Shape::Any(parts) => parts.iter().map(Shape::longest).max().unwrap_or(1),
            Shape::Row(parts) => parts.iter().map(Shape::longest).sum(),
            Shape::Near { left, right, distance, .. } => left.longest() + right.longest() + distance,
            Shape::Window { parts, distance } => distance + 1 + parts.iter().map(Shape::longest).max().unwrap_or(1),
        }
    }

    /// Every atom it speaks of, in order.
    pub fn atoms(&self, out: &mut Vec<usize>) {
        match self {
            Shape::Atom(atom) => out.push(*atom),
            Shape::Any(parts) | Shape::Row(parts) | Shape::Window { parts, .. } => parts.iter().for_each(|p| p.atoms(out)),
            Shape::Near { left, right, .. } => {
                left.atoms(out);
                right.atoms(out);
            }
        }
    }

    /// Whether it could fit at all where just these atoms occur.
    pub fn possible(&self, occurs: &impl Fn(usize) -> bool) -> bool {
        match self {
            Shape::Atom(atom) => occurs(*atom),
            Shape::Any(parts) => parts.iter().any(|p| p.possible(occurs)),
            Shape::Row(parts) | Shape::Window { parts, .. } => parts.iter().all(|p| p.possible(occurs)),
            Shape::Near { left, right, .. } => left.possible(occurs) && right.possible(occurs),
        }
    }

    /// All stretches that fit, in order of their start. `positions(atom)` must be sorted.
    pub fn stretches(&self, positions: &impl Fn(usize) -> Vec<u32>) -> Vec<Stretch> {
        let mut found = match self {
            Shape::Atom(atom) => {
                positions(*atom).into_iter().map(|p| Stretch { start: p, end: p, marks: vec![(p, *atom)] }).collect()
            }
            Shape::Any(parts) => parts.iter().flat_map(|p| p.stretches(positions)).collect(),
            Shape::Row(parts) => row(parts, positions),
            Shape::Near { left, right, distance, ordered } => {
                near(&left.stretches(positions), &right.stretches(positions), *distance, *ordered)
            }
            Shape::Window { parts, distance } => window(parts, *distance, positions),
        };
        found.sort_by_key(|s| (s.start, s.end));
        found.dedup();
        found
    }
}

fn joined(a: &Stretch, b: &Stretch) -> Stretch {
    let mut marks = a.marks.clone();
    marks.extend(&b.marks);
    marks.sort_unstable();
    Stretch { start: a.start.min(b.start), end: a.end.max(b.end), marks }
}

fn row(parts: &[Shape], positions: &impl Fn(usize) -> Vec<u32>) -> Vec<Stretch> {
    let Some((first, rest)) = parts.split_first() else { return Vec::new() };
    let mut found = first.stretches(positions);
    for part in rest {
        if found.is_empty() {
            return found;
        }
        let next = part.stretches(positions);
        let mut longer = Vec::new();
        for stretch in &found {
            let from = next.partition_point(|n| n.start <= stretch.end);
            longer.extend(next[from..].iter().take_while(|n| n.start == stretch.end + 1).map(|n| joined(stretch, n)));
        }
        found = longer;
    }
    found
}

fn near(left: &[Stretch], right: &[Stretch], distance: u32, ordered: bool) -> Vec<Stretch> {
    let mut found = Vec::new();
    for l in left {
        // Behind: from the end of the left to the start of the right.
        let from = right.partition_point(|r| r.start <= l.end);
        found.extend(right[from..].iter().take_while(|r| r.start - l.end <= distance).map(|r| joined(l, r)));
    }
    if !ordered {
        for r in right {
            let from = left.partition_point(|l| l.start <= r.end);
            found.extend(left[from..].iter().take_while(|l| l.start - r.end <= distance).map(|l| joined(l, r)));
        }
    }
    found
}

fn window(parts: &[Shape], distance: u32, positions: &impl Fn(usize) -> Vec<u32>) -> Vec<Stretch> {
    let lists: Vec<Vec<Stretch>> = parts.iter().map(|p| p.stretches(positions)).collect();
    if lists.iter().any(Vec::is_empty) {
        return Vec::new();
    }
    let mut found = Vec::new();
    let mut budget = MOST_COMBINATIONS;
    // Begin with the rarest part: fewest combinations.
    let mut order: Vec<usize> = (0..lists.len()).collect();
    order.sort_by_key(|i| lists[*i].len());
    for seed in &lists[order[0]] {
        combine(&lists, &order, 1, seed.clone(), distance, &mut found, &mut budget);
    }
    found
}

fn combine(
    lists: &[Vec<Stretch>],
    order: &[usize],
    at: usize,
    so_far: Stretch,
    distance: u32,
    found: &mut Vec<Stretch>,
    budget: &mut usize,
) {
    let Some(part) = order.get(at) else {
        found.push(so_far);
        return;
    };
    let list = &lists[*part];
    let from = list.partition_point(|s| s.start + distance < so_far.end);
    for stretch in list[from..].iter().take_while(|s| s.start <= so_far.start + distance) {
        if *budget == 0 {
            return;
        }
        *budget -= 1;
        let whole = joined(&so_far, stretch);
        let apart = so_far.marks.iter().all(|(p, _)| stretch.marks.iter().all(|(q, _)| p != q));
        if apart && whole.end - whole.start <= distance {
            combine(lists, order, at + 1, whole, distance, found, budget);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Positions of the letters of a text, one letter a word; atom 0 is `a`, 1 is `b`, 2 is `c`.
    fn fits(shape: &Shape, text: &str) -> Vec<(u32, u32)> {
        let positions = |atom: usize| -> Vec<u32> {
            let letter = ['a', 'b', 'c'][atom];
            text.chars().enumerate().filter(|(_, c)| *c == letter).map(|(i, _)| i as u32).collect()
        };
        shape.stretches(&positions).iter().map(|s| (s.start, s.end)).collect()
    }

    fn atom(n: usize) -> Box<Shape> {
        Box::new(Shape::Atom(n))
    }

    #[test]
    fn rows_are_unbroken_and_in_order() {
        let row = Shape::Row(vec![Shape::Atom(0), Shape::Any(vec![Shape::Atom(1), Shape::Atom(2)])]);
        assert_eq!(fits(&row, "abxacxba"), [(0, 1), (3, 4)]);
        assert_eq!(fits(&Shape::Row(vec![Shape::Atom(0), Shape::Atom(0)]), "aaxa"), [(0, 1)]);
    }

    #[test]
    fn near_counts_words_between_ends() {
        let shape = |distance, ordered| Shape::Near { left: atom(0), right: atom(1), distance, ordered };
        assert_eq!(fits(&shape(2, false), "axb b"), [(0, 2)]);
        assert_eq!(fits(&shape(2, false), "bxa"), [(0, 2)]);
        assert_eq!(fits(&shape(2, true), "bxa"), []);
        assert_eq!(fits(&shape(1, true), "axb"), []);
    }

    #[test]
    fn a_window_needs_every_part_at_its_own_place() {
        let window =
            |parts: &[usize], distance| Shape::Window { parts: parts.iter().map(|p| Shape::Atom(*p)).collect(), distance };
        assert_eq!(fits(&window(&[0, 1, 2], 3), "cxbaxx"), [(0, 3)]);
        assert_eq!(fits(&window(&[0, 1, 2], 2), "cxba"), []);
        assert_eq!(fits(&window(&[0, 0], 2), "a"), []);
        assert_eq!(fits(&window(&[0, 0], 2), "axa"), [(0, 2)]);
    }
}
