"""Make raw updates of every kind that python-telegram-bot knows, from its own types."""

from __future__ import annotations

import inspect
import json
import random
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum
from functools import cache
from itertools import cycle
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Literal, NamedTuple, Union, get_args, get_origin, get_type_hints

import telegram
from telegram import (
    CallbackQuery,
    Chat,
    ChatMemberUpdated,
    InaccessibleMessage,
    MaybeInaccessibleMessage,
    Message,
    TelegramObject,
    Update,
    User,
)

Json = dict[str, Any]

KINDS: tuple[str, ...] = tuple(str(kind) for kind in Update.ALL_TYPES)
# What a bot mostly gets, and how many of the updates are drawn from it.
FREQUENT = ("message", "callback_query")
FREQUENT_SHARE = 0.4
PRIVATE_SHARE = 0.78

BOT = 7_123_456_789
PEOPLE: tuple[int, ...] = (
    *range(210_000_017, 210_000_017 + 36 * 1_000_003, 1_000_003),
    1,
    2**31,
    2**40 + 7,
    2**52 - 1,
)
GROUPS = (-4_100_200, -4_100_201, -1)
SUPERGROUPS = (-1_001_234_567_890, -1_002_345_678_901, -(2**52))
CHANNELS = (-1_001_111_111_111, -1_002_222_222_222)
CHAT_TYPES: dict[int, str] = {
    **dict.fromkeys(PEOPLE, "private"),
    **dict.fromkeys(GROUPS, "group"),
    **dict.fromkeys(SUPERGROUPS, "supergroup"),
    **dict.fromkeys(CHANNELS, "channel"),
}

# How many objects stand inside each other below the update. Only what a message brings goes
# further where it cannot be made with less, such as a gift with its model and backdrop.
MAX_DEPTH = 4
# Roughly the bytes an update may take, so that it stays below 64 KiB with what is required.
ROOM = 48_000
SECOND_OF_FIRST_UPDATE = 1_767_225_600
UNHEARD_OF = "unheard_of"

SENTENCES = (
    "hi",
    "yes",
    "no",
    "both",
    "20",
    "3 x 12",
    "tomorrow at 7",
    "my lower back hurts when I sit",
    "I have a numb leg since Sunday",
    "what is a dead bug?",
    "stop",
    "I agree",
    "None of these",
    "18–64",
    "I can lie on the floor",
    "I'm in position",
    "Done",
    "Fine",
    "delete everything about me",
    "Привет, болит спина",
    "¿qué hago si me duele?",
)
COMMANDS = (
    "/start",
    "/start x",
    "/start " + "x" * 65,
    "/START@posture_coach_bot",
    "/help",
    "/program",
    "/export",
    "/delete",
    "/stop now",
    "/frobnicate",
    "/restart",
    '/intent{"slot": "value"}',
    '/inform{"program":"extension"}',
    "/EXTERNAL_x",
    "/",
    "//",
)
HOSTILE = (
    "",
    " \t\n ",
    "\x00",
    "a\x00b\x07\x1b[J",
    "<b>&",
    "</b></i>&lt;&#0;<script>alert(1)</script>",
    "\u202eright to left\u202c \u200f\u2067؟",
    "ظهري يؤلمني",
    "\u200b\u200d\ufeff",
    "👩‍👩‍👧‍👦🏳️‍🌈👍🏽",
    "e\u0301\u0302\u0303" * 20,
    "\u2028\u2029\x85",
    "\uffff\ufffe\U0010ffff",
    "'; DROP TABLE person; --",
    "{{7*7}} {slot} ${x} %s %(x)d {0}",
    "*_`[](http://x.invalid)~",
    "answer:consent:yes",
    "do:delete_data",
    "-1e309",
    "null",
)
# The longest text Telegram lets through has 4096 UTF-16 units.
HUGE = ("a" * 4096, "my back " * 512, "<b>&" * 1024, "\n" * 4096, "\x00" * 4096, "😀" * 2048)
_CODES = re.compile(r'payload: "((?:answer|do):[^"{}]+)"')
_DOMAIN = Path(__file__).resolve().parents[2] / "domain.yml"
# Some buttons are filled in as they are shown, so that their codes stand nowhere.
REAL_CODES = (
    "answer:consent:yes",
    "answer:sign_shoulders:yes",
    "answer:sign_shoulders:a_little",
    "answer:workout_step:done.1",
    "do:start_workout",
    "do:help",
    *sorted(set(_CODES.findall(_DOMAIN.read_text(encoding="utf-8")))),
)
JUNK_CODES = (
    "",
    "answer:",
    "answer:consent",
    "answer:nothing:yes",
    "answer:consent:yes\n",
    "answer:workout_step:done.99999",
    "do:",
    "do:frobnicate",
    "do:choose:choice=consent:yes",
    "do:nlu_fallback",
    "buy:now",
    "/restart",
    "\x00",
    '{"a": 1}',
    "x" * 64,
    "x" * 65,
    "я" * 64,
    "answer:consent:" + "y" * 4000,
)
NAMES = ("Ada", "Grace", "Łukasz", "محمد", "<b>Bob</b>", "A", "👻", "O'Brien; --", "x" * 64)
# Values of fields whose name says what they are.
WORDS: dict[str, Sequence[str]] = {
    "first_name": NAMES,
    "username": ("ada", "grace_h", "x" * 32),
    "language_code": ("en", "de", "pt-BR", "ar", "xx", ""),
    "country_code": ("DE", "FR", "ZZ"),
    "country_codes": ("DE", "FR", "ZZ"),
    "currency": ("USD", "EUR", "XTR"),
    "mime_type": ("image/png", "audio/ogg", "application/x-tgsticker", "not a type"),
    "file_name": ("scan.pdf", "../../etc/passwd", "x" * 255),
    "url": ("https://example.org/?a=1&b=2", "tg://user?id=1", "javascript:0"),
    "invite_link": ("https://t.me/+abcdef",),
    "phone_number": ("+4930123456", "123"),
    "chat_type": ("sender", "private", "group", "supergroup", "channel"),
    "data": REAL_CODES,
    "callback_data": REAL_CODES,
}
_TOKEN = re.compile(r"(?:^|_)(?:id|ids|hash|secret|instance|credentials)$")
BIG_NUMBERS = (0, 2**31 - 1, 2**31, 2**52 - 1, 2**52)
MOMENTS = (1, 2**31 - 1, 2**31, 2**32)


