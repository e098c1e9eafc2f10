"""The search over everything published: the index, what it is asked, and what nobody found."""
