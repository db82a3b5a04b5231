//! The parts that hardly change: styles, numbering, settings, properties, relations.

use std::fmt::Write;

use super::xml::{escape, word_language};
use crate::render::model::{Date, Meta};

pub const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";

pub const CONTENT_TYPES: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/docProps/app.xml" ContentType="application/vnd.openxmlformats-officedocument.extended-properties+xml"/><Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/><Override PartName="/word/fontTable.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.fontTable+xml"/><Override PartName="/word/footer1.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml"/><Override PartName="/word/footnotes.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"/><Override PartName="/word/header1.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml"/><Override PartName="/word/numbering.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.numbering+xml"/><Override PartName="/word/settings.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.settings+xml"/><Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/></Types>"#;

pub const PACKAGE_RELATIONS: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/><Relationship Id="rId3" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/extended-properties" Target="docProps/app.xml"/></Relationships>"#;

pub const DOCUMENT_RELATIONS: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/numbering" Target="numbering.xml"/><Relationship Id="rId3" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/settings" Target="settings.xml"/><Relationship Id="rId4" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/fontTable" Target="fontTable.xml"/><Relationship Id="rId5" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes" Target="footnotes.xml"/><Relationship Id="rId6" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/header" Target="header1.xml"/><Relationship Id="rId7" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/footer" Target="footer1.xml"/></Relationships>"#;

pub const APP: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"><Application>rogatory</Application></Properties>"#;

pub const FONTS: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:fonts xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:font w:name="Times New Roman"><w:altName w:val="Liberation Serif"/><w:panose1 w:val="02020603050405020304"/><w:charset w:val="EE"/><w:family w:val="roman"/><w:pitch w:val="variable"/></w:font><w:font w:name="Segoe UI Symbol"><w:altName w:val="DejaVu Sans"/><w:charset w:val="00"/><w:family w:val="swiss"/><w:pitch w:val="variable"/></w:font></w:fonts>"#;

const W: &str = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"";

/// Title, author, language and the request's own date as the only time.
pub fn core(meta: &Meta) -> String {
    let mut out = format!(
        "{HEAD}<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:dcterms=\"http://purl.org/dc/terms/\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><dc:title>{}</dc:title>",
        escape(&meta.title)
    );
    if let Some(subject) = &meta.subject {
        let _ = write!(out, "<dc:subject>{}</dc:subject>", escape(subject));
    }
    if let Some(author) = &meta.author {
        let _ = write!(out, "<dc:creator>{}</dc:creator>", escape(author));
    }
    let _ = write!(out, "<dc:language>{}</dc:language>", escape(word_language(&meta.language)));
    if let Some(Date { year, month, day }) = meta.date {
        for element in ["created", "modified"] {
            let _ = write!(
                out,
                "<dcterms:{element} xsi:type=\"dcterms:W3CDTF\">{year:04}-{month:02}-{day:02}T00:00:00Z</dcterms:{element}>"
            );
        }
    }
    out.push_str("</cp:coreProperties>");
    out
}

/// Fields (page numbers) are filled when the file is opened; no compatibility mode.
pub fn settings(meta: &Meta) -> String {
    format!(
        "{HEAD}<w:settings {W}><w:zoom w:percent=\"100\"/><w:defaultTabStop w:val=\"709\"/><w:characterSpacingControl w:val=\"doNotCompress\"/><w:footnotePr><w:footnote w:id=\"-1\"/><w:footnote w:id=\"0\"/></w:footnotePr><w:compat><w:compatSetting w:name=\"compatibilityMode\" w:uri=\"http://schemas.microsoft.com/office/word\" w:val=\"15\"/></w:compat><w:themeFontLang w:val=\"{}\"/></w:settings>",
        escape(word_language(&meta.language))
    )
}

struct ParagraphStyle {
    id: &'static str,
    name: &'static str,
    paragraph: &'static str,
    run: &'static str,
}

