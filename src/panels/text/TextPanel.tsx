import { MAX_MARKDOWN } from '~/domain/markdown/parse-markdown'
import type { PanelProps } from '../panel-kind'
import { Markdown } from './Markdown'
import type { TextOptions } from './options'
import styles from './text.module.css'

/** A text that the dashboard's author wrote. */
export function TextPanel({ title, options }: PanelProps<TextOptions>) {
  const { content, mode } = options
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className={styles['panel']} aria-label={title} tabIndex={0}>
      {mode === 'plain' ? (
        <p className={styles['plain']}>{content.slice(0, MAX_MARKDOWN)}</p>
      ) : (
        <Markdown source={content} />
      )}
    </section>
  )
}
