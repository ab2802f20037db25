"""Folders of pictures: what lies in them, how pictures are made alike, and files that are none."""

from __future__ import annotations

import os
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from nnsim.data.choices import Choices, PictureChoices, Preview
from nnsim.data.class_folders import list_classes
from nnsim.data.picture_decoding import Colours, PictureFaultError, PictureFolder, PictureKind
from nnsim.data.picture_fitting import fitted, numbers_of
from nnsim.data.pixels import picture_shape, pixel_names
from nnsim.data.prepare import prepare
from nnsim.data.previewing import preview_table
from nnsim.data.reading import read_table
from nnsim.data.table_plan import TablePlan
from nnsim.data.tables import Table
from nnsim.errors import TableError

REUSED = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


class BitmapDecoder:
    """Decodes the plain 24-bit bitmaps of Windows, whose lines stand from the lowest to the highest."""

    def size(self, data: bytes, kind: PictureKind) -> tuple[int, int] | None:
        if kind != "bmp" or len(data) < 26:
            return None
        width, height = struct.unpack("<ii", data[18:26])
        return (width, height) if min(width, height) > 0 else None

    def pixels(self, data: bytes, kind: PictureKind, least: tuple[int, int]) -> Colours:
        size = self.size(data, kind)
        if size is None or len(data) < 54 + size[1] * _line(size[0]):
            raise PictureFaultError("it ends too early")
        lines = np.frombuffer(data, np.uint8, size[1] * _line(size[0]), 54).reshape(size[1], -1)
        return lines[::-1, : 3 * size[0]].reshape(size[1], size[0], 3)[..., ::-1].copy()


def _line(width: int) -> int:
    return (3 * width + 3) // 4 * 4


def bitmap(picture: NDArray[np.uint8]) -> bytes:
    height, width = picture.shape[:2]
    lines = np.zeros((height, _line(width)), np.uint8)
    lines[:, : 3 * width] = picture[::-1, :, ::-1].reshape(height, -1)
    head = b"BM" + struct.pack("<IIIIiiHHIIiiII", 54 + lines.size, 0, 54, 40, width, height, 1, 24, 0, 0, 0, 0, 0, 0)
    return head + lines.tobytes()


def picture(seed: int, height: int = 8, width: int = 8, *, grey: bool = False) -> NDArray[np.uint8]:
    made = np.random.default_rng(seed).integers(0, 256, (height, width, 1 if grey else 3)).astype(np.uint8)
    return np.repeat(made, 3, axis=2) if grey else made


def filled(folder: Path, **classes: int) -> PictureFolder:
    for name, n_pictures in classes.items():
        (folder / name).mkdir(parents=True)
        for number in range(n_pictures):
            (folder / name / f"{number}.bmp").write_bytes(bitmap(picture(number, grey=True)))
    return PictureFolder(folder, BitmapDecoder())


def with_pictures(**choices: object) -> Choices:
    return Choices(pictures=PictureChoices(**choices))  # type: ignore[arg-type]  # the tests name real fields


def pixels_of(table: Table) -> NDArray[np.float64]:
    return np.stack([column.values for column in table.columns[:-1]], axis=1)


def look(folder: PictureFolder, choices: Choices | None = None) -> Preview:
    return preview_table(folder, choices)


def refused(folder: PictureFolder, choices: Choices | None = None) -> TableError:
    with pytest.raises(TableError) as error:
        read_table(folder, choices)
    return error.value


def test_small_pictures_of_one_size_arrive_pixel_by_pixel(tmp_path: Path) -> None:
    table = read_table(filled(tmp_path, cat=3, dog=2))
    assert table.column_names == (*pixel_names(1, 8, 8), "label")
    assert np.array_equal(pixels_of(table)[:3], [picture(seed, grey=True)[..., 0].ravel() for seed in range(3)])
    assert [table.columns[-1].labels[int(value)] for value in table.columns[-1].values] == ["cat"] * 3 + ["dog"] * 2


