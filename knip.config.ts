import type { KnipConfig } from 'knip'

/** Unused files, exports and dependencies. Entries are what runs by name; all else must be reached from them. */
export default {
  entry: [
    'src/cli.ts',
    'src/process-io.ts',
    'bin/worker.js',
    'build/*.js',
    'src/page/page.ts',
    'test/bench/{generate,run,capture,pricing-share}.js',
    'examples/*.js',
    'test/capture/log-child.js',
  ],
  project: ['src/**/*.ts', 'test/**/*.{ts,js}', 'build/*.js', 'bin/*.js', 'examples/*.js'],
  // A program of the system, with which tests make named pipes.
  ignoreBinaries: ['mkfifo'],
  ignoreExportsUsedInFile: { interface: true, type: true },
} satisfies KnipConfig
