import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { FLOW_PAGES } from '~/domain/links/log-links'
import { fencesOf, readDocuments } from './docs'

const documents = readDocuments()
const documentAt = (path: string) => {
  const found = documents.find((each) => each.path === path)
  if (found === undefined) throw new Error(`there is no ${path}`)
  return found
}

it('each runtime dependency has its line in docs/dependencies.md, and there is no line of another', () => {
  const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as {
    readonly dependencies: Readonly<Record<string, string>>
  }
  const rows = [...documentAt('docs/dependencies.md').text.matchAll(/^\| ([^|]+?) +\|/gm)].slice(2)
  // `@scope/a, -/b` are two of one scope.
  const named = rows.flatMap(([, cell = '']) => {
    const names = cell.split(', ')
    const scope = names[0]?.split('/')[0] ?? ''
    return names.map((name) => name.replace(/^-\//, `${scope}/`))
  })
  expect(named.toSorted()).toEqual(Object.keys(dependencies).toSorted())
})

it('the redirects of docs/deploy.md lead to all places of the app', () => {
  const app = ['src/app/App.tsx', 'src/app/page-routes.tsx'].map((file) => readFileSync(file, 'utf8')).join('\n')
  const written = [...app.matchAll(/(?:path="|useMatch\(')\/([a-z-]+)\//g)].map(([, place = '']) => place)
  const places = new Set([...written, ...FLOW_PAGES.map(([page]) => page)])
  const redirects = fencesOf(documentAt('docs/deploy.md')).find(({ text }) => /^\/d\/\* +\/index\.html/.test(text))
  const told = [...(redirects?.text ?? '').matchAll(/^\/([a-z-]+)\/\* +\/index\.html +200$/gm)].map(([, at = '']) => at)
  expect(told.toSorted()).toEqual([...places].toSorted())
})

it('the tabs of the pages of alerts are the addresses of docs/alerts.md', () => {
  const page = readFileSync('src/features/alerts/AlertsPage.tsx', 'utf8')
  // `*` is for what names none of them.
  const routes = [...page.matchAll(/<Route path="(\/[^"]*)"/g)].map(([, path]) => `/alerts${path === '/' ? '' : path}`)
  const told = [...documentAt('docs/alerts.md').text.matchAll(/^\| `(\/alerts[^`]*)`/gm)].map(([, path]) => path)
  expect(told.toSorted()).toEqual(routes.toSorted())
})
