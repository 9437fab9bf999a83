"""Builds the parts that commands and the running bot share: the encoders, the live FAQ, the anonymiser.

Each part is built at most once, on first use.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import cached_property, partial
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, TypeVar

from bot import words
from bot.core.deidentification.anonymizer import Anonymizer, Redacted
from bot.core.deidentification.identifiers import Identifier
from bot.core.deidentification.second_opinion import FindIdentifiers
from bot.core.deidentification.vocabulary import Vocabulary
from bot.core.languages import language
from bot.core.matching.similarity import Encoders
from bot.core.red_flags.section import RedFlagSection
from bot.embeddings.caching import CachingEncoder
from bot.embeddings.kept_matching import KeptMatching
from bot.embeddings.language_model import DEFAULT as LANGUAGES
from bot.embeddings.language_model import language_model
from bot.embeddings.learned import LearnedRedFlags
from bot.embeddings.model_files import ModelError
from bot.live_faq.live_faq import LiveFaq
from bot.live_faq.snapshot import Snapshot
from bot.logs import failure
from bot.settings import Settings

if TYPE_CHECKING:
    from bot.embeddings.sentence_encoder import SentenceEncoder

log = logging.getLogger(__name__)
Model = TypeVar("Model")


class Bootstrap:
    """The parts for one set of settings.

    `faq_path` replaces that of the settings. Published versions of the FAQ are kept if `publishing`. `languages` is the
    file of the model of languages.
    """

    def __init__(
        self,
        settings: Settings,
        faq_path: Path | None = None,
        *,
        publishing: bool = False,
        languages: Path = LANGUAGES,
    ) -> None:
        self._publishing = publishing
        self._languages = languages
        self._settings = settings
        self.faq_path = faq_path or settings.faq_path

    @property
    def folder(self) -> Path:
        """The folder of the database, which also holds caches, published versions and the health file."""
        return self._settings.database_path.parent

    @cached_property
    def _encoder(self) -> SentenceEncoder | None:
        """The sentence encoder, or None for matching by words only."""
        chosen = self._settings.sentence_model
        load = partial(load_sentence_model, chosen)
        return _unless_off(chosen, load, "sentence vectors", "matching is by words only")

    @cached_property
    def _multilingual_encoder(self) -> SentenceEncoder | None:
        """The encoder of other languages, or None for matching them by words only."""
        chosen = self._settings.multilingual_model
        load = partial(load_multilingual_model, chosen)
        return _unless_off(chosen, load, "multilingual vectors", "other languages are matched by words only")

    def encoders(self, code: str) -> Encoders | None:
        """The sentence encoders for a language, or None for matching by words only.

        Vectors of messages are not kept; those of the FAQ's texts are: many at once in a file, the latest of them and a
        few others in memory. The first call for another language than English takes half a second and 95 MB.
        """
        return self._english_encoders if language(code).sentence_model == "english" else self._multilingual_encoders

    @cached_property
    def _english_encoders(self) -> Encoders | None:
        return self._caching(self._encoder)

    @cached_property
    def _multilingual_encoders(self) -> Encoders | None:
        return self._caching(self._multilingual_encoder)

    def _caching(self, encoder: SentenceEncoder | None) -> Encoders | None:
        if encoder is None:
            return None
        return Encoders(encoder, CachingEncoder(encoder, many=encoder.cached(self.folder / "cache")), encoder.key)

    def _identified_encoder(self, code: str) -> SentenceEncoder | None:
        return self._encoder if language(code).sentence_model == "english" else self._multilingual_encoder

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The words that de-identification may keep."""
        return words.load()

    @cached_property
    def second_opinion(self) -> SecondOpinion | None:
        """The second opinion on personal data, or None if the rules alone are to decide. Nothing is loaded yet."""
        chosen = self._settings.personal_data_model
        if chosen.lower() == "off":
            log.info("the second opinion on personal data is off; the rules alone decide")
            return None
        return SecondOpinion(partial(load_personal_data_model, chosen))

    @cached_property
    def live_faq(self) -> LiveFaq:
        """The live FAQ. Raises FaqProblems. Emergencies that will not be noticed are logged."""
        live_faq = LiveFaq.open(
            self.faq_path,
            self.encoders,
            known_words=self.vocabulary.by_language,
            learnt=LearnedRedFlags(self._identified_encoder, self.folder / "cache"),
            kept=KeptMatching(self.folder / "cache"),
            language_model=_if_usable(
                lambda: language_model(self._languages), "model of languages", "they are told by words only"
            ),
            vocabulary=self.vocabulary,
            versions=self.folder / "versions" if self._publishing else None,
            now=lambda: datetime.now(self._settings.zone),
        )
        for served in live_faq.live.by_language.values():
            section = RedFlagSection.of(served.faq)
            if section.patterns is None:
                name = language(section.language).name
                log.warning("emergencies are not recognised in %s; `check` says what to do", name)
            elif missing := ", ".join(sign.id for sign in section.lacking):
                log.error("%s lacks the signs of emergencies that nobody will notice: %s", served.path.name, missing)
        return live_faq


