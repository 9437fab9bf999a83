"""Which language a message is written in, as far as can be told without a dictionary.

Owns the scripts and the little words of many languages. Knows nothing of what is done about it. When in doubt it says
nothing: a patient with poor English must never be told that only English is understood.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Sequence
from functools import lru_cache
from types import MappingProxyType

from bot.core.text.normalization import split_words

CERTAIN = 1.6
"""Evidence from which a language is believed: about two words that hardly any other language has."""
AHEAD = 1.8
"""How many times more evidence it must have than there are little words of the FAQ's own language."""
OWN = 0.3
"""How much a word of the FAQ counts against every language that doesn't have it as a little word."""
OWN_SHARE = 0.5
"""A FAQ that has so many of a language's little words is in that language."""
SHARE = 0.25
"""Least share of the words of a message that must speak for a language."""

_SCRIPTS = (
    (re.compile(r"[\u0400-\u04ff]"), "ru"),
    (re.compile(r"[\u0370-\u03ff\u1f00-\u1fff]"), "el"),
    (re.compile(r"[\u0590-\u05ff]"), "he"),
    (re.compile(r"[\u0600-\u06ff\u0750-\u077f]"), "ar"),
    (re.compile(r"[\u0900-\u097f]"), "hi"),
    (re.compile(r"[\u0980-\u09ff]"), "bn"),
    (re.compile(r"[\u0a00-\u0a7f]"), "pa"),
    (re.compile(r"[\u0a80-\u0aff]"), "gu"),
    (re.compile(r"[\u0b80-\u0bff]"), "ta"),
    (re.compile(r"[\u0c00-\u0c7f]"), "te"),
    (re.compile(r"[\u0e00-\u0e7f]"), "th"),
    (re.compile(r"[\u0530-\u058f]"), "hy"),
    (re.compile(r"[\u10a0-\u10ff]"), "ka"),
    (re.compile(r"[\u1200-\u137f]"), "am"),
    (re.compile(r"[\uac00-\ud7af\u1100-\u11ff]"), "ko"),
    (re.compile(r"[\u3040-\u30ff]"), "ja"),
    (re.compile(r"[\u4e00-\u9fff\u3400-\u4dbf]"), "zh"),
)
# Letters that tell apart languages of one script.
_WITHIN = (
    ("ru", re.compile(r"[іїєґ]"), "uk"),
    ("ru", re.compile(r"[ђјљњћџ]"), "sr"),
    ("ar", re.compile(r"[ٹڈڑںے]"), "ur"),
    ("ar", re.compile(r"[پچژگ]"), "fa"),
)
_LETTERS = (
    (re.compile(r"[ığş]"), "tr", 1.0),
    (re.compile(r"[ñ¿¡]"), "es", 1.0),
    (re.compile(r"ß"), "de", 1.0),
    (re.compile(r"[ãõ]"), "pt", 1.0),
    (re.compile(r"[łąęśźż]"), "pl", 1.0),
    (re.compile(r"[őű]"), "hu", 1.0),
    (re.compile(r"[řůě]"), "cs", 1.0),
    (re.compile(r"[ăț]"), "ro", 1.0),
    (re.compile(r"[ơưđạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữự]"), "vi", 1.0),
    (re.compile(r"[œêèç]"), "fr", 0.5),
    (re.compile(r"[äö]"), "de", 0.4),
    (re.compile(r"[äöå]"), "sv", 0.3),
)
# Words in normal form: without accents and apostrophes.
_LITTLE_WORDS = MappingProxyType(
    {
        "en": (
            "the a an is are was were be been i im you he she it we they my your his her its our this that these "
            "those there and or but if so not no do does did dont can could will would should may have has had "
            "what when where why how which who of in on at to for from with without about after before into out "
            "up down by as than then just very much many more some any all get got me him them hello thanks "
            "please yes cant ive hi hey"
        ),
        "es": (
            "el la los las un una unos unas de del al y o que en por para con sin se es son esta estan este esto "
            "esa ese yo tu mi mis su sus me te le lo nos como cuando cuanto cuanta cuantos donde cual porque pero "
            "si no mas muy ya hay tengo tiene puedo puede quiero soy estoy fue ha he hace hacer despues antes "
            "sobre hola gracias ayuda cara duele tambien desde hasta usted cuesta dura efecto tratamiento dolor"
        ),
        "pt": (
            "o a os as um uma de do da dos das no na nos nas em por para com sem se e ou que ele ela eu tu meu "
            "minha seu sua me te lhe como quando quanto quanta onde qual porque mas nao sim mais muito ja ha "
            "tenho tem posso pode quero sou estou foi depois antes sobre ola oi obrigado obrigada voce voces isso "
            "isto esta fazer rosto tambem ate dura tempo custa doi tratamento efeito"
        ),
        "fr": (
            "le la les un une des de du au aux et ou que qui quoi en dans pour par avec sans sur se ce cet cette "
            "ces est sont suis je tu il elle nous vous ils mon ma mes ton votre notre son sa ses leur ne pas plus "
            "tres quand comment combien pourquoi quel quelle mais si oui non jai ai cest peut puis peux faire "
            "fait apres avant bonjour merci temps dure depuis visage quest lon avoir etre salut bonsoir mal coute "
            "traitement effet"
        ),
        "de": (
            "der die das den dem des ein eine einen einem einer und oder aber nicht kein keine ist sind war bin "
            "habe hat haben ich du er sie es wir ihr mein meine meinen mich mir dich sich auf aus bei mit nach "
            "von vor zu zum zur fur uber unter wie was wann wo warum wer welche wenn dass weil auch noch nur "
            "schon sehr mehr kann konnen mochte muss soll wird werden hallo danke bitte guten tag lange gesicht "
            "im am vom ja nein gibt wieder kostet kosten tut weh halt behandlung hilft schief"
        ),
        "it": (
            "il lo la i gli le un uno una di del della dei delle da dal in nel nella con su per tra e o ma che "
            "chi non si mi ti ci vi io tu lui lei noi voi mio mia suo sua come quando quanto quanta dove quale "
            "perche piu molto gia ho hai ha hanno posso puo vorrei sono era dopo prima ciao grazie buongiorno "
            "viso anche fare essere questo questa dura cosa fa tempo costa trattamento male effetto"
        ),
        "nl": (
            "de het een en of maar niet geen is zijn was ben heb heeft hebben ik jij je hij zij ze wij we mijn "
            "jouw haar op uit bij met na van voor naar om te hoe wat wanneer waar waarom wie welke als dat dit "
            "die ook nog al zeer meer kan kunnen wil moet zal wordt worden hallo dank bedankt alstublieft "
            "goedendag lang gezicht er aan door over dan ja nee duurt kost helpt behandeling"
        ),
        "pl": (
            "i w na z do nie jest sa byl mam ma czy jak co kiedy gdzie dlaczego ile kto ktory ktora ze sie to ten "
            "ta te moj moja moje po przed dla od za przez ale lub oraz juz tylko bardzo moze mozna moge chce "
            "dzien dobry dziekuje prosze czesc twarz dlugo jestem tez trwa kosztuje boli leczenie pomaga"
        ),
        "tr": (
            "ve bir bu su o ben sen biz siz mi mu ne nasil neden nicin kac zaman nerede kim hangi icin ile ama "
            "veya da de cok daha var yok degil evet hayir olur olabilir yapmaliyim yapilir sonra sonrasi once "
            "kadar gibi merhaba selam tesekkurler tesekkur lutfen yuz yuzum gozum surer gecer istiyorum misiniz "
            "gerekir tedavi"
        ),
        "sv": (
            "och att det som en ett pa ar av for med till den har inte om jag du han hon vi ni de mig min mitt "
            "mina hur vad nar var varfor vilken men eller sa kan ska vill maste efter fore fran hej tack lange "
            "ansikte hjalper varar kostar behandling"
        ),
        "da": (
            "og at det som en et pa er af for med til den har ikke om jeg du han hun vi de mig min mit mine hvor "
            "hvad hvornar hvorfor hvilken hvordan men eller sa kan skal vil ma efter fra hej tak lenge laenge "
            "ansigt ansikt lang"
        ),
        "fi": (
            "ja on ei se han mina sina me te he etta kuin mutta tai jos niin mita miten milloin missa miksi kuka "
            "kuinka kauan voi voiko olen minun minulla jalkeen ennen kanssa ovat hei kiitos kasvot"
        ),
        "ro": (
            "si in de la cu pe un o este sunt nu da ca sa se ce cum cand cat unde care eu tu el ea noi am ai are "
            "mea meu pentru dupa inainte fara din dar sau mai foarte pot poate vreau buna multumesc fata dureaza "
            "salut doare tratament"
        ),
        "cs": (
            "a v na z do ne je jsou byl mam ma jak co kdy kde proc kolik kdo ktery ze se to ten ta me muj moje po "
            "pred pro od za ale nebo uz jen velmi muze mohu chci dobry den dekuji prosim ahoj oblicej dlouho jsem "
            "trva bolesti lecba"
        ),
        "hu": (
            "a az egy es vagy de nem van volt hogy mi mit mikor hol miert ki melyik mennyi meddig en te o ti ok "
            "nekem utan elott nelkul csak nagyon mar meg lehet kell szeretnek koszonom kerem arc tart"
        ),
        "id": (
            "yang dan di ke dari untuk dengan tidak ini itu saya aku anda kamu kami kita dia ada apa apakah "
            "bagaimana kapan dimana mengapa kenapa berapa lama bisa boleh akan sudah belum setelah sebelum wajah "
            "terima kasih halo tolong efek sakit pengobatan harga"
        ),
        "vi": (
            "toi la va cua co khong bi bao lau nhu nao khi gi o dau tai sao cho nay mot nhung duoc se da truoc "
            "cam xin chao mat"
        ),
        "tl": (
            "ang ng mga sa na ay at ako ikaw siya kami tayo sila ko mo niya namin ito iyon hindi oo ano paano "
            "kailan saan bakit sino ilan pwede gaano katagal kung para may wala mukha salamat kumusta po ba"
        ),
        "sw": (
            "na ya wa kwa ni si la za katika mimi wewe yeye sisi hii hiyo gani nini lini wapi kwanini vipi muda "
            "baada kabla asante habari tafadhali uso"
        ),
    }
)
# Said alone, these tell the language by themselves.
_ALONE = MappingProxyType(
    {
        "es": "hola gracias ayuda",
        "fr": "bonjour bonsoir merci salut",
        "de": "hallo danke hilfe",
        "pt": "obrigado obrigada ola",
        "it": "grazie buongiorno",
        "nl": "bedankt",
        "tr": "merhaba selam",
        "pl": "dziekuje czesc",
        "sv": "tack",
        "fi": "kiitos",
        "ro": "multumesc",
        "cs": "dekuji",
        "hu": "koszonom",
    }
)


