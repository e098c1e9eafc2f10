"""Matching sessions: one plan for many needs at once, beside today and first come, first served.

`plan.py` and what it imports need the engine's packages: for jobs and commands only.
"""
