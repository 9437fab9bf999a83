"""Texts for clinicians who sign what patients read. They are English, like all texts for staff.

Names in braces are filled in by the caller.
"""

from __future__ import annotations

COMMAND = {"signoff": "Sign what patients read"}

ANSWERS = "*{signed} of {total} answers signed*"
OTHERS = "*{signed} of {total} other texts signed*"
STATE = "*{state}: {by}, {on}*"
FOLDED = "▸ *Details and sources, which patients unfold:*"
EMERGENCY = "**Emergency message: {title}**\n\nPatients read it at once, before anything else:"
SAME_DAY = "**To be seen today: {title}**\n\nPatients read it above the answer:"
GROUP = "**{title}**\n\nSigned together:"
PATIENTS_READ = "*Below it patients will read: {line}*"
SIGNED_AS = "*You sign as {by}.*"

APPROVE = "✅ Approve for {months} months"
OTHER_TERM = "{months} months"
CHANGE = "✏️ Needs a change"
SKIP = "Skip"
OTHER_NAME = "Sign under another name"
OTHER_LANGUAGE = "{language}: {words}"
SIGN_AS = "Sign as {by}"

SIGNED = "✅ **Signed until {expires}** · {words}\n\n{title}"
TAKE_BACK = "Take it back"
TAKEN_BACK = "**Taken back:** {title}\n\nIt is not signed any more. /signoff shows it again."
ALREADY = "**Signed already** by {by}, {on}: {title}"
CHANGED = "**Not signed: the text was changed after you were shown it.** This is what the FAQ says now:"
NOT_YET = (
    "**Not signed.** The FAQ file was changed a moment ago, and the bot is reading it. Please tap again in a few "
    "seconds. If this message comes again, the change has a mistake; admins were told."
)
LAST = "**That was the last one.** /signoff begins again with those that you skipped or that need a change."
ALL_SIGNED = "**Everything is signed.** /signoff tells when something has changed or expires."
ALSO = "Other languages:"

WHICH_NAME = "Under which name do you sign?"
ASK_NAME = (
    "**{asked}**\n\nPatients read it below each answer: “Checked by …, November 2026.” Your "
    "name, or what you are: “Dr Lee, ENT”, “The facial palsy team”."
)
ASK_NAME_BELOW = "Write it in your next message."
BAD_NAME = "Please write it in letters, without * _ [ ] @ / and the like, at most {most} characters."

CHANGE_BEGUN = "✏️ **Needs a change:** {title}\n\nNothing has been sent yet."
WHAT_CHANGES = "What should change?"
ASK_NOTE = "**{asked}** Write it in your next message; it goes to the admins."
NO_NOTE = "Send without a note"
CHANGE_SENT = "**The admins were told:** {title}"
CHANGE_UNSENT = "**No admin could be told.** Please tell whoever looks after the texts: {title}"
CHANGE_WANTED = "✏️ **A clinician wants a change** ({by}, {language})\n\n{title}\n\n{where}"
WITHOUT_NOTE = "Without a note: please ask what is wrong."
GONE = "This text is no longer in the FAQ, or has another name. /signoff shows what is there now."
NOT_WRITABLE = "**Not signed.** The FAQ file can't be written ({reason}). Please tell whoever runs the bot."
