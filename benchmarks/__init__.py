"""Measurements of the running portal. `make bench` prints them; nothing here is ever asserted in a test."""
