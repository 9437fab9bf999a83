"""De-identifies a message: keeps everyday words and masks everything else. Fails closed.

Owns the order of the steps and `Redacted`, the only form in which a patient's words may be stored. The shapes are in
`identifiers`, the rules for names in `names`; the vocabulary is passed in. Stores and logs nothing.

An allow-list fails safe: an unexpected name is an unknown word, and unknown words are masked.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import InitVar, dataclass
from typing import Literal, final

from rapidfuzz.distance import OSA
from rapidfuzz.process import extractOne

from bot.core.deidentification import identifiers
from bot.core.deidentification.foreign import ForeignMessages
from bot.core.deidentification.identifiers import Identifier
from bot.core.deidentification.name_cues import BODY, DAYS, EPONYMS, GRAMMAR, MONTHS, words
from bot.core.deidentification.names import NameDetector
from bot.core.deidentification.names.eponyms import is_eponym
from bot.core.deidentification.tokens import END, Token, lines_of, word_at
from bot.core.deidentification.vocabulary import Vocabulary

Length = Literal["short", "medium", "long"]
FindIdentifiers = Callable[[str], Sequence[Identifier]]
"""Finds what identifies a person in a text as `unify_characters` leaves it."""

KINDS = ("name", "phone", "email", "link", "handle", "date", "age", "place", "address", "number", "id", "other")
MAX_CHARACTERS = 4096
"""Telegram's limit. The rest of a longer text is dropped."""
_MAX_PARTS = 1000
"""Words and marks; prose of that length has fewer."""
_MAX_REPAIRS = 24
_PASSES = 5
_USED = 3
"""Times that a FAQ uses a word from which on typos are repaired to it."""
_LONG = 9
"""Letters from which on a typo is hardly ever a name."""


class _Proof:
    """Required to create a `Redacted`."""


_PROOF = _Proof()


@final
@dataclass(frozen=True, slots=True)
class Redacted:
    """De-identified words of a patient. Only this module can create one; others get a TypeError."""

    text: str | None
    """None if withheld because too few words are known."""
    length: Length
    """Length of the message: up to 40, up to 200, or more characters."""
    proof: InitVar[_Proof]

    def __post_init__(self, proof: _Proof) -> None:
        if proof is not _PROOF:
            raise TypeError("only the anonymiser makes redacted text")


@dataclass(frozen=True, slots=True)
class Masked:
    """The kind of a mask and its reason, without the masked words."""

    kind: str
    reason: str


_TOKEN = re.compile(
    rf"\[(?P<mask>{'|'.join(KINDS)})\]|(?P<word>(?:[extEXT]-(?=rays?\b|mails?\b|stim\b))?[^\W\d_]+(?:'[^\W\d_]+)*)|(?P<mark>[.,;:!?()/\"\n-])|(?P<odd>\w)"
)
_RUN = re.compile(r"\w+|[^\w ]")
_RUN_OF_LETTERS = re.compile(r"[^\W\d_]")
_WORD = re.compile(r"(?<!')[^\W\d_]+(?!')")
_DROPPED = re.compile(
    r"[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0]"
)
_STRAIGHT = str.maketrans(
    {
        **dict.fromkeys("‘’‛`´ʼ＇′", "'"),
        **dict.fromkeys("“”„«»", '"'),
        **dict.fromkeys("‐‑‒–—―−", "-"),
        "…": ".",
        "\r": "\n",
    }
)
_ENDINGS = ("'s", "'re", "'ve", "'ll", "'d", "'m", "n't")
_ODD_NEGATIONS = frozenset({"can't", "won't", "shan't", "ain't", "o'clock", "y'all", "ma'am"})
_APART = re.compile(r"\b(wi|air)[ -](fi|con)\b", re.IGNORECASE)
"""Words that are also written apart, whose parts are none."""
# Little words of other languages that English has not, or not as often. A message with two of them, and more than
# English ones, is in another language.
_FOREIGN = words(
    """
    que por para con una los las el del como esta muy pero mi su es en y se lo la le les des est une dans pour
    pas sur avec je tu il elle nous vous mon ma mes der die das und ist ich nicht ein eine mit auf habe bin wie
    kann mein meine che non per sono di da gli della ho een het van niet voor ik mijn nie jest na jak mam
    moja moje um uma nao meu minha och att det som jag har inte og er ikke de ve bir bu ne icin var yok ben saya
    yang dan tidak ang ng sa ako ni kwa
    """
)
_DATES = MONTHS | DAYS
_ENGLISH = GRAMMAR - _FOREIGN


