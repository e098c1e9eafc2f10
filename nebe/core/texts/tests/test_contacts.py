import pytest

from nebe.core.texts.contacts import clean_text, find, mask

FOUND = [
    ("phone", "Volejte 777 123 456 večer", "777 123 456"),
    ("phone", "tel. 777123456.", "777123456"),
    ("phone", "+420 777 123 456", "+420 777 123 456"),
    ("phone", "00420777123456", "00420777123456"),
    ("phone", "+420-777-123-456", "+420-777-123-456"),
    ("phone", "(+420) 777.123.456", "(+420) 777.123.456"),
    ("phone", "7 7 7 1 2 3 4 5 6", "7 7 7 1 2 3 4 5 6"),
    ("phone", "77.71.23.45.67", "77.71.23.45.67"),
    ("phone", "číslo je 7O7 123 45O", "7O7 123 45O"),
    ("phone", "777 sto dvacet? ne: 777 jedna dva tři 456", "777 jedna dva tři 456"),
    ("phone", "sedm sedm sedm jedna dva tři čtyři pět šest", None),
    ("phone", "семь семь семь один два три 456", None),
    ("phone", "seven seven seven one two three 456", None),
    ("phone", "zadzwoń: 601 23 45 67", "601 23 45 67"),
    ("phone", "+48 601 234 567", "+48 601 234 567"),
    ("phone", "+380 (67) 123-45-67", "+380 (67) 123-45-67"),
    ("phone", "067 123 45 67", "067 123 45 67"),
    ("phone", "тел: 123-45-67", "123-45-67"),
    ("phone", "٠٧٧٧ ١٢٣ ٤٥٦", "٠٧٧٧ ١٢٣ ٤٥٦"),
    ("phone", "７７７１２３４５６", "７７７１２３４５６"),
    ("phone", "777\u200b123\u200b456", None),
    ("phone", "\u202e654 321 777\u202c", None),
    ("phone", "777/123/456", "777/123/456"),
    ("phone", "777*123*456", "777*123*456"),
    ("phone", "Jsem doma 8-12 a 13-17, 604 123 456", "604 123 456"),
    ("phone", "Cena 500 Kč, mobil 604 123 456", "604 123 456"),
    ("phone", "12. 3. 2024 volat 604123456", "604123456"),
    ("phone", "+84 91 234 56 78", "+84 91 234 56 78"),
    ("email", "pište na petr@example.org.", "petr@example.org"),
    ("email", "petr.novak+pomoc@mail.example.net", "petr.novak+pomoc@mail.example.net"),
    ("email", "petr (at) example.org", "petr (at) example.org"),
    ("email", "petr [at] example [dot] org", "petr [at] example [dot] org"),
    ("email", "petr zavináč example tečka org", "petr zavináč example tečka org"),
    ("email", "petr małpa example kropka org", "petr małpa example kropka org"),
    ("email", "olena собака example крапка org", "olena собака example крапка org"),
    ("email", "petr＠example．org", "petr＠example．org"),
    ("email", "petr @ example.org", "petr @ example.org"),
    ("email", "PETR@EXAMPLE.ORG", "PETR@EXAMPLE.ORG"),
    ("email", "pe\u200btr@exam\u00adple.org", None),
    ("link", "viz https://example.org/petr?x=1", "https://example.org/petr?x=1"),
    ("link", "www.example.org", "www.example.org"),
    ("link", "t.me/petr_novak", "t.me/petr_novak"),
    ("link", "wa.me/420777123456", "wa.me/420777123456"),
    ("link", "facebook.com/petr.novak", "facebook.com/petr.novak"),
    ("link", "moje-stranka.cz", "moje-stranka.cz"),
    ("handle", "jsem @petr_novak tam", "@petr_novak"),
    ("handle", "Telegram: petrnovak", "Telegram: petrnovak"),
    ("handle", "телеграм: olena_k", "телеграм: olena_k"),
    ("handle", "instagram petr_1990", "instagram petr_1990"),
    ("account", "CZ65 0800 0000 1920 0014 5399", "CZ65 0800 0000 1920 0014 5399"),
    ("account", "pošlete na 19-2000145399/0800", "19-2000145399/0800"),
    ("account", "PL61 1090 1014 0000 0712 1981 2874", "PL61 1090 1014 0000 0712 1981 2874"),
    ("account", "61 1090 1014 0000 0712 1981 2874", "61 1090 1014 0000 0712 1981 2874"),
    ("address", "bydlím v ulici Karla Čapka 12, Plzeň", "ulici Karla Čapka 12"),
    ("address", "Americká 42/10", "Americká 42/10"),
    ("address", "přijďte na Slovanská 15", "Slovanská 15"),
    ("address", "bydlím Zahradní 12, Plzeň", "Zahradní 12"),
    ("address", "nám. Míru 7", "nám. Míru 7"),
    ("address", "ul. Długa 5/7 m. 12", "ul. Długa 5/7 m. 12"),
    ("address", "al. Jana Pawła II 3a", "al. Jana Pawła II 3a"),
    ("address", "вул. Шевченка, 12", "вул. Шевченка, 12"),
    ("address", "вулиця Івана Франка 7 кв. 3", "вулиця Івана Франка 7 кв. 3"),
    ("address", "улица Ленина, д. 5", "улица Ленина, д. 5"),
    ("address", "12 Long Street", "12 Long Street"),
    ("address", "شارع النيل 12", "شارع النيل 12"),
    ("address", "49.74747, 13.37759", "49.74747, 13.37759"),
]

