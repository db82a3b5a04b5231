//! The mapped file lent to a library that wants to own its reader.

use std::cell::Cell;
use std::io::{self, Read, Seek, SeekFrom};
use std::rc::Rc;

/// A reader over bytes it does not own. It works as long as its [`Loan`] lives, and fails afterwards.
pub(super) struct Reader {
    bytes: Rc<Cell<Option<*const [u8]>>>,
    at: u64,
}

/// Ends the loan when it is dropped, also when a panic unwinds.
pub(super) struct Loan<'a> {
    bytes: Rc<Cell<Option<*const [u8]>>>,
    _owner: std::marker::PhantomData<&'a [u8]>,
}

impl Drop for Loan<'_> {
    fn drop(&mut self) {
        self.bytes.set(None);
    }
}

/// Lend the bytes to readers for as long as the loan lives.
pub(super) fn lend(bytes: &[u8]) -> Loan<'_> {
    Loan { bytes: Rc::new(Cell::new(Some(std::ptr::from_ref(bytes)))), _owner: std::marker::PhantomData }
}

impl Loan<'_> {
    pub(super) fn reader(&self) -> Reader {
        Reader { bytes: self.bytes.clone(), at: 0 }
    }
}

impl Reader {
    fn lent(&self) -> io::Result<&[u8]> {
        let bytes = self.bytes.get().ok_or_else(|| io::Error::other("the file is closed"))?;
        // SAFETY: the pointer was made from a reference that lives at least as long as the loan, and the loan clears it when it ends.
        // Neither `Rc` nor this reader can leave the thread, so the loan cannot end between the check and the use of the borrowed slice.
        Ok(unsafe { &*bytes })
    }
}

impl Read for Reader {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let bytes = self.lent()?;
        let rest = usize::try_from(self.at).ok().and_then(|at| bytes.get(at..)).unwrap_or_default();
        let count = rest.len().min(buffer.len());
        if let (Some(to), Some(from)) = (buffer.get_mut(..count), rest.get(..count)) {
            to.copy_from_slice(from);
        }
        self.at += count as u64;
        Ok(count)
    }
}

impl Seek for Reader {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let length = self.lent()?.len() as u64;
        let at = match to {
            SeekFrom::Start(at) => Some(at),
            SeekFrom::End(by) => length.checked_add_signed(by),
            SeekFrom::Current(by) => self.at.checked_add_signed(by),
        };
        self.at = at.ok_or_else(|| io::Error::new(io::ErrorKind::InvalidInput, "a position before the beginning of the file"))?;
        Ok(self.at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reader_ends_with_its_loan() {
        let bytes = b"abcdef".to_vec();
        let loan = lend(&bytes);
        let mut reader = loan.reader();
        let mut two = [0; 2];
        reader.seek(SeekFrom::End(-3)).unwrap();
        reader.read_exact(&mut two).unwrap();
        assert_eq!(&two, b"de");
        assert!(reader.seek(SeekFrom::Current(-9)).is_err());
        reader.seek(SeekFrom::Start(99)).unwrap();
        assert_eq!(reader.read(&mut two).unwrap(), 0);
        drop(loan);
        assert!(reader.read(&mut two).is_err() && reader.seek(SeekFrom::Start(0)).is_err());
    }
}
