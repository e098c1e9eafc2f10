"""Versions of the words that people agree to; a changed text gets a new version."""

CODE_OF_CONDUCT_VERSION = "2026-11"
