"""Take reports of discomfort, asking only for what was not said, and say what may help."""

from __future__ import annotations

from typing import Any

from rasa_sdk.events import EventType, SlotSet

from actions import guiding
from actions.coaching.discomfort import (
    DiscomfortLog,
    find_unloaded_until,
)
from actions.coaching.safety import Lock
from actions.message import Site
from actions.onboarding import UNNAMED_CONDITION, note_condition, take_consent
from actions.questions import say_cause
from actions.reading import LEVELS, OUT_OF_RANGE, UNKNOWN
from actions.scene import (
    CoachAction,
    CoachForm,
    Scene,
    answer_button,
    capital,
    clear,
    leave_form,
    open_form,
    return_to,
    wait_for,
)
from actions.store.discomforts import log_discomfort
from actions.warning import end_session, say_lock, warn

DISCOMFORT_SLOTS = (
    "chest_kind",
    "discomfort_region",
    "discomfort_part",
    "discomfort_side",
    "discomfort_level",
    "discomfort_since",
    "discomfort_trigger",
)
COMMON_REGIONS = ("neck", "shoulder", "upper_back", "lower_back", "hip", "knee")


class ValidateDiscomfortForm(CoachForm):
    """Take what a report of discomfort says and what is still missing in it."""

    form = "discomfort_form"

    def prepare(self, scene: Scene) -> dict[str, Any]:
        """Begin a new report without the answers of one that was left."""
        opened = scene.slot("requested_slot") not in ("consent", *DISCOMFORT_SLOTS)
        if scene.slot("returning_to") == self.form:
            return {"returning_to": None}
        if not opened:
            return {}
        said = scene.tracker.slots_to_validate()
        return dict.fromkeys(slot for slot in DISCOMFORT_SLOTS if slot not in said)

    def required(self, scene: Scene) -> list[str]:
        """Ask for consent, region, side, level, since when and trigger, as far as not said."""
        sites = _sites(scene)
        if _is_chest(sites) and scene.slot("chest_kind") != "outside":
            return ["chest_kind"] if scene.slot("chest_kind") is None else []
        if scene.person is None:
            return [] if scene.slot("consent") == "no" else ["consent"]
        if not sites:
            return ["discomfort_region"] if scene.slot("discomfort_region") is None else []
        needed = ["discomfort_part"] if _is_back_alone(scene, sites) else []
        if _needs_side(scene, sites):
            needed.append("discomfort_side")
        return [*needed, "discomfort_level", "discomfort_since", "discomfort_trigger"]

    def take_consent(self, scene: Scene, value: str) -> dict[str, Any]:
        """Keep the person from here on, or end."""
        return take_consent(scene, value)

    def take_discomfort_region(self, scene: Scene, value: Any) -> dict[str, Any]:
        """Take the regions; one that is tapped comes as its id."""
        if isinstance(value, list):
            return {"discomfort_region": value}
        if value == UNKNOWN:
            scene.say("utter_region_unknown")
            return {"discomfort_region": None}
        return {"discomfort_region": [Site(region=value, side=None)]}

    def take_discomfort_level(self, scene: Scene, value: Any) -> dict[str, Any]:
        """Take a level from 0 to 10; any other number changes nothing."""
        if value == OUT_OF_RANGE:
            scene.say("utter_level_out_of_range")
            return {"discomfort_level": None}
        return {"discomfort_level": value if value == UNKNOWN else int(float(value))}


def _sites(scene: Scene) -> list[Site]:
    sites = scene.slot("discomfort_region")
    return sites if isinstance(sites, list) else []


def _is_chest(sites: list[Site]) -> bool:
    return any(site["region"] == "chest" for site in sites)


def _is_back_alone(scene: Scene, sites: list[Site]) -> bool:
    return len(sites) == 1 and sites[0]["region"] == "back"


def _needs_side(scene: Scene, sites: list[Site]) -> bool:
    """Ask for the side where one region was named that has two and neither was said."""
    if len(sites) != 1 or sites[0]["side"]:
        return False
    return bool(scene.content.regions[sites[0]["region"]].sided)


class ActionAskDiscomfortRegion(CoachAction):
    """Ask where it is, with the usual regions as buttons."""

    def act(self, scene: Scene) -> None:
        """Show the question."""
        regions = scene.content.regions
        buttons = [
            answer_button(capital(regions[each].name), "discomfort_region", each)
            for each in COMMON_REGIONS
        ]
        scene.say("utter_ask_where", buttons=buttons)


class ActionAskDiscomfortLevel(CoachAction):
    """Ask how strong it is."""

    def act(self, scene: Scene) -> None:
        """Show the question with the region's name."""
        scene.say("utter_ask_level", where=where(scene, _final_sites(scene)))


