"""Tenders: which step may follow which, what each tells in OCDS, questions and answers."""
