"""Fits the curves one by one with SciPy, as a user would, and prints `tool,curve,milliseconds,rss` for each."""

import csv
import sys
import time
import warnings
from collections import defaultdict

import numpy as np
from scipy.optimize import curve_fit


def survival(x, b, c, d, e):
    return c + (d - c) / (1 + (x / e) ** b)


def read(path):
    curves = defaultdict(lambda: ([], []))
    with open(path, newline="") as file:
        for row in csv.DictReader(file):
            doses, values = curves[row["curve"]]
            doses.append(float(row["dose"]))
            values.append(float(row["y"]))
    return {name: (np.array(doses), np.array(values)) for name, (doses, values) in curves.items()}


def fit(doses, values):
    dosed = doses > 0
    middle = (values[dosed].min() + values[dosed].max()) / 2
    half = doses[dosed][np.argmin(np.abs(values[dosed] - middle))]
    start = [1, values.min(), values.max(), half]
    found, _ = curve_fit(survival, doses, values, p0=start)
    return float(((survival(doses, *found) - values) ** 2).sum())


def main():
    warnings.simplefilter("ignore")
    curves = read(sys.argv[1])
    for doses, values in list(curves.values())[:50]:
        try:
            fit(doses, values)
        except RuntimeError:
            pass
    for name, (doses, values) in curves.items():
        began = time.perf_counter()
        try:
            rss = repr(fit(doses, values))
        except RuntimeError:
            rss = "NA"
        print(f"SciPy curve_fit,{name},{(time.perf_counter() - began) * 1000:.6f},{rss}")


main()
