//! Going through every run of a document, wherever it stands.

use super::model::{Block, Cell, Document, Item, List, Run};

/// Visit every run: running lines, blocks, notes.
pub fn each_run(document: &Document, visit: &mut dyn FnMut(&Run)) {
    each_run_mut(&mut document.clone(), &mut |run| visit(run));
}

/// Visit every text: the runs, the watermark, the title of the file.
pub fn each_text(document: &Document, visit: &mut dyn FnMut(&str)) {
    visit(&document.meta.title);
    if let Some(watermark) = &document.watermark {
        visit(&watermark.text);
    }
    each_run(document, &mut |run| visit(&run.text));
}

/// Visit every run and change it.
pub fn each_run_mut(document: &mut Document, visit: &mut dyn FnMut(&mut Run)) {
    for line in [&mut document.header, &mut document.footer] {
        for runs in [&mut line.left, &mut line.centre, &mut line.right] {
            in_runs(runs, visit);
        }
    }
    in_blocks(&mut document.blocks, visit);
}

/// Give a language to every run of these blocks that has none.
pub fn set_language(blocks: &mut [Block], language: &str) {
    in_blocks(blocks, &mut |run| {
        run.language.get_or_insert_with(|| language.to_owned());
    });
}

fn in_blocks(blocks: &mut [Block], visit: &mut dyn FnMut(&mut Run)) {
    for block in blocks {
        match block {
            Block::Heading(heading) => in_runs(&mut heading.runs, visit),
            Block::Paragraph(paragraph) => in_runs(&mut paragraph.runs, visit),
            Block::List(list) => in_list(list, visit),
            Block::Table(table) => {
                in_runs(&mut table.caption, visit);
                for Cell { paragraphs, .. } in table.header.iter_mut().chain(&mut table.rows).flat_map(|row| &mut row.cells) {
                    paragraphs.iter_mut().for_each(|runs| in_runs(runs, visit));
                }
            }
            Block::Pair(pair) => {
                in_blocks(&mut pair.left, visit);
                in_blocks(&mut pair.right, visit);
            }
            Block::Signature(signature) => {
                for (label, value) in &mut signature.lines {
                    in_runs(label, visit);
                    in_runs(value, visit);
                }
                in_runs(&mut signature.stamp, visit);
            }
            Block::PageBreak | Block::Part => {}
        }
    }
}

fn in_list(list: &mut List, visit: &mut dyn FnMut(&mut Run)) {
    for Item { runs, sublist } in &mut list.items {
        in_runs(runs, visit);
        if let Some(sublist) = sublist {
            in_list(sublist, visit);
        }
    }
}

fn in_runs(runs: &mut [Run], visit: &mut dyn FnMut(&mut Run)) {
    for run in runs {
        visit(run);
        in_runs(&mut run.note, visit);
    }
}
