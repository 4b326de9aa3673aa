import { spawnSync } from 'node:child_process'

/** What every line with usage contains, in logs of that shape. */
const NEEDLES = {
  'claude-code': '"usage"',
  codex: '"total_token_usage"',
  openai: '"usage"',
  otel: '"gen_ai.usage.input_tokens"',
}

/**
 * What is timed in turn on the same files: this program, the floor under every Node program, and what the system's own
 * tools need only to look at the bytes. `shapes`: the logs that the program reads, absent = all; `idle`: it reads none.
 */
const CONTENDERS = [
  { name: 'tokencost report', command: (logs) => [process.execPath, 'bin/tokencost.js', 'report', logs] },
  { name: 'node -e 0', command: () => [process.execPath, '-e', '0'], idle: true },
  { name: 'wc -l', command: (logs) => ['find', logs, '-type', 'f', '-exec', 'wc', '-l', '{}', '+'] },
  { name: 'grep -rcF', command: (logs, shape) => ['grep', '-rcF', NEEDLES[shape], logs] },
  {
    name: 'jq',
    command: (logs) => ['find', logs, '-type', 'f', '-exec', 'jq', '-c', '.message.usage // empty', '{}', '+'],
    shapes: ['claude-code'],
  },
  {
    name: 'ccusage',
    command: () => ['ccusage', 'daily', '--json', '--offline'],
    env: (logs) => ({ CLAUDE_CONFIG_DIR: logs }),
    shapes: ['claude-code'],
  },
]

/** The contenders that read this shape and are installed here. */
export function contendersFor(shape) {
  return CONTENDERS.filter(({ name, shapes }) => (shapes === undefined || shapes.includes(shape)) && isInstalled(name))
}

function isInstalled(name) {
  const [program] = name.split(' ')
  return ['tokencost', 'node'].includes(program) || spawnSync('which', [program]).status === 0
}
