-- Views and macros for DuckDB, over the tables in the folder that file_search_path names, here the one that the links
-- in data/processed lead to: all tables in it are of one run, whatever other runs end meanwhile.
--
--   duckdb -cmd "SET file_search_path = '$(dirname "$(realpath data/processed/panel.parquet)")'" -init examples/views.sql
--
-- or from Python: examples/figures_duckdb.py.

-- The words of a text from one place to another: places count from 0, SQL counts from 1.
CREATE OR REPLACE MACRO words(text, a, b) AS substr(text, a + 1, b - a);

-- The sum of numbers of which only bounds are stated (30000余条, 约500项): what it is at least and at most. A bound is
-- null where one of the numbers has none on that side: 超过100项 says nothing of the most.
CREATE OR REPLACE MACRO interval_sum(least, most) AS struct_pack(
  low := CASE WHEN count(*) = count(least) THEN sum(least) END,
  high := CASE WHEN count(*) = count(most) THEN sum(most) END
);

-- Reports without their texts.
CREATE OR REPLACE VIEW reports AS
SELECT * EXCLUDE (text) FROM 'documents.parquet';

-- Every figure with its report, the title of its section and its sentence: what a number is checked against.
CREATE OR REPLACE VIEW stated AS
SELECT
  f.*,
  d.agency,
  d.region,
  d.report_year,
  d.source,
  s.title AS section_title,
  words(d.text, f.sentence_start, f.sentence_end) AS sentence
FROM 'figures.parquet' f
JOIN 'documents.parquet' d USING (document_id)
LEFT JOIN 'sections.parquet' s USING (document_id, section_id);

-- The zeros that the reports state in words.
CREATE OR REPLACE VIEW zeros AS
SELECT agency, report_year, measure, surface, sentence FROM stated WHERE negated;

-- Every indicator as each witness states it, with the words or the cell that do.
CREATE OR REPLACE VIEW facts AS
SELECT
  i.*,
  d.agency,
  d.report_year,
  d.form,
  coalesce(f.sentence, concat_ws(' × ', c.row_label, c.column_label) || ': ' || c.raw) AS evidence
FROM 'indicators.parquet' i
JOIN 'documents.parquet' d USING (document_id)
LEFT JOIN stated f ON f.document_id = i.document_id AND f.figure_id = i.figure_id
LEFT JOIN 'cells.parquet' c ON c.document_id = i.document_id AND c.cell_id = i.cell_id;

-- What does not hold in the reports.
CREATE OR REPLACE VIEW failures AS
SELECT d.agency, d.report_year, a.rule, a.severity, a.detail, a.detail_zh, a.suggested_cell_id, a.suggested_value, d.source
FROM 'audits.parquet' a
JOIN 'documents.parquet' d USING (document_id)
WHERE a.outcome = 'fail';

-- What the reports of each year count of a measure, summed: figures that are part of another (其中), sizes of changes,
-- shares and what is only planned are left out. SELECT * FROM totals('宣传册');
CREATE OR REPLACE MACRO totals(of_measure) AS TABLE
SELECT report_year, count(*) AS figures, interval_sum(low, high) AS total
FROM stated
WHERE measure = of_measure AND parent_id IS NULL AND role = 'level' AND modality = 'actual'
GROUP BY report_year
ORDER BY report_year;
