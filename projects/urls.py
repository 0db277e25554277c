"""The addresses of what shows no card."""

from django.urls import path

from projects import views

urlpatterns = [
    path("projects/new/", views.new_project, name="new-project"),
    path("p/<slug:slug>/demos/", views.demos, name="demos"),
    path("p/<slug:slug>/weeks/<int:week>/demo/", views.hand_in, name="hand-in"),
    path("p/<slug:slug>/demos/<int:demo>/replace/", views.replace_demo, name="replace-demo"),
    path("p/<slug:slug>/demos/<int:demo>/delete/", views.delete_demo, name="delete-demo"),
    path("p/<slug:slug>/demos/undo/", views.undo_demo, name="undo-demo"),
]
