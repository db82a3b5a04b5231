//! Exports written here; all people and numbers are fictional.

use crate::extract::testing::Collected;
use crate::extract::{Part, Reason};

fn times(found: &Collected) -> Vec<&str> {
    found.units.iter().map(|unit| unit.entry.as_ref().and_then(|entry| entry.time.as_deref()).unwrap_or("-")).collect()
}

fn chat(text: &str) -> Collected {
    let (found, outcome) = Collected::from(super::whatsapp::CHAT.read, "chat.txt", text.as_bytes());
    outcome.unwrap();
    found
}

#[test]
fn whatsapp_in_its_locale_variants() {
    for (text, time) in [
        ("23/03/2025, 10:14 - Ana: Vidimo se", "2025-03-23T10:14:00"),
        ("[23.3.2025., 10:14:05] Ana: Vidimo se", "2025-03-23T10:14:05"),
        ("\u{200e}[23.03.25, 10:14:05] Ana: Vidimo se", "2025-03-23T10:14:05"),
        ("3/23/25, 10:14\u{202f}PM - Ana: Vidimo se", "2025-03-23T22:14:00"),
        ("23.03.2025. 12:14 - Ana: Vidimo se", "2025-03-23T12:14:00"),
        ("2025-03-23, 12:14 a.m. - Ana: Vidimo se", "2025-03-23T00:14:00"),
        ("23.3.25, 1:05 по подне - Ана: Vidimo se", "2025-03-23T13:05:00"),
        ("[2025-03-23, 15:04] Ana: Vidimo se", "2025-03-23T15:04:00"),
    ] {
        assert!(super::whatsapp::looks_like(text), "{text}");
        let found = chat(text);
        assert_eq!(times(&found), [time], "{text}");
        assert!(found.units[0].text.ends_with(": Vidimo se"));
    }
}

#[test]
fn messages_of_several_lines_system_lines_and_media() {
    let found = chat(
        "02.03.2025. 10:14 - Poruke su zaštićene od kraja do kraja.\n\
         02.03.2025. 10:15 - Marko Test: Prvi red\ndrugi red: sa dvotačkom\n\
         05.03.2025. 10:16 - Ana: IMG-20250305-WA0001.jpg (datoteka priložena)\n\
         13.03.2025. 10:17 - Ana: <Mediji izostavljeni>\n",
    );
    assert_eq!(times(&found), ["2025-03-02T10:14:00", "2025-03-02T10:15:00", "2025-03-05T10:16:00", "2025-03-13T10:17:00"]);
    assert_eq!(found.units[1].text, "Marko Test: Prvi red\ndrugi red: sa dvotačkom");
    assert_eq!(found.units[0].entry.as_ref().unwrap().sender, None);
    assert_eq!(found.units[2].entry.as_ref().unwrap().media, ["IMG-20250305-WA0001.jpg"]);
    assert!(found.has_gap(Reason::MissingMember));
}

#[test]
fn the_order_of_day_and_month_is_decided_on_the_whole_file() {
    let american = chat("1/2/25, 9:00 AM - Ana: a\n1/3/25, 9:00 AM - Ana: b\n2/1/25, 9:00 AM - Ana: c");
    assert_eq!(times(&american), ["2025-01-02T09:00:00", "2025-01-03T09:00:00", "2025-02-01T09:00:00"]);
    let european = chat("1/2/25, 09:00 - Ana: a\n2/2/25, 09:00 - Ana: b\n1/3/25, 09:00 - Ana: c");
    assert_eq!(times(&european), ["2025-02-01T09:00:00", "2025-02-02T09:00:00", "2025-03-01T09:00:00"]);
    assert_eq!(european.meta.extra[0].1, "day first");
    let undecided = chat("1/2/25, 09:00 - Ana: a");
    assert_eq!(undecided.meta.extra[0].1, "day first (assumed)");
    assert!(undecided.has_gap(Reason::TextUnreliable) && undecided.gaps[0].detail.contains("calls.toml"));
    assert!(!european.has_gap(Reason::TextUnreliable) && !american.has_gap(Reason::TextUnreliable));
}

