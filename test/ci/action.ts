import { parse } from 'yaml'
import { textOf } from '../house/source-tree.ts'
import type { Ended, Runner } from './shell.ts'

interface Step {
  readonly id?: string
  readonly if?: string
  readonly run: string
  readonly env?: Readonly<Record<string, string>>
}

export const ACTION: {
  readonly inputs: Readonly<Record<string, { readonly description: string; readonly default: string }>>
  readonly outputs: Readonly<Record<string, { readonly description: string; readonly value: string }>>
  readonly runs: { readonly steps: readonly Step[] }
} = parse(textOf('action.yml'))

export interface ActionRun extends Ended {
  readonly outputs: Readonly<Record<string, string>>
  readonly summary: string
}

/** Runs the steps of action.yml as a GitHub runner would, with these inputs (`with:`). Ends with the first step that fails. */
export function runAction(
  runner: Runner,
  inputs: Readonly<Record<string, unknown>>,
  pullRequest: number | null = null,
): ActionRun {
  const unknown = Object.keys(inputs).find((name) => !Object.hasOwn(ACTION.inputs, name))
  if (unknown !== undefined) throw new Error(`no such input: ${unknown}`)
  const outputsOfStep = () =>
    Object.fromEntries(
      runner
        .read('output')
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
    )
  const contextValue = (name: string): string => {
    if (name.startsWith('inputs.')) {
      const input = name.slice('inputs.'.length)
      return String(inputs[input] ?? ACTION.inputs[input]!.default).replace(/\$\{\{ github\.token \}\}/, 'token')
    }
    if (name.startsWith('steps.report.outputs.'))
      return outputsOfStep()[name.slice('steps.report.outputs.'.length)] ?? ''
    if (name === 'github.event.pull_request.number') return pullRequest === null ? '' : String(pullRequest)
    throw new Error(`no such value: ${name}`)
  }
  const ended = { exit: 0 as number | null, stdout: '', stderr: '' }
  for (const { if: condition, run, env = {} } of ACTION.runs.steps) {
    if (condition !== undefined && !holds(condition, contextValue)) continue
    const values = Object.entries(env).map(([name, text]) => [name, filled(text, contextValue)])
    const step = runner.run(run, {
      ...Object.fromEntries(values),
      GITHUB_OUTPUT: runner.file('output'),
      GITHUB_STEP_SUMMARY: runner.file('summary'),
      GITHUB_REPOSITORY: 'acme/agents',
    })
    ended.stdout += step.stdout
    ended.stderr += step.stderr
    ended.exit = step.exit
    if (step.exit !== 0) break
  }
  const outputs = Object.entries(ACTION.outputs).map(([name, { value }]) => [name, filled(value, contextValue)])
  return { ...ended, outputs: Object.fromEntries(outputs), summary: runner.read('summary') }
}

function filled(text: string, contextValue: (name: string) => string): string {
  return String(text).replace(/\$\{\{ ([\w.-]+) \}\}/g, (_, name: string) => contextValue(name))
}

/** `${{ a == 'x' && b != '' }}`: all that the action asks. */
function holds(condition: string, contextValue: (name: string) => string): boolean {
  return condition
    .replace(/^\$\{\{ | \}\}$/g, '')
    .split(' && ')
    .every((part) => {
      const [, name, operator, value] = /^([\w.-]+) (==|!=) '(.*)'$/.exec(part)!
      return (contextValue(name!) === value) === (operator === '==')
    })
}
