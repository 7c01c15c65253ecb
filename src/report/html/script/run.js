// Downloads are made from what the page holds.
const save = (name, text) => {
  const link = make('a', { href: URL.createObjectURL(new Blob(['\uFEFF', text], { type: 'text/csv' })), download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
};
const csvRow = (cells) => `${cells.map((cell) => (/[",\r\n]/.test(cell) ? `"${String(cell).replaceAll('"', '""')}"` : cell)).join(',')}\r\n`;
const sentencesAsCsv = (found) => {
  const header = ['source', 'document', 'date', 'text', ...heads.flatMap((head) => [head.name, `${head.name}_p`, `${head.name}_label`])];
  const row = (at) => {
    const of = sentences.document[at];
    const answers = heads.flatMap((head, index) => {
      const [klass, given] = [predicted(index, at), label(index, at)];
      return [head.classes[klass].name, (probability(index, at, klass) / 100).toFixed(2), given >= 0 ? head.classes[given].name : ''];
    });
    return [sources[documents.source[of]], whole(documents.name[of]), whole(documents.date[of]), whole(sentences.text[at]), ...answers];
  };
  return csvRow(header) + found.map((at) => csvRow(row(at))).join('');
};
const startDownloads = () => {
  const list = document.getElementById('downloads');
  for (const [name, text] of Object.entries(data.tables)) {
    list.append(make('li', null, make('button', { type: 'button', on: { click: () => save(name, text) } }, name)));
  }
};

// The address says what is open: #e?… sentences, #a?… an article.
const follow = () => {
  const hash = location.hash;
  if (hash.startsWith('#e?')) showEvidence(readFilters(hash.slice(3)), true);
  if (hash.startsWith('#a?')) {
    const { n, s } = readFilters(hash.slice(3));
    showArticle(Number(n), s === undefined ? -1 : Number(s));
  }
};
startEvidence();
startArticles();
startDownloads();
window.addEventListener('hashchange', follow);
// Paper opens nothing: tables that are short enough are printed open, and closed again afterwards.
const PRINTED_ROWS = 40;
const opened = [];
window.addEventListener('beforeprint', () => {
  for (const table of document.querySelectorAll('details.alternative:not([open])')) {
    if (Number(table.dataset.rows) > PRINTED_ROWS) continue;
    table.open = true;
    opened.push(table);
  }
});
window.addEventListener('afterprint', () => opened.splice(0).forEach((table) => { table.open = false; }));
follow();
document.documentElement.dataset.ready = 'yes';
