"""Files that name one another stay in step: domain, rules, actions, training data, documents."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
from rasa_sdk.executor import ActionExecutor
from ruamel.yaml import YAML

from actions.answers import READERS, RETURN_TO
from actions.coaching.program import SessionKind
from actions.coaching.progression import Return
from actions.content import content
from actions.discomfort import COMMON_REGIONS
from actions.onboarding import EXPLAINED, FINISHED, HEALTH_GROUPS
from actions.posture import SIGN_SLOTS
from actions.scene import answer_button, intent_button
from actions.stepping import HURT_REGIONS
from actions.workout import NO_TRAINING
from bot.telegram.reading import SENT

ROOT = Path(__file__).resolve().parents[2]
LONGEST_CODE = 64


def words(text: str) -> list[str]:
    return text.split()


# What has to be understood, and the commands: both are fixed.
CONTRACT_INTENTS = words(
    """
    greet goodbye thank affirm deny unsure help cancel correct_answer bot_challenge smalltalk
    compliment complaint out_of_scope start_assessment describe_posture show_result
    report_discomfort rate_discomfort discomfort_better discomfort_worse report_condition
    report_cleared ask_cause report_red_flag ask_imbalance ask_asymmetry ask_pattern
    ask_exercise_howto ask_exercise_purpose ask_dose ask_frequency ask_results_time
    ask_equipment ask_safety ask_more ask_daily_posture ask_selfcare ask_other_activity
    ask_source ask_privacy show_program start_workout next_step repeat_step skip_exercise
    restore_exercise too_hard too_easy exercise_hurts pause_workout resume_workout stop_workout
    set_reminder cancel_reminder pause_reminder resume_reminder snooze_reminder skip_today
    ask_reminder set_timezone show_progress export_data delete_data
    """
)
CONTRACT_ENTITIES = words(
    """
    body_region side intensity duration trigger posture_sign pattern exercise time days anchor
    condition date timezone red_flag
    """
)
# Said by commands and buttons only.
INTERNAL_INTENTS = {
    "begin",
    "choose",
    "explain_program",
    "show_settings",
    "already_done",
    "change_equipment",
    "correct_age",
    "message_too_long",
    "send_something",
}
COMMANDS = words(
    """
    start check workout program pain progress remind why sources help settings stop export
    delete
    """
)
# Responses whose name is put together, with the ends that there are.
DYNAMIC = {
    "utter_sent_": set(SENT),
    "utter_command_": COMMANDS,
    "utter_locked_": {lock.value for lock in NO_TRAINING},
    "utter_back_to_": set(RETURN_TO),
    "utter_consent_for_": set(EXPLAINED),
    "utter_return_": {verdict.value for verdict in Return if verdict is not Return.CONTINUE},
}
# The words on buttons that are fixed, with the response whose button they are on.
LABELS = {
    "utter_consent_text": "I agree",
    "utter_consent_again": "I agree",
    "utter_ask_checklist_text": "None of these|One or more|Not sure",
    "utter_ask_age_band": "18–64|65 or over|Under 18",
    "utter_ask_floor_access": "I can lie on the floor|Standing or chair only",
    "utter_starter_done": "Check my posture, 2 min|Same time tomorrow?",
    "utter_ask_sign": "Yes|A little|No|Not sure",
    "utter_ask_sidedness": (
        "Both sides alike|Left is weaker or wobblier|Right is|One side is sorer|Change"
    ),
    "utter_ask_likeness": "More like 1|More like 2|Neither|Can't tell",
    "utter_ask_session_start": "Nothing new, start|Something new",
    "utter_step_setup": "I'm in position",
    "utter_step_set": "Done|How?|Too hard|It hurts|Skip",
    "utter_ask_hurt_kind": "Muscle working|Sore|Sharp or strong|Tingling, numb, weak",
    "utter_ask_session_feel": "Fine|A bit sore|Sore",
}
# Responses that ask for more than one slot.
SLOTS_OF = {"utter_ask_sign": tuple(SIGN_SLOTS), "utter_ask_health_group": tuple(HEALTH_GROUPS)}
BANNED = re.compile(r"caused by|syndrome you have|\bwrong\b|damage", re.IGNORECASE)


def read_yaml(*path: str) -> Any:
    return YAML(typ="safe").load(ROOT.joinpath(*path).read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def domain() -> dict[str, Any]:
    return read_yaml("domain.yml")


@lru_cache(maxsize=1)
def steps() -> list[dict[str, Any]]:
    files = sorted((ROOT / "nlu_data" / "rules").glob("*.yml"))
    rules = [rule for file in files for rule in read_yaml(*file.parts)["rules"]]
    return [step for rule in rules for step in rule["steps"]]


@lru_cache(maxsize=1)
def sources() -> str:
    files = sorted([*(ROOT / "actions").rglob("*.py"), *(ROOT / "bot").rglob("*.py")])
    return "\n".join(file.read_text(encoding="utf-8") for file in files)


@lru_cache(maxsize=1)
def coded_actions() -> frozenset[str]:
    executor = ActionExecutor()
    executor.register_package("actions")
    return frozenset(executor.actions)


def form_slots() -> set[str]:
    return {slot for form in domain()["forms"].values() for slot in form["required_slots"]}


def used_responses() -> set[str]:
    written = set(re.findall(r'"(utter_\w+)"', sources()))
    put_together = {start + end for start, ends in DYNAMIC.items() for end in ends}
    ruled = {step["action"] for step in steps() if step.get("action", "").startswith("utter_")}
    asked = {f"utter_ask_{slot}" for slot in form_slots()} & set(domain()["responses"])
    return written | put_together | ruled | asked


def buttons() -> Iterator[tuple[str, str, str]]:
    """Yield the response, the label and the code of each button of the domain."""
    for response, variations in domain()["responses"].items():
        for variation in variations:
            for button in variation.get("buttons", ()):
                yield response, button["title"], button["payload"]


def made_codes() -> Iterator[str]:
    """Yield the code of each button that the actions make."""
    words, screen = content(), content().health_screen
    yield from _answers("discomfort_region", COMMON_REGIONS)
    yield from _answers("hurt_region", HURT_REGIONS)
    yield from _answers("checklist_detail", [*screen.before_first.items, FINISHED])
    for group in screen.groups.values():
        yield from _answers("health_detail", group.choices)
    yield from _answers("workout_step", ["undo.99999"])
    yield from (intent_button("x", intent)["payload"] for intent in words.onward)
    yield intent_button("x", "start_workout", session_kind="desk")["payload"]


def _answers(slot: str, values: Any) -> Iterator[str]:
    yield from (answer_button("x", slot, value)["payload"] for value in values)


def filled(response: str, code: str) -> list[str]:
    """Return a code with every slot it is shown for, and a serial of many steps, in its places."""
    slots = SLOTS_OF.get(response, ("",))
    return [code.replace("{slot}", slot).replace("{serial}", "99999") for slot in slots]


def codes(kind: str = "") -> list[str]:
    told = {code for response, _, raw in buttons() for code in filled(response, raw)}
    return sorted(code for code in told | set(made_codes()) if code.startswith(kind))


def test_contract_has_64_intents_and_15_entities() -> None:
    assert (len(set(CONTRACT_INTENTS)), len(set(CONTRACT_ENTITIES))) == (64, 15)


def test_domain_intents_are_the_contract_and_the_internal_ones() -> None:
    assert set(domain()["intents"]) == {*CONTRACT_INTENTS, *INTERNAL_INTENTS}


def test_domain_entities_are_the_contract_and_what_buttons_carry() -> None:
    carried = ("choice", "session_kind", "payload", "sent")
    assert set(domain()["entities"]) == {*CONTRACT_ENTITIES, *carried}


def test_domain_actions_are_those_in_code() -> None:
    assert set(domain()["actions"]) == coded_actions()


def test_domain_actions_are_named_after_their_class() -> None:
    names = re.findall(r"class (Action\w+)\(", sources())
    snakes = {re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower() for name in names}
    assert {name for name in snakes if name not in domain()["actions"]} == set()


def test_rules_run_only_actions_that_there_are() -> None:
    known = {*domain()["actions"], *domain()["forms"], *domain()["responses"]}
    assert {step["action"] for step in steps() if "action" in step} <= known


def test_responses_used_are_defined() -> None:
    assert used_responses() - set(domain()["responses"]) == set()


def test_responses_defined_are_used() -> None:
    assert set(domain()["responses"]) - used_responses() == set()


def test_responses_put_together_are_all_known_here() -> None:
    assert set(re.findall(r'f"(utter_\w*)\{', sources())) == set(DYNAMIC)


@pytest.mark.parametrize("slot", sorted(form_slots()))
def test_form_slot_has_a_reader_a_question_and_a_place_in_the_domain(slot: str) -> None:
    assert slot in READERS
    assert slot in domain()["slots"]
    asked = [f"utter_ask_{slot}" in domain()["responses"], f"action_ask_{slot}" in coded_actions()]
    assert any(asked)


def test_readers_read_only_slots_of_forms() -> None:
    assert set(READERS) == form_slots()


@pytest.mark.parametrize("form", domain()["forms"])
def test_form_has_its_validation_its_submission_and_an_end(form: str) -> None:
    assert {f"validate_{form}", f"action_submit_{form}"} <= coded_actions()
    assert {f"action_submit_{form}", form} <= {step.get("action") for step in steps()}


@pytest.mark.parametrize("intent", domain()["intents"])
def test_intent_is_answered_by_a_rule(intent: str) -> None:
    assert [step for step in steps() if step.get("intent") == intent]


@pytest.mark.parametrize("intent", CONTRACT_INTENTS)
def test_intent_has_examples_enough_to_learn_from(intent: str) -> None:
    files = (ROOT / "nlu_data" / "nlu").glob("*.yml")
    entries = [entry for file in files for entry in read_yaml(*file.parts)["nlu"]]
    told = [entry["examples"] for entry in entries if entry.get("intent") == intent]
    lines = [e.strip().splitlines() if isinstance(e, str) else e for e in told]
    assert sum(map(len, lines)) >= 100


@pytest.mark.parametrize("intent", sorted(INTERNAL_INTENTS))
def test_internal_intent_has_no_examples(intent: str) -> None:
    files = (ROOT / "nlu_data" / "nlu").glob("*.yml")
    assert not [f.name for f in files if f"intent: {intent}\n" in f.read_text(encoding="utf-8")]


def test_button_codes_fit_telegram() -> None:
    assert [code for code in codes() if len(code.encode()) > LONGEST_CODE] == []


def test_button_codes_are_understood_by_the_engine() -> None:
    from bot.engine import NO_WISHES, read_choice

    wishes = frozenset(domain()["intents"]) - NO_WISHES
    meant = {code: read_choice(code, wishes) for code in codes()}
    old = [c for c, m in meant.items() if m["intent"]["name"] == "choose" and not m["entities"]]
    assert old == []


def test_answer_buttons_answer_a_slot_that_is_asked() -> None:
    assert [code for code in codes("answer:") if code.split(":")[1] not in form_slots()] == []


@pytest.mark.parametrize("code", codes("do:"))
def test_wish_button_names_an_intent_and_values_that_exist(code: str) -> None:
    _, intent, *named = code.split(":", 2)
    values = {
        "body_region": set(content().regions),
        "red_flag": set(content().warnings),
        "session_kind": {kind.value for kind in SessionKind},
        "time": {"same"},
    }
    assert intent in domain()["intents"]
    for pair in named:
        entity, _, value = pair.partition("=")
        assert value in values[entity]


@pytest.mark.parametrize("response", LABELS)
def test_response_has_its_fixed_labels(response: str) -> None:
    titles = [label for where, label, _ in buttons() if where == response]
    assert [label for label in LABELS[response].split("|") if label not in titles] == []


def test_undo_change_and_try_have_their_fixed_labels() -> None:
    phrases = content().phrase
    assert [phrases(name) for name in ("undo", "change", "try_now")] == [
        "Undo",
        "Change",
        "Try 1 minute",
    ]


def test_responses_avoid_the_banned_words() -> None:
    told = [(name, each["text"]) for name, texts in domain()["responses"].items() for each in texts]
    assert [name for name, text in told if BANNED.search(text)] == []


def test_commands_are_those_of_the_architecture() -> None:
    from bot import engine

    assert sorted(engine.COMMANDS) == sorted(COMMANDS)
    assert set(engine.COMMANDS.values()) <= set(domain()["intents"])


def test_docs_name_each_command_of_a_conversation() -> None:
    told = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    assert [command for command in COMMANDS if f"`/{command}" not in told] == []


def test_actions_hold_no_sentences_for_a_person() -> None:
    # What is raised is read by whoever runs the program.
    sentence = re.compile(r'^(?!.*raise ).*(?<!")"[A-Z][^"\n{}]* [^"\n]* [^"\n]*[.!?]"(?!")', re.M)
    files = (ROOT / "actions").glob("*.py")
    told = {file.name: sentence.findall(file.read_text(encoding="utf-8")) for file in files}
    assert {name: found for name, found in told.items() if found} == {}
