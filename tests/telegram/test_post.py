"""Pictures are uploaded once, files each time, and what cannot be shown is said at least."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import pytest

from actions.store.chats import find_file_id, keep_file_id
from actions.store.unit_of_work import UnitOfWork
from bot.telegram.sender.pace import Pace
from bot.turn import Picture
from tests.end_to_end.fake_bot_api import Call, find_buttons
from tests.telegram.network import ANN, BEN, BOT_ID, PNG, Network, change, choose, say

FIGURE = Picture("figure", "a figure that stands", {"sign": "forward_head"})
SENDING = {"sendMessage", "sendPhoto", "sendDocument", "sendAnimation"}
EDITING = {"editMessageText", "editMessageCaption", "editMessageReplyMarkup"}


@pytest.fixture
def drawing(tmp_path: Path) -> Path:
    """The file that every picture is drawn into."""
    file = tmp_path / "figure.png"
    file.write_bytes(PNG)
    return file


def send(net: Network, drawing: Path | None) -> None:
    net.send_all(draw=lambda picture: drawing, pace=Pace(0.01))


def photos(net: Network) -> list[Call]:
    return net.api.calls_of("sendPhoto")


def find_known(net: Network, drawing: Path) -> str | None:
    """Return the file id that is kept of a drawing."""
    with UnitOfWork(net.sessions) as work:
        return find_file_id(work.session, BOT_ID, sha256(drawing.read_bytes()).hexdigest())


def shown_file(net: Network, chat: int = ANN) -> str:
    """Return the file id of the newest picture in a chat."""
    return str(net.api.messages(chat)[-1]["photo"][-1]["file_id"])


def test_picture_is_shown_above_its_words_and_buttons(net: Network, drawing: Path) -> None:
    net.post(say("Is your head <this> far & no further?", "Yes", "No", picture=FIGURE))
    send(net, drawing)
    (message,) = net.api.messages(ANN)
    assert message["caption"] == "Is your head <this> far & no further?"
    assert [each["text"] for each in find_buttons(message)] == ["Yes", "No"]
    assert net.api.read_file(shown_file(net)) == PNG
    assert net.view["codes"] == [each.data for each in choose("Yes", "No")]


def test_picture_is_uploaded_once_and_then_sent_by_its_id(net: Network, drawing: Path) -> None:
    net.post(say("one", picture=FIGURE))
    send(net, drawing)
    net.post(say("two", picture=FIGURE), chat=BEN)
    send(net, drawing)
    first, second = photos(net)
    assert "photo" not in first.params
    assert second.params["photo"] == find_known(net, drawing) == shown_file(net)
    assert shown_file(net, BEN) == shown_file(net)


def test_picture_that_was_drawn_anew_is_uploaded_again(net: Network, drawing: Path) -> None:
    net.post(say("one", picture=FIGURE))
    send(net, drawing)
    drawing.write_bytes(PNG + b", drawn better")
    net.post(say("two", picture=FIGURE))
    send(net, drawing)
    assert all("photo" not in call.params for call in photos(net))
    assert net.api.read_file(shown_file(net)) == drawing.read_bytes()


def test_picture_whose_id_telegram_forgot_is_uploaded_again(net: Network, drawing: Path) -> None:
    with UnitOfWork(net.sessions) as work:
        keep_file_id(work.session, BOT_ID, sha256(PNG).hexdigest(), "from-another-time")
        work.commit()
    net.post(say("one", "Yes", picture=FIGURE))
    send(net, drawing)
    assert [call.status for call in photos(net)] == [400, 200]
    assert net.api.read_file(shown_file(net)) == PNG
    assert find_known(net, drawing) == shown_file(net)
    assert net.read() == ["one"]


def test_words_of_a_picture_that_is_refused_arrive(net: Network, drawing: Path) -> None:
    drawing.write_bytes(b"no picture")
    net.post(say("a & b", "Yes", picture=FIGURE), say("next"))
    send(net, drawing)
    assert [call.status for call in photos(net)] == [400]
    assert net.read() == ["a & b", "next"]
    assert find_known(net, drawing) is None


def test_words_of_a_picture_that_cannot_be_drawn_arrive_with_their_buttons(net: Network) -> None:
    net.post(say("one", "Yes", picture=FIGURE))
    send(net, None)
    (message,) = net.api.messages(ANN)
    assert message["text"] == "one"
    assert [each["text"] for each in find_buttons(message)] == ["Yes"]


def test_moving_picture_goes_as_an_animation(net: Network, tmp_path: Path) -> None:
    # The fake has no animations, so it is told to refuse; which call was made is what counts.
    net.api.fault("sendAnimation", status=400, description="Bad Request: not today")
    drawing = tmp_path / "figure.gif"
    drawing.write_bytes(b"GIF89a and the rest")
    net.post(say("one", picture=FIGURE))
    send(net, drawing)
    (call,) = net.api.calls_of("sendAnimation")
    assert (call.params["caption"], call.params["parse_mode"]) == ("one", "HTML")
    assert net.read() == ["one"]


def test_picture_keeps_standing_while_its_words_change(net: Network, drawing: Path) -> None:
    net.post(say("set 1", "Done", picture=FIGURE, card="set"))
    send(net, drawing)
    number = net.view["message_id"]
    net.post(change("set 2 & on", number, "Done", picture=FIGURE, card="set", has_picture=True))
    send(net, drawing)
    (message,) = net.api.messages(ANN)
    assert message["caption"] == "set 2 & on"
    assert "photo" in message
    assert len(photos(net)) == 1
    assert net.view["message_id"] == number


def test_file_arrives_whole_under_its_name(net: Network) -> None:
    text = '{"said": "<ä> & 🧘"}\n' * 2000
    net.post(say(text, "Back", file_name="my-data.json"))
    send(net, None)
    (message,) = net.api.messages(ANN)
    document = message["document"]
    assert document["file_name"] == "my-data.json"
    assert net.api.read_file(document["file_id"]).decode() == text
    assert [each["text"] for each in find_buttons(message)] == ["Back"]
    assert net.view["message_id"] == message["message_id"]


def test_file_is_uploaded_each_time(net: Network) -> None:
    net.post(say("{}", file_name="my-data.json"), say("{}", file_name="my-data.json"))
    send(net, None)
    assert all("document" not in call.params for call in net.api.calls_of("sendDocument"))
    first, second = (each["document"]["file_id"] for each in net.api.messages(ANN))
    assert first != second


def test_file_that_met_a_fault_arrives(net: Network) -> None:
    net.api.fault("sendDocument", times=2, status=502)
    net.post(say("{}", file_name="my-data.json"))
    send(net, None)
    assert [call.status for call in net.api.calls_of("sendDocument")] == [502, 502, 200]


def test_nothing_is_ever_downloaded(net: Network, drawing: Path) -> None:
    net.post(say("one", "A", picture=FIGURE), say("{}", file_name="my-data.json"), say("two", "B"))
    send(net, drawing)
    assert {call.method for call in net.api.calls} <= {"getMe"} | SENDING | EDITING
