"""The fictional community's files: repeatable, true to the format, and consistent in themselves."""

from __future__ import annotations

import hashlib

import polars as pl
import pytest

from hmis_web import standards
from hmis_web.demo import generate
from hmis_web.demo.ahead import run_ahead
from tests.unit.demo.conftest import AS_OF, CLIENTS, SEED, joined

Frames = dict[str, pl.DataFrame]


def digest(frames: Frames) -> str:
    """One hash of every row of every file."""
    found = hashlib.sha256()
    for name in sorted(frames):
        found.update(f"{name}\n{frames[name].write_csv()}".encode())
    return found.hexdigest()


@pytest.mark.slow
def test_generate_same_seed_and_day_gives_equal_rows(riverbend: Frames) -> None:
    again = joined(run_ahead(generate, CLIENTS, SEED, AS_OF))  # another process, with its own order of hashes

    assert digest(again) == digest(riverbend)


@pytest.mark.slow
def test_generate_smaller_batches_gives_equal_rows(riverbend: Frames) -> None:
    again = joined(generate(CLIENTS, SEED, AS_OF, households=450))

    assert digest(again) == digest(riverbend)


@pytest.mark.slow
def test_generate_other_seed_gives_other_people(riverbend: Frames) -> None:
    other = joined(generate(CLIENTS, SEED + 1, AS_OF))

    assert other["Client"].height == CLIENTS
    assert (
        not other["Client"]
        .select("first_name", "last_name")
        .equals(riverbend["Client"].select("first_name", "last_name"))
    )


def test_generate_has_six_agencies_and_eighteen_projects_of_every_type(riverbend: Frames) -> None:
    projects = riverbend["Project"]
    types = {int(each.value) for each in standards.offered("2.02.6")}

    assert riverbend["Organization"].height == 6
    assert projects.height == 18
    assert set(projects["project_type"]) == types
    for file in ("Funder", "ProjectCoC"):
        assert set(riverbend[file]["project_id"]) == set(projects["project_id"]), file
    beds = projects.filter(pl.col("project_type").is_in([0, 1, 2, 3, 8, 9, 10, 13]))["project_id"]
    assert set(beds) <= set(riverbend["Inventory"]["project_id"])


def test_generate_every_file_has_the_standards_columns_and_rows(riverbend: Frames) -> None:
    for file in standards.files():
        if file.name == "Export":
            continue
        frame = riverbend[file.name]
        assert frame.columns[: len(file.columns)] == [column.attribute for column in file.columns]
        assert frame.height
        assert frame[file.key.attribute].n_unique() == frame.height


@pytest.mark.parametrize(
    "file", [file for file in standards.files() if file.name != "Export"], ids=lambda f: f.name
)
def test_generate_codes_are_in_their_lists(riverbend: Frames, file: standards.HudFile) -> None:
    frame = riverbend[file.name]

    for column in file.columns:
        if not column.code_list:
            continue
        if ":" in column.code_list:
            selectors, lists = standards.selector_lists(column)
            names = [file.column(name).attribute for name in selectors]
            for *chosen, value in frame.select(*names, column.attribute).unique().iter_rows():
                list_id = lists.get("/".join(str(each) for each in chosen))
                assert value is None or (list_id and str(value) in standards.code_list(list_id).values)
        else:
            used = {str(value) for value in frame[column.attribute].drop_nulls().unique()}
            assert used <= standards.code_list(column.code_list).values, column.name


def test_generate_required_columns_are_filled(riverbend: Frames) -> None:
    empty = [
        (file.name, column.name)
        for file in standards.files()
        if file.name != "Export"
        for column in file.columns
        if not column.nullable and column.name != "ExportID"
        if riverbend[file.name][column.attribute].null_count()
    ]

    assert empty == []


def test_generate_rows_point_to_rows_that_exist(riverbend: Frames) -> None:
    for file in standards.files():
        for column in file.columns:
            if column.parent is None or column.parent[0] == "Export" or file.name == "Export":
                continue
            parent, name = column.parent
            there = riverbend[parent][standards.file(parent).column(name).attribute]
            mine = riverbend[file.name][column.attribute].drop_nulls()
            assert mine.is_in(there.implode()).all(), (file.name, column.name)


