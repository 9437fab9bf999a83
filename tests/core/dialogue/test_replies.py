"""What travels in buttons. Those that were sent once must work for ever, so the format is held here, verbatim."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.dialogue.replies import Action, StaffVerb, Verb

KEYS = st.from_regex(r"[0-9a-f]{4,20}|", fullmatch=True)
CODES = st.from_regex(r"[0-9a-f]{10}|", fullmatch=True)
MARKS = st.from_regex(r"[0-9a-f]{10,12}|", fullmatch=True)
IDS = st.from_regex(r"[0-9a-z-]{0,48}", fullmatch=True)
SENT = {
    "e:side-effects:0": Action(Verb.ENTRY, "side-effects"),
    "e:side-effects:0:es": Action(Verb.ENTRY, "side-effects", language="es"),
    "T::0": Action(Verb.TOPICS),
    "t:daily-life:2": Action(Verb.TOPIC, "daily-life", 2),
    "n:driving:47:es": Action(Verb.NONE_OF_THESE, "driving", 47, "es"),
    "rc:3fa2c1b0d9e8": Action(StaffVerb.CARD, theme="3fa2c1b0d9e8"),
    "rk:3fa2c1b0d9e8::4": Action(StaffVerb.SKIP, theme="3fa2c1b0d9e8", mark="4"),
    "rp:3fa2c1b0d9e8:0123456789:abcdef0123": Action(
        StaffVerb.PUBLISH, "0123456789", theme="3fa2c1b0d9e8", mark="abcdef0123"
    ),
    "rl:::abcdef0123": Action(StaffVerb.RELOAD, mark="abcdef0123"),
    "ri": Action(StaffVerb.DRAFTS),
    "ra:en:0123456789": Action(StaffVerb.DRAFT, "0123456789", language="en"),
    "ry:es:0123456789": Action(StaffVerb.DISCARD_SURE, "0123456789", language="es"),
}


@pytest.mark.parametrize(("data", "action"), SENT.items())
def test_buttons_that_were_sent_before_an_upgrade_still_work(data: str, action: Action) -> None:
    assert action.data == data
    assert Action.parse(data) == action


@given(st.sampled_from(list(Verb)), IDS, st.integers(0, 999_999), st.sampled_from(["", "en", "es"]))
def test_a_patients_action_fits_into_a_button_and_comes_back_whole(
    verb: Verb, target: str, number: int, language: str
) -> None:
    action = Action(verb, target, number, language)
    assert len(action.data.encode()) <= 64
    assert Action.parse(action.data) == action


@given(st.sampled_from(list(StaffVerb)), KEYS, CODES, MARKS)
def test_an_action_of_staff_fits_into_a_button_and_comes_back_whole(
    verb: StaffVerb, key: str, target: str, mark: str
) -> None:
    of_a_draft = Action.parse(f"{verb}:en") == Action(verb, language="en")
    action = Action(verb, target, language=key if of_a_draft else "", theme="" if of_a_draft else key, mark=mark)
    assert len(action.data.encode()) <= 64
    assert Action.parse(action.data) == action


@given(st.text() | st.from_regex(r"[a-zT]{1,2}(:[0-9a-z-]{0,9}){0,4}", fullmatch=True))
def test_whatever_comes_back_in_a_button_is_read_without_failing(data: str) -> None:
    action = Action.parse(data)
    assert action is None or Action.parse(action.data) == action


@pytest.mark.parametrize(
    "data",
    [None, "", "r", "rp:A", "rp:a:b:c:d", "rb:" + "a" * 60, "xx:1", "rb:é", "e", "e:driving", "e:driving:", "e:a:b"]
    + ["e:a:-1", "e:a:1234567", "e:a:0:en:x", "e:" + "a" * 49 + ":0", "q:a:0", "e:A:0", "e:a:٣"],
)
def test_callback_data_the_bot_did_not_write_is_no_action(data: str | None) -> None:
    assert Action.parse(data) is None


def test_verbs_of_patients_and_staff_differ_in_value() -> None:
    assert not set(map(str, Verb)) & set(map(str, StaffVerb))
