"""The cheapest way from today's levels to a wanted index, exactly. Plain Python and numpy: no Django, no database.

`cheapest_path` answers: which indicators should rise, and how far, so that the index is reached with the least effort?
It is a knapsack with prerequisites. How it is solved:

- An indicator has a handful of levels to end at. Each has a gain (a whole number, as levels are hundredths and weights
  are units) and a cost (a whole number too: the effort without its decimals, then one for being changed at all).
- `frontier` goes through the indicators and keeps, for what lies behind, only the pairs of gain and cost that no other
  pair beats. A prerequisite is remembered as one yes or no from its first indicator to its second, so there is one
  such list per combination of prerequisites still open. Indicators are ordered so that few are open at a time.
- Where too many would be open, some prerequisites are left out at first. If the answer then breaks one of those, the
  search splits in two (the indicator stays below, or its prerequisite is met) and goes on with the cheaper half.
- Among equally cheap answers the least changed wins, then the first indicators, then the lowest levels: an order in
  whole numbers that add up, so that the answer is always the same one.

Nothing is rounded and nothing is guessed: the answer equals that of trying everything.
"""

from assessments.paths.choices import cycle_in
from assessments.paths.searching import cheapest_path
from assessments.paths.values import Effort, Path, Prerequisite, Step, Unreachable

__all__ = ["Effort", "Path", "Prerequisite", "Step", "Unreachable", "cheapest_path", "cycle_in"]
