"""An experiment keeps history and run in step."""

from nnsim.data.named import named_data
from nnsim.model import data_edits
from nnsim.model.start import new_project
from nnsim.runs.experiment import Experiment


def test_data_that_an_edit_has_prepared_are_those_of_the_run():
    experiment = Experiment(new_project("circle", named_data("circle"), (3,)))
    seen = []

    def edit(project):
        edited = data_edits.set_noise(project, 0.25)
        seen.append(id(edited.prepared))
        return edited

    experiment.apply(edit)
    assert id(experiment.run.prepared) == seen[0]
