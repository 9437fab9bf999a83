"""Cards of a review: which wordings a theme gives, what staff read."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bot.core.dialogue.replies import Reply, StaffVerb, code
from bot.core.faq.edits import RemoveEntry, edited
from bot.core.faq.yaml_document import EditError
from bot.core.faq.yaml_reader import read_faq
from bot.core.matching.ranking import Match
from bot.core.quality.comparison import Comparison, EditPreview
from bot.core.quality.takeovers import Takeover, TakeoverKind
from bot.core.records import Decision, LoggedQuestion, QuestionKind, Role, Verdict, Week
from bot.core.review import additions, drafts, prompts
from bot.core.review.additions import AdditionPreview, left_out, wordings
from bot.core.review.cards import ReviewCards
from bot.core.review.draft_texts import DraftTexts
from bot.core.review.drafts import slug
from bot.core.review.effects import EditEffect
from bot.core.review.prompts import ANSWER_LIMIT, QUESTION_LIMIT, Asked, Prompt
from bot.core.review.question_pages import page_target, question_page
from bot.core.review.screen import LINES, phone_lines
from bot.core.review.selection import Selection
from bot.core.review.themes import Theme
from bot.core.review.typed_text import NOTHING, TextLook
from bot.core.text.markup import bullets, length, literal, plain, verbatim_length

FAQ = """\
topics:
  - {id: daily-life, title: Daily life}
entries:
  - id: swelling
    question: Will my face swell?
    phrasings: [is a puffy face normal]
    answer: A little.
  # why this one exists
  - id: driving
    question: May I drive home?
    answer: Yes.

  - id: harp
    question: May I play the harp?
    answer: |
      Yes.

      Gently.
    status: draft

  - id: price
    question: What does it cost?
    answer: It depends.
