"""Write the table of docs/third-party.md from the packages installed here: `make licences`."""

import importlib.metadata
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "third-party.md"
START, END = "<!-- packages: begin -->\n", "<!-- packages: end -->\n"
# What a package's own metadata leaves out or says only in a file.
KNOWN = {
    "brotlicffi": "MIT",
    "psycopg2-binary": "LGPL-3.0-or-later with exceptions",
    "pyphen": "MPL-1.1 (of GPL, LGPL, MPL)",
}


def main() -> None:
    before, _, rest = PAGE.read_text().partition(START)
    after = rest.partition(END)[2]
    rows = [f"| {name} | {licence(name)} |" for name in pinned()]
    PAGE.write_text(before + START + "\n".join(["| package | licence |", "| --- | --- |", *rows]) + "\n" + END + after)
    print(f"{len(rows)} packages")


def pinned() -> list[str]:
    return sorted(set(re.findall(r"^([a-z0-9._-]+)==", (ROOT / "requirements.txt").read_text(), re.MULTILINE)))


def licence(name: str) -> str:
    if name in KNOWN:
        return KNOWN[name]
    data = importlib.metadata.metadata(name)
    classified = [line.split(" :: ")[-1] for line in data.get_all("Classifier") or [] if line.startswith("License ::")]
    found = data["License-Expression"] or data["License"] or ", ".join(classified)
    if not found or len(found) > 80:
        found = ", ".join(classified) or sys.exit(f"{name} does not say its licence; look it up and add it to KNOWN.")
    return found.strip()


if __name__ == "__main__":
    main()