#[test]
fn a_chat_that_is_not_understood_says_so() {
    let text = "[3 mars 2025, 10:14:05] Ana: Vidimo se\nu pet: kod mosta\n[3 mars 2025, 10:15:05] Bo: Važi\n[4 mars 2025, 10:16:05] Ana: Ok\n";
    let (found, outcome) = Collected::from(crate::extract::extract, "chat.txt", text.as_bytes());
    outcome.unwrap();
    let senders: Vec<_> = found.units.iter().map(|unit| unit.entry.as_ref().unwrap().sender.as_deref()).collect();
    assert_eq!(senders, [Some("Ana"), Some("Bo"), Some("Ana")]);
    assert_eq!(found.units[0].text, "Ana: Vidimo se\nu pet: kod mosta\n[3 mars 2025, 10:14:05]");
    assert!(found.has_gap(Reason::Unsupported) && found.gaps[0].detail.contains("the time of 3 entries"), "{:?}", found.gaps);
    // A day that never was.
    let never = chat("30.02.2025. 10:14 - Ana: a\n03.03.2025. 10:14 - Ana: b");
    assert_eq!(times(&never), ["-", "2025-03-03T10:14:00"]);
    assert!(never.units[0].text.contains("30.02.2025. 10:14") && never.has_gap(Reason::Unsupported));
    // Neither is JSON; and JSON stays it.
    for (name, text, json) in [
        ("a.txt", "[11] prva stavka: a\n[12] druga stavka: b\n", false),
        ("a.txt", "[1, 2, 3]\n", true),
        ("a.txt", "[[1, 2], [3]]\n", true),
    ] {
        let (found, _) = Collected::from(crate::extract::extract, name, text.as_bytes());
        assert_eq!(found.format.as_ref().unwrap().0.contains("json"), json, "{text}");
    }
}

#[test]
fn a_colon_in_a_quoted_name_is_behind_no_sender() {
    let found = chat(
        "02.03.2025. 10:14 - Dragan je promenio naziv grupe iz \"Stara: A\" u \"Nova: B\"\n02.03.2025. 10:15 - Dragan \"Gaga\" T: zdravo",
    );
    let senders: Vec<_> = found.units.iter().map(|unit| unit.entry.as_ref().unwrap().sender.as_deref()).collect();
    assert_eq!(senders, [None, Some("Dragan \"Gaga\" T")]);
}

#[test]
fn prose_is_no_chat() {
    for text in ["Dana 02.03.2025. u 10:14 svedok izjavi: ne znam.", "1.2.3, version\n- a: b", "", "02.03.2025\tA: b"] {
        assert!(!super::whatsapp::looks_like(text), "{text}");
    }
}

#[test]
fn telegram_json_keeps_the_offset() {
    let json = r#"{"name":"Grupa","type":"private_group","id":1,"messages":[
      {"id":1,"type":"message","date":"2025-03-02T10:14:00","date_unixtime":"1740906840","from":"Ana","from_id":"user1","text":["Pogledaj ",{"type":"text_link","text":"ovde","href":"http://example.org"}]},
      {"id":2,"type":"service","date":"2025-03-02T10:15:00","date_unixtime":"1740906900","actor":"Ana","actor_id":"user1","action":"phone_call","duration_seconds":65,"text":""},
      {"id":3,"type":"message","date":"2025-03-02T10:16:00","date_unixtime":"1740906960","from":"Marko","from_id":"user2","photo":"photos/1.jpg","location_information":{"latitude":44.5,"longitude":20.25},"text":"slika"}]}"#;
    assert!(super::telegram::looks_like_json(json));
    let (found, outcome) = Collected::from(super::telegram::JSON.read, "result.json", json.as_bytes());
    outcome.unwrap();
    assert_eq!(times(&found), ["2025-03-02T10:14:00+01:00", "2025-03-02T10:15:00+01:00", "2025-03-02T10:16:00+01:00"]);
    assert_eq!(found.units[0].text, "Ana: Pogledaj ovde <http://example.org>");
    assert_eq!(found.units[1].entry.as_ref().unwrap().duration_seconds, Some(65));
    let third = found.units[2].entry.as_ref().unwrap();
    assert_eq!((third.place.as_deref(), third.media.as_slice()), (Some("44.5, 20.25"), &["photos/1.jpg".to_owned()][..]));
}

