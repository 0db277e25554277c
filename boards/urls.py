"""The addresses of a project's board and cards."""

from django.urls import path

from boards import views

urlpatterns = [
    path("", views.home, name="home"),
    path("p/<slug:slug>/", views.open_project, name="project"),
    path("p/<slug:slug>/plan/", views.plan, name="plan"),
    path("p/<slug:slug>/plan/undo/", views.undo_plan, name="undo-plan"),
    path("p/<slug:slug>/weeks/<int:week>/edit/", views.edit_week, name="edit-week"),
    path("p/<slug:slug>/board/", views.board, name="board"),
    path("p/<slug:slug>/progress/", views.progress, name="progress"),
    path("p/<slug:slug>/weeks/<int:week>/close/", views.close, name="close-week"),
    path("p/<slug:slug>/weeks/<int:week>/close/undo/", views.undo_close, name="undo-close"),
    path("p/<slug:slug>/weeks/<int:week>/close/late/", views.count_card_late, name="count-late"),
    path("p/<slug:slug>/cards/", views.add_cards, name="add"),
    path("p/<slug:slug>/cards/read/", views.read_cards, name="read"),
    path("p/<slug:slug>/archive/", views.archive, name="archive"),
    path("p/<slug:slug>/cards/<int:number>/", views.show_card, name="card"),
    path("p/<slug:slug>/cards/<int:number>/edit/", views.edit_card, name="edit-card"),
    path("p/<slug:slug>/cards/<int:number>/estimate/", views.estimate_card, name="estimate-card"),
    path("p/<slug:slug>/cards/<int:number>/week/", views.change_week, name="change-week"),
    path("p/<slug:slug>/cards/<int:number>/assign/", views.assign_card, name="assign-card"),
    path("p/<slug:slug>/cards/<int:number>/unassign/", views.unassign_card, name="unassign-card"),
    path("p/<slug:slug>/cards/<int:number>/label/", views.label_card, name="label-card"),
    path("p/<slug:slug>/cards/<int:number>/unlabel/", views.unlabel_card, name="unlabel-card"),
    path("p/<slug:slug>/cards/<int:number>/block/", views.block_card, name="block-card"),
    path("p/<slug:slug>/cards/<int:number>/tick/", views.tick_card, name="tick-card"),
    path("p/<slug:slug>/cards/<int:number>/comments/", views.add_comment, name="add-comment"),
    path("p/<slug:slug>/cards/<int:number>/comments/<int:comment>/", views.edit_comment, name="edit-comment"),
    path(
        "p/<slug:slug>/cards/<int:number>/comments/<int:comment>/delete/",
        views.delete_comment,
        name="delete-comment",
    ),
    path("p/<slug:slug>/cards/<int:number>/archive/", views.archive_card, name="archive-card"),
    path("p/<slug:slug>/cards/<int:number>/restore/", views.restore_card, name="restore-card"),
    path("p/<slug:slug>/cards/<int:number>/delete/", views.delete_card, name="delete-card"),
    path("p/<slug:slug>/cards/<int:number>/move/", views.move_card, name="move"),
    path("p/<slug:slug>/cards/<int:number>/split/", views.split_card, name="split"),
    path("p/<slug:slug>/cards/<int:number>/split/read/", views.read_split, name="read-split"),
    path("p/<slug:slug>/cards/<int:number>/undo/", views.undo_card, name="undo"),
]
