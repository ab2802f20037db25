"""Makes the table of the school café, which is made up: text and gaps as tables of life have them, and a rule to find.

    .venv/bin/python packaging/make_cafe.py

The rule: after sport it is water; else from 18 °C on lemonade; else cocoa in rain or snow, and tea otherwise. One
visitor in twelve orders anything. The weekday decides nothing.
"""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np

TARGET = Path(__file__).parents[1] / "resources" / "datasets" / "cafe.csv"
SEED = 42
N_VISITS = 240
COLUMNS = ("weekday", "weather", "temperature", "lesson_before", "drink")
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
WEATHER = {"sunny": (21.0, 4.0), "cloudy": (15.0, 4.0), "rainy": (11.0, 4.0), "snowy": (0.0, 2.0)}
"""Mean and spread of the temperature in °C."""
SHARES = (0.35, 0.3, 0.2, 0.15)
LESSONS = ("sport", "maths", "music", "history")
DRINKS = ("water", "lemonade", "cocoa", "tea")
CAPRICE = 1 / 12
GAPS = {"weather": 4, "temperature": 9, "lesson_before": 3}
"""How many cells of a column are empty."""


def main() -> None:
    """Write the file anew."""
    with TARGET.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(rows())


def rows() -> list[list[str]]:
    """The visits in the order of the table, each as its cells."""
    generator = np.random.default_rng(SEED)
    visits = [_visit(generator) for _ in range(N_VISITS)]
    for column, count in GAPS.items():
        for row in generator.choice(N_VISITS, count, replace=False):
            visits[row][COLUMNS.index(column)] = ""
    return visits


def drink(weather: str, temperature: float, lesson: str) -> str:
    """What the rule says."""
    if lesson == "sport":
        return "water"
    if temperature >= 18.0:
        return "lemonade"
    return "cocoa" if weather in ("rainy", "snowy") else "tea"


def _visit(generator: np.random.Generator) -> list[str]:
    weekday = str(generator.choice(WEEKDAYS))
    weather = str(generator.choice(tuple(WEATHER), p=SHARES))
    temperature = round(float(generator.normal(*WEATHER[weather])) * 2) / 2
    lesson = str(generator.choice(LESSONS))
    is_caprice = generator.random() < CAPRICE
    ordered = str(generator.choice(DRINKS)) if is_caprice else drink(weather, temperature, lesson)
    return [weekday, weather, f"{temperature:g}", lesson, ordered]


if __name__ == "__main__":
    main()
