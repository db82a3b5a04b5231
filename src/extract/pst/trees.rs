//! The trees of a store, looked at before the library follows them: it follows without counting, so a tree that leads back to itself
//! would be endless. Every step of a sound tree goes one level down.
//!
//! Source: [MS-PST] 2.2.2.6 (header), 2.2.2.7.7 (pages), 2.2.2.8.3 (blocks).

use std::collections::{HashMap, HashSet};

const PAGE: usize = 512;
/// Pages and blocks that are followed for one node; a node of 2 GiB has under 300,000.
const MOST: u32 = 4_000_000;
/// Nodes below nodes: an attachment of an attached message lies four deep.
const DEEPEST: u32 = 32;

/// Where the blocks and nodes of a store lie.
pub(super) struct Trees<'b> {
    bytes: &'b [u8],
    layout: Layout,
    /// Place and size by the number of the block, without its lowest bit.
    blocks: HashMap<u64, (u64, u16)>,
    /// The blocks of its data and of the nodes below it, by the number of the node.
    nodes: HashMap<u32, (u64, u64)>,
}

/// The two layouts of stores.
#[derive(Clone, Copy)]
enum Layout {
    Ansi,
    Unicode,
}

/// What is wrong with a tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    /// It leads back to itself, or up.
    Circle,
    /// It leads out of the file, or to what the store does not hold.
    Broken,
    TooLarge,
}

impl Fault {
    pub(super) fn tells(self) -> &'static str {
        match self {
            Fault::Circle => "its tree of blocks leads in a circle",
            Fault::Broken => "its tree of blocks leads to what the store does not hold",
            Fault::TooLarge => "its tree of blocks has more branches than any real one",
        }
    }
}

impl Layout {
    /// A number of four or eight bytes.
    fn number(self, bytes: &[u8], at: usize) -> Option<u64> {
        match self {
            Layout::Ansi => bytes.get(at..at + 4)?.try_into().ok().map(u32::from_le_bytes).map(u64::from),
            Layout::Unicode => bytes.get(at..at + 8)?.try_into().ok().map(u64::from_le_bytes),
        }
    }

    fn width(self) -> usize {
        match self {
            Layout::Ansi => 4,
            Layout::Unicode => 8,
        }
    }
}

fn short(bytes: &[u8], at: usize) -> Option<u16> {
    bytes.get(at..at + 2)?.try_into().ok().map(u16::from_le_bytes)
}

impl<'b> Trees<'b> {
    /// Walk both trees of pages. Nothing where the header is none; a fault where a tree is unsound.
    pub(super) fn read(bytes: &'b [u8]) -> Option<Result<Trees<'b>, Fault>> {
        let (layout, nodes_at, blocks_at) = match short(bytes, 10)? {
            14 | 15 => (Layout::Ansi, 184, 192),
            _ => (Layout::Unicode, 216, 232),
        };
        let mut trees = Trees { bytes, layout, blocks: HashMap::new(), nodes: HashMap::new() };
        let place = |at: usize| layout.number(bytes, at + layout.width());
        let (nodes_at, blocks_at) = (place(nodes_at)?, place(blocks_at)?);
        let walked = trees.pages(blocks_at, 0x80, None, &mut 0).and_then(|()| trees.pages(nodes_at, 0x81, None, &mut 0));
        Some(walked.map(|()| trees))
    }

    fn pages(&mut self, place: u64, kind: u8, above: Option<u8>, seen: &mut u32) -> Result<(), Fault> {
        *seen += 1;
        if *seen > MOST {
            return Err(Fault::TooLarge);
        }
        let (counts, mark) = match self.layout {
            Layout::Ansi => (496, 500),
            Layout::Unicode => (488, 496),
        };
        let at = usize::try_from(place).map_err(|_| Fault::Broken)?;
        let page = at.checked_add(PAGE).and_then(|end| self.bytes.get(at..end)).ok_or(Fault::Broken)?;
        if page[mark] != kind {
            return Err(Fault::Broken);
        }
        let (count, size, level) = (usize::from(page[counts]), usize::from(page[counts + 2]), page[counts + 3]);
        if above.is_some_and(|above| level >= above) {
            return Err(Fault::Circle);
        }
        let width = self.layout.width();
        for entry in page[..counts].chunks_exact(size.max(3 * width)).take(count) {
            let number = |index: usize| self.layout.number(entry, index * width).ok_or(Fault::Broken);
            match (level, kind) {
                (1.., _) => {
                    let below = number(2)?;
                    self.pages(below, kind, Some(level), seen)?;
                }
                (0, 0x80) => {
                    let size = short(entry, 2 * width).ok_or(Fault::Broken)?;
                    self.blocks.insert(number(0)? & !1, (number(1)?, size));
                }
                _ => {
                    let node = u32::try_from(number(0)? & 0xffff_ffff).unwrap_or(0);
                    self.nodes.insert(node, (number(1)?, number(2)?));
                }
            }
        }
        Ok(())
    }

    /// Whether all that a node leads to can be followed to its end. Nodes the store does not know are left to the library.
    pub(super) fn check(&self, node: u32) -> Result<(), Fault> {
        let Some(&(data, below)) = self.nodes.get(&node) else { return Ok(()) };
        let mut seen = Seen::default();
        self.data(data, None, &mut seen)?;
        self.below(below, None, 0, &mut seen)
    }

    fn block(&self, number: u64, seen: &mut Seen) -> Result<Option<&'b [u8]>, Fault> {
        seen.steps += 1;
        if seen.steps > MOST {
            return Err(Fault::TooLarge);
        }
        // What is not there is told by the library where it is asked for.
        let Some(&(place, size)) = self.blocks.get(&(number & !1)) else { return Ok(None) };
        let at = usize::try_from(place).map_err(|_| Fault::Broken)?;
        at.checked_add(usize::from(size)).and_then(|end| self.bytes.get(at..end)).map(Some).ok_or(Fault::Broken)
    }

