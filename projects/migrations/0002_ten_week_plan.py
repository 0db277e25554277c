"""The ten-week plan that ships as the first template (Noah Gift, Practical MLOps, Appendix H, Figure H-1)."""

from django.db import migrations

NAME = "Ten-week plan"
DESCRIPTION = "From kickoff to MVP on Google Cloud: Practical MLOps, Appendix H, Figure H-1."
WEEKS = [
    ("Kickoff", "Kickoff (present plan)"),
    ("Continuous Deployment", "Continuous Deployment"),
    ("Setup GCP", "GCP Skeleton Project"),
    ("Big Query Setup", "Big Query Integration"),
    ("Big Query Modeling and Prediction", "Big Query Prediction"),
    ("AutoML Setup", "AutoML Prediction"),
    ("Creation of Multiple Environments", "Staging Environment"),
    ("Integrate API", "Computer Vision API"),
    ("Stackdriver Setup", "Monitoring"),
    ("Finish MVP", "MVP"),
]


def write(apps, schema_editor):
    template = apps.get_model("projects", "PlanTemplate").objects.create(name=NAME, description=DESCRIPTION)
    apps.get_model("projects", "PlanTemplateWeek").objects.bulk_create(
        template.weeks.model(template=template, number=number, goal=goal, demo_task=demo_task)
        for number, (goal, demo_task) in enumerate(WEEKS, start=1)
    )


def take_back(apps, schema_editor):
    apps.get_model("projects", "PlanTemplate").objects.filter(name=NAME).delete()


class Migration(migrations.Migration):
    dependencies = [("projects", "0001_begin")]

    operations = [migrations.RunPython(write, take_back)]
