import { createHash } from 'node:crypto'
import { jsonText } from './json-writer.ts'
import type { Render } from './renderer.ts'
import { orderedReport } from './report-keys.ts'

/** What the build made of src/page/: no part of it comes from a log. */
export interface PageParts {
  readonly script: string
  readonly style: string
}

/**
 * The report as one file that asks for nothing: the script and style of src/page/, and the JSON report as data. The
 * policy lets nothing run or load but these two, by their hashes; `<` in the data is escaped, so no name can end it.
 */
export function htmlWith({ script, style }: PageParts): Render {
  const policy = [
    "default-src 'none'",
    `script-src ${hashOf(script)}`,
    `style-src ${hashOf(style)}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ')
  return (report) => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>Token usage and cost</title>
<style>${style}</style>
</head>
<body>
<main id="page"><noscript>This page draws its figures with JavaScript. Without it, <code>tokencost render</code> prints the saved report.</noscript></main>
<script type="application/json" id="report">${jsonText(orderedReport(report), 0).replaceAll('<', '\\u003c')}</script>
<script>${script}</script>
</body>
</html>
`
}

function hashOf(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`
}
