//! Mail and network addresses.

use super::announce::List;
use super::scan::Flat;
use super::{Findings, Found, Kind};
use std::net::{Ipv4Addr, Ipv6Addr};

pub(super) fn emails(text: &str, flat: &Flat, found: &mut Findings) {
    for (at, _) in text.match_indices('@') {
        let before = text.get(..at).unwrap_or_default();
        let behind = text.get(at + 1..).unwrap_or_default();
        let local: usize =
            before.chars().rev().take(64).take_while(|c| c.is_alphanumeric() || "._%+-'".contains(*c)).map(char::len_utf8).sum();
        let local = before.get(at - local..).unwrap_or_default().trim_start_matches(['.', '-', '\'', '%']);
        let domain: usize =
            behind.chars().take(253).take_while(|c| c.is_alphanumeric() || matches!(c, '.' | '-')).map(char::len_utf8).sum();
        let domain = behind.get(..domain).unwrap_or_default().trim_end_matches(['.', '-']);
        let last = domain.rsplit('.').next().unwrap_or_default();
        if local.is_empty()
            || local.ends_with('.')
            || domain.starts_with(['.', '-'])
            || domain.contains("..")
            || !domain.contains('.')
        {
            continue;
        }
        // A messenger's name for a telephone number; the phones are read from it.
        if domain.eq_ignore_ascii_case("s.whatsapp.net") {
            continue;
        }
        if last.chars().count() < 2 || last.chars().any(|c| c.is_numeric()) {
            continue;
        }
        let span = flat.position(at - local.len())..flat.position(at + 1 + domain.len());
        if !found.has(&span) {
            found.push(Found::at(Kind::Email, format!("{local}@{domain}").to_lowercase(), span, None, ""));
        }
    }
}

pub(super) fn addresses(flat: &Flat, found: &mut Findings) {
    let b = &flat.look;
    let mut at = 0;
    while at < b.len() {
        let start = at;
        let long = b[start..].iter().take_while(|c| c.is_ascii_hexdigit() || matches!(c, b'.' | b':')).count();
        at += long.max(1);
        if long < 7 || (start > 0 && b[start - 1].is_ascii_alphanumeric()) {
            continue;
        }
        let word = String::from_utf8_lossy(&b[start..start + long]).into_owned();
        let word = word.trim_end_matches(['.', ':']);
        let before_port = word.split_once(':').map_or(word, |(address, _)| address);
        if let Ok(v4) = before_port.parse::<Ipv4Addr>() {
            let span = start..start + before_port.len();
            // Sections are numbered 2.1.3.4, too.
            let address_like = v4.octets().iter().filter(|o| **o > 20).count() >= 2 || flat.near(&span, 30, List::Ip);
            if address_like && flat.stands_free(&span) && !found.has(&span) {
                found.push(Found::at(Kind::Ip, v4.to_string(), span, Some(true), "ipv4"));
            }
        } else if word.matches(':').count() >= 2
            && let Ok(v6) = word.parse::<Ipv6Addr>()
        {
            let span = start..start + word.len();
            if flat.stands_free(&span) && !found.has(&span) && word.bytes().filter(u8::is_ascii_hexdigit).count() > 3 {
                found.push(Found::at(Kind::Ip, v6.to_string(), span, Some(true), "ipv6"));
            }
        }
    }
}
