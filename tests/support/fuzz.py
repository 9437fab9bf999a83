"""Updates at random, each valid by the Bot API's own types: what Telegram may send, and what no test thought of.

`Fuzz` is seeded, so a failing run can be repeated. It also tells the fake Telegram what must be true for an update to
come at all: that the chat exists, that a tapped message is the bot's, that a query waits for its answer.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

from tests.support.botapi import Fields, spec
from tests.support.chats import BOT
from tests.support.telegram import Telegram
from tests.support.updates import Json, document, text

CANARIES = ("Zquanary", "Zqsurname", "zqhandle", "zqwords")
"""Parts of every name, user name and text of this generator: none of it may be found where the bot writes."""
_DEEP = 4
_ANONYMOUS = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
_CHANNEL_BOT = {"id": 136817688, "is_bot": True, "first_name": "Channel", "username": "Channel_Bot"}
_SERVICE = {"id": 777000, "is_bot": False, "first_name": "Telegram"}
_LANGUAGES = ("en", "es", "de", "pt-br", "zh-hans", "x", "")
_CHARACTERS = (
    "\u200b", "\u200d", "\u202e", "\u2066", "\u0301", "\ufeff", "\u00ad",
    "😀", "👨‍👩‍👧‍👦", "🏳️‍🌈", "ß", "ﷺ", "م", "ש", "漢", "𝕏",
    "\t", "\n", "<", ">", "&", '"', "'", "*", "_", "[", "]", "(", ")", "`", "\\", "/", "@", "#", "=", "+", "{", "}",
    "|",
)  # fmt: skip
_COMMANDS = (
    "/start", "/start x", "/start side-effects", "/help", "/topics", "/contact", "/privacy", "/whoami", "/language",
    "/review", "/stats", "/why does it hurt", "/versions", "/drafts", "/export_faq", "/rollback 1", "/", "//",
    "/ start",
    "/START", "/help@clinic_faq_bot", "/help@other_bot", "/start@", "/unknown", "/privacy now", "/topics\n\n/help",
    "/help@other_bot\nI can't breathe", "/start@clinic_faq_bot\u00a0I can't swallow", "/nothing\tI can't breathe",
    "/why I can't breathe",
)  # fmt: skip
_WORDS = (
    "hello", "thanks", "ok", "bye", "?", "yes", "no", "botox", "I can't breathe", "my face droops since this morning",
    "does it hurt", "how long does it last", "and the price", "=1+1", "@clinic_faq_bot does it hurt", "https://a.example",
    "call me on +44 7700 900123", "<b>bold</b>", "[x](http://a.example)", "{clinic.phone}", "%s %d", "' OR 1=1 --",
)  # fmt: skip
_INTEGERS = (0, 1, 2, -1, 7, 100, 4096, 2**31 - 1, -(2**31), 2**31, 2**52 - 1)
_CONSTANTS: dict[tuple[str, str], tuple[str, ...]] = {
    ("Sticker", "type"): ("regular", "mask", "custom_emoji"),
    ("Poll", "type"): ("regular", "quiz"),
    ("MaskPosition", "point"): ("forehead", "eyes", "mouth", "chin"),
    ("EncryptedPassportElement", "type"): ("passport", "address", "email"),
    ("UniqueGiftInfo", "origin"): ("upgrade", "transfer", "resale"),
    ("InlineQuery", "chat_type"): ("sender", "private", "group", "supergroup", "channel"),
}
_ENTITIES = (
    "mention", "hashtag", "cashtag", "bot_command", "url", "email", "phone_number", "bold", "italic", "underline",
    "strikethrough", "spoiler", "blockquote", "expandable_blockquote", "code", "pre", "text_link", "text_mention",
    "custom_emoji", "something_new",
)  # fmt: skip
_CONTENT = (
    "text", "animation", "audio", "document", "live_photo", "paid_media", "photo", "sticker", "story", "video",
    "video_note", "voice", "checklist", "contact", "dice", "game", "poll", "venue", "location", "new_chat_members",
    "left_chat_member", "new_chat_title", "new_chat_photo", "delete_chat_photo", "group_chat_created", "pinned_message",
    "message_auto_delete_timer_changed", "invoice", "successful_payment", "refunded_payment", "users_shared",
    "chat_shared", "gift", "unique_gift", "connected_website", "write_access_allowed", "passport_data",
    "proximity_alert_triggered", "boost_added", "chat_background_set", "checklist_tasks_done", "forum_topic_created",
    "forum_topic_edited", "forum_topic_closed", "forum_topic_reopened", "general_forum_topic_hidden", "giveaway",
    "giveaway_winners", "giveaway_completed", "video_chat_scheduled", "video_chat_ended", "web_app_data",
    "rich_message",
    "paid_message_price_changed", "direct_message_price_changed", "suggested_post_approved", "migrate_from_chat_id",
)  # fmt: skip
_ABOUT_THE_CHAT = frozenset({"migrate_to_chat_id"})
_KINDS = {"message": 60, "callback_query": 18, "edited_message": 8, "my_chat_member": 3, "inline_query": 5}


class Fuzz:
    """Makes updates and queues them. `phrases` are texts worth sending; `staff` now and then write too.

    `hasty` is the share of texts that may be fragments: the bot waits a moment for the rest of those.
    """

    def __init__(
        self,
        telegram: Telegram,
        seed: int,
        *,
        phrases: Sequence[str] = (),
        staff: Sequence[int] = (),
        people: int = 1_500,
        hasty: float = 1.0,
    ) -> None:
        self.hasty = hasty
        self._telegram = telegram
        self._dice = random.Random(seed)
        self._phrases = (*phrases, *_WORDS)
        self._staff = staff
        self._people = people
        self._others = tuple(kind for kind in spec()["types"]["Update"] if kind not in (*_KINDS, "update_id"))

    def push(self) -> Json:
        """Queues one update and returns it.

        Kinds that the bot did not ask for come too, as they do from before it said so.
        """
        update = self.update()
        number = self._telegram.queue.push({"message": {}})
        self._telegram.queue.pending[number] = {"update_id": number, **update}
        return update

    def update(self) -> Json:
        """One update, without its id."""
        kinds = (*_KINDS, "other")
        kind = self._dice.choices(kinds, (*_KINDS.values(), 6))[0]
        match kind:
            case "message":
                return {kind: self._message()}
            case "edited_message":
                return {kind: {**self._message(), "edit_date": self._date()}}
            case "callback_query":
                return {kind: self._tap()}
            case "inline_query":
                return {kind: self._inline()}
            case "my_chat_member":
                return {kind: self._member()}
        kind = self._dice.choice(self._others)
        if kind in ("channel_post", "edited_channel_post"):
            return {kind: self._channel_post()}
        (types, *_) = spec()["types"]["Update"][kind]
        return {kind: self._value(types, "Update", kind, 1)}

    # -- the frequent kinds ----------------------------------------------------------------------------------------

    def _message(self) -> Json:
        dice = self._dice
        sender = self._user()
        place = dice.random()
        message: Json = {"message_id": next(self._telegram.numbers), "date": self._date()}
        if place < 0.75:
            message |= {"from": sender, "chat": self._known(_private(sender))}
        else:
            chat = self._group()
            message |= {"chat": chat, **self._author(sender, chat)}
            if chat.get("is_forum") and dice.random() < 0.7:
                thread = dice.randint(1, 9)
                self._telegram.threads.setdefault(chat["id"], set()).add(thread)
                message |= {"message_thread_id": thread, "is_topic_message": True}
            elif dice.random() < 0.2:
                message["message_thread_id"] = dice.randint(1, 10**6)  # a thread of replies, no topic
        message |= self._content(message["chat"])
        for extra in ("reply_to_message", "via_bot", "forward_origin", "quote", "external_reply", "media_group_id"):
            if dice.random() < 0.06:
                message[extra] = self._value(spec()["types"]["Message"][extra][0], "Message", extra, 2)
        for flag in ("has_protected_content", "is_from_offline", "is_automatic_forward", "is_paid_post"):
            if dice.random() < 0.03:
                message[flag] = True
        if dice.random() < 0.1 and (own := self._own_message()) is not None:
            message["reply_to_message"] = own
        return message

    def _author(self, sender: Json, chat: Json) -> Json:
        match self._dice.randrange(8):
            case 0:
                return {"from": _ANONYMOUS, "sender_chat": chat}
            case 1:
                return {"from": _CHANNEL_BOT, "sender_chat": self._channel()}
            case 2:
                return {"from": _SERVICE, "sender_chat": self._channel(), "is_automatic_forward": True}
            case 3:
                return {"from": {**sender, "is_bot": True}}
        return {"from": sender}

    def _content(self, chat: Json) -> Json:
        dice = self._dice
        if dice.random() < 0.6:
            return self._text(chat)
        if dice.random() < 0.1:
            return {}  # a kind that this Bot API does not know yet
        kind = dice.choice(_CONTENT)
        if kind == "text":
            return self._text(chat)
        if kind == "document" and dice.random() < 0.5:
            name = dice.choice(("faq.yaml", "a.yml", "letter.pdf", "../../etc/passwd", "\u202efdp.exe"))
            return document(self._telegram.file(self._words().encode()[:2_000] or b"-"), name)
        content: Json = {kind: self._value(spec()["types"]["Message"][kind][0], "Message", kind, 2)}
        if kind in ("photo", "video", "animation", "audio", "document", "voice") and dice.random() < 0.5:
            content["caption"] = self._words()[:1024]
            if dice.random() < 0.5:
                content["caption_entities"] = self._entities(content["caption"])
        return content

    def _text(self, chat: Json) -> Json:
        words = self._words()
        if chat["type"] != "private" and self._dice.random() < 0.5:
            words = f"@{BOT['username']} {words}"[:4096]
        if self._dice.random() >= self.hasty and not words.startswith("/"):
            words = _shortened(words, 4095, "utf-16-le", 2) + "?"
        content = text(words)
        if self._dice.random() < 0.15:
            content["entities"] = self._entities(words)
        return content

    def _channel_post(self) -> Json:
        chat = self._channel()
        message = {"message_id": next(self._telegram.numbers), "date": self._date(), "chat": chat, "sender_chat": chat}
        return {**message, **self._content(chat)}

    def _tap(self) -> Json:
        dice = self._dice
        number = f"fuzz-{next(self._telegram.numbers)}"
        tap: Json = {"id": number, "chat_instance": self._line(), "from": self._user()}
        self._telegram.queries[number] = True
        own = self._own_message()
        match dice.randrange(10):
            case 0:
                tap["inline_message_id"] = self._line()
            case 1:
                chat = self._known(_private(tap["from"]))
                tap["message"] = {"chat": chat, "message_id": next(self._telegram.numbers), "date": 0}
            case 2:
                tap["message"] = self._bot_message(dice.choice((self._known(_private(tap["from"])), self._group())))
            case _ if own is not None:
                tap["message"] = own
                if own["chat"]["type"] == "private":
                    tap["from"] = {**own["chat"], "is_bot": False}
                    del tap["from"]["type"]
            case _:
                tap["message"] = self._bot_message(self._known(_private(tap["from"])))
        if dice.random() < 0.97:
            tap["data"] = self._data(tap.get("message", {}))
        else:
            tap["game_short_name"] = self._line()
        return tap

    def _data(self, under: Json) -> str:
        """What a button carries: one of those below the message, a similar one, or nonsense."""
        dice = self._dice
        rows = under.get("reply_markup", {}).get("inline_keyboard", [])
        known = [button["callback_data"] for row in rows for button in row if "callback_data" in button]
        data = dice.choice(known) if known else ""
        if data and dice.random() < 0.7:
            return str(data)
        if data and dice.random() < 0.6:
            at = dice.randrange(len(data))
            data = data[:at] + dice.choice((":", "", "9", "é", "\u202e", "-1")) + data[at + 1 :]
        else:
            parts = (
                dice.choice("esbmTtnhucl?"),
                dice.choice(("", "side-effects", "x" * 48, "-")),
                f"{dice.randint(-9, 99)}",
            )
            data = dice.choice((":".join(parts), self._line(), "::::", "r:publish:1"))
        return _shortened(data, 64) or "-"

    def _inline(self) -> Json:
        number = f"fuzz-{next(self._telegram.numbers)}"
        self._telegram.queries[number] = True
        query: Json = {"id": number, "from": self._user(), "query": self._words()[:256]}
        query["offset"] = self._dice.choice(("", "", "5", "x", "-1", "9" * 60))
        if self._dice.random() < 0.3:
            query["chat_type"] = self._dice.choice(_CONSTANTS["InlineQuery", "chat_type"])
        return query

    def _member(self) -> Json:
        sender = self._user()
        chat = self._dice.choice((self._known(_private(sender)), self._group(), self._channel()))
        changed: Json = {"chat": chat, "from": sender, "date": self._date()}
        for state in ("old_chat_member", "new_chat_member"):
            member = self._value(["ChatMember"], "ChatMemberUpdated", state, 2)
            changed[state] = {**member, "user": {key: BOT[key] for key in ("id", "is_bot", "first_name", "username")}}
        if chat["type"] == "private":
            if changed["new_chat_member"]["status"] == "kicked":
                self._telegram.blocked.add(chat["id"])
            else:
                self._telegram.blocked.discard(chat["id"])
        return changed

    # -- who and where ---------------------------------------------------------------------------------------------

    def _user(self) -> Json:
        dice = self._dice
        if self._staff and dice.random() < 0.01:
            return {"id": dice.choice(self._staff), "is_bot": False, "first_name": f"Sam {CANARIES[0]}"}
        number = dice.randrange(self._people)
        person: Json = {
            "id": 5_000_000_000 + number,
            "is_bot": False,
            "first_name": f"{CANARIES[0]} {self._line()}"[:64],
        }
        traits = random.Random(number)  # the same for everything this person sends
        if traits.random() < 0.5:
            person["last_name"] = f"{CANARIES[1]}{number}"
        if traits.random() < 0.5:
            person["username"] = f"{CANARIES[2]}{number}"
        if traits.random() < 0.8:
            person["language_code"] = traits.choice(_LANGUAGES)
        if traits.random() < 0.1:
            person["is_premium"] = True
        return person

    def _group(self) -> Json:
        number = self._dice.randrange(60)
        chat: Json = {"id": -1_001_000_000_000 - number, "type": "supergroup", "title": f"{CANARIES[0]} {number}"}
        if number % 3 == 0:
            chat["is_forum"] = True
        if number % 5 == 1:
            chat |= {"id": -5_000 - number, "type": "group"}
        return self._known(chat)

    def _channel(self) -> Json:
        return self._known({"id": -1_002_000_000_000, "type": "channel", "title": CANARIES[0], "username": CANARIES[2]})

    def _known(self, chat: Json) -> Json:
        self._telegram.chats[chat["id"]] = chat
        return chat

    def _own_message(self) -> Json | None:
        """One of the bot's latest messages."""
        latest = list(self._telegram.messages.values())[-300:]
        own = [message for message in latest if message["from"]["id"] == BOT["id"]]
        return self._dice.choice(own) if own else None

    def _bot_message(self, chat: Json) -> Json:
        """A message of the bot's that this process never sent: an older version of it did."""
        number = next(self._telegram.numbers)
        me = {key: BOT[key] for key in ("id", "is_bot", "first_name", "username")}
        message: Json = {"message_id": number, "date": self._date(), "chat": chat, "from": me}
        message["text"] = self._dice.choice(("Old words", self._words()))
        self._telegram.messages[chat["id"], number] = message
        return message

    # -- values by type --------------------------------------------------------------------------------------------

    def _value(self, types: Sequence[str], owner: str, name: str, depth: int) -> Any:
        kind = self._dice.choice(list(types)) if depth <= _DEEP else min(types, key=_least_depth)
        special: dict[str, Callable[[], Any]] = {"User": self._user, "String": lambda: self._string(owner, name)}
        special |= {"Integer": lambda: self._integer(name), "Boolean": lambda: True, "Float": self._float}
        special |= {"Chat": lambda: self._dice.choice((_private(self._user()), self._group(), self._channel()))}
        if kind in special:
            return special[kind]()
        if kind.startswith("Array of "):
            count = self._dice.choice((1, 1, 2, 3)) if depth <= _DEEP else 1
            return [self._value([kind.removeprefix("Array of ")], owner, name, depth + 1) for _ in range(count)]
        shape = spec()["types"][kind]
        if isinstance(shape, list):
            return self._value(shape, owner, name, depth + 1)
        return self._object(kind, shape, depth)

    def _object(self, kind: str, fields: Fields, depth: int) -> Json:
        made: Json = {}
        for name, (types, required, *constant) in fields.items():
            if constant:
                made[name] = constant[0]
            elif required or (depth < _DEEP and self._dice.random() < 0.3 / depth and name not in _ABOUT_THE_CHAT):
                made[name] = self._value(types, kind, name, depth + 1)
        if kind == "Message":
            made.setdefault("from", self._user())
        return made

    def _string(self, owner: str, name: str) -> str:
        if (owner, name) in _CONSTANTS:
            return self._dice.choice(_CONSTANTS[owner, name])
        if owner == "MessageEntity" and name == "type":
            return self._dice.choice(_ENTITIES)
        if name in ("text", "caption", "title", "description", "question", "explanation"):
            return self._words()
        return self._line()

    def _integer(self, name: str) -> int:
        if name.endswith("date") or name in ("unix_time", "send_date"):
            return self._date()
        if name in ("length", "offset", "duration", "width", "height", "message_id"):
            return self._dice.choice((0, 1, 5, 100, 4096))
        return self._dice.choice(_INTEGERS)

    def _float(self) -> float:
        return self._dice.choice((0.0, -180.0, 90.0, 1e-9, 12.5))

    def _date(self) -> int:
        return self._dice.choices((int(time.time()), 0, 1_500_000_000, 2**31 - 1), (94, 2, 2, 2))[0]

    def _entities(self, words: str) -> list[Json]:
        long = len(words.encode("utf-16-le")) // 2
        made = []
        for _ in range(self._dice.randint(1, 3)):
            offset = self._dice.randint(0, long)
            entity: Json = {"type": self._dice.choice(_ENTITIES), "offset": offset}
            entity["length"] = self._dice.choice((0, 1, max(0, long - offset), long + 7))
            if entity["type"] == "text_mention":
                entity["user"] = self._user()
            made.append(entity)
        return made

    def _words(self) -> str:
        """A text of up to 4096 characters, as UTF-16 counts them."""
        dice = self._dice
        match dice.randrange(12):
            case 0 | 1:
                words = dice.choice(_COMMANDS)
            case 2:
                words = "".join(dice.choice(_CHARACTERS) for _ in range(dice.choice((1, 3, 30, 500))))
            case 3:
                words = " ".join(dice.choice(self._phrases) for _ in range(dice.choice((2, 5, 80))))
            case 4:
                words = dice.choice((*_CHARACTERS, "a", "0", "botox ", "swollen? ")) * 4096
            case 5:
                words = "".join(
                    chr(dice.choice((dice.randint(1, 0x2FF), dice.randint(0x370, 0xD7FF)))) for _ in range(99)
                )
            case 6:
                words = f"my name is {CANARIES[0]} {CANARIES[1]} and {CANARIES[3]} {dice.choice(self._phrases)}"
            case _:
                words = dice.choice(self._phrases)
        return _shortened(words, 4096, "utf-16-le", 2) or "-"

    def _line(self) -> str:
        dice = self._dice
        return (
            "".join(dice.choice((*_CHARACTERS[:-18], "abc", "Pat", " ")) for _ in range(dice.randint(1, 8))).strip()
            or "x"
        )


def _private(person: Json) -> Json:
    kept: Json = {key: person[key] for key in ("id", "first_name", "last_name", "username") if key in person}
    return {**kept, "type": "private"}


def _shortened(words: str, most: int, encoding: str = "utf-8", unit: int = 1) -> str:
    return words.encode(encoding)[: most * unit].decode(encoding, "ignore")


@cache
def _least_depth(kind: str, above: tuple[str, ...] = ()) -> int:
    """How deep the smallest value of a type is nested."""
    kind = kind.removeprefix("Array of ").removeprefix("Array of ")
    if kind not in spec()["types"]:
        return 0
    if kind in above:
        return 99
    shape = spec()["types"][kind]
    if isinstance(shape, list):
        return min(_least_depth(one, (*above, kind)) for one in shape)
    inner = [
        min(_least_depth(one, (*above, kind)) for one in types) for types, required, *_ in shape.values() if required
    ]
    return 1 + max(inner, default=0)
