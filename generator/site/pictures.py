"""Pictures of hand-written pages: each gets its width and height, so that what stands below does not move once it is there."""

import re
import struct
from collections.abc import Callable

_PICTURE = re.compile(r'<img\b(?![^>]*\bwidth=)([^>]*\bsrc="([^":]+\.png)"[^>]*?)( ?/?>)')
_PNG = b"\x89PNG\r\n\x1a\n"


def sized(html: str, content: Callable[[str], bytes | None]) -> str:
    """``html`` with the width and height of each PNG that has none; ``content`` gives the file at a picture's address, or None."""

    def with_size(found: re.Match[str]) -> str:
        file = content(found[2])
        if file is None or not file.startswith(_PNG):
            return found[0]
        # The first chunk of every PNG holds its size, https://www.w3.org/TR/png-3/#11IHDR.
        width, height = struct.unpack(">II", file[16:24])
        return f'<img{found[1]} width="{width}" height="{height}"{found[3]}'

    return _PICTURE.sub(with_size, html)
