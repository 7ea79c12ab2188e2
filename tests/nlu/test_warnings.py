"""Warning signs are found, and what only sounds like one is not."""

from collections.abc import Mapping, Sequence

import pytest

from bot.nlu.screening import WARNING, screen_intent
from bot.nlu.sentence import read_sentence
from bot.nlu.warning_signs import load_signs
from bot.nlu.warnings import find_warnings


def pairs(table: Mapping[str, Sequence[str]]) -> list[tuple[str, str]]:
    return [(name, typed) for name, sentences in table.items() for typed in sentences]


def warnings(typed: str) -> dict[object, bool]:
    return {m.value: m.negated for m in find_warnings(read_sentence(typed).text)}


SIGNS = {
    "cauda_equina": [
        "my privates have been numb since I lifted that sofa",
        "soiled my trousers at the shops, never felt it happening",
        "tingling all round my bottom and the tops of my inner thighs",
        "can't feel the toilet paper at all",
        "bladdar wont empty properly since yesterday",
        "wetting the bed at 38 and my legs are tingly",
        "hello, excuse my question, since my lumbago i do not feel myself when i go to toilet",
        "went to the loo and only realised i was weeing from the sound",
        "the skin between my legs feels like cardboard",
        "she can't control her bladder since lifting the washing machine",
        "no control down below and both legs are weak",
        "sitting on the loo forever and hardly a drop, back spasm since weekend",
        "nurse here, reduced perianal sensation and retention since last night",
        "awkward, but i can't feel anything during sex since my back went",
        "feels like theres a pillow between my legs",
        "leg pain both sides now and my bum tingles",
    ],
    "neurological_deficit": [
        "my left foot won't lift when i walk",
        "right leg collapsed under me on the stairs this morning",
        "my hand is so weak i can't open a bottle",
        "numbness spreading from my hip down to my toes",
        "i trip over nothing these days, left foot catches",
        "can't feel my right foot",
        "hand keeps going limp and i spill everything",
        "my leg just gave out walking to the shop",
        "i walk into things and my legs feel heavy and unsteady, started with the neck pain",
        "cannot lift the arm from monday, no pain but it is dead",
        "typing is a nightmare, fingers won't listen",
        "my hand won't close round the steering wheel",
        "arm just hangs, i have to lift it with the other one",
        "mum can't hold her spoon any more",
        "my writing has gone all wobbly",
        "shoulder strength is gone, can't brush my hair, no pain at all",
    ],
    "trauma": [
        "fell off my bike and landed on my hip",
        "slipped on the ice and hit the back of my head",
        "my shoulder came out of its socket",
        "a box fell on my head at work",
        "dove into a shallow pool and my neck is killing me",
        "my mum fell in the bathroom and can't get up",
        "i was knocked off my bike by a taxi this morning",
        "a shelf came down on my shoulder and i can't raise my arm",
        "my 80 year old dad tripped over the dog and now his hip hurts and he can't stand",
        "my knee bent backwards in the tackle and made a horrible crack",
        "landed flat on my back off the trampoline",
        "my bike and a tram disagreed, shoulder's a mess",
        "ran into a lamp post, big bump on my forehead and i feel sick",
        "my mother slipped in the kitchen and now cannot bear weight on her hip",
        "had a ski crash on saturday, knee is the size of a melon",
        "fell asleep at the wheel and hit a tree, only bruised ribs",
    ],
    "cancer": [
        "i had breast cancer five years ago and now my spine aches",
        "there's a lump in my groin that's getting bigger",
        "the pain in my hip wakes me every night and nothing helps",
        "i'm losing weight for no reason and my back hurts",
        "back pain is worse lying down and it's there all night",
        "my clothes are getting too big and i haven't changed my diet",
        "i've had bowel cancer in the past and there's a new ache in my spine that won't leave",
        "there is a growing bump under my arm, it's hard",
        "i am sweating so much in the night that i change the sheets",
        "shoulder pain won't go away, i smoke, and i'm losing weight",
        "mum's had breast cancer and now her hip is killing her at night",
        "breast cancer survivor, back's been hurting at night for three weeks",
        "down two dress sizes and i've not changed anything",
        "i found a pea sized lump in my breast",
        "my night clothes are soaked every morning",
        "ache in the hip bone that's worse at night and never goes",
    ],
    "infection": [
        "fever of 39 and my lower back is killing me",
        "i've got chills and my spine really hurts",
        "stiff neck, fever and the light hurts my eyes",
        "temp of 38.7 and a stiff sore neck",
        "my elbow is twice its size, hot and throbbing",
        "on chemo, temperature up, back aching",
        "started with a fever and now my lower back is on fire",
        "hot swollen knee and i feel awful",
        "shaking with chills and my hip joint is agony",
        "my shoulder joint is hot and red and i can't move it",
        "temperature wont go down for a week and my spine is tender",
        "i feel hot and shivery and my lower back hurts like hell",
        "my toe joint is bright red, swollen and burning",
        "the stitches on my knee are leaking green stuff",
        "woke up with a fever and i can't turn my neck",
        "spine infection last year and it feels the same again, sweating",
    ],
    "cardiac": [
        "crushing pain in my chest",
        "i feel pressure on my chest and i'm sweating",
        "my heart is racing and i feel faint",
        "dad is clutching his chest and he's gone grey",
        "fainted this morning in the shower",
        "tearing pain between my shoulder blades, came out of nowhere",
        "chest feels like someone is sitting on it",
        "my heart is pounding and i think i'm going to pass out",
        "my left arm feels heavy and i'm covered in cold sweat",
        "uncle collapsed at the gym",
        "whenever i walk fast i get a pressure in my chest",
        "weird pressure behind my breastbone",
        "pain spreading from chest to left shoulder and arm",
        "i get tight across the chest walking uphill and have to stop",
        "sudden sweats, nausea and an aching jaw",
        "my husband has collapsed",
    ],
    "breathing": [
        "i can't breathe",
        "coughing up blood since this morning",
        "sharp pain in my side every time i breathe in, and i'm breathless",
        "my throat is swelling up",
        "asthma attack and my inhaler isn't helping",
        "struggling to breathe since the flight",
        "i am struggling to get air in",
        "can't catch my breath since this morning",
        "i just coughed up some blood",
        "out of breath lying in bed",
        "wheezing and can't get my breath, inhaler does nothing",
        "i'm really struggling to breathe",
        "so short of breath that i can't talk",
        "my chest is wheezing and i can't get any air",
        "breathing hurts on the right side and i'm out of breath",
        "air hunger all day long",
    ],
    "stroke": [
        "one side of my face is drooping",
        "i can't lift my right arm and my mouth is crooked",
        "grandma is talking nonsense and her face looks wonky",
        "suddenly lost vision in my right eye",
        "i think i'm having a stroke",
        "sudden confusion and i can't find the right words",
        "my face feels numb on the left side",
        "right side of my body just went weak",
        "i've gone blind in one eye",
        "my arm is heavy and my face is droopy",
        "can't see out of my left eye since this morning",
        "my left arm and face went numb",
        "his words are slurring and he can't stand",
        "suddenly can't see on the left side",
        "woke up and can't move my right arm or leg",
        "my vision went black in one eye for a minute",
    ],
    "head_neck_vascular": [
        "the worst headache i've ever had",
        "my neck hurts and i'm seeing double",
        "headache like a thunderclap",
        "one eyelid is drooping and my neck is really sore",
        "felt a pop in my head and now the worst pain",
        "my neck pain came with vertigo and trouble swallowing",
        "suddenly got the most severe headache of my life",
        "after the massage my neck hurts and i feel dizzy and sick",
        "headache with stiff neck and vomiting, came on suddenly",
        "my head feels like it's going to explode, it started a minute ago",
        "blurred vision and dizziness since i hurt my neck",
        "explosive headache during sex",
        "massive headache out of the blue, feels like my skull is splitting",
        "neck pain after the chiropractor and now i can't walk straight",
        "i get dizzy and see double when i turn my head",
        "i'm 68 with new headaches and pain in the jaw when eating",
    ],
    "clot": [
        "my calf is swollen and hot",
        "left calf red and tender",
        "i think i have a blood clot in my leg",
        "my thigh is swollen and purple",
        "my arm has turned blue and swollen",
        "calf feels warm and tight on one side and it throbs",
        "my right calf is swollen and really painful",
        "one calf larger than the other and it aches",
        "foot is cold and blue",
        "calf pain after long flight and it's warm",
        "thigh is swelling up and getting red",
        "left leg swollen from the knee down and sore",
        "my calf is painful and looks red",
        "calf is hard, hot and hurts when i walk, just had surgery",
        "my fingers are blue and ice cold",
        "leg is twice as big as the other",
    ],
    "abdominal": [
        "vomiting blood",
        "sudden severe stomach pain",
        "my belly is hard as a board",
        "i can feel a pulse in my stomach and my back hurts",
        "pain in my side with fever and it burns when i pee",
        "i think my waters broke",
        "my poo is black like tar",
        "extreme belly pain, can't stand up",
        "my stomach is rock hard and so painful",
        "i can see my stomach pulsing",
        "severe cramps and bleeding, i'm pregnant",
        "blood in my vomit",
        "pregnant with cramps and bleeding",
        "bad pain low on the right side and fever",
        "pulsating lump in my stomach",
        "baby hasn't kicked since this morning",
    ],
    "suicidal": [
        "i don't want to live anymore",
        "i've been thinking about ending my life",
        "everyone would be better off without me",
        "i want to hurt myself",
        "life isn't worth living",
        "my son said he wants to die",
        "i don't want to be here anymore",
        "i can't take it any more, i want to end it all",
        "i took an overdose last night",
        "everyone would be happier if i was dead",
        "i've been cutting my arms again",
        "i'm thinking of killing myself",
        "i don't see any reason to keep going",
        "they'd be better off if i was dead",
        "want to go to sleep forever",
        "can't stop thinking about death",
    ],
}


