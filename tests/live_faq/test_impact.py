"""What is remembered from one examination to the next changes nothing in what is found."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.core.faq.edits import AddExample, AddPhrasings, ExampleList, edited
from bot.core.matching.similarity import Encoders
from bot.embeddings.caching import CachingEncoder
from bot.live_faq.matching_resources import MatchingResources
from bot.live_faq.snapshot import Snapshot
from bot.live_faq.snapshot_builder import build_snapshot
from bot.live_faq.snapshot_examiner import SnapshotExaminer

TODAY = date(2026, 11, 22)
FAQ = """\
entries:
  - {id: visit, question: How do I find you?, phrasings: [way to you, address], answer: By bus., checks: [bus]}
  - {id: pain, question: Does it hurt?, phrasings: [is it painful, painful needle], answer: A bit., checks: [painful]}
  - {id: price, question: What does it cost?, phrasings: [how expensive is it, price], answer: A lot., checks: [cost]}
  - {id: fly, question: Can I fly?, phrasings: [is air travel safe, holiday by plane], answer: Yes., checks: [plane]}
off_topic: [who won the match, tell me a joke]
urgent:
  signs:
    - id: breathing
      title: Breathing
      message: Call for help.
      alarm: [i cannot breathe]
      no_alarm: [i breathe well]
"""
SPANISH = """\
language: es
entries:
  - {id: pain, question: ¿Duele?, phrasings: [es doloroso], answer: Un poco., checks: [doloroso]}
  - {id: fly, question: ¿Puedo volar?, phrasings: [viajar en avión], answer: Sí., checks: [avión]}
"""
PATH, OTHER = Path("faq.yaml"), Path("faq.es.yaml")


class Encoder:
    """Vectors from letters; counts how many texts it was given."""

    def __init__(self) -> None:
        self.texts = 0

    def __call__(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.texts += len(texts)
        rows = np.array([[text.count(letter) + 0.1 for letter in "abcdefghijklmnop"] for text in texts])
        return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)


def snapshots(resources: MatchingResources) -> tuple[Snapshot, Snapshot]:
    texts = {PATH: FAQ.encode(), OTHER: SPANISH.encode()}
    before = build_snapshot(texts, resources)
    change = AddPhrasings("visit", ("painful parking at the clinic", "is the plane far"))
    return before, build_snapshot({**texts, PATH: edited(texts[PATH], change)}, resources, before)


def test_an_effect_is_the_same_whether_the_faq_was_examined_before_or_not() -> None:
    encode = Encoder()
    encoders = Encoders(encode, CachingEncoder(encode))
    resources = MatchingResources(lambda _: encoders)
    before, after = snapshots(resources)
    examiner = SnapshotExaminer(resources)
    examined = examiner.examinations(before, TODAY)
    effect = examiner.impact(before, after)
    assert effect.comparisons["es"].total == 2
    assert effect.changed == ("visit",)
    assert SnapshotExaminer(resources).impact(before, after) == effect
    assert SnapshotExaminer(resources).examinations(before, TODAY) == examined


def test_an_example_changes_the_outcome_of_known_messages_which_are_named() -> None:
    resources = MatchingResources()
    texts = {PATH: FAQ.encode(), OTHER: SPANISH.encode()}
    before = build_snapshot(texts, resources)
    calm = AddExample(ExampleList("breathing", False), "I can't breathe")
    after = build_snapshot({**texts, PATH: edited(texts[PATH], calm)}, resources, before)
    examiner = SnapshotExaminer(resources)
    assert examiner.impact(before, after).broken == ()
    found = examiner.changed_outcomes(before, after, ["i can't breathe", "I cannot breathe at all", "bus"])
    assert [(one.text, one.before, one.after) for one in found] == [
        ("i can't breathe", "alarm 'breathing'", "no alarm"),
    ]
    assert examiner.changed_outcomes(before, before, ["i can't breathe"]) == ()


def test_phrasings_and_checks_are_tried_too() -> None:
    resources = MatchingResources()
    before = build_snapshot({PATH: FAQ.encode()}, resources)
    after = build_snapshot(
        {PATH: edited(FAQ.encode(), AddExample(ExampleList("breathing", True), "painful needle"))}, resources, before
    )
    found = SnapshotExaminer(resources).changed_outcomes(before, after, ())
    assert [(one.text, one.after) for one in found] == [("painful needle", "alarm 'breathing'")]


def test_only_slips_that_come_with_a_change_are_told_of_it() -> None:
    resources = MatchingResources()
    text = FAQ.replace("Can I fly?", "Can I\u200b fly?")
    before = build_snapshot({PATH: text.encode()}, resources)
    after = build_snapshot({PATH: text.replace("answer: A bit.", "answer: See /contcat.").encode()}, resources, before)
    (found,) = SnapshotExaminer(resources).impact(before, after).unfinished
    assert found.message == "there is no command /contcat"
