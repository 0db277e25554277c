"""A page of the admin, as a browser would read it and send it back."""

from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse


def page(thing):
    meta = thing._meta
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[thing.pk])


def allow(user, *names):
    user.user_permissions.add(*Permission.objects.filter(codename__in=names))


def form_on(client, thing, **changed):
    """The page of a thing as a browser would send it back, with some of it changed."""
    context = client.get(page(thing)).context
    data = {}
    tables = [table.formset for table in context["inline_admin_formsets"]]
    for form in [context["adminform"].form, *(form for table in tables for form in table.forms)]:
        for field in form:
            data[field.html_name] = field.value()
            if field.field.show_hidden_initial:
                data[field.html_initial_name] = field.value()
    for table in tables:
        data |= {table.management_form.add_prefix(name): value for name, value in counts(table)}
    return {
        name: value for name, value in (data | changed).items() if value is not None and value is not False
    }


def counts(table):
    return [("TOTAL_FORMS", len(table.forms)), ("INITIAL_FORMS", len(table.initial_forms))]


def save(client, thing, **changed):
    return client.post(page(thing), form_on(client, thing, **changed))


def rows(response, index=0):
    return response.context["inline_admin_formsets"][index].formset


def kinds(project):
    return list(project.events.values_list("kind", flat=True))


def names(response):
    return [project.name for project in response.context["cl"].result_list]


def queries(client, address):
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)
