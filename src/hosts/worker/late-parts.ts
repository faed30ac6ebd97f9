/**
 * The engine's late parts for a node in the browser: files of their own, fetched when a command needs
 * them. The service worker keeps them with the rest of the build, so they are there offline too.
 */
import type { Documentation } from '../../engine/commands/command.ts';
import type { Loader, PartLoaders } from '../../engine/server/on-demand.ts';

/** `fetchPart` imports the part's file. */
function fromNetwork<T>(fetchPart: () => Promise<T>): Loader<T> {
  return {
    load: (loaded, failed) => {
      fetchPart().then(loaded, (error: unknown) =>
        failed(error instanceof Error ? error.message : String(error)),
      );
    },
  };
}

export const partsFromNetwork: Omit<PartLoaders, 'lua'> = {
  reference: fromNetwork(async () => (await import('../../engine/reference.ts')).reference),
  report: fromNetwork(async () => (await import('../../engine/report.ts')).report),
  exchange: fromNetwork(async () => (await import('../../engine/exchange.ts')).exchange),
};

/** The page asks when its first prompt is ready, to complete and explain. */
export async function documentationFromNetwork(): Promise<ReadonlyMap<string, Documentation>> {
  const { documentation } = await import('../../engine/documentation.ts');
  return documentation;
}
