"""The proof of a gradient in pieces that hold nothing up."""

from __future__ import annotations

from itertools import count, pairwise

import pytest

from nnsim.engine import weight_check
from nnsim.engine.nudge import NUDGES
from nnsim.engine.trace import TraceLook
from nnsim.engine.weight_check import WeightCheck
from nnsim.session.session import Session
from nnsim.session.weight_proof import POINTS, WeightProof


def laid(session: Session) -> WeightProof:
    proof = WeightProof()
    traced = session.trace(TraceLook(batch=True))
    proof.lay(session.project.network, session.project.training, traced, 0, 0)
    return proof


def test_no_piece_of_a_proof_takes_more_than_two_passes(
    session: Session, monkeypatch: pytest.MonkeyPatch, qtbot
) -> None:
    passes: list[float] = []
    moved = WeightCheck.moved

    def counted(check: WeightCheck, by: float) -> float:
        passes.append(by)
        return moved(check, by)

    monkeypatch.setattr(WeightCheck, "moved", counted)
    monkeypatch.setattr("nnsim.session.slices.perf_counter", count(0.0).__next__)
    monkeypatch.setattr("nnsim.session.slices.SLICE_S", 1.5)  # one look at this clock: one piece in a turn
    proof = laid(session)
    assert proof.check is None  # the gradient, too, is a piece
    before: list[int] = []
    proof.changed.connect(lambda: before.append(len(passes)))
    qtbot.waitUntil(lambda: len(proof.nudges) == len(NUDGES) and len(proof.losses) == POINTS)
    assert max(after - earlier for earlier, after in pairwise(before)) == 2


def test_a_proof_that_would_take_too_long_says_so(session: Session, monkeypatch: pytest.MonkeyPatch, qtbot) -> None:
    monkeypatch.setattr(weight_check, "MOST_PRODUCTS", 20 * 18 - 1)  # 20 samples through 2·4 + 4·2 + 2·1 weights
    proof = laid(session)
    qtbot.waitUntil(lambda: proof.problem is not None)
    assert proof.problem is not None
    assert proof.problem.code == "weight_check.too_large"
    assert proof.check is None
    monkeypatch.setattr(weight_check, "MOST_PRODUCTS", 20 * 18)
    proof = laid(session)
    qtbot.waitUntil(lambda: proof.check is not None)
    proof.stop()
