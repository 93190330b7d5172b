'use strict';
const fs = require('fs'), path = require('path'), puppeteer = require('puppeteer-core');
const [, , chromium, work, pictures] = process.argv;
const axe = fs.readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const LIMIT = 2000; // ms for a thousand articles
let passed = 0, failed = 0;

function check(what, good, detail) {
  good ? passed++ : failed++;
  console.log(`${good ? 'ok' : 'FAILED'}: ${what}${detail ? ` (${detail})` : ''}`);
}

async function open(browser, name, size = {width: 1280, height: 860}, scheme = 'light') {
  const page = await browser.newPage(), noise = [];
  page.on('dialog', async dialog => { noise.push(`dialog ${dialog.message()}`); await dialog.dismiss(); });
  page.on('console', message => noise.push(message.text()));
  page.on('pageerror', error => noise.push(error.message));
  page.on('request', request => request.url() !== `file://${work}/${name}.html` && noise.push(`fetches ${request.url()}`));
  await page.setViewport(size);
  await page.emulateMediaFeatures([{name: 'prefers-color-scheme', value: scheme}]);
  const start = Date.now();
  await page.goto(`file://${work}/${name}.html`);
  await page.waitForFunction("document.documentElement.dataset.ready === 'yes'");
  await page.evaluate(() => new Promise(done => requestAnimationFrame(() => setTimeout(done))));
  return {page, noise, time: Date.now() - start};
}

const view = (page, name) => page.evaluate(n => document.getElementById(`tab-${n}`).click(), name);
const shown = page => page.evaluate(() => +document.getElementById('counts').textContent.split(' ')[0].replace(',', ''));

async function looks(browser) {
  for (const [kind, size, scheme] of [['light', {width: 1280, height: 860}, 'light'], ['dark', {width: 1280, height: 860}, 'dark'],
                                      ['phone', {width: 390, height: 844}, 'light'], ['phone-dark', {width: 390, height: 844}, 'dark']]) {
    const {page, noise} = await open(browser, 'corpus', size, scheme);
    for (const name of ['articles', 'map', 'topics']) {
      await view(page, name);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
      check(`${kind}, ${name}: nothing stands out of the window`, !wide);
      await page.evaluate(axe);
      const found = await page.evaluate(() => axe.run(document, {resultTypes: ['violations']}).then(r => r.violations.map(v => `${v.impact} ${v.id}: ${v.nodes.length} × ${v.nodes[0].html.slice(0, 120)}`)));
      check(`${kind}, ${name}: axe-core finds nothing`, !found.length, found.join('; '));
      if (pictures) await page.screenshot({path: path.join(pictures, `report-${kind}-${name}.png`)});
    }
    if (pictures && kind === 'light') {
      await view(page, 'articles');
      await page.evaluate(() => document.querySelectorAll('mark')[3].focus());
      await page.screenshot({path: path.join(pictures, 'report-light-why.png')});
    }
    check(`${kind}: no errors, nothing fetched`, !noise.length, noise.join('; '));
    await page.close();
  }
}

