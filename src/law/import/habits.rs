//! Every publisher's habit with every damage a copy takes: invented codes are printed and read back, number and heading by number
//! and heading. The words are ours and mean little; what is tested is where things stand.

use super::*;

/// How an act prints an article.
#[derive(Clone, Copy)]
struct Habit {
    name: &'static str,
    /// `#` stands for the number.
    head: &'static str,
    titles: Place,
    /// Suffixes of added articles, as printed behind a number: "/a", "-а", "a", "-bis".
    suffixes: &'static [&'static str],
    /// The same as the facts write them.
    normal: &'static [&'static str],
    /// How paragraphs are numbered: `#` stands for the number; empty is not at all.
    paragraph: &'static str,
    /// A chapter; `#` stands for the numeral.
    chapter: &'static str,
    chapter_title: &'static str,
    /// What stands between heading and text of every seventh article.
    note: &'static str,
    words: Words,
}

#[derive(Clone, Copy, PartialEq)]
enum Place {
    Before,
    After,
    /// In brackets on the line below.
    Bracketed,
    /// On the line of the number, behind these characters.
    Same(&'static str),
    None,
}

#[derive(Clone, Copy)]
struct Words {
    titles: &'static [&'static str],
    sentences: &'static [&'static str],
}

/// What happened to the copy.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Damage {
    /// One paragraph a line, blank lines between.
    Clean,
    /// One paragraph a line, no blank lines.
    Dense,
    /// Wrapped lines as PDF readers give them, page by page, with running heads, page numbers and footnotes.
    Pdf,
    /// The same with words parted at line ends and titles centred by spaces.
    Layout,
    /// Columns of a few words.
    Narrow,
}

