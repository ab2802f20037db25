"""Data sets that come with nnsim: real ones, and one that is made up and says so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from types import MappingProxyType
from typing import Final

from nnsim.data.choices import Choices
from nnsim.data.reading import read_table
from nnsim.data.spec import ScalingKind
from nnsim.data.tables import Table
from nnsim.data.toy import Group
from nnsim.data.wording import name_hint, quoted
from nnsim.errors import InputError
from nnsim.paths import resources
from nnsim.words import QT_TRANSLATE_NOOP, Words

PUBLISHED: Final = "published with the paper"
"""The licence of values that stand in a scientific publication and carry no other."""


@dataclass(frozen=True)
class Classic:
    """A data set that comes with nnsim.

    Parameters
    ----------
    name : as typed on the command line
    label, help : marked for translation in the context ``data``
    about : origin, what a row is, what is predicted, what a good result is; marked like them, measured with nnsim
    file : its table in ``resources/datasets``
    target : the column to predict
    scaling : what suits it
    source : who published it, and where
    image_shape : (height, width) in pixels if each row of inputs is a picture
    """

    name: str
    label: str
    help: str
    about: str
    file: str
    target: str
    scaling: ScalingKind
    source: str
    licence: str
    image_shape: tuple[int, int] | None = None
    group: Group = "tables"


_ALL = (
    Classic(
        name="iris",
        label=QT_TRANSLATE_NOOP("data", "Iris"),
        help=QT_TRANSLATE_NOOP("data", "150 flowers of three species, measured in centimetres."),
        about=QT_TRANSLATE_NOOP(
            "data",
            "In 1936 the statistician Ronald Fisher compared flowers that the botanist Edgar Anderson had measured. "
            "A row is one flower: length and width of its sepals and petals in cm. To be told is which of three "
            "species of iris it is. One of them lies apart, the other two overlap a little. A good result: 91 to "
            "100 % on test with eight hidden neurons. Only 45 flowers are tested, so one mistake more is already "
            "2 %.",
        ),
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
        about=QT_TRANSLATE_NOOP(
            "data",
            "Italian chemists analysed wines of one region, made of three kinds of grapes. A row is one wine: "
            "alcohol, acids, colour, ten numbers more. To be told is the kind of grape, the cultivar. A good "
            "result: 94 % or more on test. Try it with scaling “none”: one number reaches 1,680 and another 0.7, "
            "and the network hears only the loud one.",
        ),
        file="wine.csv",
        target="cultivar",
        scaling="standardize",
        source="S. Aeberhard, M. Forina; UCI Machine Learning Repository, doi 10.24432/C5PC7J",
        licence="CC BY 4.0",
    ),
    Classic(
        name="breast_cancer",
        label=QT_TRANSLATE_NOOP("data", "Breast cancer"),
        help=QT_TRANSLATE_NOOP("data", "569 tumours, 30 measurements of their cells: malignant or benign."),
        about=QT_TRANSLATE_NOOP(
            "data",
            "In the 1990s in Wisconsin cells of breast tumours were photographed under the microscope and their "
            "nuclei measured. A row is one tumour: size, shape and texture of the nuclei, each as mean, as how far "
            "it can be trusted, and as the worst. To be told is whether it was malignant. 63 % were benign, so a "
            "network that always says benign has 63 %. A good result: 95 to 98 % on test, hidden layer or not. "
            "Look at the confusion matrix: a malignant tumour that is overlooked is the worse mistake.",
        ),
        file="breast_cancer.csv",
        target="diagnosis",
        scaling="standardize",
        source="W. Wolberg, O. Mangasarian, N. Street, W. Street; UCI Machine Learning Repository, doi 10.24432/C5DW2B",
        licence="CC BY 4.0",
    ),
    Classic(
        name="digits",
        label=QT_TRANSLATE_NOOP("data", "Digits"),
        help=QT_TRANSLATE_NOOP("data", "1,797 handwritten digits as pictures of 8 × 8 pixels."),
        about=QT_TRANSLATE_NOOP(
            "data",
            "In the 1990s 43 people wrote digits by hand; 13 of them wrote these. A row is one picture: how dark "
            "each of its 64 pixels is, from 0 to 16. To be told is the digit. A good result: 96 % or more on test "
            "with 32 hidden neurons, 95 to 97 % even without hidden layer. Look at the worst answers: some of "
            "these digits people would misread, too.",
        ),
        file="digits.csv",
        target="digit",
        scaling="minmax",
        source="E. Alpaydin, C. Kaynak; UCI Machine Learning Repository, doi 10.24432/C50P49",
        licence="CC BY 4.0",
        image_shape=(8, 8),
        group="codes",
    ),
    Classic(
        name="diabetes",
        label=QT_TRANSLATE_NOOP("data", "Diabetes"),
        help=QT_TRANSLATE_NOOP("data", "442 patients, 10 measurements: how far the disease came in a year."),
        about=QT_TRANSLATE_NOOP(
            "data",
            "Published in 2004 with a paper on statistics. A row is one patient: age, sex (1 or 2), body mass "
            "index, blood pressure, six values of the blood. To be predicted is a number from 25 to 346: how far "
            "the disease had come a year later. Nobody predicts it well from these: a good result is R² 0.5 "
            "on test, an error of about 54. Without hidden layer that is easy; eight hidden neurons have it after 10 "
            "epochs, then learn the patients by heart and come down to 0.3, until a penalty on large weights (L2 0.1) "
            "stops them.",
        ),
        file="diabetes.csv",
        target="progression",
        scaling="standardize",
        source="B. Efron, T. Hastie, I. Johnstone, R. Tibshirani, “Least Angle Regression”, Annals of Statistics, 2004",
        licence=PUBLISHED,
    ),
    Classic(
        name="cafe",
        label=QT_TRANSLATE_NOOP("data", "School café"),
        help=QT_TRANSLATE_NOOP("data", "240 visits, made up: with words as inputs, and empty cells in 16 rows."),
        about=QT_TRANSLATE_NOOP(
            "data",
            "Made up for nnsim, so that there is a small table with words and empty cells in it. A row is one visit "
            "to a school café: weekday, weather, temperature in °C, the lesson before. To be told is which of four "
            "drinks was ordered. Of 240 visits 16 have an empty cell; without them 224 rows are left. There is a rule, "
            "and one visitor in twelve does not keep to it, so much more than 90 % on test is not possible; always "
            "the commonest drink has 29 %. With eight hidden neurons 80 to 93 % are reached after 30 epochs. Can you "
            "find the rule in the weights?",
        ),
        file="cafe.csv",
        target="drink",
        scaling="standardize",
        source="nnsim, which made these visits up",
        licence="MIT",
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
        raise InputError(
            "data.unknown",
            Words(QT_TRANSLATE_NOOP("errors", "No data set is called {0}."), quoted(name)),
            hint=name_hint(name, CLASSICS),
        )
    table = read_table(resources() / "datasets" / CLASSICS[name].file, Choices(",", ".", has_header=True))
    return replace(table, name=name)
