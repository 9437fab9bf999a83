"""The questions of `init`, one after the other. Writes nothing, and keeps no answer."""

from __future__ import annotations

import asyncio
import re
import sys
from collections.abc import Awaitable, Callable, Mapping
from typing import TypeVar

import typer

from bot.channels.telegram.api.bot import TelegramBot, TokenRefused
from bot.channels.telegram.code_word import InUse, NoContact, introduced, new_code_word, who_sent
from bot.cli.console import confirmed, out
from bot.core.faq.clinic_faults import clinic_fault, unusable
from bot.core.faq.emergency_numbers import unknown_there
from bot.core.faq.model import Clinic
from bot.core.faq.rules import is_unset
from bot.settings import Settings, fault_of
from bot.setup.countries import Country, country, no_country

DETAILS = {
    "name": "The clinic's name",
    "phone": "Phone number for patients",
    "email": "E-mail address for patients",
    "hours": "Opening hours, such as Monday to Friday, 9 to 17",
    "booking_url": "Where patients book, beginning with https://",
}
EMERGENCY = "Emergency number for an ambulance"
CRISIS = "Crisis line, for somebody who may hurt themselves"
UTC = "UTC"
_MOST_SHOWN = 6
_FEWEST_DIGITS = 5
"""Of a phone number."""

T = TypeVar("T")


class Questions:
    """Asks for settings and for details of the clinic, with what there is as the defaults."""

    def __init__(self, settings: Settings, clinic: Mapping[str, str], land: Country | None) -> None:
        """`clinic`: the details so far; `land`: the clinic's country, if it is told already."""
        self._settings = settings
        self._clinic = clinic
        self._land = land

    @property
    def land(self) -> Country | None:
        """The clinic's country, once it is told."""
        return self._land

    def settings(self) -> Mapping[str, str]:
        """The settings that are to be another than now."""
        token, username = self._token()
        told = {"TELEGRAM_BOT_TOKEN": token, "ADMIN_IDS": self._admin(token, username), "TIMEZONE": ""}
        self._land = self._land or _country()
        told["TIMEZONE"] = self._zone()
        return {name: value for name, value in told.items() if value}

    def clinic(self) -> Mapping[str, str]:
        """The details of the clinic that are to be another than now."""
        out.print("\nThe clinic, as patients will read it. Leave open what you don't know yet.")
        told = {key: self._detail(key, label) for key, label in DETAILS.items()}
        told["emergency_number"] = self._emergency_number()
        told["crisis_line"] = self._detail("crisis_line", CRISIS, self._land.crisis_line if self._land else "")
        return {key: value for key, value in told.items() if value not in ("", self._clinic[key])}

    def _token(self) -> tuple[str, str]:
        """A new token, "" for none or the present one; and the bot's username, "" if it is not known."""
        out.print("In Telegram, write to @BotFather: /newbot, choose a name, copy the token.")
        now = self._settings.telegram_bot_token
        without = "Enter keeps the present one" if now else "Enter: none yet, the bot then talks in this terminal only"
        while True:
            label = f"Token, which is not shown ({without})"
            new = str(typer.prompt(label, default="", show_default=False, hide_input=sys.stdin.isatty())).strip()
            token = new or (now.get_secret_value() if now else "")
            if not token:
                return "", ""
            if fault := fault_of("TELEGRAM_BOT_TOKEN", token):
                _say(f"It {fault}")
                continue
            try:
                username = self._with_bot(token, introduced)
            except TokenRefused as error:
                _say(str(error))
            except NoContact as error:
                _say(str(error))
                if confirmed("Go on without a look whether the token is right?"):
                    return new, ""
            else:
                out.print(f"It is that of @{username}.", style="green")
                return new, username

    def _admin(self, token: str, username: str) -> str:
        """The id of an admin, "" for none or those that there are."""
        now = self._settings.telegram_bot_token
        token = token or (now.get_secret_value() if now else "")
        if self._settings.admin_ids or not token:
            return ""
        word = new_code_word()
        out.print("\nWho is to be the admin, whom the bot tells when something needs attention?")
        how = "Telegram id, as /whoami will show it; Enter for later"
        if username:
            link = f"https://t.me/{username}?start={word}"
            out.print(f"In Telegram send @{username} the code word {word}, or open {link}", soft_wrap=True)
            how = "Enter when it is sent, or your Telegram id, or - for later"
        while True:
            answer = _prompt(how)
            if answer == "-" or not (answer or username):
                return ""
            if answer and (fault := fault_of("ADMIN_IDS", answer)):
                _say(f"That {fault}")
            elif re.search(r"(?<!\d)0+(?!\d)", answer):
                _say("0 is nobody's id; send the bot /whoami, which shows yours.")
            elif answer:
                return answer
            elif found := self._sender(token, word):
                return found

    def _sender(self, token: str, word: str) -> str:
        """The id of who sent the code word; "" with a line that says why it is not known."""
        try:
            sender = self._with_bot(token, lambda bot: who_sent(bot, word))
        except InUse as error:
            _say(f"This bot is in use: {error}. Send it /whoami, and write the number here.")
        except (NoContact, TokenRefused) as error:
            _say(str(error))
        else:
            if sender is not None:
                out.print(f"It came from {sender.first_name}, id {sender.id}.", style="green", markup=False)
                return str(sender.id)
            _say("It has not arrived yet.")
        return ""

    def _with_bot(self, token: str, work: Callable[[TelegramBot], Awaitable[T]]) -> T:
        async def done() -> T:
            bot = TelegramBot(token, self._settings.telegram_api_base_url)
            try:
                return await work(bot)
            finally:
                await bot.shutdown()

        return asyncio.run(done())

    def _zone(self) -> str:
        """The time zone, "" for the present one."""
        now, land = self._settings.timezone, self._land
        default = land.zone if land and now == UTC else now
        zones = [*land.zones] if land else []
        some = f" ({', '.join(zones[:_MOST_SHOWN])}{' …' if len(zones) > _MOST_SHOWN else ''})" if zones[1:] else ""
        while True:
            told = _prompt(f"Time zone{some}", default or now)
            if not (fault := fault_of("TIMEZONE", told)):
                return told if told != now else ""
            _say(f"'{told}' {fault}")

    def _detail(self, key: str, label: str, proposed: str = "") -> str:
        """A detail of the clinic, "" if it is left open."""
        present = self._clinic[key]
        if fault := _fault(key, present):
            _say(f"'{present}' stands in the FAQ, and it {fault}")
            present = ""
        while True:
            told = _prompt(label, present or proposed)
            try:
                Clinic.model_validate({key: told} if told else {})
            except ValueError:
                _say("That is too long: one line, at most 300 characters.")
                continue
            if told and is_unset(key, told):
                _say(f"'{told}' counts as not filled in, as all in [square brackets] does; write it without them.")
                continue
            if fault := _fault(key, told):
                _say(f"'{told}' {fault}")
                continue
            return told

    def _emergency_number(self) -> str:
        known = self._land.emergency_numbers if self._land else ()
        proposed = self._land.emergency_number if self._land else ""
        some = f" (known there: {', '.join(known)})" if known and not proposed else ""
        while True:
            told = self._detail("emergency_number", f"{EMERGENCY}{some}", proposed)
            doubt = clinic_fault("emergency_number", told).partition("; ")[0] if told else ""
            if told and self._land and unknown_there(told, [self._land.code])[0]:
                doubt = f"is none of the emergency numbers known there: {', '.join(known)}"
            if not doubt or confirmed(f"{told} {doubt}. Keep it (n: write another)?"):
                return told


