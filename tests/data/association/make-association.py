"""Reference numbers for tests of association: input.json -> association.json.

Run beside this file, with R on the path:  Rscript make-association.R && python3 make-association.py
Three sources, none of which shares code with another:
  exact  enumeration in rational numbers (fractions) and roots in 50 digits (mpmath), written here;
  scipy  SciPy, whose version is recorded;
  r      R, whose version is recorded (r.json, made by make-association.R).
"""
import json
from fractions import Fraction
from itertools import combinations
from math import comb, factorial, prod

import mpmath
import numpy
import scipy
from scipy import stats

mpmath.mp.dps = 50
cases = json.load(open("input.json"))
r = json.load(open("r.json"))


def fills(total, limits):
    if len(limits) == 1:
        if total <= limits[0]:
            yield (total,)
        return
    for x in range(min(total, limits[0]) + 1):
        for rest in fills(total - x, limits[1:]):
            yield (x, *rest)


def tables(rows, columns):
    if len(columns) == 1:
        yield (tuple(rows),)
        return
    for column in fills(columns[0], rows):
        left = [a - b for a, b in zip(rows, column)]
        for rest in tables(left, columns[1:]):
            yield (column, *rest)


def exact_fisher(table):
    rows = [sum(row) for row in table]
    columns = [sum(column) for column in zip(*table)]
    top = prod(map(factorial, rows)) * prod(map(factorial, columns))

    def weight(cells):
        return Fraction(top, factorial(sum(rows)) * prod(map(factorial, cells)))

    observed = weight([x for row in table for x in row])
    probabilities = [weight([x for column in t for x in column]) for t in tables(rows, columns)]
    assert sum(probabilities) == 1
    least = min(probabilities)
    p = sum(x for x in probabilities if x <= observed)
    smallest = sum(x for x in probabilities if x <= least)
    return {"p": float(p), "smallestP": float(smallest)}


def exact_odds(table):
    (a, b), (c, d) = table
    n1, n2, k = a + b, c + d, a + c
    lo, hi = max(0, k - n2), min(k, n1)
    weights = [(x, comb(n1, x) * comb(n2, k - x)) for x in range(lo, hi + 1)]

    def moments(odds):
        shares = [(x, w * mpmath.mpf(odds) ** (x - lo)) for x, w in weights]
        total = sum(s for _, s in shares)
        return [(x, s / total) for x, s in shares]

    def solve(f):
        low, high = mpmath.mpf(10) ** -30, mpmath.mpf(10) ** 30
        for _ in range(400):
            middle = mpmath.sqrt(low * high)
            low, high = (middle, high) if f(middle) < 0 else (low, middle)
        return float(mpmath.sqrt(low * high))

    tail = mpmath.mpf(25) / 1000
    estimate = 0 if a == lo else None if a == hi else solve(lambda o: sum(x * s for x, s in moments(o)) - a)
    lower = 0 if a == lo else solve(lambda o: sum(s for x, s in moments(o) if x >= a) - tail)
    upper = None if a == hi else solve(lambda o: tail - sum(s for x, s in moments(o) if x <= a))
    return {"estimate": estimate, "lower": lower, "upper": upper}


def scipy_fisher(table):
    result = {"p": float(stats.fisher_exact(table).pvalue)} if len(table) == len(table[0]) == 2 else {}
    if result:
        odds = stats.contingency.odds_ratio(table, kind="conditional")
        ci = odds.confidence_interval(0.95)
        result["oddsRatio"] = {
            "estimate": None if numpy.isinf(odds.statistic) else float(odds.statistic),
            "lower": float(ci.low),
            "upper": None if numpy.isinf(ci.high) else float(ci.high),
        }
    return result


def exact_mann_whitney(a, b):
    """Every arrangement, for small groups without ties."""
    values = sorted(a + b)
    if len(set(values)) < len(values) or comb(len(values), len(a)) > 300000:
        return {}
    m = len(a)
    rank = {v: i + 1 for i, v in enumerate(values)}
    base = m * (m + 1) // 2
    w = sum(rank[v] for v in a) - base
    tail = min(w, m * len(b) - w)
    every = [sum(c) - base for c in combinations(range(1, len(values) + 1), m)]
    p = min(Fraction(1), Fraction(2 * sum(1 for x in every if x <= tail), len(every)))
    return {"w": w, "p": float(p), "smallestP": float(Fraction(2, len(every)))}


