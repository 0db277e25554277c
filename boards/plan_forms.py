"""Words from the forms of the plan. Whatever is named by an id is looked up within the project."""

from django import forms

from boards.card_forms import Line
from projects import limits
from projects.models import Milestone, Project
from projects.models.weeks import TEXTS

FINGERPRINT = r"\A[0-9a-f]{16}\Z"


class WeekField(forms.ModelChoiceField):
    """A week of the plan, by its id: numbers change when one is put in before it."""

    def __init__(self, project: Project, **kwargs):
        gone = {
            "invalid_choice": "This week is not in the plan any more. Reload the page to see the plan as it is."
        }
        super().__init__(project.milestones.all(), error_messages=gone, **kwargs)


class WeekTextsForm(forms.Form):
    """What a week says; only the texts that are sent are meant. Each comes with the fingerprint of what it said."""

    goal = Line(limits.GOAL, required=False)
    demo_task = Line(limits.GOAL, required=False)
    seen_goal = forms.RegexField(FINGERPRINT, required=False)
    seen_demo_task = forms.RegexField(FINGERPRINT, required=False)

    def __init__(self, *args, project: Project, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["milestone"] = WeekField(project, required=False)

    def texts(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in TEXTS if name in self.data}

    def seen(self) -> dict[str, str]:
        return {name: self.cleaned_data[f"seen_{name}"] for name in TEXTS}

    def week(self, otherwise: Milestone) -> Milestone:
        """The week that the page meant, whatever number it has by now."""
        return self.cleaned_data["milestone"] or otherwise
