use super::*;
use proptest::prelude::*;

fn values(text: &str, kind: Kind, hints: &Hints) -> Vec<String> {
    find(text, hints).into_iter().filter(|f| f.kind == kind).map(|f| f.value).collect()
}

fn one(text: &str, kind: Kind, countries: &[&str]) -> Option<Found> {
    find(text, &Hints::of(countries)).into_iter().find(|f| f.kind == kind)
}

#[test]
fn phones_however_written_come_to_one_spelling() {
    for text in [
        "+381 64 123 4567",
        "zvao je +381641234567.",
        "tel: 00381 64/123-4567",
        "+381 (0)64 123 45 67",
        "(+381) 64-123-4567",
        "\u{202A}+381 64 1234567\u{202C}",
        "381641234567@s.whatsapp.net",
        "+381\u{A0}64\u{2011}123\u{2011}4567",
    ] {
        assert_eq!(values(text, Kind::Phone, &Hints::default()), ["+381641234567"], "{text}");
    }
    assert_eq!(values("mob. 064/123-45-67", Kind::Phone, &Hints::of(&["RS"])), ["+381641234567"]);
    assert_eq!(values("069 123 4567", Kind::Phone, &Hints::of(&["AL"])), ["+355691234567"]);
    assert_eq!(values("044 123 456", Kind::Phone, &Hints::of(&["XK", "AL"])), ["+38344123456"]);
    assert_eq!(values("061/123-456", Kind::Phone, &Hints::default()), ["061123456"]);
    for no in [
        "01.02.2024",
        "u 12:30 sati 2024-03-12",
        "član 350 stav 2",
        "1.234.567,00 EUR",
        "predmet KT 12345678",
        "2024-03-12 10:14:00",
    ] {
        assert_eq!(values(no, Kind::Phone, &Hints::of(&["RS"])), Vec::<String>::new(), "{no}");
    }
}

#[test]
fn accounts_in_any_spacing_and_domestic() {
    for text in [
        "RS35260005601001611379",
        "RS35 2600 0560 1001 6113 79 na ime",
        "rs35-2600-0560-1001-6113-79",
        "RS35 2600 0560\n1001 6113 79",
        "РС35 260005601001611379",
    ] {
        let found = one(text, Kind::Iban, &[]);
        assert_eq!(found.as_ref().map(|f| (f.value.as_str(), f.valid)), Some(("RS35260005601001611379", Some(true))), "{text}");
    }
    assert_eq!(one("260-0056010016113-79", Kind::Iban, &["RS"]).map(|f| f.value).as_deref(), Some("RS35260005601001611379"));
    // The same digits, after the letters as their alphabet names them; as many groups as there are habits.
    for text in ["račun 154-921-20008764-19", "racun 154 921 20008764 19", "žiro-račun: 1549212000876419"] {
        let found = one(text, Kind::Iban, &["BA"]);
        assert_eq!(found.map(|f| (f.value, f.valid)), Some(("BA391549212000876419".into(), Some(true))), "{text}");
    }
    assert_eq!(
        one("llogaria 1212 0123 4567 8906", Kind::Iban, &["XK"]).map(|f| f.value).as_deref(),
        Some("XK051212012345678906")
    );
    assert_eq!(one("сметка 250-1200000589-84", Kind::Iban, &["MK"]).map(|f| f.value).as_deref(), Some("MK07250120000058984"));
    assert_eq!(one("TRR 26330-0012039086", Kind::Iban, &["SI"]).map(|f| f.value).as_deref(), Some("SI56263300012039086"));
    for no in ["1549212000876419", "IMEI 154921200087642", "račun 1549212000876418"] {
        assert!(one(no, Kind::Iban, &["BA", "MK"]).is_none(), "{no}");
    }
    assert_eq!(one("RS35260005601001611370", Kind::Iban, &[]).and_then(|f| f.valid), Some(false));
    assert_eq!(
        one("AL47 2121 1009 0000 0002 3569 8741", Kind::Iban, &[]).map(|f| f.value).as_deref(),
        Some("AL47212110090000000235698741")
    );
    assert_eq!(one("XK051212012345678906", Kind::Iban, &[]).and_then(|f| f.valid), Some(true));
    assert!(one("DE 2024 GODINE NA OSNOVU ZAKONA O", Kind::Iban, &[]).is_none());
}

