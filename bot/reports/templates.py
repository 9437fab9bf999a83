"""The templates of the pages, in which every value is escaped and a missing one is an error."""

from __future__ import annotations

from jinja2 import Environment, PackageLoader, StrictUndefined


def templates() -> Environment:
    """The environment that reads the templates of this package."""
    return Environment(
        loader=PackageLoader("bot.reports", "."),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
