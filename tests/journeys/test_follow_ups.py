"""What "how long?" means depends on what was just read; a whole new question does not."""

from __future__ import annotations

import pytest

from bot.bootstrap import Bootstrap
from bot.core.dialogue.interpreter import Interpretation, InterpretationKind
from bot.core.matching.follow_ups import points_back
from tests.journeys.conftest import Harness

# The entry just read, what is written then, and the entries that answer it.
FRAGMENTS = (
    ("can-botox-help", "how long?", "botox-onset-and-duration"),
    ("can-botox-help", "and does it hurt?", "does-botox-hurt"),
    ("can-botox-help", "how much?", "cost-and-insurance how-many-units"),
    ("can-botox-help", "is it safe?", "serious-warnings side-effects who-should-not-have-botox"),
    ("can-botox-help", "how often?", "how-often-botox"),
    ("can-botox-help", "why?", "can-botox-help how-botox-works"),
    ("can-botox-help", "how does it work?", "how-botox-works"),
    ("can-botox-help", "how fast?", "botox-onset-and-duration"),
    ("can-botox-help", "how many?", "how-many-units"),
    ("can-botox-help", "and the price?", "cost-and-insurance"),
    ("can-botox-help", "any risks?", "serious-warnings side-effects"),
    ("can-botox-help", "is it permanent?", "botox-onset-and-duration stopping-botox"),
    ("side-effects", "how long do they last?", "botox-onset-and-duration side-effects"),
    ("side-effects", "how long?", "botox-onset-and-duration side-effects"),
    ("side-effects", "are they dangerous?", "serious-warnings side-effects"),
    ("side-effects", "what about my eye", "eye-care side-effects"),
    ("side-effects", "and serious ones?", "serious-warnings"),
    ("what-is-synkinesis", "why?", "causes"),
    ("what-is-synkinesis", "why does it happen?", "causes"),
    ("what-is-synkinesis", "how long?", "how-long-does-it-last"),
    ("what-is-synkinesis", "will it go away?", "does-it-go-away"),
    ("what-is-synkinesis", "does it hurt?", "does-botox-hurt facial-tightness-pain symptoms"),
    ("what-is-synkinesis", "can it be treated?", "can-it-be-reversed how-do-you-fix-it how-is-it-treated"),
    ("symptoms", "why?", "causes"),
    ("symptoms", "who can tell?", "diagnosis-and-grading which-doctor"),
    ("crocodile-tears", "why", "causes crocodile-tears"),
    ("crocodile-tears", "what helps?", "can-botox-help crocodile-tears eye-care how-is-it-treated"),
    ("botox-onset-and-duration", "and after that?", "how-often-botox stopping-botox"),
    ("botox-onset-and-duration", "how often then?", "how-often-botox"),
    ("botox-onset-and-duration", "what if it doesn't work?", "botox-not-working"),
    ("how-often-botox", "and if i stop?", "stopping-botox"),
    ("how-often-botox", "for how long?", "botox-onset-and-duration how-often-botox stopping-botox"),
    ("surgery-options", "how much?", "cost-and-insurance"),
    ("surgery-options", "is it safe?", "surgery-options surgery-risks-and-recovery"),
    ("surgery-options", "how long?", "surgery-options surgery-risks-and-recovery"),
    ("surgery-options", "who does it?", "which-doctor"),
    ("mime-therapy", "how long?", "how-do-you-fix-it mime-therapy"),
    ("mime-therapy", "where?", "mime-therapy which-doctor"),
    ("aftercare", "how long?", "activities-after-botox aftercare botox-onset-and-duration"),
    ("aftercare", "and sport?", "activities-after-botox"),
    ("aftercare", "alcohol?", "activities-after-botox"),
    ("pregnancy-breastfeeding", "why not?", "pregnancy-breastfeeding who-should-not-have-botox"),
    ("pregnancy-breastfeeding", "and breastfeeding?", "pregnancy-breastfeeding"),
    ("massage-and-stretching", "how often?", "massage-and-stretching"),
    ("massage-and-stretching", "how long?", "massage-and-stretching"),
    ("exercises-to-avoid", "why?", "exercises-to-avoid"),
    ("electrical-stimulation", "why not", "electrical-stimulation"),
    ("electrical-stimulation", "is it safe?", "electrical-stimulation"),
    ("does-botox-hurt", "how much?", "cost-and-insurance does-botox-hurt how-many-units"),
    ("how-many-units", "how much is that?", "cost-and-insurance"),
    ("cost-and-insurance", "who do i ask?", "contact-clinic cost-and-insurance which-doctor"),
    ("eye-care", "at night?", "eye-at-night-and-taping eye-care"),
    ("emotional-support", "who can i talk to?", "contact-clinic emotional-support which-doctor"),
    ("botox-on-healthy-side", "why?", "botox-on-healthy-side"),
    ("how-is-it-treated", "which is best?", "can-botox-help how-do-you-fix-it how-is-it-treated"),
    ("how-is-it-treated", "surgery?", "surgery-options"),
    ("can-botox-help", "does it hurt?", "does-botox-hurt"),
    ("can-botox-help", "is it painful", "does-botox-hurt"),
    (
        "side-effects",
        "is it permanent?",
        "botox-onset-and-duration botox-too-strong-or-reversible side-effects stopping-botox",
    ),
    (
        "side-effects",
        "are they permanent?",
        "botox-onset-and-duration botox-too-strong-or-reversible side-effects stopping-botox",
    ),
    ("can-botox-help", "when does it start?", "botox-onset-and-duration"),
    ("surgery-options", "does it hurt?", "surgery-risks-and-recovery surgery-options"),
    ("surgery-options", "is it permanent?", "surgery-options surgery-risks-and-recovery selective-neurectomy"),
    ("surgery-options", "what are the risks?", "surgery-risks-and-recovery"),
    ("selective-neurectomy", "any risks?", "surgery-risks-and-recovery selective-neurectomy"),
    ("what-is-bells-palsy", "is it permanent?", "bells-palsy-recovery-time"),
    ("what-is-bells-palsy", "will it come back?", "bells-palsy-coming-back"),
    ("what-is-bells-palsy", "why?", "bells-palsy-causes-and-stress"),
    ("what-is-bells-palsy", "does it hurt?", "what-is-bells-palsy facial-tightness-pain"),
    ("what-is-bells-palsy", "how long?", "bells-palsy-recovery-time"),
    ("what-is-bells-palsy", "what helps?", "bells-palsy-first-days-treatment"),
    ("what-is-synkinesis", "is it permanent?", "does-it-go-away how-long-does-it-last"),
    ("what-is-synkinesis", "is it dangerous?", "what-is-synkinesis symptoms"),
    (
        "what-is-synkinesis",
        "can it be cured?",
        "can-it-be-reversed how-is-it-treated how-do-you-fix-it does-it-go-away",
    ),
    ("how-botox-works", "is it safe?", "serious-warnings side-effects who-should-not-have-botox botox-long-term-use"),
    ("how-botox-works", "does it hurt?", "does-botox-hurt"),
    ("how-many-units", "does it hurt?", "does-botox-hurt"),
    ("botox-onset-and-duration", "is it permanent?", "botox-onset-and-duration stopping-botox"),
    (
        "droopy-eyelid-after-botox",
        "is it permanent?",
        "droopy-eyelid-after-botox botox-too-strong-or-reversible botox-onset-and-duration",
    ),
    ("droopy-eyelid-after-botox", "how long?", "droopy-eyelid-after-botox botox-onset-and-duration"),
    ("mime-therapy", "does it hurt?", "mime-therapy massage-and-stretching"),
    ("electrical-stimulation", "why?", "electrical-stimulation"),
    ("crocodile-tears", "is it permanent?", "crocodile-tears does-it-go-away how-long-does-it-last"),
    ("cost-and-insurance", "how often?", "how-often-botox"),
    ("surgery-options", "will it come back?", "surgery-options surgery-risks-and-recovery selective-neurectomy"),
    ("ramsay-hunt-syndrome", "is it permanent?", "ramsay-hunt-syndrome bells-palsy-recovery-time"),
    ("ramsay-hunt-syndrome", "does it hurt?", "ramsay-hunt-syndrome"),
)
WHOLE = (
    ("side-effects", "what is mime therapy?", "mime-therapy"),
    ("side-effects", "what is synkinesis?", "what-is-synkinesis"),
    ("can-botox-help", "what does it cost?", "cost-and-insurance"),
    ("surgery-options", "how long does botox last?", "botox-onset-and-duration"),
    ("mime-therapy", "how often do i need botox?", "how-often-botox"),
    ("mime-therapy", "acupuncture?", "alternative-treatments"),
    ("symptoms", "is botox safe?", "serious-warnings side-effects"),
    ("can-botox-help", "why does my eye water?", "crocodile-tears"),
    ("eye-care", "can i fly after botox?", "activities-after-botox"),
    ("crocodile-tears", "can children have botox?", "children"),
    ("how-many-units", "how do i book?", "contact-clinic"),
    ("surgery-options", "does synkinesis go away?", "does-it-go-away"),
)


