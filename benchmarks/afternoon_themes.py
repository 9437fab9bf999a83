"""What patients ask on the scripted afternoon: invented questions that the example FAQ has no words for.

Each theme: what becomes of it (an entry, or a new one with its answer), five wordings as patients write them, names and
dates included, and three others in which it is asked afterwards.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Subject:
    """One theme. `entry` is the id of the entry it belongs to, or "" where a new one is written with `answer`."""

    name: str
    entry: str
    asked: tuple[str, ...]
    later: tuple[str, ...]
    answer: str = ""


NAMES = ("Bartholomew", "Quillfeather", "Zebediah", "Featherstonehaugh")
"""Of patients, in the questions below: none of them may be kept."""

SUBJECTS = (
    Subject(
        "sauna",
        "activities-after-botox",
        (
            "can i use the sauna after my injections?",
            "is a steam room ok, my gym has a sauna too?",
            "when may i go back to the sauna?",
            "my friend Mrs Quillfeather goes to the sauna with me on Friday, is that alright?",
            "does the heat of a sauna spoil botox?",
        ),
        ("is a sauna bad after botox?", "steam room and sauna, how long must i wait?", "is sauna heat a problem?"),
    ),
    Subject(
        "dentist",
        "activities-after-botox",
        (
            "can i go to the dentist after the injections?",
            "i have a dentist appointment on 14 March, is that too soon after botox?",
            "is a filling at the dentist ok the week after botox?",
            "how long should i wait before i see the dentist?",
            "my dentist wants to pull a tooth, must i wait after my injections?",
        ),
        ("is dental work ok after botox?", "when may the dentist treat me?", "can i have a tooth filled after botox?"),
    ),
    Subject(
        "makeup",
        "aftercare",
        (
            "when can i put makeup on again?",
            "is it ok to wear makeup on the day of the injections?",
            "may i use foundation over the needle marks?",
            "can i put my makeup on for a wedding on 3 June?",
            "how soon can i wear make-up afterwards?",
        ),
        ("is mascara and makeup allowed that evening?", "when is makeup fine again?", "may i cover it with makeup?"),
    ),
    Subject(
        "cold",
        "cold-wind-tiredness-and-stress",
        (
            "why is my face worse in the cold?",
            "cold wind makes my cheek cramp, is that normal?",
            "does winter weather make it worse?",
            "should i wear a scarf over my face in cold weather?",
            "my face goes stiff when it is freezing outside, why?",
        ),
        ("is cold air bad for it?", "why does my cheek go stiff in winter?", "does a cold wind make it worse?"),
    ),
    Subject(
        "ear",
        "loud-sounds-and-ear",
        (
            "why does my ear rumble when i blink?",
            "i hear a rumbling noise in my ear when i close my eyes",
            "there is a clicking in my ear when my face moves",
            "dr Featherstonehaugh says the thumping in my ear is from my face, can that be?",
            "noise in my ear when i squeeze my eyes shut",
        ),
        ("my ear rumbles when i smile", "why is there a noise in my ear?", "ear clicks whenever i blink, why?"),
    ),
    Subject(
        "dribbling",
        "eating-and-drinking",
        (
            "why does water run out of my mouth when i drink?",
            "i dribble when i drink from a cup, is that part of it?",
            "soup leaks out on the bad side, what is that?",
            "is it normal that drinks spill from the corner of my mouth?",
            "drinks run down my chin, why?",
        ),
        ("why do i dribble?", "tea leaks out of my mouth when drinking, why?", "is spilling drinks part of this?"),
    ),
    Subject(
        "interpreter",
        "bring-someone-interpreter-and-access",
        (
            "is there an interpreter for my mother?",
            "can i bring someone to translate for me?",
            "do you have a polish interpreter?",
            "i am Bartholomew and i am deaf, is there a sign language interpreter?",
            "who will translate for my dad at the visit?",
        ),
        ("do you offer an interpreter?", "can somebody translate for us?", "i need an interpreter, is there one?"),
    ),
    Subject(
        "vaccine",
        "vaccines-and-botox",
        (
            "can i have the flu jab in the same week?",
            "is the covid vaccine ok with botox?",
            "should i wait between my vaccination and the injections?",
            "flu jab on Monday, botox on Thursday, is that alright?",
            "does a vaccination stop botox from working?",
        ),
        ("can i get vaccinated?", "flu vaccine and botox together?", "is a covid jab a problem?"),
    ),
    Subject(
        "parking",
        "",
        (
            "is there parking at the clinic?",
            "where can i park my car when i come in?",
            "how much is parking?",
            "can my husband Zebediah park outside while he waits?",
            "do you have a car park for patients?",
        ),
        ("where do i leave my car?", "is parking free for patients?", "are there parking spaces?"),
        "There is a car park behind the clinic.",
    ),
    Subject(
        "company",
        "bring-someone-interpreter-and-access",
        (
            "can my husband come in with me when he has parked?",
            "is my husband allowed to wait inside the clinic?",
            "may somebody sit with me during the appointment at the clinic?",
            "is it fine if my wife parks the car and then comes in too?",
            "can i bring my husband to the clinic?",
        ),
        ("may my husband come along?", "can somebody come in with me?", "is my wife allowed to wait inside?"),
    ),
    Subject(
        "video",
        "virtual-appointments-and-photos",
        (
            "can i have my appointment by video?",
            "do you do online consultations?",
            "could the doctor see me over zoom instead?",
            "is a video call possible for the first visit?",
            "i live three hours away, can we do a video consultation?",
        ),
        ("do you offer video appointments?", "can i be seen online?", "is a zoom call possible?"),
    ),
    Subject(
        "waiting",
        "referral-and-waiting",
        (
            "how long is the waiting list?",
            "i was referred in January, when will i be seen?",
            "how many weeks until i get a first appointment?",
            "what is the current wait for new patients?",
            "still waiting to hear about my referral, how long does it take?",
        ),
        ("how long is the wait for an appointment?", "when will i be seen?", "what is the waiting time?"),
    ),
    Subject(
        "photos",
        "",
        (
            "do you keep the photos you take of my face?",
            "who can see the photos from my appointment?",
            "can i refuse to be photographed?",
            "how long are my photos stored?",
            "please delete my photos, who do i ask?",
        ),
        ("what happens to my photos?", "who sees the pictures of me?", "are photos of my face stored?"),
        "Photos are kept in your record. Ask us to delete them at any time.",
    ),
)
