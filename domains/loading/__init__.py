"""Instruments come from JSON files: read and checked whole, then written as a revision that never changes.

`reading` turns a file into rows and refuses one that is wrong, naming the place; `writing` stores them.
"""

from domains.loading.draft import Draft
from domains.loading.places import LoadingError
from domains.loading.reading import read
from domains.loading.writing import Loaded, load, shipped, shipped_file

__all__ = ["Draft", "Loaded", "LoadingError", "load", "read", "shipped", "shipped_file"]
