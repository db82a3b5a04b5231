//! The six requests on the bundled case, each complete on the day it bears, and each with ten defects that the check must name.

use std::path::Path;

use serde_json::Value;

use super::support::{fixtures, indexed_case, json, rogatory, scratch};

/// Defect by defect: what is replaced, by what, and the rule that finds it.
type Defect = (&'static str, &'static str, &'static str);

/// One request: its file below the fixtures, the day it bears, how the check ends on it (0 ready, 1 not ready), and its ten defects.
struct Seeded {
    file: &'static str,
    on: &'static str,
    ends: i32,
    defects: [Defect; 10],
}

/// A hash no paper of the case has.
const NO_PAPER: &str = "document = \"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\"";

const REQUESTS: [Seeded; 6] = [
    Seeded {
        file: "requests/video-and-bank-rs-de.toml",
        on: "2026-03-16",
        ends: 0,
        defects: [
            ("quote = \"ушло једанаест лица", "quote = \"ушло дванаест лица", "citation.quote_not_there"),
            ("page = 3, quote", "page = 9, quote", "citation.no_such_place"),
            ("phone = \"+381 11 000 0000\"", "phone = \"011 000\"", "contact.wrong"),
            ("gingen 27.500 Euro", "gingen 25.700 Euro", "consistency.numbers"),
            ("dort hält sich auch der Zeuge auf", "dort hält sich auch Ahmad Al-Khalidi auf", "protected.named"),
            ("sr-Cyrl = \"Мухамед Џафери\"", "sr-Cyrl = \"Мирсад Џафери\"", "consistency.scripts"),
            (
                "authority = { sr-Latn = \"Viši sud u Beogradu\", de = \"Höheres Gericht in Belgrad\" }\nconducted_by",
                "conducted_by",
                "content.video_authority",
            ),
            ("start = \"2026-04-28T10:00:00+02:00\"", "start = \"2026-04-28T10:00:00\"", "measure.period_no_zone"),
            (
                "from = \"2026-01-01\", to = \"2026-03-15\"",
                "from = \"2026-03-15\", to = \"2026-01-01\"",
                "measure.period_backwards",
            ),
            ("certified = true", "certified = false", "translation.unsigned"),
        ],
    },
    Seeded {
        file: "drafts/search-al-it.toml",
        on: "2026-03-18",
        ends: 0,
        defects: [
            ("quote = \"u gjetën tre pasaporta", "quote = \"u gjetën katër pasaporta", "citation.quote_not_there"),
            ("document = \"19373f1ef9be2aa06b3e7bee9cbf54686b650ccc5ef2e08c6ce77d126d7c67f4\"", NO_PAPER, "citation.no_document"),
            ("order = \"D1\"", "order = \"D7\"", "consistency.ids"),
            ("address = \"via dell'Esempio 12, interno 4, 70100 Bari\"", "address = \"\"", "search.no_premises"),
            ("channel = \"ministry_of_justice\"\n", "", "channel.missing"),
            ("instrument = \"ecma-1959\"", "instrument = \"ecma-1995\"", "basis.unknown_instrument"),
            ("text_annex = 3", "text_annex = 9", "consistency.annexes"),
            ("ricevere 300 euro", "ricevere 350 euro", "consistency.numbers"),
            ("limitation = \"2036-02-22\"", "limitation = \"2026-02-22\"", "offence.time_barred"),
            (
                "reason = { sq = \"Personat e lirë mund t'i asgjësojnë sendet sapo të mësojnë për arrestimin.\", it = \"Le persone in libertà possono distruggere le cose non appena apprendono dell'arresto.\" }\n",
                "",
                "urgency.no_reason",
            ),
        ],
    },
    Seeded {
        file: "drafts/hearing-xk-at.toml",
        on: "2026-03-20",
        ends: 0,
        defects: [
            ("from Kumanovo to Bihać\"", "from Kumanovo to Graz\"", "citation.quote_not_there"),
            ("page = 2, quote", "page = 7, quote", "citation.no_such_place"),
            ("channel = \"ministry_of_justice\"\n", "", "channel.missing"),
            ("instrument = \"xk-at-1982\"", "instrument = \"ecma-1959\"", "basis.unverified_only"),
            ("translations = [\"de\"], translated_by", "translations = [\"mk\"], translated_by", "translation.missing"),
            (
                "questions = [{ sq = \"Kujt ia dha paratë dhe sa?\", de = \"Wem gab der Zeuge das Geld, und wie viel?\" }, { sq = \"A e njeh personin në fotografinë në shtojcën 3?\", de = \"Erkennt der Zeuge die Person auf dem Lichtbild in Anlage 3?\" }, { sq = \"Çfarë di për gruan e re dhe pasaportën e saj?\", de = \"Was weiß der Zeuge über die junge Frau und ihren Pass?\" }]\n",
                "",
                "hearing.no_questions",
            ),
            ("date = \"2026-02-10\"", "date = \"2026-12-10\"", "consistency.dates"),
            ("participation = \"organiser\"\n", "", "person.no_role"),
            ("stage = \"investigation\"", "stage = \"closed\"", "case.ended"),
            ("checked = \"2026-03-12\"", "checked = \"2024-03-12\"", "addressee.stale"),
        ],
    },
    Seeded {
        file: "drafts/preservation-me-us.toml",
        on: "2026-03-03",
        ends: 0,
        defects: [
            ("quote = \"Jedanaest komada", "quote = \"Dvanaest komada", "citation.quote_not_there"),
            ("document = \"405ae602550a75f68be577ef041c8d32e3df509341c30b162df9c6e076c370d1\"", NO_PAPER, "citation.no_document"),
            (
                "checked = { on = \"2026-03-01\", by = \"P. Primjer\", source = \"izmišljen izvor: spisak potpisa i ratifikacija\" }\n",
                "",
                "basis.unverified_only",
            ),
            ("loss_expected = \"2026-03-11\"", "loss_expected = \"2026-02-11\"", "days.loss_passed"),
            ("follow_up_by = \"2026-04-25\"\n", "", "content.preservation_deadline"),
            (
                "provider = \"Example Mail\"\nentity = \"Example Mail Inc. (invented)\"\nentity_state = \"US\"\nsystem = { cnr = \"serveri pružaoca usluge, mjesto nije poznato\", en = \"servers of the provider, place not known\" }\n",
                "",
                "content.custodian",
            ),
            (
                "link = { cnr = \"Preko naloga je dogovarano izvršenje djela.\", en = \"The offence was arranged through the account.\" }\n",
                "",
                "content.data_and_link",
            ),
            (
                "reason = { cnr = \"Podaci se brišu poslije 30 dana i korisnik ih može sam ukloniti.\", en = \"The data are deleted after 30 days and the user can remove them himself.\" }\n",
                "",
                "content.preservation_reason",
            ),
            (
                "requirements_checked = { on = \"2026-03-01\", with = \"izmišljen izvor\", note = \"jezik i put slanja\" }\n",
                "",
                "profile.not_checked",
            ),
            ("date = \"2026-03-10\"\nreason", "reason", "urgency.no_date"),
        ],
    },
    Seeded {
        file: "drafts/joint-team-ba-hr.toml",
        on: "2026-03-23",
        ends: 0,
        defects: [
            ("quote = \"zaključani jedanaest sati", "quote = \"zaključani dvanaest sati", "citation.quote_not_there"),
            // The record of the border police is a DOCX without pages.
            ("quote = \"zatečeno je", "page = 4, quote = \"zatečeno je", "citation.no_such_place"),
            ("to = \"2027-04-30\"\n", "", "content.team_period"),
            ("purpose = { bs = \"Utvrditi organizatore", "disclosure = { bs = \"Utvrditi organizatore", "content.team_purpose"),
            ("instrument = \"ecma-ap2-2001\"", "instrument = \"eu-eio-2014\"", "instrument.investigation_order"),
            (
                "U teretnom prostoru zatečeno je jedanaest osoba",
                "U teretnom prostoru zatečeno je dvanaest osoba",
                "consistency.numbers",
            ),
            ("citizenships = [\"RS\"]\n", "", "person.identity"),
            (
                "code = { bs = \"Krivični zakon Bosne i Hercegovine\", hr = \"Kazneni zakon Bosne i Hercegovine\" }\narticle = \"189\"\nparagraph = \"1\"\ntext_annex = 3",
                "article = \"189\"",
                "offence.text_missing",
            ),
            ("validation = { required = false }", "validation = { required = true }", "validation.missing"),
            ("ne_bis_in_idem_checked = true", "ne_bis_in_idem_checked = false", "nebis.not_checked"),
        ],
    },
    Seeded {
        file: "drafts/hearing-mk-xk.toml",
        on: "2026-03-24",
        ends: 1,
        defects: [
            ("quote = \"Ми нудеше по 200 евра", "quote = \"Ми нудеше по 300 евра", "citation.quote_not_there"),
            ("page = 2, quote", "page = 8, quote", "citation.no_such_place"),
            ("certified = true", "certified = false", "translation.unsigned"),
            ("phone = \"+389 2 000 0000\"", "phone = \"02 000 0000\"", "contact.wrong"),
            ("ofronte 200 euro", "ofronte 250 euro", "consistency.numbers"),
            ("channel = \"ministry_of_justice\"\n", "", "channel.missing"),
            ("born = \"1984-03-02\"\n", "", "person.identity"),
            ("actors = [\"P1\"]", "actors = [\"P8\"]", "consistency.ids"),
            ("stage = \"investigation\"\n", "", "case.stage_unknown"),
            ("limitation = \"2041-02-16\"", "limitation = \"2026-02-16\"", "offence.time_barred"),
        ],
    },
];

/// What the check says of a request file, held against the bundled case: its end and its findings.
fn check(dir: &Path, file: &Path, on: &str) -> (i32, Vec<Value>) {
    let mut command = rogatory();
    command.current_dir(dir).arg("--case").arg(indexed_case());
    let (code, report) = json(command.args(["mla", "check", "--json", "--on", on]).arg(file));
    (code, report["findings"].as_array().expect("findings").clone())
}

/// Seed the defects of one request and return what was not named as it must be.
fn unnamed(dir: &Path, request: &Seeded) -> Vec<String> {
    let path = fixtures().join(request.file);
    let sound = std::fs::read_to_string(&path).expect("the request");
    let (code, before) = check(dir, &path, request.on);
    let mut wrong = Vec::new();
    if code != request.ends {
        wrong.push(format!("{}: ends with {code}, not {}: {before:#?}", request.file, request.ends));
    }
    // A finding is the same one wherever its line has gone to.
    let words = |one: &Value| (one["id"].clone(), one["kind"].clone(), one["message"].clone());
    let known: Vec<_> = before.iter().map(words).collect();
    for (number, (from, to, rule)) in request.defects.iter().enumerate() {
        let seeded = sound.replacen(from, to, 1);
        let file = dir.join(format!("{}-{number}.toml", path.file_stem().and_then(|stem| stem.to_str()).unwrap_or("request")));
        std::fs::write(&file, &seeded).expect("written");
        let (code, after) = check(dir, &file, request.on);
        let new: Vec<&Value> = after.iter().filter(|one| !known.contains(&words(one))).collect();
        let broken = if rule.starts_with("citation.") { 4 } else { code };
        if seeded == sound || code != broken || !new.iter().any(|one| one["id"] == *rule) {
            let ids: Vec<&Value> = new.iter().map(|one| &one["id"]).collect();
            wrong.push(format!("{}: {from} -> {to}: exit {code}, {rule} is not among {ids:?}", request.file));
        }
    }
    wrong
}

/// Ten defects in each request on the case, broken citations among them, and the rule that must name each.
#[test]
fn ten_seeded_defects_in_each_request_are_named() {
    let dir = scratch();
    indexed_case();
    let wrong: Vec<String> = std::thread::scope(|scope| {
        let running: Vec<_> = REQUESTS.iter().map(|request| scope.spawn(|| unnamed(dir.path(), request))).collect();
        running.into_iter().flat_map(|one| one.join().expect("it ends")).collect()
    });
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
