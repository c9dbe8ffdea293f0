// Bars on a time axis. A strip is one stop of the Tab key; arrows go from bar to bar.

const NARROWEST = 1 / 500; // of a strip; what is closer together is one bar

// Of films one behind the other as wide as they are long: {film number: {at, width}}, from 0 to 1.
function axisOf(list) {
  const long = list.filter(film => film.ms > 0);
  const whole = long.reduce((sum, film) => sum + film.ms, 0), least = whole / 2000;
  const width = long.map(film => Math.max(film.ms, least)), sum = width.reduce((a, b) => a + b, 0);
  const axis = new Map();
  let at = 0;
  long.forEach((film, index) => {
    axis.set(film.number, { at: at / sum, width: width[index] / sum, film });
    at += width[index];
  });
  return axis;
}

// Groups of spans that one bar stands for: {from, to, spans}, in the order of the axis.
function barsOf(list, axis) {
  const bars = [];
  const placed = list.filter(span => axis.has(span.film)).map(span => {
    const { at, width, film } = axis.get(span.film);
    const from = at + width * Math.min(span.from / film.ms, 1);
    return { from, to: Math.max(at + width * Math.min(span.to / film.ms, 1), from), span };
  }).sort((a, b) => a.from - b.from);
  for (const { from, to, span } of placed) {
    const last = bars[bars.length - 1];
    if (last && from < Math.max(last.to, last.from + NARROWEST)) {
      last.to = Math.max(last.to, to);
      last.spans.push(span);
    } else {
      bars.push({ from, to, spans: [span] });
    }
  }
  return bars;
}

function barTitle(bar) {
  const span = bar.spans[0];
  const first = `${people[span.who].title} · ${films[span.film].name} · ${clock(span.from, 1)} – ${clock(span.to, 1)}`;
  return bar.spans.length === 1 ? first : `${first} (and ${bar.spans.length - 1} more close by)`;
}

function percent(part) {
  return `${(100 * part).toFixed(3)}%`;
}

function stripOf(list, axis, label) {
  const strip = make('div', { className: 'strip', role: 'group', 'aria-label': label });
  for (const bar of barsOf(list, axis)) {
    const title = barTitle(bar);
    const button = make('button', { type: 'button', className: 'bar', tabIndex: -1, title, 'aria-label': title });
    button.style.left = percent(bar.from);
    button.style.width = percent(bar.to - bar.from);
    button.dataset.span = bar.spans[0].number;
    strip.append(button);
  }
  if (strip.firstChild)
    strip.firstChild.tabIndex = 0;
  return strip;
}

// Where one film ends and the next begins, behind the bars; with many films it would be a grey curtain.
function bordersOf(axis) {
  if (axis.size < 2 || axis.size > 120)
    return null;
  const borders = make('div', { className: 'borders', 'aria-hidden': 'true' });
  let number = 0;
  for (const { at, width } of axis.values()) {
    if (number++ % 2) {
      const film = make('i');
      film.style.left = percent(at);
      film.style.width = percent(width);
      borders.append(film);
    }
  }
  return borders;
}

// Times below a strip of one film, or the films' names below one of a few.
function scaleOf(axis) {
  const scale = make('div', { className: 'scale', 'aria-hidden': 'true' });
  if (axis.size === 1) {
    const [{ film }] = axis.values();
    for (let part = 0; part <= 4; part++) {
      const mark = make('span', { textContent: clock(film.ms * part / 4) });
      mark.style.left = percent(part / 4);
      scale.append(mark);
    }
  } else {
    for (const { at, width, film } of axis.values()) {
      if (width < 0.09)
        continue;
      const mark = make('span', { className: 'film name', textContent: film.name, title: film.path });
      mark.style.left = percent(at);
      mark.style.width = percent(width);
      scale.append(mark);
    }
  }
  return scale;
}

function stepTo(bar, other) {
  if (!other)
    return;
  bar.tabIndex = -1;
  other.tabIndex = 0;
  other.focus();
}

// In the strip above or below, the bar that is nearest.
function acrossFrom(bar, step) {
  const strips = [...document.querySelectorAll('main .strip')].filter(strip => strip.firstChild && strip.offsetParent);
  const strip = strips[strips.indexOf(bar.parentNode) + step];
  if (!strip)
    return null;
  const at = parseFloat(bar.style.left);
  return [...strip.children].reduce((best, other) =>
    Math.abs(parseFloat(other.style.left) - at) < Math.abs(parseFloat(best.style.left) - at) ? other : best);
}

function barKey(event) {
  const bar = event.target.closest && event.target.closest('.bar');
  if (!bar || event.altKey || event.ctrlKey || event.metaKey)
    return;
  const go = {
    ArrowRight: () => bar.nextElementSibling, ArrowLeft: () => bar.previousElementSibling,
    Home: () => bar.parentNode.firstChild, End: () => bar.parentNode.lastChild,
    ArrowDown: () => acrossFrom(bar, 1), ArrowUp: () => acrossFrom(bar, -1),
  }[event.key];
  if (!go)
    return;
  event.preventDefault();
  const other = go();
  if (other && other.parentNode !== bar.parentNode)
    [...other.parentNode.children].forEach(one => { one.tabIndex = -1; });
  if (other && other.parentNode !== bar.parentNode) {
    other.tabIndex = 0;
    other.focus();
  } else {
    stepTo(bar, other);
  }
}
