"""What the container files promise, read from the files; building the image takes minutes and is done by hand."""

from __future__ import annotations

import os
import re
from fnmatch import fnmatch
from typing import Any

import pytest
import yaml

from bot.channels.telegram.metrics import Gauges, Metrics
from bot.channels.telegram.updates.processor import UpdateCounts
from bot.channels.telegram.updates.receiver import GRACE_SECONDS
from bot.settings import Settings
from tests.support.paths import ROOT

DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
RUNTIME = DOCKERFILE[DOCKERFILE.rindex("\nFROM ") :]
SERVICE: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))["services"]["bot"]
UNIT = (ROOT / "deploy" / "synkinesis-faq-bot.service").read_text(encoding="utf-8")
OPERATIONS = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")


def environment() -> dict[str, str]:
    (block,) = re.findall(r"^ENV ((?:.*\\\n)*.*)$", RUNTIME, re.MULTILINE)
    return dict(pair.split("=", 1) for pair in block.replace("\\\n", " ").split())


def test_the_image_runs_as_a_user_with_a_number() -> None:
    assert re.search(r"^USER (\d+):\1$", RUNTIME, re.MULTILINE)
    assert RUNTIME.index("\nUSER ") < RUNTIME.index("\nCMD ")


def test_everything_is_installed_by_hash_and_nothing_is_built() -> None:
    assert "--require-hashes" in DOCKERFILE
    assert "--only-binary :all:" in DOCKERFILE
    assert "pip" not in RUNTIME.replace("pipes", "")
    assert not re.search(r"\b(gcc|build-essential|apt-get)\b", DOCKERFILE)


def test_the_image_holds_the_model_but_not_what_it_is_built_with() -> None:
    build = DOCKERFILE.removesuffix(RUNTIME)
    scripts = sorted(f"scripts/{path.name}" for path in (ROOT / "scripts").glob("build_*.py"))
    for name in ("locks/model.txt", "locks/build.txt", *scripts):
        assert name in build
        assert f"!{name}" in (ROOT / ".dockerignore").read_text(encoding="utf-8").split()
    assert "--target /opt/tools" in build
    assert "tools" not in RUNTIME


@pytest.mark.parametrize("instruction", ["ENTRYPOINT", "CMD", "HEALTHCHECK .* CMD"])
def test_commands_are_run_without_a_shell_in_between(instruction: str) -> None:
    assert re.search(rf'^{instruction} \["', RUNTIME, re.MULTILINE)


def test_what_is_written_goes_to_the_volume() -> None:
    assert re.search(r"^VOLUME /data$", RUNTIME, re.MULTILINE)
    for name in ("FAQ_PATH", "DATABASE_PATH"):
        assert name.lower() in Settings.model_fields
        assert environment()[name].startswith("/data/")
        assert SERVICE["environment"][name] == environment()[name]
    assert environment()["PYTHONDONTWRITEBYTECODE"] == "1"


def test_secrets_and_data_stay_out_of_the_build() -> None:
    lines = (ROOT / ".dockerignore").read_text(encoding="utf-8").split()
    patterns = [line for line in lines if line.startswith(("*", "!"))]
    assert patterns[0] == "*"
    allowed = [pattern[1:] for pattern in patterns if pattern.startswith("!")]
    for secret in (".env", "data", "data/faqbot.db", ".git", "tests"):
        assert not any(fnmatch(secret, pattern) for pattern in allowed)


def test_the_start_script_can_be_run_and_touches_no_faq_that_is_there() -> None:
    script = ROOT / "deploy" / "start"
    assert os.access(script, os.X_OK)
    assert 'if [ ! -e "$FAQ_PATH" ]' in script.read_text(encoding="utf-8")


def test_compose_takes_every_right_away() -> None:
    assert SERVICE["read_only"] is True
    assert SERVICE["cap_drop"] == ["ALL"]
    assert "no-new-privileges:true" in SERVICE["security_opt"]
    assert SERVICE["volumes"] == ["data:/data"]
    assert "ports" not in SERVICE


def test_whoever_stops_the_bot_waits_until_it_has_finished() -> None:
    assert int(SERVICE["stop_grace_period"].removesuffix("s")) > GRACE_SECONDS + 4
    found = re.search(r"^TimeoutStopSec=(\d+)$", UNIT, re.MULTILINE)
    assert found is not None
    assert int(found[1]) > GRACE_SECONDS + 4


def test_every_figure_is_explained_to_whoever_watches() -> None:
    page = Metrics().page(Gauges(UpdateCounts(), 0, 0, 0, 0, 0, True, 1.0, 0, "", 0)).decode()
    shown = {re.split(r"[{ ]", line)[0] for line in page.splitlines() if not line.startswith("#")}
    shown = {re.sub(r"_(bucket|sum|count)$", "", name) for name in shown}
    assert [name for name in sorted(shown) if f"`{name}" not in OPERATIONS] == []
