"""The commands: each reads its input, calls the bot and prints the result. Decides nothing itself."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Collection, Iterator, Sequence
from io import StringIO, TextIOWrapper
from pathlib import Path
from typing import Annotated

import typer
from pydantic import ValidationError
from rich.progress import Progress
from rich.table import Table

from bot import __version__
from bot.bootstrap import Redactor
from bot.channels.telegram.reply_token import new_key
from bot.cli import tables
from bot.cli.console import CANNOT_LOAD, FINDINGS, FaqOption, JsonOption, LanguageOption, bootstrap_for, err, out
from bot.cli.data import commands
from bot.cli.doctor import doctor
from bot.cli.file_errors import told
from bot.cli.init import init
from bot.cli.review import report, review, stats
from bot.cli.signoff import signoff_sheet
from bot.cli.site import export_site
from bot.core.deidentification.anonymizer import Anonymizer
from bot.core.dialogue.dialogue import Dialogue
from bot.core.dialogue.fresh_chat import FreshChat
from bot.core.dialogue.interpreter import Interpretation
from bot.core.faq.json_schema import json_schema
from bot.core.faq.spelling import closest
from bot.core.positions import FaqProblems
from bot.core.quality.emergency_number import unknown_emergency_number
from bot.core.quality.evaluation import UNMATCHED, URGENT, LabelledMessage
from bot.core.quality.evaluation import evaluate as run_cases
from bot.core.review.notices import aside, red_flag_lines
from bot.settings import SettingsError
from bot.setup.countries import countries_in

SHOWN_LINES = 10
"""Lines of a file that are told to be wrong."""
app = typer.Typer(
    help="A FAQ bot for patients with facial synkinesis. Without a command: runs on Telegram if "
    "TELEGRAM_BOT_TOKEN is set, else starts a preview in the terminal.",
    add_completion=False,
    pretty_exceptions_enable=False,
    invoke_without_command=True,
)
app.add_typer(commands)
app.add_typer(review, name="review")
app.command()(stats)
app.command()(report)
app.command()(init)
app.command()(doctor)
app.command("signoff-sheet")(signoff_sheet)
app.command("export-site")(export_site)


def main() -> None:
    """Runs the command line; problems of the settings, the FAQ or other files end it with a line and exit code 2."""
    if sys.stdin is None:  # closed by whoever started the command, as a scheduler does
        sys.stdin = StringIO()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # a terminal that lacks a letter shows "?" for it
            stream.reconfigure(errors="replace")
    try:
        app()
    except SettingsError as error:
        for problem in error.problems:
            err.print(f"settings: {problem}", markup=False)
        sys.exit(CANNOT_LOAD)
    except FaqProblems as error:
        for found in error.problems:
            err.print(str(found), markup=False, soft_wrap=True)
        sys.exit(CANNOT_LOAD)
    except UnicodeDecodeError:
        err.print("a file of the command line is not UTF-8 text; save it with encoding UTF-8", markup=False)
        sys.exit(CANNOT_LOAD)
    except OSError as error:
        err.print(told(error), markup=False, soft_wrap=True)
        sys.exit(CANNOT_LOAD)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"synkinesis-faq-bot {__version__}")
        raise typer.Exit


@app.callback()
def default(
    context: typer.Context,
    _: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and end.")
    ] = False,
) -> None:
    """Without a command: the preview, since there is no token (`bot.__main__` runs the bot if there is one)."""
    if context.invoked_subcommand is None:
        chat()


@app.command()
def run() -> None:
    """Run the bot on Telegram."""
    from bot.run import run as run_it

    sys.exit(run_it())


@app.command()
def chat(faq: FaqOption = None, as_json: JsonOption = False) -> None:
    """Talk to the bot in the terminal. From a pipe it reads one message a line; with --json it also writes one line of
    JSON for each; `/tap N` taps the N-th button of the last message, `/new` begins anew as another patient."""
    from bot.channels import terminal

    settings, bootstrap = bootstrap_for(faq)
    with err.status("Getting ready …"):
        snapshot = bootstrap.live_faq.live
    dialogue = Dialogue(
        Redactor(bootstrap.vocabulary, lambda: snapshot),
        today=settings.today,
        keep_days=settings.retention_days,
    )
    conversation = terminal.TerminalChat(dialogue, snapshot)
    if not as_json:
        terminal.run(conversation)
        return
    for line in terminal.run_json(conversation, sys.stdin):
        typer.echo(line)


@app.command()
def ask(text: str, faq: FaqOption = None, language: LanguageOption = "", as_json: JsonOption = False) -> None:
    """Show how the bot interprets a message, and why: as the first one of a private chat."""
    _, bootstrap = bootstrap_for(faq)
    live = bootstrap.live_faq.live
    code, interpretation = FreshChat(live, language).read(text)
    thresholds = live.localized(code).matcher.thresholds
    red_flag = red_flag_lines(text, interpretation.alarm, live.detector.evidence(text))
    if as_json:
        shown = {"language": code} | _interpretation(interpretation)
        shown["red_flag"] = list(red_flag)
        shown["cutoffs"] = {"answer": thresholds.answer, "suggest": thresholds.suggest}
        shown["matches"] = [
            {"id": m.entry_id, "confidence": round(m.confidence, 4), "phrasing": m.phrasing, "words": list(m.words)}
            for m in interpretation.matches
        ]
        typer.echo(json.dumps(shown, ensure_ascii=False))
        return
    out.print(f"[bold]{interpretation.kind.value}[/bold]{aside(interpretation)}")
    for line in red_flag:
        out.print(f"  {line}", markup=False, soft_wrap=True)
    table = Table("entry", "confidence", "nearest phrasing", "words in common")
    for match in interpretation.matches:
        table.add_row(match.entry_id, f"{match.confidence:.0%}", match.phrasing, " ".join(match.words))
    out.print(table)
    cutoffs = f"answered from {thresholds.answer:.0%}, suggested from {thresholds.suggest:.0%}"
    out.print(f"{live.localized(code).path.name} ({code}): {cutoffs}", style="dim")


@app.command()
def match(faq: FaqOption = None, language: LanguageOption = "") -> None:
    """Read JSON lines {"id", "text"} and write one interpretation a line, at once: each as the first message of a
    private chat."""
    _, bootstrap = bootstrap_for(faq)
    chat = FreshChat(bootstrap.live_faq.live, language)
    for message_id, text in _messages():
        code, interpretation = chat.read(text)
        shown = {"id": message_id, "language": code} | _interpretation(interpretation)
        typer.echo(json.dumps(shown, ensure_ascii=False))


@app.command()
def redact(
    faq: FaqOption = None,
    text: Annotated[str | None, typer.Argument(help="A text; without it JSON lines are read.")] = None,
    explain: Annotated[bool, typer.Option("--explain", help="Say what was masked and why.")] = False,
) -> None:
    """De-identify texts: what would be kept of a question. JSON lines {"id", "text"} in and out."""
    _, bootstrap = bootstrap_for(faq)
    snapshot = bootstrap.live_faq.live
    anonymizer = Anonymizer(bootstrap.vocabulary, snapshot.texts, bootstrap.second_opinion)
    if text is not None or sys.stdin.isatty():
        text = text if text is not None else out.input("Text: ")
        out.print(
            anonymizer.redact(text).text or "(withheld: too few of its words are known to be harmless)", markup=False
        )
        for masked in anonymizer.explain(text) if explain else ():
            out.print(f"  {masked.kind}: {masked.reason}", style="dim", markup=False)
        return
    for message_id, message in _messages():
        kept = {"id": message_id, "text": anonymizer.redact(message).text}
        if explain:
            kept["masked"] = [{"kind": one.kind, "reason": one.reason} for one in anonymizer.explain(message)]
        typer.echo(json.dumps(kept, ensure_ascii=False))


@app.command()
def check(
    faq: FaqOption = None,
    verbose: Annotated[bool, typer.Option("--verbose", help="Every finding, and a table of the entries.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Measure the FAQ with its own checks. Exit code 0: fine, notes at most; 1: errors or warnings; 2: the file or a
    translation cannot be loaded."""
    settings, bootstrap = bootstrap_for(faq)
    try:
        with err.status("Reading the FAQ …"):
            live = bootstrap.live_faq.live
    except FaqProblems as error:
        if as_json:
            typer.echo(json.dumps({"problems": [str(problem) for problem in error.problems]}, ensure_ascii=False))
        raise
    with Progress(console=err, transient=True) as progress:
        bars = {code: progress.add_task(one.path.name, total=None) for code, one in live.by_language.items()}

        def tried(language: str, total: int) -> None:
            progress.update(bars[language], advance=1, total=total)

        examinations = dict(asyncio.run(bootstrap.live_faq.examinations(tried)))
    main = live.main
    known = {one.message for one in examinations[main.language].findings}
    of_place = unknown_emergency_number(main.faq, main.places, countries_in(settings.timezone))
    found = [one for one in of_place if one.message not in known]
    examinations[main.language] = examinations[main.language].with_findings(found)
    if as_json:
        shown = tables.examination_as_json(examinations)
        shown["problems"] = [str(problem) for problem in live.problems]
        typer.echo(json.dumps(shown, ensure_ascii=False, indent=1))
    else:
        for problem in live.problems:
            err.print(str(problem), markup=False, soft_wrap=True)
        for language, examination in examinations.items():
            localized = live.localized(language)
            tables.show_examination(out, localized.path.name, localized.faq, examination, verbose=verbose)
    if live.problems:
        raise typer.Exit(CANNOT_LOAD)
    if any(one.faulty for one in examinations.values()):
        raise typer.Exit(FINDINGS)