class Field(NamedTuple):
    """A field as it comes over the wire, with the types of PTB's parameter for it."""

    name: str
    types: tuple[Any, ...]
    required: bool


class Variant(NamedTuple):
    """A class that an object may be of, and the values that tell it from its siblings."""

    cls: type[TelegramObject]
    marks: dict[str, Any]


# What PTB names after its own needs.
WIRE_NAMES = {"from_user": "from"}
PYTHON_ONLY = frozenset({"api_kwargs"})
# What PTB puts into a passport once it has decrypted it.
ENCRYPTED: dict[tuple[str, str], tuple[Any, ...]] = {
    ("EncryptedPassportElement", "data"): (str,),
    ("PassportFile", "credentials"): (),
}


@cache
def list_fields(cls: type[TelegramObject]) -> tuple[Field, ...]:
    """Return the fields of a class, read from the signature of its constructor."""
    known = {**vars(telegram), **vars(sys.modules[cls.__module__])}
    hints = get_type_hints(cls.__init__, known)
    fields = [
        _read_field(cls, parameter, hints[name])
        for name, parameter in inspect.signature(cls).parameters.items()
        if name not in PYTHON_ONLY
    ]
    return tuple(each for each in fields if each.types)


def _read_field(cls: type[TelegramObject], parameter: inspect.Parameter, hint: Any) -> Field:
    name = parameter.name
    types = ENCRYPTED.get((cls.__name__, name), list_types(hint))
    required = parameter.default is parameter.empty or _is_demanded(cls, name)
    return Field(WIRE_NAMES.get(name, name), types, required)


def _is_demanded(cls: type[TelegramObject], name: str) -> bool:
    """Say whether a constructor refuses to do without what has a default."""
    try:
        _make_example(cls, {name: None})
    except TypeError:
        return True
    return False


def _make_example(cls: type[TelegramObject], but: Json) -> TelegramObject:
    """Return an instance with nothing in it: no constructor looks closer at an empty tuple."""
    names = inspect.signature(cls).parameters.keys() - PYTHON_ONLY
    return cls(**(dict.fromkeys(names, ()) | but))


@cache
def list_types(hint: Any) -> tuple[Any, ...]:
    """Return the types that a value may have on the wire."""
    if isinstance(hint, str):  # as they stand in a Sequence["..."]
        return (getattr(telegram, hint),)
    union = get_origin(hint) in (Union, UnionType)
    types = get_args(hint) if union else (hint,)
    if timedelta in types:
        return (timedelta,)
    return tuple(kind for kind in types if not _is_python_only(kind))


