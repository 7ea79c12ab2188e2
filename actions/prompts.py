"""Plan the daily prompts, and take what a person answers to one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

from rasa_sdk.events import EventType

from actions.coaching.prompting import Plan, PlanError, next_due
from actions.onboarding import take_consent
from actions.scene import CoachAction, CoachForm, Scene, clear, leave_form, open_form, return_to
from actions.store.choices import PromptState
from actions.store.models import Person, PromptPlan
from actions.store.prompts import (
    find_plan,
    find_prompt,
    read_plan,
    record_prompt,
    save_plan,
    settle_prompt,
)

WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
SAME_TIME = "same"
CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
DELAY = re.compile(r"PT(?:(\d+)H)?(?:(\d+)M)?")
DAYS_OF = re.compile(r"P(?:(\d+)W)?(?:(\d+)D)?$")
USUAL_DELAY = timedelta(minutes=30)
DAILY, LATER = "daily", "later"
WHEN = "%A, %H:%M"


class ValidateReminderForm(CoachForm):
    """Take the time of the daily prompt, and once where the person is."""

    form = "reminder_form"

    def required(self, scene: Scene) -> list[str]:
        """Ask for consent, the time, and the zone where it is not known."""
        if scene.person is None:
            return [] if scene.slot("consent") == "no" else ["consent"]
        zone = [] if scene.person.zone else ["reminder_zone"]
        return [*zone, "reminder_time"] if _is_same_time(scene) else ["reminder_time", *zone]

    def take_consent(self, scene: Scene, value: str) -> dict[str, Any]:
        """Keep the person from here on, or end."""
        return take_consent(scene, value)

    def take_reminder_time(self, scene: Scene, value: Any) -> dict[str, Any]:
        """Take one time for each day; a second one on the same day is declined."""
        times = value if isinstance(value, list) else [{"time": value, "days": None}]
        if not all(each["time"] == SAME_TIME or CLOCK.fullmatch(each["time"]) for each in times):
            scene.say("utter_time_unclear")
            return {"reminder_time": None}
        days = [day for each in times for day in each["days"] or WEEK]
        if len(days) != len(set(days)):
            scene.say("utter_one_time_a_day")
            return {"reminder_time": None}
        return {"reminder_time": times}

    def take_reminder_zone(self, scene: Scene, value: str) -> dict[str, Any]:
        """Keep the zone."""
        return {"reminder_zone": value if _keep_zone(scene, value) else None}


def _is_same_time(scene: Scene) -> bool:
    times = scene.slot("reminder_time")
    return isinstance(times, list) and times[0]["time"] == SAME_TIME


def _keep_zone(scene: Scene, name: str) -> bool:
    """Keep an IANA zone for the person and their plan; False where it is none."""
    person = scene.person
    try:
        plan = Plan({}, name)
    except PlanError:
        scene.say("utter_zone_unclear")
        return False
    if person is not None:
        person.zone = plan.zone
        row = find_plan(scene.turn.session, person)
        if row is not None:
            row.zone = plan.zone
    return True


class ActionSubmitReminderForm(CoachAction):
    """Keep the plan and confirm it with the next prompt, in the person's own zone."""

    def act(self, scene: Scene) -> list[EventType]:
        """Save the plan, then go on where we were."""
        done = clear("reminder_time", "reminder_zone", "consent", "last_answered")
        person, times = scene.person, scene.slot("reminder_time")
        if person is None:
            scene.say("utter_consent_declined")
            return done
        person.zone = person.zone or scene.slot("reminder_zone")
        if times and person.zone:
            _save(scene, person, times)
        return [*done, *return_to(scene)]


def _save(scene: Scene, person: Person, times: list[Mapping[str, Any]]) -> None:
    row = find_plan(scene.turn.session, person)
    known = read_plan(row).times if row is not None and row.active else {}
    kept = dict(known)
    for each in times:
        for day in _days(each["days"], known):
            kept[day] = _clock(scene, each["time"])
    anchor = scene.message.first("anchor")
    saved = save_plan(scene.turn.session, person, Plan(kept, str(person.zone)), anchor)
    scene.say("utter_reminder_set", **_plan_words(scene, saved))


def _days(named: list[str] | None, known: Mapping[int, str]) -> list[int]:
    """Return the weekdays meant: those named, else those of the plan, else all."""
    if named:
        return [WEEK.index(day) for day in named]
    return list(known) or list(range(7))


def _clock(scene: Scene, value: str) -> str:
    local = scene.turn.now.astimezone(scene.turn.zone)
    return local.strftime("%H:%M") if value == SAME_TIME else value


def _plan_words(scene: Scene, row: PromptPlan) -> dict[str, Any]:
    """Return a plan in words: its days with their times, its zone, and the next prompt."""
    plan = read_plan(row)
    due = next_due(plan, scene.turn.now)
    local = due.astimezone(ZoneInfo(plan.zone)).strftime(WHEN) if due else ""
    return {"plan": _days_and_times(scene, plan.times), "zone": plan.zone, "next": local}


def _days_and_times(scene: Scene, times: Mapping[int, str]) -> str:
    """Return "Mon, Tue at 07:00; Sat at 09:00", days of one time together."""
    phrase = scene.content.phrase
    lines = []
    for clock in sorted(set(times.values())):
        days = [day for day in sorted(times) if times[day] == clock]
        named = ", ".join(phrase(f"day_{WEEK[day]}") for day in days)
        every = phrase("every_day") if len(days) == len(WEEK) else named
        lines.append(phrase("days_at", days=every, time=clock))
    return "; ".join(lines)


