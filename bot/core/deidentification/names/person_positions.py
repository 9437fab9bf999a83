"""Positions of a person in an English sentence: "can X do my cheek", "X signed my form", "under X's care".

Decides from the words around; whether the word in the position can be a name is for `told_names` to say.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.deidentification.name_cues import (
    FOLLOWS_NAME,
    GRAMMAR,
    GREETING,
    KIN,
    LITTLE_SURNAMES,
    MODAL,
    SURNAMES_TOO,
    TITLES,
    words,
)
from bot.core.deidentification.tokens import Token, mark_at, word_at

_AUXILIARIES = words("can could will would should is was has had did does do when's where's")
_BEFORE_QUESTION = words(
    "when where why what how and but or if so also please hi hello tell me know wonder ask whether"
)
_OF_PERSONS = words(
    """
    do see treat inject call ring phone email text write take come coming going go still back in out off away there
    here available around working free able qualified trained booked busy on around left retired moved gone finished
    leaving returned got had have been ever know need offer accept perform operate be a an the any my me our your good
    nice gentle experienced doing seeing treating taking injecting inject practise practice visit speak use at with
    today tomorrow again please ok okay well
    """
)
LIKES = words(
    "like likes liked prefer prefers preferred trust trusts trusted love loved miss missed recommend recommended choose"
    " chose want wanted than request requested only with"
)
_AFTER_LIKED = FOLLOWS_NAME | words(
    "better more best most than again with for so because who if when about instead please too next today tomorrow"
)
_UNDER = frozenset(
    {
        *(("patient", "of"), ("patients", "of"), ("booked", "as"), ("reservation", "for"), ("booking", "for")),
        *(("appointment", "for"), ("referred", "by"), ("treated", "by"), ("injected", "by"), ("seen", "by")),
        *(("operated", "by"), ("care", "of"), ("list", "of"), ("down", "as"), ("known", "as"), ("is", "under")),
        *(("its", "under"), ("it's", "under"), ("was", "under"), ("been", "under"), ("am", "under"), ("im", "under")),
        *(("i'm", "under"), ("filed", "under"), ("booked", "under"), ("name", "of"), ("registered", "as")),
    }
)
_UNDER_ENDS = frozenset(last for _, last in _UNDER)
_BOOKED = words("book booked booking file filed appointment reservation registered")
_AFTER_UNDER = FOLLOWS_NAME | {"at", "in", "for", "on", "please"}
_AFTER_ITS = FOLLOWS_NAME | SURNAMES_TOO
_NO_PERSON = GRAMMAR | words(
    """
    dr dentist
    general local anaesthetic anesthetic stress pressure control treatment observation private insurance weight
    guarantee medicine people someone nobody children adults patients botox doctor doctors gp nurse surgeon
    specialist specialists neurologist physio physiotherapist therapist sedation anaesthesia two three four five
    chronic urgent emergency new follow tomorrow monday tuesday wednesday thursday friday
    saturday sunday injections injection
    """
)
_DEEDS = words("injected operated signed prescribed referred did treated")
_SURE_DEEDS = words("injected operated signed prescribed referred")
_OF_DEEDS = words("my me on us him her the our")
_SPEAKS = words("said told thinks thought reckons recommended suggested mentioned explained advised warned")
_TOLD_BY = words("told seen treated injected operated referred advised prescribed recommended taught done warned")
"""Before "by" and a person, whatever goes on behind: "told by X to massage"."""
_SOURCES = (
    TITLES
    | KIN
    | words(
        """
    google chatgpt internet reddit youtube facebook leaflet leaflets website article research letter study studies
    hospital clinic reception clinician clinicians gps nurses physios friends family parents mates ent pharmacy
    optician ophthalmologist oncologist ward team staff insurance
    nhs doctor doctors gp colleagues forum online report notes helpline
    """
    )
)
"""They tell things without being somebody's name."""
_ROLES = TITLES | words("receptionist secretary injector assistant trainer coach teacher boss girl guy lady man woman")
_WHAT_IS = words("surname name lastname firstname therapist surgeon injector physio doctor consultant")
_NAMES = words("surname name lastname firstname")
_OF_NAMES = words("full first last second middle family given maiden married whole real")
_POINTERS = words("that this it what which here there where who how")
"""Before "is my name" they are no name."""
_BEHIND_DEEDS = words("my me us him her it the our his their your")
_CARED = words(
    """
    care clinic team list patient patients hands office practice surgery exercises advice protocol technique method
    website video videos course book secretary appointments dose approach waiting
    """
)


