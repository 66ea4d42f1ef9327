"""A table in YAML, as the author of a post writes one above it; only importer of yaml, which is slow to load."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import yaml

from audioedition.errors import PostError


class _Loader(yaml.SafeLoader):
    """YAML in which whatever is not a list or a table is text, as its author sees it.

    So a post can be called `1.10` or `0x10` and be in the language `no`.  Aliases, by which ten lines
    grow to gigabytes, are refused.
    """

    yaml_implicit_resolvers = {  # noqa: RUF012 -- PyYAML's own name and type
        sign: [rule for rule in rules if rule[0] == "tag:yaml.org,2002:null"]
        for sign, rules in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        """Make a node, unless it is an alias."""
        if self.check_event(yaml.AliasEvent):
            mark = self.peek_event().start_mark  # type: ignore[no-untyped-call]  # so are PyYAML's stubs
            raise yaml.MarkedYAMLError(problem="it begins with `*`, an alias", problem_mark=mark)
        return super().compose_node(parent, index)


def table(body: str, source: str, first: int) -> Mapping[str, Any]:
    """The table that is the `body` of a front matter, which begins on the line `first` of its `source`.  Raises PostError."""
    untabbed = body.expandtabs()
    try:
        found = yaml.load(untabbed, _Loader)  # noqa: S506 # nosec B506 # it is a SafeLoader
    except yaml.MarkedYAMLError as exc:
        begun = exc.context_mark if re.search("quoted|flow", exc.context or "") else None
        mark = begun or exc.problem_mark
        line = first + (mark.line if mark else 0)
        raise PostError(
            f"The front matter of {source} is not valid YAML at line {line} ({exc.problem}): "
            "put the value in quotes."
        ) from exc
    except RecursionError as exc:
        raise PostError(f"The front matter of {source} is nested too deeply: write flat lists.") from exc
    except (yaml.YAMLError, ValueError, KeyError, TypeError, AttributeError) as exc:
        raise PostError(f"The front matter of {source} is not valid YAML: {exc}.") from exc
    if found is None:
        return {}
    if not isinstance(found, dict):
        raise PostError(f"The front matter of {source} is not a table: write lines like `title: My post`.")
    return {str(key): value for key, value in found.items()}
