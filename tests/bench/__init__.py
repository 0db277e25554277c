"""What the product may cost. `make bench` runs these on both databases and prints a table; docs/benchmarks.md."""
