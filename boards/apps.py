from django.apps import AppConfig


class BoardsConfig(AppConfig):
    name = "boards"

    def ready(self) -> None:
        from boards.models import CardFile
        from projects.files.owners import FileOwner, register

        register(
            FileOwner(
                rows=lambda: CardFile.objects.filter(deleted_at=None),
                project="card__project",
                place="card #{card__number}",
                sizes={"file": "size", "preview": "preview_size"},
            )
        )
