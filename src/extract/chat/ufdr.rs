//! UFDR: a Cellebrite report with the files it speaks of, in one ZIP.

use std::collections::HashSet;
use std::io::Cursor;

use super::cellebrite;
use crate::extract::formats::Format;
use crate::extract::xml_stream::{Node, XmlStream, utf8};
use crate::extract::{Failure, Gap, Input, Options, Reason, Sink};

/// The row of the table of formats.
pub(crate) static UFDR: Format = Format {
    id: "ufdr",
    name: "Cellebrite UFDR",
    media_type: "application/x-ufdr",
    extensions: &["ufdr"],
    engine: super::ENGINE,
    read,
    reads: "the report inside entry by entry (as the XML report), every file of the device as a member under its path; files the report announces and the package lacks are named",
    leaves: "the program's own index files",
    locator: "message",
    limits: "the report is read up to 1 GiB",
};

const LARGEST_REPORT: u64 = 1 << 30;
/// So many missing files are named one by one.
const NAMED: usize = 50;

fn read(input: &Input, options: &Options, sink: &mut dyn Sink) -> Result<(), Failure> {
    sink.format(UFDR.media_type, super::ENGINE)?;
    let corrupt = |detail: String| Failure::because(Reason::Corrupt, detail);
    let mut archive =
        zip::ZipArchive::new(Cursor::new(input.bytes)).map_err(|e| corrupt(format!("the package cannot be opened: {e}")))?;
    let names: Vec<String> = archive.file_names_raw().map(|name| String::from_utf8_lossy(name).replace('\\', "/")).collect();
    let report = names.iter().position(|name| name.eq_ignore_ascii_case("report.xml"));
    let mut announced = Vec::new();
    match report.map(|index| archive.by_index(index)) {
        Some(Ok(entry)) => {
            let mut xml = Vec::new();
            std::io::Read::read_to_end(&mut std::io::Read::take(entry, LARGEST_REPORT), &mut xml)
                .map_err(|e| corrupt(format!("the report cannot be unpacked: {e}")))?;
            if xml.len() as u64 == LARGEST_REPORT {
                sink.gap(Gap::new(Reason::SizeLimit, "the report is larger than 1 GiB; its beginning was read"))?;
            }
            cellebrite::report(&xml, input.name, options, sink)?;
            announced = local_paths(&xml);
        }
        Some(Err(error)) => sink.gap(Gap::new(Reason::Corrupt, format!("the report cannot be unpacked: {error}")))?,
        None => sink.gap(Gap::new(Reason::MissingMember, "the package holds no report.xml").member("report.xml"))?,
    }
    let held: HashSet<String> = names.iter().map(|name| name.to_lowercase()).collect();
    let missing: Vec<&String> = announced.iter().filter(|path| !held.contains(&path.to_lowercase())).collect();
    for path in missing.iter().take(NAMED) {
        sink.gap(Gap::new(Reason::MissingMember, "the report announces this file, the package does not hold it").member(path))?;
    }
    if missing.len() > NAMED {
        let detail = format!("{} more files that the report announces are not in the package", missing.len() - NAMED);
        sink.gap(Gap::new(Reason::MissingMember, detail))?;
    }
    for (index, name) in names.iter().enumerate() {
        if Some(index) == report || name.ends_with('/') {
            continue;
        }
        match archive.by_index(index) {
            Ok(mut entry) => sink.member(name, &mut entry)?,
            Err(error) => sink.gap(Gap::new(Reason::Corrupt, format!("the file cannot be unpacked: {error}")).member(name))?,
        }
    }
    Ok(())
}

/// Where the report says its files lie in the package.
fn local_paths(xml: &[u8]) -> Vec<String> {
    let xml = utf8(xml);
    let mut stream = XmlStream::new(&xml);
    let mut found = Vec::new();
    let mut text: Option<String> = None;
    while let Some(node) = stream.next() {
        match node {
            Node::Start(element) if element.name == "item" && element.get("name").is_some_and(|name| name == "Local Path") => {
                text = Some(String::new());
            }
            Node::Text(piece) => {
                if let Some(text) = &mut text {
                    text.push_str(&piece);
                }
            }
            Node::End(name) if name == "item" => {
                found.extend(text.take().map(|path| path.trim().replace('\\', "/")).filter(|path| !path.is_empty()));
            }
            _ => {}
        }
    }
    found
}

#[cfg(test)]
mod tests {

    use crate::extract::Part;
    use crate::extract::testing::{Collected, package};

    #[test]
    fn a_report_that_announces_more_than_it_holds() {
        let model = "<modelType type='SMS'><model type='SMS' id='1'><field name='Body'><value>Крећемо</value></field></model></modelType>";
        for (counts, told) in [
            ("ModelCount='1' NodeCount='0'", vec![]),
            ("ModelCount='7'", vec!["the report announces 7 entries but holds 1"]),
            ("ModelCount='1' NodeCount='2'", vec!["the report announces 2 files but holds 0"]),
        ] {
            let xml = format!("<project reportVersion='5' {counts}><decodedData>{model}</decodedData></project>");
            let (found, outcome) =
                Collected::from(crate::extract::extract, "telefon.ufdr", &package(&[("report.xml", xml.as_bytes())]));
            assert!(outcome.is_ok());
            assert_eq!(found.gaps.iter().map(|gap| gap.detail.as_str()).collect::<Vec<_>>(), told);
        }
    }

    #[test]
    fn the_report_its_files_and_what_is_missing() {
        let xml = "<project name='Измишљени телефон' reportVersion='5'><taggedFiles>\
            <file path='/sdcard/a.jpg'><metadata section='File'><item name='Local Path'><![CDATA[files\\Image\\a.jpg]]></item></metadata></file>\
            <file path='/sdcard/b.jpg'><metadata section='File'><item name='Local Path'><![CDATA[files\\Image\\b.jpg]]></item></metadata></file></taggedFiles>\
            <decodedData><modelType type='SMS'><model type='SMS' id='1'><field name='Body'><value>Крећемо у поноћ</value></field>\
            <field name='TimeStamp'><value>2025-03-02T23:00:00.000+01:00</value></field>\
            <multiModelField name='Parties'><model type='Party'><field name='Identifier'><value>+381600000001</value></field><field name='Role'><value>From</value></field></model></multiModelField></model></modelType></decodedData></project>";
        let bytes = package(&[("report.xml", xml.as_bytes()), ("files/Image/a.jpg", b"picture")]);
        let (found, outcome) = Collected::from(crate::extract::extract, "telefon.ufdr", &bytes);
        assert!(outcome.is_ok(), "{outcome:?}");
        assert_eq!(found.format.as_ref().unwrap().0, "application/x-ufdr");
        assert!(found.text(Part::Body).contains("Крећемо у поноћ"));
        assert_eq!(found.members, [("files/Image/a.jpg".to_owned(), b"picture".to_vec())]);
        assert_eq!(found.gaps.iter().map(|gap| gap.member.as_deref()).collect::<Vec<_>>(), [Some("files/Image/b.jpg")]);
        assert_eq!(found.units[0].entry.as_ref().unwrap().time.as_deref(), Some("2025-03-02T23:00:00.000+01:00"));
    }
}
