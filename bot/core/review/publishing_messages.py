"""Texts about adding wordings to an entry: the preview, its effects, what became of it.

Names in braces are filled in by the caller.
"""

from __future__ import annotations

from bot.core.quality.takeovers import TakeoverKind

EFFECTS = "🔎 All effects"
QUESTIONS = "📄 All questions"
UNTICK = "Untick {numbers} and look again"
WITHOUT_APART = "✂ Without what may ask something else ({count})"
WRITE_OTHER = "✏️ Write it otherwise"
BACK_TO_PREVIEW = "Back to the preview"
ALL_EFFECTS = "What adding to “{question}” changes"
IN_VAIN = "None of these questions would get this answer. Write a wording that is nearer to them."
ONE_STAYS_OPEN = "; the other one stays open"
SOME_STAY_OPEN = "; the other {count} stay open"
STILL_OPEN = "{count} of the card not answered by this: open in /review"
NOTHING_TICKED = "Nothing is ticked, so there is nothing to publish."
MORE_EFFECTS = "and {count} more: tap All effects"
THESE_WORDINGS = "these wordings together"
YOUR_WORDING = "your wording"
AND = " and "
NOBODY = "nobody"
CHANGES_NONE = "no known message is met otherwise"
OF_SO_MANY = " ({checks} tried)"
CHANGES_SOME = "{count} known message{s} would be met wrongly:"
TAKEOVERS = {
    TakeoverKind.OFF_TOPIC: "{text} must stay without an answer; {wording} would answer it",
    TakeoverKind.LIKE_OFF_TOPIC: "{wording} is like {text}, which must stay without an answer",
    TakeoverKind.CHECK: "{text} belongs to {owners}; {wording} would take it",
    TakeoverKind.SAME: "{wording} stands under {owners} already",
    TakeoverKind.SETTLED: "{text} was added to {owners}; {wording} would take it",
    TakeoverKind.PUT_ASIDE: "{text}, which you put aside, would get this answer too ({wording})",
    TakeoverKind.OFFERED_OFF_TOPIC: (
        "messages like {text}, which must stay without an answer, may be offered this one ({wording})"
    ),
    TakeoverKind.ANSWERED: "{wording} gets the answer of {owners} today",
    TakeoverKind.BARE_TOPIC: "{wording} is one word that {owners} are asked about: it says nothing of what is asked",
    TakeoverKind.GENERAL: "{wording} is short and asked about {owners} too",
    TakeoverKind.ANOTHER_CARD: "{text} on another card would get this answer too ({wording})",
    TakeoverKind.LIKE_PHRASING: "{wording} may take questions from {owners}, like {text}",
    TakeoverKind.UNTOLD: "this entry says nothing of what {text} asks: would its answer help?",
    TakeoverKind.DISMISSED: "{text} was “not for us” and would be answered",
    TakeoverKind.NEARER: "{text} is nearer to {owners}",
}
NO_LONGER_RAISES = "{text} would not raise its alarm any more"
WOULD_RAISE = "{text} would raise an alarm, though it is no emergency"
WOULD_GET = "{text} belongs to {owner} and would get {taker}"
WOULD_LOSE = "{text} belongs to {owner} and would not be answered by it any more"
FILE_ADDED = "In {file}: {count} {lines} added, nothing else changes."
FILE_REPLACED = "In {file}: {count} {lines} changed, nothing else."
FILE_CHANGED = "In {file}: {added} lines are added and {removed} taken out."
UNDO_TAKES = "*Undo* takes the {wordings} out again and puts the {questions} back into /review."
PUBLISH_UNDONE = "**Taken back.** The wordings are out of “{question}” again, and {questions} back in /review."
UNDO_TOO_OLD = (
    "This can't be taken back with a tap any more: the versions it needs are gone. "
    "An admin can take the wordings out of the file."
)
UNDONE_BEFORE = "This was taken back already."
LEFT_OUT = "{count} left out: {they} may name a person."
SETTLED_TOO = "Settled all the same: {questions}."
ONLY_OFFERED = "none of these questions would be answered at once: this entry would be one of several choices"
NOTHING_TO_ADD = (
    "No wording of this card can be added to an entry as it stands{too_long}. "
    "You can write one of your own, start a new entry, or dismiss the questions."
)
WRITE_WORDING = "✏️ Write a wording"
IN_IT_ALREADY = "The FAQ has these wordings already. Publishing settles the questions and changes nothing in the file."
NOT_LIKE_THIS = "**Not published:** known messages would be met wrongly."
ADDED = "**Added to “{question}”.** Patients who ask like this are answered from now on."
SETTLED = "**Settled.** The FAQ had these wordings already."
ALREADY = "**Already {what}**{when}. Nothing was done twice."
DISMISSED = "**Dismissed:** {label}"
UNDONE = "**Taken back.** The questions are open again."
