import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { openaiLine } from '../cli/entry.ts'
import { textOf } from '../house/source-tree.ts'
import { runAction } from './action.ts'
import { type Ended, Runner } from './shell.ts'

const PAGE = textOf('docs/ci.md')

/** The blocks of one language below a heading, up to the next heading of its kind or above. */
function blocks(heading: string, language: string): readonly string[] {
  const start = PAGE.indexOf(`\n${heading}\n`)
  if (start < 0) throw new Error(`no such heading: ${heading}`)
  const section = PAGE.slice(start + 1 + heading.length).split(/\n##+ /)[0]!
  return [...section.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, 'gm'))].map((match) => match[1]!)
}

interface Step {
  readonly uses?: string
  readonly run?: string
  readonly with?: Readonly<Record<string, unknown>>
  readonly env?: Readonly<Record<string, string>>
}

/** Every step of a workflow that runs something on this machine, one after the other. */
function workflow(heading: string): Readonly<Record<string, readonly Step[]>> {
  const { jobs } = parse(blocks(heading, 'yaml')[0]!) as { jobs: Record<string, { steps: readonly Step[] }> }
  const runs = ({ run, uses }: Step) => run !== undefined || uses === 'OWNER/tokencost@COMMIT'
  return Object.fromEntries(Object.entries(jobs).map(([name, { steps }]) => [name, steps.filter(runs)]))
}

function runStep(runner: Runner, { run, with: inputs = {}, env = {} }: Step, context: Record<string, string>): Ended {
  const filled = (text: string) => text.replace(/\$\{\{ ([\w.-]+) \}\}/g, (_, name: string) => context[name]!)
  if (run === undefined) return runAction(runner, inputs, 7)
  const values = Object.entries(env).map(([name, text]) => [name, filled(text)])
  return runner.run(filled(run), Object.fromEntries(values))
}

const CONTEXT = {
  'github.token': 'token',
  'github.repository': 'acme/agents',
  'github.event.repository.default_branch': 'main',
  'github.workflow': 'agent cost',
  'github.event.workflow_run.id': '11',
  'github.event.workflow_run.head_sha': 'c0ffee',
  'matrix.shard': '2',
}

/** A million prompt tokens: gpt-4o 2.50 USD, gpt-4o-mini 0.15. The agents write one call of the model that MODEL names. */
const agents = (model: string) =>
  `#!/bin/bash\nmkdir -p logs\nprintf '%s' '${openaiLine({ model }, 1_000_000, 0)}' > logs/run.jsonl\n`
const machine = (model = 'gpt-4o', files: Readonly<Record<string, string>> = {}) => {
  const runner = new Runner({ 'run-agents.sh': agents(model), ...files })
  runner.run('chmod +x run-agents.sh')
  return runner
}

/** A saved report of one call, as an earlier run left it. */
function savedReport(model: string): string {
  const runner = machine(model)
  runner.run('./run-agents.sh && npx --yes tokencost@0.1.0 report logs/ -q -o cost.json')
  return readFileSync(join(runner.cwd, 'cost.json'), 'utf8')
}

