"""What the pages about plans read, each in a constant number of queries."""
