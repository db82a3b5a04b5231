//! Files wrapped in OLE 1.0 objects: what RTF calls `objdata`, and the `\x01Ole10Native` stream of Office files.
//!
//! Source: [MS-OLEDS] 2.2 (OLE 1.0 format structures); the "Package" native data as the Windows packager writes it.

/// An embedded file with the name it had, if the wrapper tells it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Embedded<'a> {
    pub name: Option<String>,
    pub class: String,
    pub bytes: &'a [u8],
}

struct Cursor<'a> {
    rest: &'a [u8],
}

impl<'a> Cursor<'a> {
    fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let (head, tail) = self.rest.split_at_checked(count)?;
        self.rest = tail;
        Some(head)
    }

    fn u16(&mut self) -> Option<u16> {
        self.take(2)?.try_into().ok().map(u16::from_le_bytes)
    }

    fn u32(&mut self) -> Option<u32> {
        self.take(4)?.try_into().ok().map(u32::from_le_bytes)
    }

    /// A length-prefixed string that includes its closing zero.
    fn string(&mut self) -> Option<String> {
        let length = self.u32()? as usize;
        Some(ansi(self.take(length)?))
    }

    fn zero_ended(&mut self) -> Option<String> {
        let length = self.rest.iter().position(|b| *b == 0)?;
        let text = ansi(self.take(length)?);
        self.take(1)?;
        Some(text)
    }
}

/// Names are in the writer's own code page, which the wrapper does not tell: UTF-8 if it is UTF-8, else windows-1252.
fn ansi(bytes: &[u8]) -> String {
    let bytes = bytes.split(|b| *b == 0).next().unwrap_or_default();
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => super::codepage::decode(bytes, 1252).0,
    }
}

/// An OLE 1.0 object as RTF carries it: header, class, native data. `None` for links and for what does not follow the format.
pub(crate) fn object(bytes: &[u8]) -> Option<Embedded<'_>> {
    let mut cursor = Cursor { rest: bytes };
    cursor.u32()?;
    if cursor.u32()? != 2 {
        return None;
    }
    let class = cursor.string()?;
    cursor.string()?;
    cursor.string()?;
    let size = cursor.u32()? as usize;
    let data = cursor.rest.get(..size.min(cursor.rest.len()))?;
    if class.eq_ignore_ascii_case("Package")
        && let Some(inner) = package(data)
    {
        return Some(Embedded { class, ..inner });
    }
    Some(Embedded { name: None, class, bytes: data })
}

/// The packager's native data: label, path, and the file.
pub(crate) fn package(bytes: &[u8]) -> Option<Embedded<'_>> {
    let mut cursor = Cursor { rest: bytes };
    cursor.u16()?;
    let label = cursor.zero_ended()?;
    let path = cursor.zero_ended()?;
    cursor.u32()?;
    let temporary = cursor.u32()? as usize;
    cursor.take(temporary)?;
    let size = cursor.u32()? as usize;
    let data = cursor.take(size)?;
    let name = [label, path].into_iter().map(|name| last_part(&name)).find(|name| !name.is_empty());
    Some(Embedded { name, class: "Package".into(), bytes: data })
}

/// The content of a `\x01Ole10Native` stream: a size, then a package, or bare data.
pub(crate) fn native_stream(bytes: &[u8]) -> Embedded<'_> {
    let rest = bytes.get(4..).unwrap_or_default();
    package(rest).unwrap_or(Embedded { name: None, class: "Ole10Native".into(), bytes: rest })
}

fn last_part(path: &str) -> String {
    path.rsplit(['\\', '/']).next().unwrap_or(path).trim().to_owned()
}

/// The extension a class of OLE object is known by.
pub(crate) fn extension(class: &str, bytes: &[u8]) -> &'static str {
    let class = class.to_ascii_lowercase();
    let compound = bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]);
    match () {
        () if class.starts_with("word.document") && compound => "doc",
        () if class.starts_with("word.document") => "docx",
        () if class.starts_with("excel.sheet") && compound => "xls",
        () if class.starts_with("excel.") && !compound => "xlsx",
        () if class.starts_with("powerpoint.") && compound => "ppt",
        () if class.starts_with("powerpoint.") => "pptx",
        () if class.starts_with("acroexch.") && bytes.starts_with(b"%PDF") => "pdf",
        () if class.starts_with("paint.picture") || class == "pbrush" => "bmp",
        () => "bin",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn packaged() -> Vec<u8> {
        let mut bytes = vec![2, 0];
        bytes.extend(b"list.txt\0C:\\Temp\\list.txt\0");
        bytes.extend(0x0003_0000u32.to_le_bytes());
        bytes.extend(5u32.to_le_bytes());
        bytes.extend(b"temp\0");
        bytes.extend(3u32.to_le_bytes());
        bytes.extend(b"abc");
        bytes
    }

    #[test]
    fn a_package_gives_its_file_and_name() {
        let bytes = packaged();
        let found = package(&bytes).unwrap();
        assert_eq!((found.name.as_deref(), found.bytes), (Some("list.txt"), b"abc".as_slice()));
    }

    #[test]
    fn every_cut_is_refused_without_a_panic() {
        let bytes = packaged();
        for cut in 0..bytes.len() {
            assert!(package(&bytes[..cut]).is_none());
            let _ = object(&bytes[..cut]);
        }
    }
}
