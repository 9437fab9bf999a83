"""What the fake Telegram knows: chats, messages, files, queries, the bot's profile, and the methods that act on them.

It refuses what Telegram refuses, in Telegram's words. Knows nothing of updates, tokens, faults or the wire.
"""

import itertools
import json
import time
from dataclasses import dataclass, field
from typing import Any

from tests.support import rules
from tests.support.botapi import ApiError, bad

BOT = {
    "id": 123456789,
    "is_bot": True,
    "first_name": "Clinic",
    "username": "clinic_faq_bot",
    "can_join_groups": True,
    "can_read_all_group_messages": False,
    "supports_inline_queries": True,
    "can_connect_to_business": False,
    "has_main_web_app": False,
    "has_topics_enabled": False,
    "allows_users_to_create_topics": False,
    "can_manage_bots": False,
}
_FILES = {
    "sendPhoto": "photo",
    "sendDocument": "document",
    "sendVideo": "video",
    "sendAudio": "audio",
    "sendVoice": "voice",
    "sendAnimation": "animation",
    "sendSticker": "sticker",
}
_PLAIN = frozenset(
    {"logOut", "close", "leaveChat", "pinChatMessage", "unpinChatMessage", "setMessageReaction", "setChatMenuButton"}
)
_NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current "
    "content and reply markup of the message"
)


