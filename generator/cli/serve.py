"""``playbook serve``: the whole site on this machine, made as it is asked for and reloaded on every edit."""

import os
import signal
import sys
import threading

import click

from generator.cli.settings import Settings, Stop, global_options, with_settings
from generator.diagnostics import Bilingual
from generator.publish.serve import follow, open_preview
from generator.schedule import day_of

TERMINATED = 128 + signal.SIGTERM


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True, help="监听地址 / address to listen on")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535), help="端口 / port")
@global_options
@with_settings
def command(settings: Settings, host: str, port: int) -> None:
    """本机预览：改 YAML 或模板，页面自己刷新；改坏了，页面告诉你哪一行。
    Preview here: an edit of YAML or a template reloads the page; a broken edit shows its line."""
    try:
        preview, server = open_preview(settings.root, settings.lang, host, port)
    except OSError as error:
        raise Stop(f"{host}:{port} {error.strerror}") from error
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(TERMINATED))
    moment, stopped = settings.today, threading.Event()

    def refresh(look_changed: bool) -> None:
        nonlocal moment
        # One moment for a whole day: sheets say as of when they are, and none would be the same a minute later.
        if day_of(settings.today) != day_of(moment):
            moment = settings.today
        wrong = preview.refresh(moment, look_changed)
        if wrong:
            click.echo(wrong, err=True)
        settings.say(Bilingual("有错，见页面", "broken; see the page") if wrong else Bilingual("已更新", "up to date"))
        server.versions.step()

    def edited(look_changed: bool, code_changed: bool) -> None:
        if code_changed:
            # What is imported stays as it was: the process begins anew.
            os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])
        refresh(look_changed)

    with server:
        address = f"http://{f'[{host}]' if ':' in host else host}:{server.server_address[1]}/"
        settings.say(Bilingual(f"打开 {address} ，按 Ctrl+C 结束", f"open {address} and end with Ctrl+C"))
        threading.Thread(target=follow, args=(settings.root, edited, stopped), daemon=True).start()
        threading.Thread(target=preview.compile, daemon=True).start()
        try:
            server.serve_forever()
        finally:
            stopped.set()
