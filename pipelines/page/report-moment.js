// The moment that a bar stands for: the face at its best, the film from there on, and how to play it elsewhere.

const moment = document.getElementById('moment');
let opener = null; // what had the focus before

// The bytes that a file's address stands for: names need not be UTF-8.
function bytesOf(address) {
  const bytes = [];
  for (let i = 0; i < address.length; i++) {
    if (address[i] === '%') {
      bytes.push(parseInt(address.substr(i + 1, 2), 16));
      i += 2;
    } else {
      bytes.push(...new TextEncoder().encode(address[i]));
    }
  }
  return bytes;
}

// As one word for a shell, whatever is in it; what one cannot see is written out.
function shellWord(bytes) {
  let text = null;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(new Uint8Array(bytes));
  } catch (error) { /* no UTF-8: byte by byte */ }
  if (text !== null && /^[\w@%+=:,./-]+$/.test(text) && !text.startsWith('-'))
    return text;
  if (text !== null && !/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\ufffd]/u.test(text))
    return `'${text.replace(/'/g, "'\\''")}'`;
  return `$'${bytes.map(byte => byte < 32 || byte > 126 || byte === 39 || byte === 92
    ? `\\x${byte.toString(16).padStart(2, '0')}` : String.fromCharCode(byte)).join('')}'`;
}

// The film's path on this machine where the page is a file; else as it was named.
function pathBytes(film) {
  if (location.protocol === 'file:')
    return bytesOf(new URL(film.link, location.href).pathname);
  const bytes = [...new TextEncoder().encode(film.path)];
  return film.path.startsWith('-') ? [46, 47, ...bytes] : bytes;
}

async function copy(text, button) {
  const before = button.textContent;
  try {
    await navigator.clipboard.writeText(text);
  } catch (error) {
    const area = make('textarea', { value: text, className: 'away' });
    document.body.append(area);
    area.select();
    document.execCommand('copy');
    area.remove();
  }
  button.textContent = 'Copied';
  setTimeout(() => { button.textContent = before; }, 1500);
}

function commandOf(text) {
  const button = make('button', { type: 'button', className: 'button copy', textContent: 'Copy' });
  button.addEventListener('click', () => copy(text, button));
  return make('div', { className: 'command' }, make('code', { textContent: text }), button);
}

// Browsers say of few kinds for sure that they cannot: those are not even tried.
const NEVER = /\.(mpe?g|mpe|m2v|vob|ts|m2ts|mts|avi|wmv|asf|flv|rm|rmvb|mjpe?g|dv|mxf|y4m|yuv|gif|jpe?g|png|pgm|ppm|bmp)$/i;

function cannotPlay(player, film) {
  player.replaceChildren(make('p', { className: 'unplayable' },
    'This browser does not play ', nameOf(film.name), '. The commands below do.'));
}

// What there is to play, the film itself first: {label, address}.
function sourcesOf(film) {
  const sources = [];
  if (!NEVER.test(film.path))
    sources.push({ label: 'The film', address: film.link });
  if (film.annotated)
    sources.push({ label: 'With names', address: `${film.folder}/${film.annotated}` });
  return sources;
}

// Plays a source from a time on; tries the next one when it cannot.
function play(player, film, sources, number, at) {
  if (number >= sources.length) {
    cannotPlay(player, film);
    return;
  }
  const next = () => play(player, film, sources, number + 1, at);
  const video = make('video', { controls: true, preload: 'metadata', muted: true, playsInline: true });
  video.addEventListener('loadedmetadata', () => {
    if (!video.videoWidth)
      next();
    else if (Math.abs(video.currentTime - at) > 0.05)
      video.currentTime = at;
  });
  video.addEventListener('error', next);
  video.src = `${sources[number].address}#t=${at}`;
  const choices = sources.length < 2 ? '' : make('div', { className: 'choices' }, ...sources.map((source, other) =>
    make('button', { type: 'button', className: 'button', textContent: source.label, 'aria-pressed': String(other === number),
      onclick: () => play(player, film, sources, other, video.currentTime || at) })));
  player.replaceChildren(video, choices);
}

