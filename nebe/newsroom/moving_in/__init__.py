"""An old WordPress site moves in: its export becomes pages, its addresses go on working."""
