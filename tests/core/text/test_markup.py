"""The small mark-up: what it renders, and that everything else is shown literally."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.core.text.markup import Span, fill, length, plain, spans, split_text


def test_bold_italic_and_links_become_styles() -> None:
    assert spans("a **b** *c* [d](https://e.org)") == (
        Span("a "),
        Span("b", bold=True),
        Span(" "),
        Span("c", italic=True),
        Span(" "),
        Span("d", url="https://e.org"),
    )


def test_styles_nest() -> None:
    assert spans("**a *b***") == (Span("a ", bold=True), Span("b", bold=True, italic=True))


def test_single_line_ends_are_blanks_and_blank_lines_part_paragraphs() -> None:
    assert plain("one\ntwo\n\n\nthree") == "one two\n\nthree"


def test_list_items_keep_their_lines() -> None:
    assert plain("Bring:\n- a list\n  of medicines\n- water") == "Bring:\n• a list of medicines\n• water"


def test_everything_else_is_shown_literally() -> None:
    for text in ("2 * 3 * 4", "**", "a_b_c", "<b>x</b>", "[x](javascript:alert)", "`code`", "# no heading", "snake * "):
        assert plain(text) == text.strip()


def test_unknown_placeholders_stay_as_written() -> None:
    assert fill("{clinic.phone} {other} {}", {"clinic.phone": "1"}) == "1 {other} {}"


def test_a_sentence_with_an_empty_value_is_dropped_and_paragraphs_stay() -> None:
    values = {"a": "", "b": "six weeks."}
    assert fill("One. Ask {a}. Two.", values) == "One. Two."
    assert fill("One. Ask {a}.\n\nTwo.", values) == "One.\n\nTwo."
    assert fill("One.\n\nAsk {a}.\n\nTwo.", values) == "One.\n\nTwo."
    assert fill("It takes {b}. Then {b} It ends.", values) == "It takes six weeks. Then six weeks. It ends."


def test_length_counts_what_telegram_counts() -> None:
    assert length("**ab**") == 2
    assert length("👍") == 2


def test_a_long_text_is_split_at_paragraph_ends() -> None:
    text = "\n\n".join(f"**{n}** " + "word " * 30 for n in range(20))
    pieces = split_text(text, 500)
    assert len(pieces) > 3
    assert all(length(piece) <= 500 for piece in pieces)
    assert all(piece.startswith("**") for piece in pieces)
    assert "\n\n".join(pieces).split() == text.split()


@given(st.text(max_size=400), st.integers(20, 200))
def test_splitting_loses_no_word_and_keeps_the_limit(text: str, limit: int) -> None:
    pieces = split_text(text, limit)
    assert all(length(piece) <= limit for piece in pieces)
    assert "".join("".join(pieces).split()) == "".join("\n\n".join(_settled(text)).split())


def test_a_text_that_was_split_is_shown_as_it_would_be_whole() -> None:
    text = "Publishing it:\n- **one**\n- two\n\n- three\n- four"
    assert plain("\n\n".join(split_text(text, 4096))) == plain(text)
    assert plain(plain(text)) == plain(text)


def _settled(text: str) -> list[str]:
    return list(split_text(text, 10**6))


@given(st.text(max_size=300))
def test_no_text_breaks_the_parser(text: str) -> None:
    shown = plain(text)
    assert all(span.text for span in spans(text))
    assert len(shown) <= len(text) + 2 * text.count("\n") + 1
