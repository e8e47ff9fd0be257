"""What a page may load and run: its own site's files and the scripts that stand in it, each by its hash; nothing foreign.

A browser refuses all else (https://www.w3.org/TR/CSP3/), so that even a text that slipped through every escape could neither run nor
call another host. The policy stands in the page, because a site opened from disk has no server to send it.
"""

import base64
import hashlib
import re
from functools import lru_cache

_SCRIPT = re.compile(r"<script\b([^>]*)>(.*?)</script>", re.DOTALL | re.IGNORECASE)
_POLICY = re.compile(r'\n?<meta http-equiv="Content-Security-Policy" content="[^"]*">')
_CHARSET = re.compile(r'<meta charset="utf-8" ?/?>', re.IGNORECASE)
_DATA = re.compile(r'\btype="application/json"')

_NOTHING = "'none'"
SITE = (
    "default-src 'none'",
    "connect-src 'self'",
    "font-src 'self'",
    # Icons stand in style sheets as data.
    "img-src 'self' data:",
    # The theme places things by style attributes, which have no hash.
    "style-src 'self' 'unsafe-inline'",
    "worker-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
)
_ALONE = ("default-src 'none'", "img-src data:", "style-src 'unsafe-inline'", "base-uri 'none'", "form-action 'none'")
"""Of a file that holds all it needs: no other file either."""


def guarded(html: str) -> str:
    """A page of the site with its policy in the head, anew where it has one. Raises ``ValueError`` where there is no place for it."""
    html = _POLICY.sub("", html)
    charset = _CHARSET.search(html)
    if charset is None:
        raise ValueError("the page does not say that it is UTF-8, and has no place for its policy")
    inline = [match[2] for match in _SCRIPT.finditer(html) if "src=" not in match[1] and not _DATA.search(match[1])]
    policy = "; ".join((*SITE, f"script-src 'self' {' '.join(dict.fromkeys(map(_hash, inline)))}".rstrip()))
    meta = f'\n<meta http-equiv="Content-Security-Policy" content="{policy}">'
    return html[: charset.end()] + meta + html[charset.end() :]


@lru_cache(maxsize=8)
def alone(script: str | None) -> str:
    """The policy of a sheet, which runs its one script, or none, and loads nothing."""
    return "; ".join((*_ALONE, f"script-src {_hash(script) if script else _NOTHING}"))


def _hash(script: str) -> str:
    # A browser reads line ends as \n before it hashes.
    text = script.replace("\r\n", "\n").replace("\r", "\n")
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode('utf-8')).digest()).decode()}'"
