"""What an edit takes over is named, with whom it harms most, and told from what must not be published."""

from __future__ import annotations

from bot.core.faq.edits import AddPhrasings, edited
from bot.core.quality.checked_faq import CheckedFaq
from bot.core.quality.known_questions import NO_QUESTIONS, KnownQuestions, SettledQuestion, WaitingQuestion
from bot.core.quality.takeovers import EditedEntry, FaqVersion, Takeover, TakeoverKind, takeovers
from tests.support.checked import subject

FAQ = """\
entries:
  - id: massage
    question: Should I massage my cheek?
    phrasings: [is rubbing good, rub the cheek, does it hurt the cheek to rub a lot every single day and night]
    answer: Gently.
  - {id: price, question: What does it cost?, phrasings: [how expensive is it], answer: It depends.}
  - {id: eye, question: Why does my eye close when I smile?, phrasings: [eye shuts while smiling], answer: Nerves.}
  - {id: exercise, question: Which exercises help?, phrasings: [does it hurt to train], answer: Slow ones.}
  - {id: tears, question: Why do I cry while eating?, phrasings: [tears at meals], answer: Crocodile tears.}
  - id: surgery
    question: Does the operation hurt?
    phrasings: [does it hurt after the operation, pain after surgery]
    answer: You get painkillers.
  - id: needle
    question: Does the needle hurt?
    phrasings: [is the injection painful, does it hurt to get the needle, how much does the needle hurt]
    answer: A bit, for a second.
  - id: effect
    question: What does botox do against tightness?
    phrasings: [does botox loosen a tight cheek, can botox stop the cramps in my face]
    answer: It relaxes the muscles that pull.
  - {id: driving, question: May I drive home?, phrasings: [can I take the car home, is driving allowed], answer: "Yes."}
  - {id: how-long, question: How long does it last?, phrasings: [when does it wear off], answer: Three months.}
off_topic:
  - what is the weather
  - tell me a joke
  - who won the match
  - does botox help against migraine
  - botox for chronic migraine headaches
"""


def side(checked: CheckedFaq) -> FaqVersion:
    return FaqVersion(checked.faq, checked.interpreter)


def found(entry_id: str, *added: str, known: KnownQuestions = NO_QUESTIONS) -> tuple[Takeover, ...]:
    after = subject(edited(FAQ.encode(), AddPhrasings(entry_id, added)).decode())
    return takeovers(EditedEntry(entry_id, added, added), side(subject(FAQ)), side(after), (), known)


def kinds(*some: TakeoverKind, among: tuple[Takeover, ...]) -> list[Takeover]:
    return [one for one in among if one.kind in some]


def test_an_entry_that_says_nothing_of_what_a_wording_asks_is_told() -> None:
    (untold,) = kinds(
        TakeoverKind.UNTOLD, among=found("driving", "may I ride a unicycle home", "may I take the car home")
    )
    assert (untold.text, untold.blocks) == ("may I ride a unicycle home", False)


def test_one_word_that_several_entries_are_asked_about_is_no_wording_of_one() -> None:
    (bare,) = kinds(TakeoverKind.BARE_TOPIC, among=found("driving", "hurt"))
    assert bare.blocks
    assert set(bare.owners) == {"exercise", "needle", "surgery"}
    assert not kinds(TakeoverKind.BARE_TOPIC, among=found("driving", "bicycle", "does it hurt", "tightness"))


def test_a_general_wording_names_the_entries_first_that_are_likeliest_for_it() -> None:
    (general,) = kinds(TakeoverKind.GENERAL, among=found("driving", "does it hurt"))
    ranked = [one.entry_id for one in subject(FAQ).interpreter.matcher.rank("does it hurt").matches]
    assert list(general.owners) == ranked[:3] == ["exercise", "needle", "surgery"]  # and not "massage", the first one


def test_a_line_that_would_be_answered_blocks_and_one_that_would_be_offered_warns() -> None:
    line = "botox for chronic migraine headaches"
    off_topic = TakeoverKind.LIKE_OFF_TOPIC, TakeoverKind.OFFERED_OFF_TOPIC
    like = {one.text: one for one in kinds(*off_topic, among=found("effect", "botox for migraine attacks"))}[line]
    assert (like.kind, like.blocks) == (TakeoverKind.LIKE_OFF_TOPIC, True)
    far = {one.text: one for one in kinds(*off_topic, among=found("effect", "migraine attacks every week"))}[line]
    assert (far.kind, far.blocks) == (TakeoverKind.OFFERED_OFF_TOPIC, False)


def test_open_questions_are_named_if_the_entry_would_answer_them_and_those_put_aside_first() -> None:
    open_ones = (
        WaitingQuestion("bagpipes in the morning", put_aside=False),
        WaitingQuestion("may I play the bagpipes today", put_aside=True),
        WaitingQuestion("may I play the bagpipes", put_aside=True),  # led to it
        WaitingQuestion("is the zebra crossing open", put_aside=True),
        WaitingQuestion("is driving allowed", put_aside=False),  # answered by the entry today
    )
    known = KnownQuestions(waiting=open_ones)
    named = found("driving", "may I play the bagpipes", "bagpipes every morning", known=known)
    waiting = kinds(TakeoverKind.PUT_ASIDE, TakeoverKind.ANOTHER_CARD, among=named)
    assert [(one.kind.value, one.text, one.wording) for one in waiting] == [
        ("put_aside", "may I play the bagpipes today", "may I play the bagpipes"),
        ("another_card", "bagpipes in the morning", "bagpipes every morning"),
    ]
    assert not any(one.blocks for one in waiting)


def test_a_question_that_a_colleague_decided_about_is_told_as_such() -> None:
    known = KnownQuestions(
        settled=(SettledQuestion("may I play the bagpipes today", None),),
        waiting=(WaitingQuestion("may I play the bagpipes today", put_aside=False),),
    )
    named = found("driving", "may I play the bagpipes", known=known)
    assert [one.kind for one in named if one.text.endswith("today")] == [TakeoverKind.ANOTHER_CARD]