#[test]
fn plates_in_both_scripts_and_any_punctuation() {
    for (text, value, state) in [
        ("vozilo BG-123-AB", "BG123AB", "RS"),
        ("BG 123 AB", "BG123AB", "RS"),
        ("BG123-AB", "BG123AB", "RS"),
        ("БГ 123-АБ", "BG123AB", "RS"),
        ("НС 123-ВР", "NS123VR", "RS"),
        ("kombi ns 1234 ab", "NS1234AB", "RS"),
        ("A12-K-345", "A12K345", "BA"),
        ("А12-К-345", "A12K345", "BA"),
        ("01-234-AB", "01234AB", "XK"),
        ("Vozilo tablica 01-123-AB crno", "01123AB", "XK"),
        ("Makina me targa 01-123-AB", "01123AB", "XK"),
        ("Automobil Golf, tablice 01-123-AB", "01123AB", "XK"),
        ("VOZILO TABLICA 01-123-AB", "01123AB", "XK"),
        ("Возило таблица 01-123-АВ", "01123AB", "XK"),
        ("PG AB123", "PGAB123", "ME"),
        ("prelazaka vozila BG417ZK u periodu od 01.01. do 15.03.", "BG417ZK", "RS"),
        ("прелазака возила BG417ZK у периоду од 01.01. до", "BG417ZK", "RS"),
        ("Kennzeichen BG\n417 ZK, heiße", "BG417ZK", "RS"),
        ("SK 1234 AB", "SK1234AB", "MK"),
        ("ZG 1234-AB", "ZG1234AB", "HR"),
        ("targa AA 123 BB", "AA123BB", "AL"),
        ("Kennzeichen M-AB 1234", "MAB1234", "DE"),
        ("CB 1234 AB", "CB1234AB", "BG"),
        ("plaka 34 ABC 123", "34ABC123", "TR"),
        ("Wien Kennzeichen W-12345 X", "W12345X", "AT"),
    ] {
        let found = one(text, Kind::Plate, &[]);
        assert_eq!(found.as_ref().map(|f| f.value.as_str()), Some(value), "{text}");
        assert_eq!(found.map(|f| f.scheme).as_deref(), Some(state), "{text}");
    }
    // Typed partly by sound, partly by look; the letters themselves leave two readings, and either finds it.
    for value in ["PGAB123", "PGAV123"] {
        assert!(values("возило ПГ АВ123", Kind::Plate, &Hints::default()).iter().any(|found| found == value), "{value}");
    }
    assert_eq!(one("Vozilo tablica 12 crno", Kind::Plate, &[]).map(|f| f.value), None);
    assert_eq!(one("AA 123 BB", Kind::Plate, &["IT"]).map(|f| f.scheme).as_deref(), Some("IT"));
    for no in [
        "od 12 km",
        "član 350 KZ",
        "OD 500 KM",
        "EUR 2024",
        "2024-03-12",
        "ČLAN 12 STAV 3",
        "v1.2.3",
        "A4 2024",
        "Vozilo tablica 12.",
        "vozila od 01.01. do 15.03.2026",
    ] {
        assert!(one(no, Kind::Plate, &["RS"]).is_none(), "{no}: {:?}", find(no, &Hints::of(&["RS"])));
    }
}