#[test]
fn telegram_html_joined_messages_keep_their_sender() {
    let html = r##"<html><body><div class="page_wrap"><div class="history">
      <div class="message service" id="message-1"><div class="body details">2 March 2025</div></div>
      <div class="message default clearfix" id="message10"><div class="pull_left userpic_wrap"><div class="userpic userpic1"><div class="initials">A</div></div></div>
        <div class="body"><div class="pull_right date details" title="02.03.2025 10:14:00 UTC+01:00">10:14</div><div class="from_name">Ана</div><div class="text">Здраво<br>свима</div></div></div>
      <div class="message default clearfix joined" id="message11"><div class="body"><div class="pull_right date details" title="02.03.2025 10:15:00 UTC+01:00">10:15</div>
        <div class="media_wrap clearfix"><a class="photo_wrap clearfix pull_left" href="photos/photo_1.jpg"><img src="x"></a></div></div></div>
      </div></div></body></html>"##;
    assert!(super::telegram::looks_like_html(html));
    let (found, outcome) = Collected::from(super::telegram::HTML.read, "messages.html", html.as_bytes());
    outcome.unwrap();
    assert_eq!(times(&found), ["-", "2025-03-02T10:14:00+01:00", "2025-03-02T10:15:00+01:00"]);
    assert_eq!(found.units[1].text, "Ана: Здраво\nсвима");
    let joined = found.units[2].entry.as_ref().unwrap();
    assert_eq!((joined.sender.as_deref(), joined.media[0].as_str()), (Some("Ана"), "photos/photo_1.jpg"));
}

#[test]
fn telegram_html_of_a_forwarded_message_has_its_own_time() {
    let html = r##"<html><body><div class="page_wrap"><div class="history">
      <div class="message default clearfix" id="message3"><div class="body"><div class="pull_right date details" title="02.04.2025 14:06:06 UTC+02:00">14:06</div>
        <div class="from_name">Бо</div><div class="reply_to details">In reply to <a href="#go_to_message10">this message</a></div>
        <div class="forwarded body"><div class="from_name">Извор <span class="date details" title="01.03.2025 10:00:00"> 01.03.2025 10:00:00</span></div><div class="text">прослеђено</div></div></div></div>
      <div class="message default clearfix joined" id="message4"><div class="body"><div class="pull_right date details" title="02.04.2025 14:07:06 UTC+02:00">14:07</div>
        <div class="media_poll"><div class="question bold">Кад?</div><div class="details">Anonymous poll</div><div class="answer">- Сутра</div><div class="answer">- Петак</div></div></div></div>
      </div></div></body></html>"##;
    let (found, outcome) = Collected::from(super::telegram::HTML.read, "messages.html", html.as_bytes());
    outcome.unwrap();
    assert_eq!(times(&found), ["2025-04-02T14:06:06+02:00", "2025-04-02T14:07:06+02:00"]);
    assert_eq!(found.units[0].entry.as_ref().unwrap().zone.as_deref(), Some("UTC+02:00"));
    assert_eq!(found.units[0].text, "Бо: forwarded from Извор (01.03.2025 10:00:00)\nin reply to message10\nпрослеђено");
    let lines: Vec<_> = found.units[1].text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    assert_eq!(lines.join("|").replace("Бо: |", "Бо: "), "Бо: Кад?|- Сутра|- Петак");
    assert!(found.gaps.is_empty(), "{:?}", found.gaps);
    let cut = &html[..html.find("<div class=\"media_poll").unwrap()];
    let (found, _) = Collected::from(super::telegram::HTML.read, "messages.html", cut.as_bytes());
    assert!(found.has_gap(Reason::Truncated) && found.units.len() == 2);
}

