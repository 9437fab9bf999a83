"""Teaching red flags in the chat: /why -> should it raise an alarm -> which sign -> preview -> publish -> undo.

Owns which reply follows which tap. The teaching service carries it out; the texts are in the core. Knows nothing of
Telegram.
"""

from __future__ import annotations

from bot.channels.telegram.notifications import change_by_hand, refusal
from bot.core.dialogue.replies import Action, Reply, StaffVerb, Turn
from bot.core.records import Role
from bot.core.review import notices, publishing_messages, staff_messages, teaching, teaching_messages
from bot.core.review.teaching import Lesson
from bot.core.text.markup import literal
from bot.review.changes import FileChanged, FileNotWritable, ReviewError, WouldBreakChecks
from bot.review.person_guard import Identifying
from bot.review.teaching import SilencesEmergency, TeachingService
from bot.review.undoing import UndoneBefore


class StaffTeaching:
    """Teaching by any number of staff at the same time. Every method may raise StoreError."""

    def __init__(self, service: TeachingService) -> None:
        self._service = service

    async def why(self, text: str) -> Reply:
        """Why a message gets its answer, with buttons to teach what would be right."""
        interpretation, evidence = await self._service.interpretation(text)
        thresholds = self._service.live.main.matcher.thresholds
        return teaching.teachable(notices.why(text, interpretation, evidence, thresholds))

    async def tap(self, action: Action, role: Role, text: str | None) -> tuple[Turn, Reply | None]:
        """The result of tapping a button, and what to tell admins. `text` is the message of the /why above; None if it
        can't be seen any more."""
        if text is None:
            return Turn((Reply(teaching_messages.WHY_LOST),)), None
        try:
            return await self._tap(action, role, text)
        except Identifying as error:
            kept = teaching_messages.IDENTIFYING.format(kept=literal(error.kept)) if error.kept is not None else None
            parts = (kept, teaching_messages.IDENTIFYING_HINT) if kept else (teaching_messages.NOT_READABLE,)
            return Turn((Reply("\n\n".join(parts)),)), None
        except FileNotWritable as error:
            by_hand = staff_messages.NOT_WRITABLE_PLAIN.format(reason=error.why)
            return Turn((change_by_hand(by_hand, error.diff),)), None
        except ReviewError as error:
            return Turn((refusal(error),)), None

    async def _tap(self, action: Action, role: Role, text: str) -> tuple[Turn, Reply | None]:
        lesson = self._service.lesson(action.target)
        match action.verb:
            case StaffVerb.TEACH_WHY:
                return Turn(replace=await self.why(text)), None
            case StaffVerb.TEACH_SIGNS:
                return Turn(buttons=teaching.signs(await self._service.alarms(text))), None
            case StaffVerb.TEACH_CALM:
                lesson = await self._service.calm(text)
        if lesson is None:
            return Turn(replace=Reply(teaching_messages.LESSON_GONE)), None
        if action.verb in {StaffVerb.TEACH_CALM, StaffVerb.TEACH}:
            return Turn(replace=await self._preview(text, lesson, role)), None
        if action.mark != lesson.mark(text):
            return Turn(replace=await self._preview(text, lesson, role, staff_messages.CHANGED_SINCE)), None
        if action.verb is StaffVerb.TEACH_UNDO:
            came_from = self._service.lesson(action.theme)
            if action.theme and came_from is None:
                return Turn(replace=Reply(teaching_messages.LESSON_GONE)), None
            return await self._undo(text, lesson, came_from, role)
        return await self._publish(text, lesson, role, force=action.verb is StaffVerb.TEACH_FORCE)

    async def _preview(self, text: str, lesson: Lesson, role: Role, note: str = "") -> Reply:
        effect = (await self._service.plan(text, lesson)).effect
        return teaching.preview(effect, note, may_force=role is Role.ADMIN)

    async def _publish(self, text: str, lesson: Lesson, role: Role, *, force: bool) -> tuple[Turn, Reply | None]:
        plan = await self._service.plan(text, lesson)
        if plan.effect.unchanged:  # tapped twice: what was said the first time stays
            return Turn((Reply(teaching_messages.TAUGHT_ALREADY),)), None
        try:
            effect = await self._service.publish(plan, role, force=force)
        except WouldBreakChecks as error:
            refused = teaching.refused(text, lesson, error.effect.broken, may_force=role is Role.ADMIN)
            return Turn(replace=refused), None
        except SilencesEmergency:
            return Turn(replace=teaching.silencing(plan.effect, may_force=role is Role.ADMIN)), None
        except FileChanged:
            return Turn(replace=await self._preview(text, lesson, role, staff_messages.CONFLICT)), None
        reply = teaching.taught(plan.effect, effect.titled_lines if effect is not None else ())
        return Turn(replace=reply), teaching.announcement(text, lesson)

    async def _undo(self, text: str, lesson: Lesson, came_from: Lesson | None, role: Role) -> tuple[Turn, Reply | None]:
        try:
            await self._service.undo(text, lesson, came_from, role)
        except UndoneBefore:
            return Turn((Reply(publishing_messages.UNDONE_BEFORE),)), None
        except WouldBreakChecks as error:
            return Turn(replace=teaching.not_undone(error.effect.broken)), None
        return Turn(replace=Reply(teaching_messages.UNTAUGHT)), teaching.announcement(text, lesson, undone=True)
