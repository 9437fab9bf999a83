"""What the small words of a language say about a sign: no, if, could, ago, today.

Owns the shape of the tables; the files in `data` fill them, `red_flags.assertion` uses them. Every pattern is matched
against plain words (small letters, no accents, no apostrophes) joined by single blanks, where " , " stands for a comma
or "and" inside a list.

The cues and their limited reach follow NegEx and ConText (Chapman et al., J Biomed Inform 2001; Harkema et al., J
Biomed Inform 2009), cut down where a wrong "no" would hide an emergency: a cue reaches only over the filling words
listed here.
"""

from __future__ import annotations

from dataclasses import dataclass
from re import Pattern


@dataclass(frozen=True, slots=True)
class ClauseCues:
    """The words of a language that join or open clauses."""

    joining: frozenset[str]  # "and", "or": a new clause only before an opener
    denying: frozenset[str]  # "nor", "or": never a new clause, so that a "no" reaches the whole list
    parting: frozenset[str]  # "but", "because": always a new clause
    pausing: frozenset[str]  # "just", "then": a "no" does not reach across
    openers: frozenset[str]  # "I", "my", "now", "can't": what a new clause begins with
    resuming: frozenset[str]  # "my throat, it's closing": after a comma these may take up the word before it

    @property
    def words(self) -> frozenset[str]:
        return self.joining | self.parting | self.pausing | self.openers


@dataclass(frozen=True, slots=True)
class AfterAlarmCues:
    """How people reply to an emergency message. `dialogue.reply_kinds` uses them, in a message's normal form."""

    happening: Pattern[str]  # a whole reply to "if this is happening to you now": "yes", "I have that"
    worse: Pattern[str]  # "getting worse", "nobody answers", "I'm alone", "not safe"
    third: Pattern[str]  # "it's my mum", "he refuses"
    intake: Pattern[str]  # "can he have water"
    how: Pattern[str]  # "what do I say", "should I drive"
    retracted: Pattern[str]  # "I won't do it", "I don't want to die": taken out, then the rest is looked at
    delay: Pattern[str]  # "can it wait", "are you sure", "tomorrow"
    better: Pattern[str]  # "it's easing off"
    denial: Pattern[str]  # "just anxiety", "I'm fine"
    closed: Pattern[str]  # "I called them", "they are here": nothing more to do
    examined: Pattern[str]  # "the paramedics checked me": whatever they found is no guess of the patient
    slip: Pattern[str]  # "wrong chat", "typo": of the message itself, which is all that was wrong
    mistaken: Pattern[str]  # "false alarm", "just testing": there was nothing to do
    dismissed: Pattern[str]  # a whole message that only says "it was a mistake", "no emergency", "never mind"
    lasting: Pattern[str]  # a whole message that only says that a droop is an old one: "that's from my palsy years ago"
    blunder: Pattern[str]  # "it was a mistake": perhaps not in the message, but to eat that
    arranged: Pattern[str]  # "got an appointment at four": enough where it is no emergency
    acknowledged: Pattern[str]  # a whole message that only says "ok" or "thanks"
    doubt: Pattern[str]  # "but", "still", "not": then nothing is closed
    joke: Pattern[str]  # "just kidding": a mistake too, except in a crisis
    farewell: Pattern[str]  # "goodbye", "thanks for everything", "my life was a mistake": a warning in a crisis
    harmed: Pattern[str]  # "yes, I took pills", "with a rope": what a crisis turns into, or is about to
    plea: Pattern[str]  # a whole message that only cries for help
    fear: Pattern[str]  # a whole message that only says "am I going to die": no thoughts of suicide
    safe: Pattern[str]  # "yes, I'm safe": a mere "yes" may answer another question
    answer: Pattern[str]  # "no", "I don't know", "since lunch": a reply to the message


@dataclass(frozen=True, slots=True)
class FeelingCues:
    """How people tell of themselves besides asking. `dialogue.feelings` uses them, in a message's normal form."""

    fear: Pattern[str]  # "I'm so scared", "terrified of needles": one's own, not denied
    anger: Pattern[str]  # "nobody takes me seriously", "fed up with doctors"
    disclosure: Pattern[str]  # "I was assaulted", "my ex hit me"


@dataclass(frozen=True, slots=True)
class WishCues:
    """How people wish for something that no entry answers. `dialogue.wishes` uses them, in a message's normal form."""

    beside: frozenset[str]  # words that may stand beside a wish in a message that is nothing else
    data: Pattern[str]  # "delete what I wrote", "who reads my messages"
    appointment: Pattern[str]  # "need to cancel", "can't make it on Monday"


@dataclass(frozen=True, slots=True)
class RefusalCues:
    """How people refuse a treatment. `dialogue.refusals` uses them, in a message's normal form."""

    needle: Pattern[str]  # "without injections", "anything but botox"
    needle_words: str  # what these are called in a FAQ
    knife: Pattern[str]  # "no surgery"
    knife_words: str
    otherwise: str  # a question for what is left without either


@dataclass(frozen=True, slots=True)
class ContextCues:
    """The cues of one language. `lead` is what stands before the sign in its clause, `rest` what follows it."""

    joints: ClauseCues
    # words that say "not" themselves: a sign that uses one up is not negated by an earlier "no"
    negative: frozenset[str]
    neutral: Pattern[str]  # a "no" that denies nothing: "not sure", "no better"
    denied: Pattern[str]  # at the end of a lead: "no", "I don't have any", "no pain or"
    unlikely: Pattern[str]  # denies even a sign with its own "not": "I don't think"
    none: Pattern[str]  # a whole clause after the sign: "none"
    gone: Pattern[str]  # at the start of a rest: "is fine", "went away"
    asked_lead: Pattern[str]  # in a lead: "what if", "how common", "can botox cause"
    asked_always: Pattern[str]  # in a lead, whatever follows: "how would I know if", "the leaflet says"
    general: Pattern[str]  # in a lead: it is about people, not about a person
    asked_rest: Pattern[str]  # in a rest: "a side effect", "common"
    asked_next: Pattern[str]  # at the start of the next clause: "double vision: how common is it"
    modal: Pattern[str]  # in a lead, last one counts: "could", "will", "does it"
    inverted: Pattern[str]  # after a modal: the subject of the question, "will *I* have"
    causing: Pattern[str]  # after a modal: "cause", "make": asks about an effect, whatever follows
    seeking: Pattern[str]  # after a modal: "help", "see", "be a": no general question
    suspecting: Pattern[str]  # from a modal on: "could this be", "might have had"
    condition: Pattern[str]  # in a lead: "if", but not "as if" and not "don't know if"
    subject: Pattern[str]  # each one counts: two after "if" mean that the sign is what then happens
    finite: Pattern[str]  # a statement with its own subject and verb: "my throat is"
    recent: Pattern[str]  # today, since yesterday, still, again
    present: Pattern[str]  # is, can't, has: the clause speaks of now
    past: Pattern[str]  # three years ago, in 2016, as a child
    past_alone: Pattern[str]  # a sentence that dates the one before it: "That was in 2016"
    lasting: Pattern[str]  # for years, since birth
    over: Pattern[str]  # all better since
    was: Pattern[str]  # had, was, couldn't
