"""What contacts look like, in folded text (`contacts.shadow`): without diacritics, case kept.

Harmless numbers (dates, times, prices, sizes) have patterns of their own and are struck out
before phones are looked for, so that few of them are taken for one.
"""

import re

from .normalise import fold


def either(words: str) -> str:
    """A pattern for one of these words, longest first."""
    return "(?:" + "|".join(sorted(map(re.escape, fold(words).split()), key=len)[::-1]) + ")"


def pattern(text: str, *, case: bool = False) -> re.Pattern:
    return re.compile(text, re.VERBOSE | (0 if case else re.IGNORECASE))


AT = either("at zavináč zavinac małpa собака собачка ет эт")
DOT = either("dot tečka kropka точка крапка")
OPEN, CLOSE = r"\s?[(\[{<]\s?", r"\s?[)\]}>]\s?"
EMAIL = pattern(
    rf"""[\w.+%-]{{1,64}}
    (?: \s?@\s? | {OPEN}(?:{AT}|@){CLOSE} | \s{AT}\s )
    [\w-]+ (?: (?: \. | {OPEN}(?:{DOT}|\.){CLOSE} | \s{DOT}\s ) [\w-]+ )*
    (?: \. | {OPEN}(?:{DOT}|\.){CLOSE} | \s{DOT}\s ) [^\W\d_]{{2,24}} \b"""
)

TLD = either("com net org info biz eu cz sk pl ua ru de at vn uk io me app online link shop укр рф")
LINK = pattern(
    rf"""(?:https?|hxxps?|ftp)://\S+ | \bwww\.\S+
    | (?<![\w@.-]) (?:[\w-]+\.)+ {TLD} \b (?![\w-]) (?:/\S*)?"""
)

NETWORK = either(
    "telegram telegramu телеграм телеграмі телеграме тг tg viber вайбер вайбері whatsapp watsapp "
    "ватсап вотсап signal skype скайп instagram instagramu инстаграм інстаграм insta ig facebook "
    "фейсбук fb messenger zalo wechat discord"
)
HANDLE = pattern(
    rf"""(?<![\w@/]) @[a-z_][\w.]{{2,31}} \w
    | \b{NETWORK}\s?[:=]\s?@?(?=[\w.]{{4,}})[a-z_][\w.]{{2,31}}\w
    | \b{NETWORK}\s(?=[\w.]*[\d_])[a-z][\w.]{{3,31}}\w"""
)

ACCOUNT = pattern(
    r"""\b[a-z]{2}\d{2}(?:\s?[a-z0-9]{4}){3,7}(?:\s?[a-z0-9]{1,3})?\b
    | \b\d{2}(?:\s?\d{4}){6}\b
    | \b(?:\d{1,6}\s?-\s?)?\d{2,10}\s?/\s?\d{4}\b"""
)

DIGIT = either(
    "nula jedna jeden dva dvě tři čtyři pět šest sedm osm devět "
    "zero dwa trzy cztery pięć sześć siedem osiem dziewięć "
    "нуль один два три чотири п'ять пять шість сім вісім дев'ять девять "
    "ноль четыре шесть семь восемь "
    "one two three four five six seven eight nine "
    "صفر واحد اثنان ثلاثة اربعة خمسة ستة سبعة ثمانية تسعة"
)
# A digit, a letter that stands for one between others, or its name.
ATOM = rf"""(?: \d | (?<=[\d\s.(-])[oо](?=[\s.-]?\d) | (?<=\d)[oо]\b
    | (?<=\d)[lI|](?=[\s.-]?\d) | \b{DIGIT}\b )"""
GAP = r"(?: [\s.()/\\_*·•~+–—-]{0,3} | \s?,\s? )"
PHONE = pattern(rf"\(? (?: \+\s? | \b00 )? \(? {ATOM} (?: {GAP} {ATOM} ){{5,17}}")
DIGIT_WORD = pattern(rf"\b{DIGIT}\b")
CALL = pattern(
    either(
        "tel telefon telefonu telefonní mob mobil číslo call phone number dzwoń zadzwoń numer "
        "тел телефон моб номер дзвоніть звоните whatsapp viber вайбер ватсап signal هاتف رقم"
    )
    + r"[\s.:№#]*$"
)

