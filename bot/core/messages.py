"""Every word a patient reads that is not an entry, with plain English defaults.

A FAQ file need not state any of them; what it states replaces the default. Knows nothing of when a message is shown.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Wording = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000)]
Label = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60)]


class Messages(BaseModel):
    """Texts (mark-up and `{clinic.…}` allowed) and button labels (plain)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    welcome: Wording = Field("Hello. Ask me a question in your own words.", description="Reply to /start.")
