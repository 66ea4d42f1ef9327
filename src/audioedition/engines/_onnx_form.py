"""The file of a network in the form of ONNX: just as much of it as is needed to change some of its operators.

ONNX's own package would be 31 MB more to install; protobuf, in which its files are written, comes with onnxruntime.
What has no name here is kept as it was.  The only module that imports protobuf.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

# https://github.com/onnx/onnx/blob/main/onnx/onnx.proto: for each message its fields, by name; a capital is a message.
_FIELDS: Mapping[str, Mapping[str, tuple[int, str]]] = {
    "Model": {"ir_version": (1, "int64"), "graph": (7, "Graph"), "opset_import": (8, "Opset*")},
    "Opset": {"domain": (1, "string"), "version": (2, "int64")},
    "Graph": {
        "node": (1, "Node*"),
        "name": (2, "string"),
        "initializer": (5, "Tensor*"),
        "input": (11, "Value*"),
        "output": (12, "Value*"),
        "value_info": (13, "Value*"),
    },
    "Node": {
        "input": (1, "string*"),
        "output": (2, "string*"),
        "name": (3, "string"),
        "op_type": (4, "string"),
        "attribute": (5, "Attribute*"),
        "domain": (7, "string"),
    },
    "Attribute": {
        "name": (1, "string"),
        "f": (2, "float"),
        "i": (3, "int64"),
        "s": (4, "bytes"),
        "g": (6, "Graph"),
        "floats": (7, "float*"),
        "ints": (8, "int64*"),
        "type": (20, "int32"),
    },
    "Tensor": {
        "dims": (1, "int64*"),
        "data_type": (2, "int32"),
        "name": (8, "string"),
        "raw_data": (9, "bytes"),
    },
    "Value": {"name": (1, "string"), "type": (2, "bytes")},
}
_KINDS = {"int64": 3, "int32": 5, "float": 2, "string": 9, "bytes": 12, "message": 11}  # protobuf's numbers
# Types of values: a tensor, of elements of the type FLOAT; a single INT64; a single BOOL.
_FLOAT, _INT64, _BOOL = (
    bytes([0x0A, 2, 8, 1]),
    bytes([0x0A, 4, 8, 7, 0x12, 0]),
    bytes([0x0A, 4, 8, 9, 0x12, 0]),
)

_DATA: Mapping[int, np.dtype[Any]] = {
    1: np.dtype("<f4"),
    7: np.dtype("<i8"),
}  # a tensor's data_type: FLOAT, INT64
_HELD = {
    1: "f",
    2: "i",
    3: "s",
    5: "g",
    6: "floats",
    7: "ints",
}  # an attribute's type, and where its value is
_NESTED = frozenset({5, 10})  # an attribute's types GRAPH and GRAPHS

Attribute = float | int | bytes | list[float] | list[int]


def parse(data: bytes) -> Any:  # noqa: ANN401 -- protobuf makes its types while it runs
    """The model in `data`.  Raises protobuf's DecodeError."""
    model = _message("Model")
    model.ParseFromString(data)
    return model


def model(nodes: Iterable[Any], tensors: Iterable[Any], given: Sequence[str], told: Sequence[str]) -> Any:  # noqa: ANN401 -- as above
    """A model of its own, without operators' versions; it is `given` floats and tells floats, called so."""
    graph = _message("Graph", name="graph", node=nodes, initializer=tensors)
    graph.input.extend(_message("Value", name=name, type=_FLOAT) for name in given)
    graph.output.extend(_message("Value", name=name, type=_FLOAT) for name in told)
    return _message("Model", ir_version=8, graph=graph)


def body(nodes: Iterable[Any], given: Sequence[str], told: Sequence[str]) -> Any:  # noqa: ANN401 -- as above
    """What a loop does each time: `given` its number and whether it goes on, it tells whether it does, and floats."""
    graph = _message("Graph", name="body", node=nodes)
    types = zip((given[0], given[1]), (_INT64, _BOOL), strict=True)
    graph.input.extend(_message("Value", name=name, type=kind) for name, kind in types)
    types = zip((told[0], told[1]), (_BOOL, _FLOAT), strict=True)
    graph.output.extend(_message("Value", name=name, type=kind) for name, kind in types)
    return graph


