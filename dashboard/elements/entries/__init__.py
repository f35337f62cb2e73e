"""What people enter: forms, and the list of what is in force with all that was before.

own_words.show    说明 of a unit, and the button that writes one
verifying.open_dialog   the evidence of a finding, and what came of checking it
annotations.form, targets.form, listed.show   the page of entries
"""
