# SPDX-License-Identifier: Apache-2.0
"""Opens a page of `tetlo report` in Chromium, in both colour schemes and two widths, and on paper.

    python3 tests/report/browser.py PAGE.html CURVES CELLS EDGES

Prints a line for each fault: a picture or curve that is not visible, too few of them, letters that
overlap, a page wider than its window, a message on the console, a request for anything but the
page. Needs Debian's chromium, chromium-driver and python3-selenium.
"""
import json
import pathlib
import sys

from selenium import webdriver
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service

MEASURE = """
const seen = element => { const box = element.getBoundingClientRect();
                          return box.width + box.height > 0; };
const all = query => [...document.querySelectorAll(query)];
const overlaps = [];
for (const picture of all('.charts svg, .edges svg')) {
  const boxes = [...picture.querySelectorAll('text')].map(text => text.getBoundingClientRect());
  for (let i = 0; i < boxes.length; ++i) for (let j = 0; j < i; ++j) {
    const a = boxes[i], b = boxes[j];
    if (a.left < b.right && b.left < a.right && a.top + 2 < b.bottom && b.top + 2 < a.bottom)
      overlaps.push(picture.getAttribute('aria-label'));
  }
}
return {
  curves: all('.charts figure path:not(.grid):not(.band)').filter(seen).length,
  cells: all('svg.cell').filter(seen).length,
  edges: all('.edges figure svg').filter(seen).length,
  hidden: all('svg').filter(element => !seen(element)).length,
  silent: all('svg[role=img]').filter(element => !element.getAttribute('aria-label')).length,
  overlaps: overlaps,
  width: document.documentElement.scrollWidth,
  page: getComputedStyle(document.body).backgroundColor,
  ink: getComputedStyle(document.body).color};
"""


def browser():
    options = Options()
    options.binary_location = '/usr/bin/chromium'
    for flag in ('--headless=new', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'):
        options.add_argument(flag)
    options.set_capability('goog:loggingPrefs', {'browser': 'ALL', 'performance': 'ALL'})
    return webdriver.Chrome(service=Service('/usr/bin/chromedriver'), options=options)


def requests(driver):
    messages = [json.loads(entry['message'])['message'] for entry in driver.get_log('performance')]
    return {message['params']['request']['url'] for message in messages
            if message['method'] == 'Network.requestWillBeSent'}


def faults(driver, address, least):
    colours = {}
    for media, scheme, width in (('screen', 'light', 390), ('screen', 'light', 1280),
                                 ('screen', 'dark', 390), ('screen', 'dark', 1280),
                                 ('print', 'dark', 700)):
        where = f'{media} {scheme} {width}'
        driver.execute_cdp_cmd('Emulation.setEmulatedMedia', {
            'media': media, 'features': [{'name': 'prefers-color-scheme', 'value': scheme}]})
        driver.execute_cdp_cmd('Emulation.setDeviceMetricsOverride', {
            'width': width, 'height': 900, 'deviceScaleFactor': 1, 'mobile': False})
        driver.get(address)
        found = driver.execute_script(MEASURE)
        colours[media, scheme] = (found['page'], found['ink'])
        for kind, count in least.items():
            if found[kind] < count:
                yield f'{where}: {found[kind]} {kind} instead of {count}'
        for kind in ('hidden', 'silent'):
            if found[kind]:
                yield f'{where}: {found[kind]} pictures are {kind}'
        for picture in found['overlaps']:
            yield f'{where}: letters overlap in "{picture[:80]}"'
        if found['width'] > width:
            yield f'{where}: the page is {found["width"]} wide'
        for message in driver.get_log('browser'):
            yield f'{where}: {message["message"]}'
        for url in requests(driver) - {address}:
            yield f'{where}: request for {url}'
    if colours['screen', 'light'] == colours['screen', 'dark']:
        yield 'light and dark are the same'
    if colours['print', 'dark'] != colours['screen', 'light']:
        yield f'paper is not light: {colours["print", "dark"]}'


def main():
    page, curves, cells, edges = sys.argv[1:]
    least = {'curves': int(curves), 'cells': int(cells), 'edges': int(edges)}
    driver = browser()
    try:
        found = list(faults(driver, pathlib.Path(page).resolve().as_uri(), least))
    finally:
        driver.quit()
    print(*found, sep='\n')
    sys.exit(bool(found))


main()