def _is_python_only(kind: Any) -> bool:
    wrapper = getattr(get_origin(kind), "__name__", None)
    return kind in (NoneType, object) or wrapper == "DefaultValue"


def _is_object(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, TelegramObject)


def _is_sequence(kind: Any) -> bool:
    origin = get_origin(kind)
    return isinstance(origin, type) and issubclass(origin, Sequence)


@cache
def list_variants(cls: type[TelegramObject]) -> tuple[Variant, ...]:
    """Return what an object of a class may be: for an abstract one its concrete subclasses."""
    subclasses = [each for each in cls.__subclasses__() if each.__module__.startswith("telegram.")]
    variants = [
        Variant(each, _read_marks(cls, each))
        for each in sorted(subclasses, key=lambda each: each.__name__)
    ]
    return tuple(variants) or (Variant(cls, {}),)


def _read_marks(base: type[TelegramObject], cls: type[TelegramObject]) -> Json:
    """Return what the base asks for and the subclass knows by itself, such as its type."""
    own = {each.name for each in list_fields(cls)}
    example = _make_example(cls, {})
    marks = [each.name for each in list_fields(base) if each.required and each.name not in own]
    return {name: _to_wire(getattr(example, name)) for name in marks}


@cache
def measure_height(kind: Any) -> int:
    """Return how many objects stand inside each other in a value that has only what it must."""
    if _is_sequence(kind):
        return max(map(measure_height, list_types(get_args(kind)[0])))
    if not _is_object(kind):
        return 0
    classes = [variant.cls for variant in list_variants(kind)]
    required = [each for cls in classes for each in list_fields(cls) if each.required]
    return 1 + max((measure_height(inner) for each in required for inner in each.types), default=0)


@cache
def list_optional(cls: type[TelegramObject], depth: int) -> tuple[Field, ...]:
    """Return the fields that may be left out, without those that would lead too deep."""
    optional = [each for each in list_fields(cls) if not each.required]
    if depth <= 1:
        return tuple(optional)
    room = MAX_DEPTH - depth
    return tuple(each for each in optional if max(map(measure_height, each.types)) <= room)


def _to_wire(value: Any) -> Any:
    if isinstance(value, datetime):
        return int(value.timestamp())
    return value.value if isinstance(value, Enum) else value


@cache
def list_constants(cls: type[TelegramObject], name: str) -> tuple[str, ...]:
    """Return the values a class names for a text field: ChatType for the type of a chat."""
    values = [getattr(cls, each) for each in dir(cls) if each.isupper()]
    enums = [each for each in values if isinstance(each, Enum) and isinstance(each, str)]
    return tuple(str(each) for each in enums if type(each).__name__.lower().endswith(name))


