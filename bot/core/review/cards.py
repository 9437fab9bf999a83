"""The replies of a review: cards of themes, previews, decisions, and the guided draft of a new entry.

Also owns which wordings of a theme become phrasings. A draft survives a restart, since the chat itself holds what staff
wrote: a prompt begins with the question and ends with the theme's key. Knows nothing of Telegram, of who reviews, and
of how anything is published.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from bot.core.dialogue.replies import Action, Button, Buttons, Reply, StaffVerb, Turn, code
from bot.core.faq.model import Entry, Faq
from bot.core.languages import language
from bot.core.quality.checks import CheckResult
from bot.core.quality.comparison import EditPreview
from bot.core.records import Decision, Role, Verdict, Week
from bot.core.review import staff_messages as words
from bot.core.review.suggestions import LONGEST, shortened
from bot.core.review.themes import Theme
from bot.core.review.typed_text import NOTHING, TextLook
from bot.core.text.markup import bullets, literal, plain
from bot.core.text.normalization import normalize

SAMPLES = 5
WORDINGS = 5
"""Wordings of a theme that are added to an entry. With five, a few more of the questions in
`tests/support/unmatched_*.txt` are answered than with three (leave-one-out); the themes there are too small to test
more."""
FOUND = 6
"""Entries shown after a search."""
QUESTION_LIMIT = 60
ON_BUTTON = 44
ANSWER_LIMIT = 1500
SHOWN_BROKEN = 5
_LIMITS = {"question": QUESTION_LIMIT, "answer": ANSWER_LIMIT, "wording": LONGEST}
"""Most characters of what staff type for the FAQ."""
_DONE = {Verdict.ADDED: "added to", Verdict.DRAFTED: "drafted as", Verdict.DISMISSED: "dismissed"}
_FOOT = re.compile(
    r"Card ([0-9a-f]{4,32}) · (search|question|answer|topic|wording)(?: · ([0-9a-f]{10}))?(?: · again ([0-9a-f]{10}))?"
)
_SLUG = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Prompt:
    """A prompt of the bot that staff reply to: its theme, what it asks for, and the question so far.

    `target` is the code of the entry that a wording is asked for; `doubted` that of the words that were asked for once
    more, as they may name a person.
    """

    theme: str
    asked: str
    question: str
    target: str = ""
    doubted: str = ""

    @classmethod
    def parse(cls, text: str | None) -> Prompt | None:
        """The prompt with this text as Telegram shows it; None for any other message."""
        lines = (text or "").strip().splitlines()
        found = _FOOT.fullmatch(lines[-1]) if lines else None
        if found is None:
            return None
        return cls(found[1], found[2], lines[0].replace("∗", "*"), found[3] or "", found[4] or "")


def wordings(theme: Theme) -> tuple[str, ...]:
    """The phrasings that a theme gives: its most typical questions that name nobody."""
    return theme.phrasings[:WORDINGS]


def additions(theme: Theme, own: str = "") -> tuple[str, ...]:
    """What is added to an entry: a wording of staff's own, if there is one, and those of the theme."""
    return tuple(filter(None, (own, *wordings(theme))))


def left_out(theme: Theme) -> str:
    """Which wordings of a theme are not offered, and why; "" if all are."""
    if not theme.left_out:
        return ""
    count, they = ("1 wording is", "it") if theme.left_out == 1 else (f"{theme.left_out} wordings are", "they")
    return words.LEFT_OUT.format(count=count, they=they)


def mark(entry_id: str, added: Iterable[str]) -> str:
    """Identifies a preview of a theme."""
    return code("\n".join((entry_id, *added)))


def slug(question: str, taken: Iterable[str]) -> str:
    """A unique id for a new entry."""
    base = _SLUG.sub("-", normalize(question)).strip("-")[:44].strip("-") or "entry"
    used = set(taken)
    return next(one for n in range(1, len(used) + 3) if (one := base if n == 1 else f"{base}-{n}") not in used)


