"""The buttons of a review: each names its theme and, if need be, an entry and what is shown."""

from __future__ import annotations

from bot.core.dialogue.replies import Action, Button, StaffVerb


def button(label: str, verb: StaffVerb, theme: str, target: str = "", mark: str = "") -> Button:
    """A button about a theme; `target` is the code of an entry or a topic."""
    return Button(label, Action(verb, target, theme=theme, mark=mark))
