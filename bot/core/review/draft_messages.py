"""Texts about drafts, which admins read before they publish them.

Names in braces are filled in by the caller.
"""

from __future__ import annotations

DRAFT_WAITS = "**A new draft is waiting for you:** {question}\n\n/drafts shows it."
NO_DRAFTS = "There are no drafts."
DRAFTS = "**Drafts.** Patients don't see them yet."
DRAFT_DETAILS = "Details, which patients unfold:"
DRAFT_NO_DETAILS = "It has no details."
DRAFT_SOURCES = "Sources, as patients read them, with their addresses:"
DRAFT_NO_SOURCES = "It names no source."
DRAFT_LINKS = "Its links lead to:"
NO_ADDRESS = "no address"
DRAFT_CHANGED = "**Please read it again:** its words changed since they were shown. Nothing was published."
LONG_ANSWER = "The answer has {count} words. At most {most} are wanted; the rest can go to the details."
OTHER_EFFECTS = "The effects of publishing it that are not listed below:"
DOSE = "It names a dose (“{dose}”). How much somebody gets is for those who treat them to say: better leave it out."
TELLS_OF_EMERGENCY = (
    "The answer or its details read as if they told of an emergency ({title}). Is that what patients are to read?"
)
ANSWERED_TODAY = (
    "“{title}” answers this question today, and this entry would take such questions from it. If its answer fits, add "
    "them there instead: *Belongs to …* on the card."
)
UNLIKE_CARD = "This asks something else than the questions of the card, as far as can be told. Yet it settles them."
BAD_MARKUP = "A text {what}: {remedy}."
NOT_HTTPS = "“{address}” does not begin with https://: patients may be led elsewhere, or it is no link."
DRAFT_GONE = "This draft is no longer there: it was published, removed or renamed."
DRAFT_PUBLISHED = "**Published:** {question}"
BACK_TO_DRAFTS = "All drafts"
WITHOUT = "Without “{wording}”"
TAKEN_OUT = "**Taken out of the draft:** “{wording}”"
DISCARD = "Discard"
DISCARD_SURE = "**Remove this draft from the FAQ file?**\n\n{question}"
DISCARD_YES = "Yes, remove it"
DISCARDED = "**Removed:** {question}"
