import styles from './logs.module.css'

/** Where the configuration names no log source: what to do about it. */
export function NoSource({ title }: { readonly title: string }) {
  return (
    <section className={styles['page']} aria-label={title}>
      <title>{`${title} · Lookout`}</title>
      <p>
        This installation names no log source. Add one to <code>config.json</code>, such as
      </p>
      <pre>{'"logs": [{ "id": "app", "kind": "jsonl", "url": "/logs", "files": ["app.log"] }]'}</pre>
    </section>
  )
}