@dataclass
class Scene:
    """Who does what where in one update, and how much more may be said about it."""

    kind: str
    dice: random.Random
    update_id: int
    person: int = field(init=False)
    chat: int = field(init=False)
    room: int = ROOM

    def __post_init__(self) -> None:
        self.person = self.dice.choice(PEOPLE)
        self.chat = self._choose_chat()

    @property
    def now(self) -> int:
        """Return the second of the update."""
        return SECOND_OF_FIRST_UPDATE + self.update_id % 2**24

    def _choose_chat(self) -> int:
        if "channel" in self.kind:
            return self.dice.choice(CHANNELS)
        if self.dice.random() < PRIVATE_SHARE:
            return self.person
        return self.dice.choice(GROUPS + SUPERGROUPS + CHANNELS)

    def make_object(self, cls: type[TelegramObject], depth: int) -> Json:
        """Return an object of a class with what it requires and some of what it may have."""
        variant, marks = self.dice.choice(list_variants(cls))
        if self.dice.random() < 0.02 and _are_names(marks):
            variant, marks = cls, dict.fromkeys(marks, UNHEARD_OF)
        data: Json = {}
        for each in self._choose_fields(variant, depth):
            if each.required or self.room > 0:
                data[each.name] = self._make_value(variant, each.name, each.types, depth)
        self._add_news(data)
        return POLISHES.get(variant, _keep)(self, data | marks, depth)

    def _choose_fields(self, cls: type[TelegramObject], depth: int) -> list[Field]:
        optional = list_optional(cls, depth)
        share = len(optional) if self.dice.random() < 0.01 else self.dice.choice((0, 1, 2, 3, 5))
        chosen = self.dice.sample(optional, min(share, len(optional)))
        return [each for each in list_fields(cls) if each.required] + chosen

    def _add_news(self, data: Json) -> None:
        """Add a field that a later Bot API may have."""
        if self.dice.random() < 0.01:
            data["field_of_tomorrow"] = [1, None, "x"]

    def _make_value(self, cls: type, name: str, types: tuple[Any, ...], depth: int) -> Any:
        kind = self.dice.choice(types)
        self.room -= len(name) + 8
        if _is_object(kind):
            return self.make_object(kind, depth + 1)
        if _is_sequence(kind):
            return self._make_list(cls, name, list_types(get_args(kind)[0]), depth)
        if get_origin(kind) is Literal:
            return self.dice.choice(get_args(kind))
        if issubclass(kind, Enum):
            return self.dice.choice([each.value for each in kind])
        return MAKERS[kind](self, cls, name)

    def _make_list(self, cls: type, name: str, types: tuple[Any, ...], depth: int) -> list[Any]:
        length = self.dice.choice((0, 1, 1, 2, 3)) if self.room > 0 else 0
        return [self._make_value(cls, name, types, depth) for _ in range(length)]

    def make_flag(self, cls: type[TelegramObject], name: str) -> bool:
        """Return yes or no."""
        return self.dice.random() < 0.5

    def make_number(self, cls: type[TelegramObject], name: str) -> int:
        """Return a whole number: a long one for an id, rarely an extreme one."""
        if self.dice.random() < 0.03:
            return self.dice.choice(BIG_NUMBERS)
        return self.dice.randrange(1, 2**31 if _TOKEN.search(name) else 300)

    def make_fraction(self, cls: type[TelegramObject], name: str) -> float:
        """Return a number that may be a degree of latitude."""
        return round(self.dice.uniform(-90, 90), 6)

    def make_moment(self, cls: type[TelegramObject], name: str) -> int:
        """Return the second of something that mostly happened before the update."""
        if self.dice.random() < 0.02:
            return self.dice.choice(MOMENTS)
        return self.now - self.dice.randrange(1_000_000)

    def make_seconds(self, cls: type[TelegramObject], name: str) -> int:
        """Return how long something takes."""
        return self.dice.choice((0, 1, 30, 86_400, 2**31 - 1, self.dice.randrange(1, 600)))

    def make_text(self, cls: type[TelegramObject], name: str) -> str:
        """Return what the name of a text field asks for, rarely what nobody asks for."""
        constants = list_constants(cls, name)
        if constants:
            return self.dice.choice(constants)
        if self.dice.random() < 0.05:
            return self.write(HOSTILE)
        if name not in WORDS and _TOKEN.search(name):
            return f"{self.dice.getrandbits(64):x}"
        return self.write(WORDS.get(name, SENTENCES))

    def write(self, texts: Sequence[str]) -> str:
        """Return one of some texts, or an empty one when there is no room for it."""
        text = self.dice.choice(texts)
        cost = len(json.dumps(text))
        if cost > self.room:
            return ""
        self.room -= cost
        return text

    def write_message(self) -> str:
        """Return a text as people send it, and as nobody should."""
        share = self.dice.random()
        if share < 0.5:
            return self.write(SENTENCES)
        if share < 0.7:
            return self.write(COMMANDS)
        return self.write(HOSTILE if share < 0.97 else HUGE)

    def write_code(self) -> str:
        """Return what a button carries: mostly a code of this program."""
        return self.write(REAL_CODES if self.dice.random() < 0.7 else JUNK_CODES)

    def make_user(self, number: int, depth: int) -> Json:
        """Return a certain person, or the bot, as a user."""
        return be_user(self.make_object(User, depth), number)

    def make_chat(self, number: int, depth: int) -> Json:
        """Return a certain chat."""
        return be_chat(self.make_object(Chat, depth), number)


MAKERS: dict[type, Callable[[Scene, type[TelegramObject], str], Any]] = {
    bool: Scene.make_flag,
    int: Scene.make_number,
    float: Scene.make_fraction,
    str: Scene.make_text,
    datetime: Scene.make_moment,
    timedelta: Scene.make_seconds,
}


def _are_names(marks: Json) -> bool:
    return bool(marks) and all(isinstance(mark, str) for mark in marks.values())


Polish = Callable[[Scene, Json, int], Json]


