"""Templates to HTML: the one door of jinja2.  What is put into a template is text, and never markup."""

from __future__ import annotations

from urllib.parse import quote

from jinja2 import Environment, PackageLoader, StrictUndefined

from audioedition.markup import paragraphs, web_address
from audioedition.text import one_line

_TEMPLATES = Environment(
    loader=PackageLoader("audioedition"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_TEMPLATES.filters.update(quote=quote, one_line=one_line, paragraphs=paragraphs, web_address=web_address)


def render(template: str, **values: object) -> str:
    """The document that `template`, a file in `templates/`, makes of `values`."""
    return _TEMPLATES.get_template(template).render(**values)
