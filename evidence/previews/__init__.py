"""Pictures of documents, drawn by a worker in a process apart, so that nobody must open a stranger's file to look."""

from evidence.previews.drawing import picture, picture_block
from evidence.previews.names import FILM, PAGE, THUMB, Size, can_be_shown, is_drawable
from evidence.previews.showing import Preview, found, preview

__all__ = [
    "FILM",
    "PAGE",
    "THUMB",
    "Preview",
    "Size",
    "can_be_shown",
    "found",
    "is_drawable",
    "picture",
    "picture_block",
    "preview",
]
