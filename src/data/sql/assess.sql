-- {{ policy }} ({{ title }}), {{ period }}: the policy's computation over a ledger (docs/ledger.md). Written by `bangfu policy sql`.
-- Runs unchanged on DuckDB and on Spark SQL. It needs the views ledger_files, ledger_facts, ledger_submitted, ledger_units and ledger_terms over the
-- folders of those names, with the partition column `run`; the answer is the view bangfu_summary. Amounts are fen, thresholds basis points (0.01 %).
-- Nothing is divided and nothing is a float: shares are compared by multiplying, in DECIMAL.
-- Standings: 0 counted, 1 disputed, 2 not counted. Base: 0 in, 1 disputed, 2 out.

-- 1. The law: requirements in force{% for r in requirements %}
--    {{ r.id }}: {{ r.reference }}{% endfor %}
CREATE OR REPLACE TEMPORARY VIEW bangfu_requirement AS
{% for r in requirements %}{% if not loop.first %}UNION ALL
{% endif %}SELECT {{ r.n }} AS n, {{ r.id|q }} AS requirement, CAST({{ r.threshold_bp }} AS BIGINT) AS threshold_bp
{% endfor %};

CREATE OR REPLACE TEMPORARY VIEW bangfu_scope AS
SELECT 'month' AS scope, CAST({{ last }} AS BIGINT) AS first_month, CAST({{ last }} AS BIGINT) AS last_month
UNION ALL
SELECT 'ytd' AS scope, CAST({{ first }} AS BIGINT) AS first_month, CAST({{ last }} AS BIGINT) AS last_month;

-- 2. Inputs that count: one record a path, and of byte-identical copies the first by path.
CREATE OR REPLACE TEMPORARY VIEW bangfu_input AS
SELECT b.path, b.part
FROM (
    SELECT a.path, a.part, ROW_NUMBER() OVER (PARTITION BY a.sha256 ORDER BY a.path) AS copy_no
    FROM (
        SELECT path, part, sha256, ROW_NUMBER() OVER (PARTITION BY path ORDER BY part) AS record_no
        FROM ledger_files
        WHERE outcome = 'read'
    ) AS a
    WHERE a.record_no = 1
) AS b
WHERE b.copy_no = 1;

-- 3. Units: a name found under one county and without any is one unit.
CREATE OR REPLACE TEMPORARY VIEW bangfu_merged AS
SELECT s.name_key, MIN(s.county) AS county
FROM ledger_submitted AS s
JOIN bangfu_input AS i ON i.path = s.path AND i.part = s.part
WHERE s.run = {{ run|q }} AND s.registered = 0 AND s.county IS NOT NULL
GROUP BY s.name_key
HAVING COUNT(DISTINCT s.county) = 1;

CREATE OR REPLACE TEMPORARY VIEW bangfu_submission AS
SELECT s.path, s.part, s.unit_key AS found_key, s.registered, s.unit,
    COALESCE(s.county, m.county) AS county,
    CASE WHEN s.registered = 0 AND s.county IS NULL AND m.county IS NOT NULL
        THEN 'F' || m.county || '|' || s.name_key ELSE s.unit_key END AS unit_key
FROM ledger_submitted AS s
JOIN bangfu_input AS i ON i.path = s.path AND i.part = s.part
LEFT JOIN bangfu_merged AS m ON m.name_key = s.name_key AND s.registered = 0
WHERE s.run = {{ run|q }};

-- Units of files that break off: nobody knows what followed.
CREATE OR REPLACE TEMPORARY VIEW bangfu_broken AS
SELECT DISTINCT CASE WHEN s.registered = 0 AND s.county IS NULL AND m.county IS NOT NULL
    THEN 'F' || m.county || '|' || s.name_key ELSE s.unit_key END AS unit_key
FROM ledger_submitted AS s
LEFT JOIN bangfu_merged AS m ON m.name_key = s.name_key AND s.registered = 0
WHERE s.run = {{ run|q }} AND s.broken_off = 1;

