/**
 * The reference of commands for a node in the browser: files of their own, fetched when somebody
 * asks what a command is. The page does when its first prompt is ready, to complete and explain.
 */
import type { Documentation } from '../../engine/commands/command.ts';
import type { Loader } from '../../engine/server/on-demand.ts';
import type { Reference } from '../../engine/server/reference/reference.ts';

export const referenceFromNetwork: Loader<Reference> = {
  load: (loaded, failed) => {
    import('../../engine/reference.ts').then(
      ({ reference }) => loaded(reference),
      (error: unknown) => failed(error instanceof Error ? error.message : String(error)),
    );
  },
};

export async function documentationFromNetwork(): Promise<ReadonlyMap<string, Documentation>> {
  const { documentation } = await import('../../engine/documentation.ts');
  return documentation;
}
