-- Which survey programmes are there?
-- Grain: one row per programme.
select split_part(series, '|', 1) as programme
from indicator_months
where indicator_id like 'SAT%'
group by split_part(series, '|', 1)
order by programme