CREATE OR REPLACE TEMPORARY VIEW bangfu_unit AS
SELECT u.unit_key, u.unit, u.county, u.sector, u.exempt
FROM ledger_units AS u
WHERE u.run = {{ run|q }}
UNION ALL
SELECT f.unit_key, f.unit, f.county, CAST(NULL AS STRING) AS sector, CAST(NULL AS STRING) AS exempt
FROM (
    SELECT unit_key, unit, county, ROW_NUMBER() OVER (PARTITION BY unit_key ORDER BY LENGTH(unit), unit) AS shown_no
    FROM bangfu_submission
    WHERE registered = 0
) AS f
WHERE f.shown_no = 1;

-- 4. Lines by themselves: which channels the texts name is a fact; which requirements list those channels is the policy's.
CREATE OR REPLACE TEMPORARY VIEW bangfu_named AS
SELECT b.unit_key, f.path, f.line_no, f.line_id, f.period, f.date AS line_date, f.kind, f.amount_fen, f.candidates, f.candidate_count,
    f.channel, f.origin_conflict, f.reason_count,
    -- Open through which channel: where the base is disputed too, it may be a purchase through another one.
    CASE WHEN f.reasons LIKE '%channel_missing%' OR f.reasons LIKE '%channel_unknown%' OR f.reasons LIKE '%channel_blank%' OR f.reasons LIKE '%channel_conflict%'
        THEN 1 ELSE 0 END AS open_channel, f.order_key, f.item_key, f.open_amount, f.open_kind, f.open_fen,
    CASE f.base WHEN 'in' THEN 0 WHEN 'disputed' THEN 1 ELSE 2 END AS base{% for r in requirements %},
    {% if r.channels %}{% for c in r.channels %}{% if not loop.first %} + {% endif %}CASE WHEN POSITION({{ (',' ~ c ~ ',')|q }} IN f.candidates) > 0 THEN 1 ELSE 0 END{% endfor %}{% else %}0{% endif %} AS inside_{{ r.n }}{% endfor %}
FROM ledger_facts AS f
JOIN bangfu_submission AS b ON b.path = f.path AND b.part = f.part AND b.found_key = f.unit_key
WHERE f.run = {{ run|q }};

CREATE OR REPLACE TEMPORARY VIEW bangfu_single AS
SELECT n.*{% for r in requirements %},
    CASE WHEN n.base = 2 THEN 2
        WHEN n.candidates IS NULL THEN 1
        WHEN n.inside_{{ r.n }} = 0 THEN 2
        WHEN n.inside_{{ r.n }} = n.candidate_count AND n.origin_conflict = 0 AND n.base = 0 THEN 0
        ELSE 1 END AS s{{ r.n }}{% endfor %}
FROM bangfu_named AS n;

-- 5. Lines among others. The same purchase twice: all but one are disputed.
CREATE OR REPLACE TEMPORARY VIEW bangfu_doubled AS
SELECT d.*, CASE WHEN d.twin > 1 AND d.base = 0 THEN 1 ELSE d.base END AS base_2,
    CASE WHEN d.twin > 1 AND d.base < 2 THEN 1 ELSE 0 END AS reasons_2
FROM (
    SELECT s.*, CASE WHEN s.order_key IS NULL THEN 1 ELSE
        ROW_NUMBER() OVER (PARTITION BY s.unit_key, s.order_key, s.item_key, s.amount_fen, s.kind
            ORDER BY s.period, s.line_date NULLS FIRST, s.base{% for n in by_id %}, s.s{{ n }}{% endfor %}, s.path, s.line_no) END AS twin
    FROM bangfu_single AS s
) AS d;

-- A month's statement gives way to details of that unit and month.
CREATE OR REPLACE TEMPORARY VIEW bangfu_superseded AS
SELECT d.*, CASE WHEN d.kind = 'statement' AND MAX(CASE WHEN d.kind = 'detail' THEN 1 ELSE 0 END) OVER (PARTITION BY d.unit_key, d.period) = 1
    THEN 1 ELSE 0 END AS superseded
