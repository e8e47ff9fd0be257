"""Across all engagements: what is due, for whom, and whom to chase today, with the words to send.

``agenda`` decides; ``text``, ``markdown`` and ``data`` only say it.
"""

from generator.agenda.lines import Agenda, Chase, Line, agenda
from generator.agenda.message import message

__all__ = ["Agenda", "Chase", "Line", "agenda", "message"]
