"""Commands for the bot's data: health, backup, restore, purge and export. All may be used while the bot runs.

Exit code 1 means that the bot is not healthy, 2 that the command failed; a line on standard error then says why.
"""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Annotated, NoReturn, TypeVar

import typer

from bot import logs
from bot.cli.console import FaqOption, confirmed_or_end
from bot.cli.file_errors import no_database, told
from bot.settings import read_settings
from bot.storage.errors import StoreError
from bot.storage.store import Store

FAILED = 2
_ANOTHER_FILE = "Name another file, in a folder that this user may write to."

T = TypeVar("T")

commands = typer.Typer(add_completion=False)


@commands.command()
def health() -> None:
    """Say whether the running bot is healthy, and why not; exit code 0 or 1."""
    from bot.monitoring.health import main

    sys.exit(main())


@commands.command()
def backup(file: Annotated[Path, typer.Argument(help="Where to; an earlier backup is replaced.")]) -> None:
    """Write a checked copy of the database, whole or not at all."""

    async def copy(store: Store) -> None:
        if file.is_dir():  # "." and "/" have no name to write beside
            _fail(f"{file}: is a folder. {_ANOTHER_FILE}")
        try:
            await store.backup(file)
        except StoreError as error:
            if error.path == file:  # the error's remedies are for the database, not for a backup
                _fail(f"{file}: {error.problem}. {_ANOTHER_FILE}")
            raise

    _with_store(copy)
    typer.echo(f"{file}: backed up")


@commands.command()
def restore(file: Annotated[Path, typer.Argument(help="A backup.")]) -> None:
    """Put a backup in place of the present database, then delete what is too old in it."""

    async def put_in_place(store: Store) -> None:
        try:
            await store.restore(file)
        except StoreError as error:
            if error.path == file:  # the error's remedies are for the database, not for a backup
                _fail(f"{file}: {error.problem}. The present database was left as it was.")
            raise

    _with_store(put_in_place, begin=True)
    typer.echo(f"{file}: restored")


@commands.command()
def purge(
    everything: Annotated[bool, typer.Option("--all", help="All questions, counts and decisions.")] = False,
    wordings: Annotated[
        bool, typer.Option("--wordings", help="The phrasings of the FAQ and its versions that came from the log.")
    ] = False,
    faq: FaqOption = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Delete questions that are too old (RETENTION_DAYS), or with --all everything that was logged, for good. With
    --wordings remove what was taken over from the log into the FAQ, after a look at the effect."""
    if wordings:
        from bot.cli.wordings import remove_wordings

        remove_wordings(faq, yes=yes)
        if not everything:
            return
    if everything and not yes:
        confirmed_or_end("Delete all questions, counts and decisions for good?")
    count = _with_store(lambda store: store.purge_all() if everything else store.purge())
    typer.echo(f"{count} questions deleted")


@commands.command()
def export(
    as_json: Annotated[bool, typer.Option("--json/--csv", help="JSON, or a table for a spreadsheet.")] = False,
    out: Annotated[Path | None, typer.Option("--out", help="A file; default: standard output.", dir_okay=False)] = None,
) -> None:
    """Write all logged questions, in which what may identify a person is masked (docs/privacy.md says how well)."""
    from bot.reports.export import to_csv, to_json

    questions = _with_store(lambda store: store.reviews.questions())
    text = to_json(questions) if as_json else to_csv(questions)
    if out is None:
        if sys.stdout is None:
            _fail("standard output is closed, so nothing was written. Name a file: --out FILE")
        sys.stdout.buffer.write(text.encode())
        return
    try:
        with os.fdopen(os.open(out, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            # Without the mark at the beginning Excel misreads letters with accents.
            file.write(text.encode("utf-8" if as_json else "utf-8-sig"))
    except OSError as error:
        _fail(told(error))
    typer.echo(f"{out}: {len(questions)} questions")


def _with_store(work: Callable[[Store], Awaitable[T]], *, begin: bool = False) -> T:
    """Runs `work` with the database of the settings, which must exist unless `begin` creates it."""
    settings = read_settings()
    logs.set_up(settings.log_level, settings.log_format)
    if not begin and not settings.database_path.exists():
        _fail(no_database(settings.database_path))

    async def run() -> T:
        async with Store(settings.database_path, keep_days=settings.retention_days, today=settings.today) as store:
            return await work(store)

    try:
        return asyncio.run(run())
    except StoreError as error:
        _fail(str(error))


def _fail(problem: str) -> NoReturn:
    typer.echo(problem, err=True)
    sys.exit(FAILED)
