//! Whatever a file does to its reader costs that file alone: bombs end in a recorded reason, nothing is left running, and the
//! evidence is exactly as it was.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::Path;

use flate2::{Compress, Compression, FlushCompress};

use crate::support::{json, rogatory, run, scratch};

/// A raw deflate stream of `megabytes` times `piece` bytes of `byte`, made by repeating one compressed block.
fn deflated(byte: u8, megabytes: usize) -> Vec<u8> {
    let block = vec![byte; 1 << 20];
    let mut packed = vec![0; 64 * 1024];
    let mut compress = Compress::new(Compression::best(), false);
    compress.compress(&block, &mut packed, FlushCompress::Full).unwrap();
    packed.truncate(compress.total_out() as usize);
    let mut out = Vec::with_capacity(packed.len() * megabytes + 2);
    for _ in 0..megabytes {
        out.extend_from_slice(&packed);
    }
    // An empty last block.
    out.extend_from_slice(&[0x03, 0x00]);
    out
}

/// A ZIP with one deflated file of `size` bytes, written by hand: no library writes a lie this quickly.
fn zip_of(name: &str, packed: &[u8], size: u32) -> Vec<u8> {
    let fields = |out: &mut Vec<u8>| {
        out.extend_from_slice(&[20, 0, 0, 0, 8, 0, 0, 0, 0x21, 0x5a]);
        out.extend_from_slice(&0u32.to_le_bytes());
        out.extend_from_slice(&(packed.len() as u32).to_le_bytes());
        out.extend_from_slice(&size.to_le_bytes());
        out.extend_from_slice(&(name.len() as u16).to_le_bytes());
        out.extend_from_slice(&[0, 0]);
    };
    let mut out = b"PK\x03\x04".to_vec();
    fields(&mut out);
    out.extend_from_slice(name.as_bytes());
    out.extend_from_slice(packed);
    let directory = out.len() as u32;
    out.extend_from_slice(b"PK\x01\x02\x14\x00");
    fields(&mut out);
    out.extend_from_slice(&[0; 14]);
    out.splice(out.len() - 4.., 0u32.to_le_bytes());
    out.extend_from_slice(name.as_bytes());
    let length = out.len() as u32 - directory;
    out.extend_from_slice(b"PK\x05\x06\0\0\0\0\x01\0\x01\0");
    out.extend_from_slice(&length.to_le_bytes());
    out.extend_from_slice(&directory.to_le_bytes());
    out.extend_from_slice(&[0, 0]);
    out
}