@app.command()
def evaluate(
    cases: Annotated[Path, typer.Option(help="JSON lines with text, expect, also_ok, kind.", exists=True)],
    faq: FaqOption = None,
    language: LanguageOption = "",
    min_accuracy: Annotated[float, typer.Option(help="Exit with 1 below this share of right results.")] = 0.0,
    verbose: Annotated[bool, typer.Option("--verbose", help="List every miss.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Measure with labelled messages: how many get the right result, by kind."""
    _, bootstrap = bootstrap_for(faq)
    snapshot = bootstrap.live_faq.live
    labelled = _labelled(cases, {entry.id for one in snapshot.by_language.values() for entry in one.faq.entries})
    chat = FreshChat(snapshot, language)
    with Progress(console=err, transient=True) as progress:
        task = progress.add_task("Messages", total=len(labelled))
        evaluation = run_cases(labelled, chat, lambda: progress.advance(task))
    if as_json:
        typer.echo(json.dumps(tables.evaluation_as_json(evaluation), indent=1))
    else:
        tables.show_evaluation(out, evaluation, verbose=verbose)
    if (evaluation.figures["accuracy"].value or 0.0) < min_accuracy:
        raise typer.Exit(FINDINGS)


@app.command("handoff-key")
def handoff_key() -> None:
    """Make a key for HANDOFF_KEY."""
    typer.echo(new_key())


@app.command()
def schema() -> None:
    """Print the JSON Schema of faq.yaml, for editors."""
    typer.echo(json.dumps(json_schema(), indent=2))


def _interpretation(interpretation: Interpretation) -> dict[str, object]:
    matches = [{"id": one.entry_id, "confidence": round(one.confidence, 4)} for one in interpretation.matches[:5]]
    alarm = interpretation.alarm
    return {
        "decision": interpretation.kind.value,
        "matches": matches,
        "sign": alarm.sign.id if alarm is not None else None,
        "level": alarm.sign.level if alarm is not None else None,
    }


def _labelled(cases: Path, entries: Collection[str]) -> Sequence[LabelledMessage]:
    """The labelled messages in a file; every line that is none, or expects what there is not, is told by its number."""
    labelled, wrong = list[LabelledMessage](), list[str]()
    try:
        text = cases.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = told(error) if isinstance(error, OSError) else f"{cases}: it can't be read: it is not UTF-8 text"
        err.print(reason, markup=False, soft_wrap=True)
        raise typer.Exit(CANNOT_LOAD) from None
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            labelled.append(message := LabelledMessage.model_validate_json(line))
        except ValidationError as error:
            first = error.errors()[0]
            where = f"'{first['loc'][0]}': " if first["loc"] else ""
            wrong.append(f"line {number}: not a labelled message: {where}{first['msg']}")
            continue
        for expected in sorted(message.accepted - {*entries, URGENT, UNMATCHED}):
            known = (*sorted(entries), URGENT, UNMATCHED)
            wrong.append(f"line {number}: there is no entry '{expected}' ({closest(expected, known)})")
    if not labelled and not wrong:
        wrong.append('it has no messages; write one a line, such as {"text": "does it hurt", "expect": "pain"}')
    for line in wrong[:SHOWN_LINES]:
        err.print(f"{cases}: {line}", markup=False, soft_wrap=True)
    if (more := len(wrong) - SHOWN_LINES) > 0:
        err.print(f"{cases}: and {more} more such lines; is it the right file?", markup=False, soft_wrap=True)
    if wrong:
        raise typer.Exit(CANNOT_LOAD)
    return labelled


def _messages() -> Iterator[tuple[object, str]]:
    """Ids and texts of the JSON lines on standard input; a faulty line is reported by its number and skipped."""
    for number, line in enumerate(sys.stdin, 1):
        if not line.strip():
            continue
        try:
            message = json.loads(line)
        except json.JSONDecodeError:
            message = None
        if isinstance(message, dict) and isinstance(message.get("text"), str):
            yield message.get("id"), message["text"]
        else:
            err.print(f'line {number}: not a JSON object with a "text"')
