"""Newsletters: who subscribes, how a letter is made of published items, how it is sent."""
