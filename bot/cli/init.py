"""`init`: sets the bot up. Asks (`init_questions`), and writes `.env` and the FAQ with its companions at the end.

What is there stays: a file is changed only in its lines and after a question, and with --yes not at all.
"""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import chdir
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from bot.cli.console import CANNOT_LOAD, confirmed, err, out
from bot.cli.doctor import doctor
from bot.cli.init_questions import CRISIS, DETAILS, EMERGENCY, UTC, Questions, filled_in, numbers_of, settings_of
from bot.core.faq.clinic_edit import with_clinic
from bot.core.faq.yaml_document import EditError
from bot.core.faq.yaml_reader import read_faq
from bot.live_faq.faq_files import read
from bot.live_faq.publishing import Conflict, NotWritable
from bot.settings import TELEGRAM, Settings, read_settings
from bot.setup import template_files
from bot.setup.countries import Country, country, no_country
from bot.setup.new_files import NewFiles, settings_in, with_settings

ENV = ".env"
FAQ = "faq.yaml"
MOST_ZONES = 12
"""Time zones of a country that are named."""


def init(
    context: typer.Context,
    yes: Annotated[
        bool, typer.Option("--yes", help="Ask nothing: take the defaults, keep the files there are.")
    ] = False,
    code: Annotated[str, typer.Option("--country", help="The clinic's country: GB, or its name.")] = "",
    directory: Annotated[Path, typer.Option("--dir", help="Where the files go.")] = Path(),
) -> None:
    """Set the bot up: ask for the token, who is admin and the clinic's details, and write .env and faq.yaml. Nothing is
    written before the last answer, and no file is overwritten without a question. Exit code 0: written, whatever a look
    at the set-up then finds; 1: ended before the last answer; 2: refused."""
    land = _land(code)
    folder = _made(directory)
    with chdir(folder):
        clinic, land = _set_up(land, ask=not yes)
        _tell_next(context.find_root().info_name or "python -m bot", folder, clinic, land)
        if not yes:
            _offer_to_look()


def _offer_to_look() -> None:
    """Looks at the set-up if that is wanted. All is written already, so nothing that is found, and no answer, is a
    failure of `init`."""
    try:
        if not confirmed("\nLook at the whole set-up now?", default=True):
            return
    except typer.Abort:
        out.print()
        return
    try:
        doctor()
    except typer.Exit as found:
        if found.exit_code:
            _warn("The files are written. What is still to be done stands above.")


def _set_up(land: Country | None, *, ask: bool) -> tuple[Mapping[str, str], Country | None]:
    """Asks, writes, and says what was written; returns the details of the clinic that the FAQ has then, and the
    country."""
    settings, present = read_settings(), _present(FAQ)
    data = template_files.FAQ.read_bytes() if present is None else present
    clinic = filled_in(read_faq(data, FAQ).faq.clinic)
    values, details = settings_of(land, settings), numbers_of(land, clinic)
    if ask:
        out.print("Enter takes what stands in [brackets]. Ctrl-C ends, and then nothing is written.\n", markup=False)
        questions = Questions(settings, clinic, land)
        values, details = {**questions.settings(), **_own_server(settings)}, questions.clinic()
        land = questions.land
    files = NewFiles(Path())
    said = [_planned(files, ENV, template_files.ENV, values, with_settings, ask=ask)]
    said += [_planned(files, FAQ, template_files.FAQ, details, with_clinic, ask=ask)]
    said += [
        _planned(files, one.name, one, {}, lambda data, _: data, ask=ask) for one in template_files.beside_the_faq()
    ]
    try:
        files.write()
    except Conflict:
        _fail("A file was changed meanwhile: run `init` again.")
    except NotWritable as error:
        _fail(f"A file can't be written: {error.reason}")
    for line in said:
        out.print(line, markup=False, soft_wrap=True)
    if read_settings().faq_path.absolute() != Path(FAQ).absolute():
        _warn(f"FAQ_PATH leads elsewhere: the bot reads {read_settings().faq_path}.")
    return filled_in(read_faq(Path(FAQ).read_bytes(), FAQ).faq.clinic), land