def name_of(number: int) -> str:
    """Return the name of whoever has this id, always the same."""
    return NAMES[number % len(NAMES)]


def be_user(data: Json, number: int) -> Json:
    """Make a user be a certain one."""
    return data | {"id": number, "is_bot": number == BOT, "first_name": name_of(number)}


def be_chat(data: Json, number: int) -> Json:
    """Make a chat be a certain one, with the name of a person when it is private."""
    named = {name: value for name, value in data.items() if name not in ("first_name", "title")}
    label = "first_name" if number > 0 else "title"
    return named | {"id": number, "type": CHAT_TYPES[number], label: name_of(number)}


def _keep(scene: Scene, data: Json, depth: int) -> Json:
    return data


def _polish_user(scene: Scene, data: Json, depth: int) -> Json:
    return be_user(data, scene.dice.choice((*PEOPLE, BOT)))


def _polish_chat(scene: Scene, data: Json, depth: int) -> Json:
    return be_chat(data, scene.dice.choice(tuple(CHAT_TYPES)))


def _polish_message(scene: Scene, data: Json, depth: int) -> Json:
    """Set where and by whom a message was written, and mostly give it a text."""
    data = _place_message(scene, data, depth)
    if depth == 1 and scene.kind.startswith("edited"):
        data["edit_date"] = scene.now
    if scene.dice.random() < 0.6:
        data["text"] = scene.write_message()
        data |= _mark_command(data["text"])
    return data


def _place_message(scene: Scene, data: Json, depth: int) -> Json:
    data |= {"chat": scene.make_chat(scene.chat, depth + 1)}
    if depth == 1 and scene.dice.random() < 0.98:
        data["date"] = scene.now
    data.pop("from", None)
    if scene.chat in CHANNELS:
        return data | {"sender_chat": data["chat"]}
    return data | {"from": scene.make_user(_choose_sender(scene, depth), depth + 1)}


def _choose_sender(scene: Scene, depth: int) -> int:
    if depth == 1:
        return scene.person
    # Whatever can be tapped was sent by the bot.
    return BOT if scene.kind == "callback_query" else scene.dice.choice((scene.person, BOT))


def _mark_command(text: str) -> Json:
    """Return the entity with which Telegram marks a command at the start of a text."""
    command = re.match(r"/\w+(?:@\w+)?", text)
    if command is None:
        return {}
    return {"entities": [{"type": "bot_command", "offset": 0, "length": command.end()}]}


def _polish_inaccessible(scene: Scene, data: Json, depth: int) -> Json:
    return data | {"chat": scene.make_chat(scene.chat, depth + 1)}


def _polish_tap(scene: Scene, data: Json, depth: int) -> Json:
    """Give a tap exactly one cause, and one message."""
    choices = ("message", "inline_message_id", "data", "game_short_name")
    kept = {name: value for name, value in data.items() if name not in choices}
    if scene.dice.random() < 0.9:
        kept["message"] = scene.make_object(MaybeInaccessibleMessage, depth + 1)
    else:
        kept["inline_message_id"] = f"{scene.dice.getrandbits(64):x}"
    if scene.dice.random() < 0.9:
        return kept | {"data": scene.write_code()}
    return kept | {"game_short_name": "hopscotch"}


def _polish_membership(scene: Scene, data: Json, depth: int) -> Json:
    """Make the bot the member whose status changes in an update about itself."""
    if scene.kind == "my_chat_member":
        for name in ("old_chat_member", "new_chat_member"):
            data[name]["user"] = scene.make_user(BOT, depth + 2)
    return data


POLISHES: dict[type[TelegramObject], Polish] = {
    User: _polish_user,
    Chat: _polish_chat,
    Message: _polish_message,
    InaccessibleMessage: _polish_inaccessible,
    CallbackQuery: _polish_tap,
    ChatMemberUpdated: _polish_membership,
}


@cache
def find_class(kind: str) -> type[TelegramObject]:
    """Return the class of what an update of a kind brings."""
    types: dict[str, tuple[Any, ...]] = {each.name: each.types for each in list_fields(Update)}
    return types[kind][0]


def generate_update(kind: str, dice: random.Random, update_id: int) -> Json:
    """Return one update of a kind as the Bot API would send it."""
    scene = Scene(kind, dice, update_id)
    data = _settle(scene, scene.make_object(find_class(kind), 1))
    return {"update_id": update_id, kind: data}


