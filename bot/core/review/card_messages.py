"""Texts of the cards that staff review: a theme, and all its questions.

Names in braces are filled in by the caller.
"""

from __future__ import annotations

from bot.core.records import QuestionKind

QUESTION_KINDS = {
    QuestionKind.UNMATCHED: "no answer found",
    QuestionKind.SUGGESTION_REJECTED: "none of the suggestions fitted",
    QuestionKind.NOT_HELPFUL: "the answer did not help",
}
NO_CARD = "**No question can be shown.**"
EMPTY = "**Nothing to review.** Every question that was noted is settled."
LAST = "That was the last card. /review starts again with those you skipped."
OUT_OF_DATE = "This card is out of date: its questions are gone or settled. /review shows what is there now."
CARD_FOOT = "Card {at} of {total}"
WITHHELD = "{questions} cannot be shown: too few of the words were known to be harmless."
WITHHELD_LANGUAGES = "Among them in languages without a FAQ: {languages}."
WAITING = "{questions} will follow once some of these are settled."
BELONGS = "Belongs to “{question}”"
SEARCH = "🔍 Search"
NEW = "➕ New entry"
TWO_QUESTIONS = "✂ Two questions?"
QUESTIONS_OF_CARD = "📄 All {count} questions"
DISMISS = "Not for us"
SKIP = "Skip"
BACK = "Back to the card"
UNLIKE = "⚠ **These questions are unlike this entry ({confidence}).**{nearer}"
WHAT_UNLIKE_MEANS = "Whoever asks like this would get its answer from now on. Does it really answer them?"
NEARER_TO = " They are nearer to “{title}” ({confidence})."
PUBLISH_UNLIKE = "⚠ Publish: “{question}” answers them"
FORCE_UNLIKE = "⚠ Publish anyway: “{question}” answers them"
CANCEL_UNLIKE = "No, back to the card"
APART = "may ask something else: {questions}"
CAME_BACK = "**Came back:** added to “{title}” before, but its answer does not help."
ALL_QUESTIONS = "**All {count} questions of this card**{of}"
PAGE = ", page {page} of {pages}"
HOW_TO_SPLIT = "Do they ask two things? Untick those that don't belong here, then tap *Split*."
BEFORE = "◀"
AFTER = "▶"
TICK_ALL = "Tick all"
TICK_NONE = "Untick all"
SPLIT = "✂ Split: {stay} here, {go} on a card of their own"
WAS_SPLIT = "**Split.** Here are the ticked ones; the others ({others}) are on a card of their own."