HARMLESS = """
Cena je 500 Kč za hodinu
1 500 000 Kč
15 000 - 20 000 Kč měsíčně
od 1500 do 2500 zł
120,50 EUR
Narozen v roce 1985
2019–2023
v letech 2015 2016 2017
2 děti 5 a 7 let
Mám dvě děti, pět a sedm let
dva pokoje a jedna kuchyň pro tři lidi
1. 9. 2024 – 30. 6. 2025
01.09.2024
2024-09-01 až 2025-06-30
9/1/2024
út 8:00-12:00 a 13:00-17:00
8-12 13-17
Po 8.00-12.00, St 13.00-17.00
301 00 Plzeň
IČO 12345678
zákon č. 65/2022 Sb.
čj. 123/2024
postel 90/200, 140/200 a 160/200
skříň 120 x 60 x 200 cm
ISBN 978-80-204-1234-5
1 2 3 4 5 6 7 8 9
000 000 000
pro 1., 2., 3., 4. a 5. třídu
100 % zdarma
úroveň A1, A2, B1, B2
Základní škola, 9. třída
Je to v pohodě. Mám auto.
Škola č. 5
Pracuji na 50 % v Plzni
3+1, 75 m2
učím od roku 2010 do 2020 každý den
setkání @ knihovna
Telegram: ano
Можу допомогти 2 рази на тиждень по 3 години
Маю 4 кімнати, 2 поверх
Дітям 5, 7 і 12 років
Имею 10 учебников по 200 страниц
Mam 3 pokoje i 2 łazienki
od poniedziałku do piątku 16-20
3 bedrooms for 5 people from 10 to 12 May
ستة أطفال وثلاث غرف
Anglická lekce 5 × týdně
Doučování 2 hodiny týdně
Vaření 3× týdně
Meet at noon. I am at home.
"""


@pytest.mark.parametrize(("kind", "text", "value"), FOUND, ids=[text for _, text, _ in FOUND])
def test_is_found(kind, text, value):
    [contact] = find(text)
    assert contact.kind == kind
    assert contact.value == text[contact.start : contact.end]
    if value:
        assert contact.value == value


@pytest.mark.parametrize("text", HARMLESS.strip().splitlines())
def test_is_left_alone(text):
    assert find(text) == []


def test_several_in_order_none_inside_another():
    text = "petr@example.org, 777 123 456, https://example.org/777123456"
    assert [contact.kind for contact in find(text)] == ["email", "phone", "link"]


def test_mask_leaves_the_rest():
    text = "Volejte 777 123 456 nebo petr@example.org, děkuji."
    assert mask(text, "[…]") == "Volejte […] nebo […], děkuji."
    assert mask("nic tu není") == "nic tu není"


def test_masked_text_holds_no_contact():
    for _kind, text, _value in FOUND:
        assert find(mask(text)) == []


def test_clean_text():
    assert clean_text("a\u202eb\u200bc\ufeff\x00d\r\ne\tf") == "abcd\ne\tf"
    assert clean_text("می\u200cخواهم 👩\u200d👧") == "می\u200cخواهم 👩\u200d👧"


@pytest.mark.parametrize(
    "text", ["1" * 20_000, "a@" * 5_000, "1 " * 10_000, "ul " * 5_000, "a." * 9_000]
)
def test_hostile_length_takes_no_time(text):
    import time

    started = time.perf_counter()
    find(text)
    assert time.perf_counter() - started < 2
