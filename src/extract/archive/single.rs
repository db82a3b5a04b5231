//! Compressors that hold one file.

use std::io::{self, Read};

use super::{limits, names};
use crate::extract::{Failure, Gap, Input, Options, Reason, Sink};

pub fn gz(input: &Input, _: &Options, sink: &mut dyn Sink) -> Result<(), Failure> {
    let mut decoder = flate2::read::MultiGzDecoder::new(input.bytes);
    // The header's own name is what the file was called before; hostile paths are cut down to their last part.
    let own = flate2::read::GzDecoder::new(input.bytes)
        .header()
        .and_then(|header| header.filename())
        .map(names::text)
        .and_then(|name| name.rsplit(['/', '\\']).next().map(str::to_owned))
        .filter(|name| !name.is_empty());
    let name = own.unwrap_or_else(|| names::inner(input.name, &["gz"]));
    member(input, &name, &mut decoder, sink)
}

pub fn bz2(input: &Input, _: &Options, sink: &mut dyn Sink) -> Result<(), Failure> {
    member(input, &names::inner(input.name, &["bz2"]), &mut bzip2::read::MultiBzDecoder::new(input.bytes), sink)
}

pub fn xz(input: &Input, _: &Options, sink: &mut dyn Sink) -> Result<(), Failure> {
    /// KiB of dictionary: the largest preset needs 64 MiB.
    const MEMORY: u32 = 256 << 10;
    let mut decoder = lzma_rust2::XzReader::new_mem_limit(input.bytes, true, MEMORY);
    member(input, &names::inner(input.name, &["xz"]), &mut decoder, sink)
}

pub fn zst(input: &Input, _: &Options, sink: &mut dyn Sink) -> Result<(), Failure> {
    member(input, &names::inner(input.name, &["zst"]), &mut Frames { rest: input.bytes, current: None }, sink)
}

fn member(input: &Input, name: &str, content: &mut dyn Read, sink: &mut dyn Sink) -> Result<(), Failure> {
    let mut budget = limits::Budget::new(input.bytes.len());
    let mut content = Honest { inner: content };
    Ok(sink.member(name, &mut budget.reader(&mut content))?)
}

/// Says "truncated" where the decoder says "unexpected end".
struct Honest<'a> {
    inner: &'a mut dyn Read,
}

impl Read for Honest<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.inner.read(buffer).map_err(|error| match error.kind() {
            io::ErrorKind::UnexpectedEof => Gap::new(Reason::Truncated, "the compressed file ends too early").into_io(),
            _ => Gap::new(Reason::Corrupt, format!("the compressed file is damaged: {error}")).into_io(),
        })
    }
}

/// Zstandard frames one after the other.
struct Frames<'a> {
    rest: &'a [u8],
    current: Option<ruzstd::decoding::StreamingDecoder<&'a [u8], ruzstd::decoding::FrameDecoder>>,
}

impl Read for Frames<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            if let Some(mut decoder) = self.current.take() {
                let count = decoder.read(buffer).map_err(|error| in_words(&error.to_string()))?;
                if count > 0 || buffer.is_empty() {
                    self.current = Some(decoder);
                    return Ok(count);
                }
                self.rest = decoder.into_inner();
            }
            // Skippable frames carry no content.
            if let [0x50..=0x5f, 0x2a, 0x4d, 0x18, a, b, c, d, rest @ ..] = self.rest {
                let length = u32::from_le_bytes([*a, *b, *c, *d]) as usize;
                self.rest = rest.get(length..).unwrap_or_default();
                continue;
            }
            if self.rest.is_empty() {
                return Ok(0);
            }
            let decoder = ruzstd::decoding::StreamingDecoder::new(self.rest).map_err(|error| in_words(&error.to_string()))?;
            self.current = Some(decoder);
        }
    }
}

/// The library's errors carry the names of its source code behind what they say.
fn in_words(error: &str) -> io::Error {
    if error.contains("UnexpectedEof") || error.contains("fill whole buffer") {
        return io::Error::from(io::ErrorKind::UnexpectedEof);
    }
    let words = error.split(['(', '{', '"']).next().unwrap_or_default();
    // Cut off at the first of them, what stands before it is a name, too.
    let said = if words.len() < error.len() { words.rsplit_once(": ").map_or(words, |(said, _)| said) } else { words };
    io::Error::other(said.to_owned())
}
