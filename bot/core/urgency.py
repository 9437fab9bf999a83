"""Red flags: does a message tell of an emergency?

Owns the one question asked of every message before anything else is done with it. Needs no model, no network and no
other part of the bot, and answers for every text. Knows nothing of what is said to the patient: that is in the sign.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.core.clauses import Words, cut, plain
from bot.core.english import ENGLISH
from bot.core.faq import Urgent, UrgentSign
from bot.core.lexicon import Lexicon
from bot.core.phrases import GAP_GROUP, Groups, Phrase, Search, Word, needs, parse
from bot.core.spanish import SPANISH
from bot.core.standing import Judge, Standing, strongest

_GRAMMARS = {"en": ENGLISH, "es": SPANISH}


@dataclass(frozen=True, slots=True)
class Alarm:
    """A sign in a message. `certain`: it is happening, or may be. Not certain: it was only asked about in general."""

    sign: UrgentSign
    language: str
    certain: bool


class Gate:
    """The red flags of all languages, compiled once."""

    def __init__(self, sections: Sequence[tuple[str, Urgent]]) -> None:
        """`sections`: the language code and the urgent section of each FAQ; the first one wins a tie."""
        self._sections = tuple(_Section(language, urgent) for language, urgent in sections)
        for place, section in enumerate(self._sections):
            theirs = frozenset[str]().union(*(o.known for o in self._sections if o.language != section.language))
            section.foreign = theirs - section.known
            section.own = section.known - theirs if place else None

    def look(self, text: str) -> Alarm | None:
        """The most urgent sign in a message: happening before asked about, then in the order of the file."""
        asked: Alarm | None = None
        for section in self._sections:
            alarm = section.look(text)
            if alarm is not None and alarm.certain:
                return alarm
            asked = asked or alarm
        return asked


class _Section:
    def __init__(self, language: str, urgent: Urgent) -> None:
        self.language = language
        self._grammar = _GRAMMARS.get(language, ENGLISH)
        self._groups = Groups(urgent.words)
        self._harmless = tuple(_with_needs(idiom) for idiom in urgent.not_urgent)
        self._signs = tuple((sign, tuple(_with_needs(text) for text in sign.phrases)) for sign in urgent.signs)
        self._lexicon = Lexicon(language, self._vocabulary(), urgent.lookalikes)
        self.known = self._lexicon.known | self._grammar.joints.words
        """The words of this language that are known as they stand."""
        self.foreign: frozenset[str] = frozenset()
        """Words of the other languages: never misspelt words of this one ("suicidal" is no Spanish "suicida")."""
        self.own: frozenset[str] | None = None
        """Words of no other language. A message with none of them is not in this language; None: do not ask."""

    def _vocabulary(self) -> set[str]:
        phrases = [phrase for _, phrases in self._signs for phrase, _ in phrases]
        phrases += [phrase for phrase, _ in self._harmless]
        runs = [run for phrase in phrases for part in phrase for run in (*part.runs, *part.unless)]
        return {item.text for run in runs for item in run if isinstance(item, Word)} | self._groups.words

    def look(self, text: str) -> Alarm | None:
        """Read as it stands first; where that raises no alarm, unknown words are guessed by ear as well."""
        message, meanings = self._read(text)
        if not message.words:
            return None
        alarm = self._search(message, [set(each) for each in meanings])
        if alarm is not None and alarm.certain:
            return alarm
        guessed = self._guess(message, meanings)
        return (self._search(message, guessed) or alarm) if guessed is not None else alarm

    def _search(self, message: Words, meanings: list[set[str]]) -> Alarm | None:
        if not any(meanings):
            return None
        idioms = Search(message, meanings, self._groups, gap=GAP_GROUP)
        for phrase, needed in self._harmless:
            for part in phrase if needed <= idioms.available else ():
                for places in idioms.part(part):
                    for place in places:
                        meanings[place] = set()
        search, judge = Search(message, meanings, self._groups), Judge(message, self._grammar)
        asked: UrgentSign | None = None
        for sign, phrases in self._signs:
            fitting = (phrase for phrase, needed in phrases if needed <= search.available)
            best = strongest(_standing(phrase, sign.wishing, search, judge) for phrase in fitting)
            if best is Standing.PRESENT:
                return Alarm(sign, self.language, certain=True)
            if best is Standing.ASKED and asked is None:
                asked = sign
        return Alarm(asked, self.language, certain=False) if asked else None

    def _guess(self, message: Words, meanings: Sequence[set[str]]) -> list[set[str]] | None:
        """What the words may mean when those that mean nothing are guessed; None if nothing can be guessed."""
        joints = self._grammar.joints.words
        unknown = {w for w, known in zip(message.words, meanings, strict=False) if w not in joints | self.foreign}
        guesses = {word: found for word in unknown if (found := self._lexicon.guesses(word))}
        if not guesses:
            return None
        return [known | guesses.get(w, set()) for w, known in zip(message.words, meanings, strict=True)]

    def _read(self, text: str) -> tuple[Words, list[set[str]]]:
        message = cut(text, self._grammar.joints)
        if self.own is not None and self.own.isdisjoint(message.words):
            return Words((), (), (), (), frozenset()), []
        known = {word: self._meanings(word) for word in set(message.words)}
        joined = {
            word: f"{pair[0]} {pair[1]}"
            for word, meanings in known.items()
            if not meanings and (pair := self._lexicon.halves(word))
        }
        if joined:
            parted = re.sub(r"[^\W_]+", lambda found: joined.get(found.group(), found.group()), plain(text))
            message = cut(parted, self._grammar.joints)
            known |= {half: self._meanings(half) for pair in joined.values() for half in pair.split()}
        return message, [known.get(word, set()) for word in message.words]

    def _meanings(self, word: str) -> set[str]:
        return set() if word in self.foreign else self._lexicon.meanings(word)


def _with_needs(text: str) -> tuple[Phrase, frozenset[str]]:
    phrase = parse(text)
    return phrase, needs(run for part in phrase for run in part.runs)


def _standing(phrase: Phrase, wishing: bool, search: Search, judge: Judge) -> Standing:
    """A phrase stands as its weakest part stands, and each part as its strongest finding."""
    weakest = Standing.PRESENT if phrase else Standing.ABSENT
    for part in phrase:
        found = search.part(part)
        weakest = min(weakest, strongest(judge.standing(places, wishing) for places in found))
        if weakest is Standing.ABSENT:
            break
    return weakest
