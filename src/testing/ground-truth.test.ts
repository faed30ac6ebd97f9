/** Every recorded command against our engine: none is left out. */
import { expect, test } from 'vitest';
import { groundTruth, replayGroundTruth } from './ground-truth.ts';
import { engineReplayer } from './recordings.ts';
import { testEngine } from './test-engine.ts';

test('replies are those that were recorded', async () => {
  const differences = await replayGroundTruth(
    engineReplayer(testEngine({ 'emulate-version': '7.0' })),
  );
  expect(differences.join('\n\n')).toBe('');
  expect(groundTruth.length).toBe(132);
  process.stdout.write(`ground truth: ${groundTruth.length} replies compared, 0 left out\n`);
});
