"""How is this month?"""

from dashboard.elements import choice_bar

# The choice.
choice = choice_bar.show()
