"""How much of a checklist a sheet shows."""

FULL, NIGHT = "full", "night"
