"""The Spanish cues: which words deny, date or only ask about a sign. `cues` says what each one means."""

from __future__ import annotations

import re

from bot.core.languages.cues import ClauseCues, ContextCues, any_of, words_of

_ES_FILL = (
    r"(?:me|se|le|te|nos|lo|la|el|los|las|un|una|ningun|ninguna|nada|de|con|en|para|a|al|del|mi|mis|su|tengo|tiene|"
    r"tenido|he|ha|hay|hubo|tuve|tenia|siento|sentido|noto|notado|es|esta|estoy|estado|ha|sido|problema|problemas|"
    r"dificultad|dificultades|creo|que|muy|tan|mas|ya|nunca|quiero|senales|signos|sintomas|tipo|dolor|pienso|hacer|"
    r"hacerme|voy|cuesta|sufro|ojo|cara|garganta)"
)
_ES_NUMBER = (
    r"(?:\d+|un|una|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|once|doce|quince|veinte|unos|unas|"
    r"varios|varias|muchos|pocos)"
)

CUES = ContextCues(
    joints=ClauseCues(
        joining=words_of("y e o u ni"),
        denying=words_of("ni o u"),
        parting=words_of("pero aunque porque mientras sino salvo excepto"),
        pausing=words_of("solo solamente luego entonces desde"),
        openers=words_of(
            "yo mi mis me se el ella ellos su sus tu usted ahora hoy no nunca ya tambien todavia aun estoy esta "
            "tengo tiene puedo puede siento la los las que como es son he ha hay ayuda apenas desde"
        ),
        resuming=words_of("esta estan se"),
    ),
    negative=words_of("no nunca apenas imposible incapaz nada sin dejo"),
    neutral=any_of(
        r"no (?:se|sabemos|entiendo|solo|mejora|mejoro|mejor|ayuda|funciona|para|paro|estoy (?:bien|seguro|segura)|"
        r"esta bien|me encuentro bien|"
        r"me siento bien|exagero|contesta|contestan|hay cita)(?: (?:por que|porque|que|si))?",
        r"nunca (?:me )?(?:habia|he) (?:\w+ ){0,2}(?:esto|asi|algo|pasado)",
        r"no (?:puedo )?(?:dejar|parar|dejo|paro) de",
    ),
    denied=re.compile(
        rf"(?:\b(?:sin|ningun|ninguna|cero|niega|tampoco|ni)(?: {_ES_FILL})*|\b(?:no|nunca|jamas)(?: {_ES_FILL})*"
        r"|\b(?:no|sin|nunca) (?:[\w,]+ ){0,8}(?:ni|o)(?: (?:con|de|en|mi|la|el|los|las|problemas|dificultad))*)$"
    ),
    unlikely=re.compile(r"\bno (?:creo|pienso|digo|es)(?: que)?(?: \w+){0,2}$"),
    none=re.compile(r"^(?:no|ninguno|ninguna|nada|para nada|normal|bien)$"),
    gone=re.compile(
        r"^(?:(?:es|esta|estan|va|fue|ya|todo|muy|completamente|bastante|me|se) )*(?:bien|normal|perfecto|"
        r"perfectamente|mejor|paso|fue|quito|desaparecio|sin problemas?|con normalidad)(?: .*)?$"
    ),
    asked_lead=any_of(
        r"(?:que|y) (?:pasa|pasaria|hago|hacer|debo hacer|haria|ocurre) si",
        r"y si|en caso de",
        r"que tan|con que frecuencia|cuantas|cuantos|como (?:se|sabre|saber|puedo saber|reconozco|reconocer)",
        r"(?:riesgos?|probabilidad|posibilidad|peligro|miedo|casos|historias) (?:de|a)",
        r"(?:cuales|que) son (?:los|las)|que es|que causa|por que (?:causa|da|produce|la|el)",
        r"(?:sintomas|signos|senales) de",
        r"(?:lei|leido|oi|oido|escuche|dicen|dice|prospecto|folleto|internet|noticias)(?: \w+){0,3} (?:que|de|sobre|"
        r"menciona|habla)",
        r"(?:asustad[oa]|preocupad[oa]|preocupa|nervios[oa])(?: \w+)? (?:por|con|de)",
        r"(?:efectos? secundarios?|efectos) (?:como|son|es)",
        r"(?:evitar|prevenir)",
        r"(?:es|hay) (?:\w+ )?(?:posible|probable|frecuente|comun|raro|riesgo|peligroso)",
    ),
    asked_next=re.compile(
        r"^(?:que tan (?:comun|frecuente|probable)|con que frecuencia|cual es (?:el riesgo|la probabilidad)|"
        r"es (?:comun|frecuente|posible|probable|raro|un riesgo|un efecto secundario))\b"
    ),
    asked_rest=re.compile(
        r"^(?:\w+ ){0,3}(?:efectos? secundarios?|frecuente|comun|raro|posible|normal despues|un sintoma|un riesgo|una "
        r"reaccion)\b"
    ),
    modal=re.compile(
        r"\b(?:puede|pueden|podria|podrian|podre|va a|van a|voy a|causa|causar|causaria|provoca|provocar|produce|"
        r"producir|hace que|haria)\b"
    ),
    inverted=re.compile(r"^(?:yo|usted|ella?|ellos) (?=\w)"),
    causing=re.compile(
        r"^(?:(?!(?:usted|alguien|yo)\b)\w+ ){0,4}?(?:causar|provocar|producir|dar|hacer|dejar|afectar|perder|llevar|"
        r"ocurrir)\b"
    ),
    seeking=re.compile(r"\b(?:ayudar|ayuda|ayudarme|cita|alguien|medico|llamar|decirme|por que|porque)\b"),
    suspecting=re.compile(r"\b(?:puede|podria) (?:\w+ ){0,2}(?:ser|estar)\b"),
    asked_always=any_of(
        r"(?:que|y) (?:pasa|pasaria|hago|hacer|ocurre) si|y si|en caso de|como (?:se|sabre|saber|puedo saber)|"
        r"prospecto|folleto"
    ),
    general=re.compile(r"^(?!.*\b(?:yo|me|mi|estoy|soy)\b).*\b(?:gente|pacientes|personas|botox|paralisis)\b"),
    condition=re.compile(
        r"(?<!como )(?<!se )(?<!saber )\bsi\b(?= (?:no|me|se|tengo|tiene|mi|la|el|pierdo|siento|noto|veo))"
    ),
    subject=re.compile(r"\b(?:yo|el|ella|ellos|mi \w+|su \w+|no puedo)\b"),
    finite=re.compile(
        r"\b(?:estoy|tengo|siento|no puedo|me cuesta|se me|me siento|mi (?:\w+ ){1,2}(?:esta|no|tiene|se))\b"
    ),
    recent=any_of(
        r"ahora|hoy|esta (?:manana|tarde|noche)|anoche|ayer|desde (?:ayer|hoy|anoche|esta|el|la|que|hace)|de repente|"
        r"de pronto|subitamente|todavia|sigo|sigue|otra vez|de nuevo|acaba|hace (?:\w+ ){0,2}(?:minutos?|horas?|"
        r"dias?)|empezo|lunes|martes|miercoles|jueves|viernes|sabado|domingo"
    ),
    present=any_of(
        r"es|esta|estoy|puedo|puede|tengo|tiene|siento|siente|ahora|hoy|sigue|sigo|veo|quiero|\w+ando|\w+iendo"
    ),
    past=any_of(
        rf"hace (?:{_ES_NUMBER} )?(?:anos?|meses)",
        r"(?:19|20)\d\d",
        r"el ano pasado|la ultima vez|la vez pasada|de (?:nino|nina|pequeno|pequena|joven)|en el pasado|antecedentes|"
        r"cuando (?:era|tenia|tuve)|solia",
        r"(?:por|con|desde|despues de|tras) (?:la )?(?:paralisis|bell|parto|cirugia|operacion)",
    ),
    past_alone=re.compile(r"^(?:eso|esto) (?:fue|paso|ocurrio) .*\b(?:anos?|meses|(?:19|20)\d\d)\b"),
    lasting=any_of(r"desde (?:nino|nina|siempre|hace anos|nacimiento)|toda (?:mi|su) vida|durante anos|siempre"),
    over=any_of(
        r"ya (?:esta|estoy) bien|ya paso|se (?:me )?(?:paso|quito|fue)|todo bien|recuperad[oa]|desaparecio|duro"
    ),
    was=any_of(r"tuve|tuvo|tenia|era|fue|estaba|pude|podia|perdi|senti|cayo|\w+aba|\w+ia|dio|paso|hinchó"),
)
