/** Labs in lessons run with the genuine clients where a lesson says so. */
import { expect, test } from 'vitest';
import { parseLesson } from '../course/parse/lesson.ts';
import { lessonBench } from './lesson-bench.ts';

/** A bound for machines that are busy elsewhere: bundling takes a second where all is well. */
const BUNDLE_MS_MAX = 120_000;

const text = `---
title: A lesson
summary: About clients.
minutes: 5
---

## Outage {#outage}

> See what a client does.

\`\`\`lab
name: caching
strategy: cache-aside
client: ioredis
seconds: 10
requestsPerSecond: 50
happening: cut-network
controls: [client]
\`\`\`

\`\`\`goal
- check: It ran.
  lab: { requests: 1.. }
\`\`\`

\`\`\`solution
@lab client=light
\`\`\`
`;

test(
  'a lesson chooses the client of its world, and lets it be chosen',
  async () => {
    const { lesson } = parseLesson({ file: 'l.md', path: 't/01-x', language: 'en', text });
    const step = lesson?.steps[0];
    if (!lesson || !step) throw new Error('no lesson');
    expect(step.lab).toMatchObject({ values: { client: 'ioredis' }, controls: ['client'] });
    const maxMsWith = async (client: string): Promise<number> => {
      const bench = lessonBench(lesson, step);
      await bench.act({ kind: 'lab', values: { client } });
      expect(bench.labRuns[0]?.values).toMatchObject({ client });
      return bench.labRuns[0]?.figures['max-ms'] ?? 0;
    };
    // Each waits for the cache in a way of its own.
    const waits = [await maxMsWith('light'), await maxMsWith('ioredis')];
    expect(Math.min(...waits)).toBeGreaterThan(3000);
    expect(waits[0]).not.toBe(waits[1]);
  },
  BUNDLE_MS_MAX,
);
