"""The lock goes to whoever has waited longest."""

from __future__ import annotations

from threading import Event, Thread

from bot.embeddings.fair_lock import FairLock


def test_a_thread_that_takes_the_lock_again_and_again_lets_the_others_in_between() -> None:
    lock, turns, holding = FairLock(), list[str](), Event()

    def once(name: str) -> None:
        with lock:
            turns.append(name)

    with lock:
        waiting = [Thread(target=once, args=(name,)) for name in "abc"]
        for number, thread in enumerate(waiting, 1):
            thread.start()
            while lock.waiting < number:  # so that they come in this order
                holding.wait(0.001)
    with lock:
        turns.append("again")
    for thread in waiting:
        thread.join()
    assert turns == ["a", "b", "c", "again"]


def test_the_lock_is_given_back_after_an_error() -> None:
    lock = FairLock()
    for _ in range(2):
        try:
            with lock:
                raise ValueError
        except ValueError:
            pass
    assert lock.waiting == 0