#[test]
fn telegram_json_keeps_polls_changes_and_answers() {
    let json = r#"{"name":"Grupa","type":"private_group","id":1,"messages":[
      {"id":5,"type":"message","date":"2025-03-02T10:14:00","date_unixtime":"1740906840","edited":"2025-03-02T11:14:00","edited_unixtime":"1740910440","from":"Ana","from_id":"user1","reply_to_message_id":4,"text":"važi"},
      {"id":7,"type":"message","date":"2025-03-02T10:15:00","date_unixtime":"1740906900","from":"Ana","from_id":"user1","text":"",
       "poll":{"question":"Kad krećemo","answers":[{"text":"sutra","voters":1,"chosen":true},{"text":["u ",{"type":"bold","text":"petak"}],"voters":0}]}}]}"#;
    let (found, outcome) = Collected::from(super::telegram::JSON.read, "result.json", json.as_bytes());
    outcome.unwrap();
    assert_eq!(found.units[0].text, "Ana: in reply to message 4\nvaži\nedited: 2025-03-02T11:14:00+01:00");
    assert_eq!(found.units[1].text, "Ana: poll: Kad krećemo\n- sutra (voters: 1, chosen)\n- u petak (voters: 0)");
}

#[test]
fn call_records_by_their_headings() {
    let csv = "Izveštaj operatora; broj 7\nDatum;Vreme;A broj;B broj;Trajanje (s);Smer;Bazna stanica\n02.03.2025;10:14:00;+381600000001;+381600000002;00:01:05;odlazni;BG-17\n";
    assert!(super::records::looks_like(csv));
    let (found, outcome) = Collected::from(super::records::RECORDS.read, "cdr.csv", csv.as_bytes());
    outcome.unwrap();
    let call = found.units[1].entry.as_ref().unwrap();
    assert_eq!(call.time.as_deref(), Some("2025-03-02T10:14:00"));
    assert_eq!((call.sender.as_deref(), call.receivers[0].as_str()), (Some("+381600000001"), "+381600000002"));
    assert_eq!(
        (call.duration_seconds, call.place.as_deref(), call.direction.as_deref()),
        (Some(65), Some("BG-17"), Some("odlazni"))
    );
    assert!(found.meta.extra.contains(&("column sender".into(), "A broj".into())));
    for other in ["ime;prezime;datum\na;b;c\n", "date,total,tax\n1,2,3\n", "x\n"] {
        assert!(!super::records::looks_like(other), "{other}");
    }
}