fn stored_zip(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (name, bytes) in files {
        writer.start_file(*name, options).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// A PDF from its objects, numbered from 1; the first is the catalogue.
fn pdf(objects: impl IntoIterator<Item = Vec<u8>>) -> Vec<u8> {
    let mut out = b"%PDF-1.7\n".to_vec();
    let mut places = Vec::new();
    for (number, object) in objects.into_iter().enumerate() {
        places.push(out.len());
        out.extend_from_slice(format!("{} 0 obj\n", number + 1).as_bytes());
        out.extend_from_slice(&object);
        out.extend_from_slice(b"\nendobj\n");
    }
    let table = out.len();
    out.extend_from_slice(format!("xref\n0 {}\n0000000000 65535 f \n", places.len() + 1).as_bytes());
    for place in &places {
        out.extend_from_slice(format!("{place:010} 00000 n \n").as_bytes());
    }
    out.extend_from_slice(
        format!("trailer\n<< /Size {} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n", places.len() + 1).as_bytes(),
    );
    out
}

fn stream(dictionary: &str, bytes: &[u8]) -> Vec<u8> {
    let mut out = format!("<< {dictionary} /Length {} >>\nstream\n", bytes.len()).into_bytes();
    out.extend_from_slice(bytes);
    out.extend_from_slice(b"\nendstream");
    out
}

fn page_with(contents: Vec<u8>, resources: &str, rest: Vec<Vec<u8>>) -> Vec<u8> {
    let mut objects = vec![
        b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_vec(),
        format!("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << {resources} >> >>")
            .into_bytes(),
        contents,
    ];
    objects.extend(rest);
    pdf(objects)
}

fn pdf_stream_bomb() -> Vec<u8> {
    let mut zlib = vec![0x78, 0xda];
    zlib.extend(deflated(b' ', 3072));
    page_with(stream("/Filter /FlateDecode", &zlib), "", vec![])
}

/// Two honest pages, then one whose content is the bomb.
fn pdf_bomb_on_page_three() -> Vec<u8> {
    let mut zlib = vec![0x78, 0xda];
    zlib.extend(deflated(b' ', 3072));
    let page = |contents: u32| {
        format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents {contents} 0 R /Resources << /Font << /F 9 0 R >> >> >>"
        )
        .into_bytes()
    };
    pdf([
        b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
        b"<< /Type /Pages /Kids [3 0 R 5 0 R 7 0 R] /Count 3 >>".to_vec(),
        page(4),
        stream("", b"BT /F 12 Tf 72 700 Td (prva strana) Tj ET"),
        page(6),
        stream("", b"BT /F 12 Tf 72 700 Td (druga strana) Tj ET"),
        page(8),
        stream("/Filter /FlateDecode", &zlib),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>".to_vec(),
    ])
}

/// 30 levels of forms, each drawing the next one three times.
fn pdf_form_tree() -> Vec<u8> {
    let form = |next: usize| {
        let dictionary = format!("/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /F {next} 0 R >> >>");
        stream(&dictionary, b"/F Do /F Do /F Do")
    };
    let forms = (0..30).map(|level| form(6 + level)).chain([stream("/Type /XObject /Subtype /Form /BBox [0 0 9 9]", b"0 0 m")]);
    page_with(stream("", b"/F Do"), "/XObject << /F 5 0 R >>", forms.collect())
}

/// A page tree 50,000 levels deep.
fn pdf_page_tree() -> Vec<u8> {
    let depth = 50_000;
    let mut objects = vec![b"<< /Type /Catalog /Pages 2 0 R >>".to_vec()];
    for level in 0..depth {
        objects.push(format!("<< /Type /Pages /Kids [{} 0 R] /Count 1 /Parent {} 0 R >>", level + 3, level + 1).into_bytes());
    }
    objects.push(format!("<< /Type /Page /Parent {} 0 R /MediaBox [0 0 612 792] >>", depth + 1).into_bytes());
    pdf(objects)
}

fn billion_laughs() -> String {
    let mut text = String::from("<?xml version=\"1.0\"?>\n<!DOCTYPE lolz [<!ENTITY lol0 \"lol\">\n");
    for level in 1..12 {
        let inner = format!("&lol{};", level - 1).repeat(10);
        text.push_str(&format!("<!ENTITY lol{level} \"{inner}\">\n"));
    }
    text + "]>\n<lolz>&lol11;</lolz>\n"
}

fn mail_of_parts(parts: usize) -> Vec<u8> {
    let mut mail = b"From: a@example.org\r\nTo: b@example.org\r\nSubject: many\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=B\r\n\r\n".to_vec();
    for number in 0..parts {
        mail.extend_from_slice(format!("--B\r\nContent-Type: text/plain\r\n\r\npart {number}\r\n").as_bytes());
    }
    mail.extend_from_slice(b"--B--\r\n");
    mail
}

fn nested_mail(levels: usize) -> Vec<u8> {
    let mut mail = String::from("From: a@example.org\r\nSubject: deep\r\nMIME-Version: 1.0\r\n");
    for level in 0..levels {
        mail.push_str(&format!("Content-Type: multipart/mixed; boundary=B{level}\r\n\r\n--B{level}\r\n"));
    }
    (mail + "Content-Type: text/plain\r\n\r\ninnermost\r\n").into_bytes()
}

/// State and reasons of every file below `root`, by its path below it; files that are complete have no reasons.
fn register(case: &Path) -> BTreeMap<String, (String, Vec<String>)> {
    let (_, status) = json(rogatory().arg("--case").arg(case).args(["status", "--json"]));
    status["failures"]
        .as_array()
        .unwrap()
        .iter()
        .map(|failure| {
            let path = failure["path"].as_str().unwrap().rsplit("/evidence/").next().unwrap().to_string();
            let reasons =
                failure["gaps"].as_array().unwrap().iter().map(|gap| gap["reason"].as_str().unwrap().to_string()).collect();
            (path, (failure["state"].as_str().unwrap().to_string(), reasons))
        })
        .collect()
}

/// Processes that hold a file below `dir` open.
#[cfg(target_os = "linux")]
fn holding(dir: &Path) -> Vec<String> {
    let mut found = Vec::new();
    for process in fs::read_dir("/proc").unwrap().flatten() {
        for handle in fs::read_dir(process.path().join("fd")).into_iter().flatten().flatten() {
            if fs::read_link(handle.path()).is_ok_and(|target| target.starts_with(dir)) {
                found.push(process.file_name().to_string_lossy().into_owned());
            }
        }
    }
    found
}

/// Everything that could betray a touch: times to the nanosecond, modes, owners, sizes, bytes.
#[cfg(unix)]
fn manifest(dir: &Path, out: &mut Vec<String>) {
    use std::os::unix::fs::MetadataExt;
    let mut entries: Vec<_> = fs::read_dir(dir).unwrap().map(|e| e.unwrap().path()).collect();
    entries.sort();
    for path in entries.into_iter().chain([dir.to_path_buf()]) {
        let m = fs::symlink_metadata(&path).unwrap();
        if m.is_dir() && path != dir {
            manifest(&path, out);
            continue;
        }
        out.push(format!(
            "{} {:o} {} {} {} {} {} {} {}",
            path.display(),
            m.mode(),
            m.uid(),
            m.size(),
            m.atime(),
            m.atime_nsec(),
            m.mtime_nsec(),
            m.ctime(),
            m.ctime_nsec()
        ));
    }
}

#[test]
fn bombs_end_in_a_reason_and_honest_files_beside_them_are_read() {
    let dir = scratch();
    let evidence = dir.path().join("evidence");
    let case = dir.path().join("case");
    fs::create_dir(&evidence).unwrap();
    let put = |name: &str, bytes: &[u8]| fs::write(evidence.join(name), bytes).unwrap();
    put("honest.txt", "Sastanak je u četvrtak kod mosta.".as_bytes());
    put("three-gigabytes.zip", &zip_of("zeros.bin", &deflated(0, 3072), 3072 << 20));
    let mut nested = stored_zip(&[("deep.txt", b"the innermost text")]);
    for level in 0..12 {
        nested = stored_zip(&[(&format!("level-{level}.zip"), &nested), ("beside.txt", format!("level {level}").as_bytes())]);
    }
    put("nested.zip", &nested);
    put("stream.pdf", &pdf_stream_bomb());
    put("half.pdf", &pdf_bomb_on_page_three());
    put("forms.pdf", &pdf_form_tree());
    put("pages.pdf", &pdf_page_tree());
    put("laughs.xml", billion_laughs().as_bytes());
    let laughs = billion_laughs();
    put("laughs.docx", &stored_zip(&[("[Content_Types].xml", b"<Types/>"), ("word/document.xml", laughs.as_bytes())]));
    put("elements.html", format!("<html><body>{}end", "<div>".repeat(200_000)).as_bytes());
    put("elements.xml", ("<a>".repeat(200_000) + "x" + &"</a>".repeat(200_000)).as_bytes());
    put("parts.eml", &mail_of_parts(20_000));
    put("nested.eml", &nested_mail(20_000));

    rogatory().arg("init").arg(&case).output().unwrap();
    let mut index = rogatory();
    index.arg("--case").arg(&case).arg("index").arg(&evidence).args([
        "--timeout",
        "2",
        "--memory",
        "512",
        "--ocr",
        "off",
        "--max-expanded",
        "64",
        "--json",
    ]);
    let (code, summary) = json(&mut index);
    let register = register(&case);
    assert_eq!(code, 3, "{summary} {register:?}");
    assert_eq!(summary["files"], 13);
    #[cfg(target_os = "linux")]
    assert_eq!(holding(&evidence), Vec::<String>::new(), "a reader is left running");

    assert!(!register.contains_key("honest.txt"));
    let reasons = |name: &str| register.get(name).unwrap_or_else(|| panic!("{name} is not in {register:?}")).1.clone();
    assert_eq!(reasons("three-gigabytes.zip"), ["size_limit"]);
    let deepest = register.iter().find(|(path, _)| path.starts_with("nested.zip!/")).expect("the nesting ends somewhere");
    assert_eq!(deepest.0.matches("!/").count(), 8);
    assert_eq!(deepest.1.1, ["nesting_limit"]);
    for name in ["stream.pdf", "forms.pdf"] {
        let reasons = reasons(name);
        assert!(
            ["time_limit", "memory_limit", "size_limit", "nesting_limit"].contains(&reasons[0].as_str()),
            "{name}: {reasons:?}"
        );
    }
    // What came before the bomb is kept, and found.
    assert_eq!(register["half.pdf"].0, "partial", "{:?}", register["half.pdf"]);
    let (code, found) = json(rogatory().arg("--case").arg(&case).args(["search", "druga strana", "--json"]));
    assert_eq!((code, found["total"].as_u64()), (0, Some(1)), "{found}");
    // These may be read, or refused with a reason; what counts is that each has a state, and that the run lived on.
    let (_, status) = json(rogatory().arg("--case").arg(&case).args(["status", "--json"]));
    let seen =
        status["complete"].as_u64().unwrap() + status["partial"].as_u64().unwrap() + status["unreadable"].as_u64().unwrap();
    assert_eq!(Some(seen), status["documents"].as_u64());
    assert_eq!(run(rogatory().arg("--case").arg(&case).arg("verify")).0, 0);

    // The same again gives the same states.
    let again = dir.path().join("again");
    rogatory().arg("init").arg(&again).output().unwrap();
    let mut index = rogatory();
    index.arg("--case").arg(&again).arg("index").arg(&evidence).args([
        "--timeout",
        "2",
        "--memory",
        "512",
        "--max-expanded",
        "64",
        "--ocr",
        "off",
        "-q",
    ]);
    assert_eq!(run(&mut index).0, 3);
    let states = |r: &BTreeMap<String, (String, Vec<String>)>| {
        r.iter().map(|(path, (state, _))| (path.clone(), state.clone())).collect::<Vec<_>>()
    };
    assert_eq!(states(&self::register(&again)), states(&register));
}

#[test]
#[cfg(unix)]
fn the_evidence_is_byte_time_and_mode_identical_after_a_run() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let dir = scratch();
    let evidence = dir.path().join("evidence");
    let case = dir.path().join("case");
    fs::create_dir_all(evidence.join("inner")).unwrap();
    for (name, bytes) in [
        ("a.txt", &b"prvi"[..]),
        ("inner/b.csv", b"x,y\n1,2\n"),
        ("inner/c.zip", &stored_zip(&[("in.txt", b"unutra")])),
        ("d.pdf", b"%PDF-broken"),
    ] {
        let path = evidence.join(name);
        fs::write(&path, bytes).unwrap();
        // Accessed long before it was written: a reader that lets the system note its visit would show here.
        let long_ago = std::time::SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(1_000_000_000);
        fs::File::options().write(true).open(&path).unwrap().set_times(fs::FileTimes::new().set_accessed(long_ago)).unwrap();
    }
    fs::set_permissions(evidence.join("a.txt"), fs::Permissions::from_mode(0o440)).unwrap();
    symlink("/etc/passwd", evidence.join("out")).unwrap();
    symlink("..", evidence.join("inner/loop")).unwrap();
    let listed = |out: &mut Vec<String>| manifest(&evidence, out);
    // The first listing may itself update the folders' access times, and looking where a link points updates that of the link:
    // no system call avoids it.
    std::thread::sleep(std::time::Duration::from_millis(30));
    fs::read_link(evidence.join("out")).unwrap();
    fs::read_link(evidence.join("inner/loop")).unwrap();
    listed(&mut Vec::new());
    let mut before = Vec::new();
    listed(&mut before);
    rogatory().arg("init").arg(&case).output().unwrap();
    let (code, _, stderr) = run(rogatory().arg("--case").arg(&case).arg("index").arg(&evidence));
    assert_eq!(code, 3, "{stderr}");
    assert_eq!(run(rogatory().arg("--case").arg(&case).arg("verify")).0, 0);
    let mut after = Vec::new();
    listed(&mut after);
    assert_eq!(before, after);
}