async function use(browser) {
  const {page, noise} = await open(browser, 'corpus');
  const all = await shown(page);
  await page.keyboard.press('/');
  check('/ goes to the search', await page.evaluate(() => document.activeElement.id) === 'words');
  await page.keyboard.type('physicists particle');
  await new Promise(done => setTimeout(done, 400));
  check('words filter', await shown(page) === 1, `${await shown(page)} of ${all}`);
  await page.evaluate(() => document.querySelector('#filters button[type=reset]').click());
  await new Promise(done => setTimeout(done, 100));
  check('Clear shows all', await shown(page) === all);
  await page.evaluate(() => { const s = document.getElementById('topic'); s.value = 'trade'; s.dispatchEvent(new Event('change')); });
  const traded = await shown(page);
  check('a topic filters', traded > 0 && traded < all, `${traded}`);
  await page.evaluate(() => document.querySelector('#filters button[type=reset]').click());
  await new Promise(done => setTimeout(done, 100));
  await page.evaluate(() => { const first = document.querySelector('#list button'); first.click(); first.focus(); });
  await page.keyboard.press('ArrowDown');
  check('arrows go through the list', await page.evaluate(() => document.querySelectorAll('#list button')[1].getAttribute('aria-current')) === 'true');
  await page.keyboard.press('k');
  check('k goes back', await page.evaluate(() => document.querySelectorAll('#list button')[0].getAttribute('aria-current')) === 'true');
  await page.evaluate(() => document.querySelector('mark').focus());
  const tip = await page.evaluate(() => document.getElementById('tip').hidden ? '' : document.getElementById('tip').textContent);
  check('focus on a mention says who, id and why', /Kenya.*place.*Q114.*gazetteers\//.test(tip), tip);
  await page.keyboard.press('Enter');
  check('Enter on a mention shows its articles', await page.evaluate(() => document.getElementById('entity').value) === 'Kenya');
  await view(page, 'map');
  const dots = await page.evaluate(() => document.querySelectorAll('#dots circle').length);
  check('the map has the places of the articles shown', dots > 0 && dots < 20, `${dots} dots`);
  await page.evaluate(() => document.getElementById('closer').click());
  check('the map comes closer', await page.evaluate(() => +document.getElementById('map').getAttribute('viewBox').split(' ')[2]) < 3600);
  check('use: no errors', !noise.length, noise.join('; '));
  await page.close();
}

async function nasty(browser) {
  const {page, noise} = await open(browser, 'nasty');
  const before = await page.evaluate(() => document.querySelectorAll('script, style').length);
  const rows = await shown(page);
  for (let i = 0; i < rows; i++) {
    const same = await page.evaluate(n => {
      document.querySelectorAll('#list button')[n].click();
      for (const mark of document.querySelectorAll('mark')) mark.focus();
      return document.querySelector('.text').textContent === articles[n].t;
    }, i);
    if (!same) check(`article ${i} shows its text letter for letter`, false);
  }
  for (const name of ['map', 'topics', 'articles']) await view(page, name);
  const made = await page.evaluate(() => document.querySelectorAll('img, iframe, object, embed, textarea, body body, [onload], [onerror]').length);
  check('what is in articles stays text', !made && before === await page.evaluate(() => document.querySelectorAll('script, style').length), `${rows} articles`);
  check('nasty: no errors, no dialog, nothing fetched', !noise.length, noise.join('; '));
  await page.close();
}

async function fast(browser) {
  const times = [];
  const busy = require('os').loadavg()[0] > 4;
  for (let i = 0; i < 3; i++) {
    const {page, time} = await open(browser, 'many');
    times.push(time);
    if (!i) {
      await page.evaluate(() => document.getElementById('more').scrollIntoView());
      await new Promise(done => setTimeout(done, 500));
      check('a long list goes on where one scrolls', await page.evaluate(() => document.querySelectorAll('#list li').length) > 200);
    }
    if (!i && pictures) { await view(page, 'topics'); await page.screenshot({path: path.join(pictures, 'report-many-topics.png')}); }
    await page.close();
  }
  check(`a thousand articles open in ${LIMIT} ms${busy ? ' (not asked of a machine with much else to do)' : ''}`, busy || Math.min(...times) < LIMIT, `${times.join(', ')} ms, ${(fs.statSync(`${work}/many.html`).size / 1e6).toFixed(1)} MB`);
}

(async () => {
  const browser = await puppeteer.launch({executablePath: chromium, args: ['--no-sandbox', '--disable-gpu']});
  try {
    await looks(browser);
    await use(browser);
    await nasty(browser);
    await fast(browser);
  } finally {
    await browser.close();
  }
  console.log(`${passed} passed, ${failed} failed`);
  process.exit(failed ? 1 : 0);
})();
