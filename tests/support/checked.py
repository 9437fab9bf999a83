"""A small FAQ that is examined, with patterns of two emergencies."""

from __future__ import annotations

from datetime import date

from bot.core.dialogue.interpreter import Interpreter
from bot.core.faq.model import Faq, Urgent
from bot.core.faq.yaml_reader import read_faq
from bot.core.matching.matcher import Matcher
from bot.core.quality.checked_faq import CheckedFaq
from bot.core.quality.examination import Examination
from bot.core.red_flags.data import RedFlagPatterns, SignPatterns
from bot.core.red_flags.detector import RedFlagDetector
from bot.core.red_flags.section import RedFlagSection
from bot.core.text.language_id import LanguageIdentifier
from bot.core.text.normalization import normalize
from bot.words import load

TODAY = date(2026, 11, 22)
PATTERNS = RedFlagPatterns(
    signs=(
        SignPatterns(
            id="breathing", phrases=("cannot breathe", "choking"), alarm=("we are choking", "she cannot breathe")
        ),
        SignPatterns(id="eye", phrases=("eye hurts badly",), alarm=("my eye hurts badly",)),
    ),
    no_alarm=("my eye is fine",),
)
FAQ = """\
clinic: {name: Face Clinic, phone: "[clinic phone]"}
urgent:
  signs:
    - id: breathing
      title: Breathing trouble
      message: Call 112 for an ambulance now.
      alarm: [I am choking on my food]
      no_alarm: [the weather is fine]
    - id: eye
      title: Eye pain
      message: See an eye doctor today, call 112.
      alarm: [I cannot breathe]
entries:
  - id: swelling
    question: Will my face swell after the injections?
    phrasings:
      - is a puffy face normal
      - swollen cheeks since the injection
      - how long does swelling last
      - why are my cheeks swollen
    answer: A little. It passes.
    sources: [{title: A book}]
    checks: [puffy swollen face, I am choking]
  - id: driving
    question: May I drive home afterwards?
    phrasings:
      - can I take the car home
      - is driving allowed
      - driving a car the same day
      - am I fit to drive
    answer: Yes, most people may drive.
    sources: [{title: A book}]
    checks: [can I drive my car home]
  - id: price
    question: What does the treatment cost?
    phrasings:
      - how expensive is it
      - price of a session
      - do I have to pay myself
      - what will I pay for a session
    answer: >-
      Notwithstanding considerable interinstitutional variability, approximate remuneration expectations
      predominantly necessitate individualised determination.
    reviewed: {by: Dr X, on: 2024-01-01, expires: 2025-01-01}
  - id: holiday
    question: Can I fly on holiday?
    phrasings:
      - is air travel safe
      - flying after treatment
      - may I board a plane
      - holiday by plane next week
    answer: Yes.
    sources: [{title: A book}]
  - id: work
    question: When can I go back to work?
    answer: The next day.
    sources: [{title: A book}]
  - id: hidden
    question: Is this a draft?
    answer: Yes.
    status: draft
    checks: [never looked at]
off_topic:
  - what is the capital of France
"""


def subject(text: str = FAQ, main: Faq | None = None) -> CheckedFaq:
    loaded = read_faq(text.encode())
    faq = loaded.faq
    matcher = Matcher.fit(faq.published, synonyms=faq.synonyms, matching=faq.matching, off_topic=faq.off_topic)
    words = frozenset(word for e in faq.published for text in e.all_phrasings for word in normalize(text).split())
    red_flags = RedFlagSection(faq.language, faq.urgent or Urgent(), PATTERNS if faq.language == "en" else None)
    detector = RedFlagDetector([red_flags])
    languages = LanguageIdentifier({faq.language: words})
    interpreter = Interpreter(faq.language, matcher, detector.detect, words, languages.likely)
    return CheckedFaq(faq, loaded.places, interpreter, red_flags, detector.evidence, main, load())


def messages(examination: Examination, kind: str) -> list[str]:
    return [str(finding) for finding in examination.findings if finding.kind == kind]
