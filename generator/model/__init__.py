"""The meaning of the files as frozen classes, without positions. ``KINDS`` names the class of each kind of file."""

from pydantic import BaseModel

from generator.model.engagement import Engagement
from generator.model.playbook import Playbook
from generator.model.shared import Calendars, Case, Glossary, Products, Roles, Standard

KINDS: dict[str, type[BaseModel]] = {
    "playbook": Playbook,
    "engagement": Engagement,
    "case": Case,
    "standard": Standard,
    "roles": Roles,
    "products": Products,
    "glossary": Glossary,
    "calendars": Calendars,
}

__all__ = ["KINDS", "Calendars", "Case", "Engagement", "Glossary", "Playbook", "Products", "Roles", "Standard"]
