"""Dates that nobody mistakes where Django writes the month first, and that end a sentence.

Ukrainian and Russian have no "р." and "г." behind the year: their point would stand before ours.
"""
