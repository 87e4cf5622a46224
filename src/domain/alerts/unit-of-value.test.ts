import { expect, it } from 'vitest'
import { unitOfValue } from './unit-of-value'

it.each([
  ['{{ $value | humanizePercentage }} of the jobs', 'percentunit'],
  ['{{ humanizePercentage $value }} of the jobs', 'percentunit'],
  ['{{- $value | humanizeDuration -}}; the limit', 's'],
  ['{{ $value | printf "%.1f" }} % busy; the limit is 80 %.', 'percent'],
  ['{{ $value }}% busy', 'percent'],
  ['{{ $labels.job }}: {{ $value | humanizePercentage }}', 'percentunit'],
  ['{{ .Value | printf "%.2f" }} jobs', 'none'],
  ['{{ $value | humanize }}% used', 'percent'],
  // What is made of the value first is no value any more.
  ['{{ $value | mul 100 | printf "%.1f" }}%', 'none'],
  ['{{ printf "%.0f" $value }} of {{ $labels.job }}, 5 %', 'none'],
  ['{{ $labels.value | humanizeDuration }}', 'none'],
  ['{{ with query "x" }}{{ . | first | value | humanizePercentage }}{{ end }}', 'none'],
  ['50 % of it', 'none'],
])('%s', (text, unit) => {
  expect(unitOfValue(new Map([['description', text]]))).toBe(unit)
})

it('texts that do not agree say nothing', () => {
  const texts = { summary: '{{ $value | humanizePercentage }}', description: '{{ $value | humanizeDuration }}' }
  expect(unitOfValue(new Map(Object.entries(texts)))).toBe('none')
})
