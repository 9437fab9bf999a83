"""In languages without a FAQ, trouble with swallowing or breathing that is told plainly, and a face that hangs since
today, raise the alarm; what is asked in general, denied, long past or known for years doesn't."""

from __future__ import annotations

import pytest

from bot.bootstrap import Bootstrap
from bot.core.faq.model import Clinic
from bot.core.red_flags.phrasebook_alarms import PhrasebookAlarms

HAPPENING = {
    "de": ("Ich kann schlecht schlucken", "Mein Gesicht hängt seit heute morgen auf einer Seite"),
    "fr": ("J'ai du mal à avaler depuis l'injection", "Ma bouche est tombée d'un côté ce matin"),
    "it": ("Faccio fatica a deglutire dopo l'iniezione", "mi sono svegliata con la faccia storta"),
    "pt": ("Estou com dificuldade para engolir depois do botox", "acordei com a boca torta"),
    "nl": ("Ik heb moeite met slikken sinds de injectie", "ik werd wakker met een scheef gezicht"),
    "pl": ("Trudno mi przełykać", "obudziłam się z krzywą twarzą"),
    "ru": ("после уколов очень плохо глотается", "проснулась с перекошенным лицом"),
    "uk": ("Боляче ковтати з учора", "прокинулась з перекошеним обличчям"),
    "tr": ("Yutkunmakta zorlanıyorum", "sabah uyandım yüzüm kaymış"),
    "ar": ("عندي صعوبة في البلع بعد الحقنة", "وجهي مشلول فجأة"),
    "fa": ("موقع بلع درد دارم", "صبح بیدار شدم صورتم کج شده بود"),
    "zh": ("注射以后吞口水很痛", "早上醒来发现脸歪了"),
    "ja": ("飲み込むと痛いです", "今朝から急に口の片側が下がっています"),
    "ko": ("삼킬 때 아파요", "자고 일어나니 입이 돌아갔어요"),
    "hi": ("निगलते समय दर्द होता है", "आज सुबह से मेरा चेहरा एक तरफ लटक गया"),
    "id": ("sakit saat menelan sejak kemarin", "saya kesulitan bernapas"),
    "uz": ("yutinganda og'riyapti", "bugun ertalab yuzim qiyshayib qoldi"),
    "he": ("קשה לי לבלוע מאז הזריקה", "מהבוקר הפה שלי עקום"),
    "vi": ("tôi khó nuốt sau khi tiêm", "tôi thở khó khăn"),
    "ca": ("em costa empassar des de la injecció", "aquest matí tinc la boca torta"),
    "ro": ("am dificultăți la înghițire", "azi dimineață mi s-a strâmbat gura"),
    "el": ("πονάω όταν καταπίνω", "από το πρωί στράβωσε το στόμα μου"),
    "sv": ("det gör ont att svälja", "mungipan hänger sedan i morse"),
    "tl": ("masakit lumunok", "kaninang umaga ngumiwi ang bibig ko"),
}
CALM = {
    "de": ("Wie häufig sind Schluckbeschwerden nach Botox?", "Mein Gesicht hängt seit Jahren auf einer Seite"),
    "fr": ("Je n'ai pas de mal à avaler", "Mon visage tombe d'un côté depuis deux ans", "Ce prix est dur à avaler"),
    "it": ("Anni fa avevo difficoltà a deglutire", "Ho la bocca storta da due anni"),
    "pt": ("Não tenho dificuldade para engolir", "Meu rosto está torto há dois anos"),
    "nl": ("Jaren geleden had ik moeite met slikken", "Mijn gezicht hangt al jaren scheef"),
    "pl": ("Nie mam problemów z połykaniem", "Kącik ust opada mi od dwóch lat"),
    "ru": ("Как часто бывают проблемы с глотанием?", "У меня уже два года перекошено лицо"),
    "uk": ("Мені не важко ковтати", "У мене вже два роки перекошене обличчя"),
    "tr": ("Yutarken zorlanmıyorum", "Yutma güçlüğüm geçti", "Yüzüm iki yıldır kayık"),
    "ar": ("ليس عندي صعوبة في البلع", "وجهي مائل منذ سنتين"),
    "fa": ("مشکلی در بلع ندارم", "صورتم دو سال است که کج است"),
    "zh": ("吞咽困难常见吗？", "我吞咽不困难", "我的脸歪了两年了"),
    "ja": ("何年も前に飲み込みにくいことがありました", "二年前から顔の片側が下がっています"),
    "ko": ("보톡스를 맞으면 삼키기 힘들 수 있나요?", "2년 전부터 얼굴이 한쪽으로 처져 있어요"),
    "es": ("¿El botox puede causar disfagia?", "no tengo problemas al deglutir"),
}


@pytest.fixture(scope="module")
def phrases(patients_bootstrap: Bootstrap) -> PhrasebookAlarms:
    return PhrasebookAlarms(patients_bootstrap.live_faq.live.languages, Clinic())


@pytest.mark.parametrize(("code", "text"), [(code, text) for code, texts in HAPPENING.items() for text in texts])
def test_trouble_with_swallowing_or_breathing_and_a_face_that_hangs_since_today_are_heard(
    phrases: PhrasebookAlarms, code: str, text: str
) -> None:
    found = phrases.find(text, phrases.likely(text))
    assert found is not None
    assert found[1] == code


@pytest.mark.parametrize("text", [text for texts in CALM.values() for text in texts])
def test_trouble_asked_about_denied_or_long_known_raises_nothing(phrases: PhrasebookAlarms, text: str) -> None:
    assert phrases.find(text, phrases.likely(text)) is None
