-- From which day on is there data at all?
-- Grain: one row per table and column that dates its rows.
select 'cases' as dataset, min(cast(received_at as date)) as first_day from cases
union all
select 'cases', min(cast(accepted_at as date)) from cases
union all
select 'cases', min(cast(filed_at as date)) from cases
union all
select 'survey_answers', min(period_month) from survey_answers
union all
select 'survey_waves', min(period_start) from survey_waves
union all
select 'complaints', min(cast(received_at as date)) from complaints
union all
select 'activities', min(held_on) from activities
union all
select 'service_monthly', min(month) from service_monthly
union all
select 'commitment_progress', min(month) from commitment_progress
