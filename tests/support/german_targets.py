"""Series behind some targets of Germany's sustainability strategy.

Open data of the Federal Statistical Office's platform for the German Sustainable Development
Strategy, release of 2024-10-09.
"""


def years_from(first: int, *values: float) -> dict[int, float]:
    return {first + n: value for n, value in enumerate(values)}


GHG = years_from(2010, 74.194, 72.307, 73.121, 74.479, 71.233, 71.913, 71.539, 70.35, 68.1)
GHG |= years_from(2019, 63.707, 58.51, 60.736, 59.966, 53.888) | {1990: 100.0}
MORTALITY = years_from(2010, 155.4, 157.1, 152.9, 155.8, 149.1, 153.0, 151.6, 148.7, 151.1)
MORTALITY |= years_from(2019, 145.9, 145.4, 151.8, 152.7, 146.5)
LEAVERS = years_from(2012, 10.4, 9.8, 9.5, 9.8, 10.3, 10.1, 10.3, 10.3, 10.2, 12.4, 12.8, 13.1)
NITROGEN = years_from(2008, 96.338, 96.468, 94.992, 93.484, 94.234, 97.372, 96.646, 96.854)
NITROGEN |= years_from(2016, 95.894, 94.15, 89.384, 82.946, 76.706)
SMOKING = {2008: 15.4, 2010: 12.9, 2011: 11.7, 2012: 12.0, 2014: 9.7, 2015: 9.6, 2016: 8.3}
SMOKING |= {2018: 8.7, 2019: 7.2, 2021: 6.1, 2023: 6.8}
ENERGY = {2008: 100.0, 2012: 94.75, 2014: 92.085, 2016: 93.905, 2018: 91.704, 2019: 89.132}
ENERGY |= {2020: 82.719, 2021: 86.59, 2022: 81.254, 2023: 74.705}
FINANCE = {2013: 1.95, 2014: 2.34, 2016: 3.362, 2018: 3.37, 2019: 4.34, 2020: 5.09}
FINANCE |= {2021: 5.34, 2022: 6.39, 2023: 5.66}
BALANCE = {2016: 1.134, 2017: 1.338, 2018: 1.885, 2019: 1.328, 2020: -4.381, 2021: -3.167}
BALANCE |= {2022: -2.147, 2023: -2.569}
