import { expect, it } from 'vitest'
import { readAnsi, stripAnsi } from './ansi'

const ESC = '\u001b'

it.each([
  ['plain', 'plain'],
  [`${ESC}[31mred${ESC}[0m end`, 'red end'],
  [`${ESC}]8;;javascript:alert(1)${ESC}\\click${ESC}]8;;${ESC}\\`, 'click'],
  [`${ESC}]0;title\u0007rest`, 'rest'],
  [`${ESC}[2J${ESC}[1;1Hhome`, 'home'],
  [`a${ESC}`, `a${ESC}`],
  [`${ESC}]8;;never ended`, `${ESC}]8;;never ended`],
])('H34: stripAnsi(%j) is %j', (text, plain) => {
  expect(stripAnsi(text)).toBe(plain)
})

it('H34: readAnsi knows colours of letters and bold, and nothing else', () => {
  expect(readAnsi(`a${ESC}[1;31mb${ESC}[22mc${ESC}[39;44md${ESC}[38;5;31me${ESC}[94mf`)).toEqual([
    { text: 'a', colour: null, bold: false },
    { text: 'b', colour: 'red', bold: true },
    { text: 'c', colour: 'red', bold: false },
    { text: 'd', colour: null, bold: false },
    { text: 'e', colour: null, bold: false },
    { text: 'f', colour: 'blue', bold: false },
  ])
})

it('H34: ten thousand sequences that do not end cost no time', () => {
  expect(stripAnsi(`${ESC}]`.repeat(10_000)).length).toBe(20_000)
})
