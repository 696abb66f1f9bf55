"""Refresh static/vendor from the npm packages in package.json: the font, a sprite of the icons in use, the tus client.

Run by `make vendor`. The portal itself never needs npm.
"""

import re
import shutil
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NPM = ROOT / "node_modules"
VENDOR = ROOT / "static" / "vendor"
FONT = "plus-jakarta-sans-latin-wght-normal.woff2"
ICONS = (  # noqa: SIM905
    "arrow-left bell calendar check chevron-right circle circle-check circle-dot clock download external- "
    "link file file-text image info key-round layout-dashboard link list list-checks log-out map menu "
    "message-square pencil plus printer refresh-cw rotate-ccw search send settings shield-check triangle- "
    "alert trash-2 undo-2 upload user users building-2 circle-x save lock eye"
).split()


def main() -> None:
    VENDOR.mkdir(parents=True, exist_ok=True)
    shutil.copy(NPM / "@fontsource-variable/plus-jakarta-sans/files" / FONT, VENDOR / FONT)
    shutil.copy(NPM / "@fontsource-variable/plus-jakarta-sans/LICENSE", VENDOR / "plus-jakarta-sans-LICENSE.txt")
    shutil.copy(NPM / "lucide-static/LICENSE", VENDOR / "lucide-LICENSE.txt")
    shutil.copy(NPM / "tus-js-client/LICENSE", VENDOR / "tus-LICENSE.txt")
    client = (NPM / "tus-js-client/dist/tus.min.js").read_text()
    (VENDOR / "tus.min.js").write_text(re.sub(r"^//# sourceMappingURL=.*\n?", "", client, flags=re.MULTILINE))
    symbols = [_symbol(name) for name in sorted(ICONS)]
    sprite = '<svg xmlns="http://www.w3.org/2000/svg">\n' + "\n".join(symbols) + "\n</svg>\n"
    (VENDOR / "icons.svg").write_text(sprite)
    print(f"{len(symbols)} icons, {len(sprite)} bytes")


def _symbol(name: str) -> str:
    text = (NPM / f"lucide-static/icons/{name}.svg").read_text()
    inner = re.search(r"<svg[^>]*>(.*)</svg>", text, re.DOTALL).group(1)
    shapes = " ".join(line.strip() for line in inner.strip().splitlines())
    return f'<symbol id="{name}" viewBox="0 0 24 24">{shapes}</symbol>'


if __name__ == "__main__":
    main()
