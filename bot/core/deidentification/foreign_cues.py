"""Words of German, Spanish, French and Portuguese, folded, that indicate a name or place. Data only."""

from __future__ import annotations

from dataclasses import dataclass

from bot.core.deidentification.name_cues import words


def phrases(text: str) -> frozenset[tuple[str, ...]]:
    """Phrases separated by commas."""
    return frozenset(tuple(phrase.split()) for phrase in text.split(","))


@dataclass(frozen=True, slots=True)
class Cues:
    """The cues of one language."""

    told: frozenset[tuple[str, ...]]
    """A name follows: "me llamo"."""
    titles: frozenset[str]
    """A surname follows."""
    lives: frozenset[tuple[str, ...]]
    """A place follows: "vivo en"."""
    works: frozenset[tuple[str, ...]]
    """An employer follows."""
    months: frozenset[str]
    digits: frozenset[str]
    """Number words below twenty. One alone is kept, three in a row are a number."""
    tens: frozenset[str]
    """Number words from twenty on: ages and dates."""
    is_mine: frozenset[tuple[str, ...]]
    """Behind a single word that opens a sentence: that is a person. "Dolores es mi fisio"."""
    joins: frozenset[str]
    """They join number words."""
    nouns_are_capitals: bool = False
    """A capital is no evidence of a name."""


CUES = {
    "de": Cues(
        told=phrases("ich heisse,heisst,heissen,name ist,name :,namens,vorname,nachname,genannt,unterzeichnet"),
        titles=words("herr herrn frau dr prof doktor schwester pfleger"),
        lives=phrases(
            "wohne in,wohnt in,wohnen in,komme aus,kommt aus,lebe in,bin aus,wohnhaft in,umgezogen nach,raum"
        ),
        works=phrases("arbeite bei,arbeitet bei,arbeite fur,angestellt bei,beschaftigt bei,firma"),
        months=words(
            "januar janner februar marz april mai juni juli august september oktober november dezember jan feb okt dez"
        ),
        digits=words(
            """
            null eins zwei drei vier funf sechs sieben acht neun zehn elf zwolf dreizehn vierzehn funfzehn sechzehn
            siebzehn achtzehn neunzehn
            """
        ),
        tens=words("zwanzig dreissig vierzig funfzig sechzig siebzig achtzig neunzig"),
        is_mine=phrases("ist mein,ist meine"),
        joins=words("und"),
        nouns_are_capitals=True,
    ),
    "es": Cues(
        told=phrases("me llamo,se llama,llamada,llamado,nombre es,nombre :,apellido,apellidos,apellido es,atentamente"),
        titles=words("dr dra sr sra srta don doctor doctora senor senora senorita lic enfermera enfermero"),
        lives=phrases("vivo en,vive en,vivimos en,soy de,vengo de,es de,somos de,calle,avenida,barrio,colonia,mude a"),
        works=phrases("trabajo en,trabaja en,trabajo para,empleada en,empleado en,empleada de,empleado de,empresa"),
        months=words(
            "enero febrero marzo abril mayo junio julio agosto septiembre setiembre octubre noviembre diciembre"
        ),
        digits=words(
            """
            cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciseis
            diecisiete dieciocho diecinueve
            """
        ),
        tens=words("veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa cien veintiuno veintidos"),
        is_mine=phrases("es mi,es nuestra,es nuestro"),
        joins=words("y"),
    ),
    "fr": Cues(
        told=phrases(
            "m'appelle,mappelle,m appelle,s'appelle,nom est,nom :,prenom est,prenom,nomme,nommee,signe,signee"
        ),
        titles=words("monsieur madame mademoiselle mme mlle mr m dr docteur pr professeur maitre infirmiere infirmier"),
        lives=phrases("j'habite a,habite a,j'habite,viens de,vis a,suis de,rue,avenue,boulevard,quartier,pres de"),
        works=phrases(
            "travaille chez,travaille pour,travaille a,employe chez,employee chez,employe de,employee de,societe"
        ),
        months=words("janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre"),
        digits=words(
            """
            zero un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept
            dix-huit dix-neuf
            """
        ),
        tens=words("vingt vingts trente quarante cinquante soixante septante octante nonante cent"),
        is_mine=phrases("est mon,est ma"),
        joins=words("et"),
    ),
    "pt": Cues(
        told=phrases(
            "me chamo,chamo me,chamo - me,se chama,chama se,chama - se,nome e,nome :,sobrenome,apelido,assinado"
        ),
        titles=words("dr dra sr sra doutor doutora senhor senhora dona seu enfermeira enfermeiro"),
        lives=phrases("moro em,mora em,vivo em,vive em,sou de,venho de,morando em,moro no,moro na,rua,avenida,bairro"),
        works=phrases("trabalho na,trabalho no,trabalho em,trabalha na,trabalha no,trabalho para,trabalho pra,empresa"),
        months=words("janeiro fevereiro marco abril maio junho julho agosto setembro outubro novembro dezembro"),
        digits=words(
            """
            zero um uma dois duas tres quatro cinco seis meia sete oito nove dez onze doze treze catorze quatorze
            quinze dezesseis dezasseis dezessete dezassete dezoito dezenove dezanove
            """
        ),
        tens=words("vinte trinta quarenta cinquenta sessenta setenta oitenta noventa cem"),
        is_mine=phrases("e meu,e minha,e o meu,e a minha"),
        joins=words("e"),
    ),
}
