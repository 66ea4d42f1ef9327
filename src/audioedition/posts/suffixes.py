"""What the suffix of a file says: which files are posts, and in which format."""

MARKDOWN = frozenset({".md", ".markdown", ".mdown", ".mkd", ".mdx"})
"""The suffixes of Markdown."""

HTML = frozenset({".html", ".htm", ".xhtml"})
"""The suffixes of pages."""

SUFFIXES = frozenset({".txt", *MARKDOWN, *HTML})
"""Those of the files that are posts."""
