"""The texts patients read besides the entries, with English defaults that a FAQ file can replace.

Knows nothing of when a message is shown.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Wording = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=3500)]
Label = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60)]

RETIRED = ("group_only_private",)
"""Messages of earlier versions. A file may still contain them; `check` reports them."""


class Messages(BaseModel):
    """Texts (mark-up and `{clinic.…}` allowed) and, ending in `_button`, button labels (plain)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    # First steps
    welcome: Wording = Field(
        "Hello. I answer questions from patients. Write yours in your own words, or pick a topic below.\n\n"
        "I give general information only. I am not a doctor, and I cannot look at photos. "
        "**In an emergency call {clinic.emergency_number}.**",
        description="Reply to /start.",
    )
    help: Wording = Field(
        "Write your question as you would say it. One question at a time works best.\n\n"
        "- /topics shows everything I know about\n"
        "- /contact shows how to reach the clinic\n"
        "- /privacy says what is kept and what is not\n\n"
        "**In an emergency call {clinic.emergency_number}.** Do not wait for me.",
        description="Reply to /help.",
    )
    privacy: Wording = Field(
        "**What I keep.** When I have no good answer, I keep your question so that the clinic can add one. "
        "Before it is saved, a program takes out names, numbers, places and dates. We call this de-identified. "
        "A rare story could still point to a person, so please leave out names and numbers.\n\n"
        "**For how long.** {days} days at most.\n\n"
        "**What I never keep.** Your name, your Telegram account, the chat, the time of day, or your own words as "
        "you wrote them.\n\n"
        "Telegram carries these messages. Chats with bots are not end-to-end encrypted. "
        "To have everything deleted, write to {clinic.email}.",
        description="Reply to /privacy. {days} is the number of days questions are kept.",
    )
    contact: Wording = Field(
        "**{clinic.name}**\n\n- Phone: {clinic.phone}\n- E-mail: {clinic.email}\n- Booking: {clinic.booking_url}\n"
        "- Hours: {clinic.hours}\n\n**In an emergency call {clinic.emergency_number}.**",
        description="Reply to /contact.",
    )
    whoami: Wording = Field(
        "Your Telegram id is {id}. Give it to the person who runs this bot if they asked you for it. I do not keep it.",
        description="Reply to /whoami. {id} is the sender's Telegram id.",
    )
    unknown_command: Wording = Field(
        "I don't know that command. Write your question in your own words, or see /help.",
        description="Reply to a command that does not exist.",
    )

    # Answers
    did_you_mean: Wording = Field(
        "I am not quite sure what you mean. Is it one of these?",
        description="Above up to three suggestions.",
    )
    likely: Wording = Field(
        "I think you are asking:",
        description="Above the question and short answer that is likely meant, with the next two as buttons.",
    )
    misunderstood: Wording = Field(
        "I am sorry, that was not what you wanted to know.",
        description="The patient says that the last answer was a wrong one. `did_you_mean` or `topics` follows.",
    )
    asked_again: Wording = Field(
        "I have shown you all I know about that. Is it rather one of these? You can also ask the clinic: "
        "{clinic.phone}.",
        description="When a message would get the same answer for the third time in a row.",
    )
    no_match: Wording = Field(
        "I am sorry, I don't have an answer to that, and I would rather not guess. "
        "Your question was noted without your name, so that an answer can be added.\n\n"
        "You can pick a topic, or ask the clinic: {clinic.phone}.",
        description="When nothing in the FAQ fits and the question is noted.",
    )
    no_match_not_noted: Wording = Field(
        "I am sorry, I don't have an answer to that, and I would rather not guess. "
        "You can pick a topic, or ask the clinic: {clinic.phone}.",
        description="When nothing fits and nothing is noted (groups, or the log is out of order).",
    )
    rejected: Wording = Field(
        "Thank you for telling me. Your question was noted without your name, so that an answer can be added. "
        "You can try other words, pick a topic, or ask the clinic: {clinic.phone}.",
        description="After 'None of these'.",
    )
    several: Wording = Field(
        "You asked about more than one thing. Here is one after the other.",
        description="First line where a message holds more than one question.",
    )
    asked_too: Wording = Field(
        "I am not quite sure about your {which} question. Is it one of these?",
        description="Heading of a choice for some of several questions; {which} is 'first', 'second and third'.",
    )
    unanswered: Wording = Field(
        "I could not answer your {which} question. It was noted without your name, so that an answer can be added. "
        "You can also ask the clinic: {clinic.phone}.",
        description="Below the answers to a message with several questions. {which} says which one: second.",
    )
    unanswered_not_noted: Wording = Field(
        "I could not answer your {which} question. You can ask the clinic: {clinic.phone}.",
        description="The same where nothing is noted, as in groups.",
    )
    entry_gone: Wording = Field(
        "I am sorry, that answer is no longer there. Here is what I know about now.",
        description="A button points to an entry that was removed.",
    )
    related: Wording = Field("You may also want to know:", description="Above follow-up buttons where shown alone.")
    sources: Label = Field("Sources", description="Heading above an answer's sources.")
    video: Label = Field("Video", description="Label of a link to a video.")
    reviewed: Wording = Field(
        "Checked by {by}, {date}.", description="Below an answer that a clinician has checked, while that holds."
    )
    late: Wording = Field(
        "I am sorry for the late reply. I could not be reached for a while.",
        description="Above the answer to a message older than an hour.",
    )
    helpful_thanks: Wording = Field(
        "Thank you. Glad it helped.", description="Reply to the button that says an answer helped."
    )
    not_helpful: Wording = Field(
        "Thank you for telling me. Your question was noted without your name. Was it rather one of these?",
        description="After 'Not helpful', above the next best entries.",
    )
    not_helpful_alone: Wording = Field(
        "Thank you for telling me. Your question was noted without your name, so that the answer can be improved. "
        "The clinic can help too: {clinic.phone}.",
        description="After 'Not helpful', when there is nothing else to offer.",
    )
    not_helpful_not_noted: Wording = Field(
        "Thank you for telling me. You can ask in other words, or ask the clinic: {clinic.phone}.",
        description="After 'Not helpful' under an answer that no typed question led to.",
    )

    # Topics
    topics: Wording = Field("What would you like to know about?", description="Above the topic buttons.")
    topic: Wording = Field("**{title}**\n\nPick a question.", description="Above a topic's questions.")

    # Small talk: never noted as a question
    greeting: Wording = Field(
        "Hello. What would you like to know? Write it in your own words, or see /topics.", description="Reply to hello."
    )
    thanks: Wording = Field(
        "You are welcome. Write again whenever you have a question.", description="Reply to thanks."
    )
    okay: Wording = Field(
        "All right. I am here if you have another question.", description="Reply to okay and the like."
    )
    goodbye: Wording = Field("Goodbye, and take care.", description="Reply to goodbye.")
    abuse: Wording = Field(
        "I am sorry I have not been of help. I am only a program. To talk to a person, call {clinic.phone}.",
        description="Reply to insults.",
    )
    about_bot: Wording = Field(
        "I am a program, not a person. I find answers that people wrote and I give general information only. "
        "To talk to a person, call {clinic.phone}.",
        description="Reply to the question whether it is a program or a person.",
    )
    no_words: Wording = Field(
        "I can only read words. Could you write your question in a sentence?",
        description="A message without any words: emoji, dots, blanks.",
    )

    stop: Wording = Field(
        "All right. I only write when you write to me, so nothing more will come. To go on, just write again.",
        description='A message that only says "stop".',
    )

    # Kind words: one line above the first reply to fear, anger or disclosure, once
    kind_fear: Wording = Field(
        "That sounds frightening. It is all right to be scared.", description="The patient is afraid."
    )
    kind_anger: Wording = Field(
        "That sounds hard. I am sorry that you went through this.",
        description="The patient is angry or not taken seriously.",
    )
    kind_disclosure: Wording = Field(
        "I am sorry that this happened to you. Thank you for telling me.",
        description="The patient tells of violence or abuse.",
    )

    # Things that are not text
    photo: Wording = Field(
        "Please don't send photos, I can't look at them. Nothing was kept. A clinician can check your face in person: "
        "{clinic.phone}. You can describe your question in words.",
        description="Reply to a photo without words.",
    )
    voice: Wording = Field(
        "I am sorry, I can't listen to voice messages. Please write your question.",
        description="Reply to a voice message.",
    )
    video_message: Wording = Field(
        "I am sorry, I can't watch videos. Nothing was kept. Please write your question.",
        description="Reply to a video.",
    )
    sticker: Wording = Field(
        "Nice sticker. I only understand words, though. What would you like to know?", description="Reply to a sticker."
    )
    document: Wording = Field(
        "I am sorry, I can't read files. Nothing was kept. Please don't send letters or results here; "
        "ask the clinic: {clinic.phone}.",
        description="Reply to a file.",
    )
    location: Wording = Field(
        "Thank you, but I don't need your location and did not keep it. How can I help?",
        description="Reply to a location.",
    )
    contact_card: Wording = Field(
        "Thank you, but please don't share phone numbers here. I did not keep it. To reach the clinic: {clinic.phone}.",
        description="Reply to a shared contact.",
    )
    poll: Wording = Field("I can't take part in polls. Please write your question.", description="Reply to a poll.")
    other_content: Wording = Field(
        "I only understand written words. Please write your question.",
        description="Reply to anything else without words.",
    )

    # When something is in the way
    other_language: Wording = Field(
        "I am sorry, I only understand {languages}. The clinic: {clinic.phone}.",
        description="A message in a language without a FAQ and without fixed texts of the bot. Keep it simple. "
        "{languages} are those it has.",
    )
    slow_down: Wording = Field(
        "You are writing faster than I can answer. Please wait a minute, then ask again.",
        description="Once, when one person sends very many messages.",
    )
    trouble: Wording = Field(
        "I am sorry, something went wrong on my side. Please try again, or ask the clinic: {clinic.phone}.",
        description="When an answer could not be made.",
    )
    emergency_line: Wording = Field(
        "If this may be an emergency: {clinic.emergency_number}.",
        description="Last line of every reply that is no answer, unless it names the number itself.",
    )
    local_emergency_number: Label = Field(
        "your local emergency number", description="Stands for the clinic's emergency_number until that is filled in."
    )
    local_crisis_line: Label = Field(
        "a crisis line in your country", description="Stands for the clinic's crisis_line until that is filled in."
    )
    clinic_name: Label = Field("our clinic", description="Stands for the clinic's name until that is filled in.")
    clinic_phone: Label = Field(
        "the clinic's phone number", description="Stands for the clinic's phone until that is filled in."
    )
    clinic_email: Label = Field(
        "the clinic's e-mail address", description="Stands for the clinic's email until that is filled in."
    )
    clinic_hours: Label = Field(
        "the clinic's opening hours", description="Stands for the clinic's hours until they are filled in."
    )
    clinic_website: Label = Field(
        "the clinic's website", description="Stands for the clinic's booking_url until that is filled in."
    )
    language_name: Label = Field("English", description="What speakers of this language call it; on a button.")
    language_question: Wording = Field("Which language should I use with you?", description="Reply to /language.")
    language_chosen: Wording = Field("All right. I will use English.", description="After choosing this language.")

    # What follows an emergency message, for an hour; the first paragraph of the sign's message stands below most of it
    after_alarm_worse: Wording = Field(
        "**Please call {clinic.emergency_number} now.** If it gets worse, or nobody helps you, do not wait any "
        "longer.\n\n"
        "- No answer? Hang up and call again. Ask anyone near you to call too.\n"
        "- No phone, credit or signal? Ask anyone near you to call. Emergency calls often work without credit.\n"
        "- Told to wait, and it got worse? Call again and say so.\n"
        "- On your own? Keep the phone in your hand and stay on the line.",
        description="It gets worse, nobody answers, or the patient is alone.",
    )
    after_alarm_delay: Wording = Field(
        "Please don't put it off. I can't tell how serious it is, and such signs can get worse quickly. It is all "
        "right to ask for help and be wrong.",
        description="The patient asks whether it can wait.",
    )
    after_alarm_denial: Wording = Field(
        "It may be harmless, or feel better for now. From here nobody can be sure, and such signs can come back. "
        "Please get it checked all the same.",
        description="It is said to be better, or nothing.",
    )
    after_alarm_how: Wording = Field(
        "**Calling {clinic.emergency_number}:**\n\n"
        "- Say where you are first, then what is happening and when it started.\n"
        "- Say if you had botulinum toxin (Botox), and when. You don't need medical words.\n"
        "- They ask questions and tell you what to do. Stay on the line.\n"
        "- Do not drive yourself. Ask them how you should get there.\n"
        "- I can't call for you. Hard to talk? Let someone else call. Abroad, 112 works on a mobile in many countries.",
        description="How an emergency call goes.",
    )
    after_alarm_how_today: Wording = Field(
        "- Say what you have noticed, when it started, and that it needs to be seen today.\n"
        "- Say if you had botulinum toxin (Botox), and when. Take a list of your medicines.\n"
        "- Nobody can see you today, or it gets worse? Call {clinic.emergency_number}.",
        description="How to be seen the same day, below a sign of that level.",
    )
    after_alarm_third: Wording = Field(
        "You can ask for help for somebody else, even if they don't want it. Stay with them if you can, and say on the "
        "phone that they refuse.",
        description="It is about another person.",
    )
    after_alarm_answer: Wording = Field(
        "Thank you. I can't judge that from here. Please tell it to the people who can help you.",
        description="The patient answers the emergency message: yes, no, since noon.",
    )
    after_alarm_other: Wording = Field(
        "What you wrote before needs a person, not this bot.", description="Anything else after an emergency message."
    )
    after_alarm_closed: Wording = Field(
        "All right. If it comes back, gets worse or worries you, call {clinic.emergency_number} straight away.",
        description="Help is called, or it was no emergency.",
    )
    after_crisis_action: Wording = Field(
        "**If you are not safe, please call {clinic.emergency_number} now.** You can talk to somebody who listens: "
        "{clinic.crisis_line}.",
        description="What to do; below the replies about thoughts of suicide.",
    )
    after_crisis_worse: Wording = Field(
        "**Please call {clinic.emergency_number} now, or {clinic.crisis_line}.** Thank you for telling me. You "
        "matter, and you should not be alone with this.\n\n"
        "- Go to another person, or ask someone to come to you.\n"
        "- Move away from anything you could use to hurt yourself.\n"
        "- Nobody answers? Call again, or call the other number. No phone? Ask someone near you to call.",
        description="The patient is not safe, does not know, is alone, or reaches nobody.",
    )
    after_crisis_delay: Wording = Field(
        "You don't have to be sure that it is bad enough. Please talk to a person now rather than later.",
        description="The patient wants to wait.",
    )
    after_crisis_denial: Wording = Field(
        "I am glad if it is easier right now. Such thoughts can come back, and talking to someone helps even then.",
        description="It is said to be better, or not meant.",
    )
    after_crisis_how: Wording = Field(
        "**How a call goes:**\n\n"
        '- You can start with: "I don\'t feel safe", or read out what you wrote here.\n'
        "- I can't call for you, but someone near you can.\n"
        "- They listen and ask if you are safe. You don't need the right words.\n"
        "- You may ask first what they do with your name. You can stop at any time.",
        description="How a call to a crisis line goes.",
    )
    after_crisis_third: Wording = Field(
        "It is right to take this seriously. Ask them straight out if they think of suicide: asking does not put the "
        "idea into their head. Stay with them or on the phone, even if they asked you to tell nobody. You can call "
        "for them.",
        description="It is about another person.",
    )
    after_crisis_safe: Wording = Field(
        "I am glad you are safe right now. Please stay close to someone you trust today.",
        description="The patient is safe for now.",
    )
    after_crisis_other: Wording = Field(
        "I am only a bot, and you deserve a person.", description="Anything else after the message."
    )
    after_crisis_closed: Wording = Field(
        "I am glad. If the thoughts come back, call {clinic.emergency_number} or {clinic.crisis_line} at any time. "
        "You are not alone with this.",
        description='Somebody helps, or it was a mistake; "ok" and "goodbye" are no such thing.',
    )
    not_emergency_button: Label = Field("It is not an emergency", description="Below an emergency message: it is none.")

    # Talking to a person
    handoff_offer: Wording = Field(
        "Shall I pass your message on to the clinic's staff? They will see these words and nothing else, and their "
        "reply comes to you here. I keep no copy.",
        description="Before a message is passed on. The message is shown below.",
    )
    handoff_ask: Wording = Field(
        "Write the message for the clinic's staff now. I show it to you before anything is sent.",
        description="After 'Write to the clinic'.",
    )
    handoff_sent: Wording = Field(
        "Your message was passed on. Staff reply during opening hours: {clinic.hours}. "
        "**In an emergency call {clinic.emergency_number}.**",
        description="When a message was passed on to the clinic.",
    )
    handoff_cancelled: Wording = Field(
        "All right, nothing was sent.", description="When passing a message on was called off."
    )
    handoff_failed: Wording = Field(
        "I am sorry, it could not be passed on. Please call {clinic.phone}.",
        description="When a message could not be passed on.",
    )
    handoff_too_long: Wording = Field(
        "I am sorry, that is too long to pass on in one message. Could you send it again, a little shorter?",
        description="When a message for the clinic has more than about 3,000 characters.",
    )
    handoff_reply: Wording = Field("**The clinic writes:**", description="Above a reply by staff.")

    # The web page that `export-site` writes
    page_title: Label = Field(
        "Facial synkinesis and Botox: questions and answers", description="Title of the web page."
    )
    page_intro: Wording = Field(
        "Answers for patients of {clinic.name}. They are general information and do not replace a visit to a doctor.",
        description="Below the web page's title.",
    )
    page_bot: Label = Field("Ask the bot in Telegram", description="Link from the web page to the bot.")
    page_skip: Label = Field("Skip to the answers", description="First link of the web page, for keyboards.")
    page_languages: Label = Field("Languages", description="Name of the web page's links to other languages.")
    page_emergency: Label = Field("Signs of an emergency", description="Above the signs of the level `emergency`.")
    page_same_day: Label = Field("Get help today", description="Above the signs of the level `same_day`.")
    page_search: Label = Field("Search the answers", description="Above the web page's search box.")
    page_found: Label = Field("Answers that fit: {count}", description="Below the search box. {count} is a number.")
    page_not_found: Wording = Field(
        "Nothing fits. Try other words, or ask the clinic: {clinic.phone}.", description="The same without an answer."
    )
    page_topics: Label = Field("Topics", description="Above the web page's table of contents.")
    page_open: Label = Field("Open in Telegram", description="Link from an answer on the web page to the bot.")
    page_as_of: Wording = Field("As of {date}.", description="Last line of the web page. {date}: 2026-11-22.")

    # Buttons
    read_more_button: Label = Field("Read more", description="Below an answer with details that do not fit.")
    none_of_these_button: Label = Field(
        "None of these", description="Below a choice of questions: none of them was meant."
    )
    something_else_button: Label = Field(
        "Something else", description="Below an answer that is likely meant: it was not."
    )
    helpful_button: Label = Field("👍 Helpful", description="Below an answer: it helped.")
    not_helpful_button: Label = Field("👎 Not helpful", description="Below an answer: it did not help.")
    helpful_chosen_button: Label = Field("✓ Helpful", description="The same once it was tapped.")
    not_helpful_chosen_button: Label = Field("✓ Not helpful", description="The same once it was tapped.")
    topics_button: Label = Field("All topics", description="Leads to all topics.")
    other_topic_button: Label = Field("Other questions", description="Leads to the entries without a topic.")
    back_button: Label = Field("Back", description="Leads back to the topic.")
    next_button: Label = Field("More questions", description="Leads to the next questions of a topic.")
    contact_button: Label = Field("Contact the clinic", description="Leads to the reply to /contact.")
    related_button: Label = Field("Read more about this", description="Below an emergency message: leads to its entry.")
    handoff_button: Label = Field("Write to the clinic", description="Begins a message to the clinic.")
    handoff_send_button: Label = Field("Send my message to the clinic", description="Sends the message to the clinic.")
    handoff_cancel_button: Label = Field("Don't send", description="Calls it off.")

    # What Telegram shows about the bot
    description: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=512)] = Field(
        "I answer questions about facial synkinesis and Botox treatment. Write your question in your own words. "
        "I give general information only and I am not a doctor. In an emergency call your local emergency number.",
        description="What people read before they press Start. Plain text, at most 512 characters.",
    )
    short_description: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120)] = Field(
        "Answers to patients' questions about facial synkinesis and Botox. General information only.",
        description="The bot's profile text. Plain text, at most 120 characters.",
    )
    command_help: Label = Field("How to use this bot", description="Menu text of /help.")
    command_topics: Label = Field("Everything I know about", description="Menu text of /topics.")
    command_contact: Label = Field("Reach the clinic", description="Menu text of /contact.")
    command_privacy: Label = Field("What is kept and what is not", description="Menu text of /privacy.")
    command_language: Label = Field("Choose your language", description="Menu text of /language.")
