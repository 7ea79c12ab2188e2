"""Lead through the posture check and say what it found."""

from __future__ import annotations

from typing import Any

from rasa_sdk.events import EventType

from actions.coaching.posture import (
    Answer,
    Finding,
    Likeness,
    Pattern,
    Sidedness,
    SideSince,
    Sign,
    decide,
    find_weaker_side,
    is_warning,
)
from actions.coaching.safety import Lock, tighten
from actions.onboarding import take_consent
from actions.scene import Button, CoachAction, CoachForm, Scene, clear, intent_button, open_form
from actions.store.assessments import (
    find_latest_assessment,
    read_answers,
    record_assessment,
)
from actions.store.models import Assessment
from actions.store.people import set_lock

SIGN_SLOTS = {
    "sign_shoulders": Sign.SHOULDERS,
    "sign_upper_back": Sign.UPPER_BACK,
    "sign_head": Sign.HEAD,
    "sign_hips": Sign.HIPS,
    "sign_ribs": Sign.RIBS,
}
CHECK_SLOTS = (*SIGN_SLOTS, "sidedness", "side_since", "likeness")
UNSURE = "unsure"
NEW_WEAKNESS = "neurological_deficit"


class ValidatePostureForm(CoachForm):
    """Take the answers of the posture check."""

    form = "posture_form"

    def prepare(self, scene: Scene) -> dict[str, Any]:
        """Say what is coming where the check just opens."""
        asked = scene.slot("requested_slot")
        if asked not in ("consent", *CHECK_SLOTS) and scene.person is not None:
            _announce(scene)
        return {}

    def required(self, scene: Scene) -> list[str]:
        """Ask for consent, the five signs, the sides, and the picture where it decides."""
        if scene.person is None:
            return [] if scene.slot("consent") == "no" else ["consent"]
        if scene.person.lock is Lock.ADULTS_ONLY:
            return []
        needed = [*SIGN_SLOTS, "sidedness"]
        if scene.slot("sidedness") not in (None, Sidedness.ALIKE.value):
            needed.append("side_since")
        if _needs_picture(scene):
            needed.append("likeness")
        return needed

    def take_consent(self, scene: Scene, value: str) -> dict[str, Any]:
        """Keep the person from here on, or end."""
        taken = take_consent(scene, value)
        if scene.person is not None:
            _announce(scene)
        return taken

    def take_sign_shoulders(self, scene: Scene, value: str) -> dict[str, Any]:
        """Take the answer about the shoulders."""
        return _take_sign(scene, "sign_shoulders", value)

    def take_sign_upper_back(self, scene: Scene, value: str) -> dict[str, Any]:
        """Take the answer about the upper back."""
        return _take_sign(scene, "sign_upper_back", value)

    def take_sign_head(self, scene: Scene, value: str) -> dict[str, Any]:
        """Take the answer about the head."""
        return _take_sign(scene, "sign_head", value)

    def take_sign_hips(self, scene: Scene, value: str) -> dict[str, Any]:
        """Take the answer about the hips."""
        return _take_sign(scene, "sign_hips", value)

    def take_sign_ribs(self, scene: Scene, value: str) -> dict[str, Any]:
        """Take the answer about the ribs."""
        return _take_sign(scene, "sign_ribs", value)

    def take_sidedness(self, scene: Scene, value: str) -> dict[str, Any]:
        """Take the answer about the sides; who cannot tell is told that this is common."""
        if value == UNSURE:
            scene.say("utter_sidedness_unsure")
            return {"sidedness": Sidedness.ALIKE.value}
        return {"sidedness": value}

    def take_side_since(self, scene: Scene, value: str) -> dict[str, Any]:
        """Take since when; a new difference is one that a clinician should see."""
        scene.say("utter_side_is_new" if value == SideSince.NEW.value else "utter_side_is_old")
        return {"side_since": value}


def _announce(scene: Scene) -> None:
    """Say what the check is, unless it has begun already."""
    begun = any(scene.slot(slot) is not None for slot in SIGN_SLOTS)
    if not begun and scene.person is not None and scene.person.lock is not Lock.ADULTS_ONLY:
        scene.say("utter_check_begins")


def _take_sign(scene: Scene, slot: str, value: str) -> dict[str, Any]:
    """Take an answer; the first "not sure" gets help and the question again."""
    if value != UNSURE:
        return {slot: value}
    if scene.slot("unsure_about") == slot:
        return {slot: Answer.UNKNOWN.value, "unsure_about": None}
    scene.show(scene.content.questions[SIGN_SLOTS[slot].value].help)
    return {slot: None, "unsure_about": slot}


def _answers(scene: Scene) -> dict[Sign, Answer] | None:
    """Return the five answers, None while one is missing."""
    given = {sign: scene.slot(slot) for slot, sign in SIGN_SLOTS.items()}
    if None in given.values():
        return None
    return {sign: Answer(value) for sign, value in given.items()}


def _needs_picture(scene: Scene) -> bool:
    answers = _answers(scene)
    return answers is not None and decide(answers).needs_picture


def change_button(scene: Scene) -> list[Button]:
    """Return the button that takes back the last answer, where one was given."""
    if scene.slot("last_answered") is None:
        return []
    return [intent_button(scene.content.phrase("change"), "correct_answer")]


