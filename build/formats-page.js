/**
 * docs/FORMATS.md as text: every row of FORMATS and PAYLOADS, with the fixtures that `fixturesOf(name)` lists.
 * Used by build/formats-doc.js, which writes the page, and by the test that keeps it true.
 */
export function formatsPage(formats, payloads, fixturesOf) {
  return `# Log formats

Made by \`npm run docs:formats\` from the tables of the program; do not edit. \`tokencost formats\` prints an example of each.

Every entry is recognized by its shape, in the order of this table. In a report **input** includes cache reads and
writes and **output** includes reasoning; "inside" and "outside" below say how the log itself counts.

${formats.map((format) => formatSection(format, fixturesOf(format.name))).join('\n')}
## Usage payloads

What a provider's \`usage\` object says, wherever it lies. The first that matches is taken.

| payload | a usage object has one of | accounting |
|---|---|---|
${payloads.map(({ name, markers, accounting }) => `| ${name} | ${markers.map(code).join(', ')} | ${cell(accounting)} |`).join('\n')}
`
}

function formatSection({ name, title, docs, selfContained }, fixtures) {
  return `## ${name}

${sentence(title)}

| | |
|---|---|
| a call is identified by | ${cell(docs.identity)} |
| what is counted | ${cell(docs.counts)} |
| what is left out | ${cell(docs.ignores)} |
| order of lines | ${selfContained ? 'free' : 'as written'} |
| fixtures | ${fixtures.map((file) => code(`fixtures/${name}/${file}`)).join('<br>')} |
`
}

function sentence(text) {
  return `${text[0].toUpperCase()}${text.slice(1)}.`
}

function code(text) {
  return `\`${text.replaceAll('"', '')}\``
}

function cell(text) {
  return text.replaceAll('|', '\\|')
}
