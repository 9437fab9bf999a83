"""The removal of phrasings that came from the log, as `purge --wordings` shows it."""

from __future__ import annotations

from pathlib import Path

from rich.console import Group
from rich.text import Text

from bot.cli.console import confirmed_or_end, out
from bot.cli.review import with_reviews
from bot.review.service import ReviewService
from bot.review.taken_wordings import TakenWording, WordingRemoval


def remove_wordings(faq: Path | None, *, yes: bool) -> None:
    """Shows what came from the log and the effect of removing it, asks, and removes it."""

    async def work(reviews: ReviewService) -> None:
        removal = await reviews.taken_wordings.plan()
        out.print(_removal(removal), soft_wrap=True)
        if removal.nothing:
            return
        if not yes:
            confirmed_or_end("Remove them for good?")
        await reviews.taken_wordings.carry_out(removal)
        out.print(f"Removed. Wordings: {len(removal.wordings)}, kept versions: {len(removal.rewrites)}")

    with_reviews(work, faq)


def _removal(removal: WordingRemoval) -> Group:
    unread = sum(one.data is None for one in removal.rewrites)
    holding = len(removal.rewrites) - unread
    lines = [f"Wordings of the FAQ that come from the log: {len(removal.wordings)}", *map(_line, removal.wordings)]
    lines.append(f"Kept versions that hold some of them: {holding}")
    if unread:
        lines.append(f"Kept versions that can't be read any more, and are removed: {unread}")
    for proposal in removal.proposals:
        effect = proposal.effect
        lines += [
            f"{proposal.path.name}: {line}" for line in (*effect.lines, f"checks that break: {len(effect.broken)}")
        ]
        lines += [f"  {one.check.place}: '{one.check.text}' gets {one.got}" for one in effect.broken]
    if any(proposal.effect.broken for proposal in removal.proposals):
        lines.append("A bot that is running asks an admin before it loads a file that breaks checks, or is restarted.")
    if removal.questions:
        lines += ["Not removed, since an entry needs its question; reword it by hand:", *map(_line, removal.questions)]
    return Group(*map(Text, lines))


def _line(one: TakenWording) -> str:
    return f"  {one.place}: '{one.text}' of '{one.entry_id}'"