const SQ: Words = Words {
    titles: &[
        "Qëllimi i kodit",
        "Kalimi i udhëtarëve përtej kufirit të trilluar",
        "Vjedhja",
        "Fshehja e personave, e sendeve dhe e shënimeve që u takojnë udhëtarëve të trilluar",
        "Tentativa dhe bashkëpunimi",
        "Shpërdorimi i detyrës nga nëpunësi i Republikës së Trilluar",
        "Mosveprimi",
    ],
    sentences: &[
        "Kushdo që kalon udhëtarë të trilluar përtej kufirit, me qëllim që t'i lërë atje pa leje, dënohet me burgim nga një deri në pesë vjet.",
        "Kur vepra kryhet në bashkëpunim, kryesi dënohet me burgim jo më pak se tre vjet.",
        "Gjykata e Republikës së Trilluar vendos sipas nenit 5 të këtij kodi.",
        "Tentativa dënohet.",
    ],
};
const HBS: Words = Words {
    titles: &[
        "Primjena zakona",
        "Nedozvoljeno prevođenje izmišljenih putnika preko državne granice",
        "Krađa",
        "Sprječavanje službene osobe, predstavnika i prevodioca u obavljanju poslova koje im je povjerio izmišljeni sud",
        "Pokušaj i saučesništvo",
        "Odgovornost predsjednika vijeća Izmišljene Republike",
        "Skrivanje",
    ],
    sentences: &[
        "Ko protivno propisima prevede izmišljenog putnika preko državne granice, u namjeri da tamo ostane bez odobrenja, kaznit će se kaznom zatvora od šest mjeseci do pet godina.",
        "Ako je djelo iz stava 1. ovog člana počinjeno u grupi, počinilac će se kazniti kaznom zatvora najmanje tri godine.",
        "Sud Izmišljene Republike odlučuje po članu 5. ovog zakona.",
        "Pokušaj će se kazniti.",
    ],
};
const CYR: Words = Words {
    titles: &[
        "Примена закона",
        "Недозвољено превођење измишљених путника преко државне границе",
        "Крађа",
        "Спречавање службеног лица, представника и преводиоца у обављању послова које им је поверио измишљени суд",
        "Покушај и саучесништво",
        "Одговорност председника већа Измишљене Републике",
        "Скривање",
    ],
    sentences: &[
        "Ко противно прописима преведе измишљеног путника преко државне границе, у намери да тамо остане без одобрења, казниће се затвором од шест месеци до пет година.",
        "Ако је дело из става 1. овог члана учињено у групи, учинилац ће се казнити затвором најмање три године.",
        "Суд Измишљене Републике одлучује по члану 5. овог закона.",
        "За покушај ће се казнити.",
    ],
};
const MK: Words = Words {
    titles: &[
        "Цел на законот",
        "Недозволено пренесување на измислени патници преку државната граница",
        "Кражба",
        "Спречување на службено лице, на претставник и на преведувач во вршење на работите што им ги доверил измислениот суд",
        "Обид и соучесништво",
        "Одговорност на претседателот на советот на Измислената Република",
        "Криење",
    ],
    sentences: &[
        "Тој што спротивно на прописите ќе пренесе измислен патник преку државната граница, со намера таму да остане без дозвола, ќе се казни со затвор од една до пет години.",
        "Ако делото од ставот 1 на овој член е сторено во група, сторителот ќе се казни со затвор од најмалку четири години.",
        "Судот на Измислената Република одлучува според член 5 од овој закон.",
        "Обидот е казнив.",
    ],
};
const SL: Words = Words {
    titles: &[
        "Namen zakona",
        "Prepovedano spravljanje izmišljenih potnikov čez državno mejo",
        "Tatvina",
        "Preprečitev uradnega dejanja osebi, zastopniku ali tolmaču, ki jim ga je zaupalo izmišljeno sodišče",
        "Poskus in udeležba",
        "Odgovornost predsednika senata Izmišljene republike",
        "Skrivanje",
    ],
    sentences: &[
        "Kdor spravi izmišljenega potnika čez državno mejo, da bi tam ostal brez dovoljenja, se kaznuje z zaporom od enega do petih let.",
        "Če je dejanje storjeno v skupini, se storilec kaznuje z zaporom najmanj treh let.",
        "Sodišče Izmišljene republike odloča po 5. členu tega zakona.",
        "Poskus se kaznuje.",
    ],
};
const DE: Words = Words {
    titles: &[
        "Zweck des Gesetzes",
        "Verbotenes Verbringen erfundener Reisender über die Staatsgrenze",
        "Diebstahl",
        "Widerstand gegen Amtsträger, Vertreter und Dolmetscher, denen das erfundene Gericht eine Aufgabe übertragen hat",
        "Versuch und Beteiligung",
        "Verantwortlichkeit der Vorsitzenden der Erfundenen Republik",
        "Verbergen",
    ],
    sentences: &[
        "Wer einen erfundenen Reisenden über die Staatsgrenze bringt, damit er dort ohne Erlaubnis bleibt, wird mit Freiheitsstrafe von sechs Monaten bis zu fünf Jahren bestraft.",
        "Handelt der Täter in einer Gruppe, so ist die Strafe Freiheitsstrafe nicht unter drei Jahren.",
        "Das Gericht der Erfundenen Republik entscheidet nach § 5 Absatz 1.",
        "Der Versuch ist strafbar.",
    ],
};
const IT: Words = Words {
    titles: &[
        "Scopo della legge",
        "Trasporto vietato di viaggiatori immaginari oltre il confine dello Stato",
        "Furto",
        "Resistenza al pubblico ufficiale, al rappresentante e all'interprete ai quali il giudice immaginario ha affidato un compito",
        "Tentativo e concorso",
        "Responsabilità del presidente del collegio della Repubblica Immaginaria",
        "Occultamento",
    ],
    sentences: &[
        "Chiunque trasporta un viaggiatore immaginario oltre il confine, affinché vi resti senza permesso, è punito con la reclusione da sei mesi a cinque anni.",
        "Se il fatto è commesso da più persone, la pena è della reclusione non inferiore a tre anni.",
        "Il giudice della Repubblica Immaginaria decide secondo l'articolo 5.",
        "Il tentativo è punito.",
    ],
};
const EN: Words = Words {
    titles: &[
        "Purpose of the Code",
        "Unlawful carriage of imaginary travellers across the State border",
        "Theft",
        "Obstruction of an official, a representative and an interpreter to whom the imaginary court has given a task",
        "Attempt and participation",
        "Liability of the president of the panel of the Imaginary Republic",
        "Concealment",
    ],
    sentences: &[
        "Whoever carries an imaginary traveller across the border, so that he stays there without leave, shall be punished by imprisonment of six months to five years.",
        "When the offence is committed in a group, the perpetrator shall be punished by imprisonment of not less than three years.",
        "The court of the Imaginary Republic decides under Article 5 of this Code.",
        "An attempt is punishable.",
    ],
};
const FR: Words = Words {
    titles: &["-"],
    sentences: &[
        "Le fait de conduire un voyageur imaginaire au-delà de la frontière, afin qu'il y demeure sans titre, est puni de sept ans d'emprisonnement.",
        "Lorsque l'infraction est commise en groupe, la peine est portée à dix ans d'emprisonnement.",
        "Le tribunal de la République imaginaire statue selon l'article 5.",
        "La tentative est punie.",
    ],
};
const HU: Words = Words {
    titles: &[
        "A törvény célja",
        "Kitalált utasok tiltott átvitele az államhatáron",
        "Lopás",
        "Hivatalos személy, képviselő és tolmács akadályozása a kitalált bíróság által rájuk bízott feladatban",
        "Kísérlet és részesség",
        "A Kitalált Köztársaság tanácsa elnökének felelőssége",
        "Rejtegetés",
    ],
    sentences: &[
        "Aki kitalált utast visz át az államhatáron, hogy ott engedély nélkül maradjon, egy évtől öt évig terjedő szabadságvesztéssel büntetendő.",
        "Ha a cselekményt csoportban követik el, a büntetés két évtől nyolc évig terjedő szabadságvesztés.",
        "A Kitalált Köztársaság bírósága az 5. § szerint dönt.",
        "A kísérlet büntetendő.",
    ],
};
const TR: Words = Words {
    titles: &[
        "Kanunun amacı",
        "Hayali yolcuların devlet sınırından yasak geçirilmesi",
        "Hırsızlık",
        "Görevlinin, temsilcinin ve tercümanın hayali mahkemece verilen görevi yapmasının engellenmesi",
        "Teşebbüs ve iştirak",
        "Hayali Cumhuriyet heyet başkanının sorumluluğu",
        "Saklama",
    ],
    sentences: &[
        "Hayali bir yolcuyu izinsiz kalması için sınırdan geçiren kişi altı aydan beş yıla kadar hapis cezası ile cezalandırılır.",
        "Suçun birden fazla kişi tarafından işlenmesi hâlinde verilecek ceza üç yıldan az olamaz.",
        "Hayali Cumhuriyetin mahkemesi 5 inci maddeye göre karar verir.",
        "Teşebbüs cezalandırılır.",
    ],
};
const EL: Words = Words {
    titles: &[
        "Σκοπός του νόμου",
        "Παράνομη μεταφορά φανταστικών ταξιδιωτών πέρα από τα σύνορα",
        "Κλοπή",
        "Αντίσταση κατά υπαλλήλου, εκπροσώπου και διερμηνέα στους οποίους το φανταστικό δικαστήριο ανέθεσε έργο",
        "Απόπειρα και συμμετοχή",
        "Ευθύνη του προέδρου της Φανταστικής Δημοκρατίας",
        "Απόκρυψη",
    ],
    sentences: &[
        "Όποιος μεταφέρει φανταστικό ταξιδιώτη πέρα από τα σύνορα, για να μείνει εκεί χωρίς άδεια, τιμωρείται με φυλάκιση.",
        "Αν η πράξη τελέστηκε από ομάδα, επιβάλλεται κάθειρξη έως δέκα έτη.",
        "Το δικαστήριο της Φανταστικής Δημοκρατίας αποφασίζει κατά το άρθρο 5.",
        "Η απόπειρα τιμωρείται.",
    ],
};
const RO: Words = Words {
    titles: &[
        "Scopul legii",
        "Trecerea ilegală a călătorilor imaginari peste frontiera de stat",
        "Furtul",
        "Împiedicarea funcționarului, a reprezentantului și a interpretului cărora instanța imaginară le-a dat o sarcină",
        "Tentativa și participarea",
        "Răspunderea președintelui completului Republicii Imaginare",
        "Ascunderea",
    ],
    sentences: &[
        "Cel care trece un călător imaginar peste frontieră, pentru ca acesta să rămână acolo fără drept, se pedepsește cu închisoare de la 6 luni la 5 ani.",
        "Dacă fapta este săvârșită în grup, pedeapsa este închisoarea de cel puțin 3 ani.",
        "Instanța Republicii Imaginare hotărăște potrivit art. 5.",
        "Tentativa se pedepsește.",
    ],
};
const NL: Words = Words {
    titles: &[
        "Doel van de wet",
        "Verboden vervoer van verzonnen reizigers over de staatsgrens",
        "Diefstal",
        "Verzet tegen een ambtenaar, een vertegenwoordiger en een tolk aan wie de verzonnen rechter een taak heeft gegeven",
        "Poging en deelneming",
        "Aansprakelijkheid van de voorzitter van de Verzonnen Republiek",
        "Verbergen",
    ],
    sentences: &[
        "Hij die een verzonnen reiziger over de grens brengt, opdat die daar zonder verlof blijft, wordt gestraft met gevangenisstraf van ten hoogste vijf jaren.",
        "Indien het feit in een groep wordt begaan, is de straf ten hoogste acht jaren.",
        "De rechter van de Verzonnen Republiek beslist volgens artikel 5.",
        "De poging is strafbaar.",
    ],
};

