import { analyze } from '../analyze.ts'
import { loadConfig } from '../config/config.ts'
import { EXIT } from '../errors.ts'
import { mappedFormats } from '../formats/mapped.ts'
import { writeAll } from '../io.ts'
import { ModelPricing } from '../pricing/model-pricing.ts'
import { counted, countText } from '../render/count.ts'
import { escaped, shortened } from '../render/escape.ts'
import type { FileAccount } from '../report/report.ts'
import type { CommandModule } from './command.ts'
import { type Findings, FindingsByFile, type Shape } from './findings.ts'
import { unreadable } from './reading.ts'

interface InspectOptions {
  readonly config?: string | boolean
}

export const inspect: CommandModule = {
  define(command) {
    command
      .argument('<paths...>', 'files, folders, globs, or - for standard input')
      .option('--config <file>', 'this configuration instead of the nearest tokencost.yaml')
      .option('--no-config', 'read no configuration')
      .option('--debug', 'print a stack trace when something goes wrong')
    command.addHelpText('after', EXAMPLES)
  },

  async run(paths, opts, io) {
    const { config: chosen = true } = opts as InspectOptions
    const { formats } = await loadConfig(chosen, io)
    const findings = new FindingsByFile()
    const { report, problems, nothingRead } = await analyze({
      inputs: paths,
      cwd: io.cwd,
      stdin: io.stdin,
      pricing: await ModelPricing.load([]),
      groupBy: null,
      cost: 'computed',
      format: null,
      mapped: mappedFormats(formats),
      observer: findings,
      everyEntry: true,
    })
    if (nothingRead) throw unreadable(problems)
    const files = report.input.by_file.map((account) => fileText(account, findings.of(account.name)))
    await writeAll(io.stdout, files.join('\n'))
    for (const { message } of problems) io.stderr.write(`warning: ${escaped(message)}\n`)
    return EXIT.done
  },
}

function fileText(account: FileAccount, { formats, rejects, shapes, unlisted }: Findings): string {
  const { lines, records, duplicates, other, malformed } = account
  const recognized = [...formats].map(([name, entries]) => `${name} (${counted(entries, 'entry', 'entries')})`)
  const more = malformed - rejects.length
  const rest = [
    ...(more > 0 ? [`  ${countText(more)} more malformed`] : []),
    ...shapes.flatMap(shapeLines),
    ...(unlisted > 0 ? ['', `  ${counted(unlisted, 'entry', 'entries')} of further shapes not understood`] : []),
  ]
  return [
    escaped(account.name),
    `  recognized: ${recognized.join(', ') || 'nothing'}`,
    `  ${counted(lines, 'line')}: ${counted(records, 'record')}, ${counted(duplicates, 'duplicate')}, ${countText(other)} other, ${countText(malformed)} malformed`,
    ...rejects.map(({ line, reason }) => `  line ${line}: ${escaped(reason)}`),
    ...rest,
    '',
  ].join('\n')
}

const LONGEST_PATH = 100

function shapeLines({ entries, lines, paths, more, mapping }: Shape): readonly string[] {
  const others = entries - lines.length
  const places = `line ${lines.join(', ')}${others > 0 ? ` and ${countText(others)} more` : ''}`
  return [
    '',
    `  not understood, though it has numbers of tokens (${places}):`,
    ...paths.map((path) => `    ${escaped(shortened(path, LONGEST_PATH))}`),
    ...(more > 0 ? [`    and ${countText(more)} more`] : []),
    ...(mapping === null
      ? []
      : ['', '  a mapping for tokencost.yaml, to be checked:', '', mapping.replace(/^(?=.)/gm, '    ').trimEnd()]),
  ]
}

const EXAMPLES = `
Examples:
  tokencost inspect run.jsonl     what it is read as, and what is not understood
`
