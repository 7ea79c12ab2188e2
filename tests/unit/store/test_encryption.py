"""What is sealed can be opened again, by those who have the key."""

from __future__ import annotations

import pytest

from actions.store.encryption import (
    generate_key,
    has_keys,
    seal,
    split_keys,
    unseal,
    use_keys,
)
from actions.store.errors import BadKey, UnreadableValue

SECRET = "slipped disc"


@pytest.mark.parametrize("keys", [(), (generate_key(),)], ids=["without-key", "with-key"])
@pytest.mark.parametrize("text", ["", SECRET, "plain:x", "fernet:x", "Rücken 🤕", "a\nb"])
def test_seal_any_text_opens_to_the_same(text: str, keys: tuple[str, ...]) -> None:
    use_keys(keys)
    assert unseal(seal(text)) == text


def test_seal_with_key_hides_the_text() -> None:
    use_keys([generate_key()])
    stored = seal(SECRET)
    assert stored.startswith("fernet:")
    assert SECRET not in stored


def test_seal_without_key_says_that_it_is_plain() -> None:
    assert seal(SECRET) == f"plain:{SECRET}"


def test_unseal_plain_value_after_a_key_is_set_reads_it() -> None:
    stored = seal(SECRET)
    use_keys([generate_key()])
    assert unseal(stored) == SECRET


def test_keys_rotated_old_values_stay_readable() -> None:
    old, new = generate_key(), generate_key()
    use_keys([old])
    stored = seal(SECRET)
    use_keys([new, old])
    assert unseal(stored) == SECRET


def test_keys_rotated_new_values_need_the_new_key_only() -> None:
    old, new = generate_key(), generate_key()
    use_keys([new, old])
    stored = seal(SECRET)
    use_keys([new])
    assert unseal(stored) == SECRET


@pytest.mark.parametrize(
    ("keys", "said"),
    [((), "is not set"), ((generate_key(),), "cannot be decrypted")],
    ids=["no-key", "another-key"],
)
def test_unseal_without_the_right_key_is_refused_in_a_sentence(
    keys: tuple[str, ...], said: str
) -> None:
    use_keys([generate_key()])
    stored = seal(SECRET)
    use_keys(keys)
    with pytest.raises(UnreadableValue, match=said) as refused:
        unseal(stored)
    assert str(refused.value).endswith(".")
    assert stored not in str(refused.value)


@pytest.mark.parametrize("stored", ["", SECRET, "fernet:", f"fernet:{SECRET}", "fernet:é"])
def test_unseal_damaged_value_is_refused_without_quoting_it(stored: str) -> None:
    use_keys([generate_key()])
    with pytest.raises(UnreadableValue) as refused:
        unseal(stored)
    assert SECRET not in str(refused.value)


CUT_KEY = "A" * 42


@pytest.mark.parametrize(
    "bad", ["", "secret", CUT_KEY, "ä" * 44], ids=["empty", "word", "cut", "other script"]
)
def test_use_keys_malformed_key_is_named_by_number_and_not_quoted(bad: str) -> None:
    with pytest.raises(BadKey, match="Key 2 in POSTURE_COACH_KEY") as refused:
        use_keys([generate_key(), bad])
    assert not bad or bad not in str(refused.value)


def test_use_keys_malformed_key_keeps_the_keys_in_use() -> None:
    use_keys([generate_key()])
    with pytest.raises(BadKey):
        use_keys(["secret"])
    assert has_keys()


@pytest.mark.parametrize(
    ("setting", "keys"),
    [("", ()), ("  ", ()), ("a", ("a",)), ("a, b", ("a", "b")), ("a,", ("a", ""))],
)
def test_split_keys_setting_gives_each_key(setting: str, keys: tuple[str, ...]) -> None:
    assert split_keys(setting) == keys
