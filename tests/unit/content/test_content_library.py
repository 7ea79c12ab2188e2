"""The content gives coaching what it decides on, and people what was written for them."""

from __future__ import annotations

import pytest

from actions.coaching.exercise import Equipment, Kind, Verdict
from actions.coaching.fitting import judge_exercise
from actions.coaching.posture import Pattern, ProgramId
from actions.content import Content
from actions.content.telling import tell_dose, tell_equipment, tell_howto, tell_safety

EXERCISES = (
    "prone_trap_raise",
    "reverse_crunch",
    "hip_lift_90_90",
    "deadlift",
    "lax_ball_hip_flexor",
    "lax_ball_pec",
    "camel_breathing",
    "wall_breathing",
)
VERDICTS = {"o": Verdict.OK, "~": Verdict.ADAPT, "X": Verdict.AVOID}
# The gathered precaution table, in the order of EXERCISES.
MATRIX = {
    "pregnancy": "XX~~X~~o",
    "osteoporosis": "~X~~~X~o",
    "leg_nerve_pain": "oX~X~o~o",
    "acute_back_pain": "oX~Xoo~o",
    "shoulder_injury": "X~o~oX~~",
    "blood_thinners": "ooooXXoo",
    "high_blood_pressure": "~~~Xoo~~",
    "hernia_or_prolapse": "oX~XXooo",
    "clot_suspected": "XXXXXXXX",
    "recent_surgery": "XXXXXXXX",
    "dizziness": "XXXXXXXX",
}


@pytest.mark.parametrize("condition", MATRIX)
def test_precautions_hold_the_gathered_table(content: Content, condition: str) -> None:
    row = dict(zip(EXERCISES, (VERDICTS[mark] for mark in MATRIX[condition]), strict=True))
    assert content.precautions[condition] == row
    assert content.conditions[condition].source.value == "matrix"


def test_conditions_outside_the_table_are_marked_as_the_projects_own(content: Content) -> None:
    own = {name for name, row in content.conditions.items() if row.source.value == "project"}
    assert own == set(content.conditions) - set(MATRIX)
    asked = {"heart_or_lung", "joint_replacement", "glaucoma", "recent_birth", "falls"}
    assert asked | {"numb_skin", "arm_nerve_pain", "told_to_avoid_exercise"} <= own


@pytest.mark.parametrize(
    ("condition", "exercise"),
    [
        ("pregnancy", "hip_lift_90_90"),
        ("pregnancy", "deadlift"),
        ("leg_nerve_pain", "camel_breathing"),
        ("rib_injury", "lax_ball_pec"),
        ("clot_history", "lax_ball_hip_flexor"),
    ],
)
def test_an_exercises_own_list_wins_where_it_is_stricter(
    content: Content, condition: str, exercise: str
) -> None:
    judged = judge_exercise(content.catalogue[exercise], [condition], content.precautions)
    assert judged is Verdict.AVOID


@pytest.mark.parametrize(
    ("exercise", "sets", "amounts", "source"),
    [
        ("prone_trap_raise", (2, 3), (8, 8), "article"),
        ("reverse_crunch", (2, 3), (8, 8), "article"),
        ("hip_lift_90_90", (2, 3), (5, 8), "article"),
        ("camel_breathing", (2, 3), (5, 8), "article"),
        ("wall_breathing", (2, 3), (5, 8), "article"),
        ("deadlift", (2, 3), (6, 8), "project"),
        ("lax_ball_hip_flexor", (1, 2), (30, 60), "project"),
        ("lax_ball_pec", (1, 2), (30, 60), "project"),
    ],
)
def test_doses_claim_the_article_only_where_it_has_one(
    content: Content, exercise: str, sets: tuple[int, int], amounts: tuple[int, int], source: str
) -> None:
    dose = content.catalogue[exercise].dose
    assert (dose.sets_start, dose.sets_max) == sets
    assert (dose.amount_start, dose.amount_max) == amounts
    assert dose.source == source


def test_session_order_runs_from_ball_and_breathing_to_the_hinge(content: Content) -> None:
    ordered = sorted(content.catalogue.values(), key=lambda exercise: exercise.order)
    strength = ["hip_lift_90_90", "reverse_crunch", "prone_trap_raise", "deadlift"]
    assert [exercise.id for exercise in ordered[4:]] == strength
    assert all(exercise.kind is not Kind.STRENGTH for exercise in ordered[:4])


@pytest.mark.parametrize(
    ("exercise", "version"),
    [("hip_lift_90_90", "chair_calves"), ("wall_breathing", "chair_beside")],
)
def test_starters_begin_with_a_chair(content: Content, exercise: str, version: str) -> None:
    easiest = content.catalogue[exercise].versions[0]
    assert (easiest.id, easiest.loaded) == (version, False)
    assert Equipment.CHAIR in easiest.needs


