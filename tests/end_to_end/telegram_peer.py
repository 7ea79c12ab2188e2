r"""A Bot API server for end-to-end tests, on lo-bot-api-emulator 0.3.6 (Python 3.11 or newer).

Upstream does: routes, form and multipart parsing, checking of parameters, update queues, long
polling, 409 with a webhook set, webhook delivery with the secret header, files. This wrapper adds
what Telegram has and upstream has not (getMe's username, sendAnimation, getMyCommands, the sender
and date of a message), the person's side of the chat, and faults on demand. What neither has (HTML,
chats that nobody opened, edits that change nothing, late answers to a tap) is in fake_bot_api.py.
It runs in a process of its own, from the root of the repository:

    uv run --no-project --isolated --python 3.11 --with lo-bot-api-emulator==0.3.6 \
        python tests/end_to_end/telegram_peer.py --port 9101
"""

import argparse
import asyncio
import copy
import json
import time

import lo_bot_api_emulator as lo
import lo_bot_api_emulator.updates as lo_updates
from aiohttp import web

METHODS = lo.CONTRACT["methods"]
METHODS["sendAnimation"] = {
    **METHODS["sendDocument"],
    "parameters": ["animation", "width", "height", "duration"]
    + [p for p in METHODS["sendDocument"]["parameters"] if p != "document"],
}
for _spec in METHODS.values():
    if "disable_notification" in (_spec.get("parameters") or ()):
        _spec["parameters"] = [*_spec["parameters"], "link_preview_options", "protect_content"]
lo_updates.ALLOWED_UPDATE_TYPES |= {"managed_bot", "guest_message"}

BOT = {"id": 7, "is_bot": True, "first_name": "Coach", "username": "peer_bot"}


def _json(value):
    try:
        return json.loads(value)
    except (TypeError, ValueError):
        return value


