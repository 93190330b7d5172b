'use strict';
/* The page shows what its data says, as text: nothing of it becomes markup, an address or a style. An article is
   {id, h: headline, p: publisher, d: published, i: the same in ISO 8601, b: byline, f: path, t: text, z: [[zone, start, end]], T: [[id, label, score]],
   e: [[id, type, name, lat, lon]] (the last two only of places), w: reasons, m: [[start, end, entity, score, reasons…]]}; offsets are UTF-16. */
const TYPES = ['person', 'place', 'organization', 'group', 'event', 'work', 'product'];
const ZONES = ['headline', 'byline', 'dateline', 'body', 'caption', 'furniture'];
const PAGE = 200; // rows of the list that are made at a time
const MOST_OPTIONS = 1000, MOST_DOTS = 600, MOST_TOPICS = 12;
const articles = JSON.parse(document.getElementById('data').textContent);
const $ = id => document.getElementById(id);
const numbers = new Intl.NumberFormat('en');
const many = (n, word) => `${numbers.format(n)} ${word}${n === 1 ? '' : 's'}`;

function make(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {}))
    if (name === 'onclick') element.addEventListener('click', value);
    else if (value !== undefined && value !== null) element.setAttribute(name, value);
  element.append(...children.filter(child => child !== undefined && child !== null));
  return element;
}

/* ---- what all articles hold ---- */

const entities = new Map(), topics = new Map(), publishers = new Map();
function note(map, key, make_) {
  let entry = map.get(key);
  if (!entry) map.set(key, entry = Object.assign({articles: 0}, make_));
  entry.articles++;
}
for (const a of articles) {
  a.ids = new Set();
  for (const [id, type, name, lat, lon] of a.e) {
    if (a.ids.has(id)) continue;
    a.ids.add(id);
    note(entities, id, {id, type, name, lat, lon});
  }
  for (const [id, label] of a.T) note(topics, id, {id, label});
  if (a.p) note(publishers, a.p, {id: a.p, label: a.p});
}
const names = new Intl.Collator('en');
const by_articles = (a, b) => b.articles - a.articles || names.compare(a.name || a.label, b.name || b.label);
const all_entities = [...entities.values()].sort(by_articles);

/* A text for a choice that leads to one entity: names may be shared. */
const entity_of_choice = new Map();
for (const entity of all_entities) {
  let choice = entity.name;
  if (entity_of_choice.has(choice)) choice = `${entity.name} (${entity.id})`;
  entity.choice = choice;
  if (!entity_of_choice.has(choice)) entity_of_choice.set(choice, entity);
}
function fill_select(select, map) {
  for (const entry of [...map.values()].sort(by_articles))
    select.append(make('option', {value: entry.id}, `${entry.label} (${numbers.format(entry.articles)})`));
}
fill_select($('topic'), topics);
fill_select($('publisher'), publishers);
for (const entity of all_entities.slice(0, MOST_OPTIONS))
  $('entities').append(make('option', {value: entity.choice}, many(entity.articles, 'article')));

/* ---- which are shown ---- */

let shown = articles, current = null;
function text_of(a) {
  if (a.words === undefined) a.words = [a.h, a.p, a.t, ...a.e.map(e => e[2])].join('\n').toLowerCase();
  return a.words;
}
function filter() {
  const words = $('words').value.toLowerCase().split(/\s+/).filter(Boolean);
  const topic = $('topic').value, publisher = $('publisher').value, wanted = $('entity').value.trim();
  const entity = entity_of_choice.get(wanted), part = wanted.toLowerCase();
  shown = articles.filter(a =>
    (!topic || a.T.some(t => t[0] === topic)) && (!publisher || a.p === publisher) &&
    (!wanted || (entity ? a.ids.has(entity.id) : a.e.some(e => e[2].toLowerCase().includes(part)))) &&
    words.every(word => text_of(a).includes(word)));
  show_list();
  show_view();
}
let waiting = 0;
function filter_soon() {
  clearTimeout(waiting);
  waiting = setTimeout(filter, 120);
}
function choose(id, value) {
  $(id).value = value;
  filter();
  open_view('articles');
  scrollTo(0, 0);
}

