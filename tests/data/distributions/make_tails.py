"""Tails and quantiles with 40 digits, written to tails.json beside this file. Needs mpmath and SciPy."""
import json
import pathlib

from mpmath import betainc, erfc, exp, gammainc, inf, log, mp, mpf, nstr, sqrt
from scipy import stats

mp.dps = 40
HALF = mpf(1) / 2
DFS = [0.05, 1, 1.37, 2, 14, 250, 1e4, 1e6]


def f_tail(f, df1, df2, upper):
    """Each tail from the share that is small in it."""
    f, df1, df2 = mpf(f), mpf(df1), mpf(df2)
    if upper:
        return betainc(df2 / 2, df1 / 2, 0, df2 / (df2 + df1 * f), regularized=True)
    return betainc(df1 / 2, df2 / 2, 0, df1 * f / (df2 + df1 * f), regularized=True)


def chi_tail(x, df, upper):
    ends = (mpf(x) / 2, inf) if upper else (0, mpf(x) / 2)
    return gammainc(mpf(df) / 2, *ends, regularized=True)


def normal_tail(z):
    return erfc(mpf(z) / sqrt(mpf(2))) / 2


def solve(tail, wanted, start):
    """Newton on the logarithm of tail and argument, from a double that is right to some digits."""
    u = log(mpf(start))
    for _ in range(60):
        h = mpf(10) ** -16
        here = log(tail(exp(u)))
        step = (here - log(wanted)) / ((log(tail(exp(u + h))) - here) / h)
        u -= step
        if abs(step) < mpf(10) ** -22:
            return exp(u)
    raise ValueError("no convergence")


def rows_of(make, *lists):
    """Every combination whose series converges and whose result is a double."""
    rows = []

    def walk(arguments, rest):
        if rest:
            for value in rest[0]:
                walk(arguments + [value], rest[1:])
            return
        try:
            result = float(nstr(make(*arguments), 17))
        except Exception:
            return
        if 1e-300 < abs(result) < 1e300:
            rows.append(arguments + [result])

    walk([], lists)
    return rows


def f_quantile(p, df1, df2):
    upper = p > 0.5
    wanted = 1 - mpf(p) if upper else mpf(p)
    return solve(lambda f: f_tail(f, df1, df2, upper), wanted, stats.f.ppf(p, df1, df2))


def chi_quantile(p, df):
    upper = p > 0.5
    wanted = 1 - mpf(p) if upper else mpf(p)
    return solve(lambda x: chi_tail(x, df, upper), wanted, stats.chi2.ppf(p, df))


def t_quantile(p, df):
    upper = p > 0.5
    wanted = 1 - mpf(p) if upper else mpf(p)
    size = sqrt(solve(lambda f: f_tail(f, 1, df, True), 2 * wanted, stats.t.isf(float(wanted), df) ** 2))
    return size if upper else -size


def normal_quantile(p):
    upper = p > 0.5
    wanted = 1 - mpf(p) if upper else mpf(p)
    size = solve(normal_tail, wanted, stats.norm.isf(float(wanted)))
    return size if upper else -size


PS = [1e-30, 1e-15, 1e-12, 1e-6, 1e-4, 0.025, 0.3, 0.7, 0.975, 1 - 1e-9]
TABLES = {
    "twoSidedT": rows_of(lambda t, df: f_tail(mpf(t) ** 2, 1, df, True), [1e-9, 0.3, 2.5, 6, 40, 1e4, 1e9], DFS),
    "upperF": rows_of(
        lambda f, a, b: f_tail(f, a, b, True), [1e-12, 0.3, 1, 1.7, 6, 80, 1e6], [0.05, 1, 7, 28, 400], [0.05, 1, 14, 1000, 1e5]
    ),
    "upperChiSquare": rows_of(
        lambda x, df: chi_tail(x, df, True), [1e-12, 0.05, 1, 40, 700, 2250, 9900, 10100, 12000], DFS
    ),
    "lowerChiSquare": rows_of(
        lambda x, df: chi_tail(x, df, False), [1e-12, 0.05, 1, 40, 700, 2250, 9900, 10100, 998000], DFS
    ),
    "upperNormal": rows_of(normal_tail, [-8, -1, 0, 1e-9, 0.3, 2, 8, 20, 37]),
    "quantileT": rows_of(t_quantile, PS, DFS[1:]),
    "quantileF": rows_of(f_quantile, PS, [1, 7, 28, 400], [1, 14, 1000]),
    "quantileChiSquare": rows_of(chi_quantile, PS, DFS[1:]),
    "quantileNormal": rows_of(normal_quantile, PS),
}

target = pathlib.Path(__file__).with_name("tails.json")
target.write_text(json.dumps(TABLES, indent=None, separators=(",", ":")).replace(']],"', ']],\n"') + "\n")
print({name: len(rows) for name, rows in TABLES.items()})
