"""Red flags: does a message tell of an emergency?

Owns the one question asked of every message before anything else is done with it. Needs no model, no network and no
other part of the bot, and answers for every text. Knows nothing of what is said to the patient: that is in the sign.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.core.clauses import Words, cut, plain
from bot.core.faq import Urgent, UrgentSign
from bot.core.grammar import ENGLISH, GRAMMARS
from bot.core.phrases import GAP_GROUP, Lexicon, Phrase, Run, Search, Word, parse
from bot.core.standing import Judge, Standing


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
        self._language = language
        self._grammar = GRAMMARS.get(language, ENGLISH)
        self._groups: dict[str, tuple[Run, ...]] = {
            name: tuple(part.runs[0] for wording in wordings for part in parse(wording)[:1])
            for name, wordings in urgent.words.items()
        }
        self._harmless = tuple(parse(idiom) for idiom in urgent.not_urgent)
        self._signs: tuple[tuple[UrgentSign, tuple[Phrase, ...]], ...] = tuple(
            (sign, tuple(phrase for text in sign.phrases if (phrase := parse(text)))) for sign in urgent.signs
        )
        self._lexicon = Lexicon(language, self._vocabulary(), urgent.lookalikes)

    def _vocabulary(self) -> set[str]:
        phrases = [phrase for _, phrases in self._signs for phrase in phrases]
        runs = [run for phrase in (*phrases, *self._harmless) for part in phrase for run in (*part.runs, *part.unless)]
        runs += [run for wordings in self._groups.values() for run in wordings]
        return {item.text for run in runs for item in run if isinstance(item, Word)}

    def look(self, text: str) -> Alarm | None:
        message = self._read(text)
        meanings = [self._lexicon.meanings(word) for word in message.words]
        if not any(meanings):
            return None
        idioms = Search(message, meanings, self._groups, gap=GAP_GROUP)
        for phrase in self._harmless:
            for part in phrase:
                for places in idioms.part(part):
                    for place in places:
                        meanings[place] = set()
        search, judge = Search(message, meanings, self._groups), Judge(message, self._grammar)
        asked: UrgentSign | None = None
        for sign, phrases in self._signs:
            best = max(
                (self._standing(phrase, sign.wishing, search, judge) for phrase in phrases), default=Standing.ABSENT
            )
            if best is Standing.PRESENT:
                return Alarm(sign, self._language, certain=True)
            if best is Standing.ASKED and asked is None:
                asked = sign
        return Alarm(asked, self._language, certain=False) if asked else None

    def _read(self, text: str) -> Words:
        message = cut(text, self._grammar.joints)
        unknown = {word for word in message.words if len(word) >= 7 and not self._lexicon.meanings(word)}
        joined = {word: f"{pair[0]} {pair[1]}" for word in unknown if (pair := self._lexicon.halves(word))}
        if not joined:
            return message
        parted = re.sub(r"[^\W_]+", lambda found: joined.get(found.group(), found.group()), plain(text))
        return cut(parted, self._grammar.joints)

    @staticmethod
    def _standing(phrase: Phrase, wishing: bool, search: Search, judge: Judge) -> Standing:
        """A phrase stands as its weakest part stands, and each part as its strongest finding."""
        weakest = Standing.PRESENT
        for part in phrase:
            found = search.part(part)
            weakest = min(weakest, max((judge.standing(places, wishing) for places in found), default=Standing.ABSENT))
            if weakest is Standing.ABSENT:
                break
        return weakest
