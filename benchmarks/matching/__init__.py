"""The matching engine beside what one can install: `python -m benchmarks matching`."""
