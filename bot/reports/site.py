"""The site: a FAQ as one searchable page a language, which needs nothing but itself and works without its script.

Owns what a page shows; its words come from the FAQ as replies show them, its look is in `site.html.j2`, `site.css` and
`site.js`, its search in `search.js`. Writes nothing (see `site_folder`).
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from hashlib import sha256
from typing import NamedTuple

from bot.core.dialogue.deep_links import bot_link, entry_link
from bot.core.dialogue.reply_builder import ReplyBuilder
from bot.core.faq.model import Entry, Faq, Source, Urgent, UrgentSign
from bot.core.faq.rules import is_unset
from bot.core.languages import language
from bot.core.red_flags.section import UNCLEAR, RedFlagSection
from bot.live_faq.faq_loader import with_entries_of
from bot.reports.blocks import Block, blocks
from bot.reports.sign_words import EMERGENCY, SignWords, sign_words
from bot.reports.templates import templates


class PageEntry(NamedTuple):
    """An entry as the page shows it."""

    id: str
    question: str
    language: str
    """That of its words; "" for the language of the page."""
    answer: tuple[Block, ...]
    details: tuple[Block, ...]
    sources: tuple[Source, ...]
    closing: tuple[Block, ...]
    """Its video, and who checked it while that holds, as below the bot's answer."""
    link: str
    """Opens it in the bot; "" without a bot."""


class PageTopic(NamedTuple):
    """A section of the page."""

    id: str
    """Has an underscore, which no entry's id has."""
    title: str
    entries: tuple[PageEntry, ...]


class PageSign(NamedTuple):
    """A red flag as the page shows it."""

    title: str
    message: tuple[Block, ...]
    words: SignWords


class PageLink(NamedTuple):
    """A page of the site in one language."""

    language: str
    name: str
    """What its speakers call the language."""
    file: str


def site_pages(faqs: Mapping[str, Faq], *, today: date, bot: str = "") -> dict[str, str]:
    """The pages by file name. `faqs` are those of all languages, the main one first; `bot` is the bot's username.

    `today` decides whether a clinician's check still holds.
    """
    main = next(iter(faqs.values()))
    links = [
        PageLink(code, faq.messages.language_name, "index.html" if faq is main else f"{code}.html")
        for code, faq in faqs.items()
    ]
    return {link.file: _page(faqs[link.language], main, links, today, bot) for link in links}


def _page(faq: Faq, main: Faq, links: Sequence[PageLink], today: date, bot: str) -> str:
    replies = ReplyBuilder(with_entries_of(main, faq), today)
    told = faq if faq.urgent else main  # a translation without red flags shows those of the main FAQ
    signs = told.urgent.signs if told.urgent else ()
    warn = replies if told is faq else ReplyBuilder(main, today)
    spoken = language(faq.language)
    found_by = sign_words(RedFlagSection.of(told), told)
    if told is not faq:  # its speakers search in their own language
        theirs = sign_words(RedFlagSection.borrowed(told.urgent or Urgent(), faq.language), faq)
        found_by = {key: one | theirs.get(key, SignWords()) for key, one in found_by.items()}
    environment = templates()
    style, *scripts = (environment.get_template(name).render() for name in ("site.css", "search.js", "site.js"))
    return environment.get_template("site.html.j2").render(
        language=faq.language,
        words=faq.messages,
        say=replies.text,
        blocks=blocks,
        clinic="" if is_unset("name", faq.clinic.name) else faq.clinic.name,
        links=links,
        bot=bot,
        bot_link=bot_link(bot) if bot else "",
        urgent_language="" if told is faq else main.language,
        if_now=blocks(warn.text(told.urgent.if_now if told.urgent else faq.messages.emergency_line)),
        emergencies=_signs(signs, "emergency", warn, found_by),
        same_day=_signs(signs, "same_day", warn, found_by),
        unclear=found_by.get(UNCLEAR, SignWords()) | SignWords(EMERGENCY),
        topics=tuple(_topics(faq, main, replies, bot)),
        synonyms=faq.synonyms,
        common=f"{spoken.function_words} {spoken.question_words}",
        made_on=today.isoformat(),
        style_hash=_hash(style),
        script_hash=_hash("".join(scripts)),
    )


def _signs(
    signs: Sequence[UrgentSign], level: str, replies: ReplyBuilder, found_by: Mapping[str, SignWords]
) -> tuple[PageSign, ...]:
    return tuple(
        PageSign(one.title, blocks(replies.text(one.message)), found_by.get(one.id, SignWords()))
        for one in signs
        if one.level == level
    )


def _topics(faq: Faq, main: Faq, replies: ReplyBuilder, bot: str) -> Iterator[PageTopic]:
    """The topics with a published entry, those without a topic last."""
    shown = with_entries_of(main, faq)
    own = {entry.id for entry in faq.published}
    titles: dict[str | None, str] = {topic.id: topic.title for topic in shown.topics}
    for topic, title in (titles | {None: shown.messages.other_topic_button}).items():
        entries = tuple(
            _entry(one, replies, bot, "" if one.id in own else main.language)
            for one in shown.published
            if one.topic == topic
        )
        if entries:
            yield PageTopic(f"topic_{topic or ''}", title, entries)


def _entry(entry: Entry, replies: ReplyBuilder, bot: str, language: str) -> PageEntry:
    return PageEntry(
        entry.id,
        entry.question,
        language,
        blocks(replies.text(entry.answer)),
        blocks(replies.text(entry.details or "")),
        entry.sources,
        blocks(replies.answer(entry).closing),
        entry_link(bot, entry.id) if bot else "",
    )


def _hash(content: str) -> str:
    """The source expression of inline content in a Content-Security-Policy."""
    return f"'sha256-{b64encode(sha256(content.encode()).digest()).decode()}'"
