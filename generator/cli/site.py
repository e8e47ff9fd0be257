"""``playbook site``: the knowledge in both languages, and every engagement's page and sheets."""

from pathlib import Path

import click

from generator.cli.names import formats
from generator.cli.settings import Settings, Stop, global_options, progress, with_settings
from generator.diagnostics import Bilingual
from generator.publish.site import BuildOptions, SiteFault, SiteJob
from generator.render import FORMATS

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
    options = BuildOptions(
        settings.root,
        (out or settings.root / "build" / "site").absolute(),
        settings.today,
        not without_engagements,
        formats=tuple(name for name in FORMATS if name in named),
    )
    job = SiteJob(options)
    if not job.stands():
        _build(settings, job)
    shown = options.out.relative_to(Path.cwd()) if options.out.is_relative_to(Path.cwd()) else options.out
    settings.say(Bilingual(f"站点在 {shown / 'index.html'}", f"the site is at {shown / 'index.html'}"))


def _build(settings: Settings, job: SiteJob) -> None:
    if errors := job.workspace.errors:
        untouched = Bilingual("站点没有动：先改好上面的错误。", "the site is as it was: mend these errors first")
        raise settings.stopped(errors, untouched)
    try:
        with progress(settings, Bilingual("生成站点", "building the site"), job.parts()) as advance:
            job.publish(advance)
    except SiteFault as fault:
        raise Stop(str(fault)) from fault