def interpret(bootstrap: Bootstrap, read: str, text: str) -> Interpretation:
    snapshot = bootstrap.live_faq.live
    entry = snapshot.main.faq.entry(read)
    assert entry is not None
    alarm = snapshot.detector.detect(text)
    return snapshot.interpreter().interpret_after(text, entry, snapshot.main.faq.published, alarm)


def test_most_fragments_are_met_in_context(patients_bootstrap: Bootstrap) -> None:
    answered = offered = wrong = 0
    for read, text, right in FRAGMENTS:
        interpretation = interpret(patients_bootstrap, read, text)
        first = [match.entry_id for match in interpretation.matches[:3]]
        if interpretation.kind is InterpretationKind.ANSWER:
            answered += first[0] in right.split()
            wrong += first[0] not in right.split()
        else:
            offered += interpretation.kind is InterpretationKind.SUGGEST and bool(set(first) & set(right.split()))
    # by words only it is 54, 29 and 1; with sentence vectors 58, 24 and 3
    assert answered >= 50
    assert answered + offered >= 80
    assert wrong <= 5


@pytest.mark.parametrize("text", ["is it permanent?", "does it hurt?", "is it safe?", "will it come back?"])
@pytest.mark.parametrize("read", ["can-botox-help", "surgery-options"])
def test_a_pronoun_is_never_answered_outside_the_subject(patients_bootstrap: Bootstrap, read: str, text: str) -> None:
    interpretation = interpret(patients_bootstrap, read, text)
    assert interpretation.kind in (InterpretationKind.ANSWER, InterpretationKind.SUGGEST)
    assert not set(interpretation.answers) & {"does-it-go-away", "facial-tightness-pain", "bells-palsy-coming-back"}


