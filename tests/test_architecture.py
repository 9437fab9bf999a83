"""Which way the arrows point: who may import whom, held by a list, so that the picture in the README cannot drift."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

BOT = Path(__file__).parent.parent / "bot"

# What the core may import besides itself and the standard library, and who may.
CORE_LIBRARIES = {
    "yaml": {"faq_yaml"},
    "rapidfuzz": {
        "matcher",
        "comparison",
        "spelling",
        "faq_rules",
        "anonymise",
        "proper_names",
        "lexicon",
        "smalltalk",
    },
    "snowballstemmer": {"stems"},
    "phonenumbers": {"identifiers"},
    "pyphen": {"reading"},
    "pydantic": None,
    "numpy": None,
}
# Standard modules that would let the world into the core.
NOT_IN_CORE = {
    "os",
    "io",
    "pathlib",
    "socket",
    "time",
    "random",
    "secrets",
    "logging",
    "asyncio",
    "sqlite3",
    "subprocess",
}
# Rooms, from the street to the cellar: each may import those to its right.
ROOMS = ("__main__", "cli", "commands", "running", "app", "handlers", "rest", "core")


def modules() -> list[Path]:
    return sorted(BOT.rglob("*.py"))


def imports(path: Path) -> set[str]:
    """Everything a module imports, as dotted names; `from bot import x` counts as bot.x."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            assert node.level == 0, f"{path}: relative import"
            found |= {f"bot.{alias.name}" for alias in node.names} if node.module == "bot" else {node.module}
    return found


def room(name: str) -> str:
    """The room that a module of the bot belongs to."""
    parts = name.split(".")
    first = parts[1] if len(parts) > 1 else ""
    return first if first in ROOMS else "rest"


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(BOT)))
def test_imports_point_inwards(path: Path) -> None:
    name = ".".join(("bot", *path.relative_to(BOT).with_suffix("").parts))
    own = ROOMS.index(room(name))
    for imported in imports(path):
        if imported.startswith("bot.") and room(imported) != room(name):
            assert ROOMS.index(room(imported)) > own, f"{name} imports {imported}"


@pytest.mark.parametrize("path", sorted((BOT / "core").rglob("*.py")), ids=lambda path: path.stem)
def test_the_core_is_pure(path: Path) -> None:
    for imported in imports(path):
        top = imported.split(".")[0]
        if top in CORE_LIBRARIES:
            allowed = CORE_LIBRARIES[top]
            assert allowed is None or path.stem in allowed, f"{path.stem} imports {top}"
        else:
            assert imported.startswith("bot.core") or (top in sys.stdlib_module_names and top not in NOT_IN_CORE), (
                f"{path.stem} imports {imported}"
            )


@pytest.mark.parametrize("library", ["telegram", "aiosqlite", "yaml"])
def test_a_library_stays_in_its_room(library: str) -> None:
    home = {"telegram": ("handlers", "app"), "aiosqlite": ("rest",), "yaml": ("core",)}[library]
    for path in modules():
        if any(name.split(".")[0] == library for name in imports(path)):
            name = ".".join(("bot", *path.relative_to(BOT).with_suffix("").parts))
            assert room(name) in home, f"{name} imports {library}"


def test_there_is_no_room_for_leftovers() -> None:
    assert not {path.stem for path in modules()} & {"utils", "util", "common", "helpers", "helper", "misc", "base"}


def test_every_module_says_what_it_owns() -> None:
    for path in modules():
        assert ast.get_docstring(ast.parse(path.read_text())), path


def test_importing_the_core_does_no_work() -> None:
    code = (
        "import sys, pkgutil, importlib, bot.core\n"
        "for m in pkgutil.walk_packages(bot.core.__path__, 'bot.core.'): importlib.import_module(m.name)\n"
        "assert not {'telegram', 'aiosqlite', 'aiohttp', 'httpx'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-W", "error", "-c", code], check=True, timeout=60)
