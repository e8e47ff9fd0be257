"""What a rule may look at."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from generator.library import Entry, Library
from generator.model import Engagement, Playbook


@dataclass(frozen=True)
class Context:
    """The tree under judgement."""

    library: Library

    def engagements(self) -> Iterator[tuple[Entry[Engagement], Entry[Playbook]]]:
        """Every engagement with its playbook, where that could be read: only there can its names be judged."""
        for engagement in self.library.engagements.values():
            playbook = self.library.playbooks.get(engagement.model.playbook)
            if playbook is not None:
                yield engagement, playbook
