"""Assertion status of a sign found in a text: present, denied, past, or only asked about (ConText).

Owns the decision from the words around a match; the cues are in `languages`. Contradictory cues mean PRESENT. The
status is evidence that `weighing` weighs against the rest: it silences no alarm by itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum

from bot.core.languages.cues import ContextCues
from bot.core.red_flags.patterns import Places
from bot.core.red_flags.segmentation import Boundary, SegmentedMessage

_NEAR = 40  # words before and after a match that can affect it


class Assertion(IntEnum):
    """The status of a match; the higher, the more urgent."""

    DENIED = 0
    PAST = 1
    ASKED = 2
    """Only asked about, supposed, or there for years."""
    PRESENT = 3


def strongest(assertions: Iterable[Assertion]) -> Assertion:
    """The most urgent assertion. Stops at the first PRESENT one."""
    best = Assertion.DENIED
    for assertion in assertions:
        best = max(best, assertion)
        if best is Assertion.PRESENT:
            break
    return best


class AssertionClassifier:
    """Classifies the matches in one message."""

    def __init__(self, message: SegmentedMessage, cues: ContextCues) -> None:
        self._words = message
        self._cues = cues
        self._known: dict[object, Assertion] = {}

    def classify(self, places: Places, wishing: bool = False) -> Assertion:
        """The assertion of a match. With `wishing`, "what if" and "maybe" count as PRESENT."""
        low, high = max(0, places[0] - _NEAR), places[-1] + 2 * _NEAR
        around = (
            self._words.words[low:high],
            self._words.edges[low:high],
            self._words.sentences[places[-1]] in self._words.asked,
        )
        key = (tuple(place - low for place in places), around, wishing)
        if key not in self._known:
            self._known[key] = self._classify(places, wishing)
        return self._known[key]

    def _classify(self, places: Places, wishing: bool) -> Assertion:
        cues, first, last = self._cues, places[0], places[-1]
        start, stop = self._span(self._words.clauses, first, last)
        lead = cues.neutral.sub("_", self._text(start, first))
        rest = self._text(last + 1, stop)
        own_no = any(self._words.words[place] in cues.negative for place in places)
        if self._denied(places, lead, rest, own_no):
            return Assertion.DENIED
        if not wishing and self._closed(last, stop, rest, own_no):
            return Assertion.DENIED
        dated = cues.was.search(self._text(start, stop)) if wishing else True  # "… since the palsy" dates no despair
        if dated and self._past(places, start, stop):
            return Assertion.PAST
        if wishing and not cues.general.search(lead):
            return Assertion.PRESENT
        clause = self._text(start, stop)
        if not self._recent(clause):
            if self._asked(lead, places, rest) or self._supposed(places, start) or self._titled(start, places, stop):
                return Assertion.ASKED
            if cues.lasting.search(clause):
                return Assertion.ASKED
        return Assertion.PRESENT

    def _denied(self, places: Places, lead: str, rest: str, own_no: bool) -> bool:
        cues = self._cues
        if cues.unlikely.search(lead):
            return True
        if own_no:
            return False
        if cues.denied.search(lead):
            return True
        if lead.endswith(" ,") and (rest.startswith(("or ", ", or ")) or " or " in rest or " nor " in rest):
            return cues.denied.search(lead[:-2].split(" , ")[0].rsplit(" ", 1)[0]) is not None
        return any(self._denied_within(left, right) for left, right in zip(places, places[1:], strict=False))

    def _denied_within(self, left: int, right: int) -> bool:
        """A "not" between two words of the sign, next to the second: 'my eye is red but does not hurt'."""
        start = max(
            (at for at in range(left + 1, right + 1) if self._words.edges[at] >= Boundary.SOFT), default=left + 1
        )
        between = self._cues.neutral.sub("_", self._text(start, right))
        return self._cues.denied.search(between) is not None

    def _closed(self, last: int, stop: int, rest: str, own_no: bool) -> bool:
        """'Trouble breathing? No.' and 'swallowing trouble is gone'."""
        cues = self._cues
        if not own_no and cues.gone.search(rest) and self._words.sentences[last] not in self._words.asked:
            return True
        if rest.strip(" ,") or stop >= len(self._words.words):
            return bool(not own_no and rest.startswith(", ") and cues.none.search(rest[2:]))
        end = self._end(self._words.clauses, stop)
        return end - stop <= 4 and not own_no and cues.none.search(self._text(stop, end)) is not None

    def _past(self, places: Places, start: int, stop: int) -> bool:
        cues = self._cues
        begin, end = self._span(self._words.sentences, places[0], places[-1])
        clause = self._text(start, stop)
        if self._recent(clause):
            return False
        if cues.past.search(clause):
            return not self._now_in(places)
        if cues.past_alone.search(self._text(end, self._end(self._words.sentences, end))):
            return True
        if cues.present.search(clause):
            return False
        sentence = self._text(begin, end)
        if cues.past.search(sentence) and cues.was.search(clause) and not self._recent(sentence):
            return True
        if cues.past.search(self._text(begin, start)) and cues.was.search(clause):
            return True
        return bool(
            cues.was.search(clause)
            and cues.over.search(self._text(begin, end, without=places))
            and not self._recent(sentence)
        )

    def _recent(self, text: str) -> bool:
        """Whether a text refers to the present; 'fine now' does not count."""
        return self._cues.recent.search(self._cues.over.sub("_", text)) is not None

    def _now_in(self, places: Places) -> bool:
        """Whether the sign itself is in the present ('can't'), so that a date belongs to something else."""
        return any(self._words.words[place] in {"cant", "cannot", "wont"} for place in places)

    def _asked(self, lead: str, places: Places, rest: str) -> bool:
        cues = self._cues
        own = self._text(places[0], places[-1] + 1)
        for found in cues.condition.finditer(lead):
            if len(cues.subject.findall(f"{lead[found.end() :]} {own}")) < 2:
                return True
        if cues.asked_always.search(lead):
            return True
        for found in cues.modal.finditer(f"{lead} {own}"):
            if found.start() >= len(lead):
                break
            between = lead[found.end() :].strip()
            if not between and self._words.words[places[0]] in cues.negative:
                continue  # "can hardly", "will not"
            asked = cues.inverted.sub("", f"{between} {own}".strip())
            if cues.causing.search(asked):
                return True
            if cues.seeking.search(lead[found.start() :]) or cues.suspecting.search(f"{lead[found.start() :]} {own}"):
                continue
            if not cues.finite.search(asked):
                return True
        if cues.asked_lead.match(own) and not cues.present.search(lead):
            return True
        found_lead = cues.asked_lead.search(lead)
        if found_lead and not cues.finite.search(f"{lead[found_lead.end() :]} {own}"):
            return True
        return bool(cues.asked_rest.search(rest)) and not cues.finite.search(f"{lead} {own} {rest}")

    def _supposed(self, places: Places, start: int) -> bool:
        """'What if it went weak and I couldn't swallow': the "if" reaches a clause in the past tense."""
        own = self._text(places[0], places[-1] + 1)
        begin, _ = self._span(self._words.sentences, places[0], places[-1])
        cues = self._cues
        return bool(cues.was.match(own) and cues.condition.search(self._text(begin, start)))

    def _titled(self, start: int, places: Places, stop: int) -> bool:
        """'Double vision: how common is it?' The sign is a whole clause, and the next one asks about it."""
        if places != tuple(range(start, stop)):
            return False
        after = self._text(stop, self._end(self._words.clauses, stop)) if stop < len(self._words.words) else ""
        return self._cues.asked_next.search(after) is not None

    def _span(self, numbers: tuple[int, ...], first: int, last: int) -> tuple[int, int]:
        start, stop = first, last + 1
        while start > 0 and numbers[start - 1] == numbers[first] and first - start < _NEAR:
            start -= 1
        while stop < len(numbers) and numbers[stop] == numbers[last] and stop - last < _NEAR:
            stop += 1
        return start, stop

    @staticmethod
    def _end(numbers: tuple[int, ...], start: int) -> int:
        """The end of the clause or sentence that begins at `start`."""
        stop = start
        while stop < len(numbers) and numbers[stop] == numbers[start] and stop - start < _NEAR:
            stop += 1
        return stop

    def _text(self, start: int, stop: int, without: Places = ()) -> str:
        pieces: list[str] = []
        for place in range(start, stop):
            if (
                pieces
                and self._words.edges[place] == Boundary.SOFT
                and self._words.words[place] not in {"or", "nor", "ni", "o"}
            ):
                pieces.append(",")
            pieces.append("_" if place in without else self._words.words[place])
        return " ".join(pieces)
