/** Both catalogues are complete, and Korean particles agree with the word before them. */
import { expect, test } from 'vitest';
import { codeEn } from './code-en.ts';
import { codeKo } from './code-ko.ts';
import { en } from './en.ts';
import { evictionEn } from './eviction-en.ts';
import { evictionKo } from './eviction-ko.ts';
import { interleaveEn } from './interleave-en.ts';
import { interleaveKo } from './interleave-ko.ts';
import { ko } from './ko.ts';
import { labsEn } from './labs-en.ts';
import { labsKo } from './labs-ko.ts';
import { learnEn } from './learn-en.ts';
import { learnKo } from './learn-ko.ts';
import { withParticle } from './particles.ts';
import { serverTextsEn } from './server-texts-en.ts';
import { serverTextsKo } from './server-texts-ko.ts';
import { tableEn } from './table-en.ts';
import { tableKo } from './table-ko.ts';
import { worldEn } from './world-en.ts';
import { worldKo } from './world-ko.ts';

/** Catalogues that are fetched with what they belong to: each in both languages. */
const fetched: readonly (readonly [english: object, korean: object])[] = [
  [serverTextsEn, serverTextsKo],
  [labsEn, labsKo],
  [learnEn, learnKo],
  [interleaveEn, interleaveKo],
  [evictionEn, evictionKo],
  [codeEn, codeKo],
  [worldEn, worldKo],
  [tableEn, tableKo],
];

/** Every leaf as `path: kind`. */
function shape(node: unknown, path = ''): string[] {
  if (typeof node !== 'object' || node === null) return [`${path}: ${typeof node}`];
  return Object.entries(node).flatMap(([name, child]) => shape(child, `${path}.${name}`));
}

test('the catalogues have the same shape', () => {
  expect(shape(ko).sort()).toEqual(shape(en).sort());
  for (const [english, korean] of fetched) {
    expect(shape(korean).sort()).toEqual(shape(english).sort());
  }
});

test('no text is empty or left in the other language', () => {
  const leaves = (node: unknown, path = ''): [string, string][] => {
    if (typeof node === 'string') return [[path, node]];
    if (typeof node !== 'object' || node === null) return [];
    return Object.entries(node).flatMap(([name, child]) => leaves(child, `${path}.${name}`));
  };
  const names =
    /^\.(app\.title|room\.(clients\.id|config\.themes\.tls|users\.single(Hint)|users\.selectorHint)|console\.(monitoring|views|invalid\.)|visuals\.ttl|notes\.rows\.\d+\.0|names\.(sieve|s3fifo|wtinylfu|redis-)|(lab\.choices\.)?strategies\.stampede\.xfetch\.name)/;
  for (const [inEnglish, inKorean] of [[en, ko] as const, ...fetched]) {
    const english = new Map(leaves(inEnglish));
    for (const [path, text] of leaves(inKorean)) {
      expect(text.trim(), path).not.toBe('');
      if (!names.test(path)) expect(text, path).not.toBe(english.get(path));
    }
  }
});

test('particles', () => {
  const rows: [string, Parameters<typeof withParticle>[1], string][] = [
    ['키', '을/를', '키를'],
    ['값', '을/를', '값을'],
    ['3', '이/가', '3이'],
    ['2', '이/가', '2가'],
    ['FLUSHALL', '이/가', 'FLUSHALL이'],
    ['RESET', '은/는', 'RESET은'],
    ['LIST', '은/는', 'LIST는'],
    ['파일', '으로/로', '파일로'],
    ['목록', '으로/로', '목록으로'],
    ['"값"', '과/와', '"값"과'],
  ];
  for (const [word, particle, joined] of rows) expect(withParticle(word, particle)).toBe(joined);
});
