"""One alert when something needs an admin, one when it is over."""

from __future__ import annotations

from bot.core.alerts import Alert, Alerts, AlertSubject

DISK = Alert(AlertSubject.DISK, "The disk is full.")
FAQ = Alert(AlertSubject.FAQ, "A change was refused.", lasting=True)


def look(alerts: Alerts, *concerns: Alert) -> tuple[list[str], list[AlertSubject]]:
    begun, over = alerts.news(concerns)
    alerts.told(begun, over)
    return [one.text for one in begun], list(over)


def test_what_lasts_is_told_once_and_its_end_once() -> None:
    alerts = Alerts()
    looks = [look(alerts, DISK) for _ in range(5)] + [look(alerts) for _ in range(5)]
    assert [begun for begun, _ in looks if begun] == [[DISK.text]]
    assert [over for _, over in looks if over] == [[AlertSubject.DISK]]


def test_a_hitch_is_not_told() -> None:
    alerts = Alerts()
    assert [look(alerts, *concerns) for concerns in ((DISK,), (), (DISK,), ())] == [([], [])] * 4


def test_what_comes_back_at_once_was_not_over() -> None:
    alerts = Alerts()
    look(alerts, DISK)
    assert look(alerts, DISK) == ([DISK.text], [])
    assert [look(alerts, *concerns) for concerns in ((), (DISK,), (), (DISK,))] == [([], [])] * 4


def test_what_cannot_pass_by_itself_is_told_at_the_first_look() -> None:
    assert look(Alerts(), FAQ) == ([FAQ.text], [])


def test_news_about_a_known_concern_is_told() -> None:
    alerts = Alerts()
    first, second = (Alert(AlertSubject.REVIEW, day, mark=day, lasting=True) for day in ("2026-11-01", "2026-11-09"))
    assert look(alerts, first) == (["2026-11-01"], [])
    assert look(alerts, second) == (["2026-11-09"], [])
    assert look(alerts, first) == ([], [])


def test_what_could_not_be_told_is_news_again() -> None:
    alerts = Alerts()
    assert alerts.news([FAQ])[0] == alerts.news([FAQ])[0] == (FAQ,)


def test_a_restart_does_not_repeat_and_remembers_what_is_to_end() -> None:
    before, after = Alerts(), Alerts()
    look(before, FAQ)
    after.recall(before.memo())
    assert look(after, FAQ) == ([], [])
    assert [look(after), look(after)] == [([], []), ([], [AlertSubject.FAQ])]


def test_a_memo_fits_the_store_and_an_odd_one_is_passed_over() -> None:
    alerts = Alerts()
    look(
        alerts,
        *(Alert(subject, "…", mark="2026-11-22"[: 10 if subject == "review" else 0]) for subject in AlertSubject),
    )
    look(
        alerts,
        *(Alert(subject, "…", mark="2026-11-22"[: 10 if subject == "review" else 0]) for subject in AlertSubject),
    )
    assert len(alerts.memo().split()) == len(AlertSubject)
    assert len(alerts.memo()) <= 120
    assert Alerts().memo() == "-"
    alerts = Alerts()
    alerts.recall("- nonsense disk review:2026-11-01:x")
    assert [part.partition(":")[0] for part in alerts.memo().split()] == [AlertSubject.DISK, AlertSubject.REVIEW]
