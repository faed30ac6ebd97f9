/** The recordings that our engine is held to, against a real redis-server of their version. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { replayGroundTruth } from '../ground-truth.ts';
import { chapters, replayChapter, versionsOf } from '../ledger.ts';
import { type RealReplayer, realReplayer } from './real-replayer.ts';
import { findReal, type OracleServer, startReal } from './servers.ts';

const real = findReal();
const isKnownVersion = real?.version.startsWith('7.0.') === true;

if (!isKnownVersion) {
  process.stdout.write(
    '\n==== SKIPPED: no redis-server 7.0 was found to play recordings to ====\n',
  );
}

describe.skipIf(!isKnownVersion)('recordings', () => {
  let server: OracleServer;
  let replayer: RealReplayer;
  beforeAll(async () => {
    server = await startReal(real!, '--enable-protected-configs', 'yes');
    replayer = realReplayer(server.path);
  });
  afterAll(() => server.stop());

  test('the ground truth', async () => {
    await replayer.reset();
    expect((await replayGroundTruth(replayer)).join('\n\n')).toBe('');
  });

  test.each(chapters.filter((chapter) => versionsOf(chapter).includes('7.0')))(
    '%s',
    async (chapter) => {
      await replayer.reset();
      expect((await replayChapter(chapter, replayer)).join('\n\n')).toBe('');
    },
  );
});
