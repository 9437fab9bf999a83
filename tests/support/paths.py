"""Paths in the repository."""

from pathlib import Path

ROOT = Path(__file__).parents[2]
BOT = ROOT / "bot"
FAQ = ROOT / "faq.yaml"
"""The FAQ that comes with the bot."""
SUPPORT = ROOT / "tests" / "support"
