#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Makes a picture of the page that `tetlo report` writes about several runs.

    scripts/report_picture.py docs/report.png RUN... [--against NAME] [--figure FIGURE]

RUN and the options are those of `tetlo report`, which build/release must have. The picture shows
the comparison without its list of runs, a few of the charts, and α. Needs Debian's chromium,
chromium-driver, python3-selenium and pngquant.
"""
import argparse
import base64
import pathlib
import subprocess
import tempfile

from selenium import webdriver
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service

TETLO = pathlib.Path(__file__).resolve().parent.parent / 'build/release/tetlo'
WIDTH = 1240

# Leaves the parts of the page with these ids, without explanations; of the tables, those whose
# headings begin in this way, each with its first note; and likewise of the charts.
SHORTEN = """
const parts = ['comparison', 'curves', 'alpha'], tables = ['Groups, by', 'Against'];
const charts = ['Supernet: validation accuracy', 'Found cells, trained', 'Entropy of α, normal'];
const remove = (query, unwanted) => document.querySelectorAll(query).forEach(
    element => { if (unwanted(element)) element.remove(); });
remove('main > section', part => !parts.includes(part.id));
for (const heading of document.querySelectorAll('#comparison h3')) {
  const table = [];
  for (let next = heading.nextElementSibling; next && next.tagName != 'H3';
       next = next.nextElementSibling) table.push(next);
  const left_out = !tables.some(title => heading.textContent.startsWith(title));
  table.filter((part, i) => left_out || part.tagName == 'P' && i > 0).forEach(part => part.remove());
  if (left_out) heading.remove();
}
remove('section > h2 + p, footer', () => true);
remove('#curves figure', chart => !charts.some(title => chart.textContent.startsWith(title)));
return document.body.getBoundingClientRect().height;
"""


def browser():
    options = Options()
    options.binary_location = '/usr/bin/chromium'
    for flag in ('--headless=new', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage',
                 '--hide-scrollbars'):
        options.add_argument(flag)
    return webdriver.Chrome(service=Service('/usr/bin/chromedriver'), options=options)


def picture_of(page):
    driver = browser()
    try:
        driver.execute_cdp_cmd('Emulation.setEmulatedMedia', {
            'features': [{'name': 'prefers-color-scheme', 'value': 'light'}]})
        driver.execute_cdp_cmd('Emulation.setDeviceMetricsOverride', {
            'width': WIDTH, 'height': 900, 'deviceScaleFactor': 1, 'mobile': False})
        driver.get(page.as_uri())
        height = driver.execute_script(SHORTEN)
        shot = driver.execute_cdp_cmd('Page.captureScreenshot', {
            'captureBeyondViewport': True,
            'clip': {'x': 0, 'y': 0, 'width': WIDTH, 'height': height, 'scale': 1}})
        return subprocess.run(['pngquant', '-'], input=base64.b64decode(shot['data']), check=True,
                              stdout=subprocess.PIPE).stdout
    finally:
        driver.quit()


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('picture', type=pathlib.Path)
    parser.add_argument('runs', nargs='+')
    parser.add_argument('--against')
    parser.add_argument('--figure')
    given = parser.parse_args()
    options = [part for name in ('against', 'figure') if getattr(given, name)
               for part in (f'--{name}', getattr(given, name))]
    with tempfile.TemporaryDirectory() as folder:
        page = pathlib.Path(folder) / 'page.html'
        subprocess.run([TETLO, 'report', *given.runs, '--out', page, *options], check=True,
                       stdout=subprocess.DEVNULL)
        image = picture_of(page)
    given.picture.write_bytes(image)
    print(f'{given.picture}: {len(image) / 1000:.0f} kB')


main()
