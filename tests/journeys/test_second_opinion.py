"""Questions that are kept are looked at twice: by the rules, and by a model that may only mask."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.journeys.conftest import Open

FAQ = "entries:\n  - {id: swelling, question: Will my face swell?, answer: A little.}\n"
QUESTION = "ask whoever is on, not duke, do you sell garden furniture"


@pytest.mark.parametrize("model", ["", "nowhere"])
async def test_a_kept_question_gets_a_second_opinion_or_the_rules_alone_decide(
    open_harness: Open, tmp_path: Path, caplog: pytest.LogCaptureFixture, model: str
) -> None:
    faq = tmp_path / "faq.yaml"
    faq.write_text(FAQ, encoding="utf-8")
    harness = await open_harness(faq_path=faq, personal_data_model=model and str(tmp_path / model))
    patient = harness.patient()
    await patient.ask(QUESTION)
    assert patient.text
    await harness.settled()
    (question,) = harness.questions()
    assert "garden furniture" in question
    assert ("the rules alone decide" in caplog.text) is bool(model)
    assert question.startswith(f"ask whoever is on, not {'duke' if model else '[name]'}, do you")
