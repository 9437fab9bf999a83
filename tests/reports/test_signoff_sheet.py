"""The sheet that clinicians sign on paper: all texts with their sources, a box for each, and nothing that loads."""

from __future__ import annotations

import re
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli.app import app
from bot.core.faq.sign_offs import signables
from bot.core.faq.yaml_reader import read_faq
from bot.reports.signoff_sheet import render_signoff_sheet
from tests.support.paths import FAQ

TODAY = date(2026, 11, 29)
SMALL = """\
clinic: {name: A & B}
entries:
  - id: one
    question: Is it <b>safe</b>?
    answer: "**Yes** & [here](https://example.org/a?b=1&c=2):"
    details: |-
      First.

      - one
      - *two*
    sources: [{title: A <book>, url: 'https://example.org/book'}]
    reviewed: {by: Dr <Lee>, on: 2026-01-01}
  - {id: later, question: Later?, answer: No., status: draft}
"""


class Tags(HTMLParser):
    """Collects addresses of what a page loads, and tags left open."""

    def __init__(self) -> None:
        super().__init__()
        self.loaded: list[str] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.loaded += [str(value) for name, value in attrs if name in {"src", "srcset", "data"}]
        if tag not in {"meta", "br", "link"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_every_text_that_is_signed_is_on_the_sheet_with_a_box() -> None:
    faq = read_faq(FAQ.read_bytes()).faq
    page = render_signoff_sheet(faq, today=TODAY)
    tags = Tags()
    tags.feed(page)
    assert (tags.open, tags.loaded) == ([], [])
    assert "<script" not in page
    assert page.count('<div class="box"') == len(signables(faq))
    assert all(one.digest in page for one in signables(faq))
    assert page.count('class="url" href=') == sum(bool(source.url) for one in faq.published for source in one.sources)
    assert not re.search(r"\{clinic\.", page)


def test_texts_are_shown_with_their_mark_up_and_nothing_else_of_them_is_taken_for_html() -> None:
    page = render_signoff_sheet(read_faq(SMALL.encode()).faq, today=TODAY)
    assert "Is it &lt;b&gt;safe&lt;/b&gt;?" in page
    assert '<p><strong>Yes</strong> &amp; <a href="https://example.org/a?b=1&amp;c=2">here</a>:</p>' in page
    assert "<ul><li>one</li><li><em>two</em></li></ul>" in page
    assert "A &lt;book&gt;" in page
    assert "Signed, but for which words is not noted: Dr &lt;Lee&gt;, 1 January 2026" in page
    assert "Later?" not in page


@pytest.mark.parametrize(
    ("language", "code", "said"), [("", 0, "wrote"), ("es", 2, "there is no FAQ in 'es'; there is: en")]
)
def test_the_command_writes_the_sheet_of_a_language(tmp_path: Path, language: str, code: int, said: str) -> None:
    (tmp_path / "faq.yaml").write_text(SMALL, encoding="utf-8")
    to = tmp_path / "sheet.html"
    command = ["signoff-sheet", "--faq", str(tmp_path / "faq.yaml"), "--out", str(to), "--language", language]
    result = CliRunner().invoke(app, command)
    assert result.exit_code == code
    assert said in result.output
    assert to.exists() == (code == 0)