const PARAGRAPH_STYLES: &[ParagraphStyle] = &[
    ParagraphStyle {
        id: "Heading1",
        name: "heading 1",
        paragraph: "<w:keepNext/><w:keepLines/><w:spacing w:before=\"280\" w:after=\"100\"/><w:outlineLvl w:val=\"0\"/>",
        run: "<w:b/><w:bCs/><w:sz w:val=\"26\"/><w:szCs w:val=\"26\"/>",
    },
    ParagraphStyle {
        id: "Heading2",
        name: "heading 2",
        paragraph: "<w:keepNext/><w:keepLines/><w:spacing w:before=\"200\" w:after=\"80\"/><w:outlineLvl w:val=\"1\"/>",
        run: "<w:b/><w:bCs/><w:sz w:val=\"23\"/><w:szCs w:val=\"23\"/>",
    },
    ParagraphStyle {
        id: "Heading3",
        name: "heading 3",
        paragraph: "<w:keepNext/><w:keepLines/><w:spacing w:before=\"160\" w:after=\"60\"/><w:outlineLvl w:val=\"2\"/>",
        run: "<w:i/><w:iCs/>",
    },
    ParagraphStyle {
        id: "Heading4",
        name: "heading 4",
        paragraph: "<w:keepNext/><w:keepLines/><w:spacing w:before=\"120\" w:after=\"60\"/><w:outlineLvl w:val=\"3\"/>",
        run: "<w:i/><w:iCs/><w:sz w:val=\"21\"/><w:szCs w:val=\"21\"/>",
    },
    ParagraphStyle {
        id: "Title",
        name: "Title",
        paragraph: "<w:keepNext/><w:spacing w:before=\"240\" w:after=\"120\"/><w:jc w:val=\"center\"/>",
        run: "<w:b/><w:bCs/><w:sz w:val=\"32\"/><w:szCs w:val=\"32\"/>",
    },
    ParagraphStyle {
        id: "Subtitle",
        name: "Subtitle",
        paragraph: "<w:spacing w:after=\"200\"/><w:jc w:val=\"center\"/>",
        run: "<w:sz w:val=\"24\"/><w:szCs w:val=\"24\"/>",
    },
    ParagraphStyle {
        id: "Small",
        name: "Small",
        paragraph: "<w:spacing w:after=\"60\"/>",
        run: "<w:sz w:val=\"18\"/><w:szCs w:val=\"18\"/>",
    },
    ParagraphStyle { id: "Quote", name: "Quote", paragraph: "<w:ind w:left=\"567\" w:right=\"567\"/>", run: "" },
    ParagraphStyle {
        id: "Notice",
        name: "Notice",
        paragraph: "<w:keepLines/><w:pBdr><w:top w:val=\"single\" w:sz=\"8\" w:space=\"4\" w:color=\"000000\"/><w:left w:val=\"single\" w:sz=\"8\" w:space=\"4\" w:color=\"000000\"/><w:bottom w:val=\"single\" w:sz=\"8\" w:space=\"4\" w:color=\"000000\"/><w:right w:val=\"single\" w:sz=\"8\" w:space=\"4\" w:color=\"000000\"/></w:pBdr><w:spacing w:before=\"160\" w:after=\"160\"/><w:ind w:left=\"113\" w:right=\"113\"/>",
        run: "",
    },
    ParagraphStyle { id: "Centred", name: "Centred", paragraph: "<w:jc w:val=\"center\"/>", run: "" },
    ParagraphStyle { id: "Right", name: "Right", paragraph: "<w:jc w:val=\"right\"/>", run: "" },
    ParagraphStyle { id: "ListItem", name: "List Paragraph", paragraph: "<w:spacing w:after=\"60\"/>", run: "" },
    ParagraphStyle {
        id: "CellText",
        name: "Cell Text",
        paragraph: "<w:spacing w:before=\"20\" w:after=\"20\" w:line=\"240\" w:lineRule=\"auto\"/>",
        run: "<w:sz w:val=\"20\"/><w:szCs w:val=\"20\"/>",
    },
    ParagraphStyle {
        id: "Caption",
        name: "caption",
        paragraph: "<w:keepNext/><w:spacing w:before=\"160\" w:after=\"80\"/>",
        run: "<w:b/><w:bCs/><w:sz w:val=\"20\"/><w:szCs w:val=\"20\"/>",
    },
    ParagraphStyle {
        id: "Running",
        name: "header",
        paragraph: "<w:spacing w:after=\"0\"/>",
        run: "<w:sz w:val=\"18\"/><w:szCs w:val=\"18\"/>",
    },
    ParagraphStyle {
        id: "FootnoteText",
        name: "footnote text",
        paragraph: "<w:spacing w:after=\"0\" w:line=\"240\" w:lineRule=\"auto\"/>",
        run: "<w:sz w:val=\"18\"/><w:szCs w:val=\"18\"/>",
    },
];

