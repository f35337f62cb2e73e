-- A stratum's part in Taylor's variance: n ÷ (n − 1) × Σ (x − mean of x)(y − mean of y), n being its
-- sampling units, from Σxy, Σx and Σy; plain Σxy where it has a single one.
create macro stratum_spread(n, sum_xy, sum_x, sum_y) as
    case
        when n > 1 then n / nullif(n - 1, 0) * (sum_xy - sum_x * sum_y / nullif(n, 0))
        else sum_xy
    end
