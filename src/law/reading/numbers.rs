//! Numbers, units of time and the small words around them, folded (no diacritics, Latin letters), by language.

/// The group of languages whose sentences of law are built alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tongue {
    Bcms,
    Macedonian,
    Albanian,
    German,
    French,
    Italian,
    Slovene,
    English,
    Dutch,
}

impl Tongue {
    /// From a BCP 47 tag.
    pub fn of(language: &str) -> Option<Tongue> {
        Some(match language.split('-').next().unwrap_or("").to_lowercase().as_str() {
            "sr" | "hr" | "bs" | "cnr" | "me" | "sh" | "hbs" => Tongue::Bcms,
            "mk" => Tongue::Macedonian,
            "sq" => Tongue::Albanian,
            "de" => Tongue::German,
            "fr" => Tongue::French,
            "it" => Tongue::Italian,
            "sl" => Tongue::Slovene,
            "en" => Tongue::English,
            "nl" => Tongue::Dutch,
            _ => return None,
        })
    }

    fn words(self) -> &'static [(&'static str, u32)] {
        match self {
            Tongue::Bcms => &[
                ("jedan", 1),
                ("jedne", 1),
                ("jednog", 1),
                ("jednu", 1),
                ("jedna", 1),
                ("dva", 2),
                ("dve", 2),
                ("dvije", 2),
                ("tri", 3),
                ("cetiri", 4),
                ("pet", 5),
                ("sest", 6),
                ("sedam", 7),
                ("osam", 8),
                ("devet", 9),
                ("deset", 10),
                ("jedanaest", 11),
                ("dvanaest", 12),
                ("trinaest", 13),
                ("cetrnaest", 14),
                ("petnaest", 15),
                ("sesnaest", 16),
                ("sedamnaest", 17),
                ("osamnaest", 18),
                ("devetnaest", 19),
                ("dvadeset", 20),
                ("trideset", 30),
                ("cetrdeset", 40),
                ("cetrdesetpet", 45),
                ("dvadesetpet", 25),
            ],
            Tongue::Macedonian => &[
                ("eden", 1),
                ("edna", 1),
                ("edno", 1),
                ("dva", 2),
                ("dve", 2),
                ("tri", 3),
                ("cetiri", 4),
                ("pet", 5),
                ("sest", 6),
                ("sedum", 7),
                ("osum", 8),
                ("devet", 9),
                ("deset", 10),
                ("dvanaeset", 12),
                ("petnaeset", 15),
                ("dvaeset", 20),
                ("trieset", 30),
                ("dvanaest", 12),
                ("petnaest", 15),
            ],
            Tongue::Albanian => &[
                ("nje", 1),
                ("dy", 2),
                ("tre", 3),
                ("tri", 3),
                ("kater", 4),
                ("pese", 5),
                ("gjashte", 6),
                ("shtate", 7),
                ("tete", 8),
                ("nente", 9),
                ("dhjete", 10),
                ("njembedhjete", 11),
                ("dymbedhjete", 12),
                ("trembedhjete", 13),
                ("katermbedhjete", 14),
                ("pesembedhjete", 15),
                ("gjashtembedhjete", 16),
                ("shtatembedhjete", 17),
                ("tetembedhjete", 18),
                ("nentembedhjete", 19),
                ("njezet", 20),
                ("njezete", 20),
                ("tridhjete", 30),
                ("dyzet", 40),
                ("dyzete", 40),
            ],
            Tongue::German => &[
                ("ein", 1),
                ("eine", 1),
                ("einem", 1),
                ("eines", 1),
                ("zwei", 2),
                ("drei", 3),
                ("vier", 4),
                ("funf", 5),
                ("sechs", 6),
                ("sieben", 7),
                ("acht", 8),
                ("neun", 9),
                ("zehn", 10),
                ("elf", 11),
                ("zwolf", 12),
                ("funfzehn", 15),
                ("zwanzig", 20),
            ],
            Tongue::French => &[
                ("un", 1),
                ("une", 1),
                ("deux", 2),
                ("trois", 3),
                ("quatre", 4),
                ("cinq", 5),
                ("six", 6),
                ("sept", 7),
                ("huit", 8),
                ("neuf", 9),
                ("dix", 10),
                ("douze", 12),
                ("quinze", 15),
                ("dixhuit", 18),
                ("vingt", 20),
                ("trente", 30),
            ],
            Tongue::Italian => &[
                ("un", 1),
                ("uno", 1),
                ("due", 2),
                ("tre", 3),
                ("quattro", 4),
                ("cinque", 5),
                ("sei", 6),
                ("sette", 7),
                ("otto", 8),
                ("nove", 9),
                ("dieci", 10),
                ("dodici", 12),
                ("quattordici", 14),
                ("quindici", 15),
                ("sedici", 16),
                ("diciotto", 18),
                ("venti", 20),
                ("ventidue", 22),
                ("ventiquattro", 24),
                ("trenta", 30),
            ],
            Tongue::Slovene => &[
                ("enega", 1),
                ("eno", 1),
                ("enim", 1),
                ("dveh", 2),
                ("treh", 3),
                ("stirih", 4),
                ("petih", 5),
                ("sestih", 6),
                ("sedmih", 7),
                ("osmih", 8),
                ("devetih", 9),
                ("desetih", 10),
                ("dvanajstih", 12),
                ("petnajstih", 15),
                ("dvajsetih", 20),
                ("tridesetih", 30),
                ("deset", 10),
                ("petnajst", 15),
                ("trideset", 30),
            ],
            Tongue::English => &[
                ("one", 1),
                ("two", 2),
                ("three", 3),
                ("four", 4),
                ("five", 5),
                ("six", 6),
                ("seven", 7),
                ("eight", 8),
                ("nine", 9),
                ("ten", 10),
                ("twelve", 12),
                ("fifteen", 15),
                ("eighteen", 18),
                ("twenty", 20),
                ("thirty", 30),
                ("forty", 40),
            ],
            Tongue::Dutch => &[
                ("een", 1),
                ("twee", 2),
                ("drie", 3),
                ("vier", 4),
                ("vijf", 5),
                ("zes", 6),
                ("zeven", 7),
                ("acht", 8),
                ("negen", 9),
                ("tien", 10),
                ("twaalf", 12),
                ("vijftien", 15),
                ("achttien", 18),
                ("twintig", 20),
                ("dertig", 30),
            ],
        }
    }

    /// The number a folded word says, digits included. Small: imprisonment is never counted in thousands.
    pub fn number(self, word: &str) -> Option<u32> {
        if !word.is_empty() && word.len() <= 2 && word.chars().all(|c| c.is_ascii_digit()) {
            return word.parse().ok();
        }
        self.words().iter().find(|(text, _)| *text == word).map(|(_, number)| *number)
    }

    /// Months in the unit a folded word names; 0 for days, which are below a month.
    pub fn unit(self, word: &str) -> Option<u32> {
        const YEARS: &[&str] = &[
            "godin", "vjet", "vjec", "vitesh", "vite", "jahr", "ans", "annee", "anni", "anno", "year", "let", "leto", "leti",
            "jaar", "jaren",
        ];
        const MONTHS: &[&str] = &["mesec", "mjesec", "muaj", "monat", "mois", "mesi", "mese", "month", "maand"];
        const DAYS: &[&str] = &[
            "dana", "dan", "dena", "denovi", "dite", "tag", "tage", "tagen", "jour", "jours", "giorni", "day", "days", "dni",
            "dagen",
        ];
        let starts = |list: &[&str]| list.iter().any(|stem| word.starts_with(stem));
        if word == "an" && self == Tongue::French || word == "vit" && self == Tongue::Albanian {
            return Some(12);
        }
        if DAYS.contains(&word) {
            return Some(0);
        }
        if starts(MONTHS) {
            return Some(1);
        }
        // "leta" is Slovene for years; "let" in French or English is another word.
        if starts(YEARS) && (self == Tongue::Slovene || !word.starts_with("let")) {
            return Some(12);
        }
        None
    }
}