FROM bangfu_doubled AS d;

-- Copies of files and sheets, one ledger of two units, and tables beside a ledger are for `bangfu audit` alone (docs/ledger.md).
CREATE OR REPLACE TEMPORARY VIEW bangfu_judged AS
SELECT l.unit_key, l.path, l.line_no, l.line_id, l.period, l.amount_fen, l.channel, l.open_channel, l.open_amount, l.open_kind, l.open_fen,
    CASE WHEN l.superseded = 1 THEN 2 ELSE l.base_2 END AS base,
    CASE WHEN l.superseded = 1 THEN 1
        ELSE l.reason_count + l.reasons_2 END AS reason_count{% for r in requirements %},
    l.s{{ r.n }} AS t{{ r.n }}{% endfor %}
FROM bangfu_superseded AS l;

-- Every line of the unit with its final standings: what report.json lists.
CREATE OR REPLACE TEMPORARY VIEW bangfu_line AS
SELECT j.*{% for r in requirements %},
    CASE WHEN j.base = 2 THEN 2 WHEN j.base = 1 AND j.t{{ r.n }} = 0 THEN 1 ELSE j.t{{ r.n }} END AS s{{ r.n }}{% endfor %}
FROM bangfu_judged AS j;

-- 6. Per scope and requirement.
CREATE OR REPLACE TEMPORARY VIEW bangfu_term AS
SELECT u.unit_key, r.n, r.requirement, COALESCE(t.threshold_bp, r.threshold_bp) AS threshold_bp, t.plan_fen, t.reserved_fen
FROM bangfu_unit AS u
CROSS JOIN bangfu_requirement AS r
LEFT JOIN ledger_terms AS t ON t.run = {{ run|q }} AND t.unit_key = u.unit_key AND t.requirement = r.requirement;

CREATE OR REPLACE TEMPORARY VIEW bangfu_standing AS
SELECT l.unit_key, c.scope, t.requirement, t.threshold_bp, l.path, l.line_no, l.amount_fen, l.base, l.channel, l.reason_count, l.open_channel, l.open_amount, l.open_kind, l.open_fen,
    CASE t.n{% for r in requirements %} WHEN {{ r.n }} THEN l.s{{ r.n }}{% endfor %} END AS standing
FROM bangfu_line AS l
JOIN bangfu_scope AS c ON l.period BETWEEN c.first_month AND c.last_month
JOIN bangfu_term AS t ON t.unit_key = l.unit_key;

-- Each line has one or two consistent answers: an amount in the numerator and one in the base.
CREATE OR REPLACE TEMPORARY VIEW bangfu_answer AS
SELECT a.*,
    CAST(a.n_1 AS DECIMAL(24, 0)) * 10000 - CAST(a.d_1 AS DECIMAL(24, 0)) * CAST(a.threshold_bp AS DECIMAL(6, 0)) AS margin_1,
    CAST(a.n_2 AS DECIMAL(24, 0)) * 10000 - CAST(a.d_2 AS DECIMAL(24, 0)) * CAST(a.threshold_bp AS DECIMAL(6, 0)) AS margin_2
FROM (
    SELECT s.unit_key, s.scope, s.requirement, s.threshold_bp, s.base, s.standing, s.amount_fen,
        CASE WHEN s.base = 0 AND s.standing = 0 THEN s.amount_fen ELSE 0 END AS n_1,
        CASE WHEN s.base = 0 OR s.base = 1 AND (s.standing = 2 OR s.standing = 1 AND s.open_channel = 1) THEN s.amount_fen ELSE 0 END AS d_1,
        CASE WHEN s.base < 2 AND s.standing < 2 THEN s.amount_fen ELSE 0 END AS n_2,
        CASE WHEN s.base = 0 OR s.base = 1 AND s.standing < 2 THEN s.amount_fen ELSE 0 END AS d_2,
        CASE WHEN s.amount_fen <> 0 AND (s.base = 1 OR s.base = 0 AND s.standing = 1) THEN 1 ELSE 0 END AS is_open
    FROM bangfu_standing AS s
    WHERE s.amount_fen IS NOT NULL
) AS a;

