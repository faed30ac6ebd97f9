/** Who is connected, and closing them. */
import type { Ask } from './asking.ts';
import { type ClientRow, parseClientList } from './client-lines.ts';
import { createPanelStore, type PanelStore } from './panel-store.ts';
import { numberOf, textOf } from './replies.ts';

export interface ClientsStore extends PanelStore<readonly ClientRow[]> {
  /** Answers with a refusal, or with whether the client was still there. */
  kill(id: number): Promise<string | boolean>;
}

export function createClientsStore(ask: Ask): ClientsStore {
  const store = createPanelStore<readonly ClientRow[]>(async () =>
    parseClientList(textOf(await ask('CLIENT', 'LIST'))),
  );
  return {
    ...store,
    kill: async (id) => {
      let killed = false;
      const refusal = await store.change(async () => {
        const reply = await ask('CLIENT', 'KILL', 'ID', String(id), 'SKIPME', 'yes');
        killed = numberOf(reply) > 0;
      });
      return refusal ?? killed;
    },
  };
}
