/** The texts of the Data menu in English; the shape that the other languages must have. */
import { count } from './numbers.ts';

const keys = (n: number): string => count(n, 'key', 'keys');

export const dataEn = {
  title: 'Data',
  save: 'Save all data to a file',
  saveNote:
    'An append-only file, which redis-server loads as its appendonly.aof (from 7.4 on where hash fields expire).',
  saved: (name: string, size: string) => `${name}, ${size}`,
  saveFailed: (detail: string) => `The data could not be saved. ${detail}`,
  load: 'Load a file',
  loadNote:
    'A snapshot (dump.rdb) or an append-only file of at most 50 MB, from here or from any Redis.',
  storage: 'Storage',
  used: (used: string, quota: string) =>
    `This site uses about ${used} of the ${quota} that the browser allows.`,
  unknownUse: 'This browser does not tell how much is used.',
  keep: 'Keep my data',
  kept: 'The browser keeps the data until you remove them.',
  notKept: 'The browser may remove the data when the disk runs full.',
  refusedToKeep:
    'The browser said no: it decides by itself, often by how much a site is used. Installing the page or a bookmark can change its mind. Saving to a file always works.',
  cannotKeep: 'This browser offers no way to ask for it. Saving to a file always works.',
  confirmTitle: (name: string) => `Load ${name}?`,
  confirm: (size: string, present: number) =>
    present === 0
      ? `The file has ${size}. There are no keys that it could replace.`
      : `The file has ${size}. It takes the place of all ${keys(present)} that are here now. You can undo that for two minutes.`,
  confirmYes: 'Load it',
  cancel: 'Cancel',
  loading: 'Loading…',
  loaded: (name: string, n: number) => `${keys(n)} loaded from ${name}.`,
  refusedTitle: (name: string) => `${name} was not loaded`,
  nothingChanged: 'Nothing was changed.',
  refused: {
    'too-large': 'It is larger than 50 MB.',
    empty: 'It is empty.',
    unknown: 'It is neither a snapshot nor an append-only file: those begin with REDIS, * or #.',
    damaged: 'The engine could not read what is in it.',
    unreadable: 'The browser could not read it.',
  },
};

export type DataMessages = typeof dataEn;