/// Headings of operators: the caller's, the called's, the time's, duration's, place's cells and the device's numbers must be found.
#[test]
fn headings_of_operators_in_the_languages_of_the_region() {
    for heading in [
        "Број А;Број Б;Датум и време;Трајање;Базна станица;IMEI;IMSI",
        "Позивалац;Позвани број;Почетак позива;Трајање (s);Ћелија;ИМЕИ/IMEI;IMSI",
        "Broj A;Broj B;Datum i vreme;Trajanje razgovora;Bazna stanica;IMEI A;IMSI A",
        "Pozivajući broj;Pozivani broj;Vreme početka;Vreme trajanja;Naziv ćelije;IMEI broj;IMSI broj",
        "Pozivatelj;Pozvani broj;Datum i vrijeme;Trajanje;Lokacija;IMEI;IMSI",
        "Pozivni broj;Pozvani broj;Vrijeme uspostave;Vrijeme trajanja;Adresa bazne stanice;IMEI;IMSI",
        "Повикувач;Повикан;Датум и време;Траење;Ќелија;IMEI;IMSI",
        "Број што повикува;Број што е повикан;Почеток;Времетраење;Локација;ИМЕИ IMEI;IMSI",
        "Повикувачки број;Повикан број;Време на почеток;Времетраење на повик;Базна станица;IMEI;IMSI",
        "Numri thirrës;Numri i thirrur;Data dhe ora;Kohëzgjatja;Qeliza;IMEI;IMSI",
        "Numri A;Numri B;Data dhe ora;Kohëzgjatja (sek);Antena;IMEI;IMSI",
        "Abonenti A;Abonenti B;Fillimi i thirrjes;Zgjatja;Vendndodhja;Numri IMEI;Numri IMSI",
        "Rufnummer A;Rufnummer B;Datum/Uhrzeit;Dauer;Funkzelle;IMEI;IMSI",
        "A-Teilnehmer;B-Teilnehmer;Zeitpunkt;Dauer (s);Standort;IMEI;IMSI",
        "Anrufer;Angerufener;Verbindungsbeginn;Gesprächsdauer;Cell-ID;IMEI;IMSI",
        "Chiamante;Chiamato;Data e ora;Durata;Cella;IMEI;IMSI",
        "Numero chiamante;Numero chiamato;Data/ora;Durata (s);Indirizzo cella;IMEI chiamante;IMSI chiamante",
        "Utenza chiamante;Utenza chiamata;Inizio chiamata;Durata chiamata;Localita;IMEI;IMSI",
        "Klicoča številka;Klicana številka;Datum in ura;Trajanje;Bazna postaja;IMEI;IMSI",
        "A-Number;B-Number;Start time;Duration;Cell ID;IMEI;IMSI",
        "Calling party;Called party;Date and time;Call duration (s);Location;IMEI;IMSI",
        "MSISDN A;MSISDN B;Timestamp;Duration;Site name;IMEI_A;IMSI_A",
    ] {
        let csv =
            format!("{heading}\n+381600000001;+381600000002;02.03.2025 10:14:00;65;SID-2;356789104512347;220010000000001\n");
        assert!(super::records::looks_like(&csv), "{heading}");
        let (found, _) = Collected::from(super::records::RECORDS.read, "cdr.csv", csv.as_bytes());
        let call = found.units[0].entry.as_ref().unwrap();
        assert_eq!(
            (call.sender.as_deref(), call.receivers.as_slice()),
            (Some("+381600000001"), &["+381600000002".to_owned()][..]),
            "{heading}"
        );
        assert_eq!((call.time.as_deref(), call.duration_seconds), (Some("2025-03-02T10:14:00"), Some(65)), "{heading}");
        assert_eq!(
            (call.place.as_deref(), call.imei.as_deref(), call.imsi.as_deref()),
            (Some("SID-2"), Some("356789104512347"), Some("220010000000001")),
            "{heading}"
        );
        // The guess confirms itself.
        let told = found.meta.extra.iter().find(|(name, _)| name == "calls.toml").unwrap();
        let mut again = crate::extract::collect::Collected::default();
        let options =
            crate::extract::Options { calls: crate::extract::parse_mapping(&told.1).unwrap().tables, ..Default::default() };
        (super::records::RECORDS.read)(&crate::extract::Input { bytes: csv.as_bytes(), name: "cdr.csv" }, &options, &mut again)
            .unwrap();
        assert_eq!(again.units, found.units, "{heading}");
    }
    for heading in [
        "Numri thirrës,Numri i thirrur,Data,Ora,Ora e përfundimit",
        "Rufnummer A,Rufnummer B,Datum,Uhrzeit,Ende",
        "Chiamante,Chiamato,Data,Ora,Fine",
        "Da,A,Data chiamata,Ora inizio,Ora fine",
        "Позивалац,Позвани,Датум,Време позива,Време краја",
        "Повикувач,Повикан,Датум,Час,Крај",
        "Pozivatelj,Pozvani,Datum poziva,Vrijeme poziva,Vrijeme završetka",
        "Calling number,Called number,Date,Start,End",
    ] {
        for (date, clock) in [("02.03.2025", "10:14:00"), ("02/03/2025", "10:14:00 AM"), ("2025-03-02", "10.14")] {
            let csv = format!("{heading}\n+38344000001,+38344000002,{date},{clock},10:15:05\n");
            let (found, _) = Collected::from(crate::extract::extract, "cdr.csv", csv.as_bytes());
            let call = found.units[0].entry.as_ref().unwrap();
            assert_eq!(
                (call.time.as_deref(), call.sender.as_deref(), call.receivers.len()),
                (Some("2025-03-02T10:14:00"), Some("+38344000001"), 1),
                "{heading}: {clock}"
            );
            // Strokes may be American; one date decides nothing.
            let undecided = date.contains('/');
            assert_eq!(found.has_gap(Reason::TextUnreliable), undecided, "{:?}", found.gaps);
            assert_eq!(found.gaps.len(), usize::from(undecided), "{:?}", found.gaps);
        }
    }
    for not_calls in
        ["Datum;Opis;Iznos;Saldo", "Date;Name;Amount;Type", "timestamp;level;source;message", "Data;Emri;Shuma;Lloji"]
    {
        assert!(!super::records::looks_like(&format!("{not_calls}\na;b;c;d\n")), "{not_calls}");
    }
}

