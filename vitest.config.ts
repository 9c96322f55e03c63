import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    reporters: ['default'],
    projects: [
      {
        test: {
          name: 'node',
          include: ['test/**/*.test.ts'],
          exclude: ['test/browser/**', 'test/site/**'],
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'browser',
          include: ['test/browser/**/*.test.ts', 'test/site/**/*.test.ts'],
          globalSetup: ['test/browser/serve-site.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          // Two cores: one Chromium at a time leaves room for the workers of the page under test.
          maxWorkers: 1,
        },
      },
    ],
  },
});
