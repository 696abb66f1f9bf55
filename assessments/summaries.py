"""What a page about the work reads, in a constant number of queries."""
