/** What learners did in the engine, read on from where it was left; the page's own commands are left out. */
import type { EngineEvent, EngineHost } from '../../contract/host.ts';
import type { JournalEvent } from '../../course/goal.ts';

export interface EventFeed {
  /** What has happened since the last look. */
  take(): Promise<JournalEvent[]>;
  /** Passes over what has happened so far. */
  skip(): Promise<void>;
}

const EVENTS_MAX = 1000;

export function createEventFeed(
  host: Pick<EngineHost, 'eventsSince'>,
  isOwn: (clientId: number) => boolean,
): EventFeed {
  let seen = 0;
  async function take(): Promise<JournalEvent[]> {
    const found: JournalEvent[] = [];
    for (;;) {
      const events = await host.eventsSince(seen, EVENTS_MAX);
      seen = events.at(-1)?.seq ?? seen;
      found.push(...events.filter(({ clientId }) => !isOwn(clientId)).map(journalled));
      if (events.length < EVENTS_MAX) return found;
    }
  }
  return {
    take,
    skip: async () => {
      await take();
    },
  };
}

function journalled({ argv, outcome, hits, misses, touched }: EngineEvent): JournalEvent {
  return { kind: 'command', argv, outcome, hits, misses, touched };
}
