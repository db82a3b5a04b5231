//! Units of text, compressed in blocks: one JSON object a line, zstd around about 64 KiB of lines.
//!
//! A block is small enough to be opened for one passage and large enough to compress well. JSON, because a case may be opened
//! by another program in twenty years.

use std::cell::RefCell;

use sha2::{Digest, Sha256};
use zstd::bulk::Decompressor;

use super::document::StoredUnit;
use super::error::{Error, Kind};

/// Raw size at which a block is closed.
const BLOCK_BYTES: usize = 64 * 1024;
/// No honest block is larger than this when opened: one unit of the largest size a reader may hand over, and some.
const MAX_RAW: usize = 256 * 1024 * 1024;
const LEVEL: i32 = 3;

/// A run of units of one document.
#[derive(Debug, Clone)]
pub struct Block {
    /// Ordinal of its first unit.
    pub first: u32,
    pub count: u32,
    pub data: Vec<u8>,
}

impl Block {
    /// Open the block: every unit in it.
    pub fn units(&self) -> Result<Vec<StoredUnit>, Error> {
        let raw = open(&self.data)?;
        raw.split(|b| *b == b'\n').filter(|line| !line.is_empty()).map(parse).collect()
    }

    /// One unit, without parsing the others.
    pub fn unit(&self, ordinal: u32) -> Result<Option<StoredUnit>, Error> {
        Ok(self.some_units(&[ordinal])?.pop())
    }

    /// Some units by their ordinals (in order), without parsing the others. What lies elsewhere is left out.
    pub fn some_units(&self, ordinals: &[u32]) -> Result<Vec<StoredUnit>, Error> {
        let raw = open(&self.data)?;
        let mut lines = raw.split(|b| *b == b'\n').zip(self.first..);
        let mut units = Vec::with_capacity(ordinals.len());
        for ordinal in ordinals {
            let line = lines.find(|(_, at)| at == ordinal).map(|(line, _)| line).filter(|line| !line.is_empty());
            units.extend(line.map(parse).transpose()?);
        }
        Ok(units)
    }

    /// The raw lines, for digests.
    pub(super) fn raw(&self) -> Result<Vec<u8>, Error> {
        open(&self.data)
    }
}

fn open(data: &[u8]) -> Result<Vec<u8>, Error> {
    thread_local! {
        // Making one costs as much as opening a small block, and an answer opens many.
        static DECOMPRESSOR: RefCell<Option<Decompressor<'static>>> = const { RefCell::new(None) };
    }
    let size = MAX_RAW.min(zstd::zstd_safe::get_frame_content_size(data).ok().flatten().unwrap_or(0) as usize);
    DECOMPRESSOR
        .with_borrow_mut(|kept| {
            let decompressor = match kept {
                Some(decompressor) => decompressor,
                None => kept.insert(Decompressor::new()?),
            };
            decompressor.decompress(data, size)
        })
        .map_err(|_| {
            Error::new(Kind::Damaged, "a block of text in the case's store is damaged").hint("rogatory verify names the document")
        })
}

fn parse(line: &[u8]) -> Result<StoredUnit, Error> {
    serde_json::from_slice(line).map_err(|_| {
        Error::new(Kind::Damaged, "a unit of text in the case's store is damaged").hint("rogatory verify names the document")
    })
}

/// Packs units as they come.
pub struct BlockWriter {
    blocks: Vec<Block>,
    raw: Vec<u8>,
    first: u32,
    next: u32,
    text_bytes: u64,
    digest: Sha256,
}

impl Default for BlockWriter {
    fn default() -> BlockWriter {
        BlockWriter { blocks: Vec::new(), raw: Vec::new(), first: 1, next: 1, text_bytes: 0, digest: Sha256::new() }
    }
}

impl BlockWriter {
    /// Add a unit; its ordinal is given by its place.
    pub fn push(&mut self, mut unit: StoredUnit) -> Result<(), Error> {
        unit.ordinal = self.next;
        self.next += 1;
        self.text_bytes += unit.unit.text.len() as u64;
        serde_json::to_writer(&mut self.raw, &unit)
            .map_err(|e| Error::new(Kind::Io, format!("cannot keep a unit of text: {e}")))?;
        self.raw.push(b'\n');
        if self.raw.len() >= BLOCK_BYTES { self.close() } else { Ok(()) }
    }

    /// Units so far.
    pub fn count(&self) -> u32 {
        self.next - 1
    }

    /// Bytes of text so far.
    pub fn text_bytes(&self) -> u64 {
        self.text_bytes
    }

    fn close(&mut self) -> Result<(), Error> {
        if self.raw.is_empty() {
            return Ok(());
        }
        self.digest.update(&self.raw);
        // The checksum makes a flipped bit an error at the moment of reading, not only under `verify`.
        let compress = || {
            let mut compressor = zstd::bulk::Compressor::new(LEVEL)?;
            compressor.include_checksum(true)?;
            compressor.compress(&self.raw)
        };
        let data = compress().map_err(|e: std::io::Error| Error::new(Kind::Io, format!("cannot compress text: {e}")))?;
        self.blocks.push(Block { first: self.first, count: self.next - self.first, data });
        self.first = self.next;
        self.raw.clear();
        Ok(())
    }

    /// The blocks, and the SHA-256 (hex) over all their lines.
    pub fn finish(mut self) -> Result<(Vec<Block>, String), Error> {
        self.close()?;
        let digest = hex(&self.digest.finalize());
        Ok((self.blocks, digest))
    }
}

/// Lower-case hexadecimal, as `sha256sum` prints it.
pub(crate) fn hex(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        out.push_str(&format!("{byte:02x}"));
    }
    out
}
