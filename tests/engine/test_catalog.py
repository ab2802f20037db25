"""Everything that can be chosen is complete, can be built, and refuses what makes no sense."""

from __future__ import annotations

import pytest

from nnsim.engine.catalog import settings
from nnsim.engine.catalog.activations import ACTIVATIONS
from nnsim.engine.catalog.entries import Entry, Family, Parameter
from nnsim.engine.catalog.initializers import INITIALIZERS
from nnsim.engine.catalog.losses import LOSSES
from nnsim.engine.catalog.optimizers import OPTIMIZERS
from nnsim.engine.catalog.schedules import SCHEDULES
from nnsim.engine.catalog.terrains import TERRAINS
from nnsim.engine.spec import Choice
from nnsim.errors import SpecError

FAMILIES = (ACTIVATIONS, LOSSES, OPTIMIZERS, SCHEDULES, INITIALIZERS, TERRAINS)
ENTRIES = [(family, entry) for family in FAMILIES for entry in family]
NUMBERS = [value for value in vars(settings).values() if isinstance(value, Parameter)]
NUMBERS += [parameter for _, entry in ENTRIES for parameter in entry.parameters]


@pytest.mark.parametrize(("family", "entry"), ENTRIES, ids=lambda thing: getattr(thing, "name", ""))
def test_every_entry_has_words_a_formula_and_can_be_built(family: Family, entry: Entry) -> None:
    assert entry.name.isidentifier()
    assert entry.label
    assert entry.formula
    assert entry.help.endswith(".")
    assert entry.kind.__doc__
    made = family.build(Choice(entry.name))
    again = family.build(Choice.of(entry.name, **{p.name: p.default for p in entry.parameters}))
    assert vars(made) == vars(again), "the catalog's defaults are those of the class"


@pytest.mark.parametrize(("family", "entry"), ENTRIES, ids=lambda thing: getattr(thing, "name", ""))
def test_every_parameter_makes_a_difference_between_the_ends_of_its_range(family: Family, entry: Entry) -> None:
    for parameter in entry.parameters:
        lowest = family.build(Choice.of(entry.name, **{parameter.name: parameter.minimum}))
        highest = family.build(Choice.of(entry.name, **{parameter.name: parameter.maximum}))
        assert vars(lowest) != vars(highest), parameter.name


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.noun)
def test_no_two_entries_of_a_family_look_the_same_in_a_menu(family: Family) -> None:
    for words in ([entry.label for entry in family], [entry.help for entry in family]):
        assert len(set(words)) == len(words)


@pytest.mark.parametrize("parameter", NUMBERS, ids=lambda parameter: parameter.name)
def test_every_default_lies_in_its_range(parameter: Parameter) -> None:
    assert parameter.minimum < parameter.maximum
    assert parameter.label
    assert parameter.help.endswith(".")
    for value in (parameter.default, parameter.minimum, parameter.maximum):
        parameter.check(value, "here")


@pytest.mark.parametrize("parameter", NUMBERS, ids=lambda parameter: parameter.name)
@pytest.mark.parametrize("step", [float("-inf"), float("inf"), float("nan")])
def test_every_number_out_of_its_range_is_refused(parameter: Parameter, step: float) -> None:
    with pytest.raises(SpecError) as caught:
        parameter.check(parameter.default + step, "here")
    assert caught.value.code == "spec.out_of_range"


@pytest.mark.parametrize("parameter", [one for one in NUMBERS if one.whole], ids=lambda parameter: parameter.name)
def test_a_number_that_must_be_whole_is_whole_from_end_to_end(parameter: Parameter) -> None:
    ends = (parameter.minimum, parameter.default, parameter.maximum)
    assert all(isinstance(value, int) for value in ends)
    with pytest.raises(SpecError) as caught:
        parameter.check(parameter.minimum + 0.5, "here")
    assert caught.value.code == "spec.not_whole"
    assert f"{parameter.minimum} or {parameter.minimum + 1}" in caught.value.hint


@pytest.mark.parametrize(("family", "entry"), ENTRIES, ids=lambda thing: getattr(thing, "name", ""))
def test_whole_numbers_are_built_in_as_such(family: Family, entry: Entry) -> None:
    given = {one.name: float(one.default) for one in entry.parameters if one.whole}
    made = family.build(Choice.of(entry.name, **given))
    assert all(type(getattr(made, name)) is int for name in given)


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.noun)
def test_names_are_unique_and_a_mistyped_one_is_answered_with_the_nearest(family: Family) -> None:
    assert len(set(family.names)) == len(family.names)
    with pytest.raises(SpecError) as caught:
        family.build(Choice(family.names[0] + "x"))
    assert caught.value.code == f"spec.unknown_{family.noun}"
    assert family.names[0] in caught.value.hint


@pytest.mark.parametrize(("family", "entry"), ENTRIES, ids=lambda thing: getattr(thing, "name", ""))
def test_unknown_parameters_are_refused(family: Family, entry: Entry) -> None:
    with pytest.raises(SpecError) as caught:
        family.check(Choice.of(entry.name, no_such_thing=1.0))
    assert caught.value.code == "spec.unknown_parameter"