-- Amounts that a table leaves open, with the lines that they touch: what a total leaves for unreadable amounts, or by how much it differs from
-- readable ones. Nothing of it holds, or all of it in the base with the least or the most of it in the numerator; lines give no more than they have.
CREATE OR REPLACE TEMPORARY VIEW bangfu_touched AS
SELECT s.unit_key, s.scope, s.requirement, s.threshold_bp, s.path, s.open_amount, s.open_kind, s.open_fen,
    MAX(CASE WHEN s.standing < 2 THEN 1 ELSE 0 END) AS touches,
    MIN(CASE WHEN s.standing = 0 THEN 1 ELSE 0 END) AS all_counted,
    MIN(CASE WHEN s.standing < 2 AND s.reason_count = 1 AND s.channel IS NOT NULL THEN 1 ELSE 0 END) AS certain,
    GREATEST(SUM(CASE WHEN s.standing < 2 THEN COALESCE(s.amount_fen, 0) ELSE 0 END), 0) AS own_fen,
    GREATEST(SUM(CASE WHEN s.standing = 2 THEN COALESCE(s.amount_fen, 0) ELSE 0 END), 0) AS other_fen,
    GREATEST(SUM(COALESCE(s.amount_fen, 0)), 0) AS all_fen
FROM bangfu_standing AS s
WHERE s.base < 2 AND s.open_amount IS NOT NULL
GROUP BY s.unit_key, s.scope, s.requirement, s.threshold_bp, s.path, s.open_amount, s.open_kind, s.open_fen;

CREATE OR REPLACE TEMPORARY VIEW bangfu_open AS
SELECT w.unit_key, w.scope, w.requirement, w.base_fen, w.least_fen, w.most_fen,
    CAST(w.least_fen AS DECIMAL(24, 0)) * 10000 - CAST(w.base_fen AS DECIMAL(24, 0)) * CAST(w.threshold_bp AS DECIMAL(6, 0)) AS least_margin,
    CAST(w.most_fen AS DECIMAL(24, 0)) * 10000 - CAST(w.base_fen AS DECIMAL(24, 0)) * CAST(w.threshold_bp AS DECIMAL(6, 0)) AS most_margin
FROM (
    SELECT b.*,
        CASE WHEN b.touches = 0 THEN 0
            WHEN b.open_kind = 'amount_unreadable' THEN b.certain * b.base_fen
            WHEN b.open_kind = 'share_differs' THEN GREATEST(b.open_fen, -b.own_fen)
            WHEN b.base_fen < 0 THEN GREATEST(b.base_fen, -b.own_fen)
            WHEN b.open_kind IN ('columns_differ', 'statements_differ') THEN b.all_counted * b.base_fen
            ELSE 0 END AS least_fen,
        CASE WHEN b.touches = 0 THEN 0
            WHEN b.open_kind = 'share_differs' THEN GREATEST(b.open_fen, -b.own_fen)
            WHEN b.base_fen < 0 THEN LEAST(b.base_fen + b.other_fen, 0)
            ELSE b.base_fen END AS most_fen
    FROM (
        SELECT t.*,
            CASE t.open_kind WHEN 'share_differs' THEN 0 WHEN 'amount_unreadable' THEN t.open_fen
                ELSE GREATEST(t.open_fen, -t.all_fen) END AS base_fen
        FROM bangfu_touched AS t
    ) AS b
) AS w;

