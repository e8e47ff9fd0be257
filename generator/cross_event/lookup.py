"""Whose an address is: the customers' resources as an index in which a page can look addresses and ids up.

A key says what it is: ``i`` an instance's id or a name, folded; ``4``/``6`` an address in hexadecimal of full length; a
network also has the number of bits that count (``4c0000200/24``). The page's script makes the same keys of what is pasted.
"""

import ipaddress
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from generator.tailor.checklist import Checklist
from generator.tailor.rows import ResourceLine

_PORT = re.compile(r":\d{1,5}$", re.ASCII)
_BETWEEN = re.compile(r"[\s,;，；、]+")
_SCHEME = re.compile(r"^[a-z][a-z0-9+.-]*://", re.ASCII)


@dataclass(frozen=True, slots=True)
class Owned:
    """One resource of one engagement, and the keys that find it."""

    checklist: Checklist
    line: ResourceLine
    keys: tuple[str, ...]


def owned(checklists: Iterable[Checklist]) -> tuple[Owned, ...]:
    """Every resource; running and coming events first, since an address may have been another customer's last year."""
    ordered = sorted(checklists, key=lambda one: (one.end < one.today, one.start, one.id))
    return tuple(Owned(one, line, tuple(dict.fromkeys(_keys(line)))) for one in ordered for line in one.resources)


def _keys(line: ResourceLine) -> Iterator[str]:
    yield name_key(line.resource.id)
    for part in _BETWEEN.split(line.resource.address or ""):
        if part:
            yield address_key(part)


def name_key(text: str) -> str:
    return "i" + " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def address_key(text: str) -> str:
    """The key of an address, a network, or else of a host's name; a port, a scheme and a path do not count."""
    plain, schemes = _SCHEME.subn("", unicodedata.normalize("NFKC", text).strip().casefold())
    # Behind a scheme a slash begins a path; alone it may be a network's.
    plain = plain.partition("/")[0] if schemes else plain
    for candidate in (plain, _PORT.sub("", plain), plain.partition("]")[0].lstrip("[")):
        try:
            network = ipaddress.ip_network(candidate, strict=False)
        except ValueError:
            continue
        return _hexadecimal(network)
    return name_key(_PORT.sub("", plain.partition("/")[0]).rstrip("."))


def _hexadecimal(network: ipaddress.IPv4Network | ipaddress.IPv6Network) -> str:
    digits = f"{int(network.network_address):0{network.max_prefixlen // 4}x}"
    whole = network.prefixlen == network.max_prefixlen
    return f"{network.version}{digits}" + ("" if whole else f"/{network.prefixlen}")
