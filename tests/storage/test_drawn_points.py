"""Points drawn by hand in a file: they come back as they were, and what nobody could have drawn is refused."""

from __future__ import annotations

import numpy as np
import pytest

from nnsim.data.drawn import MOST_POINTS, new_sheet, with_points
from nnsim.errors import ProjectFileError
from nnsim.storage.drawn_points import drawn_document, drawn_source
from nnsim.storage.fields import Fields
from nnsim.storage.members import Members


def written(source):
    arrays = {}
    return drawn_document(source, arrays, "data"), arrays


@pytest.mark.parametrize(("n_inputs", "classes"), [(2, ("0", "kätzchen")), (2, ()), (1, ()), (1, ("a", "b", "c"))])
def test_points_come_back_as_they_were(n_inputs, classes):
    source = with_points(new_sheet(n_inputs, classes), np.full((3, n_inputs), 0.1), np.zeros(3))
    document, arrays = written(source)
    read = drawn_source(Fields.of(document, ""), Members(arrays))
    assert np.array_equal(read.rows, source.rows)
    assert np.array_equal(read.basis, source.basis)
    assert not read.rows.flags.writeable
    of_both = ((one.classes, one.low, one.high, one.least, one.most, one.made) for one in (read, source))
    assert len(set(of_both)) == 1


def changed(key, value):
    def change(document, arrays):
        document[key] = value

    return change


def with_number(place, value):
    def change(document, arrays):
        arrays["data/points.npy"] = arrays["data/points.npy"].copy()
        arrays["data/points.npy"][place] = value

    return change


def more_than_can_be_drawn(document, arrays):
    arrays["data/points.npy"] = np.resize(arrays["data/points.npy"], 4 * (MOST_POINTS + 1))
    arrays["data/points.npy"][3::4] = np.arange(MOST_POINTS + 1) / (MOST_POINTS + 1)


def cut_short(document, arrays):
    arrays["data/points.npy"] = arrays["data/points.npy"][:-1]


@pytest.mark.parametrize(
    "change",
    [
        with_number(0, 6.5),
        with_number(0, np.nan),
        with_number(2, 2.0),
        with_number(2, 0.5),
        with_number(3, 1.0),
        with_number(7, 1.0 - 1.0 / 1024.0),
        cut_short,
        more_than_can_be_drawn,
        changed("coordinates", 3),
        changed("sheet", [6.0, -6.0]),
        changed("sheet", [-6.0]),
        changed("classes", ["0"]),
        changed("made", -1),
        changed("colour", "red"),
    ],
)
def test_what_nobody_could_have_drawn_is_refused(change):
    document, arrays = written(new_sheet(2, ("0", "1")))
    change(document, arrays)
    with pytest.raises(ProjectFileError):
        drawn_source(Fields.of(document, ""), Members(arrays))