@pytest.mark.parametrize(("category", "typed"), pairs(SIGNS), ids=str)
def test_warning_sign_in_everyday_words_is_found(category: str, typed: str) -> None:
    assert warnings(typed).get(category) is False


@pytest.mark.parametrize(
    ("typed", "category"),
    [
        ("I can't feel between my legs and can't pee", "cauda_equina"),
        ("my bum's gone numb", "cauda_equina"),
        ("wet myself and didn't notice", "cauda_equina"),
        ("my leg is numb and weak", "neurological_deficit"),
        ("I can't lift my foot anymore", "neurological_deficit"),
        ("my hand has lost its strength", "neurological_deficit"),
        ("fell off a ladder and my back hurts", "trauma"),
        ("got rear-ended and my neck hurts", "trauma"),
        ("had breast cancer, now my back hurts", "cancer"),
        ("losing weight without trying", "cancer"),
        ("I have a fever and my back hurts", "infection"),
        ("my knee is red hot and swollen", "infection"),
        ("crushing chest pain", "cardiac"),
        ("pressure on my chest going into my left arm", "cardiac"),
        ("I can't breathe", "breathing"),
        ("coughed up blood", "breathing"),
        ("my face has dropped on one side", "stroke"),
        ("my speech is slurred", "stroke"),
        ("worst headache of my life", "head_neck_vascular"),
        ("dizzy and seeing double since I cracked my neck", "head_neck_vascular"),
        ("my calf is swollen, red and hot", "clot"),
        ("I can feel my belly beating", "abdominal"),
        ("there is blood in my stool", "abdominal"),
        ("I want to die", "suicidal"),
        ("better off dead", "suicidal"),
        ("my leg has gon numb and my bladdar is weird", "cauda_equina"),
        ("skip this one, my arm has gone numb", "neurological_deficit"),
        ("my dad has chest pain", "cardiac"),
    ],
    ids=str,
)
def test_warning_sign_is_found_in_its_category(typed: str, category: str) -> None:
    assert warnings(typed).get(category) is False