    /// A tree of data: blocks of kind 1, at level 2 or 1, over blocks of data ([MS-PST] 2.2.2.8.3.2).
    fn data(&self, number: u64, above: Option<u8>, seen: &mut Seen) -> Result<(), Fault> {
        if number & 2 == 0 {
            return Ok(());
        }
        let Some(block) = self.block(number, seen)? else { return Ok(()) };
        let &[1, level, ..] = block else { return Err(Fault::Broken) };
        if level > 2 || above.is_some_and(|above| level >= above) {
            return Err(Fault::Circle);
        }
        if !seen.sound.insert(number) {
            return Ok(());
        }
        let count = usize::from(short(block, 2).ok_or(Fault::Broken)?);
        for index in 0..count {
            let below = self.layout.number(block, 8 + index * self.layout.width()).ok_or(Fault::Broken)?;
            if below & 2 != 0 && level <= 1 {
                return Err(Fault::Circle);
            }
            self.data(below, Some(level), seen)?;
        }
        Ok(())
    }

    /// A tree of nodes below a node: blocks of kind 2, at level 1 or 0 ([MS-PST] 2.2.2.8.3.3).
    fn below(&self, number: u64, above: Option<u8>, depth: u32, seen: &mut Seen) -> Result<(), Fault> {
        if number == 0 {
            return Ok(());
        }
        if depth > DEEPEST {
            return Err(Fault::Circle);
        }
        let Some(block) = self.block(number, seen)? else { return Ok(()) };
        let &[2, level, ..] = block else { return Err(Fault::Broken) };
        if level > 1 || above.is_some_and(|above| level >= above) {
            return Err(Fault::Circle);
        }
        if !seen.sound.insert(number) {
            return Ok(());
        }
        let (width, head) = match self.layout {
            Layout::Ansi => (4, 4),
            Layout::Unicode => (8, 8),
        };
        let count = usize::from(short(block, 2).ok_or(Fault::Broken)?);
        let size = if level == 0 { 3 * width } else { 2 * width };
        for index in 0..count {
            let entry = |field: usize| self.layout.number(block, head + index * size + field * width).ok_or(Fault::Broken);
            if level == 0 {
                self.data(entry(1)?, None, seen)?;
                self.below(entry(2)?, None, depth + 1, seen)?;
            } else {
                self.below(entry(1)?, Some(level), depth + 1, seen)?;
            }
        }
        Ok(())
    }
}

/// What was followed for one node.
#[derive(Default)]
struct Seen {
    steps: u32,
    /// Blocks that were followed to the end or are being followed: each once is enough, levels forbid circles among them.
    sound: HashSet<u64>,
}
