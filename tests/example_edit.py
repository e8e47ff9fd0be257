"""The edit that the manual goes through (site_config/pages/{zh,en}/manual/change.md), made to the sample playbook itself.

A retrospective found that the drill had forgotten a domain: one item gets a list to tick and a week more. The first try
misspells the owner and forgets the edition.
"""

from __future__ import annotations

FILE = "playbooks/ecommerce-promotion.yaml"
ITEM = "ECP-A27"
FIRST_TRY = (
    ("owner: product-oncall\n", "owner: product-oncal\n"),
    ("due: T-14\n", "due: T-21\n"),
    ("演练一次切高防：", "列出要切的全部域名，支付回调域名在内。演练一次切高防，照清单逐个勾："),
    ("Rehearse the switch, noting", "List every domain to be switched, payment callbacks included. Rehearse the switch, ticking them off, noting"),
    ("演练从拍板到生效 ≤ 10 分钟；", "清单上的域名全部切到；演练从拍板到生效 ≤ 10 分钟；"),
    ("the rehearsal takes ≤ 10 minutes", "every domain on the list is switched; the rehearsal takes ≤ 10 minutes"),
)  # fmt: skip
"""What stands in the item, and what the first try makes of it."""


def first_try(text: str) -> str:
    """The playbook after the first try. Raises ``ValueError`` where the item no longer reads as the manual has it."""
    before, start, rest = text.partition(f"  - id: {ITEM}\n")
    item, end, after = rest.partition("\n\n")
    for old, new in FIRST_TRY:
        if item.count(old) != 1:
            raise ValueError(f"{ITEM} does not hold {old!r} once: bring the manual's page and its pictures up to date")
        item = item.replace(old, new)
    return f"{before}{start}{item}{end}{after}"


def mended(text: str) -> str:
    """The playbook as it is proposed in the end: the owner spelt as before, the edition raised."""
    edition = text.split('edition: "', 1)[1].split('"', 1)[0]
    year, number = edition.split(".")
    tried = first_try(text).replace("owner: product-oncal\n", "owner: product-oncall\n")
    return tried.replace(f'edition: "{edition}"', f'edition: "{year}.{int(number) + 1}"', 1)
