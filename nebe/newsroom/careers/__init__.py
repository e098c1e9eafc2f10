"""Applying for a job, and choosing among those who applied."""
