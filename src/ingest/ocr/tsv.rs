//! Tesseract's TSV output: one line a word, with page, block, paragraph and line numbers and a confidence.

use super::{OcrPage, OcrWord};

/// The pages with their text and words. Lines that do not follow the format are passed over.
pub(super) fn pages(tsv: &str) -> Vec<OcrPage> {
    let mut pages: Vec<OcrPage> = Vec::new();
    let mut place = [0u32; 3];
    for line in tsv.lines() {
        let fields: Vec<&str> = line.splitn(12, '\t').collect();
        let number = |at: usize| fields.get(at).and_then(|field| field.parse::<u32>().ok());
        let (Some(level), Some(page)) = (number(0), number(1)) else { continue };
        if pages.last().is_none_or(|last| last.number != page) {
            pages.push(OcrPage { number: page, ..OcrPage::default() });
            place = [0; 3];
        }
        let (Some(current), Some(block), Some(paragraph), Some(row)) = (pages.last_mut(), number(2), number(3), number(4)) else {
            continue;
        };
        let word = fields.get(11).map_or("", |word| word.trim());
        let confidence = fields.get(10).and_then(|field| field.parse::<f32>().ok()).unwrap_or(0.0);
        if level != 5 || word.is_empty() || confidence < 0.0 {
            continue;
        }
        if !current.text.is_empty() {
            current.text.push(if [block, paragraph, row] == place { ' ' } else { '\n' });
        }
        place = [block, paragraph, row];
        current.text.push_str(word);
        current.words.push(OcrWord { text: word.to_owned(), confidence });
    }
    for page in &mut pages {
        if !page.words.is_empty() {
            page.confidence = page.words.iter().map(|word| word.confidence).sum::<f32>() / page.words.len() as f32;
        }
    }
    pages
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_become_lines_with_their_confidence() {
        let tsv = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n\
                   1\t1\t0\t0\t0\t0\t0\t0\t9\t9\t-1\t\n\
                   5\t1\t1\t1\t1\t1\t0\t0\t9\t9\t90.5\tВозило\n\
                   5\t1\t1\t1\t1\t2\t0\t0\t9\t9\t70.5\tчека\n\
                   5\t1\t1\t1\t2\t1\t0\t0\t9\t9\t95\tBG-000\n\
                   1\t2\t0\t0\t0\t0\t0\t0\t9\t9\t-1\t\n\
                   rubbish\n";
        let pages = pages(tsv);
        assert_eq!(pages.len(), 2);
        assert_eq!(pages[0].text, "Возило чека\nBG-000");
        assert!((pages[0].confidence - 85.333).abs() < 0.01);
        assert_eq!((pages[1].text.as_str(), pages[1].confidence), ("", 0.0));
    }
}
