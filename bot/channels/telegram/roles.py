"""Who of those who write to the bot is staff, and who an admin. Knows nothing of what they may do."""

from __future__ import annotations

from dataclasses import dataclass

from telegram import Chat, User
from telegram.constants import ChatType

from bot.channels.telegram.staff_chat import StaffChat
from bot.core.records import Role


@dataclass(frozen=True, slots=True)
class Roles:
    """Ids of staff and admins, and their chat."""

    staff: frozenset[int]
    admins: frozenset[int]
    chat: StaffChat
    clinicians: frozenset[int] = frozenset()
    """Who of them may sign, besides admins; their menu has that command too."""

    def role(self, user: User | None, chat: Chat | None) -> Role | None:
        """The role of a user in this chat; None for patients, and in other groups."""
        if user is None or chat is None or (chat.type != ChatType.PRIVATE and chat.id != self.chat.id):
            return None
        if user.id in self.admins:
            return Role.ADMIN
        return Role.STAFF if user.id in self.staff else None
