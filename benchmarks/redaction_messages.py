"""Messages to measure the anonymiser with: generated ones with planted items, and ordinary ones written by hand."""
# ruff: noqa: E501, SIM905 - long lists of words are read best as they are

from __future__ import annotations

import random
import string
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

QUASI = ("place", "employer", "age", "nationality")


def _words(text: str) -> list[str]:
    return text.split()


GIVEN = {
    "British": "Oliver Amelia Harry Isla Freddie Poppy Callum Gemma Nigel Siobhan Rhys Bronwen Hamish Eilidh Dave Shaz",
    "American": "Tyler Madison Brandon Ashley Latoya DeShawn Wyatt Brittany Chad Kaylee Dwayne Peggy Randy Tiffany",
    "German": "Jürgen Heike Uwe Annegret Torsten Liesel Matthias Sabine Wolfgang Anneliese Kai Ulrike",
    "French": "Thierry Aurélie Jean-Luc Maëlys Benoît Océane Guillaume Solène Pascal Mireille",
    "Spanish": "Joaquín Lucía Íñigo Pilar Jesús Mercedes Álvaro Rocío Paloma Concepción Ángel Esperanza",
    "Italian": "Giuseppe Chiara Luca Ginevra Matteo Fiorella Salvatore Ludovica Rosa Bianca",
    "Polish": "Grzegorz Małgorzata Zbigniew Agnieszka Wojciech Kasia Jakub Ola Łukasz Bożena",
    "Turkish": "Mehmet Ayşe Emre Zeynep Çağlar Gül Umut Deniz Can Elif",
    "Indian": "Rajesh Priya Arjun Lakshmi Suresh Deepika Anil Meena Asha Ravi Jaya Dev",
    "Chinese": "Wei Xiaoming Li Ying Jun Mei Hao Fang Min Long",
    "Nigerian": "Chukwuemeka Ngozi Oluwaseun Blessing Emeka Folake Precious Goodluck Yetunde Sunday",
    "Arabic": "Mohammed Fatima Youssef Aisha Khaled Noor Omar Zainab Salim Amal",
}
FAMILY = {
    "British": "Smith Jones Taylor Wood Hughes Clarke Hill Green Baker Price Young Cox Webb Fox Shaw",
    "American": "Johnson Miller Davis Brown Wilson Moore White King Scott Cooper Bell Ward Long",
    "German": "Müller Schmidt Weiß Krüger Lange Stein Winter Sommer Jung Koch",
    "French": "Dubois Lefèvre Moreau Petit Blanc Roux Garnier Fontaine Legrand",
    "Spanish": "García Rodríguez Iglesias Cruz Rojas Flores Blanco Montes Reyes Peña",
    "Italian": "Rossi Ferrari Esposito Bianchi Conti Greco Costa Leone Bruno",
    "Polish": "Nowak Kowalski Wiśniewska Wójcik Lis Król Zając Mazur",
    "Turkish": "Yılmaz Kaya Demir Şahin Öztürk Aydın Arslan Koç",
    "Indian": "Patel Sharma Singh Kumar Das Rao Banerjee Gill Bose",
    "Chinese": "Wang Zhang Chen Liu Huang Ma He Song Sun",
    "Nigerian": "Okafor Adeyemi Eze Balogun Okonkwo Adebayo King Johnson",
    "Arabic": "Hassan El-Sayed Haddad Al-Masri Khan Mansour Saleh Nasser",
}
FURTHER_GIVEN = {
    "Persian": "Arash Shirin Behrouz Golnaz Dariush Niloufar Farhad Mahsa Kaveh Parisa Babak Laleh",
    "Igbo": "Nkechi Obinna Adaeze Ikenna Uche Chiamaka Somto Ifeanyi Nneka Kelechi Amara Zikora",
    "Yoruba": "Tosin Adewale Bukola Segun Ronke Femi Temitope Sola Kehinde Taiwo Dele Funmi",
    "Hausa": "Aminu Hadiza Sani Rakiya Bala Maryam Garba Zainabu Ladi Talatu Danjuma Asabe",
    "Korean": "Minjun Soyeon Jihoon Eunji Seojun Hana Hyun Bora Dohyun Sumin Young Sung",
    "Vietnamese": "Nguyet Thanh Huong Quang Linh Tuan Hoa Dung Minh Loan Phuc Trang",
    "Russian": "Dmitry Svetlana Vadim Ludmila Gleb Raisa Arkady Zoya Oleg Nadezhda Timur Vera",
    "Portuguese": "Luiza Tiago Matilde Rui Beatriz Vasco Leonor Nuno Graça Duarte Inês Otávio",
    "Japanese": "Haruto Sakura Kenji Yumi Takumi Aiko Daichi Rin Shun Mai Ren Hinata",
    "Greek": "Yannis Eleni Stavros Despina Kostas Foteini Petros Vasiliki Nikos Sofia Aris Thea",
    "Hungarian": "Zoltán Réka Gergő Ildikó Bence Piroska Attila Tünde Imre Dóra Ákos Virág",
    "Ghanaian": "Kwame Akosua Kofi Abena Yaw Esi Kojo Adwoa Nana Afia Comfort Prosper",
    "Tamil": "Karthik Malar Senthil Kavitha Murugan Selvi Anbu Thenmozhi Vel Kani Tamil Arul",
    "Punjabi": "Gurpreet Harjit Manpreet Jaswinder Balwinder Simran Amrit Kiran Lovely Happy Sukh Jasleen",
}
FURTHER_FAMILY = {
    "Persian": "Hosseini Karimi Rostami Sadeghi Jafari Moradi Tehrani Bagheri Rad Zand",
    "Igbo": "Nwachukwu Obi Okeke Nnamdi Onyekachi Igwe Udo Ezeh Agu Nwosu",
    "Yoruba": "Adeleke Ogunleye Akinola Bamidele Fashola Ojo Alabi Ade Oni Salami",
    "Hausa": "Abubakar Bello Danladi Yusuf Shehu Tanko Lawal Musa Gambo Sule",
    "Korean": "Kim Park Choi Jung Kang Yoon Lim Shin Song Bang",
    "Vietnamese": "Nguyen Tran Pham Vo Dang Bui Do Ho Ngo Ly",
    "Russian": "Pavlov Kuznetsova Sokolov Volkova Lebedev Orlova Belov Popova Bykov Frolov",
    "Portuguese": "Ferreira Carvalho Pinheiro Azevedo Leite Prata Rocha Pires Matos Couto",
    "Japanese": "Tanaka Suzuki Yamamoto Nakamura Ito Mori Ono Hara Abe Kai",
    "Greek": "Papadopoulos Nikolaidis Vlachos Makris Pappas Galanis Kostas Raptis Lekkas Rigas",
    "Hungarian": "Nagy Kovács Tóth Szabó Horváth Varga Balogh Papp Fehér Vad",
    "Ghanaian": "Mensah Owusu Boateng Asante Osei Addo Appiah Amoah Ofori Quaye",
    "Tamil": "Subramanian Raman Pillai Nadar Iyer Chettiar Vel Rajan Mani Siva",
    "Punjabi": "Dhillon Sandhu Grewal Sidhu Brar Bains Mann Gill Bath Virk",
}
"""Locales whose messages are made only when they are asked for: the rules were not tuned on them."""
WORD_GIVEN = _words(
    """
    Will May Grace Mark Rose Hope Faith Joy Bill Frank Jack Dawn Summer Autumn April June August Ruby Amber Pearl Crystal Ivy Lily
    Daisy Olive Violet Heather Hazel Holly Ginger Sandy Rusty Cliff Rod Ray Drew Grant Chase Miles Guy Art Gene Dean Earl Victor Pat
    Sue Penny Patience Charity Harmony Melody Angel Destiny Star Sunny Robin Jay Max Rich Chuck Buddy Hunter Mason Porter Angel
    Bob Don Nick Rob Wade Lance Carol Iris Jade Ebony Candy Brandy Honey Mercy Prudence Skip Red Ace Sky Rain River Ocean Storm
    """
)
WORD_FAMILY = _words(
    """
    Price Young Long King White Brown Green Black Gray Hill Wood Woods Baker Cook Fox Wolf Bird Fish Lamb Field Fields Stone Rivers
    Banks Park Hall Wall Church Bishop Pope Knight Noble Sharp Small Little Short Strong Best Good Day Knight Frost Snow Winter
    Summers Flowers Rose Bush Moss Reed Hunt Bell House Head Hand Foot Cross Cash Rich Case Love Joy Swift Quick Savage Wise
    Gold Silver Diamond Butler Carpenter Farmer Fisher Gardener Mason Potter Shepherd Taylor Turner Walker Weaver Wright Power Burns
    """
)
PLACES = _words(
    """
    Leeds Norwich Croydon Aberystwyth Galway Sheffield Swindon Bath Reading Cork Houston Boise Tallahassee Phoenix Ohio Kansas Hamburg
    Köln Graz Lyon Toulouse Brest Sevilla Vigo Torino Bari Kraków Łódź Gdynia Ankara İzmir Bursa Pune Chennai Surat Shenzhen
    Wuhan Lagos Ibadan Kano Cairo Amman Muscat Adelaide Perth Toronto Calgary Dublin Slough Hull Derby Deal Barking Nice Split
    """
)
EMPLOYERS = (
    "Tesco|Barclays|Siemens|Boots|Morrisons|Deutsche Bahn|Infosys|Walmart|Target|St Mary's School|Leeds City Council|Halfords|Next"
    "|Carrefour|Zenith Bank|Emirates|Royal Mail|British Gas|Costa Coffee|Blackwell and Sons Ltd|Greenfield Primary School|Kwik Fit"
).split("|")
PEOPLES = _words(
    "German French Polish Turkish Indian Chinese Nigerian Egyptian Welsh Scottish Danish Spanish Greek Dutch Swiss"
)
STREETS = "Station Road|High Street|Maple Avenue|Church Lane|Queens Drive|Park Crescent|Elm Close|Victoria Terrace|Mill Hill".split(
    "|"
)
MONTHS = _words("January February March April May June July August September October November December")