def is_told_apart(tokens: Sequence[Token], at: int, after: Token) -> bool:
    """Whether the place is so certain a person's that any word but a little one is a name there."""
    led = at > 1 and tokens[at - 1].text in _UNDER_ENDS and (tokens[at - 2].text, tokens[at - 1].text) in _UNDER
    led = led or (at > 1 and tokens[at - 1].text == "under" and _is_booked(tokens, at))
    if led and (not after.word or after.text in _AFTER_UNDER):
        return tokens[at].text not in _NO_PERSON
    if after.text == "is" and _opens_clause(tokens, at) and _is_somebodys_name(tokens, at + 2):
        return tokens[at].text not in _POINTERS
    if tokens[at].text in LITTLE_SURNAMES and after.kind == "name" and _opens_clause(tokens, at):
        return tuple(token.text for token in tokens[at + 2 : at + 4]) == ("is", "my")
    if tokens[at].text in MODAL and after.text.endswith("ed") and not after.text.endswith("eed"):
        # No past form follows a modal verb, but "can damaged nerves heal".
        return _opens_clause(tokens, at) and word_at(tokens, at + 2).text in _BEHIND_DEEDS
    if after.text == "is":
        told = word_at(tokens, at + 2).text == "my" and word_at(tokens, at + 3).text in _WHAT_IS
        return told and tokens[at].text not in _NO_PERSON
    if after.text == "told" and word_at(tokens, at + 2).text in {"me", "us"} and _opens_clause(tokens, at):
        return tokens[at].text not in _NO_PERSON | _SOURCES
    if after.text in _SURE_DEEDS and word_at(tokens, at + 2).text in _OF_DEEDS:
        return _opens_clause(tokens, at) and tokens[at].text not in _NO_PERSON
    return False


def is_person(tokens: Sequence[Token], at: int) -> bool:
    """Whether a word that can be a given name or surname stands in a person's place."""
    before, after = word_at(tokens, at - 1), word_at(tokens, at + 1)
    earlier = tokens[at - 2] if at >= 2 else None
    if before.text == "is" and earlier is not None and earlier.text in {"where", "who"}:
        return True
    if before.text in _AUXILIARIES and after.text in _OF_PERSONS:
        return earlier is None or not earlier.word or earlier.text in _BEFORE_QUESTION
    if _opens_clause(tokens, at) and after.text in _DEEDS and word_at(tokens, at + 2).text in _OF_DEEDS:
        return True
    if _opens_clause(tokens, at) and after.text in _SPEAKS:
        return True
    if before.text == "by" and earlier is not None and earlier.text in _TOLD_BY and tokens[at].text not in _NO_PERSON:
        return True
    if before.text in {"was", "it's", "its"} and after.text == "who":
        return True
    if before.text in {"it's", "its"} and (earlier is None or earlier.text in GREETING):
        return not after.word or after.text in _AFTER_ITS
    if mark_at(tokens, at - 1) == "," and at >= 2 and tokens[at - 2].text in KIN | {"ex"} and mark_at(tokens, at + 1):
        return True
    # "X, the surgeon", and where a clause begins "X the surgeon"
    article = at + 2 if mark_at(tokens, at + 1) == "," else at + 1 if _opens_clause(tokens, at) else len(tokens)
    return word_at(tokens, article).text in {"the", "my", "your"} and word_at(tokens, article + 1).text in _ROLES


def is_liked(tokens: Sequence[Token], at: int) -> bool:
    """Whether a given name stands where one tells whom one likes: "i prefer X"."""
    after = word_at(tokens, at + 1)
    if word_at(tokens, at - 1).text not in LIKES or (
        at >= 2 and tokens[at - 2].text in {"feel", "feels", "look", "looks", "felt"}
    ):
        return False
    return not after.word or after.text in _AFTER_LIKED


def is_owner(tokens: Sequence[Token], at: int) -> bool:
    """Whether the place is an owner's: "X's care", "X's clinic"."""
    return word_at(tokens, at + 1).text in _CARED


def _is_booked(tokens: Sequence[Token], at: int) -> bool:
    """Whether something was booked shortly before: "book it under X"."""
    return any(token.text in _BOOKED for token in tokens[max(0, at - 4) : at - 1])


def _is_somebodys_name(tokens: Sequence[Token], at: int) -> bool:
    """Whether the words there say "my surname", "my wife's family name"."""
    said = [token.text for token in tokens[at : at + 4]]
    if said[:1] not in (["my"], ["our"], ["her"], ["his"]):
        return False
    rest = said[1:]
    if rest and rest[0].removesuffix("'s").removesuffix("s") in KIN:
        rest = rest[1:]
    return rest[:1] != [] and (rest[0] in _NAMES or (rest[0] in _OF_NAMES and rest[1:2] == ["name"]))


def _opens_clause(tokens: Sequence[Token], at: int) -> bool:
    return at == 0 or not tokens[at - 1].word or tokens[at - 1].text in {"and", "but", "because", "that", "when"}
