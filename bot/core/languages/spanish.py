"""Spanish."""

from __future__ import annotations

from bot.core.languages.language import Language, SmallTalk, SmallTalkWords
from bot.core.languages.spanish_cues import CUES

_SMALL_TALK = SmallTalkWords(
    core={
        SmallTalk.GREETING: "hola buenas saludos hey ola holi buenos",
        SmallTalk.THANKS: "gracias agradezco agradecido agradecida mil amable",
        SmallTalk.OKAY: (
            "ok okay vale bien bueno perfecto claro si no entendido genial estupendo listo dale excelente jaja jajaja "
            "ah oh"
        ),
        SmallTalk.GOODBYE: "adios chao chau bye ciao",
        SmallTalk.ABUSE: (
            "idiota estupido estupida inutil mierda tonto tonta imbecil joder puta puto pendejo cabron callate "
            "gilipollas basura maldito maldita asqueroso"
        ),
    },
    beside=(
        "muy muchas muchisimas tan todo toda por la el su tu ayuda informacion respuesta eres es una un que y a de "
        "dias tardes noches dia tarde noche doctor doctora bot robot maquina esta esto usted ti acuerdo ya pues ha "
        "sido mucho mas luego hasta pronto favor amigo amiga"
    ),
    phrases={
        SmallTalk.ABOUT_BOT: (
            r"(?:hola )?(?:eres|es|es usted|esto es|sos) (?:un |una )?(?:bot|robot|maquina|persona|humano|humana|ia|"
            r"chatgpt|inteligencia artificial|persona real|persona de verdad|medico|doctor|doctora|enfermera)"
            r"(?: o (?:un |una )?(?:bot|robot|maquina|persona|humano|ia))?"
            r"|(?:hablo|estoy hablando) con (?:un |una )?(?:bot|robot|maquina|persona|humano|persona real|"
            r"persona de verdad|ia)|quien eres|que eres|como te llamas|cual es tu nombre|quien te (?:hizo|creo)"
        ),
        SmallTalk.GREETING: (
            r"(?:hola )?(?:que tal|como estas|como esta|como va|que hay|hay alguien(?: ahi)?|buen dia|buenos dias|"
            r"buenas tardes|buenas noches|mucho gusto|prueba)"
        ),
        SmallTalk.GOODBYE: (
            r"(?:ok |vale |gracias )*(?:hasta (?:luego|pronto|manana|la vista)|nos vemos|cuidate|cuidese|"
            r"que (?:tenga|tengas) (?:un )?buen dia)"
        ),
        SmallTalk.OKAY: (
            r"(?:ok |vale )*(?:de acuerdo|esta bien|lo entiendo|ya entendi|eso es todo|nada mas|no importa|nada|"
            r"muy bien|ya veo)"
        ),
        SmallTalk.ABUSE: r"te odio|vete al diablo|vete a la mierda|que asco de (?:bot|robot)|no sirves(?: para nada)?",
    },
    greeting=r"hola|buen[oa]s(?: (?:d[ií]as|tardes|noches))?",
    addressed="",
    closing=r"gracias|por favor",
)

SPANISH = Language(
    "es",
    "Spanish",
    stemmer="spanish",
    letters=((r"[ñ¿¡]", 1.0),),
    telling_words="hola gracias ayuda",
    function_words=(
        "el la los las un una unos unas de del al y o que en por para con sin se es son esta estan este esto esa ese "
        "yo tu mi mis su sus me te le lo nos como cuando cuanto cuanta cuantos donde cual porque pero si no mas muy ya "
        "hay tengo tiene puedo puede quiero soy estoy fue ha he hace hacer despues antes sobre hola gracias ayuda cara "
        "duele tambien desde hasta usted cuesta dura efecto tratamiento dolor"
    ),
    question_words=(
        "como que cual cuales cuando cuanto cuanta cuantos cuantas donde quien puedo puede pueden podria debo deberia "
        "por para"
    ),
    asking_verbs="duele es son hay tengo tiene sirve funciona",
    joining_words="y e o pero tambien también ademas además",
    unfinished_words=(
        "un una el la los las mi tu su y o pero porque si cuando desde despues antes con sin de del para por en sobre "
        "que es son esta fue tengo he ha puedo muy"
    ),
    small_talk=_SMALL_TALK,
    cues=CUES,
    months="enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    month_and_year="{month} de {year}",
)
