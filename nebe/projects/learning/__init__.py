"""Evaluations and their answers, lessons learnt, good practices judged by peers."""