def detect(text: str, own_words: frozenset[str]) -> str | None:
    """The two-letter code of the message's language; None if it cannot be told.

    `own_words` are the words of the FAQ in normal form; the more of them a message has, the more it takes to believe
    that it is in another language.
    """
    text = unicodedata.normalize("NFKC", text)
    script = _by_script(text)
    if script is not None:
        return script
    words = [plain for _, plain in split_words(text)]
    if len(words) == 1:
        return None if words[0] in own_words else _alone().get(words[0])
    evidence = _evidence(text, words, own_words)
    if not evidence:
        return None
    best = max(evidence, key=lambda language: evidence[language])
    if evidence[best] < CERTAIN or evidence[best] < SHARE * len(words):
        return None
    for own in _own_languages(own_words):
        if own != best and evidence[best] < AHEAD * sum(own in _having(word) for word in words):
            return None
    return best


def _by_script(text: str) -> str | None:
    letters = sum(sign.isalpha() for sign in text)
    if not letters or text.isascii():
        return None
    counts = {language: len(script.findall(text)) for script, language in _SCRIPTS}
    if counts["ja"]:
        # Japanese has Chinese signs too, but Chinese has no kana
        counts["ja"] += counts.pop("zh")
    language = max(counts, key=lambda code: counts[code])
    if counts[language] * 2 <= letters:
        return None
    lower = text.lower()
    return next((other for general, signs, other in _WITHIN if general == language and signs.search(lower)), language)


