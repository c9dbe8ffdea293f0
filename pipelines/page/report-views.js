// The three views: who was seen, what is in each film, and what went wrong. Rows are made when they come into view.

const CHUNK = 40;
const LANES = 12; // in an opened row before it asks whether to show all

let watcher = null;

// Makes the items' elements as they are scrolled to.
function fill(container, items, render) {
  let made = 0;
  const end = make('div', { className: 'end' });
  const more = () => {
    const part = document.createDocumentFragment();
    for (const item of items.slice(made, made + CHUNK))
      part.append(render(item));
    made += CHUNK;
    end.before(part);
    if (made >= items.length) {
      watcher.disconnect();
      end.remove();
    }
  };
  if (watcher)
    watcher.disconnect();
  watcher = new IntersectionObserver(entries => {
    if (entries.some(entry => entry.isIntersecting))
      more();
    // What was added may not reach the edge of the window yet, and then nothing would tell again.
    if (end.isConnected) {
      watcher.unobserve(end);
      watcher.observe(end);
    }
  }, { rootMargin: '600px' });
  container.replaceChildren(end);
  more();
  if (end.isConnected)
    watcher.observe(end);
}

function laneOf(who, label, list, axis, title) {
  const lane = make('div', { className: 'lane' }, label, stripOf(list, axis, title));
  lane.style.setProperty('--c', who.colour);
  return lane;
}

// Some lanes at once, the others when asked for.
function lanesOf(makers) {
  const lanes = make('div', { className: 'lanes' });
  lanes.append(...makers.slice(0, LANES).map(maker => maker()));
  if (makers.length > LANES) {
    const all = make('button', { type: 'button', className: 'button all', textContent: `Show all ${makers.length}` });
    all.addEventListener('click', () => {
      const rest = makers.slice(LANES).map(maker => maker());
      all.replaceWith(...rest);
      rest[0].querySelector('.bar, button').focus();
    });
    lanes.append(all);
  }
  return lanes;
}

// ---- people ----

function filmsOf(entry) {
  const byFilm = new Map();
  for (const span of entry.list) {
    if (!byFilm.has(span.film))
      byFilm.set(span.film, []);
    byFilm.get(span.film).push(span);
  }
  return lanesOf([...byFilm].map(([number, list]) => () => {
    const film = films[number];
    const label = make('button', { type: 'button', className: 'label', title: `${film.path}: show this film`,
      onclick: () => lookFor({ view: 'films', film: film.path, person: '' }) },
      nameOf(film.name), make('small', { className: 'dim', textContent: clock(film.ms) }));
    return laneOf(entry.who, label, list, axisOf([film]), `${entry.who.title} in ${film.name}`);
  }));
}

function personRow(entry, axis) {
  const { who, list } = entry;
  const meta = [count(entry.films, 'film'), length(entry.time), count(list.length, 'time')].join(' · ');
  const head = make('button', { type: 'button', className: 'head', 'aria-expanded': 'false',
    title: 'Show film by film' }, faceOf(who),
    make('span', { className: 'words' }, nameOf(who.title), make('small', { className: 'dim', textContent: meta })));
  const body = make('div', { className: 'body', hidden: true });
  const row = make('section', { className: `row ${who.kind}`, 'aria-label': who.title },
    make('div', { className: 'line' }, head, make('div', { className: 'track' }, bordersOf(axis) || '',
      stripOf(list, axis, `${who.title} in all films`))), body);
  row.style.setProperty('--c', who.colour);
  row.dataset.who = who.number;
  head.addEventListener('click', () => {
    if (!body.firstChild)
      body.append(filmsOf(entry));
    body.hidden = !body.hidden;
    head.setAttribute('aria-expanded', String(!body.hidden));
  });
  return row;
}

function divider(entry, index) {
  if (!index || shown.people[index - 1].who.named === entry.who.named)
    return entry.who.named || index ? null : make('h2', { className: 'divider', textContent: 'Strangers' });
  return make('h2', { className: 'divider', textContent: 'Strangers' });
}

