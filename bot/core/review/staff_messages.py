"""Texts for staff that belong to no single subject: commands, buttons, what keeps a change from being made, help.

All texts for staff are English and not part of the FAQ, since patients never see them; those about one subject are in
`card_messages`, `publishing_messages` and the like. Names in braces are filled in by the caller.
"""

from __future__ import annotations

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
CANCEL = "Cancel"
PUBLISH = "✅ Publish"
FORCE = "Publish anyway (admins)"
UNDO = "Undo"
CHANGED_SINCE = "**Please look again:** this theme, or the FAQ, changed since that preview was made."
CONFLICT = "**Please look again:** somebody else changed the FAQ file in the meantime. Nothing was written."
REFUSED = "**Not published:** it would break checks that pass now."
FORCE_HINT = "An admin can publish it anyway."
NOT_WRITABLE = (
    "The FAQ file can't be written here ({reason}). Please make this change by hand, with `git apply` or an "
    "editor. Then tap Publish again, which settles the questions."
)
NOT_WRITABLE_PLAIN = "The FAQ file can't be written here ({reason}). Please make this change by hand."
ONLY_ADMINS = "Only an admin can do that."
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
