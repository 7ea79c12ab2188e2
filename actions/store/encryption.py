"""Seal health data with the keys of this process, and open it again."""

from __future__ import annotations

from collections.abc import Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from actions.store.errors import BadKey, UnreadableValue

# Both forms are marked: a person's own words may begin with anything.
PLAIN = "plain:"
SEALED = "fernet:"

_keyring: MultiFernet | None = None


def generate_key() -> str:
    """Return a new random key that fits POSTURE_COACH_KEY."""
    return Fernet.generate_key().decode("ascii")


def split_keys(setting: str) -> tuple[str, ...]:
    """Return the keys of a comma separated setting, newest first; none for an empty one."""
    return tuple(key.strip() for key in setting.split(",")) if setting.strip() else ()


def use_keys(keys: Sequence[str]) -> None:
    """Seal with the first key from now on and open with all; without keys, store plain text."""
    global _keyring
    fernets = [_read_key(number, key) for number, key in enumerate(keys, start=1)]
    _keyring = MultiFernet(fernets) if fernets else None


def has_keys() -> bool:
    """Say whether what is written now is encrypted."""
    return _keyring is not None


def seal(text: str) -> str:
    """Return the stored form of a text: encrypted where a key is set, marked plain elsewhere."""
    if _keyring is None:
        return PLAIN + text
    return SEALED + _keyring.encrypt(text.encode("utf-8")).decode("ascii")


def unseal(stored: str) -> str:
    """Return the text of a stored form, or raise UnreadableValue without quoting any of it."""
    if stored.startswith(PLAIN):
        return stored[len(PLAIN) :]
    if stored.startswith(SEALED):
        return _decrypt(stored[len(SEALED) :])
    raise UnreadableValue


def _decrypt(token: str) -> str:
    if _keyring is None:
        raise UnreadableValue(
            "A stored value is encrypted and POSTURE_COACH_KEY is not set; "
            "set it to the key that the value was written with."
        )
    try:
        return _keyring.decrypt(token.encode("utf-8")).decode("utf-8")
    except InvalidToken:
        # The token is left out of the chain too: a traceback must not carry content into a log.
        raise UnreadableValue(
            "A stored value cannot be decrypted with any key in POSTURE_COACH_KEY; "
            "add the key that it was written with, separated by a comma."
        ) from None


def _read_key(number: int, key: str) -> Fernet:
    try:
        return Fernet(key)
    except ValueError:
        # The cause would quote the key.
        raise BadKey(
            f"Key {number} in POSTURE_COACH_KEY is not a key: it must be 32 random bytes as "
            "44 characters of URL-safe base64."
        ) from None
