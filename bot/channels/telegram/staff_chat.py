"""The chat of staff: its number, which changes when the group becomes a supergroup, and whether the bot is in it.

Owns the way from the number in the settings to the present one, also over restarts. Knows nothing of what is said.
"""

from __future__ import annotations

import logging
from contextlib import suppress

from telegram import ChatMember, Update

from bot.core.alerts import Alert, AlertSubject
from bot.core.records import ProcessMemo
from bot.storage.errors import StoreError
from bot.storage.store import Store

log = logging.getLogger(__name__)

_GONE = {ChatMember.LEFT, ChatMember.BANNED}


class StaffChat:
    """`id` is the chat's present number, None without one. `configured` is the number in the settings."""

    def __init__(self, configured: int | None, store: Store | None = None) -> None:
        self.id = configured
        self._configured = configured
        self._store = store
        self._removed = False

    async def recall(self) -> None:
        """Goes on with the number that the chat had last. Without the database it is that of the settings."""
        if self._store is None or self._configured is None:
            return
        with suppress(StoreError):
            before, _, after = (await self._store.recall(ProcessMemo.STAFF_CHAT) or "").partition(" ")
            if before == str(self._configured):
                self.id = int(after)

    async def heed(self, update: Update) -> None:
        """Notes what an update tells of the chat."""
        message, membership = update.message, update.my_chat_member
        if message is not None and message.migrate_to_chat_id is not None:
            await self.moved(message.chat_id, message.migrate_to_chat_id)
        elif message is not None and message.migrate_from_chat_id is not None:
            await self.moved(message.migrate_from_chat_id, message.chat_id)
        elif membership is not None and membership.chat.id == self.id:
            self._removed = membership.new_chat_member.status in _GONE
            if self._removed:
                log.error("the bot was removed from the staff chat")

    async def moved(self, before: int, after: int) -> None:
        """Follows a group that has become a supergroup, if it is this chat."""
        if before != self.id:
            return
        self.id = after
        log.warning("the staff chat has become a supergroup; change STAFF_CHAT_ID")
        if self._store is not None:
            with suppress(StoreError):
                await self._store.remember(ProcessMemo.STAFF_CHAT, f"{self._configured} {after}")

    @property
    def concern(self) -> Alert | None:
        """What admins have to do about the chat."""
        if self._removed:
            text = (
                "The bot was removed from the staff chat: the digest and messages that patients pass on reach nobody. "
                "Add it again, or change STAFF_CHAT_ID."
            )
            return Alert(AlertSubject.STAFF_CHAT, text, mark="2", lasting=True)
        if self.id != self._configured:
            text = (
                "The staff group has become a supergroup. The bot follows it. Please set "
                f"STAFF_CHAT_ID={self.id}, since only the bot's database knows the new number."
            )
            return Alert(AlertSubject.STAFF_CHAT, text, mark="1", lasting=True)
        return None
