"""Phrasings that draw the questions of other entries are named, the worst first and never more than a handful."""

from __future__ import annotations

from bot.core.faq.edits import AddPhrasings, edited
from bot.core.faq.yaml_reader import read_faq
from bot.core.quality.findings import Finding, Level
from bot.core.quality.sinks import MOST, sinks
from tests.support.paths import FAQ

ENTRIES = {
    "after-palsy": (
        "Can I have injections after a palsy?",
        "Yes, many people who had a palsy do.",
        ["had a palsy, can I be injected", "palsy years ago", "is a palsy a problem", "injections and old palsy"],
    ),
    "cause": ("Why does it happen?", "Nerves grow back wrongly after a palsy.", ["what is the reason"]),
    "recovery": ("Will it go away?", "Most of the palsy heals within months.", ["how long until it heals"]),
    "pain": (
        "Why is my face tight?",
        "Muscles stay tense after a palsy.",
        ["my cheek feels tight", "does the tightness hurt"],
    ),
    "needle": ("Is the needle painful?", "A little.", ["do the needles hurt", "does the needle hurt much"]),
    "operation": ("What is the operation like?", "You are asleep.", ["does it hurt after the operation"]),
    "cost": ("What does it cost?", "It varies.", ["price of a session", "is it expensive"]),
    "driving": ("May I drive afterwards?", "Yes.", ["can I take the car home", "driving the same day"]),
    "work": ("When can I work again?", "The next day.", ["back to my job", "do I need days off"]),
    "sport": ("May I do sport?", "From the next day.", ["can I go running", "gym on the same evening"]),
    "sun": ("May I sit in the sun?", "Yes.", ["sunbathing after the visit", "is a tan allowed"]),
    "flying": ("May I fly?", "Yes.", ["air travel next week", "can I board a plane"]),
    "food": ("May I eat normally?", "Yes.", ["can I have dinner", "which food is fine"]),
    "contact": ("How can I reach you?", "By phone.", ["your telephone number", "where do I call"]),
    "photos": ("Do you take photos?", "Yes, we ask first.", ["who sees my pictures", "is there a camera"]),
    "children": ("Do you treat children?", "From twelve years on.", ["my son is ten", "how old must one be"]),
    "hours": ("When are you open?", "On weekdays.", ["opening hours", "closed on Sunday?"]),
    "language": ("Do you have interpreters?", "Yes.", ["I speak Polish only", "translator for my mother"]),
    "parking": ("Where can I park?", "Behind the house.", ["is there a car park", "parking space"]),
}


def faq(**phrasings: str) -> bytes:
    """The file, with a phrasing more for each entry named."""
    lines = ["entries:"]
    for entry_id, (question, answer, own) in ENTRIES.items():
        more = [phrasings[entry_id]] if entry_id in phrasings else []
        lines += [f"  - id: {entry_id}", f"    question: {question}", f"    answer: {answer}", "    phrasings:"]
        lines += [f"      - '{phrasing}'" for phrasing in own + more]
    return "\n".join(lines).encode()


def found(data: bytes) -> list[Finding]:
    loaded = read_faq(data)
    return list(sinks(loaded.faq, loaded.places))


def test_a_word_that_one_entry_owns_though_others_answer_with_it_is_a_sink() -> None:
    (finding,) = found(faq(work="off sick with my palsy"))
    assert (finding.level, finding.kind, finding.entry_id) == (Level.NOTE, "sink", "after-palsy")
    assert str(finding) == (
        "faq.yaml:3:15: note: 'palsy' may draw questions to 'after-palsy': 5 of 6 phrasings with it are its own,"
        " while 3 entries answer with it but have no phrasing with it: 'cause', 'recovery', 'pain'"
        " (add phrasings with it to those that patients may mean)"
    )


def test_a_word_that_patients_use_for_nothing_else_is_the_name_of_its_entry() -> None:
    assert found(faq()) == []


def test_a_bare_question_that_others_have_in_longer_phrasings_is_a_sink() -> None:
    assert [str(one) for one in found(faq(cost="does it hurt"))] == [
        "faq.yaml:43:9: note: phrasing 'does it hurt' of 'cost' takes a question that 3 other entries have in longer"
        " phrasings: 'pain', 'needle', 'operation' (say in it what it is about, or delete it)"
    ]
    assert found(faq(cost="does it hurt to pay")) == []


def test_nearly_the_same_question_in_two_entries_is_a_sink() -> None:
    assert [str(one) for one in found(faq(flying="could I take the car home?"))] == [
        "faq.yaml:73:9: note: phrasing 'could I take the car home?' of 'flying' is nearly the same as 'can I take"
        " the car home' of 'driving', line 47 (keep it in one place only, or say in both what is different)"
    ]
    assert found(faq(flying="can I take the plane home?")) == []


def test_only_the_worst_are_told() -> None:
    twins = "\n".join(f"      - can we eat food number {word} there" for word in "abcdefgh")
    others = twins.replace("can we", "could we")
    shown = found(f"{faq().decode()}\n{twins}\n  - {{id: last, question: Q, answer: A, phrasings: []}}".encode())
    assert shown == []
    both = f"{faq().decode()}\n{twins}\n  - id: last\n    question: Q\n    answer: A\n    phrasings:\n{others}"
    assert len(found(both.encode())) == MOST


def test_the_shipped_faq_has_a_handful_at_most() -> None:
    shown = found(FAQ.read_bytes())
    assert len(shown) <= 2 * MOST
    weights = [one.weight for one in shown if "may draw" in one.message]
    assert weights == sorted(weights, reverse=True)


def test_a_bare_question_published_from_review_is_noticed() -> None:
    taken = edited(FAQ.read_bytes(), AddPhrasings("cost-and-insurance", ("does it hurt",)))
    assert any("'does it hurt' of 'cost-and-insurance'" in one.message for one in found(taken))
