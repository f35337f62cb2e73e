-- Which questions does each indicator of opinion count?
-- Grain: one row per indicator, programme, questionnaire version and construct. Ratings after
-- contact count one construct a version: the first there is in the order of the indicator.
with asked as (
    select distinct programme, questionnaire_version, construct from survey_facts
),

rated as (
    select
        programme,
        questionnaire_version,
        construct,
        row_number() over (
            partition by programme, questionnaire_version
            order by
                case
                    when programme = 'callback_case' and construct = 'outcome' then 0
                    when construct = 'police_satisfaction' then 1
                    when construct = 'outcome' then 2
                    else 3
                end,
                construct
        ) as place
    from asked
    where programme in ('callback_110', 'callback_case')
)

select
    case construct when 'safety' then 'SAT01' when 'enforcement' then 'SAT03' else 'SAT02' end
        as indicator_id,
    programme,
    questionnaire_version,
    construct
from asked
where
    construct in ('safety', 'police_satisfaction', 'enforcement')
    and programme not in ('callback_110', 'callback_case')
union all
select
    case programme when 'callback_110' then 'SAT04' else 'SAT05' end,
    programme,
    questionnaire_version,
    construct
from rated
where place = 1
union all
select
    case construct when 'reported' then 'SAT07' else 'SAT06' end,
    programme,
    questionnaire_version,
    construct
from asked
where
    construct in ('reported', 'awareness_officer', 'awareness_procedure', 'awareness_campaign')
