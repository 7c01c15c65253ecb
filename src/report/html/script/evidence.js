// The list of sentences with its filters, a page at a time.
const PER_PAGE = 25;
const evidence = { filters: {}, found: [], page: 0 };

const choice = (key, title, options) => {
  const select = make('select', { id: `filter-${key}`, on: { change: () => setFilter(key, select.value) } },
    make('option', { value: '' }, say('ui_any')), options.map(([value, name]) => make('option', { value }, name)));
  return make('label', null, title, select);
};

const setFilter = (key, value) => {
  const filters = { ...evidence.filters, [key]: value };
  if (key === 'q') delete filters.t;
  history.replaceState(null, '', writeFilters(filters));
  showEvidence(filters, false);
};

const controls = () => {
  const boxes = [choice('s', say('ui_source'), sources.map((name, at) => [at, name.length > 60 ? `${name.slice(0, 60)}…` : name]))];
  heads.forEach((head, at) => boxes.push(choice(`h${at}`, head.title, head.classes.map((klass, n) => [n, klass.title]))));
  boxes.push(choice('l', say('ui_labelled'), [['yes', say('ui_labelled_yes')], ['no', say('ui_labelled_no')], ['wrong', say('ui_labelled_wrong')]]));
  const least = make('input', { id: 'filter-p', type: 'range', min: 0, max: 100, step: 5, value: 0, on: { change: () => setFilter('p', least.value === '0' ? '' : least.value), input: () => { shown.textContent = ` ${least.value}%`; } } });
  const shown = make('bdi', { id: 'filter-p-shown', class: 'number' }, ' 0%');
  boxes.push(make('label', null, say('ui_probability'), shown, least));
  let waiting = 0;
  const search = make('input', { id: 'filter-q', type: 'search', dir: 'auto', autocomplete: 'off', on: { input: () => { clearTimeout(waiting); waiting = setTimeout(() => setFilter('q', search.value), 200); } } });
  boxes.push(make('label', { class: 'wide' }, say('ui_search'), search));
  return make('form', { class: 'filters', on: { submit: (event) => event.preventDefault() } }, boxes);
};

const startEvidence = () => {
  const view = document.getElementById('evidence-view');
  const step = (by) => () => { evidence.page += by; drawPage(); document.getElementById('evidence-h').focus(); };
  view.append(
    controls(),
    make('div', { class: 'bar' },
      make('span', { class: 'found', id: 'found', role: 'status', 'aria-live': 'polite' }),
      make('button', { type: 'button', id: 'clear', on: { click: () => { location.hash = '#e?'; } } }, say('ui_clear')),
      make('button', { type: 'button', id: 'save', on: { click: () => save('sentences.csv', sentencesAsCsv(evidence.found)) } }, say('ui_download_sentences'))),
    make('ol', { class: 'sentences', id: 'list' }),
    make('div', { class: 'bar' },
      make('button', { type: 'button', id: 'previous', on: { click: step(-1) } }, say('ui_previous')),
      make('span', { id: 'page-number', class: 'small' }),
      make('button', { type: 'button', id: 'next', on: { click: step(1) } }, say('ui_next'))));
  showEvidence({}, false);
};

const showEvidence = (filters, move) => {
  evidence.filters = filters;
  evidence.found = find(filters);
  evidence.page = 0;
  for (const key of ['s', 'l', ...heads.map((_, head) => `h${head}`)]) {
    const select = document.getElementById(`filter-${key}`);
    if (select) select.value = filters[key] || '';
  }
  const search = document.getElementById('filter-q');
  if (document.activeElement !== search) search.value = filters.q || filters.t || '';
  document.getElementById('filter-p').value = filters.p || 0;
  document.getElementById('filter-p-shown').textContent = ` ${filters.p || 0}%`;
  drawPage();
  if (move) {
    document.getElementById('evidence').scrollIntoView();
    document.getElementById('evidence-h').focus({ preventScroll: true });
  }
};

const drawPage = () => {
  const { found, page, filters } = evidence;
  const pages = Math.max(1, Math.ceil(found.length / PER_PAGE));
  const list = document.getElementById('list');
  const head = Math.max(0, heads.findIndex((_, at) => filters[`h${at}`]));
  list.replaceChildren(...found.slice(page * PER_PAGE, (page + 1) * PER_PAGE).map((at) => item(at, head)));
  if (!found.length) list.append(make('li', null, say('ui_none')));
  const exact = exactCount(filters);
  document.getElementById('found').textContent = exact !== null && exact !== found.length
    ? say('ui_found_of', { n: plural('sentences', exact), shown: number(found.length) })
    : say('ui_found', { n: plural('sentences', found.length) });
  document.getElementById('found').dataset.count = found.length;
  document.getElementById('page-number').textContent = say('ui_page', { page: number(page + 1), pages: number(pages) });
  document.getElementById('previous').disabled = page === 0;
  document.getElementById('next').disabled = page + 1 >= pages;
  document.getElementById('save').disabled = !found.length;
};
