"""What the browser is sent besides the pages: whole, small, and as the rules of the house say."""

import hashlib
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles.finders import get_finder
from django.core.management import call_command
from django.template.loader import render_to_string

ROOT = settings.BASE_DIR
STYLESHEETS = sorted((ROOT / "static/css").glob("*.css"))
SITE = ROOT / "static/css/site.css"
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
SCRIPTS = sorted((ROOT / "static/js").rglob("*.js"))
SPRITES = [path for path in TEMPLATES if path.name.endswith("sprite.html")]
OF_EVERY_PAGE = ROOT / "templates/_sprite.html"
README = (ROOT / "static/vendor/README.md").read_text()
VENDORED = re.findall(r"^\| `([^`]+\.js)` .*`([0-9a-f]{64})` \|$", README, re.MULTILINE)
ERROR_PAGES = [
    "400.html",
    "403.html",
    "404.html",
    "405.html",
    "409.html",
    "413.html",
    "500.html",
    "503.html",
    "csrf.html",
    "disk_full.html",
    "setup.html",
]


def name(path):
    return path.relative_to(ROOT).as_posix()


def shapes_in(path):
    return set(re.findall(r'id="i-([\w-]+)"', path.read_text()))


SHAPES = set().union(*map(shapes_in, SPRITES))


def offenders(paths, found):
    """What is found in each of these files, by its name, where that is anything."""
    return {name(path): offence for path in paths if (offence := found(path))}


def test_every_vendored_script_has_a_checksum():
    scripts = {path.name for path in (ROOT / "static/vendor").glob("*.js")}
    assert scripts == {script for script, _ in VENDORED}


@pytest.mark.parametrize(("script", "checksum"), VENDORED)
def test_a_vendored_script_is_unmodified(script, checksum):
    assert hashlib.sha256((ROOT / "static/vendor" / script).read_bytes()).hexdigest() == checksum


def test_all_static_files_can_be_collected_under_hashed_names(static):
    [tokens] = (static / "css").glob("tokens.*.css")
    assert re.fullmatch(r"tokens\.[0-9a-f]{12}\.css", tokens.name)


def test_static_files_are_collected_compressed(static):
    [tokens] = (static / "css").glob("tokens.*.css.br")
    assert tokens.stat().st_size < tokens.with_suffix("").stat().st_size / 2


def test_of_a_library_that_comes_in_two_builds_the_small_one_is_collected(static):
    scripts = [path.name.split(".")[:-2] for path in static.glob("admin/js/vendor/*/*.js")]
    assert sorted(scripts) == [["jquery", "min"], ["select2", "full", "min"], ["xregexp", "min"]]


def test_no_build_of_htmx_but_ours_is_collected(static):
    assert len(list(static.rglob("htm*.js"))) == 1


def collect(sources, collected, settings):
    settings.STATICFILES_DIRS, settings.STATIC_ROOT = [sources], collected
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": "config.staticfiles.ManifestStorage"}}
    get_finder.cache_clear()
    call_command("collectstatic", interactive=False, verbosity=0)
    get_finder.cache_clear()


def imported():
    """The style sheets that every page gets as one, in their order."""
    names = re.findall(r'^@import url\("(.+)"\);$', SITE.read_text(), re.M)
    return [SITE.parent / name for name in names]


def linked_by(*templates):
    text = "".join(path.read_text() for path in templates)
    linked = [stylesheet for stylesheet in STYLESHEETS if f'"css/{stylesheet.name}"' in text]
    return sorted({*linked, *(imported() if SITE in linked else ())})


def fetched_by_scripts():
    """The style sheets that come with a script which needs them."""
    names = re.findall(
        r'withStyles\(new URL\("[./]+/css/([\w-]+\.css)", import\.meta\.url\)\)',
        "".join(map(Path.read_text, SCRIPTS)),
    )
    return {SITE.parent / name for name in names}


def test_every_stylesheet_is_linked_by_a_page_or_fetched_by_a_script():
    assert sorted({*linked_by(*TEMPLATES), *fetched_by_scripts()}) == STYLESHEETS


def test_a_script_names_the_stylesheet_that_it_fetches_by_its_hash(tmp_path, settings):
    sources, collected = tmp_path / "sources", tmp_path / "collected"
    (sources / "css").mkdir(parents=True)
    (sources / "js/board").mkdir(parents=True)
    (sources / "css/late.css").write_text(".a { color: red; }\n")
    for name in ["js/site.js", "js/board/board.js", "js/board/add.js"]:
        (sources / name).write_text("")
    (sources / "js/board/late.js").write_text('new URL("../../css/late.css", import.meta.url);\n')
    collect(sources, collected, settings)
    [sheet], [script] = (collected / "css").glob("late.*.css"), (collected / "js/board").glob("late.*.js")
    assert script.read_text() == f'new URL("../../css/{sheet.name}", import.meta.url);\n'


