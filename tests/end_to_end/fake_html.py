"""Read the HTML of a message as Telegram does, and refuse what Telegram refuses.

The rules and the words are those of TDLib's parse_html (td/telegram/MessageEntity.cpp).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from tests.end_to_end.fake_refusal import Refusal, refuse

KINDS = {
    **dict.fromkeys(("b", "strong"), "bold"),
    **dict.fromkeys(("i", "em"), "italic"),
    **dict.fromkeys(("u", "ins"), "underline"),
    **dict.fromkeys(("s", "strike", "del"), "strikethrough"),
    **dict.fromkeys(("span", "tg-spoiler"), "spoiler"),
    "a": "text_link",
    "blockquote": "blockquote",
    "code": "code",
    "pre": "pre",
    "tg-emoji": "custom_emoji",
}
LITERALS = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
# An apostrophe has no name that Telegram knows: &apos; stays as it is written.
REFERENCE = re.compile(r"&(?:#x([0-9a-fA-F]{1,6})|#([0-9]{1,7})|([a-zA-Z]+))(;?)")
VALUE = r"""(?:"[^"]*"|'[^']*'|[A-Za-z0-9.-]+)"""
ATTRIBUTE = re.compile(rf"\s+(?:expandable|([^\s=>]+)\s*=\s*({VALUE}))(?=[\s>])")
NAME = re.compile(r"[^\s>]*")


@dataclass(frozen=True)
class Formatted:
    """A text as people see it, with what was marked in it, counted in UTF-16 units."""

    text: str = ""
    entities: tuple[dict[str, Any], ...] = ()


def utf16_length(text: str) -> int:
    """Count as Telegram does: most emoji are two units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def parse_html(source: str) -> Formatted:
    """Return what is shown; raise Refusal for what Telegram would not send."""
    reader = Reader(source)
    while reader.at < len(source):
        reader.step()
    if reader.open:
        raise _unparsed(f'Can\'t find end tag corresponding to start tag "{reader.open[-1].tag}"')
    return trim(Formatted(reader.shown, tuple(sorted(reader.entities, key=_place))))


def trim(formatted: Formatted) -> Formatted:
    """Take away the white space around a text, as Telegram does before it looks at its length."""
    text = formatted.text.strip()
    cut = utf16_length(formatted.text) - utf16_length(formatted.text.lstrip())
    kept = (_clip(entity, cut, utf16_length(text)) for entity in formatted.entities)
    return Formatted(text, tuple(entity for entity in kept if entity["length"] > 0))


@dataclass(frozen=True)
class Opened:
    """A tag that waits for its end."""

    tag: str
    extra: dict[str, Any]
    offset: int
    start: int


@dataclass
class Reader:
    """Where reading has come to, what is shown so far and which tags are open."""

    source: str
    at: int = 0
    shown: str = ""
    open: list[Opened] = field(default_factory=list)
    entities: list[dict[str, Any]] = field(default_factory=list)

    def step(self) -> None:
        """Read a tag, a character reference or a plain character."""
        letter = self.source[self.at]
        if letter == "<":
            self._end_tag() if self.source.startswith("</", self.at) else self._start_tag()
            return
        match = REFERENCE.match(self.source, self.at) if letter == "&" else None
        decoded = match and _decode(match)
        self.shown += decoded or letter
        self.at = match.end() if match and decoded else self.at + 1

    def _start_tag(self) -> None:
        begin, name = self.at, NAME.match(self.source, self.at + 1)
        assert name is not None
        tag = name[0].lower()
        if name.end() == len(self.source):
            raise self._unclosed("start", begin)
        if tag not in KINDS:
            raise self._at(f'Unsupported start tag "{tag}"', begin)
        self.at, values = name.end(), {}
        while attribute := ATTRIBUTE.match(self.source, self.at):
            self.at = attribute.end()
            values[attribute[1]] = _unquote(attribute[2] or "")
        self._close_bracket(tag, begin)
        self._push(tag, values, begin)

    def _close_bracket(self, tag: str, begin: int) -> None:
        rest = self.source[self.at :].lstrip()
        if ">" not in rest:
            raise self._unclosed("start", begin)
        if not rest.startswith(">"):
            words = f'Expected equal sign in declaration of an attribute of the tag "{tag}"'
            raise self._at(words, begin)
        self.at = len(self.source) - len(rest) + 1

    def _push(self, tag: str, values: dict[str, str], begin: int) -> None:
        if tag == "span" and values.get("class") != "tg-spoiler":
            raise self._at('Tag "span" must have class "tg-spoiler"', begin)
        extra = {"url": values.get("href", "")} if tag == "a" else {}
        if tag == "tg-emoji":
            extra = {"custom_emoji_id": values.get("emoji-id", "")}
        self.open.append(Opened(tag, extra, utf16_length(self.shown), len(self.shown)))

    def _end_tag(self) -> None:
        begin, name = self.at, NAME.match(self.source, self.at + 2)
        assert name is not None
        if not self.open:
            raise self._at("Unexpected end tag", begin)
        rest = self.source[name.end() :].lstrip()
        if not rest.startswith(">"):
            raise self._unclosed("end", begin)
        opened, tag = self.open.pop(), name[0].lower()
        if tag not in ("", opened.tag):
            words = f'expected "</{opened.tag}>", found "</{tag}>"'
            raise _unparsed(f"Unmatched end tag at byte offset {self._bytes(begin)}, {words}")
        self.at = len(self.source) - len(rest) + 1
        self._mark(opened)

    def _mark(self, opened: Opened) -> None:
        length = utf16_length(self.shown) - opened.offset
        extra = dict(opened.extra)
        if opened.tag == "a":
            extra["url"] = extra["url"] or self.shown[opened.start :]
        # An address that is none leaves plain text behind, without an error.
        if length and (opened.tag != "a" or re.search(r"\w\.\w|^tg:", extra["url"])):
            self.entities.append(
                {"type": KINDS[opened.tag], "offset": opened.offset, "length": length, **extra}
            )

    def _at(self, words: str, begin: int) -> Refusal:
        return _unparsed(f"{words} at byte offset {self._bytes(begin)}")

    def _unclosed(self, which: str, begin: int) -> Refusal:
        return self._at(f"Unclosed {which} tag", begin)

    def _bytes(self, begin: int) -> int:
        return len(self.source[:begin].encode("utf-8", "surrogatepass"))


def _unparsed(words: str) -> Refusal:
    return refuse(f"can't parse entities: {words}")


def _decode(match: re.Match[str]) -> str | None:
    if match[3]:
        return LITERALS.get(match[3])
    code = int(match[1], 16) if match[1] else int(match[2])
    return chr(code) if 0 < code < 0x10FFFF else None


def _unquote(value: str) -> str:
    if value[:1] not in ("'", '"'):
        return value.lower()
    return REFERENCE.sub(lambda match: _decode(match) or match[0], value[1:-1])


def _place(entity: dict[str, Any]) -> tuple[int, int]:
    return entity["offset"], -entity["length"]


def _clip(entity: dict[str, Any], cut: int, length: int) -> dict[str, Any]:
    start = max(entity["offset"] - cut, 0)
    end = min(entity["offset"] + entity["length"] - cut, length)
    return {**entity, "offset": start, "length": end - start}
