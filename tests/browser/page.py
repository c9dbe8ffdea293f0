# SPDX-FileCopyrightText: 2026 The gst-facerec authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""A local HTML page in headless Chromium: what it complains of, what it asks for, what it looks like.

    import page
    page.require()                          # ends the program with 77 and 'SKIP: why' where there is no Chromium
    with page.Page('out/report.html') as report:
        report.wait('document.querySelectorAll(".row").length > 0', 'rows')
        report.click('.bar')
        report.screenshot('report.png')
        assert not report.errors()

Debian's chromium, chromium-driver and python3-selenium; run it with /usr/bin/python3, which has the last."""
import base64
import json
import os
import pathlib
import shutil
import sys
import tempfile
import time

try:
    from selenium import webdriver
    from selenium.common import exceptions
    from selenium.webdriver.chrome.service import Service
    from selenium.webdriver.common.by import By
    from selenium.webdriver.common.keys import Keys  # noqa: F401 (for users of this module)
    from selenium.webdriver.remote.remote_connection import RemoteConnection
except ImportError:
    webdriver = None

# A busy machine takes long for anything; only a browser that hangs takes so long.
SECONDS = 120
FLAGS = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-sync',
         '--disable-background-networking', '--disable-component-update', '--disable-default-apps',
         '--disable-dev-shm-usage', '--disable-extensions', '--hide-scrollbars', '--mute-audio',
         '--autoplay-policy=no-user-gesture-required', '--force-device-scale-factor=1']


def missing():
    """Why there can be no browser here; None: there can."""
    if webdriver is None:
        return 'no Python module selenium (Debian: python3-selenium)'
    for program in ('chromium', 'chromedriver'):
        if not shutil.which(program):
            return f'no {program} in PATH (Debian: chromium, chromium-driver)'
    return None


def require(tap=False):
    """Ends the program when there can be no browser here; tap: as a program that speaks TAP does."""
    why = missing()
    if why:
        print(f'1..0 # SKIP {why}' if tap else f'SKIP: {why}', flush=True)
        sys.exit(0 if tap else 77)


def address(path):
    """The file URI of a path."""
    return pathlib.Path(os.path.abspath(path)).as_uri()


