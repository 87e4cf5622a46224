import { hashOf } from '~/lib/hash'

const ODD_BYTES = [
  '"',
  '\\',
  '{',
  '}',
  '=',
  ',',
  ' ',
  '\t',
  '\n',
  '\r',
  '\0',
  '#',
  '_',
  'e',
  '9',
  '+',
  '.',
  '\xff',
  '\xc3',
]

/** The text with one to three bytes or lines changed, always in the same way for the same seed. */
export function mutateText(text: string, seed: string): string {
  let draws = 0
  const draw = (below: number) => Math.floor((hashOf(`${seed} ${draws++}`) / 2 ** 32) * below)
  let mutated = text
  for (let left = 1 + draw(3); left > 0; left--) mutated = mutateOnce(mutated, draw)
  return mutated
}

function mutateOnce(text: string, draw: (below: number) => number): string {
  const at = draw(text.length)
  const lines = text.split('\n')
  const line = draw(lines.length)
  const odd = ODD_BYTES[draw(ODD_BYTES.length)] ?? ''
  switch (draw(8)) {
    case 0:
      return text.slice(0, at) + text.slice(at + 1)
    case 1:
    case 2:
      return text.slice(0, at) + odd + text.slice(at)
    case 3:
    case 4:
      return text.slice(0, at) + odd + text.slice(at + 1)
    case 5:
      return text.slice(0, at) + (text[at] ?? '') + text.slice(at)
    case 6:
      return lines.toSpliced(line, 1).join('\n')
    default:
      return lines.toSpliced(line, 0, lines[draw(lines.length)] ?? '').join('\n')
  }
}