def scipy_mann_whitney(a, b):
    ties = len(set(a + b)) < len(a + b)
    exact = not ties and len(a) < 50 and len(b) < 50
    result = stats.mannwhitneyu(a, b, method="exact" if exact else "asymptotic", use_continuity=True)
    return {"w": float(result.statistic), "p": float(result.pvalue)}


def mpmath_kruskal(groups):
    """H in rational numbers, its tail in 50 digits."""
    values = sorted(Fraction(str(v)) for g in groups for v in g)
    rank = {}
    ties = 0
    for v in set(values):
        first = values.index(v)
        t = values.count(v)
        rank[v] = Fraction(2 * first + t + 1, 2)
        ties += t**3 - t
    n = len(values)
    sums = sum(sum(rank[Fraction(str(v))] for v in g) ** 2 / len(g) for g in groups)
    h = (Fraction(12, n * (n + 1)) * sums - 3 * (n + 1)) / (1 - Fraction(ties, n**3 - n))
    df = len(groups) - 1
    p = mpmath.gammainc(mpmath.mpf(df) / 2, mpmath.mpf(h.numerator) / h.denominator / 2, regularized=True)
    return {"h": float(h), "df": df, "p": float(p)}


def scipy_kruskal(groups):
    result = stats.kruskal(*groups)
    return {"h": float(result.statistic), "df": len(groups) - 1, "p": float(result.pvalue)}


def near(a, b, tolerance):
    return a == b or abs(a - b) <= tolerance * max(abs(a), abs(b))


def agree(name, sources, tolerance):
    """The sources must agree before they are written down."""
    for key in {k for s in sources.values() for k in s if isinstance(s[k], (int, float))}:
        values = [s[key] for s in sources.values() if key in s]
        assert all(near(values[0], v, tolerance) for v in values), (name, key, values)


written = []
for kind, name, data in [(k, n, d) for k, all_ in cases.items() for n, d in all_.items()]:
    if kind == "fisher":
        sources = {"exact": exact_fisher(data), "scipy": scipy_fisher(data), "r": r[kind][name]}
        if len(data) == len(data[0]) == 2:
            sources["exact"]["oddsRatio"] = exact_odds(data)
        data = {"table": data}
    elif kind == "mannWhitney":
        sources = {"exact": exact_mann_whitney(*data), "scipy": scipy_mann_whitney(*data), "r": r[kind][name]}
        data = {"a": data[0], "b": data[1]}
    else:
        sources = {"exact": mpmath_kruskal(data), "scipy": scipy_kruskal(data), "r": r[kind][name]}
        data = {"groups": data}
    sources = {k: v for k, v in sources.items() if v}
    assert len(sources) >= 2
    # R's network algorithm and its normal tail agree with the others to 1e-9 and better.
    agree(name, sources, 1e-9)
    written.append({"name": name, "kind": kind, "input": data, "expected": sources})

json.dump(
    {
        "schema": "association-reference/1",
        "title": "Tests of association: Fisher's exact, Mann-Whitney, Kruskal-Wallis; two-sided",
        "sources": {
            "exact": "Enumeration in rational numbers; roots and tails in 50 digits (mpmath)",
            "scipy": f"SciPy {scipy.__version__}: fisher_exact, contingency.odds_ratio, mannwhitneyu, kruskal",
            "r": r["version"] + ": fisher.test, wilcox.test, kruskal.test",
        },
        "tolerance": {
            "kind": "relative",
            "value": 1e-9,
            "oddsRatio": {"exact": 1e-9, "scipy": 1e-6},
            "oddsRatioOfR": {
                "absolute": 1.3e-4,
                "of": "the odds ratio, or of its inverse where that is smaller",
                "why": "fisher.test looks for it on that scale by uniroot, to .Machine$double.eps^0.25",
            },
        },
        "cases": written,
    },
    open("association.json", "w"),
    indent=1,
)
print(len(written), "cases")
