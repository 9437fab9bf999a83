"""The shapes of references: of devices, accounts, passports, insurances.

Checks no checksums: a mistyped number is still identifying.
"""

from __future__ import annotations

SHAPES: tuple[tuple[str, str, str], ...] = (
    ("id", "::", r"[0-9a-f:]*::[0-9a-f:]*"),
    ("id", ":", r"(?<![\w:])(?:[0-9a-f]{0,4}:){2,7}[0-9a-f]{0,4}(?![\w:])"),
    ("id", "0", r"(?<!\w)[a-z]{2}\d{2}(?: ?[a-z0-9]{4}){2,8}(?: ?[a-z0-9]{1,3})?(?!\w)"),
    ("id", "0", r"(?<!\w)[a-z]{1,5}[/-]\d{4,}(?!\w)"),
    ("id", "0", r"(?<!\w)(?-i:(?=[A-Z/-]*\d)[A-Z\d]+(?:[-/][A-Z\d]+){1,6})(?<![-/\d]\d)(?<!\d)(?!\w)"),
    ("id", "0", r"(?<!\w)[a-z]{2} ?\d\d ?\d\d ?\d\d ?[a-d](?!\w)"),
)
