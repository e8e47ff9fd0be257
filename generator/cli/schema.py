"""``playbook schema``: the JSON Schemas that editors use while one types."""

import click

from generator.cli.settings import Settings, check_option, global_options, with_settings
from generator.diagnostics import Bilingual
from generator.publish.resources import renew_schemas


@click.command("schema")
@check_option
@global_options
@with_settings
def command(settings: Settings, only_check: bool) -> None:
    """从模型导出 JSON Schema 到 site_config/schemas/。Export the JSON Schemas of all kinds of file from the model."""
    stale = renew_schemas(settings.root, only_check=only_check)
    if not stale:
        settings.say(Bilingual("JSON Schema 已是最新。", "the JSON Schemas are current"))
    for file in stale:
        differs = Bilingual(f"{file} 与模型不一致", f"{file} differs from the model")
        settings.answer(differs if only_check else Bilingual(f"已更新 {file}", f"wrote {file}"), err=only_check)
    if only_check and stale:
        raise click.exceptions.Exit(1)