def test_pictures_in_colour_become_three_channels_one_after_another(tmp_path: Path) -> None:
    folder = filled(tmp_path, a=1, b=1)
    for name, seed in (("a", 0), ("b", 1)):
        (tmp_path / name / "0.bmp").write_bytes(bitmap(picture(seed)))
    table = read_table(folder)
    assert picture_shape(table.column_names[:-1]) == (3, 8, 8)
    assert np.array_equal(pixels_of(table), [np.moveaxis(picture(seed), 2, 0).ravel() for seed in (0, 1)])
    grey = read_table(folder, with_pictures(colour=False))
    assert np.allclose(pixels_of(grey)[0], (picture(0) @ [0.299, 0.587, 0.114]).ravel(), atol=0.5)


def test_what_is_shown_before_is_what_is_read(tmp_path: Path) -> None:
    folder = filled(tmp_path, a=4, b=3)
    (tmp_path / "a" / "9.bmp").write_bytes(bitmap(picture(9, 40, 70)))
    seen = look(folder)
    assert seen.pictures is not None
    shown = [one.ravel() for each in seen.pictures.classes for one in each.after]
    assert np.array_equal(pixels_of(read_table(folder)), shown)
    assert [(each.name, each.n_files) for each in seen.pictures.classes] == [("a", 5), ("b", 3)]


def test_of_many_pictures_only_some_are_decoded_to_be_shown(tmp_path: Path) -> None:
    seen = look(filled(tmp_path, a=30, b=3))
    assert seen.pictures is not None
    assert [(each.n_files, len(each.before)) for each in seen.pictures.classes] == [(30, 10), (3, 3)]
    assert not seen.is_whole


@given(
    size=st.tuples(st.integers(1, 90), st.integers(1, 90)),
    shape=st.tuples(st.integers(1, 40), st.integers(1, 40)),
    fit=st.sampled_from(("stretch", "fit", "crop")),
    level=st.integers(0, 255),
)
@settings(max_examples=60, deadline=None)
def test_a_plain_picture_stays_plain_in_any_size(size, shape, fit, level):
    plain = np.full((*size, 3), level, np.uint8)
    assert np.array_equal(
        numbers_of(fitted(plain, shape, fit), colour=True, inverted=False), np.full((3, *shape), level)
    )


def test_each_new_pixel_is_the_mean_of_the_area_that_it_covers():
    large = picture(3, 12, 20)
    means = large.reshape(4, 3, 5, 4, 3).mean(axis=(1, 3))
    assert np.allclose(fitted(large, (4, 5), "stretch"), means)
    assert np.allclose(fitted(large, (3, 3), "crop"), large[:, 4:16].reshape(3, 4, 3, 4, 3).mean(axis=(1, 3)))


def test_a_wide_picture_is_filled_up_with_its_ground():
    wide = np.full((10, 30, 3), 200, np.uint8)
    wide[3:7, 10:20] = 0
    whole = fitted(wide, (30, 30), "fit")
    assert np.array_equal(whole[10:20], wide)
    assert (whole[:10] == 200).all()
    assert (whole[20:] == 200).all()


def test_light_can_become_dark(tmp_path: Path) -> None:
    folder = filled(tmp_path, a=1, b=1)
    plain, inverted = read_table(folder), read_table(folder, with_pictures(inverted=True))
    assert np.array_equal(pixels_of(plain) + pixels_of(inverted), np.full((2, 64), 255))


def test_at_most_so_many_of_each_class_are_taken_the_same_ones_each_time(tmp_path: Path) -> None:
    folder = filled(tmp_path, few=2, many=9)
    table = read_table(folder, with_pictures(most_per_class=4))
    assert np.bincount(table.columns[-1].values.astype(int)).tolist() == [2, 4]
    assert any("6 of 11" in notice for notice in table.notices)
    assert np.array_equal(pixels_of(table), pixels_of(read_table(folder, with_pictures(most_per_class=4))))


def test_what_is_no_picture_is_left_out_with_a_count(tmp_path: Path) -> None:
    folder = filled(tmp_path, a=2, b=2, empty=0)
    (tmp_path / "a" / "notes.txt").write_text("x")
    (tmp_path / "a" / "photo.heic").write_bytes(b"x")
    (tmp_path / "a" / ".hidden.bmp").write_bytes(b"x")
    (tmp_path / "b" / "deeper").mkdir()
    (tmp_path / "beside.bmp").write_bytes(b"x")
    told = "\n".join(read_table(folder).notices)
    assert "4 pictures of 2 classes: a 2, b 2" in told
    assert "2 files are no picture of a kind that is read (.heic, .txt)" in told
    assert "1 hidden file is left out" in told
    assert "Folder without pictures, left out: “empty”" in told
    assert "folders inside a class: “b/deeper”" in told
    assert "1 picture lies beside the folders" in told