CURRENCY = either("kč kc czk zł zl pln eur € euro uah грн ₴ usd $ руб rub korun korunami złotych")
YEAR = r"(?:19|20)\d\d"
HOUR = r"(?:[01]?\d|2[0-4])"
HARMLESS = [
    pattern(part)
    for part in (
        # dates in four notations, and years in a row
        rf"(?<![\d]) \d{{1,2}}\s?[./-]\s?\d{{1,2}}\s?[./-]\s?{YEAR} (?!\d)",
        rf"(?<![\d]) {YEAR}\s?[./-]\s?\d{{1,2}}\s?[./-]\s?\d{{1,2}} (?!\d)",
        rf"(?<![\d+]) {YEAR} (?: \s?[-–—,/]\s?|\s ) {YEAR} (?![\d])",
        # times and ranges of hours
        rf"(?<![\d.]) {HOUR}[:.][0-5][05] (?![\d.]*\d)",
        rf"(?<![\d.:–-]) {HOUR}\s?[–—-]\s?{HOUR} (?![\d:.–-]*\d)",
        # prices, with thousands parted
        rf"""(?<![\d+]) (?: \d{{1,3}}(?:[\s.]\d{{3}}){{0,2}} (?:[.,]\d\d?|,-)? \s?[–—-]\s? )?
        \d{{1,3}}(?:[\s.]?\d{{3}}){{0,2}} (?:[.,]\d\d?|,-)? \s?{CURRENCY}(?!\w)""",
        # sizes, ISBN, laws, percentages
        r"(?<!\d) \d{2,3}\s?[x×]\s?\d{2,3} (?:\s?[x×]\s?\d{2,3})? (?!\d)",
        r"(?<![\d/]) \d{2,3}/\d{2,3} (?![\d/])",
        r"isbn[\s:-]*(?:\d[\s-]?){9,12}[\dx]",
        rf"(?<!\d) \d{{1,3}}\s?/\s?{YEAR} (?!\d)",
    )
]

NUMBER = r"\d{1,4}\s?[a-d]?(?:\s?/\s?\d{1,4}\s?[a-d]?)?(?![\w/]|[.,:]\d)"
NAME = r"(?:[^\W\d_][\w.'-]*[\s,]+){1,4}?"
FLAT = r"(?:[\s,]*(?:m\.?|byt|кв\.?|квартира|apt\.?)\s?\d{1,4})?"
# Words that begin a street's name in these languages; `.` may follow, then the name and number.
STREET = either(
    "ul ulice ulici ulica ulicy nám náměstí tř třída třídě nábř nábřeží sídliště al aleja alei os "
    "osiedle osiedlu pl plac placu вул вулиця вулиці ул улица улице улиці просп проспект проспекті "
    "проспекте пр-т бул бульвар бульварі пров провулок пер переулок площа площі площадь площади "
    "شارع"
)
HOUSE = either("č čp č.p čp. č.p. д буд будинок дом д. буд. dům nr numer")
# What a number after a capitalised adjective counts, where it is no house.
COUNTED = either(
    "let hod hodin hodiny kč děti dětí lekce lekcí dny dní týdny týdnů měsíce měsíců × x % "
    "osob osoby lidí lidi kusů ks místa míst třída třídy úroveň"
)
ADDRESSES = [
    pattern(rf"(?<!\w){STREET}\.?\s{NAME}(?:{HOUSE}\s?)?{NUMBER}{FLAT}"),
    # Americká 42/10, Slovanská 1234
    pattern(r"(?<!\w)[A-Z][\w-]+(?:\s[\w.-]+){0,2}?\s\d{1,4}/\d{1,4}[a-d]?(?![\w/])", case=True),
    pattern(
        r"(?<!\w)[A-Z]\w+(?:ska|cka|ova|[^aeiouy\W]ni)\s\d{1,4}[a-d]?"
        rf"(?![\w/.:-]|\s?(?i:{COUNTED}))",
        case=True,
    ),
    pattern(
        r"\b\d{1,4}[a-d]?\s(?:[A-Z]\w+\s){1,3}(?:Street|St|Road|Rd|Avenue|Ave|Lane)\b", case=True
    ),
    pattern(r"\bso\s(?:nha\s)?\d{1,4},?\s(?:duong|pho|ngo)\s\w+"),
    # a point on the map: 49.74747, 13.37759
    pattern(r"(?<!\d)\d{2}\.\d{4,}\s?°?n?\s?[,;\s]\s?\d{1,2}\.\d{4,}\s?°?e?"),
]
