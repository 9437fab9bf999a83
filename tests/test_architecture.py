"""The direction of imports: each package may import only those listed below it, as the README shows."""

from __future__ import annotations

import ast
import subprocess
import sys
import tomllib
from functools import cache
from pathlib import Path

import pytest

from bot import __version__
from bot.setup import template_files
from tests.support.paths import BOT

LAYERS = (
    "__main__",
    "cli",
    "run",
    "app",
    "channels.terminal",
    "channels.telegram",
    "channels.telegram.updates",
    "channels.telegram.sending",
    "channels.telegram.api",
    "bootstrap",
    "monitoring",
    "review",
    "reports",
    "setup",
    "live_faq",
    "storage",
    "embeddings",
    "words",
    "settings",
    "env_file",
    "runtime",
    "logs",
    "core.review",
    "core.quality",
    "core.dialogue",
    "core.red_flags",
    "core.matching",
    "core.phrasebook",
    "core.faq",
    "core.records",
    "core.repeat_filter",
    "core.logged_messages",
    "core.message_texts",
    "core.alerts",
    "core.deidentification",
    "core.text",
    "core.languages",
    "core.strict_yaml",
    "core.yaml_mistakes",
    "core.positions",
)
"""Packages, and modules that stand alone, from the outermost to the innermost: each may import only those below it."""

LIBRARIES: dict[str, set[str]] = {
    "aiohttp": {
        "channels.telegram.api.aiohttp_request",
        "channels.telegram.updates.webhook",
        "monitoring.health_server",
        "monitoring.http_port",
    },
    "aiosqlite": {"storage.database", "storage.migrations", "storage.reviews"},
    "cryptography": {"channels.telegram.reply_token"},
    "dotenv": {"env_file", "monitoring.health", "setup.new_files"},
    "httpx": {"channels.telegram.api.aiohttp_request"},
    "jinja2": {"reports.templates"},
    "numpy": {"core.matching", "core.red_flags.classifier", "core.red_flags.learning", "core.review", "embeddings"},
    "onnxruntime": {"embeddings.network", "embeddings.personal_data_finder", "embeddings.sentence_encoder"},
    "phonenumbers": {"core.deidentification.identifiers", "core.faq.emergency_numbers"},
    "prometheus_client": {"channels.telegram.metrics"},
    "pydantic": {
        "core.review.draft_faults",
        "cli.app",
        "core.faq",
        "core.phrasebook",
        "core.quality.evaluation",
        "settings",
    },
    "pydantic_settings": {"settings"},
    "pyphen": {"core.quality.readability"},
    "rapidfuzz": {
        "core.deidentification.typo_repair",
        "core.dialogue.small_talk",
        "core.faq.spelling",
        "core.matching.spelling",
        "core.quality.sinks",
        "core.red_flags.lexicon",
    },
    "rich": {"channels.terminal", "cli"},
    "sentencepiece": {"embeddings.multilingual_encoder"},
    "snowballstemmer": {"core.text.stemming"},
    "telegram": {"channels.telegram"},
    "tokenizers": {"embeddings.network", "embeddings.personal_data_finder", "embeddings.sentence_encoder"},
    "typer": {"cli"},
    "watchfiles": {"live_faq.file_watcher"},
    "yaml": {"core.strict_yaml"},
}
"""Who may import which library: a module, or a package with all that is in it. No other module may."""

NOT_IN_CORE = {
    "asyncio",
    "io",
    "logging",
    "os",
    "pathlib",
    "random",
    "secrets",
    "socket",
    "sqlite3",
    "subprocess",
    "time",
}
"""Standard modules that would let the world into the core."""

LOOSE_IN_CORE = 8
"""Modules that may lie in `core/` outside its packages."""


