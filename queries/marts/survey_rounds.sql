-- How many people were tried, reached and heard in each round of a survey?
-- Grain: one row per series, unit and month. A wave without records by unit stands under its
-- bureau, in the month its fieldwork ended.
with waves as (
    select
        w.*,
        w.programme || '|' || w.questionnaire_version || '|' || w.mode as series,
        month_of(case when w.period_end < k.cutoff then w.period_end else w.period_start end)
            as month
    from survey_waves as w
    cross join clock as k
    where w.period_start < k.cutoff
),

bureaus as (
    select a.wave_id, min(r.root_id) as root_id
    from survey_answers as a
    inner join unit_roots as r on r.unit_id = a.unit_id
    group by a.wave_id
),

only_bureau as (
    select root_id from unit_roots where unit_id = 'UNKNOWN'
),

detailed as (
    select distinct wave_id from survey_fieldwork
),

rounds as (
    select
        w.series,
        f.unit_id,
        f.period_month as month,
        f.dialled_n,
        f.contacted_n,
        f.completed_n,
        f.sent_n
    from survey_fieldwork as f
    inner join waves as w on w.wave_id = f.wave_id
    cross join clock as k
    where f.period_month < k.cutoff
    union all
    select
        w.series,
        coalesce(b.root_id, o.root_id),
        w.month,
        w.dialled_n,
        w.contacted_n,
        w.completed_n,
        null
    from waves as w
    cross join only_bureau as o
    left join bureaus as b on b.wave_id = w.wave_id
    left join detailed as d on d.wave_id = w.wave_id
    where d.wave_id is null
)

select
    series,
    unit_id,
    month,
    cast(sum(dialled_n) as bigint) as dialled_n,
    cast(sum(contacted_n) as bigint) as contacted_n,
    cast(sum(completed_n) as bigint) as completed_n,
    cast(sum(sent_n) as bigint) as sent_n
from rounds
group by series, unit_id, month
order by series, unit_id, month
