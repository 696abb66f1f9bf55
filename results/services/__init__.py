"""Taking results in and out, one subject per module."""