const HABITS: &[Habit] = &[
    Habit {
        name: "AL: Neni 110/a, title below, (Shtuar me …)",
        head: "Neni #",
        titles: Place::After,
        suffixes: &["/a", "/b", "/c"],
        normal: &[".a", ".b", ".c"],
        paragraph: "",
        chapter: "KREU #",
        chapter_title: "VEPRA TË TRILLUARA",
        note: "(Shtuar me ligjin nr. 1234, datë 24.1.2001, neni 1)",
        words: SQ,
    },
    Habit {
        name: "XK: NENI 5, title below, 1. 1.1.",
        head: "NENI #",
        titles: Place::After,
        suffixes: &["A"],
        normal: &["a"],
        paragraph: "#.",
        chapter: "KAPITULLI #",
        chapter_title: "DISPOZITA TË TRILLUARA",
        note: "[Shfuqizuar me ligjin nr. 04/L-000]",
        words: SQ,
    },
    Habit {
        name: "RS: Član 388, title above, (1)",
        head: "Član #",
        titles: Place::Before,
        suffixes: &["a", "b", "v"],
        normal: &["a", "b", "v"],
        paragraph: "(#)",
        chapter: "GLAVA #",
        chapter_title: "IZMIŠLJENA KRIVIČNA DELA",
        note: "*Službeni glasnik RS, broj 85/2005",
        words: HBS,
    },
    Habit {
        name: "RS: Члан 388., title above, unnumbered",
        head: "Члан #.",
        titles: Place::Before,
        suffixes: &["а", "б", "в"],
        normal: &["a", "b", "v"],
        paragraph: "",
        chapter: "Глава #",
        chapter_title: "ИЗМИШЉЕНА КРИВИЧНА ДЕЛА",
        note: "*Службени гласник РС, број 85/2005",
        words: CYR,
    },
    Habit {
        name: "RS: title on the line of the number",
        head: "Члан #.",
        titles: Place::Same(" "),
        suffixes: &["а"],
        normal: &["a"],
        paragraph: "",
        chapter: "ГЛАВА #",
        chapter_title: "ИЗМИШЉЕНЕ ОДРЕДБЕ",
        note: "*Службени гласник РС, број 85/2005",
        words: CYR,
    },
    Habit {
        name: "HR: Članak 106., title above, (1)",
        head: "Članak #.",
        titles: Place::Before,
        suffixes: &[".a", "a"],
        normal: &["a", "a"],
        paragraph: "(#)",
        chapter: "GLAVA # – IZMIŠLJENA KAZNENA DJELA",
        chapter_title: "",
        note: "(NN 56/15, 61/15)",
        words: HBS,
    },
    Habit {
        name: "FBiH: Članak 106., title below, (1)",
        head: "Članak #.",
        titles: Place::After,
        suffixes: &["a"],
        normal: &["a"],
        paragraph: "(#)",
        chapter: "GLAVA #",
        chapter_title: "IZMIŠLJENA KAZNENA DJELA",
        note: "(brisano)",
        words: HBS,
    },
    Habit {
        name: "BA: Član 186., title in brackets below",
        head: "Član #.",
        titles: Place::Bracketed,
        suffixes: &["a", "b"],
        normal: &["a", "b"],
        paragraph: "(#)",
        chapter: "GLAVA #",
        chapter_title: "IZMIŠLJENA KRIVIČNA DJELA",
        note: "(izmijenjen Zakonom o izmjenama, \"Sl. glasnik BiH\" br. 8/10)",
        words: HBS,
    },
    Habit {
        name: "ME: Član 5a, title above, centred sections",
        head: "Član #",
        titles: Place::Before,
        suffixes: &["a", "b"],
        normal: &["a", "b"],
        paragraph: "(#)",
        chapter: "Glava #",
        chapter_title: "IZMIŠLJENA KRIVIČNA DJELA",
        note: "(\"Sl. list CG\", br. 58/15)",
        words: HBS,
    },
    Habit {
        name: "MK: Член 418-а, title below, (1)",
        head: "Член #",
        titles: Place::After,
        suffixes: &["-а", "-б", "-в"],
        normal: &["a", "b", "v"],
        paragraph: "(#)",
        chapter: "ГЛАВА #",
        chapter_title: "ИЗМИСЛЕНИ КРИВИЧНИ ДЕЛА",
        note: "(Избришан)",
        words: MK,
    },
    Habit {
        name: "MK: title above, Член 418-а",
        head: "Член #",
        titles: Place::Before,
        suffixes: &["-а", "-б"],
        normal: &["a", "b"],
        paragraph: "(#)",
        chapter: "Глава #",
        chapter_title: "ИЗМИСЛЕНИ КРИВИЧНИ ДЕЛА",
        note: "(Службен весник, вендимин бр. 1)",
        words: MK,
    },
    Habit {
        name: "SI: title above, 113.a člen",
        head: "#. člen",
        titles: Place::Before,
        suffixes: &[".a", ".b"],
        normal: &["a", "b"],
        paragraph: "(#)",
        chapter: "# poglavje",
        chapter_title: "IZMIŠLJENA KAZNIVA DEJANJA",
        note: "(črtan)",
        words: SL,
    },
    Habit {
        name: "SI: 113. člen, title in brackets below",
        head: "#. člen",
        titles: Place::Bracketed,
        suffixes: &[".a"],
        normal: &["a"],
        paragraph: "(#)",
        chapter: "# poglavje",
        chapter_title: "IZMIŠLJENA KAZNIVA DEJANJA",
        note: "(spremenjen z ZX-1A)",
        words: SL,
    },
    Habit {
        name: "DE: § 232a title on the line, (1)",
        head: "§ #",
        titles: Place::Same(" "),
        suffixes: &["a", "b"],
        normal: &["a", "b"],
        paragraph: "(#)",
        chapter: "# Abschnitt",
        chapter_title: "Erfundene Straftaten",
        note: "Fußnote: gilt nirgends",
        words: DE,
    },
    Habit {
        name: "DE: § 232a, title below",
        head: "§ #",
        titles: Place::After,
        suffixes: &["a", "b"],
        normal: &["a", "b"],
        paragraph: "(#)",
        chapter: "# Abschnitt",
        chapter_title: "Erfundene Straftaten",
        note: "(eingefügt durch Gesetz vom 1.1.2000)",
        words: DE,
    },
    Habit {
        name: "AT: title above, § 104a. and the text on its line",
        head: "§ #.",
        titles: Place::Before,
        suffixes: &["a", "b"],
        normal: &["a", "b"],
        paragraph: "+(#)",
        chapter: "# Abschnitt",
        chapter_title: "Erfundene Straftaten",
        note: "",
        words: DE,
    },
    Habit {
        name: "CH: Art. 182 and its title on one line",
        head: "Art. #",
        titles: Place::Same(" "),
        suffixes: &["a", "bis"],
        normal: &["a", ".bis"],
        paragraph: "#.",
        chapter: "# Kapitel",
        chapter_title: "Erfundene Straftaten",
        note: "",
        words: DE,
    },
    Habit {
        name: "IT: Art. 601-bis, title in brackets with a stop",
        head: "Art. #.",
        titles: Place::Bracketed,
        suffixes: &["-bis", "-ter", "-quater"],
        normal: &[".bis", ".ter", ".quater"],
        paragraph: "",
        chapter: "CAPO #",
        chapter_title: "DEI DELITTI IMMAGINARI",
        note: "(articolo aggiunto dall'art. 2 della legge 1/2000)",
        words: IT,
    },
    Habit {
        name: "IT: Articolo 12-bis. Title on the line",
        head: "Articolo #",
        titles: Place::Same(". "),
        suffixes: &["-bis", "-ter"],
        normal: &[".bis", ".ter"],
        paragraph: "#.",
        chapter: "TITOLO #",
        chapter_title: "DEI DELITTI IMMAGINARI",
        note: "",
        words: IT,
    },
    Habit {
        name: "IT: title below without brackets, 1.",
        head: "Art. #",
        titles: Place::After,
        suffixes: &["-bis", " bis"],
        normal: &[".bis", ".bis"],
        paragraph: "#.",
        chapter: "Capo #",
        chapter_title: "Dei delitti immaginari",
        note: "((articolo abrogato dal d.lgs. 1/2000))",
        words: IT,
    },
    Habit {
        name: "FR: Article 225-4-1, no titles",
        head: "Article 225-#",
        titles: Place::None,
        suffixes: &["-1", "-2"],
        normal: &[".1", ".2"],
        paragraph: "",
        chapter: "Chapitre # : Des atteintes imaginaires",
        chapter_title: "",
        note: "Modifié par LOI n°2013-711 du 5 août 2013 - art. 1",
        words: FR,
    },
    Habit {
        name: "EN: Article 418-a, title below, (1)",
        head: "Article #",
        titles: Place::After,
        suffixes: &["-a", "-b"],
        normal: &["a", "b"],
        paragraph: "(#)",
        chapter: "CHAPTER #",
        chapter_title: "IMAGINARY OFFENCES",
        note: "(Amended by Law No. 1/2000)",
        words: EN,
    },
    Habit {
        name: "EN: Article 5 – Title on the line",
        head: "Article #",
        titles: Place::Same(" – "),
        suffixes: &["a"],
        normal: &["a"],
        paragraph: "#.",
        chapter: "Chapter # – Imaginary offences",
        chapter_title: "",
        note: "",
        words: EN,
    },
    Habit {
        name: "HU: title above, 192. § (1) on one line",
        head: "#. §",
        titles: Place::Before,
        suffixes: &["/A"],
        normal: &[".a"],
        paragraph: "+(#)",
        chapter: "# FEJEZET",
        chapter_title: "KITALÁLT BŰNCSELEKMÉNYEK",
        note: "",
        words: HU,
    },
    Habit {
        name: "TR: title above, MADDE 80- (1)",
        head: "MADDE #-",
        titles: Place::Before,
        suffixes: &["/A"],
        normal: &[".a"],
        paragraph: "+(#)",
        chapter: "# BÖLÜM",
        chapter_title: "HAYALİ SUÇLAR",
        note: "",
        words: TR,
    },
    Habit {
        name: "EL: Άρθρο 323Α, title below, 1.",
        head: "Άρθρο #",
        titles: Place::After,
        suffixes: &["Α", "Β"],
        normal: &["a", "b"],
        paragraph: "#.",
        chapter: "ΚΕΦΑΛΑΙΟ #",
        chapter_title: "ΦΑΝΤΑΣΤΙΚΑ ΕΓΚΛΗΜΑΤΑ",
        note: "",
        words: EL,
    },
    Habit {
        name: "RO: ART. 210, title below, (1)",
        head: "ART. #",
        titles: Place::After,
        suffixes: &["^1", "^2"],
        normal: &[".1", ".2"],
        paragraph: "(#)",
        chapter: "CAPITOLUL #",
        chapter_title: "Infracțiuni imaginare",
        note: "(la 12-05-2017, Articolul a fost modificat de Punctul 1)",
        words: RO,
    },
    Habit {
        name: "NL: Artikel 273f, no stop behind paragraph numbers",
        head: "Artikel #",
        titles: Place::After,
        suffixes: &["a", "f"],
        normal: &["a", "f"],
        paragraph: "#",
        chapter: "Hoofdstuk #",
        chapter_title: "Verzonnen misdrijven",
        note: "[Vervallen per 01-01-2004]",
        words: NL,
    },
];

