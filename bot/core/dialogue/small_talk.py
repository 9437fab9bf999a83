"""Small talk: greetings, thanks, goodbyes and the like, when a message holds nothing else.

Owns the words of small talk in English and Spanish. Knows nothing of replies. A message with any other word in it is
never small talk: better to answer a polite question than to greet a patient who asked one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from rapidfuzz.distance import OSA

from bot.core.text.normalization import split_words

LONGEST = 12
"""A message of more words is no small talk."""
TYPO_FROM = 5
"""Words of at least so many letters are recognised with a letter missing, extra or in the wrong place. A wrong letter
makes too many other words: "cheeks" is not "cheers"."""


class SmallTalk(StrEnum):
    """What a message without a question is. The values name the replies."""

    GREETING = "greeting"
    THANKS = "thanks"
    OKAY = "okay"
    GOODBYE = "goodbye"
    ABUSE = "abuse"
    ABOUT_BOT = "about_bot"
    NO_WORDS = "no_words"


# Where a message has words of several kinds, the first kind of this order is meant.
_ORDER = (SmallTalk.ABUSE, SmallTalk.GOODBYE, SmallTalk.THANKS, SmallTalk.GREETING, SmallTalk.OKAY)


@dataclass(frozen=True, slots=True)
class _Words:
    """Words that make a kind of small talk, and words that may stand beside them."""

    core: dict[SmallTalk, str]
    beside: str
    phrases: dict[SmallTalk, str]
    """Regular expressions over a whole message in normal form."""


# No "I", "me" or "my" beside abuse: "I am useless" is a patient in distress.
_ENGLISH = _Words(
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
)
_SPANISH = _Words(
    core={
        SmallTalk.GREETING: "hola buenas saludos hey ola holi buenos",
        SmallTalk.THANKS: "gracias agradezco agradecido agradecida mil amable",
        SmallTalk.OKAY: (
            "ok okay vale bien bueno perfecto claro si no entendido genial estupendo listo dale excelente jaja jajaja "
            "ah oh"
        ),
        SmallTalk.GOODBYE: "adios chao chau bye ciao",
        SmallTalk.ABUSE: (
            "idiota estupido estupida inutil mierda tonto tonta imbecil joder puta puto pendejo cabron callate "
            "gilipollas basura maldito maldita asqueroso"
        ),
    },
    beside=(
        "muy muchas muchisimas tan todo toda por la el su tu ayuda informacion respuesta eres es una un que y a de "
        "dias tardes noches dia tarde noche doctor doctora bot robot maquina esta esto usted ti acuerdo ya pues ha "
        "sido mucho mas luego hasta pronto favor amigo amiga"
    ),
    phrases={
        SmallTalk.ABOUT_BOT: (
            r"(?:hola )?(?:eres|es|es usted|esto es|sos) (?:un |una )?(?:bot|robot|maquina|persona|humano|humana|ia|"
            r"chatgpt|inteligencia artificial|persona real|persona de verdad|medico|doctor|doctora|enfermera)"
            r"(?: o (?:un |una )?(?:bot|robot|maquina|persona|humano|ia))?"
            r"|(?:hablo|estoy hablando) con (?:un |una )?(?:bot|robot|maquina|persona|humano|persona real|"
            r"persona de verdad|ia)|quien eres|que eres|como te llamas|cual es tu nombre|quien te (?:hizo|creo)"
        ),
        SmallTalk.GREETING: (
            r"(?:hola )?(?:que tal|como estas|como esta|como va|que hay|hay alguien(?: ahi)?|buen dia|buenos dias|"
            r"buenas tardes|buenas noches|mucho gusto|prueba)"
        ),
        SmallTalk.GOODBYE: (
            r"(?:ok |vale |gracias )*(?:hasta (?:luego|pronto|manana|la vista)|nos vemos|cuidate|cuidese|"
            r"que (?:tenga|tengas) (?:un )?buen dia)"
        ),
        SmallTalk.OKAY: (
            r"(?:ok |vale )*(?:de acuerdo|esta bien|lo entiendo|ya entendi|eso es todo|nada mas|no importa|nada|"
            r"muy bien|ya veo)"
        ),
        SmallTalk.ABUSE: r"te odio|vete al diablo|vete a la mierda|que asco de (?:bot|robot)|no sirves(?: para nada)?",
    },
)
_LANGUAGES = {"en": _ENGLISH, "es": _SPANISH}


def small_talk(text: str, language: str) -> SmallTalk | None:
    """The kind of small talk, or None when there is anything else in the message. No words at all are a kind too.

    In a language without a list of its own, English small talk is recognised.
    """
    plains = [plain for _, plain in split_words(text)]
    if not plains:
        return SmallTalk.NO_WORDS
    if len(plains) > LONGEST:
        return None
    lexicon = _lexicon(language if language in _LANGUAGES else "en")
    whole = " ".join(plains)
    for kind, phrase in lexicon.phrases:
        if phrase.fullmatch(whole):
            return kind
    kinds: set[SmallTalk] = set()
    for plain in plains:
        word = lexicon.meant(plain)
        if word is None:
            return None
        if word in lexicon.kinds:
            kinds.add(lexicon.kinds[word])
    return next((kind for kind in _ORDER if kind in kinds), None)


_OPENING = re.compile(
    r"^\W*(?:(?:hi+|hello+|hey+|hiya|heya|howdy|greetings|hallo|dear|hola|good (?:morning|afternoon|evening|day)"
    r"|buen[oa]s(?: (?:d[ií]as|tardes|noches))?)\b"
    r"(?:[\s,.!-]+(?:there|everyone|all|team|doctor|doc|dr|bot|sir|madam|folks|guys)\b)?[\s,.!:-]*)+",
    re.IGNORECASE,
)
_CLOSING = re.compile(
    r"[\s,.!]+(?:(?:many |kind )?thanks(?: (?:a lot|so much|in advance))?|thank you(?: (?:so|very) much)?|thx|ty|cheers"
    r"|please|pls|plz|gracias|por favor)[\s.!]*$",
    re.IGNORECASE,
)


def without_manners(text: str) -> str:
    """The text without a greeting at its beginning and thanks at its end; as it stands if nothing else is left."""
    bare = _CLOSING.sub("", _OPENING.sub("", text)).strip()
    return bare if len(split_words(bare)) > 1 else text


@dataclass(frozen=True, slots=True)
class _Phrasebook:
    kinds: dict[str, SmallTalk]
    words: frozenset[str]
    phrases: tuple[tuple[SmallTalk, re.Pattern[str]], ...]

    def meant(self, plain: str) -> str | None:
        """The word of small talk meant by a word in normal form."""
        # "heeeey" is "hey", "okkk" is "ok": letters are repeated for warmth
        for form in (plain, re.sub(r"(.)\1{2,}", r"\1\1", plain), re.sub(r"(.)\1+", r"\1", plain)):
            if form in self.words:
                return form
        near = (word for word, kind in self.kinds.items() if kind is not SmallTalk.ABUSE and _slipped(plain, word))
        return next(near, None)


def _slipped(plain: str, word: str) -> bool:
    """Whether `plain` is `word` with a letter missing, extra or in the wrong place."""
    if len(word) < TYPO_FROM or abs(len(word) - len(plain)) > 1 or word[0] != plain[0]:
        return False
    if len(word) == len(plain) and sorted(word) != sorted(plain):
        return False
    return OSA.distance(word, plain, score_cutoff=1) == 1


@lru_cache(maxsize=2)
def _lexicon(language: str) -> _Phrasebook:
    words = _LANGUAGES[language]
    kinds = {word: kind for kind, core in words.core.items() for word in core.split()}
    phrases = tuple((kind, re.compile(phrase)) for kind, phrase in words.phrases.items())
    return _Phrasebook(kinds, frozenset(kinds) | frozenset(words.beside.split()), phrases)
