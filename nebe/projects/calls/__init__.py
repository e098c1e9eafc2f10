"""Calls for funding: found, followed, held against what members look for money for."""