CHAT = (
    "hi my name is {full} and my face has been tight since the palsy",
    "im {given} from {place}, does botox help with synkinesis?",
    "Hello, this is {given} {family}. Can I change my appointment?",
    "{given} here, my eye still closes when i smile",
    "my husband {given} had bells palsy and now his cheek twitches",
    "dr {family} told me to wait two weeks before the next injection",
    "i saw Dr {full} at the hospital in {place} and she said i need retraining",
    "can you call me on {phone} please, {given}",
    "my number is {phone}",
    "you can email me at {email}",
    "pls write to {email} or text {phone}",
    "i live at {address}, is there a clinic near me",
    "born {date}, had palsy when i was pregnant",
    "dob {date}",
    "my botox was on {date} and nothing happens",
    "my nhs number is {nhs}, can you look up my file",
    "patient id {record} when is my next session",
    "i posted a video of my face here {url}",
    "follow me {handle} i talk about synkinesis",
    "my card {card} was charged twice",
    "can i pay by transfer from {iban}",
    "my postcode is {postcode}, who treats this near me?",
    "i work at {employer} and talk all day, my neck hurts",
    "i am {age} years old, is it too late for treatment",
    "my mum is {age} and her smile is crooked",
    "as a {people} patient can i come to you",
    "my daughter {given} is {age}, can children get it",
    "the bot blocked my ip {ip}",
    "thanks, {given}",
    "Kind regards\n{full}",
    "ask for {given} at reception",
    "{full}, {date}, {postcode}",
    "me and {given} both have facial palsy",
    "is {given} {family} still working at your clinic?",
    "i moved from {place} to {place} last year and lost my therapist",
    "my friend {given} said it wears off after three months",
    "nurse {given} gave me the injections",
    "appointment for {full} tomorrow please",
    "please tell {given} that my lid droops",
    "i'm {given}, {age}, from {place}",
    "my ssn is {ssn} and national insurance {nino}",
    "passport {passport} do i need it",
    "my insurance number is {record} does it cover botox",
    "telegram me {handle}",
    "my therapist mrs {family} retired, who else does mime therapy?",
    "signed {full}",
    "it's {given} again, still no change in my chin",
    "could {given} come with me to the injections",
)
NAME_WORDS = (
    "im {given}, when can i get an appointment",
    "my name is {given} and i have synkinesis",
    "hi, {given} here. my cheek is tight",
    "dr {family} said i should wait",
    "i saw mr {family} last week",
    "thanks, {given}",
    "this is {given} {family}, my eye is dry",
    "my husband {given} had botox",
    "mrs {family} is my therapist",
    "my name is {given} {family}",
    "nurse {given} did my injections",
    "my sister {given} has bells palsy",
    "please ask {given} to call me",
    "Dr. {given} {family} gave me botox",
    "regards, {given} {family}",
    "i am {given} and my face is tight",
    "hello {given}, thank you for your help",
)
OTHER_LANGUAGES = (
    "hola me llamo {full} y tengo sincinesia desde hace dos años",
    "mi número es {phone}, soy {given} de {place}",
    "bonjour je m'appelle {full}, est-ce que le botox aide ?",
    "je suis {given} et j'habite à {place}, mon œil se ferme",
    "hallo ich heiße {full} und habe seit der lähmung schmerzen im gesicht",
    "ich bin {given} aus {place}, hilft botox bei synkinesien?",
    "ciao sono {given} {family}, il mio occhio si chiude quando sorrido",
    "olá, meu nome é {full} e moro em {place}",
    "dzień dobry, nazywam się {full} i mieszkam w {place}",
    "merhaba ben {given}, yüzümde sinkinezi var",
    "hallo mijn naam is {full} en ik woon in {place}",
    "здравствуйте, меня зовут {full}, помогает ли ботокс?",
    "مرحبا اسمي {given} وأعيش في {place}",
    "नमस्ते मेरा नाम {given} है",
    "你好我叫{given}，我住在{place}",
    "halo nama saya {full}, saya tinggal di {place}",
)
TOPIC_WORDS = """
synkinesis synkineses synkinetic synkinesia aberrant regeneration reinnervation paralytic facial palsy paralysis paresis nonflaccid hyperkinesis
hypertonic contracture bell's palsy ramsay hunt shingles zoster acoustic neuroma vestibular schwannoma parotid lyme botox botulinum toxin
btx dysport xeomin jeuveau daxxify letybo nabota myobloc chemodenervation neurotoxin injections injection jabs units retraining
neuromuscular mime therapy biofeedback emg mirror physio physiotherapist speech therapist tens stim electrical stimulation neurectomy neurolysis
myectomy platysmectomy dao dli gracilis graft hypoglossal masseteric reanimation surgery sunnybrook house brackmann saq fdi orbicularis
zygomaticus mentalis platysma buccinator frontalis ptosis droopy eyelid diplopia double vision dysphagia swallowing slurred speech hoarse
lagophthalmos epiphora watering tears crocodile asymmetry lopsided crooked smile wink winking squint chin dimple neck bands cords cheek tight
stiff stiffness twitch twitching spasm massage stretching stretches acupuncture vitamins insurance cost appointment clinic doctor pregnancy
breastfeeding antibiotics thinners aspirin gentamicin dose wear wears off top up
"""
HEALTH = tuple(
    line.strip()
    for line in """
can i take ibuprofen with my blood pressure tablets
what helps against heartburn at night
i have had a sore throat for 5 days, should i see a doctor
is it normal to feel dizzy after standing up quickly
how much water should i drink a day
my knee clicks when i climb stairs and it swells in the evening
what are the first signs of diabetes
can stress cause stomach cramps
i keep waking up at 3 and can't get back to sleep
does magnesium help with leg cramps
how long is the flu contagious
my toddler has a rash on his tummy and a temperature
should i put ice or heat on a pulled muscle
what foods lower cholesterol
is it safe to exercise with a cold
why do my ears pop when i swallow
can antibiotics make the pill less effective
how do i know if a cut needs stitches
i think i broke my toe, do i need an x-ray
what is the difference between a virus and bacteria
my gums bleed when i brush my teeth
how often should i have my eyes tested
can i drink alcohol while taking amoxicillin
i feel exhausted all the time even though i sleep eight hours
are migraines hereditary
what does a high white blood cell count mean
how do i get rid of a stye
my back hurts when i sit at my desk for too long
is paracetamol ok during pregnancy
do i need a prescription for antihistamines
how can i stop snoring
what's the best position to sleep in with a hernia
i've had diarrhoea since yesterday and can't keep anything down
could my thyroid be causing hair loss
when should i worry about a mole
is a pulse of 100 too high when resting
how do i lower my blood sugar quickly
can you catch shingles from someone who has it
what vaccinations do i need for my holiday
does coffee raise blood pressure
i have a lump behind my ear that doesn't hurt
how long does it take for a sprained ankle to heal
what are the side effects of statins
my son has swallowed a coin, what should i do
is it bad to crack your knuckles
how do i treat a burn at home
my period is two weeks late but the test is negative
what can i take for hay fever that won't make me drowsy
why does my jaw ache in the morning
is numbness in the fingers a sign of carpal tunnel
can anxiety give you chest pain
how do you check for testicular cancer
what is a normal temperature for an adult
my eyelid keeps twitching, is it lack of sleep
how long after surgery can i drive
i got bitten by a tick on sunday, do i need antibiotics
are there natural remedies for constipation
does vitamin c prevent colds
what should i eat after food poisoning
can high heels cause bunions
my wife has been diagnosed with parkinson's disease, what comes next
i'm worried about dementia because i forget names
is it ok to take melatonin every night
what does an mri of the brain show
how do i clean my inhaler
what causes kidney stones
can i donate blood if i take antidepressants
my hands shake when i hold a cup
are eggs bad for your heart
how long does chemo take to work
does acupuncture help with back pain
i bruise easily, is my iron low
how do i deal with hot flushes
is tinnitus permanent
my feet are always cold
how do i tell an allergy from a cold
can i fly with an ear infection
what is the recovery time for a hip replacement
should i be worried about blood in my urine
is it safe to get a tattoo if i have eczema
why am i always hungry at night
what do i do if i miss a dose of warfarin
can children take aspirin
which painkiller is best for toothache
how soon can you detect pregnancy
i have a stiff neck and a headache, could it be meningitis
my scar itches when the weather changes
does smoking affect wound healing
what helps a hangover
when can i go back to work after pneumonia
""".strip().splitlines()
)
TOPIC = tuple(
    line.strip()
    for line in """
does botox really help with synkinesis
how many units do they use in the chin
my eye closes every time i smile, is that synkinesis
how long until i notice the injections working
can i go to the gym the day after botox
will my face ever be symmetrical again
what is the difference between facial retraining and mime therapy
my cheek feels tight and sore in the evening
should i massage my face before bed
i had bell's palsy 2 years ago and now my neck pulls when i eat
is it too late to start retraining after ten years
does insurance pay for botox if it is medical
my eyelid droops since the last round, will it go away
can they cut the nerve that pulls my mouth down
which exercises make synkinesis worse
is electrical stimulation dangerous for me
why does my eye water when i eat
how often do i need to come back for injections
i am breastfeeding, can i still have treatment
do i have to stop aspirin before the appointment
what happens if i stop botox
can children get botox for facial palsy
does it hurt and do they use numbing cream
my smile is flat after botox, did they use too much
who should i see, a neurologist or a plastic surgeon
is dysport better than xeomin
i feel ugly and don't want to go out any more
my chin looks like an orange peel
can acupuncture cure it
does chewing gum help
how do i know if my synkinesis is severe
what does the sunnybrook score mean
when did synkinesis start for most people after the palsy
my mouth moves when i blink
can stress make the twitching worse
i have ramsay hunt, is synkinesis more likely
how do i sleep with an eye that doesn't close
can i wear contact lenses with facial palsy
will the botox stop working after many years
is surgery an option if botox fails
can i fly two days after the injections
what should i tell the injector about my history
does cold weather make the tightness worse
why is my good side getting weaker
are there support groups for people with facial palsy
my face freezes when i am tired
is it a stroke or just my palsy coming back
what is selective neurectomy
can i have botox on the healthy side too
how much does a session cost
""".strip().splitlines()
)


