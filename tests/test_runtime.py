"""A module that a library can do without is left out while it loads, and can be had afterwards."""

from __future__ import annotations

import importlib
import sys

import pytest

from bot import runtime


def test_a_module_is_left_out_only_for_as_long_as_that(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "colorsys", raising=False)
    with runtime.without("colorsys"), pytest.raises(ImportError):
        importlib.import_module("colorsys")
    assert importlib.import_module("colorsys").rgb_to_hsv(0, 0, 0) == (0, 0, 0)


def test_what_is_loaded_already_stays() -> None:
    with runtime.without("json"):
        assert importlib.import_module("json").loads("[]") == []


def test_giving_back_harms_nobody() -> None:
    runtime.give_back()
