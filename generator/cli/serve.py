"""``playbook serve``: the whole site on this machine, rebuilt and reloaded on every edit."""

from __future__ import annotations

import logging
import tempfile
from datetime import date, datetime
from functools import partial
from pathlib import Path

import click

from generator.cli.settings import Settings, Stop, global_options, with_settings
from generator.diagnostics import Words
from generator.pipeline import keep_shop
from generator.publish.knowledge import Order
from generator.publish.serve import Preview, Shop
from generator.publish.workshop import Trouble


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True, help="监听地址 / address to listen on")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535), help="端口 / port")
@global_options
@with_settings
def command(settings: Settings, host: str, port: int) -> None:
    """本机预览：改 YAML 或模板，页面自己刷新；改坏了，页面告诉你哪一行。
    Preview here: an edit of YAML or a template reloads the page; a broken edit shows its line."""
    logging.basicConfig(level=logging.WARNING)
    root, moment = settings.root, settings.today
    with tempfile.TemporaryDirectory(prefix="playbook-serve-") as folder:
        site = Path(folder) / "site"
        shop = Shop(root, partial(keep_shop, order=Order(root, site, moment), lang=settings.lang))

        def tell(trouble: Trouble) -> None:
            click.echo(trouble.said, err=True)
            settings.say(Words("有错，见页面", "broken; see the page"))

        def refresh() -> Trouble | None:
            nonlocal moment
            # One moment for a whole day: sheets say as of when they are, and none would be the same a minute later.
            if _day(settings.today) != _day(moment):
                moment = settings.today
            trouble = shop.refresh(moment)
            if trouble:
                tell(trouble)
            else:
                settings.say(Words("已更新", "up to date"))
            return trouble

        try:
            preview = Preview(shop, refresh, tell, site, host, port)
            settings.say(
                Words(f"打开 http://{host}:{port}/ ，按 Ctrl+C 结束", f"open http://{host}:{port}/ and end with Ctrl+C")
            )
            preview.start(root)
        except OSError as error:
            raise Stop(f"{host}:{port} {error.strerror}") from error


def _day(moment: date | datetime) -> date:
    return moment.date() if isinstance(moment, datetime) else moment
