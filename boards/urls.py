"""The addresses of a project's board and cards."""

from django.urls import URLPattern, path

from boards.account import address_views
from boards.account import views as account_views
from boards.board import move_views, several_views
from boards.board import views as board_views
from boards.bringing import views as bringing_views
from boards.card import archive_views, comment_views, file_views, list_views
from boards.card import views as card_views
from boards.closing import views as closing_views
from boards.completion import views as completion_views
from boards.home import views as home_views
from boards.people import invite_views, join_views, member_views
from boards.people import views as people_views
from boards.plan import import_views, week_views
from boards.plan import views as plan_views
from boards.progress import views as progress_views
from boards.search import views as search_views
from boards.settings import label_views
from boards.settings import views as settings_views
from boards.split import views as split_views
from boards.standup import lead_views
from boards.standup import views as standup_views


def field_path(word: str, *, name: str) -> URLPattern:
    """The address of a change of one field of a card."""
    address = f"p/<slug:slug>/cards/<int:number>/{word}/"
    return path(address, card_views.change_card, {"change": word}, name=name)


urlpatterns = [
    path("", home_views.home, name="home"),
    path("projects/", home_views.project_menu, name="project-menu"),
    path("account/", account_views.account, name="account"),
    path("account/name/", account_views.change_name, name="account-name"),
    path("account/picture/", account_views.change_picture, name="account-picture"),
    path("account/username/", account_views.change_username, name="account-username"),
    path("account/address/", address_views.change_address, name="account-address"),
    path("account/address/send/", address_views.send_link_again, name="account-send-link"),
    path("account/address/keep/", address_views.keep_address, name="account-keep-address"),
    path(
        "account/address/confirm/<str:token>/", address_views.confirm_address, name="account-confirm-address"
    ),
    path("account/sessions/end/", account_views.end_session, name="account-end-session"),
    path("account/sessions/end-others/", account_views.end_other_sessions, name="account-end-others"),
    path("account/delete/", account_views.delete_account, name="account-delete"),
    path("join/<str:token>/", join_views.join, name="join"),
    path("p/<slug:slug>/", board_views.open_project, name="project"),
    path("p/<slug:slug>/plan/", plan_views.plan, name="plan"),
    path("p/<slug:slug>/plan/undo/", plan_views.undo_plan, name="undo-plan"),
    path("p/<slug:slug>/plan/download/<str:kind>/", import_views.download_plan, name="download-plan"),
    path("p/<slug:slug>/plan/upload/", import_views.upload_plan, name="upload-plan"),
    path("p/<slug:slug>/plan/paste/", import_views.paste_plan, name="paste-plan"),
    path("p/<slug:slug>/plan/take/", import_views.take_plan, name="take-plan"),
    path("p/<slug:slug>/plan/start/", week_views.move_start, name="move-start"),
    path("p/<slug:slug>/plan/template/", week_views.make_template, name="make-template"),
    path("p/<slug:slug>/weeks/<int:week>/edit/", plan_views.edit_week, name="edit-week"),
    path("p/<slug:slug>/weeks/<int:week>/remove/", week_views.remove_week, name="remove-week"),
    path("p/<slug:slug>/weeks/add/", week_views.add_week, name="add-week"),
    path("p/<slug:slug>/weeks/move/", week_views.move_weeks, name="move-weeks"),
    path("p/<slug:slug>/board/", board_views.board, name="board"),
    path("p/<slug:slug>/names/", completion_views.names, name="names"),
    path("p/<slug:slug>/search/", search_views.search, name="search"),
    path("p/<slug:slug>/standup/", standup_views.standup, name="standup"),
    path("p/<slug:slug>/standup/text/", standup_views.standup_text, name="standup-text"),
    path("p/<slug:slug>/standup/lead/", lead_views.lead, name="standup-lead"),
    path("p/<slug:slug>/standup/take/", lead_views.take, name="standup-take"),
    path("p/<slug:slug>/standup/step/", lead_views.step, name="standup-step"),
    path("p/<slug:slug>/standup/finish/", lead_views.finish, name="standup-finish"),
    path("p/<slug:slug>/people/", people_views.people, name="people"),
    path("p/<slug:slug>/people/invite/", invite_views.invite, name="invite"),
    path(
        "p/<slug:slug>/people/invitations/<int:invitation>/send/",
        invite_views.send_again,
        name="send-invitation",
    ),
    path(
        "p/<slug:slug>/people/invitations/<int:invitation>/take-back/",
        invite_views.take_back,
        name="take-invitation-back",
    ),
    path("p/<slug:slug>/people/<int:member>/role/", member_views.change_role, name="change-role"),
    path("p/<slug:slug>/people/<int:member>/take-out/", member_views.take_out, name="take-out"),
    path("p/<slug:slug>/people/leave/", member_views.leave, name="leave-project"),
    path("p/<slug:slug>/people/link/", people_views.change_link, name="change-link"),
    path("p/<slug:slug>/people/link/new/", people_views.rotate_link, name="rotate-link"),
    path("p/<slug:slug>/people/link/off/", people_views.switch_link_off, name="switch-link-off"),
    path("p/<slug:slug>/people/undo/", member_views.undo, name="undo-member"),
    path("p/<slug:slug>/progress/", progress_views.progress, name="progress"),
    path("p/<slug:slug>/weeks/<int:week>/close/", closing_views.close, name="close-week"),
    path("p/<slug:slug>/weeks/<int:week>/close/undo/", closing_views.undo_close, name="undo-close"),
    path("p/<slug:slug>/weeks/<int:week>/close/late/", closing_views.count_card_late, name="count-late"),
    path("p/<slug:slug>/weeks/<int:week>/bring/", bringing_views.bring, name="bring"),
    path("p/<slug:slug>/cards/", board_views.add_cards, name="add"),
    path("p/<slug:slug>/cards/read/", board_views.read_cards, name="read"),
    path("p/<slug:slug>/cards/several/", several_views.change_cards, name="several"),
    path("p/<slug:slug>/cards/several/undo/", several_views.undo_cards, name="undo-several"),
    path("p/<slug:slug>/cards/assignees/", list_views.assignee_list, name="assignee-list"),
    path("p/<slug:slug>/cards/labels/", list_views.label_list, name="label-list"),
    path("p/<slug:slug>/settings/", settings_views.settings, name="settings"),
    path("p/<slug:slug>/settings/archive/", settings_views.archive_project, name="archive-project"),
    path("p/<slug:slug>/settings/unarchive/", settings_views.unarchive_project, name="unarchive-project"),
    path("p/<slug:slug>/settings/delete/", settings_views.delete_project, name="delete-project"),
    path("p/<slug:slug>/settings/labels/", label_views.add_label, name="add-label"),
    path("p/<slug:slug>/settings/labels/<int:label>/", label_views.change_label, name="change-label"),
    path("p/<slug:slug>/settings/labels/<int:label>/merge/", label_views.merge_label, name="merge-label"),
    path("p/<slug:slug>/settings/labels/<int:label>/delete/", label_views.delete_label, name="delete-label"),
    path("p/<slug:slug>/archive/", archive_views.archive, name="archive"),
    path("p/<slug:slug>/cards/<int:number>/", card_views.show_card, name="card"),
    path("p/<slug:slug>/cards/<int:number>/edit/", card_views.edit_card, name="edit-card"),
    field_path("estimate", name="estimate-card"),
    field_path("week", name="change-week"),
    field_path("assign", name="assign-card"),
    field_path("unassign", name="unassign-card"),
    field_path("label", name="label-card"),
    field_path("unlabel", name="unlabel-card"),
    field_path("block", name="block-card"),
    field_path("tick", name="tick-card"),
    path("p/<slug:slug>/cards/<int:number>/comments/", comment_views.add_comment, name="add-comment"),
    path(
        "p/<slug:slug>/cards/<int:number>/comments/<int:comment>/",
        comment_views.edit_comment,
        name="edit-comment",
    ),
    path(
        "p/<slug:slug>/cards/<int:number>/comments/<int:comment>/delete/",
        comment_views.delete_comment,
        name="delete-comment",
    ),
    path("p/<slug:slug>/cards/<int:number>/files/", file_views.attach_file, name="attach-file"),
    path(
        "p/<slug:slug>/cards/<int:number>/files/<int:file>/remove/",
        file_views.remove_file,
        name="remove-file",
    ),
    path("p/<slug:slug>/cards/<int:number>/archive/", card_views.archive_card, name="archive-card"),
    path("p/<slug:slug>/cards/<int:number>/restore/", card_views.restore_card, name="restore-card"),
    path("p/<slug:slug>/cards/<int:number>/delete/", card_views.delete_card, name="delete-card"),
    path("p/<slug:slug>/cards/<int:number>/move/", move_views.move_card, name="move"),
    path("p/<slug:slug>/cards/<int:number>/split/", split_views.split_card, name="split"),
    path("p/<slug:slug>/cards/<int:number>/split/read/", split_views.read_split, name="read-split"),
    path("p/<slug:slug>/cards/<int:number>/undo/", move_views.undo_card, name="undo"),
]
