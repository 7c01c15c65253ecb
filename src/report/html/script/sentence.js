// One sentence with what is known of it.
const marked = (at, head) => {
  const text = textOf(at);
  const marks = driving ? driving.heads[head].marks[at] : [];
  const parts = [];
  let end = 0;
  for (let index = 0; index < marks.length; index += 2) {
    const [start, length] = [marks[index], marks[index + 1]];
    if (start < end || start + length > text.length) continue;
    parts.push(text.slice(end, start), make('mark', null, text.slice(start, start + length)));
    end = start + length;
  }
  parts.push(text.slice(end));
  if (Array.isArray(sentences.text[at])) parts.push(say('ui_shortened', { n: plural('characters', sentences.text[at][1]) }));
  return parts;
};

const textElement = (at, head) =>
  make('p', { class: 'text', dir: 'auto', lang: /^[a-z]{2,3}$/.test(sentences.language[at]) ? sentences.language[at] : null }, marked(at, head));

const tags = (at) =>
  make('ul', { class: 'tags' }, heads.map((head, index) => {
    const klass = answer(index, at);
    const by = label(index, at) >= 0 ? say('ui_person') : say('ui_model');
    const sure = label(index, at) >= 0 ? '' : ` ${(probability(index, at, klass) / 100).toFixed(2)}`;
    return make('li', { class: tone(index, klass) }, outside(head.title), ': ', make('strong', null, outside(head.classes[klass].title)), ` (${by}`, make('bdi', { class: 'number' }, sure), ')');
  }));

const meta = (at) => {
  const of = sentences.document[at];
  return make('p', { class: 'meta' },
    outside(sources[documents.source[of]]), outside(titleOf(of)),
    documents.date[of].length ? make('bdi', { class: 'number' }, whole(documents.date[of])) : null,
    make('a', { href: `#a?n=${of}&s=${at}` }, say('ui_article')));
};

// The probabilities of every class, the person's labels, the strongest terms and the neighbours.
const details = (at) => {
  const box = make('details', null, make('summary', null, say('ui_details')));
  box.addEventListener('toggle', () => {
    if (box.open && box.childElementCount === 1) box.append(...detailRows(at));
  });
  return box;
};

const detailRows = (at) => {
  const rows = heads.map((head, index) => {
    const classes = head.classes.map((klass, number) => [outside(klass.title), ' ', make('bdi', { class: 'number' }, (probability(index, at, number) / 100).toFixed(2)), ' · ']);
    const given = label(index, at) >= 0 ? [`${say('ui_person')}: `, outside(head.classes[label(index, at)].title)] : [];
    const terms = driving ? driving.heads[index].terms[at] : [];
    const named = [];
    for (let n = 0; n < terms.length; n += 2) named.push(outside(driving.names[terms[n]]), ' ', make('bdi', { class: 'number' }, `+${(terms[n + 1] / 100).toFixed(2)}`), '  ');
    return make('p', { class: 'small' }, make('strong', null, outside(head.title)), ': ', classes, given,
      named.length ? [make('br'), `${say('ui_terms')}: `, named] : null);
  });
  const notes = [];
  if (is(at, TRAINED)) notes.push(make('p', { class: 'small' }, say('ui_trained')));
  if (is(at, UNKNOWN)) notes.push(make('p', { class: 'small' }, say('ui_unknown')));
  const neighbours = [[-1, 'ui_before'], [1, 'ui_after']].filter(([step]) => sentences.document[at + step] === sentences.document[at]);
  return [...rows, ...notes, ...neighbours.map(([step, key]) => make('p', { class: 'neighbour' }, make('span', { class: 'small' }, `${say(key)}: `), make('bdi', { dir: 'auto' }, textOf(at + step))))];
};

const item = (at, head) => make('li', { 'data-sentence': at }, textElement(at, head), tags(at), meta(at), details(at));