def _evidence(text: str, words: Sequence[str], own_words: Collection[str]) -> dict[str, float]:
    """How much speaks for each language: little words that few others have, and letters of its own."""
    evidence = dict.fromkeys((language for word in words for language in _having(word)), 0.0)
    for word in words:
        having = _having(word)
        for language in evidence:
            if language in having:
                evidence[language] += len(having) ** -0.5
            elif word in own_words:
                evidence[language] -= OWN
    spelled = text.lower().split()
    for letters, language, weight in _LETTERS:
        if language in evidence:
            evidence[language] += weight * min(2, sum(letters.search(word) is not None for word in spelled))
    return evidence


@lru_cache(maxsize=8)
def _own_languages(own_words: frozenset[str]) -> list[str]:
    """The languages the FAQ is written in; English if that cannot be told."""
    shares = {
        language: sum(word in own_words for word in words.split()) / len(words.split())
        for language, words in _LITTLE_WORDS.items()
    }
    return [language for language, share in shares.items() if share >= OWN_SHARE] or ["en"]


def _having(word: str) -> tuple[str, ...]:
    return _languages_by_word().get(word, ())


@lru_cache(maxsize=1)
def _languages_by_word() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for language, words in _LITTLE_WORDS.items():
        for word in words.split():
            found[word] = (*found.get(word, ()), language)
    return found


@lru_cache(maxsize=1)
def _alone() -> dict[str, str]:
    return {word: language for language, words in _ALONE.items() for word in words.split()}
