"""The one exception whose text is meant for the user as it stands; every layer above may raise it."""


class Refused(Exception):
    """The step is not possible now; the text says why and what to do."""
