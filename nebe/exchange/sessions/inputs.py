"""What a session solved, as numbers with pseudonyms of its rows: kept so that it can be replayed.

A file of arrays (npz): no place, no text, no answer of anybody is in it, only which pairs were
admissible and at how many points. Pseudonyms are keyed to one run, so that two runs cannot be
joined, and are made again from a row's id where somebody is to be forgotten.
"""

from __future__ import annotations

import io
import uuid
from collections.abc import Collection
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from nebe.core.crypto.keys import blind_index
from nebe.matching import Graph

KEY = 32  # characters of a pseudonym


@dataclass(frozen=True)
class Inputs:
    """`graph`: needs and pools of units. `wanted` int64 (n): units of each need; `whole` bool (n):
    served by one offer or not at all; `district` int64 (n): a number for each region; `arrived`
    int64 (n): rank by when it was asked. `need` (n), `offer` (q): pseudonyms, "" where blanked.
    """

    graph: Graph
    wanted: NDArray[np.int64]
    whole: NDArray[np.bool_]
    district: NDArray[np.int64]
    arrived: NDArray[np.int64]
    need: NDArray[np.str_]
    offer: NDArray[np.str_]


COLUMNS = ("wanted", "whole", "district", "arrived", "need", "offer")
GRAPH = ("start", "offer", "score", "capacity")


def pseudonyms(run_id: uuid.UUID, ids: Collection[object]) -> NDArray[np.str_]:
    purpose = f"exchange.run.{run_id}"
    return np.array([blind_index(purpose, str(one))[:KEY] for one in ids], f"U{KEY}")


def packed(inputs: Inputs) -> bytes:
    arrays = {name: getattr(inputs, name) for name in COLUMNS}
    arrays |= {f"graph.{name}": getattr(inputs.graph, name) for name in GRAPH}
    file = io.BytesIO()
    np.savez_compressed(file, **arrays)
    return file.getvalue()


def unpacked(content: bytes | memoryview | None) -> Inputs | None:
    """None where the inputs are gone."""
    if content is None:
        return None
    with np.load(io.BytesIO(bytes(content)), allow_pickle=False) as file:
        graph = Graph(*(file[f"graph.{name}"] for name in GRAPH))
        return Inputs(graph, *(file[name] for name in COLUMNS))


def blanked(inputs: Inputs, keys: NDArray[np.str_]) -> Inputs | None:
    """Without the rows of these pseudonyms and without their pairs; None where none is there."""
    need, offer = np.isin(inputs.need, keys), np.isin(inputs.offer, keys)
    if not (need.any() or offer.any()):
        return None
    graph = inputs.graph
    left = ~(need[graph.need] | offer[graph.offer])
    counts = np.bincount(graph.need[left], minlength=graph.needs)
    start = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
    return replace(
        inputs,
        graph=Graph(start, graph.offer[left], graph.score[left], graph.capacity),
        wanted=np.where(need, 0, inputs.wanted),
        district=np.where(need, 0, inputs.district),
        arrived=np.where(need, 0, inputs.arrived),
        need=np.where(need, "", inputs.need),
        offer=np.where(offer, "", inputs.offer),
    )