class Peer(lo.LoBotApiEmulator):
    """The emulator with a chat history, a log of calls, a person to play, and faults."""

    def __init__(self):
        super().__init__(enable_control=True, allow_insecure_loopback_webhooks=True)
        self.calls, self.chats, self.faults, self.commands = [], {}, [], {}

    async def read_request(self, request):
        request["got"] = await super().read_request(request)
        return request["got"]

    def validate(self, method, fields, uploads):
        if method == "getMe":
            return {
                **super().validate(method, fields, uploads),
                "username": BOT["username"],
                "capabilities": None,
            }
        if method == "getMyCommands":
            super().validate(method, fields, uploads)
            return self.commands.get(self._scope(fields), [])
        if method == "sendAnimation":
            return self._animation(fields, uploads)
        if method in ("sendPhoto", "sendDocument", "sendVideo") and fields.get("reply_markup"):
            markup = self.decoded(fields["reply_markup"])
            if (
                "inline_keyboard" not in markup
            ):  # upstream refuses reply keyboards under media, Telegram does not
                self.validate_markup(markup)
                fields = {k: v for k, v in fields.items() if k != "reply_markup"}
        result = super().validate(method, fields, uploads)
        if method == "setMyCommands":
            self.commands[self._scope(fields)] = self.decoded(fields["commands"])
        if isinstance(result, dict) and "chat" in result:
            result |= {"date": int(time.time()), "from": BOT}
            markup = fields.get("reply_markup") and self.decoded(fields["reply_markup"])
            if markup and "inline_keyboard" in markup:
                result.setdefault("reply_markup", markup)
        return result

    def _animation(self, fields, uploads):
        as_document = {
            k: v for k, v in fields.items() if k not in ("animation", "width", "height", "duration")
        }
        if "animation" in uploads:
            uploads = {"document": uploads["animation"]}
        else:
            as_document["document"] = fields.get("animation")
        message = super().validate("sendDocument", as_document, uploads)
        size = {
            k: int(fields.get(k) or d)
            for k, d in (("width", 320), ("height", 320), ("duration", 1))
        }
        return {
            **message,
            "date": int(time.time()),
            "from": BOT,
            "animation": {**message["document"], **size},
        }

    @staticmethod
    def _scope(fields):
        return str(fields.get("scope")), fields.get("language_code", "")

    async def handle(self, request):
        method = request.match_info["method"]
        fault = next((f for f in self.faults if self._hits(f, method)), None)
        if fault:
            fault["times"] -= 1
            await request.read()
            if fault.get("delay"):
                await asyncio.sleep(fault["delay"])
            if fault.get("drop"):
                request.transport.abort()
                return web.Response()
            if fault.get("status"):
                return self._refuse(method, fault)
        response = await super().handle(request)
        fields, uploads = request.get("got", ({}, {}))
        body = json.loads(response.body)
        if method != "getUpdates":
            self.calls.append(
                {
                    "at": time.time(),
                    "method": method,
                    "status": response.status,
                    "params": {k: _json(v) for k, v in fields.items()},
                    "files": {
                        k: {"filename": u["filename"], "size": u["size"]}
                        for k, u in uploads.items()
                    },
                    "result": body.get("result"),
                    "description": body.get("description"),
                }
            )
        if response.status == 200:
            self._remember(method, fields, body["result"])
        return response

    @staticmethod
    def _hits(fault, method):
        return fault["times"] > 0 and fault["method"] in (method, "*")

    def _refuse(self, method, fault):
        self.calls.append(
            {"at": time.time(), "method": method, "status": fault["status"], "fault": True}
        )
        body = {"ok": False, "error_code": fault["status"], "description": fault["description"]}
        if fault.get("parameters"):
            body["parameters"] = fault["parameters"]
        return web.json_response(body, status=fault["status"])

    def _remember(self, method, fields, result):
        if method == "deleteMessage":
            self._chat(fields)[:] = [
                m for m in self._chat(fields) if m["message_id"] != int(fields["message_id"])
            ]
        elif method.startswith("editMessage"):
            for message in self._chat(fields):
                if message["message_id"] == int(fields["message_id"]):
                    message.update({k: fields[k] for k in ("text", "caption") if k in fields})
                    message |= {"reply_markup": _json(fields.get("reply_markup")), "edited": True}
        elif isinstance(result, dict) and "message_id" in result:
            kept = {**copy.deepcopy(result), "reply_markup": _json(fields.get("reply_markup"))}
            self.chats.setdefault(result["chat"]["id"], []).append(kept)

    def _chat(self, fields):
        return self.chats.setdefault(int(fields["chat_id"]), [])

    # The person's side.

    async def say(self, request):
        """{"token", "user_id", "text" and/or "extra": other fields of a Message}"""
        wanted = await request.json()
        user_id, text = wanted["user_id"], wanted.get("text", "")
        user = {
            "id": user_id,
            "is_bot": False,
            "first_name": wanted.get("first_name", "Ann"),
            "language_code": wanted.get("language_code", "en"),
        }
        message = {
            "message_id": self.next_id,
            "date": int(time.time()),
            "from": user,
            "chat": {"id": user_id, "type": "private", "first_name": user["first_name"]},
        }
        self.next_id += 1
        if text:
            message["text"] = text
            if text.startswith("/"):
                message["entities"] = [
                    {"type": "bot_command", "offset": 0, "length": len(text.split()[0])}
                ]
        message.update(wanted.get("extra", {}))
        self.chats.setdefault(user_id, []).append(copy.deepcopy(message))
        update_id = await self.enqueue_update({"message": message}, token=wanted["token"])
        return web.json_response({"update_id": update_id, "message_id": message["message_id"]})

    async def tap(self, request):
        """{"token", "user_id", "message_id", "button": label}; 404 where no such button is there"""
        wanted = await request.json()
        shown = next(
            (
                m
                for m in self.chats.get(wanted["user_id"], [])
                if m["message_id"] == wanted["message_id"]
            ),
            {},
        )
        rows = (shown.get("reply_markup") or {}).get("inline_keyboard", [])
        button = next((b for row in rows for b in row if b["text"] == wanted["button"]), None)
        if button is None:
            return web.json_response({"error": "no such button"}, status=404)
        query = {
            "id": f"{self.next_id}77",
            "chat_instance": "1",
            "data": button["callback_data"],
            "from": {"id": wanted["user_id"], "is_bot": False, "first_name": "Ann"},
            "message": {k: v for k, v in shown.items() if k != "edited"},
        }
        update_id = await self.enqueue_update({"callback_query": query}, token=wanted["token"])
        return web.json_response({"update_id": update_id, "id": query["id"]})

    async def update(self, request):
        """{"token", "update": any Update without its update_id}"""
        wanted = await request.json()
        return web.json_response(
            {"update_id": await self.enqueue_update(wanted["update"], token=wanted["token"])}
        )

    async def upload(self, request):
        ref = f"user-file-{self.next_id}"
        self.next_id += 1
        self.assets[ref] = {"filename": "upload", "data": await request.read(), "size": 0}
        return web.json_response({"file_id": ref})

    async def history(self, request):
        return web.json_response(self.chats.get(int(request.query["chat_id"]), []))

    async def log(self, request):
        return web.json_response(self.calls[int(request.query.get("since", 0)) :])

    async def fault(self, request):
        """{"method" or "*", "times", "status", "description", "parameters", "drop", "delay"}"""
        self.faults.append({"times": 1, **await request.json()})
        return web.json_response({})

    def app(self):
        app = super().app()
        app.add_routes(
            [
                web.post("/e2e/say", self.say),
                web.post("/e2e/tap", self.tap),
                web.post("/e2e/update", self.update),
                web.post("/e2e/upload", self.upload),
                web.get("/e2e/history", self.history),
                web.get("/e2e/calls", self.log),
                web.post("/e2e/fault", self.fault),
            ]
        )
        return app


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--port", type=int, required=True)
    web.run_app(Peer().app(), host="127.0.0.1", port=parser.parse_args().port, access_log=None)