class ReviewCards:
    """The replies of a review with one FAQ."""

    def __init__(self, faq: Faq) -> None:
        self._faq = faq

    # Cards

    def card(self, theme: Theme, at: int, total: int, rest: Sequence[str] = ()) -> Reply:
        """The card of one theme, number `at` (from 0) of `total`. `rest` are lines about questions without a card."""
        asked = "Asked once" if theme.size == 1 else f"Asked {theme.size} times"
        kinds = ", ".join(
            f"{words.QUESTION_KINDS[kind]}: {count}" for kind, count in sorted(theme.kinds.items()) if count
        )
        if theme.language and theme.language != self._faq.language:
            asked += f" in {language(theme.language).name}"
        parts = [f"**{asked}** since {week(theme.since)}\n\n{kinds}"]
        if theme.failed is not None:
            parts.append(f"**Came back:** added to “{self._title(theme.failed)}” before, but its answer does not help.")
        parts.append(bullets([f"“{literal(sample)}”" for sample in _shuffled(theme)]))
        nearest = [f"{self._title(one.entry_id)} ({one.confidence:.0%})" for one in theme.nearest]
        parts.append("Nearest entries:\n" + bullets(nearest) if nearest else "No entry is near.")
        parts.append("*" + words.CARD_FOOT.format(at=at + 1, total=total) + "*")
        parts += rest
        dismiss = _button(words.DISMISS, StaffVerb.DISMISS, theme.key, mark=str(at))
        skip = _button(words.SKIP, StaffVerb.SKIP, theme.key, mark=str(at))
        belongs = self._belongs(theme.key, [one.entry_id for one in theme.nearest])
        return Reply("\n\n".join(parts), buttons=(*belongs, _other_entry(theme.key), (dismiss, skip)))

    # Adding to an entry

    def preview(
        self,
        theme: Theme,
        entry: Entry,
        seen: EditPreview | None,
        broken: Sequence[CheckResult],
        checks: int,
        *,
        unchanged: bool = False,
        note: str = "",
        own: str = "",
    ) -> Reply:
        """The effect of adding the theme to the entry, which breaks the checks `broken` out of `checks`.

        With a wording of staff's `own` it is a reply to the message with that wording.
        """
        added = additions(theme, own)
        parts = (
            note,
            f"**Add to “{literal(entry.question)}”**",
            bullets([f"“{literal(one)}”" for one in added]),
            left_out(theme),
            words.IN_IT_ALREADY if unchanged else bullets(effect_lines(seen, broken, checks)),
            broken_list(broken) if broken else "",
        )
        verb = StaffVerb.PUBLISH_OWN if own else StaffVerb.PUBLISH
        publish = _button(words.PUBLISH, verb, theme.key, code(entry.id), mark=mark(entry.id, added))
        cancel = _button(words.CANCEL, StaffVerb.CARD, theme.key)
        write = (_write_wording(theme, entry),) if theme.left_out and not own else ()
        return Reply(_joined(*parts), buttons=((publish, cancel), *filter(None, (write,))), below=bool(own))

    def nothing_to_add(self, theme: Theme, entry: Entry) -> Reply:
        """The reply for a theme that gives no phrasings for an entry."""
        new = _button(words.NEW, StaffVerb.NEW, theme.key)
        text = words.NOTHING_TO_ADD.format(too_long="" if theme.left_out else ": they are too long")
        back = _button(words.BACK, StaffVerb.CARD, theme.key)
        return Reply(_joined(left_out(theme), text), buttons=((_write_wording(theme, entry),), (new, back)))

    def refused(
        self, theme: Theme, entry: Entry, broken: Sequence[CheckResult], *, may_force: bool, own: str = ""
    ) -> Reply:
        """The refusal to publish what breaks checks."""
        key, one = mark(entry.id, additions(theme, own)), code(entry.id)
        verb = StaffVerb.FORCE_OWN if own else StaffVerb.FORCE
        force = ((_button(words.FORCE, verb, theme.key, one, mark=key),),) if may_force else ()
        text = f"{words.REFUSED}\n\n{broken_list(broken)}" + ("" if may_force else f"\n\n{words.FORCE_HINT}")
        return Reply(text, buttons=(*force, (_button(words.BACK, StaffVerb.CARD, theme.key),)))

    def added(self, entry: Entry, added: Sequence[str], questions: int, effect: Sequence[str]) -> Reply:
        """The theme was added. `effect` are lines about the FAQ as a whole; none if the file did not change."""
        head = words.ADDED.format(question=literal(entry.question)) if effect else words.SETTLED
        settled = f"{questions} {'question' if questions == 1 else 'questions'} settled"
        lines = [f"“{literal(one)}”" for one in added] if effect else []
        return Reply(f"{head}\n\n{bullets([*lines, settled, *effect])}")

    # What was decided before

    def already(self, decision: Decision) -> Reply:
        """The theme was settled before, by this decision."""
        what = _DONE.get(decision.verdict, "settled")
        if decision.entry_id:
            what += f" “{self._title(decision.entry_id)}”"
        who = "an admin" if decision.role is Role.ADMIN else decision.role.value
        when = f" on {decision.day.day} {decision.day:%B}, by {who}"
        return Reply(words.ALREADY.format(what=what, when=when))

    def dismissed(self, theme: Theme, decision: Decision) -> Reply:
        """The theme was dismissed, with a button to undo that."""
        undo = _button(words.UNDO, StaffVerb.UNDO, theme.key, mark=str(decision.number))
        return Reply(words.DISMISSED.format(label=f"“{literal(theme.label)}”"), buttons=((undo,),))

    # Searching

    def search_prompt(self, theme: str) -> Reply:
        """Asks for words to search entries with."""
        foot = _foot(Prompt(theme, "search", ""))
        return Reply(f"**Search**\n\n{words.ASK_SEARCH}\n\n{foot}", asks="Words of the entry")

    def found(self, theme: str, text: str, entry_ids: Sequence[str]) -> Reply:
        """The entries found by a search for `text`."""
        wording = words.FOUND if entry_ids else words.FOUND_NONE
        buttons = (*self._belongs(theme, entry_ids), _other_entry(theme), (_button(words.BACK, StaffVerb.CARD, theme),))
        return Reply(wording.format(words=literal(text, 60)), buttons=buttons)

    def search(self, text: str, ranked: Sequence[str]) -> tuple[str, ...]:
        """The ids of at most `FOUND` entries: those that hold all the words or have this id, then `ranked` ones."""
        wanted = normalize(text).split()
        hits = [
            entry.id
            for entry in self._faq.published
            if wanted and (entry.id == text.strip() or all(one in _words_of(entry) for one in wanted))
        ]
        return tuple(dict.fromkeys((*hits[:FOUND], *ranked)))[:FOUND]

    # A new entry

    def new_entry(self, theme: Theme) -> Reply:
        """Proposes a question; asks for one if there is none to propose."""
        proposed = proposed_question(theme)
        if not proposed:
            return self.question_prompt(theme.key, left_out(theme))
        take = _button(words.TAKE, StaffVerb.TAKE, theme.key)
        other = _button(words.WRITE, StaffVerb.WRITE, theme.key)
        text = words.NEW_ENTRY.format(question=f"“{literal(proposed)}”")
        back = _button(words.BACK, StaffVerb.CARD, theme.key)
        return Reply(_joined(text, left_out(theme)), buttons=((take,), (other, back)))

    def wording_prompt(self, theme: str, entry: Entry) -> Reply:
        """Asks for a wording of staff's own to add to an entry."""
        return self._prompt(Prompt(theme, "wording", entry.question, code(entry.id)))

    def question_prompt(self, theme: str, note: str = "") -> Reply:
        """Asks for the question."""
        return self._prompt(Prompt(theme, "question", ""), note)

    def answer_prompt(self, theme: str, question: str, note: str = "") -> Reply:
        """Asks for the short answer."""
        return self._prompt(Prompt(theme, "answer", question), note)

    def _prompt(self, prompt: Prompt, note: str = "") -> Reply:
        """Asks for what a prompt stands for. Where something is asked for again, `note` says why."""
        foot, head = _foot(prompt), f"**{literal(prompt.question)}**"
        match prompt.asked:
            case "question":
                return Reply(_joined(words.ASK_QUESTION, note, foot), asks="The question")
            case "answer":
                return Reply(_joined(head, note or words.ASK_ANSWER, foot), asks="The short answer")
            case _:
                asked = words.ASK_WORDING.format(most=LONGEST)
                return Reply(_joined(head, note or asked, foot), asks="The wording")

    def topic_prompt(self, theme: str, question: str) -> Reply:
        """Asks for the topic, in reply to the message with the answer."""
        topics = [(_button(one.title, StaffVerb.TOPIC, theme, code(one.id)),) for one in self._faq.topics[:40]]
        none = (_button(words.NO_TOPIC, StaffVerb.TOPIC, theme),)
        text = f"**{literal(question)}**\n\n{words.ASK_TOPIC}\n\n{_foot(Prompt(theme, 'topic', question))}"
        return Reply(text, buttons=(*topics, none), below=True)

    def asked_again(self, prompt: Prompt, text: str, look: TextLook) -> Reply | None:
        """The prompt once more, where what staff wrote is too long or, by a look at it, may name a person."""
        most = _LIMITS.get(prompt.asked)
        if most is None:
            return None
        if len(text) > most:
            return self._prompt(replace(prompt, doubted=""), words.TOO_LONG.format(most=most))
        if look.names:
            return self._prompt(replace(prompt, doubted=""), named(look))
        if look.doubtful and prompt.doubted != code(text):
            return self._prompt(replace(prompt, doubted=code(text)), _maybe_named(look))
        return None

    def hear(self, prompt: Prompt, text: str, ranked: Sequence[str] = (), look: TextLook = NOTHING) -> Turn:
        """The turn for what staff wrote in reply to a prompt for anything but a wording."""
        again = self.asked_again(prompt, text, look)
        if again is not None:
            return Turn((again,))
        match prompt.asked:
            case "search":
                return Turn((self.found(prompt.theme, text, self.search(text, ranked)),))
            case "question":
                return Turn((self.answer_prompt(prompt.theme, text),))
            case "answer":
                return Turn((self.topic_prompt(prompt.theme, prompt.question),))
            case _:
                return Turn()

    def draft(self, theme: Theme, question: str, answer: str, topic: str | None) -> Entry:
        """The draft to save, or the one that the FAQ already has with these texts.

        Raises:
            ValueError: a text exceeds the limits of an entry.
        """
        for entry in self._faq.entries:
            if entry.status == "draft" and (entry.question, entry.answer, entry.topic) == (question, answer, topic):
                return entry
        own, taken = normalize(question), [entry.id for entry in self._faq.entries]
        others = tuple(one for one in theme.phrasings if normalize(one) != own)
        return Entry(
            id=slug(question, taken), topic=topic, question=question, phrasings=others, answer=answer, status="draft"
        )

    def topic(self, wanted: str) -> str | None:
        """The id of the topic with this code."""
        return next((topic.id for topic in self._faq.topics if code(topic.id) == wanted), None)

    def entry(self, wanted: str, *, drafts: bool = False) -> Entry | None:
        """The published entry, or with `drafts` the draft, with this code."""
        status = "draft" if drafts else "published"
        return next((one for one in self._faq.entries if one.status == status and code(one.id) == wanted), None)

    def _belongs(self, theme: str, entry_ids: Iterable[str]) -> Buttons:
        def button(entry: Entry) -> Button:
            label = words.BELONGS.format(question=shortened(entry.question, ON_BUTTON))
            return _button(label, StaffVerb.BELONGS, theme, code(entry.id))

        return tuple((button(entry),) for entry in map(self._faq.entry, entry_ids) if entry is not None)

    def _title(self, entry_id: str) -> str:
        entry = next((one for one in self._faq.entries if one.id == entry_id), None)
        return literal(entry.question if entry else entry_id, 100)


