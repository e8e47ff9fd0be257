"""The package brings what it renders with. In the repository that stands beside it; in a wheel, in ``generator/data/``."""

import shutil
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

RESOURCES = ("templates", "site_config", "mkdocs.yml")


class BuildWithResources(build_py):
    def run(self) -> None:
        if not self.editable_mode:
            # What an earlier build left there may be gone from the sources.
            shutil.rmtree(self.build_lib, ignore_errors=True)
        super().run()
        if self.editable_mode:
            return
        for name in RESOURCES:
            source, target = Path(name), Path(self.build_lib, "generator", "data", name)
            if source.is_dir():
                shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__", ".*"))
            else:
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(source, target)


setup(cmdclass={"build_py": BuildWithResources})