def _settle(scene: Scene, data: Json) -> Json:
    """Put what an update brings, unless it is a message, with the scene's person in its chat."""
    if find_class(scene.kind) is Message:
        return data
    settled = {
        "from": scene.make_user(scene.person, 2),
        "user": scene.make_user(scene.person, 2),
        "chat": scene.make_chat(scene.chat, 2),
        "user_chat_id": scene.person,
    }
    return data | {name: value for name, value in settled.items() if name in data}


def generate_updates(count: int, seed: int) -> Iterator[Json]:
    """Return consecutive updates: first one of each kind, then mostly what a bot mostly gets."""
    dice = random.Random(seed)
    first = dice.randrange(100_000_000, 900_000_000)
    kinds = cycle(KINDS)
    for update_id in range(first, first + count):
        familiar = update_id - first >= len(KINDS) and dice.random() < FREQUENT_SHARE
        kind = dice.choice(FREQUENT) if familiar else next(kinds)
        yield generate_update(kind, dice, update_id)


Breakage = Callable[[Json, str, random.Random], Json]

# What Telegram never sends, among it half of a surrogate pair, which no encoding can carry.
JUNK: tuple[Any, ...] = (
    "yesterday",
    "",
    "\ud800",
    True,
    -1.5,
    2**70,
    [],
    [None],
    [[1, "a"], {"b": []}],
    {},
    {"id": {"id": {}}},
    {"": ""},
)


def _pick_junk(dice: random.Random, instead_of: Any) -> Any:
    return deepcopy(dice.choice([each for each in (*JUNK, _dig()) if each != instead_of]))


def _spoil(data: Json, name: str, dice: random.Random) -> Json:
    return data | {name: _pick_junk(dice, data.get(name))}


def _bring_nothing(content: Json, kind: str, dice: random.Random) -> Json:
    return {}


def _bring_null(content: Json, kind: str, dice: random.Random) -> Json:
    return {kind: None}


def _bring_what_no_one_knows(content: Json, kind: str, dice: random.Random) -> Json:
    return {f"{kind}_of_tomorrow": content}


def _bring_a_list(content: Json, kind: str, dice: random.Random) -> Json:
    return {kind: [content]}


def _bring_junk(content: Json, kind: str, dice: random.Random) -> Json:
    return {kind: _pick_junk(dice, content)}


def _bring_depths(content: Json, kind: str, dice: random.Random) -> Json:
    return {kind: _dig()}


def _dig() -> Json:
    """Return an object so deep that whoever follows it down needs a limit."""
    hole: Json = {}
    for _ in range(100):
        hole = {"message": [hole]}
    return hole


def _leave_out(content: Json, kind: str, dice: random.Random) -> Json:
    lost = dice.choice(_list_required(kind))
    return {kind: {name: value for name, value in content.items() if name != lost}}


def _list_required(kind: str) -> list[str]:
    return [each.name for each in list_fields(find_class(kind)) if each.required]


def _bring_required_as_nulls(content: Json, kind: str, dice: random.Random) -> Json:
    return {kind: dict.fromkeys(_list_required(kind))}


def _spoil_an_object(content: Json, kind: str, dice: random.Random) -> Json:
    fields = list_fields(find_class(kind))
    nested = [each.name for each in fields if any(map(measure_height, each.types))]
    return {kind: _spoil(content, dice.choice(nested), dice)}


def _spoil_a_value(content: Json, kind: str, dice: random.Random) -> Json:
    return {kind: _spoil(content, dice.choice(list(content)), dice)}


def _spoil_something_deep(content: Json, kind: str, dice: random.Random) -> Json:
    place = content
    while inner := [value for value in place.values() if isinstance(value, dict) and value]:
        place = dice.choice(inner)
    place |= _spoil(place, dice.choice(list(place)), dice)
    return {kind: content}


BREAKAGES: tuple[Breakage, ...] = (
    _bring_nothing,
    _bring_null,
    _bring_what_no_one_knows,
    _bring_a_list,
    _bring_junk,
    _bring_depths,
    _leave_out,
    _bring_required_as_nulls,
    _spoil_an_object,
    _spoil_a_value,
    _spoil_something_deep,
)


def broken_updates(count: int, seed: int) -> Iterator[Json]:
    """Return consecutive updates that mostly cannot be parsed, or make no sense."""
    dice = random.Random(seed)
    breakages = cycle(BREAKAGES)
    for update in generate_updates(count, seed):
        _, kind = update
        broken = next(breakages)(update[kind], kind, dice)
        yield {"update_id": update["update_id"], **broken}