def _button(label: str, verb: StaffVerb, theme: str, target: str = "", mark: str = "") -> Button:
    return Button(label, Action(verb, target, theme=theme, mark=mark))


def _other_entry(theme: str) -> tuple[Button, ...]:
    return _button(words.SEARCH, StaffVerb.SEARCH, theme), _button(words.NEW, StaffVerb.NEW, theme)


def _write_wording(theme: Theme, entry: Entry) -> Button:
    return _button(words.WRITE_WORDING, StaffVerb.WORDING, theme.key, code(entry.id))


def typed(prompt: Prompt, text: str) -> str:
    """What staff wrote in reply to a prompt, on one line unless it is an answer."""
    return text.strip() if prompt.asked == "answer" else " ".join(text.split())


def named(look: TextLook) -> str:
    """Why a text with names is not taken."""
    names = ", ".join(look.names)
    return words.NAMED.format(names=literal(names, 100), is_a="is" if len(look.names) == 1 else "are")


def _maybe_named(look: TextLook) -> str:
    why = [words.MAYBE_NAME.format(names=literal(", ".join(look.possible), 100))] if look.possible else []
    if look.masked:
        kept = words.MAYBE_UNKNOWN if look.kept is None else words.MAYBE_KEPT.format(kept=literal(look.kept))
        why.append(kept)
    elif look.telling:
        why.append(words.MAYBE_TELLS)
    return words.MAYBE_NAMED.format(why=" ".join(why))