/* ---- the list ---- */

const title_of = a => a.h || a.t.trim().split('\n')[0].slice(0, 120) || a.id;
function row_of(a) {
  if (!a.row) {
    const about = [a.p, a.d, a.T.map(t => t[1]).join(', ')].filter(Boolean).join(' · ');
    a.button = make('button', {type: 'button', onclick: () => open_article(a, true)}, make('b', null, title_of(a)),
                    make('span', {class: 'soft'}, about || many(a.m.length, 'mention')));
    a.row = make('li', null, a.button);
  }
  return a.row;
}
let listed = 0;
function list_more() {
  const next = shown.slice(listed, listed + PAGE);
  listed += next.length;
  $('list').append(...next.map(row_of));
  $('more').hidden = listed >= shown.length;
  $('more').textContent = `${numbers.format(shown.length - listed)} more`;
}
$('more').addEventListener('click', list_more);
new IntersectionObserver(entries => entries.some(e => e.isIntersecting) && list_more()).observe($('more'));
function show_list() {
  $('list').replaceChildren();
  listed = 0;
  list_more();
  $('counts').textContent = shown.length === articles.length ? many(articles.length, 'article')
                                                            : `${numbers.format(shown.length)} of ${many(articles.length, 'article')}`;
  if (shown.length && !shown.includes(current)) open_article(shown[0], false);
  else if (!shown.length) {
    current = null;
    $('article').replaceChildren(make('p', null, 'No article has all that. “Clear” shows all of them again.'));
  }
}

/* ---- an article ---- */

function entity_chip(entity, count) {
  const whole = entities.get(entity[0]);
  return make('li', null, make('button', {type: 'button', class: `t-${TYPES[entity[1]]}`, title: entity[0], onclick: () => choose('entity', whole.choice)},
                               entity[2], count > 1 ? ` × ${count}` : ''));
}
function mention_mark(a, mention, text) {
  const entity = a.e[mention[2]];
  const mark = make('mark', {class: `t-${TYPES[entity[1]]}`, tabindex: 0, role: 'button'}, text);
  const show = () => show_tip(mark, a, mention), use = () => choose('entity', entities.get(entity[0]).choice);
  mark.addEventListener('mouseenter', show);
  mark.addEventListener('focus', show);
  mark.addEventListener('mouseleave', hide_tip);
  mark.addEventListener('blur', hide_tip);
  mark.addEventListener('click', use);
  mark.addEventListener('keydown', event => {
    if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      use();
    }
  });
  return mark;
}
/* The text from `start` to `end`, its mentions marked. */
function marked(a, start, end) {
  const nodes = [];
  let at = start;
  for (const mention of a.m) {
    if (mention[0] < at || mention[1] > end) continue;
    if (mention[0] > at) nodes.push(a.t.slice(at, mention[0]));
    nodes.push(mention_mark(a, mention, a.t.slice(mention[0], mention[1])));
    at = mention[1];
  }
  if (at < end) nodes.push(a.t.slice(at, end));
  return nodes;
}
function text_nodes(a) {
  const nodes = [];
  let at = 0;
  for (const [zone, start, end] of a.z) {
    if (start > at) nodes.push(...marked(a, at, start));
    nodes.push(make('span', {class: `z-${ZONES[zone]}`}, ...marked(a, start, end)));
    at = end;
  }
  nodes.push(...marked(a, at, a.t.length));
  return nodes;
}
function open_article(a, focus) {
  if (current && current.button) current.button.removeAttribute('aria-current');
  current = a;
  row_of(a);
  a.button.setAttribute('aria-current', 'true');
  hide_tip();
  const counts = new Array(a.e.length).fill(0);
  for (const mention of a.m) counts[mention[2]]++;
  const parts = [make('h2', null, title_of(a)), make('p', {class: 'soft'}, [a.p, a.d, a.b, a.f].filter(Boolean).join(' · ') || a.id)];
  if (a.T.length)
    parts.push(make('ul', {class: 'chips', 'aria-label': 'Topics'}, ...a.T.map(t => make('li', null, make('button', {
      type: 'button', class: 'topic', title: `score ${t[2]}`, onclick: () => choose('topic', t[0])}, t[1])))));
  parts.push(make('div', {class: 'text'}, ...text_nodes(a)));
  TYPES.forEach((type, n) => {
    const of_type = a.e.map((e, i) => [e, counts[i]]).filter(([e]) => e[1] === n);
    if (of_type.length)
      parts.push(make('h3', null, {person: 'People', place: 'Places', organization: 'Organizations', group: 'Groups', event: 'Events', work: 'Works',
                                   product: 'Products'}[type]), make('ul', {class: 'chips'}, ...of_type.map(([e, c]) => entity_chip(e, c))));
  });
  $('article').replaceChildren(...parts);
  $('article').scrollIntoView && focus && matchMedia('(max-width: 46rem)').matches && $('article').scrollIntoView();
}

