"""Texts that ask staff to type something: a search, a wording, the parts of a new entry.

Names in braces are filled in by the caller.
"""

from __future__ import annotations

NAMED = (
    "**Not taken:** “{names}” {is_a} in the list of names. Please write it again without. "
    "If it must stand in the FAQ, an admin can write it into the file."
)
MAYBE_NAMED = "**Please look once more:** this may name a person. {why} If it names nobody, send the same words again."
MAYBE_NAME = "“{names}” can be a name."
MAYBE_KEPT = "In the log it would be kept as: “{kept}”."
MAYBE_UNKNOWN = "Too few of its words are known here to be sure."
MAYBE_TELLS = "It seems to tell of somebody: by a name or title, an age, or where somebody works."
NEEDED = "**Not taken:** a new entry needs this part. Reply *cancel* to leave the entry."
NEW_ENTRY = (
    "Its question, as patients read it on a button, stands below. It settles {questions}. Details, source and topic "
    "come next."
)
OTHER_QUESTION = "✏️ Another question"
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
WORDINGS = "Patients' wordings that go with it: {wordings}."
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
EMERGENCY = (
    "**Not taken:** this tells of an emergency ({title}). Whoever writes it gets the emergency message, never this "
    "entry's answer."
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