#[test]
fn personal_numbers_are_checked() {
    let read = |text: &str, countries: &[&str]| one(text, Kind::PersonalNumber, countries).map(|f| (f.value, f.valid, f.scheme));
    assert_eq!(read("JMBG 0101006500006", &[]), Some(("0101006500006".into(), Some(true), "SI".into())));
    assert_eq!(read("0101100710006", &["RS"]), Some(("0101100710006".into(), Some(true), "RS".into())));
    assert_eq!(read("JMBG: 010110 0710006", &["RS"]), Some(("0101100710006".into(), Some(true), "RS".into())));
    assert_eq!(read("ЈМБГ 0101100710005", &["RS"]), Some(("0101100710005".into(), Some(false), "RS".into())));
    assert_eq!(read("0101100710005", &["RS"]), None);
    assert_eq!(read("OIB: 33392005961", &[]), Some(("33392005961".into(), Some(true), "HR".into())));
    assert_eq!(read("33392005961", &[]), None);
    for prefixed in ["PDV broj: HR33392005961", "VAT HR 33392005961", "HR33392005961"] {
        assert_eq!(read(prefixed, &[]), Some(("33392005961".into(), Some(true), "HR".into())), "{prefixed}");
    }
    assert_eq!(read("HR33392005960", &[]), None);
    // A form with a box for each digit.
    assert_eq!(read("ЈМБГ: 0 1 0 1 1 0 0 7 1 0 0 0 6", &["RS"]), Some(("0101100710006".into(), Some(true), "RS".into())));
    assert_eq!(read("0 1 0 1 1 0 0 7 1 0 0 0 6", &["RS"]), Some(("0101100710006".into(), Some(true), "RS".into())));
    assert_eq!(read("1 2 3 4 5 6 7 8 9 10 11 12 13", &["RS"]), None);
    assert_eq!(read("NID G80218157A", &[]), Some(("G80218157A".into(), Some(true), "AL".into())));
    assert_eq!(read("RCCMNL83S18D969H", &[]), Some(("RCCMNL83S18D969H".into(), Some(true), "IT".into())));
    assert_eq!(read("CNP 1630615123457", &[]), Some(("1630615123457".into(), Some(true), "RO".into())));
    assert_eq!(read("numri personal 1234567890", &["XK"]), Some(("1234567890".into(), None, "XK".into())));
    assert_eq!(one("NIPT J91402501L", Kind::TaxNumber, &[]).map(|f| f.value).as_deref(), Some("J91402501L"));
    assert_eq!(one("PIB 101134702", Kind::TaxNumber, &["RS"]).and_then(|f| f.valid), Some(true));
}

#[test]
fn devices_addresses_wallets() {
    assert_eq!(
        one("IMEI: 49-015420-323751-8", Kind::Imei, &[]).map(|f| (f.value, f.valid)),
        Some(("490154203237518".into(), Some(true)))
    );
    assert_eq!(one("imei 490154203237510", Kind::Imei, &[]).and_then(|f| f.valid), Some(false));
    assert_eq!(values("Piši na Marko.Test+x@Primer.rs, ili a@b", Kind::Email, &Hints::default()), ["marko.test+x@primer.rs"]);
    assert_eq!(values("IP 185.12.3.44:443 i 2a02:2698::1", Kind::Ip, &Hints::default()), ["185.12.3.44", "2a02:2698::1"]);
    assert!(one("verzija 2.1.3.4, u 12:30:45", Kind::Ip, &[]).is_none());
    // The address of Bitcoin's first block and the example of BIP 173.
    assert_eq!(
        one("1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", Kind::Crypto, &[]).map(|f| (f.scheme, f.valid)),
        Some(("btc".into(), Some(true)))
    );
    assert_eq!(one("bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4", Kind::Crypto, &[]).and_then(|f| f.valid), Some(true));
    assert_eq!(one("bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t5", Kind::Crypto, &[]).and_then(|f| f.valid), Some(false));
    assert_eq!(one("0xDe0B295669a9FD93d5F28D9Ec85E40f4cb697BAe", Kind::Crypto, &[]).map(|f| f.scheme).as_deref(), Some("eth"));
}

#[test]
fn the_machine_readable_zone_gives_its_document() {
    // The specimen of ICAO Doc 9303.
    let text = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10";
    assert_eq!(one(text, Kind::Mrz, &[]).and_then(|f| f.valid), Some(true));
    assert_eq!(one(text, Kind::Document, &[]).map(|f| (f.value, f.valid)), Some(("L898902C3".into(), Some(true))));
    assert_eq!(one("I<UTOD231458907<<<<<<<<<<<<<<<", Kind::Document, &[]).map(|f| f.value).as_deref(), Some("D23145890"));
    for (text, value) in [
        ("pasoš br. 012345678", "012345678"),
        ("Пасош број 012345678", "012345678"),
        ("pasaporta me nr. BA1234567", "BA1234567"),
        ("letërnjoftim nr. 028 123 456", "028123456"),
        ("Reisepass Nr. C01X00T47", "C01X00T47"),
    ] {
        assert_eq!(one(text, Kind::Document, &[]).map(|f| f.value).as_deref(), Some(value), "{text}");
    }
    assert!(one("izdat pasoš dana 12.03.2024", Kind::Document, &[]).is_none());
}

