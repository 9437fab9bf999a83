"""Kinds of messages that are not text. Knows nothing of what is in them."""

from __future__ import annotations

from enum import StrEnum


class ContentType(StrEnum):
    """A kind of message other than text; the value names the reply in `messages`."""

    PHOTO = "photo"
    VOICE = "voice"
    VIDEO = "video_message"
    STICKER = "sticker"
    DOCUMENT = "document"
    LOCATION = "location"
    CONTACT = "contact_card"
    POLL = "poll"
    OTHER = "other_content"