class Anonymizer:
    """Redacts messages. Thread-safe: it stores nothing of a message."""

    def __init__(
        self, vocabulary: Vocabulary, faq_texts: Iterable[str], second_opinion: FindIdentifiers | None = None
    ) -> None:
        """`faq_texts`: texts of the live FAQ, whose frequent words typos are repaired to. They vouch for no word: an
        entry may name its author.

        `second_opinion` may only mask: what it finds in an English message as written is masked too, if the word is a
        name or a town elsewhere, was repaired or stands beside such a one. Other words ("whistle", "chewing") stay. It
        must not raise an error.
        """
        self._vocabulary = vocabulary
        counts = Counter(word for text in faq_texts for word in _WORD.findall(unify_characters(text).lower()))
        flagged = vocabulary.given | vocabulary.surnames
        used = {word for word, count in counts.items() if count >= _USED and len(word) > 2}
        used = {word for word in used - flagged if self._is_kept(word) and not self._is_unwanted(word)}
        self._rules = NameDetector(vocabulary, used)
        self._foreign = ForeignMessages(vocabulary)
        self._counts = {word: counts[word] for word in used}
        self._second_opinion = second_opinion
        everyday = GRAMMAR | BODY | vocabulary.health
        self._doubtful = (flagged | vocabulary.towns) - everyday
        self._telling_nothing = everyday
        self._shuffled: dict[str, str] = {}
        self._repairs: defaultdict[tuple[str, int], list[str]] = defaultdict(list)
        for word in sorted(used, key=lambda word: (-counts[word], word)):
            if len(word) >= 4 and word.isascii():
                self._repairs[word[0], len(word)].append(word)
                self._shuffled.setdefault(word[0] + "".join(sorted(word)), word)

    def knows(self, word: str) -> bool:
        """Whether redacted text may contain a word (lower case): everyday words and names of illnesses."""
        base = word.removesuffix("'s")
        return (
            self._everyday(word) or base in EPONYMS or (len(word) == 1 and word.isascii()) or self._foreign.knows(word)
        )

    def _everyday(self, word: str) -> bool:
        if self._is_kept(word) or word in _ODD_NEGATIONS or (word[1:2] == "-" and self._is_kept(word.replace("-", ""))):
            return True
        return "'" in word and any(word.endswith(e) and self._is_kept(word[: -len(e)]) for e in _ENDINGS)

    def _is_kept(self, word: str) -> bool:
        return word in self._vocabulary.words

    def _is_unwanted(self, word: str) -> bool:
        return word in self._vocabulary.names or word in self._vocabulary.places

    def redact(self, text: str) -> Redacted:
        """Redacts a text. Never raises: after an error the text is withheld. The rules change nothing of the result."""
        try:
            return self._settle(text)[0]
        except Exception:  # a guard must fail closed, and the message must not travel in a traceback
            return Redacted(None, "long", _PROOF)

    def explain(self, text: str) -> tuple[Masked, ...]:
        """What `redact` masks in a text and why, in order, without words of the text. For the command line."""
        try:
            return self._settle(text)[1]
        except Exception:  # as above
            return (Masked("other", "could not be read"),)

    def _settle(self, text: str) -> tuple[Redacted, tuple[Masked, ...]]:
        """Redacts until nothing changes, because a mask may reveal that its neighbour is a name."""
        length: Length = "short" if len(text) <= 40 else "medium" if len(text) <= 200 else "long"
        why: tuple[Masked, ...] = ()
        current = text[:MAX_CHARACTERS]
        for number in range(_PASSES):
            plain = _APART.sub(r"\1\2", unify_characters(current, MAX_CHARACTERS))
            if len(_RUN.findall(plain)) > _MAX_PARTS:
                break
            tokens = self._tokens(plain)
            self._mask(tokens)
            strange = _too_strange(tokens)
            if _may_be_foreign(tokens) and (dictionary := self._foreign.dictionary_of(plain, strange)) is not None:
                tokens = self._tokens(plain)
                strange = self._foreign.mask(tokens, dictionary)
            elif self._second_opinion is not None and not number and not strange:
                self._ask_again(self._second_opinion, plain, tokens)
            why += tuple(Masked(token.kind, token.reason) for token in tokens if token.kind and token.reason)
            if strange:
                return Redacted(None, length, _PROOF), (*why, Masked("other", "too few known words: withheld"))
            written = _write(tokens)
            if not _RUN_OF_LETTERS.search(written):
                return Redacted(None, length, _PROOF), (*why, Masked("other", "no word in it: withheld"))
            if written == current:
                return Redacted(written, length, _PROOF), why
            current = written
        return Redacted(None, length, _PROOF), (*why, Masked("other", "did not settle, or is no prose: withheld"))

    def _tokens(self, text: str) -> list[Token]:
        tokens: list[Token] = []
        end = 0
        for finding in identifiers.find(text):
            self._plain_tokens(text, end, finding.start, tokens)
            end = finding.end
            if finding.kind == "count":
                count = " ".join(text[finding.start : end].lower().split())
                tokens.append(Token(count, word=False, start=finding.start, end=end))
            else:
                reason = "has the shape of one"
                tokens.append(Token("", word=True, kind=finding.kind, reason=reason, start=finding.start, end=end))
        self._plain_tokens(text, end, len(text), tokens)
        opens = True
        for token in tokens:
            token.opens = opens
            opens = token.text in {".", "!", "?", "\n", '"', "("} and not token.kind or (opens and not token.word)
        return tokens

    def _plain_tokens(self, text: str, first: int, last: int, tokens: list[Token]) -> None:
        for match in _TOKEN.finditer(text[first:last]):
            found = match.group()
            if match.lastgroup == "mask":
                token = Token("", word=True, kind=match["mask"])
            elif match.lastgroup == "word":
                shouted = len(found) > 1 and found.isupper()
                token = Token(found.lower(), word=True, capital=found[0].isupper(), shouted=shouted)
            elif match.lastgroup == "mark":
                token = Token(found, word=False)
            else:
                token = Token("", word=True, kind="other", reason="not a letter we know")
            token.start, token.end = first + match.start(), first + match.end()
            tokens.append(token)

    def _mask(self, tokens: list[Token]) -> None:
        for line in lines_of(tokens):
            telling = _telling_capitals(line)
            for token in line:
                token.telling = telling
        repairs = 0
        for at, token in enumerate(tokens):
            if not token.word or token.kind or self._everyday(token.text) or is_eponym(tokens, at):
                continue
            if self._is_letter_of_a_term(tokens, at):
                continue
            named = token.telling and token.capital and not token.opens
            if repairs < _MAX_REPAIRS and not named and not self._is_unwanted(token.base):
                repairs += 1
                token.repair = self._repair(token.text) or ""
                if len(token.repair) >= _LONG:
                    token.text = token.repair
                    continue
            token.unknown = True
            if token.base in self._vocabulary.places and token.base not in self._vocabulary.names:
                token.mask("place", "a place")
            elif (named or token.base in self._vocabulary.names) and token.base not in _DATES:
                token.mask("name", "a name")
            else:
                token.mask("other", "not an everyday word")
        self._rules.mark(tokens)
        for token in tokens:
            if token.unknown and token.kind == "other" and token.base in _DATES:
                token.mask("date", "a month or day")
            elif token.typo:
                token.text, token.kind, token.reason, token.unknown = token.repair, None, "", False

    def _ask_again(self, second_opinion: FindIdentifiers, text: str, tokens: list[Token]) -> None:
        """Masks the kept words in which it sees personal data, if one of those that stand together is
        doubtful."""
        open_ones = [at for at in range(len(tokens)) if self._may_tell(text, tokens, at)]
        doubtful = {at for at in open_ones if self._is_doubtful(text, tokens, at)}
        found = second_opinion(text) if doubtful else ()
        run: list[int] = []
        kinds: dict[int, str] = {}
        for at in (*open_ones, len(tokens) + 1):
            token = tokens[at] if at < len(tokens) else END
            kind = next((one.kind for one in found if one.start < token.end and token.start < one.end), "")
            if run and (not kind or at != run[-1] + 1):
                if not doubtful.isdisjoint(run):
                    for place in run:
                        tokens[place].mask(kinds[place], "a second opinion")
                run = []
            if kind:
                run.append(at)
                kinds[at] = kind

    def _may_tell(self, text: str, tokens: list[Token], at: int) -> bool:
        """Whether a word is kept and, as it was written, may tell something of a person."""
        written = text[tokens[at].start : tokens[at].end].lower()
        tells = written.removesuffix("'s") not in self._telling_nothing
        return tokens[at].kept and tells and not is_eponym(tokens, at)

    def _is_doubtful(self, text: str, tokens: list[Token], at: int) -> bool:
        """Whether a word is a name or a town elsewhere, was written otherwise, or stands beside what may be a name."""
        token = tokens[at]
        if token.base in self._doubtful or token.text != text[token.start : token.end].lower():
            return True
        return not {word_at(tokens, at - 1).kind, word_at(tokens, at + 1).kind}.isdisjoint(("name", "place", "other"))

    def _is_letter_of_a_term(self, tokens: list[Token], at: int) -> bool:
        """The letter of "vitamin d", "type a"."""
        token = tokens[at]
        if len(token.text) != 1 or not token.text.isascii():
            return False
        return at > 0 and tokens[at - 1].text in {"vitamin", "type", "hepatitis", "toxin", "plan", "botulinum"}

    def _repair(self, word: str) -> str | None:
        """The frequent word of the FAQ of which this is a typo. The first letter is seldom mistyped."""
        size = len(word)
        if size < 4 or not word.isascii() or not word.isalpha():
            return None
        shuffled = self._shuffled.get(word[0] + "".join(sorted(word)))
        if shuffled is not None:
            return shuffled
        allowed = 1 if size < 8 else 2
        best: tuple[int, int, str] | None = None
        # In words of four letters one changed letter turns a name into a word ("nige", "nice"): only add a missing one.
        for length in range(size + 1 if size == 4 else size - allowed, size + allowed + 1):
            pool = self._repairs.get((word[0], length))
            found = extractOne(word, pool, scorer=OSA.distance, score_cutoff=allowed) if pool else None
            if found is not None:
                rank = (int(found[1]), -self._counts[found[0]], found[0])
                best = rank if best is None else min(best, rank)
        return best[2] if best is not None else None


