// One article whole: its sentences coloured by class, what was removed in grey, all in their places.
const article = { at: -1, head: 0 };

const startArticles = () => {
  const order = documents.name.map((_, at) => at).sort((a, b) => documents.source[a] - documents.source[b] || a - b);
  const option = (at) => {
    const title = whole(titleOf(at));
    return make('option', { value: at }, `\u2068${sources[documents.source[at]].slice(0, 60)}\u2069 · \u2068${title.slice(0, 80)}\u2069`);
  };
  const select = make('select', { id: 'article', on: { change: () => { location.hash = select.value === '' ? '#articles' : `#a?n=${select.value}`; } } },
    make('option', { value: '' }, say('ui_choose')), order.slice(0, 3000).map(option));
  const by = make('select', { id: 'colour', on: { change: () => { article.head = Number(by.value); drawArticle(-1); } } },
    heads.map((head, at) => make('option', { value: at }, head.title)));
  document.getElementById('article-view').append(
    make('div', { class: 'filters' }, make('label', { class: 'wide' }, say('ui_choose'), select), make('label', null, say('ui_colour_by'), by)),
    make('div', { id: 'whole', class: 'article' }));
};

const showArticle = (at, sentence) => {
  if (!(at >= 0 && at < documents.name.length)) return;
  article.at = at;
  document.getElementById('article').value = at;
  drawArticle(sentence);
  const here = document.querySelector('#whole .here') || document.getElementById('articles-h');
  here.scrollIntoView({ block: sentence >= 0 ? 'center' : 'start' });
  here.focus({ preventScroll: true });
};

const units = (at) => {
  const found = [];
  for (let n = firstSentence[at]; n < firstSentence[at] + documents.sentences[at]; n += 1) found.push([sentences.start[n], 1, n]);
  for (let n = firstRemoved[at]; n < firstRemoved[at] + documents.removed[at]; n += 1) found.push([removed.start[n], 0, n]);
  return found.sort((a, b) => a[0] - b[0] || a[1] - b[1] || a[2] - b[2]);
};

const drawArticle = (sentence) => {
  const { at, head } = article;
  if (at < 0) return;
  const gone = (n) => make('div', { class: 'unit gone' }, make('span', { class: 'what' }, say('ui_removed', { reason: nameOf(removed.reason[n]) })), make('p', { dir: 'auto' }, whole(removed.text[n])));
  const kept = (n) => {
    const out = is(n, LEFT_OUT);
    const klass = answer(head, n);
    const what = out ? say(is(n, FOREIGN) ? 'ui_foreign' : 'ui_left_out') : heads[head].classes[klass].title;
    const by = label(head, n) >= 0 ? say('ui_person') : `${say('ui_model')} ${(probability(head, n, klass) / 100).toFixed(2)}`;
    return make('div', { class: `unit ${out ? 'gone' : tone(head, klass)} ${is(n, HEADING) ? 'heading' : ''} ${n === sentence ? 'here' : ''}`, tabindex: n === sentence ? -1 : null, 'data-sentence': n },
      make('span', { class: 'what' }, outside(what), out ? '' : ` · ${by}`), make('p', { dir: 'auto' }, marked(n, head)));
  };
  const url = documents.url[at];
  const safe = typeof url === 'string' && /^https?:\/\//i.test(url);
  document.getElementById('whole').replaceChildren(
    make('h3', { dir: 'auto' }, whole(titleOf(at))),
    make('p', { class: 'meta' }, outside(sources[documents.source[at]]),
      documents.author[at].length ? outside(documents.author[at]) : null,
      documents.date[at].length ? make('bdi', null, whole(documents.date[at])) : null,
      documents.copy[at].length ? make('span', null, around('ui_copy', outside(documents.copy[at]))) : null,
      safe ? make('a', { href: url, rel: 'noopener noreferrer' }, say('ui_original')) : null,
      make('a', { href: writeFilters(evidence.filters) }, say('ui_back'))),
    ...units(at).map(([, isKept, n]) => (isKept ? kept(n) : gone(n))));
};
