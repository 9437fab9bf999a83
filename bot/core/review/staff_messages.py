"""Texts for staff. They are English and not part of the FAQ, since patients never see them.

Names in braces are filled in by the caller.
"""

from __future__ import annotations

from bot.core.quality.comparison import KnownAs
from bot.core.quality.takeovers import TakeoverKind
from bot.core.records import QuestionKind

COMMANDS = {
    "review": "Questions without an answer",
    "stats": "Figures of this week and last",
    "why": "Why a message gets its answer",
    "cancel": "Stop what you are writing",
    "help": "What you can do here",
}
ADMIN_COMMANDS = {
    "drafts": "Entries waiting for you",
    "reload": "Load the changed FAQ file now",
    "export_faq": "Get the FAQ file",
    "versions": "Earlier versions of the FAQ",
    "rollback": "Go back to an earlier version",
}

# Cards
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
CANCEL = "Cancel"
BACK = "Back to the card"
PUBLISH = "✅ Publish"
FORCE = "Publish anyway (admins)"
UNDO = "Undo"
UNLIKE = (
    "⚠ **These questions are unlike this entry ({confidence}).**{nearer} Whoever asks like this would get its answer "
    "from now on. Does it really answer them?"
)
NEARER_TO = " They are nearer to “{title}” ({confidence})."
PUBLISH_UNLIKE = "⚠ Publish: “{question}” answers them"
FORCE_UNLIKE = "⚠ Publish anyway: “{question}” answers them"
CANCEL_UNLIKE = "No, back to the card"
APART = "may ask something else: {questions}"
CAME_BACK = "**Came back:** added to “{title}” before, but its answer does not help."

# All questions of a card
ALL_QUESTIONS = "**All {count} questions of this card**{of}"
PAGE = ", page {page} of {pages}"
HOW_TO_SPLIT = "Do they ask two things? Untick those that don't belong here, then tap *Split*."
BEFORE = "◀"
AFTER = "▶"
TICK_ALL = "Tick all"
TICK_NONE = "Untick all"
SPLIT = "✂ Split: {stay} here, {go} on a card of their own"
WAS_SPLIT = "**Split.** Here are the ticked ones; the others ({others}) are on a card of their own."

