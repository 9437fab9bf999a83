"""What the bot says about a red flag: its message, the replies to what the patient writes then, and the closing.

Also the line above the reply to a message that only asks about a red flag. One FAQ's words. Knows nothing of how a red
flag is found, and of when which of these is due (see `alarm_course`).
"""

from __future__ import annotations

from dataclasses import replace

from bot.core.dialogue.interpreter import Interpretation
from bot.core.dialogue.replies import Buttons, Reply, Turn, Verb, above
from bot.core.dialogue.reply_builder import ReplyBuilder
from bot.core.dialogue.reply_kinds import OVER, ReplyKind
from bot.core.faq.model import Faq, UrgentSign
from bot.core.languages.language import SmallTalk
from bot.core.phrasebook import texts as fixed_texts
from bot.core.records import CountedEvent, Tally
from bot.core.red_flags.section import UNCLEAR
from bot.core.text.markup import placeholders

CRISIS = "crisis"
"""The sign that is met with gentle words and the crisis line."""


class AlarmReplies:
    """The texts about red flags of one FAQ. With `closing`, a button says that it is no emergency."""

    def __init__(self, faq: Faq, replies: ReplyBuilder, *, closing: bool) -> None:
        self._language = faq.language
        self._urgent = faq.urgent
        self._words = faq.messages
        self._replies = replies
        self._closing = closing

    def raised(self, sign: UrgentSign, spoken: str) -> Turn:
        """The emergency message of a red flag, which is in the language `spoken`."""
        related = self._replies.questions([sign.related] if sign.related else [], Verb.ENTRY)
        reply = replace(self._replies.say(sign.message, (*related, *self._way_out(sign, spoken))), title=sign.title)
        return Turn((reply,), counts=(Tally(CountedEvent.URGENT, sign.id),))

    def followed(self, kind: ReplyKind, sign: UrgentSign) -> Turn:
        """The reply to what a patient writes after the message of a sign. All but the closings say what to do."""
        if kind in OVER:
            return self.closed(sign.id)
        parts = self._after_crisis(kind) if sign.id == CRISIS else self._after_emergency(kind, sign)
        return Turn((self._replies.no_answer("\n\n".join(parts), self._way_out(sign)),), urgent=True)

    def closed(self, sign_id: str) -> Turn:
        """The closing: help is called, or it was no emergency."""
        words = self._words
        wording = words.after_crisis_closed if sign_id == CRISIS else words.after_alarm_closed
        return Turn((self._replies.say(wording),))

    def reminded(self, turn: Turn, sign: UrgentSign) -> Turn:
        """The turn below what to do about a sign, with the button that says that it is no emergency."""
        todo = self._words.after_crisis_action if sign.id == CRISIS else action(sign)
        line = self._replies.text(todo)
        if "clinic.emergency_number" not in placeholders(todo):
            line += f" {self._replies.text(self._words.emergency_line)}"
        if not turn.shown:
            return turn
        turn = above(line, turn)
        if not turn.replies and turn.replace is not None:
            return replace(turn, replace=self._closable(turn.replace, sign))
        return replace(turn, replies=(*turn.replies[:-1], self._closable(turn.replies[-1], sign)))

    def if_now(self, interpretation: Interpretation) -> str:
        """The line above the reply to a question about a red flag in general; "" for other messages."""
        if interpretation.alarm is None or interpretation.alarm.present or self._urgent is None:
            return ""
        cry = interpretation.alarm.sign.id == UNCLEAR and interpretation.small_talk == SmallTalk.HELP
        line = self._replies.text(action(interpretation.alarm.sign) if cry else self._urgent.if_now)
        return line if "**" in line else f"**{line}**"

    def _closable(self, reply: Reply, sign: UrgentSign) -> Reply:
        return replace(reply, buttons=(*reply.buttons, *self._way_out(sign)))

    def _after_crisis(self, kind: ReplyKind) -> tuple[str, ...]:
        words = self._words
        match kind:
            case ReplyKind.WORSE | ReplyKind.ANSWER:  # the message asks whether they are safe: only a yes is one
                return (words.after_crisis_worse,)
            case ReplyKind.DELAY:
                first = words.after_crisis_delay
            case ReplyKind.BETTER | ReplyKind.DENIAL:
                first = words.after_crisis_denial
            case ReplyKind.HOW:
                first = words.after_crisis_how
            case ReplyKind.THIRD:
                first = words.after_crisis_third
            case ReplyKind.SAFE:
                first = words.after_crisis_safe
            case _:
                first = words.after_crisis_other
        return (first, words.after_crisis_action)

    def _after_emergency(self, kind: ReplyKind, sign: UrgentSign) -> tuple[str, ...]:
        words, todo = self._words, action(sign)
        match kind:
            case ReplyKind.WORSE:
                return (words.after_alarm_worse, *_crisis_lines(sign))
            case ReplyKind.INTAKE:  # the message of a sign says whether one may
                return (sign.message,)
            case ReplyKind.HOW:
                return (todo, words.after_alarm_how_today if sign.level == "same_day" else words.after_alarm_how)
            case ReplyKind.DELAY:
                first = words.after_alarm_delay
            case ReplyKind.BETTER | ReplyKind.DENIAL:
                first = words.after_alarm_denial
            case ReplyKind.THIRD:
                first = words.after_alarm_third
            case ReplyKind.SAFE | ReplyKind.ANSWER:
                first = words.after_alarm_answer
            case _ if sign.level == "same_day":  # the rest of its message says when it is an emergency after all
                return (words.after_alarm_other, sign.message)
            case _:
                first = words.after_alarm_other
        return (first, todo, *_crisis_lines(sign))

    def _way_out(self, sign: UrgentSign, spoken: str = "") -> Buttons:
        """The button that says that it is no emergency."""
        fixed = fixed_texts(spoken) if spoken != self._language else None
        label = self._words.not_emergency_button if fixed is None else fixed.not_emergency_button
        button = self._replies.button(label, Verb.NOT_EMERGENCY, sign.id)
        return ((button,),) if self._closing else ()

    def same_day(self, sign: UrgentSign, turn: Turn, *, each: bool = False) -> Turn:
        """The turn with the message of a sign that must be seen the same day above its first reply, or `each`."""
        message = replace(self._replies.say(sign.message), title=sign.title)
        turn = above(message.text, turn, each=each) if turn.shown else replace(turn, replies=(message,))
        return replace(turn, counts=(Tally(CountedEvent.URGENT, sign.id), *turn.counts))


def action(sign: UrgentSign) -> str:
    """What to do about a sign: the first paragraph of its message."""
    return sign.message.split("\n\n")[0]


def _crisis_lines(sign: UrgentSign) -> tuple[str, ...]:
    """The further lines of a sign's message that name the crisis line."""
    lines = sign.message.removeprefix(action(sign)).splitlines()
    return tuple(line.removeprefix("- ") for line in lines if "clinic.crisis_line" in placeholders(line))