const ROMAN: &[&str] = &["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X"];
const ARTICLES: usize = 56;

/// One article as it should come back.
struct Wanted {
    number: String,
    heading: Option<String>,
}

/// Blocks of a printed act, before any damage.
enum Block {
    Chapter(String),
    Heading(String),
    Title(String),
    Text(String),
}

fn printed(habit: &Habit) -> (Vec<Block>, Vec<Wanted>) {
    let mut blocks = Vec::new();
    let mut wanted = Vec::new();
    let mut main = 0;
    for index in 0..ARTICLES {
        // Every ninth article was added later and carries a suffix.
        let added = index % 9 == 8;
        let suffix = if added { (index / 9) % habit.suffixes.len() } else { usize::MAX };
        main += usize::from(!added);
        let bare = main.to_string();
        let number = format!("{bare}{}", habit.suffixes.get(suffix).copied().unwrap_or(""));
        let normal = format!("{bare}{}", habit.normal.get(suffix).copied().unwrap_or(""));
        let normal = if habit.head.contains("225-") { format!("225.{normal}") } else { normal };
        // "106.a." and "113.a člen": the stop stands before the letter only.
        let head =
            if number.contains('.') { habit.head.replace("#.", "#") } else { habit.head.to_string() }.replace('#', &number);
        let title = varied(habit.words.titles[index % habit.words.titles.len()], index);
        let title = title.as_str();
        if index % 10 == 0 {
            blocks.push(Block::Chapter(habit.chapter.replace('#', ROMAN[index / 10])));
            if !habit.chapter_title.is_empty() {
                blocks.push(Block::Chapter(format!("{} {}", habit.chapter_title, capitals(habit.chapter_title, index))));
            }
        }
        let mut sentences = (0..1 + index % 3)
            .map(|at| varied(habit.words.sentences[(index + at) % habit.words.sentences.len()], index * 3 + at));
        let on_line = habit.paragraph.strip_prefix('+');
        let mut line = head;
        if let Some(mark) = on_line {
            line = format!("{line} {} {}", mark.replace('#', "1"), sentences.next().unwrap_or_default());
        }
        match habit.titles {
            Place::Before => {
                blocks.push(Block::Title(title.to_string()));
                blocks.push(if on_line.is_some() { Block::Text(line) } else { Block::Heading(line) });
            }
            Place::After => blocks.extend([Block::Heading(line), Block::Title(title.to_string())]),
            Place::Bracketed => {
                // Slovene acts write titles in brackets small.
                let small = habit.words.titles[0].starts_with("Namen");
                let title = if small { title[..1].to_lowercase() + &title[1..] } else { title.to_string() };
                let stop = if habit.head.starts_with("Art.") { "." } else { "" };
                blocks.extend([Block::Heading(line), Block::Title(format!("({title}){stop}"))]);
            }
            Place::Same(join) => blocks.push(Block::Title(format!("{line}{join}{title}"))),
            Place::None => blocks.push(Block::Heading(line)),
        }
        let small = habit.titles == Place::Bracketed && habit.words.titles[0].starts_with("Namen");
        let heading = match habit.titles {
            Place::None => None,
            _ if small => Some(title[..1].to_lowercase() + &title[1..]),
            _ => Some(title.to_string()),
        };
        wanted.push(Wanted { number: normal, heading });
        if index % 7 == 3 && !habit.note.is_empty() {
            blocks.push(Block::Text(habit.note.to_string()));
        }
        for (at, sentence) in sentences.enumerate() {
            let number = (at + 1 + usize::from(on_line.is_some())).to_string();
            let mark = on_line.unwrap_or(habit.paragraph).replace('#', &number);
            blocks.push(Block::Text(format!("{mark} {sentence}").trim().to_string()));
        }
    }
    (blocks, wanted)
}

