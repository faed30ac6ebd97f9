/** The examples and their corrections, by path. */
export const snippetFiles = import.meta.glob<string>(
  ['../../labs/code/snippets/*.txt', '../../labs/code/corrections/*.txt'],
  { query: '?raw', import: 'default', eager: true },
);
