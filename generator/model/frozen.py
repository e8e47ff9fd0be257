"""The base of every class of the model, and the way a validator says what is wrong."""

from pydantic import BaseModel, ConfigDict
from pydantic_core import PydanticCustomError

from generator.diagnostics import Bilingual


class Frozen(BaseModel):
    """A frozen value read from YAML: unknown keys are errors, absent keys are silent."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", populate_by_name=False, validate_default=False, defer_build=True
    )


def fault(code: str, message: Bilingual, hint: Bilingual | None = None) -> PydanticCustomError:
    """A validation error that carries our own code and words; ``model.faults`` turns it into a Diagnostic.

    The words travel in the context, since pydantic formats ``{…}`` in a message template.
    """
    return PydanticCustomError(code, "invalid", {"words": message, "hint": hint})
