//! Core, extended and custom properties of the package.

use super::texts;
use crate::extract::Meta;
use crate::extract::ooxml::Package;

/// What the document says about itself.
pub fn meta(package: &mut Package<'_>) -> Meta {
    let mut meta = Meta::default();
    let mut extra: Vec<(String, String)> = Vec::new();
    if let Some(xml) = package.part("docProps/core.xml") {
        texts(&xml, |name, _, text| {
            if text.is_empty() {
                return;
            }
            let text = text.to_owned();
            match name {
                "title" => meta.title = Some(text),
                "creator" => meta.author = Some(text),
                "subject" => meta.subject = Some(text),
                "created" => meta.date = Some(text),
                "modified" | "lastModifiedBy" | "keywords" | "description" | "category" | "lastPrinted" | "revision" => {
                    extra.push((name.to_owned(), text));
                }
                _ => {}
            }
        });
    }
    if let Some(xml) = package.part("docProps/app.xml") {
        texts(&xml, |name, _, text| {
            if matches!(name, "Company" | "Manager" | "Application" | "Template" | "Pages" | "TotalTime") && !text.is_empty() {
                extra.push((name.to_owned(), text.to_owned()));
            }
        });
    }
    if let Some(xml) = package.part("docProps/custom.xml") {
        texts(&xml, |name, attribute, text| {
            if let (true, Some(property)) = (name == "property" && !text.is_empty(), attribute) {
                extra.push((property, text.to_owned()));
            }
        });
    }
    meta.extra = extra;
    meta
}
