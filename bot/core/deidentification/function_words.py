"""Tells by its function words, and by how many words are known, whether a message is in English."""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.deidentification.name_cues import GRAMMAR, words
from bot.core.deidentification.tokens import Token

# Function words of other languages that English has not, or not as often. A message with two of them, and more than
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
_ENGLISH = GRAMMAR - _FOREIGN


def may_be_foreign(tokens: Sequence[Token]) -> bool:
    """Whether a word is unknown, or one of another language."""
    return any(token.unknown or (token.kept and token.text in _FOREIGN) for token in tokens)


def is_too_strange(tokens: Sequence[Token]) -> bool:
    """Whether more than half the words are unknown, or the function words are of another language."""
    plain = [token for token in tokens if token.word and (token.kind is None or token.unknown)]
    if sum(token.unknown for token in plain) * 2 > len(plain):
        return True
    foreign = sum(token.text in _FOREIGN for token in plain)
    return foreign >= 2 and foreign > sum(token.text in _ENGLISH for token in plain)
