"""The English cues: which words deny, date or only ask about a sign. `cues` says what each one means."""

from __future__ import annotations

import re

from bot.core.languages.cues import ClauseCues, ContextCues, any_of, words_of

_EN_WHO = r"(?:i|im|ive|ill|you|youre|he|hes|she|shes|it|its|we|weve|they|theyre|theyve|u)"
_EN_FILL = (
    r"(?:a|an|any|the|that|of|in|with|my|his|her|at|all|so|far|too|very|really|actually|even|yet|ever|feel|felt|"
    r"feeling|had|have|having|has|been|being|be|was|were|am|is|got|get|getting|seem|seems|notice|noticed|noticing|"
    r"experience|experienced|experiencing|suffer|suffered|suffering|from|think|believe|say|like|im|i|want|wanted|"
    r"going|gonna|about|kind|sort|type|sign|signs|symptom|symptoms|trouble|problem|problems|issue|issues|difficulty|"
    r"difficulties|bit|to|real|major|serious|significant|severe|sudden|new|other|such|more|longer|it|as|for|do|did|"
    r"would|ever|life|cause|caused|causing|currently|particularly|especially|remotely|swallowing|breathing|speaking|"
    r"eye|eyes|mouth|face|vision|hard|difficult|find|myself|thinking|thought|try|trying|dream|planning|thoughts)"
)
_EN_NP = (
    r"(?:any|real|major|serious|significant|severe|more|longer|kind|sort|type|of|sign|signs|symptom|symptoms|such|"
    r"further|actual|new|other|sudden|trouble|problem|problems|issue|issues|difficulty|difficulties|with|in|at|all|"
    r"whatsoever|so|far|a|the|having|getting|feeling|history|thoughts|intention|plans|plan|desire|wish|to|allergic|"
    r"swallowing|breathing|eye|throat|lip|tongue|speech|arm|leg|face|vision|sudden|worries|worry|about|reason|idea|"
    r"hint|trace)"
)
_EN_DAY = (
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|yest?e?rday|last night|this|today|tonight|lunch|noon|breakfast|dinner"
)
_EN_NUMBER = (
    r"(?:\d+|a|an|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|few|"
    r"couple|several|many|some|half)"
)
_EN_LESION = (
    r"(?:bells?|palsy|belles|stroke|tumou?r|surgery|operation|accident|birth|pregnancy|synkinesis|ramsay|neuroma)"
    r"(?! (?:injections?|botox|jabs?|shots?|needles?|treatments?|sessions?|appointments?))"  # what was done for it
)