#[test]
fn a_query_is_read_as_the_text_was() {
    let rs = Hints::of(&["RS"]);
    assert_eq!(canonical(Kind::Phone, "064 123 4567", &rs)[0], "+381641234567");
    assert_eq!(canonical(Kind::Plate, "bg-123-ab", &rs)[0], "BG123AB");
    assert!(canonical(Kind::Plate, "НС 123 ВР", &rs).contains(&"NS123VR".to_owned()));
    assert_eq!(canonical(Kind::Iban, "rs35 2600 0560 1001 6113 79", &rs)[0], "RS35260005601001611379");
    assert_eq!(canonical(Kind::Document, "012 345 678", &rs)[0], "012345678");
    assert_eq!(canonical(Kind::Imei, "49 015420 323751 8", &rs)[0], "490154203237518");
    assert_eq!(canonical(Kind::Email, " A@B.rs ", &rs)[0], "a@b.rs");
    assert_eq!(phone_tail("+381641234567"), Some("1234567"));
    assert_eq!(phone_tail("12"), None);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]
    #[test]
    fn never_panics_and_slices_the_text(text in "(\\PC|[0-9+ ./<@:()A-ZА-Я\n-]){0,80}") {
        for f in find(&text, &Hints::of(&["RS", "AL", "XK"])) {
            prop_assert!(f.start < f.end);
            prop_assert!(text.get(f.start..f.end).is_some(), "{:?}", f);
            prop_assert!(!f.value.is_empty());
        }
    }

    #[test]
    fn a_digit_wrong_fails_every_check(place in 0usize..13, other in 1u8..10) {
        for (algorithm, number) in [
            ("iso7064_mod11_10", "33392005961"), ("iso7064_mod11_10", "101134702"), ("luhn", "490154203237518"),
            ("iban_mod97", "RS35260005601001611379"),
        ] {
            let mut wrong = number.as_bytes().to_vec();
            let at = if algorithm == "iban_mod97" { 4 + place } else { place % wrong.len() };
            wrong[at] = b'0' + (wrong[at] - b'0' + other) % 10;
            let wrong = String::from_utf8_lossy(&wrong).into_owned();
            prop_assert_eq!(checksum::check(algorithm, number), Some(true));
            prop_assert_eq!(checksum::check(algorithm, &wrong), Some(false), "{} {}", algorithm, wrong);
        }
    }

    #[test]
    fn looks_and_spacing_do_not_change_a_plate(cyrillic in proptest::bool::ANY, first in "[ -]?", second in "[ -]?") {
        let (from, to) = if cyrillic { ("А", "К") } else { ("A", "K") };
        let text = format!("vozilo {from}12{first}{to}{second}345");
        prop_assert_eq!(values(&text, Kind::Plate, &Hints::of(&["BA"])), vec!["A12K345".to_owned()], "{}", text);
    }

    #[test]
    fn separators_do_not_change_a_phone(groups in proptest::sample::subsequence(vec![2usize, 4, 5, 7], 0..4), sep in "[ ./-]") {
        let mut text = String::from("+381");
        for (i, d) in "641234567".chars().enumerate() {
            if i == 0 || groups.contains(&i) {
                text.push_str(&sep);
            }
            text.push(d);
        }
        prop_assert_eq!(values(&text, Kind::Phone, &Hints::default()), vec!["+381641234567".to_owned()], "{}", text);
    }
}

/// A register of calls has tens of thousands of numbers on one page: the time must grow with the text, not with its square.
#[test]
fn a_long_register_is_read_in_one_pass() {
    let row = "1;+381641234567;03.02.2024 12:30;RS35260005601001611379;BG-123-AB;Marko\n";
    let text = row.repeat(4000);
    let begin = std::time::Instant::now();
    let found = find(&text, &Hints::of(&["RS"]));
    assert_eq!(found.iter().filter(|f| f.kind == Kind::Phone).count(), 4000);
    assert!(begin.elapsed().as_secs() < 20, "{:?}", begin.elapsed());
}