/// Body text 11 pt Times New Roman: a font every office has, with full Latin Extended and Cyrillic.
pub fn styles(language: &str) -> String {
    let mut out = format!(
        "{HEAD}<w:styles {W}><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii=\"Times New Roman\" w:eastAsia=\"Times New Roman\" w:hAnsi=\"Times New Roman\" w:cs=\"Times New Roman\"/><w:sz w:val=\"22\"/><w:szCs w:val=\"22\"/><w:lang w:val=\"{0}\" w:eastAsia=\"{0}\" w:bidi=\"ar-SA\"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:after=\"120\" w:line=\"264\" w:lineRule=\"auto\"/></w:pPr></w:pPrDefault></w:docDefaults><w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"Normal\"><w:name w:val=\"Normal\"/><w:qFormat/></w:style><w:style w:type=\"character\" w:default=\"1\" w:styleId=\"DefaultParagraphFont\"><w:name w:val=\"Default Paragraph Font\"/><w:uiPriority w:val=\"1\"/><w:semiHidden/></w:style><w:style w:type=\"table\" w:default=\"1\" w:styleId=\"TableNormal\"><w:name w:val=\"Normal Table\"/><w:uiPriority w:val=\"99\"/><w:semiHidden/><w:tblPr><w:tblInd w:w=\"0\" w:type=\"dxa\"/><w:tblCellMar><w:top w:w=\"0\" w:type=\"dxa\"/><w:left w:w=\"85\" w:type=\"dxa\"/><w:bottom w:w=\"0\" w:type=\"dxa\"/><w:right w:w=\"85\" w:type=\"dxa\"/></w:tblCellMar></w:tblPr></w:style>",
        escape(word_language(language))
    );
    for style in PARAGRAPH_STYLES {
        let _ = write!(
            out,
            "<w:style w:type=\"paragraph\" w:styleId=\"{}\"><w:name w:val=\"{}\"/><w:basedOn w:val=\"Normal\"/><w:qFormat/><w:pPr>{}</w:pPr><w:rPr>{}</w:rPr></w:style>",
            style.id, style.name, style.paragraph, style.run
        );
    }
    out.push_str("<w:style w:type=\"character\" w:styleId=\"Placeholder\"><w:name w:val=\"Placeholder Text\"/><w:basedOn w:val=\"DefaultParagraphFont\"/><w:rPr><w:color w:val=\"808080\"/></w:rPr></w:style>");
    out.push_str("<w:style w:type=\"character\" w:styleId=\"FootnoteReference\"><w:name w:val=\"footnote reference\"/><w:basedOn w:val=\"DefaultParagraphFont\"/><w:rPr><w:vertAlign w:val=\"superscript\"/></w:rPr></w:style>");
    out.push_str("<w:style w:type=\"table\" w:styleId=\"Grid\"><w:name w:val=\"Table Grid\"/><w:basedOn w:val=\"TableNormal\"/><w:tblPr><w:tblBorders>");
    for side in ["top", "left", "bottom", "right", "insideH", "insideV"] {
        let _ = write!(out, "<w:{side} w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"7F7F7F\"/>");
    }
    out.push_str("</w:tblBorders></w:tblPr></w:style></w:styles>");
    out
}

