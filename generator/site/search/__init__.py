"""What the site's search finds, and the files that it finds it in."""

from generator.site.search.entry import SearchEntry, from_json, to_json
from generator.site.search.index import index_files

__all__ = ["SearchEntry", "from_json", "index_files", "to_json"]
