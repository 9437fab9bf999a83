"""Themes, plans and figures as tables for the terminal and as JSON for programs. Decides nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from bot.cli.tables import sign_off_json
from bot.core.languages import language
from bot.core.review.additions import left_out
from bot.core.review.card_messages import QUESTION_KINDS
from bot.core.review.effects import taken_over
from bot.core.review.question_figures import QuestionFigure
from bot.core.review.statistics import Statistics, percent, sign_off_lines
from bot.core.review.themes import OpenQuestions, Theme
from bot.review.plans import AdditionPlan

Json = dict[str, object]
_TOLD = tuple(one for one in QuestionFigure if one is not QuestionFigure.EARLIER)
"""What is known of questions by language."""
_SHORT = {
    QuestionFigure.AT_ONCE: "at\nonce",
    QuestionFigure.ACCEPTED: "accepted",
    QuestionFigure.REJECTED: "rejected",
    QuestionFigure.NEITHER: "neither",
    QuestionFigure.NOTHING: "nothing",
    QuestionFigure.EARLIER: "older",
}
"""Headings by which all columns fit into a terminal; `_legend` tells what they mean."""


def theme_list(grouped: OpenQuestions, titles: Mapping[str, str]) -> RenderableType:
    """All themes and single questions as a table."""
    if not grouped.all:
        return Text(f"No open questions. {_unseen(grouped)}".strip())
    table = Table("key", "asked", "question", "nearest entry", "since", box=None, pad_edge=False)
    table.columns[1].justify = "right"
    for theme in grouped.all:
        nearest = theme.nearest[0] if theme.nearest else None
        label = Text(theme.label)
        if theme.failed:
            label.append("  came back", style="yellow")
        table.add_row(
            Text(theme.key[:6], style="cyan"),
            str(theme.size),
            label,
            Text(f"{percent(nearest.confidence)} {titles.get(nearest.entry_id, nearest.entry_id)}" if nearest else "–"),
            str(theme.since),
        )
    return Group(table, Text(_unseen(grouped), style="dim"))


def theme_card(theme: Theme, titles: Mapping[str, str]) -> RenderableType:
    """One theme in full."""
    kinds = ", ".join(f"{count} × {QUESTION_KINDS[kind]}" for kind, count in theme.kinds.items())
    parts: list[RenderableType] = [
        Text(theme.label, style="bold"),
        Text(f"{theme.key}: asked {theme.size} times since {theme.since} ({kinds})", style="dim"),
    ]
    if theme.failed:
        title = titles.get(theme.failed, theme.failed)
        parts.append(Text(f"Came back: added to “{title}” before, and its answer did not help.", style="yellow"))
    parts += [Text(f"  {sample}") for sample in theme.samples(10)]
    table = Table("nearest entry", "id", "confidence", box=None, pad_edge=False)
    for match in theme.nearest:
        table.add_row(Text(titles.get(match.entry_id, "")), Text(match.entry_id), percent(match.confidence))
    parts += [Text(), table]
    if theme.suggestion:
        parts += [Text(), Text(f"For a new entry: {theme.suggestion}")]
    return Group(*parts)


def plan_card(plan: AdditionPlan) -> RenderableType:
    """The effect of a plan."""
    effect, preview = plan.proposal.effect, plan.proposal.preview
    lines = [Text(f"Adds to “{plan.title}”:", style="bold"), *(Text(f"  + {one}") for one in plan.wordings)]
    if notice := left_out(plan.theme):
        lines.append(Text(notice, style="yellow"))
    if not plan.proposal.diff:
        lines.append(Text("The entry has all of these already."))
    if preview:
        offered = f", offers it for {preview.offered}" if preview.offered else ""
        lines.append(Text(f"Answers {preview.answered} of {preview.questions} of these questions{offered}."))
    lines.append(Text(f"Breaks {len(effect.broken)} of {effect.checks} checks.", style="red" if effect.broken else ""))
    lines += [Text(f"  {one.check.place}: '{one.check.text}' gets {one.got}", style="red") for one in effect.broken]
    lines += [Text(f"  {line}", style="red") for line in taken_over(plan.effect.blocking, plan.faq)]
    lines += [Text(f"  {line}", style="yellow") for line in taken_over(plan.effect.warnings, plan.faq)]
    if preview and preview.collides_with:
        lines.append(Text(f"Close to: {', '.join(preview.collides_with)}", style="yellow"))
    return Group(*lines)


def figures_table(shown: Statistics) -> RenderableType:
    """The figures of all weeks, languages, and of the entries that stand out; whole words in 80 columns."""
    kinds = shown.shown
    headed = Text(f"Questions by week, {shown.weeks[0].week} to {shown.weeks[-1].week}", style="bold")
    weeks = _numbers("week", "asked", *(_SHORT[one] for one in kinds), "helpful", "read", "talk", "flags")
    for week in shown.weeks:
        weeks.add_row(
            f"W{week.week.number:02}",
            str(week.questions.questions),
            *(week.questions.shown(one) for one in kinds),
            percent(week.helpful_share),
            *map(str, (week.read, week.small_talk, week.urgent)),
        )
    languages = _numbers("language", "asked", *(_SHORT[one] for one in _TOLD))
    for code, one in shown.by_language:
        languages.add_row(language(code).name, str(one.questions), *(str(one[kind]) for kind in _TOLD))
    entries = _numbers("entry", "read", "helpful", "votes")
    entries.add_column("needs care")
    chosen = {entry.entry_id: entry for entry in (*shown.most_asked, *shown.least_helpful, *shown.health)}
    for entry in chosen.values():
        entries.add_row(
            Text(entry.question),
            str(entry.answered),
            percent(entry.helpful_share),
            str(entry.helpful + entry.not_helpful),
            ", ".join(concern.value for concern in entry.concerns),
        )
    checked = f"signed by a clinician: {'; '.join(sign_off_lines(shown))}"
    told: list[RenderableType] = [languages, Text()] if shown.by_language else []
    legend = Text(_legend(kinds), style="dim")
    return Group(headed, weeks, Text(), legend, Text(), *told, entries, Text(), Text(checked, style="dim"))


def _numbers(first: str, *others: str) -> Table:
    """A table of which all columns but the first hold numbers."""
    table = Table(first, *others, box=None, padding=(0, 1, 0, 0), pad_edge=False)
    for column in table.columns[1:]:
        column.justify = "right"
    return table


def _legend(kinds: Sequence[QuestionFigure]) -> str:
    """What the short headings mean."""
    told = (f"{' '.join(_SHORT[one].split())}: {one.value}" for one in kinds)
    besides = "helpful: share of the votes; read: answers read; talk: small talk; flags: red flags"
    return f"{'; '.join(told)}; {besides}"


def _unseen(grouped: OpenQuestions) -> str:
    among = f" ({', '.join(grouped.languages)})" if grouped.languages else ""
    withheld = f"{grouped.withheld} withheld by the anonymiser{among}" if grouped.withheld else ""
    waiting = f"{grouped.waiting} older ones not shown" if grouped.waiting else ""
    return "; ".join(part for part in (withheld, waiting) if part)


def theme_json(theme: Theme) -> Json:
    """One theme."""
    return {
        "key": theme.key,
        "label": theme.label,
        "asked": theme.size,
        "since": str(theme.since),
        "kinds": {kind.value: count for kind, count in theme.kinds.items()},
        "questions": list(theme.samples(theme.size)),
        "nearest": [{"id": one.entry_id, "confidence": round(one.confidence, 4)} for one in theme.nearest],
        "suggestion": theme.suggestion,
        "phrasings": list(theme.phrasings),
        "left_out": theme.left_out,
        "again": theme.failed,
    }


def grouped_json(grouped: OpenQuestions) -> Json:
    """All themes and single questions."""
    return {
        "themes": [theme_json(theme) for theme in grouped.themes],
        "singles": [theme_json(theme) for theme in grouped.singles],
        "withheld": grouped.withheld,
        "waiting": grouped.waiting,
    }


def plan_json(plan: AdditionPlan) -> Json:
    """The effect of a plan."""
    effect, preview = plan.proposal.effect, plan.proposal.preview
    return {
        "theme": plan.theme.key,
        "entry": plan.entry_id,
        "phrasings": list(plan.wordings),
        "left_out": plan.theme.left_out,
        "questions": preview.questions if preview else None,
        "answered": preview.answered if preview else None,
        "offered": preview.offered if preview else None,
        "checks": effect.checks,
        "broken": [{"text": one.check.text, "place": str(one.check.place), "got": one.got} for one in effect.broken],
        "taken_over": [
            {"kind": one.kind.value, "text": one.text, "entries": list(one.owners), "wording": one.wording}
            for one in (preview.takeovers if preview else ())
        ],
        "collides_with": list(preview.collides_with) if preview else [],
        "diff": plan.proposal.diff,
    }


def figures_json(shown: Statistics) -> Json:
    """The figures of all weeks and entries."""
    weeks = [
        week.questions.as_json()
        | {"week": str(week.week), "read": week.read, "small_talk": week.small_talk, "urgent": week.urgent}
        | {"helpful": week.helpful, "not_helpful": week.not_helpful, "helpful_share": week.helpful_share}
        for week in shown.weeks
    ]
    entries = [
        asdict(entry) | {"helpful_share": entry.helpful_share, "concerns": [one.value for one in entry.concerns]}
        for entry in shown.entries
    ]
    lists = {"most_asked": shown.most_asked, "least_helpful": shown.least_helpful, "never_asked": shown.never_asked}
    return {
        "this": weeks[-1],
        "last": weeks[-2],
        "weeks": weeks,
        "languages": {code: one.as_json() for code, one in shown.by_language},
        "other_languages": dict(shown.languages),
        "entries": entries,
        "reviewed": shown.reviewed,
        "signed": {one.language: sign_off_json(one) for one in shown.sign_offs},
        **{name: [entry.entry_id for entry in entries] for name, entries in lists.items()},
    }
