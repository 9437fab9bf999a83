"""Strangers' questions are counted as the documentation says, those without an entry by leaving their entries out."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks.strangers import LEFT_OUT, Question, figures, leaving_out, main, read, rounds, without_their_entries
from bot.bootstrap import Bootstrap
from bot.core.quality.evaluation import Share, evaluate
from tests.support.serving import by_words

FAQ = """\
urgent:
  signs: [{id: breathing, title: Breathing, message: Call an ambulance., alarm: [I can't breathe]}]
entries:
  - {id: needle, question: Does the needle hurt?, phrasings: [is it painful, painful needle], answer: A bit.}
  - {id: how-long, question: How long does it last?, phrasings: [when does it wear off, how many months], answer: 3.}
  - {id: eye, question: Why does my eye close?, phrasings: [eye shuts while smiling, my lid closes], answer: Nerves.}
  - {id: surgery, question: Is there an operation?, phrasings: [can surgeons operate, surgery], answer: Yes.}
  - {id: cost, question: What does it cost?, phrasings: [price of a session, is it expensive], answer: It varies.}
off_topic: [what is the capital of France]
"""


@pytest.fixture
def bootstrap(tmp_path: Path) -> Bootstrap:
    faq = tmp_path / "faq.yaml"
    faq.write_text(FAQ, encoding="utf-8")
    settings = by_words(tmp_path / "bot.db", faq)
    return Bootstrap(settings)


def question(text: str, expect: str, *also_ok: str, gap: bool | None = None) -> Question:
    return Question(text=text, expect=expect, also_ok=also_ok, gap=gap)


def test_every_kind_of_question_is_counted_where_it_belongs(bootstrap: Bootstrap) -> None:
    questions = [
        question("is it painful", "needle"),
        question("price of a session", "needle", "how-long"),
        question("when does it wear off", "eye", "how-long"),
        question("my lid closes", "unmatched"),
        question("surgery", "unmatched", gap=True),
        question("how many months", "unmatched", "how-long", gap=True),
        question("I can't breathe", "urgent"),
        question("I can't breathe", "needle"),
    ]
    shares = figures(evaluate(questions, bootstrap.live_faq.live.interpreter()).met, ())
    assert shares["coverage"] == Share(2, 4)
    assert shares["helped"] == Share(2, 4)
    assert shares["wrong"] == Share(3, 6)
    assert shares["no entry"] == Share(1, 2)
    assert shares["off topic"] == Share(1, 1)
    assert shares["false_alarms"] == Share(1, 7)


def test_a_question_is_asked_again_without_every_entry_that_would_be_right(bootstrap: Bootstrap) -> None:
    questions = [
        question("is it painful", "needle"),
        question("is it expensive", "cost", "needle"),
        question("hello", "unmatched"),
    ]
    results = without_their_entries(
        questions, [entry.id for entry in bootstrap.live_faq.live.main.faq.published], leaving_out(bootstrap)
    )
    assert [one.case.text for one in results] == ["is it painful", "is it expensive"]
    assert not any(set(one.ranked) & one.case.accepted for one in results)
    assert all(one.ranked for one in results)


def test_few_entries_are_left_out_at_a_time() -> None:
    ids = [f"entry-{number}" for number in range(20)]
    questions = [question(f"question {number}", ids[number], ids[(number + 1) % 20]) for number in range(20)]
    asked = list(rounds(questions, ids))
    assert sorted(one.text for some, _ in asked for one in some) == sorted(one.text for one in questions)
    assert all(len(out) <= LEFT_OUT * len(ids) for _, out in asked)
    assert all(one.accepted <= out for some, out in asked for one in some)


def test_a_set_that_expects_an_unknown_entry_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    faq, questions = tmp_path / "faq.yaml", tmp_path / "set.jsonl"
    faq.write_text(FAQ, encoding="utf-8")
    questions.write_text(json.dumps({"text": "does it hurt", "expect": "needles", "kind": "a"}) + "\n\n")
    assert [one.expect for one in read(questions)] == ["needles"]
    with pytest.raises(SystemExit):
        main([str(questions), "--faq", str(faq)])
    assert "has no entry needles" in capsys.readouterr().err
