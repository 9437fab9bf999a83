"""Builders of updates as Telegram sends them: users, chats, messages of every kind, taps, inline queries.

Pure functions that return JSON-like dicts; `patient.py` beside it plays people with them.
"""

import time
from typing import Any

Json = dict[str, Any]
_MOST_ENTITIES = 100  # of a message; Telegram marks no more


def user(user_id: int, first_name: str = "Pat", *, username: str = "", language: str = "en") -> Json:
    person: Json = {"id": user_id, "is_bot": False, "first_name": first_name, "language_code": language}
    return {**person, "username": username} if username else person


def private(person: Json) -> Json:
    """The private chat of the bot with a user."""
    kept: Json = {key: person[key] for key in ("id", "first_name", "username") if key in person}
    return {**kept, "type": "private"}


def group(chat_id: int, title: str = "Synkinesis group", *, forum: bool = False) -> Json:
    chat: Json = {"id": chat_id, "title": title, "type": "supergroup"}
    return {**chat, "is_forum": True} if forum else chat


def channel(chat_id: int, title: str = "News") -> Json:
    return {"id": chat_id, "title": title, "type": "channel"}


def message(message_id: int, chat: Json, person: Json | None, *, date: int | None = None, **content: Any) -> Json:
    """A message; `content` holds text, entities, photo … as in the Bot API."""
    sender = {"from": person} if person is not None else {"sender_chat": chat}
    when = int(time.time()) if date is None else date
    return {"message_id": message_id, **sender, "chat": chat, "date": when, **content}


def text(words: str) -> Json:
    """Content of a text message, with the entities Telegram adds: commands, mentions, links, e-mail addresses."""
    entities = []
    position = 0
    for word in words.split(" "):
        kind = None
        if word.startswith("/") and len(word) > 1 and word[1].isalpha():
            kind = "bot_command"
        elif word.startswith("@") and len(word) > 4:
            kind = "mention"
        elif word.startswith(("http://", "https://")):
            kind = "url"
        if kind:
            entities.append({"type": kind, "offset": _utf16(words[:position]), "length": _utf16(word)})
        position += len(word) + 1
    return {"text": words, "entities": entities[:_MOST_ENTITIES]} if entities else {"text": words}


def photo(file: Json, caption: str = "") -> Json:
    return {"photo": [{**file, "width": 90, "height": 90}], **_caption(caption)}


def voice(file: Json) -> Json:
    return {"voice": {**file, "duration": 3, "mime_type": "audio/ogg"}}


def video(file: Json, caption: str = "") -> Json:
    return {"video": {**file, "width": 90, "height": 90, "duration": 3}, **_caption(caption)}


def document(file: Json, name: str, caption: str = "") -> Json:
    return {"document": {**file, "file_name": name, "mime_type": "application/octet-stream"}, **_caption(caption)}


def sticker(file: Json) -> Json:
    flags = {"type": "regular", "width": 512, "height": 512, "is_animated": False, "is_video": False, "emoji": "🙂"}
    return {"sticker": {**file, **flags}}


def location(latitude: float = 48.1, longitude: float = 11.6) -> Json:
    return {"location": {"latitude": latitude, "longitude": longitude}}


def contact(phone: str, first_name: str = "Pat") -> Json:
    return {"contact": {"phone_number": phone, "first_name": first_name}}


def poll(question: str = "Which day?") -> Json:
    options = [{"persistent_id": str(n), "text": f"Day {n}", "voter_count": 0} for n in (1, 2)]
    flags = {"is_closed": False, "is_anonymous": True, "type": "regular", "allows_multiple_answers": False}
    rules = {"allows_revoting": True, "members_only": False}
    return {"poll": {"id": "1", "question": question, "options": options, "total_voter_count": 0, **flags, **rules}}


def checklist(title: str, *tasks: str) -> Json:
    listed = [{"id": number, "text": task} for number, task in enumerate(tasks, 1)]
    return {"checklist": {"title": title, "tasks": listed}}


def rich(*paragraphs: Any) -> Json:
    """Content of a rich message; each paragraph is rich text."""
    return {"rich_message": {"blocks": [{"type": "paragraph", "text": words} for words in paragraphs]}}


def quoting(words: str, quoted: Json) -> Json:
    """What a reply to a message has that quotes a part of it."""
    return {"reply_to_message": quoted, "quote": {"text": words, "position": 0, "is_manual": True}}


def dice() -> Json:
    return {"dice": {"emoji": "🎲", "value": 3}}


def callback(query_id: str, person: Json, under: Json, data: str) -> Json:
    """A tap on a button; `under` is the message that carries it."""
    tap = {"id": query_id, "from": person, "message": under, "chat_instance": "1", "data": data}
    return {"callback_query": tap}


def inline_query(query_id: str, person: Json, query: str, offset: str = "") -> Json:
    return {"inline_query": {"id": query_id, "from": person, "query": query, "offset": offset}}


def my_chat_member(chat: Json, person: Json, bot: Json, old: str, new: str) -> Json:
    """The bot was blocked ("member" -> "kicked"), added to a group ("left" -> "member") …"""
    member = {"user": bot}
    states: dict[str, Json] = {"kicked": {"status": "kicked", "until_date": 0}}
    before, after = ({**states.get(status, {"status": status}), **member} for status in (old, new))
    changed = {"chat": chat, "from": person, "date": int(time.time())}
    return {"my_chat_member": {**changed, "old_chat_member": before, "new_chat_member": after}}


def unparseable() -> Json:
    """An update that python-telegram-bot cannot read: a message whose chat and date are missing."""
    return {"message": {"message_id": 1, "text": "from a later Bot API"}}


def _caption(caption: str) -> Json:
    return {"caption": caption} if caption else {}


def _utf16(words: str) -> int:
    return len(words.encode("utf-16-le")) // 2
