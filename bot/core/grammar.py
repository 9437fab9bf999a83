"""The small words of English and Spanish that say whether a sign is there: no, if, could, ago, today.

Owns the tables that `standing` reads, one per language. Every pattern is matched against plain words (small letters, no
accents, no apostrophes) joined by single blanks, where " , " stands for a comma or "and" inside a list.

The cues and their limited reach follow NegEx and ConText (Chapman et al., J Biomed Inform 2001; Harkema et al., J
Biomed Inform 2009), cut down where a wrong "no" would hide an emergency: a cue reaches only over the filling words
listed here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from re import Pattern

from bot.core.clauses import Joints


@dataclass(frozen=True, slots=True)
class Grammar:
    """The cues of one language. `lead` is what stands before the sign in its clause, `rest` what follows it."""

    joints: Joints
    negative: frozenset[
        str
    ]  # words that say "not" themselves: a sign that uses one up is not negated by an earlier "no"
    neutral: Pattern[str]  # a "no" that denies nothing: "not sure", "no better"
    denied: Pattern[str]  # at the end of a lead: "no", "I don't have any", "no pain or"
    unlikely: Pattern[str]  # denies even a sign with its own "not": "I don't think"
    none: Pattern[str]  # a whole clause after the sign: "none"
    gone: Pattern[str]  # at the start of a rest: "is fine", "went away"
    asked_lead: Pattern[str]  # in a lead: "what if", "how common", "can botox cause"
    asked_always: Pattern[str]  # in a lead, whatever follows: "how would I know if", "the leaflet says"
    general: Pattern[str]  # in a lead: it is about people, not about a person
    asked_rest: Pattern[str]  # in a rest: "a side effect", "common"
    modal: Pattern[str]  # in a lead, last one counts: "could", "will", "does it"
    inverted: Pattern[str]  # after a modal: the subject of the question, "will *I* have"
    causing: Pattern[str]  # after a modal: "cause", "make": asks about an effect, whatever follows
    seeking: Pattern[str]  # after a modal: "help", "see", "be a": no general question
    suspecting: Pattern[str]  # from a modal on: "could this be", "might have had"
    condition: Pattern[str]  # in a lead: "if", but not "as if" and not "don't know if"
    subject: Pattern[str]  # each one counts: two after "if" mean that the sign is what then happens
    finite: Pattern[str]  # a statement with its own subject and verb: "my throat is"
    recent: Pattern[str]  # today, since yesterday, still, again
    present: Pattern[str]  # is, can't, has: the clause speaks of now
    past: Pattern[str]  # three years ago, in 2016, as a child
    past_alone: Pattern[str]  # a sentence that dates the one before it: "That was in 2016"
    lasting: Pattern[str]  # for years, since birth
    over: Pattern[str]  # all better since
    was: Pattern[str]  # had, was, couldn't


def _any(*patterns: str) -> Pattern[str]:
    return re.compile(r"\b(?:" + "|".join(patterns) + r")\b")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_EN_WHO = r"(?:i|im|ive|ill|you|youre|he|hes|she|shes|it|its|we|weve|they|theyre|theyve|u)"
_EN_FILL = (
    r"(?:a|an|any|the|that|of|in|with|my|his|her|at|all|so|far|too|very|really|actually|even|yet|ever|feel|felt|feeling|"
    r"had|have|having|has|been|being|be|was|were|am|is|got|get|getting|seem|seems|notice|noticed|noticing|experience|"
    r"experienced|experiencing|suffer|suffered|suffering|from|think|believe|say|like|im|i|want|wanted|going|gonna|about|"
    r"kind|sort|type|sign|signs|symptom|symptoms|trouble|problem|problems|issue|issues|difficulty|difficulties|bit|to|"
    r"real|major|serious|significant|severe|sudden|new|other|such|more|longer|it|as|for|do|did|would|ever|life|cause|"
    r"caused|causing|currently|particularly|especially|remotely|swallowing|breathing|speaking|eye|eyes|mouth|face|vision|"
    r"hard|difficult|find|myself|thinking|try|trying|dream|planning|thoughts)"
)
_EN_NP = (
    r"(?:any|real|major|serious|significant|severe|more|longer|kind|sort|type|of|sign|signs|symptom|symptoms|such|further|"
    r"actual|new|other|sudden|trouble|problem|problems|issue|issues|difficulty|difficulties|with|in|at|all|whatsoever|so|"
    r"far|a|the|having|getting|feeling|history|thoughts|intention|plans|plan|desire|wish|to|allergic|swallowing|breathing|"
    r"eye|throat|lip|tongue|speech|arm|leg|face|vision|sudden|worries|worry|about|reason|idea|hint|trace)"
)
_EN_DAY = (
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|yest?e?rday|last night|this|today|tonight|lunch|noon|breakfast|dinner"
)
_EN_NUMBER = r"(?:\d+|a|an|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|few|couple|several|many|some|half)"
_EN_LESION = (
    r"(?:bells?|palsy|belles|stroke|tumou?r|surgery|operation|accident|birth|pregnancy|synkinesis|ramsay|neuroma)"
)

ENGLISH = Grammar(
    joints=Joints(
        joining=_words("and or nor n plus"),
        parting=_words("but however although though tho except because cuz coz which while whereas btw"),
        pausing=_words("just only then since otherwise apart"),
        openers=_words(
            "i im ive ill id u you youre he hes she shes it its they theyre theyve we weve my his her our the there this that now then "
            "today tonight since suddenly cant cannot couldnt wont no not never still just only also so please help what "
            "whats how is are am can could do does did will would should has have had cannot unable struggling barely "
            "hardly mum mums dad dads here"
        ),
        resuming=_words("it its they theyre he hes she shes"),
    ),
    negative=_words(
        "not cant cannot couldnt wont doesnt dont didnt isnt aint never no unable hardly barely scarcely cnt nothing stopped "
        "without wouldnt arent nobody nowhere hasnt havent"
    ),
    neutral=_any(
        r"no (?:idea|clue|better|improvement|help|change|answer|reply|one|joke|appointment|appointments|sleep|worse|"
        r"longer able|matter|words|way|wonder)",
        r"not (?:sure|only|just|joking|exaggerating|kidding|lying|being \w+|slept|eaten|convinced|certain|nice|fun|funny|fair)",
        r"(?:not|isnt|arent|aint|dont|doesnt|didnt|wont|never|hasnt|havent) (?:\w+ ){0,2}(?:better|well|good|right|ok|okay|happy|normal|improving|"
        r"improved|improve|help|helped|helping|work|working|worked|stop|stopping|stopped|(?:go|gone|going|went|come|came|coming)(?= (?:away|down|out|off|up|back|well|anywhere))|"
        r"know|known|understand|settle|settled|settling|ignore|panic|worry|answer|answering|sleep|slept|eat|eaten|wait)"
        r"(?: (?:away|down|out|off))?(?: (?:why|what|how|whether|if))?",
        r"nothing (?:helps|works|helped|worked|is helping)",
        r"nothing (?:\w+ ){0,2}but",
        r"never (?:had|felt|experienced|known|seen) (?:this|that|it|anything|something)(?: \w+){0,2}",
        r"(?:cant|cannot|wont|doesnt|dont|not) stop",
        r"not (?:being )?able to stop",
        r"(?:whether|or) not",
        r"why not",
        r"nobody (?:answers|listens|believes|helps|picks up|is answering|helping)",
        r"dont (?:get|see) (?:why|how)",
    ),
    denied=re.compile(
        r"(?:"
        rf"\b(?:no|without|zero|nil|denie[sd]|deny|denying|free (?:of|from)|absence of|lack of|neither|none of|never any|"
        rf"(?:hardly|barely) any|nothing(?: wrong| bad| like)?|negative for|ruled out|rather than|instead of)(?: {_EN_NP})*"
        r"|\b(?:no|without|neither|never|not|denie[sd]|dont|doesnt|didnt|havent|hasnt|isnt|arent|wasnt) (?:(?!(?:i|he|she|they|we) )[\w,]+ ){0,9}(?:or|nor|neither)"
        rf"(?: {_EN_NP}| my| his| her| {_EN_FILL})*"
        rf"|\b(?:not|never|dont|doesnt|didnt|isnt|arent|wasnt|werent|havent|hasnt|hadnt|aint|wont|wouldnt|nor|neither|hardly ever|"
        rf"no longer)(?: {_EN_FILL})*"
        r"|\bneither(?: \w+){0,3}|\b(?:denie[sd]|denying)(?: \w+){0,4}"
        r"|\bno signs? (?:\w+ ){0,3}|\bnot (?:\w+ ){0,2}enough to"
        r")$"
    ),
    unlikely=re.compile(
        r"\b(?:dont|doesnt|didnt|do not|never) (?:think|believe|said|say|mean)(?: \w+){0,3}$|\bnot (?:that|because|as if|like)(?: \w+){0,2}$"
    ),
    none=re.compile(
        r"^(?:no|none|nope|nil|nah|negative|absent|never|not at all|no not at all|not really|fine|ok|normal|i dont|i do not|i havent|i have not)$"
    ),
    gone=re.compile(
        r"^(?:(?:is|are|was|were|has|have|had|all|now|since|it|its|that|thats|been|fully|totally|completely|both|only|which|"
        r"then|already|seems|seem|problem|problems|trouble|issues|quickly|soon) )*"
        r"(?:fine|normal|gone|resolved|settled|stopped|disappeared|passed off|wore off|went(?: \w+)? away|gone away|went|"
        r"cleared(?: up)?|no problem|no trouble|no issue|not a problem|not an issue|isnt a problem|isnt an issue|"
        r"not a concern|under control|back to normal|as usual|better again|healed|improved a lot)(?: (?:now|again|too|as well|completely|after|within|in|by|since|for|and|,|so|thanks|really|before|though|tho|then|last)\b.*)?$"
    ),
    asked_lead=_any(
        r"what (?:happens|would happen|will happen) (?:when|to)",
        r"what (?:should|do|would|can|must|shall|could) (?:i|we|you|one|people|patients) do (?:when|for|about a)",
        r"how (?:common|likely|often|rare|frequent|frequently|many|dangerous|serious|risky|probable|big|high|soon|fast|quickly|is|are)",
        r"how (?:would|will|do|can|could|should|does) (?:i|you|we|one|people|someone|they|a|botox|it|the) ",
        r"how to (?:know|tell|spot|recogni[sz]e|avoid|prevent|treat|notice|deal|help)",
        r"(?:risks?|chances?|odds|likelihood|possibility|probability|danger|dangers|rates?|percentage|incidence|stories|reports|cases|fear|idea|thought) "
        r"(?:of|that|for|to)",
        r"(?<!has )(?<!have )(?<!having )(?<!got )(?<!showing )(?<!the )(?<!all )(?<!shows )(?<!any )(?:signs?|symptoms?|warning signs?)(?: of| for| like| such as| to)",
        r"what (?:are|is) (?:the )?(?:\w+ )?(?:signs?|symptoms?|warning signs?|features)",
        r"(?:read|heard|hear|googled|learnt|learned|told)(?: \w+){0,3} (?:about|that|of|people|someone|online|botox|it|stories|patients|a)",
        r"(?:leaflet|consent|form|website|internet|google|article|page|brochure|booklet|facebook|forum|tiktok|youtube|faq|"
        r"list|sheet|paper|news|tv|documentary|book)(?: \w+){0,2} (?:says?|said|mentions?|mentioned|lists?|listed|warns?|"
        r"warned|states?|stated|talks?|about|describes?|of)",
        r"(?:scared|afraid|worried|worry|worrying|anxious|nervous|terrified|frightened|fear|paranoid|concerned|scares me|"
        r"panicking|frightens me)(?: \w+){0,2} (?:of|about)(?! (?:my|his|her|our)\b)",
        r"(?:side effects?|complications?|effects|warnings?|reactions?|problems|dangers|things|symptoms|signs) (?:like|such as|including|are|is|include|includes|of)",
        r"whats? (?:is|are|does|do|causes|cause|the|counts)(?! (?:happening|wrong|going|i|we|this|that|it))",
        r"why (?:does|do|would|can|might|is) (?:botox|it|people|the|toxin|they|some|patients)",
        r"(?:tell me|explain|information|info|advice|question|questions|asking|curious|wondering|wonder|know more|learn|read up|difference|differences|define|definition|meaning|mean by)(?: \w+)? (?:about|on|of|between|whats|what is|by)",
        r"(?:watch|look|looking|watching) (?:out )?for|warned",
        r"(?:avoid|prevent|preventing|prevents|avoiding|protect|protects|protecting)(?: \w+){0,2}",
        r"(?:do|does|did|can|could|has|have|had) (?:anyone|anybody|people|some|someone|somebody|patients|many|others|other|most)",
        r"(?:when|at what point) (?:should|would|do) (?:i|you|we|one)",
        r"(?:is|are) (?:there|it) (?:\w+ )?(?:risk|chance|possible|possibility|common|rare|likely|dangerous|danger|true)",
        r"(?:test|tests|exercise|exercises|physio|therapy|therapist|clinic|specialist|treatment|help|assessment|doctor|doctors|treat|treats|treating|cure|cures|botox) (?:for|with)",
        r"(?:pretend|imagine|suppose|supposing|hypothetically|say i|for example|eg|story|write|poem|joke)",
    ),
    asked_always=_any(
        r"how (?:would|will|do|can|could|should|does) (?:i|you|we|one|people|someone) (?:\w+ )?(?:know|tell|recogni[sz]e|spot|notice|see)(?: (?:if|when|that|it|whether))",
        r"(?:read|heard|hear|googled)(?: \w+){0,2} (?:about|that|of|people|someone|online|stories|a|botox|it)",
        r"(?:leaflet|consent|form|website|internet|google|article|brochure|booklet|facebook|forum|tiktok|youtube)(?: \w+){0,2} "
        r"(?:says?|said|mentions?|mentioned|lists?|listed|warns?|warned|states?|stated)",
        r"(?:pretend|imagine|suppose|supposing|hypothetically)",
    ),
    general=re.compile(
        r"^(?!.*\b(?:i|im|ive|my|me|mum|dad|husband|wife|son|daughter|he|she|hes|shes)\b)"
        r".*\b(?:people|patients|others|anyone|botox|palsy|synkinesis|bells|how common|rates?)\b"
    ),
    asked_rest=re.compile(
        r"^(?:\w+ ){0,5}(?:side effects?|a risk|a (?:\w+ )?(?:symptom|sign|complication|effect|reaction|possibility|risk|danger|warning)|"
        r"common|rare|possible|likely|known|listed|reported|frequent|dangerous|(?:mean|means|meaning)|an? (?:\w+ )?(?:emergency|thing)|"
        r"caused by|be treated|be caused|be reversed|be fixed)\b"
    ),
    modal=re.compile(
        r"\b(?:may|might|could|would|will|can|ill|itll|theyll|(?:do|does|did) (?!i\b|my\b|his\b|her\b)(?=\w)|(?:is|are) (?:it|this|that|botox|they|the \w+) going to|"
        r"(?<![\w,] )(?:is|are) (?=(?!(?:my|his|her|he|she|i|we|this|that|it|mum|dad|our)\b)\w+(?: \w+){0,4}$))"
    ),
    inverted=re.compile(rf"^{_EN_WHO} (?=\w)"),
    causing=re.compile(
        r"^(?:(?!(?:you|someone|anyone|somebody|anybody|i|we)\b)\w+ ){0,4}?(?:cause|make|mean|lead|leave|give|affect|result|happen|spread|get|"
        r"stop|trigger|bring|induce|produce|create|weaken|paraly[sz]e|damage)\b"
    ),
    seeking=re.compile(
        r"\b(?:help|appointment|advice|advise|someone|somebody|anyone|anybody|doctor|nurse|call|ring|come|see|speak|talk|tell|explain|reach|phone|"
        r"why|reason|because|please|ambulance|urgent|urgently|asap|quick|quickly|hospital|check|looked)\b"
        r"|^\w+ (?:not|barely|hardly|just|only|still)\b"
    ),
    suspecting=re.compile(
        r"\b(?:could|can|might|may|must) (?:\w+ ){0,3}be (?!(?:un)?able|hard|difficult|dangerous|possible|normal|common|caused|affected|left|there|expected|a risk|at risk|permanent)"
        r"|\b(?:might|could|may|must|would|will) have (?:had|been|got|taken|gone|swallowed)\b"
    ),
    condition=re.compile(
        r"(?<!as )(?<!like )(?<!know )(?<!sure )(?<!tell )(?<!wonder )(?<!wondering )(?<!ask )(?<!asking )(?<!see )(?<!check )"
        r"(?<!even )\b(?:if|unless|assuming|incase|in case(?: of)?)\b"
    ),
    subject=re.compile(
        rf"\b(?:{_EN_WHO}|(?:my|his|her|the|your|our) \w+"
        r"(?= (?:is|are|goes|gets|feels?|hurts?|wont|cant|cannot|keeps?|has|have|doesnt|isnt|comes|closes)))\b"
    ),
    finite=re.compile(
        rf"\b(?:im|ive|hes|shes|its|theyre|theyve)\b|\b{_EN_WHO}(?: \w+)? (?:is|am|are|was|cant|cannot|wont|have|has|had|feel|feels|keep|"
        r"keeps|started|got|woke|just|saw|dropped|swelled|choked|collapsed)\b|\b(?:my|his|her|our|mum|mums|dad|dads) (?:\w+ ){0,2}(?:is|are|has|have|feels?|"
        r"keeps?|cant|cannot|wont|was|were|went|just|dropped|gone|hurts?|doesnt|dont|got|looks?|started|swelled|closing|swelling|swollen|"
        r"drooping|slurred|slurring|turned|fell|collapsed|isnt)\b"
    ),
    recent=_any(
        r"now(?! (?:and|or) then)",
        r"tonight|today|nowadays",
        r"this (?:morning|afternoon|evening|minute|second|week|lunchtime|arvo)",
        rf"since (?:{_EN_DAY}|\d|the (?:botox|jabs?|injections?|shots?|needle|treatment|appointment)|botox|my (?:botox|jabs?|injections?|shots?|last|treatment))",
        r"yest?e?rday|last night|yday",
        r"(?:mon|tues|wednes|thurs|fri|satur|sun)day",
        r"right now|at the moment|currently|still|again|(?:has|have|is|are|its|hes|shes|ive|im) (?:just|already)|just (?:now|dropped|fell|started|gone|went|happened)",
        rf"(?:{_EN_NUMBER} )?(?:minutes?|mins?|hours?|hrs?|days?) ago",
        r"started|starting|getting worse|and worse|keeps? (?:getting|on)",
        r"(?:other|good|healthy|opposite) side",
        r"as i (?:type|write|speak)",
    ),
    present=_any(
        r"is|are|am|im|cant|cannot|wont|has|have|having|hes|shes|theyre|feels?|keeps?|now|still|today|gets?|getting|shows?|showing"
    ),
    past=_any(
        rf"{_EN_NUMBER}(?: \w+)? (?:years?|yrs?|months?|decades?|summers?|winters?) (?:ago|back|before|earlier)",
        r"(?:years?|yrs?|decades?|ages|long|months) (?:ago|back)",
        r"\d+y(?:rs?)? ago",
        r"last (?:year|summer|winter|spring|autumn|christmas|time|session|round|treatment)",
        r"(?:in|back in|since|from|during|of|around|year|until) (?:19|20)\d\d",
        r"(?:19|20)\d\d",
        r"(?:january|february|march|april|may|june|july|august|september|october|november|december) (?:19|20)\d\d",
        r"back (?:in|then|when)",
        r"when (?:i|he|she|it|we|they) (?:first|was|were|had|got|had my)(?! (?:botox|jab|injection|injections|jabs|the|it|my))",
        r"when i was",
        r"as a (?:child|kid|baby|teenager|toddler|teen|young \w+)",
        r"in (?:the past|childhood|my (?:teens|twenties|thirties|youth|childhood))",
        r"at birth|born with|from birth|at the time|years before|previously|originally|formerly|once upon",
        r"history of|hx of|family history|used to|past medical",
        r"(?:first|initial|original|earlier|previous) (?:session|round|time|treatment|injections?|botox|bells|attack|episode)",
        r"(?:killed|hanged|hung) (?:him|her)self|(?:died|dead|passed away) (?:of|from|after)|before (?:he|she|they) (?:died|passed)",
        r"long time ago|once before|in a past",
        rf"(?:with|from|since|after|due to|because of|following|post|during|by) (?:\w+ ){{0,2}}{_EN_LESION}",
        r"had (?:\w+ ){0,2}(?:bells?|palsy|belles|tumou?r|surgery|operation|ramsay|neuroma)",
    ),
    past_alone=re.compile(
        r"^(?:and |but )?(?:that|this|it|all that|all this|thats)(?: (?:was|were|happened|is|all|has|been))+ .*\b(?:ago|(?:19|20)\d\d|last year|child|kid|over|gone|history)\b"
    ),
    lasting=_any(
        rf"for (?:{_EN_NUMBER} )?(?:\w+ )?(?:years?|yrs|decades|months|ever)",
        r"since (?:birth|childhood|my|i was|(?:19|20)\d\d)(?! (?:botox|injection|jab|shot|last))",
        r"all (?:my|his|her) life|always (?:had|been|have)|from birth|lifelong|chronic|long term|permanent(?:ly)?|as usual|like always|every winter",
    ),
    over=_any(
        r"all (?:better|fine|good|ok|okay|clear|gone|well|healed|over|sorted)(?: now| again| since)?",
        r"(?:fine|ok|okay|better|good|well|normal|gone|recovered|healed|sorted|solved|cured|fixed|treated) (?:now|since|after|again)",
        r"went away|gone away|cleared up|resolved|recovered|got over|wore off|settled|came back to normal|back to normal|healed|passed after|"
        r"(?:has|had|have) gone|gone now|better since|it passed|subsided|disappeared|lasted (?:a|an|one|two|three|\d|for|only|about)",
    ),
    was=_any(
        r"had|was|were|couldnt|could not|did|didnt|got|went|lost|felt|woke|\w+ed|fell|shut|came|made|gave|became|could|wouldnt"
    ),
)

_ES_FILL = (
    r"(?:me|se|le|te|nos|lo|la|el|los|las|un|una|ningun|ninguna|nada|de|con|en|para|a|al|del|mi|mis|su|tengo|tiene|tenido|he|ha|"
    r"hay|hubo|tuve|tenia|siento|sentido|noto|notado|es|esta|estoy|estado|ha|sido|problema|problemas|dificultad|dificultades|"
    r"creo|que|muy|tan|mas|ya|nunca|quiero|senales|signos|sintomas|tipo|dolor|pienso|hacer|hacerme|voy|cuesta|sufro|ojo|cara|garganta)"
)
_ES_NUMBER = r"(?:\d+|un|una|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|once|doce|quince|veinte|unos|unas|varios|varias|muchos|pocos)"

SPANISH = Grammar(
    joints=Joints(
        joining=_words("y e o u ni"),
        parting=_words("pero aunque porque mientras sino salvo excepto"),
        pausing=_words("solo solamente luego entonces desde"),
        openers=_words(
            "yo mi mis me se el ella ellos su sus tu usted ahora hoy no nunca ya tambien todavia aun estoy esta tengo tiene puedo "
            "puede siento la los las que como es son he ha hay ayuda apenas desde"
        ),
        resuming=_words("esta estan se"),
    ),
    negative=_words("no nunca apenas imposible incapaz nada sin dejo"),
    neutral=_any(
        r"no (?:se|sabemos|entiendo|solo|mejora|mejoro|mejor|ayuda|funciona|para|paro|estoy (?:bien|seguro|segura)|esta bien|me encuentro bien|"
        r"me siento bien|exagero|contesta|contestan|hay cita)(?: (?:por que|porque|que|si))?",
        r"nunca (?:me )?(?:habia|he) (?:\w+ ){0,2}(?:esto|asi|algo|pasado)",
        r"no (?:puedo )?(?:dejar|parar|dejo|paro) de",
    ),
    denied=re.compile(
        rf"(?:\b(?:sin|ningun|ninguna|cero|niega|tampoco|ni)(?: {_ES_FILL})*|\b(?:no|nunca|jamas)(?: {_ES_FILL})*"
        r"|\b(?:no|sin|nunca) (?:[\w,]+ ){0,8}(?:ni|o)(?: (?:con|de|en|mi|la|el|los|las|problemas|dificultad))*)$"
    ),
    unlikely=re.compile(r"\bno (?:creo|pienso|digo|es)(?: que)?(?: \w+){0,2}$"),
    none=re.compile(r"^(?:no|ninguno|ninguna|nada|para nada|normal|bien)$"),
    gone=re.compile(
        r"^(?:(?:es|esta|estan|va|fue|ya|todo|muy|completamente|bastante|me|se) )*(?:bien|normal|perfecto|perfectamente|mejor|paso|fue|quito|"
        r"desaparecio|sin problemas?|con normalidad)(?: .*)?$"
    ),
    asked_lead=_any(
        r"(?:que|y) (?:pasa|pasaria|hago|hacer|debo hacer|haria|ocurre) si",
        r"y si|en caso de",
        r"que tan|con que frecuencia|cuantas|cuantos|como (?:se|sabre|saber|puedo saber|reconozco|reconocer)",
        r"(?:riesgos?|probabilidad|posibilidad|peligro|miedo|casos|historias) (?:de|a)",
        r"(?:cuales|que) son (?:los|las)|que es|que causa|por que (?:causa|da|produce|la|el)",
        r"(?:sintomas|signos|senales) de",
        r"(?:lei|leido|oi|oido|escuche|dicen|dice|prospecto|folleto|internet|noticias)(?: \w+){0,3} (?:que|de|sobre|menciona|habla)",
        r"(?:asustad[oa]|preocupad[oa]|preocupa|nervios[oa])(?: \w+)? (?:por|con|de)",
        r"(?:efectos? secundarios?|efectos) (?:como|son|es)",
        r"(?:evitar|prevenir)",
        r"(?:es|hay) (?:\w+ )?(?:posible|probable|frecuente|comun|raro|riesgo|peligroso)",
    ),
    asked_rest=re.compile(
        r"^(?:\w+ ){0,3}(?:efectos? secundarios?|frecuente|comun|raro|posible|normal despues|un sintoma|un riesgo|una reaccion)\b"
    ),
    modal=re.compile(
        r"\b(?:puede|pueden|podria|podrian|podre|va a|van a|voy a|causa|causar|causaria|provoca|provocar|produce|producir|hace que|haria)\b"
    ),
    inverted=re.compile(r"^(?:yo|usted|ella?|ellos) (?=\w)"),
    causing=re.compile(
        r"^(?:(?!(?:usted|alguien|yo)\b)\w+ ){0,4}?(?:causar|provocar|producir|dar|hacer|dejar|afectar|perder|llevar|ocurrir)\b"
    ),
    seeking=re.compile(r"\b(?:ayudar|ayuda|ayudarme|cita|alguien|medico|llamar|decirme|por que|porque)\b"),
    suspecting=re.compile(r"\b(?:puede|podria) (?:\w+ ){0,2}(?:ser|estar)\b"),
    asked_always=_any(
        r"(?:que|y) (?:pasa|pasaria|hago|hacer|ocurre) si|y si|en caso de|como (?:se|sabre|saber|puedo saber)|prospecto|folleto"
    ),
    general=re.compile(r"^(?!.*\b(?:yo|me|mi|estoy|soy)\b).*\b(?:gente|pacientes|personas|botox|paralisis)\b"),
    condition=re.compile(
        r"(?<!como )(?<!se )(?<!saber )\bsi\b(?= (?:no|me|se|tengo|tiene|mi|la|el|pierdo|siento|noto|veo))"
    ),
    subject=re.compile(r"\b(?:yo|el|ella|ellos|mi \w+|su \w+|no puedo)\b"),
    finite=re.compile(
        r"\b(?:estoy|tengo|siento|no puedo|me cuesta|se me|me siento|mi (?:\w+ ){1,2}(?:esta|no|tiene|se))\b"
    ),
    recent=_any(
        r"ahora|hoy|esta (?:manana|tarde|noche)|anoche|ayer|desde (?:ayer|hoy|anoche|esta|el|la|que|hace)|de repente|de pronto|subitamente|"
        r"todavia|sigo|sigue|otra vez|de nuevo|acaba|hace (?:\w+ ){0,2}(?:minutos?|horas?|dias?)|empezo|lunes|martes|miercoles|jueves|viernes|sabado|domingo"
    ),
    present=_any(
        r"es|esta|estoy|puedo|puede|tengo|tiene|siento|siente|ahora|hoy|sigue|sigo|veo|quiero|\w+ando|\w+iendo"
    ),
    past=_any(
        rf"hace (?:{_ES_NUMBER} )?(?:anos?|meses)",
        r"(?:19|20)\d\d",
        r"el ano pasado|la ultima vez|la vez pasada|de (?:nino|nina|pequeno|pequena|joven)|en el pasado|antecedentes|cuando (?:era|tenia|tuve)|solia",
        r"(?:por|con|desde|despues de|tras) (?:la )?(?:paralisis|bell|parto|cirugia|operacion)",
    ),
    past_alone=re.compile(r"^(?:eso|esto) (?:fue|paso|ocurrio) .*\b(?:anos?|meses|(?:19|20)\d\d)\b"),
    lasting=_any(r"desde (?:nino|nina|siempre|hace anos|nacimiento)|toda (?:mi|su) vida|durante anos|siempre"),
    over=_any(r"ya (?:esta|estoy) bien|ya paso|se (?:me )?(?:paso|quito|fue)|todo bien|recuperad[oa]|desaparecio|duro"),
    was=_any(r"tuve|tuvo|tenia|era|fue|estaba|pude|podia|perdi|senti|cayo|\w+aba|\w+ia|dio|paso|hinchó"),
)

GRAMMARS = {"en": ENGLISH, "es": SPANISH}