def test_what_every_page_links_is_collected_as_its_sources_in_their_order(static):
    assert len(imported()) == 9
    [joined] = (static / "css").glob("site.*.css")
    text = re.sub(r"\.[0-9a-f]{12}(?=\.\w+[\"')])", "", joined.read_text())  # of files that a rule names
    sources = "".join(path.read_text() for path in imported())
    assert text.split() == re.sub(r"/\*.*?\*/", "", sources, flags=re.DOTALL).split()


def test_what_every_page_links_is_collected_compressed_under_the_hash_of_what_it_holds(static):
    [joined] = (static / "css").glob("site.*.css")
    digest = hashlib.md5(joined.read_bytes(), usedforsecurity=False).hexdigest()
    assert joined.name == f"site.{digest[:12]}.css"
    assert joined.with_suffix(".css.br").stat().st_size < joined.stat().st_size / 3


def test_a_joined_stylesheet_names_other_files_by_their_hashes(tmp_path, settings):
    sources, collected = tmp_path / "sources", tmp_path / "collected"
    (sources / "css").mkdir(parents=True)
    (sources / "dot.svg").write_text("<svg/>")
    (sources / "css/all.css").write_text('@import url("a.css");\n@import url("b.css");\n')
    (sources / "css/a.css").write_text('.a { background: url("../dot.svg"); }\n')
    (sources / "css/b.css").write_text(".b { color: red; }\n")
    collect(sources, collected, settings)
    [joined], [dot] = (collected / "css").glob("all.*.css"), collected.glob("dot.*.svg")
    assert joined.read_text() == f'.a {{ background: url("../{dot.name}"); }}\n.b {{ color: red; }}\n'


def test_every_rule_stands_inside_a_layer():
    def outside(stylesheet):
        outermost = re.findall(r"^(?![ }/]).+", stylesheet.read_text(), re.M)
        return [line for line in outermost if not line.startswith("@layer")]

    assert offenders(set(STYLESHEETS) - {SITE}, outside) == {}


def test_only_utilities_may_be_important():
    important = [path.name for path in STYLESHEETS if "!important" in path.read_text()]
    assert set(important) <= {"utilities.css"}


def test_every_custom_property_used_is_given_a_value_somewhere():
    given = set(re.findall(r"(--[\w-]+):", "".join(path.read_text() for path in STYLESHEETS)))
    used = re.compile(r"var\((--[\w-]+)\)")
    assert offenders(STYLESHEETS, lambda path: set(used.findall(path.read_text())) - given) == {}


def test_the_joined_stylesheet_stays_within_its_bytes(static):
    [joined] = static.glob("css/site.*.css.gz")
    assert joined.stat().st_size < 12_500


def test_the_joined_script_stays_within_its_bytes(static):
    [joined] = static.glob("js/site.*.js.gz")
    assert joined.stat().st_size < 19_200


def test_what_is_joined_into_one_script_is_no_file_of_a_page(static):
    [joined] = static.glob("js/site.????????????.js")
    names = re.findall(r'^"(js/.+\.js)"\(\) \{$', joined.read_text(), re.M)
    assert names
    assert offenders(TEMPLATES, lambda path: [name for name in names if name in path.read_text()]) == {}


def test_a_template_has_nothing_that_the_policy_forbids():
    forbidden = re.compile(
        r"\sstyle=|<style|\son\w+=|hx-on|[\"']js:|javascript:"
        r"|<script(?![^>]*\b(?:src|type=\"application/json\"))"
    )
    assert offenders(TEMPLATES, lambda path: forbidden.findall(path.read_text())) == {}


def icons_asked_for_in(path):
    asked = re.findall(r"""{% icon ["']([\w-]+)|#i-([\w-]+)""", path.read_text())
    return {tag or script for tag, script in asked}


def test_every_icon_that_is_asked_for_is_in_the_sprite():
    assert offenders(TEMPLATES + SCRIPTS, lambda path: icons_asked_for_in(path) - SHAPES) == {}


def test_what_every_page_has_is_in_no_other_sprite():
    """A page would have its id twice."""
    others = [path for path in SPRITES if path != OF_EVERY_PAGE]
    assert len(others) < len(SPRITES)
    assert offenders(others, lambda path: shapes_in(path) & shapes_in(OF_EVERY_PAGE)) == {}


def test_the_sprite_holds_no_icon_that_nobody_asks_for():
    asked = set().union(*map(icons_asked_for_in, TEMPLATES + SCRIPTS))
    assert SHAPES - asked == {"todo", "doing", "done"} - asked  # a column's own is named by its key


def test_a_script_that_waits_for_enter_leaves_it_to_an_input_method_first():
    waiting = [path for path in SCRIPTS if re.search(r'"Enter"|\bEnter:', path.read_text())]
    assert waiting
    assert offenders(waiting, lambda path: "isComposing(event)" not in path.read_text()) == {}


@pytest.mark.parametrize("page", ERROR_PAGES)
def test_an_error_page_needs_no_request_and_no_database(page):
    drawn = render_to_string(page)
    assert re.search(r"<h1>\w.+</h1>\s*<p>\w[^<]+(<code>[^<]*</code>[^<]+)?</p>", drawn)
    assert '<a class="button" href="/">' in drawn
