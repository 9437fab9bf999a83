"""The return address of a message to the clinic, sealed: whoever carries it can't read or change it.

Nothing is stored about who wrote to the clinic; what routes the reply travels inside the relayed message. Sealed with
Fernet of the `cryptography` library (AES-128-CBC and HMAC-SHA256), which is loaded at the first use: most clinics have
no hand-off, and it takes 7 MB. Knows nothing of Telegram.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from datetime import datetime, timedelta

HOLDS = timedelta(days=7)
_SHAPE = struct.Struct(">qq8s")


class TokenInvalid(Exception):
    """Not sealed by us, or changed since."""


class TokenExpired(Exception):
    """Sealed too long ago."""


@dataclass(frozen=True, slots=True)
class ReturnAddress:
    """Where a reply goes: the chat, the message it answers, and the language talked there."""

    chat_id: int
    message_id: int
    language: str


def new_key() -> str:
    """A fresh key."""
    from cryptography.fernet import Fernet

    return Fernet.generate_key().decode()


class ReplyTokens:
    """Seals and opens with one key. Raises ValueError for a key that `new_key` did not make."""

    def __init__(self, key: str) -> None:
        from cryptography.fernet import Fernet

        self._fernet = Fernet(key.encode())

    def encrypt(self, address: ReturnAddress, now: datetime) -> str:
        """The sealed address: about 140 of A-Z a-z 0-9 _ and -."""
        data = _SHAPE.pack(address.chat_id, address.message_id, address.language.encode()[:8])
        return self._fernet.encrypt_at_time(data, int(now.timestamp())).decode().rstrip("=")

    def decrypt(self, sealed: str, now: datetime) -> ReturnAddress:
        """The address. Raises Broken and Expired."""
        from cryptography.fernet import InvalidToken

        token = sealed.encode("ascii", "ignore") + b"=" * (-len(sealed) % 4)
        try:
            chat_id, message_id, language = _SHAPE.unpack(self._fernet.decrypt(token))
            age = now.timestamp() - self._fernet.extract_timestamp(token)
        except (InvalidToken, struct.error):
            raise TokenInvalid from None
        if age > HOLDS.total_seconds():
            raise TokenExpired
        return ReturnAddress(chat_id, message_id, language.rstrip(b"\0").decode("ascii", "replace"))
