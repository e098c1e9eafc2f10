"""What people send as files, drawn anew before anybody sees it (ADR 20)."""