-- Worst and best answers, each line taken once and consistently; then added up.
CREATE OR REPLACE TEMPORARY VIEW bangfu_part AS
SELECT unit_key, scope, requirement,
    CASE WHEN base = 0 THEN amount_fen ELSE 0 END AS base_fen,
    CASE WHEN base = 1 THEN amount_fen ELSE 0 END AS base_disputed_fen,
    CASE WHEN standing = 0 THEN amount_fen ELSE 0 END AS counted_fen,
    CASE WHEN standing = 1 THEN amount_fen ELSE 0 END AS disputed_fen,
    CASE WHEN margin_2 < margin_1 THEN n_2 ELSE n_1 END AS low_fen,
    CASE WHEN margin_2 < margin_1 THEN d_2 ELSE d_1 END AS low_base_fen,
    CASE WHEN margin_2 >= margin_1 THEN n_2 ELSE n_1 END AS high_fen,
    CASE WHEN margin_2 >= margin_1 THEN d_2 ELSE d_1 END AS high_base_fen,
    CASE WHEN base < 2 THEN 1 ELSE 0 END AS anything, is_open, 0 AS unbounded
FROM bangfu_answer
UNION ALL
SELECT unit_key, scope, requirement, 0, base_fen, 0, CASE WHEN least_fen < 0 THEN least_fen ELSE most_fen END,
    CASE WHEN least_margin < 0 THEN least_fen ELSE 0 END,
    CASE WHEN least_margin < 0 THEN base_fen ELSE 0 END,
    CASE WHEN most_margin >= 0 THEN most_fen ELSE 0 END,
    CASE WHEN most_margin >= 0 THEN base_fen ELSE 0 END,
    1, CASE WHEN base_fen <> 0 OR most_fen <> 0 THEN 1 ELSE 0 END, 0
FROM bangfu_open
UNION ALL
SELECT unit_key, scope, requirement, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0,
    CASE WHEN open_amount IS NOT NULL THEN 0 ELSE 1 END
FROM bangfu_standing
WHERE amount_fen IS NULL AND base < 2
UNION ALL
SELECT t.unit_key, c.scope, t.requirement, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1
FROM bangfu_term AS t
CROSS JOIN bangfu_scope AS c
JOIN bangfu_broken AS b ON b.unit_key = t.unit_key;

CREATE OR REPLACE TEMPORARY VIEW bangfu_sum AS
SELECT unit_key, scope, requirement,
    SUM(CAST(base_fen AS DECIMAL(24, 0))) AS base_fen, SUM(CAST(base_disputed_fen AS DECIMAL(24, 0))) AS base_disputed_fen,
    SUM(CAST(counted_fen AS DECIMAL(24, 0))) AS counted_fen, SUM(CAST(disputed_fen AS DECIMAL(24, 0))) AS disputed_fen,
    SUM(CAST(low_fen AS DECIMAL(24, 0))) AS low_fen, SUM(CAST(low_base_fen AS DECIMAL(24, 0))) AS low_base_fen,
    SUM(CAST(high_fen AS DECIMAL(24, 0))) AS high_fen, SUM(CAST(high_base_fen AS DECIMAL(24, 0))) AS high_base_fen,
    MAX(anything) AS anything, MAX(is_open) AS is_open, MAX(unbounded) AS unbounded
FROM bangfu_part
GROUP BY unit_key, scope, requirement;

CREATE OR REPLACE TEMPORARY VIEW bangfu_total AS
SELECT t.unit_key, c.scope, t.requirement, t.threshold_bp, t.plan_fen, t.reserved_fen,
    CAST(COALESCE(s.base_fen, 0) AS BIGINT) AS base_fen, CAST(COALESCE(s.base_disputed_fen, 0) AS BIGINT) AS base_disputed_fen,
    CAST(COALESCE(s.counted_fen, 0) AS BIGINT) AS counted_fen, CAST(COALESCE(s.disputed_fen, 0) AS BIGINT) AS disputed_fen,
    CAST(COALESCE(s.low_fen, 0) AS BIGINT) AS low_fen, CAST(COALESCE(s.low_base_fen, 0) AS BIGINT) AS low_base_fen,
    CAST(COALESCE(s.high_fen, 0) AS BIGINT) AS high_fen, CAST(COALESCE(s.high_base_fen, 0) AS BIGINT) AS high_base_fen,
    COALESCE(s.unbounded, 0) AS unbounded,
    CASE WHEN COALESCE(s.anything, 0) = 0 OR (s.is_open = 0 AND s.unbounded = 0 AND s.low_base_fen <= 0) THEN 1 ELSE 0 END AS nothing
