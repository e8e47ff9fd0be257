"""The JSON Schemas of a tree, which stand in its site_config/schemas/."""

from pathlib import Path

from generator.model.schemas import schemas
from generator.publish.disk import write_source
from generator.publish.resources import descriptions


def renew_schemas(root: Path, *, only_check: bool = False) -> list[str]:
    """Write the schemas that differ from the model, or ``only_check`` which do; their paths from the root. Raises ``PathError``."""
    stale = []
    for file, text in schemas(descriptions(root)).items():
        path = root / file
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            stale.append(file)
            if not only_check:
                write_source(root, file, text.encode("utf-8"))
    return stale
