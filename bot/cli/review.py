"""The commands of the review: open questions, decisions about them, and figures."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Annotated, TypeVar

import typer
from rich.console import RenderableType

from bot.bootstrap import Redactor
from bot.cli import review_tables as show
from bot.cli.console import CANNOT_LOAD, FINDINGS, FaqOption, JsonOption, bootstrap_for, confirmed, err, out
from bot.cli.file_errors import no_database
from bot.core.records import Role
from bot.core.review.selection import Selection
from bot.core.review.typed_text import NOTHING
from bot.review.changes import FileNotWritable, ReviewError
from bot.review.person_guard import PersonGuard
from bot.review.queue import ReviewQueue
from bot.review.service import ReviewService
from bot.storage.errors import StoreError
from bot.storage.store import Store

Made = TypeVar("Made")
review = typer.Typer(help="Look at questions that had no answer, and decide about them.", no_args_is_help=True)


@review.command("list")
def review_list(faq: FaqOption = None, as_json: JsonOption = False) -> None:
    """List the themes of open questions, the most asked first."""

    async def work(reviews: ReviewService) -> None:
        grouped = await reviews.grouped()
        _print(show.grouped_json(grouped) if as_json else show.theme_list(grouped, reviews.titles))

    with_reviews(work, faq)


@review.command("show")
def review_show(key: str, faq: FaqOption = None, as_json: JsonOption = False) -> None:
    """Show one theme. The first digits of KEY are enough."""

    async def work(reviews: ReviewService) -> None:
        theme = await reviews.theme(key)
        _print(show.theme_json(theme) if as_json else show.theme_card(theme, reviews.titles))

    with_reviews(work, faq)


@review.command("assign")
def review_assign(
    key: str,
    entry: str,
    faq: FaqOption = None,
    yes: Annotated[bool, typer.Option("--yes", help="Publish without asking.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Publish even if checks break.")] = False,
    wording: Annotated[str, typer.Option("--wording", help="A wording of your own, added too.")] = "",
    as_json: JsonOption = False,
) -> None:
    """Add a theme's phrasings to ENTRY after a look at the effect. --json without --yes only looks."""

    async def work(reviews: ReviewService) -> None:
        theme, own = await reviews.theme(key), " ".join(wording.split())
        look = await reviews.look(own, theme) if own else NOTHING
        if look.names:
            raise ReviewError(f"the wording holds a name: {', '.join(look.names)}", "write it again without")
        plan = await reviews.plan(Selection(theme), entry, own)
        if not as_json:
            out.print(show.plan_card(plan))
        done = None
        if look.doubtful and not as_json:
            out.print("The wording may name a person. In the log it would be kept as:", style="yellow")
            out.print(f"  {look.kept or '(nothing)'}", markup=False)
        if yes or (not as_json and confirmed("Publish?")):
            done = await reviews.carry_out(plan, Role.ADMIN, force=force)
        if as_json:
            _print(show.plan_json(plan) | {"published": done is not None})
        elif done is not None:
            rest = len(plan.theme.questions) - done.decision.questions
            out.print(f"Published; {done.decision.questions} questions settled{f', {rest} stay open' if rest else ''}.")

    with_reviews(work, faq)


@review.command("dismiss")
def review_dismiss(key: str, faq: FaqOption = None, as_json: JsonOption = False) -> None:
    """Settle a theme without a change of the FAQ."""

    async def work(reviews: ReviewService) -> None:
        settled = (await reviews.dismiss(await reviews.theme(key), Role.ADMIN)).decision.questions
        _print({"dismissed": settled} if as_json else f"Dismissed; {settled} questions settled.")

    with_reviews(work, faq)


def stats(faq: FaqOption = None, as_json: JsonOption = False) -> None:
    """Show what was asked in the last twelve weeks, and which entries need care."""

    async def work(reviews: ReviewService) -> None:
        figures = await reviews.figures()
        _print(show.figures_json(figures) if as_json else show.figures_table(figures))

    with_reviews(work, faq)


def report(
    to: Annotated[Path, typer.Option("--out", help="HTML file to write.", dir_okay=False)] = Path("report.html"),
    faq: FaqOption = None,
) -> None:
    """Write figures and open questions as one HTML page that needs no network."""
    to.write_text(with_reviews(lambda reviews: reviews.report(), faq), encoding="utf-8")
    out.print(f"wrote {to}", markup=False)


def _print(shown: show.Json | RenderableType) -> None:
    if isinstance(shown, dict):
        typer.echo(json.dumps(shown, ensure_ascii=False))
    else:
        out.print(shown)


def with_reviews(work: Callable[[ReviewService], Awaitable[Made]], faq: Path | None) -> Made:
    """Runs `work` with a review service; a refusal ends the command with its reason and exit code 1, a
    database that can't be used, or is not there, with exit code 2."""
    settings, bootstrap = bootstrap_for(faq, publishing=True)
    if not settings.database_path.exists():
        err.print(no_database(settings.database_path), markup=False, soft_wrap=True)
        raise typer.Exit(CANNOT_LOAD)
    today = settings.today

    async def run() -> Made:
        async with Store(settings.database_path, keep_days=settings.retention_days, today=today) as store:
            with err.status("Getting ready …"):
                live_faq = await asyncio.to_thread(lambda: bootstrap.live_faq)
            redact = Redactor(bootstrap.vocabulary, lambda: live_faq.live, bootstrap.second_opinion)
            guard = PersonGuard(redact, bootstrap.vocabulary)
            queue = ReviewQueue(store, guard, bootstrap.encoders)
            return await work(ReviewService(store, live_faq, queue, guard, today))

    try:
        return asyncio.run(run())
    except ReviewError as error:
        err.print(error.reason, style="red", markup=False)
        for more in (error.hint, error.diff if isinstance(error, FileNotWritable) else ""):
            if more:
                err.print(more, markup=False, soft_wrap=True)
    except StoreError as error:
        err.print(str(error), markup=False, soft_wrap=True)
        raise typer.Exit(CANNOT_LOAD) from None
    raise typer.Exit(FINDINGS)