/* ---- why ---- */

function show_tip(mark, a, mention) {
  const entity = a.e[mention[2]], tip = $('tip');
  const link = /^Q[0-9]+$/.test(entity[0])
    ? make('a', {href: `https://www.wikidata.org/wiki/${entity[0]}`, rel: 'noreferrer noopener', tabindex: -1}, entity[0]) : entity[0];
  tip.replaceChildren(make('p', null, make('b', null, entity[2]), ` (${TYPES[entity[1]]}, score ${mention[3]})`), make('p', {class: 'soft'}, link),
                      make('ul', null, ...mention.slice(4).map(w => make('li', null, a.w[w]))));
  tip.hidden = false;
  mark.setAttribute('aria-describedby', 'tip');
  const box = mark.getBoundingClientRect(), width = tip.offsetWidth;
  tip.style.left = `${Math.max(8, Math.min(box.left, innerWidth - width - 8)) + scrollX}px`;
  tip.style.top = `${box.bottom + scrollY + 6}px`;
}
function hide_tip() {
  const before = document.querySelector('[aria-describedby="tip"]');
  if (before) before.removeAttribute('aria-describedby');
  $('tip').hidden = true;
}

/* ---- the map ---- */

const SVG = 'http://www.w3.org/2000/svg', WHOLE = [-1800, -840, 3600, 1440];
let view = WHOLE.slice();
function svg(tag, attributes, ...children) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}
function count_shown(kind) {
  const counts = new Map();
  for (const a of shown) for (const id of kind(a)) counts.set(id, (counts.get(id) || 0) + 1);
  return counts;
}
function show_map() {
  const counts = count_shown(a => a.ids);
  const places = [...counts].map(([id, n]) => ({entity: entities.get(id), n})).filter(p => p.entity.type === 1);
  places.sort((a, b) => b.n - a.n || by_articles(a.entity, b.entity));
  const known = places.filter(p => typeof p.entity.lat === 'number');
  const dots = known.slice(0, MOST_DOTS);
  $('map-note').textContent = known.length
    ? `${many(dots.length, 'place')} of the articles shown; the larger the dot, the more articles name it. ${numbers.format(places.length - dots.length)} more have no known position or are named less.`
    : 'No place of these articles has a known position.';
  draw_dots(dots);
  $('places').replaceChildren(...places.slice(0, 60).map(p => make('li', null, make('button', {type: 'button', onclick: () => choose('entity', p.entity.choice)}, p.entity.name),
                                                                  ` ${numbers.format(p.n)}`)));
}
let drawn = [];
function draw_dots(dots) {
  drawn = dots;
  const most = dots.length ? dots[0].n : 1, scale = view[2] / 3600 * (innerWidth < 736 ? 2 : 1);
  $('dots').replaceChildren(...dots.map(p => {
    const label = `${p.entity.name}: ${many(p.n, 'article')}`;
    const dot = svg('circle', {cx: p.entity.lon * 10, cy: -p.entity.lat * 10, r: (8 + 42 * Math.sqrt(p.n / most)) * scale, tabindex: 0, role: 'button', 'aria-label': label}, svg('title', {}, label));
    dot.addEventListener('click', () => choose('entity', p.entity.choice));
    dot.addEventListener('keydown', event => event.key === 'Enter' && choose('entity', p.entity.choice));
    return dot;
  }));
}
function look(x, y, width) {
  const w = Math.min(3600, Math.max(120, width)), h = w * 0.4;
  view = [Math.min(1800 - w, Math.max(-1800, x)), Math.min(600 - h, Math.max(-840, y)), w, h];
  $('map').setAttribute('viewBox', view.join(' '));
  draw_dots(drawn);
}
const zoom = by => look(view[0] + view[2] * (1 - by) / 2, view[1] + view[3] * (1 - by) / 2, view[2] * by);
$('closer').addEventListener('click', () => zoom(0.6));
$('farther').addEventListener('click', () => zoom(1 / 0.6));
$('whole').addEventListener('click', () => look(...WHOLE));
let drag = null;
$('map').addEventListener('pointerdown', event => drag = {x: event.clientX, y: event.clientY, view: view.slice(), moved: false});
addEventListener('pointermove', event => {
  if (!drag || Math.abs(event.clientX - drag.x) + Math.abs(event.clientY - drag.y) < 4 && !drag.moved) return;
  drag.moved = true;
  const unit = drag.view[2] / $('map').clientWidth;
  look(drag.view[0] - (event.clientX - drag.x) * unit, drag.view[1] - (event.clientY - drag.y) * unit, drag.view[2]);
});
addEventListener('pointerup', () => drag = null);

