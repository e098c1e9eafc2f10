"""Stories of people: their consent, and how a story goes when it ends (docs/stories.md)."""
