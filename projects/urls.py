"""The addresses of pages that show no card."""

from django.urls import path

from projects.demos import record_views, reel_views
from projects.demos import views as demo_views
from projects.setup import views as setup_views

urlpatterns = [
    path("projects/new/", setup_views.new_project, name="new-project"),
    path("p/<slug:slug>/demos/", demo_views.demos, name="demos"),
    path("p/<slug:slug>/demos/reel/", reel_views.reel, name="reel"),
    path("p/<slug:slug>/weeks/<int:week>/demo/", demo_views.hand_in, name="hand-in"),
    path("p/<slug:slug>/weeks/<int:week>/record/", record_views.record, name="record"),
    path("p/<slug:slug>/demos/<int:demo>/making/", demo_views.making, name="demo-making"),
    path("p/<slug:slug>/demos/<int:demo>/replace/", demo_views.replace_demo, name="replace-demo"),
    path("p/<slug:slug>/demos/<int:demo>/delete/", demo_views.delete_demo, name="delete-demo"),
    path("p/<slug:slug>/demos/undo/", demo_views.undo_demo, name="undo-demo"),
]
