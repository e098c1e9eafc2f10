"""Dates that nobody mistakes, where Django writes the month first."""