def load_sentence_model(chosen: str) -> SentenceEncoder:
    """The encoder of SENTENCE_MODEL, by default the one that was built. Raises ModelError."""
    # Imported here: it takes memory that matching by words does not need.
    from bot.embeddings.sentence_encoder import default_encoder, load_encoder

    return load_encoder(Path(chosen)) if chosen else default_encoder()


def load_multilingual_model(chosen: str) -> SentenceEncoder:
    """The encoder of MULTILINGUAL_MODEL, by default the one that was built. Raises ModelError."""
    from bot.embeddings.multilingual_encoder import DEFAULT, multilingual_encoder

    return multilingual_encoder(Path(chosen) if chosen else DEFAULT)


def load_personal_data_model(chosen: str) -> FindIdentifiers:
    """The second opinion of PERSONAL_DATA_MODEL, by default the one that was built. Raises ModelError."""
    from bot.embeddings.personal_data_finder import DEFAULT, personal_data_finder

    return personal_data_finder(Path(chosen) if chosen else DEFAULT)


def _unless_off(chosen: str, load: Callable[[], SentenceEncoder], what: str, without: str) -> SentenceEncoder | None:
    """An encoder, or None, with a line in the log, if the setting is `off` or its files can't be used."""
    if chosen.lower() == "off":
        log.info("%s are off; %s", what, without)
        return None
    return _if_usable(load, what, without)


def _if_usable(load: Callable[[], Model], what: str, without: str) -> Model | None:
    """A model, or None, with a line in the log, if its files can't be used."""
    try:
        return load()
    except ModelError as error:
        log.warning("no %s, %s: %s", what, without, error)
        return None


class SecondOpinion:
    """Finds personal data with a model, which is loaded for the first text. Safe to use from several threads.

    Raises nothing: if the model can't be loaded or fails, nothing is found and the rules alone decide. The log says so
    once, and `trouble` why.
    """

    def __init__(self, load: Callable[[], FindIdentifiers]) -> None:
        self._load = load
        self._loading = Lock()
        self._find: FindIdentifiers | None = None
        self.trouble = ""

    def __call__(self, text: str) -> Sequence[Identifier]:
        """The personal data in a text."""
        try:
            with self._loading:
                if self._find is None:
                    self._find = self._load()
            found = self._find(text)
        except Exception as error:
            self._fail(error)
            return ()
        self.trouble = ""
        return found

    def _fail(self, error: Exception) -> None:
        # The text of any other error might hold the patient's words.
        reason = str(error) if isinstance(error, ModelError) else failure(error)
        if not self.trouble:
            log.warning("no second opinion on personal data, the rules alone decide: %s", reason)
        self.trouble = reason


class Redactor:
    """De-identifies texts with the words of the live FAQ. The first text takes half a second; later ones are quick."""

    def __init__(
        self, vocabulary: Vocabulary, live: Callable[[], Snapshot], second_opinion: FindIdentifiers | None = None
    ) -> None:
        self._second_opinion = second_opinion
        self._vocabulary = vocabulary
        self._live = live
        self._made: tuple[str, Anonymizer] | None = None

    def __call__(self, text: str) -> Redacted:
        """The text, de-identified. The anonymiser is rebuilt when the live FAQ changes."""
        snapshot = self._live()
        if self._made is None or self._made[0] != snapshot.digest:
            self._made = (snapshot.digest, Anonymizer(self._vocabulary, snapshot.texts, self._second_opinion))
        return self._made[1].redact(text)