@dataclass(frozen=True, slots=True)
class Message:
    """A generated message with what was planted in it: (kind, text)."""

    text: str
    items: tuple[tuple[str, str], ...]


def _digits(dice: random.Random, count: int) -> str:
    return "".join(dice.choice(string.digits) for _ in range(count))


def _letters(dice: random.Random, count: int) -> str:
    return "".join(dice.choice(string.ascii_uppercase) for _ in range(count))


def _phone(dice: random.Random) -> str:
    return dice.choice(
        (
            lambda: f"07{_digits(dice, 3)} {_digits(dice, 6)}",
            lambda: f"+44 7{_digits(dice, 3)} {_digits(dice, 3)} {_digits(dice, 3)}",
            lambda: f"({_digits(dice, 3)}) {_digits(dice, 3)}-{_digits(dice, 4)}",
            lambda: f"+49 (0){_digits(dice, 3)}/{_digits(dice, 7)}",
            lambda: f"00{_digits(dice, 12)}",
            lambda: ".".join(_digits(dice, 2) for _ in range(5)),
            lambda: (
                " ".join(
                    dice.choice("zero one two three four five six seven eight nine oh double".split())
                    for _ in range(10)
                )
                + " seven"
            ),
        )
    )()


def _email(dice: random.Random) -> str:
    name = dice.choice(WORD_GIVEN + GIVEN["British"].split()).lower()
    tail = dice.choice(("smile", "sunny", "cat", "home", "happy", _digits(dice, 2)))
    host = dice.choice(("gmail.com", "yahoo.co.uk", "web.de", "posteo.net", "face.org"))
    spelled = f"{name} dot {tail} at {host.replace('.', ' dot ')}"
    return dice.choice(
        (f"{name}.{tail}@{host}", f"{name}{tail}@{host}", f"{name}_{tail}@{host}", spelled, f"{name}(at){host}")
    )


