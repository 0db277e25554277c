"""Things to test with. Give a factory only what the fact needs."""

from datetime import date

import factory
from factory.django import DjangoModelFactory

from boards.models import Card, CardFile, Column, Label
from boards.models.card.ordering import GAP
from projects.models import Demo, Membership, Milestone, Project, Role, User

MONDAY = date(2026, 9, 7)


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"person{n}")
    name = factory.Sequence(lambda n: f"Person {n}")
    email = factory.LazyAttribute(lambda user: f"{user.username}@example.org")
    password = factory.django.Password("correct horse battery")


class ProjectFactory(DjangoModelFactory):
    class Meta:
        model = Project

    name = factory.Sequence(lambda n: f"Project {n}")
    slug = factory.Sequence(lambda n: f"project-{n}")
    starts_on = MONDAY


class MembershipFactory(DjangoModelFactory):
    class Meta:
        model = Membership

    project = factory.SubFactory(ProjectFactory)
    user = factory.SubFactory(UserFactory)
    role = Role.MEMBER


class MilestoneFactory(DjangoModelFactory):
    class Meta:
        model = Milestone

    project = factory.SubFactory(ProjectFactory)
    number = 1
    starts_on = MONDAY
    goal = "Kickoff"
    demo_task = "Kickoff (present plan)"


class DemoFactory(DjangoModelFactory):
    """A link, written straight to the database: no event, no file."""

    class Meta:
        model = Demo

    milestone = factory.SubFactory(MilestoneFactory)
    person = factory.SubFactory(UserFactory)
    shows = "Parcels are counted by depot."
    link = "https://video.example/w1"


class FilmFactory(DemoFactory):
    """A film of which the one form has been made, without a file on the disk."""

    link = ""
    video = factory.Sequence(lambda n: f"demos/film{n}.mp4")
    kind = "mp4"
    size = 1
    seconds = 29
    state = "ready"


class CardFileFactory(DjangoModelFactory):
    """A file that is no picture, written straight to the database: no event, nothing on the disk."""

    class Meta:
        model = CardFile

    card = factory.SubFactory("tests.factories.CardFactory")
    name = "depots.csv"
    file = factory.Sequence(lambda n: f"cards/file{n}")
    size = 1

    @classmethod
    def _create(cls, model_class, *args, card, **kwargs):
        file = super()._create(model_class, *args, card=card, **kwargs)
        card.file_count = card.files.filter(deleted_at=None).count()
        card.save(update_fields=["file_count"])
        return file


class PictureFactory(CardFileFactory):
    """A picture, without a file on the disk."""

    name = "Picture 1, 14:05"
    kind = "png"
    file = factory.Sequence(lambda n: f"cards/picture{n}.png")
    width, height = 640, 480


class LabelFactory(DjangoModelFactory):
    class Meta:
        model = Label

    project = factory.SubFactory(ProjectFactory)
    name = factory.Sequence(lambda n: f"label{n}")


class CardFactory(DjangoModelFactory):
    """A card at the end of its column, written straight to the database: no event, no lock."""

    class Meta:
        model = Card
        skip_postgeneration_save = True

    project = factory.SubFactory(ProjectFactory)
    title = factory.Sequence(lambda n: f"Card {n}")
    column = Column.TODO

    @factory.lazy_attribute
    def number(self):
        self.project.increment("last_number")
        return self.project.last_number

    @factory.lazy_attribute
    def position(self):
        return self.number * GAP
