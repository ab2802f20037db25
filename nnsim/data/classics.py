"""Real data sets that come with nnsim."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from types import MappingProxyType

from nnsim.data.choices import Choices
from nnsim.data.reading import read_table
from nnsim.data.spec import ScalingKind
from nnsim.data.tables import Table
from nnsim.data.wording import name_hint, quoted
from nnsim.errors import InputError
from nnsim.paths import resources
from nnsim.words import QT_TRANSLATE_NOOP


@dataclass(frozen=True)
class Classic:
    """A data set that comes with nnsim.

    Parameters
    ----------
    name : as typed on the command line
    label, help : marked for translation in the context ``data``
    file : its table in ``resources/datasets``
    target : the column to predict
    scaling : what suits it
    source : who published it, and where
    image_shape : (height, width) in pixels if each row of inputs is a picture
    """

    name: str
    label: str
    help: str
    file: str
    target: str
    scaling: ScalingKind
    source: str
    licence: str
    image_shape: tuple[int, int] | None = None


_ALL = (
    Classic(
        name="iris",
        label=QT_TRANSLATE_NOOP("data", "Iris"),
        help=QT_TRANSLATE_NOOP("data", "150 flowers of three species, measured in centimetres."),
        file="iris.csv",
        target="species",
        scaling="standardize",
        source="R. A. Fisher, 1936; UCI Machine Learning Repository, doi 10.24432/C56C76",
        licence="CC BY 4.0",
    ),
    Classic(
        name="wine",
        label=QT_TRANSLATE_NOOP("data", "Wine"),
        help=QT_TRANSLATE_NOOP("data", "178 wines from three cultivars, 13 chemical measurements each."),
        file="wine.csv",
        target="cultivar",
        scaling="standardize",
        source="S. Aeberhard, M. Forina; UCI Machine Learning Repository, doi 10.24432/C5PC7J",
        licence="CC BY 4.0",
    ),
    Classic(
        name="digits",
        label=QT_TRANSLATE_NOOP("data", "Digits"),
        help=QT_TRANSLATE_NOOP("data", "1,797 handwritten digits as pictures of 8 × 8 pixels."),
        file="digits.csv",
        target="digit",
        scaling="minmax",
        source="E. Alpaydin, C. Kaynak; UCI Machine Learning Repository, doi 10.24432/C50P49",
        licence="CC BY 4.0",
        image_shape=(8, 8),
    ),
)

CLASSICS: Mapping[str, Classic] = MappingProxyType({classic.name: classic for classic in _ALL})


@cache
def load(name: str) -> Table:
    """The table of a classic, named like it. Read once: it is a frozen value, and reading takes its time.

    Raises
    ------
    InputError
        ``data.unknown``
    """
    if name not in CLASSICS:
        raise InputError("data.unknown", f"No data set is called {quoted(name)}.", hint=name_hint(name, CLASSICS))
    table = read_table(resources() / "datasets" / CLASSICS[name].file, Choices(",", ".", has_header=True))
    return replace(table, name=name)
