"""What the site's search finds, and the files that it finds it in."""

from generator.pages.search.engagements import search_entries
from generator.pages.search.entry import SearchEntry, from_json, to_json
from generator.pages.search.index import index_files
from generator.pages.search.sections import sections

__all__ = ["SearchEntry", "from_json", "index_files", "search_entries", "sections", "to_json"]
