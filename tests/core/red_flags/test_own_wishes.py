"""Somebody who wants to die raises the alarm in languages without a FAQ also in a question about the treatment; what is
denied, asked in general, a manner of speaking, quoted or past doesn't."""

from __future__ import annotations

import pytest

from bot.bootstrap import Bootstrap
from bot.core.faq.model import Clinic
from bot.core.phrasebook import load
from bot.core.red_flags.phrasebook_alarms import PhrasebookAlarms

# by language: said of oneself beside a word that asks, denied, and asked in general
MESSAGES = {
    "ru": (
        "Я не хочу жить, может ли это быть от ботокса?",
        "я не хочу умирать, есть ли риск?",
        "Может ли ботокс вызывать мысли о самоубийстве?",
    ),
    "uk": (
        "якщо я не хочу прокидатися, це побічна дія?",
        "Я не хочу померти, який ризик?",
        "Чи може ботокс викликати суїцидальні думки?",
    ),
    "ar": (
        "عايز أموت، هل ده من الآثار الجانبية؟",
        "لا أريد أن أموت، هل هناك خطر؟",
        "هل البوتوكس يسبب التفكير في الانتحار؟",
    ),
    "fa": (
        "میخوام بمیرم، آیا ممکن است از عوارض باشد؟",
        "نمی‌خوام بمیرم، خطر داره؟",
        "آیا بوتاکس باعث خودکشی می‌شود",
    ),
    "pt": (
        "Quero me matar, pode ser efeito colateral da toxina?",
        "Não quero morrer, qual o risco?",
        "O botox pode causar pensamentos suicidas?",
    ),
    "de": (
        "Ist es eine Nebenwirkung, dass ich sterben will?",
        "Ich will nicht sterben, wie hoch ist das Risiko?",
        "Hat Botox als Nebenwirkung, dass man nicht mehr leben will?",
    ),
    "fr": (
        "j'ai des idées suicidaires, est-ce que le botox peut provoquer ça ?",
        "Je ne veux pas mourir, quel est le risque ?",
        "Le botox peut-il donner envie de mourir ?",
    ),
    "it": (
        "Voglio morire, è un effetto collaterale?",
        "Non voglio morire, qual è il rischio?",
        "Il botulino può causare pensieri di suicidio?",
    ),
    "tr": (
        "Kendimi öldürmek istiyorum, acaba iğnenin yan etkisi mi?",
        "Ölmek istemiyorum, risk var mı?",
        "Botoks intihar düşüncelerine yol açar mı?",
    ),
    "hi": (
        "मेरी जीने की इच्छा नहीं है, क्या यह साइड इफेक्ट है",
        "मैं मरना नहीं चाहता, खतरा कितना है?",
        "क्या बोटॉक्स से आत्महत्या का खतरा है",
    ),
    "hi-latn": (
        "mujhe jeena nahi hai, side effect hai kya",
        "main marna nahi chahta, khatra hai kya",
        "kya botox se suicide ka khatra hai",
    ),
    "id": (
        "saya ingin mati, apakah ini efek samping?",
        "saya tidak ingin mati, apa risikonya?",
        "apakah botox menyebabkan keinginan bunuh diri?",
    ),
    "pl": (
        "mam myśli samobójcze, czy może to być od zastrzyku",
        "Nie chcę umrzeć, jakie jest ryzyko?",
        "Czy botoks może powodować myśli samobójcze?",
    ),
    "uz": (
        "yashashni xohlamayman, agar bu ukoldan bo'lsa",
        "o'lishni xohlamayman, xavf bormi?",
        "botoks suitsidga sabab bo'ladimi?",
    ),
    "zh": ("我想自杀，是不是打针的副作用？", "我不想死，风险大吗？", "肉毒素会不会引起自杀的念头？"),
    "ja": (
        "副作用のせいか消えてしまいたいです",
        "死にたくないのですが、リスクはありますか",
        "副作用で死にたいと思うことはありますか",
    ),
    "ko": (
        "살기 싫은데 보톡스 때문에 생길 수 있나요",
        "죽고 싶지 않아요, 위험한가요?",
        "부작용으로 자살할 수도 있나요",
    ),
    "nl": (
        "Ik heb zelfmoordgedachten, kan botox dat veroorzaken?",
        "Ik wil niet dood, wat is het risico?",
        "Kan botox zelfmoord veroorzaken?",
    ),
    "he": (
        "אני רוצה למות, האם בוטוקס יכול לגרום לזה?",
        "אני לא רוצה למות, מה הסיכון?",
        "האם בוטוקס יכול לגרום למחשבות אובדניות?",
    ),
    "vi": (
        "em không muốn sống nữa, botox có gây ra không",
        "tôi không muốn chết, có rủi ro gì không?",
        "botox có gây ra ý định tự tử không",
    ),
    "ca": (
        "Em vull morir, pot ser efecte secundari?",
        "No vull morir, hi ha risc?",
        "El bótox pot causar idees de suïcidi?",
    ),
    "ro": (
        "nu mai vreau să trăiesc, poate cauza botoxul asta",
        "Nu vreau să mor, care este riscul?",
        "Botoxul poate provoca suicid?",
    ),
    "el": (
        "δεν θέλω να ζω, μπορεί να προκαλέσει το μπότοξ κάτι τέτοιο",
        "Δεν θέλω να πεθάνω, ποιος είναι ο κίνδυνος;",
        "το μπότοξ προκαλεί αυτοκτονικές σκέψεις;",
    ),
    "sv": (
        "jag vill ta livet av mig, kan botox orsaka det?",
        "Jag vill inte dö, vad är risken?",
        "kan botox orsaka självmordstankar?",
    ),
    "tl": (
        "gusto ko nang mamatay, side effect ba ito?",
        "ayaw ko pang mamatay, may panganib ba?",
        "pwede ba magdulot ng pagpapakamatay ang botox",
    ),
}


