"""Telegram's limits on what a bot sends: texts, captions, keyboards, commands, inline results. Pure checks.

Each raises the ApiError with Telegram's own words. Knows nothing of chats and messages.
"""

import re
from typing import Any
from urllib.parse import urlsplit

from tests.support.botapi import bad
from tests.support.entities import length, parse_text

TEXT = 4096
CAPTION = 1024
_BUTTONS = 100
_ACTIONS = (
    "url",
    "callback_data",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "copy_text",
    "callback_game",
    "pay",
)
_CHAT_ACTIONS = {
    "typing",
    "upload_photo",
    "record_video",
    "upload_video",
    "record_voice",
    "upload_voice",
    "upload_document",
    "choose_sticker",
    "find_location",
    "record_video_note",
    "upload_video_note",
}
_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
_LANGUAGE = re.compile(r"[a-z]{2}")
_START = re.compile(r"[A-Za-z0-9_-]{1,64}")
_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
_BAD_HOST = re.compile(r"[^A-Za-z0-9.:\[\]_-]")


def text_of(sent: dict[str, Any], key: str = "text", mode: str = "parse_mode") -> tuple[str, list[dict[str, Any]]]:
    """The plain text (1-4096 characters) and entities of a message to be."""
    plain, entities = _parsed(sent, key, mode, "entities")
    if not plain:
        raise bad("message text is empty")
    if length(plain) > TEXT:
        raise bad("message is too long")
    return plain, entities


def caption_of(sent: dict[str, Any]) -> tuple[str, list[dict[str, Any]]]:
    plain, entities = _parsed(sent, "caption", "parse_mode", "caption_entities")
    if length(plain) > CAPTION:
        raise bad("message caption is too long")
    return plain, entities


def keyboard(markup: dict[str, Any] | None, private: bool) -> None:
    """Checks inline and reply keyboards."""
    if markup is None:
        return
    if "keyboard" in markup:
        if not any(row for row in markup["keyboard"]):
            raise bad("reply keyboard must be non-empty")
        return
    rows = markup.get("inline_keyboard")
    if rows is None:
        return
    if sum(map(len, rows)) > _BUTTONS:
        raise bad("reply markup is too long")
    for button in (button for row in rows for button in row):
        _button(button, private)


def inline_results(sent: dict[str, Any]) -> None:
    """Checks the results and the button of answerInlineQuery."""
    results = sent["results"]
    if len(results) > 50:
        raise bad("RESULTS_TOO_MUCH")
    seen: set[str] = set()
    for result in results:
        if not 1 <= len(result["id"].encode()) <= 64:
            raise bad("RESULT_ID_INVALID")
        if result["id"] in seen:
            raise bad("RESULT_ID_DUPLICATE")
        seen.add(result["id"])
        if result["type"] == "article" and not result["title"].strip():
            raise bad("can't parse inline query result: Can't find field \"title\"")
        if (content := result.get("input_message_content")) and "message_text" in content:
            text_of(content, "message_text")
        caption_of(result)
        keyboard(result.get("reply_markup"), private=False)
    if len(sent.get("next_offset", "").encode()) > 64:
        raise bad("NEXT_OFFSET_INVALID")
    button = sent.get("button")
    if button and "web_app" not in button and not _START.fullmatch(button.get("start_parameter", "")):
        raise bad("START_PARAM_INVALID")


def commands(sent: dict[str, Any]) -> None:
    """Checks setMyCommands."""
    language(sent)
    if len(sent["commands"]) > 100:
        raise bad("BOT_COMMANDS_TOO_MUCH")
    for command in sent["commands"]:
        if not _COMMAND.fullmatch(command["command"].removeprefix("/")):
            raise bad("BOT_COMMAND_INVALID")
        if not 1 <= length(command["description"].strip()) <= 256:
            raise bad("BOT_COMMAND_DESCRIPTION_INVALID")


def language(sent: dict[str, Any]) -> None:
    if (code := sent.get("language_code")) and not _LANGUAGE.fullmatch(code):
        raise bad("invalid language code specified")


def at_most(sent: dict[str, Any], key: str, limit: int, error: str) -> None:
    if length(sent.get(key, "")) > limit:
        raise bad(error)


def chat_action(sent: dict[str, Any]) -> None:
    if sent["action"] not in _CHAT_ACTIONS:
        raise bad("wrong parameter action in request")


def webhook(sent: dict[str, Any]) -> None:
    """Checks setWebhook; plain HTTP is allowed on loopback only."""
    address = urlsplit(sent["url"])
    if sent["url"] and address.scheme != "https" and address.hostname not in ("127.0.0.1", "localhost"):
        raise bad("bad webhook: An HTTPS URL must be provided for webhook")
    if (secret := sent.get("secret_token")) and not _SECRET.fullmatch(secret):
        raise bad("secret token contains unallowed characters")
    if not 1 <= sent.get("max_connections", 40) <= 100:
        raise bad("bad webhook: wrong max_connections")


def _parsed(sent: dict[str, Any], key: str, mode: str, entities: str) -> tuple[str, list[dict[str, Any]]]:
    text = sent.get(key, "")
    if "\x00" in text:
        raise bad("strings must not contain zero bytes")
    try:
        text.encode()
    except UnicodeEncodeError:
        raise bad("strings must be encoded in UTF-8") from None
    if entities in sent and not sent.get(mode):
        return text.strip(), sent[entities]
    return parse_text(text, sent.get(mode))


def _button(button: dict[str, Any], private: bool) -> None:
    if not button["text"].strip():
        raise bad('can\'t parse inline keyboard button: field "text" must be non-empty')
    actions = [action for action in _ACTIONS if action in button]
    if len(actions) != 1:
        raise bad("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    if "callback_data" in button and not 1 <= len(button["callback_data"].encode()) <= 64:
        raise bad("BUTTON_DATA_INVALID")
    if "url" in button:
        address = urlsplit(button["url"])
        if address.scheme not in ("http", "https", "tg") or not address.netloc or _BAD_HOST.search(address.netloc):
            raise bad(f"inline keyboard button URL '{button['url']}' is invalid: Wrong HTTP URL")
        if address.scheme != "tg" and "." not in address.netloc:
            raise bad(f"inline keyboard button URL '{button['url']}' is invalid: Wrong HTTP URL")
    if "web_app" in button and not private:
        raise bad("BUTTON_TYPE_INVALID")
    if "copy_text" in button and not 1 <= length(button["copy_text"]["text"]) <= 256:
        raise bad("BUTTON_COPY_TEXT_INVALID")
