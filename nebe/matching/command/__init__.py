"""`python -m nebe.matching`: the engine at the command line, on files."""