function playerOf(film, span) {
  const player = make('div', { className: 'player' });
  play(player, film, sourcesOf(film), 0, span.from / 1000);
  return player;
}

function factsOf(span) {
  const film = films[span.film];
  const facts = make('dl', { className: 'facts' });
  const add = (term, ...what) => facts.append(make('dt', { textContent: term }), make('dd', {}, ...what));
  add('From', make('b', { className: 'from', textContent: clock(span.from, 3) }), ` to ${clock(span.to, 3)}, ${length(span.to - span.from)}`);
  add('Best seen', `${clock(span.best, 3)}, frame ${span.frame.toLocaleString('en')}`);
  if (span.confidence !== null && people[span.who].named)
    add('Confidence', `${Math.round(100 * span.confidence)} %`);
  add('Film', nameOf(film.path, 'bdi'));
  return facts;
}

// The spans before and after, of the same one, as far as they are shown.
function neighbours(span) {
  const list = shown.spansOf.get(span.who) || people[span.who].spans, index = list.indexOf(span);
  return { before: list[index - 1], after: list[index + 1], text: index >= 0 ? `${index + 1} of ${list.length}` : '' };
}

function stepsOf(span) {
  const { before, after, text } = neighbours(span);
  const step = (label, key, other) => make('button', { type: 'button', className: 'button', textContent: label,
    disabled: !other, title: key, onclick: () => showMoment(other) });
  return make('div', { className: 'steps' }, step('← Before', 'Left arrow', before),
    make('span', { className: 'dim', textContent: text }), step('After →', 'Right arrow', after));
}

function pictureFor(who, span) {
  const face = faceOf(who, span);
  face.className = face.tagName === 'IMG' ? 'best' : 'face none best';
  if (face.tagName === 'IMG')
    face.alt = `${who.title} at ${clock(span.best, 1)}`;
  return face;
}

function showMoment(span) {
  const film = films[span.film], who = people[span.who], path = pathBytes(film), at = (span.from / 1000).toFixed(3);
  if (moment.hidden)
    opener = document.activeElement;
  document.querySelectorAll('.bar.open').forEach(bar => bar.classList.remove('open'));
  document.querySelectorAll(`.bar[data-span="${span.number}"]`).forEach(bar => bar.classList.add('open'));
  moment.replaceChildren(
    make('div', { className: 'top' }, pictureFor(who, span),
      make('div', { className: 'who' }, nameOf(who.title, 'h2'), make('p', { className: 'dim' }, nameOf(film.name))),
      make('button', { type: 'button', className: 'button close', textContent: '×', title: 'Close (Escape)',
        'aria-label': 'Close', onclick: hideMoment })),
    stepsOf(span), playerOf(film, span), factsOf(span),
    make('h3', { textContent: 'Play it elsewhere' }),
    commandOf(`mpv --start=${at} ${shellWord(path)}`), commandOf(`ffplay -ss ${at} ${shellWord(path)}`));
  moment.dataset.span = span.number;
  moment.hidden = false;
  document.body.classList.add('with-moment');
  moment.focus({ preventScroll: true });
  moment.scrollTop = 0;
}

function hideMoment() {
  moment.querySelectorAll('video').forEach(video => video.pause());
  moment.hidden = true;
  moment.replaceChildren();
  document.body.classList.remove('with-moment');
  document.querySelectorAll('.bar.open').forEach(bar => bar.classList.remove('open'));
  if (opener && opener.isConnected)
    opener.focus({ preventScroll: true });
}

function momentKey(event) {
  if (moment.hidden || event.altKey || event.ctrlKey || event.metaKey)
    return;
  if (event.key === 'Escape') {
    hideMoment();
    return;
  }
  const { before, after } = neighbours(spans[moment.dataset.span]);
  const other = { ArrowLeft: before, ArrowRight: after }[event.key];
  if (other && moment.contains(event.target) && event.target.tagName !== 'VIDEO') {
    event.preventDefault();
    showMoment(other);
  }
}
