"""English words that indicate or exclude a name beside them. Data only; `names` has the rules."""

from __future__ import annotations


def words(text: str) -> frozenset[str]:
    return frozenset(text.split())


GRAMMAR = words(
    """
    a about after again ago all also always am an and another any are aren't arent as at away back be because
    been before being both but by can can't cannot cant could couldn't couldnt did didn't didnt do does doesn't
    doesnt doing don't done dont down during each either else even ever every everyone everything few first for
    from get gets getting give go going gone got had hadn't has hasn't have haven't having he he's her here hers
    herself hes hi hello hey him himself his how how's hows i i'd i'll i'm i've if im in instead into is isn't
    isnt it it's its itself ive just know last later least less let like made make many maybe me mine more most
    much must my myself near need needs never next no nobody none nor not nothing now of off often ok okay on
    once one only or other our ours out over own please put quite rather really same say see she she's should
    shouldn't since so some someone something soon still such take than thank thanks that that's thats the their
    them then there there's these they they're thing things think this those though through till to today
    tomorrow tonight too under until up upon us very via want wants was wasn't we we're well went were weren't
    what what's whats when where which while who who's whom whose why with within without won't wont would
    wouldn't yeah yes yesterday yet you you're your yours yourself u ur ya plz pls sorry good bad better worse
    new old years year months weeks days day week month time times wrong right spelled spelt
    """
)
"""Little words: never masked as a name, and a name told ends before one."""
GENERIC = GRAMMAR | words(
    """
    doctor doctors dr gp nurse mum mom dad mummy daddy mother father god lord hospital clinic surgery pharmacy
    regards cheers dear kind warm best many sir madam botox internet google email hello morning afternoon
    evening happy english england latin tv dvd question questions bot help urgent update edit note ps allergy
    cancer virus face
    """
)
"""Written with a capital without being a name."""
MODAL = words("will may can")
"""Names only where no clause goes on behind them."""
TITLES = words(
    """
    mr mrs ms miss mister mx dr doctor doc prof professor sir madam dame nurse sister father surgeon consultant
    therapist physio physiotherapist injector neurologist dentist specialist practitioner midwife receptionist
    matron principal captain reverend
    """
)
ALWAYS_TITLES = words("mr mrs ms mx mister")
SHORT_TITLES = words("dr prof professor")
"""Behind them everything but a deed is a surname: "dr foot"."""
NO_TITLE = words("my the a an your our his her their which what any another no this that gp every each other eye")
"""Before "dr" they show that nobody is called by name: "my dr injected it"."""
OF_DOCTORS = words(
    """
    put puts uses used thinks wrote writes asap visit visits today's lets gives says wants keeps looks sees does
    knows felt found sent took tells wouldn't couldn't advice advise advises recommends suggests prescribes app trip
    didn't doesn't kept left means refuses wanted reckons tries tried insists agrees hours reception line phone number
    bills fees costs cost waiting list google care
    """
)
"""What stands behind "dr" without being a surname."""
NAMING = words("call called name named calls")
SETTLEMENTS = words("village town city hometown")
"""A town may stand right behind them."""
NAMED_MONTHS = words("april may june august")
"""Months that people are called, but for "by april"."""
KIN = words(
    """
    husband wife partner son daughter mum mom dad mother father sister brother friend boyfriend girlfriend boss
    colleague neighbour neighbor cousin uncle aunt auntie grandma granny nan grandad grandpa grandson
    granddaughter baby boy girl dog cat niece nephew fiance fiancee mate manager carer guardian stepson
    stepdaughter twin kid child
    """
)
GREETING = words("hi hello hey dear thanks thankyou cheers regards sincerely yours ta bye goodbye love xx x yo")
ADDRESSED = words(
    """
    tell told ask asked asking call called calling email emailed text texted contact contacted meet met meeting
    see saw seen message visit visited named with by from remind invite phone phoned saying signed wish wished
    between said hear heard under and or for about did does could would should
    """
)
SAYS = words(
    """
    here speaking again said says told asked thinks thought recommended suggested injected gave did treated
    wants wanted lives lived works worked called texted mentioned explained x xx xxx
    """
)
FOLLOWS_NAME = words(
    """
    and here speaking said says is was has had who from at told asked today again x xx thinks but or as
    """
)
DETERMINER = words(
    """
    the a an my your our his her its their this that these those no any some more much every each of such what
    which in on very so too to can could will would should may might must do does did don't i you we they he she
    it not
    """
)
PLACE_CUES = words("in near from live lives living visiting moved based outside around via")
MUST_LIVE = words(
    """
    live lives living lived from based born moved clinic hospital near town city area outside clinics hospitals
    doctors doctor surgeon
    """
)
BUILDINGS = words(
    """
    hospital clinic surgery infirmary university college school academy church pharmacy practice medical centre
    center hotel restaurant bank airport station council borough county
    """
)
COMPANY = words(
    """
    inc ltd llc plc gmbh corp corporation incorporated limited llp holdings enterprises associates partners
    orchestra
    """
)
ORDINARY = GRAMMAR | words(
    """
    local private general eye children's childrens big small teaching public nearest specialist specialised
    facial palsy nerve plastic main dental high primary secondary medical university day walk botox cosmetic
    hospital clinic family pain speech hearing train bus police red brain spinal gastric eyelid nose jaw ear
    heart knee hip back neck open major minor cataract laser weight loss skin free cheap great art beauty leisure
    """
)
"""Before "hospital", "surgery", "school" they do not identify anybody."""
EPONYMS = words(
    """
    bell bells hunt ramsay ramsey parkinson parkinsons alzheimer alzheimers crohn crohns hashimoto hashimotos
    lyme graves hodgkin hodgkins raynaud raynauds tourette tourettes down downs huntington huntingtons addison
    addisons sjogren sjogrens sjögren sjögrens horner horners marcus gunn guillain barre barré meniere menieres
    ménière ménières epstein brackmann
    brackman house cushing cushings wilson wilsons eaton lambert moebius mobius sunnybrook frey freys
    """
)
"""People after whom an illness, a sign or a scale is named."""
EPONYM_OF = words(
    """
    palsy paralysis disease syndrome hunt brackmann brackman barre barré gunn eaton sign phenomenon scale grade score
    lymphoma thyroiditis pasly palsey plasy hunts
    """
)
EPONYM_FIRST = words("ramsay ramsey house guillain marcus lambert epstein")
BARE_EPONYMS = words(
    """
    parkinsons alzheimers crohns hodgkins raynauds tourettes hashimotos menieres sjogrens huntingtons bells
    """
)
"""Said without "disease" too."""
FOLDED_TITLES = words("mr mrs ms miss mister mx dr doc prof professor sir dame principal captain reverend")
"""They become part of the mask of the name."""
NO_SURNAME = words(
    """
    appointment appointments office visit visits surgery letter note notes clinic practice prescribed
    recommended gave injected told botox injection injections treatment
    """
)
"""After "dr" they are not a surname."""
TOLD = words("tell told ask asked remind")
"""A clause with "that" may follow the one who is told."""
FIRST_OF_PLACE = words(
    """
    united new north south east west northern southern eastern western great upper lower port saint st san los las fort
    mount cape lake isle ivory via rue calle del de la el al
    """
)
"""With a name behind them they belong to it: "new york"."""
LAST_OF_PLACE = words(
    """
    city town county river station island islands beach bay valley heights park square gardens bridge coast
    falls springs hill hills village airport drive street road avenue lane court district region state province
    territory republic cliffs cove coves
    fort ranch mill mills ridge point points flat flats
    """
)
"""With a name before them they belong to it."""
AFTER_PLACE = words("last and to but now for since ago is with i my who where it")
NO_EMPLOYER = words(
    """
    a an the my our his her their your this that home night nights least it him them you me us
    all about hours
    myself desk once computer reception any both some
    """
)
"""After "work at", "work for"."""
SURNAMES_TOO = words("good day week weeks")
"""Of the little words, those which are surnames."""
NAME_IS = frozenset(
    {
        *(("name", "is"), ("names", "is"), ("called", "is"), ("surname", "is"), ("name", ":"), ("name", "was")),
        *(("firstname", "is"), ("names", ":"), ("surname", ":"), ("name's",), ("surname",)),
        *((which, "name") for which in ("first", "last", "second", "middle", "family", "maiden", "married")),
    }
)
LEGAL_FORMS = COMPANY - words("orchestra partners limited associates")
WORK = words("work works worked working employed job employee employees position shift shifts")
MAIL = words("mail mails email emails message messages text texts call calls letter note reply replies write written")
SHOUTED_AFTER = PLACE_CUES | words("at to of is dr mr mrs ms")
OBJECTS = words("it you this that these those to i we they he she for the my your me us so not all there everyone")
"""After a word that opens a sentence they show that it is a verb: "hope this helps"."""
OWNS = words("has had was needs got lives")
WITHIN_NAME = words("do ten da van von der al bin ben")
MONTHS = words(
    """
    january february march april may june july august september october november december jan feb mar apr jun jul
    aug sep sept oct nov dec
    """
)
MODAL_VERBS = words("can could will would should may might must do does did to")
"""Of the words before which no name is expected, those that a question puts before its subject."""
UNASKED = DETERMINER - MODAL_VERBS
LITTLE_SURNAMES = words("do so he an ho")
"""Little words that begin or end a name of East Asia: "an le", "trang do"."""
PREFIXES = words("non pre post ex anti pro semi half self near mid inter")
"""With a hyphen behind them they are no part of the name that follows."""
SPOKEN_TO = words(
    """
    signed named wish
    tell told ask asked asking call called calling email emailed text texted contact contacted remind phone phoned
    message messaged
    """
)
"""A person follows more surely than other things."""
AFTER_SPOKEN_TO = words("about if for whether when how why again to that said says and or today tomorrow please back")
AT_BUILDING = words("at from under via near outside opposite behind above")
"""With no article between, they show that all words before "clinic" are its name."""
JOBS = words(
    """
    teacher headteacher head manager director chef cook driver engineer lawyer solicitor accountant cashier assistant
    nurse doctor receptionist secretary supervisor officer student lecturer professor porter cleaner waitress waiter
    apprentice partner year department
    """
)
HOME = frozenset(
    (first, second)
    for verbs, prepositions in (
        (words("live lives living lived staying stay based"), words("at in on near")),
        (words("house cottage farm flat home building pub hotel"), words("called named")),
    )
    for first in verbs
    for second in prepositions
)
AREAS = words("uk us usa north south east west country city town village area same middle midlands states")
NO_HOME = words(
    """
    a an my our his her their your this that it pain fear constant england scotland wales britain europe america rural
    remote hope shame silence isolation london abroad home work mum dad peace two three four another different small
    big care sheltered supported assisted hospital one-bed hospitals denial agony hell misery discomfort poverty
    """
)
"""After "live in" they tell nothing, or are no place."""
DAYS = words("mon tue tues wed weds thu thur thurs fri sat sun")
BODY = words(
    "face cheek cheeks chin jaw lip lips mouth nose eye eyes eyelid brow brows forehead neck head left right side"
    " waters"
)
"""They tell nothing of a person, whatever stands around them."""
