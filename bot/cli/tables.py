"""How measurements of a FAQ look in the terminal, and as JSON for programs. Measures nothing itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rich.console import Console, Group
from rich.table import Table
from rich.text import Text

from bot.core.faq.model import Faq
from bot.core.quality.checks import CheckState, Examination
from bot.core.quality.evaluation import CaseResult, Evaluation, Share
from bot.core.quality.lint import Level

_COLOURS = {Level.ERROR: "red", Level.WARNING: "yellow"}
_FIGURES = ("accuracy", "top", "recall", "coverage", "wrong", "false_answers", "urgent_recall", "false_alarms")
_TITLES = {
    "accuracy": "met rightly",
    "top": "right entry first",
    "recall": "among first three",
    "coverage": "answered at once",
    "wrong": "wrong answers",
    "false_answers": "off-topic answered",
    "urgent_recall": "alarms raised",
    "false_alarms": "false alarms",
}


def show_examination(console: Console, faq: Faq, examination: Examination) -> None:
    """Findings by place, a table of the entries, and what to expect."""
    for finding in examination.findings:
        console.print(Text(str(finding), style=_COLOURS[finding.level]), soft_wrap=True)
    table = Table("entry", "phrasings", "found again", "checks", title="Entries", title_justify="left")
    for entry in faq.published:
        found = examination.accuracy.get(entry.id)
        results = [result for result in examination.results if result.check.owner == entry.id]
        passed = sum(result.state >= CheckState.HESITANT for result in results)
        table.add_row(
            entry.id,
            str(len(entry.all_phrasings)),
            f"{found.right}/{found.tried}" if found else "",
            Text(f"{passed}/{len(results)}", style="" if passed == len(results) else "yellow"),
        )
    thresholds = examination.thresholds
    console.print(
        Group(
            table,
            Text(
                f"checks passed: {examination.passed}/{len(examination.results)}   "
                f"phrasings found again: {examination.found_again:.0%}   collisions: {len(examination.collisions)}"
            ),
            Text(
                f"answers from a confidence of {thresholds.answer:.0%}, offers a choice from {thresholds.suggest:.0%}\n"
                f"expected: {thresholds.coverage:.0%} of answerable questions answered at once, "
                f"{thresholds.suggested:.0%} more offered among three, {thresholds.wrong_share:.0%} of answers wrong"
            ),
        )
    )


def examination_as_json(examinations: Mapping[str, Examination]) -> dict[str, Any]:
    """The same for programs, by language."""
    return {
        language: {
            "checks": {"passed": one.passed, "total": len(one.results)},
            "found_again": round(one.found_again, 4),
            "cutoffs": {"answer": one.thresholds.answer, "suggest": one.thresholds.suggest},
            "expected": {"coverage": one.thresholds.coverage, "wrong": one.thresholds.wrong_share},
            "findings": [
                {
                    "level": finding.level.value,
                    "place": str(finding.place),
                    "kind": finding.kind,
                    "message": finding.message,
                    "remedy": finding.remedy,
                    "entry": finding.entry_id,
                }
                for finding in one.findings
            ],
        }
        for language, one in examinations.items()
    }


def show_evaluation(console: Console, evaluation: Evaluation, *, verbose: bool) -> None:
    """A row of figures for each kind of message, and every miss if asked for."""
    table = Table("kind", "messages", *(_TITLES[name] for name in _FIGURES))
    for kind, part in (*evaluation.kinds.items(), ("all", evaluation)):
        if kind == "all":
            table.add_section()
        table.add_row(kind, str(len(part.met)), *(_share(getattr(part, name)) for name in _FIGURES))
    console.print(table)
    if verbose and evaluation.misses:
        misses = Table("message", "expected", "met with", "ranked first", title="Misses", title_justify="left")
        for miss in evaluation.misses:
            misses.add_row(*_miss(miss))
        console.print(misses)


def evaluation_as_json(evaluation: Evaluation) -> dict[str, Any]:
    """The same for programs."""
    parts = {"all": evaluation, **evaluation.kinds}
    return {
        kind: {"messages": len(part.met)}
        | {name: {"count": getattr(part, name).count, "of": getattr(part, name).total} for name in _FIGURES}
        for kind, part in parts.items()
    }


def _share(share: Share) -> str:
    return f"{share.count}/{share.total} {share.value:.0%}" if share.value is not None else "–"


def _miss(miss: CaseResult) -> tuple[str, ...]:
    expected = " or ".join(sorted(miss.case.accepted))
    return (miss.case.text, expected, miss.kind.value, f"{', '.join(miss.ranked[:3])} ({miss.confidence:.0%})")
