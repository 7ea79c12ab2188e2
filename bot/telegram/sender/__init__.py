"""Bring what the coach says to Telegram: each message once, in order, at a pace that is allowed."""