def filled_in(clinic: Clinic) -> Mapping[str, str]:
    """The details of the clinic by key, "" for those that are not filled in."""
    return {key: "" if is_unset(key, str(value)) else str(value) for key, value in clinic}


def settings_of(land: Country | None, settings: Settings) -> Mapping[str, str]:
    """The settings that the country tells without a question."""
    return {"TIMEZONE": land.zone} if land and land.zone and settings.timezone == UTC else {}


def numbers_of(land: Country | None, clinic: Mapping[str, str]) -> Mapping[str, str]:
    """The details of the clinic that the country tells without a question."""
    if land is None:
        return {}
    numbers = {"emergency_number": land.emergency_number, "crisis_line": land.crisis_line}
    return {key: value for key, value in numbers.items() if value and not clinic[key]}


def _fault(key: str, told: str) -> str:
    """What is wrong with a detail, "" for nothing. What is new is to be safe for patients: an address with https."""
    if told and key == "booking_url" and not told.casefold().startswith("https://"):
        return "does not begin with https://; write the whole address, such as https://clinic.example/book"
    if told and key == "phone" and len(re.findall(r"\d", told)) < _FEWEST_DIGITS:
        return f"has fewer than {_FEWEST_DIGITS} digits; write the whole number"
    if not told:
        return ""
    return unusable(key, told) if key == "emergency_number" else clinic_fault(key, told)


def _country() -> Country | None:
    while told := _prompt("\nCountry of the clinic: its name or two letters, for its emergency number and time zone"):
        if (found := country(told)) is not None:
            return found
        _say(no_country(told))
    return None


def _prompt(label: str, default: str = "") -> str:
    return str(typer.prompt(label, default=default, show_default=bool(default))).strip()


def _say(problem: str) -> None:
    out.print(problem, style="yellow", markup=False, soft_wrap=True)
