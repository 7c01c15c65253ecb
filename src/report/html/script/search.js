// Folds spellings together as the program does for matching, so that أحمد finds احمد.
const FOLDED = { 'أ': 'ا', 'إ': 'ا', 'آ': 'ا', 'ٱ': 'ا', 'ى': 'ي', 'ی': 'ي', 'ئ': 'ي', 'ې': 'ي', 'ے': 'ي', 'ؤ': 'و', 'ة': 'ه', 'ہ': 'ه', 'ە': 'ه', 'ۀ': 'ه', 'ۃ': 'ه', 'ھ': 'ه', 'ک': 'ك', 'ڪ': 'ك', 'گ': 'ك' };
const MARKS = /[\u0610-\u061A\u064B-\u065F\u0670\u06D6-\u06DC\u06DF-\u06E8\u06EA-\u06ED\u0640\u200B-\u200F\u202A-\u202E\u2060-\u2069\uFEFF\u00AD]/g;
const foldText = (text) =>
  text.normalize('NFKC').toLowerCase().replace(MARKS, '')
    .replace(/[\u0623\u0625\u0622\u0671\u0649\u06CC\u0626\u06D0\u06D2\u0624\u0629\u06C1\u06D5\u06C0\u06C3\u06BE\u06A9\u06AA\u06AF]/g, (letter) => FOLDED[letter] || letter)
    .replace(/[\u0660-\u0669]/g, (digit) => String.fromCharCode(digit.charCodeAt(0) - 0x0660 + 48))
    .replace(/[\u06F0-\u06F9]/g, (digit) => String.fromCharCode(digit.charCodeAt(0) - 0x06F0 + 48))
    .replace(/[^\p{Alphabetic}\p{N}]+/gu, ' ').trim();
const folded = [];
const foldedSentence = (at) => (folded[at] ??= ` ${foldText(textOf(at))} `);
const textOf = (at) => (Array.isArray(sentences.text[at]) ? sentences.text[at][0] : sentences.text[at]);

// The filters stand in the address, so that every number is an ordinary link and "back" works.
// s source, v voice (another name for a class of the voice's head), h0.. class of a head, p least probability, l label, d start of the date,
// q words anywhere, t whole words.
const readFilters = (query) => {
  const found = {};
  for (const [key, value] of new URLSearchParams(query)) found[key] = value;
  if (found.v && data.voice) {
    found[`h${data.voice[0]}`] ??= String(data.voice[found.v === 'own' ? 1 : 2]);
    delete found.v;
  }
  return found;
};
const writeFilters = (filters) => {
  const kept = Object.entries(filters).filter(([, value]) => value !== '' && value !== undefined);
  return `#e?${new URLSearchParams(kept)}`;
};

// The words that set a source apart, with their sentences as the program found them.
const knownTerms = new Map(data.terms.map(([source, term, count, at]) => [`${source} ${term}`, { count, at: new Set(at) }]));
const knownTerm = (filters) => (filters.t && filters.s ? knownTerms.get(`${filters.s} ${filters.t}`) : undefined);

// The sentences that the filters leave, in order; those that are left out of the numbers are never among them.
const find = (filters) => {
  const tests = [];
  const sourceIs = Number(filters.s);
  if (filters.s) tests.push((at) => documents.source[sentences.document[at]] === sourceIs);
  heads.forEach((_, head) => {
    const wanted = filters[`h${head}`];
    if (wanted) tests.push((at) => answer(head, at) === Number(wanted) && !undecided[head].has(at));
  });
  const least = Number(filters.p || 0);
  if (least > 0) tests.push((at) => probability(shownHead(filters), at, predicted(shownHead(filters), at)) >= least);
  const labels = (at) => heads.some((_, head) => label(head, at) >= 0);
  if (filters.l === 'yes') tests.push(labels);
  if (filters.l === 'no') tests.push((at) => !labels(at));
  if (filters.l === 'wrong') {
    const head = shownHead(filters);
    tests.push((at) => label(head, at) >= 0 && label(head, at) !== predicted(head, at));
  }
  if (filters.d) tests.push((at) => whole(documents.date[sentences.document[at]]).startsWith(filters.d));
  const query = foldText(filters.q || '');
  if (query) tests.push((at) => foldedSentence(at).includes(query));
  const term = foldText(filters.t || '');
  const known = knownTerm(filters);
  if (known) tests.push((at) => known.at.has(at));
  else if (term) tests.push((at) => foldedSentence(at).includes(` ${term} `));
  const left = [];
  for (let at = 0; at < total; at += 1) {
    if (!is(at, LEFT_OUT) && tests.every((test) => test(at))) left.push(at);
  }
  return left;
};

// The head that probabilities are filtered by: the one whose class is, else the first.
const shownHead = (filters) => Math.max(0, heads.findIndex((_, head) => filters[`h${head}`]));

// Where a sample is embedded: how many sentences there are in all, if the tables tell. They give each
// class by source, and by source and voice.
const exactCount = (filters) => {
  const used = Object.keys(filters).filter((key) => filters[key]);
  let classes = used.filter((key) => /^h\d+$/.test(key));
  if (used.length === 2 && knownTerm(filters)) return knownTerm(filters).count;
  if (!data.exact || used.some((key) => key !== 's' && !classes.includes(key))) return null;
  let voice = 0;
  if (data.voice && classes.length === 2 && classes.includes(`h${data.voice[0]}`)) {
    voice = data.voice.indexOf(Number(filters[`h${data.voice[0]}`]), 1);
    classes = classes.filter((key) => key !== `h${data.voice[0]}`);
  }
  if (classes.length > 1 || voice < 0) return null;
  const head = classes.length ? Number(classes[0].slice(1)) : 0;
  let sum = 0;
  for (const [source, of, h, klass, count] of data.exact) {
    if (of !== voice || h !== head) continue;
    if (filters.s && source !== Number(filters.s)) continue;
    if (classes.length && klass !== Number(filters[classes[0]])) continue;
    sum += count;
  }
  return sum;
};
