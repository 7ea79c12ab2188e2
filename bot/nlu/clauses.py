"""Where one statement of a sentence ends and the next begins."""

import re

_NEW_STATEMENT = (
    r"(?:my|the|i|it|his|her|there|that|this|now|both|we|he|she|they|left|right|just|only|otherwise"
    r"|sometimes|mostly|mainly|although|because|so|then|got|have|feels?|hurts?)\b"
)
_BORDER = re.compile(
    r"[.;!?\n]+(?=\s|$)"
    r"|\s-\s"
    r"|,?\s*\b(?:but|however|although|though|except(?: for)?|yet|whereas|while|apart from|because|just the|only the|only my|it is|rather|instead"
    r"|plus|and now|and then|so|since|other than)\b"
    rf"|,\s*(?:and\s+)?(?={_NEW_STATEMENT})"
    r"|,\s*(?:and\s+)?(?=\w+(?: \w+)? (?:is|are|feels?|looks?|seems?|hurts?|aches?)\b)"
    rf"|\s(?:and|or)\s(?={_NEW_STATEMENT})"
)


def find_clause(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the bounds of the clause that the part of the text stands in."""
    left, right = 0, len(text)
    for border in _BORDER.finditer(text):
        if border.end() <= start:
            left = border.end()
        elif border.start() >= end:
            right = border.start()
            break
    return left, right


def split_clauses(text: str) -> list[tuple[int, int]]:
    """Return the bounds of all clauses in order."""
    bounds, left = [], 0
    for border in _BORDER.finditer(text):
        bounds.append((left, border.start()))
        left = border.end()
    return [*bounds, (left, len(text))]
