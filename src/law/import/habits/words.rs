//! Invented titles and sentences, by language. They mean little; they look like what stands in codes.

use super::Words;

pub(super) const SQ: Words = Words {
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
pub(super) const HBS: Words = Words {
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
pub(super) const CYR: Words = Words {
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
pub(super) const MK: Words = Words {
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
pub(super) const SL: Words = Words {
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
pub(super) const DE: Words = Words {
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
pub(super) const IT: Words = Words {
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
pub(super) const EN: Words = Words {
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
pub(super) const FR: Words = Words {
    titles: &["-"],
    sentences: &[
        "Le fait de conduire un voyageur imaginaire au-delà de la frontière, afin qu'il y demeure sans titre, est puni de sept ans d'emprisonnement.",
        "Lorsque l'infraction est commise en groupe, la peine est portée à dix ans d'emprisonnement.",
        "Le tribunal de la République imaginaire statue selon l'article 5.",
        "La tentative est punie.",
    ],
};
pub(super) const HU: Words = Words {
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
pub(super) const TR: Words = Words {
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
pub(super) const EL: Words = Words {
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
pub(super) const RO: Words = Words {
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
pub(super) const NL: Words = Words {
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
