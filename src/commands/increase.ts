import type { Command } from 'commander'
import { Decimal } from '../pricing/decimal.ts'
import type { ReportDiff } from '../report/diff.ts'
import type { GateResult } from '../report/gate.ts'
import { moneyLimit } from '../report/gate-limits.ts'
import { checkIncrease, type IncreaseLimit } from '../report/increase.ts'
import type { GateOptions } from './gates.ts'
import { InvalidArgument } from './invalid-argument.ts'

/** Flags that limit how much more than a baseline something may cost. */
export interface IncreaseOptions {
  readonly maxIncrease?: readonly IncreaseLimit[]
  readonly requireBaseline?: boolean
}

export function addIncreaseOptions(command: Command): void {
  command
    .option(
      '--max-increase <limit>',
      'exit 3 when it cost more than the base by 10%, or by +$2 (repeatable)',
      appendLimit,
    )
    .option('--require-baseline', 'exit 3 when there is no baseline to compare with')
}

/** What became of the limits of the flags. */
export function increaseGates(diff: ReportDiff, options: IncreaseOptions & GateOptions): readonly GateResult[] {
  const { allowUnpriced = false, allowIncomplete = false, allowEmpty = false } = options
  return checkIncrease(diff, options.maxIncrease ?? [], {
    ...{ unpriced: allowUnpriced, incomplete: allowIncomplete, empty: allowEmpty },
    noBaseline: options.requireBaseline !== true,
  })
}

function appendLimit(text: string, previous: readonly IncreaseLimit[] = []): readonly IncreaseLimit[] {
  return [...previous, { ...limitOf(text), source: `--max-increase ${text.trim()}` }]
}

function limitOf(text: string): Omit<IncreaseLimit, 'source'> {
  const plain = text.trim().replace(/^\+\s*/, '')
  const percent = /^\d[\d._]*\s*%$/.test(plain) ? Decimal.parse(plain.slice(0, -1)) : null
  if (percent !== null) return { share: Decimal.of(percent.units, percent.scale + 2), amount: null }
  const money = moneyLimit(plain)
  if (money !== null && money.unit === 'USD') return { share: null, amount: money.limit }
  throw new InvalidArgument(
    "Write a part of the base's cost, such as 10%, or US dollars, such as '+$2', in quotes for the shell.",
  )
}
