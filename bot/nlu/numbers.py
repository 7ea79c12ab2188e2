"""Numbers in figures and words."""

import re

_SMALL = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = {
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
    "fourty": 40,
    "fifty": 50,
    "sixty": 60,
    "ninety": 90,
}
WORDS = {word: number for number, word in enumerate(_SMALL)} | _TENS

WORD = "|".join(sorted(WORDS, key=len, reverse=True))
NUMBER = rf"(?:\d+(?:[.,]\d+)?|(?:(?:twenty|thirty|forty|fourty|fifty|sixty)[ -])?(?:{WORD}))"
_PART = re.compile(r"[a-z]+")


def read_number(text: str) -> float:
    """Return the value of what `NUMBER` matched: "7", "2.5", "seven", "twenty-five"."""
    if text[0].isdigit():
        return float(text.replace(",", "."))
    return float(sum(WORDS[part] for part in _PART.findall(text)))
