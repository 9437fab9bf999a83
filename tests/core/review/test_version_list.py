"""The screen of versions: ten lines of a phone at most, whatever was changed by whomever."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

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
