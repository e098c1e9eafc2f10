"""Signals of exploitation: what each rule sees, and the cases they open. No signal decides.

`contacts` makes blind indexes of contacts, `words` looks for words, `rules` are the signals,
`watch` runs them over one row, `cases` keeps what they saw; `services/safeguarding.py` is what
people do with a case, `services/bans.py` what a ban does.
"""
