//! Where the text of a group goes.

/// The destination of a group's text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Destination {
    Body,
    Header,
    Footer,
    Footnote,
    Comment,
    CommentAuthor,
    FieldCode,
    FontTable,
    StyleSheet,
    Info,
    Fact(Fact),
    Date(Date),
    Picture,
    ObjectData,
    /// Nothing a reader sees.
    Skip,
}

/// A text field of the information group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fact {
    Title,
    Author,
    Subject,
    Keywords,
    Remarks,
    Company,
    Operator,
    Manager,
    Category,
}

/// A date of the information group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Date {
    Created,
    Revised,
    Printed,
}

/// What a control word does to the destination of the group it opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Turn {
    To(Destination),
    /// The group adds to what its parent collects, although it is marked as ignorable.
    Transparent,
    /// The Unicode half of `\upr`: goes where the group around `\upr` goes.
    UnicodeHalf,
    /// Not a destination.
    None,
}

/// The destination named by a control word. `ignorable`: it came after `\*`, so an unknown one hides its group.
pub(super) fn turn(word: &str, ignorable: bool) -> Turn {
    use Destination as D;
    let destination = match word {
        "header" | "headerl" | "headerr" | "headerf" => D::Header,
        "footer" | "footerl" | "footerr" | "footerf" => D::Footer,
        "footnote" => D::Footnote,
        "annotation" => D::Comment,
        "atnauthor" => D::CommentAuthor,
        "fldinst" => D::FieldCode,
        "fonttbl" => D::FontTable,
        "stylesheet" => D::StyleSheet,
        "info" => D::Info,
        "title" => D::Fact(Fact::Title),
        "author" => D::Fact(Fact::Author),
        "subject" => D::Fact(Fact::Subject),
        "keywords" => D::Fact(Fact::Keywords),
        "doccomm" => D::Fact(Fact::Remarks),
        "company" => D::Fact(Fact::Company),
        "operator" => D::Fact(Fact::Operator),
        "manager" => D::Fact(Fact::Manager),
        "category" => D::Fact(Fact::Category),
        "creatim" => D::Date(Date::Created),
        "revtim" => D::Date(Date::Revised),
        "printim" => D::Date(Date::Printed),
        "pict" => D::Picture,
        "objdata" => D::ObjectData,
        // Shown by old readers only: the same content follows or precedes in a newer form.
        "nonshppict" | "nonesttables" | "shprslt" | "upr" => D::Skip,
        "colortbl" | "filetbl" | "listtable" | "listoverridetable" | "revtbl" | "rsidtbl" | "xe" | "tc" | "tcn" | "rxe"
        | "txe" | "sp" | "sn" | "sv" | "pgptbl" | "comment" | "atnid" | "atnref" | "atntime" | "atnicn" | "bkmkstart"
        | "bkmkend" | "private" | "objclass" | "objname" | "objtime" | "objsect" | "objalias" | "ftnsep" | "ftnsepc"
        | "ftncn" | "aftnsep" | "aftnsepc" | "aftncn" | "password" => D::Skip,
        "ud" => return Turn::UnicodeHalf,
        "shppict" | "shpinst" | "shptxt" | "shpgrp" | "do" | "dptxbxtext" | "fldrslt" | "result" | "listtext" | "pntext"
        | "moMathPara" | "moMath" | "mmath" | "ffres" => return Turn::Transparent,
        // Parts of an Office Math formula hold its letters (`mr`, `me`, `mnum`, …).
        word if ignorable && word.len() > 1 && word.starts_with('m') && !word.ends_with("Pr") && is_formula(word) => {
            return Turn::Transparent;
        }
        _ if ignorable => D::Skip,
        _ => return Turn::None,
    };
    Turn::To(destination)
}

fn is_formula(word: &str) -> bool {
    matches!(
        word,
        "mr" | "me"
            | "mnum"
            | "mden"
            | "mf"
            | "msub"
            | "msup"
            | "msSub"
            | "msSup"
            | "msSubSup"
            | "mrad"
            | "mdeg"
            | "md"
            | "mnary"
            | "mfunc"
            | "mfName"
            | "mlim"
            | "mlimLow"
            | "mlimUpp"
            | "mm"
            | "mmr"
            | "mbar"
            | "macc"
            | "mbox"
            | "meqArr"
            | "msPre"
            | "mgroupChr"
            | "mborderBox"
            | "mphant"
    )
}
