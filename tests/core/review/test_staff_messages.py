"""Texts for staff: each has a name of its own."""

from __future__ import annotations

import ast
import inspect
from collections import Counter

from bot.core.review import sign_off_messages, staff_messages


def test_no_text_takes_the_name_of_another() -> None:
    for module in (staff_messages, sign_off_messages):
        lines = [line for line in ast.parse(inspect.getsource(module)).body if isinstance(line, ast.Assign)]
        names = Counter(one.id for line in lines for one in line.targets if isinstance(one, ast.Name))
        assert [name for name, number in names.items() if number > 1] == []
