"""Files made to harm, and the one table that says what becomes of each. `python -m tests.evidence.hostile` prints it
into docs/security.md; nothing here is kept as a binary.
"""
