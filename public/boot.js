// Runs before everything else: what must not wait for the app's own code.

// The theme of the link, else the one used last, else the system's, before the first paint. See src/app/theme/use-theme.ts.
;(() => {
  let theme = new URLSearchParams(location.search).get('theme')
  if (theme !== 'light' && theme !== 'dark') {
    try {
      theme = localStorage.getItem('lookout.theme')
    } catch {
      theme = null
    }
  }
  if (theme !== 'light' && theme !== 'dark') {
    theme = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'
  }
  document.documentElement.dataset.theme = theme
})()

// The files that the app will ask for first, asked while its code is on its way. See src/lib/early-fetch.ts, which decodes nothing
// of them either: a file that is wrong is found where it is used.
;(() => {
  const early = new Map()
  const ask = (path) => {
    const sentMs = Date.now()
    const answer = fetch(new URL(path, document.currentScript?.src ?? location.origin), {
      cache: 'no-cache',
      credentials: 'same-origin',
    })
    answer.catch(() => undefined)
    early.set(path, { sentMs, answer })
  }
  ask('config.json')
  const id = /^\/(?:d|embed|d-solo)\/([a-z0-9][a-z0-9-]{0,79})(?:\/|$)/.exec(location.pathname)?.[1]
  if (id !== undefined) ask(`dashboards/${id}.json`)
  globalThis.lookoutEarly = early
})()