class AskSign(CoachAction):
    """Ask one of the five questions; the class of each question only names its slot."""

    slot = "sign_shoulders"

    def name(self) -> str:
        """Return the name under which Rasa looks for a slot's question."""
        return f"action_ask_{self.slot}"

    def act(self, scene: Scene) -> None:
        """Show the question with its picture and say how far the check is."""
        sign = SIGN_SLOTS[self.slot]
        words = scene.content.questions[sign.value]
        scene.say(
            "utter_ask_sign",
            number=list(SIGN_SLOTS).index(self.slot) + 1,
            count=len(SIGN_SLOTS),
            question=words.text,
            slot=self.slot,
            sign=sign.value,
            alt=words.pictures["sign"],
            buttons=change_button(scene),
        )


class AskSignUpperBack(AskSign):
    """Ask about the upper back."""

    slot = "sign_upper_back"


class AskSignHead(AskSign):
    """Ask about the head."""

    slot = "sign_head"


class AskSignHips(AskSign):
    """Ask about the hips."""

    slot = "sign_hips"


class AskSignRibs(AskSign):
    """Ask about the ribs."""

    slot = "sign_ribs"


class ActionSubmitPostureForm(CoachAction):
    """Decide on the answers, keep the check and say what it found."""

    def act(self, scene: Scene) -> list[EventType]:
        """Show the result with its reasons, or say that nothing was kept."""
        answers = _answers(scene)
        if scene.person is None:
            scene.say("utter_consent_declined")
            return clear("consent", *CHECK_SLOTS)
        if answers is None:
            if scene.person.lock is Lock.ADULTS_ONLY:
                scene.say("utter_locked_adults_only")
            return []
        likeness = scene.slot("likeness")
        finding = decide(answers, Likeness(likeness) if likeness else None)
        side, since = scene.slot("sidedness"), scene.slot("side_since")
        record_assessment(
            scene.turn.session,
            scene.person,
            at=scene.turn.now,
            answers=answers,
            finding=finding,
            likeness=Likeness(likeness) if likeness else None,
            sidedness=Sidedness(side) if side else None,
            side_since=SideSince(since) if since else None,
        )
        scene.person.weaker_side = find_weaker_side(Sidedness(side)) if side else None
        show_finding(scene, finding, answers)
        if side and since and is_warning(Sidedness(side), SideSince(since)):
            lock = tighten(scene.person.lock, Lock.UNTIL_SEEN)
            set_lock(scene.turn.session, scene.person, lock, NEW_WEAKNESS)
            scene.say("utter_side_seen_first")
        return clear(*CHECK_SLOTS, "unsure_about", "last_answered")


def show_finding(scene: Scene, finding: Finding, answers: dict[Sign, Answer]) -> None:
    """Say the pattern, the answers that led to it, and the program, with ways on."""
    words = scene.content.patterns[finding.pattern]
    program = scene.content.programs[finding.program]
    if finding.pattern is Pattern.UNCLEAR and not finding.needs_picture:
        scene.show(words.goes_with)
    else:
        scene.show((finding.mild and words.mild) or words.result, picture=_figure(scene, finding))
    scene.say("utter_reasons", reasons=_reasons(scene, finding, answers))
    scene.say("utter_program_chosen", program=program.name, summary=program.summary)


def _reasons(scene: Scene, finding: Finding, answers: dict[Sign, Answer]) -> str:
    questions = scene.content.questions
    lines = [
        questions[sign.value].answers[answer.value].reads_back for sign, answer in answers.items()
    ]
    return "\n".join(f"· {line}" for line in lines)


def _figure(scene: Scene, finding: Finding) -> dict[str, Any] | None:
    if finding.pattern in (Pattern.NONE, Pattern.NOT_ENOUGH, Pattern.UNCLEAR):
        return None
    name = scene.content.patterns[finding.pattern].name
    return {"kind": "pattern", "alt": name, "data": {"pattern": finding.pattern.value}}


class ActionDescribePosture(CoachAction):
    """Take posture signs said unasked: begin the check with them, or keep to what is open."""

    def act(self, scene: Scene) -> list[EventType]:
        """Open the check, unless something else is open."""
        if scene.loop is None:
            return open_form("posture_form")
        scene.say("utter_posture_later")
        return []


def latest_finding(scene: Scene) -> tuple[Assessment, Finding] | None:
    """Return the person's last check and what it means, None where there was none."""
    if scene.person is None:
        return None
    assessment = find_latest_assessment(scene.turn.session, scene.person)
    if assessment is None:
        return None
    return assessment, decide(read_answers(assessment), assessment.likeness)


class ActionShowResult(CoachAction):
    """Show again what the check found."""

    def act(self, scene: Scene) -> list[EventType] | None:
        """Show the result, or offer the check."""
        latest = latest_finding(scene)
        if latest is None:
            scene.say("utter_no_result_yet")
            return None
        assessment, finding = latest
        show_finding(scene, finding, read_answers(assessment))
        return None


class ActionExplainProgram(ActionShowResult):
    """Say which answers led to the program."""
