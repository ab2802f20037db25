"""Words for the sample whose numbers are on the screen."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from nnsim.data.dataset import Dataset
from nnsim.model.change import Change
from nnsim.session.session import Session
from nnsim.ui.widgets.numbers import format_count, format_number

translate = QCoreApplication.translate


def shows_one_sample(session: Session) -> bool:
    """Whether neurons show the numbers of one sample, and not what they answer over the whole plane."""
    snapshot = session.snapshot
    return snapshot.sample_view is not None and len(session.prepared.extents) != 2


def sample_number(session: Session) -> str:
    """``sample 12``: its row in the data set, counted from 1; ``drawn sample``; empty without a sample."""
    sample = session.snapshot.sample_view
    if sample is not None and sample.is_drawn:
        return translate("sample_words", "drawn sample")
    return "" if sample is None else translate("sample_words", "sample {0}").format(format_count(sample.row + 1))


def sample_label(session: Session, *, scaled: bool = False) -> str:
    """What should come out: ``label setosa``, or numbers in the units of the data; empty without a sample.

    ``scaled`` adds the numbers that the network aims at, if they are others.
    """
    sample, data = session.snapshot.sample_view, session.prepared.dataset
    if sample is None or sample.row >= data.n_samples:
        return ""
    if sample.is_drawn:
        drawn = session.viewing.drawn(session.prepared)
        if drawn is None or not data.classes:
            return ""
        return translate("sample_words", "label {0}").format(data.classes[int(drawn.target[0])])
    if session.prepared.is_reconstruction:
        return _known(session.prepared.known, sample.row)
    targets = data.targets[sample.row]
    if data.classes:
        said = data.classes[int(targets[0])]
    else:
        said = ", ".join(format_number(float(target), 4) for target in targets)
        if scaled and session.prepared.target_scaling.kind != "none":
            aims = ", ".join(format_number(float(aim), 4) for aim in sample.label)
            return translate("sample_words", "label {0}, scaled {1}").format(said, aims)
    return translate("sample_words", "label {0}").format(said)


def _known(known: Dataset, row: int) -> str:
    """What is known of a sample whose inputs are to come out again: ``is setosa``; nothing where that says nothing."""
    if known.is_code:
        return ""  # bits are no name
    if len(known.classes) > 1:
        return translate("sample_words", "is {0}").format(known.classes[int(known.targets[row, 0])])
    if known.classes:
        return ""
    return f"{known.target_names[0]} {format_number(float(known.targets[row, 0]), 4)}"


def sample_loss(session: Session) -> str:
    """``loss 1.02``; empty without a sample."""
    sample = session.snapshot.sample_view
    return "" if sample is None else translate("sample_words", "loss {0}").format(format_number(sample.loss, 3))


def is_drag(change: Change | None) -> bool:
    """Whether a change comes while something is being dragged; taken back or done again, the same is no drag."""
    return change is not None and change.merge_key is not None and change.step in ("new", "merged")