def _date(dice: random.Random) -> str:
    day, month, year = dice.randint(1, 28), dice.randint(1, 12), dice.randint(1935, 2025)
    name = MONTHS[month - 1]
    return dice.choice(
        (
            f"{day}/{month}/{year}",
            f"{day:02}.{month:02}.{year % 100:02}",
            f"{year}-{month:02}-{day:02}",
            f"{day} {name} {year}",
            f"{name} {day}, {year}",
            f"the {day}th of {name}",
            f"{name[:3]} {day}",
            f"{name} {year}",
            f"{dice.choice(('first', 'third', 'twenty second', 'fifteenth'))} of {name.lower()}",
            f"{day} {name[:3].lower()} {year % 100:02}",
        )
    )


_MAKERS: dict[str, Callable[[random.Random], str]] = {
    "phone": _phone,
    "email": _email,
    "date": _date,
    "url": lambda d: d.choice(
        (
            f"https://youtu.be/{_letters(d, 6)}",
            f"www.{d.choice(WORD_GIVEN).lower()}smiles.com/face",
            f"facebook.com/{d.choice(WORD_GIVEN).lower()}.{d.choice(WORD_FAMILY).lower()}",
            f"{d.choice(WORD_FAMILY).lower()}-family.co.uk",
            f"http://{d.choice(WORD_FAMILY).lower()}.io/?id={_digits(d, 3)}",
        )
    ),
    "handle": lambda d: d.choice(
        (
            f"@{d.choice(WORD_GIVEN).lower()}_{d.choice(WORD_FAMILY).lower()}",
            f"@{d.choice(WORD_GIVEN)}{_digits(d, 2)}",
            f"{d.choice(WORD_GIVEN).lower()}_smiles{_digits(d, 1)}",
            f"@happy{d.choice(WORD_FAMILY).lower()}",
        )
    ),
    "postcode": lambda d: d.choice(
        (
            f"SW{_digits(d, 1)}A {_digits(d, 1)}AA",
            f"m{_digits(d, 2)} {_digits(d, 1)}ab",
            _digits(d, 5),
            f"{_digits(d, 4)} AN",
            "K1A 0B1",
        )
    ),
    "nhs": lambda d: f"{_digits(d, 3)} {_digits(d, 3)} {_digits(d, 4)}",
    "ssn": lambda d: f"{_digits(d, 3)}-{_digits(d, 2)}-{_digits(d, 4)}",
    "nino": lambda d: f"{_letters(d, 2)} {_digits(d, 2)} {_digits(d, 2)} {_digits(d, 2)} {d.choice('ABCD')}",
    "passport": lambda d: f"{_letters(d, 1)}{_digits(d, 8)}",
    "record": lambda d: d.choice(
        (f"MRN-{_digits(d, 7)}", f"{_letters(d, 2)}{_digits(d, 6)}", _digits(d, 8), f"{_letters(d, 3)}/{_digits(d, 5)}")
    ),
    "card": lambda d: d.choice(
        (" ".join(_digits(d, 4) for _ in range(4)), _digits(d, 16), "-".join(_digits(d, 4) for _ in range(4)))
    ),
    "iban": lambda d: d.choice(
        (
            f"GB{_digits(d, 2)} {_letters(d, 4)} {_digits(d, 4)} {_digits(d, 4)} {_digits(d, 4)} {_digits(d, 2)}",
            f"DE{_digits(d, 20)}",
        )
    ),
    "ip": lambda d: d.choice(
        (".".join(str(d.randint(1, 255)) for _ in range(4)), "fe80::face:beef:1", "2001:db8:dead:beef::cafe")
    ),
    "address": lambda d: (
        f"{d.randint(1, 200)} {d.choice(STREETS)}"
        if d.random() < 0.8
        else f"Flat {d.randint(1, 30)}, {d.randint(1, 99)} {d.choice(STREETS)}"
    ),
    "place": lambda d: d.choice(PLACES),
    "employer": lambda d: d.choice(EMPLOYERS),
    "age": lambda d: str(d.randint(16, 91)),
    "people": lambda d: d.choice(PEOPLES),
}
_KIND = {"given": "name", "family": "name", "full": "name", "people": "nationality"}


