-- Views and macros for DuckDB, over the tables in the folder named by file_search_path. Here it is the folder that the
-- links in data/processed lead to: all tables in it come from one run, even if another run ends meanwhile.
--
--   duckdb -cmd "SET file_search_path = '$(dirname "$(realpath data/processed/panel.parquet)")'" -init examples/views.sql
--
-- or from Python: examples/figures_duckdb.py.

-- The words of a text between two offsets: offsets count from 0, SQL counts from 1.
CREATE OR REPLACE MACRO words(text, a, b) AS substr(text, a + 1, b - a);

-- The lower and upper bound of the sum of numbers that are stated with bounds (30000余条, 约500项). A bound is null if one
-- of the numbers has none on that side: 超过100项 has no upper bound.
CREATE OR REPLACE MACRO interval_sum(least, most) AS struct_pack(
  low := CASE WHEN count(*) = count(least) THEN sum(least) END,
  high := CASE WHEN count(*) = count(most) THEN sum(most) END
);

-- Documents without their texts.
CREATE OR REPLACE VIEW reports AS
SELECT * EXCLUDE (text) FROM 'documents.parquet';

-- Every figure with its report, the title of its section and its sentence, against which it can be checked.
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

-- Every indicator by source (witness), with the words or the cell that state it.
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

-- The audits that fail.
CREATE OR REPLACE VIEW failures AS
SELECT d.agency, d.report_year, a.rule, a.severity, a.detail, a.detail_zh, a.suggested_cell_id, a.suggested_value, d.source
FROM 'audits.parquet' a
JOIN 'documents.parquet' d USING (document_id)
WHERE a.outcome = 'fail';

-- The sum of a measure by year. Figures that are part of another (其中), sizes of changes, shares and plans are left
-- out. SELECT * FROM totals('宣传册');
CREATE OR REPLACE MACRO totals(of_measure) AS TABLE
SELECT report_year, count(*) AS figures, interval_sum(low, high) AS total
FROM stated
WHERE measure = of_measure AND parent_id IS NULL AND role = 'level' AND modality = 'actual'
GROUP BY report_year
ORDER BY report_year;