# Publishing
EFFECTS = "🔎 All effects"
QUESTIONS = "📄 All questions"
UNTICK = "Untick {numbers} and look again"
WITHOUT_APART = "✂ Without what may ask something else ({count})"
WRITE_OTHER = "✏️ Write it otherwise"
BACK_TO_PREVIEW = "Back to the preview"
ALL_EFFECTS = "What adding to “{question}” changes"
ONE_STAYS_OPEN = "; the other one stays open"
SOME_STAY_OPEN = "; the other {count} stay open"
STILL_OPEN = "{count} of the card not answered by this: open in /review"
NOTHING_TICKED = "Nothing is ticked, so there is nothing to publish."
MORE_EFFECTS = "and {count} more: tap All effects"
THESE_WORDINGS = "these wordings together"
YOUR_WORDING = "your wording"
AND = " and "
NOBODY = "nobody"
CHANGES_NONE = "no known message is met otherwise ({checks} tried)"
CHANGES_SOME = "{count} known message{s} would be met wrongly:"
TAKEOVERS = {
    TakeoverKind.OFF_TOPIC: "{text} must stay without an answer; {wording} would answer it",
    TakeoverKind.LIKE_OFF_TOPIC: "{wording} is like {text}, which must stay without an answer",
    TakeoverKind.CHECK: "{text} belongs to {owners}; {wording} would take it",
    TakeoverKind.SAME: "{wording} stands under {owners} already",
    TakeoverKind.SETTLED: "{text} was added to {owners}; {wording} would take it",
    TakeoverKind.ANSWERED: "{wording} gets the answer of {owners} today",
    TakeoverKind.GENERAL: "{wording} is short and asked about {owners} too",
    TakeoverKind.LIKE_PHRASING: "{wording} may take questions from {owners}, like {text}",
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
NOTHING_TO_ADD = (
    "No wording of this card can be added to an entry as it stands{too_long}. "
    "You can write one of your own, start a new entry, or dismiss the questions."
)
WRITE_WORDING = "✏️ Write a wording"
NAMED = (
    "**Not taken:** “{names}” {is_a} in the list of names. Please write it again without. "
    "If it must stand in the FAQ, an admin can write it into the file."
)
MAYBE_NAMED = "**Please look once more:** this may name a person. {why} If it names nobody, send the same words again."
MAYBE_NAME = "“{names}” can be a name."
MAYBE_KEPT = "In the log it would be kept as: “{kept}”."
MAYBE_UNKNOWN = "Too few of its words are known here to be sure."
MAYBE_TELLS = "It seems to tell of somebody: by a name or title, an age, or where somebody works."
IN_IT_ALREADY = "The FAQ has these wordings already. Publishing settles the questions and changes nothing in the file."
CHANGED_SINCE = "**Please look again:** this theme, or the FAQ, changed since that preview was made."
CONFLICT = "**Please look again:** somebody else changed the FAQ file in the meantime. Nothing was written."
REFUSED = "**Not published:** it would break checks that pass now."
NOT_LIKE_THIS = "**Not published:** known messages would be met wrongly."
NEEDED = "**Not taken:** a new entry needs this part. Reply *cancel* to leave the entry."
FORCE_HINT = "An admin can publish it anyway."
NOT_WRITABLE = (
    "The FAQ file can't be written here ({reason}). Please make this change by hand, with `git apply` or an "
    "editor. Then tap Publish again, which settles the questions."
)
NOT_WRITABLE_PLAIN = "The FAQ file can't be written here ({reason}). Please make this change by hand."
ADDED = "**Added to “{question}”.** Patients who ask like this are answered from now on."
SETTLED = "**Settled.** The FAQ had these wordings already."
ALREADY = "**Already {what}**{when}. Nothing was done twice."
DISMISSED = "**Dismissed:** {label}"
UNDONE = "**Taken back.** The questions are open again."
ONLY_ADMINS = "Only an admin can do that."

# Guided draft
NEW_ENTRY = "Use this as its question? Patients read it on a button. Or write another one now.\n\n{question}"
NEW_ENTRY_SETTLES = "It settles {questions}. Next come answer, details, source, topic. *cancel* stops at any time."
TAKE = "Use this question"
WRITE = "Write another"
PROMPTS = {
    "search": "Search",
    "wording": "A wording of your own",
    "question": "New entry: the question",
    "answer": "New entry: the answer",
    "details": "New entry: details",
    "source": "New entry: the source",
    "topic": "New entry: the topic",
    "look": "New entry: the last look",
}
CANCEL_STOPS = "*cancel* stops."
KEEP_OR_CANCEL = "*back* leaves it as it is; *cancel* stops the new entry."
CHANGE = {
    "question": "✏️ Question",
    "answer": "✏️ Answer",
    "details": "✏️ Details",
    "source": "✏️ Source",
    "topic": "✏️ Topic",
}
SAVE_DRAFT = "✅ Save as a draft"
WILL_SETTLE = "*Save as a draft* settles {questions}; patients don't see it until an admin publishes it."
CHANGE_THESE = "It can't be saved like this: tap the part and write it otherwise."
UNDER_TOPIC = "Topic: {topic}"
UNDER_NO_TOPIC = "It stands under no topic."
TOPIC_GONE = "This topic is no longer there. Please choose another."
TAP_LOOK = "Please tap *Save as a draft*, or the part that you want to change. *cancel* stops."
TAKEN_QUESTION = (
    "**Not taken:** “{title}” has this wording already. If its answer fits, go back to the card and tap "
    "*Belongs to …*. If not, ask it in other words that say what is different."
)
TAKEN_BY_DRAFT = (
    "**Not taken:** the draft “{title}”, which waits for an admin, has this wording already. *cancel* stops, or ask it "
    "in other words that say what is different."
)
NOT_FILLED = "**Not taken:** nothing is filled in here, so patients would read the braces { }. Write the words instead."
AS_IT_STANDS = "**Not taken:** patients would read “{braced}” as it stands. Write the words instead."
BAD_ADDRESS = (
    "**Not taken:** this is no web address that can be opened, or more than one. Write a title and one whole address, "
    "or the title alone."
)
UNFIT = "**Not taken:** {problem}"
ASKS = {
    "search": "Reply with a few words from the entry you are looking for.",
    "wording": "Reply with the wording as a patient might write it, without anything that tells who asked "
    "(at most {most} characters). *cancel* stops.",
    "question": "Reply with the question as patients will read it on a button (at most {most} characters). "
    "*cancel* stops.",
    "answer": "Reply with the short answer: at most 60 words that make sense on their own. *cancel* stops.",
    "details": "Reply with details for those who want to know more, or *skip*. *cancel* stops.",
    "source": "Reply with where the facts come from: a title, and an address if there is one. Or *skip*. "
    "*cancel* stops.",
    "topic": "Which topic should it go under? Then you see all of it once more.",
}
PLACEHOLDERS = {
    "search": "Words of the entry",
    "wording": "The wording",
    "question": "The question",
    "answer": "The short answer",
    "details": "Details, or: skip",
    "source": "Source, or: skip",
    "topic": "",
    "look": "",
}
TAP_TOPIC = "Please tap a topic, or *No topic*. *cancel* stops."
STILL_WAITING = "Your new entry is still here. Go on with it, or send *cancel*."
CANCELLED = "**Cancelled.** Nothing was saved, and the questions stay in /review."
NOTHING_TO_CANCEL = "There is nothing to cancel."
FOUND = "Entries for “{words}”. Which one do these questions belong to?"
FOUND_NONE = "No entry matches “{words}”. Try other words, or start a new entry."
NO_TOPIC = "No topic"
TOO_LONG_TO_TAKE = "**Not taken: too long.** It has {count} characters, at most {most} fit. Please write it shorter."
TOO_LONG_FOR = {
    "question": "**Not taken: too long.** It has {count} characters, and a button shows at most {most}. Please write "
    "it shorter.",
    "answer": "**Not taken: too long.** It has {count} characters, at most {most} fit. Please write it shorter; the "
    "rest can go to the details.",
}
REST_NOT_TAKEN = "This is the rest of the long text and not taken either. Please write it shorter, in one message."
EDITED_LATE = (
    "An edit comes too late: your words were taken as you sent them. Each part can be changed at the last look."
)
LOST = "I can no longer see what you wrote (the message was deleted, or is too old). Please start again from /review."
DRAFTED = (
    "**Saved as a draft:** {question}\n\nPatients don't see it until an admin publishes it with /drafts. "
    "It settles {questions}, and these wordings go with it:"
)
DRAFT_WAITS = "**A new draft is waiting for you:** {question}\n\n/drafts shows it."

# Drafts
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
BAD_MARKUP = "A text {what}: {remedy}."
NOT_HTTPS = "“{address}” does not begin with https://: patients may be led elsewhere, or it is no link."
DRAFT_GONE = "This draft is no longer there: it was published, removed or renamed."
DRAFT_PUBLISHED = "**Published:** {question}"
BACK_TO_DRAFTS = "All drafts"
DISCARD = "Discard"
DISCARD_SURE = "**Remove this draft from the FAQ file?**\n\n{question}"
DISCARD_YES = "Yes, remove it"
DISCARDED = "**Removed:** {question}"

# The FAQ file
UNCHANGED = "The FAQ file has not changed since it was last read."
READING = (
    "Somebody saved a change of the FAQ file. I am reading it and trying its checks, which takes a little longer this "
    "time. Patients get the answers from before it until I tell you that it is live."
)
REFUSAL_OVER = "✅ The FAQ file is again the one that is live. What was refused is gone."
RELOADED = "**The FAQ was reloaded.**"
NOT_TAKEN = "**The changed FAQ was not loaded; the old one stays live.**"
TAKE_ANYWAY = "Load it anyway"
UPLOADED = "**This is what {name} would change.**"
UPLOADED_AS = "**This is what {name} would change.** It would replace {file}."
NAMED_OTHERWISE = (
    "**{name} was not loaded.** Its name says “{named}”, and the file says “language: {code}”. "
    "Please correct one of them."
)
NO_SUCH_LANGUAGE = (
    "**{name} was not loaded.** It says “language: {code}”, and the bot has no FAQ in that language that it could "
    "replace. A new translation is put beside the FAQ on the machine of the bot, as {file}."
)
NOT_YAML = (
    "**{name} was not loaded.** The name of a FAQ ends in .yaml. Some systems hide the end of a name, or add .txt to "
    "it: please rename the file, say to faq.yaml, and send it again."
)
ROLL_BACK = "**Going back to the version of {date} would change this:**"
GO_BACK = "✅ Go back"
GO_BACK_ANYWAY = "Go back anyway"
GONE_BACK = "**Done: the FAQ is that of {date} again.** The bot answers from it now. What changed:"
COME_BACK = "{questions} back into /review: the wordings that settled {them} go"
SETTLED_AGAIN = "{questions} settled again, which had come back into /review: the wordings for {them} are there again"
ARE_BACK = "**{questions} back in /review.**"
ARE_SETTLED = "**{questions} settled again.**"
NOT_MOVED = (
    "**The questions that this brings back could not be put into /review:** {problem} They stay settled. Going back "
    "and forth once more, with /rollback, tries it again."
)
STAY_SETTLED = "{questions} that it would bring back into /review will stay settled."
CHECKS_KEPT = "checks: no check that passed before fails now ({checks} tried)"
CHECKS_NONE = "checks: it concerns none"
CHECKS_BROKEN = "checks that passed before and fail now: {broken} ({checks} tried)"
CHECKS_GONE = "checks that are gone: {gone}"
SAME = "That is what the FAQ says now. Nothing would change."
PUT = "**Published.** The bot answers from it now."
WENT_LIVE = "**The FAQ was changed, and the bot answers from it now.**"
DROPPED = "Nothing was changed."
HELD_NO_LONGER = (
    "I no longer have that file: it was shown too long ago, or the bot was restarted. Please send it, or /rollback, "
    "again."
)
TOO_BIG = "This file is too big ({size}); a FAQ has at most {most}. It was not downloaded."
PROBLEMS = "**{name} was not loaded.** It has {count}:"
NO_VERSIONS = "No versions are kept yet."
VERSIONS = "**Versions of the FAQ** {first}–{last} of {total}"
VERSIONS_IN = "**{language}, versions** {first}–{last} of {total}"
LIVE = "live"
BACK_TO = "Back to {number}"
NEWER = "◀ Newer"
OLDER = "Older ▶"
NO_VERSION = "There is no version {number}. /versions shows what there is."
NO_EARLIER = "There is no earlier version to go back to."
NOT_RECORDED = "It could not be recorded in the log of decisions: {problem}"

# Teaching red flags
SHOULD_RAISE = "🚨 Should raise an alarm"
SHOULD_NOT = "Should not"
TEACH_ALARM = "**This should raise the alarm “{title}”:**"
TEACH_NO_ALARM = "**This should not raise the alarm “{title}”, or any other:**"
TEACH_CALM = "**This should raise no alarm:**"
ALARM_LIST = "the messages that raise “{title}”"
NO_ALARM_LIST = "the messages that only sound like “{title}”"
CALM_LIST = "the messages that raise no alarm"
TEACH_MOVED = "It is now among {list}, and moves."
TEACH_SILENCES = (
    "**⛔ This tells of an emergency: {title}.** Patients who write it, or something like it, would get NO emergency "
    "message. If the bot chose the wrong emergency, teach that instead: *It should raise …*"
)
TEACH_ANSWERED = (
    "**⚠ Today “{title}” answers it.** Patients who ask this, or something like it, would get the emergency message "
    "instead."
)
TEACH_SILENCED = "No alarm any more"
TEACH_ALARMED = "Would raise it too"
TEACH_OTHERWISE = "Another outcome"
TEACH_MORE = "and {count} more like that"
KNOWN_AS = {
    KnownAs.QUESTION: "a patient asked it",
    KnownAs.WORDING: "a wording of “{owner}”",
    KnownAs.CHECK: "a check of “{owner}”",
    KnownAs.OFF_TOPIC: "an off-topic line",
    KnownAs.EXAMPLE: "an example of red flags",
}
TEACH_REFUSED = "**Not published.**"
PUBLISH_DESPITE = "⚠ Publish: no emergency message"
TEACH_BREAKS = "These break:"
TEACH_IN_VAIN = "**It would not help with this very message.** Please tell whoever looks after the bot."
TAUGHT_ALREADY = "It is among the examples already. Nothing would change."
TAUGHT = "**Published.** The bot has learnt this message, and others like it."
UNTAUGHT = "**Taken back.** The FAQ says what it said before."
TEACHING_DONE = "**A red flag was taught.** “{text}” is now among {list}. /why and the message shows the effect."
TEACHING_UNDONE = "**What was taught about a red flag was taken back:** “{text}” is no longer among {list}."
IDENTIFYING = "**Not taken:** this may tell who it is about. It would be kept as: “{kept}”"
IDENTIFYING_HINT = "Send /why again with other words in place of those in brackets."
NOT_READABLE = (
    "**Not taken:** too few of its words are known here to be sure that it tells nothing about a person (in other "
    "languages than English this is always so). An admin can write it into the FAQ file."
)
WHY_LOST = "I can no longer see the message (it was deleted, or is too old). Please send /why with it again."
LESSON_GONE = "This sign is no longer in the FAQ. Please send /why again."

# Others
WHY_USAGE = "Write the message after the command, like this: /why does it hurt?"
DATABASE = "**The database does not work, so this can't be done now.** Patients are still answered.\n\n{problem}"
TOO_LONG = "That took too long and was given up. Nothing was changed. Please tell whoever runs the bot."
FAILED = "Something went wrong; it was noted in the log ({where}). Nothing else was changed."
DIGEST = "**Last week**"
EARLIER = "**Questions without an answer:** {count}. /review shows them."
HELP = """**What you can do here**

- /review: what patients asked in vain. Say where it belongs, or write a new entry
- /stats: figures of this week and last
- /why and a message: what the bot makes of it; there you also report a missed or a false alarm
- *cancel*: stops what you are writing{admin}

Anything else you write is answered as if a patient asked. Nothing changes before you tap *Publish*."""
HELP_ADMIN = """
- /drafts: new entries that wait for you
- /reload: take the changed FAQ file now
- /export_faq: get the FAQ file. Send one to replace it
- /versions, /rollback 2: earlier versions
- /signoff: check answers as a clinician and sign them"""
