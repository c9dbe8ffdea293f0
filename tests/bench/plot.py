#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The gst-facerec authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Draws what `facerec-bench --only scaling --json` printed: milliseconds against the size of a frame, the faces in it and the
faces enrolled, each as measured (dots) and as a straight line through them. Nothing but Python is needed.

usage: plot.py RESULT.json PICTURE.svg    writes the picture
       plot.py RESULT.json --table        prints the figures as a Markdown table"""
import json
import math
import sys
from html import escape

PANELS = [  # title, axis, lines, whether both axes are logarithmic
    ('Detection', 'million pixels of the frame', ['HOG', 'CNN'], False),
    ('Whole chain, 1280x720, HOG', 'faces in the frame', ['faces in 1280x720'], False),
    ('Search', 'faces enrolled', ['one face among', '8 faces among'], True),
]
SVG = 'http://www.w3.org/2000/svg'
COLOURS = ['#1f6fb4', '#d1602a']
WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 340, 300, 56, 14, 34, 48


def read(path):
    """The machine, and for each line its points (where measured, x, ms)."""
    with open(path, encoding='utf-8') as file:
        result = json.load(file)
    lines = {}
    for row in result['rows']:
        if row['part'] == 'scaling' and 'skipped' not in row:
            line, where = row['name'].split(': ')
            x = next(figure['value'] for figure in row['figures'] if figure['name'] == 'x')
            lines.setdefault(line, []).append((where, x, row['timings'][0]['median_ms']))
    return result['machine'], lines


def fit(points):
    """Least squares of ms = a + b * x, each point weighing as its ms is small: a straight line fits all of them as well."""
    weights = [1 / max(ms, 1e-6) ** 2 for _, _, ms in points]
    total = sum(weights)
    mean_x = sum(w * x for w, (_, x, _) in zip(weights, points)) / total
    mean_ms = sum(w * ms for w, (_, _, ms) in zip(weights, points)) / total
    square = sum(w * (x - mean_x) ** 2 for w, (_, x, _) in zip(weights, points))
    slope = sum(w * (x - mean_x) * (ms - mean_ms) for w, (_, x, ms) in zip(weights, points)) / square
    return mean_ms - slope * mean_x, slope


def round_up(value):
    """The next of 1, 2, 5 times a power of ten."""
    power = 10 ** math.floor(math.log10(value))
    return next(step * power for step in (1, 2, 5, 10) if step * power >= value * 0.999)


def ticks(largest, smallest, logarithmic):
    if logarithmic:
        return [10 ** e for e in range(math.floor(math.log10(smallest)), math.ceil(math.log10(largest)) + 1)]
    step = round_up(largest / 5)
    return [step * i for i in range(math.ceil(largest / step) + 1)]


def number(value):
    if value >= 10000:
        return f'10{"⁰¹²³⁴⁵⁶⁷⁸⁹"[round(math.log10(value))]}'
    return f'{value:g}'


class Axis:
    """From values to pixels."""
    def __init__(self, values, start, end, logarithmic):
        self.ticks = ticks(max(values), min(v for v in values if v > 0), logarithmic)
        self.scale = math.log10 if logarithmic else float
        self.start, self.end = start, end

    def place(self, value):
        low, high = self.scale(self.ticks[0]), self.scale(self.ticks[-1])
        return self.start + (self.scale(value) - low) / (high - low) * (self.end - self.start)


def draw_axes(x, y, axis, offset):
    out = []
    for value in y.ticks:
        at = y.place(value)
        out.append(f'<path d="M{offset + LEFT} {at:.1f}H{offset + WIDTH - RIGHT}" stroke="#e2e2e2"/>')
        out.append(f'<text x="{offset + LEFT - 6}" y="{at + 4:.1f}" text-anchor="end">{number(value)}</text>')
    for value in x.ticks:
        at = x.place(value)
        out.append(f'<path d="M{at:.1f} {HEIGHT - BOTTOM}v4" stroke="#888"/>')
        out.append(f'<text x="{at:.1f}" y="{HEIGHT - BOTTOM + 17}" text-anchor="middle">{number(value)}</text>')
    out.append(f'<path d="M{offset + LEFT} {HEIGHT - BOTTOM}H{offset + WIDTH - RIGHT}" stroke="#888"/>')
    out.append(f'<text x="{offset + (LEFT + WIDTH - RIGHT) / 2}" y="{HEIGHT - 12}" text-anchor="middle">{axis}</text>')
    out.append(f'<text x="{offset + 14}" y="{TOP - 6}">ms</text>')
    return out


def draw_panel(lines, panel, offset):
    title, axis, names, logarithmic = panel
    points = [point for name in names for point in lines.get(name, [])]
    if not points:
        return []
    x = Axis([p[1] for p in points], offset + LEFT, offset + WIDTH - RIGHT, logarithmic)
    y = Axis([p[2] for p in points], HEIGHT - BOTTOM, TOP + 8, logarithmic)
    out = [f'<text x="{offset + WIDTH / 2}" y="18" text-anchor="middle" font-weight="bold">{title}</text>']
    out += draw_axes(x, y, axis, offset)
    for i, name in enumerate(name for name in names if name in lines):
        colour, (base, slope) = COLOURS[i], fit(lines[name])
        first, last = min(p[1] for p in lines[name]), max(p[1] for p in lines[name])
        steps = [first * (last / first) ** (k / 40) for k in range(41)] if first > 0 else [first, last]
        path = ' '.join(f'{x.place(v):.1f},{y.place(max(base + slope * v, y.ticks[0])):.1f}' for v in steps)
        out.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-opacity="0.45" stroke-width="1.5"/>')
        out += [f'<circle cx="{x.place(p[1]):.1f}" cy="{y.place(p[2]):.1f}" r="3.2" fill="{colour}"/>' for p in lines[name]]
        if len(names) > 1:
            out.append(f'<circle cx="{offset + LEFT + 14}" cy="{TOP + 16 + 16 * i}" r="3.2" fill="{colour}"/>')
            out.append(f'<text x="{offset + LEFT + 24}" y="{TOP + 20 + 16 * i}">{escape(name.replace(" among", ""))}</text>')
    return out


def draw(machine, lines):
    width = WIDTH * len(PANELS)
    body = [part for i, panel in enumerate(PANELS) for part in draw_panel(lines, panel, WIDTH * i)]
    note = f"{machine['cpu']}, {machine['cores']} cores, {machine['date'].split()[0]}"
    return '\n'.join([
        f'<svg xmlns="{SVG}" width="{width}" height="{HEIGHT}" viewBox="0 0 {width} {HEIGHT}" '
        'font-family="DejaVu Sans, sans-serif" font-size="11" fill="#333">',
        f'<title>Cost against frame size, faces and gallery. {escape(note)}</title>',
        f'<rect width="{width}" height="{HEIGHT}" fill="#fff"/>', *body, '</svg>', ''])


def print_table(machine, lines):
    print(f"{machine['cpu']}, {machine['cores']} cores, {machine['date'].split()[0]}, medians in ms:\n")
    print('| what | where | measured | the straight line |\n|---|---|---|---|')
    for name, points in lines.items():
        base, slope = fit(points)
        for where, x, ms in points:
            print(f'| {name} | {where} | {ms:.3g} | {base + slope * x:.3g} |')


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    machine, lines = read(sys.argv[1])
    if sys.argv[2] == '--table':
        print_table(machine, lines)
        return
    with open(sys.argv[2], 'w', encoding='utf-8') as file:
        file.write(draw(machine, lines))


main()
