"""The pages a new installation begins with, written in seven languages.

`texts/<language>.md` holds one language; `parse` reads it, `load` makes pages of it.
"""