@pytest.mark.parametrize(
    "typed",
    [
        "no numbness or tingling in my legs",
        "I haven't lost control of my bladder",
        "no chest pain, no fever and no fall",
        "I'm not short of breath",
        "I have never had chest pain",
        "without any numbness in my leg",
        "my leg isn't numb",
    ],
    ids=str,
)
def test_denied_warning_sign_is_marked_as_denied(typed: str) -> None:
    assert all(warnings(typed).values())


@pytest.mark.parametrize(
    "typed",
    [
        "my foot fell asleep",
        "my arm went to sleep on the couch",
        "my back is killing me",
        "this workout is killing me",
        "I'm dying of laughter",
        "dying here, this is brutal",
        "that nearly gave me a heart attack lol",
        "bored to death",
        "I fell asleep",
        "I fell behind with my program",
        "my chest is tight",
        "my pecs are tight",
        "my legs are like jelly after the squats",
        "why is my left leg weaker than my right",
        "my tummy muscles are sore after crunches",
        "I had a numb leg in 2019",
        "what are the symptoms of a stroke",
        "how do I lose weight fast",
        "I'm out of breath after that set",
        "I want to end it here for today",
        "how many reps on each side",
        "",
        "asdfgh",
        "😀😀😀",
        "привет, как дела",
    ],
    ids=lambda value: value or "empty",
)
def test_everyday_words_raise_no_warning(typed: str) -> None:
    assert warnings(typed) == {}


