"""The addresses of a project's board and cards."""

from django.urls import path

from boards import views

urlpatterns = [
    path("", views.home, name="home"),
    path("p/<slug:slug>/", views.open_project, name="project"),
    path("p/<slug:slug>/board/", views.board, name="board"),
    path("p/<slug:slug>/cards/", views.add_cards, name="add"),
    path("p/<slug:slug>/cards/read/", views.read_cards, name="read"),
    path("p/<slug:slug>/cards/<int:number>/move/", views.move_card, name="move"),
    path("p/<slug:slug>/cards/<int:number>/undo/", views.undo_card, name="undo"),
]
