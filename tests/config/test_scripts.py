"""What the scripts of the pages become when they are collected."""

import pytest

from config.scripts import CannotJoin, collect_scripts

SOURCES = {
    "js/site.js": 'import "./board/send.js";\n',
    "js/board/board.js": 'import "../announce.js";\nimport { post as send } from "./send.js";\nsend();\n',
    "js/board/add.js": "",
    "js/board/send.js": 'import { announce } from "../announce.js";\nexport async function post() {}\n',
    "js/announce.js": 'export const SPAN = 5;\nexport function announce() {}\nimport("./live/news.js");\n',
    "js/live/news.js": 'import { announce } from "../announce.js";\nannounce();\n',
}


def collected(**changed):
    return collect_scripts(SOURCES | {f"js/{name}.js": text for name, text in changed.items()})


def test_what_the_scripts_of_a_board_import_is_in_one_file_behind_what_it_imports_itself():
    text = collected()["js/site.js"]
    assert text.index('"js/announce.js"() {') < text.index('"js/board/send.js"() {')
    assert '"js/live/news.js"' not in text
    assert '"js/board/board.js"' not in text


def test_a_joined_module_gives_what_it_exports():
    assert "const SPAN = 5;\nfunction announce() {}\n" in collected()["js/site.js"]
    assert "return { SPAN, announce };\n}" in collected()["js/site.js"]
    assert "async function post() {}\nreturn { post };\n}" in collected()["js/site.js"]


def test_a_joined_module_is_carried_out_where_it_is_imported():
    assert collected()["js/site.js"].endswith('\nloadJoined("js/board/send.js");\n')
    assert collected()["js/board/board.js"] == (
        'loadJoined("js/announce.js");\nconst { post: send } = loadJoined("js/board/send.js");\nsend();\n'
    )


def test_a_script_that_comes_late_shares_the_joined_modules():
    assert (
        collected()["js/live/news.js"] == 'const { announce } = loadJoined("js/announce.js");\nannounce();\n'
    )


def test_a_script_that_comes_late_is_fetched_from_where_it_stands():
    assert 'import("./live/news.js");\n' in collected()["js/site.js"]
    assert 'import("./board/menu.js");\n' in collected(announce='import("./board/menu.js");\n')["js/site.js"]


def test_a_style_sheet_that_a_joined_module_fetches_is_fetched_from_where_it_stands():
    fetching = 'withStyles(new URL("../../css/late.css", import.meta.url));\n'
    assert (
        'new URL("../css/late.css", import.meta.url)' in collected(**{"board/send": fetching})["js/site.js"]
    )


def test_a_joined_module_that_is_asked_for_by_its_own_name_is_the_joined_one():
    assert (
        collected()["js/announce.js"] == 'export const { SPAN, announce } = loadJoined("js/announce.js");\n'
    )


def test_comments_with_lines_of_their_own_and_indentation_are_left_out():
    text = "// one\n/** two\n * three */\nif (a) {\n  b(); // four\n\n  /* five */ c(`// six`);\n}\n"
    assert collected(add=text)["js/add.js"] == "if (a) {\nb(); // four\n\n/* five */ c(`// six`);\n}\n"


@pytest.mark.parametrize(
    "text",
    [
        'import * as all from "./toast.js";\n',
        'import toast from "./toast.js";\n',
        'import { toast } from "./not_there.js";\n',
        'export { toast } from "./toast.js";\n',
        "export let open = false;\n",
        "export default 5;\n",
        "const text = `one\ntwo`;\n",
    ],
)
def test_what_cannot_be_joined_by_what_it_says_at_the_start_of_a_line_is_refused(text):
    with pytest.raises(CannotJoin, match=r"^js/announce\.js"):
        collected(announce=text)


def test_modules_that_import_each_other_are_refused():
    with pytest.raises(CannotJoin, match=r"^js/board/send\.js imports itself, by way of js/announce\.js"):
        collected(announce='import "./board/send.js";\n')