FROM bangfu_term AS t
CROSS JOIN bangfu_scope AS c
LEFT JOIN bangfu_sum AS s ON s.unit_key = t.unit_key AND s.scope = c.scope AND s.requirement = t.requirement;

-- 7. Verdicts: the low end must meet the threshold to pass, the high end must miss it to fail.
CREATE OR REPLACE TEMPORARY VIEW bangfu_result AS
SELECT m.*,
    CASE WHEN m.nothing = 1 THEN 'no_data'
        WHEN m.unbounded = 1 OR m.low_base_fen <= 0 OR m.high_base_fen <= 0 THEN 'undetermined'
        WHEN m.low_margin >= 0 AND m.high_margin >= 0 THEN 'pass'
        WHEN m.low_margin < 0 AND m.high_margin < 0 THEN 'fail'
        ELSE 'undetermined' END AS verdict
FROM (
    SELECT t.*,
        CAST(t.low_fen AS DECIMAL(24, 0)) * 10000 - CAST(t.low_base_fen AS DECIMAL(24, 0)) * CAST(t.threshold_bp AS DECIMAL(6, 0)) AS low_margin,
        CAST(t.high_fen AS DECIMAL(24, 0)) * 10000 - CAST(t.high_base_fen AS DECIMAL(24, 0)) * CAST(t.threshold_bp AS DECIMAL(6, 0)) AS high_margin
    FROM bangfu_total AS t
) AS m;

-- The unit's verdict is the worst of the year to date and of the reservation; without a purchase only a reserve that falls short speaks.
CREATE OR REPLACE TEMPORARY VIEW bangfu_verdict AS
SELECT w.unit_key,
    CASE WHEN u.exempt IS NOT NULL THEN 'exempt'
        WHEN w.reserve = 4 OR w.bought = 1 AND w.worst = 4 THEN 'fail'
        WHEN w.bought = 0 THEN 'no_data'
        WHEN w.worst = 3 THEN 'undetermined'
        WHEN w.worst = 2 THEN 'no_data'
        ELSE 'pass' END AS verdict
FROM (
    SELECT unit_key,
        MAX(CASE verdict WHEN 'fail' THEN 4 WHEN 'undetermined' THEN 3 WHEN 'no_data' THEN 2 ELSE 1 END) AS worst,
        MAX(CASE WHEN verdict <> 'no_data' THEN 1 ELSE 0 END) AS bought,
        MAX(CASE WHEN plan_fen > 0 AND reserved_fen IS NOT NULL
            AND CAST(reserved_fen AS DECIMAL(24, 0)) * 10000 < CAST(plan_fen AS DECIMAL(24, 0)) * CAST(threshold_bp AS DECIMAL(6, 0))
            THEN 4 ELSE 0 END) AS reserve
    FROM bangfu_result
    WHERE scope = 'ytd'
    GROUP BY unit_key
) AS w
JOIN bangfu_unit AS u ON u.unit_key = w.unit_key;

-- 8. The answer: one row a unit, scope and requirement. low and high are the ends of the share, each as two amounts.
CREATE OR REPLACE TEMPORARY VIEW bangfu_summary AS
SELECT u.county, u.unit, u.sector, v.verdict AS unit_verdict, r.scope, r.requirement, r.threshold_bp, r.base_fen, r.base_disputed_fen, r.counted_fen,
    r.disputed_fen, r.low_fen, r.low_base_fen, r.high_fen, r.high_base_fen, CASE WHEN u.exempt IS NOT NULL THEN 'exempt' ELSE r.verdict END AS verdict,
    u.unit_key
FROM bangfu_result AS r
JOIN bangfu_unit AS u ON u.unit_key = r.unit_key
JOIN bangfu_verdict AS v ON v.unit_key = r.unit_key;
