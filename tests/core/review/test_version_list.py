"""The screen of versions: ten lines of a phone at most, whatever was changed by whomever."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.faq.differences import in_brief
from bot.core.faq.origin import Origin
from bot.core.review.screen import phone_lines
from bot.core.review.version_list import PAGE, ListedVersion, VersionPage
from bot.core.text.markup import plain

NOW = datetime(2026, 11, 29, 12, tzinfo=UTC)
TITLE = "“Can I fly, exercise or drink alcohol after Botox, and when?”"


def version(number: int, origin: Origin, lines: tuple[str, ...], *, live: bool = False) -> ListedVersion:
    return ListedVersion(number, NOW, origin, lines, live, "0123456789ab")


@pytest.mark.parametrize("origin", Origin)
def test_three_versions_with_much_in_each_fit_on_a_screen(origin: Origin) -> None:
    lines = (f"{TITLE}: answer, details, +12 wordings", f"new: {TITLE}", "texts: no match")
    shown = [version(number, origin, lines, live=number == 18) for number in (18, 19, 20)]
    reply = VersionPage(shown, 17, 20, "pt", "Portuguese").reply(NOW)
    assert phone_lines(reply.text) <= 10
    assert plain(reply.text).count("and 2 more") == PAGE
    assert [button.label for row in reply.buttons for button in row] == ["Back to 19", "Back to 20", "◀ Newer"]


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1), min_size=1))
def test_any_words_fit(lines: list[str]) -> None:
    item = plain(version(1, Origin.PURGE, tuple(lines), live=True).item(NOW))
    assert phone_lines(f"• {item}") <= 3


def test_a_version_of_another_year_says_so() -> None:
    assert version(1, Origin.FILE, ("topics",)).item(NOW.replace(year=2027)).startswith("1 · 29 Nov 2026 · somebody")
    assert version(1, Origin.FILE, ("topics",)).item(NOW).startswith("1 · 29 Nov 12:00 · somebody")


LONG = "“Which doctor treats synkinesis, and how do I find one close to me?”: answer, details; 1 wording added"


def test_what_finds_no_room_is_cut_in_the_title_and_between_words() -> None:
    item = plain(version(1, Origin.STAFF, (LONG,), live=True).item(NOW))
    assert item.endswith("…”: answer, details; 1 wording added")
    assert re.search(r"“Which doctor( \w+,?)*…”", item)


@pytest.mark.parametrize("limit", range(20, len(LONG)))
def test_a_cut_line_ends_with_a_whole_word_and_no_number_alone(limit: int) -> None:
    cut = in_brief((LONG,), limit)
    assert len(cut) <= limit
    begun = [one for one in re.split(r"…(?:”: .*)?$", cut) if one]
    assert len(begun) == 1
    assert re.match(re.escape(begun[0]) + r"(?!\w)", LONG)
    assert not re.search(r"\d…", cut)
