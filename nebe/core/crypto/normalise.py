"""One spelling per e-mail address and phone number, so that blind indexes meet."""

import unicodedata

# Calling code and the trunk prefix that is dropped after it, by country.
CALLING = {
    "AT": ("43", "0"),
    "BY": ("375", "8"),
    "BG": ("359", "0"),
    "CZ": ("420", ""),
    "DE": ("49", "0"),
    "HU": ("36", "06"),
    "LT": ("370", "0"),
    "MD": ("373", "0"),
    "PL": ("48", ""),
    "RO": ("40", "0"),
    "RU": ("7", "8"),
    "SK": ("421", "0"),
    "SY": ("963", "0"),
    "UA": ("380", "0"),
    "VN": ("84", "0"),
}
SHORTEST, LONGEST = 8, 15  # digits with the calling code; E.164 allows 15


def normalise_email(value: str) -> str:
    """Lower case, no spaces or invisible signs, the domain in ASCII; empty when it is no address.

    Dots and `+tags` are kept: only some providers ignore them.
    """
    text = "".join(
        sign
        for sign in unicodedata.normalize("NFKC", value)
        if not sign.isspace() and unicodedata.category(sign) != "Cf"
    )
    local, at, domain = text.lower().rpartition("@")
    if not (local and at and domain):
        return ""
    try:
        return f"{local}@{domain.encode('idna').decode()}"
    except UnicodeError:
        return f"{local}@{domain}"


def normalise_phone(value: str, country: str = "CZ") -> str:
    """E.164 such as `+420601123456`; empty when it cannot be a number.

    Digits of any script; `+` or `00` begins an international number, anything else is one of
    `country` (ISO 3166-1 alpha-2). A country unknown here needs the international form.
    """
    text = unicodedata.normalize("NFKC", value).strip()
    digits = "".join(str(unicodedata.digit(sign)) for sign in text if sign.isdigit())
    if "+" in text:
        pass
    elif digits.startswith("00"):
        digits = digits[2:]
    elif country in CALLING:
        digits = _international(digits, *CALLING[country])
    else:
        return ""
    return f"+{digits}" if SHORTEST <= len(digits) <= LONGEST else ""


def _international(digits: str, code: str, trunk: str) -> str:
    national = digits.removeprefix(trunk) if trunk else digits
    # `420601123456` without a plus: a number of full length that already begins with the code.
    if digits.startswith(code) and len(digits) >= len(code) + 9:
        return digits
    return code + national
