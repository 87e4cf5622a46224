// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest'
import { readBuild, readRunningBuild } from './site-page'

const SCRIPTS = `<script src="/boot.js"></script>
<script async type="module" crossorigin src="/assets/runtime-XKyaHtl.js"></script>
<script async type="module" crossorigin src="/assets/first-DYYNKU_.js"></script>
<link rel="stylesheet" crossorigin href="/assets/first-BcP3pSV.css">
<link data-later="preload" as="script" href="/assets/app-DR4epWS.js" crossorigin="">`
const page = (head: string) => `<!doctype html><html><head>${head}</head><body><div id="root"></div></body></html>`

describe('the build of a page', () => {
  it.each([
    ['another first chunk', SCRIPTS.replace('DYYNKU_', 'Aaaaaa1')],
    ['another late chunk', SCRIPTS.replace('DR4epWS', 'Aaaaaa1')],
  ])('changes with %s', (_name, other) => {
    expect(readBuild(page(SCRIPTS))).toMatch(/^[0-9a-f]{8}$/)
    expect(readBuild(page(other))).not.toBe(readBuild(page(SCRIPTS)))
  })

  it.each([
    ['a prefix before its files', SCRIPTS.replaceAll('/assets/', '/lookout/assets/')],
    ['a policy in its head', `<meta http-equiv="Content-Security-Policy" content="x">${SCRIPTS}`],
  ])('stays with %s', (_name, same) => {
    expect(readBuild(page(same))).toBe(readBuild(page(SCRIPTS)))
  })

  it.each([
    ['a sign-in page', '<html><body><form><input name="password"></form></body></html>'],
    ['a page of another app', page('<script src="/static/js/main.abc.js"></script>')],
    ['an empty answer', ''],
  ])('is none for %s', (_name, html) => {
    expect(readBuild(html)).toBeNull()
  })

  it('is read from a page that runs, whatever it loaded meanwhile', () => {
    // The style sheet is of no account here, and happy-dom would want to fetch it.
    const other = new DOMParser().parseFromString(page(SCRIPTS.replace(/<link rel="stylesheet".*/, '')), 'text/html')
    const late = other.querySelector('link[data-later]')
    late?.setAttribute('rel', 'preload')
    const more = other.createElement('link')
    more.setAttribute('href', '/assets/logs-Bbbbbb2.js')
    other.head.append(more)
    expect(readRunningBuild(other)).toBe(readBuild(page(SCRIPTS)))
  })
})
