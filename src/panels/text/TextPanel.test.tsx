// @vitest-environment happy-dom
import { cleanup, render, screen } from '@testing-library/react'
import { MemoryRouter } from 'react-router-dom'
import { afterEach, describe, expect, test } from 'vitest'
import { buildPanelProps } from '~/testing/panel-builders'
import { decodeTextOptions } from './options'
import { TextPanel } from './TextPanel'

afterEach(cleanup)

function show(content: string, mode = 'markdown') {
  const options = decodeTextOptions({ content, mode })
  return render(
    <MemoryRouter>
      <TextPanel {...buildPanelProps(options, [], { title: 'Notes' })} />
    </MemoryRouter>,
  ).container
}

test('a text with its parts', () => {
  const { textContent } = show('# Head\n\n- a **b**\n\n| x | y |\n|---|--:|\n| 1 | 2 |\n\n```\n<b>\n```')
  expect(textContent).toBe('Heada bxy12<b>')
  expect(screen.getByRole('heading', { level: 3 }).textContent).toBe('Head')
  expect(screen.getByRole('listitem').querySelector('strong')?.textContent).toBe('b')
  expect(screen.getByRole('columnheader', { name: 'y' }).dataset['align']).toBe('right')
  expect(screen.getByRole('region', { name: 'Notes' }).tabIndex).toBe(0)
})

test('links lead out of the page, or to a path of the app', () => {
  show('[out](https://x.example/a) [in](/d/shorts-main?from=now-1h#a)')
  const [out, inside] = screen.getAllByRole<HTMLAnchorElement>('link')
  expect(out?.getAttribute('href')).toBe('https://x.example/a')
  expect(out?.rel).toBe('noopener noreferrer')
  expect(out?.target).toBe('_blank')
  expect(inside?.getAttribute('href')).toBe('/d/shorts-main?from=now-1h#a')
  expect(inside?.target).toBe('')
})

describe('what is hostile is text', () => {
  test.each([
    ['a script', '<script>__pwn++</script>', '<script>__pwn++</script>'],
    ['a picture with a handler', '<img src=x onerror="__pwn++">', '<img src=x onerror="__pwn++">'],
    ['a picture in Markdown', '![a](https://evil.example/track.png)', 'a (https://evil.example/track.png)'],
    ['a style sheet', '<style>*{display:none}</style>', '<style>*{display:none}</style>'],
    ['a script as a link', '[a](javascript:__pwn++)', 'a (javascript:__pwn++)'],
    ['another spelling of it', '[a](JaVaScRiPt&colon;__pwn++)', 'a (JaVaScRiPt&colon;__pwn++)'],
    ['data as a link', '[a](data:text/html,x)', 'a (data:text/html,x)'],
    [
      'a foreign host in disguise',
      '[a](//evil.example/x) [b](/\\evil.example)',
      'a (//evil.example/x) b (/\\evil.example)',
    ],
    ['a relative path', '[a](../logout)', 'a (../logout)'],
  ])('%s', (_name, content, text) => {
    const container = show(content)
    expect(container.textContent).toBe(text)
    expect(container.querySelectorAll('a, img, script, style, iframe, form, svg')).toHaveLength(0)
    expect(container.innerHTML).not.toMatch(/<[^>]* on\w+=/)
  })

  test('a user name that looks like a host is taken out and told', () => {
    const container = show('[bank](https://bank.example@evil.example/)')
    expect(screen.getByRole('link').getAttribute('href')).toBe('https://evil.example/')
    expect(container.textContent).toBe('bank (leads to evil.example)')
  })

  test('plain text keeps its marks', () => {
    expect(show('**a**\n<b>', 'plain').textContent).toBe('**a**\n<b>')
  })

  test('a long text is cut and says so', () => {
    expect(show('a '.repeat(20_000)).textContent).toMatch(/a aThe text is longer than 16 KB; the rest is left out\.$/)
  })
})