def _active_plan(scene: Scene) -> PromptPlan | None:
    row = find_plan(scene.turn.session, scene.person) if scene.person else None
    return row if row is not None and row.active else None


class ActionAskReminder(CoachAction):
    """Say when the next prompt comes."""

    def act(self, scene: Scene) -> None:
        """Show the plan."""
        row = _active_plan(scene)
        if row is None:
            scene.say("utter_no_reminder")
        elif row.paused_until and row.paused_until > scene.turn.now:
            scene.say("utter_reminder_paused", until=_until(scene, row.paused_until))
        else:
            scene.say("utter_reminder_is", **_plan_words(scene, row))


def _until(scene: Scene, instant: datetime) -> str:
    return instant.astimezone(scene.turn.zone).strftime("%A, %d %B")


class ActionCancelReminder(CoachAction):
    """Stop the prompts."""

    def act(self, scene: Scene) -> None:
        """Switch the plan off; its times stay for another day."""
        row = _active_plan(scene)
        if row is None:
            scene.say("utter_no_reminder")
            return
        row.active = False
        scene.say("utter_reminder_cancelled")


class ActionPauseReminder(CoachAction):
    """Pause the prompts until a day or for a while."""

    def act(self, scene: Scene) -> None:
        """Pause until the day named; a week where none was."""
        row = _active_plan(scene)
        if row is None:
            scene.say("utter_no_reminder")
            return
        row.paused_until = _pause_end(scene)
        scene.say("utter_reminder_paused", until=_until(scene, row.paused_until))


def _pause_end(scene: Scene) -> datetime:
    named = scene.message.first("date")
    day = date.fromisoformat(named) if named else scene.turn.today + _length(scene)
    if day <= scene.turn.today:
        day = scene.turn.today + timedelta(days=1)
    local = datetime(day.year, day.month, day.day, tzinfo=scene.turn.zone)
    return local.astimezone(timezone.utc)


def _length(scene: Scene) -> timedelta:
    match = DAYS_OF.match(str(scene.message.first("duration") or ""))
    if match is None or not any(match.groups()):
        return timedelta(days=7)
    weeks, days = (int(part or 0) for part in match.groups())
    return timedelta(days=min(weeks * 7 + days, 366))


class ActionResumeReminder(CoachAction):
    """Start the prompts again."""

    def act(self, scene: Scene) -> list[EventType]:
        """Take the pause away; without a plan, ask for one."""
        row = find_plan(scene.turn.session, scene.person) if scene.person else None
        if row is None or not row.times:
            if scene.loop is None:
                return open_form("reminder_form")
            scene.say("utter_no_reminder")
            return []
        row.active, row.paused_until = True, None
        scene.say("utter_reminder_is", **_plan_words(scene, row))
        return []


class ActionSnoozeReminder(CoachAction):
    """Send today's prompt again later."""

    def act(self, scene: Scene) -> list[EventType]:
        """Plan one prompt after the delay that was said."""
        if scene.person is None:
            scene.say("utter_no_reminder")
            return []
        due = scene.turn.now + _delay(scene)
        day = due.astimezone(scene.turn.zone).date()
        if not record_prompt(scene.turn.session, scene.person, LATER, day, due):
            later = find_prompt(scene.turn.session, scene.person, LATER, day)
            if later is not None:
                later.due_at, later.state = due, PromptState.DUE
        scene.say("utter_snoozed", at=due.astimezone(scene.turn.zone).strftime("%H:%M"))
        return leave_form() if scene.loop == "workout_form" else []


def _delay(scene: Scene) -> timedelta:
    match = DELAY.fullmatch(str(scene.message.first("duration") or ""))
    if match is None or not any(match.groups()):
        return USUAL_DELAY
    hours, minutes = (int(part or 0) for part in match.groups())
    return min(timedelta(hours=hours, minutes=minutes), timedelta(hours=18))


class ActionSkipToday(CoachAction):
    """Leave today out."""

    def act(self, scene: Scene) -> list[EventType]:
        """Settle today's prompt; a session that was open is left as it is."""
        _settle_today(scene, PromptState.SKIPPED)
        scene.say("utter_skip_today")
        return leave_form() if scene.loop == "workout_form" else []


class ActionAlreadyDone(CoachAction):
    """Take "already did it"."""

    def act(self, scene: Scene) -> None:
        """Settle today's prompt and be glad."""
        _settle_today(scene, PromptState.SKIPPED)
        scene.say("utter_already_done")


def _settle_today(scene: Scene, state: PromptState) -> None:
    """Settle what is due or would come today, so that it does not."""
    person = scene.person
    if person is None:
        return
    for kind in (DAILY, LATER):
        record_prompt(scene.turn.session, person, kind, scene.turn.today, scene.turn.now, state)
        prompt = find_prompt(scene.turn.session, person, kind, scene.turn.today)
        if prompt is not None and prompt.state is PromptState.DUE:
            settle_prompt(scene.turn.session, prompt, state)


class ActionSetTimezone(CoachAction):
    """Note where the person is."""

    def act(self, scene: Scene) -> None:
        """Keep the zone and say the local time there, so that an error is seen."""
        named = scene.message.first("timezone")
        if named is None:
            scene.say("utter_zone_unclear")
        elif scene.person is None:
            scene.say("utter_zone_before_consent")
        elif _keep_zone(scene, str(named)):
            local = scene.turn.now.astimezone(scene.turn.zone).strftime("%H:%M")
            scene.say("utter_zone_set", zone=str(named), time=local)
