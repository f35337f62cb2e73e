-- Whether a matter closed in this way counts as solved.
create macro solves(closure) as
    coalesce(closure in ('prosecuted', 'penalised', 'mediated', 'resolved'), false)
