"""A short afternoon with a process of its own: asked in vain, reviewed, answered; killed once, a broken file once."""

from __future__ import annotations

from pathlib import Path

from benchmarks.afternoon import afternoon

FAQ = """\
# comments stay
topics:
  - {id: daily-life, title: Daily life}
entries:
  - id: what-is-synkinesis
    question: What is facial synkinesis?
    phrasings: [what is synkinesis, meaning of synkinesis]
    answer: Muscles that move together although only one of them should.
    checks: [explain synkinesis]
  - id: activities-after-botox
    question: Can I fly, exercise or drink alcohol after Botox?
    phrasings:
      - is the gym allowed after botox
      - wine in the evening after botox
    answer: Take it easy on the first day.   # as the leaflet says
    checks: [gym after botox]
  - {id: needle, question: Does the needle hurt?, phrasings: [is it painful], answer: A bit., checks: [painful needle]}
  - {id: how-long, question: How long does it last?, phrasings: [when does it wear off], answer: Three months.}
  - {id: eye, question: Why does my eye close when I smile?, phrasings: [eye shuts while smiling], answer: Nerves.}
  - {id: surgery, question: Is there an operation?, phrasings: [can surgeons operate], answer: "Yes, sometimes."}
  - {id: exercise, question: Which exercises help?, phrasings: [training at the mirror], answer: Slow ones.}
  - {id: price, question: What does it cost?, phrasings: [how expensive is it, price of a session], answer: It depends.}
  - {id: tears, question: Why do I cry while eating?, phrasings: [tears at meals], answer: Crocodile tears.}
off_topic: [what is the weather, tell me a joke, who won the match]
"""


async def test_a_killed_process_and_a_broken_file_cost_nobody_an_answer(tmp_path: Path) -> None:
    folder, faq = tmp_path / "run", tmp_path / "faq.yaml"
    folder.mkdir()
    faq.write_text(FAQ, encoding="utf-8")
    figures = await afternoon(folder, themes=3, kills=1, model="off", faq=faq)
    assert figures.unanswered == 0
    assert figures.open > 0
    assert figures.left == 0
    assert max(figures.taps.values()) <= 3
    assert max(figures.taps_of_drafts.values(), default=0) <= 3
    assert figures.broken == 0
    assert (figures.added > 0, figures.removed) == (True, [])
    assert figures.kept == []
    assert (figures.served_through, figures.told) == (True, True)
    assert figures.after["answered"] + figures.after["offered first"] > figures.after["missed"]
