"""Exercises, patterns, conditions and triggers."""

import pytest

from bot.nlu.reading import read_entities


def named(entity: str, typed: str) -> list[object]:
    return [m.value for m in read_entities(typed) if m.entity == entity]


@pytest.mark.parametrize(
    ("typed", "exercise"),
    [
        ("how do I do the prone trap raise", "prone_trap_raise"),
        ("reverse crunches are hard", "reverse_crunch"),
        ("the 90/90 hip lift", "hip_lift_90_90"),
        ("90 90", "hip_lift_90_90"),
        ("dead lift", "deadlift"),
        ("the hip hinge", "deadlift"),
        ("lax ball hip flexor", "lax_ball_hip_flexor"),
        ("lacrosse ball on my pecs", "lax_ball_pec"),
        ("camel breath", "camel_breathing"),
        ("wall breathing", "wall_breathing"),
    ],
    ids=str,
)
def test_exercise_by_a_usual_name_is_found_and_is_no_region(typed: str, exercise: str) -> None:
    assert named("exercise", typed) == [exercise]
    assert named("body_region", typed) == []


@pytest.mark.parametrize(
    ("typed", "patterns"),
    [
        ("what is upper cross syndrome", ["upper_cross"]),
        ("lower crossed", ["lower_cross"]),
        ("the extension pattern", ["extension"]),
        ("upper and lower cross", ["upper_cross", "lower_cross"]),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_pattern_is_found(typed: str, patterns: list[str]) -> None:
    assert named("pattern", typed) == patterns


@pytest.mark.parametrize(
    ("typed", "condition"),
    [
        ("I'm 20 weeks pregnant", "pregnancy"),
        ("I had a c-section", "recent_birth"),
        ("brittle bones", "osteoporosis"),
        ("I have sciatica", "leg_nerve_pain"),
        ("threw my back out", "acute_back_pain"),
        ("frozen shoulder", "shoulder_injury"),
        ("I take warfarin", "blood_thinners"),
        ("high blood pressure", "high_blood_pressure"),
        ("I've got a hernia", "hernia_or_prolapse"),
        ("I had surgery last month", "recent_surgery"),
        ("I get vertigo", "dizziness"),
        ("I have a pacemaker", "heart_or_lung"),
        ("I have a hip replacement", "joint_replacement"),
        ("glaucoma", "glaucoma"),
        ("I fall a lot", "falls"),
        ("diabetic neuropathy", "numb_skin"),
        ("carpal tunnel", "arm_nerve_pain"),
        ("I'm in remission", "cancer"),
        ("I have scoliosis", "scoliosis"),
    ],
    ids=str,
)
def test_condition_has_the_id_of_the_precaution_table(typed: str, condition: str) -> None:
    assert named("condition", typed) == [condition]


@pytest.mark.parametrize(
    ("typed", "triggers"),
    [
        ("my back hurts when I sit", ["sitting"]),
        ("lower back ache after sitting all day", ["sitting"]),
        ("sitting kills my back", ["sitting"]),
        ("my knee hurts when I go up stairs", ["stairs"]),
        ("my wrists ache from typing", ["desk_work"]),
        ("my neck is tight when I'm stressed", ["stress"]),
        ("sharp pain in my mid back when I twist", ["twisting"]),
        ("I woke up with a stiff neck", ["waking"]),
        ("let's start training", []),
        ("how do I sit", []),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_trigger_is_what_sets_it_off(typed: str, triggers: list[str]) -> None:
    assert named("trigger", typed) == triggers
