"""Words of German, Spanish, French and Portuguese, folded, around persons and ages. Data only.

They decide of everyday words that are names too: "mi tía dolores dice", "merci, petit".
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.core.deidentification.foreign_cues import phrases
from bot.core.deidentification.name_cues import words


@dataclass(frozen=True, slots=True)
class PersonCues:
    """The cues of one language. A given name follows those of `i_am` and `spoken_to`, and stands behind `persons`."""

    i_am: frozenset[tuple[str, ...]]
    spoken_to: frozenset[tuple[str, ...]]
    by: frozenset[tuple[str, ...]]
    """A name of either kind follows: "operada por"."""
    thanks: frozenset[str]
    """What follows at the end of a message is its author, but for polite words."""
    polite: frozenset[str]
    says: frozenset[tuple[str, ...]]
    """Behind a name that opens a clause."""
    links: frozenset[str]
    """Within a name: "das dores"."""
    persons: frozenset[str]
    """An age or a given name may follow."""
    years: frozenset[str]
    has_age: frozenset[tuple[str, ...]]
    """Before a number of years that is an age."""
    of_person: frozenset[str]
    """Between a person and an age: "niña de"."""
    goes_on: frozenset[str]
    """Behind a number of years that is a duration: "tengo dos años con esto"."""
    ordinals: frozenset[str]
    """With a month behind them they are a day."""
    of_month: frozenset[str]
    """Between a day and its month."""
    bare: frozenset[str] = frozenset()
    """Before a number that is an age without a unit: "sie ist elf"."""


PERSON_CUES = {
    "de": PersonCues(
        i_am=phrases("ich bin,hier ist,hier schreibt,bin die,bin der"),
        spoken_to=phrases("fragte,gefragt,sprach mit,gesprochen mit,termin bei,war bei,bei der,hallo,liebe,lieber"),
        by=phrases("von herrn,von frau,operiert von,behandelt von,gespritzt von"),
        thanks=words("danke grusse gruss lg mfg vg dank liebe"),
        polite=words(
            """
            danke grusse gruss lg mfg vg dank vielen im voraus fur hilfe antwort tag abend schon mal nochmal euch ihnen
            alles gute mit freundlichen viele liebe team ihre eure die das der sehr herzlichen ihr und ihre
            """
        ),
        says=phrases(
            "sagt,sagte,meint,meinte,hat gesagt,hat mir,hat mich,hat gemeint,empfahl,spritzt,spritzte,riet,operierte"
        ),
        links=words("von van zu der"),
        persons=words(
            """
            tochter sohn mann frau kind mutter vater oma opa enkel enkelin bruder schwester freund freundin tante onkel
            madchen junge nichte neffe cousin cousine patient patientin partner partnerin baby schwiegermutter mama papa
            kollegin kollege nachbarin nachbar
            """
        ),
        years=words("jahr jahre jahren jahrchen"),
        has_age=phrases("bin,ist,wird,wurde,werde,war,mit,von,schon,bald,fast,erst,knapp,gerade"),
        of_person=words("von mit"),
        goes_on=words("her lang spater danach vorbei zuruck nach nichts keine"),
        ordinals=words(
            """
            erster ersten erste zweiter zweiten zweite dritter dritten vierter vierten funfter funften sechster sechsten
            siebter siebten siebenter siebenten achter achten neunter neunten zehnter zehnten elfter elften zwolfter
            zwolften dreizehnten vierzehnten funfzehnten sechzehnten siebzehnten achtzehnten neunzehnten
            """
        ),
        of_month=frozenset(),
        bare=words("bin ist wird wurde werde"),
    ),
    "es": PersonCues(
        i_am=phrases("soy,aqui,habla,escribe,firma,firmado,saluda"),
        spoken_to=phrases(
            "pregunte a,pregunto a,pregunten a,dije a,diganle a,digan a,dile a,avisen a,avisar a,llame a,llamen a,vi a,"
            "conoci a,hablar con,hable con,cita con,turno con,hora con,consulta con,hola,querida,querido,estimada"
        ),
        by=phrases(
            "atendida por,atendido por,operada por,operado por,tratada por,tratado por,pinchada por,pinchado por,"
            "inyectada por,inyectado por,recomendada por,recomendado por,vista por,de parte de"
        ),
        thanks=words("gracias saludos saludo atte atentamente besos beso abrazo abrazos"),
        polite=words(
            """
            gracias saludos saludo atte besos beso abrazo abrazos muchas mil por todo antemano ayuda su atencion
            respuesta
            cordial cordiales un una buen buenas buenos dia dias tardes noches doctora doctor doctores equipo a todos
            todas bien mucho muy desde ya igual bueno grande fuerte si no de la el lo que y se me es he estoy
            """
        ),
        says=phrases(
            "dice,dijo,me dijo,me dice,nos dijo,me puso,me pincho,me opero,me atendio,me recomendo,me conto,"
            "opina,piensa,"
            "recomienda,cree,me mando,me receto,le puso,me inyecto,me hizo,me ha dicho,contesto"
        ),
        links=words("de del la las los"),
        persons=words(
            """
            hija hijo nina nino nieta nieto sobrina sobrino hermana hermano madre padre mama papa abuela abuelo esposa
            esposo marido mujer hombre tia tio prima primo bebe chica chico paciente novia novio amiga amigo suegra
            suegro
            cunada cunado hijita hijito vecina vecino companera companero senora senor jefa jefe ahijada ahijado
            nena nene
            """
        ),
        years=words("ano anos anitos"),
        has_age=phrases(
            "tengo,tiene,tienes,tenia,cumplo,cumple,cumpli,cumplio,cumplir,cumplira,ya tengo,casi,a los,con,los,de unos"
        ),
        of_person=words("de con"),
        goes_on=words("con de sin asi desde esperando sufriendo que despues padeciendo"),
        ordinals=words("primero primer uno"),
        of_month=words("de del"),
    ),
    "fr": PersonCues(
        i_am=phrases("je suis,moi c'est,c'est,ici"),
        spoken_to=phrases(
            "demande a,dit a,parle a,parle avec,rdv avec,rendez-vous avec,rendez vous avec,vu avec,bonjour,"
            "salut,chere,cher"
        ),
        by=phrases(
            "opere par,operee par,suivi par,suivie par,traite par,traitee par,pique par,piquee par,injecte par,vu par"
        ),
        thanks=words("merci cordialement salutations bises bisous amicalement"),
        polite=words(
            """
            merci cordialement salutations bises bisous d'avance avance beaucoup pour votre reponse aide bonne journee
            soiree bien a vous tous tout bon docteur docteure je j'ai est-ce et mille infiniment grand le la les de
            """
        ),
        says=phrases(
            "dit,disait,m'a dit,m'a fait,m'a pique,m'a piquee,m'a injecte,m'a opere,m'a operee,m'a conseille,pense,"
            "conseille,a dit,nous a dit,me dit,m'a recommande"
        ),
        links=words("de du la le des"),
        persons=words(
            """
            fille fils enfant mere pere maman papa femme mari homme garcon bebe soeur frere tante oncle cousin cousine
            niece neveu grand-mere grand-pere mamie papi petite-fille petit-fils ami amie compagne compagnon copine
            copain
            patiente patient belle-mere beau-pere voisine voisin collegue
            """
        ),
        years=words("an ans"),
        has_age=phrases("ai,a,as,avait,avais,aura,j'ai,age de,agee de,ages de,fete ses,bientot,avoir,a l'age de"),
        of_person=words("de"),
        goes_on=words("de que sans avec apres plus"),
        ordinals=words("premier 1er"),
        of_month=frozenset(),
    ),
    "pt": PersonCues(
        i_am=phrases("sou,sou a,sou o,aqui e,aqui e a,aqui e o,quem fala e,me chamam de"),
        spoken_to=phrases(
            "perguntei a,perguntei pra,falei com,falar com,consulta com,marcado com,disse a,ola,querida,querido,"
            "oi,vi a,"
            "fala com,fale com,avisa a,avisem a"
        ),
        by=phrases(
            "operada por,operado por,atendida por,atendido por,atendida pela,atendida pelo,tratada por,tratado por,"
            "operada pela,operada pelo,operado pelo,operado pela,aplicada por,aplicado por,indicada por"
        ),
        thanks=words("obrigada obrigado abraco abracos beijo beijos atenciosamente grata grato att agradeco"),
        polite=words(
            """
            obrigada obrigado abraco abracos beijo beijos atenciosamente grata grato muito desde ja pela ajuda atencao
            resposta a todos um uma bom boa dia tarde noite doutora doutor equipe grande por tudo de antemao e o que eu
            """
        ),
        says=phrases(
            "disse,me disse,falou,me falou,diz,acha,pensa,me aplicou,me operou,me atendeu,me recomendou,"
            "recomendou,me contou"
        ),
        links=words("de do da dos das"),
        persons=words(
            """
            filha filho menina menino neta neto sobrinha sobrinho irma irmao mae pai mamae papai avo esposa esposo
            marido
            mulher homem tia tio prima primo bebe paciente namorada namorado amiga amigo sogra sogro cunhada
            cunhado rapaz
            moca crianca vizinha vizinho colega filhinha filhinho senhora senhor
            """
        ),
        years=words("ano anos aninhos"),
        has_age=phrases("tenho,tem,tinha,fiz,completei,completou,com,aos,fara,quase,ja tem,vai fazer"),
        of_person=words("de com"),
        goes_on=words("com de sem que depois esperando assim"),
        ordinals=words("primeiro"),
        of_month=words("de do"),
    ),
}
