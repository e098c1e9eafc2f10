"""Newsletters as readers and editors meet them."""
