from django.apps import AppConfig


class ProjectsConfig(AppConfig):
    name = "projects"

    def ready(self) -> None:
        from projects.access import checks  # noqa: F401 - registers them
        from projects.files.owners import FileOwner, register
        from projects.models import Demo

        register(
            FileOwner(
                rows=Demo.objects.all,
                project="milestone__project",
                place="week {milestone__number}",
                sizes={"video": "size", "poster": "poster_size"},
            )
        )