CUES = ContextCues(
    joints=ClauseCues(
        joining=words_of("and or nor n plus"),
        denying=words_of("nor or"),
        parting=words_of("but however although though tho except because cuz coz which while whereas btw"),
        pausing=words_of("just only then since otherwise apart"),
        openers=words_of(
            "i im ive ill id u you youre he hes she shes it its they theyre theyve we weve my his her our the there "
            "this that now then today tonight since suddenly cant cannot couldnt wont no not never still just only "
            "also so please help what whats how is are am can could do does did will would should has have had "
            "cannot unable struggling barely hardly mum mums dad dads here"
        ),
        resuming=words_of("it its they theyre he hes she shes"),
    ),
    negative=words_of(
        "not cant cannot couldnt wont doesnt dont didnt isnt aint never no unable hardly barely scarcely cnt nothing "
        "stopped without wouldnt arent nobody nowhere hasnt havent"
    ),
    neutral=any_of(
        r"no (?:idea|clue|better|improvement|help|change|answer|reply|one|joke|appointment|appointments|sleep|worse|"
        r"longer able|matter|words|way|wonder)",
        r"not (?:sure|only|just|joking|exaggerating|kidding|lying|being \w+|slept|eaten|convinced|certain|nice|fun|"
        r"funny|fair)",
        r"(?:not|isnt|arent|aint|dont|doesnt|didnt|wont|never|hasnt|havent) (?:\w+ ){0,2}(?:better|well|good|right|ok|"
        r"okay|happy|normal|improving|improved|improve|help|helped|helping|work|working|worked|stop|stopping|stopped|"
        r"(?:go|gone|going|went|come|came|coming)(?= (?:away|down|out|off|up|back|well|anywhere))|know|known|"
        r"understand|settle|settled|settling|ignore|panic|worry|answer|answering|sleep|slept|eat|eaten|wait)(?: "
        r"(?:away|down|out|off))?(?: (?:why|what|how|whether|if))?",
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
        rf"\b(?:no|without|zero|nil|denie[sd]|deny|denying|free (?:of|from)|absence of|lack of|neither|none of|never "
        rf"any|(?:hardly|barely) any|nothing(?: wrong| bad| like)?|negative for|ruled out|rather than|instead of)(?: "
        rf"{_EN_NP})*"
        r"|\b(?:no|without|neither|never|not|denie[sd]|dont|doesnt|didnt|havent|hasnt|isnt|arent|wasnt) (?:(?!(?:i|he|"
        r"she|they|we) )[\w,]+ ){0,9}(?:or|nor|neither)"
        rf"(?: {_EN_NP}| my| his| her| {_EN_FILL})*|\b(?:not|never|dont|doesnt|didnt|isnt|arent|wasnt|werent|havent|"
        rf"hasnt|hadnt|aint|wont|wouldnt|nor|neither|hardly ever|no longer)(?: {_EN_FILL})*"
        r"|\bneither(?: \w+){0,3}|\b(?:denie[sd]|denying)(?: \w+){0,4}|\bno signs? (?:\w+ ){0,3}|\bnot (?:\w+ "
        r"){0,2}enough to)$"
    ),
    unlikely=re.compile(
        r"\b(?:dont|doesnt|didnt|do not|never) (?:think|believe|said|say|mean)(?: \w+){0,3}$|\bnot (?:that|because|as "
        r"if|like)(?: \w+){0,2}$"
    ),
    none=re.compile(
        r"^(?:no|none|nope|nil|nah|negative|absent|never|not at all|no not at all|not really|fine|ok|normal|i dont|i "
        r"do not|i havent|i have not)$"
    ),
    gone=re.compile(
        r"^(?:(?:is|are|was|were|has|have|had|all|now|since|it|its|that|thats|been|fully|totally|completely|both|only|"
        r"which|then|already|seems|seem|problem|problems|trouble|issues|quickly|soon) )*(?:fine|normal|gone|resolved|"
        r"settled|stopped|disappeared|passed off|wore off|went(?: \w+)? away|gone away|went|cleared(?: up)?|no "
        r"problem|no trouble|no issue|not a problem|not an issue|isnt a problem|isnt an issue|not a concern|under "
        r"control|back to normal|as usual|better again|healed|improved a lot)(?: (?:now|again|too|as well|completely|"
        r"after|within|in|by|since|for|and|,|so|thanks|really|before|though|tho|then|last)\b.*)?$"
    ),
    asked_lead=any_of(
        r"what (?:happens|would happen|will happen) (?:when|to)",
        r"what (?:should|do|would|can|must|shall|could) (?:i|we|you|one|people|patients) do (?:when|for|about a)",
        r"how (?:common|likely|often|rare|frequent|frequently|many|dangerous|serious|risky|probable|big|high|soon|"
        r"fast|quickly|is|are)",
        r"how (?:would|will|do|can|could|should|does) (?:i|you|we|one|people|someone|they|a|botox|it|the) ",
        r"how to (?:know|tell|spot|recogni[sz]e|avoid|prevent|treat|notice|deal|help)",
        r"(?:risks?|chances?|odds|likelihood|possibility|probability|danger|dangers|rates?|percentage|incidence|"
        r"stories|reports|cases|fear|idea|thought) (?:of|that|for|to)",
        r"(?<!has )(?<!have )(?<!having )(?<!got )(?<!showing )(?<!the )(?<!all )(?<!shows )(?<!any )(?:signs?|"
        r"symptoms?|warning signs?)(?: of| for| like| such as| to)",
        r"what (?:are|is) (?:the )?(?:\w+ )?(?:signs?|symptoms?|warning signs?|features)",
        r"(?:read|heard|hear|googled|learnt|learned|told)(?: \w+){0,3} (?:about|that|of|people|someone|online|botox|"
        r"it|stories|patients|a)",
        r"(?:leaflet|consent|form|website|internet|google|article|page|brochure|booklet|facebook|forum|tiktok|youtube|"
        r"faq|list|sheet|paper|news|tv|documentary|book)(?: \w+){0,2} (?:says?|said|mentions?|mentioned|lists?|listed|"
        r"warns?|warned|states?|stated|talks?|about|describes?|of)",
        r"(?:scared|afraid|worried|worry|worrying|anxious|nervous|terrified|frightened|fear|paranoid|concerned|"
        r"scares me|panicking|frightens me)(?: \w+){0,2} (?:of|about)(?! (?:my|his|her|our)\b)",
        r"(?:side effects?|complications?|effects|warnings?|reactions?|problems|dangers|things|symptoms|signs) "
        r"(?:like|such as|including|are|is|include|includes|of)",
        r"whats? (?:is|are|does|do|causes|cause|the|counts)(?! (?:happening|wrong|going|i|we|this|that|it))",
        r"why (?:does|do|would|can|might|is) (?:botox|it|people|the|toxin|they|some|patients)",
        r"(?:tell me|explain|information|info|advice|question|questions|asking|curious|wondering|wonder|know more|"
        r"learn|read up|difference|differences|define|definition|meaning|mean by)(?: \w+)? (?:about|on|of|between|"
        r"whats|what is|by)",
        r"(?:watch|look|looking|watching) (?:out )?for|warned|(?:linked|related|connected) to",
        r"(?:avoid|prevent|preventing|prevents|avoiding|protect|protects|protecting)(?: \w+){0,2}",
        r"(?:do|does|did|can|could|has|have|had) (?:anyone|anybody|people|some|someone|somebody|patients|many|others|"
        r"other|most)",
        r"(?:when|at what point) (?:should|would|do) (?:i|you|we|one)",
        r"(?:is|are) (?:there|it) (?:\w+ )?(?:risk|chance|possible|possibility|common|rare|likely|dangerous|danger|"
        r"true)",
        r"(?:test|tests|exercise|exercises|physio|therapy|therapist|clinic|specialist|treatment|help|assessment|"
        r"doctor|doctors|treat|treats|treating|cure|cures|botox) (?:for|with)",
        r"(?:pretend|imagine|suppose|supposing|hypothetically|say i|for example|eg|story|write|poem|joke)",
    ),
    asked_always=any_of(
        r"how (?:would|will|do|can|could|should|does) (?:i|you|we|one|people|someone) (?:\w+ )?(?:know|tell|"
        r"recogni[sz]e|spot|notice|see)(?: (?:if|when|that|it|whether))",
        r"(?:read|heard|hear|googled)(?: \w+){0,2} (?:about|that|of|people|someone|online|stories|a|botox|it)",
        r"(?:leaflet|consent|form|website|internet|google|article|brochure|booklet|facebook|forum|tiktok|youtube)(?: "
        r"\w+){0,2} (?:says?|said|mentions?|mentioned|lists?|listed|warns?|warned|states?|stated)",
        r"(?:what if|pretend|imagine|suppose|supposing|hypothetically)",
        r"how (?:likely|common|rare|frequent|probable) (?:is|are|it|that)",
        r"(?:saw|seen|read|heard|watched)(?: \w+){0,3} (?:on|in) (?:the )?(?:news|tv|telly|papers?|facebook|"
        r"tiktok|youtube)",
        r"(?:woman|women|man|men|people|person|someone|somebody|girl|lady|patients?|celebrity) (?:on|in|from) (?:the )?"
        r"(?:news|tv|telly|papers?|facebook|tiktok|youtube)",
        r"how (?:many|soon|long) (?:days|weeks|hours|after)(?: \w+){0,4} (?:can|could|might|may)",
        r"about (?:people|folks?|women|men|patients|someone|somebody|others) (?:who|that|with|getting|having|"
        r"dying|going)",
        r"(?:cases|stories|reports)(?: \w+){0,4} (?:where|of|in which) (?:people|folks?|women|men|patients|"
        r"someone|they)",
    ),
    general=re.compile(
        r"^(?!.*\b(?:i|im|ive|my|me|our|he|she|hes|shes|his|her|(?:mum|mom|mother|dad|father|husband|wife|partner|son|"
        r"daughter)s?)\b).*\b(?:people|patients|others|anyone|botox|palsy|synkinesis|bells|how common|rates?)\b"
    ),
    asked_next=re.compile(
        r"^(?:how (?:common|likely|often|rare|usual|probable)|what are the (?:odds|chances)|is (?:it|that|this) "
        r"(?:a |an )?(?:common|likely|possible|rare|known|risk|listed|side effect))\b"
    ),
    asked_rest=re.compile(
        r"^(?:\w+ ){0,5}(?:side effects?|a risk|a (?:\w+ )?(?:symptom|sign|complication|effect|reaction|possibility|"
        r"risk|danger|warning)|common|rare|possible|likely|known|listed|reported|frequent|dangerous|(?:mean|means|"
        r"meaning)|an? (?:\w+ )?(?:emergency|thing)|caused by|be treated|be caused|be reversed|be fixed)\b"
    ),
    modal=re.compile(
        r"\b(?:(?:may|might|could|would|will|can(?! (?:only|hardly|barely|just)\b| see (?:only|two|double|half|just))|"
        r"ill|itll|theyll)\b|(?:do|does|did) (?!i\b|my\b|his\b|her\b)(?=\w)|"
        r"(?:is|are) (?:it|this|that|botox|they|the \w+) going to|"
        r"(?<![\w,] )(?:is|are) (?=(?!(?:my|his|her|he|she|i|we|this|that|it|mum|dad|our)\b)\w+(?: \w+){0,4}$))"
    ),
    inverted=re.compile(rf"^{_EN_WHO} (?=\w)"),
    causing=re.compile(
        r"^(?:(?!(?:you|someone|anyone|somebody|anybody|i|we)\b)\w+ ){0,4}?(?:cause|make|mean|lead|leave|give|affect|"
        r"result|happen|spread|get|stop|trigger|bring|induce|produce|create|weaken|paraly[sz]e|damage)\b"
    ),
    seeking=re.compile(
        r"\b(?:help|appointment|advice|advise|someone|somebody|anyone|anybody|doctor|nurse|call|ring|come|see|speak|"
        r"talk|tell|explain|reach|phone|why|reason|because|please|ambulance|urgent|urgently|asap|quick|quickly|"
        r"hospital|check|looked)\b|^\w+ (?:not|barely|hardly|just|only|still)\b"
    ),
    suspecting=re.compile(
        r"\b(?:could|can|might|may|must) (?:\w+ ){0,3}be (?!(?:un)?able|hard|difficult|dangerous|possible|normal|"
        r"common|caused|affected|left|there|expected|a risk|at risk|permanent)"
        r"|\b(?:might|could|may|must|would|will) have (?:had|been|got|taken|gone|swallowed)\b"
    ),
    condition=re.compile(
        r"(?<!as )(?<!like )(?<!know )(?<!sure )(?<!tell )(?<!wonder )(?<!wondering )(?<!ask )(?<!asking )(?<!see "
        r")(?<!check )(?<!even )\b(?:if|unless|assuming|incase|in case(?: of)?)\b"
    ),
    subject=re.compile(
        rf"\b(?:{_EN_WHO}|(?:my|his|her|the|your|our) \w+"
        r"(?= (?:is|are|goes|gets|feels?|hurts?|wont|cant|cannot|keeps?|has|have|doesnt|isnt|comes|closes)))\b"
    ),
    finite=re.compile(
        rf"\b(?:im|ive|hes|shes|its|theyre|theyve)\b|\b{_EN_WHO}(?: \w+)? (?:is|am|are|was|cant|cannot|wont|have|has|"
        rf"had|feel|feels|keep|"
        r"keeps|started|got|woke|just|saw|dropped|swelled|choked|collapsed)\b|\b(?:my|his|her|our|mum|mums|dad|dads) "
        r"(?:\w+ ){0,2}(?:is|are|has|have|feels?|keeps?|cant|cannot|wont|was|were|went|just|dropped|gone|hurts?|"
        r"doesnt|dont|got|looks?|started|swelled|closing|swelling|swollen|drooping|slurred|slurring|turned|fell|"
        r"collapsed|isnt)\b"
    ),
    recent=any_of(
        r"now(?! (?:and|or) then)",
        r"tonight|today|nowadays",
        r"this (?:morning|afternoon|evening|minute|second|week|lunchtime|arvo)",
        rf"since (?:{_EN_DAY}|\d|the (?:botox|jabs?|injections?|shots?|needle|treatment|appointment)|botox|my "
        rf"(?:botox|jabs?|injections?|shots?|last|treatment))",
        r"yest?e?rday|last night|yday",
        r"(?:mon|tues|wednes|thurs|fri|satur|sun)day",
        r"right now|at the moment|currently|still(?! (?:start|happen|occur|come|spread))|again|(?:has|have|is|are|its|"
        r"hes|shes|ive|im) (?:just|already)|just (?:now|dropped|fell|started|gone|went|happened)",
        rf"(?:{_EN_NUMBER} )?(?:minutes?|mins?|hours?|hrs?|days?) ago",
        r"started|starting|getting worse|and worse|keeps? (?:getting|on)",
        r"as i (?:type|write|speak)",
    ),
    present=any_of(
        r"is|are|am|im|cant|cannot|wont|has|have|having|hes|shes|theyre|feels?|keeps?|now|still|today|gets?|getting|"
        r"shows?|showing"
    ),
    past=any_of(
        rf"{_EN_NUMBER}(?: \w+)? (?:years?|yrs?|months?|decades?|summers?|winters?) (?:ago|back|before|earlier)",
        r"(?:years?|yrs?|decades?|ages|long|months) (?:ago|back)",
        r"\d+y(?:rs?)? ago",
        r"last (?:year|summer|winter|spring|autumn|christmas|time|session|round|treatment|lot)",
        r"(?:in|back in|since|from|during|of|around|year|until) (?:19|20)\d\d",
        r"(?:19|20)\d\d",
        r"(?:january|february|march|april|may|june|july|august|september|october|november|december) (?:19|20)\d\d",
        r"back (?:in|then|when)",
        r"when (?:i|he|she|it|we|they) (?:first|was|were|had|got|had my)(?! (?:botox|jab|injection|injections|jabs|"
        r"the|it|my))",
        r"when i was",
        r"as a (?:child|kid|girl|boy|baby|teenager|toddler|teen|young \w+)",
        r"for the first (?:\w+ )?(?:days?|weeks?|months?|years?)",
        rf"(?:thats|that is|its been|it is) (?:about )?{_EN_NUMBER} (?:years|months) (?:now|ago)",
        r"in (?:the past|childhood|my (?:teens|twenties|thirties|youth|childhood))",
        r"at birth|born with|from birth|at the time|years before|previously|originally|formerly|once upon",
        r"history of|hx of|family history|used to|past medical",
        r"(?:first|initial|original|earlier|previous) (?:session|round|time|treatment|injections?|botox|bells|attack|"
        r"episode)",
        r"(?:killed|hanged|hung) (?:him|her)self|(?:died|dead|passed away) (?:of|from|after)|before (?:he|she|they) "
        r"(?:died|passed)",
        r"long time ago|once before|in a past",
        rf"(?:with|from|since|after|due to|because of|following|post|during|by) (?:\w+ ){{0,2}}{_EN_LESION}",
        r"(?<!never )had (?:\w+ ){0,2}(?:bells?|palsy|belles|tumou?r|surgery|operation|ramsay|neuroma)",
    ),
    past_alone=re.compile(
        r"^(?:and |but )?(?:that|this|it|all that|all this|thats)(?: (?:was|were|happened|is|all|has|been))+ "
        r".*\b(?:ago|(?:19|20)\d\d|last year|child|kid|over|gone|history)\b"
    ),
    lasting=any_of(
        rf"for (?:{_EN_NUMBER} )?(?:\w+ )?(?:years?|yrs|decades|months|ever)",
        r"since (?:birth|childhood|my|i was|(?:19|20)\d\d)(?! (?:botox|injection|jab|shot|last))",
        r"all (?:my|his|her) life|always (?:had|been|have)|from birth|lifelong|chronic|long term|permanent(?:ly)?|as "
        r"usual|like always|every winter|same as (?:the last|always|ever|before)|old story",
        r"(?:from|with|because of|cos of|due to) (?:my |his |her )?(?:diabetes|neuropathy|copd|sciatica|arthritis|"
        r"carpal)",
    ),
    over=any_of(
        r"all (?:better|fine|good|ok|okay|clear|gone|well|healed|over|sorted)(?: now| again| since)?",
        r"(?:fine|ok|okay|better|good|well|normal|gone|recovered|healed|sorted|solved|cured|fixed|treated) (?:now|"
        r"since|after|again)",
        r"went away|gone away|cleared up|resolved|recovered|got over|wore off|settled|came back to normal|back to "
        r"normal|healed|passed after|(?:has|had|have) gone|gone now|better since|it passed|subsided|disappeared|"
        r"lasted (?:a|an|one|two|three|\d|for|only|about)",
    ),
    was=any_of(
        r"had|was|were|couldnt|could not|did|didnt|got|went|lost|felt|woke|took|\w+ed|fell|shut|came|made|gave|became|"
        r"could|wouldnt"
    ),
)
