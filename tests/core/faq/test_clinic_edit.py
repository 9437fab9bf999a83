"""The clinic's details go into a file without another line being changed."""

from __future__ import annotations

import pytest

from bot.core.faq.clinic_edit import with_clinic
from bot.core.faq.yaml_document import EditError
from bot.core.faq.yaml_reader import read_faq
from bot.core.positions import FaqProblems

ENTRIES = "entries:\n  - {id: a, question: A?, answer: A.}  # an entry\n"
BLOCK = f"""# a file
clinic:
  name: "[clinic name]"  # as on the door
  # ask Ann
  phone: "[clinic phone]"
  hours: |-
    Monday
    to Friday

{ENTRIES}"""


def changed(text: str, **details: str) -> str:
    return with_clinic(text.encode(), details).decode()


def test_only_the_lines_of_the_details_are_changed() -> None:
    new = changed(BLOCK, name="Smile: Clinic #1", phone="0041")
    assert new == BLOCK.replace('"[clinic name]"', '"Smile: Clinic #1"').replace('"[clinic phone]"', '"0041"')
    assert changed(BLOCK) == BLOCK


def test_a_value_on_several_lines_becomes_one_line() -> None:
    assert changed(BLOCK, hours="Mon-Fri") == BLOCK.replace("|-\n    Monday\n    to Friday", "Mon-Fri")


def test_details_that_the_file_lacks_stand_at_the_end_of_the_group() -> None:
    new = changed(BLOCK, emergency_number="112", phone="1 2", crisis_line="988")
    assert '    to Friday\n  emergency_number: "112"\n  crisis_line: "988"\n\nentries' in new
    assert 'phone: "1 2"\n' in new


@pytest.mark.parametrize(
    ("clinic", "told"),
    [
        ("{name: '[a]', phone: b}", '{name: "A, B", phone: b, email: a@example.org}'),
        ("{name: a, phone: b,}", '{name: "A, B", phone: b, email: a@example.org,}'),
        ("{}", '{name: "A, B", email: a@example.org}'),
    ],
)
def test_details_are_written_into_an_inline_group(clinic: str, told: str) -> None:
    assert changed(f"clinic: {clinic}\n{ENTRIES}", name="A, B", email="a@example.org") == f"clinic: {told}\n{ENTRIES}"


@pytest.mark.parametrize("ending", ["\r\n", "\n"])
def test_line_ends_and_a_byte_order_mark_are_kept(ending: str) -> None:
    data = b"\xef\xbb\xbf" + BLOCK.replace("\n", ending).encode()
    new = with_clinic(data, {"name": "Smile", "email": "a@example.org"})
    assert new.startswith(b"\xef\xbb\xbf# a file" + ending.encode())
    assert new.count(b"\n") == data.count(b"\n") + 1
    assert (b"\r" in new.replace(b"\r\n", b"")) is False
    assert read_faq(new).faq.clinic.email == "a@example.org"


@pytest.mark.parametrize("value", ["a\nb", "{x}", "'", '"', "\\", "- a", "yes", "1e3", "é", "a\u2028b", "[open"])
def test_any_line_is_read_as_it_was_told(value: str) -> None:
    assert read_faq(changed(BLOCK, name=value).encode()).faq.clinic.name == " ".join(value.split())


def test_a_file_without_the_group_is_left_to_its_editor() -> None:
    with pytest.raises(EditError, match="there is no `clinic`"):
        changed(ENTRIES, name="Smile")


def test_a_detail_that_is_too_long_is_refused() -> None:
    with pytest.raises(FaqProblems):
        changed(BLOCK, name="a" * 301)