class Page:
    """A page, opened and loaded; to be closed, or used by 'with'."""

    def __init__(self, path, width=1280, height=900, dark=False):
        self._noted, self._asked = [], []
        self._profile = tempfile.mkdtemp(prefix='facerec-browser-')
        # What is asked for goes to this machine alone, whatever proxy it has.
        os.environ['no_proxy'] = os.environ['NO_PROXY'] = 'localhost,127.0.0.1'
        try:
            self.driver = self._start(width, height)
            self._command('Emulation.setEmulatedMedia', features=[
                {'name': 'prefers-color-scheme', 'value': 'dark' if dark else 'light'},
                {'name': 'prefers-reduced-motion', 'value': 'reduce'}])
            self.resize(width, height)
            self.opening_seconds = self.open(path)
        except BaseException:
            self.close()
            raise

    def _start(self, width, height):
        RemoteConnection.set_timeout(2 * SECONDS)
        for attempt in range(3):
            options = webdriver.ChromeOptions()
            options.binary_location = shutil.which('chromium')
            for flag in FLAGS + [f'--user-data-dir={self._profile}/{attempt}', f'--window-size={width},{height}']:
                options.add_argument(flag)
            options.set_capability('goog:loggingPrefs', {'browser': 'ALL', 'performance': 'ALL'})
            try:
                driver = webdriver.Chrome(service=Service(shutil.which('chromedriver')), options=options)
                break
            except exceptions.WebDriverException:
                # Not there in time; a second process finds everything in memory.
                if attempt == 2:
                    raise
        driver.set_page_load_timeout(SECONDS)
        driver.set_script_timeout(SECONDS)
        return driver

    def _command(self, name, **arguments):
        return self.driver.execute_cdp_cmd(name, arguments)

    def open(self, path):
        """Opens another page; how many seconds it took until it was loaded."""
        self.driver.get_log('performance')  # the browser's own first page
        self._asked.clear()
        start = time.monotonic()
        self.driver.get(address(path))
        self.wait('document.readyState === "complete"', 'the page is loaded')
        return time.monotonic() - start

    def resize(self, width, height):
        """The size of the page's window itself, in pixels."""
        self._command('Emulation.setDeviceMetricsOverride', width=width, height=height, deviceScaleFactor=1, mobile=False)

    def run(self, script, *arguments):
        """What a JavaScript expression is; it may use arguments[0] and so on. A promise is waited for."""
        return self.driver.execute_async_script(
            'const done = arguments[arguments.length - 1];'
            f'Promise.resolve((function () {{ return ({script}); }}).apply(null, arguments)).then('
            'value => done([value === undefined ? null : value]), error => done(String(error)));', *arguments)[0]

    def wait(self, script, what, *arguments, seconds=SECONDS):
        """Until an expression is true; what: to say when it does not become so. Returns its value."""
        end, value = time.monotonic() + seconds, None
        while time.monotonic() < end:
            value = self.run(script, *arguments)
            if value:
                return value
            time.sleep(0.05)
        raise AssertionError(f'not within {seconds} s: {what} ({script} is {value!r}); {self.errors()}')

    def find(self, selector):
        """The first element of a CSS selector."""
        return self.driver.find_element(By.CSS_SELECTOR, selector)

    def click(self, selector):
        """As a person does: where the element's middle is, scrolled into view; an error when something covers it."""
        element = self.find(selector)
        self.driver.execute_script('arguments[0].scrollIntoView({block: "center", inline: "nearest"})', element)
        element.click()

    def keys(self, *keys, selector=None):
        """Types into an element, or wherever the focus is."""
        (self.find(selector) if selector else self.driver.switch_to.active_element).send_keys(*keys)

    def say(self, selector, text):
        """Puts a text into a field, in the place of what was there, as a person who types it at once."""
        self.run('(field => { field.value = arguments[1]; field.dispatchEvent(new Event("input")); })'
                 '(document.querySelector(arguments[0]))', selector, text)

    def keep(self, name, **options):
        """A screenshot that stays in the build folder, as page-NAME.png."""
        self.screenshot(os.path.join(os.environ['FACEREC_BUILD_ROOT'], f'page-{name}.png'), **options)

    def screenshot(self, path, selector=None, whole=False):
        """PNG of the window, of an element, or of the whole page, however long."""
        if selector:
            with open(path, 'wb') as file:
                file.write(self.find(selector).screenshot_as_png)
            return
        picture = self._command('Page.captureScreenshot', format='png', captureBeyondViewport=whole)
        with open(path, 'wb') as file:
            file.write(base64.b64decode(picture['data']))

    def errors(self):
        """Every error so far: of the console, exceptions that nobody caught, what could not be loaded."""
        self._noted += [f'{entry["source"]}: {entry["message"]}' for entry in self.driver.get_log('browser')
                        if entry['level'] == 'SEVERE']
        return list(self._noted)

    def requests(self):
        """The address of everything that was asked for since the page was opened, but data: and blob: addresses."""
        for entry in self.driver.get_log('performance'):
            message = json.loads(entry['message'])['message']
            if message['method'] == 'Network.requestWillBeSent':
                self._asked.append(message['params']['request']['url'])
        return [url for url in self._asked if not url.startswith(('data:', 'blob:'))]

    def close(self):
        driver, self.driver = getattr(self, 'driver', None), None
        if driver:
            try:
                driver.quit()
            except Exception as problem:  # pylint: disable=broad-except
                print(f'# the browser does not end: {problem}', file=sys.stderr)
        shutil.rmtree(self._profile, ignore_errors=True)

    def __enter__(self):
        return self

    def __exit__(self, *problem):
        self.close()