def _typo(dice: random.Random, text: str) -> str:
    """Adds a typing mistake to a word of the sentence, sometimes also to an item."""
    at = dice.randrange(max(1, len(text) - 1))
    slip = dice.choice("dts")
    if slip == "d":
        return text[:at] + text[at + 1 :]
    if slip == "t":
        return text[:at] + text[at + 1 : at + 2] + text[at : at + 1] + text[at + 2 :]
    return text[:at] + dice.choice(string.ascii_lowercase) + text[at + 1 :]


def _fill(dice: random.Random, template: str, given: str, family: str, lower: bool, typos: bool) -> Message:
    items: list[tuple[str, str]] = []
    parts: list[str] = []
    for literal, field, _, _ in string.Formatter().parse(template):
        parts.append(_typo(dice, literal) if typos and len(literal) > 12 else literal)
        if field is None:
            continue
        if field in {"given", "family", "full"}:
            text = {"given": given, "family": family, "full": f"{given} {family}"}[field]
            text = _typo(dice, text) if typos and len(text) > 5 and dice.random() < 0.25 else text
        else:
            text = _MAKERS[field](dice)
        text = text.lower() if lower else text
        parts.append(text)
        items.append((_KIND.get(field, field), text))
    whole = "".join(parts)
    return Message(whole.lower() if lower else whole, tuple(items))


