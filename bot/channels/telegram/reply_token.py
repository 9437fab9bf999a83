"""The encrypted return address of a relayed message: the staff chat holds it and can neither read nor change it.

Encrypted with Fernet of the `cryptography` library (AES-128-CBC and HMAC-SHA256), which takes 7 MB and is imported only
where the hand-off is used. Knows nothing of Telegram.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from datetime import datetime, timedelta

HOLDS = timedelta(days=7)
_SHAPE = struct.Struct(">qq8s")


class TokenInvalid(Exception):
    """The token was not made with this key, or was changed."""


class TokenExpired(Exception):
    """The token is older than `HOLDS`."""


@dataclass(frozen=True, slots=True)
class ReturnAddress:
    """Where a reply goes: the chat, the message it answers, and the patient's language."""

    chat_id: int
    message_id: int
    language: str


def new_key() -> str:
    """A random key."""
    from cryptography.fernet import Fernet

    return Fernet.generate_key().decode()


class ReplyTokens:
    """Encrypts and decrypts with one key. Raises ValueError for a key that `new_key` did not make."""

    def __init__(self, key: str) -> None:
        from cryptography.fernet import Fernet

        self._fernet = Fernet(key.encode())

    def encrypt(self, address: ReturnAddress, now: datetime) -> str:
        """The token of an address: about 140 characters of A-Z a-z 0-9 _ and -."""
        data = _SHAPE.pack(address.chat_id, address.message_id, address.language.encode()[:8])
        return self._fernet.encrypt_at_time(data, int(now.timestamp())).decode().rstrip("=")

    def decrypt(self, token: str, now: datetime) -> ReturnAddress:
        """The address in a token. Raises TokenInvalid and TokenExpired."""
        from cryptography.fernet import InvalidToken

        padded = token.encode("ascii", "ignore") + b"=" * (-len(token) % 4)
        try:
            chat_id, message_id, language = _SHAPE.unpack(self._fernet.decrypt(padded))
            age = now.timestamp() - self._fernet.extract_timestamp(padded)
        except (InvalidToken, struct.error):
            raise TokenInvalid from None
        if age > HOLDS.total_seconds():
            raise TokenExpired
        return ReturnAddress(chat_id, message_id, language.rstrip(b"\0").decode("ascii", "replace"))
