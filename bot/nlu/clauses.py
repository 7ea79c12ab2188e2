"""Where one statement of a sentence ends and the next begins."""

from functools import lru_cache

from bot.nlu.tokens import Tokens
from bot.nlu.words import load_words, split_words


@lru_cache(maxsize=32)
def find_borders(text: str) -> tuple[int, ...]:
    """Return the indices of the words that begin a statement, and the number of all words."""
    words = split_words(text)
    starts = [0, *(i for i in range(1, len(words)) if _begins(words, i)), len(words)]
    return tuple(starts)


def find_clause(text: str, place: int) -> tuple[int, int]:
    """Return the index of the first word of the statement that the word stands in, and of the word after it."""
    borders = find_borders(text)
    first = max(border for border in borders if border <= place)
    return first, min((border for border in borders if border > place), default=first)


def _begins(words: Tokens, index: int) -> bool:
    lists = load_words("clauses")
    word, before = words.word(index), words.word(index - 1)
    if before in lists["ends"] or _is_dash(words, index - 1) or word in lists["turns"]:
        return True
    joined = before in lists["joints"]
    return joined and (word in lists["subjects"] or _has_verb_soon(words, index))


def _is_dash(words: Tokens, index: int) -> bool:
    """Say whether it is a dash and no hyphen."""
    return words.word(index) == "-" and not (words.is_glued(index) and words.is_glued(index + 1))


def _has_verb_soon(words: Tokens, index: int) -> bool:
    """Say whether a verb comes within the next words: "and my neck is stiff"."""
    lists = load_words("clauses")
    for word in words.words[index + 1 : index + 5]:
        if not word.isalpha() or word in lists["joints"] or word in lists["turns"]:
            return False
        if word in lists["verbs"]:
            return True
    return False
