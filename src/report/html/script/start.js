// What the page holds, and how elements are made: text is only ever set as text.
const data = JSON.parse(document.getElementById('page-data').textContent);
const { heads, sources, documents, sentences, removed, driving } = data;
const say = (key, places = {}) => (data.words.text[key] || key).replace(/\{(\w+)\}/g, (whole, name) => (name in places ? places[name] : whole));
const rules = new Intl.PluralRules(data.code);
const digits = new Intl.NumberFormat('en');
const number = (n) => digits.format(n);
const plural = (what, n) => {
  const forms = data.words.plural[what];
  return (forms[rules.select(n)] || forms.other).replace('{n}', number(n));
};
const nameOf = (name) => (Object.hasOwn(data.words.names, name) ? data.words.names[name] : name);

// An element with attributes and children; a string becomes text.
const make = (tag, attributes, ...children) => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (name === 'on') for (const [event, act] of Object.entries(value)) element.addEventListener(event, act);
    else if (value !== null && value !== undefined && value !== false) element.setAttribute(name, value === true ? '' : value);
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined));
  return element;
};
// Text from outside: its own direction, apart from what stands around it.
const outside = (text) => make('bdi', { dir: 'auto' }, whole(text));
// Our words with an element in the place of their `{name}`.
const around = (key, element) => {
  const [before, after] = say(key).split('{name}');
  return [before, element, after];
};
// A long text comes as its start and its length.
const whole = (text) => (Array.isArray(text) ? text[0] + say('ui_shortened', { n: plural('characters', text[1]) }) : text);
const tone = (head, klass) => ['against', 'mid', 'for'][Math.sign(heads[head].classes[klass].polarity) + 1];

// Where each document's sentences and removed units begin.
const begins = (lengths) => {
  let at = 0;
  return lengths.map((length) => (at += length) - length);
};
const firstSentence = begins(documents.sentences);
const firstRemoved = begins(documents.removed);
const total = sentences.text.length;
const HEADING = 1, TRAINED = 2, FOREIGN = 4, UNKNOWN = 8, LEFT_OUT = 16;
const is = (sentence, flag) => (sentences.flags[sentence] & flag) !== 0;
const label = (head, sentence) => sentences.heads[head].label[sentence];
const predicted = (head, sentence) => sentences.heads[head].class[sentence];
const undecided = sentences.heads.map((head) => new Set(head.undecided));
// What counts: a person's label before the model's answer.
const answer = (head, sentence) => (label(head, sentence) >= 0 ? label(head, sentence) : predicted(head, sentence));
const probability = (head, sentence, klass) => sentences.heads[head].p[sentence * heads[head].classes.length + klass];
const titleOf = (at) => (documents.title[at].length ? documents.title[at] : documents.name[at].length ? documents.name[at] : say('ui_untitled'));
