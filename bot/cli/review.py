"""The commands of the review desk: what went unanswered, what becomes of it, and the figures."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, TypeVar

import typer

from bot.cli import review_tables as show
from bot.cli.console import FINDINGS, FaqOption, JsonOption, err, out, workshop_for
from bot.core.records import Role
from bot.review.queue import Inbox
from bot.review.service import ByHand, Desk, ReviewError
from bot.storage.errors import StoreError
from bot.storage.store import Store

Made = TypeVar("Made")
review = typer.Typer(help="Look at questions that had no answer, and decide about them.", no_args_is_help=True)


@review.command("list")
def review_list(faq: FaqOption = None, as_json: JsonOption = False) -> None:
    """List the themes of open questions, the most asked first."""

    async def work(desk: Desk) -> None:
        grouped = await desk.grouped()
        if as_json:
            typer.echo(json.dumps(show.grouped_json(grouped), ensure_ascii=False))
        else:
            out.print(show.theme_list(grouped, desk.titles))

    _at_desk(work, faq)


@review.command("show")
def review_show(key: str, faq: FaqOption = None, as_json: JsonOption = False) -> None:
    """Show one theme. The first digits of KEY are enough."""

    async def work(desk: Desk) -> None:
        theme = await desk.theme(key)
        if as_json:
            typer.echo(json.dumps(show.theme_json(theme), ensure_ascii=False))
        else:
            out.print(show.theme_card(theme, desk.titles))

    _at_desk(work, faq)


@review.command("assign")
def review_assign(
    key: str,
    entry: str,
    faq: FaqOption = None,
    yes: Annotated[bool, typer.Option("--yes", help="Publish without asking.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Publish even if checks break.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Add a theme's phrasings to ENTRY after a look at the effect. --json without --yes only looks."""

    async def work(desk: Desk) -> None:
        plan = await desk.plan(await desk.theme(key), entry)
        if not as_json:
            out.print(show.plan_card(plan))
        done = None
        if yes or (not as_json and typer.confirm("Publish?")):
            done = await desk.carry_out(plan, Role.ADMIN, force=force)
        if as_json:
            typer.echo(json.dumps(show.plan_json(plan) | {"published": done is not None}, ensure_ascii=False))
        elif done is not None:
            out.print(f"Published; {done.decision.questions} questions settled.")

    _at_desk(work, faq)


@review.command("dismiss")
def review_dismiss(key: str, faq: FaqOption = None, as_json: JsonOption = False) -> None:
    """Settle a theme as not for us."""

    async def work(desk: Desk) -> None:
        settled = (await desk.dismiss(await desk.theme(key), Role.ADMIN)).decision.questions
        if as_json:
            typer.echo(json.dumps({"dismissed": settled}))
        else:
            out.print(f"Dismissed; {settled} questions settled.")

    _at_desk(work, faq)


def stats(faq: FaqOption = None, as_json: JsonOption = False) -> None:
    """Show what was asked in the last twelve weeks, and which entries need care."""

    async def work(desk: Desk) -> None:
        figures = await desk.figures()
        if as_json:
            typer.echo(json.dumps(show.figures_json(figures), ensure_ascii=False))
        else:
            out.print(show.figures_table(figures))

    _at_desk(work, faq)


def report(
    to: Annotated[Path, typer.Option("--out", help="HTML file to write.", dir_okay=False)] = Path("report.html"),
    faq: FaqOption = None,
) -> None:
    """Write figures and open questions as one HTML page that needs no network."""
    to.write_text(_at_desk(lambda desk: desk.report(), faq), encoding="utf-8")
    out.print(f"wrote {to}", markup=False)


def _at_desk(work: Callable[[Desk], Awaitable[Made]], faq: Path | None = None) -> Made:
    """Runs `work` at a desk; what cannot be done ends the command with a reason and code 1."""
    settings, workshop = workshop_for(faq, publishing=True)

    def today() -> date:
        return datetime.now(settings.zone).date()

    async def run() -> Made:
        store = Store(settings.database_path, keep_days=settings.retention_days, today=today)
        try:
            with err.status("Getting ready …"):
                knowledge = await asyncio.to_thread(lambda: workshop.knowledge)
            return await work(Desk(store, knowledge, Inbox(store, workshop.encoder), today))
        finally:
            await store.close()

    try:
        return asyncio.run(run())
    except ReviewError as error:
        err.print(error.reason, style="red", markup=False)
        for more in (error.hint, error.diff if isinstance(error, ByHand) else ""):
            if more:
                err.print(more, markup=False, soft_wrap=True)
    except StoreError as error:
        err.print(str(error), markup=False, soft_wrap=True)
    raise typer.Exit(FINDINGS)