/// A listing of one subscriber: who called whom, the direction says; of places the address is taken; hours after noon are read as such.
#[test]
fn a_listing_of_one_subscriber_is_read_by_its_directions() {
    for (heading, out, into) in [
        ("MSISDN;Druga strana;Smjer;Datum i vrijeme;LAC;Cell ID;Adresa bazne stanice", "odlazni", "dolazni"),
        ("Претплатник;Друга страна;Насока;Датум и време;LAC;CI;Адреса на базна станица", "Појдовен", "Дојдовен"),
        ("Abonenti;Pala tjetër;Drejtimi;Data dhe ora;LAC;Cell ID;Adresa e antenës", "dalëse", "hyrëse"),
        ("Eigene Rufnummer;Gegenstelle;Richtung;Zeitpunkt;LAC;Zelle;Adresse der Funkzelle", "abgehend", "ankommend"),
        ("Utenza;Altra parte;Direzione;Data e ora;LAC;Cella;Indirizzo cella", "Uscita", "Entrata"),
        ("Subscriber;Other party;Direction;Date/time;LAC;Cell;Cell address", "OUT", "IN"),
    ] {
        let csv = format!(
            "{heading}\n+38160000001;+38160000002;{out};2.3.2025 9:14:00 PM;31;7;Šid\n+38160000001;+38160000002;{into};2.3.2025 12:14 AM;31;7;Šid\n+38160000001;+38160000002;?;2.3.2025 21:14;31;7;Šid\n"
        );
        let (found, _) = Collected::from(crate::extract::extract, "listing.csv", csv.as_bytes());
        let calls: Vec<_> = found.units.iter().filter_map(|unit| unit.entry.as_deref()).collect();
        let ends: Vec<_> = calls.iter().map(|c| (c.sender.as_deref(), c.receivers.first().map(String::as_str))).collect();
        let (ours, theirs) = (Some("+38160000001"), Some("+38160000002"));
        assert_eq!(ends, [(ours, theirs), (theirs, ours), (None, None)], "{heading}: {:?}", found.meta.extra);
        assert_eq!(times(&found), ["2025-03-02T21:14:00", "2025-03-02T00:14:00", "2025-03-02T21:14:00"]);
        assert!(calls.iter().all(|call| call.place.as_deref() == Some("Šid")), "{heading}");
    }
}