function showPeople(view) {
  const axis = axisOf(shown.films);
  const list = make('div', { className: 'list' });
  view.replaceChildren(make('div', { className: 'axis' }, make('span', { className: 'dim axis-name',
    textContent: axis.size === 1 ? 'Time in the film' : `${count(axis.size, 'film')}, one after the other` }), scaleOf(axis)), list);
  if (!shown.people.length)
    list.append(nothing('Nobody', shown.films.length ? 'was seen' : 'was found'));
  else
    fill(list, shown.people.map((entry, index) => ({ entry, index })), ({ entry, index }) => {
      const part = document.createDocumentFragment();
      part.append(divider(entry, index) || '', personRow(entry, axis));
      return part;
    });
}

// ---- films ----

function groupsIn(film) {
  const byWho = new Map();
  for (const span of shown.spansIn.get(film.number) || []) {
    if (!byWho.has(span.who))
      byWho.set(span.who, []);
    byWho.get(span.who).push(span);
  }
  const rank = who => who.named ? 0 : who.kind === 'brief' ? 2 : 1;
  return [...byWho].map(([number, list]) => ({ who: people[number], list }))
    .sort((a, b) => rank(a.who) - rank(b.who) || seconds(b.list) - seconds(a.list) || a.who.number - b.who.number);
}

function filmCard(film) {
  const groups = groupsIn(film), axis = axisOf([film]);
  const named = groups.filter(group => group.who.named).length;
  const strangers = groups.filter(group => isStranger(group.who)).length;
  const parts = [clock(film.ms), film.width ? `${film.width}×${film.height}` : null, count(named, 'person', 'people'),
    strangers ? count(strangers, 'stranger') : null].filter(part => part);
  const card = make('section', { className: 'film-card card', 'aria-label': film.name },
    make('div', { className: 'film-head' }, nameOf(film.name, 'h2'), badgeOf(film),
      make('span', { className: 'dim', textContent: parts.join(' · ') })),
    make('p', { className: 'path dim' }, nameOf(film.path)));
  card.dataset.film = film.number;
  if (film.reason)
    card.append(make('p', { className: `reason ${film.status}` }, nameOf(film.reason)));
  if (groups.length) {
    card.append(lanesOf(groups.map(({ who, list }) => () => laneOf(who,
      make('button', { type: 'button', className: 'label', title: `${who.title}: show all films`,
        onclick: () => lookFor({ view: 'people', person: who.title, film: '' }) },
        faceOf(who, list.find(span => span.picture !== null && span.picture >= 0)), nameOf(who.title)),
      list, axis, `${who.title} in ${film.name}`))));
    card.append(make('div', { className: 'lane' }, make('span'), scaleOf(axis)));
  } else if (film.status !== 'failed') {
    card.append(make('p', { className: 'dim', textContent: 'Nobody was seen.' }));
  }
  return card;
}

function showFilms(view) {
  const list = make('div', { className: 'list' });
  view.replaceChildren(list);
  if (shown.films.length)
    fill(list, shown.films, filmCard);
  else
    list.append(nothing('No film', 'was found'));
}

// ---- what went wrong ----

function badgeOf(film) {
  return film.status === 'done' ? null : make('span', { className: `badge ${film.status}`, textContent: film.status });
}

function showProblems(view) {
  const list = shown.films.filter(film => film.status !== 'done');
  const rows = make('tbody');
  const table = make('table', { className: 'problems card' }, make('thead', {}, make('tr', {},
    make('th', { textContent: 'Film', scope: 'col' }), make('th', { textContent: 'What', scope: 'col' }),
    make('th', { textContent: 'Why', scope: 'col' }))), rows);
  view.replaceChildren(list.length ? table : nothing('No film', 'has failed or is damaged'));
  if (list.length)
    fill(rows, list, film => make('tr', {}, make('td', {}, nameOf(film.path)), make('td', {}, badgeOf(film)),
      make('td', {}, nameOf(film.reason || ''))));
}

function nothing(what, why) {
  return make('p', { className: 'nothing' }, `${what} ${why}`,
    document.getElementById('person').value || document.getElementById('film').value ? ' by these words.' : '.');
}
