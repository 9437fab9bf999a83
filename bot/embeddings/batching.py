"""Several threads that want sentence vectors at the same time get them from one run of the encoder.

A run for six messages takes three times as long as for one, since most of its time goes into reading the weights from
memory. Who comes first works for all who wait (flat combining: Hendler et al., SPAA 2010). Knows nothing of texts.
"""

from __future__ import annotations

from collections.abc import Sequence
from threading import Lock

from bot.core.matching.arrays import Floats
from bot.core.matching.similarity import Encode

MOST = 32
"""Texts in one run. Nobody should wait long for what others asked."""


class _Request:
    """What one thread asked for."""

    __slots__ = ("failed", "rows", "texts")

    def __init__(self, texts: Sequence[str]) -> None:
        self.texts = tuple(texts)
        self.rows: Floats | None = None
        self.failed = False

    def settled(self) -> bool:
        return self.failed or self.rows is not None


class BatchingEncoder:
    """An encoder for several threads. What it raises reaches those whose own texts it cannot encode."""

    def __init__(self, encode: Encode) -> None:
        self._encode = encode
        self._queue: list[_Request] = []
        self._queueing = Lock()
        self._encoding = Lock()

    def __call__(self, texts: Sequence[str]) -> Floats:
        """n texts -> (n, d) float32 rows of length one."""
        order = _Request(texts)
        with self._queueing:
            self._queue.append(order)
        while not order.settled():
            with self._encoding:
                if not order.settled():
                    self._work_off(self._next())
        return self._encode(order.texts) if order.rows is None else order.rows

    def _next(self) -> list[_Request]:
        """The orders of the next run, in the order in which they came: at least one."""
        with self._queueing:
            count, size = 1, len(self._queue[0].texts)
            while count < len(self._queue) and size + len(self._queue[count].texts) <= MOST:
                size += len(self._queue[count].texts)
                count += 1
            orders, self._queue = self._queue[:count], self._queue[count:]
        return orders

    def _work_off(self, orders: Sequence[_Request]) -> None:
        try:
            rows = self._encode([text for order in orders for text in order.texts])
        except Exception:
            # Each is encoded for itself then, by whoever asked for it: one bad text must harm nobody else.
            for order in orders:
                order.failed = True
            return
        begin = 0
        for order in orders:
            order.rows = rows[begin : begin + len(order.texts)]
            begin += len(order.texts)