/// The lists a document can use, by the id its paragraphs name.
pub mod list {
    pub const HEADINGS: usize = 1;
    /// Headings of the right-hand column: they count on their own.
    pub const HEADINGS_RIGHT: usize = 2;
    pub const BULLET: usize = 3;
    pub const BOX: usize = 4;
    /// Not used by a paragraph itself: every list gets its own count from [`FIRST_RESTART`] on.
    pub const DECIMAL: usize = 5;
    pub const LETTER: usize = 6;
    pub const FIRST_RESTART: usize = 10;
}

/// Numbering definitions; `restarts` holds for each list that starts anew the abstract list it follows.
pub fn numbering(restarts: &[usize]) -> String {
    let mut out = format!("{HEAD}<w:numbering {W}>");
    for id in [list::HEADINGS, list::HEADINGS_RIGHT] {
        let _ = write!(out, "<w:abstractNum w:abstractNumId=\"{id}\"><w:multiLevelType w:val=\"multilevel\"/>");
        for level in 0..4 {
            let text = ["%1.", "%1.%2", "%1.%2.%3", "%1.%2.%3.%4"][level];
            let hang = [510, 652, 822, 992][level];
            level_xml(&mut out, level, "decimal", text, hang, hang, "");
        }
        out.push_str("</w:abstractNum>");
    }
    let symbol = "<w:rPr><w:rFonts w:ascii=\"Segoe UI Symbol\" w:hAnsi=\"Segoe UI Symbol\" w:cs=\"Segoe UI Symbol\"/></w:rPr>";
    for (id, format, run, texts) in [
        (list::BULLET, "bullet", "", ["•", "–", "•", "–"]),
        (list::BOX, "bullet", symbol, ["☐", "☐", "☐", "☐"]),
        (list::DECIMAL, "decimal", "", ["%1.", "%2.", "%3.", "%4."]),
        (list::LETTER, "lowerLetter", "", ["%1)", "%2)", "%3)", "%4)"]),
    ] {
        let _ = write!(out, "<w:abstractNum w:abstractNumId=\"{id}\"><w:multiLevelType w:val=\"hybridMultilevel\"/>");
        for (level, text) in texts.iter().enumerate() {
            level_xml(&mut out, level, format, text, 397 * (level + 1), 397, run);
        }
        out.push_str("</w:abstractNum>");
    }
    for id in [list::HEADINGS, list::HEADINGS_RIGHT, list::BULLET, list::BOX] {
        let _ = write!(out, "<w:num w:numId=\"{id}\"><w:abstractNumId w:val=\"{id}\"/></w:num>");
    }
    for (index, abstract_list) in restarts.iter().enumerate() {
        let _ = write!(out, "<w:num w:numId=\"{}\"><w:abstractNumId w:val=\"{abstract_list}\"/>", list::FIRST_RESTART + index);
        for level in 0..4 {
            let _ = write!(out, "<w:lvlOverride w:ilvl=\"{level}\"><w:startOverride w:val=\"1\"/></w:lvlOverride>");
        }
        out.push_str("</w:num>");
    }
    out.push_str("</w:numbering>");
    out
}

fn level_xml(out: &mut String, level: usize, format: &str, text: &str, left: usize, hanging: usize, run: &str) {
    let _ = write!(
        out,
        "<w:lvl w:ilvl=\"{level}\"><w:start w:val=\"1\"/><w:numFmt w:val=\"{format}\"/><w:lvlText w:val=\"{text}\"/><w:lvlJc w:val=\"left\"/><w:pPr><w:ind w:left=\"{left}\" w:hanging=\"{hanging}\"/></w:pPr>{run}</w:lvl>"
    );
}