/* ---- topics over time ---- */

const MONTHS = 'january february march april may june july august september october november december'.split(' ');
const month_of = word => MONTHS.findIndex(m => m.startsWith(word.toLowerCase().slice(0, 3)));
function date_of(a) {
  const d = a.i || a.d || '';
  let m = /(\d{4})-(\d\d)(?:-(\d\d))?/.exec(d);
  if (m) return [+m[1], +m[2] - 1, +(m[3] || 1)];
  m = /(\d{1,2})\.? ([A-Za-z]{3,9})\.?,? (\d{4})/.exec(d);
  if (m && month_of(m[2]) >= 0) return [+m[3], month_of(m[2]), +m[1]];
  m = /([A-Za-z]{3,9})\.? (\d{1,2}),? (\d{4})/.exec(d);
  if (m && month_of(m[1]) >= 0) return [+m[3], month_of(m[1]), +m[2]];
  return null;
}
const two = n => String(n).padStart(2, '0');
/* Bins by day, month or year, so that there are some sixty at most. */
function bins_of(dates) {
  const days = dates.map(d => Date.UTC(...d) / 864e5), first = Math.min(...days), last = Math.max(...days);
  if (last - first < 62) return {first, last, bin: d => Date.UTC(...d) / 864e5, name: n => new Date(n * 864e5).toISOString().slice(0, 10)};
  const months = dates.map(d => d[0] * 12 + d[1]);
  const low = Math.min(...months), high = Math.max(...months);
  if (high - low < 72) return {first: low, last: high, bin: d => d[0] * 12 + d[1], name: n => `${Math.floor(n / 12)}-${two(n % 12 + 1)}`};
  return {first: Math.floor(low / 12), last: Math.floor(high / 12), bin: d => d[0], name: String};
}
function chart_of(topic, list, bins) {
  const counts = new Array(bins.last - bins.first + 1).fill(0);
  let dated = 0;
  for (const a of list) {
    const date = date_of(a);
    if (date) counts[bins.bin(date) - bins.first]++, dated++;
  }
  const most = Math.max(1, ...counts), width = 1000 / counts.length, best = counts.indexOf(most);
  const rects = counts.map((n, i) => n ? svg('rect', {x: i * width + width * 0.1, y: 40 - 38 * n / most, width: Math.min(width * 0.8, 60), height: 38 * n / most}, svg('title', {}, `${bins.name(bins.first + i)}: ${n}`)) : null).filter(Boolean);
  const label = dated ? `${topic.label}: most in ${bins.name(bins.first + best)}, ${many(most, 'article')}` : `${topic.label}: no dates`;
  return make('div', {class: 'chart'}, make('button', {type: 'button', onclick: () => choose('topic', topic.id)}, make('b', null, topic.label), ` ${numbers.format(list.length)}`),
              svg('svg', {viewBox: '0 0 1000 40', preserveAspectRatio: 'none', role: 'img', 'aria-label': label}, ...rects),
              make('p', {class: 'soft'}, make('span', null, bins.name(bins.first)), make('span', null, dated ? `most: ${bins.name(bins.first + best)} (${most})` : 'no dates'), make('span', null, bins.name(bins.last))));
}
function bar_of(topic, n, most) {
  return make('div', {class: 'chart'}, make('button', {type: 'button', onclick: () => choose('topic', topic.id)}, make('b', null, topic.label), ` ${numbers.format(n)}`),
              svg('svg', {viewBox: '0 0 1000 40', preserveAspectRatio: 'none', role: 'img', 'aria-label': `${topic.label}: ${many(n, 'article')}`}, svg('rect', {x: 0, y: 4, width: 1000 * n / most, height: 32})));
}
function show_topics() {
  const counts = [...count_shown(a => new Set(a.T.map(t => t[0])))].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  const dates = shown.map(date_of).filter(Boolean), charts = [];
  if (dates.length) {
    const bins = bins_of(dates);
    for (const [id] of counts.slice(0, MOST_TOPICS)) charts.push(chart_of(topics.get(id), shown.filter(a => a.T.some(t => t[0] === id)), bins));
    $('time-note').textContent = `The most frequent topics. ${numbers.format(dates.length)} of ${many(shown.length, 'article')} say when they were published; each bar is how many of them, at that time.`;
  } else {
    for (const [id, n] of counts) charts.push(bar_of(topics.get(id), n, counts[0][1]));
    $('time-note').textContent = counts.length ? 'None of these articles says on which day it was published; the bars are all articles of a topic.' : 'No topics here.';
  }
  $('charts').replaceChildren(...charts);
}

