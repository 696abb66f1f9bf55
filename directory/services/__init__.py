"""Changes to the directory of institutions, OPD and people, each in one transaction and recorded."""