def test_hinge_climbs_from_broomstick_to_floor(content: Content) -> None:
    versions = content.catalogue["deadlift"].versions
    ladder = ["broomstick_hinge", "wall_hinge", "raised_weight", "floor_weight"]
    assert [version.id for version in versions] == ladder
    assert [version.loaded for version in versions] == [False, False, True, True]


def test_every_exercise_has_a_version_easier_than_the_standard_one(content: Content) -> None:
    assert all(exercise.standard_index > 0 for exercise in content.catalogue.values())


@pytest.mark.parametrize(
    ("program", "without"),
    [
        (ProgramId.CROSS, {"camel_breathing", "wall_breathing"}),
        (ProgramId.CROSS_UPPER_FIRST, {"camel_breathing", "wall_breathing"}),
        (ProgramId.CROSS_LOWER_FIRST, {"camel_breathing", "wall_breathing"}),
        (ProgramId.EXTENSION, {"prone_trap_raise", "lax_ball_pec"}),
    ],
)
def test_programs_hold_the_exercises_of_the_article(
    content: Content, program: ProgramId, without: set[str]
) -> None:
    assert set(content.plans[program].exercises) == set(EXERCISES) - without


def test_cross_programs_begin_with_their_part(content: Content) -> None:
    firsts = {
        program: content.plans[program].exercises[0]
        for program in (ProgramId.CROSS_UPPER_FIRST, ProgramId.CROSS_LOWER_FIRST)
    }
    assert list(firsts.values()) == ["prone_trap_raise", "hip_lift_90_90"]


@pytest.mark.parametrize(
    ("region", "pattern", "words"),
    [
        ("lower_back", Pattern.LOWER_CROSS, "lean towards lower cross"),
        ("lower_back", Pattern.UPPER_AND_LOWER_CROSS, "lean towards lower cross"),
        ("neck", Pattern.UPPER_AND_LOWER_CROSS, "lean towards upper cross"),
        ("neck", Pattern.ROUNDED_UPPER_BACK, "lean towards upper cross"),
        ("lower_back", Pattern.NONE, "short front of the hips"),
        ("lower_back", None, "short front of the hips"),
        ("tail", None, "short and busy and others"),
    ],
)
def test_cause_fits_the_pattern_where_it_is_known(
    content: Content, region: str, pattern: Pattern | None, words: str
) -> None:
    assert words in content.tell_cause(region, pattern)[1]


def test_chest_is_screened_for_the_heart_before_the_answer(content: Content) -> None:
    assert content.get_cause("chest").screen_first == "cardiac"


@pytest.mark.parametrize(
    ("words", "condition"),
    [
        ("pregnancy", "pregnancy"),
        ("Pregnant", "pregnancy"),
        ("blood thinners", "blood_thinners"),
        ("hip  replacement", "joint_replacement"),
        ("a purple toe", None),
    ],
)
def test_condition_is_found_by_id_name_or_synonym(
    content: Content, words: str, condition: str | None
) -> None:
    assert content.find_condition(words) == condition


def test_answer_with_an_unknown_key_falls_back_to_the_general_one(content: Content) -> None:
    assert content.find_answer("ask_selfcare", "crystals") is content.find_answer("ask_selfcare")
    assert content.find_answer("book_a_flight") is None


def test_safety_answer_sorts_the_exercises_by_verdict(content: Content) -> None:
    note, lists = tell_safety(content, "blood_thinners")
    assert note == content.conditions["blood_thinners"].note
    assert lists.endswith("Left out: ball on the front of the hip, ball on the chest muscle.")


def test_howto_numbers_the_steps_of_the_version(content: Content) -> None:
    setup, steps, _feel = tell_howto(content, "deadlift", "broomstick_hinge")
    assert setup.startswith("Hip hinge (deadlift), hinge with a broomstick")
    assert steps.startswith("1. The stick touches")


def test_dose_says_whose_number_it_is(content: Content) -> None:
    assert tell_dose(content, "reverse_crunch").endswith("That dose is from the article.")
    assert "2 sets of 30 to 60 seconds on each side" in tell_dose(content, "lax_ball_pec")
    assert "The article gives no dose" in tell_dose(content, "deadlift")


def test_equipment_names_what_is_needed_and_a_substitute(content: Content) -> None:
    told = tell_equipment(content, "lax_ball_hip_flexor")
    assert told.startswith("For ball on the front of the hip you need a ball and a wall.")
    assert "tennis ball" in told


def test_checklist_names_warning_signs_and_precautions(content: Content) -> None:
    items = content.health_screen.before_first.items
    warnings = {name for name, item in items.items() if item.kind.value == "warning"}
    assert {"numb_or_weak", "bladder_or_bowel", "chest_pain", "swollen_leg"} <= warnings
    assert items["pregnant"].conditions == ("pregnancy", "recent_birth")


def test_suicidal_words_are_their_own(content: Content) -> None:
    say = content.warnings["suicidal"].say
    assert "glad you told me" in say
    assert "exercise" not in say
