/** What an element may be given: attributes by name, and under `on…` what happens. */
type Attributes = Readonly<Record<string, string | number | boolean | ((event: Event) => void)>>

type Child = Node | string | null

/** An element. Text becomes text nodes, never markup, so no name from a log can be more than a text. */
export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name)
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === 'function') made.addEventListener(key.replace(/^on/, ''), value)
    else if (value === true) made.setAttribute(key, '')
    else if (value !== false) made.setAttribute(key, String(value))
  }
  made.append(...children.filter((child) => child !== null))
  return made
}

/** A part of the page under a heading. */
export function section(title: string, ...children: readonly Child[]): HTMLElement {
  const id = title.toLowerCase().replaceAll(/[^a-z]+/g, '-')
  return element('section', { 'aria-labelledby': id }, element('h2', { id }, title), ...children)
}

/** A table that scrolls by itself where it is wider than the page. */
export function scrolling(label: string, table: HTMLElement): HTMLElement {
  return element('div', { class: 'scrolling', role: 'region', tabindex: 0, 'aria-label': label }, table)
}

export function numberCell(text: string, exact: string): HTMLTableCellElement {
  return element('td', { class: 'number', 'data-value': exact, title: exact }, text)
}