def _joined(*parts: str) -> str:
    return "\n\n".join(filter(None, parts))


def proposed_question(theme: Theme) -> str:
    """The question proposed for a new entry; "" if it does not fit on a button."""
    return theme.suggestion if len(theme.suggestion) <= QUESTION_LIMIT else ""


def effect_lines(seen: EditPreview | None, broken: Sequence[CheckResult], checks: int) -> list[str]:
    """The effect of an edit of one entry, line by line."""
    lines = []
    if seen is not None and seen.questions:
        offered = f", {seen.offered} as one of several choices" if seen.offered else ""
        lines.append(f"answers {seen.answered} of {seen.questions} of these questions{offered}")
    lines.append(f"breaks {len(broken)} of {checks} checks")
    if seen is not None:
        close = ", ".join(seen.collides_with[:5])
        lines.append(f"collides with: {close}" if close else "collides with nothing")
        before, after = seen.comparison.coverage_before, seen.comparison.coverage_after
        lines.append(f"expected share answered at once: {before:.0%} → {after:.0%}")
    return lines


def broken_list(broken: Sequence[CheckResult]) -> str:
    """The broken checks and their new results."""
    lines = [
        f"“{literal(one.check.text, 120)}” ({one.check.owner or one.check.sort.value}, line {one.check.place.line}): "
        f"now gets {literal(one.got, 120)}"
        for one in broken
    ]
    return bullets(lines, SHOWN_BROKEN)


def week(since: Week) -> str:
    """`the week of 16 November`."""
    return f"the week of {since.monday.day} {since.monday:%B}"


def _shuffled(theme: Theme) -> list[str]:
    """Samples in an order that does not reveal who asked when."""
    return sorted(theme.samples(SAMPLES), key=lambda text: code(f"{theme.key} {text}"))


def _words_of(entry: Entry) -> str:
    return normalize(" ".join((*entry.all_phrasings, plain(entry.answer), entry.id.replace("-", " "))))


def _foot(prompt: Prompt) -> str:
    target = f" · {prompt.target}" if prompt.target else ""
    doubted = f" · again {prompt.doubted}" if prompt.doubted else ""
    return f"Card {prompt.theme} · {prompt.asked}{target}{doubted}"
