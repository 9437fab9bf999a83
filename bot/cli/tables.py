"""Measurements of a FAQ as tables for the terminal and as JSON for programs. Measures nothing itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.core.faq.model import Faq
from bot.core.faq.sign_offs import SOON, SignOffCount
from bot.core.matching.calibration_set import MOST_TRUST
from bot.core.quality.check_results import CheckState
from bot.core.quality.checks import ASKED
from bot.core.quality.evaluation import Evaluation, Share
from bot.core.quality.examination import Examination
from bot.core.quality.findings import Finding, Level

SHOWN_FINDINGS = 3
"""Findings shown per kind, unless all are asked for."""
_COLOURS = {Level.ERROR: "red", Level.WARNING: "yellow", Level.NOTE: "dim"}
_KINDS = {
    "urgent": "red flags",
    "alarm": "messages that must raise an alarm, or none",
    "check": "messages that must get an answer, or none",
    "collision": "phrasings that are closer to another entry",
    "sink": "phrasings that draw questions of other entries",
    "number": "numbers to call that are none of the clinic's",
    "text": "texts that are not finished",
    "review": "signatures of clinicians that do not hold, or soon end",
    "source": "answers without a source",
    "phrasings": "entries with few phrasings",
    "length": "short answers that are long",
    "reading": "short answers that are hard to read",
    "translation": "translations",
    "clinic": "details of the clinic",
    "draft": "drafts that are offered as buttons",
    "messages": "texts that are not in the file",
    "retired": "texts that are shown nowhere",
    "button": "questions that are longer than a button",
    "name": "words that look like persons' names",
}
"""The kinds of findings, the worst first."""
_LEVELS = {level: at for at, level in enumerate(Level)}
_FIGURES = {
    "accuracy": "right results",
    "top": "right entry first",
    "recall": "among first three",
    "coverage": "answered at once",
    "helped": "helped",
    "wrong": "wrong answers",
    "false_answers": "off-topic answered",
    "urgent_recall": "alarms raised",
    "false_alarms": "false alarms",
}


def show_examination(console: Console, name: str, faq: Faq, examination: Examination, *, verbose: bool) -> None:
    """The findings by kind, the worst first, and the figures; `verbose` shows all findings and a table of entries."""
    console.print(Text(f"{name} ({faq.language}): {_counts(examination.findings)}", style="bold"))
    for line in _findings(examination.findings, None if verbose else SHOWN_FINDINGS):
        console.print(line, soft_wrap=True)
    if verbose:
        console.print(_entries(faq, examination))
    console.print(Text(_verdict(examination.findings), style="bold"), soft_wrap=True)
    built_in, thresholds = examination.built_in, examination.thresholds
    besides = f"   built-in red-flag messages: {examination.built_in_passed}/{len(built_in)}" if built_in else ""
    for figures in (
        f"checks passed: {examination.passed}/{len(examination.results)}{besides}",
        *_missed(examination),
        f"phrasings found again: {examination.found_again:.0%}   collisions: {len(examination.collisions)}",
        f"answers from a confidence of {thresholds.answer:.0%}, offers a choice from {thresholds.suggest:.0%}",
        _signed(examination.sign_off),
        *_expected(faq, examination),
    ):
        console.print(Text(figures), soft_wrap=True)


def _verdict(findings: Sequence[Finding]) -> str:
    """What is to be done about the findings, in words."""
    kinds = dict.fromkeys(finding.kind for finding in findings if finding.level is not Level.NOTE)
    notes = any(finding.level is Level.NOTE for finding in findings)
    may_stay = (
        " Notes may stay: they are what may be made better, and every FAQ of some size has some." if notes else ""
    )
    if not kinds:
        return f"Nothing has to be put right.{may_stay}"
    return f"To be put right: {', '.join(_KINDS[kind] for kind in _KINDS if kind in kinds)}.{may_stay}"


def _missed(examination: Examination) -> Iterator[str]:
    """What became of the questions whose check did not pass, and whether that is as expected."""
    asked = (result for result in examination.results if result.check.kind in ASKED)
    missed = [result for result in asked if result.state < CheckState.HESITANT]
    if not missed:
        return
    offered = sum(result.state is CheckState.OFFERED for result in missed)
    wrong = sum(result.wrongly_sure > 0 for result in missed)
    outcomes = {
        "get the right entry as a second or third choice": offered,
        "a wrong answer": wrong,
        "no answer, or a choice without it": len(missed) - offered - wrong,
    }
    told = ", ".join(f"{count} {what}" for what, count in outcomes.items() if count)
    worse = any(one.kind == "check" and one.level is not Level.NOTE for one in examination.findings)
    expected = "more than is to be expected, see above" if worse else "no more than is to be expected of such a FAQ"
    yield f"  of the other {len(missed)} questions, {told}: {expected}"


def _signed(count: SignOffCount) -> str:
    """How much clinicians have signed, and what soon ends."""
    soon = ", ".join(one.id for one in count.expiring)
    ends = f"; {len(count.expiring)} expire within {SOON.days} days: {soon}" if soon else ""
    return f"signed by a clinician: {count.words}{ends}"


def sign_off_json(count: SignOffCount) -> dict[str, object]:
    """How much clinicians have signed, for programs; what soon ends and what holds no longer by its id."""
    return {
        "answers": {"signed": count.signed, "total": count.answers},
        "others": {"signed": count.others_signed, "total": count.others},
        "expiring": [one.id for one in count.expiring],
        "lapsed": [one.id for one in count.lapsed],
    }


def _expected(faq: Faq, examination: Examination) -> tuple[str, ...]:
    """What is expected for messages that the FAQ has not learnt, and how that is known."""
    figures = examination.thresholds
    begin = "expected for messages unlike those in this file:"
    if not examination.tried:
        return (f"{begin} not known, for there are too few phrasings to leave any out",)
    return (
        f"{begin} {figures.coverage:.0%} of questions with an entry answered at once, {figures.suggested:.0%} more "
        f"offered among three, {figures.wrong_share:.0%} of answers wrong",
        f"  an estimate from {figures.predictions:,} tries: with phrasings left out, and with whole entries left out, "
        "which stand for questions in your field without an entry",
        "  checks and off_topic lines are easier than what strangers ask and count for at most "
        f"{MOST_TRUST:.0%} of it; {faq.matching.off_topic_share:.0%} of messages are taken to have no answer here",
    )


def _findings(findings: Sequence[Finding], most: int | None) -> Iterator[Text]:
    """A heading for each kind, the worst first, and below it every error and at most `most` findings, the worst first.
    Notes are one line a kind, unless all findings are asked for."""
    groups: dict[tuple[bool, str], list[Finding]] = {}
    for finding in sorted(findings, key=lambda finding: (_LEVELS[finding.level], -finding.weight)):
        groups.setdefault((finding.level is Level.NOTE, finding.kind), []).append(finding)
    kinds = list(_KINDS)
    order = {key: (_LEVELS[found[0].level], kinds.index(key[1])) for key, found in groups.items()}
    for note, kind in sorted(groups, key=lambda key: order[key]):
        found = groups[note, kind]
        remedies = {finding.remedy for finding in found}
        same = f" ({remedies.pop()})" if len(remedies) == 1 else ""
        heading = f"{_KINDS[kind]}: {_counts(found)}"
        if note and most is not None:
            lines = ", ".join(dict.fromkeys(str(finding.place.line) for finding in found[:most]))
            beginning = f", first in lines {lines}" if len(found) > most else f", in lines {lines}"
            yield Text(f"{heading}{beginning}{same}", style=_COLOURS[Level.NOTE])
            continue
        yield Text(f"{heading}{same}", style=f"bold {_COLOURS[found[0].level]}")
        errors = sum(finding.level is Level.ERROR for finding in found)
        shown = found if most is None else found[: max(most, errors)]
        for finding in shown:
            line = f"{finding.place}: {finding.level}: {finding.message}" if same else str(finding)
            yield Text(f"  {line}", style="red" if finding.level is Level.ERROR else "")
        if len(found) > len(shown):
            yield Text(f"  and {len(found) - len(shown)} more: --verbose", style="dim")


def _counts(findings: Sequence[Finding]) -> str:
    """`2 errors, 1 warning`."""
    counts = {level: sum(finding.level is level for finding in findings) for level in Level}
    named = [f"{count} {level}{'' if count == 1 else 's'}" for level, count in counts.items() if count]
    return ", ".join(named) or "no findings"


def _entries(faq: Faq, examination: Examination) -> Table:
    table = Table("entry", "phrasings", "found again", "checks", title="Entries", title_justify="left")
    for entry in faq.published:
        found = examination.accuracy.get(entry.id)
        results = [result for result in examination.results if result.check.owner == entry.id]
        passed = sum(result.state >= CheckState.HESITANT for result in results)
        table.add_row(
            entry.id,
            str(len(entry.all_phrasings)),
            f"{found.count}/{found.total}" if found else "",
            Text(f"{passed}/{len(results)}", style="" if passed == len(results) else "yellow"),
        )
    return table


def examination_as_json(examinations: Mapping[str, Examination]) -> dict[str, Any]:
    """Examinations by language for programs."""
    return {
        language: {
            "checks": {"passed": one.passed, "total": len(one.results)},
            "built_in": {"passed": one.built_in_passed, "total": len(one.built_in)},
            "signed": sign_off_json(one.sign_off),
            "found_again": round(one.found_again, 4),
            "cutoffs": {"answer": one.thresholds.answer, "suggest": one.thresholds.suggest},
            "expected": {
                "coverage": one.thresholds.coverage,
                "offered": one.thresholds.suggested,
                "wrong": one.thresholds.wrong_share,
                "predictions": one.thresholds.predictions,
                "left_out": ["phrasings", "entries"],
                "most_weight_of_checks_and_off_topic": MOST_TRUST,
            }
            if one.tried
            else None,
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
    """A column of figures for each kind of message; `verbose` shows every wrong result too."""
    kinds = {**evaluation.kinds, "all": evaluation}
    table = Table("", *kinds)  # a column a kind: whole words and numbers in 80 columns
    for column in table.columns[1:]:
        column.justify = "right"
    table.add_row("messages", *(str(len(part.met)) for part in kinds.values()), end_section=True)
    for name, words in _FIGURES.items():
        table.add_row(words, *(_share(part.figures[name]) for part in kinds.values()))
    console.print(table)
    if verbose and evaluation.misses:
        misses = Table("message", "expected", "met with", "ranked first", title="Misses", title_justify="left")
        for miss in evaluation.misses:
            best = miss.interpretation.best
            ranked = f"{', '.join(miss.ranked[:3])} ({best.confidence if best else 0:.0%})"
            misses.add_row(miss.case.text, " or ".join(sorted(miss.case.accepted)), miss.kind.value, ranked)
        console.print(misses)


def evaluation_as_json(evaluation: Evaluation) -> dict[str, Any]:
    """An evaluation by kind of message for programs."""
    parts = {"all": evaluation, **evaluation.kinds}
    return {
        kind: {"messages": len(part.met)}
        | {name: {"count": share.count, "of": share.total} for name, share in part.figures.items()}
        for kind, part in parts.items()
    }


def _share(share: Share) -> str:
    return f"{share.count}/{share.total} {share.value:.0%}" if share.value is not None else "–"
