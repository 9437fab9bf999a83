"""The replies with which staff teach red flags: "should raise an alarm" or not below /why, the preview, the result.

The message itself stays in the chat: each reply answers the /why with which it was sent, so that buttons carry lists of
examples only and work after a restart. Knows nothing of Telegram, of who teaches, and of how anything is published.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.core.dialogue.replies import Action, Button, Buttons, Reply, StaffVerb, code
from bot.core.faq.edits import ExampleList
from bot.core.faq.model import Faq
from bot.core.faq.yaml_writer import one_line
from bot.core.quality.check_results import CheckResult
from bot.core.quality.comparison import ChangedOutcome
from bot.core.red_flags.explanation import NO_ALARM
from bot.core.review import staff_messages, teaching_messages
from bot.core.review.effects import broken_list
from bot.core.review.screen import fitted
from bot.core.text.markup import bullets, length, literal

_SIZES = ((3, 120, 60), (3, 60, 30), (2, 40, 30))
"""Messages of each kind that are named, characters of each, and of where it stands, in a preview."""

_ONE_MESSAGE = 4_000
"""UTF-16 units that surely fit into one message."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """What a message teaches: the list of examples that it belongs to, in one language."""

    language: str
    to: ExampleList
    title: str
    """Of the sign; "" for the list of all."""

    @property
    def code(self) -> str:
        """Identifies it on a button."""
        return code(f"{self.language} {self.to.sign_id} {self.to.key}")

    def met(self, outcome: str) -> bool:
        """Whether a message with this outcome has been learnt."""
        return outcome == f"alarm '{self.to.sign_id}'" if self.to.raises else outcome.startswith(NO_ALARM)

    def mark(self, text: str) -> str:
        """Identifies the preview of the lesson with a message."""
        return code(f"{self.code} {one_line(text)}")


@dataclass(frozen=True, slots=True)
class LessonEffect:
    """What a lesson with a message changes."""

    text: str
    lesson: Lesson
    moved: tuple[Lesson, ...]
    """The lists that the message is taken out of."""
    before: str
    """The outcome of the message, as `explanation.outcome` words it."""
    after: str
    broken: tuple[CheckResult, ...]
    checks: int
    """The number of all checks."""
    others: tuple[ChangedOutcome, ...]
    """The other messages that have another outcome then."""
    unchanged: bool = False
    """Whether the FAQ says this already."""
    silenced: str = ""
    """The title of the emergency that the message clearly tells of, if it is taught to be none."""
    answered: str = ""
    """The question of the entry that answers the message today, if it is taught to be an emergency."""


def lessons(faqs: Mapping[str, Faq]) -> Iterator[Lesson]:
    """All lessons, by language and in the order of the signs."""
    for language, faq in faqs.items():
        for sign in faq.urgent.signs if faq.urgent else ():
            yield Lesson(language, ExampleList(sign.id, True), sign.title)
            yield Lesson(language, ExampleList(sign.id, False), sign.title)
        if faq.urgent:
            yield Lesson(language, ExampleList("", False), "")


def teachable(why: Reply) -> Reply:
    """The answer to /why, with buttons to say what would be right."""
    should = Button(teaching_messages.SHOULD_RAISE, Action(StaffVerb.TEACH_SIGNS))
    should_not = Button(teaching_messages.SHOULD_NOT, Action(StaffVerb.TEACH_CALM))
    return replace(why, buttons=((should,), (should_not,)), below=True)


def signs(choices: Sequence[Lesson]) -> Buttons:
    """A button for each sign that a message may raise."""
    rows = [(Button(one.title, Action(StaffVerb.TEACH, one.code)),) for one in choices if one.to.raises]
    return (*rows[:90], (_CANCEL,))


def preview(effect: LessonEffect, note: str = "", *, may_force: bool = False) -> Reply:
    """What a lesson would change, and a button to publish it, unless it silences an emergency: `may_force` says whether
    it may be published all the same."""
    text, lesson = fitted(lambda size: _text(effect, note, *size), _SIZES), effect.lesson
    if effect.unchanged or (effect.silenced and not may_force):
        return Reply(text if effect.unchanged else f"{text}\n\n{staff_messages.FORCE_HINT}", buttons=((_CANCEL,),))
    publish = Button(
        staff_messages.PUBLISH, Action(StaffVerb.TEACH_PUBLISH, lesson.code, mark=lesson.mark(effect.text))
    )
    folded = _all_others(effect.others, _ONE_MESSAGE - length(text)) if len(effect.others) > _SIZES[-1][0] else ""
    if effect.silenced:
        despite = replace(publish, label=teaching_messages.PUBLISH_DESPITE)
        return Reply(text, folded=folded, buttons=((_CANCEL,), (despite,)))
    return Reply(text, folded=folded, buttons=((publish, _CANCEL),))


def _text(effect: LessonEffect, note: str, shown: int, length: int, place: int) -> str:
    text, lesson, others = effect.text, effect.lesson, effect.others
    head = (
        teaching_messages.TEACH_ALARM
        if lesson.to.raises
        else teaching_messages.TEACH_NO_ALARM
        if lesson.title
        else teaching_messages.TEACH_CALM
    )
    parts = [note, head.format(title=literal(lesson.title)), f"“{literal(text)}”"]
    if effect.unchanged:
        return _joined(*parts, teaching_messages.TAUGHT_ALREADY)
    if effect.silenced:
        parts.append(teaching_messages.TEACH_SILENCES.format(title=literal(effect.silenced)))
    if effect.answered:
        parts.append(teaching_messages.TEACH_ANSWERED.format(title=literal(effect.answered)))
    parts += [teaching_messages.TEACH_MOVED.format(list=_named(one)) for one in effect.moved]
    changed = f"changes {len(others)} other known {'message' if len(others) == 1 else 'messages'}"
    lines = (
        f"this message: {_arrow(effect.before, effect.after)}",
        f"breaks {len(effect.broken)} of {effect.checks} checks",
        f"{changed}:" if others else changed,
    )
    parts.append(bullets(lines))
    parts.append("\n".join(_others(others, shown, length, place)))
    if effect.broken:
        parts += [teaching_messages.TEACH_BREAKS, broken_list(effect.broken)]
    if not lesson.met(effect.after):
        parts.append(teaching_messages.TEACH_IN_VAIN)
    return _joined(*parts)


def _others(others: Sequence[ChangedOutcome], shown: int, length: int, place: int) -> Iterator[str]:
    """The other messages by what becomes of them, the worst first: of each kind a few, and how many more there are."""
    kinds = {
        teaching_messages.TEACH_SILENCED: [],
        teaching_messages.TEACH_ALARMED: [],
        teaching_messages.TEACH_OTHERWISE: list[ChangedOutcome](),
    }
    for one in others:
        raised, raises = (not outcome.startswith(NO_ALARM) for outcome in (one.before, one.after))
        kind = teaching_messages.TEACH_OTHERWISE
        if raised != raises:
            kind = teaching_messages.TEACH_ALARMED if raises else teaching_messages.TEACH_SILENCED
        kinds[kind].append(one)
    for kind, found in kinds.items():
        for one in found[:shown]:
            known = teaching_messages.KNOWN_AS[one.known_as].format(owner=literal(one.owner, place))
            yield f"- ⚠ {kind}: “{literal(one.text, length)}”: {_arrow(one.before, one.after)} ({known})"
        if len(found) > shown:
            yield f"- {teaching_messages.TEACH_MORE.format(count=len(found) - shown)}"


def _all_others(others: Sequence[ChangedOutcome], most: int) -> str:
    """All other messages, or as many of each kind as fit into so many UTF-16 units."""
    texts = ("\n".join(_others(others, shown, 110, 60)) for shown in range(len(others), 0, -1))
    return next((text for text in texts if length(text) <= most), "")


def refused(text: str, lesson: Lesson, broken: Sequence[CheckResult], *, may_force: bool) -> Reply:
    """The refusal of a lesson that breaks checks."""
    action = Action(StaffVerb.TEACH_FORCE, lesson.code, mark=lesson.mark(text))
    force = ((Button(staff_messages.FORCE, action),),) if may_force else ()
    hint = "" if may_force else staff_messages.FORCE_HINT
    return Reply(_joined(staff_messages.REFUSED, broken_list(broken), hint), buttons=(*force, (_CANCEL,)))


def silencing(effect: LessonEffect, *, may_force: bool) -> Reply:
    """The refusal of a lesson that an emergency told plainly is none."""
    action = Action(StaffVerb.TEACH_FORCE, effect.lesson.code, mark=effect.lesson.mark(effect.text))
    force = ((Button(staff_messages.FORCE, action),),) if may_force else ()
    silences = teaching_messages.TEACH_SILENCES.format(title=literal(effect.silenced))
    return Reply(
        _joined(teaching_messages.TEACH_REFUSED, silences, "" if may_force else staff_messages.FORCE_HINT),
        buttons=((_CANCEL,), *force),
    )


def not_undone(broken: Sequence[CheckResult]) -> Reply:
    """The refusal to undo a lesson, as that breaks checks by now."""
    return Reply(_joined(staff_messages.REFUSED, broken_list(broken)))


def taught(effect: LessonEffect, lines: Sequence[str]) -> Reply:
    """The lesson is published, with a button to undo it unless the message was in several lists. `lines` are about the
    FAQ as a whole."""
    text, lesson = effect.text, effect.lesson
    came_from = effect.moved[0].code if effect.moved else ""
    undo = Button(
        staff_messages.UNDO, Action(StaffVerb.TEACH_UNDO, lesson.code, theme=came_from, mark=lesson.mark(text))
    )
    outcome = bullets([f"from now on: {effect.after}", *lines])
    buttons = ((undo,),) if len(effect.moved) <= 1 else ()
    return Reply(_joined(teaching_messages.TAUGHT, f"“{literal(text)}”", outcome), buttons=buttons)


def announcement(text: str, lesson: Lesson, *, undone: bool = False) -> Reply:
    """Tells admins what was taught, or that it was undone."""
    wording = teaching_messages.TEACHING_UNDONE if undone else teaching_messages.TEACHING_DONE
    return Reply(wording.format(text=literal(text), list=_named(lesson)))


def _named(lesson: Lesson) -> str:
    """A list as staff read it."""
    if not lesson.title:
        return teaching_messages.CALM_LIST
    return (teaching_messages.ALARM_LIST if lesson.to.raises else teaching_messages.NO_ALARM_LIST).format(
        title=literal(lesson.title)
    )


def _arrow(before: str, after: str) -> str:
    return f"{before} → {after}" if before != after else f"{after}, as before"


def _joined(*parts: str) -> str:
    return "\n\n".join(filter(None, parts))


_CANCEL = Button(staff_messages.CANCEL, Action(StaffVerb.TEACH_WHY))
