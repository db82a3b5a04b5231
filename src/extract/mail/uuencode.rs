//! Files that old mail programs wrote into the text of a message ("begin 644 name … end").

/// A file found in a text, and its place in lines.
pub struct Found {
    pub name: String,
    pub bytes: Vec<u8>,
}

/// Take the uuencoded files out of a text; what is left is the text for people.
pub fn split(text: &str) -> (String, Vec<Found>) {
    if !text.contains("begin ") {
        return (text.to_owned(), Vec::new());
    }
    let (mut left, mut files) = (String::new(), Vec::new());
    let lines: Vec<&str> = text.lines().collect();
    let mut at = 0;
    while let Some(line) = lines.get(at) {
        if let Some(name) = header(line)
            && let Some((bytes, used)) = decode(lines.get(at + 1..).unwrap_or_default())
        {
            files.push(Found { name: name.to_owned(), bytes });
            at += used + 1;
            continue;
        }
        left.push_str(line);
        left.push('\n');
        at += 1;
    }
    (left, files)
}

fn header(line: &str) -> Option<&str> {
    let (mode, name) = line.strip_prefix("begin ")?.split_once(' ')?;
    let good = (3..=4).contains(&mode.len()) && mode.bytes().all(|b| (b'0'..=b'7').contains(&b)) && !name.trim().is_empty();
    good.then(|| name.trim())
}

/// The bytes up to "end", and how many lines they took. None when it is no such file after all.
fn decode(lines: &[&str]) -> Option<(Vec<u8>, usize)> {
    let mut bytes = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        let line = line.trim_end_matches('\r');
        if line == "end" {
            return Some((bytes, index + 1));
        }
        let mut codes = line.bytes();
        let length = match codes.next() {
            Some(first @ 0x20..=0x60) => usize::from((first - 0x20) & 0x3f),
            Some(_) => return None,
            None => continue,
        };
        let codes: Vec<u8> = codes.map(|c| c.wrapping_sub(0x20) & 0x3f).collect();
        let mut decoded = Vec::with_capacity(length + 2);
        for group in codes.chunks(4) {
            let code = |i: usize| group.get(i).copied().unwrap_or(0);
            decoded.push(code(0) << 2 | code(1) >> 4);
            decoded.push(code(1) << 4 | code(2) >> 2);
            decoded.push(code(2) << 6 | code(3));
        }
        if decoded.len() < length {
            // Programs that cut blanks off the end of lines lose zeros only.
            decoded.resize(length, 0);
        }
        bytes.extend_from_slice(decoded.get(..length)?);
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_in_the_text_is_taken_out() {
        let (text, files) = split("pre\nbegin 644 a.txt\n#0V%T\n`\nend\nposle\n");
        assert_eq!(text, "pre\nposle\n");
        assert_eq!((files[0].name.as_str(), files[0].bytes.as_slice()), ("a.txt", &b"Cat"[..]));
        assert_eq!(split("begin 644 the story\nof a man\n").1.len(), 0);
    }
}
