"""Tables of published results: read safely, check row by row, take in only what a person decided."""
