//! Each of the 54 reasons: a request that triggers it, as finding or question, and one that does not.

use super::*;
use crate::mla::register::{Entry, Status as Sent};
use crate::mla::rules::RuleSet;

const RS_DE: &str = include_str!("../../../fixtures/requests/rs-de.toml");
const AL_IT: &str = include_str!("../../../fixtures/requests/al-it.toml");
const XK_AT: &str = include_str!("../../../fixtures/requests/xk-at.toml");
const ME_US: &str = include_str!("../../../fixtures/requests/me-us.toml");
const BA_HR: &str = include_str!("../../../fixtures/requests/ba-hr.toml");

/// One edit of a request: text to text, a kind of block left out, or lines added at the end.
#[derive(Clone, Copy)]
enum Edit {
    Put(&'static str, &'static str),
    Drop(&'static str),
    Add(&'static str),
}
use Edit::{Add, Drop, Put};

fn edited(text: &str, edits: &[Edit]) -> String {
    let mut text = text.to_string();
    for edit in edits {
        text = match edit {
            Put(from, to) => {
                assert!(text.contains(from), "the fixture has no {from}");
                text.replace(from, to)
            }
            Drop(header) => {
                let mut kept = String::new();
                let mut dropping = false;
                for line in text.lines() {
                    if line.starts_with('[') {
                        dropping = line == *header;
                    }
                    if !dropping {
                        kept.push_str(line);
                        kept.push('\n');
                    }
                }
                assert_ne!(kept, text, "the fixture has no {header}");
                kept
            }
            Add(lines) => format!("{text}\n{lines}\n"),
        };
    }
    text
}

fn report(text: &str, library: &Library, rules: &RuleSet, register: Option<&Entry>) -> Report {
    let request = Request::parse(text).unwrap_or_else(|mistake| panic!("{mistake}\n{text}"));
    let on = "2026-03-02".parse().unwrap();
    check(&Inputs {
        request: &request,
        source: None,
        file: None,
        library,
        rules,
        store: None,
        protected: &[],
        papers: &[],
        register,
        on,
    })
}

/// Reason, rule, request, edits that trigger it, edits that do not.
type Case = (u32, &'static str, &'static str, &'static [Edit], &'static [Edit]);

const TELECOM: Edit = Add(
    "[[measures]]\nid = \"M9\"\nkind = \"telecom_data\"\npurpose = { sr-Latn = \"Ko je zvao koga pre prelaza.\", de = \"Wer vor der Fahrt wen anrief.\" }\npersons = [\"P1\"]\n[measures.telecom_data]\ntargets = [{ kind = \"phone\", value = \"+49 000 000\" }]\nprovider = \"Mustertel\"\ndata = [\"subscriber\"]",
);
const PRESERVED: Edit = Add(
    "[[measures]]\nid = \"M9\"\nkind = \"telecom_data\"\npurpose = { sr-Latn = \"Ko je zvao koga pre prelaza.\", de = \"Wer vor der Fahrt wen anrief.\" }\npersons = [\"P1\"]\n[measures.telecom_data]\ntargets = [{ kind = \"phone\", value = \"+49 000 000\" }]\nprovider = \"Mustertel\"\nentity = \"Mustertel GmbH\"\nentity_state = \"DE\"\ndata = [\"subscriber\"]\npreservation_ref = \"24/7-1\"",
);

const CASES: &[Case] = &[
    (1, "basis.missing", RS_DE, &[Drop("[[legal]]")], &[]),
    (2, "basis.more_specific", RS_DE, &[], &[Add("[[answers]]\nrule = \"basis.more_specific\"\nanswer = \"agreed\"")]),
    (
        3,
        "dual.missing",
        AL_IT,
        &[Put("\"IT\"", "\"XX\""), Put("\"AL\"", "\"IT\""), Put("\"XX\"", "\"AL\""), Drop("[[dual]]")],
        &[Put("\"IT\"", "\"XX\""), Put("\"AL\"", "\"IT\""), Put("\"XX\"", "\"AL\"")],
    ),
    (
        4,
        "profile.not_checked",
        ME_US,
        &[
            Put("requirements_checked = ", "earlier_experience = \"\"\nprior = "),
            Put("prior = { on = \"2026-02-20\", with = \"24/7 point\" }", ""),
        ],
        &[],
    ),
    (5, "contact.none_before", RS_DE, &[Drop("[preparation]")], &[]),
    (6, "contact.draft_not_shared", BA_HR, &[Drop("[preparation]")], &[]),
    (7, "language.not_accepted", RS_DE, &[Put("translations = [\"de\"]", "translations = [\"mk\"]")], &[]),
    (
        8,
        "urgency.no_reason",
        RS_DE,
        &[Put(
            "reason = { sr-Latn = \"Pritvor osumnjičenog ističe 10. 4. 2026, a bez iskaza svedoka ne može se produžiti.\", de = \"Die Untersuchungshaft endet am 10. 4. 2026 und kann ohne die Aussage nicht verlängert werden.\" }",
            "reason = { sr-Latn = \"Hitno je.\", de = \"Es eilt.\" }",
        )],
        &[],
    ),
    (9, "urgency.hidden", XK_AT, &[Put("Die Zeugin lebt in Wien.", "Die Zeugin lebt in Wien und ist dringend zu hören.")], &[]),
    (10, "measure.home_style", XK_AT, &[Put("Vernehmung der Zeugin.", "Eine Europäische Ermittlungsanordnung.")], &[]),
    (11, "search.no_premises", AL_IT, &[Put("address = \"Via Esempio 5, Esempio\", owner", "address = \"\", owner")], &[]),
    (
        12,
        "measure.small_case",
        RS_DE,
        &[Add("[counterpart]\nminimum_damage = 100000")],
        &[Add("[counterpart]\nminimum_damage = 1000")],
    ),
    (
        13,
        "offence.political",
        RS_DE,
        &[Put("participation = \"organiser\"", "participation = \"organiser\"\nnature = [\"political\"]")],
        &[],
    ),
    (14, "interests.touched", RS_DE, &[Put("gde živi i V1.", "gde živi i V1, po saznanju obaveštajne službe.")], &[]),
    (15, "content.facts", RS_DE, &[Drop("[[facts]]")], &[]),
    (16, "addressee.missing", RS_DE, &[Put("name = \"Staatsanwaltschaft Musterstadt\"", "name = \"\"")], &[]),
    (17, "facts.thin", RS_DE, &[Put("place = \"Horgoš\"\n", "")], &[]),
    (18, "instrument.investigation_order", RS_DE, &[Put("\"ecma-ap2-2001\"", "\"eu-eio-2014\"")], &[]),
    (
        19,
        "measure.unavailable_there",
        RS_DE,
        &[Add("[counterpart]\nunavailable_measures = [\"video_conference\"]")],
        &[Add("[counterpart]\nunavailable_measures = [\"telephone\"]")],
    ),
    (
        20,
        "validation.missing",
        RS_DE,
        &[Put("stamp = true", "stamp = true\nvalidation = { required = true }")],
        &[Put("stamp = true", "stamp = true\nvalidation = { required = true, name = \"T. Sudija\", date = \"2026-03-01\" }")],
    ),
    (
        21,
        "measure.video_consent",
        RS_DE,
        &[Put("persons = [\"P2\"]", "persons = [\"P1\"]"), Put("consent = \"yes\"", "consent = \"to_be_obtained\"")],
        &[Put("persons = [\"P2\"]", "persons = [\"P1\"]")],
    ),
    (
        22,
        "formality.no_rule",
        RS_DE,
        &[Add("[[formalities]]\nwhat = { sr-Latn = \"zakletva\", de = \"Eid\" }")],
        &[Add("[[formalities]]\nwhat = { sr-Latn = \"zakletva\", de = \"Eid\" }\nrule = \"ZKP 96\"")],
    ),
    (
        23,
        "search.declaration",
        AL_IT,
        &[Put("\"IT\"", "\"XX\""), Put("\"AL\"", "\"IT\""), Put("\"XX\"", "\"AL\""), Put("available_at_home = {", "how = {")],
        &[Put("\"IT\"", "\"XX\""), Put("\"AL\"", "\"IT\""), Put("\"XX\"", "\"AL\"")],
    ),
    (
        24,
        "copy.forgotten",
        AL_IT,
        &[Put("\"IT\"", "\"XX\""), Put("\"AL\"", "\"IT\""), Put("\"XX\"", "\"AL\""), Put("copy_to = [", "copy_to = [] # [")],
        &[Put("\"IT\"", "\"XX\""), Put("\"AL\"", "\"IT\""), Put("\"XX\"", "\"AL\"")],
    ),
    (25, "person.identity", RS_DE, &[Put("born = \"1984-05-12\"\n", "")], &[]),
    (26, "contact.wrong", RS_DE, &[Put("phone = \"+381 11 000 0000\"", "phone = \"011 000 000\"")], &[]),
    (27, "measure.order_missing", AL_IT, &[Put("order = \"D1\"", "order = \"\"")], &[]),
    (28, "person.no_role", RS_DE, &[Put("participation = \"organiser\"\n", "")], &[]),
    (29, "offence.text_missing", RS_DE, &[Put("text_annex = 2\n", "")], &[]),
    (30, "sign.incomplete", RS_DE, &[Put("place = \"Beograd\"\ndate", "date")], &[]),
    (31, "consistency.numbers", RS_DE, &[Put("brachte 11 Menschen", "brachte 12 Menschen")], &[]),
    (32, "template.which", ME_US, &[], &[Put("stamp = true", "stamp = true\ntemplate = \"T-CY(2018)11\"")]),
    (33, "nebis.not_checked", RS_DE, &[Put("ne_bis_in_idem_checked = true", "ne_bis_in_idem_checked = false")], &[]),
    (
        34,
        "offence.time_barred",
        RS_DE,
        &[Put("limitation = \"2040-11-14\"", "limitation = \"2026-03-01\"")],
        &[Add("[counterpart]\nexecution_days = 200")],
    ),
    (
        35,
        "person.immunity",
        RS_DE,
        &[Put("id = \"P1\"\nrole = \"suspect\"", "id = \"P1\"\nfunctions = [\"lawyer\"]\nrole = \"suspect\"")],
        &[],
    ),
    (
        36,
        "classification.present",
        RS_DE,
        &[Put("channel = \"direct_judicial\"", "channel = \"direct_judicial\"\nclassification = \"restricted\"")],
        &[],
    ),
    (37, "retention.runs_out", ME_US, &[Put("expires = \"2026-03-20\"", "expires = \"2026-01-20\"")], &[]),
    (38, "measure.provider", RS_DE, &[TELECOM], &[PRESERVED]),
    (39, "measure.faster_route", RS_DE, &[TELECOM], &[PRESERVED]),
    (
        40,
        "measure.bank",
        RS_DE,
        &[Put("period = { from = \"2025-11-01\", to = \"2025-12-31\", zone = \"Europe/Berlin\" }\n", "")],
        &[],
    ),
    (41, "measure.too_wide", RS_DE, &[Put("Inhaber des Kontos und Umsätze.", "Alle Unterlagen der Bank.")], &[]),
    (42, "use.missing", RS_DE, &[Drop("[use]")], &[]),
    (
        43,
        "confidentiality.no_reason",
        RS_DE,
        &[Add("[confidentiality]\nrequested = true")],
        &[Add(
            "[confidentiality]\nrequested = true\nreason = { sr-Latn = \"Saučesnici su na slobodi.\", de = \"Mittäter sind frei.\" }",
        )],
    ),
    (44, "proportion.not_weighed", AL_IT, &[Put("penalty_max_months = 180", "penalty_max_months = 12")], &[]),
    (45, "penalty.assurance", RS_DE, &[Put("participation = \"organiser\"", "participation = \"organiser\"\nlife = true")], &[]),
    (46, "evidence.threshold", RS_DE, &[Add("[counterpart]\nevidence_threshold = \"probable cause\"")], &[]),
    (
        47,
        "law.implementing",
        ME_US,
        &[Put("requested_state = \"US\"", "requested_state = \"CL\"")],
        &[Put("requested_state = \"US\"", "requested_state = \"CL\""), Add("[counterpart]\nimplementing_law = true")],
    ),
    (
        48,
        "send.too_large",
        RS_DE,
        &[Put("prior_contact", "size_mib = 30.0\nchannel_limit_mib = 10.0\nprior_contact")],
        &[Put("prior_contact", "size_mib = 3.0\nchannel_limit_mib = 10.0\nprior_contact")],
    ),
    (49, "receipt.not_asked", RS_DE, &[Put("receipt_asked = true", "receipt_asked = false")], &[]),
    (
        50,
        "action_day.differs",
        RS_DE,
        &[Put(
            "ne_bis_in_idem_checked = true",
            "ne_bis_in_idem_checked = true\naction_day = \"2026-04-01\"\nparallel = [{ state = \"AT\", action_day = \"2026-04-02\", note = \"isti lanac\" }]",
        )],
        &[Put(
            "ne_bis_in_idem_checked = true",
            "ne_bis_in_idem_checked = true\naction_day = \"2026-04-01\"\nparallel = [{ state = \"AT\", action_day = \"2026-04-01\", note = \"isti lanac\" }]",
        )],
    ),
    (
        51,
        "refusal.unanswered",
        RS_DE,
        &[Add("[follow_up]\ngrounds = [{ reference = \"ETS 030 Art 2(b)\", ground = \"ordre public\" }]")],
        &[Add(
            "[follow_up]\ngrounds = [{ reference = \"ETS 030 Art 2(b)\", ground = \"ordre public\", reply = \"nicht berührt\" }]",
        )],
    ),
    (53, "case.ended", RS_DE, &[Put("stage = \"investigation\"", "stage = \"closed\"")], &[]),
    (54, "protected.named", RS_DE, &[Put("wo auch V1 lebt.", "wo auch Jelena Primerović lebt.")], &[]),
];

#[test]
fn every_reason_is_triggered_and_left_alone() {
    let library = Library::load(None).unwrap();
    let rules = RuleSet::load(None).unwrap();
    let mut wrong = Vec::new();
    for (reason, id, text, trigger, quiet) in CASES {
        let triggered = report(&edited(text, trigger), &library, &rules, None);
        match triggered.findings.iter().find(|finding| finding.id == *id) {
            Some(finding) if finding.reason == Some(*reason) && !finding.message.is_empty() && !finding.fix.is_empty() => {}
            Some(finding) => wrong.push(format!("{reason} {id}: answers reason {:?}", finding.reason)),
            None => wrong.push(format!("{reason} {id}: not triggered")),
        }
        let left_alone = report(&edited(text, quiet), &library, &rules, None);
        if let Some(finding) = left_alone.findings.iter().find(|finding| finding.id == *id) {
            wrong.push(format!("{reason} {id}: triggered without cause: {}", finding.message));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    // 52 speaks of the register.
    let reasons: Vec<u32> = CASES.iter().map(|case| case.0).collect();
    assert_eq!((1..=54).filter(|reason| !reasons.contains(reason)).collect::<Vec<u32>>(), [52]);
}

#[test]
fn a_request_that_went_quiet_is_noticed() {
    let library = Library::load(None).unwrap();
    let rules = RuleSet::load(None).unwrap();
    let mut entry = Entry { sent: Some("2025-10-01".parse().unwrap()), status: Sent::Sent, ..Entry::default() };
    let usual = edited(RS_DE, &[Add("[counterpart]\nexecution_days = 90\nreceipt_days = 20")]);
    let of = |entry: Option<&Entry>, text: &str, id: &str| {
        report(text, &library, &rules, entry).findings.into_iter().find(|finding| finding.id == id)
    };
    let quiet = of(Some(&entry), &usual, "authority.quiet").unwrap();
    assert_eq!((quiet.kind, quiet.reason), (Kind::Finding, Some(52)));
    assert!(quiet.message.contains("152 days"), "{}", quiet.message);
    assert_eq!(of(Some(&entry), RS_DE, "authority.quiet").unwrap().kind, Kind::Question, "how long it takes is not known");
    assert!(of(Some(&entry), &usual, "receipt.missing").is_some());
    entry.receipt = Some("2025-10-10".parse().unwrap());
    entry.status = Sent::Executed;
    assert!(of(Some(&entry), &usual, "authority.quiet").is_none());
    assert!(of(None, &usual, "authority.quiet").is_none());
}

#[test]
fn no_rule_throws_on_an_empty_request_of_any_form() {
    let library = Library::load(None).unwrap();
    let rules = RuleSet::load(None).unwrap();
    for form in crate::mla::request::FormId::ALL {
        let text = format!("form = \"{}\"\n[hdr]\nrequesting_state = \"BA\"\nrequested_state = \"JP\"\n", form.id());
        let report = report(&text, &library, &rules, None);
        // An empty questionnaire is as it should be before it is filled.
        assert!(!report.findings.is_empty() || form.id() == "intake", "{}", form.id());
        for finding in &report.findings {
            assert!(!finding.message.contains("{i}") && !finding.message.is_empty(), "{finding:?}");
        }
    }
}

#[test]
fn every_requirement_class_reads() {
    Classes::parse(include_str!("../rules/requirements.toml")).unwrap();
}

/// What the tables of the forms mark as required and no rule names: left out, it is told or asked.
#[test]
fn a_required_field_left_empty_is_never_silent() {
    let library = Library::load(None).unwrap();
    let rules = RuleSet::load(None).unwrap();
    for (text, gone, field) in [
        (RS_DE, "date = ", "hdr.date"),
        (RS_DE, "own_ref = ", "hdr.own_ref"),
        (RS_DE, "summons = ", "video_conference.summons"),
        (RS_DE, "caution = ", "video_conference.caution"),
        (RS_DE, "room = ", "video_conference.room"),
        (RS_DE, "penalty = ", "offences[0].penalty"),
        (ME_US, "wanted = ", "data.wanted"),
        (ME_US, "provider = ", "data.provider"),
        (BA_HR, "from = ", "jit.from"),
    ] {
        let mut kept = String::new();
        let mut dropped = false;
        for line in text.lines() {
            let this = !dropped && line.starts_with(gone);
            dropped |= this;
            if !this {
                kept.push_str(line);
                kept.push('\n');
            }
        }
        assert!(dropped, "{gone}");
        let report = report(&kept, &library, &rules, None);
        assert!(report.findings.iter().any(|f| f.field.ends_with(field)), "{field}: {:?}", report.findings);
    }
    for text in [RS_DE, AL_IT, XK_AT, ME_US, BA_HR] {
        let report = report(text, &library, &rules, None);
        let asked: Vec<_> = report.findings.iter().filter(|f| f.id.starts_with("form.")).map(|f| (&f.field, f.kind)).collect();
        assert!(asked.is_empty(), "{asked:?}");
    }
}