@pytest.mark.parametrize(
    "typed",
    [
        "never had a stroke or anything like it",
        "haven't fainted or felt dizzy",
        "no trauma, no accident, no fever, no night sweats",
        "no pain in the calf, swelling or redness",
        "chest pain? none",
        "I don't want to die, I am only tired",
        "no longer short of breath",
        "no fever or weight loss or weakness in the legs",
    ],
    ids=str,
)
def test_denied_sign_is_denied_over_a_whole_list(typed: str) -> None:
    assert all(warnings(typed).values())


@pytest.mark.parametrize(
    ("typed", "category"),
    [
        ("no idea why but my leg went numb and weak", "neurological_deficit"),
        ("no appetite, clothes hanging off me and my back aches", "cancer"),
        ("not sure what happened, I passed out", "cardiac"),
        ("there's no pain, my leg just folded under me", "neurological_deficit"),
        ("no fever but my calf is swollen and hot", "clot"),
        ("I don't feel well, burning up and my spine hurts", "infection"),
        ("the doctor cleared me last year but now I can't pee", "cauda_equina"),
        ("I had chest pain years ago and now it is back, with a numb left arm", "cardiac"),
        ("is it normal that my hand keeps dropping things", "neurological_deficit"),
        ("what's today's workout? I came off my bike yesterday, hip hurts", "trauma"),
        ("lol my calf is twice the size of the other, hot too", "clot"),
    ],
    ids=str,
)
def test_word_of_denial_or_doubt_elsewhere_hides_no_sign(typed: str, category: str) -> None:
    assert warnings(typed).get(category) is False


NOT_MEANT = {
    "way_of_speaking": [
        "these crunches will be the death of me",
        "my brain has stopped working",
        "traffic nearly gave me a heart attack",
        "work is crushing me this week",
        "under a lot of pressure at work",
        "it made my head explode, so many questions",
        "i'd rather die than do burpees",
        "what's the point of the wall breathing",
        "i want out of the reminders",
        "i was run off my feet today",
        "my shoulders are a car crash today, so tight",
        "feels like a truck ran over my back",
    ],
    "asked_in_general": [
        "what are the symptoms of cauda equina",
        "how do i know if i have a blood clot",
        "can sitting too long give you a dvt",
        "can a tight neck cause dizziness",
        "should someone with a pacemaker do this",
        "why does my hand go numb when i sleep",
        "and numb feet?",
    ],
    "story_animal_thing": [
        "i watched a film about a guy who broke his back",
        "my cat fell off the balcony",
        "my phone fell in the toilet",
        "the song numb is stuck in my head",
        "is the crime series about a stabbing any good",
        "our dog has a swollen leg",
    ],
    "long_past": [
        "broke my arm when i was ten",
        "i had a concussion in 2008",
        "i had a car accident ten years ago and my neck has been stiff since",
        "had a stroke in 2011, fully recovered",
        "my leg has been weak since birth",
        "had a DVT years ago, no trouble now",
    ],
    "cleared": [
        "the hospital did a scan and ruled out a clot",
        "my doctor checked the numbness and says i can train",
        "ECG was normal after the chest pain, cardiologist says carry on",
    ],
    "exercise": [
        "my arms are shaking after the plank",
        "i'm puffed after three sets",
        "knees buckle inwards when i squat",
        "sweating like mad after that set",
        "my chest is tight from the bench press",
        "should i feel a stretch in my chest",
        "i can't feel my glutes working in the hip lift",
        "can't lift my arms higher than my shoulders, too stiff",
    ],
    "everyday_body": [
        "i have a numb bum from this chair",
        "i get pins and needles when i kneel",
        "my knee clicks and pops when i squat",
        "calf cramp last night",
        "both ankles swell in the heat",
        "need to pee, back in a sec",
        "wet myself laughing at your joke",
        "bleeding gums when i brush my teeth",
        "headache after too much wine",
        "stiff neck since i slept funny",
        "lost 5 kilos on purpose, feel great",
        "it's 39 degrees here today",
        "why is my right calf bigger than the left, i play squash",
        "my left leg is weaker than my right",
    ],
}