#[test]
fn messages_of_a_signal_backup_written_out_as_a_table() {
    let csv = "ID,THREAD_ID,ADDRESS,ADDRESS_DEVICE_ID,PERSON,DATE_RECEIVED,DATE_SENT,PROTOCOL,READ,STATUS,TYPE,SUBJECT,BODY\n\
        1,4,+381600000002,1,,1740906841000,1740906840000,31337,1,-1,10485780,,Чекај код моста\n\
        2,4,+381600000002,1,,1740906901000,1740906900000,,1,-1,10485783,,важи\n";
    let (found, outcome) = Collected::from(crate::extract::extract, "signal.csv", csv.as_bytes());
    outcome.unwrap();
    assert_eq!(times(&found), ["2025-03-02T09:14:00Z", "2025-03-02T09:15:00Z"]);
    let (first, second) = (found.units[0].entry.as_ref().unwrap(), found.units[1].entry.as_ref().unwrap());
    assert_eq!((first.sender.as_deref(), first.receivers.len()), (Some("+381600000002"), 0));
    assert_eq!((second.sender.as_deref(), second.receivers.as_slice()), (None, &["+381600000002".to_owned()][..]));
}

#[test]
fn the_other_party_of_a_listing_by_its_direction() {
    let tables = crate::extract::parse_mapping("[[table]]\ntime = \"Kad\"\nother_party = \"Broj\"\ndirection = \"Smjer\"\n")
        .unwrap()
        .tables;
    let csv = "Kad;Broj;Smjer\n02.03.2025 10:14;+381600000001;Odlazni poziv\n02.03.2025 10:15;+381600000002;долазни\n02.03.2025 10:16;+381600000003;SMS\n";
    let mut found = crate::extract::collect::Collected::default();
    let options = crate::extract::Options { calls: tables, ..Default::default() };
    crate::extract::extract(&crate::extract::Input { bytes: csv.as_bytes(), name: "l.csv" }, &options, &mut found).unwrap();
    let ends: Vec<(Option<&str>, Vec<String>)> = found
        .units
        .iter()
        .map(|unit| unit.entry.as_ref().map(|entry| (entry.sender.as_deref(), entry.receivers.clone())).unwrap())
        .collect();
    assert_eq!(ends[0], (None, vec!["+381600000001".to_owned()]));
    assert_eq!(ends[1], (Some("+381600000002"), vec![]));
    assert_eq!(ends[2], (None, vec![]));
}

