-- On which days were the small cases docketed on a day solved, or closed otherwise?
-- Grain: one row per unit and category of docketing, day docketed, days of both ends (null: not by
-- the cut-off) and is_batch: one of many of its kind cleared by linkage on one day (series_days).
-- Cases known to the month only are not among them.
select
    s.unit_id,
    s.category_code,
    s.docket_day,
    s.solved_day,
    case when s.interval_end_kind = 'closed_unsolved' then s.interval_end_day end as closed_day,
    coalesce(s.solve_mode = 'series' and b.day is not null, false) as is_batch,
    count(*) as n
from small_spells as s
left join (select distinct day, category_code from series_days) as b
    on b.day = s.solved_day and b.category_code = s.category_code
where s.start_kind = 'docketed' and s.time_precision <> 'month'
group by
    s.unit_id,
    s.category_code,
    s.docket_day,
    s.solved_day,
    case when s.interval_end_kind = 'closed_unsolved' then s.interval_end_day end,
    coalesce(s.solve_mode = 'series' and b.day is not null, false)
order by s.docket_day, s.unit_id, s.category_code, s.solved_day, closed_day, is_batch
