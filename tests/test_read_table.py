"""What both READMEs say is read, and what not, has tests: each line of that table names them here."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LINE_RE = re.compile(r"^\| ([^|]*) \| ([^|]*) \| ([^|]*)\|$", re.MULTILINE)

# By line of the table, the tests of what is read and of what is not, in the order in which it says so.
ENCODINGS = "characters/test_encoding.py"
PDF, WORD, OFFICE = "ingest/test_pdf_pages.py", "ingest/test_word.py", "ingest/test_libreoffice.py"
LAW, CONTAINERS, CRAWLS = "shelf/test_law.py", "shelf/test_containers.py", "shelf/test_crawls_and_mail.py"
TABLES, SHAPES, MEMBERS = "shelf/test_tables.py", "shelf/test_shapes.py", "shelf/test_members_in_runs.py"
VOLUMES = "test_volumes.py"
TESTS: dict[str, tuple[dict[str, str], dict[str, str]]] = {
    "text": (
        {
            "test_every_encoding_of_a_report": ENCODINGS,
            "test_big5": ENCODINGS,
            "test_the_content_tells_the_format": ENCODINGS,
        },
        {
            "test_bytes_in_no_known_encoding": ENCODINGS,
            "test_binary_files": ENCODINGS,
            "test_says_that_a_text_is_in_traditional_characters": ENCODINGS,
        },
    ),
    "PDF": (
        {
            "test_wrapped_lines_are_joined_and_headings_stay_by_themselves": "ingest/test_pdf.py",
            "test_a_paragraph_goes_on_over_the_end_of_a_page": "ingest/test_pdf.py",
            "test_a_table_is_read_back_cell_for_cell": PDF,
            "test_page_numbers_are_removed": "ingest/test_pdf.py",
            "test_running_heads_are_removed_and_titles_are_not": "ingest/test_pdf.py",
        },
        {
            "test_a_scan_is_refused_and_a_scanned_page_is_named": PDF,
            "test_an_encrypted_file_is_refused_unless_it_opens_without_a_password": PDF,
            "test_a_broken_file_is_refused": PDF,
        },
    ),
    "Word": (
        {
            "test_the_sections_of_a_report_are_those_of_its_automatic_numbers": "ingest/test_word_numbering.py",
            "test_a_paragraph_holds_what_a_reader_sees": WORD,
            "test_text_boxes_stand_once_behind_their_paragraph": WORD,
            "test_notes_follow_what_refers_to_them_and_lines_between_are_none": WORD,
            "test_an_old_document_is_read_like_the_new_one": OFFICE,
            "test_rich_text_is_read_with_its_insertions_and_without_its_deletions": OFFICE,
        },
        {"test_without_libreoffice_a_problem_says_what_to_install": OFFICE},
    ),
    "archives": (
        {
            "test_a_container_gives_the_rows_of_its_pages": LAW,
            "test_names_are_chinese_in_whatever_way_they_are_written": CONTAINERS,
            "test_members_are_called_by_their_path": CONTAINERS,
        },
        {
            "test_other_archives_are_problems_of_their_own": CRAWLS,
            "test_an_encrypted_member_is_a_fault_and_costs_no_other": CONTAINERS,
            "test_links_and_devices_are_faults": CONTAINERS,
            "test_a_name_that_leads_outside_is_a_fault_and_costs_no_other": CONTAINERS,
            "test_what_stands_before_a_broken_tail_is_read": CONTAINERS,
            "test_more_members_than_the_limit_are_told_and_not_read": CONTAINERS,
            "test_archives_within_each_other_end_at_a_depth": CONTAINERS,
            "test_a_container_that_holds_itself_ends_at_a_depth": CRAWLS,
            "test_a_bomb_ends_within_the_limits": CONTAINERS,
        },
    ),
    "saved pages": (
        {
            "test_a_saved_page_gives_the_rows_of_its_page": LAW,
            "test_a_page_is_read_whoever_saved_it": CRAWLS,
            "test_a_frame_is_read_where_it_says_something": CRAWLS,
            "test_attachments_of_mail_are_documents_and_its_text_is_one": CRAWLS,
        },
        {"test_members_are_called_by_their_path": CONTAINERS, "test_a_frame_is_read_where_it_says_something": CRAWLS},
    ),
    "crawls": (
        {
            "test_a_container_gives_the_rows_of_its_pages": LAW,
            "test_an_answer_is_read_in_whatever_way_it_was_sent": CRAWLS,
            "test_a_download_is_told_by_what_it_is_where_its_server_does_not_say": CRAWLS,
        },
        {
            "test_what_is_no_whole_answer_is_left_aside": CRAWLS,
            "test_pictures_styles_and_scripts_are_left_aside": CRAWLS,
            "test_what_was_met_again_is_left_aside": CRAWLS,
        },
    ),
    "tables of texts": (
        {
            "test_eleven_rows_are_eleven_documents_with_title_url_and_date": TABLES,
            "test_each_row_is_a_document_with_its_title_and_address": SHAPES,
            "test_columns_are_known_by_their_names_or_by_what_they_hold": TABLES,
            "test_look_says_what_would_be_read": MEMBERS,
            "test_columns_that_people_name_come_first": TABLES,
        },
        {
            "test_where_it_is_not_sure_the_columns_are_named_and_nothing_is_read": TABLES,
            "test_a_list_of_files_is_no_report_and_is_told_as_a_list": TABLES,
            "test_a_workbook_without_texts_is_a_problem": SHAPES,
        },
    ),
    "several reports in one file": (
        {
            "test_each_report_of_a_volume_is_read_as_if_it_were_a_file_of_its_own": VOLUMES,
            "test_volumes_as_people_bind_them_are_cut": VOLUMES,
        },
        {
            "test_where_it_is_in_doubt_the_file_is_told_as_several_as_ever": VOLUMES,
            "test_what_stands_before_the_first_report_is_told_where_it_says_something": VOLUMES,
        },
    ),
    "statutory tables": (
        {
            "test_a_row_and_a_column_are_told_by_their_labels_wherever_they_stand": "forms/test_cells.py",
            "test_a_local_form_has_its_printed_labels_for_rows": "forms/test_cells.py",
            "test_a_table_in_the_text_is_read_where_its_digits_have_one_reading": "forms/test_cells.py",
        },
        {"test_digits_with_two_readings_are_a_problem_and_no_cells": "forms/test_cells.py"},
    ),
    "other tables": ({"test_a_table_that_is_no_form_has_its_labels_and_no_codes": "forms/test_cells.py"}, {}),
}


def lines(name: str, heading: str) -> list[tuple[str, ...]]:
    """The lines of the table below a heading."""
    text = (ROOT / name).read_text("utf-8").partition(f"## {heading}\n")[2].partition("\n## ")[0]
    return [tuple(cell.strip() for cell in line) for line in LINE_RE.findall(text) if line[0] != "---"]


def test_each_line_has_its_tests() -> None:
    shown = lines("README.md", "What is read, and what not")
    assert [line[0] for line in shown] == list(TESTS)
    for label, read, not_read in shown:
        assert [bool(read), bool(not_read)] == [bool(named) for named in TESTS[label]], label


def test_both_languages_have_the_same_lines() -> None:
    """They name the same things, so far as these are called alike in both."""
    code = re.compile(r"[A-Z][A-Z0-9.]{2,}|`[a-z_]+`")
    english, chinese = lines("README.md", "What is read, and what not"), lines("README.zh.md", "能读什么，不能读什么")
    assert len(english) == len(chinese)
    for one, other in zip(english, chinese, strict=True):
        assert [set(code.findall(cell)) for cell in one[1:]] == [set(code.findall(cell)) for cell in other[1:]]


@pytest.mark.parametrize("label", TESTS)
def test_the_tests_that_are_named_are_there(label: str) -> None:
    for named in TESTS[label]:
        for test, file in named.items():
            assert f"\ndef {test}(" in (ROOT / "tests" / file).read_text("utf-8"), f"{file}::{test}"