def unify_characters(text: str, limit: int | None = None) -> str:
    """Unifies letters, digits, apostrophes, quotes and dashes, and drops invisible characters.

    One character can expand to eighteen; `limit` applies after the expansion.
    """
    if text.isascii():
        return text.translate(_STRAIGHT)
    text = unicodedata.normalize("NFKC", text)[:limit].translate(_STRAIGHT)
    text = _DROPPED.sub("", text)
    return "".join(
        str(unicodedata.digit(c)) if not c.isascii() and unicodedata.digit(c, None) is not None else c for c in text
    )


def _telling_capitals(tokens: list[Token]) -> bool:
    """Whether capitals are evidence in a line: it is neither shouted nor Written Like A Title."""
    inner = [token for token in tokens if token.word and token.kind is None and not token.opens and len(token.text) > 1]
    capitals = sum(token.capital for token in inner)
    return capitals * 5 <= len(inner) * 3 or (len(inner) <= 3 and not all(token.shouted for token in inner))


def _may_be_foreign(tokens: list[Token]) -> bool:
    """Whether a word is unknown, or one of another language."""
    return any(token.unknown or (token.kept and token.text in _FOREIGN) for token in tokens)


def _too_strange(tokens: list[Token]) -> bool:
    """Whether more than half the words are unknown, or the little words are of another language."""
    plain = [token for token in tokens if token.word and (token.kind is None or token.unknown)]
    if sum(token.unknown for token in plain) * 2 > len(plain):
        return True
    foreign = sum(token.text in _FOREIGN for token in plain)
    return foreign >= 2 and foreign > sum(token.text in _ENGLISH for token in plain)


def _write(tokens: list[Token]) -> str:
    """The kept words joined by spaces; neighbouring masks of one kind become one."""
    parts: list[str] = []
    kind = ""
    for at, token in enumerate(tokens):
        if not token.word and not token.text:
            continue
        if token.kind:
            if kind == token.kind or (kind and token.kind == "other"):
                continue
            if kind == "other":
                parts.pop()
            kind = token.kind
            parts.append(f"[{kind}]")
            continue
        if token.word and len(token.text) == 1 and kind and at + 1 < len(tokens) and tokens[at + 1].kind:
            continue  # a lone letter between two masks is an initial
        if token.text == "\n":
            if parts and parts[-1] not in {".", ",", "!", "?", ":", ";"}:
                parts.append(".")
            kind = ""
            continue
        if not token.word and parts and parts[-1] == token.text and not token.text[0].isdigit():
            continue
        kind = ""
        parts.append(token.text)
    text = " ".join(parts)
    text = re.sub(r" ([.,;:!?)])", r"\1", text)
    text = re.sub(r"(?<=\w) - (?=\w)", "-", text)
    return text.replace("( ", "(")
