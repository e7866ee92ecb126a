"""Run the notebooks and export each as one self-contained HTML page per language.

    build       the whole build: what to do, in which order
    regions_build  the same for every region, shared out among workshops
    folder      a folder of briefings: where it may lie, which files are a build's own
    exchange    new files take the place of old ones together, whatever happens on the way
    reports     what a build says it did
    inputs      what a build is made from, and whether any of it changed
    notebooks   notebooks on disk: titles, parameters, languages
    foreman     starts a workshop, gives it work, says what failed
    workshop    a process that imports everything once and forks a clean child per page
    runner      run one notebook
    page        one executed notebook as one HTML file
    facts       what the pages say of their data, and assessment.csv
    pdf         the pages on paper, printed by an installed browser
    document/   the report as a Word file in the official layout
    report_command  the command that writes it
    lab         copies of the notebooks to work in, in one language
    check_command  the command that reads every table and says what is wrong

`build` and all it imports need next to nothing beyond the standard library: a build that finds
nothing to do must not wait for pandas.
"""

from .build import build_briefings
from .foreman import BriefingError, Workshop
from .reports import BuildReport

__all__ = ["BriefingError", "BuildReport", "Workshop", "build_briefings"]
