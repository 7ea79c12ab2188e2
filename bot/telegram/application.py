"""The application of python-telegram-bot: it finds the handler of an update and runs it.

It runs without its updater and its queue: those confirm an update before it is stored.
"""

from __future__ import annotations

from typing import Any

from telegram import Update
from telegram.ext import Application, ContextTypes

from bot.telegram.api import CoachBot
from bot.telegram.desk import Desk
from bot.telegram.handlers import list_handlers

CoachApplication = Application[Any, Any, Any, Any, Any, Any]


def build_application(bot: CoachBot, desk: Desk) -> CoachApplication:
    """Return an application on this bot with all handlers."""
    application = Application.builder().bot(bot).updater(None).job_queue(None).build()
    application.add_handlers(list_handlers(desk))
    application.add_error_handler(_remember_fault)
    return application


async def process(application: CoachApplication, update: Update) -> None:
    """Let the application handle an update; raise what its handler raised."""
    await application.process_update(update)
    fault = application.bot_data.pop(update.update_id, None)
    if fault is not None:
        raise fault


async def _remember_fault(update: object, context: ContextTypes.DEFAULT_TYPE) -> None:
    # The application itself would log it, with all that it quotes.
    if isinstance(update, Update) and context.error is not None:
        context.application.bot_data[update.update_id] = context.error
