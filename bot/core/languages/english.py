"""English."""

from __future__ import annotations

from collections.abc import Iterator

from bot.core.languages.english_cues import CUES
from bot.core.languages.language import Language, SmallTalk, SmallTalkWords

# No "I", "me" or "my" beside abuse: "I am useless" is a patient in distress.
SMALL_TALK = SmallTalkWords(
    core={
        SmallTalk.GREETING: "hi hello hey heya hiya howdy greetings hallo yo hola morning evening afternoon gday",
        SmallTalk.THANKS: (
            "thanks thank thankyou thanx thx thnx tnx tks ty tysm ta cheers thankful grateful appreciate appreciated "
            "helpful gracias merci lifesaver"
        ),
        SmallTalk.OKAY: (
            "ok okay okey oki k kk okie alright fine understood cool great good nice perfect sure yes yeah yep yup no "
            "nope nah noted awesome brilliant wonderful excellent lovely super lol haha hahaha hmm hm oh ah aha wow"
        ),
        SmallTalk.GOODBYE: "bye byebye goodbye cya ciao farewell goodnight",
        SmallTalk.ABUSE: (
            "stupid idiot idiotic dumb useless moron shut fuck fucking fucked wtf shit shitty bullshit bastard bitch "
            "asshole arsehole crap crappy rubbish pathetic garbage trash sucks damn dumbass wanker twat prick cunt stfu"
        ),
    },
    beside=(
        "you u your youre youve been so very much really a an the that thats this is its for all lot lots bunch many "
        "million there dear everyone team bot robot machine computer chatbot thing app doctor doc sir madam maam mate "
        "pal friend guys info information advice help helping answer answers reply day night one too just then well "
        "please up bloody piece of off see later talk soon most extremely quick fast clear to kind indeed once more"
    ),
    phrases={
        SmallTalk.ABOUT_BOT: (
            r"(?:so |ok |hi |hello |hey |wait |but )*(?:are|r|is) (?:you|u|this|it|that|there) "
            r"(?:just |really |actually |even )*(?:a |an |some |the )?(?:real |actual |live |human )*"
            r"(?:bot|robot|chatbot|chat bot|human|human being|person|people|machine|computer|ai|a i|chatgpt|chat gpt|"
            r"gpt|automated|program|real|siri|alexa|doctor|nurse)"
            r"(?: or (?:just )?(?:a |an )?(?:real |actual )?"
            r"(?:bot|robot|human|person|machine|computer|ai|doctor|nurse))?"
            r"(?: here| there)?"
            r"|(?:am i|are we) (?:talking|speaking|chatting|writing|texting) (?:to|with) (?:a |an )?"
            r"(?:real |actual |live )?(?:bot|robot|chatbot|human|human being|person|machine|computer|ai|chatgpt)"
            r"(?: or (?:a |an )?(?:real )?(?:bot|robot|human|person|machine|computer|ai))?"
            r"|(?:hi |hello |hey )*(?:who|what) (?:are|r) (?:you|u)|whats your name|what is your name"
            r"|do you have a name|who (?:made|built|created|wrote) (?:you|u)"
        ),
        SmallTalk.GREETING: (
            r"(?:(?:hi|hello|hey) )?(?:there |doctor |bot )?(?:how are (?:you|u)(?: doing)?(?: today)?|hows it going|"
            r"whats up|wassup|sup|how do you do|(?:is )?(?:anyone|anybody|somebody|someone) (?:there|here|home)|"
            r"are you there|you there|nice to meet you|good day|testing|test)"
        ),
        SmallTalk.GOODBYE: (
            r"(?:ok |okay |thanks |thank you )*(?:see (?:you|ya)(?: later| soon| around)?|"
            r"talk (?:to you )?(?:later|soon)|good night|take care|"
            r"have a (?:nice|good|great|lovely) (?:day|evening|night|weekend|one))"
        ),
        SmallTalk.OKAY: (
            r"(?:ok |okay |ah |oh )*(?:got it|i see|i understand|that ?i?s all(?: for now)?|nothing(?: else)?|"
            r"never ?mind|no worries|will do|makes sense|fair enough|no problem|all good|sounds good|"
            r"good to know|nm|np)"
        ),
        SmallTalk.ABUSE: (
            r"(?:i )?hate (?:you|u|this bot)|(?:you|u) suck|screw (?:you|u)|go to hell|go away|get lost|kill yourself|"
            r"drop dead|go die|bite me"
        ),
    },
    greeting=r"hi+|hello+|hey+|hiya|heya|howdy|greetings|hallo|dear|good (?:morning|afternoon|evening|day)",
    addressed=r"there|everyone|all|team|doctor|doc|dr|bot|sir|madam|folks|guys",
    closing=(
        r"(?:many |kind )?thanks(?: (?:a lot|so much|in advance))?|thank you(?: (?:so|very) much)?|thx|ty|cheers|"
        r"please|pls|plz"
    ),
)


def _inflections(word: str) -> Iterator[str]:
    if len(word) < 3 or not word.isascii():
        return
    yield word + "s"
    if word.endswith("e"):
        yield from (word + "d", word[:-1] + "ing")
    elif word.endswith("y"):
        yield from (word[:-1] + "ies", word[:-1] + "ied", word + "ing")
    else:
        yield from (word + "ed", word + "ing")
        if word[-1] in "bdgmnprt" and word[-2] in "aeiou":
            yield from (word + word[-1] + "ed", word + word[-1] + "ing")


ENGLISH = Language(
    "en",
    "English",
    stemmer="english",
    function_words=(
        "the a an is are was were be been i im you he she it we they my your his her its our this that these those "
        "there and or but if so not no do does did dont can could will would should may have has had what when where "
        "why how which who of in on at to for from with without about after before into out up down by as than then "
        "just very much many more some any all get got me him them hello thanks please yes cant ive hi hey"
    ),
    inflections=_inflections,
    question_words=(
        "how what whats when where why which who whom whose can cant could does do did doesnt dont is isnt are am was "
        "were will wont would should shall may might must"
    ),
    asking_verbs="has have",
    joining_words="and also plus but or then &",
    unfinished_words=(
        "a an the my your his her our their this that these those and or but because so if when while since after "
        "before until with without of for from to in on at by about into over under between than as is are was were am "
        "be been do does did have has had can could will would should may might i we they he she who which just also "
        "very more"
    ),
    small_talk=SMALL_TALK,
    cues=CUES,
    months="January February March April May June July August September October November December",
    has_reading_grade=True,
    has_sentence_model=True,
)
