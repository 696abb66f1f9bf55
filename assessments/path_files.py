"""Files of the `path_to_target` command: efforts in as CSV, a path out as a table or JSON."""

from __future__ import annotations