describe('recipes of docs/ci.md', { timeout: 120_000 }, () => {
  test('GitHub, a limit', () => {
    const [agentsStep, cost] = workflow('### A limit')['agents']!
    const runner = machine()
    expect(runStep(runner, agentsStep!, CONTEXT).exit).toBe(0)
    // 2.50 is over 0.50 per session.
    expect(runStep(runner, cost!, CONTEXT)).toMatchObject({ exit: 3 })
  })

  test('GitHub, a baseline: the first run passes, a dearer model does not, in one screen of the summary', () => {
    const steps = workflow('### A baseline from the default branch')['agents']!
    const first = machine('gpt-4o-mini')
    expect(steps.map((step) => runStep(first, step, CONTEXT).exit)).toEqual([0, 0, 0])
    const later = machine('gpt-4o')
    const saved = savedReport('gpt-4o-mini')
    later.stub(
      'gh',
      `case "$*" in
      "run list --branch main --workflow agent cost "*) echo 11 ;;
      "run download 11 --name tokencost --dir baseline") mkdir -p baseline; cat > baseline/cost.json <<'REPORT'\n${saved}REPORT\n;;
    esac`,
    )
    expect(steps.map((step) => runStep(later, step, CONTEXT).exit)).toEqual([0, 0, 3])
    expect(later.read('summary')).toContain('### Token cost change: +&#36;2.35 (+1,567%)')
    expect(later.read('summary')).toContain('- **Model mix** +&#36;2.35')
    expect(later.calls('gh').at(-1)).toMatch(/--method POST repos\/acme\/agents\/issues\/7\/comments/)
  })

  test('GitHub, parallel jobs: a shard that left nothing fails, one that was cut off makes the total incomplete', () => {
    const { total } = workflow('### Parallel jobs')
    const saved = savedReport('gpt-4o')
    const other = savedReport('gpt-4o-mini')
    const whole = machine('', { 'shard-1/cost.json': saved, 'shard-2/cost.json': saved, 'shard-3/cost.json': other })
    expect(total!.map((step) => runStep(whole, step, CONTEXT).exit)).toEqual([0, 0])
    const two = machine('', { 'shard-1/cost.json': saved, 'shard-2/cost.json': other })
    expect(runStep(two, total![0]!, CONTEXT)).toMatchObject({ exit: 1, stdout: '::error::shard 3 left no report\n' })
    const cut = { 'shard-1/cost.json': saved, 'shard-2/cost.json': other, 'shard-3/cost.json': saved.slice(0, 2000) }
    const killed = runStep(machine('', cut), total![1]!, CONTEXT)
    expect(killed.exit).toBe(3)
    expect(killed.stdout + killed.stderr).toContain('shard-3/cost.json')
  })

  test('GitHub, forks', () => {
    const [post] = workflow('### Pull requests of forks')['comment']!
    const first = machine('gpt-4o', { 'cost.json': savedReport('gpt-4o') })
    const [page] = blocks('### Pull requests of forks', 'sh')
    expect(first.run(page!, { NUMBER: '17', REPORT: 'cost.json' }).exit).toBe(0)
    expect(readFileSync(join(first.cwd, 'page/cost.md'), 'utf8')).toContain('$2.50')
    const runner = machine()
    const answers = (head: string) => `case "$*" in
      "run download 11 "*) mkdir -p page; echo "17; rm -rf /" > page/number; echo x > page/cost.md ;;
      "pr view 17 "*) echo ${head} ;;
    esac`
    runner.stub('gh', answers('c0ffee'))
    expect(runStep(runner, post!, CONTEXT)).toMatchObject({ exit: 0 })
    expect(runner.calls('gh').at(-1)).toBe('gh pr comment 17 --edit-last --create-if-none --body-file page/cost.md')
    // The number may name anybody's pull request; only its own head was run.
    const other = machine()
    other.stub('gh', answers('decaf'))
    expect(runStep(other, post!, CONTEXT)).toMatchObject({ exit: 0 })
    expect(other.calls('gh').filter((call) => call.includes('comment'))).toEqual([])
  })

  test('GitLab', () => {
    const jobs = parse(blocks('## GitLab', 'yaml')[0]!) as Record<string, Record<string, readonly string[]>>
    const env = {
      CI_JOB_TOKEN: 't',
      CI_API_V4_URL: 'https://gitlab.test/api/v4',
      CI_PROJECT_ID: '5',
      CI_DEFAULT_BRANCH: 'main',
    }
    const script = (job: string, key: string) => jobs[job]![key]!.join('\n')
    const runner = machine('gpt-4o')
    expect(runner.run(script('agents', 'script'), env).exit).toBe(0)
    expect(runner.run(script('agents', 'after_script'), env).exit).toBe(0)
    expect(runner.run(script('cost', 'script'), env).exit).toBe(0)
    runner.stub('curl', `cat > base.json <<'REPORT'\n${savedReport('gpt-4o-mini')}REPORT\n`)
    expect(runner.run(script('cost', 'script'), env).exit).toBe(3)
    expect(runner.calls('curl').at(-1)).toContain(
      'https://gitlab.test/api/v4/projects/5/jobs/artifacts/main/raw/cost.json?job=agents',
    )
    expect(readFileSync(join(runner.cwd, 'cost.xml'), 'utf8')).toContain('<failure')
  })

  test('Jenkins', () => {
    const [pipeline] = blocks('## Jenkins', 'groovy')
    const [agentsRun, costRun] = [/sh '([^']+)'/.exec(pipeline!)![1]!, /script: '''([\s\S]*?)'''/.exec(pipeline!)![1]!]
    const scripts = [agentsRun, costRun]
    // A step that fails ends the block: what keeps the report and shows the limits would not run.
    const [, after = ''] = pipeline!.split(costRun)
    expect(pipeline).toMatch(/def cost = sh\(returnStatus: true, /)
    expect(after.match(/archiveArtifacts|junit|error/g)).toEqual(['archiveArtifacts', 'junit', 'error'])
    const runner = machine('gpt-4o')
    const env = { JOB_URL: 'https://jenkins.test/job/agents/' }
    expect(scripts.map((script) => runner.run(script, env, ['-xe']).exit)).toEqual([0, 0])
    expect(existsSync(join(runner.cwd, 'cost.xml'))).toBe(true)
    runner.stub('curl', `cat > base.json <<'REPORT'\n${savedReport('gpt-4o-mini')}REPORT\n`)
    expect(scripts.map((script) => runner.run(script, env, ['-xe']).exit)).toEqual([0, 3])
    expect(runner.calls('curl').at(-1)).toContain(
      'https://jenkins.test/job/agents/lastSuccessfulBuild/artifact/cost.json',
    )
  })

  test('plain shell: the baseline moves on only when all is well', () => {
    const [script] = blocks('## Plain shell', 'sh')
    const runner = machine('gpt-4o-mini')
    expect(runner.run(script!, {}, []).exit).toBe(0)
    const base = () => JSON.parse(readFileSync(join(runner.cwd, 'base.json'), 'utf8')).total_cost_usd
    expect(base()).toBe(0.15)
    runner.run(`cat > run-agents.sh <<'END'\n${agents('gpt-4o')}END\n`)
    expect(runner.run(script!, {}, []).exit).toBe(3)
    expect(base()).toBe(0.15)
    runner.run("printf 'exit 9' > run-agents.sh")
    expect(runner.run(script!, {}, []).exit).toBe(9)
  })

  test('several jobs, one total', () => {
    const [script] = blocks('## Several jobs, one total', 'sh')
    const runner = machine('', {
      'shard-1/cost.json': savedReport('gpt-4o'),
      'shard-2/cost.json': savedReport('gpt-4o-mini'),
    })
    expect(runner.run(script!).exit).toBe(0)
    expect(JSON.parse(readFileSync(join(runner.cwd, 'total.json'), 'utf8')).total_cost_usd).toBe(2.65)
  })
})