#[test]
fn cellebrite_messages_calls_and_places() {
    let xml = r#"<?xml version="1.0" encoding="utf-8"?><project id="1" name="Telefon 1" reportVersion="5.0" xmlns="http://pa.cellebrite.com/report/2.0">
    <metadata section="Device Info"><item name="DeviceInfoDetectedModel">Test Phone</item></metadata>
    <decodedData><modelType type="Chat"><model type="Chat" id="1"><field name="Source" type="String"><value type="String"><![CDATA[WhatsApp]]></value></field>
      <multiModelField name="Participants" type="Party"><model type="Party"><field name="Identifier"><value>381600000001@s.whatsapp.net</value></field></model></multiModelField>
      <multiModelField name="Messages" type="InstantMessage">
        <model type="InstantMessage" id="2" deleted_state="Deleted"><modelField name="From" type="Party"><model type="Party"><field name="Identifier"><value>381600000001</value></field><field name="Name"><value>Марко</value></field></model></modelField>
          <field name="Body"><value>Чекај код моста</value></field>
          <field name="TimeStamp" type="TimeStamp"><value type="TimeStamp" formattedTimestamp="2025-03-02T10:14:00+01:00">02/03/2025 10:14:00(UTC+1)</value></field>
          <multiModelField name="Attachments" type="Attachment"><model type="Attachment"><field name="Filename"><value>slika.jpg</value></field></model></multiModelField>
        </model></multiModelField></model></modelType>
    <modelType type="Call"><model type="Call" id="3"><field name="Type"><value>Missed</value></field><field name="TimeStamp"><value>02/03/2025 11:00:00(UTC+0)</value></field><field name="Duration"><value>00:00:07</value></field>
      <multiModelField name="Parties"><model type="Party"><field name="Identifier"><value>+381600000002</value></field><field name="Role"><value>From</value></field></model></multiModelField></model></modelType>
    <modelType type="Location"><model type="Location" id="4"><field name="TimeStamp"><value formattedTimestamp="2025-03-02T12:00:00+00:00"/></field><modelField name="Position"><model type="Coordinate"><field name="Latitude"><value>44.5</value></field><field name="Longitude"><value>20.25</value></field></model></modelField></model></modelType>
    </decodedData></project>"#;
    assert!(super::cellebrite::looks_like(xml));
    let (found, outcome) = Collected::from(super::cellebrite::REPORT.read, "report.xml", xml.as_bytes());
    outcome.unwrap();
    assert_eq!(found.meta.title.as_deref(), Some("Telefon 1"));
    assert!(found.meta.extra.contains(&("DeviceInfoDetectedModel".into(), "Test Phone".into())));
    assert_eq!(times(&found), ["2025-03-02T10:14:00+01:00", "-", "2025-03-02T11:00:00Z", "2025-03-02T12:00:00+00:00"]);
    let message = found.units[0].entry.as_ref().unwrap();
    assert_eq!((message.sender.as_deref(), message.source.as_deref()), (Some("Марко (381600000001)"), Some("WhatsApp")));
    assert_eq!(message.media, ["slika.jpg"]);
    assert!(found.units[0].text.contains("Чекај код моста") && found.units[0].text.contains("deleted"));
    assert_eq!(found.units[2].entry.as_ref().unwrap().duration_seconds, Some(7));
    assert_eq!(found.units[3].entry.as_ref().unwrap().place.as_deref(), Some("44.5, 20.25"));
    let (cut, outcome) = Collected::from(super::cellebrite::REPORT.read, "report.xml", &xml.as_bytes()[..1500]);
    outcome.unwrap();
    assert!(cut.has_gap(Reason::Truncated) && cut.text(Part::Body).contains("Чекај"));
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(64))]
    #[test]
    fn no_chat_line_is_lost(lines in proptest::collection::vec("[\\[\\]0-9./:, APMžш-]{0,40}", 0..12)) {
        let text = format!("02.03.2025. 10:14 - Ana: start\n{}", lines.join("\n"));
        let found = chat(&text);
        let dense = |text: &str| text.chars().filter(|c| c.is_alphabetic()).count();
        let kept: usize = found.units.iter().map(|unit| dense(&unit.text)).sum();
        // Stamps are taken out (their AM and PM with them); words stay.
        proptest::prop_assert!(kept + lines.len() * 4 >= dense(&text));
    }
}

#[test]
fn a_day_and_a_start_in_columns_of_their_own_are_one_time_and_a_lost_time_is_said() {
    let table = |header: &str, row: &str| {
        let text = format!("{header}\n{row}\n");
        let (found, outcome) = Collected::from(super::records::RECORDS.read, "cdr.csv", text.as_bytes());
        outcome.unwrap();
        found
    };
    for header in ["Pozivalac;Pozvani;Datum;Vreme početka;Trajanje", "Pozivalac;Pozvani;Datum;Početak;Trajanje"] {
        let found = table(header, "38164000001;38164000002;10.02.2026;20:41:07;65");
        assert_eq!(times(&found), ["2026-02-10T20:41:07"], "{header}");
        assert!(found.gaps.is_empty(), "{:?}", found.gaps);
        assert!(found.meta.extra.iter().any(|(name, value)| name == "calls.toml" && value.contains("time_of_day")));
    }
    // The start says the day itself.
    let found = table("Pozivalac;Pozvani;Datum;Početak;Trajanje", "38164000001;38164000002;10.02.2026;10.02.2026 20:41:07;65");
    assert_eq!(times(&found), ["2026-02-10T20:41:07"]);
    let found = table("Pozivalac;Pozvani;Datum;Trajanje", "38164000001;38164000002;deseti februar;65");
    assert_eq!((times(&found), found.gaps[0].reason), (vec!["-"], Reason::Unsupported));
    assert!(found.gaps[0].detail.contains("calls.toml"));
}
