"""Figures as they are printed, and units as Chinese and English say them. A file writes the English name; one that is not here is printed as it
is written."""

import math
from fractions import Fraction

from generator.diagnostics import Bilingual
from generator.expressions import number

CHINESE = {
    "addresses": "个地址", "calls/s": "次调用/秒", "chain": "条链路", "connections": "个连接", "connections/s": "个连接/秒",
    "creations/s": "次创建/秒", "days": "天", "deductions/s": "次扣减/秒", "game shards": "个区服", "gateways": "个网关",
    "h": "小时", "hosts": "台主机", "instances": "个实例", "lines": "条线路", "logins/s": "次登录/秒", "messages/s": "条消息/秒",
    "min": "分钟", "nodes": "个节点", "ops/s": "次操作/秒", "orders/s": "单/秒", "payments/s": "笔支付/秒",
    "primaries": "个主库", "reads/s": "次读/秒", "req/s": "次请求/秒", "rows": "行", "rows/s": "行/秒", "s": "秒",
    "servers": "台服务器", "shards": "个分片", "times": "倍",
}  # fmt: skip


def unit(written: str) -> Bilingual:
    """``rows/s`` as ``行/秒`` and ``rows/s``; ``Gbps`` as it is in both."""
    return Bilingual(CHINESE.get(written, written), written)


def figure(value: Fraction | int | None) -> str:
    """An exact number, or a dash where there is none."""
    return "—" if value is None else number(Fraction(value))


def percent(share: Fraction) -> str:
    """A share as a whole percentage, rounded up: 70.2 % of a limit is not 70 %."""
    return f"{math.ceil(share * 100)} %"
