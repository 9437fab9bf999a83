"""What staff read and tap when they teach red flags."""

from __future__ import annotations

from dataclasses import replace

from bot.core.dialogue.replies import Action, Reply, StaffVerb
from bot.core.faq.edits import ExampleList
from bot.core.faq.model import Entry, Faq, Urgent, UrgentSign
from bot.core.quality.comparison import ChangedOutcome, KnownAs
from bot.core.review.screen import LINES, phone_lines
from bot.core.review.teaching import (
    Lesson,
    LessonEffect,
    announcement,
    lessons,
    preview,
    refused,
    signs,
    taught,
    teachable,
)
from bot.core.text.markup import plain

URGENT = Urgent(
    signs=(
        UrgentSign(id="a" * 48, title="*Trouble* breathing", message="**Call.**"),
        UrgentSign(id="eye", title="Eye", message="**Call.**"),
    )
)
FAQ = Faq(entries=(Entry(id="one", question="One?", answer="1."),), urgent=URGENT)
ALL = tuple(lessons({"en": FAQ, "es": FAQ, "fr": FAQ.model_copy(update={"urgent": None})}))
ALARM, NO_ALARM, EYE, _, CALM = ALL[:5]
EFFECT = LessonEffect("no *air*", ALARM, (), "no alarm", f"alarm '{'a' * 48}'", (), 7, ())


def actions(reply: Reply) -> list[Action]:
    return [button.action for row in reply.buttons for button in row]


def test_every_list_of_examples_in_every_language_is_a_lesson_of_its_own() -> None:
    assert [(one.language, one.to.key, one.title) for one in ALL[:5]] == [
        ("en", "alarm", "*Trouble* breathing"),
        ("en", "no_alarm", "*Trouble* breathing"),
        ("en", "alarm", "Eye"),
        ("en", "no_alarm", "Eye"),
        ("en", "no_alarm", ""),
    ]
    assert len({one.code for one in ALL}) == len(ALL) == 10


def test_the_answer_to_why_stays_with_its_message() -> None:
    reply = teachable(Reply("why"))
    assert reply.below
    assert [action.verb for action in actions(reply)] == [StaffVerb.TEACH_SIGNS, StaffVerb.TEACH_CALM]


def test_signs_are_chosen_by_their_title() -> None:
    rows = signs([ALARM, NO_ALARM, EYE])
    assert [row[0].label for row in rows] == ["*Trouble* breathing", "Eye", "Cancel"]


def test_no_button_is_too_long_for_telegram_and_each_is_read_again() -> None:
    replies = (
        preview(EFFECT),
        refused("no *air*", ALARM, (), may_force=True),
        taught(replace(EFFECT, moved=(CALM,)), ()),
    )
    for reply in (*replies, Reply("", buttons=signs([ALARM]))):
        for action in actions(reply):
            assert len(action.data.encode()) <= 64
            assert Action.parse(action.data) == action


def test_a_preview_shows_the_message_its_outcome_and_all_that_changes() -> None:
    others = (ChangedOutcome("my ears", "no alarm", "alarm 'eye'"),)
    text = plain(preview(replace(EFFECT, others=others, moved=(CALM,))).text)
    assert text.startswith("This should raise the alarm “∗Trouble∗ breathing”:\n\n“no ∗air∗”\n\n")
    assert "It is now among the messages that raise no alarm, and moves." in text
    assert f"• this message: no alarm → alarm '{'a' * 48}'\n• breaks 0 of 7 checks\n" in text
    assert "• changes 1 other known message:\n\n• ⚠ Would raise an alarm: “my ears”: no alarm → alarm 'eye'" in text


def test_many_changes_are_counted() -> None:
    many = tuple(ChangedOutcome(f"text {number}", "no alarm", "alarm 'eye'") for number in range(30))
    shown = preview(replace(EFFECT, others=many))
    text = plain(shown.text)
    assert plain(shown.folded).count("⚠") == 30
    assert "changes 30 other known messages:" in text
    assert text.count("⚠") == 2
    assert "• and 28 more like that" in text
    assert phone_lines(text) <= LINES


def test_what_would_be_silenced_and_what_alarmed_is_told_apart_with_where_it_stands() -> None:
    others = (
        ChangedOutcome("is it sore", "no alarm", "alarm 'eye'", KnownAs.WORDING, "Does it hurt?"),
        ChangedOutcome("sore needle", "no alarm", "alarm 'eye'", KnownAs.CHECK, "Does it hurt?"),
        ChangedOutcome("my eye burns", "alarm 'eye'", "no alarm", KnownAs.EXAMPLE),
        ChangedOutcome("my eye itches", "no alarm", "no alarm, only the line about 'eye'", KnownAs.QUESTION),
    )
    lines = plain(preview(replace(EFFECT, others=others)).text).split("\n")
    assert [line.removeprefix("• ⚠ ") for line in lines if "⚠" in line] == [
        "No alarm any more: “my eye burns”: alarm 'eye' → no alarm (an example of red flags)",
        "Would raise an alarm: “is it sore”: no alarm → alarm 'eye' (a wording of “Does it hurt?”)",
        "Would raise an alarm: “sore needle”: no alarm → alarm 'eye' (a check of “Does it hurt?”)",
        "Another outcome: “my eye itches”: no alarm → no alarm, only the line about 'eye' (a patient asked it)",
    ]


def test_a_lesson_that_would_not_help_says_so() -> None:
    assert "It would not help" not in preview(EFFECT).text
    assert "It would not help" in preview(replace(EFFECT, after="alarm 'eye'")).text
    asked = "no alarm, only the line about 'eye'"
    assert "It would not help" not in preview(replace(EFFECT, lesson=NO_ALARM, after=asked)).text
    assert "It would not help" in preview(replace(EFFECT, lesson=CALM, after="alarm 'eye'")).text


def test_what_is_taught_already_has_no_button_to_publish() -> None:
    assert [action.verb for action in actions(preview(replace(EFFECT, unchanged=True)))] == [StaffVerb.TEACH_WHY]


def test_only_an_admin_may_publish_anyway() -> None:
    assert StaffVerb.TEACH_FORCE not in {one.verb for one in actions(refused("x", ALARM, (), may_force=False))}


def test_an_undo_knows_where_the_message_came_from_and_is_not_offered_for_two_places() -> None:
    (undo,) = actions(taught(replace(EFFECT, moved=(CALM,)), ["7 of 7 checks pass"]))
    assert (undo.verb, undo.target, undo.theme) == (StaffVerb.TEACH_UNDO, ALARM.code, CALM.code)
    assert actions(taught(replace(EFFECT, moved=(CALM, EYE)), ())) == []


def test_a_preview_is_of_one_message_in_one_list() -> None:
    assert ALARM.mark("no  air\n") == ALARM.mark("no air")
    assert len({ALARM.mark("no air"), ALARM.mark("no hair"), EYE.mark("no air")}) == 3


def test_admins_are_told_which_message_went_where() -> None:
    assert "“no *air*” is now among the messages that only sound like “Eye”" in plain(
        announcement("no *air*", Lesson("en", ExampleList("eye", False), "Eye")).text
    ).replace("∗", "*")
    assert "no longer among the messages that raise “Eye”" in plain(announcement("x", EYE, undone=True).text)
