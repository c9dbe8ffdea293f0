// What the report is about, as its C side has written it into the page, and what of it is shown.

const data = JSON.parse(document.getElementById('data').textContent);
const films = data.films, people = data.people, pictures = data.pictures;
const spans = data.spans.map(([film, who, from, to, confidence, best, frame, track, picture], number) =>
  ({ number, film, who, from, to, confidence, best, frame, track, picture }));
const COLOURS = 10;

films.forEach((film, number) => {
  film.number = number;
  film.name = film.path.split('/').filter(part => part).pop() || film.path;
  film.spans = [];
  film.sought = film.path.toLowerCase();
});
people.forEach((who, number) => {
  who.number = number;
  who.named = who.kind === 'person';
  who.spans = [];
  who.title = who.kind === 'person' ? who.name : who.kind === 'cluster' ? `Stranger ${who.name}`
    : who.kind === 'stranger' ? `${who.name} in ${films[who.film].name}` : 'Seen too briefly to tell';
  who.sought = who.title.toLowerCase();
  who.colour = who.named ? `var(--c${number % COLOURS})` : who.kind === 'brief' ? 'var(--brief)' : 'var(--stranger)';
});
for (const span of spans) {
  films[span.film].spans.push(span);
  people[span.who].spans.push(span);
}
// A photo has no length, and yet a place on the axis.
for (const film of films)
  film.ms = Math.max(film.ms, film.spans.length ? 1 : 0);

// The part of the data that the two fields, the sorting and the box for strangers leave.
const shown = { films: [], people: [], spansOf: new Map(), spansIn: new Map() };

function matches(sought, words) {
  return words.every(word => sought.includes(word));
}

function seconds(list) {
  return list.reduce((sum, span) => sum + span.to - span.from, 0);
}

const ORDERS = {
  time: (a, b) => b.time - a.time || a.who.number - b.who.number,
  films: (a, b) => b.films - a.films || b.time - a.time || a.who.number - b.who.number,
  name: (a, b) => a.who.title.localeCompare(b.who.title, undefined, { numeric: true }) || a.who.number - b.who.number,
};

function choose(wanted) {
  const who = wanted.person.toLowerCase().split(/\s+/).filter(word => word);
  const where = wanted.film.toLowerCase().split(/\s+/).filter(word => word);
  const goodFilm = films.map(film => matches(film.sought, where));
  const goodWho = people.map(one => (one.named || wanted.strangers) && matches(one.sought, who));
  shown.spansOf.clear();
  shown.spansIn.clear();
  for (const span of spans) {
    if (!goodFilm[span.film] || !goodWho[span.who])
      continue;
    for (const [map, key] of [[shown.spansOf, span.who], [shown.spansIn, span.film]]) {
      if (!map.has(key))
        map.set(key, []);
      map.get(key).push(span);
    }
  }
  shown.films = films.filter(film => goodFilm[film.number] && (!who.length || shown.spansIn.has(film.number)));
  const found = [...shown.spansOf].map(([number, list]) => ({
    who: people[number], list, time: seconds(list), films: new Set(list.map(span => span.film)).size,
  }));
  // People first, then strangers; those of whom too little was seen last.
  const rank = entry => entry.who.named ? 0 : entry.who.kind === 'brief' ? 2 : 1;
  shown.people = found.sort((a, b) => rank(a) - rank(b) || ORDERS[wanted.order](a, b));
}

// Those of whom too little was seen are nobody in particular.
function isStranger(who) {
  return !who.named && who.kind !== 'brief';
}

// ---- words ----

function clock(ms, digits = 0) {
  const whole = Math.floor(ms / 1000), rest = digits ? `.${String(Math.floor(ms % 1000)).padStart(3, '0').slice(0, digits)}` : '';
  const two = value => String(value).padStart(2, '0');
  const hours = Math.floor(whole / 3600), minutes = Math.floor(whole / 60) % 60;
  return (hours ? `${hours}:${two(minutes)}` : `${minutes}`) + `:${two(whole % 60)}${rest}`;
}

function length(ms) {
  return ms < 60000 ? `${(ms / 1000).toFixed(1)} s` : ms < 3600000 ? `${Math.round(ms / 6000) / 10} min`
    : `${Math.round(ms / 36000) / 100} h`;
}

function count(n, one, many = one + 's') {
  return `${n.toLocaleString('en')} ${n === 1 ? one : many}`;
}

// ---- elements: text is text, never HTML ----

function make(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name.startsWith('on'))
      element.addEventListener(name.slice(2), value);
    else if (name in element && name !== 'role')
      element[name] = value;
    else
      element.setAttribute(name, value);
  }
  element.append(...children.filter(child => child !== null && child !== undefined));
  return element;
}

function nameOf(text, tag = 'bdi') {
  return make(tag, { className: 'name', textContent: text });
}

// The address of a span's picture: in the page, or else in the film's folder beside it; null: there is none.
function pictureOf(span) {
  if (span.picture === null)
    return null;
  return span.picture >= 0 ? pictures[span.picture]
    : `${films[span.film].folder}/faces/track-${span.track}.jpg`;
}

function faceOf(who, span) {
  const inPage = who.picture === null ? null : pictures[who.picture];
  const address = span ? pictureOf(span) || inPage : inPage;
  if (!address)
    return make('span', { className: 'face none', 'aria-hidden': 'true', textContent: [...who.title][0] });
  const face = make('img', { className: 'face', alt: '', decoding: 'async', src: address });
  // The folder may be elsewhere: then what is in the page does.
  if (inPage && address !== inPage)
    face.addEventListener('error', () => { face.src = inPage; }, { once: true });
  return face;
}
