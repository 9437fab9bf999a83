"""Texts about teaching red flags.

Names in braces are filled in by the caller.
"""

from __future__ import annotations

from bot.core.quality.comparison import KnownAs

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
TEACH_ALARMED = "Would raise an alarm"
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