@pytest.mark.parametrize(
    ("content", "code", "why"),
    [
        (b"", "pictures.not_a_picture", "empty"),
        (b"hello", "pictures.not_a_picture", "does not begin"),
        (bitmap(picture(0))[:30], "pictures.undecodable", "ends too early"),
        (b"BM", "pictures.undecodable", "damaged"),
        (bitmap(picture(0))[:18] + struct.pack("<ii", 40_000, 40_000), "pictures.too_many_pixels", "40,000"),
    ],
    ids=["empty", "text", "cut", "head", "bomb"],
)
def test_a_file_that_cannot_be_read_is_a_problem_that_one_button_mends(tmp_path, content, code, why):
    folder = filled(tmp_path, a=3, b=3)
    (tmp_path / "b" / "1.bmp").write_bytes(content)
    error = refused(folder)
    assert (error.code, error.where) == (code, f"{tmp_path.name}/b/1.bmp")
    assert why in error.message
    assert error.hint
    assert error.unchanged
    (problem,) = look(folder).problems
    assert (problem.code, problem.where) == (error.code, error.where)
    (remedy,) = problem.remedies
    seen, table = look(folder, remedy.choices), read_table(folder, remedy.choices)
    assert not seen.problems
    assert seen.pictures is not None
    assert [each.n_files for each in seen.pictures.classes] == [3, 2]
    assert "5 pictures of 2 classes: a 3, b 2." in seen.notices
    assert seen.notices[0] == table.notices[0]
    assert table.n_rows == 5
    assert any("1 file cannot be read and is left out" in notice for notice in table.notices)


def test_a_picture_that_is_cut_short_is_told_before_it_is_wanted_though_it_is_not_shown(tmp_path: Path) -> None:
    folder = filled(tmp_path, a=12, b=1)
    for file in sorted((tmp_path / "a").iterdir())[1:6]:
        file.write_bytes(file.read_bytes()[:100])
    problems = look(folder).problems
    assert len(problems) == 5
    seen = look(folder, problems[0].remedies[0].choices)
    assert seen.pictures is not None
    assert [(each.n_files, each.n_found) for each in seen.pictures.classes] == [(7, 12), (1, 1)]


def test_folders_that_are_none_of_classes_say_what_they_lack(tmp_path: Path) -> None:
    empty, flat, one = (tmp_path / name for name in ("empty", "flat", "one"))
    for folder in (empty, flat):
        folder.mkdir()
    (flat / "a.bmp").write_bytes(bitmap(picture(0)))
    filled(one, only=3)
    codes = {folder.name: refused(PictureFolder(folder, BitmapDecoder())).code for folder in (empty, flat, one)}
    assert codes == {"empty": "pictures.none", "flat": "pictures.no_classes", "one": "pictures.one_class"}
    assert refused(PictureFolder(tmp_path / "gone", BitmapDecoder())).code == "table.not_found"


def test_of_folders_of_classes_that_for_training_is_read_and_another_can_be(tmp_path: Path) -> None:
    filled(tmp_path / "test", a=1, b=2)
    folder = PictureFolder(tmp_path, BitmapDecoder())
    filled(tmp_path / "training", a=3, b=4)
    seen = look(folder)
    assert seen.sheets == ("test", "training")
    assert seen.sheet is not None
    assert seen.sheet.value == "training"
    assert read_table(folder).n_rows == 7
    assert read_table(folder, Choices(sheet="test")).n_rows == 3
    assert refused(folder, Choices(sheet="other")).code == "table.unknown_sheet"


def test_links_that_lead_back_do_not_lead_on_for_ever(tmp_path: Path) -> None:
    folder = filled(tmp_path, a=2, b=2)
    (tmp_path / "back").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "a" / "up").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "self").symlink_to("self")
    (tmp_path / "b" / "broken.bmp").symlink_to("nowhere")
    assert read_table(folder).n_rows == 4


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="only some systems have named pipes")
def test_a_pipe_that_is_called_like_a_picture_is_not_waited_for(tmp_path: Path) -> None:
    folder = filled(tmp_path, a=2, b=2)
    os.mkfifo(tmp_path / "a" / "pipe.bmp")
    assert read_table(folder).n_rows == 4


