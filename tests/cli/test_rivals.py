"""``nnsim rivals``: the network beside its rivals, what is told of data alone, and what is refused."""

from __future__ import annotations

import pytest

from nnsim.runs.rivals import is_there
from tests.cli.conftest import Call

needs_sklearn = pytest.mark.skipif(not is_there(), reason="scikit-learn, from which the rivals come, is missing")


@needs_sklearn
def test_a_network_stands_beside_its_rivals_with_what_it_has_learnt_instead(nnsim: Call) -> None:
    nnsim("new", "x.nnsim", "--data", "circle", "--samples", 80, "--layers", "4", "--seed", 1)
    trained = nnsim("train", "x.nnsim", "--epochs", 30, "--json").json
    said = nnsim("rivals", "x.nnsim", "--features", "x1^2,x2^2", "--json").json
    assert said["network"]["layers"] == [2, 4, 1]
    assert said["network"]["epochs"] == 30
    assert said["network"]["test"]["accuracy"] == trained["test"]["accuracy"]
    told = [(one["rival"], one["features"]) for one in said["rivals"]]
    assert told[:3] == [("linear", []), ("linear", ["x1^2", "x2^2"]), ("tree", [])]
    assert [one["feature"] for one in said["learnt_instead"]] == ["x1^2", "x2^2"]
    out = nnsim("rivals", "x.nnsim", "--features", "x1^2,x2^2").out
    assert "the network gets" in out
    assert "hidden 1" in out


@needs_sklearn
def test_data_alone_are_told_with_all_that_they_offer_or_with_none(nnsim: Call) -> None:
    said = nnsim("rivals", "iris", "--rivals", "tree", "--depth", 2, "--json").json
    assert (said["network"], said["features"], said["depth"]) == (None, ["squares", "products"], 2)
    assert len(nnsim("rivals", "iris", "--features", "none", "--json").json["rivals"]) == 4
    assert "linear regression" in nnsim("rivals", "diabetes", "--rivals", "linear", "--features", "none").out


@needs_sklearn
@pytest.mark.parametrize(
    ("options", "status", "code"),
    [
        ("iris --rivals forest", 2, "usage.options"),
        ("iris --features holes", 3, "rivals.unknown_feature"),
        ("diabetes --rivals bayes", 3, "rivals.plan"),
        ("iris --c 0", 3, "rivals.plan"),
        ("nowhere", 3, "data.unknown"),
    ],
)
def test_what_makes_no_sense_is_refused_with_a_word(nnsim: Call, options: str, status: int, code: str) -> None:
    said = nnsim("rivals", *options.split(), "--json")
    assert (said.status, said.error["code"]) == (status, code)


@needs_sklearn
def test_a_project_says_itself_what_its_data_are(nnsim: Call) -> None:
    nnsim("new", "x.nnsim", "--data", "circle", "--samples", 40)
    assert nnsim("rivals", "x.nnsim", "--noise", 0.5, "--json").error["code"] == "usage.options"


@pytest.mark.skipif(is_there(), reason="scikit-learn is there, so nothing has to be told")
def test_without_scikit_learn_the_command_says_how_to_get_it(nnsim: Call) -> None:
    said = nnsim("rivals", "circle", "--json")
    assert (said.status, said.error["code"]) == (2, "usage.no_rivals")
