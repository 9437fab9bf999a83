"""Where a version of the FAQ came from: a role or a way, never a person."""

from __future__ import annotations

from enum import StrEnum

from bot.core.records import Role


class Origin(StrEnum):
    """Who or what made a version. The values are in the names of files, so they never change their meaning."""

    UNKNOWN = ""
    """Kept by a version of the bot that did not note it."""
    START = "start"
    FILE = "file"
    STAFF = "staff"
    ADMIN = "admin"
    ROLLBACK = "rollback"
    UNDO = "undo"
    PURGE = "purge"

    @classmethod
    def of(cls, role: Role) -> Origin:
        """That of a change which somebody in this role published with the bot."""
        return cls.ADMIN if role is Role.ADMIN else cls.STAFF

    @property
    def words(self) -> str:
        """How staff read it."""
        return _WORDS[self]


_WORDS = {
    Origin.UNKNOWN: "not known by whom",
    Origin.START: "as the bot found it",
    Origin.FILE: "somebody saved the file",
    Origin.STAFF: "staff, in the review",
    Origin.ADMIN: "an admin",
    Origin.ROLLBACK: "an admin, going back",
    Origin.UNDO: "undone",
    Origin.PURGE: "patients’ wordings purged",
}
