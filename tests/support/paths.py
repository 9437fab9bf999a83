"""Paths in the repository."""

from pathlib import Path

ROOT = Path(__file__).parents[2]
BOT = ROOT / "bot"
FAQ = ROOT / "faq.yaml"
"""The FAQ that comes with the bot."""
SUPPORT = ROOT / "tests" / "support"
SHORT_MESSAGES = SUPPORT / "short_messages.tsv"
"""Short messages of patients in ten languages: language, half, text. Words were chosen for the half to tune."""
