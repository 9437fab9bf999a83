"""The typed, frozen form of `faq.yaml`.

Owns the shape and limits of every value an admin can write. Knows nothing of YAML (see `yaml_reader`) and of matching.
"""

from __future__ import annotations

import hashlib
from datetime import date
from functools import lru_cache
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from bot.core.faq.messages import Messages

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=20_000)]
Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300)]
Id = Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^[a-z0-9-]{1,48}$")]
Url = Annotated[str, StringConstraints(strip_whitespace=True, pattern=r'^https?://[^\s<>"]{3,500}$')]
Lines = tuple[Line, ...]
Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{8}$")]
OptionalLine = Annotated[str, StringConstraints(strip_whitespace=True, max_length=300)]
"""A line that may be empty: sentences with it then disappear."""


class Model(BaseModel):
    """Frozen. An unknown key is an error, so that a typo never drops a value silently."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Source(Model):
    """A source of an answer's facts."""

    title: Line = Field(description="What the source is called, as patients will read it.")
    url: Url | None = Field(None, description="Where it can be read, starting with https://")


class ClinicalReview(Model):
    """Who checked a text, when, which words they were, and until when the check is valid (see `sign_offs`)."""

    by: Line = Field(description="The clinician who checked the words, as patients will read it.")
    on: date = Field(description="Day of the check, as 2026-11-22.")
    expires: date | None = Field(None, description="Day after which the check counts as out of date.")
    text: Digest | None = Field(
        None, description="Digest of the words that were checked; without it the check does not count."
    )


class ReviewedTexts(Model):
    """Who checked the texts of `messages` that tell patients what to do about their health, by group."""

    general: ClinicalReview | None = Field(None, description="First words, no answer, photos, words of comfort.")
    after_alarm: ClinicalReview | None = Field(None, description="The texts `after_alarm_…`.")
    after_crisis: ClinicalReview | None = Field(None, description="The texts `after_crisis_…`.")


class TranslatedText(Model):
    """Which text of the main FAQ was translated."""

    of: Digest = Field(description="Digest of the main FAQ's words. `check` says what to write.")
    on: date = Field(description="Day of the translation, as 2026-11-22.")


@lru_cache(1_024)  # all texts of two languages and twice as many changed ones: they take 10 ms, again and again
def words_digest(*texts: str) -> str:
    """Eight hexadecimal digits that change with the texts' words."""
    return hashlib.sha256("\0".join(" ".join(text.split()) for text in texts).encode()).hexdigest()[:8]


class Topic(Model):
    """A group of entries in /topics."""

    id: Id = Field(description="Short name used by entries: small letters, digits and hyphens.")
    title: Line = Field(description="What patients read on the button.")


class Entry(Model):
    """One question with its answer."""

    id: Id = Field(description="Short fixed name: small letters, digits and hyphens, at most 48. Never change it.")
    topic: Id | None = Field(None, description="Id of the topic under which /topics shows it.")
    question: Line = Field(description="The question as a patient would read it on a button.")
    phrasings: Lines = Field((), description="Other ways patients ask it, in their own words. More is better.")
    answer: Text = Field(description="The short answer: at most 60 words, and it must stand alone.")
    details: Text | None = Field(None, description="The in-depth version, shown folded below the short answer.")
    sources: tuple[Source, ...] = Field((), description="Where the facts come from.")
    video: Url | None = Field(None, description="Link to a video that explains it.")
    follow_ups: tuple[Id, ...] = Field((), description="Ids of entries offered as buttons below the answer.")
    checks: Lines = Field(
        (), description="Messages that must be answered by this entry. Not learnt; they show how sure the bot may be."
    )
    cautious: bool = Field(False, description="Whether it is never shown as a likely answer, only as a sure one.")
    distinct: bool = Field(
        False,
        description="Whether it is about an illness or a treatment of its own: no other entry answers 'how long "
        "does it last?' after it.",
    )
    reviewed: ClinicalReview | None = Field(None, description="Leave out until a clinician has checked the words.")
    translated: TranslatedText | None = Field(None, description="In a translation: what it was translated from.")
    status: Literal["published", "draft"] = Field("published", description="A draft is invisible to patients.")

    @property
    def all_phrasings(self) -> tuple[str, ...]:
        """The question and the other phrasings, with which messages are compared."""
        return (self.question, *self.phrasings)

    @property
    def text_digest(self) -> str:
        """Changes with the words patients read: question, answer and details."""
        return words_digest(self.question, self.answer, self.details or "")

    @property
    def review_digest(self) -> str:
        """Changes with all that a clinician signs: question, answer, details, video and sources."""
        sources = (part for source in self.sources for part in (source.title, source.url or ""))
        return words_digest(self.question, self.answer, self.details or "", self.video or "", *sources)