class ActionSubmitDiscomfortForm(CoachAction):
    """Keep the report, say what often goes with such an ache, and go on where we were."""

    def act(self, scene: Scene) -> list[EventType]:
        """Log every region told, or send a chest that is not plainly muscle to help."""
        sites, chest = _final_sites(scene), scene.slot("chest_kind")
        done = clear(*DISCOMFORT_SLOTS, "consent", "last_answered")
        if _is_chest(sites) and chest not in (None, "outside"):
            return [*warn(scene, "cardiac"), *done]
        if scene.person is None:
            if sites:
                say_cause(scene, sites[0]["region"])
            scene.say("utter_discomfort_not_kept")
            return done
        if sites:
            self._log(scene, sites)
        return [*done, *return_to(scene)]

    def _log(self, scene: Scene, sites: list[Site]) -> None:
        level = scene.slot("discomfort_level")
        for site in sites:
            log = DiscomfortLog(
                at=scene.turn.now,
                region=site["region"],
                side=site["side"],
                level=None if level in (None, UNKNOWN) else int(level),
                duration=_said(scene, "discomfort_since"),
                trigger=_said(scene, "discomfort_trigger"),
            )
            log_discomfort(scene.turn.session, _known(scene), log)
        shown = scene.content.phrase("level_unknown") if level in (None, UNKNOWN) else level
        scene.say("utter_discomfort_noted", where=where(scene, sites), level=shown)
        if isinstance(level, int) and level >= 6:
            scene.say("utter_strong_discomfort")
        if scene.slot("interrupted") is None:
            say_cause(scene, sites[0]["region"])


def _known(scene: Scene) -> Any:
    return scene.person


def _said(scene: Scene, slot: str) -> str | None:
    value = scene.slot(slot)
    return None if value in (None, UNKNOWN) else str(value)


def _final_sites(scene: Scene) -> list[Site]:
    """Return the regions with the part and side that were asked for filled in."""
    sites = _sites(scene)
    if len(sites) != 1:
        return sites
    side = sites[0]["side"] or scene.slot("discomfort_side")
    region = scene.slot("discomfort_part") or sites[0]["region"]
    return [Site(region=region, side=None if side == UNKNOWN else side)]


def where(scene: Scene, sites: list[Site]) -> str:
    """Return the regions in words: "left hip and neck"."""
    return scene.join(_place(scene, site) for site in sites)


def _place(scene: Scene, site: Site) -> str:
    name = scene.content.regions[site["region"]].name
    side = site["side"]
    return scene.content.phrase(f"place_{side}", region=name) if side else name


class ActionRateDiscomfort(CoachAction):
    """Take a level said unasked: the questions about it follow."""

    def act(self, scene: Scene) -> list[EventType]:
        """Ask where it is, unless a form is open that goes on by itself."""
        number = scene.message.number
        if number is not None and number not in LEVELS:
            scene.say("utter_level_out_of_range")
            return []
        if scene.loop == "workout_form":
            scene.say("utter_number_in_session")
            return []
        if scene.loop is not None:
            scene.say("utter_level_later")
            return []
        return open_form("discomfort_form")


class ActionDiscomfortBetter(CoachAction):
    """Be glad with the person, and keep it where a region was named."""

    def act(self, scene: Scene) -> None:
        """Log a level where one was said."""
        _log_change(scene)
        scene.say("utter_discomfort_better")


class ActionDiscomfortWorse(CoachAction):
    """Ask the warning questions first, and make the next days easier."""

    def act(self, scene: Scene) -> list[EventType]:
        """Log a level where one was said, spare the person loads, say when to see a clinician."""
        _log_change(scene)
        if scene.person is None:
            scene.say("utter_discomfort_worse")
            return []
        scene.say("utter_discomfort_worse_known")
        spared = find_unloaded_until(scene.turn.today)
        return [
            SlotSet("unloaded_until", spared.isoformat()),
            SlotSet("hurt_pending", "screened"),
            *wait_for(scene, "workout_form"),
            *open_form("workout_form"),
        ]


def _log_change(scene: Scene) -> None:
    level = scene.message.first("intensity")
    if scene.person is None or level is None or not 0 <= float(level) <= 10:
        return
    for site in scene.message.sites():
        log = DiscomfortLog(
            at=scene.turn.now, region=site["region"], side=site["side"], level=int(float(level))
        )
        log_discomfort(scene.turn.session, scene.person, log)


class ActionReportCondition(CoachAction):
    """Note a condition, so that every session goes by its precautions."""

    def act(self, scene: Scene) -> list[EventType]:
        """Say what changes; a session planned without it ends here."""
        if scene.person is None:
            scene.say("utter_condition_before_consent")
            return []
        named = [str(each) for each in scene.message.values("condition")]
        for condition in named or [UNNAMED_CONDITION]:
            note_condition(scene, condition)
            if condition in scene.content.conditions:
                scene.show(scene.content.conditions[condition].note)
        known = all(each in scene.content.conditions for each in named)
        if guiding.going_on(scene) is not None:
            return self._end_session(scene)
        scene.say("utter_condition_kept" if named and known else "utter_condition_unknown")
        return []

    def _end_session(self, scene: Scene) -> list[EventType]:
        end_session(scene)
        if scene.person is not None and scene.person.lock is Lock.UNTIL_SEEN:
            say_lock(scene, scene.person.lock, scene.person.lock_reason)
        else:
            scene.say("utter_session_replanned")
        return [*leave_form(), *clear("workout_step", "session_start", "hurt_pending")]
