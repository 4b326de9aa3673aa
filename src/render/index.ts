import type { Renderer } from './renderer.ts'

/** Every output format, in the order of the help. Add yours here. */
export const RENDERERS = [
  {
    name: 'table',
    title: 'a table for people',
    extension: null,
    load: () => import('./table.ts').then((module) => module.renderTable),
  },
  {
    name: 'text',
    title: 'plain text, English or Chinese',
    extension: 'txt',
    load: () => import('./text.ts').then((module) => module.renderText),
  },
  {
    name: 'json',
    title: 'the whole report, for programs',
    extension: 'json',
    load: () => import('./json.ts').then((module) => module.renderJson),
    loadPieces: () => import('./json.ts').then((module) => module.jsonReport),
  },
  {
    name: 'jsonl',
    title: 'one line of JSON per row',
    extension: 'jsonl',
    load: () => import('./jsonl.ts').then((module) => module.renderJsonl),
  },
  {
    name: 'csv',
    title: 'one line per row, for spreadsheets',
    extension: 'csv',
    load: () => import('./csv.ts').then((module) => module.renderCsv),
  },
  {
    name: 'markdown',
    title: 'a comment or step summary on GitHub',
    extension: 'md',
    load: () => import('./markdown.ts').then((module) => module.renderMarkdown),
  },
  {
    name: 'junit',
    title: 'a test case per limit, for Jenkins, GitLab and others',
    extension: 'xml',
    load: () => import('./junit.ts').then((module) => module.renderJunit),
  },
  {
    name: 'github',
    title: 'annotations of a GitHub workflow',
    extension: null,
    load: () => import('./github.ts').then((module) => module.renderGithub),
  },
  {
    name: 'html',
    title: 'one page to look at, print and search, that needs no network',
    extension: 'html',
    showsInsights: true,
    load: async () => {
      const [{ htmlWith }, { loadPage }] = await Promise.all([import('./html.ts'), import('./html-page.ts')])
      return htmlWith(await loadPage())
    },
  },
  {
    name: 'openmetrics',
    title: 'metrics for Prometheus',
    extension: 'prom',
    load: () => import('./openmetrics.ts').then((module) => module.renderOpenMetrics),
  },
] as const satisfies readonly Renderer[]

/** The format that `--format` names, or null. */
export function rendererByName(name: string): Renderer | null {
  return RENDERERS.find((renderer) => renderer.name === name) ?? null
}

/** The format of a file that is written to, by its extension in any case: 'cost.MD'; null when none has it. */
export function rendererByExtension(file: string): Renderer | null {
  const extension = /\.([^./\\]+)$/.exec(file)?.[1]?.toLowerCase()
  return RENDERERS.find((renderer) => renderer.extension !== null && renderer.extension === extension) ?? null
}