def opset(domain: str, version: int) -> Any:  # noqa: ANN401 -- as above
    """The version of the operators of that `domain`."""
    return _message("Opset", domain=domain, version=version)


def node(operator: str, given: Sequence[str], told: str, domain: str = "", **attributes: Any) -> Any:  # noqa: ANN401 -- as above
    """An operator that makes one value."""
    made = _message("Node", op_type=operator, input=given, output=[told], name=told, domain=domain)
    for name, value in attributes.items():
        made.attribute.append(_attribute(name, value))
    return made


def attributes(node: Any) -> dict[str, Attribute]:  # noqa: ANN401 -- as above
    """What is said of an operator, but for tensors."""
    found = {}
    for each in node.attribute:
        if where := _HELD.get(each.type):
            value = getattr(each, where)
            found[each.name] = value if each.type < 4 else list(value)  # noqa: PLR2004 -- those are single ones
    return found


def needs(nodes: Iterable[Any]) -> set[str]:
    """The names of all that is given to the operators, and to those inside of them."""
    found: set[str] = set()
    for each in nodes:
        found.update(each.input)
        for attribute in each.attribute:
            if attribute.type in _NESTED:
                found |= needs(attribute.g.node)
    return found


def is_nested(node: Any) -> bool:  # noqa: ANN401 -- as above
    """Whether there are networks inside of an operator."""
    return any(each.type in _NESTED for each in node.attribute)


def tensor(name: str, array: NDArray[Any]) -> Any:  # noqa: ANN401 -- as above
    """A constant: floats or whole numbers."""
    number = 1 if array.dtype.kind == "f" else 7
    data = np.ascontiguousarray(array, _DATA[number]).tobytes()
    return _message("Tensor", name=name, dims=array.shape, data_type=number, raw_data=data)


def array(tensor: Any) -> NDArray[Any] | None:  # noqa: ANN401 -- as above
    """What a constant holds; None if that is of another type, or lies elsewhere."""
    if tensor.data_type not in _DATA or not tensor.raw_data:
        return None
    held: NDArray[Any] = np.frombuffer(tensor.raw_data, _DATA[tensor.data_type])
    return held.reshape(tuple(tensor.dims))


def _attribute(name: str, value: Any) -> Any:  # noqa: ANN401 -- as above
    if isinstance(value, list):
        held = "floats" if value and isinstance(value[0], float) else "ints"
    else:
        held = {bytes: "s", int: "i", float: "f"}.get(type(value), "g")
    number = next(number for number, each in _HELD.items() if each == held)
    return _message("Attribute", name=name, type=number, **{held: value})


def _message(kind: str, **fields: Any) -> Any:  # noqa: ANN401 -- as above
    return _messages()[kind](**fields)


@cache
def _messages() -> dict[str, Any]:
    from google.protobuf import (  # noqa: PLC0415 -- takes 0.1 seconds, and is seldom needed
        descriptor_pb2,
        descriptor_pool,
        message_factory,
    )

    file = descriptor_pb2.FileDescriptorProto(name="audioedition/onnx.proto", package="audioedition.onnx")
    for name, fields in _FIELDS.items():
        message = file.message_type.add(name=name)
        for field, (number, kind) in fields.items():
            single = kind.rstrip("*")
            message.field.add(
                name=field,
                number=number,
                label=1 if kind == single else 3,  # optional, repeated
                type=_KINDS.get(single, _KINDS["message"]),
                type_name=None if single in _KINDS else f".audioedition.onnx.{single}",
            )
    pool = descriptor_pool.DescriptorPool()  # of our own: onnx has the same messages in the usual one
    pool.Add(file)
    found = (pool.FindMessageTypeByName(f"audioedition.onnx.{name}") for name in _FIELDS)
    return {each.name: message_factory.GetMessageClass(each) for each in found}