"""
LOADED = read_faq(FAQ.encode()).faq


def logged(*texts: str | None, kind: QuestionKind = QuestionKind.UNMATCHED) -> tuple[LoggedQuestion, ...]:
    return tuple(
        LoggedQuestion(f"key{n}", Week(2026, 47), "en", text, "1-5", kind, None, None, "digest")
        for n, text in enumerate(texts)
    )


def theme(*texts: str | None, phrasings: tuple[str, ...] | None = None, suggestion: str = "") -> Theme:
    questions = logged(*texts)
    return Theme(
        "3fa2c1b0d9e8",
        questions,
        texts[0] or "",
        (Match("driving", 0.31, "May I drive home?", ()), Match("gone", 0.2, "?", ())),
        Week(2026, 47),
        {QuestionKind.UNMATCHED: len(questions)},
        suggestion,
        phrasings if phrasings is not None else tuple(text for text in texts if text and "[" not in text),
    )


def test_a_card_tells_how_many_since_when_samples_and_nearest_entries() -> None:
    card = ReviewCards(LOADED).card(theme("can i cycle", "is *cycling* fine [name]"), 1, 7)
    shown = plain(card.text)
    assert shown.startswith("Asked 2 times since the week of 16 November")
    assert "“can i cycle”" in shown
    assert "“is ∗cycling∗ fine [name]”" in shown
    assert "Nearest: May I drive home? (31%), which answers: Yes." in shown
    assert "Card 2 of 7" in shown
    verbs = [button.action.verb for row in card.buttons for button in row]
    assert verbs == [
        StaffVerb.BELONGS,
        StaffVerb.QUESTIONS,
        StaffVerb.SEARCH,
        StaffVerb.NEW,
        StaffVerb.DISMISS,
        StaffVerb.SKIP,
    ]


def test_samples_stand_in_an_order_that_does_not_depend_on_when_they_were_asked() -> None:
    texts = ("a one", "b two", "c three", "d four")
    card, again = (ReviewCards(LOADED).card(theme(*some), 0, 1).text for some in (texts, texts[::-1]))
    assert card == again


def test_five_wordings_at_most_are_added_beside_one_of_staffs_own() -> None:
    five = ("a b", "c d", "e f", "g h", "i j")
    assert wordings(theme(*five, "k l")) == five
    assert additions.additions(Selection(theme(*five, "k l")), "own") == ("own", *five)
    assert additions.additions(Selection(theme(*five, "k l"), frozenset({0, 2}))) == ("c d", "g h", "i j")
    assert additions.additions(Selection(theme("with [name] here")), "own") == ("own",)
    assert additions.additions(Selection(theme("with [name] here"))) == ()


@pytest.mark.parametrize(
    ("count", "told"),
    [
        (0, ""),
        (1, "1 wording is left out: it may name a person."),
        (2, "2 wordings are left out: they may name a person."),
    ],
)
def test_staff_are_told_in_one_sentence_that_wordings_are_left_out(count: int, told: str) -> None:
    one = replace(theme("may i cycle"), unfit=frozenset(f"text {n}" for n in range(count)))
    effect = EditEffect(None, (), 0, "+ a line")
    shown = plain(AdditionPreview(LOADED, LOADED.entries[0], Selection(one), effect).reply().text)
    assert left_out(one) == told
    assert told in shown
    assert ("left out" in shown) is bool(count)


def test_a_theme_without_a_wording_to_offer_can_be_given_one() -> None:
    one = replace(theme("with [name] here"), unfit=frozenset({"with [name] here"}))
    reply = additions.nothing_to_add(one, LOADED.entries[0])
    assert "1 wording is left out" in reply.text
    assert [button.action.verb for row in reply.buttons for button in row] == [
        StaffVerb.WORDING,
        StaffVerb.NEW,
        StaffVerb.CARD,
    ]


def test_words_that_may_name_a_person_are_asked_for_once_more_and_names_always() -> None:
    text = "Has ivy got it?"
    doubt, name = TextLook((), ("ivy",), "has ivy got it?"), TextLook(("Pieter",), (), "[name]", True)
    prompt = Prompt("3fa2", Asked.QUESTION)
    again = prompts.asked_again(prompt, text, doubt)
    assert again is not None
    assert "“ivy” can be a name" in again.text
    confirming = Prompt.of(again)
    assert confirming is not None
    assert prompts.asked_again(confirming, text, doubt) is None
    other = prompts.asked_again(confirming, "Has rose got it?", TextLook((), ("rose",)))
    assert other is not None
    assert "“rose” can be a name" in other.text
    told = prompts.asked_again(confirming, "is it safe at sixty two", TextLook(telling=True))
    assert told is not None
    assert "tell of somebody" in told.text
    refused = prompts.asked_again(confirming, text, name)
    assert refused is not None
    assert "“Pieter” is in the list of names" in refused.text
    assert Prompt.of(refused) == prompt


def test_what_was_decided_before_is_told_with_day_and_role() -> None:
    decision = Decision(3, date(2026, 11, 22), Role.ADMIN, Verdict.ADDED, "driving", "3fa2c1b0d9e8", 4)
    shown = plain(ReviewCards(LOADED).already(decision).text)
    assert shown == "Already added to “May I drive home?” on 22 November, by an admin. Nothing was done twice."


def shown(reply: Reply) -> tuple[str, str]:
    """The text of a reply as Telegram shows it, and the addresses of its links."""
    return plain(reply.text) + (f"\n\n{reply.quoted}" if reply.quoted else ""), reply.text


def test_prompts_carry_all_that_was_written_before() -> None:
    texts = DraftTexts("Is 2*3 fine?", "Yes.\n\n- **so** it is\nAnswer: yes", "Details: none", "NHS, https://nhs.uk")
    topic = Prompt("3fa2", Asked.TOPIC, texts)
    answer = Prompt("3fa2", Asked.ANSWER, DraftTexts("Is 2*3 fine?"))
    for reply, prompt in (
        (prompts.search_prompt("3fa2"), Prompt("3fa2", Asked.SEARCH)),
        (prompts.question_prompt("3fa2"), Prompt("3fa2", Asked.QUESTION)),
        (prompts.ask(answer), answer),
        (drafts.topic_prompt(LOADED, topic), topic),
    ):
        assert Prompt.parse(*shown(reply)) == prompt
        assert "3fa2" not in shown(reply)[0]
    assert Prompt.parse("Card 3fa2 · search", "") is None
    assert Prompt.parse("something else", shown(drafts.topic_prompt(LOADED, topic))[1]) is None


def test_a_prompt_follows_the_other() -> None:
    prompt = Prompt("3fa2", Asked.QUESTION)
    for text in ("Is it fine?", "Yes.", "", "NHS"):
        prompt = prompts.after(prompt, text)
    assert prompt == Prompt("3fa2", Asked.TOPIC, DraftTexts("Is it fine?", "Yes.", "", "NHS"))
    assert prompts.is_skip(Prompt("3fa2", Asked.DETAILS), "Skip.")
    assert not prompts.is_skip(Prompt("3fa2", Asked.ANSWER), "skip")
    for needed in (Asked.QUESTION, Asked.ANSWER):
        again = prompts.asked_again(Prompt("3fa2", needed), "Skip", TextLook())
        assert again is not None
        assert "a new entry needs this part" in again.text
    assert prompts.is_cancel("CANCEL")
    assert not prompts.is_cancel("how do I cancel my visit")


def test_words_that_are_too_long_are_asked_for_again() -> None:
    for asked, limit in ((Asked.QUESTION, QUESTION_LIMIT), (Asked.ANSWER, ANSWER_LIMIT)):
        prompt = Prompt("3fa2", asked)
        again = prompts.asked_again(prompt, "x" * (limit + 1), NOTHING)
        assert again is not None
        assert "too long" in again.text
        assert again.asks
        assert Prompt.of(again) == prompt


def test_a_search_finds_by_words_by_id_and_by_likeness() -> None:
    talk = ReviewCards(LOADED)
    assert talk.search("DRIVE", ["price"]) == ("driving", "price")
    assert talk.search("price", [])[0] == "price"
    assert talk.search("harp", []) == ()


def test_a_draft_takes_the_other_wordings_along_and_an_id_of_its_own() -> None:
    talk = ReviewCards(LOADED)
    draft = drafts.draft(
        LOADED,
        theme("may i drive home", "driving?"),
        DraftTexts("May I drive home?", "Yes.", "", "A leaflet (https://a.example/b)"),
        talk.topic(code("daily-life")),
    )
    assert (draft.id, draft.topic, draft.status) == ("may-i-drive-home", "daily-life", "draft")
    assert draft.phrasings == ("driving?",)
    assert [(one.title, one.url) for one in draft.sources] == [("A leaflet", "https://a.example/b")]
    assert slug("Ça va? Drive!", ["ca-va-drive"]) == "ca-va-drive-2"
    assert slug("???", []) == "entry"
    assert len(slug("word " * 40, [])) <= 48


def test_a_draft_is_taken_out_and_nothing_else() -> None:
    rest = edited(FAQ.encode(), RemoveEntry("harp")).decode()
    assert [line for line in FAQ.splitlines() if line not in rest.splitlines()] == [
        "  - id: harp",
        "    question: May I play the harp?",
        "    answer: |",
        "      Yes.",
        "      Gently.",
        "    status: draft",
    ]
    assert "harp" not in rest
    with pytest.raises(EditError):
        edited(FAQ.encode(), RemoveEntry("driving"))


def test_words_of_others_cannot_become_markup() -> None:
    assert plain(literal("**a** [b](https://c.d) *e*")) == "∗∗a∗∗ [b] (https://c.d) ∗e∗"
    assert bullets([str(n) for n in range(12)]).endswith("- 9\n- and 2 more")


def test_questions_that_are_unlike_the_entry_are_told_first() -> None:
    entry, one = LOADED.entries[1], theme("may i cycle")
    assert additions.unlike(one, entry, LOADED) == ""
    far = replace(one, nearest=(Match("driving", 0.09, "May I drive home?", ()),))
    effect = EditEffect(None, (), 0, "+ a line")
    shown = plain(AdditionPreview(LOADED, entry, Selection(far), effect).reply(note="Please look again").text)
    assert shown.removeprefix("Please look again\n\n").startswith(
        "⚠ These questions are unlike this entry (9%). Whoever asks like this would get its answer from now on."
    )
    elsewhere = replace(one, nearest=(Match("gone", 0.12, "?", ()),))
    assert "(at most 12%)" in additions.unlike(elsewhere, entry, LOADED)


def test_a_warning_names_the_entry_that_the_questions_are_nearer_to() -> None:
    entry = LOADED.entries[1]
    nearest = (Match("harp", 0.6, "?", ()), Match(entry.id, 0.03, "?", ()))
    warning = plain(additions.unlike(replace(theme("may i play"), nearest=nearest), entry, LOADED))
    assert "unlike this entry (3%)" in warning
    assert "nearer to “May I play the harp?” (60%)" in warning


def test_questions_unlike_the_entry_are_not_published_by_habit() -> None:
    entry, effect = LOADED.entries[1], EditEffect(None, (), 0, "+ a line")
    far = replace(theme("may i cycle"), nearest=(Match(entry.id, 0.09, "?", ()),))

    def labels(one: Theme) -> list[list[str]]:
        buttons = AdditionPreview(LOADED, entry, Selection(one), effect).reply().buttons
        return [[button.label for button in row] for row in buttons]

    assert labels(theme("may i cycle"))[0] == ["✅ Publish", "Cancel"]
    assert labels(far)[:2] == [["No, back to the card"], ["⚠ Publish: “May I drive home?” answers them"]]


FIVE = theme(*(f"may i play the bagpipes in a long and old street number {word}" for word in "abcde"))


def preview(*found: Takeover, one: Theme = FIVE, mask: str = "0", own: str = "") -> AdditionPreview:
    seen = EditPreview(3, 1, 5, Comparison((), (), 0, 0, 0.5, 0.5), (), takeovers=found)
    effect = EditEffect(seen, (), 1143, "+ a line")
    return AdditionPreview(LOADED, LOADED.entries[1], Selection.of_mask(one, mask), effect, own)


def labels_of(reply: Reply) -> list[str]:
    return [button.label for row in reply.buttons for button in row]


def test_a_preview_that_warns_of_open_questions_fits_on_a_phone() -> None:
    first, *_ = wordings(FIVE)
    text = "how do i clean my bagpipes with an old and wet towel"
    warned = [Takeover(TakeoverKind.PUT_ASIDE, f"{text} {n}", (), first) for n in range(9)]
    shown = plain(preview(*warned[:1]).reply().text)
    assert "which you put aside, would get this answer too (wording 1)" in shown
    assert phone_lines(shown) <= LINES
    many = preview(*warned)
    assert "and 8 more: tap All effects" in plain(many.reply().text)
    assert plain(many.everything().text).count("which you put aside") == 9


def test_all_effects_lists_all_that_fit_into_a_message() -> None:
    text = "is there a place for my bagpipes where nobody takes them away"
    warned = [Takeover(TakeoverKind.ANOTHER_CARD, f"{n} {text}", (), "x") for n in range(300)]
    some = plain(preview(*warned[:25]).everything().text)
    assert some.count("on another card would get this answer too") == 25
    everything = plain(preview(*warned).everything().text)
    assert 25 < everything.count("on another card") < 300
    assert f"and {300 - everything.count('on another card')} more" in everything
    assert length(everything) <= 4096


def test_with_nothing_ticked_all_effects_says_so_and_a_wording_can_be_written() -> None:
    nothing = preview(mask="1f")
    assert plain(nothing.everything().text).endswith("\n\nNothing is ticked, so there is nothing to publish.")
    assert "✏️ Write a wording" in labels_of(nothing.reply())
    assert "✏️ Write a wording" not in labels_of(preview().reply())


def test_a_wording_of_staffs_own_that_blocks_is_written_otherwise() -> None:
    own = Takeover(TakeoverKind.SAME, "is it sore", ("driving",), "is it sore")
    ticked = Takeover(TakeoverKind.SAME, "may i row", ("driving",), wordings(FIVE)[1])
    shown = labels_of(preview(own, one=FIVE, mask="1f", own="is it sore").reply())
    assert "✏️ Write it otherwise" in shown
    assert not any("Publish" in label for label in shown)
    both = labels_of(preview(own, ticked, own="is it sore").reply())
    assert {"Untick 2 and look again", "✏️ Write it otherwise"} <= set(both)
    assert "✏️ Write it otherwise" not in labels_of(preview(ticked, own="is it sore").reply())


def test_what_the_count_announces_stands_right_below_it() -> None:
    one = replace(FIVE, unfit=frozenset({FIVE.samples()[0]}))
    shown = plain(preview(Takeover(TakeoverKind.SAME, "may i row", ("driving",), "may i row"), one=one).reply().text)
    above, _, below = shown.partition("• 1 known message would be met wrongly:\n\n")
    assert "left out" in above
    assert below.startswith("• ⛔")


def test_a_card_of_questions_that_all_ask_something_else_is_not_published_by_habit() -> None:
    mixed = preview(one=replace(FIVE, doubtful=frozenset(FIVE.samples(99))))
    shown = labels_of(mixed.reply())
    assert "✅ Publish" not in shown
    assert any(label.startswith("⚠ Publish: “May I drive home?”") for label in shown)
    assert not any(label.startswith("✂ Without") for label in shown)  # nothing would be left
    some = labels_of(preview(one=replace(FIVE, doubtful=frozenset(FIVE.samples(2)))).reply())
    assert {"✅ Publish", "✂ Without what may ask something else (2)"} <= set(some)


def test_questions_that_give_no_wording_are_named_where_they_are_settled() -> None:
    text = "may i bring my dog, i am [name]"
    shown = plain(preview(one=replace(FIVE, unfit=frozenset({text}))).reply().text)
    assert f"1 wording is left out: it may name a person. Settled all the same: “{text}”." in shown


def test_only_what_is_settled_is_said_to_be() -> None:
    text = "may i bring my dog, i am [name]"
    one = replace(theme("may i row", text), unfit=frozenset({text}))
    seen = EditPreview(1, 0, 2, Comparison((), (), 0, 0, 0.5, 0.5), (), unmet=("may i bring my dog, i am",))
    shown = plain(
        AdditionPreview(LOADED, LOADED.entries[1], Selection(one), EditEffect(seen, (), 7, "+ a line")).reply().text
    )
    assert "1 wording is left out" in shown
    assert "Settled all the same" not in shown


def test_where_no_wording_can_be_unticked_another_can_be_written() -> None:
    together = Takeover(TakeoverKind.CHECK, "may i row", ("driving",), "")
    assert "✏️ Write a wording" in labels_of(preview(together).reply())


def test_all_effects_holds_every_warning_of_the_preview() -> None:
    one = replace(FIVE, doubtful=frozenset(FIVE.samples(2)), nearest=(Match("driving", 0.02, "?", ()),))
    everything = plain(preview(one=one).everything().text)
    assert "may ask something else" in everything
    assert "unlike this entry (2%)" in everything


def test_all_questions_lead_back_to_the_preview_that_they_were_asked_for_in() -> None:
    asked = next(b for row in preview(mask="2").reply().buttons for b in row if "All questions" in b.label)
    selection = Selection.parse(FIVE, asked.action.mark)
    assert selection is not None
    page = question_page(selection, asked.action.target)
    back = next(b for row in page.buttons for b in row if b.label == "Back to the preview")
    assert (back.action.verb, back.action.target, back.action.mark) == (
        StaffVerb.TICK,
        code("driving"),
        selection.mark,
    )
    assert "Back to the preview" not in labels_of(question_page(selection, "0"))
    many = Selection(theme(*(f"may i row {n}" for n in range(96)))).none
    pages = question_page(many, page_target(15, code("driving"))).buttons
    assert max(len(b.action.data) for row in pages for b in row) <= 64


def test_a_dismissal_says_how_many_questions_it_was() -> None:
    decision = Decision(1, date(2026, 11, 16), Role.STAFF, Verdict.DISMISSED, None, "3fa2c1b0d9e8", 2)
    told = ReviewCards(LOADED).dismissed(theme("may i row", "may i sail"), decision)
    assert plain(told.text) == "Dismissed: “may i row” and 1 more"


@pytest.mark.parametrize("answer", [10, ANSWER_LIMIT])
def test_the_last_look_fits_into_a_message_whatever_was_written(answer: int) -> None:
    texts = DraftTexts("q" * QUESTION_LIMIT, "a" * answer, "d" * ANSWER_LIMIT, "s" * 300)
    note = "\n\n".join(f"⚠ {number} " + "warning " * 30 for number in range(6))
    look = drafts.last_look(LOADED, FIVE, Prompt(FIVE.key, Asked.TOPIC, texts), note)
    assert length(look.text) + verbatim_length(look.quoted) <= 4096
    assert ("Patients' wordings" in look.text) is (answer == 10)
    assert "⚠ 0 warning" in look.text
