"""What a bot on python-telegram-bot meets on the fake is what it would meet on Telegram."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Awaitable, Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any, TypeVar

import pytest
from telegram import Bot, BotCommand, InlineKeyboardButton, InlineKeyboardMarkup, Message, Update
from telegram.error import (
    BadRequest,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)
from telegram.request import HTTPXRequest

from tests.end_to_end.fake_bot_api import TOKEN, FakeBotApi
from tests.end_to_end.fake_updates import SECRET_HEADER

T = TypeVar("T")
ANN, STRANGER = 7, 8
PNG = b"\x89PNG\r\n\x1a\n and the rest of a picture"
KEYBOARD = InlineKeyboardMarkup([[InlineKeyboardButton("Yes", callback_data="answer:yes")]])
Work = Callable[[Bot], Awaitable[T]]


@pytest.fixture
def api() -> Iterator[FakeBotApi]:
    with FakeBotApi(chats={ANN}) as fake:
        yield fake


def ask(api: FakeBotApi, work: Work[T], token: str = TOKEN) -> T:
    """Let a real bot do something, and return what it gets."""

    async def run() -> T:
        request = HTTPXRequest(httpx_kwargs={"trust_env": False})
        polling = HTTPXRequest(2, httpx_kwargs={"trust_env": False})
        urls = f"{api.url}/bot", f"{api.url}/file/bot"
        async with Bot(token, *urls, request, polling) as bot:
            return await work(bot)

    return asyncio.run(run())


def send(api: FakeBotApi, text: str = "hello", **more: Any) -> Message:
    return ask(api, lambda bot: bot.send_message(ANN, text, parse_mode="HTML", **more))


def button(data: str) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup([[InlineKeyboardButton("Go", callback_data=data)]])


def test_bot_knows_its_name(api: FakeBotApi) -> None:
    assert ask(api, lambda bot: bot.get_me()).username == "fake_coach_bot"


@pytest.mark.parametrize(
    ("token", "status"),
    [("123456:another-token", 401), ("no token", 404)],
    ids=["wrong", "malformed"],
)
def test_token_that_telegram_did_not_give_is_invalid(
    api: FakeBotApi, token: str, status: int
) -> None:
    with pytest.raises(InvalidToken):
        ask(api, lambda bot: bot.get_me(), token)
    assert api.calls[-1].status == status


def test_unknown_method_is_not_found(api: FakeBotApi) -> None:
    with pytest.raises(TelegramError, match="not found"):
        ask(api, lambda bot: bot.do_api_request("sendKisses"))
    assert api.calls_of("sendKisses")[0].status == 404


REFUSED: dict[str, tuple[Work[Any], str]] = {
    "unknown_chat": (lambda bot: bot.send_message(STRANGER, "hello"), "Chat not found"),
    "empty": (lambda bot: bot.send_message(ANN, " \n "), "Message text is empty"),
    "only_tags": (lambda bot: bot.send_message(ANN, "<b></b>", "HTML"), "Message text is empty"),
    "long": (lambda bot: bot.send_message(ANN, "x" * 4097), "Message is too long"),
    "long_emoji": (lambda bot: bot.send_message(ANN, "🧘" * 2049), "Message is too long"),
    "long_caption": (
        lambda bot: bot.send_photo(ANN, PNG, caption="x" * 1025),
        "Message caption is too long",
    ),
    "markdown": (lambda bot: bot.send_message(ANN, "*x*", "MarkdownV3"), "Unsupported parse_mode"),
    "long_data": (
        lambda bot: bot.send_message(ANN, "x", reply_markup=button("ä" * 33)),
        "Button_data_invalid",
    ),
    "no_data": (
        lambda bot: bot.send_message(ANN, "x", reply_markup=button("")),
        "Text buttons are unallowed",
    ),
    "unknown_file": (
        lambda bot: bot.send_photo(ANN, "no-such-file"),
        "Wrong file identifier/HTTP URL specified",
    ),
    "no_picture": (lambda bot: bot.send_photo(ANN, b"no picture"), "Image_process_failed"),
    "empty_file": (lambda bot: bot.send_document(ANN, b""), "File must be non-empty"),
    "edit_unknown": (lambda bot: bot.edit_message_text("x", ANN, 99), "Message to edit not found"),
    "delete_unknown": (lambda bot: bot.delete_message(ANN, 99), "Message to delete not found"),
    "unknown_query": (lambda bot: bot.answer_callback_query("99"), "Query is too old"),
    "unknown_action": (lambda bot: bot.send_chat_action(ANN, "dancing"), "Wrong parameter action"),
    "bad_command": (lambda bot: bot.set_my_commands([("Check!", "x")]), "Bot_command_invalid"),
    "long_description": (lambda bot: bot.set_my_description("x" * 513), "too long"),
    "plain_webhook": (lambda bot: bot.set_webhook("http://example.org/x"), "An HTTPS URL must"),
    "bad_secret": (
        lambda bot: bot.set_webhook("https://example.org/x", secret_token="not this!"),
        "Secret token contains unallowed characters",
    ),
}


@pytest.mark.parametrize(("work", "words"), REFUSED.values(), ids=REFUSED.keys())
def test_what_telegram_refuses_is_a_bad_request(
    api: FakeBotApi, work: Work[Any], words: str
) -> None:
    with pytest.raises(BadRequest, match=f"(?i){words}"):
        ask(api, work)
    assert api.calls[-1].status == 400
    assert api.messages(ANN) == []


FITTING: dict[str, Work[Any]] = {
    "long": lambda bot: bot.send_message(ANN, "x" * 4096),
    "long_with_tags": lambda bot: bot.send_message(ANN, f"<b>{'&lt;' * 4096}</b>", "HTML"),
    "long_caption": lambda bot: bot.send_photo(ANN, PNG, caption="x" * 1024),
    "long_data": lambda bot: bot.send_message(ANN, "x", reply_markup=button("ä" * 32)),
}


@pytest.mark.parametrize("work", FITTING.values(), ids=FITTING.keys())
def test_what_just_fits_is_sent(api: FakeBotApi, work: Work[Any]) -> None:
    ask(api, work)
    assert len(api.messages(ANN)) == 1


SHOWN = {
    "plain": ("a > b & c", "a > b & c"),
    "tags": ("<b>Bold</b> <i>and</i> <u>so</u> <s>on</s>", "Bold and so on"),
    "references": ("&lt;b&gt; &amp;amp; &quot;&#39;&#x1F9D8;", "<b> &amp; \"'🧘"),
    "unknown_reference": ("it&apos;s &nbsp;", "it&apos;s &nbsp;"),
    "link": ('<a href="https://example.org/?a=1&amp;b=2">here</a>', "here"),
    "nested": ("<b>a <i>b</i></b><blockquote expandable>c</blockquote>", "a bc"),
    "spoiler": ('<span class="tg-spoiler">x</span><tg-spoiler>y</tg-spoiler>', "xy"),
    "code": ('<pre><code class="language-python">1 &lt; 2</code></pre>', "1 < 2"),
    "white_space": ("\n <b> x </b>\n", "x"),
}


@pytest.mark.parametrize(("source", "shown"), SHOWN.values(), ids=SHOWN.keys())
def test_html_is_shown_as_plain_text(api: FakeBotApi, source: str, shown: str) -> None:
    assert send(api, source).text == shown
    assert api.messages(ANN)[-1]["text"] == shown


UNPARSED = {
    "unknown_tag": ("<p>x</p>", 'Unsupported start tag "p" at byte offset 0'),
    "less_than": ("ä < b", 'Unsupported start tag "" at byte offset 3'),
    "heart": ("<3", "Unclosed start tag at byte offset 0"),
    "open": ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
    "only_end": ("x</b>", "Unexpected end tag at byte offset 1"),
    "crossed": ("<b><i>x</b></i>", 'expected "</i>", found "</b>"'),
    "half_end": ("<b>x</b", "Unclosed end tag at byte offset 4"),
    "span": ("<span>x</span>", 'Tag "span" must have class "tg-spoiler"'),
    "attribute": ("<a href>x</a>", "Expected equal sign in declaration of an attribute"),
    "line_break": ("a<br/>b", 'Unsupported start tag "br/"'),
}


@pytest.mark.parametrize(("source", "words"), UNPARSED.values(), ids=UNPARSED.keys())
def test_bad_html_is_a_bad_request(api: FakeBotApi, source: str, words: str) -> None:
    with pytest.raises(BadRequest, match="Can't parse entities: "):
        send(api, source)
    assert words in api.calls[-1].description


def test_entities_are_counted_in_utf16_units(api: FakeBotApi) -> None:
    message = send(api, "  🧘 <b>Breathe</b> <a href='example.org'>more</a>")
    found = message.parse_entities()
    assert {entity.type: text for entity, text in found.items()} == {
        "bold": "Breathe",
        "text_link": "more",
    }


def test_edit_changes_the_text_and_takes_the_keyboard_away(api: FakeBotApi) -> None:
    sent = send(api, reply_markup=KEYBOARD)
    edited = ask(api, lambda bot: bot.edit_message_text("other", ANN, sent.message_id))
    assert isinstance(edited, Message)
    assert (edited.text, edited.reply_markup) == ("other", None)
    assert [each["text"] for each in api.messages(ANN)] == ["other"]


SAME: dict[str, Callable[[Message], Work[Any]]] = {
    "text": lambda sent: (
        lambda bot: bot.edit_message_text(
            "<b>hello</b> ", ANN, sent.message_id, parse_mode="HTML", reply_markup=KEYBOARD
        )
    ),
    "markup": lambda sent: (
        lambda bot: bot.edit_message_reply_markup(ANN, sent.message_id, reply_markup=KEYBOARD)
    ),
}


@pytest.mark.parametrize("edit", SAME.values(), ids=SAME.keys())
def test_edit_that_changes_nothing_is_refused(
    api: FakeBotApi, edit: Callable[[Message], Work[Any]]
) -> None:
    sent = send(api, "<b>hello</b>", reply_markup=KEYBOARD)
    with pytest.raises(BadRequest, match="Message is not modified: specified new message content"):
        ask(api, edit(sent))


def test_edit_of_the_keyboard_alone_is_an_edit(api: FakeBotApi) -> None:
    sent = send(api, reply_markup=KEYBOARD)
    ask(api, lambda bot: bot.edit_message_reply_markup(ANN, sent.message_id))
    assert "reply_markup" not in api.messages(ANN)[-1]


def test_edit_of_what_a_person_wrote_is_refused(api: FakeBotApi) -> None:
    api.say(ANN, "mine")
    theirs = api.history(ANN)[-1]["message_id"]
    with pytest.raises(BadRequest, match="Message can't be edited"):
        ask(api, lambda bot: bot.edit_message_text("yours", ANN, theirs))


def test_edit_of_the_text_of_a_photo_is_refused_and_of_its_caption_is_not(api: FakeBotApi) -> None:
    sent = ask(api, lambda bot: bot.send_photo(ANN, PNG, caption="one"))
    with pytest.raises(BadRequest, match="There is no text in the message to edit"):
        ask(api, lambda bot: bot.edit_message_text("x", ANN, sent.message_id))
    ask(api, lambda bot: bot.edit_message_caption(ANN, sent.message_id, caption="two"))
    assert api.messages(ANN)[-1]["caption"] == "two"


def test_upload_is_sent_again_by_its_id(api: FakeBotApi) -> None:
    first = ask(api, lambda bot: bot.send_photo(ANN, PNG))
    again = ask(api, lambda bot: bot.send_photo(ANN, first.photo[-1].file_id))
    assert again.photo[-1].file_id == first.photo[-1].file_id
    with pytest.raises(BadRequest, match="Can't use file of type photo as document"):
        ask(api, lambda bot: bot.send_document(ANN, first.photo[-1].file_id))


def test_document_keeps_its_name_and_its_bytes(api: FakeBotApi) -> None:
    sent = ask(api, lambda bot: bot.send_document(ANN, b"{}", filename="all-of-it.json"))
    assert sent.document is not None
    assert sent.document.file_name == "all-of-it.json"
    assert api.read_file(sent.document.file_id) == b"{}"


def test_deleted_message_is_gone(api: FakeBotApi) -> None:
    sent = send(api)
    assert ask(api, lambda bot: bot.delete_message(ANN, sent.message_id))
    assert api.history(ANN) == []


def test_profile_is_kept(api: FakeBotApi) -> None:
    ask(api, lambda bot: bot.set_my_commands([BotCommand("check", "Look at your posture")]))
    ask(api, lambda bot: bot.set_my_description("A coach"))
    ask(api, lambda bot: bot.set_my_short_description("Coach"))
    assert api.profile == {
        "commands": [{"command": "check", "description": "Look at your posture"}],
        "description": "A coach",
        "short_description": "Coach",
    }


def test_blocked_bot_is_forbidden_until_it_is_unblocked(api: FakeBotApi) -> None:
    api.block(ANN)
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        send(api)
    api.unblock(ANN)
    assert send(api).text == "hello"


def test_chat_is_known_once_the_person_wrote(api: FakeBotApi) -> None:
    api.say(STRANGER, "/start")
    sent = ask(api, lambda bot: bot.send_message(STRANGER, "welcome"))
    assert sent.chat_id == STRANGER


def test_flood_is_told_when_to_come_again() -> None:
    with FakeBotApi(chats={ANN, STRANGER}, limit_rate=True, burst=2) as api:

        async def flood(bot: Bot) -> None:
            for _ in range(100):
                await bot.send_message(ANN, "x")

        with pytest.raises(RetryAfter, match="Retry in 1 seconds"):
            ask(api, flood)
        assert len(api.messages(ANN)) >= 2
        assert ask(api, lambda bot: bot.send_message(STRANGER, "x")).text == "x"


def test_tap_is_answered_once(api: FakeBotApi) -> None:
    send(api, reply_markup=KEYBOARD)
    api.tap_label(ANN, "Yes")
    (update,) = ask(api, lambda bot: bot.get_updates())
    query = update.callback_query
    assert query is not None
    assert query.data == "answer:yes"
    assert ask(api, lambda bot: bot.answer_callback_query(query.id))
    with pytest.raises(BadRequest, match="Query is too old and response timeout expired"):
        ask(api, lambda bot: bot.answer_callback_query(query.id))


def test_tap_that_waited_too_long_is_not_answered(api: FakeBotApi) -> None:
    api.answer_queries_within(0)
    api.tap(ANN, 1, "answer:yes")
    (update,) = ask(api, lambda bot: bot.get_updates())
    query = update.callback_query
    assert query is not None
    assert query.message is not None
    assert not query.message.is_accessible
    with pytest.raises(BadRequest, match="Query is too old"):
        ask(api, lambda bot: bot.answer_callback_query(query.id))


def test_tap_on_a_button_that_is_not_there_fails(api: FakeBotApi) -> None:
    send(api, reply_markup=KEYBOARD)
    with pytest.raises(AssertionError, match=r"no button 'No'; there are \[\['Yes'\]\]"):
        api.tap_label(ANN, "No")


def read_ids(updates: tuple[Update, ...]) -> list[int]:
    return [update.update_id for update in updates]


def test_updates_come_again_until_they_are_confirmed(api: FakeBotApi) -> None:
    first, second = api.say(ANN, "/start", date=1), api.say(ANN, "two")
    assert read_ids(ask(api, lambda bot: bot.get_updates())) == [first, second]
    assert read_ids(ask(api, lambda bot: bot.get_updates(limit=1))) == [first]
    assert read_ids(ask(api, lambda bot: bot.get_updates(offset=second))) == [second]
    assert read_ids(ask(api, lambda bot: bot.get_updates(offset=-1))) == [second]
    assert ask(api, lambda bot: bot.get_updates(offset=second + 1)) == ()
    assert api.pending == []


def test_updates_of_a_kind_that_was_not_asked_for_are_lost(api: FakeBotApi) -> None:
    ask(api, lambda bot: bot.get_updates(allowed_updates=["callback_query"]))
    api.say(ANN, "lost")
    api.tap(ANN, 1, "x")
    assert [next(iter(each.keys() - {"update_id"})) for each in api.pending] == ["callback_query"]


def test_update_numbers_that_begin_again_are_handed_out(api: FakeBotApi) -> None:
    api.push_raw({"update_id": 900})
    assert api.push({}) == 901
    api.push_raw({"update_id": 5, "nothing": "that anybody knows"})
    assert read_ids(ask(api, lambda bot: bot.get_updates(offset=902))) == [900, 901, 5]
    assert ask(api, lambda bot: bot.get_updates(offset=6)) == ()


def test_long_poll_is_answered_when_somebody_writes(api: FakeBotApi) -> None:
    async def poll(bot: Bot) -> tuple[Update, ...]:
        waiting = asyncio.create_task(bot.get_updates(timeout=30))
        await asyncio.to_thread(api.wait_for, lambda: api.polling)
        await asyncio.to_thread(api.say, ANN, "hello")
        return await waiting

    (update,) = ask(api, poll)
    assert update.message is not None
    assert update.message.text == "hello"


def test_poll_of_a_bot_that_is_gone_ends_and_loses_nothing(api: FakeBotApi) -> None:
    with pytest.raises(TimedOut):
        # python-telegram-bot adds the two, and hangs up after a second here.
        ask(api, lambda bot: bot.get_updates(timeout=30, read_timeout=1 - 30))
    api.wait_for(lambda: not api.polling)
    update_id = api.say(ANN, "hello")
    assert read_ids(ask(api, lambda bot: bot.get_updates())) == [update_id]


def test_second_poll_ends_the_first(api: FakeBotApi) -> None:
    async def poll_twice(bot: Bot) -> tuple[list[Any], tuple[Update, ...]]:
        first = asyncio.create_task(bot.get_updates(timeout=30))
        await asyncio.to_thread(api.wait_for, lambda: api.polling)
        second = asyncio.create_task(bot.get_updates(timeout=30))
        (ended,) = await asyncio.gather(first, return_exceptions=True)
        await asyncio.to_thread(api.say, ANN, "hello")
        return [ended], await second

    (ended,), updates = ask(api, poll_twice)
    assert isinstance(ended, Conflict)
    assert "terminated by other getUpdates request; make sure that only one" in str(ended)
    assert len(updates) == 1


def test_poll_while_a_webhook_is_set_is_a_conflict(api: FakeBotApi) -> None:
    ask(api, lambda bot: bot.set_webhook("https://example.org/hook", secret_token="s"))
    with pytest.raises(Conflict, match="can't use getUpdates method while webhook is active"):
        ask(api, lambda bot: bot.get_updates())
    ask(api, lambda bot: bot.delete_webhook(drop_pending_updates=True))
    assert ask(api, lambda bot: bot.get_updates()) == ()


class Hook:
    """A webhook that takes every update but refuses the first call."""

    def __init__(self) -> None:
        self.taken: list[tuple[int, str | None]] = []
        hook = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                update = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                hook.taken.append((update["update_id"], self.headers[SECRET_HEADER]))
                self.send_response(500 if len(hook.taken) == 1 else 200)
                self.end_headers()

            def log_message(self, format: str, *args: object) -> None:
                """Write nothing."""

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/hook"
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)


@pytest.fixture
def hook() -> Iterator[Hook]:
    made = Hook()
    made.thread.start()
    yield made
    made.server.shutdown()
    made.thread.join()
    made.server.server_close()


def test_webhook_gets_what_waits_until_it_takes_it(api: FakeBotApi, hook: Hook) -> None:
    first = api.say(ANN, "before")
    ask(api, lambda bot: bot.set_webhook(hook.url, secret_token="s3cret"))
    second = api.say(ANN, "after")
    api.wait_for(lambda: not api.pending)
    assert hook.taken == [(first, "s3cret"), (first, "s3cret"), (second, "s3cret")]
    assert [each.status for each in api.deliveries] == [500, 200, 200]


def test_webhook_can_be_called_with_any_secret(api: FakeBotApi, hook: Hook) -> None:
    ask(api, lambda bot: bot.set_webhook(hook.url, secret_token="s3cret"))
    assert api.deliver({"update_id": 1}, times=2) == [500, 200]
    assert api.deliver({"update_id": 2}, secret="guessed") == [200]
    assert api.deliver({"update_id": 3}, secret=None) == [200]
    assert hook.taken == [(1, "s3cret"), (1, "s3cret"), (2, "guessed"), (3, None)]


FAULTS: dict[str, tuple[dict[str, Any], type[TelegramError], str]] = {
    "flood": (
        {"status": 429, "description": "Too Many Requests", "parameters": {"retry_after": 9}},
        RetryAfter,
        "9 seconds",
    ),
    "forbidden": (
        {"status": 403, "description": "Forbidden: user is deactivated"},
        Forbidden,
        "user is deactivated",
    ),
    "server_error": ({"status": 502, "description": "Bad Gateway"}, NetworkError, "Bad Gateway"),
    "server_error_in_html": ({"status": 502, "garbage": True}, NetworkError, "502"),
    "dropped": ({"drop": True}, NetworkError, "httpx"),
    "dropped_after": ({"drop_after": True}, NetworkError, "httpx"),
    "garbage": ({"garbage": True}, TelegramError, "Invalid server response"),
    "stall": ({"delay": 60}, TimedOut, "Timed out"),
}


@pytest.mark.parametrize(("kind", "error", "words"), FAULTS.values(), ids=FAULTS.keys())
def test_fault_comes_out_as_its_exception_and_passes(
    api: FakeBotApi, kind: dict[str, Any], error: type[TelegramError], words: str
) -> None:
    api.fault("sendMessage", **kind)
    with pytest.raises(error, match=words):
        ask(api, lambda bot: bot.send_message(ANN, "one", read_timeout=1))
    assert ask(api, lambda bot: bot.send_message(ANN, "two")).text == "two"


def test_lie_is_no_message(api: FakeBotApi) -> None:
    api.fault("sendMessage", lie=True)
    assert not isinstance(ask(api, lambda bot: bot.send_message(ANN, "one")), Message)
    assert api.messages(ANN) == []


def test_dropped_call_does_nothing_and_one_dropped_after_does_it(api: FakeBotApi) -> None:
    api.fault("*", drop=True)
    with pytest.raises(NetworkError):
        send(api, "lost")
    api.fault("sendMessage", drop_after=True)
    with pytest.raises(NetworkError):
        send(api, "kept")
    assert [each["text"] for each in api.messages(ANN)] == ["kept"]
    assert [(call.status, call.answered) for call in api.calls_of("sendMessage")] == [(200, False)]


def test_faults_can_be_taken_back(api: FakeBotApi) -> None:
    api.fault("*", times=1000, drop=True)
    api.clear_faults()
    assert send(api).text == "hello"


def test_call_is_kept_as_it_was_read(api: FakeBotApi) -> None:
    sent = send(api, "<b>x</b>", reply_markup=KEYBOARD)
    (call,) = api.calls_of("sendMessage", ANN)
    assert call.params["text"] == "<b>x</b>"
    assert call.params["reply_markup"] == KEYBOARD.to_dict()
    assert (call.status, call.result["message_id"]) == (200, sent.message_id)
    assert api.calls_of("sendMessage", STRANGER) == []


def test_waiting_in_vain_fails_and_shows_the_last_calls(api: FakeBotApi) -> None:
    send(api)
    with pytest.raises(AssertionError, match="getMe 200\nsendMessage 200"):
        api.wait_for(lambda: api.messages(STRANGER), seconds=0.1)
