"""Who may manage the directory of institutions, OPD and people."""