@pytest.mark.parametrize(("kind", "typed"), pairs(NOT_MEANT), ids=str)
def test_what_is_not_meant_raises_no_warning(kind: str, typed: str) -> None:
    assert False not in warnings(typed).values(), kind


@pytest.mark.parametrize(
    ("typed", "category"),
    [
        ("my leg is swolen and red", "clot"),
        ("my speach is slured", "stroke"),
        ("i feel sucidal", "suicidal"),
        ("palpitatons and dizzy", "cardiac"),
        ("high feaver and my spine hurts", "infection"),
        ("cant breeth", "breathing"),
        ("uncontious after a fall off a ladder", "trauma"),
        ("vommiting blood", "abdominal"),
    ],
    ids=str,
)
def test_misspelt_warning_sign_is_found(typed: str, category: str) -> None:
    assert warnings(typed).get(category) is False


def test_place_of_a_sign_is_that_of_the_words_as_they_were_written() -> None:
    text = read_sentence("ok. my leg is swolen and red, ok").text
    (mention,) = find_warnings(text)
    assert text[mention.start : mention.end] == "leg is swolen"


def test_weakness_of_a_stroke_is_not_named_twice() -> None:
    assert warnings("my face is drooping and my arm is weak") == {"stroke": False}


def test_every_category_has_wordings_that_compile() -> None:
    ways = load_signs().ways
    assert all(w.pattern for way in ways for w in (*way.parts, *way.unless))
    assert {way.category for way in ways} == set(SIGNS)


FLAG = {"entity": "red_flag", "value": "cardiac", "negated": False}
SECOND = [{"name": WARNING, "confidence": 0.9}, {"name": "deny", "confidence": 0.2}]


@pytest.mark.parametrize(
    ("text", "intent", "entities", "expected"),
    [
        ("x", ("skip_exercise", 0.9), [FLAG], (WARNING, 1.0)),
        ("x", ("skip_exercise", 0.9), [{**FLAG, "negated": True}], ("skip_exercise", 0.9)),
        ("x", (WARNING, 0.9), [], (WARNING, 0.9)),
        ("x", (WARNING, 0.3), [], ("deny", 0.2)),
        ("x", (WARNING, 0.9), [{**FLAG, "negated": True}], ("deny", 0.2)),
        ("my back is killing me", (WARNING, 0.9), [], ("deny", 0.2)),
    ],
    ids=["rule", "denied", "trained and sure", "trained, not sure", "denied, trained", "idiom"],
)
def test_screen_has_the_last_word_on_the_intent(
    text: str, intent: tuple[str, float], entities: list[dict[str, object]], expected: object
) -> None:
    name, confidence = intent
    result = screen_intent(text, {"name": name, "confidence": confidence}, SECOND, entities)
    assert (result["name"], result["confidence"]) == expected


def test_screen_takes_nothing_for_understood_that_comes_far_behind_a_doubtful_warning() -> None:
    far = [{"name": WARNING, "confidence": 0.5}, {"name": "deny", "confidence": 0.05}]
    result = screen_intent("x", far[0], far, [])
    assert result == {"name": "nlu_fallback", "confidence": 0.0}