@pytest.mark.parametrize(
    ("read", "text"),
    [
        ("selective-neurectomy", "how long does recovery take"),
        ("surgery-options", "how long until i am healed"),
        ("nerve-and-muscle-transfer-surgery", "how long is recovery"),
        ("surgery-options", "how long is the recovery"),
    ],
)
def test_a_short_question_that_goes_on_is_not_answered_with_another_subject(
    patients_bootstrap: Bootstrap, read: str, text: str
) -> None:
    interpretation = interpret(patients_bootstrap, read, text)
    assert not interpretation.answers
    assert {match.entry_id for match in interpretation.matches[:3]} & {read, "surgery-risks-and-recovery"}


def test_what_comes_afterwards_points_back(patients_bootstrap: Bootstrap) -> None:
    assert points_back("can I drive afterwards?")
    assert points_back("¿puedo maquillarme después?")
    assert not points_back("what is after care")
    interpretation = interpret(patients_bootstrap, "does-botox-hurt", "can i wear make-up afterwards")
    assert "make-up-shaving-and-skin-care" not in interpretation.answers


@pytest.mark.parametrize(("read", "text", "right"), WHOLE)
def test_a_whole_question_is_not_bent(patients_bootstrap: Bootstrap, read: str, text: str, right: str) -> None:
    alone = patients_bootstrap.live_faq.live.interpreter().interpret(text)
    after = interpret(patients_bootstrap, read, text)
    if alone.kind is InterpretationKind.ANSWER:
        assert after.kind is InterpretationKind.ANSWER
        assert after.best is not None
        assert alone.best is not None
        assert after.best.entry_id == alone.best.entry_id
    elif after.kind is InterpretationKind.ANSWER:
        pytest.xfail("too short to be told from a fragment by words only")
    else:
        assert set(right.split()) & {match.entry_id for match in after.matches[:3]}


@pytest.mark.parametrize("text", ["parrots?", "best pizza nearby", "thanks", "12", "..."])
def test_what_has_nothing_to_do_with_it_stays_what_it_is(patients_bootstrap: Bootstrap, text: str) -> None:
    assert interpret(
        patients_bootstrap, "can-botox-help", text
    ) == patients_bootstrap.live_faq.live.interpreter().interpret(text)


async def test_a_fragment_goes_on_from_the_answer_just_read(harness: Harness) -> None:
    patient = harness.patient()
    await patient.ask("/start massage-and-stretching")
    await patient.ask("how often?")
    assert "massage" in patient.text.lower() or any("massage" in label for label in patient.buttons)
    await patient.ask("/start what-is-synkinesis")
    await patient.ask("why?")
    shown = [patient.text.split("\n")[0], *patient.buttons]
    assert "What causes facial synkinesis?" in shown


async def test_without_anything_read_a_fragment_is_taken_by_itself(harness: Harness) -> None:
    patient = harness.patient()
    await patient.ask("why?")
    assert "What is" not in patient.text.split("\n")[0]
    assert "Helpful" not in " ".join(patient.buttons)
