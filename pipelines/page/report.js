// What ties the parts together: the fields above, which view is shown, the keys.

const fields = { person: document.getElementById('person'), film: document.getElementById('film'),
  order: document.getElementById('order'), strangers: document.getElementById('strangers') };
const tabs = [...document.querySelectorAll('[role="tab"]')];
const VIEWS = { people: showPeople, films: showFilms, problems: showProblems };
const view = document.getElementById('view');
let current = 'people', late = 0;

function refresh() {
  choose({ person: fields.person.value, film: fields.film.value, order: fields.order.value,
    strangers: fields.strangers.checked });
  VIEWS[current](view);
  const people = shown.people.filter(entry => entry.who.named).length;
  const others = shown.people.filter(entry => isStranger(entry.who)).length;
  document.getElementById('found').textContent = `${count(people, 'person', 'people')}, ${count(others, 'stranger')}, `
    + count(shown.films.length, 'film');
  document.querySelectorAll(`.bar[data-span="${moment.dataset.span}"]`).forEach(bar =>
    bar.classList.toggle('open', !moment.hidden));
}

function turnTo(name) {
  current = name;
  for (const tab of tabs) {
    tab.setAttribute('aria-selected', String(tab.dataset.view === name));
    tab.tabIndex = tab.dataset.view === name ? 0 : -1;
    if (tab.dataset.view === name)
      view.setAttribute('aria-labelledby', tab.id);
  }
}

// Turns to a view with these words in the fields.
function lookFor(wanted) {
  fields.person.value = wanted.person;
  fields.film.value = wanted.film;
  turnTo(wanted.view);
  refresh();
  scrollTo(0, 0);
  tabs.find(tab => tab.dataset.view === wanted.view).focus();
}

for (const tab of tabs) {
  tab.addEventListener('click', () => { turnTo(tab.dataset.view); refresh(); });
  tab.addEventListener('keydown', event => {
    const step = { ArrowRight: 1, ArrowLeft: tabs.length - 1 }[event.key];
    if (step) {
      const other = tabs[(tabs.indexOf(tab) + step) % tabs.length];
      other.click();
      other.focus();
    }
  });
}

for (const field of [fields.person, fields.film])
  field.addEventListener('input', () => {
    clearTimeout(late);
    late = setTimeout(refresh, 120);
  });
fields.order.addEventListener('change', refresh);
fields.strangers.addEventListener('change', refresh);
document.getElementById('clear').addEventListener('click', () => {
  fields.person.value = fields.film.value = '';
  refresh();
  fields.person.focus();
});
view.addEventListener('click', event => {
  const bar = event.target.closest('.bar');
  if (bar) {
    [...bar.parentNode.children].forEach(one => { one.tabIndex = -1; });
    bar.tabIndex = 0;
    showMoment(spans[bar.dataset.span]);
  }
});
document.addEventListener('keydown', event => {
  if (event.key === '/' && !event.ctrlKey && !event.metaKey && !event.target.closest('input, select, textarea')) {
    event.preventDefault();
    fields.person.focus();
    fields.person.select();
  }
  barKey(event);
  momentKey(event);
});

turnTo('people');
refresh();
document.documentElement.dataset.ready = 'yes';
