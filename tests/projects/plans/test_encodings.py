"""Letters of plans that were saved in a code page: detected, said, and refused if it cannot be told."""

import pytest

from projects.plans import PlanError, read_plan
from tests.planfiles import HEADER, delimited, weeks_in

pytestmark = pytest.mark.one_database

TEXTS = {
    "cp1250": ("Wdrożenie ciągłe", "Pokaż działanie"),
    "cp1251": ("Запуск проекта", "Показать план"),
    "cp1252": ("Démarrage du projet", "Présenter le plan à l’équipe"),
    "cp1253": ("Έναρξη έργου", "Δείξε το σχέδιο"),
    "cp1254": ("Başlangıç ve eğitim", "Planı göster, canlı tahmin"),
    "cp1255": ("התחלת הפרויקט", "להציג את התוכנית"),
    "cp1256": ("بداية المشروع", "عرض الخطة"),
    "cp1257": ("Projekto pradžia", "Parodyti planą"),
    "mac_roman": ("Größe messen, Fähre bauen", "Übung zeigen"),
    "iso8859-2": ("Wdrożenie ciągłe", "Pokaż działanie"),
    "koi8_r": ("Запуск проекта", "Показать план"),
    "cp932": ("計画を立てる", "デモを見せる"),
    "gb18030": ("启动项目", "展示计划"),
    "big5": ("啟動專案", "展示計畫"),
    "cp949": ("프로젝트 시작", "계획 보여주기"),
    "utf-16-le": ("Запуск проекта", "b"),
    "utf-16-be": ("Début", "b"),
}


@pytest.mark.parametrize("encoding", TEXTS)
def test_a_code_page_is_told_by_its_letters(encoding):
    [week] = weeks_in(delimited([HEADER, [1, *TEXTS[encoding]]], ";", encoding))
    assert (week.goal, week.demo_task) == TEXTS[encoding]


def test_it_is_said_what_was_detected():
    data = delimited([HEADER, [1, *TEXTS["cp1250"]]], ";", "cp1250")
    assert read_plan(data, "plan").notes[0] == (
        "Read as Windows-1250. If letters are wrong, save it as XLSX or as CSV UTF-8 and choose it again."
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_of_unicode_there_is_nothing_to_say(encoding):
    data = delimited([HEADER, [1, "Größe", "x"]], ",", encoding)
    assert not any(note.startswith("Read as") for note in read_plan(data, "plan").notes)


@pytest.mark.parametrize(
    "goal",
    [
        "Größe".encode() + b" \xff",
        "Größe".encode() + "Größe".encode("cp1252"),
        b"ab\xa6\xa7\xb6cd\x81\x8d",
        "Für Grossmütter, naïve Übung".encode("cp850"),
    ],
)
def test_what_is_not_plausible_is_refused(goal):
    with pytest.raises(PlanError, match=r"^The letters in “plan” cannot be told for sure\."):
        read_plan(b"Week,Goal,Demo\n1," + goal + b",x\n", "plan")


@pytest.mark.parametrize(
    ("goal", "demo_task"),
    [
        ("Ça va à l’École", "Démarrage du projet"),
        ("Démarrage à Paris", "Montrer le tableau"),
        ("Où en est-on ?", "Résultats dès lundi"),
        ("Perché è così", "Città più bella"),
        ("Già fatto però", "Mostrare attività"),
        ("Één week naïef", "Coördinatie"),
        ("Hôtel", "Forêt"),
        ("À faire", "x"),
    ],
)
def test_a_short_plan_of_the_west_is_not_taken_for_one_of_the_east(goal, demo_task):
    [week] = weeks_in(delimited([HEADER, [1, goal, demo_task]], ";", "cp1252"))
    assert (week.goal, week.demo_task) == (goal, demo_task)


@pytest.mark.parametrize("goal", ["Gdańsk", "Wersja końcowa", "Pierwsza próba", "Začetek dela", "Első hét"])
def test_a_short_plan_of_the_east_is_told_as_well(goal):
    [week] = weeks_in(delimited([HEADER, [1, goal, "Kraków"]], ";", "cp1250"))
    assert week.goal == goal


def test_bytes_in_which_no_letters_are_detected_are_refused():
    with pytest.raises(PlanError, match="neither a spreadsheet nor text"):
        read_plan(b"\0", "plan.csv")
