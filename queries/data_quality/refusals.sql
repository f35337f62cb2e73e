-- For which reasons were rows refused, and how many of them wait to be made good?
-- Grain: one row per data set and reason, the most frequent first; a row with two reasons counts
-- under both, and once in total_n. No value of a row is told.
with closed as (
    select dataset, key, max(closed_at) as closed_at
    from quarantine_closed
    group by dataset, key
)

select
    refused.dataset,
    refused.rule,
    refused.reason_zh,
    refused.reason_en,
    count(*) as n,
    count(*) filter (
        where closed.closed_at is null or closed.closed_at < refused.quarantined_at
    ) as open_n,
    count(distinct refused.file) as files,
    min(refused.file) as example_file,
    max(whole.n) as total_n,
    min(refused.line) filter (where refused.file = first_file.file) as example_line
from quarantine as refused
left join closed on closed.dataset = refused.dataset and closed.key = refused.key
inner join (
    select dataset, rule, reason_zh, min(file) as file
    from quarantine
    group by dataset, rule, reason_zh
) as first_file
    on first_file.dataset = refused.dataset
    and first_file.rule = refused.rule
    and first_file.reason_zh = refused.reason_zh
cross join (
    select count(*) as n from (select distinct dataset, file, line from quarantine)
) as whole
group by refused.dataset, refused.rule, refused.reason_zh, refused.reason_en
order by n desc, refused.dataset, refused.rule
