"""The web as far as a test goes: pages by address, and the sentence that says why there is none."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from audioedition.errors import PostError
from audioedition.posts.web.fetching import NotNow, Page, Web


class Net(Web):
    """Answers with `pages`, HTML or XML by address, or that it is `busy`, and remembers what was `asked`."""

    def __init__(self, pages: Mapping[str, str], busy: Collection[str] = ()) -> None:
        super().__init__()
        self.pages = dict(pages)
        self.busy = busy
        self.asked: list[str] = []

    def get(self, address: str, accept: Collection[str]) -> Page:
        self.asked.append(address)
        if address in self.busy:
            raise NotNow(f"{address} cannot be had just now: try again later.")
        if address not in self.pages:
            raise PostError(f"{address} does not exist (404 Not Found): check the address.")
        data = self.pages[address]
        kind = "application/rss+xml" if data.startswith("<?xml") else "text/html"
        if kind not in accept:
            raise PostError(
                f"{address} is something else ({kind}), which is not read here: check the address."
            )
        return Page(address, data.encode(), kind, "utf-8")


def page(text: str, title: str, links: Mapping[str, str], head: str = "") -> str:
    """A page of a blog with one paragraph, which leads to its translations."""
    alternates = "".join(
        f'<link rel="alternate" hreflang="{tag}" href="{address}">' for tag, address in links.items()
    )
    return (
        f"<html><head><title>{title}</title>{alternates}{head}</head><body><article><h1>{title}</h1>"
        f"<p>{text}</p></article></body></html>"
    )
