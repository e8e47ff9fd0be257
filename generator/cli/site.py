"""``playbook site``: the knowledge in both languages, and every engagement's page and sheets."""

from __future__ import annotations

from pathlib import Path

import click

from generator.cli.formats import formats
from generator.cli.progress import progress
from generator.cli.settings import Settings, Stop, global_options, with_settings
from generator.diagnostics import Words
from generator.pipeline import examine, publish_site
from generator.publish.knowledge import Order
from generator.publish.site import SiteFault, parts
from generator.render import FORMATS
from generator.report import text

HTML = "html"
"""Pages lead to it."""


@click.command("site")
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), help="默认 build/site / build/site by default")
@click.option(
    "--without-engagements", is_flag=True, help="只要手册，不含任何客户 / the knowledge alone, no customer in it"
)
@click.option(
    "--format",
    "asked",
    default="all",
    metavar="NAMES",
    help=f"{', '.join(FORMATS)}, all：站上放哪几种清单，html 总有 / which sheets stand on the site; html always does",
)
@global_options
@with_settings
def command(settings: Settings, out: Path | None, without_engagements: bool, asked: str) -> None:
    """生成整个站点：中英两套页面、全部客户页面和清单；做好后整体替换。Build the whole site and swap it in when it is done."""
    named = {HTML, *formats(asked, list(FORMATS))}
    order = Order(
        settings.root,
        (out or settings.root / "build" / "site").absolute(),
        settings.today,
        not without_engagements,
        formats=tuple(name for name in FORMATS if name in named),
    )
    examined = examine(order.root, order.today)
    if examined.errors:
        click.echo(text(examined.errors, settings.lang), err=True)
        settings.say(Words("站点没有动：先改好上面的错误。", "the site is as it was: mend these errors first"))
        raise click.exceptions.Exit(1)
    try:
        with progress(settings, Words("生成站点", "building the site"), parts(order, examined.sound)) as advance:
            publish_site(order, examined, advance)
    except SiteFault as fault:
        raise Stop(f"MkDocs：{fault}") from fault
    shown = order.out.relative_to(Path.cwd()) if order.out.is_relative_to(Path.cwd()) else order.out
    settings.say(Words(f"站点在 {shown / 'index.html'}", f"the site is at {shown / 'index.html'}"))
