"""Whether a sentence sounds like an emergency, learnt from a handful of checks."""

from bot.core.red_flags.classifier import RedFlagClassifier

ALARMS = [
    ("breathing", "cannot breathe any more"),
    ("breathing", "he struggles to breathe"),
    ("swallowing", "cannot swallow any food"),
    ("swallowing", "water is hard to swallow"),
]
QUIET = ["how much does it cost", "does it hurt much", "where is the clinic", "how long does it last"]


def learnt(alarms: list[tuple[str, str]], quiet: list[str]) -> RedFlagClassifier:
    return RedFlagClassifier([(sign, text.split()) for sign, text in alarms], [text.split() for text in quiet], str)


def test_what_shares_words_with_the_alarms_is_likelier_one_than_what_shares_words_with_the_rest() -> None:
    resemblance = learnt(ALARMS, QUIET)
    assert resemblance.probability(["i", "struggle", "to", "breathe"]) > 0.5
    assert resemblance.probability(["how", "much", "is", "it"]) < 0.5


def test_the_sign_is_the_one_whose_messages_share_most() -> None:
    resemblance = learnt(ALARMS, QUIET)
    assert resemblance.sign(["i", "can", "hardly", "swallow"]) == "swallowing"
    assert resemblance.sign(["hard", "to", "breathe"]) == "breathing"


def test_checks_that_have_nothing_in_common_teach_nothing_and_break_nothing() -> None:
    resemblance = learnt([("one", "abc"), ("two", "def")], ["ghi", "jkl"])
    assert resemblance.probability(["breathe"]) == 0.5
    assert resemblance.sign(["breathe"]) in {"one", "two"}
