"""The habit that a prompt is tied to, in the person's words."""

import re

from bot.nlu.mentions import Mention, keep_longest

_HABIT = (
    r"(?:(?:i|we) (?:have )?(?:brush\w*|finish\w*|eat|eaten|had|have|get|got|come|leave|wake|make|made|take|drop\w*|put|feed|walk\w*|drink|shower\w*|go|start\w*|pray|close|log|do|am|turn|shave|pick)\b"
    r"|(?:i am|we are) (?:done|home|up|awake|out)\b"
    r"|(?:my |the |a |their |our )?(?:first |morning |evening |daily |kids |second )*(?:breakfast|lunch|dinner|supper|coffee|tea|shower|bath|work|bed|bedtime|brushing|teeth|school run|dog walk|commute|prayers?|news|wake[- ]?up|waking up|getting up|gym|meal|snack|alarm|kids|stand-?up|walk|football|run|nap|getting home|going to bed|brushing my teeth|putting the kids|making coffee|meditation)\b)"
)
_ANCHOR = re.compile(
    rf"\b(?:(?:right |just |straight |soon |directly |immediately )?(?:after|before)|when|once|as soon as|with|during|while|at) (?:{_HABIT})(?:(?! (?:please|remind|every|each|on|at|and remind|instead|thanks|but|then|would|is (?:fine|good|best|ok)|works|so|if|today|send|ping|prompt|can|could|i will|would|works|suits)\b)[ ][\w']+){{0,6}}"
)
_ABOUT_PROMPTS = re.compile(
    r"\b(?:remind\w*|prompt\w*|ping|nudg\w*|messag\w*|notif\w*|tie|link|anchor|habit|text me|buzz|alarm|schedule|train|do it|exercises? (?:right )?(?:after|before)|every (?:day|morning|evening|night)|daily|check in|snooze|later)\b"
)
_PAIN = re.compile(r"\b(?:hurts?|aches?|pain|sore|stiff|tight)\b")


def find_anchors(text: str, asked: bool = False) -> tuple[Mention, ...]:
    """Return the habits in a sentence about prompts, or in an answer that is nothing but one."""
    found = [Mention("anchor", m.group(), m.start(), m.end()) for m in _ANCHOR.finditer(text)]
    found = [m for m in found if asked or _is_tied(text, m)]
    return keep_longest(found)


def _is_tied(text: str, mention: Mention) -> bool:
    if _PAIN.search(text):
        return False
    rest = text[: mention.start] + text[mention.end :]
    alone = not re.sub(r"\W|\b(?:please|maybe|ok|probably|i guess|right|just)\b", "", rest)
    return alone or bool(_ABOUT_PROMPTS.search(rest))
