/** Predicates against made-up worlds: what holds, and what is said in both languages where it does not. */
import { describe, expect, test } from 'vitest';
import { learnEn } from '../ui/i18n/learn-en.ts';
import { learnKo } from '../ui/i18n/learn-ko.ts';
import { findingText } from '../ui/learn/findings.ts';
import { checkPredicate } from './check-goal.ts';
import type { JournalEvent, KeyFact, LessonWorld } from './goal.ts';
import { readGoal } from './parse/goal-block.ts';
import { Problems } from './parse/problems.ts';

interface World {
  readonly events?: readonly JournalEvent[];
  readonly keys?: Readonly<Record<string, KeyFact>>;
  readonly reply?: string;
  readonly rows?: Readonly<Record<string, string>>;
  readonly advancedMs?: number;
  readonly runs?: LessonWorld['labRuns'];
}

const worldOf = (world: World): LessonWorld => ({
  run: async () => world.reply ?? '(nil)',
  key: async (name) => world.keys?.[name] ?? null,
  events: world.events ?? [],
  clock: { advancedMs: world.advancedMs ?? 0 },
  rows: world.rows ?? {},
  labRuns: world.runs ?? [],
});

function did(line: string, hits = 0, misses = 0, touched: string[] = []): JournalEvent {
  const outcome = misses > 0 ? 'nil' : 'ok';
  return { kind: 'command', argv: line.split(' '), outcome, hits, misses, touched };
}
const text = (value: string, ttlMs: number | null = null): KeyFact => ({
  type: 'string',
  value,
  ttlMs,
});

/** The findings of a goal's check in both languages; null for what holds. */
async function found(goal: string, world: World): Promise<readonly (string | null)[]> {
  const problems = new Problems('goal');
  const { checks } = readGoal(
    `- check: It holds.\n  ${goal.trim().replaceAll('\n', '\n  ')}`,
    1,
    problems,
  );
  expect(problems.list).toEqual([]);
  for (const predicate of checks[0]?.predicates ?? []) {
    const finding = await checkPredicate(predicate, worldOf(world));
    if (finding)
      return [
        findingText(finding, { learn: learnEn }, 'en'),
        findingText(finding, { learn: learnKo }, 'ko'),
      ];
  }
  return [null, null];
}

const miss = did('GET k', 0, 1);
const set = did('set k v ex 60', 0, 0, ['k']);
const hit = did('GETRANGE k 0 -1', 1, 0);

describe('what holds', () => {
  const rows: [string, World][] = [
    [
      "events: ['GET k -> missed', 'SET k * ... with EX|PX', '@read k -> hit']",
      { events: [miss, set, hit] },
    ],
    [
      "events: ['@read k -> missed', '@write k']",
      { events: [miss, miss, did('LPUSH k a', 0, 0, ['k'])] },
    ],
    [
      "events: ['@query k', '@update k']",
      {
        events: [
          { kind: 'query', row: 'k' },
          { kind: 'update', row: 'k' },
        ],
      },
    ],
    [
      "events: ['@read k', '@write k']\nnever: ['DEL k']",
      { events: [miss, did('DEL k'), miss, set] },
    ],
    ["never: ['FLUSHALL']", { events: [miss] }],
    ['key: k', { keys: { k: text('v') } }],
    ['key: k\nstate: absent', {}],
    ['key: k\nstate: string\nttl: 1..60\nvalue: v', { keys: { k: text('v', 59_500) } }],
    ['key: k\nttl: none', { keys: { k: text('v') } }],
    ['key: k\nfresh: true', { keys: { k: text('v') }, rows: { k: 'v' } }],
    ['key: k\nfresh: false', { keys: { k: text('old') }, rows: { k: 'v' } }],
    ['reply: ZSCORE board bob\nis: \'"12"\'', { reply: '"12"' }],
    ['reply: ZSCORE board bob\nis: 12', { reply: '"12"' }],
    ['reply: TTL k\nbetween: 1..60', { reply: '(integer) 42' }],
    ['reply: TYPE k\nmatches: ^(string|hash)$', { reply: 'hash' }],
    ['clock: +60s', { advancedMs: 60_000 }],
  ];
  for (const [goal, world] of rows) {
    test(goal, async () => expect(await found(goal, world)).toEqual([null, null]));
  }
});

describe('what is said of what does not hold', () => {
  const rows: [string, World, string, string][] = [
    [
      "events: ['@read k -> missed', '@write k']",
      { events: [miss] },
      'the beginning is there, then not yet a command that changes k.',
      '앞부분은 되었고, 그다음 k를 바꾸는 명령이 아직 없습니다.',
    ],
    ["events: ['GET k']", {}, 'not yet GET k.', 'GET k가 아직 없습니다.'],
    [
      "events: ['GET k', '@write k']\nnever: ['DEL k']",
      { events: [miss, did('DEL k')] },
      'DEL k in between, so the order must be done again.',
      '사이에 DEL k가 있어서 순서를 다시 밟아야 합니다.',
    ],
    ['key: k', {}, 'k is not there.', 'k가 없습니다.'],
    [
      'key: k\nstate: absent',
      { keys: { k: text('v') } },
      'k is still there.',
      'k가 아직 있습니다.',
    ],
    [
      'key: k\nstate: hash',
      { keys: { k: text('v') } },
      'k holds a string, wanted is a hash.',
      'k의 타입은 string인데, hash가 필요합니다.',
    ],
    [
      'key: k\nttl: 1..60',
      { keys: { k: text('v') } },
      'k has no expiry (TTL -1), wanted is 1 to 60 s.',
      'k에 만료가 없습니다(TTL -1). 필요한 값(초): 1~60.',
    ],
    [
      'key: k\nttl: ..60',
      { keys: { k: text('v', 90_000) } },
      'k expires in 90 s, wanted is at most 60 s.',
      'k가 90초 뒤 만료됩니다. 필요한 값(초): 60 이하.',
    ],
    [
      'key: k\nttl: none',
      { keys: { k: text('v', 90_000) } },
      'k expires in 90 s.',
      'k가 90초 뒤 만료됩니다.',
    ],
    [
      'key: k\nvalue: w',
      { keys: { k: text('v') } },
      'k is "v", wanted is "w".',
      'k의 값은 "v"인데, "w"이어야 합니다.',
    ],
    [
      'key: k\nfresh: true',
      { keys: { k: text('v') }, rows: { k: 'w' } },
      'the cache has "v" for k, the database "w".',
      'k: 캐시에는 "v", 데이터베이스에는 "w".',
    ],
    [
      'reply: TTL k\nbetween: 1..60',
      { reply: '(integer) -1' },
      'TTL k answers (integer) -1.',
      'TTL k의 응답은 (integer) -1입니다.',
    ],
    [
      'clock: +60s',
      { advancedMs: 4000 },
      'the clock has moved by 4 s of 1 min.',
      '시계가 1분 중 4초 지났습니다.',
    ],
    ['lab: { hit-ratio: 0.9.. }', {}, 'the lab has not run yet.', '아직 실험을 돌리지 않았습니다.'],
    [
      'lab: { strategy: write-through }',
      { runs: [{ lab: 'caching', values: { strategy: 'write-around' }, figures: {} }] },
      'the nearest run: strategy Write-around, wanted is Write-through.',
      '가장 가까운 실행의 전략: 라이트 어라운드. 필요한 값: 라이트 스루.',
    ],
  ];
  for (const [goal, world, english, korean] of rows) {
    test(goal, async () => expect(await found(goal, world)).toEqual([english, korean]));
  }
});