/* ---- views and keys ---- */

const views = ['articles', 'map', 'topics'];
let open = 'articles';
function show_view() {
  if (open === 'map') show_map();
  if (open === 'topics') show_topics();
}
function open_view(name, focus) {
  open = name;
  for (const v of views) {
    $(`view-${v}`).hidden = v !== name;
    $(`tab-${v}`).setAttribute('aria-selected', String(v === name));
    $(`tab-${v}`).tabIndex = v === name ? 0 : -1;
  }
  if (focus) $(`tab-${name}`).focus();
  hide_tip();
  show_view();
}
for (const name of views) $(`tab-${name}`).addEventListener('click', () => open_view(name));
$('views').addEventListener('keydown', event => {
  const step = {ArrowRight: 1, ArrowLeft: -1}[event.key];
  if (step) open_view(views[(views.indexOf(open) + step + views.length) % views.length], true);
});
function step_article(by) {
  const next = shown[shown.indexOf(current) + by];
  if (!next) return;
  while (shown.indexOf(next) >= listed) list_more();
  open_article(next, false);
  next.button.focus({preventScroll: false});
}
$('list').addEventListener('keydown', event => {
  const by = {ArrowDown: 1, ArrowUp: -1}[event.key];
  if (by) {
    event.preventDefault();
    step_article(by);
  }
});
addEventListener('keydown', event => {
  const typing = /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName);
  if (event.key === '/' && !typing) {
    event.preventDefault();
    $('words').focus();
  } else if (event.key === 'Escape') {
    hide_tip();
  } else if ((event.key === 'j' || event.key === 'k') && !typing && open === 'articles' && !event.ctrlKey && !event.metaKey) {
    step_article(event.key === 'j' ? 1 : -1);
  }
});
for (const id of ['words', 'entity']) $(id).addEventListener('input', filter_soon);
for (const id of ['topic', 'publisher']) $(id).addEventListener('change', filter);
$('filters').addEventListener('submit', event => event.preventDefault());
$('filters').addEventListener('reset', () => setTimeout(filter));
filter();
document.documentElement.dataset.ready = 'yes';
