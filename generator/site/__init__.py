"""The browsable site as pure functions: the library and the checklists in, finished pages out; ``plan`` lists them.

Nothing here knows MkDocs or the frame that a page stands in; ``site.shell`` puts one around it.
"""

from generator.site.context import SiteContext
from generator.site.page import Heading, Page, PageOptions, PageSource, Section
from generator.site.plan import plan

__all__ = ["Heading", "Page", "PageOptions", "PageSource", "Section", "SiteContext", "plan"]
