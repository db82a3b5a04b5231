//! Archives and compressed files: every entry is a member. Limits keep a few kilobytes from becoming terabytes.
//!
//! Not for: formats that are an archive inside but a document to people (Office, e-books); those have their own readers.

mod limits;
mod names;
pub mod pieces;
mod reconcile;
mod sevenz;
mod single;
mod tar;
mod zip;

use super::formats::{Format, OWN};
use super::{Failure, Reason};

/// ZIP archives.
pub const ZIP: Format = Format {
    id: "zip",
    name: "ZIP",
    media_type: "application/zip",
    extensions: &["zip", "jar", "kmz"],
    engine: "zip 9.8.1",
    read: zip::read,
    reads: "every entry as a member (stored, Deflate, Deflate64, bzip2, LZMA, XZ, Zstandard; ZipCrypto and AES with a password); names in UTF-8, \
            code page 437, 852 or 866; damaged archives entry by entry; entries hidden behind a later one of the same name, or left out of the \
            directory, are handed on as `[hidden n]/…`; entries the directory announces and the archive does not hold are named \
            (`missing_member`)",
    leaves: "symbolic links",
    locator: "the members have their own",
    limits: limits::TOLD,
};

/// Unix archives.
pub const TAR: Format = Format {
    id: "tar",
    name: "tar",
    media_type: "application/x-tar",
    extensions: &["tar"],
    engine: "tar 0.4.46",
    read: tar::read,
    reads: "every file as a member, long names included, also of a second archive joined behind the first; an archive cut inside a file, or without its end mark, is `truncated`",
    leaves: "links and devices; tar announces no number of files, so what is missing behind a clean cut has no name",
    locator: "the members have their own",
    limits: limits::TOLD,
};

/// RAR. There is no reader with a licence that fits, and that is said.
pub const RAR: Format = Format {
    id: "rar",
    name: "RAR",
    media_type: "application/vnd.rar",
    extensions: &["rar"],
    engine: "none",
    read: |_, _, _| {
        Err(Failure::because(
            Reason::Unsupported,
            "RAR archives are not unpacked: no library with a fitting licence exists; unpack it and index the folder",
        ))
    },
    reads: "nothing; the archive is `unsupported`",
    leaves: "every file in it: no library with a fitting licence exists; unpack it and index the folder",
    locator: "none",
    limits: "",
};

/// 7-Zip archives.
pub const SEVENZ: Format = Format {
    id: "7z",
    name: "7z",
    media_type: "application/x-7z-compressed",
    extensions: &["7z"],
    engine: "sevenz-rust2 0.25.0",
    read: sevenz::read,
    reads: "every entry as a member; AES-256 with a password; files of the directory that do not come out of the packed streams are named (`missing_member`)",
    leaves: "",
    locator: "the members have their own",
    limits: limits::TOLD,
};

/// One compressed file.
pub const GZ: Format = Format {
    id: "gz",
    name: "gzip",
    media_type: "application/gzip",
    extensions: &["gz", "tgz"],
    engine: "flate2 1",
    read: single::gz,
    reads: "the file inside, as a member; several streams in a row",
    leaves: "",
    locator: "the member has its own",
    limits: limits::TOLD,
};

/// One compressed file.
pub const BZ2: Format = Format {
    id: "bz2",
    name: "bzip2",
    media_type: "application/x-bzip2",
    extensions: &["bz2", "tbz2", "tbz"],
    engine: "bzip2 0.6",
    read: single::bz2,
    ..GZ
};

/// One compressed file.
pub const XZ: Format = Format {
    id: "xz",
    name: "xz",
    media_type: "application/x-xz",
    extensions: &["xz", "txz"],
    engine: "lzma-rust2 0.25.0",
    read: single::xz,
    ..GZ
};

/// One compressed file.
pub const ZST: Format = Format {
    id: "zst",
    name: "Zstandard",
    media_type: "application/zstd",
    extensions: &["zst", "tzst"],
    engine: "ruzstd 0.9.1",
    read: single::zst,
    ..GZ
};

#[cfg(test)]
mod tests;
