"""Run as a process of its own: open the PDF on standard input, print its number of pages or its problem as JSON.

It limits itself before it loads the PDF reader, so a file that makes the reader grow, spin or crash ends this
process alone.
"""

from __future__ import annotations

import json
import resource
import sys
from typing import Any

MEMORY = 2**30
CPU_SECONDS = 30
PASSWORD_ERROR = 4


def main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    print(json.dumps(read()))


def read() -> dict[str, Any]:
    import pypdfium2  # noqa: PLC0415 - only once the limits hold

    try:
        document = pypdfium2.PdfDocument(sys.stdin.buffer)
        pages = len(document)
        if pages:
            document[0].get_size()
        return {"pages": pages}
    except pypdfium2.PdfiumError as error:
        return {"problem": "password" if error.err_code == PASSWORD_ERROR else "broken"}


if __name__ == "__main__":
    main()
