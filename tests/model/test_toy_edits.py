"""Edits of toy sets: classes, labels, formulas, each a step that can be taken back."""

from dataclasses import replace

import pytest

from nnsim.data.named import named_data
from nnsim.errors import SpecError
from nnsim.model import data_edits, edits, toy_edits
from nnsim.model.change import Part
from nnsim.model.start import first_project


@pytest.fixture
def blobs():
    return data_edits.choose_toy(first_project(), "blobs").project


@pytest.fixture
def formula():
    return data_edits.choose_toy(first_project(), "formula").project


def test_with_more_classes_the_network_has_more_outputs(blobs):
    edited = toy_edits.set_n_classes(blobs, 5)
    assert edited.project.network.output.size == 5
    assert edited.project.network.output.activation.name == "softmax"
    two = toy_edits.set_n_classes(edited.project, 2).project
    assert (two.network.output.size, two.network.output.activation.name) == (1, "sigmoid")


def test_another_number_of_classes_makes_them_even_again(blobs):
    rare = toy_edits.set_imbalance(blobs, 0.8).project
    assert toy_edits.set_n_classes(rare, 4).project.data.source.imbalance is None


def test_an_even_share_of_the_first_class_is_no_imbalance(blobs):
    rare = toy_edits.set_imbalance(blobs, 0.8)
    assert rare.project.data.source.imbalance == 0.8
    even = toy_edits.set_imbalance(rare.project, 0.33)
    assert even.project.data == blobs.data
    assert even.change.label == "classes even"


def test_wrong_labels_are_a_drag_and_start_anew(blobs):
    edited = toy_edits.set_label_noise(blobs, 0.1)
    assert edited.project.data.source.label_noise == 0.1
    assert edited.change.merge_key
    assert edited.change.starts_anew


def test_a_formula_in_two_coordinates_gives_the_network_two_inputs(formula):
    assert formula.network.n_inputs == 1
    edited = toy_edits.set_formula(formula, "x1^2 - x2^2").project
    assert edited.network.n_inputs == 2
    shown = data_edits.choose_inputs(edited, ["x1^2", "x2^2"]).project
    assert toy_edits.set_formula(shown, "x1^2 + x2").project.data.inputs == ("x1^2", "x2^2")
    assert toy_edits.set_formula(shown, "x^2").project.data.inputs == ()


def test_a_range_in_which_the_formula_has_no_value_is_refused_and_another_is_not(formula):
    with pytest.raises(SpecError) as caught:
        toy_edits.set_formula(formula, "ln(x)")
    assert caught.value.code == "formula.no_value"
    ranged = toy_edits.set_range(formula, 0.5, 4.0).project
    assert toy_edits.set_formula(ranged, "ln(x)").project.data.source.formula == "ln(x)"


@pytest.mark.parametrize(
    ("edit", "value", "code"),
    [
        (toy_edits.set_label_noise, 0.6, "data.label_noise"),
        (toy_edits.set_imbalance, 1.0, "data.imbalance"),
        (toy_edits.set_n_classes, 11, "data.classes"),
        (toy_edits.set_formula, "x", "data.no_formula"),
    ],
)
def test_what_is_out_of_range_is_refused(blobs, edit, value, code):
    with pytest.raises(SpecError) as caught:
        edit(blobs, value)
    assert caught.value.code == code


def test_a_table_is_asked_nothing_of_a_toy_set():
    table = replace(first_project(), data=named_data("iris"))
    with pytest.raises(SpecError) as caught:
        toy_edits.set_label_noise(table, 0.1)
    assert caught.value.code == "data.not_a_toy"


def test_bits_that_come_out_of_sigmoids_become_a_quantity_with_other_data():
    encoder = data_edits.choose_toy(first_project(), "encoder").project
    assert (encoder.network.output.size, encoder.network.output.activation.name) == (8, "sigmoid")
    assert data_edits.set_scaling(encoder, "standardize").project.training.loss.name == "cross_entropy"
    sine = data_edits.choose_toy(encoder, "sine").project
    assert (sine.network.output.activation.name, sine.training.loss.name) == ("identity", "mse")


def test_a_set_is_chosen_with_its_points_and_noise_at_once_also_after_a_table():
    table = data_edits.use_data(first_project(), named_data("iris")).project
    for project in (first_project(), table):
        source = data_edits.choose_toy(project, "moons", 60, 0.2).project.data.source
        assert (source.kind, source.n_samples, source.noise) == ("moons", 60, 0.2)
    for asked, code in (((3, 0.0), "data.samples"), ((100_001, 0.0), "data.samples"), ((4, 1.5), "data.noise")):
        with pytest.raises(SpecError) as caught:
            data_edits.choose_toy(first_project(), "moons", *asked)
        assert caught.value.code == code


def test_the_encoder_comes_with_its_narrow_layer_and_undo_knows_the_network_before():
    first = first_project()
    edited = data_edits.choose_toy(first, "encoder")
    assert edited.project.network.sizes == (8, 3, 8)
    assert Part.NETWORK in edited.change.parts
    assert edited.project.network.layers[0].activation == first.network.layers[0].activation
    assert len({layer.key for layer in edited.project.network.layers}) == 2
    wider = edits.resize_layer(edited.project, 0, 5).project
    assert data_edits.choose_toy(wider, "encoder").project.network.sizes == (8, 5, 8), "who has it in hand decides"
    assert data_edits.choose_toy(first, "segments").project.network.sizes == (7, 8, 8, 10)
    assert data_edits.choose_toy(edited.project, "spiral").project.network.sizes == (2, 8, 8, 1), "it goes as it came"
    assert data_edits.use_data(edited.project, named_data("iris")).project.network.sizes == (4, 8, 8, 3)
    assert data_edits.choose_toy(wider, "spiral").project.network.sizes == (2, 5, 1), "unless a hand was at it"
