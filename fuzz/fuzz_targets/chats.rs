//! Chats and call records: no panic, and every time handed on is a time. The first byte chooses the reader.
#![no_main]

mod common;

const READERS: [(&str, &str); 5] = [
    ("chat", "chat.txt"),
    ("telegram-json", "result.json"),
    ("telegram-html", "messages.html"),
    ("call-records", "calls.csv"),
    ("signal-text", "messages.txt"),
];

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    let Some((choice, bytes)) = data.split_first() else { return };
    let (id, name) = READERS[usize::from(*choice) % READERS.len()];
    for unit in common::read(id, name, bytes).units {
        let entry = unit.entry.expect("a chat is made of entries");
        // Times of tables and texts are checked by the reader; Telegram's are handed on as the file has them.
        if let Some(time) = entry.time.filter(|_| matches!(id, "chat" | "call-records")) {
            assert!(time.len() >= 10 && time.as_bytes()[4] == b'-' && time.as_bytes()[7] == b'-', "{time}");
        }
    }
});
