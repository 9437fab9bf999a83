"""Takes a text apart into tokens, and puts what is left of them together again. Decides nothing about words."""

from __future__ import annotations

import re

from bot.core.deidentification import identifiers
from bot.core.deidentification.tokens import KINDS, Token

_TOKEN = re.compile(
    rf"\[(?P<mask>{'|'.join(KINDS)})\]|(?P<word>(?:[extEXT]-(?=rays?\b|mails?\b|stim\b))?[^\W\d_]+(?:'[^\W\d_]+)*)|(?P<mark>[.,;:!?()/\"\n-])|(?P<odd>\w)"
)


def tokenize(text: str) -> list[Token]:
    """The words, marks and masks of a text as `unify_characters` leaves it; what has the shape of an identifier is
    masked."""
    tokens: list[Token] = []
    end = 0
    for finding in identifiers.find(text):
        _plain_tokens(text, end, finding.start, tokens)
        end = finding.end
        if finding.kind == "count":
            count = " ".join(text[finding.start : end].lower().split())
            tokens.append(Token(count, word=False, start=finding.start, end=end))
        else:
            reason = "has the shape of one"
            tokens.append(Token("", word=True, kind=finding.kind, reason=reason, start=finding.start, end=end))
    _plain_tokens(text, end, len(text), tokens)
    opens = True
    for token in tokens:
        token.opens = opens
        opens = token.text in {".", "!", "?", "\n", '"', "("} and not token.kind or (opens and not token.word)
    return tokens


def detokenize(tokens: list[Token]) -> str:
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


def _plain_tokens(text: str, first: int, last: int, tokens: list[Token]) -> None:
    """Adds the tokens between two places, where no identifier is."""
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