/// A word in the letters of the title before it.
fn capitals(title: &str, index: usize) -> String {
    let word = ["ABA", "EZE", "IMI", "ORO", "UTU", "ALA"][index / 10 % 6];
    if title.chars().any(char::is_lowercase) { word.to_lowercase() } else { word.to_string() }
}

/// No two texts of a code are alike: an invented word goes in behind the second.
fn varied(text: &str, index: usize) -> String {
    const SYLLABLES: &[&str] = &["ba", "ze", "mi", "ro", "tu", "la", "ne", "vi"];
    let mut words: Vec<&str> = text.split(' ').collect();
    let invented = format!("{}{}{}", SYLLABLES[index % 8], SYLLABLES[index / 8 % 8], SYLLABLES[index / 64 % 8]);
    if words.len() > 2 {
        words.insert(2, &invented);
    }
    words.join(" ")
}

/// The copy a damage makes of the printed act.
fn copy(blocks: &[Block], damage: Damage) -> String {
    let width = match damage {
        Damage::Clean | Damage::Dense => usize::MAX,
        Damage::Pdf => 88,
        Damage::Layout => 64,
        Damage::Narrow => 26,
    };
    let mut lines: Vec<String> = Vec::new();
    for block in blocks {
        let (text, centred, apart) = match block {
            Block::Chapter(text) | Block::Heading(text) => (text, true, true),
            Block::Title(text) => (text, true, true),
            Block::Text(text) => (text, false, damage == Damage::Clean),
        };
        if apart && matches!(damage, Damage::Clean | Damage::Layout | Damage::Narrow) {
            lines.push(String::new());
        }
        let width = if centred { width - width.min(1000) / 5 } else { width };
        for line in wrapped(text, width, damage == Damage::Layout && !centred) {
            let indent =
                if damage == Damage::Layout && centred { (70_usize.saturating_sub(line.chars().count())) / 2 } else { 0 };
            lines.push(format!("{}{line}", " ".repeat(indent)));
        }
    }
    if !matches!(damage, Damage::Pdf | Damage::Layout) {
        return lines.join("\n");
    }
    let mut out = String::new();
    for (page, lines) in lines.chunks(34).enumerate() {
        if page > 0 {
            out.push('\u{c}');
        }
        out.push_str("Invented Gazette of Nowhere, no. 7/2020\n");
        out.push_str(&lines.join("\n"));
        out.push_str(&format!("\n{}\n", page + 1));
    }
    out
}

