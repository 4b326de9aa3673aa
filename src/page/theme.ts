import { element } from './dom.ts'

/** The button that turns light into dark; `changed` is told when the page has other colours, by it or by the system. */
export function themeButton(changed: () => void): HTMLElement {
  const system = matchMedia('(prefers-color-scheme: dark)')
  const root = document.documentElement
  const isDark = () => (root.dataset['theme'] ?? (system.matches ? 'dark' : 'light')) === 'dark'
  const button = element('button', { type: 'button', class: 'theme', onclick: toggle })
  const show = () => {
    button.textContent = isDark() ? 'Light' : 'Dark'
    button.setAttribute('aria-label', `Show in ${isDark() ? 'light' : 'dark'} colours`)
    changed()
  }
  system.addEventListener('change', show)
  printInLight(changed)
  queueMicrotask(show)
  return button

  function toggle(): void {
    root.dataset['theme'] = isDark() ? 'light' : 'dark'
    show()
  }
}

/** Paper is white, whatever the screen is. */
function printInLight(changed: () => void): void {
  const root = document.documentElement
  let before: string | undefined
  addEventListener('beforeprint', () => {
    before = root.dataset['theme']
    root.dataset['theme'] = 'light'
    changed()
  })
  addEventListener('afterprint', () => {
    if (before === undefined) delete root.dataset['theme']
    else root.dataset['theme'] = before
    changed()
  })
}
