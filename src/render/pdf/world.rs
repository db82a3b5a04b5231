//! What typst may see: the template, the document's data and the bundled fonts. No file system, no clock, no network.

use std::sync::LazyLock;

use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};

const TEMPLATE: &str = include_str!("template.typ");

/// The faces in use.
pub struct Fonts {
    faces: Vec<Font>,
    other_scripts: bool,
}

impl Fonts {
    /// Libertinus Serif: regular, italic, bold, semibold italic.
    pub fn latin_and_cyrillic() -> Fonts {
        let files: [&[u8]; 4] = [
            include_bytes!("../fonts/LibertinusSerif-Regular.otf"),
            include_bytes!("../fonts/LibertinusSerif-Italic.otf"),
            include_bytes!("../fonts/LibertinusSerif-Bold.otf"),
            include_bytes!("../fonts/LibertinusSerif-SemiboldItalic.otf"),
        ];
        Fonts { faces: files.into_iter().filter_map(load).collect(), other_scripts: false }
    }

    /// DejaVu Sans, for letters Libertinus does not have.
    pub fn add_other_scripts(&mut self) {
        if !self.other_scripts {
            self.faces.extend(load(include_bytes!("../fonts/DejaVuSans.ttf")));
            self.other_scripts = true;
        }
    }

    /// Whether every face of one family has this letter. Line feeds, soft hyphens and zero-width marks need no shape.
    pub fn has(&self, c: char) -> bool {
        let (libertinus, rest) = self.faces.split_at(self.faces.len().min(4));
        let covers = |font: &Font| font.info().coverage.contains(c as u32);
        matches!(c, '\n' | '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}')
            || libertinus.iter().all(covers)
            || rest.iter().any(covers)
    }

    /// The families in the order of preference.
    pub fn families(&self) -> Vec<&'static str> {
        if self.other_scripts { vec!["Libertinus Serif", "DejaVu Sans"] } else { vec!["Libertinus Serif"] }
    }
}

fn load(data: &'static [u8]) -> Option<Font> {
    Font::new(Bytes::new(data), 0)
}

/// The world in memory.
pub struct Memory {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
    template: Source,
    data_id: FileId,
    data: Bytes,
}

impl Memory {
    /// A world with these fonts and this JSON.
    pub fn new(fonts: Fonts, json: String) -> Memory {
        Memory {
            library: LazyHash::new(Library::default()),
            book: LazyHash::new(FontBook::from_fonts(&fonts.faces)),
            fonts: fonts.faces,
            template: TEMPLATE_SOURCE.clone(),
            data_id: id("document.json"),
            data: Bytes::from_string(json),
        }
    }
}

static TEMPLATE_SOURCE: LazyLock<Source> = LazyLock::new(|| Source::new(id("template.typ"), TEMPLATE.to_owned()));

/// The id of one of our two fixed names.
fn id(name: &str) -> FileId {
    match VirtualPath::new(name) {
        Ok(path) => RootedPath::new(VirtualRoot::Project, path).intern(),
        Err(_) => unreachable!("a plain file name is a valid path"),
    }
}

impl World for Memory {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.book
    }

    fn main(&self) -> FileId {
        self.template.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.template.id() { Ok(self.template.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if id == self.data_id { Ok(self.data.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.get(index).cloned()
    }

    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}
