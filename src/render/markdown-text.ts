import { visible } from './escape.ts'

/** A sentence with text from logs in it: nothing in it is markup, a mention, an issue number or a link. */
export function sentence(text: string): string {
  return visible(text)
    .replace(MARKUP_OR_LINK, (match) => (MARKUP.test(match) ? entity(match) : `${match}&#8203;`))
    .replace(BLOCK, (marker) => `${marker.slice(0, -1)}${entity(marker.slice(-1))}`)
}

/** A name as code, the same in a table and in a sentence, whatever characters it has. */
export function code(name: string): string {
  return /[&<>|`\\]/.test(name) ? `<code>${name.replace(/[!-,;-@[-`{-~]/g, entity)}</code>` : `\`${name}\``
}

const MARKUP = /^[&<>|`*_~[\]\\$]$/

/** Behind `@`, `#`, `GH`, `:` and `www` a zero-width space breaks what GitHub would make a mention, a reference or a link of. */
const MARKUP_OR_LINK = /[&<>|`*_~[\]\\$]|[@#](?=\w)|\bGH(?=-\d)|:(?=\/\/)|\bwww(?=\.)/gi

/** What would make a heading or a list of the sentence, at its beginning. */
const BLOCK = /^(?:#{1,6}|[-+]|\d{1,9}[.)])(?=\s)/

function entity(char: string): string {
  return `&#${char.codePointAt(0)};`
}