def test_generate_stays_lie_between_birth_and_today(riverbend: Frames) -> None:
    stays = riverbend["Enrollment"].join(riverbend["Exit"], on="enrollment_id", how="left")
    stays = stays.join(riverbend["Client"].select("personal_id", "dob"), on="personal_id")

    entry, leaving, moved = pl.col("entry_date"), pl.col("exit_date"), pl.col("move_in_date")

    assert stays.filter(
        (entry > AS_OF) | (entry < pl.col("dob")) | (leaving < entry) | (leaving > AS_OF)
    ).is_empty()
    assert stays.filter((moved < entry) | (moved > leaving) | (moved > AS_OF)).is_empty()
    assert stays.filter(pl.col("date_to_street_essh") > entry).is_empty()


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("IncomeBenefits", "information_date"),
        ("Disabilities", "information_date"),
        ("HealthAndDV", "information_date"),
        ("Services", "date_provided"),
        ("CurrentLivingSituation", "information_date"),
        ("Assessment", "assessment_date"),
        ("Event", "event_date"),
    ],
)
def test_generate_records_lie_within_their_stay(riverbend: Frames, name: str, day: str) -> None:
    stays = riverbend["Enrollment"].select("enrollment_id", "entry_date", owner="personal_id")
    stays = stays.join(riverbend["Exit"].select("enrollment_id", "exit_date"), on="enrollment_id", how="left")
    rows = riverbend[name].join(stays, on="enrollment_id")

    outside = (
        (pl.col(day) < pl.col("entry_date")) | (pl.col(day) > pl.col("exit_date")) | (pl.col(day) > AS_OF)
    )

    assert rows.height == riverbend[name].height
    assert rows.filter(outside | (pl.col("owner") != pl.col("personal_id"))).is_empty()


def test_generate_bed_nights_start_at_entry_and_end_the_night_before_exit(riverbend: Frames) -> None:
    nights = riverbend["Services"].filter(pl.col("record_type") == 200)
    last = nights.group_by("enrollment_id").agg(
        first=pl.col("date_provided").min(), last=pl.col("date_provided").max()
    )
    stays = riverbend["Enrollment"].join(last, on="enrollment_id")
    stays = stays.join(riverbend["Exit"].select("enrollment_id", "exit_date"), on="enrollment_id")

    assert stays.height > 100
    assert stays.filter(pl.col("first") != pl.col("entry_date")).is_empty()
    assert stays.filter(pl.col("last") != pl.col("exit_date") - pl.duration(days=1)).is_empty()


def test_generate_income_totals_are_the_sum_of_their_sources(riverbend: Frames) -> None:
    income = riverbend["IncomeBenefits"]
    amounts = pl.sum_horizontal(name for name in income.columns if name.endswith("_amount"))

    assert income["total_monthly_income"].drop_nulls().len() > 100
    assert income.filter((amounts - pl.col("total_monthly_income")).abs() > 0.001).is_empty()


def test_generate_social_security_numbers_were_never_issued(riverbend: Frames) -> None:
    whole = riverbend["Client"].filter(pl.col("ssn_data_quality") == 1)["ssn"]
    partial = riverbend["Client"].filter(pl.col("ssn_data_quality") == 2)["ssn"]

    assert whole.str.contains("^9[0-9]{8}$").all()  # areas 900 to 999
    assert partial.str.contains("^xxxxx[0-9]{4}$").all()


def test_generate_gaps_are_a_few_per_cent(riverbend: Frames) -> None:
    clients, stays = riverbend["Client"], riverbend["Enrollment"]

    assert 0.05 < clients["ssn"].null_count() / clients.height < 0.15
    assert 0 < clients["dob"].null_count() / clients.height < 0.03
    assert 0 < (stays["disabling_condition"] == 99).mean() < 0.03  # type: ignore[operator]
    heads = stays.group_by("household_id").agg((pl.col("relationship_to_hoh") == 1).sum().alias("heads"))
    assert 0 < (heads["heads"] != 1).mean() < 0.02  # type: ignore[operator]


def test_generate_scale_is_two_stays_and_ten_services_a_client(riverbend: Frames) -> None:
    assert 1.7 < riverbend["Enrollment"].height / CLIENTS < 2.3
    assert 8 < riverbend["Services"].height / CLIENTS < 12


def test_generate_every_project_type_has_somebody_now(riverbend: Frames) -> None:
    open_stays = riverbend["Enrollment"].join(riverbend["Exit"], on="enrollment_id", how="anti")
    types = open_stays.join(riverbend["Project"], on="project_id")["project_type"].unique()

    assert set(types) == {0, 1, 2, 3, 4, 6, 7, 8, 9, 10, 11, 12, 13, 14}