@contextmanager
def nobody() -> Iterator[None]:
    """Who may read everything is meanwhile somebody who may not."""
    if os.geteuid():
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="rights are kept otherwise there")
def test_files_and_folders_that_may_not_be_read_are_told_at_their_place() -> None:
    with TemporaryDirectory() as name:
        root = Path(name)
        root.chmod(0o755)
        folder = filled(root, a=3, b=3)
        locked, closed = root / "a" / "1.bmp", root / "b"
        locked.chmod(0)
        with nobody():
            error = refused(folder)
            assert (error.code, error.where) == ("table.no_permission", str(locked))
            (problem,) = look(folder).problems
            assert read_table(folder, problem.remedies[0].choices).n_rows == 5
        closed.chmod(0)
        with nobody():
            error = refused(folder)
            assert (error.code, error.where) == ("table.no_permission", str(closed))
        closed.chmod(0o755)


@given(
    names=st.lists(
        st.text(
            st.characters(blacklist_characters="/\0", blacklist_categories=("Cs",)), min_size=1, max_size=12
        ).filter(lambda name: name not in {".", ".."} and not name.startswith(".")),
        min_size=2,
        max_size=4,
        unique_by=str.casefold,
    )
)
@REUSED
def test_folders_of_any_name_are_classes_of_their_own(tmp_path_factory, names):
    root = tmp_path_factory.mktemp("odd")
    folder = filled(root, **dict.fromkeys(names, 2))
    found = list_classes(root, None, lambda: None).classes
    data = TablePlan(folder).data(read_table(folder))
    assert len(prepare(data).dataset.classes) == len(found)
    assert prepare(data).dataset.n_samples == 2 * len(found)


@pytest.mark.parametrize("names", [("nan", "?"), ("1", "2", "x"), ("1,5", "2,5"), ("none", "NA", "10", "9")])
def test_names_that_look_like_numbers_or_gaps_are_classes(tmp_path: Path, names: tuple[str, ...]) -> None:
    folder = filled(tmp_path, **dict.fromkeys(names, 2))
    dataset = prepare(TablePlan(folder).data(read_table(folder))).dataset
    assert (len(dataset.classes), dataset.n_samples) == (len(names), 2 * len(names))


@given(files=st.lists(st.binary(max_size=80) | st.binary(max_size=80).map(bitmap(picture(0))[:54].__add__), max_size=6))
@REUSED
def test_any_bytes_are_pictures_or_a_problem(tmp_path_factory, files):
    root = tmp_path_factory.mktemp("any")
    folder = filled(root, a=1, b=1)
    for number, content in enumerate(files):
        (root / "a" / f"x{number}.bmp").write_bytes(content)
    seen = look(folder)
    assert {problem.where for problem in seen.problems} <= {f"{root.name}/a/x{n}.bmp" for n in range(len(files))}
    assert all(problem.hint for problem in seen.problems)
    assert read_table(folder, with_pictures(leaves_out=True)).n_rows >= 2


def test_more_files_than_are_looked_at_are_opened_and_can_be_called_off(tmp_path: Path) -> None:
    folder = filled(tmp_path, a=1, b=1)
    one = (tmp_path / "a" / "0.bmp").read_bytes()
    for number in range(1, 1_100):
        (tmp_path / "a" / f"{number}.bmp").write_bytes(one)
    assert look(folder).pictures is not None
    shares: list[float] = []

    class EnoughError(Exception):
        pass

    def tell(share: float) -> None:
        shares.append(share)
        if share > 0.1:
            raise EnoughError

    with pytest.raises(EnoughError):
        read_table(folder, with_pictures(shape=(8, 8)), tell)
    assert shares == sorted(shares)


def test_more_numbers_than_a_table_has_columns_for_are_refused_in_words(tmp_path: Path) -> None:
    folder = filled(tmp_path, a=2, b=2)
    error = refused(folder, with_pictures(shape=(64, 64), colour=True))
    assert error.code == "table.too_large"
    assert "12,288" in error.message
    assert (64, 64) not in look(folder, with_pictures(colour=True)).pictures.shapes
