"""The site: a page a language that needs nothing but itself, in the bot's own words."""

from __future__ import annotations

import re
from base64 import b64encode
from datetime import date
from hashlib import sha256
from xml.etree import ElementTree

import pytest

from bot.core.dialogue.deep_links import entry_link
from bot.core.faq.model import Clinic, ClinicalReview, Entry, Faq, Source, Topic, Urgent, UrgentSign
from bot.reports.site import site_pages
from tests.reports.test_html import HOSTILE, Reader

TODAY = date(2026, 11, 29)
BOT = "clinic_faq_bot"
UNSIGNED = Entry(
    id="pain",
    topic="botox",
    question="Does it hurt?",
    answer="**A little.** Call {clinic.phone}.",
    details="- cream\n- ice\n\nSee [this](https://example.org/pain).",
    sources=(Source(title="A study", url="https://example.org/study"), Source(title="A book")),
)
SIGNED = ClinicalReview(by="Dr Ada", on=date(2026, 11, 1), expires=TODAY, text=UNSIGNED.review_digest)
PAIN = UNSIGNED.model_copy(update={"reviewed": SIGNED})
COST = Entry(id="cost", question="What does it cost?", answer="Ask us.")
SECRET = Entry(id="secret", question="Not yet?", answer="No.", status="draft")
STROKE = UrgentSign(id="stroke", title="Stroke", message="**Call {clinic.emergency_number} now.**\n\n- Do not drive.")
TODAY_SIGN = UrgentSign(id="infection", level="same_day", title="Infection", message="Show it today: {clinic.phone}.")
MAIN = Faq(
    clinic=Clinic(name="Face Clinic", phone="0123", emergency_number="999", email="[clinic e-mail]"),
    topics=(Topic(id="botox", title="Botox"),),
    entries=(PAIN, COST, SECRET),
    urgent=Urgent(signs=(STROKE, TODAY_SIGN)),
)
SPANISH = MAIN.model_copy(
    update={
        "language": "es",
        "messages": MAIN.messages.model_copy(update={"language_name": "Español"}),
        "entries": (Entry(id="pain", topic="botox", question="¿Duele?", answer="Un poco."),),
        "urgent": None,
    }
)


def pages(main: Faq = MAIN, bot: str = BOT, today: date = TODAY) -> dict[str, str]:
    return site_pages({"en": main, "es": SPANISH}, today=today, bot=bot)


def shown(html: str) -> str:
    """All that can be read, on one line."""
    return " ".join(" ".join(Reader(html).texts).split())


@pytest.fixture(scope="module")
def page() -> str:
    return pages()["index.html"]


def test_there_is_a_page_a_language_and_each_leads_to_the_others() -> None:
    assert [*pages()] == ["index.html", "es.html"]
    for html in pages().values():
        read = Reader(html)
        linked = {(one["hreflang"], one["href"]) for one in read.named("a", "link") if "hreflang" in one}
        assert linked == {("en", "index.html"), ("es", "es.html")}
    assert '<html lang="es">' in pages()["es.html"]
    assert "hreflang" not in site_pages({"en": MAIN}, today=TODAY)["index.html"]


def test_nothing_is_loaded_and_the_policy_names_the_one_script_and_style(page: str) -> None:
    read = Reader(page)
    policy = next(one["content"] or "" for one in read.named("meta") if one.get("http-equiv"))
    for tag in ("style", "script"):
        (inline,) = re.findall(rf"<{tag}>(.*?)</{tag}>", page, re.DOTALL)
        assert f"{tag}-src 'sha256-{b64encode(sha256(inline.encode()).digest()).decode()}'" in policy
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    names = {tag for tag, _ in read.tags}
    assert not names & {"img", "iframe", "object", "embed", "base", "video", "audio"}
    attributes = {name for _, own in read.tags for name in own}
    assert not {name for name in attributes if name.startswith("on")} | (
        attributes & {"src", "srcset", "action", "style"}
    )
    assert "url(" not in page
    assert "@import" not in page


def test_an_entry_has_an_anchor_details_sources_and_a_link_that_the_bot_understands(page: str) -> None:
    read = Reader(page)
    assert [one["id"] for one in read.named("article")] == ["pain", "cost"]
    addresses = [one["href"] for one in read.named("a")]
    for address in ("#pain", "https://example.org/pain", "https://example.org/study", entry_link(BOT, "pain")):
        assert address in addresses
    assert "Does it hurt? A little. Call 0123." in shown(page)
    assert "cream ice" in shown(page)
    assert "A book" in shown(page)