@pytest.fixture(scope="module")
def phrases(patients_bootstrap: Bootstrap) -> PhrasebookAlarms:
    return PhrasebookAlarms(patients_bootstrap.live_faq.live.languages, Clinic())


def raised_in(text: str, phrases: PhrasebookAlarms) -> str | None:
    found = phrases.find(text, phrases.likely(text))
    return found[1] if found is not None else None


@pytest.mark.parametrize("code", load().languages)
def test_a_wish_to_die_is_heard_in_a_question_about_the_treatment(phrases: PhrasebookAlarms, code: str) -> None:
    asked, _, _ = MESSAGES[code]
    assert raised_in(asked, phrases) == code


@pytest.mark.parametrize("code", load().languages)
def test_a_denied_wish_and_a_question_in_general_raise_nothing(phrases: PhrasebookAlarms, code: str) -> None:
    _, denied, general = MESSAGES[code]
    assert [text for text in (denied, general) if raised_in(text, phrases)] == []


@pytest.mark.parametrize(
    "text",
    [
        "Was, wenn ich Tabletten geschluckt habe, um mich umzubringen?",
        "Что если я наглоталась таблеток чтобы умереть?",
        "Est-ce qu'il y a un risque, j'ai avalé une boîte de comprimés",
    ],
)
def test_what_somebody_swallowed_to_die_is_heard_in_a_question(phrases: PhrasebookAlarms, text: str) -> None:
    assert raised_in(text, phrases) is not None


@pytest.mark.parametrize(
    "text",
    [
        "год назад парез лица и теперь я не хочу жить",
        "Früher war ich fröhlich, jetzt will ich mir das Leben nehmen",
        "tahun lalu kena bell palsy, sekarang saya tidak ingin hidup lagi",
        "两年前面瘫以后我不想活",
    ],
)
def test_a_palsy_of_years_ago_does_not_make_a_wish_to_die_past(phrases: PhrasebookAlarms, text: str) -> None:
    assert raised_in(text, phrases) is not None


@pytest.mark.parametrize(
    "text",
    [
        "десять лет назад я хотела умереть, можно ли ботокс",
        "Vor zehn Jahren wollte ich sterben, darf ich trotzdem Botox bekommen?",
        "dulu saya pernah ingin mati, sekarang sudah baik, apakah botox aman",
        "noon gusto kong mamatay, ngayon okay na, pwede ba ang botox",
        "我以前想自杀，现在好了，可以打吗",
    ],
)
def test_a_wish_of_the_past_raises_nothing(phrases: PhrasebookAlarms, text: str) -> None:
    assert raised_in(text, phrases) is None


@pytest.mark.parametrize(
    "text",
    [
        "Se non miglioro voglio farla finita, c'è rischio?",
        "Dacă nu mă vindec, mă omor",
        "não melhoro quero morrer",
    ],
)
def test_a_no_to_recovery_does_not_deny_the_wish_after_it(phrases: PhrasebookAlarms, text: str) -> None:
    assert raised_in(text, phrases) is not None


@pytest.mark.parametrize(
    "text",
    [
        "je veux en finir avec ces rides, quel risque",
        "Voglio farla finita con queste sincinesie, che rischi ci sono?",
        "não quero acordar cedo, pode ser à tarde?",
        "tôi mệt muốn chết, có phải tác dụng phụ",
        "Quero morrer de rir e a boca entorta",
        "nie chcę się obudzić podczas operacji",
        "saya mau tanya saraf mati bisa hidup lagi, apa risiko",
    ],
)
def test_a_manner_of_speaking_is_no_wish_to_die(phrases: PhrasebookAlarms, text: str) -> None:
    assert raised_in(text, phrases) is None


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("пишут «я не хочу жить» после ботокса, это побочный эффект?", "мой муж пишет «я не хочу жить»"),
        ("Steht „ich will sterben“ als Nebenwirkung im Beipackzettel?", "mein Mann sagt „ich will sterben“"),
        ("听说有人打完会说“我想死”，是真的吗", "我老公说“我想死”"),
    ],
)
def test_a_quoted_wish_is_one_unless_it_is_only_asked_about(phrases: PhrasebookAlarms, asked: str, told: str) -> None:
    assert raised_in(asked, phrases) is None
    assert raised_in(told, phrases) is not None
