"""Texts about the file of the FAQ: reloaded, uploaded, and its versions.

Names in braces are filled in by the caller.
"""

from __future__ import annotations

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
ROLL_FORWARD = (
    "**Going forward again, to the version of {date} that was live before you went back, would change this:**"
)
GO_BACK = "✅ Go back"
GO_BACK_ANYWAY = "Go back anyway"
GO_FORWARD = "✅ Go forward"
GO_FORWARD_ANYWAY = "Go forward anyway"
GONE_FORWARD = "**Done: the FAQ is again the later one, of {date}.** The bot answers from it now. What changed:"
GONE_BACK = "**Done: the FAQ is that of {date} again.** The bot answers from it now. What changed:"
COME_BACK = "{questions} back into /review: the wordings that settled {them} go"
SETTLED_AGAIN = "{questions} settled again, which had come back into /review: the wordings for {them} are there again"
ARE_BACK = "**{questions} back in /review.**"
ARE_SETTLED = "**{questions} settled again.**"
CHANGED_MEANWHILE = (
    "**The FAQ lost wordings while the bot was not running.** /versions shows what else changed, /rollback goes back."
)
NOT_MOVED = (
    "**The questions that this brings back could not be put into /review:** {problem} They stay settled. Going back "
    "and forth once more, with /rollback, tries it again."
)
MOVES_UNKNOWN = "how many questions this brings back into /review is not known: {problem}"
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
NOT_EDITED = (
    "**Nothing was published: the FAQ file has {count}.** An admin has to mend it first. Until then patients get the "
    "answers from before, and the questions stay in /review."
)
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
