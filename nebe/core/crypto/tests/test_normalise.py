import pytest

from nebe.core.crypto.normalise import normalise_email, normalise_phone


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("Olena@Example.ORG", "olena@example.org"),
        ("  olena@example.org\n", "olena@example.org"),
        ("olena@\u200bexample.org", "olena@example.org"),
        ("ｏlena＠example.org", "olena@example.org"),
        ("petr@bücher.example", "petr@xn--bcher-kva.example"),
        ("petr+nebe@example.org", "petr+nebe@example.org"),
        ("petr", ""),
        ("@example.org", ""),
        ("", ""),
    ],
)
def test_email(value, expected):
    assert normalise_email(value) == expected


@pytest.mark.parametrize(
    ("value", "country", "expected"),
    [
        ("601 123 456", "CZ", "+420601123456"),
        ("+420 601-123-456", "PL", "+420601123456"),
        ("00420 601 123 456", "PL", "+420601123456"),
        ("420601123456", "CZ", "+420601123456"),
        ("(0)50 123 45 67", "UA", "+380501234567"),
        ("+380 (50) 123-45-67", "CZ", "+380501234567"),
        ("8 912 345-67-89", "RU", "+79123456789"),
        ("501 234 567", "PL", "+48501234567"),
        ("٦٠١ ١٢٣ ٤٥٦", "CZ", "+420601123456"),
        ("6", "CZ", ""),
        ("call me", "CZ", ""),
        ("", "CZ", ""),
        ("601123456", "XX", ""),
        ("+1234567890123456", "CZ", ""),
    ],
)
def test_phone(value, country, expected):
    assert normalise_phone(value, country) == expected