@dataclass
class Chats:
    """The state of Telegram for one bot. Chats become known when somebody writes in them."""

    chats: dict[int, dict[str, Any]] = field(default_factory=dict)
    messages: dict[tuple[int, int], dict[str, Any]] = field(default_factory=dict)
    contents: dict[str, bytes] = field(default_factory=dict)
    blocked: set[int] = field(default_factory=set)
    migrated: dict[int, int] = field(default_factory=dict)  # group -> the supergroup it became
    threads: dict[int, set[int]] = field(default_factory=dict)  # topics of a forum
    profile: dict[tuple[str, str], Any] = field(default_factory=dict)
    queries: dict[str, bool] = field(default_factory=dict)  # callback and inline queries: id -> still to be answered
    numbers: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1))

    def sent_to(self, chat_id: int) -> list[dict[str, Any]]:
        """The bot's messages in a chat as they are now, in order."""
        return [m for (chat, _), m in self.messages.items() if chat == chat_id and m["from"]["id"] == BOT["id"]]

    def play(self, method: str, sent: dict[str, Any], files: dict[str, tuple[str, bytes]]) -> Any:
        """The result of a call whose parameters have their right types. Raises ApiError."""
        match method:
            case "getMe":
                return BOT
            case "sendMessage":
                text, entities = rules.text_of(sent)
                return self._post(sent, {"text": text, **({"entities": entities} if entities else {})})
            case "editMessageText" | "editMessageCaption" | "editMessageReplyMarkup":
                return self._edit(method, sent)
            case "deleteMessage":
                return self._delete(sent["chat_id"], sent["message_id"])
            case "deleteMessages":
                return all([self._delete(sent["chat_id"], message_id) for message_id in sent["message_ids"]])
            case "copyMessage" | "forwardMessage":
                return self._copy(method, sent)
            case "sendChatAction":
                rules.chat_action(sent)
                self._chat(sent["chat_id"])
                return True
            case "answerCallbackQuery" | "answerInlineQuery":
                return self._answer_query(method, sent)
            case "getFile":
                return self._get_file(sent["file_id"])
            case "getChat":
                return {"accent_color_id": 0, "max_reaction_count": 11, **self._chat(sent["chat_id"])}
            case "getChatMember":
                self._chat(sent["chat_id"])
                user = {"id": sent["user_id"], "is_bot": False, "first_name": "Member"}
                return {"status": "member", "user": user}
        if method in _FILES:
            return self._send_file(method, sent, files)
        if method in _PLAIN:
            if "chat_id" in sent:
                self._chat(sent["chat_id"])
            return True
        if method.startswith(("setMy", "getMy", "deleteMy")):
            return self._profile(method, sent)
        raise ApiError(501, f"the fake Telegram does not play {method}")

    def _chat(self, chat_id: int | str) -> dict[str, Any]:
        if isinstance(chat_id, int) and chat_id in self.migrated:
            new = self.migrated[chat_id]
            raise ApiError(400, "Bad Request: group chat was upgraded to a supergroup chat", migrate_to_chat_id=new)
        try:
            chat = self.chats[int(chat_id)]
        except (KeyError, ValueError):
            raise bad("chat not found") from None
        if chat["id"] in self.blocked:
            raise ApiError(403, "Forbidden: bot was blocked by the user")
        return chat

    def _post(self, sent: dict[str, Any], content: dict[str, Any]) -> dict[str, Any]:
        chat = self._chat(sent["chat_id"])
        rules.keyboard(sent.get("reply_markup"), private=chat["type"] == "private")
        message: dict[str, Any] = {
            "message_id": next(self.numbers),
            "date": int(time.time()),
            "chat": chat,
            "from": _bot_user(),
        }
        thread = sent.get("message_thread_id")
        if thread is not None:
            if thread not in self.threads.get(chat["id"], ()):
                raise bad("message thread not found")
            message |= {"message_thread_id": thread, "is_topic_message": True}
        reply = sent.get("reply_parameters")
        if reply:
            original = self.messages.get((chat["id"], reply["message_id"]))
            if original is None and not reply.get("allow_sending_without_reply"):
                raise bad("message to be replied not found")
            if original is not None:
                message["reply_to_message"] = {k: v for k, v in original.items() if k != "reply_to_message"}
        if "inline_keyboard" in sent.get("reply_markup", {}):
            message["reply_markup"] = sent["reply_markup"]
        message |= content
        self.messages[chat["id"], message["message_id"]] = message
        return message

    def _own(self, sent: dict[str, Any], what: str) -> dict[str, Any]:
        if "inline_message_id" in sent:
            raise bad("MESSAGE_ID_INVALID")
        if "chat_id" not in sent or "message_id" not in sent:
            raise bad("message identifier is not specified")
        chat = self._chat(sent["chat_id"])
        message = self.messages.get((chat["id"], sent["message_id"]))
        if message is None:
            raise bad(f"message to {what} not found")
        if message["from"]["id"] != BOT["id"]:
            raise bad(f"message can't be {what}ed")
        return message

    def _edit(self, method: str, sent: dict[str, Any]) -> dict[str, Any]:
        message = self._own(sent, "edit")
        new = {key: value for key, value in message.items() if key != "reply_markup"}
        if method == "editMessageText":
            text, entities = rules.text_of(sent)
            if "text" not in message:
                raise bad("there is no text in the message to edit")
            new = {key: value for key, value in new.items() if key != "entities"}
            new |= {"text": text, **({"entities": entities} if entities else {})}
        elif method == "editMessageCaption":
            if not any(kind in message for kind in _FILES.values()):
                raise bad("there is no caption in the message to edit")
            new |= {"caption": rules.caption_of(sent)[0]}
        rules.keyboard(sent.get("reply_markup"), private=message["chat"]["type"] == "private")
        if "inline_keyboard" in sent.get("reply_markup", {}):
            new["reply_markup"] = sent["reply_markup"]
        if new == message:
            raise bad(_NOT_MODIFIED)
        new["edit_date"] = int(time.time())
        self.messages[message["chat"]["id"], message["message_id"]] = new
        return new

    def _delete(self, chat_id: int, message_id: int) -> bool:
        chat = self._chat(chat_id)
        message = self.messages.get((chat["id"], message_id))
        if message is None:
            raise bad("message to delete not found")
        if time.time() - message["date"] > 48 * 3600 or (
            message["from"]["id"] != BOT["id"] and chat["type"] != "private"
        ):
            raise bad("message can't be deleted")
        del self.messages[chat["id"], message_id]
        return True

    def _copy(self, method: str, sent: dict[str, Any]) -> dict[str, Any]:
        source = self._chat(sent["from_chat_id"])
        original = self.messages.get((source["id"], sent["message_id"]))
        if original is None:
            raise bad("message to copy not found" if method == "copyMessage" else "message to forward not found")
        kinds = ("text", "entities", "caption", *_FILES.values())
        content = {kind: original[kind] for kind in kinds if kind in original}
        if method == "forwardMessage":
            origin = {"type": "user", "date": original["date"], "sender_user": original["from"]}
            return self._post(sent, {**content, "forward_origin": origin})
        return {"message_id": self._post(sent, content)["message_id"]}

    def _send_file(self, method: str, sent: dict[str, Any], files: dict[str, tuple[str, bytes]]) -> dict[str, Any]:
        kind = _FILES[method]
        caption, entities = rules.caption_of(sent)
        if (reference := sent[kind]).startswith("attach://"):
            if reference.removeprefix("attach://") not in files:
                raise bad("file must be non-empty")
            name, content = files[reference.removeprefix("attach://")]
        elif reference in self.contents:
            name, content = "file", self.contents[reference]
        elif reference.startswith(("http://", "https://")):
            raise bad("failed to get HTTP URL content")
        else:
            raise bad("wrong file identifier/HTTP URL specified")
        described: dict[str, Any] = {**self.file(content), "file_name": name}
        match kind:
            case "photo":
                described = {**self.file(content), "width": 90, "height": 90}
            case "voice" | "audio":
                described = {**self.file(content), "duration": 1}
        extra = {"caption": caption} if caption else {}
        shown = [described] if kind == "photo" else described
        return self._post(sent, {kind: shown, **extra, **({"caption_entities": entities} if entities else {})})

    def file(self, content: bytes) -> dict[str, Any]:
        """Keeps a file that can be downloaded with getFile; returns its fields common to all kinds."""
        identifier = f"file-{len(self.contents) + 1}"
        self.contents[identifier] = content
        return {"file_id": identifier, "file_unique_id": f"u-{identifier}", "file_size": len(content)}

    def _get_file(self, file_id: str) -> dict[str, Any]:
        content = self.contents.get(file_id)
        if content is None:
            raise bad("wrong file_id or the file is temporarily unavailable")
        if len(content) > 20_000_000:
            raise bad("file is too big")
        known = {"file_id": file_id, "file_unique_id": f"u-{file_id}", "file_size": len(content)}
        return {**known, "file_path": f"documents/{file_id}"}

    def _answer_query(self, method: str, sent: dict[str, Any]) -> bool:
        identifier = sent["callback_query_id" if method == "answerCallbackQuery" else "inline_query_id"]
        if not self.queries.get(identifier):
            raise bad("query is too old and response timeout expired or query ID is invalid")
        if method == "answerInlineQuery":
            rules.inline_results(sent)
        rules.at_most(sent, "text", 200, "MESSAGE_TOO_LONG")
        self.queries[identifier] = False
        return True

    def _profile(self, method: str, sent: dict[str, Any]) -> Any:
        rules.language(sent)
        scope = sent.get("scope", {"type": "default"})
        if "chat_id" in scope:
            self._chat(scope["chat_id"])
        subject = method.removeprefix("set").removeprefix("get").removeprefix("delete")
        key = (subject, json.dumps([scope, sent.get("language_code", "")], sort_keys=True))
        field_name = {"MyDescription": "description", "MyShortDescription": "short_description", "MyName": "name"}
        if method == "setMyCommands":
            rules.commands(sent)
            self.profile[key] = sent["commands"]
        elif method == "getMyCommands":
            return self.profile.get(key, [])
        elif method == "deleteMyCommands":
            self.profile.pop(key, None)
        elif subject in field_name:
            name = field_name[subject]
            if method.startswith("get"):
                return {name: self.profile.get(key, "")}
            limit = {"description": 512, "short_description": 120, "name": 64}[name]
            rules.at_most(sent, name, limit, f"bot {name.replace('_', ' ')} is too long")
            self.profile[key] = sent.get(name, "")
        return True


def _bot_user() -> dict[str, Any]:
    return {key: BOT[key] for key in ("id", "is_bot", "first_name", "username")}