def name_of(path: Path) -> str:
    """`bot/core/text/markup.py` -> "core.text.markup"; a package's `__init__` has the package's name."""
    parts = path.relative_to(BOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {name_of(path): path for path in sorted(BOT.rglob("*.py"))}


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def imports(path: Path) -> frozenset[str]:
    """Everything that a module imports, as dotted names; a module of the bot without its "bot."."""
    found: set[str] = set()
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            whole = {f"{node.module}.{alias.name}" for alias in node.names}
            modules = {name for name in whole if name.removeprefix("bot.") in MODULES}
            found |= modules or {str(node.module)}
    return frozenset(name.removeprefix("bot.") for name in found)


def within(name: str, places: set[str]) -> bool:
    return any(name == place or name.startswith(f"{place}.") for place in places)


def layer_of(name: str) -> int | None:
    """The number of the innermost layer that a module belongs to; None for a library or the bare package."""
    fitting = [number for number, layer in enumerate(LAYERS) if within(name, {layer})]
    return max(fitting, key=lambda number: len(LAYERS[number]), default=None)


BARE = {"", "bot", "channels", "core"}
"""Packages that hold packages only, and the version."""


@pytest.mark.parametrize("name", [name for name in MODULES if name not in BARE])
def test_imports_point_downwards(name: str) -> None:
    own = layer_of(name)
    assert own is not None, f"{name} is in no layer: say in LAYERS where it belongs"
    for imported in imports(MODULES[name]):
        other = layer_of(imported) if imported in MODULES else None
        assert other is None or other >= own, f"{name} imports {imported}, which is above it"


@pytest.mark.parametrize("name", MODULES)
def test_libraries_stay_where_they_belong(name: str) -> None:
    for imported in imports(MODULES[name]):
        top = imported.split(".")[0]
        if imported not in MODULES and imported != "bot" and top not in sys.stdlib_module_names:
            assert within(name, LIBRARIES.get(top, set())), f"{name} imports {imported}"


def test_the_list_of_libraries_allows_nothing_that_is_not_used() -> None:
    for library, places in LIBRARIES.items():
        for place in places:
            assert any(
                within(name, {place}) and any(one.split(".")[0] == library for one in imports(path))
                for name, path in MODULES.items()
            ), f"{place} does not import {library}"


@pytest.mark.parametrize("name", [name for name in MODULES if name.startswith("core.")])
def test_the_core_is_pure(name: str) -> None:
    assert not {imported.split(".")[0] for imported in imports(MODULES[name])} & NOT_IN_CORE


def test_few_modules_lie_loose_in_the_core() -> None:
    assert len([path for path in (BOT / "core").glob("*.py") if path.stem != "__init__"]) <= LOOSE_IN_CORE


def test_no_class_name_is_defined_twice() -> None:
    seen: dict[str, str] = {}
    for name, path in MODULES.items():
        for node in ast.walk(parsed(path)):
            if isinstance(node, ast.ClassDef):
                assert node.name not in seen, f"{node.name} in {seen[node.name]} and {name}"
                seen[node.name] = name


def test_no_name_of_a_module_is_given_twice() -> None:
    for name, path in MODULES.items():
        seen = set[str]()
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            targets = node.targets if isinstance(node, ast.Assign) else ()
            for target in (one.id for one in targets if isinstance(one, ast.Name)):
                assert target not in seen, f"{name} gives {target} twice: the first is lost"
                seen.add(target)


def test_an_installed_bot_has_every_package_and_its_data() -> None:
    setup = tomllib.loads((BOT.parent / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"]
    packages = {".".join(("bot", *path.relative_to(BOT).parent.parts)) for path in BOT.rglob("*.py")}
    assert set(setup["packages"]) == {*packages, *setup["package-dir"]}
    for path in BOT.rglob("*"):
        if path.is_file() and path.suffix not in {".py", ".pyc"}:
            folder = next(parent for parent in path.parents if (parent / "__init__.py").exists())
            package = ".".join(("bot", *folder.relative_to(BOT).parts))
            assert any(path.match(pattern) for pattern in setup["package-data"].get(package, ())), path


def test_an_installed_bot_has_what_a_new_set_up_begins_with() -> None:
    setup = tomllib.loads((BOT.parent / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"]
    assert setup["package-dir"] == {"bot.setup.template": "."}
    assert BOT.parent == template_files.FOLDER
    for path in (template_files.ENV, template_files.FAQ, *template_files.beside_the_faq()):
        assert path.is_file()
        assert any(path.match(pattern) for pattern in setup["package-data"]["bot.setup.template"]), path


def test_the_package_has_the_version_of_the_bot() -> None:
    project = tomllib.loads((BOT.parent / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["version"] == __version__


def test_there_is_no_room_for_leftovers() -> None:
    assert not {path.stem for path in MODULES.values()} & {
        "utils",
        "util",
        "common",
        "helpers",
        "helper",
        "misc",
        "base",
    }


def test_every_module_says_what_it_owns() -> None:
    for path in MODULES.values():
        assert ast.get_docstring(parsed(path)), path


def test_importing_the_core_does_no_work() -> None:
    code = (
        "import sys, pkgutil, importlib, bot.core\n"
        "for m in pkgutil.walk_packages(bot.core.__path__, 'bot.core.'): importlib.import_module(m.name)\n"
        "assert not {'telegram', 'aiosqlite', 'aiohttp', 'httpx'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-W", "error", "-c", code], check=True, timeout=60)