fn wrapped(text: &str, width: usize, hyphens: bool) -> Vec<String> {
    let mut lines = vec![String::new()];
    for (at, word) in text.split(' ').enumerate() {
        let line = lines.last_mut().unwrap();
        let long = word.chars().count();
        let used = line.chars().count();
        if used == 0 || used + 1 + long <= width {
            if used > 0 {
                line.push(' ');
            }
            line.push_str(word);
        } else if hyphens && at % 3 == 0 && long > 8 && word.chars().all(char::is_alphabetic) && used + 6 < width {
            line.push_str(&format!(" {}-", word.chars().take(4).collect::<String>()));
            lines.push(word.chars().skip(4).collect());
        } else {
            lines.push(word.to_string());
        }
    }
    lines
}

/// Numbers and headings that came back right, and what came back wrong.
fn measured(habit: &Habit, damage: Damage) -> (usize, usize, Vec<String>) {
    let (blocks, wanted) = printed(habit);
    let text = copy(&blocks, damage);
    let about = About { id: "XX-CC".into(), jurisdiction: "XX".into(), language: "und".into(), ..About::default() };
    let (act, _) = match import(&text, Layout::Text, &about) {
        Ok(found) => found,
        Err(error) => return (0, wanted.len(), vec![error.to_string()]),
    };
    let mut right = 0;
    let mut wrong = Vec::new();
    for want in &wanted {
        let found: Vec<&crate::law::texts::Article> =
            act.articles.iter().filter(|article| article.number == want.number && !article.appendix).collect();
        match found.as_slice() {
            [article] if article.heading == want.heading => right += 1,
            [article] => wrong.push(format!("{}: {:?} for {:?}", want.number, article.heading, want.heading)),
            other => wrong.push(format!("{}: found {} times", want.number, other.len())),
        }
    }
    if act.articles.len() > wanted.len() {
        wrong.push(format!("{} articles too many", act.articles.len() - wanted.len()));
    }
    (right, wanted.len(), wrong)
}

#[test]
fn every_habit_survives_every_damage() {
    let mut failures = Vec::new();
    for habit in HABITS {
        for damage in [Damage::Clean, Damage::Dense, Damage::Pdf, Damage::Layout, Damage::Narrow] {
            let (right, of, wrong) = measured(habit, damage);
            let wanted = if matches!(damage, Damage::Clean | Damage::Dense) { 99 } else { 97 };
            if right * 100 < of * wanted || wrong.iter().any(|line| line.ends_with("too many")) {
                failures.push(format!(
                    "{} / {damage:?}: {right} of {of}\n    {}",
                    habit.name,
                    wrong.iter().take(3).cloned().collect::<Vec<_>>().join("\n    ")
                ));
            }
        }
    }
    assert!(failures.is_empty(), "{}\n{} of {} fail", failures.join("\n"), failures.len(), HABITS.len() * 5);
}
