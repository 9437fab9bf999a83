"""Figures from the counters: this week and last, the entries asked most, those that help least, those that need care.

Owns the figures and their short message. Knows nothing of the words of questions and of where the message goes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.core.faq.model import Entry, Faq
from bot.core.faq.sign_offs import SOON, Signable, SignOffCount, SignOffState, sign_off_state
from bot.core.languages import language
from bot.core.records import CountedEvent, Week
from bot.core.review.bars import bar
from bot.core.review.question_figures import QuestionFigure, QuestionFigures, shown_figures
from bot.core.review.suggestions import shortened
from bot.core.text.counts import counted
from bot.core.text.markup import escaped

WEEKS = 12
"""Weeks in the figures, including the present one."""
LISTED = 5
NAMED = 3
"""Texts named whose signature ends."""
FEWEST_VOTES = 5
"""Least votes for a helpful share to mean anything."""
UNHELPFUL = 0.5
"""Helpful share below which an entry needs care."""


class EntryIssue(StrEnum):
    """Why an entry needs care."""

    UNHELPFUL = "often unhelpful"
    EXPIRED = "review expired"
    CHANGED = "changed since its review"
    UNTIED = "review does not say of which words"
    NO_SOURCE = "no source"
    NEVER_ASKED = "never asked"


@dataclass(frozen=True, slots=True)
class WeekFigures:
    """One week. `read` counts answers shown, by asking or browsing; small talk and red flags are no questions."""

    week: Week
    questions: QuestionFigures = QuestionFigures()
    read: int = 0
    small_talk: int = 0
    urgent: int = 0
    helpful: int = 0
    not_helpful: int = 0

    @classmethod
    def of(cls, week: Week, counts: Mapping[CountedEvent, int]) -> WeekFigures:
        """The figures of a week with these counts."""
        beside = (
            CountedEvent.ANSWERED,
            CountedEvent.SMALL_TALK,
            CountedEvent.URGENT,
            CountedEvent.HELPFUL,
            CountedEvent.NOT_HELPFUL,
        )
        return cls(week, QuestionFigures.of(counts), *(counts.get(event, 0) for event in beside))

    @property
    def helpful_share(self) -> float | None:
        """Of the votes, 0 to 1; None without any."""
        return _share(self.helpful, self.not_helpful)


@dataclass(frozen=True, slots=True)
class EntryFigures:
    """One entry over all weeks."""

    entry_id: str
    question: str
    answered: int = 0
    rejected: int = 0
    helpful: int = 0
    not_helpful: int = 0
    concerns: tuple[EntryIssue, ...] = ()

    @property
    def helpful_share(self) -> float | None:
        """Of the votes, 0 to 1; None without any."""
        return _share(self.helpful, self.not_helpful)


@dataclass(frozen=True, slots=True)
class Statistics:
    """The figures of `WEEKS` weeks, oldest first, the last not yet over, and of every published entry."""

    weeks: tuple[WeekFigures, ...]
    entries: tuple[EntryFigures, ...]
    """In the order of the FAQ."""
    reviewed: int
    """The number of entries with a valid review by a clinician."""
    by_language: tuple[tuple[str, QuestionFigures], ...] = ()
    """Questions by the code of the language they were answered in, the most frequent first; of those that an earlier
    version counted it is not known."""
    languages: tuple[tuple[str, int], ...] = ()
    """Messages in languages without a FAQ, by the name of the language, the most frequent first."""
    sign_offs: tuple[SignOffCount, ...] = ()
    """How much of each language clinicians have signed, the main one first."""

    @property
    def this(self) -> WeekFigures:
        """The present week, so far."""
        return self.weeks[-1]

    @property
    def last(self) -> WeekFigures:
        """The week before."""
        return self.weeks[-2]

    @property
    def shown(self) -> tuple[QuestionFigure, ...]:
        """What is shown of the questions of each week."""
        return shown_figures(week.questions for week in self.weeks)

    @property
    def most_asked(self) -> tuple[EntryFigures, ...]:
        """The entries shown most."""
        read = [entry for entry in self.entries if entry.answered]
        return tuple(sorted(read, key=lambda entry: -entry.answered)[:LISTED])

    @property
    def least_helpful(self) -> tuple[EntryFigures, ...]:
        """Entries with enough votes, not all of them good, the worst first."""
        rated = [(share, entry) for entry in self.entries if (share := _rated(entry)) is not None and share < 1]
        return tuple(entry for _, entry in sorted(rated, key=lambda one: (one[0], -one[1].not_helpful))[:LISTED])

    @property
    def never_asked(self) -> tuple[EntryFigures, ...]:
        """Entries never shown."""
        return tuple(entry for entry in self.entries if EntryIssue.NEVER_ASKED in entry.concerns)

    @property
    def health(self) -> tuple[EntryFigures, ...]:
        """Entries that need care, those with the most reasons first."""
        return tuple(sorted((one for one in self.entries if one.concerns), key=lambda one: -len(one.concerns)))


def statistics(
    by_week: Mapping[Week, Mapping[CountedEvent, int]],
    by_entry: Mapping[str | None, Mapping[CountedEvent, int]],
    faq: Faq,
    today: date,
    translations: Sequence[Faq] = (),
) -> Statistics:
    """The figures up to the week of `today`. Ask the store for both counts over `period(today)`. Of `translations`
    only what clinicians have signed is counted."""
    weeks = tuple(WeekFigures.of(week, by_week.get(week, {})) for week in Week.of(today).last(WEEKS))
    # in a bot that nobody uses, an entry that was never asked for needs no care
    used = any(counts.get(CountedEvent.ANSWERED) for counts in by_entry.values())
    entries = tuple(_entry(entry, by_entry.get(entry.id, {}), today, used=used) for entry in faq.published)
    sign_offs = tuple(SignOffCount.of(one, today) for one in (faq, *translations))
    return Statistics(weeks, entries, sign_offs[0].signed, _by_language(by_entry), _languages(by_entry), sign_offs)


def period(today: date) -> tuple[Week, Week]:
    """The first and the last week of the figures."""
    this = Week.of(today)
    return this.back(WEEKS - 1), this


def summary(figures: Statistics) -> str:
    """This week and last, and what is signed, with mark-up. Fits into one message together with `over_weeks`."""
    this, last = figures.this, figures.last
    lines = [
        f"**Week {this.week.number}** (so far; last week in brackets)",
        "",
        f"- **{_beside(this.questions.questions, last.questions.questions, 'question')}**",
        *(
            f"- {this.questions.shown(one)} ({last.questions.shown(one)}) {one}"
            for one in shown_figures((this.questions, last.questions))
        ),
        f"- {percent(this.helpful_share)} ({percent(last.helpful_share)}) of votes say: helpful",
        "",
        "**Besides**",
        "",
        f"- {_beside(this.read, last.read, 'answer')} read, asked for or browsed",
        f"- {this.small_talk} ({last.small_talk}) small talk",
        f"- {_beside(this.urgent, last.urgent, 'red flag')}",
        "",
        "**Signed by a clinician**",
        "",
        *(f"- {line}" for line in sign_off_lines(figures)),
    ]
    return "\n".join(lines)


def over_weeks(figures: Statistics) -> str:
    """The figures of `WEEKS` weeks with mark-up and bars: how many questions, in which languages, about what."""
    lines = [
        "**Questions a week**, in light: nothing found, or rejected",
        "",
        *_bars(figures.weeks),
    ]
    if len(figures.by_language) > 1:
        lines += ["", f"**By language** in {WEEKS} weeks", ""]
        lines += [f"- {language(code).name}: {_in_words(one)}" for code, one in figures.by_language[:LISTED]]
    if figures.most_asked:
        lines += ["", f"**Most asked** in {WEEKS} weeks", ""]
        lines += [f"- {entry.answered} × {escaped(shortened(entry.question))}" for entry in figures.most_asked]
    if figures.least_helpful:
        lines += ["", "**Least helpful**", ""]
        lines += [
            f"- {percent(one.helpful_share)} of {one.helpful + one.not_helpful}: {escaped(shortened(one.question))}"
            for one in figures.least_helpful
        ]
    if never := figures.never_asked:
        lines += ["", f"**Never asked** in {WEEKS} weeks: {len(never)} of {len(figures.entries)}", ""]
        lines += [f"- {escaped(shortened(entry.question))}" for entry in never[:LISTED]]
        lines += [f"- and {len(never) - LISTED} more"] if len(never) > LISTED else []
    if figures.languages:
        named = ", ".join(f"{name} {count}" for name, count in figures.languages)
        lines += ["", f"**Other languages** in {WEEKS} weeks: {named}"]
    return "\n".join(lines)


def sign_off_lines(figures: Statistics) -> list[str]:
    """How much is signed, a line for each language."""
    lines = []
    for count in figures.sign_offs:
        named = f"{language(count.language).name}: " if len(figures.sign_offs) > 1 else ""
        ends = (
            f"; {_titled(count.expiring)} {'expires' if len(count.expiring) == 1 else 'expire'} within {SOON.days} days"
            if count.expiring
            else ""
        )
        lapsed = f"; no longer: {_titled(count.lapsed)}" if count.lapsed else ""
        lines.append(f"{named}{count.words}{ends}{lapsed}")
    return lines


def _beside(this: int, last: int, noun: str) -> str:
    """`4 (1) questions`, with the number of last week in brackets and the noun as the first number wants it."""
    number, _, named = counted(this, noun).partition(" ")
    return f"{number} ({last}) {named}"


def _titled(signed: Sequence[Signable]) -> str:
    """`2 (What does it cost?, …)`."""
    more = ", …" if len(signed) > NAMED else ""
    return f"{len(signed)} ({', '.join(escaped(shortened(one.title)) for one in signed[:NAMED])}{more})"


def percent(share: float | None) -> str:
    """`0.5` as `50 %`, None as a dash."""
    return "–" if share is None else f"{round(100 * share)} %"


def _in_words(figures: QuestionFigures) -> str:
    """`40: 30 answered at once, 6 offered and accepted, …`, without what there is none of."""
    parts = (f"{figures[one]} {one}" for one in QuestionFigure if figures[one])
    return f"{figures.questions}: {', '.join(parts)}"


def _bars(weeks: tuple[WeekFigures, ...]) -> list[str]:
    every = [(week.week.number, week.questions) for week in weeks]
    most = max((one.questions for _, one in every), default=0)
    return [f"- W{number:02d} {bar(one.questions, one.unmet, most)} {one.questions}" for number, one in every]


def _entry(entry: Entry, counts: Mapping[CountedEvent, int], today: date, *, used: bool) -> EntryFigures:
    helpful, not_helpful = counts.get(CountedEvent.HELPFUL, 0), counts.get(CountedEvent.NOT_HELPFUL, 0)
    share = _share(helpful, not_helpful) if helpful + not_helpful >= FEWEST_VOTES else None
    answered = counts.get(CountedEvent.ANSWERED, 0)
    signed = sign_off_state(entry.reviewed, entry.review_digest, today)
    concerns = {
        EntryIssue.UNHELPFUL: share is not None and share < UNHELPFUL,
        EntryIssue.EXPIRED: signed is SignOffState.EXPIRED,
        EntryIssue.CHANGED: signed is SignOffState.CHANGED,
        EntryIssue.UNTIED: signed is SignOffState.UNTIED,
        EntryIssue.NO_SOURCE: not entry.sources,
        EntryIssue.NEVER_ASKED: used and not answered,
    }
    found = tuple(concern for concern, present in concerns.items() if present)
    return EntryFigures(
        entry.id, entry.question, answered, counts.get(CountedEvent.REJECTED, 0), helpful, not_helpful, found
    )


def _by_language(by_entry: Mapping[str | None, Mapping[CountedEvent, int]]) -> tuple[tuple[str, QuestionFigures], ...]:
    """The questions that are counted by the code of a language; these events are counted for nothing else."""
    told = (
        CountedEvent.ANSWERED_AT_ONCE,
        CountedEvent.OFFERED,
        CountedEvent.ACCEPTED,
        CountedEvent.DECLINED,
        CountedEvent.NOTHING_FOUND,
    )
    by_code = {code: {one: counts.get(one, 0) for one in told} for code, counts in by_entry.items() if code}
    figures = ((code, QuestionFigures.of(counts)) for code, counts in by_code.items())
    return tuple(sorted((one for one in figures if one[1].questions), key=lambda one: (-one[1].questions, one[0])))


def _languages(by_entry: Mapping[str | None, Mapping[CountedEvent, int]]) -> tuple[tuple[str, int], ...]:
    """What is counted by the code of a language."""
    by_code = {code: counts.get(CountedEvent.OTHER_LANGUAGE, 0) for code, counts in by_entry.items()}
    named = ((language(code).name if code else "not told", count) for code, count in by_code.items() if count > 0)
    return tuple(sorted(named, key=lambda one: (-one[1], one[0])))


def _rated(entry: EntryFigures) -> float | None:
    return entry.helpful_share if entry.helpful + entry.not_helpful >= FEWEST_VOTES else None


def _share(good: int, bad: int) -> float | None:
    return good / (good + bad) if good + bad > 0 else None