def test_without_a_bot_there_is_no_link_to_telegram() -> None:
    html = pages(bot="")["index.html"]
    assert "t.me" not in html
    assert "Telegram" not in html


def test_who_checked_an_answer_is_said_only_while_that_holds() -> None:
    assert "Checked by Dr Ada, November 2026." in shown(pages()["index.html"])
    assert "Dr Ada" not in pages(today=date(2026, 11, 30))["index.html"]
    changed = PAIN.model_copy(update={"answer": "A lot."})
    assert "Dr Ada" not in pages(MAIN.model_copy(update={"entries": (changed,)}))["index.html"]


def test_red_flags_stand_above_the_answers_in_the_clinics_words_and_numbers(page: str) -> None:
    text = shown(page)
    order = [text.index(one) for one in ("call 999 straight away", "Stroke", "Get help today", "Infection", "Topics")]
    assert order == sorted(order)
    assert "Call 999 now." in text
    assert "Show it today: 0123." in text


def test_a_translation_without_red_flags_shows_the_main_ones_in_their_language() -> None:
    html = pages()["es.html"]
    assert "Call 999 now." in shown(html)
    assert re.search(r'<section class="alarm"[^>]* lang="en">\s*<h2 [^>]*lang="es"', html)


def test_an_entry_that_a_translation_lacks_is_marked_as_the_main_language() -> None:
    html = pages()["es.html"]
    assert '<h3 lang="en"><a href="#cost">' in html
    assert '<h3><a href="#pain">¿Duele?' in html


def test_drafts_phrasings_and_details_that_are_not_filled_in_stay_off_the_page() -> None:
    entry = PAIN.model_copy(update={"phrasings": ("wud it sting",)})
    unset = Clinic(name="[clinic name]", phone="[phone]", emergency_number="[number]")
    html = pages(MAIN.model_copy(update={"entries": (entry, COST, SECRET), "clinic": unset}))["index.html"]
    assert "Not yet?" not in html
    assert "sting" not in html
    for words in ("[clinic", "[phone]", "[number]"):
        assert words not in html
    assert "call your local emergency number straight away" in shown(html)


def test_hostile_words_are_shown_literally_wherever_they_stand() -> None:
    entry = Entry(
        id="evil", topic="evil", question=HOSTILE, answer=HOSTILE, details=HOSTILE, sources=(Source(title=HOSTILE),)
    )
    faq = MAIN.model_copy(
        update={
            "clinic": Clinic(name=HOSTILE, phone=HOSTILE),
            "entries": (entry,),
            "topics": (Topic(id="evil", title=HOSTILE),),
            "synonyms": ((HOSTILE, "' onload='x"),),
        }
    )
    html = site_pages({"en": faq}, today=TODAY, bot=BOT)["index.html"]
    read = Reader(html)
    assert read.balanced
    assert [tag for tag, _ in read.tags].count("script") == 1
    assert not [tag for tag, _ in read.tags if tag == "img"]
    assert not [name for _, own in read.tags for name in own if name.startswith("on")]
    assert "<script>alert(1)</script>" in shown(html)


def test_the_page_is_well_formed_and_no_id_is_used_twice(page: str) -> None:
    read = Reader(page)
    assert read.balanced
    ids = [own["id"] or "" for _, own in read.tags if "id" in own]
    assert len(set(ids)) == len(ids)
    assert {one["href"] for one in read.named("a") if (one["href"] or "").startswith("#")} <= {f"#{one}" for one in ids}
    assert all("_" in one for one in ids if one not in {"pain", "cost"}), "an entry could have that id"
    body = page[page.index("<body>") : page.index("<script>")].replace(" hidden ", " ")
    ElementTree.fromstring(re.sub(r"(<input [^>]*)>", r"\1/>", body) + "</body>")


def test_headings_are_in_order(page: str) -> None:
    levels = [int(found) for found in re.findall(r"<h(\d)", page)]
    assert levels.count(1) == 1
    assert all(later <= earlier + 1 for earlier, later in zip(levels, levels[1:], strict=False))


def test_the_same_faq_makes_the_same_pages() -> None:
    assert pages() == pages()