def _planned(
    files: NewFiles,
    name: str,
    template: Path,
    changes: Mapping[str, str],
    changed: Callable[[bytes, Mapping[str, str]], bytes],
    *,
    ask: bool,
) -> str:
    """Plans a file with these changes; returns the line that says what becomes of it."""
    present, names = _present(name), ", ".join(changes)
    if present is None:
        files.add(name, changed(template.read_bytes(), changes))
        return f"{name}: written"
    if not changes or not ask or not confirmed(f"\n{name} is there already. Change {names} in it?", default=True):
        return f"{name}: was there already, left as it is"
    try:
        files.add(name, changed(present, changes), present)
    except EditError as error:
        return f"{name}: left as it is: {error.reason}; {error.hint}"
    return f"{name}: changed: {names}"


def _tell_next(program: str, folder: Path, clinic: Mapping[str, str], land: Country | None) -> None:
    """What is still to be done before patients use the bot, what they may need most at the head."""
    for key, what in {"emergency_number": "emergency number", "crisis_line": "crisis line"}.items():
        if clinic[key]:
            out.print(f"Patients are told {clinic[key]} as the {what}: make sure that it is right.", markup=False)
    if lacking := [*_lacking(clinic, land)]:
        _warn("\nNot filled in yet:")
        for line in lacking:
            _warn(f"  {line}")
        out.print()
    _warn("No clinician has checked the answers yet: have that done before patients use the bot.")
    out.print(_start(program, folder), markup=False, soft_wrap=True)


def _lacking(clinic: Mapping[str, str], land: Country | None) -> Iterator[str]:
    """What is not filled in, a line each with where it belongs."""
    known = land.emergency_numbers if land else ()
    there = f" (known there: {', '.join(known)}; ask which one brings an ambulance)" if known else ""
    own = f"in {FAQ}, under `clinic`"
    if not clinic["emergency_number"]:
        yield f"emergency_number, {own}: {EMERGENCY}, which every emergency message names{there}"
    if not clinic["crisis_line"]:
        yield f"crisis_line, {own}: {CRISIS}"
    if read_settings().timezone == UTC:
        zones = [*land.zones] if land else []
        more = f" and {len(zones) - MOST_ZONES} more" if len(zones) > MOST_ZONES else ""
        some = f"one of {', '.join(zones[:MOST_ZONES])}{more}" if zones else "the clinic's, such as Europe/London"
        yield f"TIMEZONE, in {ENV}: it is {UTC}; write {some}"
    yield from (f"{key}, {own}: {what}" for key, what in DETAILS.items() if not clinic[key])


def _start(program: str, folder: Path) -> str:
    """The last line: how the bot is started from the folder, which is the present one."""
    if template_files.IN_REPOSITORY and Path.cwd() != template_files.REPOSITORY:
        # a clone that is not installed is found from its own folder only
        program = shlex.join(["env", f"PYTHONPATH={template_files.REPOSITORY}", sys.executable, "-m", "bot"])
    where = f"in {folder}, " if folder.parts else ""
    return f"Next, {where}`{program}` starts the bot, `{program} doctor` looks at the whole set-up."


def _land(told: str) -> Country | None:
    """The country of the option, if it is given. Raises BadParameter if there is none of that name."""
    found = country(told)
    if found is not None or not told:
        return found
    raise typer.BadParameter(no_country(told))


def _own_server(settings: Settings) -> Mapping[str, str]:
    """The server of Telegram's API that the environment tells and `.env` does not: the token was tried there."""
    url = os.environ.get("TELEGRAM_API_BASE_URL", "")
    written = settings_in(Path(ENV)).get("TELEGRAM_API_BASE_URL") or TELEGRAM
    return {"TELEGRAM_API_BASE_URL": url} if url and settings.telegram_api_base_url != written else {}


def _made(told: Path) -> Path:
    """The folder, made if it is not there; `~` is the user's home."""
    try:
        folder = told.expanduser()
        folder.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError):
        _fail(f"--dir {told}: this is a file or lies in one; name a folder, or leave it out for this one")
    except RuntimeError:
        _fail(f"--dir {told}: nobody has this home folder; write the way to the folder out")
    return folder


def _present(name: str) -> bytes | None:
    """The content of a file; None if it is not there. Whatever else is there under its name ends the command."""
    try:
        return read(Path(name))
    except FileNotFoundError:
        return None
    except IsADirectoryError:
        _fail(f"{name}: this is a folder, not a file; move it away, and run `init` again")
    except OSError as error:
        _fail(f"{name}: it can't be read: {error.strerror}; let it be read, or move it away, and run `init` again")


def _warn(text: str) -> None:
    out.print(text, style="yellow", markup=False, soft_wrap=True)


def _fail(problem: str) -> NoReturn:
    err.print(problem, markup=False, soft_wrap=True)
    raise typer.Exit(CANNOT_LOAD)
