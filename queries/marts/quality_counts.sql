-- What is doubtful about the data, and how often?
-- Grain: one row per data set and doubt: rows in all, soft rules broken and what did not
-- resolve (flag:<rule>), unknown units, coarse times, unknown losses.
with flagged as (
    select 'cases' as dataset, flags from cases where flags <> ''
    union all
    select 'case_events', flags from case_events where flags <> ''
    union all
    select 'complaints', flags from complaints where flags <> ''
    union all
    select 'survey_answers', flags from survey_answers where flags <> ''
    union all
    select 'activities', flags from activities where flags <> ''
    union all
    select 'service_monthly', flags from service_monthly where flags <> ''
    union all
    select 'units', flags from units where flags <> ''
),

broken as (
    select dataset, unnest(string_split(flags, ',')) as rule
    from flagged
),

matter_counts as (
    select
        count(*) as n,
        count(*) filter (where jurisdiction_unit_id = 'UNKNOWN') as unknown_jurisdiction,
        count(*) filter (where handling_unit_id = 'UNKNOWN') as unknown_handling,
        count(*) filter (where matter_kind = 'undetermined') as undetermined,
        count(*) filter (where category_code = 'other') as category_other,
        count(*) filter (where time_precision = 'day') as day_precision,
        count(*) filter (where time_precision = 'month') as month_precision,
        count(*) filter (where property_loss_yuan is null) as loss_unknown
    from cases
),

counted as (
    select 'cases' as dataset, 'rows' as what, n from matter_counts
    union all
    select 'cases', 'unknown_jurisdiction', unknown_jurisdiction from matter_counts
    union all
    select 'cases', 'unknown_handling', unknown_handling from matter_counts
    union all
    select 'cases', 'undetermined', undetermined from matter_counts
    union all
    select 'cases', 'category_other', category_other from matter_counts
    union all
    select 'cases', 'day_precision', day_precision from matter_counts
    union all
    select 'cases', 'month_precision', month_precision from matter_counts
    union all
    select 'small_cases', 'rows', count(*) from small_matters where is_small
    union all
    select 'small_cases', 'loss_unknown', count(*) from small_matters
    where is_small and property_loss_yuan is null
    union all
    select 'case_events', 'rows', count(*) from case_events
    union all
    select 'complaints', 'rows', count(*) from complaints
    union all
    select 'complaints', 'unknown_unit', count(*) from complaints where unit_id = 'UNKNOWN'
    union all
    select 'survey_answers', 'rows', count(*) from survey_answers
    union all
    select 'survey_answers', 'unknown_unit', count(*) from survey_answers
    where unit_id = 'UNKNOWN'
    union all
    select 'activities', 'rows', count(*) from activities
    union all
    select 'service_monthly', 'rows', count(*) from service_monthly
    union all
    select 'external_scores', 'rows', count(*) from external_scores
    union all
    select dataset, 'flag:' || rule, count(*) from broken group by dataset, rule
)

select dataset, what, n
from counted
where n > 0
order by dataset, what
