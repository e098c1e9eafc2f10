"""What editors do with pages over time: publish by the clock, look again, move, ask a colleague."""
