/**
 * What the app servers talk to the cache with, and what to look for: a genuine package meets an
 * outage with queues and retries of its own.
 */
import { useStore } from 'zustand';
import { worldClients } from '../../../contract/lab-world-settings.ts';
import { Select } from '../kit/controls.tsx';
import { useTexts } from './texts.ts';
import type { WorldStore } from './world-store.ts';

/** How code makes a client of its own, in place of the one it is given. */
const ownClient = {
  ioredis: "const redis = new Redis({\n  host: 'cache',\n  maxRetriesPerRequest: 1,\n});",
  redis: "const redis = createClient({\n  url: 'redis://cache',\n});\nvoid redis.connect();",
} as const;

export function ClientChoice({ store }: { readonly store: WorldStore }) {
  const { client: m } = useTexts();
  const { settings } = useStore(store);
  const { client } = settings;
  return (
    <div className="client-choice">
      <Select
        label={m.label}
        options={worldClients.map((value) => ({ value, label: m.names[value] }))}
        value={client}
        onChange={(chosen) => store.edit({ client: chosen })}
      />
      {client === 'light' ? null : <p className="faint lab-small">{m.slower}</p>}
      <details className="more">
        <summary>{m.outage}</summary>
        <p className="faint lab-small">{m.about[client]}</p>
        {client === 'light' ? null : (
          <>
            <p className="faint lab-small">{m.own}</p>
            <pre>{ownClient[client]}</pre>
          </>
        )}
      </details>
    </div>
  );
}
