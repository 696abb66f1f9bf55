"""Tables of OPD and people: read safely, judge row by row, write only what was confirmed."""
