"""Across all engagements, what no single sheet shows: supply by week, people and peaks that collide, tight capacity, whose an
address is, and what finished events taught.

Everything here is decided from checklists; ``pages.live`` only says it.
"""
