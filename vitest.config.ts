/**
 * Two projects: `unit` has every test but one, `oracle` compares the engine with a real
 * redis-server and runs last, alone, because it takes the machine for itself.
 */
import { defineConfig } from 'vitest/config';
import { strategyCode } from './scripts/build/strategy-code.ts';

const oracle = 'src/testing/oracle/**/*.test.ts';

export default defineConfig({
  plugins: [strategyCode()],
  test: {
    environment: 'node',
    maxWorkers: 2,
    // Modules are imported once for each worker, not for each file: none keeps anything between tests.
    isolate: false,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['src/**/*.test.{ts,tsx}', 'scripts/**/*.test.ts'],
          exclude: [oracle],
          testTimeout: 20_000,
          hookTimeout: 20_000,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: 'oracle',
          include: [oracle],
          testTimeout: 300_000,
          hookTimeout: 30_000,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
