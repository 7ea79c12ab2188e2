"""Understand what a person wrote: intents, entities, warning signs."""