class Clinic(Model):
    """Facts about the clinic, which texts use as `{clinic.phone}` and so on."""

    name: Line = Field("our clinic", description="The clinic's name.")
    phone: Line = Field("the clinic's phone number", description="The number that patients call.")
    email: Line = Field("the clinic's e-mail address", description="The address that patients write to.")
    hours: Line = Field(
        "the clinic's opening hours", description="When the phone is answered: 'Monday to Friday, 9 to 17'."
    )
    booking_url: Line = Field("the clinic's website", description="Where patients book, starting with https://")
    emergency_number: Line = Field("your local emergency number", description="The number for an emergency: '112'.")
    crisis_line: Line = Field(
        "a crisis line in your country", description="The number for somebody who may hurt themselves."
    )
    referral_info: OptionalLine = Field("", description="Who may refer patients: 'a letter from your doctor'.")
    waiting_info: OptionalLine = Field(
        "", description="How long a first visit takes: 'about eight weeks, in May 2026'."
    )
    complaints_contact: OptionalLine = Field("", description="Who hears complaints.")
    complaints_body: OptionalLine = Field("", description="The outside body for complaints.")
    video_info: OptionalLine = Field("", description="Which visits can be by video.")
    photo_route: OptionalLine = Field("", description="How patients may send photos.")
    interpreter_info: OptionalLine = Field("", description="How to ask for an interpreter.")
    access_info: OptionalLine = Field("", description="Lift, parking, step-free way in.")
    surgery_phone: OptionalLine = Field("", description="Number of the operating team, out of hours too.")
    follow_up_info: OptionalLine = Field("", description="When patients are seen again.")
    research_contact: OptionalLine = Field("", description="Who tells patients about studies.")


class Matching(Model):
    """How careful the bot is. The cut-offs are derived from these and from the FAQ."""

    wrong_answers: float = Field(0.05, gt=0, lt=0.5, description="Share of answers that may be wrong.")
    off_topic_share: float = Field(0.25, ge=0, lt=0.95, description="Share of messages the FAQ has no answer for.")


class UrgentSign(Model):
    """One kind of emergency: the message patients read first, and examples that test its detection."""

    id: Id = Field(description="Short fixed name by which the bot knows how to recognise the sign.")
    level: Literal["emergency", "same_day"] = Field(
        "emergency",
        description="emergency: call now, nothing else is answered. same_day: to be seen today, with the message above "
        "the answer.",
    )
    title: Line = Field(description="What staff read in the statistics.")
    message: Text = Field(description="What the patient reads before anything else. First line: what to do now.")
    related: Id | None = Field(None, description="Id of the entry offered as a button below the message.")
    alarm: Lines = Field((), description="Messages that must raise this alarm. Tried on every change, and learnt.")
    no_alarm: Lines = Field((), description="Messages that must raise no alarm, though they sound like this sign.")
    reviewed: ClinicalReview | None = Field(None, description="Leave out until a clinician has checked the message.")
    translated: TranslatedText | None = Field(None, description="In a translation: which message was translated.")

    @property
    def text_digest(self) -> str:
        """Changes with the words patients read."""
        return words_digest(self.message)

    @property
    def review_digest(self) -> str:
        """Changes with what a clinician signs: the message, and how urgent the sign is."""
        return words_digest(self.level, self.message)


class Urgent(Model):
    """Red flags. The bot looks for them first in every message."""

    if_now: Text = Field(
        "If this is happening to you now, call {clinic.emergency_number} straight away.",
        description="Line added to an answer when a sign was asked about in general, not reported.",
    )
    unclear: Text = Field(
        "**If this is an emergency, call {clinic.emergency_number} now.** I am not sure what is happening to you, but "
        "it may be serious.\n\n"
        "- Do not wait for this bot or for the clinic.\n"
        "- If you might hurt yourself, call {clinic.crisis_line} or go and sit with someone you trust.\n\n"
        "If that is not what you mean, tell me more in other words.",
        description="The message for an emergency of unclear kind.",
    )
    signs: tuple[UrgentSign, ...] = Field((), description="The kinds of emergency, the most urgent first.")
    no_alarm: Lines = Field((), description="Messages that must raise no alarm of any sign.")
    reviewed: ClinicalReview | None = Field(
        None, description="Leave out until a clinician has checked `if_now` and `unclear`."
    )
    translated: TranslatedText | None = Field(
        None, description="In a translation: which `if_now` and `unclear` were translated."
    )

    @property
    def text_digest(self) -> str:
        """Changes with the words patients read besides those of the signs."""
        return words_digest(self.if_now, self.unclear)


class Faq(Model):
    """A whole FAQ in one language."""

    version: Literal[1] = Field(1, description="The version of this format: 1.")
    language: Annotated[str, StringConstraints(pattern=r"^[a-z]{2}$")] = Field(
        "en", description="Two-letter code of the language the FAQ is written in."
    )
    clinic: Clinic = Field(Clinic(), description="Facts about the clinic, which texts use as {clinic.phone} and so on.")
    matching: Matching = Field(Matching(), description="How careful the bot is.")
    messages: Messages = Field(Messages(), description="Texts that patients read besides the answers.")
    reviewed_texts: ReviewedTexts = Field(
        ReviewedTexts(), description="Who checked the texts of `messages` about patients' health."
    )
    synonyms: tuple[Lines, ...] = Field((), description="Groups of words that mean the same to the matcher.")
    topics: tuple[Topic, ...] = Field((), description="The groups of entries that /topics shows.")
    urgent: Urgent | None = Field(None, description="Red flags, looked for before anything else.")
    entries: tuple[Entry, ...] = Field(min_length=1, description="The questions and their answers.")
    off_topic: Lines = Field((), description="Messages that must not be answered, though they share words.")

    @property
    def published(self) -> tuple[Entry, ...]:
        """The entries patients may see."""
        return tuple(entry for entry in self.entries if entry.status == "published")

    def entry(self, entry_id: str) -> Entry | None:
        """The published entry of that id, if there is one."""
        return next((one for one in self.entries if one.id == entry_id and one.status == "published"), None)

    def topic(self, topic_id: str) -> Topic | None:
        """The topic of that id, if there is one."""
        return next((topic for topic in self.topics if topic.id == topic_id), None)
