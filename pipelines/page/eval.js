// The report of gst-facerec eval. Without it every plot is there; it moves thresholds and dots.

// A slider under each histogram: what a threshold would do.
const percent = value => Number.isNaN(value) ? '–' : (100 * value).toFixed(value > 0 && value < 0.1 ? 2 : 1) + ' %';
for (const tool of document.querySelectorAll('.try')) {
  const points = tool.dataset.curve.split(';').map(point => point.split(',').map(Number));
  const slider = tool.querySelector('input'), output = tool.querySelector('output');
  const mark = tool.closest('figure').querySelector('.slider');
  const to = Number(tool.dataset.to), steps = points.length - 1;
  const show = () => {
    const part = slider.value / steps, x = Number(mark.dataset.left) + part * Number(mark.dataset.width);
    const [tar, far, tpir, fpir] = points[slider.value];
    mark.setAttribute('x1', x);
    mark.setAttribute('x2', x);
    output.textContent = `At ${(part * to).toFixed(3)}: ${percent(tar)} of one person's pairs recognised, ` +
      `${percent(far)} of different people's mistaken.` + (Number.isNaN(tpir) ? '' :
        ` With half of the people enrolled: ${percent(tpir)} of known people named right, ${percent(fpir)} of strangers named.`);
  };
  slider.value = Math.round(Number(tool.dataset.threshold) / to * steps);
  slider.addEventListener('input', () => { mark.setAttribute('visibility', 'visible'); show(); });
  show();
  tool.hidden = false;
}

// Two ways to lay out the dots.
const ways = [...document.querySelectorAll('[data-map]')];
for (const button of ways) {
  button.parentElement.hidden = false;
  button.addEventListener('click', () => {
    for (const other of ways)
      other.setAttribute('aria-pressed', other === button);
    for (const dot of document.querySelectorAll('.map .dot')) {
      const [x, y] = dot.dataset[button.dataset.map].split(',');
      dot.setAttribute('cx', x);
      dot.setAttribute('cy', y);
      dot.style.cx = x + 'px';
      dot.style.cy = y + 'px';
    }
  });
}

// One person's dots, in all maps; a click on the same person or beside the dots brings all back.
let chosen = null;
for (const map of document.querySelectorAll('.map'))
  map.addEventListener('click', event => {
    const person = event.target.dataset.person;
    chosen = person === undefined || person === chosen ? null : person;
    for (const other of document.querySelectorAll('.map')) {
      other.classList.toggle('chosen', chosen !== null);
      for (const dot of other.querySelectorAll('.dot'))
        dot.classList.toggle('chosen', dot.dataset.person === chosen);
    }
  });