def locales() -> tuple[str, ...]:
    """Every locale that messages can be made of."""
    return (*GIVEN, *FURTHER_GIVEN)


def generate(seed: int, of: Sequence[str] = tuple(GIVEN)) -> dict[str, list[Message]]:
    """Named sets of messages of these locales, the same for the same seed."""
    dice = random.Random(seed)
    all_given, all_family = GIVEN | FURTHER_GIVEN, FAMILY | FURTHER_FAMILY
    chat: list[Message] = []
    for _ in range(3000):
        people = dice.choice(of)
        given, family = dice.choice(all_given[people].split()), dice.choice(all_family[people].split())
        chat.append(_fill(dice, dice.choice(CHAT), given, family, dice.random() < 0.5, dice.random() < 0.5))
    named = [
        _fill(
            dice, dice.choice(NAME_WORDS), dice.choice(WORD_GIVEN), dice.choice(WORD_FAMILY), dice.random() < 0.6, False
        )
        for _ in range(1500)
    ]
    foreign: list[Message] = []
    for _ in range(600):
        people = dice.choice(of)
        given, family = dice.choice(all_given[people].split()), dice.choice(all_family[people].split())
        foreign.append(_fill(dice, dice.choice(OTHER_LANGUAGES), given, family, dice.random() < 0.5, False))
    return {"chat": chat, "names that are words": named, "other languages": foreign}


def hostile() -> Iterator[str]:
    """4,096 characters each, made to be slow."""
    seeds = (
        "a", "1", "@", ".", "a.", "a@", "1 ", "a-", "_", "a_", ":", "0:", "facial ", "fcaial ", "xq ", "zzzzzzzz ", "am 1", "one ", "dot ",
        "a dot b ", " at ", "http://", "www.", "12 a ", "may ", "name is ", "grace ", "\u0301", "\u200b", "ﷺ", "😀", "é", "1,", "+1(", "'s", "a'",
        "[name]", "[", "synkinesi ", "im im ", "0x", "12/", "abcdefgh", "street ", "my name is price ", "insta is ", "aaaaaaa street ", "\n", "- ",
    )  # fmt: skip
    for seed in seeds:
        yield (seed * 4096)[:4096]
    dice = random.Random(7)
    yield "".join(chr(dice.randrange(32, 0x2FFF)) for _ in range(4096))
    yield "".join(dice.choice("ab1 .@-:_/'") for _ in range(4096))
    yield " ".join("".join(dice.choice(string.ascii_lowercase) for _ in range(9)) for _ in range(400))
