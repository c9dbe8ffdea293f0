# SPDX-FileCopyrightText: 2026 The gst-facerec authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Draws when frames came to the sink: a dot each, milliseconds after it was due against the second of the stream. Below 0 the
sink waits for the clock, and the frame is shown when it is due."""
PANEL, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 420, 300, 60, 14, 34, 48
TITLES = {'floor': 'without inference', 'skip': 'late-policy=skip', 'process': 'late-policy=process'}
COLOURS = {'floor': '#888888', 'skip': '#1f6fb4', 'process': '#d1602a'}


def step(largest, n=5):
    """A round distance between two ticks."""
    power = 1
    while True:
        for digit in (1, 2, 5):
            if digit * power * n >= largest:
                return digit * power
        power *= 10


def ticks(least, largest):
    distance = step(largest - least)
    return [distance * i for i in range(int(least // distance), int(-(-largest // distance)) + 1)]


def panel(run, points, frame_ms, offset, least, most):
    seconds = max(second for second, _ in points)
    at_x = lambda second: offset + LEFT + second / seconds * (PANEL - LEFT - RIGHT)
    rows = ticks(least, most)
    at_y = lambda ms: HEIGHT - BOTTOM - (ms - rows[0]) / (rows[-1] - rows[0]) * (HEIGHT - TOP - BOTTOM)
    out = [f'<text x="{offset + LEFT}" y="18" font-weight="bold">{TITLES[run]}</text>']
    for ms in rows:
        out.append(f'<path d="M{offset + LEFT} {at_y(ms):.1f}H{offset + PANEL - RIGHT}" '
                   f'stroke="{"#888" if ms == 0 else "#e2e2e2"}"/>')
        out.append(f'<text x="{offset + LEFT - 6}" y="{at_y(ms) + 4:.1f}" text-anchor="end">{ms:g}</text>')
    for second in ticks(0, seconds):
        if second <= seconds:
            out.append(f'<text x="{at_x(second):.1f}" y="{HEIGHT - BOTTOM + 17}" text-anchor="middle">{second:g}</text>')
    out.append(f'<text x="{offset + (LEFT + PANEL) / 2}" y="{HEIGHT - 12}" text-anchor="middle">second of the stream</text>')
    out.append(f'<text x="{offset + 8}" y="18">ms late</text>')
    if frame_ms < rows[-1]:
        out.append(f'<path d="M{offset + LEFT} {at_y(frame_ms):.1f}H{offset + PANEL - RIGHT}" stroke="#444" '
                   'stroke-dasharray="4 3"/>')
    dots = ''.join(f'M{at_x(second):.1f} {at_y(ms):.1f}h0' for second, ms in points)
    out.append(f'<path d="{dots}" stroke="{COLOURS[run]}" stroke-width="2.4" stroke-linecap="round"/>')
    return out


def draw(lines, frame_ms):
    """lines: {run: [(second, ms)]}. The dashed line is one frame. Floor and skip have one scale."""
    shared = [ms for run in ('floor', 'skip') for _, ms in lines.get(run, [])]
    out = []
    for number, (run, points) in enumerate(lines.items()):
        values = ([ms for _, ms in points] if run == 'process' else shared) + [0, 1.5 * frame_ms]
        out += panel(run, points, frame_ms, number * PANEL, min(values), max(values))
    return (f'<svg xmlns="http://www.w3.org/2000/svg" width="{PANEL * len(lines)}" height="{HEIGHT}" '
            'font-family="sans-serif" font-size="12" fill="#222">\n<rect width="100%" height="100%" fill="white"/>\n'
            + '\n'.join(out) + '\n</svg>\n')
