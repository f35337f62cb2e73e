-- Whether a matter is a small case (小案): a criminal or public-security matter of a small
-- category, its loss below the limit, or unknown where the category allows that.
create macro is_small_matter(kind, small_category, loss_limit, small_if_unknown, loss) as
    kind in ('criminal', 'public_security')
    and coalesce(small_category, false)
    and case
        when loss is null then coalesce(small_if_unknown, false)
        else loss_limit is null or loss < loss_limit
    end
