"""A whole record edited by hand: sections of it as forms, and what differs in words."""
