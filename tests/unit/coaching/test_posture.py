"""Every set of answers leads where the table of the design says."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.coaching.posture import (
    Answer,
    Likeness,
    Pattern,
    ProgramId,
    Sidedness,
    SideSince,
    Sign,
    decide,
    decide_by_picture,
    find_sign,
    find_weaker_side,
    is_warning,
)

LETTERS = dict(zip("SUHPR", Sign, strict=True))
CROSS, UPPER, LOWER = (
    (Pattern.UPPER_AND_LOWER_CROSS, ProgramId.CROSS),
    (Pattern.UPPER_CROSS, ProgramId.CROSS_UPPER_FIRST),
    (Pattern.LOWER_CROSS, ProgramId.CROSS_LOWER_FIRST),
)
EXTENSION = (Pattern.EXTENSION, ProgramId.EXTENSION)
ROUNDED = (Pattern.ROUNDED_UPPER_BACK, ProgramId.CROSS)
UNCLEAR = (Pattern.UNCLEAR, ProgramId.SHARED)
NONE = (Pattern.NONE, ProgramId.BALANCED)

# Written by hand from the design, one row for each set of signs that are there.
TABLE = {
    "": NONE,
    "S": UPPER,
    "U": UPPER,
    "H": UPPER,
    "P": LOWER,
    "R": EXTENSION,
    "SU": UPPER,
    "SH": UPPER,
    "SP": CROSS,
    "SR": UNCLEAR,
    "UH": UPPER,
    "UP": CROSS,
    "UR": ROUNDED,
    "HP": CROSS,
    "HR": UNCLEAR,
    "PR": EXTENSION,
    "SUH": UPPER,
    "SUP": CROSS,
    "SUR": ROUNDED,
    "SHP": CROSS,
    "SHR": UNCLEAR,
    "SPR": UNCLEAR,
    "UHP": CROSS,
    "UHR": ROUNDED,
    "UPR": ROUNDED,
    "HPR": UNCLEAR,
    "SUHP": CROSS,
    "SUHR": ROUNDED,
    "SUPR": ROUNDED,
    "SHPR": UNCLEAR,
    "UHPR": ROUNDED,
    "SUHPR": ROUNDED,
}
CHOSEN = {
    Likeness.ONE: ProgramId.CROSS,
    Likeness.TWO: ProgramId.EXTENSION,
    Likeness.NEITHER: ProgramId.SHARED,
    Likeness.CANT_TELL: ProgramId.SHARED,
}
ANSWER_SETS = [
    dict(zip(Sign, row, strict=True)) for row in itertools.product(Answer, repeat=len(Sign))
]


def answer(present: str, how: Answer = Answer.YES) -> dict[Sign, Answer]:
    return {sign: how if c in present else Answer.NO for c, sign in LETTERS.items()}


def signs_of(answers: dict[Sign, Answer]) -> str:
    return "".join(c for c, s in LETTERS.items() if answers[s] in (Answer.YES, Answer.A_LITTLE))


def test_table_has_every_set_of_signs() -> None:
    assert len(TABLE) == 2 ** len(Sign)


@pytest.mark.parametrize("present", TABLE, ids=lambda p: p or "none")
@pytest.mark.parametrize("how", [Answer.YES, Answer.A_LITTLE])
def test_decide_signs_present_follows_the_table(present: str, how: Answer) -> None:
    finding = decide(answer(present, how))
    assert (finding.pattern, finding.program) == TABLE[present]
    assert finding.present == tuple(LETTERS[c] for c in present)
    assert finding.needs_picture == (TABLE[present] is UNCLEAR)


@pytest.mark.parametrize("likeness", [None, *Likeness])
def test_decide_every_answer_set_and_likeness_has_its_outcome(likeness: Likeness | None) -> None:
    for answers in ANSWER_SETS:
        finding = decide(answers, likeness)
        if list(answers.values()).count(Answer.UNKNOWN) >= 2:
            expected = (Pattern.NOT_ENOUGH, ProgramId.SHARED)
        else:
            expected = TABLE[signs_of(answers)]
        if expected is UNCLEAR and likeness is not None:
            expected = (Pattern.UNCLEAR, CHOSEN[likeness])
        assert (finding.pattern, finding.program) == expected, answers
        wants_picture = expected[0] is Pattern.UNCLEAR and likeness is None
        assert finding.needs_picture == wants_picture, answers


@given(st.sampled_from(ANSWER_SETS), st.none() | st.sampled_from(Likeness))
def test_decide_any_answers_names_present_and_unknown_signs_once(
    answers: dict[Sign, Answer], likeness: Likeness | None
) -> None:
    finding = decide(answers, likeness)
    assert not set(finding.present) & set(finding.unknown)
    assert set(finding.unknown) == {s for s, a in answers.items() if a is Answer.UNKNOWN}
    assert decide(dict(reversed(answers.items())), likeness) == finding


@given(st.sampled_from(ANSWER_SETS))
def test_decide_unknown_left_out_of_the_mapping_counts_as_unknown(
    answers: dict[Sign, Answer],
) -> None:
    said = {sign: given for sign, given in answers.items() if given is not Answer.UNKNOWN}
    assert decide(said) == decide(answers)


@pytest.mark.parametrize(
    ("answers", "mild"),
    [
        (answer("SP"), False),
        (answer("SP", Answer.A_LITTLE), True),
        (answer("S") | {Sign.HIPS: Answer.A_LITTLE}, False),
        (answer("R"), True),
        (answer("PR"), False),
        (answer("PR", Answer.A_LITTLE), True),
        (answer("SR", Answer.A_LITTLE), True),
        (answer(""), False),
        ({Sign.SHOULDERS: Answer.A_LITTLE}, False),
    ],
    ids=[
        "full_yes", "all_a_little", "one_full_yes", "ribs_alone", "extension",
        "extension_a_little", "unclear_a_little", "no_sign", "not_enough",
    ],
)  # fmt: skip
def test_decide_without_full_yes_is_mild(answers: dict[Sign, Answer], mild: bool) -> None:
    assert decide(answers).mild is mild


def test_decide_one_unknown_is_named_and_decides_nothing() -> None:
    finding = decide(answer("SP") | {Sign.RIBS: Answer.UNKNOWN})
    assert finding.pattern is Pattern.UPPER_AND_LOWER_CROSS
    assert finding.unknown == (Sign.RIBS,)


def test_decide_clear_pattern_ignores_the_likeness() -> None:
    assert decide(answer("P"), Likeness.TWO) == decide(answer("P"))


@pytest.mark.parametrize(
    ("likeness", "pattern", "program"),
    [
        (Likeness.ONE, Pattern.UPPER_AND_LOWER_CROSS, ProgramId.CROSS),
        (Likeness.TWO, Pattern.EXTENSION, ProgramId.EXTENSION),
        (Likeness.NEITHER, Pattern.NOT_ENOUGH, ProgramId.SHARED),
        (Likeness.CANT_TELL, Pattern.NOT_ENOUGH, ProgramId.SHARED),
    ],
)
def test_picture_check_gives_the_program_of_the_picture(
    likeness: Likeness, pattern: Pattern, program: ProgramId
) -> None:
    finding = decide_by_picture(likeness)
    assert (finding.pattern, finding.program) == (pattern, program)
    assert not finding.needs_picture


@pytest.mark.parametrize(
    ("name", "sign"),
    [
        ("forward_head", Sign.HEAD),
        ("hips_tip_forward", Sign.HIPS),
        ("arched_lower_back", Sign.HIPS),
        ("two_heads", None),
    ],
)
def test_find_sign_maps_the_entity_to_its_question(name: str, sign: Sign | None) -> None:
    assert find_sign(name) is sign


@pytest.mark.parametrize(
    ("sidedness", "side"),
    [
        (Sidedness.LEFT, "left"),
        (Sidedness.RIGHT, "right"),
        (Sidedness.ALIKE, None),
        (Sidedness.SORER, None),
        (None, None),
    ],
)
def test_find_weaker_side_only_where_one_was_named(
    sidedness: Sidedness | None, side: str | None
) -> None:
    assert find_weaker_side(sidedness) == side


@pytest.mark.parametrize(
    ("sidedness", "since", "warning"),
    [
        (Sidedness.LEFT, SideSince.NEW, True),
        (Sidedness.SORER, SideSince.NEW, True),
        (Sidedness.LEFT, SideSince.ALWAYS, False),
        (Sidedness.LEFT, None, False),
        (Sidedness.ALIKE, SideSince.NEW, False),
    ],
)
def test_side_difference_that_is_new_is_a_warning(
    sidedness: Sidedness, since: SideSince | None, warning: bool
) -> None:
    assert is_warning(sidedness, since) is warning