#[test]
fn a_pipe_a_hostile_name_and_a_file_without_permission_do_not_stop_a_run() {
    let dir = scratch();
    let evidence = dir.path().join("evidence");
    let case = dir.path().join("case");
    fs::create_dir(&evidence).unwrap();
    fs::write(evidence.join("evil\u{1b}[31m\u{202e}fdp.txt"), "tekst").unwrap();
    #[cfg(target_os = "linux")]
    {
        use std::os::unix::ffi::OsStrExt;
        fs::write(evidence.join(std::ffi::OsStr::from_bytes(b"\xff\xfe.txt")), "drugi").unwrap();
        let status = std::process::Command::new("mkfifo").arg(evidence.join("pipe")).status().unwrap();
        assert!(status.success());
    }
    rogatory().arg("init").arg(&case).output().unwrap();
    let (code, stdout, stderr) = run(rogatory().arg("--case").arg(&case).arg("index").arg(&evidence).arg("-v"));
    assert_eq!(code, 0, "{stdout}{stderr}");
    assert!(!stdout.contains('\u{1b}') && !stderr.contains('\u{1b}') && !stderr.contains('\u{202e}'), "{stderr}");
    #[cfg(target_os = "linux")]
    {
        let (_, status) = json(rogatory().arg("--case").arg(&case).args(["status", "--json"]));
        assert_eq!(status["documents"], 2);
        assert_eq!(status["skipped"][0]["what"], "a named pipe");
    }
    // The same again: nothing is new.
    let (code, again) = json(rogatory().arg("--case").arg(&case).arg("index").arg(&evidence).arg("--json"));
    assert_eq!((code, again["untouched"].as_bool()), (0, Some(true)), "{again}");
}
