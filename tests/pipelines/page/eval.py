#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The gst-facerec authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The page of gst-facerec eval in headless Chromium: no error, nothing asked for, every drawing there, its tools at work, and no
wider than the window."""
import os
import sys
import tempfile

ROOT = os.environ['FACEREC_SOURCE_ROOT']
sys.path.insert(0, os.path.join(ROOT, 'tests', 'pipelines', 'command'))
import page  # noqa: E402
import pictures  # noqa: E402
from commandtest import FAKE, check, contains, run  # noqa: E402

COLOURS = ('red', 'green', 'blue', 'white')
SECTIONS = ['distances', 'map', 'curves', 'votes', 'mistakes', 'pictures', 'original', 'unusable']


def people():
    for number, colour in enumerate(COLOURS):
        for shade in range(4):
            pictures.person(f'db/{colour}/{shade}.ppm', colour, shade=3 * shade)
        # One picture of each is the next one's.
        pictures.person(f'db/{colour}/of-next.ppm', COLOURS[(number + 1) % 4], shade=20)
    pictures.ppm('db/red/none.ppm')
    pictures.write('pairs.csv', b'fold,same,image_a,image_b\n1,1,red/0.ppm,red/1.ppm\n1,0,red/0.ppm,blue/1.ppm\n'
                   b'2,1,blue/0.ppm,blue/1.ppm\n2,0,white/0.ppm,blue/1.ppm\n')


def write(*arguments):
    result = run('eval', *FAKE, '--min-quality', '0', '--html', 'report.html', *arguments, 'db')
    check(result.code, 0, result)


def asked_for(report):
    return [url for url in report.requests() if not url.startswith(('chrome:', 'devtools:')) and not url.endswith('report.html')]


def look(report):
    check(report.run('[...document.querySelectorAll("section")].map(section => section.id)'), SECTIONS)
    check(report.run('document.querySelectorAll("svg.chart").length'), 7, 'drawings')
    check(report.run('[...document.images].every(image => image.complete && image.naturalWidth > 0)'), True, 'pictures')
    check(report.run('document.querySelectorAll(".map .dot").length'), 20)
    check(report.run('document.querySelectorAll(".map .dot.wrong").length'), 4, 'those that are somebody else\'s')
    # Names and numbers stay inside of their drawings' figures.
    check(report.run('[...document.querySelectorAll("svg text")].filter(text => { const a = text.getBoundingClientRect(), '
                     'b = text.closest("figure").getBoundingClientRect(); return a.left < b.left || a.right > b.right || '
                     'a.top < b.top || a.bottom > b.bottom; }).map(text => text.textContent)'), [])
    check(report.run('[...document.querySelectorAll("svg [d], svg [cx], svg [x]")].some(drawn => '
                     '/NaN|inf/.test(drawn.outerHTML.replace(/<title>.*?<\\/title>/s, "")))'), False)


def use(report):
    before = report.run('document.querySelector(".map .dot").getAttribute("cx")')
    report.click('[data-map=pca]')
    check(report.run('document.querySelector(".map .dot").getAttribute("cx")') == before, False, 'dots move')
    check(report.run('document.querySelector("[data-map=pca]").getAttribute("aria-pressed")'), 'true')
    report.run('document.querySelector(".map .dot").dispatchEvent(new MouseEvent("click", {bubbles: true}))')
    check(report.run('document.querySelectorAll(".map .dot.chosen").length'), 5, 'one person\'s dots')
    report.run('document.querySelector(".map").dispatchEvent(new MouseEvent("click", {bubbles: true}))')
    check(report.run('document.querySelectorAll(".map.chosen").length'), 0)
    slider = 'document.querySelector(".try input")'
    for value, text in (0, "0.0 % of one person's pairs recognised"), (200, "100.0 % of different people's mistaken"):
        report.run(f'{slider}.value = {value}, {slider}.dispatchEvent(new Event("input"))')
        contains(report.run('document.querySelector(".try output").textContent'), text)


def main():
    page.require(tap=True)
    print('1..3')
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        people()
        write('--original-protocol')
        with page.Page('report.html') as report:
            look(report)
            use(report)
            check((report.errors(), asked_for(report)), ([], []))
            print('ok 1 - drawings, pictures and tools', flush=True)
            for width in 400, 900, 1600:
                report.resize(width, 800)
                check(report.run('document.documentElement.scrollWidth') <= width, True, f'{width} pixels')
            print('ok 2 - narrow and wide windows', flush=True)
            write('--pairs', 'pairs.csv')
            report.open('report.html')
            check(report.run('[...document.querySelectorAll("section")].map(section => section.id)'), ['distances', 'curves'])
            check(report.run('document.querySelectorAll("svg.chart").length'), 2)
            check((report.errors(), asked_for(report)), ([], []))
            print('ok 3 - pairs', flush=True)
        os.chdir(ROOT)


main()
